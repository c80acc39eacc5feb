package ledger_test

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/tender"
)

const (
	classes   = "Assets are operating, non-operating, or resource (land, forest, water). They belong to a collective."
	inventory = "asset: registered, verified (清产核资), appraised, revalued"
	mishaps   = "asset: damaged, found"
	claimed   = "a lease is claimed in the asset's stream, so two never overlap"
	onDecided = "disposal, transfer, write-off, and leases as the rule set says rest on an adopted, disclosed decision that names the asset"
	dearOnes  = "above its thresholds also on an appraisal and a public bidding"
	isClosed  = "an asset disposed of is closed"
	noFavours = "no award to one who decides or to their kin"
	bidding   = "tender: listed, bid-received, awarded, failed, cancelled"
	everyBid  = "every bid is opened, with what it is for or why it does not count"
	schedule  = "contract: signed (rent schedule)"
	amending  = "contract: amended (a legal amendment, not a correction)"
	rentDue   = "rent due is derived from the schedule"
	endings   = "contract: breached, ended, put-right (两清理)"
	borrowing = "borrowing rests on a decision"
	repaying  = "debt: incurred, repaid, collected, written-off"

	fromRecording = "periods that protect the public count from the day of recording"
)

var assets = []violation{
	{says: classes, rule: "not_a_collective", like: "shop", change: but(func(e *asset.Registered) { e.Owner = "village-dong" })},
	{says: classes, rule: "owner_merged", like: "shop", change: with(func(p *planting, e *asset.Registered) {
		e.Owner = "collective-g9"
		p.resting(e.Owner)
	})},
	{says: classes, rule: "class_of_another_kind", like: "shop", change: but(func(e *asset.Registered) { e.Class = domain.ResourceAsset })},
	{says: classes, rule: "class_of_another_kind", like: "land", change: but(func(e *asset.Registered) { e.Class = domain.OperatingAsset })},
	{says: classes, rule: "code_unknown", like: "shop", change: but(func(e *asset.Registered) { e.Class = "private" })},
	{says: inventory, rule: "already_registered", like: "shop", after: "shop", change: again},
	{says: inventory, rule: "not_registered", like: "counted", change: func(p *planting) { p.another() }},
	{says: inventory, rule: "amount_out_of_range", like: "shop", change: but(func(e *asset.Registered) { e.NetValue = -1 })},
	{says: inventory, rule: "quantity_missing", like: "shop", change: but(func(e *asset.Registered) { e.Quantity = 0 })},
	{says: inventory, rule: "field_missing", like: "shop", change: but(func(e *asset.Registered) { e.Name = "" })},
	{says: inventory, rule: "not_yet", like: "shop", change: but(func(e *asset.Registered) { e.AcquiredOn = day("2016-09-03") })},
	{says: inventory, rule: "origin_unclear", like: "shop", change: but(func(e *asset.Registered) { e.Origin = asset.TakenOver })},
	{says: inventory, rule: "not_yet", like: "counted", change: but(func(e *asset.Verified) { e.On = day("2016-09-03") })},
	{says: inventory, rule: "lost_is_nothing", like: "counted", change: but(func(e *asset.Verified) { e.Condition = asset.IsLost })},
	{says: inventory, rule: "quantity_missing", like: "counted", change: but(func(e *asset.Verified) { e.Quantity = 0 })},
	{says: inventory, rule: "field_missing", like: "counted", change: but(func(e *asset.Verified) { e.Document = "" })},
	{says: inventory, rule: "amount_out_of_range", like: "appraised", change: but(func(e *asset.Appraised) { e.Value = 0 })},
	{says: inventory, rule: "not_yet", like: "appraised", change: but(func(e *asset.Appraised) { e.On = day("2016-09-03") })},
	{says: inventory, rule: "field_missing", like: "appraised", change: but(func(e *asset.Appraised) { e.Report = "" })},
	{says: inventory, rule: "no_basis", like: "revalued", change: but(func(e *asset.Revalued) { e.Basis = asset.OnAppraisal })},
	{says: inventory, rule: "appraisal_too_old", like: "revalued", prepare: func(s *story) {
		s.do("appraised long ago", s.accountant, s.ids["hut"], asset.Appraise{On: day("2015-09-01"), Value: 1_000 * yuan, Appraiser: "评估所", Report: "评3号"})
	}, change: but(func(e *asset.Revalued) {
		e.Basis, e.BasisOn, e.NetValue = asset.OnAppraisal, day("2015-09-01"), 1_000*yuan
	})},
	{says: inventory, rule: "numbers_differ", like: "revalued", change: but(func(e *asset.Revalued) { e.NetValue++ })},
	{says: inventory, rule: "same_value", like: "revalued", after: "revalued", change: again},
	{says: inventory, rule: "field_missing", like: "revalued", change: but(func(e *asset.Revalued) { e.Reason = "" })},
	{says: mishaps, rule: "code_unknown", like: "damaged", change: but(func(e *asset.Damaged) { e.Condition = asset.IsSound })},
	{says: mishaps, rule: "not_yet", like: "damaged", change: but(func(e *asset.Damaged) { e.On = day("2016-09-03") })},
	{says: mishaps, rule: "already_lost", like: "damaged", prepare: lost("hut"), change: again},
	{says: mishaps, rule: "nothing_to_find", like: "found", after: "found", change: again},
	{says: mishaps, rule: "quantity_missing", like: "found", change: but(func(e *asset.Found) { e.Quantity = 0 })},
	{says: claimed, rule: "leases_overlap", like: "hut leased", prepare: func(s *story) {
		s.do("hut let twice", s.accountant, "", contract.Sign{
			Owner: "collective-g1", Kind: domain.LeaseContract, Assets: []string{s.stream("hut")}, Organisation: "某店",
			From: day("2017-10-31"), To: day("2018-01-31"), Amount: 100 * yuan,
		})
		s.do("second claim", s.accountant, s.ids["hut"], asset.Lease{Contract: s.stream("hut let twice")})
	}, change: again},
	{says: claimed, rule: "already_claimed", like: "leased", after: "leased", change: again},
	{says: claimed, rule: "numbers_differ", like: "leased", change: but(func(e *asset.Leased) { e.To = e.To.AddDays(-1) })},
	{says: claimed, rule: "numbers_differ", like: "leased", change: but(func(e *asset.Leased) { e.Rent-- })},
	{says: claimed, rule: "numbers_differ", like: "leased", change: but(func(e *asset.Leased) { e.Judged.Rules = "organic-law-2010" })},
	{says: claimed, rule: "numbers_differ", like: "leased", change: but(func(e *asset.Leased) { e.Decision = "" })},
	{says: claimed, rule: "ends_before_it_begins", like: "leased", change: but(func(e *asset.Leased) { e.To = e.From.AddDays(-1) })},
	{says: claimed, rule: "not_a_contract", like: "leased", change: but(func(e *asset.Leased) { e.Contract = "decision-x" })},
	{says: claimed, rule: "contract_of_another_kind", like: "hut leased", change: with(func(p *planting, e *asset.Leased) {
		e.Contract = p.stream("works signed")
		p.resting(e.Contract)
	})},
	{says: claimed, rule: "contract_not_about_it", like: "hut leased", change: func(p *planting) { p.in("big") }},
	{says: claimed, rule: "lost", like: "hut leased", prepare: lost("hut"), change: again},
	{says: claimed, rule: "contract_ended", like: "hut leased", prepare: func(s *story) {
		s.do("hut ended", s.accountant, s.ids["hut let"], contract.End{Why: domain.EndAgreed})
	}, change: again},
	{says: "a decision lets an asset once", rule: "decision_used", like: "hut leased", prepare: func(s *story) {
		for step, year := range map[string]string{"hut let in 2018": "2018", "hut let in 2019": "2019"} {
			s.do(step, s.accountant, "", contract.Sign{
				Owner: "collective-g1", Kind: domain.LeaseContract, Assets: []string{s.stream("hut")}, Organisation: "某店",
				From: day(year + "-01-01"), To: day(year + "-12-31"), Amount: 100 * yuan, Decision: s.stream("let hut/proposed"),
			})
		}
		s.do("claim of 2018", s.accountant, s.ids["hut"], asset.Lease{Contract: s.stream("hut let in 2018")})
	}, change: with(func(p *planting, e *asset.Leased) {
		*e = p.records["claim of 2018"].Event.(asset.Leased)
		e.Contract, e.From, e.To = p.stream("hut let in 2019"), day("2019-01-01"), day("2019-12-31")
		p.resting(e.Contract)
	})},
	{says: claimed, rule: "contract_not_ended", like: "lease ended", after: "put right", change: again},
	{says: claimed, rule: "not_leased", like: "lease ended", change: func(p *planting) { p.in("big") }},
	{says: claimed, rule: "numbers_differ", like: "lease ended", change: but(func(e *asset.LeaseEnded) { e.On = e.On.AddDays(-1) })},
	{says: claimed, rule: "numbers_differ", like: "lease ended", change: but(func(e *asset.LeaseEnded) { e.Reason = domain.EndAgreed })},
	{says: claimed, rule: "lease_ended", like: "lease ended", after: "lease ended", change: again},
}

