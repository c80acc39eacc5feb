package pebble_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
)

// The benchmarks run on one history, made once for the process: a million
// events over 200,000 streams picked at random, each with 300 bytes of data
// and metadata as the ledger writes it.
const (
	historyEvents  = 1_000_000
	historyStreams = 200_000
)

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		child()
		return
	}
	code := m.Run()
	if history.dir != "" {
		os.RemoveAll(history.dir)
	}
	os.Exit(code)
}

// history is the log that the benchmarks share. It is closed while none runs.
var history struct {
	once sync.Once
	dir  string
	// revisions is where each stream ends, by its number.
	revisions []eventstore.Revision
}

// openHistory opens the shared log, which it makes the first time.
func openHistory(b *testing.B) *pebble.Store {
	b.Helper()
	history.once.Do(makeHistory)
	s, err := pebble.Open(filepath.Join(history.dir, "log"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	})
	return s
}

func makeHistory() {
	dir, err := os.MkdirTemp("", "sunledger-bench-")
	if err != nil {
		log.Fatal(err)
	}
	history.dir = dir
	s, err := pebble.Open(filepath.Join(dir, "log"))
	if err != nil {
		log.Fatal(err)
	}
	history.revisions = make([]eventstore.Revision, historyStreams)
	for i := range history.revisions {
		history.revisions[i] = eventstore.NoStream
	}
	// Many writers make the history fast; each has the streams of its own.
	const writers = 256
	var done sync.WaitGroup
	for w := range writers {
		done.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(w)))
			for range historyEvents / writers {
				n := w + writers*random.IntN(historyStreams/writers)
				if _, err := s.Append(context.Background(), streamName(n), history.revisions[n], benchEvent(random)); err != nil {
					log.Fatal(err)
				}
				history.revisions[n]++
			}
		})
	}
	done.Wait()
	if err := s.Close(); err != nil {
		log.Fatal(err)
	}
}

func streamName(n int) string {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], uint64(n)*0x9E3779B97F4A7C15)
	return "request-" + uuid.UUID(id).String()
}

func randomID(random *rand.Rand) uuid.UUID {
	var id uuid.UUID
	binary.LittleEndian.PutUint64(id[:], random.Uint64())
	binary.LittleEndian.PutUint64(id[8:], random.Uint64())
	return id
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"

// benchEvent is 300 bytes of JSON data, most of it as random as sealed fields
// are, and about 350 bytes of metadata.
func benchEvent(random *rand.Rand) eventstore.Event {
	data := []byte(`{"assetId":"`)
	data = append(append(data, randomID(random).String()...), `","amountFen":1250000,"sealedText":"`...)
	for len(data) < 298 {
		data = append(data, letters[random.IntN(64)])
	}
	data = append(data, `"}`...)
	metadata := fmt.Appendf(nil, `{"$correlationId":%q,"$causationId":%q,"actor":%q,"role":"windowClerk","occurredAt":"2026-03-02T09:%02d:%02dZ","recordedAt":"2026-03-02T09:%02d:%02dZ","commandId":%q,"commandDigest":"%016x%016x%016x%016x","schema":1}`,
		randomID(random), randomID(random), randomID(random), random.IntN(60), random.IntN(60), random.IntN(60), random.IntN(60), randomID(random),
		random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64())
	return eventstore.Event{ID: randomID(random), Type: "request.accepted", Data: data, Metadata: metadata}
}
