package enterprise_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/enterprise"
)

// enterprises is the aggregate without the wording and the roles of the
// catalogue.
var enterprises = domain.Define("enterprise",
	domain.Records[enterprise.Enterprise](
		domain.Says(enterprise.Registered{}, "", ""), domain.Says(enterprise.CapitalContributed{}, "", ""),
		domain.Says(enterprise.DividendPaid{}, "", ""), domain.Says(enterprise.Closed{}, "", ""),
	),
	domain.Opens[enterprise.Enterprise, enterprise.Register]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.Contribute]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.PayDividend]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[enterprise.Enterprise, enterprise.Close]("", "", domain.Recorder.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

const (
	place = "community-zg1"
	owner = "collective-c1"
	yuan  = domain.Yuan
)

func decided(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount, Concerns: []string{"enterprise-1"},
		Adopted: day("2016-07-20"), Disclosed: day("2016-07-20"), Binds: day("2016-08-01"),
	}
}

func community(merged string) domain.Offerings {
	return domain.Offerings{domain.PlaceName{ID: "zg1", Name: "枳沟社区"}, domain.Unit{Level: domain.VillageUnit, Merged: merged}}
}

// county knows a community, a collective with its decisions, and the treasuries.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	other := decided(domain.Contribution, 0)
	other.Concerns = []string{"enterprise-2"}
	return domaintest.For(t, enterprises).
		Evidence(place, community("")).
		Evidence("community-old", community(place)).
		Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence("collective-c9", domain.Unit{Level: domain.VillageUnit, Collective: true, Merged: owner}).
		Evidence("town-zg", domain.PlaceName{ID: "zg", Name: "枳沟镇"}).
		Evidence(domain.WholeCounty, domain.PlaceName{ID: "self", Name: "诸城市"}).
		Evidence("decision-1", decided(domain.Contribution, 30_000*yuan)).
		Evidence("decision-2", decided(domain.Borrowing, 30_000*yuan)).
		Evidence("decision-3", other)
}

func company() enterprise.Register {
	return enterprise.Register{Kind: enterprise.PovertyRelief, Community: place, Name: "枳沟社区扶贫开发有限公司", Capital: 20_000 * yuan}
}

func cooperative() enterprise.Register {
	return enterprise.Register{Kind: enterprise.Cooperative, Community: place, Name: "绿园果蔬专业合作社", Number: "NA000001X", Capital: 50_000 * yuan, Members: 10, Farmers: 8}
}

