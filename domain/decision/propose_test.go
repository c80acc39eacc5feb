package decision_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

func TestProposal(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*decision.Propose)
		code   string
	}{
		"no title":             {func(c *decision.Propose) { c.Title = " " }, "field_missing"},
		"kind":                 {func(c *decision.Propose) { c.Kind = "war" }, "code_unknown"},
		"source":               {func(c *decision.Propose) { c.Source = "" }, "code_unknown"},
		"negative amount":      {func(c *decision.Propose) { c.Amount = -1 }, "amount_negative"},
		"no amount":            {func(c *decision.Propose) { c.Amount = 0 }, ""},
		"what it concerns":     {func(c *decision.Propose) { c.Concerns = []string{"asset 7"} }, "concern_invalid"},
		"named twice":          {func(c *decision.Propose) { c.Concerns = []string{"asset-7", "asset-8", "asset-7"} }, "concern_twice"},
		"nothing":              {func(c *decision.Propose) { c.Concerns = nil }, ""},
		"no owner":             {func(c *decision.Propose) { c.Owner = "" }, "owner_unfit"},
		"a town":               {func(c *decision.Propose) { c.Owner = "town-xz" }, "owner_unfit"},
		"an owner of no name":  {func(c *decision.Propose) { c.Owner = "village-" }, "owner_unfit"},
		"not on record":        {func(c *decision.Propose) { c.Owner = "community-other" }, "no_such_evidence"},
		"another meeting":      {func(c *decision.Propose) { c.Meeting = domain.GroupMeeting }, "meeting_unfit"},
		"no such meeting":      {func(c *decision.Propose) { c.Meeting = "market" }, "meeting_unfit"},
		"the usual meeting":    {func(c *decision.Propose) { c.Meeting = "" }, ""},
		"a needless authority": {func(c *decision.Propose) { c.Delegation = "decision-d" }, "delegation_not_needed"},
	} {
		t.Run(name, func(t *testing.T) {
			command := works
			c.change(&command)
			if r := county(t).When(command); c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	if (decision.Decision{}).Offers() != nil {
		t.Error("a decision that was not proposed offers something")
	}
	// A community offers its name alone where it has nothing to decide with.
	county(t).Evidence(lianchi, domain.PlaceName{ID: "lc"}).When(works).Rejected("no_such_evidence")
	// Before the first rule set, nothing is decided by one.
	county(t).When(at("2009-01-01"), works).Rejected("no_rules_in_force")
}

// A set that is loaded has a way for every kind; one that had none would decide
// nothing.
func TestNoProcedureForTheKind(t *testing.T) {
	set := domaintest.RuleSet(t, "zhucheng-2015")
	without := *set
	without.Decisions.VillageMatters.Value = rules.Routes{{
		Kinds: rules.Kinds{domain.Leasing}, Procedure: domain.FourDiscussions, Meetings: []domain.Meeting{domain.VillagersMeeting},
	}}
	county(t).Rules(&without).When(works).Rejected("no_procedure")
	county(t).Rules(&without).When(lease(lianchi)).Accepted()
}

// delegation is a resolution of the villagers' meeting that lets the
// representatives resolve what is reserved to it.
func delegation() domain.Resolution {
	return domain.Resolution{
		Owner: lianchi, Kind: domain.Delegation, Adopted: day("2016-03-01"), Disclosed: day("2016-03-02"), Binds: day("2016-03-12"),
	}
}

// Leasing is reserved to the villagers. Up to 500,000 yuan they may leave it to
// their representatives.
func TestWhatIsReservedToTheVillagers(t *testing.T) {
	c := lease(lianchi)
	c.Amount = 500000 * domain.Yuan
	county(t).When(c).State(func(d decision.Decision) {
		if d.Meeting != domain.VillagersMeeting {
			t.Errorf("the usual meeting is %s", d.Meeting)
		}
	})
	c.Meeting = domain.RepresentativesMeeting
	county(t).When(c).Rejected("reserved_to_the_villagers")
	c.Meeting, c.Delegation = "", "decision-d"
	s := county(t).Evidence("decision-d", delegation())
	s.When(c).State(func(d decision.Decision) {
		if d.Meeting != domain.RepresentativesMeeting || d.Delegation != "decision-d" || d.DelegatedUpTo != 500000*domain.Yuan || d.Offers().(domain.Resolution).DelegatedUpTo != d.DelegatedUpTo {
			t.Errorf("resolved by %s, delegated by %q", d.Meeting, d.Delegation)
		}
	})
	county(t).When(c).Rejected("no_such_evidence")
	less := delegation()
	less.Amount, c.Amount = 80000*domain.Yuan, 1
	county(t).Evidence("decision-d", less).When(c).State(func(d decision.Decision) {
		if d.DelegatedUpTo != less.Amount {
			t.Errorf("%s delegated", d.DelegatedUpTo)
		}
	})
	less.Amount = 500001 * domain.Yuan // more than may be delegated
	county(t).Evidence("decision-d", less).When(c).State(func(d decision.Decision) {
		if d.DelegatedUpTo != 500000*domain.Yuan {
			t.Errorf("%s delegated", d.DelegatedUpTo)
		}
	})
	c.Amount = 500000 * domain.Yuan

	for name, x := range map[string]struct {
		command func(*decision.Propose)
		given   func(*domain.Resolution)
		code    string
	}{
		"a fen more":                 {func(c *decision.Propose) { c.Amount++ }, nil, "beyond_delegation"},
		"no amount":                  {func(c *decision.Propose) { c.Amount = 0 }, nil, "amount_missing"},
		"to the villagers after all": {func(c *decision.Propose) { c.Meeting = domain.VillagersMeeting }, nil, "delegation_not_needed"},
		"no decision":                {func(c *decision.Propose) { c.Delegation = "the villagers" }, nil, "decision_missing"},
		"of another unit":            {nil, func(r *domain.Resolution) { r.Owner = dongcun }, "decision_of_another"},
		"of another kind":            {nil, func(r *domain.Resolution) { r.Kind = domain.Leasing }, "decision_of_another_kind"},
		"not adopted":                {nil, func(r *domain.Resolution) { r.Adopted = domain.Date{} }, "decision_not_adopted"},
		"not disclosed":              {nil, func(r *domain.Resolution) { r.Disclosed = domain.Date{} }, "decision_not_disclosed"},
		"still posted":               {nil, func(r *domain.Resolution) { r.Binds = day("2016-09-02") }, "decision_posted"},
		"binding from today":         {nil, func(r *domain.Resolution) { r.Binds = day("2016-09-01") }, ""},
		"void":                       {nil, func(r *domain.Resolution) { r.Void = true }, "decision_void"},
		"of less":                    {nil, func(r *domain.Resolution) { r.Amount = c.Amount - 1 }, "beyond_the_decision"},
		"of as much":                 {nil, func(r *domain.Resolution) { r.Amount = c.Amount }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			command, given := c, delegation()
			if x.command != nil {
				x.command(&command)
			}
			if x.given != nil {
				x.given(&given)
			}
			if r := county(t).Evidence("decision-d", given).When(command); x.code == "" {
				r.Accepted()
			} else {
				r.Rejected(x.code)
			}
		})
	}

	// What was delegated at the proposal may be gone at the vote.
	ready := s.When(c).When(consult).When(review).Accepted()
	gone := delegation()
	gone.Void = true
	ready.Evidence("decision-d", gone).When(passing).Rejected("decision_void")
	ready.When(passing).Accepted()
}

// The delegation itself is the villagers' meeting's.
func TestDelegating(t *testing.T) {
	c := decision.Propose{Owner: lianchi, Kind: domain.Delegation, Title: "授权村民代表会议", Source: decision.PartyBranch}
	county(t).When(c).Accepted()
	c.Meeting = domain.RepresentativesMeeting
	county(t).When(c).Rejected("meeting_unfit")
}

// A town has no villagers' meeting, so nothing is reserved to one.
func TestATownReservesNothing(t *testing.T) {
	unit := units()[economic]
	unit.Level = domain.TownUnit
	offering(county(t), economic, unit).When(lease(economic)).State(func(d decision.Decision) {
		if d.Meeting != domain.RepresentativesMeeting || d.Level != domain.TownUnit {
			t.Errorf("%s at %s", d.Meeting, d.Level)
		}
	})
}

// The unit is what a decision is: it stays, all else is amended.
func TestAmendingTheProposal(t *testing.T) {
	e := decision.Proposed{Owner: lianchi, Kind: domain.Leasing, Title: "a", Concerns: []string{"asset-7"}}
	other := e
	other.Title, other.Amount, other.Concerns = "b", 7, []string{"asset-8"}
	if err := e.Amends(other); err != nil {
		t.Error(err)
	}
	other.Owner = dongcun
	for _, to := range []domain.Event{other, decision.Adopted{}} {
		if err := e.Amends(to); domain.CodeOf(err) != "identity_stays" {
			t.Errorf("%T: %v", to, err)
		}
	}
}
