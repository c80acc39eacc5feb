package asset_test

import (
	"slices"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

// sale is a contract that sells the asset alone, below the threshold of bidding.
func sale(total domain.Money) domain.ContractTerms {
	return domain.ContractTerms{
		Owner: owner, Kind: domain.SaleContract, Assets: []string{"asset-1"}, Signed: day("2016-08-20"), From: day("2016-09-01"),
		Total: total, Decision: "decision-1", PartyName: "诸城木业",
	}
}

// worth is an asset of a net value, with a decision to sell it.
func worth(t domaintest.TB, net domain.Money) domaintest.Scenario {
	t.Helper()
	c := workshop()
	c.NetValue = net
	return empty(t).Evidence("decision-1", resolution(domain.Disposal, 0)).When(at("2016-01-10"), c).Accepted().Given(at("2016-09-01"))
}

var sell = asset.Dispose{Contract: "contract-1", Decision: "decision-1"}

func TestDisposing(t *testing.T) {
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(49_999*yuan))
	sold := s.When(at("2016-09-01"), sell).Then(asset.Disposed{
		On: day("2016-09-01"), Contract: "contract-1", Decision: "decision-1", Price: 49_999 * yuan, NetValue: 40_000 * yuan,
		Judged: rules.Weighing{
			Value: 49_999 * yuan, AppraisalFrom: 100_000 * yuan, BiddingFrom: 50_000 * yuan, NeedsDecision: true, Rules: "zhucheng-2015",
		},
	})
	sold.State(func(a asset.Asset) {
		o := a.Offers().(domain.CollectiveAsset)
		if !a.Closed() || !o.Closed || a.GivenUp != 40_000*yuan || a.Price != 49_999*yuan || a.Contract != "contract-1" || a.Decision != "decision-1" {
			t.Errorf("who decided it, and where the value went: %+v", a)
		}
	})
	on := day("2016-09-01")
	for _, command := range []any{
		sell, asset.Verify{On: on, Quantity: 1, Condition: asset.IsSound, Document: "a"}, asset.Appraise{On: on, Value: 1, Appraiser: "a", Report: "b"},
		asset.Revalue{Basis: asset.OnAppraisal, Reason: "a"}, asset.Transfer{To: other, Decision: "decision-1"},
		asset.WriteOff{Decision: "decision-1", Reason: "a"}, asset.Damage{On: on, Condition: asset.IsLost, What: "a"}, asset.Find{On: on, Quantity: 1, What: "a"},
	} {
		sold.When(command).Rejected("asset_closed")
	}
	sold.Evidence("contract-2", lease()).When(asset.Lease{Contract: "contract-2"}).Rejected("asset_closed")
}

// What a collective left that was merged is given away by the one that goes on in
// its place.
func TestWhatAMergedCollectiveLeft(t *testing.T) {
	taken := resolution(domain.Transfer, 0)
	taken.Owner, taken.Proposed = other, day("2016-01-01")
	give := asset.Transfer{To: other, Decision: "decision-2"}
	s := worth(t, 40_000*yuan).Evidence("decision-2", taken).Evidence(other, domain.Unit{Level: domain.VillageUnit, Collective: true})
	s.When(give).Rejected("decision_of_another")
	merged := s.Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true, Merged: other})
	merged.When(give).Accepted()
	merged.When(asset.Transfer{To: owner, Decision: "decision-2"}).Rejected("owns_it_already")
	taken.Kind = domain.WriteOff
	merged.Evidence("decision-2", taken).When(asset.WriteOff{Decision: "decision-2", Reason: "报废"}).Accepted()
	// Through another one that was merged in turn.
	taken.Owner = "collective-c9"
	merged.Evidence("decision-2", taken).Evidence(other, domain.Unit{Collective: true, Merged: "collective-c9"}).
		When(asset.WriteOff{Decision: "decision-2", Reason: "报废"}).Accepted()
}

