package projections

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// writer writes rows and totals to one file. It has the file's only connection
// that writes, and belongs to one goroutine at a time.
type writer struct {
	conn   connection
	tables map[*view]*viewWriter // those that were written to

	corrections correctionWriter
	open        bool // a transaction is
	// changed are the views that the transaction wrote to, or the last one did.
	changed map[string]bool
}

// viewWriter is what is prepared to write the tables of a view.
type viewWriter struct {
	view    *view
	rows    rowSet
	columns map[string]int // of the first table
	values  []driver.Value // of one row of it
	old     *statement     // the row of a stream in the first table
	delete  []*statement
	insert  []*statement
	sums    tally
	addSum  *statement
	dropSum *statement
}

// newWriter opens a file for writing.
func newWriter(path string, pragmas []string) (*writer, error) {
	conn, err := connectDirectly(path, pragmas)
	if err != nil {
		return nil, err
	}
	return &writer{conn: conn, tables: map[*view]*viewWriter{}, changed: map[string]bool{}}, nil
}

// of is what is prepared to write the tables of a view, which exist. It is when
// the first row of the view is written: most ledgers have streams of few views,
// and to compile the statements of all takes longer than to fill a small file.
func (w *writer) of(v *view) (*viewWriter, error) {
	if t := w.tables[v]; t != nil {
		return t, nil
	}
	t, err := w.prepareView(v)
	w.tables[v] = t // after an error, too: nothing is written then, but what was prepared is closed
	return t, err
}

func (w *writer) prepareView(v *view) (t *viewWriter, err error) {
	prepare := func(format string, args ...any) (s *statement) {
		if err == nil {
			s, err = w.conn.prepare(format, args...)
		}
		return s
	}
	first := v.whole(0)
	t = &viewWriter{
		view:    v,
		rows:    make(rowSet, len(v.tables)),
		columns: map[string]int{},
		values:  make([]driver.Value, len(first)),
		sums:    tally{},
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
		if err := w.conn.exec(s); err != nil {
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
	clear(w.changed)
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
		t, err := w.of(e.route.view)
		if err == nil {
			err = t.write(e, zone)
		}
		if err != nil {
			return fmt.Errorf("views: rows of %s: %w", e.stream, err)
		}
		w.changed[e.route.view.name] = true
		if e.proposals != nil {
			if err := w.corrections.write(e); err != nil {
				return fmt.Errorf("views: corrections of %s: %w", e.stream, err)
			}
			w.changed[correctionsName] = true
		}
		e.stored = true
	}
	return nil
}

func (t *viewWriter) write(e *entity, zone *time.Location) error {
	t.rows.reset()
	if f := e.folded(); f.Facts > 0 {
		t.view.rows(f.AsStood(e.route.asOf), zone, &t.rows)
	}
	if e.stored {
		if err := t.forget(e, len(t.rows[0]) == 0); err != nil {
			return err
		}
	}
	for i, rows := range t.rows {
		for n, row := range rows {
			if err := t.insertRow(e, i, n, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// insertRow puts what the engine adds before the columns of a table.
func (t *viewWriter) insertRow(e *entity, table, n int, row []driver.Value) error {
	if table > 0 {
		return t.insert[table].exec(append([]driver.Value{int64(e.begun), int64(n)}, row...)...)
	}
	all := append(t.values[:0], int64(e.begun), e.stream, e.revision, int64(e.position), e.recordedAt, int64(e.corrections))
	all = append(all, row...)
	if t.view.sums != nil {
		t.view.sums(record{t.columns, all}, 1, t.sums)
	}
	return t.insert[0].exec(all...)
}

// forget takes the rows of a stream out, save one that will be replaced.
func (t *viewWriter) forget(e *entity, first bool) error {
	if t.view.sums != nil {
		found, err := t.old.row(t.values, int64(e.begun))
		if err != nil {
			return err
		}
		if found {
			t.view.sums(record{t.columns, t.values}, -1, t.sums)
		}
	}
	for i, s := range t.delete {
		if i == 0 && !first {
			continue
		}
		if err := s.exec(int64(e.begun)); err != nil {
			return err
		}
	}
	return nil
}

// writeSums adds what has been counted to the stored totals. A total of 0 is
// not stored.
func (t *viewWriter) writeSums() error {
	for at, g := range t.sums {
		for b, n := range g {
			if n == 0 {
				continue
			}
			if err := t.addSum.exec(b.measure.String(), at.dimension, at.key, b.bucket, n); err != nil {
				return err
			}
			if n > 0 {
				continue
			}
			if err := t.dropSum.exec(b.measure.String(), at.dimension, at.key, b.bucket); err != nil {
				return err
			}
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
	for name := range w.changed {
		if err := w.conn.exec(`INSERT OR REPLACE INTO changed (view, position) VALUES (?, ?)`, name, int64(at.position)); err != nil {
			return fmt.Errorf("views: %w", err)
		}
	}
	if err := w.conn.exec(`INSERT OR REPLACE INTO checkpoint (one, position, event, recorded_at, events) VALUES (1, ?, ?, ?, ?)`,
		int64(at.position), at.event.String(), at.recordedAt, int64(at.events)); err != nil {
		return fmt.Errorf("views: %w", err)
	}
	w.open = false
	return w.exec(`COMMIT`)
}

// close releases the file, and loses what was not committed.
func (w *writer) close() error {
	var err error
	for _, s := range append(slices.Clone(w.corrections.delete), w.corrections.insert...) {
		err = errors.Join(err, s.Close())
	}
	for _, t := range w.tables {
		for _, s := range append(append([]*statement{t.old, t.addSum, t.dropSum}, t.delete...), t.insert...) {
			if s != nil {
				err = errors.Join(err, s.Close())
			}
		}
	}
	return errors.Join(err, w.conn.Close())
}
