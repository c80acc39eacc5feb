package projections

import (
	"errors"
	"fmt"
	"sync"

	"modernc.org/sqlite"
)

// emptyFiles keeps what a file is before anything is taken in, by the digest of
// its views: to make a hundred tables takes longer than to fill them for a small
// ledger.
type emptyFiles struct {
	mu       sync.Mutex
	byDigest map[string][]byte
}

// maxEmptyFiles bounds them. A process has the views of one ledger, and few zones.
const maxEmptyFiles = 8

var empties = emptyFiles{byDigest: map[string][]byte{}}

// of is the content of an empty file of some views, which nobody may change.
func (e *emptyFiles) of(c Config) ([]byte, error) {
	digest := digestOf(c)
	e.mu.Lock()
	defer e.mu.Unlock()
	if content := e.byDigest[digest]; content != nil {
		return content, nil
	}
	content, err := makeEmpty(c)
	if err != nil {
		return nil, err
	}
	if len(e.byDigest) >= maxEmptyFiles {
		clear(e.byDigest)
	}
	e.byDigest[digest] = content
	return content, nil
}

// makeEmpty makes the tables and notes of which definitions they are.
func makeEmpty(c Config) (content []byte, err error) {
	inMemory, err := (&sqlite.Driver{}).Open(":memory:")
	if err != nil {
		return nil, err
	}
	conn := connection{inMemory}
	defer func() { err = errors.Join(err, conn.Close()) }()
	statements := []string{fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), `BEGIN`, engineTables}
	for _, d := range c.views {
		statements = append(statements, tableStatements(d)...)
	}
	for _, s := range statements {
		if err := conn.exec(s); err != nil {
			return nil, err
		}
	}
	for _, d := range c.views {
		if err := conn.exec(`INSERT INTO definition (view, version, shape) VALUES (?, ?, ?)`, d.name, int64(d.version), shapeOf(d)); err != nil {
			return nil, err
		}
	}
	if err := conn.exec(`COMMIT`); err != nil {
		return nil, err
	}
	return inMemory.(interface{ Serialize() ([]byte, error) }).Serialize()
}