// Each step of the decision that it rests on is asked for.
func TestDisposalRestsOnADecision(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*domain.Resolution)
	}{
		"of another":          {"decision_of_another", func(r *domain.Resolution) { r.Owner = other }},
		"to lease it":         {"decision_of_another_kind", func(r *domain.Resolution) { r.Kind = domain.Leasing }},
		"withdrawn":           {"decision_void", func(r *domain.Resolution) { r.Void = true }},
		"not adopted":         {"decision_not_adopted", func(r *domain.Resolution) { r.Adopted = domain.Date{} }},
		"not disclosed":       {"decision_not_disclosed", func(r *domain.Resolution) { r.Disclosed = domain.Date{} }},
		"posted until today":  {"decision_posted", func(r *domain.Resolution) { r.Binds = day("2016-09-02") }},
		"binds since today":   {"", func(r *domain.Resolution) { r.Binds = day("2016-09-01") }},
		"objection":           {"objection_open", func(r *domain.Resolution) { r.Open = 1 }},
		"about another asset": {"decision_not_about_it", func(r *domain.Resolution) { r.Concerns = []string{"asset-2"} }},
	} {
		t.Run(name, func(t *testing.T) {
			r := resolution(domain.Disposal, 0)
			c.change(&r)
			result := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan)).Evidence("decision-1", r).When(at("2016-09-01"), sell)
			if c.code == "" {
				result.Accepted()
			} else {
				result.Rejected(c.code)
			}
		})
	}
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan))
	s.When(asset.Dispose{Contract: "contract-1"}).Rejected("decision_missing")
	s.Evidence("decision-2", resolution(domain.Disposal, 0)).When(asset.Dispose{Contract: "contract-1", Decision: "decision-2"}).Rejected("decision_of_another_contract")
}

func TestDisposalAtItsPrice(t *testing.T) {
	two := sale(45_000 * yuan)
	two.Assets = []string{"asset-1", "asset-2"}
	at1 := func(price domain.Money) asset.Dispose {
		return asset.Dispose{Contract: "contract-1", Decision: "decision-1", Price: price}
	}
	s := worth(t, 40_000*yuan).Evidence("contract-1", two)
	s.When(sell).Rejected("amount_out_of_range") // which of the two, for how much?
	s.When(at1(-1)).Rejected("amount_out_of_range")
	s.When(at1(45_000*yuan + 1)).Rejected("not_the_contract_price")
	s.When(at1(45_000 * yuan)).Accepted()
	s.When(at1(1)).Accepted()
	alone := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan))
	alone.When(at1(45_000*yuan - 1)).Rejected("not_the_contract_price")
	alone.When(at1(45_000 * yuan)).Accepted()

	ended := sale(45_000 * yuan)
	ended.Ended = day("2016-08-30")
	alone.Evidence("contract-1", ended).When(sell).Rejected("contract_ended")
	alone.Evidence("contract-1", lease()).When(sell).Rejected("contract_of_another_kind")
}

// The greater of price and net value counts, so that a low price does not evade
// the thresholds.
func TestThresholdsOfADisposal(t *testing.T) {
	bid := func(total domain.Money) domain.ContractTerms {
		c := sale(total)
		c.Tender = "tender-1"
		return c
	}
	for name, c := range map[string]struct {
		net       domain.Money
		terms     domain.ContractTerms
		appraised string
		code      string
	}{
		"a fen below bidding":    {1, sale(4_999_999), "", ""},
		"bidding by price":       {1, sale(5_000_000), "", "bidding_missing"},
		"bidding by value":       {5_000_000, sale(1), "", "bidding_missing"},
		"bid for":                {5_000_000, bid(9_999_999), "", ""},
		"appraisal by price":     {1, bid(10_000_000), "", "appraisal_missing"},
		"appraisal by value":     {10_000_000, bid(1), "", "appraisal_missing"},
		"appraised a year ago":   {1, bid(10_000_000), "2015-08-21", ""},
		"and a day":              {1, bid(10_000_000), "2015-08-20", "appraisal_too_old"},
		"appraised, not bid for": {1, sale(10_000_000), "2016-08-01", "bidding_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			s := worth(t, c.net).Evidence("contract-1", c.terms)
			if c.appraised != "" {
				s = s.When(at("2016-08-05"), asset.Appraise{On: day(c.appraised), Value: 120_000 * yuan, Appraiser: "正信评估", Report: "1"}).Accepted()
			}
			r := s.When(at("2016-09-01"), sell)
			if c.code != "" {
				r.Rejected(c.code)
				return
			}
			r.Accepted()
			if e := r.Events()[0].(asset.Disposed); c.appraised != "" && (e.Appraised != 120_000*yuan || e.AppraisedOn != day(c.appraised)) {
				t.Errorf("the appraisal stands in the event: %+v", e)
			}
		})
	}
}

