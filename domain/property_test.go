package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// One amount for several assets is for all of them together.
func TestWhatADecisionAsksForAtLeast(t *testing.T) {
	r := domain.Resolution{Amount: 100, Concerns: []string{"asset-1", "asset-2", "community-1"}}
	both := []string{"asset-2", "asset-1"}
	require.NoError(t, r.AtLeast("decision-1", both, 100))
	require.Equal(t, "below_the_decision", domain.CodeOf(r.AtLeast("decision-1", both, 99)))
	require.Equal(t, "decided_together", domain.CodeOf(r.AtLeast("decision-1", both[:1], 1000)))
	r.Amount = 0
	require.NoError(t, r.AtLeast("decision-1", both[:1], 0), "no amount was decided")
}

func TestClaimsOverlap(t *testing.T) {
	claim := func(from, to int) domain.LeaseClaim {
		return domain.LeaseClaim{From: domain.NewDate(2016, 9, from), To: domain.NewDate(2016, 9, to)}
	}
	for name, c := range map[string]struct {
		a, b domain.LeaseClaim
		want bool
	}{
		"one after the other": {claim(1, 10), claim(11, 20), false},
		"a day in common":     {claim(1, 11), claim(11, 20), true},
		"within":              {claim(1, 30), claim(11, 11), true},
		"the same":            {claim(5, 5), claim(5, 5), true},
	} {
		require.Equal(t, c.want, c.a.Overlaps(c.b), name)
		require.Equal(t, c.want, c.b.Overlaps(c.a), name)
	}
}