func lost(step string) func(*story) {
	return func(s *story) {
		s.do("lost", s.accountant, s.ids[step], asset.Damage{On: domain.DateOf(s.clock.Now(), shanghai), Condition: asset.IsLost, What: "火灾"})
	}
}

// worth gives an asset another net value.
func worth(step string, value domain.Money) func(*story) {
	return func(s *story) {
		today := domain.DateOf(s.clock.Now(), shanghai)
		s.do("worth", s.accountant, s.ids[step], asset.Verify{On: today, Quantity: 1, NetValue: value, Condition: asset.IsSound, Document: "盘点表"})
		s.do("worth", s.accountant, s.ids[step], asset.Revalue{Basis: asset.OnVerification, Reason: "盘点"})
	}
}

// objection raises an objection to a decision, upheld or not answered.
func objection(step string, upheld bool) func(*story) {
	return func(s *story) {
		s.do("objection", s.recorder, s.ids[step], decision.RaiseObjection{Text: domain.Note("不同意")})
		if upheld {
			s.do("upheld", s.recorder, s.ids[step], decision.AnswerObjection{Number: 1, Upheld: true, Text: domain.Note("有理")})
		}
	}
}

var leaving = []violation{
	{says: onDecided, rule: "decision_missing", like: "transferred", change: but(func(e *asset.Transferred) { e.Decision = "" })},
	{says: onDecided, rule: "decision_missing", like: "written off", change: but(func(e *asset.WrittenOff) { e.Decision = "" })},
	{says: onDecided, rule: "decision_missing", like: "sold", change: but(func(e *asset.Disposed) { e.Decision = "" })},
	{says: onDecided, rule: "decision_of_another_kind", like: "written off", change: with(func(p *planting, e *asset.WrittenOff) {
		e.Decision = p.stream("give/proposed")
		p.resting(e.Decision)
	})},
	{says: onDecided, rule: "decision_of_another", like: "written off", change: with(func(p *planting, e *asset.WrittenOff) {
		e.Decision = p.stream("dong/proposed")
		p.resting(e.Decision)
	})},
	{says: onDecided, rule: "decision_not_about_it", like: "written off", change: func(p *planting) { p.in("hut") }},
	{says: onDecided, rule: "decision_not_about_it", like: "transferred", change: func(p *planting) { p.in("big") }},
	{says: onDecided, rule: "decision_not_adopted", like: "written off", after: "lose/voted", change: but(func(e *asset.WrittenOff) { e.On = day("2016-10-10") })},
	{says: onDecided, rule: "decision_not_disclosed", like: "written off", after: "lose/adopted", change: but(func(e *asset.WrittenOff) { e.On = day("2016-10-10") })},
	{says: onDecided, rule: "decision_posted", like: "written off", after: "extend/disclosed", change: but(func(e *asset.WrittenOff) { e.On = day("2016-10-10") })},
	{says: onDecided, rule: "decision_posted", like: "written off", after: "extend/disclosed", change: with(func(p *planting, e *asset.WrittenOff) {
		p.on("2016-10-18")
		e.On = day("2016-10-18")
	})},
	{says: onDecided, rule: "objection_open", like: "written off", after: "extend/disclosed", prepare: objection("lose/proposed", false), change: with(func(p *planting, e *asset.WrittenOff) {
		p.on("2016-10-20")
		e.On = day("2016-10-20")
	})},
	{says: onDecided, rule: "decision_void", like: "written off", after: "extend/disclosed", prepare: objection("lose/proposed", true), change: with(func(p *planting, e *asset.WrittenOff) {
		p.on("2016-10-20")
		e.On = day("2016-10-20")
	})},
	{says: onDecided, rule: "beyond_the_decision", like: "written off", prepare: worth("well", 2_000*yuan+1), change: but(func(e *asset.WrittenOff) { e.NetValue++ })},
	{says: onDecided, rule: "beyond_the_decision", like: "transferred", prepare: worth("pump", 3_000*yuan+1), change: but(func(e *asset.Transferred) { e.NetValue++ })},
	{says: onDecided, rule: "numbers_differ", like: "written off", change: but(func(e *asset.WrittenOff) { e.NetValue-- })},
	{says: onDecided, rule: "field_missing", like: "written off", change: but(func(e *asset.WrittenOff) { e.Reason = "" })},
	{says: onDecided, rule: "numbers_differ", like: "transferred", change: but(func(e *asset.Transferred) { e.NetValue = 0 })},
	{says: onDecided, rule: "owns_it_already", like: "transferred", change: but(func(e *asset.Transferred) { e.To = "collective-g1" })},
	{says: onDecided, rule: "not_a_collective", like: "transferred", change: but(func(e *asset.Transferred) { e.To = "village-dong" })},
	{says: onDecided, rule: "owner_merged", like: "transferred", change: with(func(p *planting, e *asset.Transferred) {
		e.To = "collective-g9"
		p.resting(e.To)
	})},
	{says: onDecided, rule: "decision_of_another_contract", like: "sold", change: with(func(p *planting, e *asset.Disposed) {
		e.Decision = p.stream("sell again/proposed")
		p.resting(e.Decision)
	})},
	{says: "a merged collective's property is decided by those who own it since", rule: "decided_before_the_merger", like: "written off", after: "hut leased", prepare: func(s *story) {
		s.do("electorate g2", s.recorder, "g2", collective.RecordElectorate{AsOf: day("2016-10-31"), Households: 60, Document: "名册"})
		s.household("early", decision.Propose{Owner: "collective-g2", Kind: domain.WriteOff, Concerns: []string{s.stream("big")}})
		s.on("2016-11-14")
		s.do("g1 merged", s.actor, "g1", collective.Merge{Into: "collective-g2"})
	}, change: with(func(p *planting, e *asset.WrittenOff) {
		p.in("big").on("2016-11-20")
		e.On, e.Decision, e.NetValue = day("2016-11-20"), p.stream("early/proposed"), 300_000*yuan
		p.resting(e.Decision, "collective-g2")
	})},
	{says: onDecided, rule: "not_the_contract_price", like: "sold", change: but(func(e *asset.Disposed) { e.Price-- })},
	{says: onDecided, rule: "numbers_differ", like: "sold", change: but(func(e *asset.Disposed) { e.NetValue-- })},
	{says: onDecided, rule: "contract_ended", like: "sold", prepare: func(s *story) {
		s.do("sale ended", s.accountant, s.ids["sale"], contract.End{Why: domain.EndAgreed})
	}, change: again},
	{says: onDecided, rule: "contract_not_about_it", like: "sold", change: func(p *planting) { p.in("hut") }},
	{says: onDecided, rule: "let", like: "transferred", change: with(func(p *planting, e *asset.Transferred) {
		p.in("shop")
		e.NetValue = 150_000 * yuan
	})},
	{says: dearOnes, rule: "appraisal_missing", like: "transferred", change: with(func(p *planting, e *asset.Transferred) {
		p.in("big")
		e.Decision, e.NetValue, e.Judged.Value, e.Judged.NeedsAppraisal = p.stream("give big/proposed"), 300_000*yuan, 300_000*yuan, true
		p.resting(e.Decision)
	})},
	{says: dearOnes, rule: "appraisal_missing", like: "sale", change: saleOfBig},
	{says: dearOnes, rule: "bidding_missing", like: "sale", prepare: func(s *story) {
		s.do("big appraised", s.accountant, s.ids["big"], asset.Appraise{On: day("2016-10-20"), Value: 300_000 * yuan, Appraiser: "评估所", Report: "评2号"})
	}, change: func(p *planting) {
		saleOfBig(p)
		with(func(_ *planting, e *contract.Signed) { e.Appraised = 300_000 * yuan })(p)
	}},
	{says: dearOnes, rule: "appraisal_missing", like: "sale", prepare: worth("big", 8_000*yuan), change: func(p *planting) { // worth 300,000 in the morning
		saleOfBig(p)
		with(func(p *planting, e *contract.Signed) {
			e.Total, e.Schedule = 8_000*yuan, []contract.Instalment{{Due: e.From, Amount: 8_000 * yuan}}
		})(p)
	}},
	{says: dearOnes, rule: "beyond_the_decision", like: "written off", prepare: func(s *story) {
		worth("well", 2_001*yuan)(s)
		worth("well", 2_000*yuan)(s) // what the decision allows
	}, change: again},
	{says: dearOnes, rule: "counted_below_a_threshold", like: "transferred", prepare: func(s *story) {
		s.do("big appraised", s.accountant, s.ids["big"], asset.Appraise{On: day("2016-10-20"), Value: 300_000 * yuan, Appraiser: "评估所", Report: "评2号"})
		worth("big", 8_000*yuan)(s) // 300,000 in the morning
	}, change: with(func(p *planting, e *asset.Transferred) {
		p.in("big")
		e.Decision, e.NetValue, e.Judged.Value, e.Judged.NeedsAppraisal = p.stream("give big/proposed"), 8_000*yuan, 300_000*yuan, true
		e.Appraised, e.AppraisedOn = 300_000*yuan, day("2016-10-20")
		p.resting(e.Decision)
	})},
	{says: mishaps, rule: "lost", like: "transferred", prepare: lost("pump"), change: again},
	{says: mishaps, rule: "lost", like: "sold", prepare: lost("truck"), change: again},
	{says: isClosed, rule: "asset_closed", like: "sold", after: "sold", change: again},
	{says: isClosed, rule: "asset_closed", like: "counted", after: "written off", change: with(func(p *planting, _ *asset.Verified) { p.in("well") })},
	{says: isClosed, rule: "asset_closed", like: "damaged", after: "transferred", change: with(func(p *planting, _ *asset.Damaged) { p.in("pump") })},
	{says: "transferred: the collective that takes it goes on with it", rule: "not_transferred", like: "received", after: "sold", change: again},
	{says: "transferred: the collective that takes it goes on with it", rule: "values_differ", like: "received", change: but(func(e *asset.Registered) { e.NetValue-- })},
	{says: "transferred: the collective that takes it goes on with it", rule: "id_invalid", like: "received", change: func(p *planting) { p.another() }},
	{says: "transferred: the collective that takes it goes on with it", rule: "not_transferred", like: "received", change: with(func(p *planting, e *asset.Registered) {
		e.Owner = "collective-g1"
		p.resting(e.Owner)
	})},
}