// A count within a year before a sale or a transfer does not bring it below a
// threshold; an appraisal does.
func TestACountBeforeItLeaves(t *testing.T) {
	counted := func(on string) domaintest.Scenario {
		return empty(t).Evidence("decision-1", resolution(domain.Disposal, 0)).Evidence("decision-2", resolution(domain.Transfer, 0)).
			Evidence("contract-1", sale(yuan)).When(at("2015-01-10"), dear()).
			When(at(on), asset.Verify{On: day(on), Quantity: 1, NetValue: yuan, Condition: asset.IsSound, Document: "a"}).
			When(asset.Revalue{Basis: asset.OnVerification, Reason: "a"}).Accepted().Given(at("2016-09-01"))
	}
	move := asset.Transfer{To: other, Decision: "decision-2"}
	within := counted("2015-09-02") // 365 days before
	within.When(sell).Rejected("appraisal_missing")
	within.When(move).Rejected("appraisal_missing")
	before := counted("2015-09-01")
	before.When(sell).Accepted()
	before.When(move).Accepted()
	// Who receives it would know nothing of a count that an appraisal did not confirm.
	bid := within.When(at("2016-08-20"), asset.Appraise{On: day("2016-08-20"), Value: 50_000 * yuan, Appraiser: "a", Report: "b"}).Accepted()
	bid.When(at("2016-09-01"), move).Rejected("counted_below_a_threshold")
	bid.When(at("2016-09-01"), asset.Revalue{Basis: asset.OnAppraisal, Reason: "a"}).When(move).Accepted()
	for net, code := range map[domain.Money]string{50_000*yuan - 1: "", 50_000 * yuan: "counted_below_a_threshold"} {
		s := worth(t, net).Evidence("decision-2", resolution(domain.Transfer, 0)).
			When(at("2016-08-20"), asset.Verify{On: day("2016-08-20"), Quantity: 1, NetValue: yuan, Condition: asset.IsSound, Document: "a"}).
			When(asset.Revalue{Basis: asset.OnVerification, Reason: "a"}).When(move)
		if got := domain.CodeOf(s.Err()); got != code {
			t.Errorf("from %s: %q (%v)", net, got, s.Err())
		}
	}
	appraised := within.When(asset.Appraise{On: day("2016-08-01"), Value: 49_999 * yuan, Appraiser: "a", Report: "b"}).Accepted()
	appraised.When(sell).Rejected("bidding_missing")
	appraised.When(asset.Revalue{Basis: asset.OnAppraisal, Reason: "a"}).When(sell).Accepted()
	domaintest.CheckFold(t, assets, appraised.Facts()...)
}

// dear is worth as much as has to be appraised and bid for.
func dear() asset.Register {
	c := workshop()
	c.NetValue = 100_000 * yuan
	return c
}