func TestRegistering(t *testing.T) {
	county(t).When(company()).Then(enterprise.Registered{
		Kind: enterprise.PovertyRelief, Community: place, Name: "枳沟社区扶贫开发有限公司", On: day("2016-09-01"),
		Capital: 2_000_000, LeastCapital: 2_000_000, Rules: "zhucheng-2015",
	})
	county(t).When(cooperative()).Then(enterprise.Registered{
		Kind: enterprise.Cooperative, Community: place, Name: "绿园果蔬专业合作社", Number: "NA000001X", On: day("2016-09-01"),
		Capital: 5_000_000, Members: 10, Farmers: 8, LeastMembers: 5, LeastFarmers: 8, Rules: "zhucheng-2015",
	})
	county(t).When(company()).When(company()).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		begin  enterprise.Register
		change func(*enterprise.Register)
	}{
		"of no kind":                 {"code_unknown", company(), func(c *enterprise.Register) { c.Kind = "shop" }},
		"in a town":                  {"not_a_community", company(), func(c *enterprise.Register) { c.Community = "town-zg" }},
		"in a merged community":      {"merged", company(), func(c *enterprise.Register) { c.Community = "community-old" }},
		"nowhere":                    {"no_such_evidence", company(), func(c *enterprise.Register) { c.Community = "community-9" }},
		"without a name":             {"name_missing", company(), func(c *enterprise.Register) { c.Name = " " }},
		"tomorrow":                   {"not_yet", company(), func(c *enterprise.Register) { c.On = day("2016-09-02") }},
		"years ago":                  {"", company(), func(c *enterprise.Register) { c.On = day("2012-01-02") }},
		"without capital":            {"amount_out_of_range", cooperative(), func(c *enterprise.Register) { c.Capital = 0 }},
		"a fen too few for a relief": {"start_up_too_small", company(), func(c *enterprise.Register) { c.Capital-- }},
		"a fen more for a relief":    {"", company(), func(c *enterprise.Register) { c.Capital++ }},
		"a farm with a fen":          {"", company(), func(c *enterprise.Register) { c.Kind, c.Capital = enterprise.FamilyFarm, 1 }},
		"four members":               {"too_few_members", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 4, 4 }},
		"five members":               {"", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 5, 4 }},
		"four of five are farmers":   {"", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 5, 4 }},
		"three of five are farmers":  {"too_few_farmers", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 5, 3 }},
		"four of six are farmers":    {"too_few_farmers", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 6, 4 }},
		"five of six are farmers":    {"", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 6, 5 }},
		"all are farmers":            {"", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 6, 0 }},
		"nobody counted":             {"too_few_members", cooperative(), func(c *enterprise.Register) { c.Members, c.Farmers = 0, 0 }},
		"more farmers than members":  {"members_out_of_range", cooperative(), func(c *enterprise.Register) { c.Farmers = 11 }},
		"fewer than none":            {"members_out_of_range", cooperative(), func(c *enterprise.Register) { c.Members = -1 }},
		"a slip of the pen":          {"members_out_of_range", cooperative(), func(c *enterprise.Register) { c.Members = 1_000_001 }},
		"a farm of one":              {"", cooperative(), func(c *enterprise.Register) { c.Kind, c.Members, c.Farmers = enterprise.FamilyFarm, 1, 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			c.change(&c.begin)
			if c.code == "" {
				county(t).When(c.begin).Accepted()
			} else {
				county(t).When(c.begin).Rejected(c.code)
			}
		})
	}
	// The nation has no least capital, and its law of cooperatives changed.
	county(t).When(at("2014-12-31"), enterprise.Register{Kind: enterprise.PovertyRelief, Community: place, Name: "a", Capital: 1}).Accepted()
	county(t).When(at("2009-01-01"), company()).Rejected("no_rules_in_force")
}