// saleOfBig sells an asset that is worth more than any threshold.
func saleOfBig(p *planting) {
	with(func(p *planting, e *contract.Signed) {
		e.Assets, e.Decision = []string{p.stream("big")}, p.stream("sell big/proposed")
		e.Total, e.Schedule = 300_000*yuan, []contract.Instalment{{Due: e.From, Amount: 300_000 * yuan}}
		e.Judged.Value, e.Judged.NeedsAppraisal, e.Judged.NeedsBidding = e.Total, true, true
		p.resting(e.Assets[0], e.Decision)
	})(p)
}

var tenders = []violation{
	{says: bidding, rule: "already_listed", like: "listed", after: "listed", change: again},
	{says: bidding, rule: "not_listed", like: "bid 1", change: func(p *planting) { p.another() }},
	{says: bidding, rule: "not_a_collective", like: "listed", change: but(func(e *tender.Listed) { e.Owner = "community-lc" })},
	{says: onDecided, rule: "decision_missing", like: "listed", change: but(func(e *tender.Listed) { e.Decision = "" })},
	{says: onDecided, rule: "decision_of_another_kind", like: "listed", change: but(func(e *tender.Listed) { e.Kind = domain.TenderSale })},
	{says: onDecided, rule: "decision_not_about_it", like: "listed", change: with(func(p *planting, e *tender.Listed) {
		e.Assets = []string{p.stream("hut")}
		p.resting(e.Assets...)
	})},
	{says: onDecided, rule: "decision_posted", like: "listed", after: "let/disclosed", change: but(func(e *tender.Listed) { e.On = day("2016-09-02") })},
	{says: onDecided, rule: "below_the_decision", like: "works listed", after: "extend/disclosed", change: with(func(p *planting, e *tender.Listed) {
		p.on("2016-10-20")
		e.Kind, e.Assets, e.Reserve, e.Decision = domain.TenderSale, []string{p.stream("truck")}, 8_000*yuan-1, p.stream("sell/proposed")
		p.resting(e.Assets[0], e.Decision)
	})},
	{says: onDecided, rule: "beyond_the_decision", like: "works listed", change: but(func(e *tender.Listed) { e.Reserve++ })},
	{says: classes, rule: "asset_of_another", like: "works listed", change: with(func(p *planting, e *tender.Listed) {
		e.Assets = []string{p.stream("received")}
		p.resting(e.Assets...)
	})},
	{says: isClosed, rule: "asset_closed", like: "works listed", change: with(func(p *planting, e *tender.Listed) {
		e.Assets = []string{p.stream("truck")}
		p.resting(e.Assets...)
	})},
	{says: bidding, rule: "asset_named_twice", like: "listed", change: but(func(e *tender.Listed) { e.Assets = append(e.Assets, e.Assets...) })},
	{says: bidding, rule: "field_missing", like: "listed", change: but(func(e *tender.Listed) { e.What = "" })},
	{says: bidding, rule: "amount_out_of_range", like: "listed", change: but(func(e *tender.Listed) { e.Reserve = 0 })},
	{says: bidding, rule: "code_unknown", like: "listed", change: but(func(e *tender.Listed) { e.Method = "by ear" })},
	{says: bidding, rule: "opened_too_early", like: "listed", change: but(func(e *tender.Listed) { e.Opening = e.Opening.AddDays(-1) })},
	{says: bidding, rule: "numbers_differ", like: "listed", change: but(func(e *tender.Listed) { e.ListingWorkdays = 6 })},
	{says: fromRecording, rule: "numbers_differ", like: "listed", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 1) }},
	{says: fromRecording, rule: "counts_from_recording", like: "bid 4", change: inserted("bid 3")},
	{says: bidding, rule: "number_differs", like: "bid 2", change: but(func(e *tender.BidReceived) { e.Number = 3 })},
	{says: bidding, rule: "bidder_unclear", like: "bid 2", change: but(func(e *tender.BidReceived) { e.Organisation = "" })},
	{says: bidding, rule: "bidder_unclear", like: "bid 1", change: but(func(e *tender.BidReceived) { e.Organisation = "某公司" })},
	{says: bidding, rule: "amount_out_of_range", like: "opened", change: but(func(e *tender.BidsOpened) { e.Offers[1].Amount = 0 })},
	{says: bidding, rule: "no_such_bid", like: "opened", change: but(func(e *tender.BidsOpened) { e.Offers[3].Bid = 5 })},
	{says: bidding, rule: "not_in_order", like: "opened", change: but(func(e *tender.BidsOpened) { e.Offers[1].Bid = 1 })},
	{says: everyBid, rule: "bid_left_out", like: "opened", change: but(func(e *tender.BidsOpened) { e.Offers = slices.Delete(e.Offers, 0, 1) })},
	{says: everyBid, rule: "bid_left_out", like: "opened", change: but(func(e *tender.BidsOpened) { e.Offers = nil })},
	{says: everyBid, rule: "offered_and_invalid", like: "opened", change: but(func(e *tender.BidsOpened) { e.Invalid = []tender.Invalid{{Bid: 1, Why: tender.Withdrawn}} })},
	{says: everyBid, rule: "code_unknown", like: "opened", change: but(func(e *tender.BidsOpened) {
		e.Offers, e.Invalid = e.Offers[1:], []tender.Invalid{{Bid: 1, Why: "too good"}}
	})},
	{says: everyBid, rule: "bid_invalid", like: "awarded", after: "bid 4", prepare: func(s *story) {
		s.on("2016-09-29")
		s.do("opened but one", s.recorder, s.ids["listed"], tender.OpenBids{
			Offers: []tender.Offered{{Bid: 2, Amount: 40_000 * yuan}, {Bid: 3, Amount: 1}, {Bid: 4, Amount: 30_000 * yuan}}, Invalid: []tender.Excluded{{Bid: 1, Why: tender.NotInForm}},
		})
	}, change: func(p *planting) { p.on("2016-09-29") }},
	{says: "what is bid is known when the bids are opened", rule: "not_opened", like: "opened", after: "bid 4", change: but(func(e *tender.BidsOpened) { e.On = day("2016-09-19") })},
	{says: "what is bid is known when the bids are opened", rule: "bids_not_opened", like: "awarded", after: "bid 4", change: func(p *planting) { p.on("2016-09-29") }},
	{says: everything, rule: "numbers_differ", like: "opened", change: but(func(e *tender.BidsOpened) { e.On = day("2016-09-28") })},
	{says: bidding, rule: "bids_opened", like: "opened", after: "opened", change: again},
	{says: bidding, rule: "bids_opened", like: "bid 4", after: "opened", change: but(func(e *tender.BidReceived) { e.Number = 5 })},
	{says: "a bid counts from when it is recorded", rule: "bid_out_of_time", like: "bid 4", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 11) }},
	{says: bidding, rule: "code_unknown", like: "bid 2", change: but(func(e *tender.BidReceived) { e.Interest = "some" })},
	{says: bidding, rule: "bid_out_of_time", like: "bid 2", change: but(func(e *tender.BidReceived) { e.On = day("2016-09-18") })},
	{says: bidding, rule: "bid_out_of_time", like: "bid 2", after: "bid 1", change: with(func(p *planting, e *tender.BidReceived) {
		p.on("2016-09-30")
		e.On = day("2016-09-30")
	})},
	{says: bidding, rule: "tender_closed", like: "bid 4", after: "awarded", change: but(func(e *tender.BidReceived) { e.Number = 5 })},
	{says: noFavours, rule: "interest", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid, e.Amount, e.Best = 3, 50_000*yuan, 50_000*yuan })},
	{says: noFavours, rule: "interest", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid, e.Amount, e.Reason = 3, 50_000*yuan, "价高" })},
	{says: bidding, rule: "beyond_the_reserve", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid, e.Amount = 4, 20_000*yuan })},
	{says: bidding, rule: "not_the_best_bid", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid, e.Amount = 2, 35_000*yuan })},
	{says: bidding, rule: "not_the_best_bid", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid, e.Amount, e.Reason = 2, 35_000*yuan, "." })},
	{says: bidding, rule: "no_such_bid", like: "awarded", change: but(func(e *tender.Awarded) { e.Bid = 5 })},
	{says: bidding, rule: "too_few_bidders", like: "awarded", after: "bid 1", prepare: func(s *story) {
		s.on("2016-09-29")
		s.do("opened with one", s.recorder, s.ids["listed"], opening(40_000))
	}, change: with(func(p *planting, e *tender.Awarded) {
		p.on("2016-09-29")
		p.OccurredAt = p.OccurredAt.Add(2 * time.Hour)
		p.RecordedAt = p.OccurredAt
		e.Bidders = 1
	})},
	{says: bidding, rule: "tender_closed", like: "awarded", after: "awarded", change: again},
	{says: everything, rule: "numbers_differ", like: "awarded", change: but(func(e *tender.Awarded) { e.Bidders = 3 })},
	{says: everything, rule: "numbers_differ", like: "awarded", change: but(func(e *tender.Awarded) { e.Rules = "organic-law-2010" })},
	{says: bidding, rule: "not_opened", like: "awarded", after: "bid 4", change: to(tender.Failed{Reason: "无人"})},
	{says: bidding, rule: "field_missing", like: "awarded", change: to(tender.Failed{})},
	{says: bidding, rule: "field_missing", like: "awarded", change: to(tender.Cancelled{})},
}

