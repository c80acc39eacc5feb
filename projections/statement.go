package projections

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// connection is the one connection that writes to a file. It is the driver's
// own: a pool between would take as long as SQLite does to write a row.
type connection struct{ driver.Conn }

// All statements run to their end: a transaction is cut between events, never
// within one, so the context is that of the process.
var background = context.Background()

func connectDirectly(path string, pragmas []string) (connection, error) {
	name, err := dataSource(path, pragmas)
	if err != nil {
		return connection{}, err
	}
	c, err := (&sqlite.Driver{}).Open(name)
	return connection{c}, err
}

// exec runs a statement, or several without values.
func (c connection) exec(statement string, values ...driver.Value) error {
	_, err := c.Conn.(driver.ExecerContext).ExecContext(background, statement, numbered(nil, values))
	return err
}

// statement is a prepared statement.
type statement struct {
	driver.Stmt
	values []driver.NamedValue
}

func (c connection) prepare(format string, args ...any) (*statement, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(background, fmt.Sprintf(format, args...))
	if err != nil {
		return nil, err
	}
	return &statement{Stmt: s}, nil
}

// exec runs the statement. Values are int64, string or nil.
func (s *statement) exec(values ...driver.Value) error {
	s.values = numbered(s.values[:0], values)
	_, err := s.Stmt.(driver.StmtExecContext).ExecContext(background, s.values)
	return err
}

// row reads the one row that the statement gives, and reports whether there is
// one.
func (s *statement) row(into []driver.Value, values ...driver.Value) (found bool, err error) {
	s.values = numbered(s.values[:0], values)
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(background, s.values)
	if err != nil {
		return false, err
	}
	err = rows.Next(into)
	if errors.Is(err, io.EOF) {
		return false, rows.Close()
	}
	return err == nil, errors.Join(err, rows.Close())
}

func numbered(list []driver.NamedValue, values []driver.Value) []driver.NamedValue {
	for i, v := range values {
		list = append(list, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return list
}
