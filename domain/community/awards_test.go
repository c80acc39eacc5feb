package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func signs(amount domain.Money) community.InstallSigns {
	return community.InstallSigns{Kind: community.NoticeBoards, Number: 3, Amount: amount}
}

func award(amount domain.Money) community.GrantAward {
	return community.GrantAward{Purpose: community.ForSigns, Amount: amount, By: "市委组织部", Document: "奖补1号"}
}

func TestPuttingUpSigns(t *testing.T) {
	s := registered(t)
	s.When(signs(4_000 * yuan)).Then(community.SignsInstalled{On: day("2016-09-01"), Kind: community.NoticeBoards, Number: 3, Amount: 4_000 * yuan})
	for name, c := range map[string]struct {
		code   string
		change func(*community.InstallSigns)
	}{
		"one":      {"", func(c *community.InstallSigns) { c.Number = 1 }},
		"none":     {"count_out_of_range", func(c *community.InstallSigns) { c.Number = 0 }},
		"given":    {"", func(c *community.InstallSigns) { c.Amount = 0 }},
		"less":     {"amount_out_of_range", func(c *community.InstallSigns) { c.Amount = -1 }},
		"unknown":  {"code_unknown", func(c *community.InstallSigns) { c.Kind = "flags" }},
		"tomorrow": {"not_yet", func(c *community.InstallSigns) { c.On = day("2016-09-02") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := signs(100)
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(s.When(command).Err()))
		})
	}
}

// An award is for what was done: there is none before, and all of them come to no
// more than what it cost.
func TestAwards(t *testing.T) {
	registered(t).When(award(1)).Rejected("beyond_the_cost")
	s := registered(t).When(signs(4_000 * yuan)).Accepted()
	s.When(award(4_000*yuan + 1)).Rejected("beyond_the_cost")
	s.When(award(4_000 * yuan)).Then(community.AwardGranted{
		On: day("2016-09-01"), Purpose: community.ForSigns, Amount: 4_000 * yuan, By: "市委组织部", Document: "奖补1号", Share: 10_000, Rules: "zhucheng-2015",
	})
	part := s.When(award(3_999 * yuan)).Accepted()
	part.When(award(yuan + 1)).Rejected("beyond_the_cost")
	part.When(award(yuan)).When(award(1)).Rejected("beyond_the_cost")
	part.When(award(yuan)).When(signs(1)).When(award(1)).Accepted()

	for name, c := range map[string]struct {
		code   string
		change func(*community.GrantAward)
	}{
		"nothing":                {"amount_out_of_range", func(c *community.GrantAward) { c.Amount = 0 }},
		"by nobody":              {"field_missing", func(c *community.GrantAward) { c.By = " " }},
		"no document":            {"field_missing", func(c *community.GrantAward) { c.Document = "" }},
		"unknown":                {"code_unknown", func(c *community.GrantAward) { c.Purpose = "" }},
		"tomorrow":               {"not_yet", func(c *community.GrantAward) { c.On = day("2016-09-02") }},
		"for an upgrade":         {"beyond_the_cost", func(c *community.GrantAward) { c.Purpose = community.ForUpgrade }},
		"for a platform":         {"beyond_the_cost", func(c *community.GrantAward) { c.Purpose = community.ForPlatform }},
		"for something":          {"field_missing", func(c *community.GrantAward) { c.Purpose, c.What = community.ForOther, " " }},
		"for something, as said": {"", func(c *community.GrantAward) { c.Purpose, c.What = community.ForOther, "先进社区" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := award(100 * yuan)
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(s.When(command).Err()))
		})
	}
}

// Each purpose has a cost of its own.
func TestAwardsForTheCentre(t *testing.T) {
	of := func(p community.AwardPurpose, amount domain.Money) community.GrantAward {
		c := award(amount)
		c.Purpose = p
		return c
	}
	s := opened(t).When(community.UpgradeCentre{What: "扩建", Cost: 300 * yuan, Document: "验收单"}).
		When(community.CompletePlatform{Cost: 200 * yuan, Document: "验收单"}).Accepted()
	s.When(of(community.ForUpgrade, 300*yuan+1)).Rejected("beyond_the_cost")
	s.When(of(community.ForPlatform, 200*yuan+1)).Rejected("beyond_the_cost")
	s.When(of(community.ForUpgrade, 300*yuan)).When(of(community.ForPlatform, 200*yuan)).Accepted()
}

// A record of another share than that of the rule set is refused, as is one of
// another rule set.
func TestAnAwardRecordsItsRule(t *testing.T) {
	s := registered(t).When(signs(100)).Accepted()
	e := s.When(award(100)).Events()[0].(community.AwardGranted)
	for _, change := range []func(*community.AwardGranted){
		func(e *community.AwardGranted) { e.Share++ }, func(e *community.AwardGranted) { e.Rules = "zhucheng-2025" },
	} {
		wrong := e
		change(&wrong)
		s.State(func(c community.Community) {
			act := domain.Act{OccurredAt: domaintest.At("2016-09-01").UTC(), Zone: domaintest.Zone, Rules: ruleset(t)}
			require.NoError(t, c.Judge(e, act))
			require.Equal(t, "numbers_differ", domain.CodeOf(c.Judge(wrong, act)))
		})
	}
}

// Whatever is put up and awarded, in any order: what was awarded is never more than
// what it cost, and an award is refused only where it would be.
func TestAwardsAreConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := registered(t)
		var cost, awarded domain.Money
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			amount := domain.Money(rapid.Int64Range(1, 1_000).Draw(t, "amount"))
			if rapid.Bool().Draw(t, "signs") {
				s, cost = s.When(signs(amount)).Accepted(), cost+amount
				continue
			}
			r := s.When(award(amount))
			if (r.Err() == nil) != (awarded+amount <= cost) {
				t.Fatalf("%s more of %s, %s granted: %v", amount, cost, awarded, r.Err())
			}
			if r.Err() == nil {
				s, awarded = r.Accepted(), awarded+amount
			}
		}
		s.State(func(c community.Community) {
			if of, _ := c.Cost(community.ForSigns); of != cost || c.Awarded(community.ForSigns) != awarded {
				t.Fatalf("%s of %s, want %s of %s", c.Awarded(community.ForSigns), of, awarded, cost)
			}
		})
	})
}
