package archive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/archive"
)

var ledgerID = uuid.MustParse("5f0c8b1e-7a34-4c55-9d21-3e0d6a5b9c77")

func newStore(t testing.TB) *pebble.Store {
	t.Helper()
	s, err := pebble.Open(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// fillUp appends events of all shapes to streams in turn, and answers with all
// that the log holds.
func fillUp(t testing.TB, s eventstore.Store, appends int) []eventstore.Recorded {
	t.Helper()
	c := rand.New(rand.NewPCG(7, 7))
	revisions := map[string]eventstore.Revision{}
	for i := range appends {
		stream := fmt.Sprintf("request-%d", c.IntN(1+appends/3))
		expected, begun := revisions[stream]
		if !begun {
			expected = eventstore.NoStream
		}
		events := make([]eventstore.Event, 1+c.IntN(4))
		for j := range events {
			events[j] = eventstore.Event{ID: uuid.NewSHA1(ledgerID, fmt.Appendf(nil, "%d/%d", i, j)), Type: "request.办结"}
			switch c.IntN(4) {
			case 0: // neither data nor metadata
			case 1:
				events[j].Data = noise(c, c.IntN(400))
			default:
				events[j].Data, events[j].Metadata = []byte(`{"on":"2016-09-09"}`), noise(c, c.IntN(200))
			}
		}
		if _, err := s.Append(t.Context(), stream, expected, events...); err != nil {
			t.Fatal(err)
		}
		revisions[stream] = expected + eventstore.Revision(len(events))
	}
	return all(t, s)
}

func noise(c *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(c.Uint32())
	}
	return b
}

// all is what a log holds, without what a store gives by itself.
func all(t rapid.TB, s eventstore.Reader) []eventstore.Recorded {
	t.Helper()
	var list []eventstore.Recorded
	for r, err := range s.ReadAll(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, plain(r))
	}
	return list
}

// count is the number of events up to a position.
func count(t testing.TB, s eventstore.Reader, position uint64) (n uint64) {
	t.Helper()
	for r, err := range s.ReadAll(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if uint64(r.Position) > position {
			break
		}
		n++
	}
	return n
}

func plain(r eventstore.Recorded) eventstore.Recorded {
	e := eventstore.Recorded{Stream: r.Stream, Revision: r.Revision}
	e.ID, e.Type = r.ID, r.Type
	e.Data, e.Metadata = append([]byte{}, r.Data...), append([]byte{}, r.Metadata...)
	return e
}

func backup(t testing.TB, s eventstore.Reader) ([]byte, archive.Summary) {
	t.Helper()
	var file bytes.Buffer
	made, err := archive.Backup(t.Context(), s, &file, archive.Options{Ledger: ledgerID})
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes(), made
}

func open(file []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }
}

func restore(t testing.TB, file []byte, into eventstore.Store) (archive.Summary, error) {
	t.Helper()
	return archive.Restore(t.Context(), open(file), into, nil)
}

func TestThereAndBack(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 200)
	// The largest record there is, and one that makes a block of its own.
	large := eventstore.Event{ID: uuid.New(), Type: "t", Data: noise(rand.New(rand.NewPCG(1, 1)), eventstore.MaxRecordBytes-1)}
	if _, err := s.Append(t.Context(), strings.Repeat("s", eventstore.MaxNameBytes), eventstore.NoStream, large); err != nil {
		t.Fatal(err)
	}
	want := all(t, s)
	file, made := backup(t, s)
	if made.Events != uint64(len(want)) || made.Bytes != int64(len(file)) || made.Ledger != ledgerID || made.Version != 1 || made.Position == 0 {
		t.Errorf("made %+v of %d events", made, len(want))
	}
	if verified, err := archive.Verify(t.Context(), bytes.NewReader(file)); err != nil || verified != made {
		t.Errorf("verified %+v, %v; made %+v", verified, err, made)
	}
	other := newStore(t)
	if restored, err := restore(t, file, other); err != nil || restored != made {
		t.Fatalf("restored %+v, %v", restored, err)
	}
	if got := all(t, other); !reflect.DeepEqual(got, want) {
		t.Fatalf("%d events came back, not as the %d were", len(got), len(want))
	}
	if again, _ := backup(t, other); !bytes.Equal(again, file) {
		t.Error("a backup of the copy is another file")
	}
}

func TestEmptyLog(t *testing.T) {
	file, made := backup(t, newStore(t))
	if made.Events != 0 || made.Position != 0 {
		t.Errorf("made %+v", made)
	}
	s := newStore(t)
	if _, err := restore(t, file, s); err != nil || len(all(t, s)) != 0 {
		t.Errorf("restored: %v", err)
	}
}

