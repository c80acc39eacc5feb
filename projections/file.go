package projections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/sunledger/sunledger/eventstore"
)

// file is a finished file that is open for reading. Views.mu guards refs and
// retired.
type file struct {
	path    string
	pool    *sql.DB
	answers *answers
	refs    int
	retired bool // closed and removed once nobody reads it
	delete  bool
}

// checkpoint is how far a file has come.
type checkpoint struct {
	position   uint64
	event      uuid.UUID
	recordedAt int64 // microseconds since 1970
	events     uint64
}

// Pragmas of the ways in which a file is used. It can always be filled again,
// so nothing waits for the disk but a checkpoint of the write-ahead log.
var (
	readPragmas  = []string{"query_only(1)", "cache_size(-4000)", "busy_timeout(10000)"}
	writePragmas = []string{"journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-16000)", "busy_timeout(10000)"}
	// A file that is being filled is thrown away after a crash.
	fillPragmas = []string{"journal_mode(OFF)", "synchronous(OFF)", "locking_mode(EXCLUSIVE)", "cache_size(-12000)"}
)

// connect makes a pool of connections to an existing file.
func connect(path string, connections int, pragmas []string) (*sql.DB, error) {
	name, err := dataSource(path, pragmas)
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool, nil
}

// dataSource is the driver's name for an existing file.
func dataSource(path string, pragmas []string) (string, error) {
	path, err := filepath.Abs(path)
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: url.Values{
		"mode":    {"rw"},
		"_pragma": pragmas,
	}.Encode()}
	return name.String(), err
}

// createFile makes a new file that only its owner may read. It is not yet synced.
func createFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

// openFile opens a finished file for reading.
func openFile(path string, c Config) (*file, error) {
	pool, err := connect(path, c.Readers, readPragmas)
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	return &file{path: path, pool: pool, answers: newAnswers(c.views)}, nil
}

// querier is a transaction, a connection or a pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readCheckpoint(ctx context.Context, q querier) (c checkpoint, err error) {
	err = q.QueryRowContext(ctx, `SELECT position, event, recorded_at, events FROM checkpoint`).
		Scan(&c.position, &c.event, &c.recordedAt, &c.events)
	if err != nil {
		return c, fmt.Errorf("views: %w", err)
	}
	return c, nil
}

// unsoundError says why a file cannot be served.
type unsoundError struct {
	path   string
	reason string
}

func (e *unsoundError) Error() string { return fmt.Sprintf("%s: %s", e.path, e.reason) }

// check says whether a file is sound, has tables that the queries of these
// views can read, and is of this log; and whether its rows are those of these
// definitions, so that it can be gone on with. Its error is an unsoundError
// where it can never be served.
func (f *file) check(ctx context.Context, c Config) (at checkpoint, mine bool, err error) {
	unsound := func(format string, args ...any) error { return &unsoundError{f.path, fmt.Sprintf(format, args...)} }
	var application int
	if err := f.pool.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&application); err != nil {
		return at, false, unsound("%v", err)
	}
	if application != applicationID {
		return at, false, unsound("it is no file of views")
	}
	var verdict string
	if err := f.pool.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return at, false, unsound("%s %v", verdict, err)
	}
	mine, err = sameDefinitions(ctx, f.pool, c.views)
	if err != nil {
		return at, false, unsound("%v", err)
	}
	if at, err = readCheckpoint(ctx, f.pool); err != nil {
		return at, false, unsound("%v", err)
	}
	if err := f.pool.QueryRowContext(ctx, `SELECT COUNT(*) FROM changed`).Scan(new(int)); err != nil {
		return at, false, unsound("%v", err)
	}
	of, err := isOf(ctx, c.Store, at)
	if err == nil && !of {
		err = unsound("it was made from another log: this one has another event, or none, at position %d", at.position)
	}
	return at, mine, err
}

// sameDefinitions compares the definitions in a file with the given ones. It is
// an error where the tables differ.
func sameDefinitions(ctx context.Context, q querier, views []*view) (same bool, err error) {
	same = true
	for _, w := range views {
		var version int
		var shape string
		err := q.QueryRowContext(ctx, `SELECT version, shape FROM definition WHERE view = ?`, w.name).Scan(&version, &shape)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return false, fmt.Errorf("it has no view %s", w.name)
		case err != nil:
			return false, err
		case shape != shapeOf(w):
			return false, fmt.Errorf("the tables of view %s are other ones now", w.name)
		}
		same = same && version == w.version
	}
	return same, nil
}

// isOf reports whether a log has the event of a checkpoint where it says.
func isOf(ctx context.Context, log eventstore.Reader, at checkpoint) (bool, error) {
	if at.position == 0 {
		return true, nil
	}
	for r, err := range log.ReadAllBackward(ctx, eventstore.Position(at.position+1)) {
		if err != nil {
			return false, fmt.Errorf("views: %w", err)
		}
		return uint64(r.Position) == at.position && r.ID == at.event, nil
	}
	return false, nil
}

// isDamage reports whether an error says that a file is not what was written.
func isDamage(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code()&0xff == sqlite3.SQLITE_CORRUPT || e.Code()&0xff == sqlite3.SQLITE_NOTADB)
}
