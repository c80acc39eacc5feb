package pebble

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/eventstore"
)

// Whatever was appended and forgotten meanwhile, heads either knows where a
// stream ends or says that it does not.
func TestHeadsNeverMislead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHeads(rapid.IntRange(1, 4).Draw(t, "limit"), 0)
		type lookup struct {
			stream string
			head   head
			asOf   eventstore.Position
		}
		truth := map[string]head{}
		var last eventstore.Position
		var lookups []lookup
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			stream := fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "stream"))
			if rapid.Bool().Draw(t, "append") {
				now := head{number: 1, revision: truth[stream].revision + 1, position: last + 1}
				h.put(stream, now, last)
				last++
				truth[stream] = now
			} else {
				lookups = append(lookups, lookup{stream, truth[stream], last})
			}
			if len(lookups) == 0 {
				continue
			}
			l := rapid.SampledFrom(lookups).Draw(t, "lookup")
			if got, ok := h.find(l.stream, l.head, l.asOf); ok && got != truth[l.stream] {
				t.Fatalf("stream %s: got %+v, it ends at %+v", l.stream, got, truth[l.stream])
			}
		}
	})
}
