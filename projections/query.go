package projections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
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
	answers    *answers
	// changed is when each view was changed.
	changed map[string]uint64
	// read are the views whose tables were read.
	read map[string]bool
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

// Views are the names of the views that were read so far, in their order: see
// [Views.ChangedAt].
func (q *Query) Views() []string { return slices.Sorted(maps.Keys(q.read)) }

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
	q := &Query{ctx: ctx, tx: tx, answers: f.answers, read: map[string]bool{}}
	// The first statement is what fixes the moment.
	if q.checkpoint, err = readCheckpoint(ctx, tx); err != nil {
		return err
	}
	if q.changed, err = q.changedViews(); err != nil {
		return err
	}
	return read(q)
}

// list is the rows of a query, which must give the same ones for the same values as
// long as the tables that it names are the same.
func list[T any](q *Query, query string, args []any, one func(scan) (T, error)) ([]T, error) {
	rows, err := q.rows(query, args)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	var all []T
	for _, row := range rows {
		v, err := one(row.scan)
		if err != nil {
			return nil, fmt.Errorf("views: %w", err)
		}
		all = append(all, v)
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

// originList is the columns of an Origin.
const originList = `stream, revision, position, recorded_at, corrections`
