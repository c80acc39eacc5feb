package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// weighingSet has thresholds of small numbers, each another one.
func weighingSet() *Set {
	s := &Set{head: head{Name: "test"}}
	assumed := func(v domain.Money) Rule[domain.Money] { return Rule[domain.Money]{Value: v, Article: Assumed} }
	count := func(v int) Rule[int] { return Rule[int]{Value: v, Article: Assumed} }
	s.Property = Property{
		LeaseDecisionMonths: count(12), LeaseDecisionRent: assumed(100), MaxLeaseMonths: count(24), MaxLandLeaseMonths: count(36),
		AppraisalFrom: assumed(300), BiddingFrom: assumed(200), AppraisalDays: count(30),
	}
	return s
}

func TestWeighing(t *testing.T) {
	s := weighingSet()
	from := domain.NewDate(2016, 9, 1)
	lease := func(days int, rent domain.Money) Weighing { return s.WeighLease(from, from.AddDays(days), rent, false) }
	for name, c := range map[string]struct {
		w                            Weighing
		decision, appraisal, bidding bool
	}{
		"a year":                       {lease(364, 99), false, false, false},
		"a year and a day":             {lease(365, 99), true, false, false},
		"rent of a decision":           {lease(0, 100), true, false, false},
		"rent below bidding":           {lease(0, 199), true, false, false},
		"rent of a bidding":            {lease(0, 200), true, false, true},
		"rent below an appraisal":      {lease(0, 299), true, false, true},
		"rent of an appraisal":         {lease(0, 300), true, true, true},
		"sale":                         {s.WeighSale(1, 1), true, false, false},
		"sale below its value":         {s.WeighSale(1, 300), true, true, true},
		"sale above its value":         {s.WeighSale(200, 1), true, false, true},
		"transfer":                     {s.WeighTransfer(299), true, false, false},
		"transfer of great value":      {s.WeighTransfer(300), true, true, false},
		"spending":                     {s.WeighSpending(199), false, false, false},
		"spending that is put to bids": {s.WeighSpending(200), true, false, true},
	} {
		require.Equal(t, [3]bool{c.decision, c.appraisal, c.bidding}, [3]bool{c.w.NeedsDecision, c.w.NeedsAppraisal, c.w.NeedsBidding}, name)
		require.Equal(t, "test", c.w.Rules, name)
	}
	require.Equal(t, 13, lease(365, 1).Months)
	require.Equal(t, 24, lease(0, 1).MaxMonths)
	require.Equal(t, 36, s.WeighLease(from, from, 1, true).MaxMonths)
}

func TestAllow(t *testing.T) {
	s := weighingSet()
	from := domain.NewDate(2016, 9, 1)
	for name, c := range map[string]struct {
		w                Weighing
		resources        bool
		decision, tender string
		code, about      string
	}{
		"longest":              {s.WeighLease(from, domain.NewDate(2018, 8, 31), 1, false), false, "d", "", "", ""},
		"a day too long":       {s.WeighLease(from, domain.NewDate(2018, 9, 1), 1, false), false, "d", "", "lease_too_long", "25 months"},
		"resources":            {s.WeighLease(from, domain.NewDate(2019, 8, 31), 1, true), true, "d", "", "", ""},
		"resources, too long":  {s.WeighLease(from, domain.NewDate(2019, 9, 1), 1, true), true, "d", "", "lease_too_long", "37 months"},
		"long, undecided":      {s.WeighLease(from, domain.NewDate(2017, 9, 1), 1, false), false, "", "", "decision_missing", "13 months"},
		"dear, undecided":      {s.WeighLease(from, from, 100, false), false, "", "", "decision_missing", "1.00 yuan"},
		"sale, undecided":      {s.WeighSale(1, 1), false, "", "", "decision_missing", "decision-<id>"},
		"spending, undecided":  {s.WeighSpending(200), false, "", "", "decision_missing", "2.00 yuan"},
		"spending, not bid":    {s.WeighSpending(200), false, "d", "", "bidding_missing", "tender-<id>"},
		"spending, bid":        {s.WeighSpending(200), false, "d", "t", "", ""},
		"spending, below both": {s.WeighSpending(199), false, "", "", "", ""},
	} {
		err := s.Allow(c.w, c.resources, c.decision, c.tender)
		require.Equal(t, c.code, domain.CodeOf(err), "%s: %v", name, err)
		if c.code != "" {
			require.ErrorContains(t, err, c.about, name)
			require.NotContains(t, err.Error(), "%!", name)
		}
	}
}

func TestAppraised(t *testing.T) {
	s := weighingSet()
	w := s.WeighTransfer(300)
	day := domain.NewDate(2016, 9, 30)
	old, next := domain.Appraisal{On: domain.NewDate(2016, 8, 31), Value: 1}, domain.Appraisal{On: domain.NewDate(2016, 9, 15), Value: 2}
	got, err := s.Appraised(w, "asset-1", []domain.Appraisal{old}, day)
	require.NoError(t, err, "thirty days old")
	require.Equal(t, old, got)
	_, err = s.Appraised(w, "asset-1", []domain.Appraisal{old}, day.AddDays(1))
	require.Equal(t, "appraisal_too_old", domain.CodeOf(err))
	got, err = s.Appraised(w, "asset-1", []domain.Appraisal{next, old}, day)
	require.NoError(t, err)
	require.Equal(t, next, got, "the latest by its own day, whenever it was recorded")
	_, err = s.Appraised(w, "asset-1", []domain.Appraisal{{On: day.AddDays(1), Value: 3}}, day)
	require.Equal(t, "appraisal_missing", domain.CodeOf(err), "one of tomorrow")
	got, err = s.Appraised(s.WeighTransfer(299), "asset-1", []domain.Appraisal{old}, day)
	require.NoError(t, err)
	require.Zero(t, got, "none is needed, and none is named")
}