func TestContributing(t *testing.T) {
	s := county(t).When(at("2016-08-10"), company()).Accepted()
	ours := enterprise.Contribute{From: owner, Amount: 20_000 * yuan, Voucher: "记8号", Decision: "decision-1"}
	s.When(at("2016-09-01"), ours).Then(enterprise.CapitalContributed{
		On: day("2016-09-01"), Source: enterprise.FromCollective, From: owner, Purpose: enterprise.StartUp, Amount: 2_000_000,
		Voucher: "记8号", Decision: "decision-1", Rules: "zhucheng-2015",
	})
	for name, c := range map[string]struct {
		code   string
		change func(*enterprise.Contribute)
	}{
		"the town":                {"", func(c *enterprise.Contribute) { c.From, c.Decision = "town-zg", "" }},
		"the county":              {"", func(c *enterprise.Contribute) { c.From, c.Decision = domain.WholeCounty, "" }},
		"members":                 {"", func(c *enterprise.Contribute) { c.From, c.Decision = "", "" }},
		"an unknown town":         {"no_such_evidence", func(c *enterprise.Contribute) { c.From, c.Decision = "town-9", "" }},
		"a village":               {"source_unknown", func(c *enterprise.Contribute) { c.From = "village-1" }},
		"a merged collective":     {"owner_merged", func(c *enterprise.Contribute) { c.From = "collective-c9" }},
		"the town, on a decision": {"decision_not_needed", func(c *enterprise.Contribute) { c.From = "town-zg" }},
		"undecided":               {"decision_missing", func(c *enterprise.Contribute) { c.Decision = "" }},
		"a fen, undecided":        {"decision_missing", func(c *enterprise.Contribute) { c.Decision, c.Amount = "", 1 }},
		"decided otherwise":       {"decision_of_another_kind", func(c *enterprise.Contribute) { c.Decision = "decision-2" }},
		"decided for another":     {"decision_not_about_it", func(c *enterprise.Contribute) { c.Decision = "decision-3" }},
		"never decided":           {"no_such_evidence", func(c *enterprise.Contribute) { c.Decision = "decision-9" }},
		"as nothing":              {"code_unknown", func(c *enterprise.Contribute) { c.Purpose = "gift" }},
		"nothing":                 {"amount_out_of_range", func(c *enterprise.Contribute) { c.Amount = 0 }},
		"a fen beyond capital":    {"more_than_the_capital", func(c *enterprise.Contribute) { c.Amount++ }},
		"a fen beyond, increased": {"", func(c *enterprise.Contribute) { c.Purpose = enterprise.Increase; c.Amount++ }},
		"all that is allowed":     {"", func(c *enterprise.Contribute) { c.Purpose, c.Amount = enterprise.Increase, 30_000*yuan }},
		"a fen beyond the decision": {"beyond_the_decision", func(c *enterprise.Contribute) {
			c.Purpose, c.Amount = enterprise.Increase, 30_000*yuan+1
		}},
		"without a voucher": {"field_missing", func(c *enterprise.Contribute) { c.Voucher = "" }},
		"tomorrow":          {"not_yet", func(c *enterprise.Contribute) { c.On = day("2016-09-02") }},
		"on the first day":  {"", func(c *enterprise.Contribute) { c.On = day("2016-08-10") }},
		"the day before":    {"before_registration", func(c *enterprise.Contribute) { c.On = day("2016-08-09") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := ours
			c.change(&command)
			if c.code == "" {
				s.When(at("2016-09-01"), command).Accepted()
			} else {
				s.When(at("2016-09-01"), command).Rejected(c.code)
			}
		})
	}
	county(t).When(ours).Rejected("not_found")

	// What a decision allows is allowed once, in however many steps.
	step := enterprise.Contribute{From: owner, Purpose: enterprise.Increase, Amount: 15_000 * yuan, Voucher: "v", Decision: "decision-1"}
	both := s.When(at("2016-09-01"), step).When(step).Accepted()
	step.Amount = 1
	both.When(step).Rejected("beyond_the_decision")
	// Start-up capital is paid in by whoever it is, up to what was registered.
	town := enterprise.Contribute{From: "town-zg", Amount: 19_999 * yuan, Voucher: "v"}
	part := both.When(town).Accepted()
	town.Amount = yuan + 1
	part.When(town).Rejected("more_than_the_capital")
	town.Amount = yuan
	part.When(town).State(func(e enterprise.Enterprise) {
		if e.PaidIn() != 20_000*yuan || e.Contributed() != 50_000*yuan {
			t.Errorf("paid in %s, %s in all", e.PaidIn(), e.Contributed())
		}
	})
}

func TestPayingDividends(t *testing.T) {
	s := county(t).When(at("2015-03-01"), cooperative()).
		When(enterprise.Contribute{Amount: 30_000 * yuan, Voucher: "v"}).
		When(enterprise.Contribute{From: "town-zg", Amount: 20_000 * yuan, Voucher: "v"}).Accepted()
	pay := enterprise.PayDividend{Amount: 3_000 * yuan, Voucher: "v"}
	s.When(at("2016-02-01"), pay).Then(enterprise.DividendPaid{
		On: day("2016-02-01"), Year: 2015, Source: enterprise.FromMembers, Amount: 300_000, Voucher: "v",
	})
	for name, c := range map[string]struct {
		code   string
		change func(*enterprise.PayDividend)
	}{
		"the town":              {"", func(c *enterprise.PayDividend) { c.To = "town-zg" }},
		"who put nothing in":    {"nothing_contributed", func(c *enterprise.PayDividend) { c.To = owner }},
		"the county":            {"nothing_contributed", func(c *enterprise.PayDividend) { c.To = domain.WholeCounty }},
		"of this year":          {"year_not_over", func(c *enterprise.PayDividend) { c.Year = 2016 }},
		"of before it was":      {"year_not_over", func(c *enterprise.PayDividend) { c.Year = 2014 }},
		"paid before it earned": {"year_not_over", func(c *enterprise.PayDividend) { c.On = day("2015-12-31") }},
		"on New Year's Day":     {"", func(c *enterprise.PayDividend) { c.On = day("2016-01-01") }},
		"nothing":               {"amount_out_of_range", func(c *enterprise.PayDividend) { c.Amount = 0 }},
		"without a voucher":     {"field_missing", func(c *enterprise.PayDividend) { c.Voucher = "" }},
		"tomorrow":              {"not_yet", func(c *enterprise.PayDividend) { c.On = day("2016-02-02") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := pay
			c.change(&command)
			if c.code == "" {
				s.When(at("2016-02-01"), command).Accepted()
			} else {
				s.When(at("2016-02-01"), command).Rejected(c.code)
			}
		})
	}
}

