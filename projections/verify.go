package projections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Verification is what a comparison of views with the log, or of two views,
// found.
type Verification struct {
	// Position and Events are how far the views had come that were compared.
	Position uint64 `json:"position"`
	Events   uint64 `json:"events"`
	// Rows is how many rows were compared, totals among them.
	Rows int `json:"rows"`
	// Differences are the first [MaxDifferences] that were found.
	Differences []Difference `json:"differences"`
}

// MaxDifferences is how many differences are named.
const MaxDifferences = 20

// Difference is a row that is not what it should be.
type Difference struct {
	Table string `json:"table"`
	// Row is its key in the table, and Stream the stream that made it where
	// the table says that.
	Row    string `json:"row"`
	Stream string `json:"stream,omitzero"`
	// Column is the first that differs, "" where the whole row is missing or
	// should not be there. Got is what is served, Want what follows from the
	// log.
	Column string `json:"column,omitzero"`
	Got    string `json:"got"`
	Want   string `json:"want"`
}

// Verify builds all views anew in a temporary file beside the served one and
// compares every row of every table. What is served goes on meanwhile.
func (v *Views) Verify(ctx context.Context) (result Verification, err error) {
	err = v.Read(ctx, func(served *Query) error {
		c := v.cfg
		until := served.Position()
		c.until, c.Progress, c.Logger = &until, nil, slog.New(slog.DiscardHandler)
		anew, err := Build(ctx, c)
		if err != nil {
			return err
		}
		err = anew.Read(ctx, func(built *Query) error {
			result, err = compare(served, built, c.views)
			return err
		})
		return errors.Join(err, anew.Close())
	})
	return result, err
}

// Compare compares every row of every table of two views. The first is what is
// got, the second what is wanted.
func Compare(ctx context.Context, got, want *Views) (result Verification, err error) {
	err = got.Read(ctx, func(a *Query) error {
		return want.Read(ctx, func(b *Query) error {
			result, err = compare(a, b, got.cfg.views)
			return err
		})
	})
	return result, err
}

// comparison is a comparison under way.
type comparison struct {
	got, want *Query
	result    Verification
}

func compare(got, want *Query, views []*view) (Verification, error) {
	c := comparison{got, want, Verification{Position: got.Position(), Events: got.Events()}}
	tables := map[string]string{"checkpoint": "one"}
	order := []string{"checkpoint"}
	for _, t := range correctionKeys {
		tables[t.table] = t.key
		order = append(order, t.table)
	}
	for _, w := range views {
		for i, t := range w.tables {
			tables[t.name] = []string{"begun", "begun, n"}[min(i, 1)]
			order = append(order, t.name)
		}
		if w.sums != nil {
			sums := sumTable(w.tables[0].name)
			tables[sums] = "measure, dimension, key, bucket"
			order = append(order, sums)
		}
	}
	for _, t := range order {
		if err := c.table(t, tables[t]); err != nil {
			return c.result, err
		}
	}
	return c.result, nil
}

// table compares a table, walking both in the order of the key.
func (c *comparison) table(name, key string) error {
	got, err := c.got.walk(name, key)
	if err != nil {
		return err
	}
	defer func() { _ = got.rows.Close() }()
	want, err := c.want.walk(name, key)
	if err != nil {
		return err
	}
	defer func() { _ = want.rows.Close() }()
	gotMore, wantMore := got.next(), want.next()
	for (gotMore || wantMore) && len(c.result.Differences) < MaxDifferences {
		order := 0
		switch {
		case !wantMore:
			order = -1
		case !gotMore:
			order = 1
		default:
			order = compareKeys(got.values, want.values, strings.Count(key, ",")+1)
		}
		c.result.Rows++
		switch {
		case order < 0:
			c.differ(name, got, "", got.String(), "no such row")
		case order > 0:
			c.differ(name, want, "", "no such row", want.String())
		default:
			c.columns(name, got, want)
		}
		if order <= 0 {
			gotMore = got.next()
		}
		if order >= 0 {
			wantMore = want.next()
		}
	}
	return errors.Join(got.err, want.err)
}

func (c *comparison) columns(table string, got, want *walk) {
	for i := range want.values {
		if got.values[i] != want.values[i] {
			c.differ(table, want, want.columns[i], fmt.Sprint(got.values[i]), fmt.Sprint(want.values[i]))
			return
		}
	}
}

func (c *comparison) differ(table string, w *walk, column, got, want string) {
	d := Difference{Table: table, Row: w.key(), Column: column, Got: got, Want: want}
	for i, name := range w.columns {
		if name == "stream" {
			d.Stream = fmt.Sprint(w.values[i])
		}
	}
	c.result.Differences = append(c.result.Differences, d)
}

// walk is a walk through a table.
type walk struct {
	rows    *sql.Rows
	columns []string
	keys    int
	values  []any
	into    []any
	err     error
}

// walk goes through a table in the order of a key, whose columns come first.
func (q *Query) walk(table, key string) (*walk, error) {
	rows, err := q.tx.QueryContext(q.ctx, `SELECT `+key+`, * FROM `+quoted(table)+` ORDER BY `+key)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	w := &walk{rows: rows, keys: strings.Count(key, ",") + 1}
	if w.columns, err = rows.Columns(); err != nil {
		return nil, errors.Join(fmt.Errorf("views: %w", err), rows.Close())
	}
	w.values, w.into = make([]any, len(w.columns)), make([]any, len(w.columns))
	for i := range w.values {
		w.into[i] = &w.values[i]
	}
	return w, nil
}

func (w *walk) next() bool {
	if !w.rows.Next() {
		w.err = w.rows.Err()
		return false
	}
	w.err = w.rows.Scan(w.into...)
	return w.err == nil
}

func (w *walk) key() string {
	parts := make([]string, w.keys)
	for i := range parts {
		parts[i] = fmt.Sprint(w.values[i])
	}
	return strings.Join(parts, "/")
}

func (w *walk) String() string { return strings.Trim(fmt.Sprint(w.values[w.keys:]), "[]") }

// compareKeys orders two rows by their first values, as SQLite does.
func compareKeys(a, b []any, n int) int {
	for i := range n {
		switch x := a[i].(type) {
		case int64:
			if y := b[i].(int64); x != y {
				if x < y {
					return -1
				}
				return 1
			}
		case string:
			if c := strings.Compare(x, b[i].(string)); c != 0 {
				return c
			}
		}
	}
	return 0
}
