package domain_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
)

// What is recorded of corrections is shown whatever the time as of which the
// facts are: it speaks of those that were before.
func TestShows(t *testing.T) {
	fact := domain.Recorded{Fact: domain.Fact{Event: noted{"a"}, OccurredAt: day(3)}, Position: 30}
	correction := fact
	correction.Event = domain.CorrectionApproved{Proposal: 1}
	for _, c := range []struct {
		asOf             domain.AsOf
		fact, correction bool
	}{
		{domain.AsOf{}, true, true},
		{domain.KnownAt(30), true, true},
		{domain.KnownAt(29), false, false},
		{domain.AsOf{Stood: day(3)}, true, true},
		{domain.AsOf{Stood: day(3).Add(-1)}, false, true},
		{domain.AsOf{Known: known(29), Stood: day(3)}, false, false},
	} {
		if got := c.asOf.Shows(fact); got != c.fact {
			t.Errorf("%+v shows the fact: %t", c.asOf, got)
		}
		if got := c.asOf.Shows(correction); got != c.correction {
			t.Errorf("%+v shows the correction: %t", c.asOf, got)
		}
	}
}