// A count of after the vote does not bring what is given up below what was allowed.
func TestACountAfterTheVote(t *testing.T) {
	for _, c := range []struct {
		voted, code string
	}{{"2016-08-09", "beyond_the_decision"}, {"2016-08-10", "beyond_the_decision"}, {"2016-08-11", ""}} {
		for kind, leaves := range map[domain.MatterKind]any{
			domain.WriteOff: asset.WriteOff{Decision: "decision-1", Reason: "a"}, domain.Transfer: asset.Transfer{To: other, Decision: "decision-1"},
		} {
			r := resolution(kind, 10_000*yuan)
			r.Voted, r.Adopted, r.Disclosed, r.Binds = day(c.voted), day("2016-08-11"), day("2016-08-11"), day("2016-08-21")
			s := worth(t, 40_000*yuan).Evidence("decision-1", r).
				When(at("2016-08-10"), asset.Verify{On: day("2016-08-10"), Quantity: 1, NetValue: 10_000 * yuan, Condition: asset.IsDamaged, Document: "a"}).
				When(asset.Revalue{Basis: asset.OnVerification, Reason: "a"}).When(at("2016-09-01"), leaves)
			if got := domain.CodeOf(s.Err()); got != c.code {
				t.Errorf("%s, voted on %s: %q (%v)", kind, c.voted, got, s.Err())
			}
		}
	}
}

// What is lost is neither sold nor handed over; it is written off.
func TestWhatIsLostDoesNotGoToOthers(t *testing.T) {
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan)).
		Evidence("decision-2", resolution(domain.WriteOff, 0)).Evidence("decision-3", resolution(domain.Transfer, 0)).
		When(at("2016-08-25"), asset.Damage{On: day("2016-08-25"), Condition: asset.IsLost, What: "被盗"}).Accepted()
	move := asset.Transfer{To: other, Decision: "decision-3"}
	s.When(at("2016-09-01"), sell).Rejected("lost")
	s.When(at("2016-09-01"), move).Rejected("lost")
	s.When(at("2016-09-01"), asset.WriteOff{Decision: "decision-2", Reason: "被盗"}).Accepted()
	found := s.When(at("2016-09-01"), asset.Find{On: day("2016-09-01"), Quantity: 600, What: "追回"}).Accepted()
	found.When(sell).Accepted()
	found.When(move).Accepted()
}

// What is let does not leave before its lease is ended, which may go over.
func TestWhatIsLetDoesNotLeave(t *testing.T) {
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan)).Evidence("contract-2", lease()).
		Evidence("decision-2", resolution(domain.WriteOff, 0)).Evidence("decision-3", resolution(domain.Transfer, 0)).
		When(at("2016-08-25"), asset.Lease{Contract: "contract-2"}).Accepted()
	s.When(sell).Rejected("let")
	s.When(asset.WriteOff{Decision: "decision-2", Reason: "a"}).Rejected("let")
	s.When(asset.Transfer{To: other, Decision: "decision-3"}).Rejected("let")
	s.When(at("2017-08-31"), sell).Rejected("let") // its last day
	s.When(at("2017-09-01"), sell).Accepted()
	over := lease()
	over.Ended, over.Why = day("2016-09-30"), domain.EndGoesOver
	gone := s.Evidence("contract-2", over).When(at("2016-09-30"), asset.EndLease{Contract: "contract-2"}).Accepted()
	gone.When(sell).Rejected("let")
	gone.When(at("2016-10-01"), sell).Accepted()
}

