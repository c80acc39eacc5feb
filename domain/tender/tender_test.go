package tender_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/tender"
)

// tenders is the aggregate without the wording and the roles of the catalogue.
var tenders = domain.Define("tender",
	domain.Records[tender.Tender](
		domain.Says(tender.Listed{}, "", ""), domain.Says(tender.BidReceived{}, "", ""), domain.Says(tender.BidsOpened{}, "", ""), domain.Says(tender.Awarded{}, "", ""),
		domain.Says(tender.Failed{}, "", ""), domain.Says(tender.Cancelled{}, "", ""),
	),
	domain.Opens[tender.Tender, tender.List]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.ReceiveBid]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.OpenBids]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Award]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Fail]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Cancel]("", "", domain.Recorder.At(domain.CommunityLevel)),
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

func person(n byte) domain.Personal { return domain.About(uuid.UUID{15: n}, "某人") }

func resolution(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount, Concerns: []string{"asset-1"},
		Adopted: day("2016-07-20"), Disclosed: day("2016-07-20"), Binds: day("2016-08-01"),
	}
}

// county is an empty tender of a collective that decided to let an asset.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, tenders).
		Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence("asset-1", domain.CollectiveAsset{Owner: owner}).
		Evidence("asset-2", domain.CollectiveAsset{Owner: "collective-c2"}).
		Evidence("asset-3", domain.CollectiveAsset{Owner: owner, Closed: true}).
		Evidence("decision-1", resolution(domain.Leasing, 0)).
		Given(at("2016-09-26"))
}

func list() tender.List {
	return tender.List{
		Owner: owner, Kind: domain.TenderLease, Assets: []string{"asset-1"}, What: "村东厂房出租", Reserve: 30_000 * yuan,
		Decision: "decision-1", Method: tender.Sealed,
	}
}

// listed was put out on Monday 26 September 2016. The seven working days are 27
// to 30 September and 8 to 10 October, because 1 to 7 October is a holiday and the
// weekend after it is worked; so bids are opened on 11 October.
func listed(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).When(list()).Accepted()
}

func TestListing(t *testing.T) {
	county(t).When(list()).Then(tender.Listed{
		Owner: owner, Kind: domain.TenderLease, Assets: []string{"asset-1"}, What: "村东厂房出租", Reserve: 3_000_000, Decision: "decision-1",
		Method: tender.Sealed, On: day("2016-09-26"), Opening: day("2016-10-11"), ListingWorkdays: 7, Rules: "zhucheng-2015",
	})
	listed(t).When(list()).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		change func(*tender.List)
	}{
		"kind":                   {"code_unknown", func(c *tender.List) { c.Kind = "gift" }},
		"method":                 {"code_unknown", func(c *tender.List) { c.Method = "" }},
		"owner":                  {"not_a_collective", func(c *tender.List) { c.Owner = "village-1" }},
		"what":                   {"field_missing", func(c *tender.List) { c.What = "" }},
		"nothing to let":         {"field_missing", func(c *tender.List) { c.Assets = nil }},
		"no reserve":             {"amount_out_of_range", func(c *tender.List) { c.Reserve = 0 }},
		"a fen":                  {"", func(c *tender.List) { c.Reserve = 1 }},
		"twice":                  {"asset_named_twice", func(c *tender.List) { c.Assets = []string{"asset-1", "asset-1"} }},
		"of another":             {"asset_of_another", func(c *tender.List) { c.Assets = []string{"asset-2"} }},
		"sold":                   {"asset_closed", func(c *tender.List) { c.Assets = []string{"asset-3"} }},
		"unknown":                {"no_such_evidence", func(c *tender.List) { c.Assets = []string{"asset-4"} }},
		"no asset":               {"not_an_asset", func(c *tender.List) { c.Assets = []string{"matter-1"} }},
		"undecided":              {"decision_missing", func(c *tender.List) { c.Decision = "" }},
		"a sale was not decided": {"decision_of_another_kind", func(c *tender.List) { c.Kind = domain.TenderSale }},
		"opened on the seventh":  {"opened_too_early", func(c *tender.List) { c.Opening = day("2016-10-10") }},
		"opened after it":        {"", func(c *tender.List) { c.Opening = day("2016-10-11") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := list()
			c.change(&command)
			if c.code == "" {
				county(t).When(command).Accepted()
			} else {
				county(t).When(command).Rejected(c.code)
			}
		})
	}
	// The public learns of it on the day on which it is recorded.
	late := county(t).RecordedLater(24 * time.Hour)
	late.When(list()).State(func(s tender.Tender) {
		if s.Listed != day("2016-09-27") || s.Opening != day("2016-10-12") {
			t.Errorf("listed on %s, opened on %s", s.Listed, s.Opening)
		}
	})
}