var debts = []violation{
	{says: borrowing, rule: "decision_missing", like: "borrowed", change: but(func(e *debt.Incurred) { e.Decision = "" })},
	{says: borrowing, rule: "beyond_the_decision", like: "borrowed", change: but(func(e *debt.Incurred) { e.Amount++ })},
	{says: borrowing, rule: "decision_of_another_kind", like: "borrowed", change: with(func(p *planting, e *debt.Incurred) {
		e.Decision = p.stream("works/proposed")
		p.resting(e.Decision)
	})},
	{says: borrowing, rule: "decision_posted", like: "borrowed", after: "works/disclosed", change: again},
	{says: borrowing, rule: "decision_not_adopted", like: "borrowed", after: "borrow/voted", change: again},
	{says: everything, rule: "numbers_differ", like: "borrowed", change: but(func(e *debt.Incurred) { e.DecisionFrom = 100 * yuan })},
	{says: everything, rule: "numbers_differ", like: "credit", change: but(func(e *debt.Incurred) { e.Rules = "" })},
	{says: repaying, rule: "already_incurred", like: "borrowed", after: "borrowed", change: again},
	{says: repaying, rule: "not_incurred", like: "repaid", change: func(p *planting) { p.another() }},
	{says: repaying, rule: "not_a_collective", like: "credit", change: but(func(e *debt.Incurred) { e.Owner = "community-lc" })},
	{says: repaying, rule: "code_unknown", like: "credit", change: but(func(e *debt.Incurred) { e.Nature = "gift" })},
	{says: repaying, rule: "counterparty_unclear", like: "credit", change: but(func(e *debt.Incurred) { e.Organisation = "" })},
	{says: repaying, rule: "amount_out_of_range", like: "credit", change: but(func(e *debt.Incurred) { e.Amount = 0 })},
	{says: repaying, rule: "field_missing", like: "credit", change: but(func(e *debt.Incurred) { e.Purpose = "" })},
	{says: repaying, rule: "more_than_is_left", like: "repaid", change: but(func(e *debt.Repaid) { e.Amount = 20_000*yuan + 1 })},
	{says: repaying, rule: "more_than_is_left", like: "collected", after: "debt written off", change: but(func(e *debt.Collected) { e.Amount = 1 })},
	{says: repaying, rule: "the_other_way", like: "repaid", change: func(p *planting) { p.in("credit") }},
	{says: repaying, rule: "the_other_way", like: "collected", change: func(p *planting) { p.in("borrowed") }},
	{says: repaying, rule: "field_missing", like: "repaid", change: but(func(e *debt.Repaid) { e.Voucher = "" })},
	{says: repaying, rule: "paid_before_incurred", like: "repaid", change: but(func(e *debt.Repaid) { e.On = day("2016-10-19") })},
	{says: repaying, rule: "paid_before_incurred", like: "collected", change: but(func(e *debt.Collected) { e.On = day("2016-09-01") })},
	{says: repaying, rule: "not_yet", like: "repaid", change: but(func(e *debt.Repaid) { e.On = day("2016-10-21") })},
	{says: onDecided, rule: "decision_missing", like: "debt written off", change: but(func(e *debt.WrittenOff) { e.Decision = "" })},
	{says: onDecided, rule: "decision_not_about_it", like: "debt written off", change: func(p *planting) { p.in("borrowed") }},
	{says: onDecided, rule: "beyond_the_decision", like: "debt written off", after: "repaid", change: but(func(e *debt.WrittenOff) { e.Amount++ })},
	{says: onDecided, rule: "numbers_differ", like: "debt written off", change: but(func(e *debt.WrittenOff) { e.On = day("2016-10-19") })},
	{says: onDecided, rule: "field_missing", like: "debt written off", change: but(func(e *debt.WrittenOff) { e.Reason = "" })},
}
