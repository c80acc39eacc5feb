package projections

import (
	"fmt"
	"strings"
)

// What the engine keeps in a file beside the tables of the views.
const engineTables = `
CREATE TABLE checkpoint (
	one         INTEGER PRIMARY KEY CHECK (one = 1),
	position    INTEGER NOT NULL, -- of the last event taken in
	event       TEXT NOT NULL,    -- its id
	recorded_at INTEGER NOT NULL, -- microseconds since 1970
	events      INTEGER NOT NULL  -- how many were taken in
) STRICT;
CREATE TABLE definition (
	view    TEXT PRIMARY KEY,
	version INTEGER NOT NULL,
	shape   TEXT NOT NULL -- its tables
) STRICT;
CREATE TABLE changed (
	view     TEXT PRIMARY KEY,
	position INTEGER NOT NULL -- at which a transaction last wrote to its tables
) STRICT, WITHOUT ROWID;
` + correctionTables + `
`

// applicationID marks a file as views, in the header: "SLVW".
const applicationID = 0x534C5657

// tableStatements make the tables of a view.
func tableStatements(w *view) []string {
	var all []string
	for i, t := range w.tables {
		var columns []string
		for _, c := range w.whole(i)[1:] {
			columns = append(columns, c.name+" "+string(c.kind))
		}
		list := strings.Join(columns, ", ")
		if i == 0 {
			all = append(all, fmt.Sprintf("CREATE TABLE %s (begun INTEGER PRIMARY KEY, %s) STRICT", quoted(t.name), list))
		} else {
			all = append(all, fmt.Sprintf("CREATE TABLE %s (begun INTEGER NOT NULL, %s, PRIMARY KEY (begun, n)) STRICT, WITHOUT ROWID", quoted(t.name), list))
		}
	}
	if w.sums != nil {
		all = append(all, fmt.Sprintf(`CREATE TABLE %s (measure TEXT NOT NULL, dimension TEXT NOT NULL, key TEXT NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL,
			PRIMARY KEY (measure, dimension, key, bucket)) STRICT, WITHOUT ROWID`, sumTable(w.tables[0].name)))
	}
	return all
}

// indexStatements make the indexes of a view.
func indexStatements(w *view) []string {
	var all []string
	for i, t := range w.tables {
		if i == 0 {
			all = append(all, fmt.Sprintf("CREATE UNIQUE INDEX %s_stream ON %s (stream)", t.name, quoted(t.name)))
		}
		for n, index := range t.indexes {
			columns, where, partial := strings.Cut(index, " WHERE ")
			statement := fmt.Sprintf("CREATE INDEX %s_%d ON %s (%s)", t.name, n, quoted(t.name), columns)
			if partial {
				statement += " WHERE " + where
			}
			all = append(all, statement)
		}
	}
	return all
}

// sumTable is the table of a view's totals, by the name of its first table.
func sumTable(table string) string { return table + "_sum" }

func quoted(name string) string { return `"` + name + `"` }