func TestTransfer(t *testing.T) {
	move := asset.Transfer{To: other, Decision: "decision-1"}
	s := registered(t).Evidence("decision-1", resolution(domain.Transfer, 50_000*yuan))
	moved := s.When(at("2016-09-01"), move).Then(asset.Transferred{
		On: day("2016-09-01"), To: other, Decision: "decision-1", NetValue: 50_000 * yuan,
		Judged: rules.Weighing{Value: 50_000 * yuan, AppraisalFrom: 100_000 * yuan, NeedsDecision: true, Rules: "zhucheng-2015"},
	})
	s.Evidence("decision-1", resolution(domain.Transfer, 50_000*yuan-1)).When(move).Rejected("beyond_the_decision")
	s.Evidence("decision-1", resolution(domain.Disposal, 0)).When(move).Rejected("decision_of_another_kind")
	s.When(asset.Transfer{To: owner, Decision: "decision-1"}).Rejected("owns_it_already")
	s.When(asset.Transfer{To: "collective-c3", Decision: "decision-1"}).Rejected("owner_merged")
	s.When(asset.Transfer{To: other}).Rejected("decision_missing")

	// The other collective goes on with it, value for value, once.
	var from domain.CollectiveAsset
	moved.State(func(a asset.Asset) { from = a.Offers().(domain.CollectiveAsset) })
	receive := asset.Receive{From: "asset-1", Owner: other}
	there := empty(t).Stream("asset-"+receive.StreamID()).Evidence("asset-1", from)
	there.When(at("2016-09-02"), receive).Then(asset.Registered{
		Owner: other, Class: domain.OperatingAsset, Kind: domain.Building, Name: "村东厂房", Location: "村东", Quantity: 600,
		Unit: domain.SquareMetres, OriginalValue: 80_000 * yuan, NetValue: 50_000 * yuan, Origin: asset.TakenOver, From: "asset-1",
	}).When(receive).Rejected("already_exists")
	there.Evidence(other, domain.Unit{Level: domain.VillageUnit, Collective: true, Merged: owner}).When(receive).Accepted() // merged meanwhile
	there.Stream("asset-7").When(receive).Rejected("id_invalid")
	there.When(asset.Receive{From: "asset-1", Owner: owner}).Rejected("not_transferred")
	there.When(asset.Receive{From: "decision-1", Owner: other}).Rejected("not_an_asset")
	kept := from
	kept.To, kept.Closed = "", false
	there.Evidence("asset-1", kept).When(receive).Rejected("not_transferred")
	if receive.StreamID() != (asset.Receive{From: "asset-1", Owner: owner}).StreamID() || receive.StreamID() == (asset.Receive{From: "asset-2", Owner: other}).StreamID() {
		t.Error("one asset follows each that was transferred")
	}
}

// From 100,000 yuan on a transfer needs an appraisal; it is not bid for.
func TestTransferOfGreatValue(t *testing.T) {
	move := asset.Transfer{To: other, Decision: "decision-1"}
	decided := resolution(domain.Transfer, 0)
	worth(t, 99_999*yuan+99).Evidence("decision-1", decided).When(at("2016-09-01"), move).Accepted()
	s := worth(t, 100_000*yuan).Evidence("decision-1", decided)
	s.When(at("2016-09-01"), move).Rejected("appraisal_missing")
	s.When(at("2016-08-30"), asset.Appraise{On: day("2016-08-30"), Value: 1, Appraiser: "a", Report: "b"}).When(at("2016-09-01"), move).Accepted()
}

func TestWriteOff(t *testing.T) {
	off := asset.WriteOff{Decision: "decision-1", Reason: "倒塌无法修复"}
	s := registered(t).Evidence("decision-1", resolution(domain.WriteOff, 50_000*yuan))
	s.When(at("2016-09-01"), off).
		Then(asset.WrittenOff{On: day("2016-09-01"), Decision: "decision-1", NetValue: 50_000 * yuan, Reason: "倒塌无法修复"}).
		State(func(a asset.Asset) {
			if a.Status != asset.WasWrittenOff || a.GivenUp != 50_000*yuan {
				t.Errorf("%+v", a)
			}
		})
	s.When(asset.WriteOff{Decision: "decision-1"}).Rejected("field_missing")
	s.When(asset.WriteOff{Reason: "a"}).Rejected("decision_missing")
	s.Evidence("decision-1", resolution(domain.WriteOff, 50_000*yuan-1)).When(off).Rejected("beyond_the_decision")
	s.Evidence("decision-1", resolution(domain.Disposal, 0)).When(off).Rejected("decision_of_another_kind")
}