func TestHotBackupIsAPrefix(t *testing.T) {
	s := newStore(t)
	fillUp(t, s, 50)
	// Each round is written into while it is backed up, but only so much:
	// writers that run ahead would make every round longer than the one before.
	budget := make(chan struct{}, 400)
	ended := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			n := eventstore.NoStream
			for {
				select {
				case <-budget:
				case <-ended:
					return
				}
				e := eventstore.Event{ID: uuid.New(), Type: "t", Data: []byte(fmt.Sprint(w, n))}
				if _, err := s.Append(context.Background(), fmt.Sprintf("writer-%d", w), n, e); err != nil {
					t.Error(err)
					return
				}
				n++
			}
		})
	}
	defer writers.Wait()
	defer close(ended)
	var last uint64
	meanwhile := 0
	for range 20 {
		before := len(all(t, s))
		for len(budget) < cap(budget) {
			budget <- struct{}{}
		}
		file, made := backup(t, s)
		log := all(t, s)
		meanwhile += len(log) - before
		if made.Events < uint64(before) || made.Events > uint64(len(log)) || made.Events < last {
			t.Errorf("%d events; there were %d before, and %d after", made.Events, before, len(log))
		}
		if upTo := count(t, s, made.Position); upTo != made.Events {
			t.Errorf("%d events up to position %d, and %d in the archive", upTo, made.Position, made.Events)
		}
		last = made.Events
		var other memory
		if _, err := restore(t, file, &other); err != nil {
			t.Fatal(err)
		}
		if got := other.log; !reflect.DeepEqual(got, log[:len(got)]) || uint64(len(got)) != made.Events {
			t.Fatalf("%d events are no beginning of the log", len(got))
		}
	}
	if meanwhile == 0 {
		t.Error("nothing was written while a backup ran")
	}
}

func TestOnlyIntoAnEmptyLogOrABeginning(t *testing.T) {
	s := newStore(t)
	want := fillUp(t, s, 40)
	file, _ := backup(t, s)

	other := newStore(t)
	fillUp(t, other, 40)
	if _, err := other.Append(t.Context(), "later-1", eventstore.NoStream, eventstore.Event{ID: uuid.New(), Type: "t"}); err != nil {
		t.Fatal(err)
	}
	refused(t, file, other, uint64(len(want)), "later-1")

	foreign := newStore(t)
	if _, err := foreign.Append(t.Context(), "request-1", eventstore.NoStream, eventstore.Event{ID: uuid.New(), Type: "t"}); err != nil {
		t.Fatal(err)
	}
	refused(t, file, foreign, 0, "request-1")

	// One that differs in a single byte of the metadata.
	twisted := newStore(t)
	first := want[0].Event
	first.Metadata = append(first.Metadata, ' ')
	if _, err := twisted.Append(t.Context(), want[0].Stream, eventstore.NoStream, first); err != nil {
		t.Fatal(err)
	}
	refused(t, file, twisted, 0, want[0].Stream)

	// Again into the same log: all is there.
	if _, err := restore(t, file, s); err != nil || !reflect.DeepEqual(all(t, s), want) {
		t.Errorf("restored into itself: %v", err)
	}
}

func refused(t *testing.T, file []byte, into eventstore.Store, same uint64, stream string) {
	t.Helper()
	before := all(t, into)
	_, err := restore(t, file, into)
	if e, ok := errors.AsType[*archive.NotEmptyError](err); !ok || e.Events != same || e.Stream != stream {
		t.Errorf("got %v, want a refusal after %d events in %s", err, same, stream)
	}
	if !reflect.DeepEqual(all(t, into), before) {
		t.Error("the log was changed")
	}
}

func TestInterruptedRestoreGoesOn(t *testing.T) {
	s := newStore(t)
	want := fillUp(t, s, 60)
	file, made := backup(t, s)
	other := newStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := archive.Restore(ctx, open(file), other, func(done, total uint64) {
		if total != made.Events {
			t.Errorf("progress says %d in all", total)
		}
		if done > 20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	half := len(all(t, other))
	if half < 20 || half >= len(want) {
		t.Fatalf("%d events of %d are there after the interruption", half, len(want))
	}
	if _, err := restore(t, file, other); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(all(t, other), want) {
		t.Error("it went on to something else")
	}
}

// memory is a store that takes whatever is appended, at once.
type memory struct {
	eventstore.Store
	log []eventstore.Recorded
}

func (m *memory) Append(_ context.Context, stream string, expected eventstore.Revision, events ...eventstore.Event) (eventstore.Position, error) {
	for i, e := range events {
		m.log = append(m.log, plain(eventstore.Recorded{Event: e, Stream: stream, Revision: expected + 1 + eventstore.Revision(i)}))
	}
	return eventstore.Position(len(m.log)), nil
}

func (m *memory) ReadAll(context.Context, eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for i := 0; i < len(m.log); i++ { // it may grow
			r := m.log[i]
			r.Position = eventstore.Position(i + 1)
			if !yield(r, nil) {
				return
			}
		}
	}
}
