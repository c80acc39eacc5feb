package ledger_test

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
)

// total makes a contract come to another sum, due at once.
func total(sum domain.Money) func(*planting) {
	return but(func(e *contract.Signed) {
		e.Total, e.Judged.Value = sum, sum
		e.Schedule = []contract.Instalment{{Due: e.From, Amount: sum}}
	})
}

var contracts = []violation{
	{says: schedule, rule: "already_signed", like: "lease", after: "lease", change: again},
	{says: schedule, rule: "not_signed", like: "rent", change: func(p *planting) { p.another() }},
	{says: schedule, rule: "does_not_add_up", like: "lease", change: but(func(e *contract.Signed) { e.Total-- })},
	{says: schedule, rule: "due_outside", like: "lease", change: but(func(e *contract.Signed) { e.Schedule[2].Due = day("2019-10-01") })},
	{says: schedule, rule: "not_in_order", like: "lease", change: but(func(e *contract.Signed) { e.Schedule[1].Due = day("2019-01-01") })},
	{says: schedule, rule: "amount_out_of_range", like: "lease", change: but(func(e *contract.Signed) {
		e.Schedule[1].Amount, e.Schedule[2].Amount = 0, 80_000*yuan
	})},
	{says: schedule, rule: "field_missing", like: "hut let", change: but(func(e *contract.Signed) { e.Organisation = "" })},
	{says: schedule, rule: "field_missing", like: "lease", change: but(func(e *contract.Signed) { e.Assets = nil })},
	{says: schedule, rule: "field_missing", like: "lease", change: but(func(e *contract.Signed) { e.To = domain.Date{} })},
	{says: schedule, rule: "field_missing", like: "works signed", change: but(func(e *contract.Signed) { e.About = "" })},
	{says: schedule, rule: "ends_before_it_begins", like: "lease", change: but(func(e *contract.Signed) { e.To = day("2016-09-30") })},
	{says: schedule, rule: "sale_ends", like: "sale", change: but(func(e *contract.Signed) { e.To = day("2017-01-01") })},
	{says: schedule, rule: "numbers_differ", like: "lease", change: but(func(e *contract.Signed) { e.On = day("2016-09-28") })},
	{says: schedule, rule: "not_a_collective", like: "lease", change: but(func(e *contract.Signed) { e.Owner = "community-lc" })},
	{says: schedule, rule: "code_unknown", like: "lease", change: but(func(e *contract.Signed) { e.Kind = "promise" })},
	{says: everything, rule: "numbers_differ", like: "lease", change: but(func(e *contract.Signed) { e.Judged.Value-- })},
	{says: everything, rule: "numbers_differ", like: "lease", change: but(func(e *contract.Signed) { e.Judged.NeedsBidding = false })},
	{says: everything, rule: "numbers_differ", like: "lease", change: but(func(e *contract.Signed) { e.Appraised = 0 })},
	{says: everything, rule: "numbers_differ", like: "hut let", change: but(func(e *contract.Signed) { e.Judged.Rules = "organic-law-2010" })},
	{says: onDecided, rule: "decision_missing", like: "lease", change: but(func(e *contract.Signed) { e.Decision = "" })},
	{says: onDecided, rule: "decision_missing", like: "sale", change: but(func(e *contract.Signed) { e.Decision = "" })},
	{says: onDecided, rule: "decision_missing", like: "hut let", change: but(func(e *contract.Signed) { // 13 months
		e.To, e.Judged.Months, e.Judged.NeedsDecision = day("2017-11-01"), 13, true
	})},
	{says: onDecided, rule: "decision_missing", like: "hut let", change: func(p *planting) { // 10,000 yuan
		total(10_000 * yuan)(p)
		but(func(e *contract.Signed) { e.Judged.NeedsDecision = true })(p)
	}},
	{says: onDecided, rule: "decision_of_another_kind", like: "lease", after: "extend/disclosed", change: with(func(p *planting, e *contract.Signed) {
		p.another().on("2016-10-20")
		e.On, e.Assets, e.Tender = day("2016-10-20"), []string{p.stream("hut")}, ""
		e.Decision = p.stream("sell/proposed")
		e.Total, e.Schedule, e.Appraised = yuan, []contract.Instalment{{Due: e.From, Amount: yuan}}, 0
		e.Judged.Value, e.Judged.NeedsAppraisal, e.Judged.NeedsBidding = yuan, false, false
		p.resting(e.Assets[0], e.Decision)
	})},
	{says: onDecided, rule: "decision_not_about_it", like: "hut let", change: with(func(p *planting, e *contract.Signed) {
		e.Decision = p.stream("let/proposed")
		p.resting(e.Decision)
	})},
	{says: "what is decided together goes together", rule: "decided_together", like: "sale", change: with(func(p *planting, e *contract.Signed) {
		e.Decision = p.stream("sell both/proposed")
		p.resting(e.Decision)
	})},
	{says: schedule, rule: "too_many_instalments", like: "lease", change: but(func(e *contract.Signed) {
		e.Schedule = slices.Repeat(e.Schedule[:1], contract.MaxInstalments+1)
		e.Total = e.Schedule[0].Amount * domain.Money(len(e.Schedule))
	})},
	{says: bidding, rule: "decision_of_another_tender", like: "works signed", change: with(func(p *planting, e *contract.Signed) {
		e.Decision = p.stream("works again/proposed")
		p.resting(e.Decision)
	})},
	{says: classes, rule: "not_an_asset", like: "hut let", change: but(func(e *contract.Signed) { e.Assets = []string{"collective-g1"} })},
	{says: onDecided, rule: "below_the_decision", like: "sale", change: func(p *planting) {
		total(8_000*yuan - 1)(p)
		but(func(e *contract.Signed) { e.Judged.Value++ })(p) // its net value
	}},
	{says: onDecided, rule: "below_the_decision", like: "lease", change: total(120_000*yuan - 1)},
	{says: onDecided, rule: "decision_missing", like: "works signed", change: but(func(e *contract.Signed) { e.Decision = "" })},
	{says: onDecided, rule: "beyond_the_decision", like: "works signed", change: total(80_000*yuan + 1)},
	{says: "small ones only where the villagers have delegated them", rule: "beyond_delegation", like: "hall let", change: total(8_000*yuan + 1)},
	{says: dearOnes, rule: "bidding_missing", like: "lease", change: but(func(e *contract.Signed) { e.Tender = "" })},
	{says: dearOnes, rule: "bidding_missing", like: "works signed", change: but(func(e *contract.Signed) { e.Tender = "" })},
	{says: dearOnes, rule: "appraisal_too_old", like: "lease", change: with(func(p *planting, e *contract.Signed) {
		p.on("2017-09-02")
		e.On = day("2017-09-02")
	})},
	{says: "A rule set says the longest lease", rule: "lease_too_long", like: "lease", change: but(func(e *contract.Signed) { e.To, e.Judged.Months = day("2036-10-01"), 241 })},
	{says: "a decision lets an asset once", rule: "decision_used", like: "lease", after: "leased", change: with(func(p *planting, e *contract.Signed) {
		p.another()
		e.From, e.To = day("2019-10-01"), day("2022-09-30")
		for i := range e.Schedule {
			e.Schedule[i].Due = e.Schedule[i].Due.AddMonths(36)
		}
	})},
	{says: claimed, rule: "let", like: "lease", after: "leased", change: func(p *planting) { p.another() }},
	{says: isClosed, rule: "asset_closed", like: "sale", after: "sold", change: func(p *planting) { p.another() }},
	{says: classes, rule: "asset_of_another", like: "hut let", change: with(func(p *planting, e *contract.Signed) {
		e.Assets = []string{p.stream("received")}
		p.resting(e.Assets...)
	})},
	{says: bidding, rule: "party_did_not_win", like: "lease", change: but(func(e *contract.Signed) { e.Party = villager(2) })},
	{says: bidding, rule: "party_did_not_win", like: "works signed", change: but(func(e *contract.Signed) { e.Organisation = "乙公司" })},
	{says: bidding, rule: "not_as_awarded", like: "works signed", change: total(75_000*yuan + 1)},
	{says: bidding, rule: "not_awarded", like: "lease", after: "bid 4", change: but(func(e *contract.Signed) { e.On = day("2016-09-19") })},
	{says: bidding, rule: "tender_of_another", like: "works signed", change: with(func(p *planting, e *contract.Signed) {
		e.Tender = p.stream("listed")
		p.resting(e.Tender)
	})},
	{says: bidding, rule: "not_a_tender", like: "works signed", change: but(func(e *contract.Signed) { e.Tender = "decision-x" })},
	{says: amending, rule: "field_missing", like: "amended", change: but(func(e *contract.Amended) { e.Reason = "" })},
	{says: amending, rule: "amends_what_was_due", like: "amended", change: but(func(e *contract.Amended) { e.From = day("2017-02-09") })},
	{says: amending, rule: "decision_missing", like: "amended", change: but(func(e *contract.Amended) { e.Decision = "" })},
	{says: "what was decided is amended by a decision", rule: "decision_missing", like: "amended", after: "leased", change: with(func(p *planting, e *contract.Amended) {
		p.Evidence = slices.DeleteFunc(p.Evidence, func(r domain.Ref) bool { return r.Stream == e.Decision })
		e.On, e.From, e.To, e.Decision = day("2016-09-29"), day("2016-10-01"), day("2017-09-30"), ""
		e.Schedule, e.Total, e.Appraised = []contract.Instalment{{Due: e.From, Amount: 9_999 * yuan}}, 9_999*yuan, 0
		e.Judged.Value, e.Judged.Months = e.Total, 12
		e.Judged.NeedsDecision, e.Judged.NeedsAppraisal, e.Judged.NeedsBidding = false, false, false
	})},
	{says: "the amount that was decided binds", rule: "below_the_decision", like: "amended", change: but(func(e *contract.Amended) {
		e.Schedule = []contract.Instalment{{Due: day("2018-10-01"), Amount: 80_000*yuan - 1}}
		e.Total = 120_000*yuan - 1
		e.Judged.Value = e.Total
	})},
	{says: amending, rule: "decision_of_its_own", like: "amended", change: with(func(p *planting, e *contract.Amended) {
		e.Decision = p.stream("let/proposed")
		p.resting(e.Decision)
	})},
	{says: amending, rule: "does_not_add_up", like: "amended", change: but(func(e *contract.Amended) { e.Total = 120_000 * yuan })},
	{says: amending, rule: "paid_already", like: "amended", change: but(func(e *contract.Amended) {
		e.From, e.Schedule, e.Total = day("2016-10-01"), []contract.Instalment{{Due: day("2017-10-01"), Amount: 1}}, 1
	})},
	{says: amending, rule: "numbers_differ", like: "amended", change: but(func(e *contract.Amended) { e.On = day("2017-02-09") })},
	{says: amending, rule: "numbers_differ", like: "amended", change: but(func(e *contract.Amended) { e.Judged.Months-- })},
	{says: amending, rule: "decision_of_its_own", like: "amended", after: "amended", change: but(func(e *contract.Amended) { e.To = day("2021-09-30") })},
	{says: amending, rule: "changes_nothing", like: "amended", after: "amended", change: again},
	{says: amending, rule: "contract_ended", like: "amended", after: "ended", change: again},
	{says: rentDue, rule: "more_than_is_due", like: "rent", change: but(func(e *contract.RentPaid) { e.Amount = 120_000*yuan + 1 })},
	{says: rentDue, rule: "more_than_is_due", like: "rent", after: "ended", change: but(func(e *contract.RentPaid) { e.Amount = 1 })},
	{says: claimed, rule: "not_claimed", like: "rent", after: "lease", change: again},
	{says: claimed, rule: "not_claimed", like: "rent", after: "amended", change: but(func(e *contract.RentPaid) { e.Amount = yuan })},
	{says: "a sale is paid once its asset has gone by it", rule: "not_sold", like: "rent", after: "sale", change: with(func(p *planting, e *contract.RentPaid) {
		p.in("sale")
		e.On, e.Amount = day("2016-10-20"), yuan
		p.resting(p.stream("truck"))
	})},
	{says: rentDue, rule: "paid_before_signed", like: "rent", change: but(func(e *contract.RentPaid) { e.On = day("2016-09-28") })},
	{says: rentDue, rule: "not_yet", like: "rent", change: but(func(e *contract.RentPaid) { e.On = day("2016-09-30") })},
	{says: rentDue, rule: "amount_out_of_range", like: "rent", change: but(func(e *contract.RentPaid) { e.Amount = 0 })},
	{says: rentDue, rule: "field_missing", like: "rent", change: but(func(e *contract.RentPaid) { e.Voucher = "" })},
	{says: endings, rule: "contract_ended", like: "ended", after: "ended", change: again},
	{says: endings, rule: "ends_later", like: "ended", change: but(func(e *contract.Ended) { e.On = day("2020-10-01") })},
	{says: endings, rule: "not_yet", like: "ended", change: but(func(e *contract.Ended) { e.On = day("2017-02-11") })},
	{says: endings, rule: "ended_before_signed", like: "ended", change: but(func(e *contract.Ended) { e.On = day("2016-09-28") })},
	{says: endings, rule: "not_run_out", like: "ended", change: but(func(e *contract.Ended) { e.Why = domain.EndExpired })},
	{says: endings, rule: "not_a_lease", like: "ended", change: with(func(p *planting, e *contract.Ended) {
		p.in("works signed")
		e.On, e.Why = day("2016-12-31"), domain.EndGoesOver
	})},
	{says: "a lease that has begun does not end before", rule: "ended_before_it_began", like: "ended", change: but(func(e *contract.Ended) { e.On = day("2016-09-30") })},
	{says: fromRecording, rule: "counts_from_recording", like: "ended", change: inserted("put right")},
	{says: "rent that was due stays due", rule: "rent_was_due", like: "ended", change: with(func(p *planting, e *contract.Ended) {
		p.on("2017-10-02")
		e.On = day("2017-09-30")
	})},
	{says: "what has gone by a sale is paid for", rule: "sold_and_unpaid", like: "ended", after: "sold", change: endOfSale},
	{says: "what has gone by a sale is paid for", rule: "evidence_not_named", like: "ended", after: "sold", change: func(p *planting) {
		endOfSale(p)
		p.Evidence = slices.DeleteFunc(p.Evidence, func(r domain.Ref) bool { return r.Stream == p.stream("truck") })
	}},
	{says: endings, rule: "code_unknown", like: "ended", change: but(func(e *contract.Ended) { e.Why = "boredom" })},
	{says: endings, rule: "field_missing", like: "breached", change: but(func(e *contract.Breached) { e.What = "" })},
	{says: endings, rule: "not_yet", like: "breached", change: but(func(e *contract.Breached) { e.On = day("2017-02-11") })},
	{says: endings, rule: "field_missing", like: "put right", change: but(func(e *contract.PutRight) { e.Document = "" })},
}

// endOfSale ends the sale of the truck on the day on which it went.
func endOfSale(p *planting) {
	p.in("sale").resting(p.stream("truck"))
	with(func(_ *planting, e *contract.Ended) { e.On, e.Why = day("2016-10-20"), domain.EndAgreed })(p)
}