// A history that nobody judged is judged later: other numbers than those of the
// rules are found.
func TestNumbersAreJudged(t *testing.T) {
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan)).Evidence("contract-2", lease())
	sold := s.When(at("2016-09-01"), sell).Events()[0].(asset.Disposed)
	let := s.When(at("2016-09-01"), asset.Lease{Contract: "contract-2"}).Events()[0].(asset.Leased)
	for name, e := range map[string]domain.Event{
		"net value":  func() domain.Event { e := sold; e.NetValue--; return e }(),
		"day":        func() domain.Event { e := sold; e.On = day("2016-08-31"); return e }(),
		"thresholds": func() domain.Event { e := sold; e.Judged.BiddingFrom++; return e }(),
		"tender":     func() domain.Event { e := sold; e.Tender = "tender-9"; return e }(),
		"rent":       func() domain.Event { e := let; e.Rent--; return e }(),
		"months":     func() domain.Event { e := let; e.Judged.Months--; return e }(),
		"rules":      func() domain.Event { e := let; e.Judged.Rules = "x"; return e }(),
	} {
		judged(t, s, e, "numbers_differ", name)
	}
	judged(t, s, sold, "", "as decided")
	judged(t, s, let, "", "as decided")
}

// judged judges an event after a history, with the evidence of its command.
func judged(t *testing.T, s domaintest.Scenario, e domain.Event, code, name string) {
	t.Helper()
	replay := domain.Define("asset",
		domain.Records[asset.Asset](slices.Collect(func(yield func(domain.Wording) bool) {
			for _, spec := range assets.Events {
				if !yield(spec.Wording) {
					return
				}
			}
		})...),
		domain.Accepts[asset.Asset, replayed]("", "", domain.Accountant.At(domain.CommunityLevel)))
	again := domaintest.For(t, replay).Evidence("decision-1", resolution(domain.Disposal, 0)).
		Evidence("contract-1", sale(45_000*yuan)).Evidence("contract-2", lease())
	for _, f := range s.Facts() {
		again = again.Given(domaintest.Moment{Time: f.OccurredAt}, f.Event)
	}
	r := again.When(at("2016-09-01"), replayed{e})
	if got := domain.CodeOf(r.Err()); got != code {
		t.Errorf("%s: %q, want %q (%v)", name, got, code, r.Err())
	}
}

// replayed records an event as it stands.
type replayed struct{ event domain.Event }

func (replayed) CommandType() string { return "asset.replay" }
func (replayed) Relies(asset.Asset) []domain.Ref {
	return domain.LatestOf("decision-1", "contract-1", "contract-2")
}

func (c replayed) Decide(asset.Asset, domain.Act) ([]domain.Event, error) {
	return []domain.Event{c.event}, nil
}

func TestFolding(t *testing.T) {
	ended := lease()
	ended.Ended, ended.Why = day("2016-12-31"), domain.EndBreach
	on := day("2016-08-01")
	s := worth(t, 40_000*yuan).Evidence("contract-1", sale(45_000*yuan)).Evidence("contract-2", lease()).
		When(at("2016-08-01"), asset.Verify{On: on, Quantity: 590, NetValue: 38_000 * yuan, Condition: asset.IsDamaged, Document: "a"}).
		When(asset.Appraise{On: on, Value: 39_000 * yuan, Appraiser: "a", Report: "b"}).
		When(asset.Revalue{Basis: asset.OnVerification, Reason: "a"}).
		When(asset.Find{On: on, Quantity: 600, What: "修复"}).
		When(asset.Lease{Contract: "contract-2"}).
		When(asset.Damage{On: on, Condition: asset.IsDamaged, What: "a"}).
		Accepted().Evidence("contract-2", ended).
		When(at("2016-12-31"), asset.EndLease{Contract: "contract-2"}).
		When(at("2017-01-01"), sell).Accepted()
	domaintest.CheckFold(t, assets, s.Facts()...)
}