// The amount of a decision is the least for a sale and the most for works. That
// of a lease is for all of its time, and the contract is held against it.
func TestListingFollowsTheDecision(t *testing.T) {
	sale, works := list(), list()
	sale.Kind = domain.TenderSale
	works.Kind, works.Assets = domain.TenderWorks, nil
	for name, c := range map[string]struct {
		command  tender.List
		decision domain.Resolution
		code     string
	}{
		"sale at the least":      {sale, resolution(domain.Disposal, 30_000*yuan), ""},
		"sale below the least":   {sale, resolution(domain.Disposal, 30_000*yuan+1), "below_the_decision"},
		"works at the most":      {works, resolution(domain.PublicWorks, 30_000*yuan), ""},
		"works beyond the most":  {works, resolution(domain.PublicWorks, 30_000*yuan-1), "beyond_the_decision"},
		"lease":                  {list(), resolution(domain.Leasing, 300_000*yuan), ""},
		"land contracting":       {list(), resolution(domain.LandContracting, 0), ""},
		"sale of one of several": {sale, with(resolution(domain.Disposal, 1), "asset-1", "asset-5"), "decided_together"},
		"another asset":          {list(), with(resolution(domain.Leasing, 0), "asset-5"), "decision_not_about_it"},
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

func with(r domain.Resolution, concerns ...string) domain.Resolution {
	r.Concerns = concerns
	return r
}

func bid(n byte) tender.ReceiveBid {
	return tender.ReceiveBid{Bidder: person(n), Interest: tender.None}
}

// open is what the bids are for, by number; one of 0 offers nothing, and does not
// count.
func open(amounts ...domain.Money) tender.OpenBids {
	var c tender.OpenBids
	for i, a := range amounts {
		if a == 0 {
			c.Invalid = append(c.Invalid, tender.Excluded{Bid: i + 1, Why: tender.OffersNothing})
		} else {
			c.Offers = append(c.Offers, tender.Offered{Bid: i + 1, Amount: a})
		}
	}
	return c
}

func TestBids(t *testing.T) {
	s := listed(t)
	s.When(at("2016-09-28"), bid(1)).Then(tender.BidReceived{
		Number: 1, Bidder: person(1), On: day("2016-09-28"), Interest: tender.None,
	})
	unknown := s.When(at("2016-09-28"), tender.ReceiveBid{Bidder: domain.About(domain.Subject{}, "王五"), Interest: tender.Kin})
	if e := unknown.Accepted(); unknown.Events()[0].(tender.BidReceived).Bidder.Subject == uuid.Nil {
		t.Errorf("a bidder of whom nothing is held becomes a subject: %v", e)
	}
	for name, c := range map[string]struct {
		code   string
		change func(*tender.ReceiveBid)
	}{
		"nobody":         {"bidder_unclear", func(c *tender.ReceiveBid) { c.Bidder = domain.Personal{} }},
		"both":           {"bidder_unclear", func(c *tender.ReceiveBid) { c.Organisation = "诸城木业" }},
		"organisation":   {"", func(c *tender.ReceiveBid) { c.Bidder, c.Organisation = domain.Personal{}, "诸城木业" }},
		"not declared":   {"code_unknown", func(c *tender.ReceiveBid) { c.Interest = "" }},
		"before":         {"bid_out_of_time", func(c *tender.ReceiveBid) { c.On = day("2016-09-25") }},
		"first day":      {"", func(c *tender.ReceiveBid) { c.On = day("2016-09-26") }},
		"on the opening": {"", func(c *tender.ReceiveBid) { c.On = day("2016-10-11") }},
		"tomorrow":       {"not_yet", func(c *tender.ReceiveBid) { c.On = day("2016-10-12") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := bid(1)
			c.change(&command)
			if command.On.IsZero() {
				command.On = day("2016-09-28")
			}
			r := listed(t).When(at("2016-10-11"), command)
			if c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
}

// What came in after the opening is no bid, and neither is what was recorded then
// and dated back.
func TestLateBids(t *testing.T) {
	late := bid(1)
	listed(t).When(at("2016-10-12"), late).Rejected("bid_out_of_time")
	late.On = day("2016-10-10")
	listed(t).When(at("2016-10-12"), late).Rejected("bid_out_of_time")
	listed(t).When(at("2016-10-11"), late).Accepted()
	next := listed(t).RecordedLater(24 * time.Hour)
	next.When(at("2016-10-11"), late).Rejected("bid_out_of_time")
	next.When(at("2016-10-10"), late).Accepted()
	listed(t).Foreign().RecordedLater(240*time.Hour).When(at("2016-10-11"), late).Accepted()
	listed(t).When(bid(2)).When(at("2016-10-11"), open(1)).When(bid(2)).Rejected("bids_opened")
}

// Nobody knows what a bid is for before the bids are opened, and nothing is awarded
// before that.
func TestOpening(t *testing.T) {
	s := listed(t).When(bid(1)).When(bid(2)).Accepted()
	s.State(func(s tender.Tender) {
		if s.Bids[0].Amount != 0 || !s.Opened.IsZero() {
			t.Errorf("%+v", s)
		}
	})
	s.When(at("2016-10-10"), open(1, 2)).Rejected("not_opened")
	s.When(at("2016-10-11"), tender.Award{Bid: 1}).Rejected("bids_not_opened")
	s.When(at("2016-10-11"), open(30_000*yuan, 31_000*yuan)).Then(tender.BidsOpened{
		On: day("2016-10-11"), Offers: []tender.Offer{{Bid: 1, Amount: 30_000 * yuan}, {Bid: 2, Amount: 31_000 * yuan}},
	}).When(open(1, 2)).Rejected("bids_opened")
	for _, c := range []struct {
		offers  []tender.Offered
		invalid []tender.Excluded
		code    string
	}{
		{[]tender.Offered{{Bid: 1, Amount: 0}, {Bid: 2, Amount: 1}}, nil, "amount_out_of_range"},
		{[]tender.Offered{{Bid: 0, Amount: 1}}, nil, "no_such_bid"},
		{[]tender.Offered{{Bid: 3, Amount: 1}}, nil, "no_such_bid"},
		{[]tender.Offered{{Bid: 2, Amount: 1}, {Bid: 1, Amount: 1}}, nil, "not_in_order"},
		{[]tender.Offered{{Bid: 2, Amount: 1}, {Bid: 2, Amount: 1}}, nil, "not_in_order"},
		{nil, nil, "bid_left_out"},
		{[]tender.Offered{{Bid: 1, Amount: 1}}, nil, "bid_left_out"},
		{[]tender.Offered{{Bid: 2, Amount: 1}}, nil, "bid_left_out"},
		{nil, []tender.Excluded{{Bid: 2, Why: tender.NotInForm}}, "bid_left_out"},
		{[]tender.Offered{{Bid: 1, Amount: 1}, {Bid: 2, Amount: 1}}, []tender.Excluded{{Bid: 2, Why: tender.NotInForm}}, "offered_and_invalid"},
		{[]tender.Offered{{Bid: 1, Amount: 1}}, []tender.Excluded{{Bid: 2}}, "code_unknown"},
		{[]tender.Offered{{Bid: 1, Amount: 1}}, []tender.Excluded{{Bid: 3, Why: tender.NotInForm}}, "no_such_bid"},
		{nil, []tender.Excluded{{Bid: 2, Why: tender.NotInForm}, {Bid: 1, Why: tender.NotInForm}}, "not_in_order"},
	} {
		s.When(at("2016-10-11"), tender.OpenBids{Offers: c.offers, Invalid: c.invalid}).Rejected(c.code)
	}
	s.When(at("2016-10-11"), tender.OpenBids{Offers: []tender.Offered{{Bid: 2, Amount: 1}}, Invalid: []tender.Excluded{{Bid: 1, Why: tender.Withdrawn}}}).
		State(func(s tender.Tender) {
			if s.Bids[0].Invalid != tender.Withdrawn || s.Bids[1].Amount != 1 || s.Bids[1].Invalid != "" {
				t.Errorf("%+v", s.Bids)
			}
		}).When(tender.Award{Bid: 1}).Rejected("bid_invalid")
	listed(t).When(at("2016-10-11"), tender.OpenBids{}).Accepted() // there is none to open
	// A bid that offers nothing cannot win, not even for works.
	c := list()
	c.Kind = domain.TenderWorks
	works := county(t).Evidence("decision-1", resolution(domain.PublicWorks, 0)).When(c).When(bid(1)).When(bid(2)).When(bid(3)).
		When(at("2016-10-11"), open(0, 1, 2)).Accepted()
	works.When(tender.Award{Bid: 1}).Rejected("bid_invalid")
	works.When(tender.Award{Bid: 2}).Accepted()
}

// opened has three bids of 30,000 yuan, 32,000 and 40,000, the last of kin.
func opened(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	kin := bid(3)
	kin.Interest = tender.Kin
	return listed(t).When(at("2016-09-28"), bid(1)).When(bid(2)).When(kin).
		When(at("2016-10-11"), open(30_000*yuan, 32_000*yuan, 40_000*yuan)).Accepted()
}

func TestAward(t *testing.T) {
	s := opened(t)
	won := s.When(tender.Award{Bid: 2}).Then(tender.Awarded{
		On: day("2016-10-11"), Bid: 2, Amount: 3_200_000, Best: 3_200_000, Bidders: 2, MinBidders: 2, Rules: "zhucheng-2015",
	})
	won.State(func(s tender.Tender) {
		a := s.Offers().(domain.Award)
		if a.Winner != person(2).Subject || a.Amount != 32_000*yuan || a.Awarded != day("2016-10-11") || a.Decision != "decision-1" {
			t.Errorf("offers %+v", a)
		}
	})
	for _, command := range []any{tender.Award{Bid: 1, Reason: "a"}, bid(4), open(1), tender.Fail{Reason: "a"}, tender.Cancel{Reason: "a"}} {
		won.When(command).Rejected("tender_closed")
	}
	s.When(tender.Award{Bid: 3}).Rejected("interest")
	s.When(tender.Award{Bid: 3, Reason: "出价最高"}).Rejected("interest")
	s.When(tender.Award{Bid: 4}).Rejected("no_such_bid")
	s.When(tender.Award{Bid: 0}).Rejected("no_such_bid")
	s.When(tender.Award{Bid: 1}).Rejected("not_the_best_bid")
	for _, nothing := range []string{" ", ".", "……！！", "放弃了", " a b c "} {
		s.When(tender.Award{Bid: 1, Reason: nothing}).Rejected("not_the_best_bid")
	}
	s.When(tender.Award{Bid: 1, Reason: "首名放弃"}).Accepted()

	decides := bid(4)
	decides.Interest = tender.Decides
	listed(t).When(bid(1)).When(bid(2)).When(decides).When(at("2016-10-11"), open(30_000*yuan, 32_000*yuan, 50_000*yuan)).
		When(tender.Award{Bid: 3}).Rejected("interest")
}

func TestReserve(t *testing.T) {
	s := listed(t).When(bid(1)).When(bid(2)).When(bid(3)).When(at("2016-10-11"), open(30_000*yuan-1, 30_000*yuan, 30_001*yuan)).Accepted()
	s.When(tender.Award{Bid: 1, Reason: "首名放弃"}).Rejected("beyond_the_reserve")
	s.When(tender.Award{Bid: 2, Reason: "首名放弃"}).Accepted()
	works := list()
	works.Kind = domain.TenderWorks
	w := county(t).Evidence("decision-1", resolution(domain.PublicWorks, 0)).When(works).
		When(bid(1)).When(bid(2)).When(bid(3)).When(at("2016-10-11"), open(30_000*yuan+1, 30_000*yuan, 29_000*yuan)).Accepted()
	w.When(tender.Award{Bid: 1, Reason: "首名放弃"}).Rejected("beyond_the_reserve")
	w.When(tender.Award{Bid: 2}).Rejected("not_the_best_bid")
	w.When(tender.Award{Bid: 3}).Accepted()
}

// Two who bid are needed: one who bids twice is one, however a name is spaced, and
// who cannot win is none.
func TestBidders(t *testing.T) {
	kin := bid(2)
	kin.Interest = tender.Kin
	firm := func(name string) tender.ReceiveBid {
		return tender.ReceiveBid{Organisation: name, Interest: tender.None}
	}
	for name, c := range map[string]struct {
		bids   []tender.ReceiveBid
		offers tender.OpenBids
		code   string
	}{
		"one":             {[]tender.ReceiveBid{bid(1)}, open(30_000 * yuan), "too_few_bidders"},
		"one twice":       {[]tender.ReceiveBid{bid(1), bid(1)}, open(31_000*yuan, 30_000*yuan), "too_few_bidders"},
		"one firm twice":  {[]tender.ReceiveBid{firm("诸城木业"), firm(" 诸城　木业 ")}, open(31_000*yuan, 30_000*yuan), "too_few_bidders"},
		"in full width":   {[]tender.ReceiveBid{firm("诸城(A)木业"), firm("诸城（ａ）木业")}, open(31_000*yuan, 30_000*yuan), "too_few_bidders"},
		"two firms":       {[]tender.ReceiveBid{firm("诸城木业"), firm("诸城木材")}, open(31_000*yuan, 30_000*yuan), ""},
		"and kin":         {[]tender.ReceiveBid{bid(1), kin}, open(30_000*yuan, 30_000*yuan), "too_few_bidders"},
		"and one too low": {[]tender.ReceiveBid{bid(1), bid(2)}, open(30_000*yuan, 1), "too_few_bidders"},
		"and one without": {[]tender.ReceiveBid{bid(1), bid(2)}, open(30_000*yuan, 0), "too_few_bidders"},
		"two":             {[]tender.ReceiveBid{bid(1), bid(2)}, open(31_000*yuan, 30_000*yuan), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t)
			for _, b := range c.bids {
				s = s.When(b).Accepted()
			}
			if r := s.When(at("2016-10-11"), c.offers).When(tender.Award{Bid: 1}); c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	listed(t).When(bid(1)).When(firm("诸城木业")).When(at("2016-10-11"), open(30_000*yuan, 30_000*yuan)).
		When(tender.Award{Bid: 2}).State(func(s tender.Tender) {
		if a := s.Offers().(domain.Award); a.WinnerName != "诸城木业" || a.Winner != uuid.Nil {
			t.Errorf("offers %+v", a)
		}
	})
}

func TestEndingWithoutAnAward(t *testing.T) {
	s := listed(t)
	s.When(at("2016-10-10"), tender.Fail{Reason: "无人投标"}).Rejected("not_opened")
	failed := s.When(at("2016-10-11"), tender.Fail{Reason: "无人投标"}).Then(tender.Failed{Reason: "无人投标"})
	s.When(at("2016-10-11"), tender.Fail{}).Rejected("field_missing")
	s.When(tender.Cancel{}).Rejected("field_missing")
	cancelled := s.When(tender.Cancel{Reason: "决议撤回"}).Then(tender.Cancelled{Reason: "决议撤回"})
	for _, closed := range []domaintest.Scenario{failed, cancelled} {
		closed.When(bid(1)).Rejected("tender_closed")
		closed.State(func(s tender.Tender) {
			if a := s.Offers().(domain.Award); !a.Awarded.IsZero() || a.Amount != 0 {
				t.Errorf("offers %+v", a)
			}
		})
	}
	county(t).When(tender.Award{Bid: 1}).Rejected("not_found")
	if (tender.Tender{}).Offers() != nil {
		t.Error("nothing is offered before it is listed")
	}
	e := tender.Listed{Owner: owner}
	if e.Amends(tender.Listed{Owner: owner, What: "a"}) != nil || domain.CodeOf(e.Amends(tender.Listed{Owner: "collective-c2"})) != "identity_stays" {
		t.Error("all but the owner is amended")
	}
}

// Whatever is bid: nothing is ever awarded to who has an interest, or beyond the
// reserve, or below another one without a reason.
func TestAnyBids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		works := rapid.Bool().Draw(t, "works")
		c, decision := list(), resolution(domain.Leasing, 0)
		if works {
			c.Kind, decision.Kind = domain.TenderWorks, domain.PublicWorks
		}
		s := county(t).Evidence("decision-1", decision).When(c).Accepted()
		var bids []tender.ReceiveBid
		var amounts []domain.Money
		for range rapid.IntRange(0, 6).Draw(t, "bids") {
			b := bid(rapid.ByteRange(1, 3).Draw(t, "who"))
			b.Interest = rapid.SampledFrom([]tender.Interest{tender.None, tender.None, tender.Kin, tender.Decides}).Draw(t, "interest")
			bids = append(bids, b)
			amounts = append(amounts, rapid.SampledFrom([]domain.Money{0, 29_998, 29_999, 30_000, 30_001, 30_002}).Draw(t, "amount")*yuan)
			s = s.When(b).Accepted()
		}
		s = s.When(at("2016-10-11"), open(amounts...)).Accepted()
		reason := rapid.SampledFrom([]string{"", "首名放弃"}).Draw(t, "reason")
		n := rapid.IntRange(0, 7).Draw(t, "award")
		r := s.When(tender.Award{Bid: n, Reason: reason})
		if r.Err() != nil {
			s = r.Rejected(domain.CodeOf(r.Err()))
			domaintest.CheckFold(t, tenders, s.Facts()...)
			return
		}
		domaintest.CheckFold(t, tenders, r.Accepted().Facts()...)
		won := amounts[n-1]
		if bids[n-1].Interest != tender.None || won == 0 {
			t.Fatalf("awarded to %s, for %s", bids[n-1].Interest, won)
		}
		for i, amount := range amounts {
			within := amount > 0 && (works && amount <= c.Reserve || !works && amount >= c.Reserve)
			better := works && amount < won || !works && amount > won
			if bids[i].Interest == tender.None && within && better && reason == "" {
				t.Fatalf("%s was better than %s", amount, won)
			}
		}
	})
}
