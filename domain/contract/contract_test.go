package contract_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

// contracts is the aggregate without the wording and the roles of the catalogue.
var contracts = domain.Define("contract",
	domain.Records[contract.Contract](
		domain.Says(contract.Signed{}, "", ""), domain.Says(contract.Amended{}, "", ""), domain.Says(contract.RentPaid{}, "", ""),
		domain.Says(contract.Breached{}, "", ""), domain.Says(contract.Ended{}, "", ""), domain.Says(contract.PutRight{}, "", ""),
	),
	domain.Opens[contract.Contract, contract.Sign]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.Amend]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.PayRent]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.Breach]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.End]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.SetRight]("", "", domain.Accountant.At(domain.CommunityLevel)),
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
	owner = "collective-c1"
	yuan  = domain.Yuan
)

var tenant = domain.About(uuid.UUID{15: 1}, "张三")

func resolution(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount, Concerns: []string{"asset-1"},
		Adopted: day("2016-07-20"), Disclosed: day("2016-07-20"), Binds: day("2016-08-01"),
	}
}

func workshop() domain.CollectiveAsset {
	return domain.CollectiveAsset{Owner: owner, Class: domain.OperatingAsset, Net: 40_000 * yuan, Nets: domain.NetValues{{Value: 40_000 * yuan}}}
}

// county is an empty contract of a collective with two assets, on 20 August 2016.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, contracts).
		Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence("asset-1", workshop()).Evidence("asset-2", workshop()).
		Evidence("decision-1", resolution(domain.Leasing, 0)).
		Given(at("2016-08-20"))
}

// lease is for a year, paid in two halves, a fen below the rent that rests on a
// decision.
func lease() contract.Sign {
	return contract.Sign{
		Owner: owner, Kind: domain.LeaseContract, Assets: []string{"asset-1"}, Party: tenant, From: day("2016-09-01"), To: day("2017-08-31"),
		Schedule: []contract.Due{{Due: day("2016-09-01"), Amount: 5_000 * yuan}, {Due: day("2017-03-01"), Amount: 4_999*yuan + 99}},
	}
}

func signed(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).When(lease()).Accepted().Evidence("asset-1", claimed(claim("2016-09-01", "2017-08-31", 999_999)))
}

// claim is the one that the contract has made in its asset.
func claim(from, to string, rent domain.Money) domain.LeaseClaim {
	return domain.LeaseClaim{Contract: "contract-1", From: day(from), To: day(to), Rent: rent}
}

func claimed(l domain.LeaseClaim) domain.CollectiveAsset {
	a := workshop()
	a.Leases = []domain.LeaseClaim{l}
	return a
}

func weighed(value domain.Money, months int) rules.Weighing {
	return rules.Weighing{
		Value: value, Months: months, MaxMonths: 240, DecisionMonths: 12, DecisionFrom: 1_000_000,
		AppraisalFrom: 10_000_000, BiddingFrom: 5_000_000, Rules: "zhucheng-2015",
	}
}

