//go:build wholecounty

package demo_test

import (
	"crypto/sha256"
	"hash"
	"testing"

	"github.com/sunledger/sunledger/internal/demo"
	"github.com/sunledger/sunledger/internal/ledger"
)

// TestSameSeedSameWholeCounty is [TestSameSeedSameHistory] with the whole county, made
// up twice, which takes minutes: it is built with the tag wholecounty alone.
func TestSameSeedSameWholeCounty(t *testing.T) {
	one, other := wholeCounty(t), wholeCounty(t)
	compare(t, one, other)
}

func wholeCounty(t *testing.T) digests {
	l := newLedger(t)
	generate(t, l, demo.Options{Seed: 1})
	return digestsOf(t, l)
}

// digests are of what each stream is told as.
type digests struct {
	streams map[string]hash.Hash
	events  int
}

func digestsOf(t *testing.T, l *ledger.Ledger) digests {
	d := digests{streams: map[string]hash.Hash{}}
	for r, err := range l.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		h := d.streams[r.Stream]
		if h == nil {
			h = sha256.New()
			d.streams[r.Stream] = h
		}
		tell(t, l, h, r)
		d.events++
	}
	return d
}

func compare(t *testing.T, one, other digests) {
	t.Logf("%d events in %d streams, and %d in %d", one.events, len(one.streams), other.events, len(other.streams))
	if len(one.streams) != len(other.streams) || one.events != other.events {
		t.Errorf("%d events in %d streams, and %d in %d", one.events, len(one.streams), other.events, len(other.streams))
	}
	differ := 0
	for stream, h := range one.streams {
		twin := other.streams[stream]
		if twin != nil && [sha256.Size]byte(h.Sum(nil)) == [sha256.Size]byte(twin.Sum(nil)) {
			continue
		}
		if differ++; differ <= 10 {
			t.Errorf("%s is told in two ways", stream)
		}
	}
	if differ > 0 {
		t.Errorf("%d streams are told in two ways", differ)
	}
}
