package projections

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

// A packed state is the same state when it is unpacked, to the last bit.
func TestPackedStateIsTheSame(t *testing.T) {
	type inner struct {
		Day  domain.Date
		done bool
	}
	type state struct {
		Name, other string
		At          time.Time
		count       int
		inner       inner
		long        int64
	}
	p := newPacker(state{})
	rapid.Check(t, func(t *rapid.T) {
		moment := time.Time{}
		if rapid.Bool().Draw(t, "dated") {
			moment = time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()
		}
		s := state{
			rapid.String().Draw(t, "name"), rapid.String().Draw(t, "other"), moment, rapid.Int().Draw(t, "count"),
			inner{domain.Date{Year: rapid.IntRange(0, 9999).Draw(t, "year"), Month: 3, Day: 4}, rapid.Bool().Draw(t, "done")},
			rapid.Int64().Draw(t, "long"),
		}
		packed, ok := p.pack(s)
		if got := p.unpack(packed); !ok || got != any(s) {
			t.Fatalf("got %+v, %v, want %+v", got, ok, s)
		}
	})
}

func TestNotPacked(t *testing.T) {
	if newPacker(struct{ List []string }{}) != nil || newPacker(struct{ Any any }{}) != nil {
		t.Error("a type with references is packed")
	}
	if _, ok := newPacker(struct{ At time.Time }{}).pack(struct{ At time.Time }{time.Unix(1, 0)}); ok && time.Local != time.UTC {
		t.Error("a local time is packed")
	}
}