func TestSigning(t *testing.T) {
	county(t).When(lease()).Then(contract.Signed{
		On: day("2016-08-20"), Owner: owner, Kind: domain.LeaseContract, Assets: []string{"asset-1"}, Party: tenant,
		From: day("2016-09-01"), To: day("2017-08-31"),
		Schedule: []contract.Instalment{{Due: day("2016-09-01"), Amount: 500_000}, {Due: day("2017-03-01"), Amount: 499_999}},
		Total:    999_999, Judged: weighed(999_999, 12),
	}).State(func(c contract.Contract) {
		o := c.Offers().(domain.ContractTerms)
		if o.Total != 999_999 || o.Party != tenant.Subject || o.Signed != day("2016-08-20") || o.Kind != domain.LeaseContract || !o.Ended.IsZero() {
			t.Errorf("offers %+v", o)
		}
	})
	signed(t).When(lease()).Rejected("already_exists")
	closed, foreign, busy := workshop(), workshop(), workshop()
	closed.Closed, foreign.Owner = true, "collective-c2"
	busy.Leases = []domain.LeaseClaim{{Contract: "contract-2", From: day("2016-01-01"), To: day("2016-08-31"), Decision: "decision-5"}}
	of5 := resolution(domain.Leasing, 0)
	of5.Concerns = []string{"asset-5"}
	for name, c := range map[string]struct {
		code   string
		change func(*contract.Sign)
	}{
		"kind":                     {"code_unknown", func(c *contract.Sign) { c.Kind = "gift" }},
		"owner":                    {"not_a_collective", func(c *contract.Sign) { c.Owner = "community-1" }},
		"nobody":                   {"field_missing", func(c *contract.Sign) { c.Party = domain.Personal{} }},
		"an organisation":          {"", func(c *contract.Sign) { c.Party, c.Organisation = domain.Personal{}, "诸城木业" }},
		"a person for one":         {"", func(c *contract.Sign) { c.Organisation = "诸城木业" }},
		"no first day":             {"field_missing", func(c *contract.Sign) { c.From = domain.Date{} }},
		"no last day":              {"field_missing", func(c *contract.Sign) { c.To = domain.Date{} }},
		"nothing to let":           {"field_missing", func(c *contract.Sign) { c.Assets = nil }},
		"ends before":              {"ends_before_it_begins", func(c *contract.Sign) { c.To = day("2016-08-31") }},
		"nothing due":              {"amount_out_of_range", func(c *contract.Sign) { c.Schedule = nil }},
		"due before":               {"due_outside", func(c *contract.Sign) { c.Schedule[0].Due = day("2016-08-31") }},
		"due on the last day":      {"", func(c *contract.Sign) { c.Schedule[1].Due = day("2017-08-31") }},
		"due after":                {"due_outside", func(c *contract.Sign) { c.Schedule[1].Due = day("2017-09-01") }},
		"out of order":             {"not_in_order", func(c *contract.Sign) { c.Schedule[0].Due = day("2017-03-02") }},
		"twice on a day":           {"", func(c *contract.Sign) { c.Schedule[0].Due = day("2017-03-01") }},
		"an instalment of nothing": {"amount_out_of_range", func(c *contract.Sign) { c.Schedule[0].Amount = 0 }},
		"schedule and amount":      {"schedule_twice", func(c *contract.Sign) { c.Amount = 1 }},
		"asset sold":               {"asset_closed", func(c *contract.Sign) { c.Assets = []string{"asset-3"} }},
		"asset of another":         {"asset_of_another", func(c *contract.Sign) { c.Assets = []string{"asset-4"} }},
		"let until the day before": {"", func(c *contract.Sign) { c.Assets = []string{"asset-5"} }},
		"let on a day":             {"let", func(c *contract.Sign) { c.Assets = []string{"asset-5"}; c.From = day("2016-08-31") }},
		"a fen more, undecided":    {"decision_missing", func(c *contract.Sign) { c.Schedule[1].Amount++ }},
		"a fen more, decided":      {"", func(c *contract.Sign) { c.Schedule[1].Amount++; c.Decision = "decision-1" }},
		"a day more, undecided":    {"decision_missing", func(c *contract.Sign) { c.To = day("2017-09-01") }},
		"a day more, decided":      {"", func(c *contract.Sign) { c.To = day("2017-09-01"); c.Decision = "decision-1" }},
		"twenty years":             {"", func(c *contract.Sign) { c.To = day("2036-08-31"); c.Decision = "decision-1" }},
		"and a day":                {"lease_too_long", func(c *contract.Sign) { c.To = day("2036-09-01"); c.Decision = "decision-1" }},
		"a fen below bidding": {"", func(c *contract.Sign) {
			c.Schedule[0].Amount, c.Schedule[1].Amount = 4_999_998, 1
			c.Decision = "decision-1"
		}},
		"bidding": {"bidding_missing", func(c *contract.Sign) {
			c.Schedule[0].Amount, c.Schedule[1].Amount = 4_999_999, 1
			c.Decision = "decision-1"
		}},
		"let by the decision before": {"decision_used", func(c *contract.Sign) { c.Assets = []string{"asset-5"}; c.Decision = "decision-5" }},
		"let by another decision":    {"", func(c *contract.Sign) { c.Assets = []string{"asset-5"}; c.Decision = "decision-6" }},
		"no tender":                  {"not_a_tender", func(c *contract.Sign) { c.Tender = "matter-1" }},
		"unknown decision":           {"no_such_evidence", func(c *contract.Sign) { c.Decision = "decision-9" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := lease()
			c.change(&command)
			r := county(t).Evidence("asset-3", closed).Evidence("asset-4", foreign).Evidence("asset-5", busy).
				Evidence("decision-5", of5).Evidence("decision-6", of5).When(command)
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
}

func TestInstalmentsOfOneAmount(t *testing.T) {
	c := lease()
	c.Schedule, c.Amount, c.Every, c.To, c.Decision = nil, 2_000*yuan, 12, day("2019-09-01"), "decision-1"
	county(t).When(c).State(func(c contract.Contract) {
		want := []string{"2016-09-01", "2017-09-01", "2018-09-01", "2019-09-01"}
		if len(c.Schedule) != len(want) || c.Total != 8_000*yuan {
			t.Fatalf("schedule %v of %s", c.Schedule, c.Total)
		}
		for i, i9 := range c.Schedule {
			if i9.Due != day(want[i]) || i9.Amount != 2_000*yuan {
				t.Errorf("instalment %d: %v", i, i9)
			}
		}
	})
	c.To = day("2019-08-31")
	county(t).When(c).State(func(c contract.Contract) {
		if len(c.Schedule) != 3 {
			t.Errorf("schedule %v", c.Schedule)
		}
	})
	c.Schedule, c.Every, c.Amount = slices.Repeat([]contract.Due{{Due: day("2016-09-01"), Amount: 1}}, contract.MaxInstalments), 0, 0
	county(t).When(c).Accepted()
	c.Schedule = append(c.Schedule, c.Schedule[0])
	county(t).When(c).Rejected("too_many_instalments")
	c.Schedule, c.Amount = nil, 2_000*yuan
	county(t).When(c).State(func(c contract.Contract) {
		if len(c.Schedule) != 1 || c.Schedule[0].Due != day("2016-09-01") {
			t.Errorf("schedule %v", c.Schedule)
		}
	})
	c.Every = -1
	county(t).When(c).Rejected("every_what")
}

// The amount of a decision is the least that a lease brings in, and the most that
// works cost.
func TestSigningFollowsTheDecision(t *testing.T) {
	decided := lease()
	decided.Decision = "decision-1"
	works := contract.Sign{
		Owner: owner, Kind: domain.WorksContract, About: "修路", Organisation: "路桥公司", From: day("2016-09-01"), Amount: 49_999 * yuan, Decision: "decision-1",
	}
	both := decided
	both.Assets = []string{"asset-1", "asset-2"}
	two := resolution(domain.Leasing, 999_999)
	two.Concerns = []string{"asset-1", "asset-2"}
	for name, c := range map[string]struct {
		command  contract.Sign
		decision domain.Resolution
		code     string
	}{
		"the least":               {decided, resolution(domain.Leasing, 999_999), ""},
		"a fen below":             {decided, resolution(domain.Leasing, 1_000_000), "below_the_decision"},
		"one of two":              {decided, two, "decided_together"},
		"both":                    {both, two, ""},
		"one of two, no amount":   {decided, func() domain.Resolution { r := two; r.Amount = 0; return r }(), ""},
		"both of one":             {both, resolution(domain.Leasing, 0), "decision_not_about_it"},
		"all that was delegated":  {decided, delegated(resolution(domain.Leasing, 1), 999_999), ""},
		"a fen beyond that":       {decided, delegated(resolution(domain.Leasing, 1), 999_998), "beyond_delegation"},
		"of another kind":         {decided, resolution(domain.Disposal, 0), "decision_of_another_kind"},
		"the most":                {works, resolution(domain.PublicWorks, 49_999*yuan), ""},
		"a fen beyond":            {works, resolution(domain.PublicWorks, 49_999*yuan-1), "beyond_the_decision"},
		"works for a lease":       {works, resolution(domain.Leasing, 0), "decision_of_another_kind"},
		"not binding before then": {decided, func() domain.Resolution { r := two; r.Binds = day("2016-08-21"); return r }(), "decision_posted"},
	} {
		t.Run(name, func(t *testing.T) {
			r := county(t).Evidence("decision-1", c.decision).When(c.command)
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
}

// delegated is a decision of the representatives.
func delegated(r domain.Resolution, upTo domain.Money) domain.Resolution {
	r.DelegatedUpTo = upTo
	return r
}

// What a collective buys is bid for, and decided, from 50,000 yuan on.
func TestSpending(t *testing.T) {
	for _, kind := range []domain.ContractKind{domain.WorksContract, domain.PurchaseContract, domain.ServiceContract, domain.OtherContract} {
		c := contract.Sign{Owner: owner, Kind: kind, About: "修路", Organisation: "路桥公司", From: day("2016-09-01"), Amount: 49_999*yuan + 99}
		s := county(t).Evidence("decision-1", resolution(domain.PublicWorks, 0))
		s.When(c).Accepted()
		c.Amount++
		s.When(c).Rejected("decision_missing")
		c.Decision = "decision-1"
		s.When(c).Rejected("bidding_missing")
		c.Tender = "tender-1"
		award := domain.Award{Owner: owner, Kind: domain.TenderWorks, Decision: "decision-1", Awarded: day("2016-08-19"), Amount: 50_000 * yuan, WinnerName: "路桥公司"}
		s.Evidence("tender-1", award).When(c).Accepted()
		award.Amount--
		s.Evidence("tender-1", award).When(c).Rejected("not_as_awarded")
		c.About = " "
		s.When(c).Rejected("field_missing")
	}
}

func sale() contract.Sign {
	return contract.Sign{
		Owner: owner, Kind: domain.SaleContract, Assets: []string{"asset-1"}, Party: tenant, From: day("2016-09-01"), Amount: 49_999 * yuan, Decision: "decision-1",
	}
}

func TestSale(t *testing.T) {
	s := county(t).Evidence("decision-1", resolution(domain.Disposal, 0))
	s.When(sale()).State(func(c contract.Contract) {
		if c.Total != 49_999*yuan || len(c.Schedule) != 1 || !c.To.IsZero() {
			t.Errorf("%+v", c)
		}
	})
	undecided, ends := sale(), sale()
	undecided.Decision, ends.To = "", day("2016-10-01")
	s.When(undecided).Rejected("decision_missing")
	s.When(ends).Rejected("sale_ends")
	s.Evidence("decision-1", resolution(domain.Disposal, 49_999*yuan+1)).When(sale()).Rejected("below_the_decision")

	let := workshop()
	let.Leases = []domain.LeaseClaim{{Contract: "contract-2", From: day("2016-01-01"), To: day("2016-08-31")}}
	s.Evidence("asset-1", let).When(sale()).Accepted()
	let.Leases[0].To = day("2016-09-01")
	s.Evidence("asset-1", let).When(sale()).Rejected("let")
	let.Leases[0].From, let.Leases[0].To = day("2030-01-01"), day("2030-12-31") // in days to come
	s.Evidence("asset-1", let).When(sale()).Rejected("let")

	// The net value counts where the price is lower.
	dear := workshop()
	dear.Nets = domain.NetValues{{Value: 50_000 * yuan}}
	s.Evidence("asset-1", dear).When(sale()).Rejected("bidding_missing")
	dear.Nets[0].Value--
	s.Evidence("asset-1", dear).When(sale()).Accepted()
	d := s.Evidence("asset-1", dear)
	d.Evidence("decision-1", delegated(resolution(domain.Disposal, 1), 4_999_999)).When(sale()).Accepted()
	d.Evidence("decision-1", delegated(resolution(domain.Disposal, 1), 4_999_998)).When(sale()).Rejected("beyond_delegation")
	dear.Nets = domain.NetValues{{Value: 100_000 * yuan}}
	s.Evidence("asset-1", dear).When(sale()).Rejected("appraisal_missing")
}

// leaseAward is of a tender for 60,000 yuan a year.
func leaseAward() domain.Award {
	return domain.Award{
		Owner: owner, Kind: domain.TenderLease, Assets: []string{"asset-1"}, Decision: "decision-1", Awarded: day("2016-08-19"),
		Amount: 60_000 * yuan, Winner: tenant.Subject,
	}
}

func TestSigningFollowsTheTender(t *testing.T) {
	bid := lease()
	bid.Schedule, bid.Amount, bid.Decision, bid.Tender = nil, 60_000*yuan, "decision-1", "tender-1"
	fen, months, person := bid, bid, bid
	fen.Amount--
	months.To, months.Amount = day("2018-02-28"), 90_000*yuan
	short := months
	short.Amount--
	person.Party = domain.About(uuid.UUID{15: 2}, "李四")
	firm := bid
	firm.Party, firm.Organisation = domain.Personal{}, "诸城 木业"
	for name, c := range map[string]struct {
		command contract.Sign
		change  func(*domain.Award)
		code    string
	}{
		"as it was bid":         {bid, func(*domain.Award) {}, ""},
		"a fen less":            {fen, func(*domain.Award) {}, "not_as_awarded"},
		"a year and a half":     {months, func(*domain.Award) {}, ""},
		"less a fen":            {short, func(*domain.Award) {}, "not_as_awarded"},
		"with another":          {person, func(*domain.Award) {}, "party_did_not_win"},
		"won, spaced otherwise": {firm, func(a *domain.Award) { a.Winner, a.WinnerName = uuid.Nil, "诸城木业" }, ""},
		"another organisation":  {firm, func(a *domain.Award) { a.Winner, a.WinnerName = uuid.Nil, "诸城木材" }, "party_did_not_win"},
		"an organisation won":   {bid, func(a *domain.Award) { a.Winner, a.WinnerName = uuid.Nil, "诸城木业" }, "party_did_not_win"},
		"not awarded":           {bid, func(a *domain.Award) { a.Awarded = domain.Date{} }, "not_awarded"},
		"awarded today":         {bid, func(a *domain.Award) { a.Awarded = day("2016-08-20") }, ""},
		"awarded tomorrow":      {bid, func(a *domain.Award) { a.Awarded = day("2016-08-21") }, "not_awarded"},
		"of another":            {bid, func(a *domain.Award) { a.Owner = "collective-c2" }, "tender_of_another"},
		"for a sale":            {bid, func(a *domain.Award) { a.Kind = domain.TenderSale }, "tender_of_another"},
		"for more assets":       {bid, func(a *domain.Award) { a.Assets = append(a.Assets, "asset-2") }, "tender_of_another"},
		"by another decision":   {bid, func(a *domain.Award) { a.Decision = "decision-2" }, "decision_of_another_tender"},
	} {
		t.Run(name, func(t *testing.T) {
			award := leaseAward()
			c.change(&award)
			r := county(t).Evidence("tender-1", award).When(c.command)
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	// Thirteen months of a rent that does not divide by twelve: the part of a fen is
	// rounded up.
	odd := bid
	odd.To, odd.Amount = day("2017-09-30"), 6_500_001
	award := leaseAward()
	award.Amount++
	county(t).Evidence("tender-1", award).When(odd).Rejected("not_as_awarded")
	odd.Amount++
	county(t).Evidence("tender-1", award).When(odd).Accepted()

	// Who won is known by the tender: a clerk writes the name alone.
	bid.Party = domain.About(domain.Subject{}, "张三")
	county(t).Evidence("tender-1", leaseAward()).When(bid).State(func(c contract.Contract) {
		if c.Party != tenant.Subject {
			t.Errorf("signed with %s", c.Party)
		}
	})
	county(t).When(bid).Rejected("no_such_evidence")

	sold := sale()
	sold.Tender = "tender-1"
	award = leaseAward()
	award.Kind, award.Amount = domain.TenderSale, 49_999*yuan
	s := county(t).Evidence("decision-1", resolution(domain.Disposal, 0))
	s.Evidence("tender-1", award).When(sold).Accepted()
	award.Amount++
	s.Evidence("tender-1", award).When(sold).Rejected("not_as_awarded")
}

// From 100,000 yuan on each asset needs an appraisal that is not older than a year.
func TestAppraisalOfALease(t *testing.T) {
	c := lease()
	c.Schedule, c.Amount, c.Decision, c.Tender = nil, 100_000*yuan, "decision-1", "tender-1"
	award := leaseAward()
	award.Amount = 100_000 * yuan
	for on, code := range map[string]string{"2015-08-21": "", "2015-08-20": "appraisal_too_old", "2016-08-20": "", "2016-08-21": "appraisal_missing"} {
		a := workshop()
		a.Appraisals = []domain.Appraisal{{On: day(on), Value: 300_000 * yuan}}
		r := county(t).Evidence("asset-1", a).Evidence("tender-1", award).When(c)
		if code != "" {
			r.Rejected(code)
			continue
		}
		r.Accepted()
		if e := r.Events()[0].(contract.Signed); e.Appraised != 300_000*yuan {
			t.Errorf("appraised at %s", e.Appraised)
		}
	}
	c.Amount--
	award.Amount--
	county(t).Evidence("tender-1", award).When(c).Accepted()
}
