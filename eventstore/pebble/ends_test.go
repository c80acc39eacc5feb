package pebble

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/eventstore"
)

// Whatever was appended, looked up and forgotten meanwhile, ends either knows
// where a stream ends or says that it does not.
func TestEndsNeverMislead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnds(rapid.IntRange(1, 4).Draw(t, "limit"), 0)
		type lookup struct {
			stream string
			head   head
			asOf   eventstore.Position
		}
		truth := map[string]head{}
		var last eventstore.Position
		var lookups []lookup
		stream := func() string { return fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "stream")) }
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0: // a commit to some streams
				moved := map[string]head{}
				for range rapid.IntRange(1, 3).Draw(t, "streams") {
					s := stream()
					last++
					truth[s] = head{number: 1, revision: truth[s].revision + 1, position: last}
					moved[s] = truth[s]
				}
				e.moved(moved, last)
			case 1: // somebody looks into the engine
				s := stream()
				lookups = append(lookups, lookup{s, truth[s], last})
			case 2: // and tells of it, at once or later
				if len(lookups) > 0 {
					l := rapid.SampledFrom(lookups).Draw(t, "lookup")
					e.found(l.stream, l.head, l.asOf)
				}
			}
			s := stream()
			if got, ok := e.of(s); ok && got != truth[s] {
				t.Fatalf("stream %s: got %+v, it ends at %+v", s, got, truth[s])
			}
		}
	})
}
