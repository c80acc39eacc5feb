package projections

import (
	"database/sql"
	"fmt"
	"reflect"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// row is a row as it was read: integers, texts, and nil for null.
type row []any

// scan reads a row into what the pointers point at, in the order of the columns:
// texts into strings, integers into integers, and 0 and 1 into flags; null is nil of a
// pointer to an integer. Besides, it takes a [sql.Scanner], an Origin (five columns),
// and times, days and months as they are stored, of which null is the zero value.
type scan func(into ...any) error

func (r row) scan(into ...any) error {
	at := 0
	for _, t := range into {
		targets := []any{t}
		if o, ok := t.(*Origin); ok {
			targets = []any{&o.Stream, &o.Revision, &o.Position, &o.RecordedAt, &o.Corrections}
		}
		for _, t := range targets {
			if at == len(r) {
				return fmt.Errorf("%d columns are too few", len(r))
			}
			if err := assign(t, r[at]); err != nil {
				return fmt.Errorf("column %d: %w", at+1, err)
			}
			at++
		}
	}
	if at < len(r) {
		return fmt.Errorf("%d columns are too many by %d", len(r), len(r)-at)
	}
	return nil
}

// assign sets what a pointer points at to a stored value.
func assign(into any, from any) error {
	switch into := into.(type) {
	case *string:
		if s, ok := from.(string); ok {
			*into = s
			return nil
		}
	case *int:
		if n, ok := from.(int64); ok {
			*into = int(n)
			return nil
		}
	case *time.Time, *domain.Date, *Month:
		return assignDay(into, from)
	case sql.Scanner:
		return into.Scan(from)
	default:
		if assignKind(reflect.ValueOf(into).Elem(), from) {
			return nil
		}
	}
	return fmt.Errorf("%v is no stored %T", from, into)
}

// assignKind sets a value of a named type, and reports whether it can hold it.
func assignKind(into reflect.Value, from any) bool {
	switch from := from.(type) {
	case nil:
		if into.Kind() == reflect.Pointer {
			into.SetZero()
			return true
		}
	case string:
		if into.Kind() == reflect.String {
			into.SetString(from)
			return true
		}
	case int64:
		switch {
		case into.CanInt() && !into.OverflowInt(from):
			into.SetInt(from)
			return true
		case into.CanUint() && from >= 0 && !into.OverflowUint(uint64(from)):
			into.SetUint(uint64(from))
			return true
		case into.Kind() == reflect.Pointer:
			into.Set(reflect.New(into.Type().Elem()))
			return assignKind(into.Elem(), from)
		case into.Kind() == reflect.Bool && from>>1 == 0:
			into.SetBool(from == 1)
			return true
		}
	}
	return false
}

func assignDay(into any, from any) error {
	n, ok := from.(int64)
	if !ok {
		if from == nil {
			return nil
		}
		return fmt.Errorf("%v is no stored %T", from, into)
	}
	switch into := into.(type) {
	case *time.Time:
		*into = time.UnixMicro(n).UTC()
	case *domain.Date:
		*into = dayOfNumber(n)
	case *Month:
		*into = monthOfNumber(n)
	}
	return nil
}