func TestClosing(t *testing.T) {
	end := enterprise.Close{Reason: "停止经营"}
	s := county(t).When(at("2016-08-10"), cooperative()).When(enterprise.Contribute{Amount: yuan, Voucher: "v"}).Accepted()
	s.When(enterprise.Close{}).Rejected("field_missing")
	s.When(enterprise.Close{Reason: "a", On: day("2016-08-09")}).Rejected("before_registration")
	s.When(enterprise.Close{Reason: "a", On: day("2016-08-11")}).Rejected("not_yet")
	closed := s.When(at("2016-09-01"), end).Then(enterprise.Closed{On: day("2016-09-01"), Reason: "停止经营"})
	closed.When(end).Rejected("enterprise_closed")
	closed.When(enterprise.Contribute{Amount: yuan, Voucher: "v"}).Rejected("enterprise_closed")
	closed.When(enterprise.PayDividend{Amount: yuan, Voucher: "v"}).Rejected("enterprise_closed")
	county(t).When(end).Rejected("not_found")
	domaintest.CheckFold(t, enterprises, closed.Facts()...)
}

// Whatever is put in, by whom and as what: start-up capital is never more than was
// registered, no decision carries more than it allows, and all that was accepted
// is there.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := county(t).When(company()).Accepted()
		var startUp, decided, all domain.Money
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			c := enterprise.Contribute{
				Amount: domain.Money(rapid.IntRange(-5, 1_500_000).Draw(t, "amount")), Voucher: "v",
				Purpose: rapid.SampledFrom([]enterprise.Purpose{enterprise.StartUp, enterprise.Increase}).Draw(t, "purpose"),
			}
			mayStart := c.Purpose == enterprise.Increase || startUp+c.Amount <= 20_000*yuan
			mayDecide := true
			switch rapid.IntRange(0, 2).Draw(t, "from") {
			case 0:
				c.From, c.Decision = owner, "decision-1"
				mayDecide = decided+c.Amount <= 30_000*yuan
			case 1:
				c.From = "town-zg"
			}
			r := s.When(c)
			if accepted := r.Err() == nil; accepted != (c.Amount > 0 && mayStart && mayDecide) {
				t.Fatalf("%+v with %s and %s before: %v", c, startUp, decided, r.Err())
			}
			if r.Err() == nil {
				s, all = r.Accepted(), all+c.Amount
				if c.Purpose == enterprise.StartUp {
					startUp += c.Amount
				}
				if c.Decision != "" {
					decided += c.Amount
				}
			}
			s.State(func(e enterprise.Enterprise) {
				if e.PaidIn() != startUp || e.Contributed() != all || e.PaidIn() > e.Capital {
					t.Fatalf("paid in %s of %s, %s in all", e.PaidIn(), e.Capital, e.Contributed())
				}
			})
		}
		domaintest.CheckFold(t, enterprises, s.Facts()...)
	})
}

func TestWhereItLiesIsNotAmended(t *testing.T) {
	e := enterprise.Registered{Community: place}
	if e.Amends(enterprise.Registered{Community: place, Capital: 1}) != nil || domain.CodeOf(e.Amends(enterprise.Registered{Community: "community-2"})) != "identity_stays" {
		t.Error("all but the community is amended")
	}
}

func TestNewBusinessEntities(t *testing.T) {
	for kind, want := range map[enterprise.Kind]bool{
		enterprise.Cooperative: true, enterprise.SupplyAndMarketing: true, enterprise.CommunityRun: true, enterprise.FamilyFarm: true,
		enterprise.PovertyRelief: false,
	} {
		if kind.NewEntity() != want {
			t.Errorf("%s counts: %t", kind, !want)
		}
	}
}
