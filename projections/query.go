package projections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// ErrNotFound says that no row has the id.
var ErrNotFound = errors.New("not found in the views")

// ErrNotBuilt says that the views are being built for the first time, or could
// not be; [Views.Status] says which, and how far they are.
var ErrNotBuilt = errors.New("the views are not built yet: ask again in a moment")

// Query reads one consistent state of all views. It belongs to the function
// that [Views.Read] gave it to, and to one goroutine.
type Query struct {
	ctx        context.Context
	tx         *sql.Tx
	checkpoint checkpoint
}

// Position is that of the last event that the views have taken in.
func (q *Query) Position() uint64 { return q.checkpoint.position }

// Events is how many events the views have taken in.
func (q *Query) Events() uint64 { return q.checkpoint.events }

// RecordedAt is when the last event was recorded, in UTC; the zero time where
// the log is empty.
func (q *Query) RecordedAt() time.Time {
	if q.checkpoint.position == 0 {
		return time.Time{}
	}
	return time.UnixMicro(q.checkpoint.recordedAt).UTC()
}

// Read calls a function with a Query, and returns its error. All that the
// function reads is of one moment, whatever is written meanwhile. When the
// context ends the query under way does too, with an error. No more than
// Config.Readers run at once; others wait for their turn.
//
// The error is [ErrNotBuilt] as long as there is nothing to be read.
func (v *Views) Read(ctx context.Context, read func(*Query) error) error {
	f, release, err := v.acquire()
	if err != nil {
		return err
	}
	defer release()
	err = f.read(ctx, read)
	if isDamage(err) {
		v.damaged(f, err)
	}
	return err
}

func (f *file) read(ctx context.Context, read func(*Query) error) error {
	tx, err := f.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("views: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	q := &Query{ctx: ctx, tx: tx}
	// The first statement is what fixes the moment.
	if q.checkpoint, err = readCheckpoint(ctx, tx); err != nil {
		return err
	}
	return read(q)
}

// scan reads a row into what the pointers point at, in the order of the
// columns. Besides what database/sql knows it takes an Origin (five columns),
// times, days and months as they are stored; null is their zero value.
type scan func(into ...any) error

// originList is the columns of an Origin.
const originList = `stream, revision, position, recorded_at, corrections`

// list is the rows of a query.
func list[T any](q *Query, query string, args []any, one func(scan) (T, error)) ([]T, error) {
	rows, err := q.tx.QueryContext(q.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []T
	into := scanInto(rows)
	for rows.Next() {
		v, err := one(into)
		if err != nil {
			return nil, fmt.Errorf("views: %w", err)
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	return all, nil
}

// only is the one row of a query.
func only[T any](rows []T, err error) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(rows) == 0:
		return none, ErrNotFound
	}
	return rows[0], nil
}

func scanInto(rows *sql.Rows) scan {
	return func(into ...any) error {
		targets := make([]any, 0, len(into)+4)
		for _, t := range into {
			switch t := t.(type) {
			case *Origin:
				targets = append(targets, &t.Stream, &t.Revision, &t.Position, storedValue{&t.RecordedAt}, &t.Corrections)
			case *time.Time, *domain.Date, *Month:
				targets = append(targets, storedValue{t})
			default:
				targets = append(targets, t)
			}
		}
		return rows.Scan(targets...)
	}
}

// storedValue reads a time, a day or a month.
type storedValue struct{ into any }

// Scan implements [sql.Scanner].
func (s storedValue) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		if from == nil {
			return nil
		}
		return fmt.Errorf("%v is no stored %T", from, s.into)
	}
	switch into := s.into.(type) {
	case *time.Time:
		*into = time.UnixMicro(n).UTC()
	case *domain.Date:
		*into = dayOfNumber(n)
	case *Month:
		*into = monthOfNumber(n)
	}
	return nil
}
