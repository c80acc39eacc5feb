package projections

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// answers keeps what was read from a file of late. A statement gives the same rows
// for as long as nothing is written to the views whose tables it names, and most of
// what happens in a county changes one view. It holds rows as they were read, which
// are read-only, and no more than it may.
type answers struct {
	mu         sync.Mutex
	tables     map[string]string // the views of all tables
	named      map[string][]string
	young, old map[string]*answered // two generations
	bytes      int                  // in young
	// changed is when each view was changed, as of a position.
	position uint64
	changed  map[string]uint64
}

// answered is the rows that a statement gave, and when the views that it names had
// been changed.
type answered struct {
	rows  []row
	views []uint64
	bytes int
}

const (
	// maxAnswersBytes bounds how much a generation holds, and maxAnswerBytes one of
	// the rows of one statement.
	maxAnswersBytes = 24 << 20
	maxAnswerBytes  = 1 << 20
	// maxNamed bounds how many statements it knows the views of.
	maxNamed = 2000
)

// correctionsName stands for the tables of corrections among the names of views.
const correctionsName = "corrections"

func newAnswers(views []*view) *answers {
	a := &answers{tables: map[string]string{}, named: map[string][]string{}, young: map[string]*answered{}}
	for _, k := range correctionKeys {
		a.tables[k.table] = correctionsName
	}
	for _, w := range views {
		for _, t := range w.tables {
			a.tables[t.name] = w.name
		}
		a.tables[sumTable(w.tables[0].name)] = w.name
	}
	return a
}

// notInName reports whether a character cannot be part of the name of a table.
func notInName(c rune) bool { return (c < 'a' || c > 'z') && c != '_' }

// viewsOf are the names of the views whose tables a statement names. A column that is
// called like a table makes it one too many, never one too few. The caller holds mu.
func (a *answers) viewsOf(query string) []string {
	if names, ok := a.named[query]; ok {
		return names
	}
	names := []string{}
	for word := range strings.FieldsFuncSeq(query, notInName) {
		if name := a.tables[word]; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(a.named) >= maxNamed {
		clear(a.named)
	}
	a.named[query] = names
	return names
}

// keyOf identifies a statement with its values.
func keyOf(query string, args []any) string {
	var key strings.Builder
	key.WriteString(query)
	for _, arg := range args {
		value := fmt.Sprint(arg)
		fmt.Fprintf(&key, "\x00%T %d %s", arg, len(value), value) // a text may hold anything
	}
	return key.String()
}

// get is what a statement gave when the views that it names were as they are now, or
// nil; and how they are. The names are added to those that were read.
func (a *answers) get(key, query string, changed map[string]uint64, read map[string]bool) (*answered, []uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	names := a.viewsOf(query)
	views := make([]uint64, len(names))
	for i, name := range names {
		views[i], read[name] = changed[name], true
	}
	found := a.young[key]
	if found == nil {
		if found = a.old[key]; found != nil {
			delete(a.old, key)
			a.put(key, found)
		}
	}
	if found == nil || !slices.Equal(found.views, views) {
		return nil, views
	}
	return found, views
}

// keep keeps what a statement gave, if that is little.
func (a *answers) keep(key string, r *answered) {
	r.bytes = len(key) + 200
	for _, row := range r.rows {
		r.bytes += 24 + 16*len(row)
		for _, v := range row {
			switch v := v.(type) {
			case string:
				r.bytes += 16 + len(v)
			case int64:
				r.bytes += 8
			}
		}
		if r.bytes > maxAnswerBytes {
			return
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.put(key, r)
}

// put puts it into the young generation. The caller holds mu.
func (a *answers) put(key string, r *answered) {
	if a.bytes > maxAnswersBytes {
		a.old, a.young, a.bytes = a.young, map[string]*answered{}, 0
	}
	if before := a.young[key]; before != nil {
		a.bytes -= before.bytes
	}
	a.young[key] = r
	a.bytes += r.bytes
}

// rows are those of a statement, which nobody may change.
func (q *Query) rows(query string, args []any) ([]row, error) {
	key := keyOf(query, args)
	found, views := q.answers.get(key, query, q.changed, q.read)
	if found != nil {
		return found.rows, q.ctx.Err()
	}
	rows, err := q.ask(query, args)
	if err != nil {
		return nil, err
	}
	q.answers.keep(key, &answered{rows: rows, views: views})
	return rows, nil
}

// ask has a statement answered by the file.
func (q *Query) ask(query string, args []any) ([]row, error) {
	rows, err := q.tx.QueryContext(q.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all []row
	into := make([]any, len(columns))
	for rows.Next() {
		row := make(row, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// changedViews is when each view was changed, by its name. Of one position that is
// always the same, so that it is read once.
func (q *Query) changedViews() (map[string]uint64, error) {
	a, position := q.answers, q.checkpoint.position
	a.mu.Lock()
	known, changed := a.changed != nil && a.position == position, a.changed
	a.mu.Unlock()
	if known {
		return changed, nil
	}
	rows, err := q.ask(`SELECT view, position FROM changed`, nil)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	changed = make(map[string]uint64, len(rows))
	for _, r := range rows {
		var name string
		var at uint64
		if err := r.scan(&name, &at); err != nil {
			return nil, fmt.Errorf("views: %w", err)
		}
		changed[name] = at
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.position, a.changed = position, changed
	return changed, nil
}
