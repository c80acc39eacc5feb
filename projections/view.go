package projections

import (
	"database/sql/driver"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// allViews is every view. A view is one file and one line here.
var allViews = []*view{
	requestsView, placesView, mattersView, accountsView, decisionsView, importsView, countiesView, loginsView, subjectsView, reformsView,
	assetsView, tendersView, contractsView, debtsView,
	partyorgsView, activitiesView, enterprisesView, trainingsView, projectsView,
	booksView, auditsView,
}

// view defines the tables that follow from the streams of some categories. A
// stream belongs to at most one view. Whatever is changed in a definition or in
// what its functions answer takes a new version.
type view struct {
	name    string
	version int
	// categories are those of the streams that it is made of.
	categories []string
	// tables are its tables. The first has at most one row a stream, others
	// any number.
	tables []table
	// rows puts the rows that follow from the state of one stream. It is not
	// called for a stream that holds no fact.
	rows func(state any, zone *time.Location, to *rowSet)
	// sums adds one row of the first table to the view's totals, n times: 1 or
	// -1. It depends on the row alone. It is nil for a view without totals.
	sums func(r record, n int64, to tally)
}

// table is a table of a view. The engine adds what says which stream made a
// row: the whole origin to a first table, begun and a running number to any
// other. begun is the position of the stream's first event, and identifies it.
type table struct {
	name    string
	columns []column
	// indexes are lists of columns, with an optional WHERE. They are made when
	// a new file has been filled.
	indexes []string
}

// column is a column: text, or an integer, which may be null.
type column struct {
	name string
	kind columnKind
}

type columnKind string

const (
	textColumn    columnKind = "TEXT NOT NULL"
	integerColumn columnKind = "INTEGER NOT NULL"
	optionColumn  columnKind = "INTEGER" // an integer, or null for none
)

// originColumns begin every first table.
var originColumns = []column{
	{"stream", textColumn}, {"revision", integerColumn}, {"position", integerColumn},
	{"recorded_at", integerColumn}, {"corrections", integerColumn},
}

// entity is one stream and its state. There are many of them, so it is small.
type entity struct {
	route    *route
	stream   string
	begun    uint64 // position of its first event
	position uint64
	// recordedAt is in microseconds since 1970.
	recordedAt int64
	revision   int64
	// The state is packed, or as it is where its type is not packed.
	packed string
	plain  any
	newer  *entity // in the cache's order
	older  *entity

	// proposals are the rows of its corrections, nil where it never had any.
	proposals *correctionRows

	facts, corrections int32
	dirty              bool
	// stored says that the first table may have a row of it.
	stored bool
}

// folded is the state and the number of its facts, and nothing else.
func (e *entity) folded() domain.Folded {
	f := domain.Folded{State: e.plain, Facts: int(e.facts)}
	if e.plain == nil {
		f.State = e.route.packer.unpack(e.packed)
	}
	return f
}

func (e *entity) setFolded(f domain.Folded) {
	e.packed, e.plain, e.facts = "", nil, int32(f.Facts)
	if e.route.packer != nil {
		if packed, ok := e.route.packer.pack(f.State); ok {
			e.packed = packed
			return
		}
	}
	e.plain = f.State
}

// rowSet is the rows of one stream, by table. Values are int64, string or nil.
type rowSet [][][]driver.Value

func (s rowSet) reset() {
	for i := range s {
		s[i] = s[i][:0]
	}
}

// put adds a row to a table of the view, by the table's place in it.
func (s *rowSet) put(table int, values ...driver.Value) { (*s)[table] = append((*s)[table], values) }

// record is a row of a first table, by the names of its columns.
type record struct {
	at     map[string]int
	values []driver.Value
}

func (r record) text(column string) string {
	s, _ := r.values[r.at[column]].(string)
	return s
}

func (r record) integer(column string) (n int64, ok bool) {
	n, ok = r.values[r.at[column]].(int64)
	return n, ok
}

// flag is an integer column that is 0 or 1.
func (r record) flag(column string) bool {
	n, _ := r.integer(column)
	return n != 0
}

// whole is the columns of a table as they are in the file, first those that the
// engine adds.
func (v *view) whole(table int) []column {
	t := v.tables[table]
	if table == 0 {
		return append(append([]column{{"begun", integerColumn}}, originColumns...), t.columns...)
	}
	return append([]column{{"begun", integerColumn}, {"n", integerColumn}}, t.columns...)
}

func names(columns []column) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.name
	}
	return strings.Join(list, ", ")
}

// What is stored of values that are not text or integers.

func storedTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

func storedDay(d domain.Date) any {
	if d.IsZero() {
		return nil
	}
	return dayNumber(d)
}

func storedFlag(b bool) any {
	if b {
		return int64(1)
	}
	return int64(0)
}

func storedInt(n int) any { return int64(n) }
