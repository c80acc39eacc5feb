package asset_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

// lease is a contract that lets the asset for a year from 1 September 2016, below
// every threshold.
func lease() domain.ContractTerms {
	return domain.ContractTerms{
		Owner: owner, Kind: domain.LeaseContract, Assets: []string{"asset-1"}, Signed: day("2016-08-20"),
		From: day("2016-09-01"), To: day("2017-08-31"), Total: 9_999*yuan + 99,
	}
}

var claim = asset.Lease{Contract: "contract-1"}

func TestLeasing(t *testing.T) {
	s := registered(t).Evidence("contract-1", lease())
	let := s.When(at("2016-08-25"), claim).Then(asset.Leased{
		Contract: "contract-1", From: day("2016-09-01"), To: day("2017-08-31"), Rent: 999_999,
		Judged: rules.Weighing{
			Value: 999_999, Months: 12, MaxMonths: 240, DecisionMonths: 12, DecisionFrom: 1_000_000,
			AppraisalFrom: 10_000_000, BiddingFrom: 5_000_000, Rules: "zhucheng-2015",
		},
	})
	let.When(claim).Rejected("already_claimed")
	let.State(func(a asset.Asset) {
		for on, want := range map[string]bool{"2016-08-31": false, "2016-09-01": true, "2017-08-31": true, "2017-09-01": false} {
			if _, got := a.LetOn(day(on)); got != want {
				t.Errorf("let on %s: %t", on, got)
			}
		}
	})
	for name, c := range map[string]struct {
		code   string
		change func(*domain.ContractTerms)
	}{
		"a sale":                 {"contract_of_another_kind", func(c *domain.ContractTerms) { c.Kind = domain.SaleContract }},
		"of another":             {"contract_not_about_it", func(c *domain.ContractTerms) { c.Owner = other }},
		"about another":          {"contract_not_about_it", func(c *domain.ContractTerms) { c.Assets = []string{"asset-2"} }},
		"ended":                  {"contract_ended", func(c *domain.ContractTerms) { c.Ended = day("2016-08-22") }},
		"a fen more, undecided":  {"decision_missing", func(c *domain.ContractTerms) { c.Total++ }},
		"a fen more, decided":    {"", func(c *domain.ContractTerms) { c.Total++; c.Decision = "decision-1" }},
		"a day more, undecided":  {"decision_missing", func(c *domain.ContractTerms) { c.To = day("2017-09-01") }},
		"a day more, decided":    {"", func(c *domain.ContractTerms) { c.To = day("2017-09-01"); c.Decision = "decision-1" }},
		"twenty years":           {"", func(c *domain.ContractTerms) { c.To = day("2036-08-31"); c.Decision = "decision-1" }},
		"twenty years and a day": {"lease_too_long", func(c *domain.ContractTerms) { c.To = day("2036-09-01"); c.Decision = "decision-1" }},
		"a fen below bidding":    {"", func(c *domain.ContractTerms) { c.Total = 4_999_999; c.Decision = "decision-1" }},
		"bidding":                {"bidding_missing", func(c *domain.ContractTerms) { c.Total = 5_000_000; c.Decision = "decision-1" }},
		"bid for":                {"", func(c *domain.ContractTerms) { c.Total = 9_999_999; c.Decision, c.Tender = "decision-1", "tender-1" }},
		"not appraised":          {"appraisal_missing", func(c *domain.ContractTerms) { c.Total = 10_000_000; c.Decision, c.Tender = "decision-1", "tender-1" }},
	} {
		t.Run(name, func(t *testing.T) {
			terms := lease()
			c.change(&terms)
			r := registered(t).Evidence("contract-1", terms).When(at("2016-08-25"), claim)
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	registered(t).When(claim).Rejected("no_such_evidence")
	registered(t).When(asset.Lease{Contract: "lease 1"}).Rejected("not_a_contract")
	s.When(at("2016-08-21"), asset.Damage{On: day("2016-08-21"), Condition: asset.IsLost, What: "倒塌"}).When(at("2016-08-25"), claim).Rejected("lost")
}

// Resources may be let for longer.
func TestLeasingLand(t *testing.T) {
	land := workshop()
	land.Class, land.Kind, land.Unit = domain.ResourceAsset, domain.Land, domain.CentiMu
	terms := lease()
	terms.Decision, terms.To = "decision-1", day("2086-08-31")
	s := empty(t).When(at("2016-01-10"), land).Accepted()
	s.Evidence("contract-1", terms).When(at("2016-08-25"), claim).Accepted()
	terms.To = day("2086-09-01")
	s.Evidence("contract-1", terms).When(at("2016-08-25"), claim).Rejected("lease_too_long")
}

// An appraisal may be used for 365 days, counted to the day of signing.
func TestAppraisalOfALease(t *testing.T) {
	terms := lease()
	terms.Total, terms.Decision, terms.Tender = 100_000*yuan, "decision-1", "tender-1"
	s := registered(t).Evidence("contract-1", terms)
	for on, code := range map[string]string{"2015-08-21": "", "2015-08-20": "appraisal_too_old", "2016-08-20": "", "2016-08-21": "appraisal_missing"} {
		r := s.When(at("2016-08-24"), asset.Appraise{On: day(on), Value: 200_000 * yuan, Appraiser: "正信评估", Report: "1"}).When(at("2016-08-25"), claim)
		if code == "" {
			r.Accepted()
		} else {
			r.Rejected(code)
		}
	}
}

func TestLeasesNeverOverlap(t *testing.T) {
	second := lease()
	s := registered(t).Evidence("contract-1", lease()).When(at("2016-08-25"), claim).Accepted()
	for period, code := range map[[2]string]string{
		{"2016-03-01", "2016-08-31"}: "",               // until the day before
		{"2016-03-01", "2016-09-01"}: "leases_overlap", // one day in common
		{"2017-08-31", "2018-03-01"}: "leases_overlap",
		{"2017-09-01", "2018-03-01"}: "",
		{"2017-01-01", "2017-01-01"}: "leases_overlap",
	} {
		second.From, second.To = day(period[0]), day(period[1])
		r := s.Evidence("contract-2", second).When(asset.Lease{Contract: "contract-2"})
		if code == "" {
			r.Accepted()
		} else {
			r.Rejected(code)
		}
	}
}

func TestEndingALease(t *testing.T) {
	ended := lease()
	ended.Ended, ended.Why = day("2017-02-28"), domain.EndAgreed
	end := asset.EndLease{Contract: "contract-1"}
	s := registered(t).Evidence("contract-1", lease()).When(at("2016-08-25"), claim).Accepted()
	s.When(end).Rejected("contract_not_ended")
	s.Evidence("contract-2", ended).When(asset.EndLease{Contract: "contract-2"}).Rejected("not_leased")
	over := s.Evidence("contract-1", ended).When(at("2017-02-28"), end).
		Then(asset.LeaseEnded{Contract: "contract-1", On: day("2017-02-28"), Reason: domain.EndAgreed})
	over.When(end).Rejected("lease_ended")
	over.Evidence("contract-1", lease()).When(claim).Rejected("lease_ended")
	next := lease()
	next.From = day("2017-02-28")
	over.Evidence("contract-2", next).When(asset.Lease{Contract: "contract-2"}).Rejected("leases_overlap")
	next.From = day("2017-03-01")
	over.Evidence("contract-2", next).When(asset.Lease{Contract: "contract-2"}).Accepted()

	// One that ended before it began claims no day.
	ended.Ended = day("2016-08-27")
	s.Evidence("contract-1", ended).When(at("2016-08-28"), end).State(func(a asset.Asset) {
		if claims := a.Offers().(domain.CollectiveAsset).Leases; len(claims) != 0 {
			t.Errorf("claims %v", claims)
		}
	}).Evidence("contract-2", lease()).When(asset.Lease{Contract: "contract-2"}).Accepted()
}

// A decision lets an asset once, save by a lease that ended before it began.
func TestADecisionLetsOnce(t *testing.T) {
	first, next := lease(), lease()
	first.Decision, next.Decision = "decision-1", "decision-1"
	next.From, next.To = day("2017-09-01"), day("2018-08-31")
	s := registered(t).Evidence("contract-1", first).Evidence("contract-2", next).When(at("2016-08-25"), claim).Accepted()
	second := asset.Lease{Contract: "contract-2"}
	s.When(second).Rejected("decision_used")
	other := next
	other.Decision = "decision-2"
	s.Evidence("contract-2", other).When(second).Accepted()
	first.Ended, first.Why = day("2016-09-01"), domain.EndAgreed
	s.Evidence("contract-1", first).When(at("2016-09-02"), asset.EndLease{Contract: "contract-1"}).When(second).Rejected("decision_used")
	first.Ended = day("2016-08-31")
	s.Evidence("contract-1", first).When(at("2016-09-02"), asset.EndLease{Contract: "contract-1"}).When(second).Accepted()
}

// An amended contract claims its new period in the place of the old one.
func TestClaimingAnew(t *testing.T) {
	longer := lease()
	longer.To, longer.Decision = day("2018-08-31"), "decision-2"
	s := registered(t).Evidence("contract-1", lease()).When(at("2016-08-25"), claim).Accepted()
	s.Evidence("contract-1", longer).When(at("2017-08-01"), claim).State(func(a asset.Asset) {
		want := []domain.LeaseClaim{{Contract: "contract-1", From: day("2016-09-01"), To: day("2018-08-31"), Rent: longer.Total, Decision: "decision-2"}}
		if got := a.Offers().(domain.CollectiveAsset).Leases; !slices.Equal(got, want) {
			t.Errorf("claims %v", got)
		}
	})
	next := lease()
	next.From, next.To = day("2018-01-01"), day("2018-06-30")
	s.Evidence("contract-2", next).When(asset.Lease{Contract: "contract-2"}).Accepted().
		Evidence("contract-1", longer).When(at("2017-08-01"), claim).Rejected("leases_overlap")
}

// The model of leases is a calendar: for each day the contract that lets it.
func TestLeasesAreACalendar(t *testing.T) {
	const days = 60
	first := domain.NewDate(2016, 9, 1)
	contracts := []string{"contract-1", "contract-2", "contract-3", "contract-4"}
	rapid.Check(t, func(t *rapid.T) {
		s := registered(t)
		let := make([]string, days)
		over := map[string]bool{}
		terms := map[string]domain.ContractTerms{}
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			name := rapid.SampledFrom(contracts).Draw(t, "contract")
			if old, claimed := terms[name]; claimed && !over[name] && rapid.Bool().Draw(t, "end") {
				last := rapid.IntRange(-1, days-1).Draw(t, "last")
				old.Ended, old.Why = first.AddDays(last), domain.EndAgreed
				r := s.Evidence(name, old).When(at("2016-08-25"), asset.EndLease{Contract: name})
				if old.Ended.After(old.To) {
					r.Rejected("ends_later")
					continue
				}
				s, over[name] = r.Accepted(), true
				for i := max(0, last+1); i < days; i++ {
					if let[i] == name {
						let[i] = ""
					}
				}
				continue
			}
			from := rapid.IntRange(0, days-1).Draw(t, "from")
			to := rapid.IntRange(from, days-1).Draw(t, "to")
			wanted := lease()
			wanted.From, wanted.To = first.AddDays(from), first.AddDays(to)
			free := !over[name] && !slices.ContainsFunc(let[from:to+1], func(by string) bool { return by != "" && by != name })
			r := s.Evidence(name, wanted).When(at("2016-08-25"), asset.Lease{Contract: name})
			if same := terms[name]; same.From == wanted.From && same.To == wanted.To {
				free = false
			}
			if (r.Err() == nil) != free {
				t.Fatalf("%s from %s to %s: %v, want it free: %t\n%v", name, wanted.From, wanted.To, r.Err(), free, let)
			}
			if !free {
				continue
			}
			s, terms[name] = r.Accepted(), wanted
			for i := range let {
				switch {
				case i >= from && i <= to:
					let[i] = name
				case let[i] == name:
					let[i] = ""
				}
			}
		}
		s.State(func(a asset.Asset) {
			for i, want := range let {
				if got, _ := a.LetOn(first.AddDays(i)); got.Contract != want {
					t.Fatalf("%s: let by %q, want %q", first.AddDays(i), got.Contract, want)
				}
			}
		})
		domaintest.CheckFold(t, assets, s.Facts()...)
	})
}
