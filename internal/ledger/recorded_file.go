package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

// The file of an index begins with the digest of what follows: one line for each
// mark, with position, event and time. It can always be made again, so that what is wrong with it, or with the disk, is
// no error: it is left out, or not written.

// maxIndexFile bounds what is read: the marks of four billion records.
const maxIndexFile = 64 << 20

// load takes in what an earlier process has kept, once, if it is of this log.
func (x *recordedIndex) load(ctx context.Context, log eventstore.Reader) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.loaded || x.path == "" {
		return nil
	}
	if info, err := os.Stat(x.path); err == nil && info.Size() <= maxIndexFile {
		data, err := os.ReadFile(x.path)
		marks, sound := parseMarks(data)
		if err == nil && sound {
			of, err := isOf(ctx, log, marks[len(marks)-1])
			if err != nil {
				return err
			}
			if of {
				x.marks = marks
			}
		}
	}
	x.loaded = true
	return nil
}

// isOf reports whether a log has the event of a mark where it says.
func isOf(ctx context.Context, log eventstore.Reader, m recordedMark) (bool, error) {
	for r, err := range log.ReadAllBackward(ctx, eventstore.Position(m.position+1)) {
		return err == nil && uint64(r.Position) == m.position && r.ID == m.event, err
	}
	return false, nil
}

// parseMarks reads a file, which must be whole and in order.
func parseMarks(data []byte) (marks []recordedMark, sound bool) {
	digest, data, _ := bytes.Cut(data, []byte{'\n'})
	if len(data) == 0 || string(digest) != digestOf(data) {
		return nil, false
	}
	var last recordedMark
	for line := range bytes.Lines(data) {
		var m recordedMark
		var id, at string
		if n, err := fmt.Sscanf(string(line), "%d %s %s\n", &m.position, &id, &at); n != 3 || err != nil {
			return nil, false
		}
		var err error
		if m.event, err = uuid.Parse(id); err != nil {
			return nil, false
		}
		if m.latest, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, false
		}
		if m.position <= last.position || m.latest.Before(last.latest) {
			return nil, false
		}
		last = m
		marks = append(marks, m)
	}
	return marks, true
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// save keeps the marks for the next process.
func (x *recordedIndex) save() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.path == "" {
		return
	}
	var text bytes.Buffer
	for _, m := range x.marks {
		fmt.Fprintf(&text, "%d %s %s\n", m.position, m.event, m.latest.UTC().Format(time.RFC3339Nano))
	}
	content := append([]byte(digestOf(text.Bytes())+"\n"), text.Bytes()...)
	if os.MkdirAll(filepath.Dir(x.path), 0o750) != nil || os.WriteFile(x.path+".new", content, 0o600) != nil {
		return
	}
	if os.Rename(x.path+".new", x.path) != nil {
		_ = os.Remove(x.path + ".new")
	}
}
