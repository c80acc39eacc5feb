package ledger_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// timedLog is a log of records that have nothing but times. Positions have
// gaps, as the contract allows.
type timedLog struct {
	eventstore.Store
	times []time.Time
	read  int
	id    string // of all events, where it is not the usual one
}

const gap = 3

func (l *timedLog) ReadStream(context.Context, string, eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		yield(eventstore.Recorded{}, eventstore.ErrNotFound)
	}
}

func (l *timedLog) ReadAll(_ context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for i := int(after) / gap; i < len(l.times); i++ {
			l.read++
			if !yield(l.record(i), nil) {
				return
			}
		}
	}
}

func (l *timedLog) record(i int) eventstore.Recorded {
	const some = "5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10"
	at := l.times[i].UTC().Format(time.RFC3339Nano)
	return eventstore.Recorded{
		Event: eventstore.Event{ID: uuid.MustParse(cmp.Or(l.id, some)), Type: "x", Metadata: fmt.Appendf(nil,
			`{"$correlationId":"%[1]s","$causationId":"%[1]s","actor":"a","role":"window-clerk","occurredAt":"2016-01-01T00:00:00Z","recordedAt":"%[2]s","commandId":"%[1]s","commandDigest":"","schema":1}`, some, at)},
		Stream: "x-1", Revision: eventstore.Revision(i), Position: eventstore.Position((i + 1) * gap),
	}
}

// slow is what PositionAt says, found the slow way.
func (l *timedLog) slow(t time.Time) uint64 {
	for i, at := range l.times {
		if at.After(t) {
			return uint64(i * gap)
		}
	}
	return uint64(len(l.times) * gap)
}

func TestPositionAt(t *testing.T) {
	begin := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		log := &timedLog{}
		l, err := ledger.Open(t.Context(), ledger.Config{Store: log, Catalogue: catalogue.Standard})
		require.NoError(t, err)
		now := begin
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			pace := rapid.IntRange(1, 50).Draw(t, "pace")
			seed := rapid.Uint32().Draw(t, "seed")
			for range rapid.SampledFrom([]int{0, 1, 7, 4095, 4096, 4097, 9000}).Draw(t, "records") {
				seed = seed*1664525 + 1013904223
				// Forward on the whole, and sometimes back.
				now = now.Add(time.Duration(int(seed>>16)%pace-pace/4) * time.Second)
				log.times = append(log.times, now)
			}
			for range rapid.IntRange(1, 8).Draw(t, "questions") {
				at := begin.Add(-time.Minute)
				if n := len(log.times); n > 0 && rapid.IntRange(0, 9).Draw(t, "before all") > 0 {
					of := rapid.IntRange(0, n-1).Draw(t, "of")
					if n > 4200 && rapid.Bool().Draw(t, "beside a mark") {
						of = 4096*rapid.IntRange(1, n/4096).Draw(t, "mark") - 1
					}
					at = log.times[of].Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "off")) * time.Second)
				}
				got, err := l.PositionAt(t.Context(), at)
				require.NoError(t, err)
				require.Equal(t, log.slow(at), got, "at %s", at)
			}
		}
	})
}

// What was passed over once is not read again.
func TestPositionAtReadsLittle(t *testing.T) {
	log := &timedLog{}
	begin := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 50_000 {
		log.times = append(log.times, begin.Add(time.Duration(i)*time.Second))
	}
	l, err := ledger.Open(t.Context(), ledger.Config{Store: log, Catalogue: catalogue.Standard})
	require.NoError(t, err)
	for _, at := range []time.Duration{49_999, 60_000, 10, 25_000, 49_998} {
		_, err := l.PositionAt(t.Context(), begin.Add(at*time.Second))
		require.NoError(t, err)
	}
	require.Less(t, log.read, 50_000+4*5000)
}

func (l *timedLog) ReadAllBackward(_ context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for i := min(len(l.times), int(before-1)/gap) - 1; i >= 0; i-- {
			if !yield(l.record(i), nil) {
				return
			}
		}
	}
}

// What one process has passed over the next need not, if the log is the same.
func TestPositionAtIsKept(t *testing.T) {
	begin := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	log := &timedLog{}
	for i := range 20_000 {
		log.times = append(log.times, begin.Add(time.Duration(i)*time.Second))
	}
	path := filepath.Join(t.TempDir(), "views", "recorded")
	ask := func(log *timedLog) (read int) {
		l, err := ledger.Open(t.Context(), ledger.Config{Store: log, Catalogue: catalogue.Standard, Recorded: path})
		require.NoError(t, err)
		before := log.read
		for _, seconds := range []time.Duration{19_500, 10, 8191, 100_000} {
			at := begin.Add(seconds * time.Second)
			got, err := l.PositionAt(t.Context(), at)
			require.NoError(t, err)
			require.Equal(t, log.slow(at), got)
		}
		return log.read - before
	}
	whole := ask(log)
	require.Less(t, ask(log), whole/2)
	kept, err := os.ReadFile(path)
	require.NoError(t, err)
	for name, spoiled := range map[string][]byte{
		"cut short": kept[:len(kept)-5], "empty": {}, "else": []byte("else\n"),
		"another time": bytes.Replace(kept, []byte("T01:"), []byte("T00:"), 1),
	} {
		require.NotEqual(t, kept, spoiled, name)
		require.NoError(t, os.WriteFile(path, spoiled, 0o600))
		require.Equal(t, whole, ask(log), "%s: read again", name)
	}
	require.Less(t, ask(log), whole/2, "and written again")

	other := &timedLog{times: log.times[:9000], id: "0d0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10"}
	ask(other) // checks what it is told
}

func TestRecordedAt(t *testing.T) {
	log := &timedLog{times: []time.Time{time.Date(2016, 9, 5, 1, 2, 3, 4000, time.UTC)}}
	canonical := log.record(0).Metadata
	at, err := catalogue.RecordedAt(canonical)
	require.NoError(t, err)
	require.Equal(t, log.times[0], at)
	// Another lawful form of the same.
	other := append([]byte("{ "), canonical[1:]...)
	at, err = catalogue.RecordedAt(other)
	require.NoError(t, err)
	require.Equal(t, log.times[0], at)
	for _, wrong := range []string{"", "{}", "null", string(canonical[:100])} {
		_, err := catalogue.RecordedAt([]byte(wrong))
		require.Error(t, err, wrong)
	}
}
