package projections

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// writer writes rows and totals to one file. It has the file's only connection
// that writes, and belongs to one goroutine at a time.
type writer struct {
	pool   *sql.DB
	conn   *sql.Conn
	tables map[*view]*viewWriter
	open   bool // a transaction is
}

// viewWriter is what is prepared to write the tables of a view.
type viewWriter struct {
	view    *view
	rows    rowSet
	columns map[string]int // of the first table
	width   int
	old     *sql.Stmt // the row of a stream in the first table
	delete  []*sql.Stmt
	insert  []*sql.Stmt
	sums    map[sumKey]int64
	addSum  *sql.Stmt
	dropSum *sql.Stmt
}

type sumKey struct {
	measure, dimension, key string
	bucket                  int64
}

// All statements run to their end: a transaction is cut between events, never
// within one, so the context is that of the process.
var background = context.Background()

// newWriter opens a file for writing. Its tables exist.
func newWriter(path string, views []*view, pragmas []string) (*writer, error) {
	pool, err := connect(path, 1, pragmas)
	if err != nil {
		return nil, err
	}
	w := &writer{pool: pool, tables: map[*view]*viewWriter{}}
	if w.conn, err = pool.Conn(background); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return w, nil
}

// prepare compiles the statements.
func (w *writer) prepare(views []*view) error {
	for _, v := range views {
		t, err := w.prepareView(v)
		if err != nil {
			return fmt.Errorf("view %s: %w", v.name, err)
		}
		w.tables[v] = t
	}
	return nil
}

func (w *writer) prepareView(v *view) (t *viewWriter, err error) {
	prepare := func(format string, args ...any) (s *sql.Stmt) {
		if err == nil {
			s, err = w.conn.PrepareContext(background, fmt.Sprintf(format, args...))
		}
		return s
	}
	first := v.whole(0)
	t = &viewWriter{
		view:    v,
		rows:    make(rowSet, len(v.tables)),
		columns: map[string]int{},
		width:   len(first),
		sums:    map[sumKey]int64{},
	}
	for i, c := range first {
		t.columns[c.name] = i
	}
	for i, table := range v.tables {
		columns := v.whole(i)
		t.delete = append(t.delete, prepare(`DELETE FROM %s WHERE begun = ?`, quoted(table.name)))
		t.insert = append(t.insert, prepare(`INSERT OR REPLACE INTO %s (%s) VALUES (?%s)`,
			quoted(table.name), names(columns), strings.Repeat(", ?", len(columns)-1)))
	}
	if v.sums != nil {
		sums := sumTable(v.tables[0].name)
		t.old = prepare(`SELECT %s FROM %s WHERE begun = ?`, names(first), quoted(v.tables[0].name))
		t.addSum = prepare(`INSERT INTO %s (measure, dimension, key, bucket, n) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET n = n + excluded.n`, sums)
		t.dropSum = prepare(`DELETE FROM %s WHERE measure = ? AND dimension = ? AND key = ? AND bucket = ? AND n = 0`, sums)
	}
	return t, err
}

func (w *writer) exec(statements ...string) error {
	for _, s := range statements {
		if _, err := w.conn.ExecContext(background, s); err != nil {
			return fmt.Errorf("views: %w", err)
		}
	}
	return nil
}

func (w *writer) begin() error {
	if w.open {
		return nil
	}
	w.open = true
	return w.exec(`BEGIN IMMEDIATE`)
}

// write replaces the rows of some streams.
func (w *writer) write(entities []*entity, zone *time.Location) error {
	if err := w.begin(); err != nil {
		return err
	}
	// In the order of the table's key, so that new rows come at its end.
	slices.SortFunc(entities, func(a, b *entity) int { return cmp.Compare(a.begun, b.begun) })
	for _, e := range entities {
		if err := w.tables[e.view].write(e, zone); err != nil {
			return fmt.Errorf("views: rows of %s: %w", e.stream, err)
		}
		e.stored = true
	}
	return nil
}

func (t *viewWriter) write(e *entity, zone *time.Location) error {
	t.rows.reset()
	if e.folded.Facts > 0 {
		t.view.rows(e, zone, &t.rows)
	}
	if e.stored {
		if err := t.forget(e, len(t.rows[0]) == 0); err != nil {
			return err
		}
	}
	for i, rows := range t.rows {
		for n, row := range rows {
			values := append(e.key(i, n), row...)
			if _, err := t.insert[i].ExecContext(background, values...); err != nil {
				return err
			}
			if i == 0 {
				t.count(values, 1)
			}
		}
	}
	return nil
}

// key is what the engine puts before the columns of a table.
func (e *entity) key(table, n int) []any {
	if table == 0 {
		return append(make([]any, 0, 48), int64(e.begun), e.stream, e.revision, int64(e.position), e.recordedAt, int64(e.corrections))
	}
	return []any{int64(e.begun), int64(n)}
}

// forget takes the rows of a stream out, save one that will be replaced.
func (t *viewWriter) forget(e *entity, first bool) error {
	if t.view.sums != nil {
		if err := t.uncount(e); err != nil {
			return err
		}
	}
	for i, s := range t.delete {
		if i == 0 && !first {
			continue
		}
		if _, err := s.ExecContext(background, int64(e.begun)); err != nil {
			return err
		}
	}
	return nil
}

// uncount takes the stored row of a stream out of the totals.
func (t *viewWriter) uncount(e *entity) error {
	values := make([]any, t.width)
	into := make([]any, t.width)
	for i := range values {
		into[i] = &values[i]
	}
	switch err := t.old.QueryRowContext(background, int64(e.begun)).Scan(into...); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	t.count(values, -1)
	return nil
}

func (t *viewWriter) count(values []any, sign int64) {
	if t.view.sums == nil {
		return
	}
	t.view.sums(record{t.columns, values}, func(dimension, key, measure string, bucket, n int64) {
		t.sums[sumKey{measure, dimension, key, bucket}] += sign * n
	})
}

// writeSums adds what has been counted to the stored totals. A total of 0 is
// not stored.
func (t *viewWriter) writeSums() error {
	for k, n := range t.sums {
		if n == 0 {
			continue
		}
		if _, err := t.addSum.ExecContext(background, k.measure, k.dimension, k.key, k.bucket, n); err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if _, err := t.dropSum.ExecContext(background, k.measure, k.dimension, k.key, k.bucket); err != nil {
			return err
		}
	}
	clear(t.sums)
	return nil
}

// commit writes the totals and the checkpoint and ends the transaction.
func (w *writer) commit(at checkpoint) error {
	if err := w.begin(); err != nil {
		return err
	}
	for _, t := range w.tables {
		if err := t.writeSums(); err != nil {
			return fmt.Errorf("views: totals of %s: %w", t.view.name, err)
		}
	}
	if _, err := w.conn.ExecContext(background, `INSERT OR REPLACE INTO checkpoint (one, position, event, recorded_at, events) VALUES (1, ?, ?, ?, ?)`,
		int64(at.position), at.event, at.recordedAt, int64(at.events)); err != nil {
		return fmt.Errorf("views: %w", err)
	}
	w.open = false
	return w.exec(`COMMIT`)
}

// close releases the file, and loses what was not committed.
func (w *writer) close() error { return errors.Join(w.conn.Close(), w.pool.Close()) }
