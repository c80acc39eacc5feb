package projections_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// reporter is a test, a benchmark or a property.
type reporter interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
	Context() context.Context
}

// memoryLog is a log in memory, to be read like any other. Its positions have
// gaps, as the contract allows.
type memoryLog struct {
	mu      sync.Mutex
	records []eventstore.Recorded
	streams map[string][]int
	grown   chan struct{}
	// onStream, if set, is called when a stream is read.
	onStream func()
	// onEnd, if set, is called when a read of everything came to the end.
	onEnd func(after eventstore.Position)
}

func newLog() *memoryLog {
	return &memoryLog{streams: map[string][]int{}, grown: make(chan struct{})}
}

const positionStep = 3

// add appends an event under a real encoding, and returns its position.
func (l *memoryLog) add(t reporter, stream string, e domain.Event, at time.Time) uint64 {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.append(stream, stored(t, stream, len(l.records), e, at))
}

func (l *memoryLog) append(stream string, e eventstore.Event) uint64 {
	r := eventstore.Recorded{
		Event:    e,
		Stream:   stream,
		Revision: eventstore.Revision(len(l.streams[stream])),
		Position: eventstore.Position((len(l.records) + 1) * positionStep),
	}
	l.streams[stream] = append(l.streams[stream], len(l.records))
	l.records = append(l.records, r)
	close(l.grown)
	l.grown = make(chan struct{})
	return uint64(r.Position)
}

// stored encodes an event with real metadata.
func stored(t reporter, stream string, number int, e domain.Event, at time.Time) eventstore.Event {
	t.Helper()
	id := numbered(number)
	data, err := catalogue.Standard.Encode(e, fakeSealer{}, stream, id)
	if err != nil {
		t.Fatal(err)
	}
	meta, err := catalogue.Standard.EncodeMetadata(domain.Recorded{
		Fact:          domain.Fact{OccurredAt: at, Actor: "window-03", Role: domain.WindowClerk},
		RecordedAt:    at.Add(time.Minute),
		CommandID:     id,
		CommandDigest: id[:],
		CorrelationID: id,
		CausationID:   id,
	})
	if err != nil {
		t.Fatal(err)
	}
	return eventstore.Event{ID: id, Type: e.EventType(), Data: data, Metadata: meta}
}

func numbered(n int) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n)+1)
	id[0], id[6], id[8] = 0x5f, 0x50, 0x80
	return id
}

// fakeSealer makes envelopes of the size of real ones.
type fakeSealer struct{}

func (fakeSealer) Seal(_ domain.Place, text []byte) (domain.Envelope, error) {
	e := make([]byte, len(text)+61)
	for i := range e {
		e[i] = byte(i*7 + len(text))
	}
	return e, nil
}

func (fakeSealer) Open(domain.Place, domain.Envelope) ([]byte, error) {
	return nil, fmt.Errorf("views never open what is sealed")
}

func (fakeSealer) Fingerprint(domain.Place, []byte) ([]byte, error) {
	return nil, fmt.Errorf("views never compare what is sealed")
}

// at is a record of the log, and false past its end.
func (l *memoryLog) at(i int) (eventstore.Recorded, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i < 0 || i >= len(l.records) {
		return eventstore.Recorded{}, false
	}
	return l.records[i], true
}

func (l *memoryLog) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.records)
}

func (l *memoryLog) walk(ctx context.Context, index func(int) int) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for n := 0; ; n++ {
			if err := ctx.Err(); err != nil {
				yield(eventstore.Recorded{}, err)
				return
			}
			r, ok := l.at(index(n))
			if !ok {
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// ReadStream implements eventstore.Reader.
func (l *memoryLog) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	l.mu.Lock()
	onStream := l.onStream
	l.mu.Unlock()
	if onStream != nil {
		onStream()
	}
	return l.walk(ctx, func(n int) int {
		l.mu.Lock()
		defer l.mu.Unlock()
		if n += int(from); n >= len(l.streams[stream]) {
			return -1
		}
		return l.streams[stream][n]
	})
}

// ReadStreamBackward implements eventstore.Reader.
func (l *memoryLog) ReadStreamBackward(context.Context, string, eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	panic("views read streams forward")
}

// ReadAll implements eventstore.Reader.
func (l *memoryLog) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	all := l.walk(ctx, func(n int) int { return int(after)/positionStep + n })
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range all {
			if !yield(r, err) {
				return
			}
		}
		l.mu.Lock()
		onEnd := l.onEnd
		l.mu.Unlock()
		if onEnd != nil {
			onEnd(after)
		}
	}
}

// ReadAllBackward implements eventstore.Reader.
func (l *memoryLog) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return l.walk(ctx, func(n int) int {
		return min(l.length(), int((min(before, 1<<40)-1)/positionStep)) - 1 - n
	})
}

// Wait implements eventstore.Reader.
func (l *memoryLog) Wait(ctx context.Context, after eventstore.Position) error {
	for {
		l.mu.Lock()
		grown, n := l.grown, len(l.records)
		l.mu.Unlock()
		if n*positionStep > int(after) {
			return nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
