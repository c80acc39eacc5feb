package ledger_test

import (
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/reform"
)

const (
	steps      = "order of steps"
	named      = "inventory steps as the rule set names them"
	posted     = "a roster is posted ≥ 7 working days and every objection settled before a decision confirms it"
	onlyNet    = "only net operating assets are quantified"
	limit      = "collective share at most as the rule set says (30%, assumed)"
	toTheFen   = "shares × value + remainder = the quantified sum, to the fen"
	addUp      = "members' shares sum to what was issued"
	lossFirst  = "losses and reserves come before a dividend, which is at most what is left of a closed year"
	membership = "member-joined / left / inherited / transferred"
	elected    = "bodies-elected (成员大会, 理事会, 监事会)"
	decidedOn  = "roster confirmation, dividends rest on an adopted and disclosed decision of the owner's level that names them"
)

// undecided leaves out decisions that have not been proposed at the time.
func undecided(p *planting) {
	var rest []domain.Ref
	for _, r := range p.Evidence {
		if !strings.HasPrefix(r.Stream, "decision-") {
			rest = append(rest, r)
		}
	}
	p.Evidence = rest
}

// unbooked leaves out the books, which may not have been opened at the time.
func unbooked(p *planting) {
	p.Evidence = slices.DeleteFunc(p.Evidence, func(r domain.Ref) bool { return strings.HasPrefix(r.Stream, "books-") })
}

var reforms = []violation{
	{says: fromRecording, rule: "counts_from_recording", like: "posted", change: inserted("drafted")},
	{says: steps, rule: "already_begun", like: "plan adopted", after: "plan adopted", change: again},
	{says: steps, rule: "not_begun", like: "plan approved", after: "plan/disclosed", change: again},
	{says: steps, rule: "plan_not_approved", like: "inventory count", after: "plan adopted", change: again},
	{says: steps, rule: "inventory_not_done", like: "drafted", after: "inventory post", change: again},
	{says: steps, rule: "roster_not_drafted", like: "posted", after: "inventory confirm", change: again},
	{says: steps, rule: "roster_not_posted", like: "confirmed", after: "drafted", change: undecided},
	{says: steps, rule: "roster_not_posted", like: "objected", after: "drafted", change: again},
	{says: steps, rule: "roster_not_confirmed", like: "quantified", after: "admission/disclosed", change: again},
	{says: steps, rule: "shares_not_quantified", like: "charter adopted", after: "confirmed", change: again},
	{says: steps, rule: "charter_not_adopted", like: "elected", after: "quantified", change: again},
	{says: steps, rule: "bodies_not_elected", like: "registered", after: "charter adopted", change: again},
	{says: steps, rule: "not_registered", like: "certificates", after: "elected", change: again},
	{says: steps, rule: "not_registered", like: "reserves", after: "elected", change: unbooked},
	{says: steps, rule: "certificates_not_issued", like: "completed", after: "registered", change: again},
	{says: steps, rule: "step_done", like: "inventory confirm", after: "inventory confirm", change: again},
	{says: steps, rule: "step_done", like: "quantified", after: "quantified", change: again},
	{says: steps, rule: "completed", like: "completed", after: "completed", change: again},
	{says: steps, rule: "completed", like: "certificates", after: "completed", change: again},
	{says: steps, rule: "roster_posted", like: "drafted", after: "posted", change: again},
	{says: decidedOn, rule: "decision_missing", like: "plan adopted", change: but(func(e *reform.PlanAdopted) { e.Decision = "" })},
	{says: decidedOn, rule: "decision_posted", like: "plan adopted", after: "plan/disclosed", change: again},
	{says: decidedOn, rule: "decision_of_another_kind", like: "plan adopted", change: with(func(p *planting, e *reform.PlanAdopted) {
		e.Decision = p.stream("works/proposed")
		p.resting(e.Decision)
	})},
	{says: "reform-<collective id>", rule: "not_the_collective", like: "plan adopted", change: but(func(e *reform.PlanAdopted) { e.Collective = "collective-g2" })},
	{says: everything, rule: "numbers_differ", like: "plan adopted", change: but(func(e *reform.PlanAdopted) { e.Due = e.Due.AddDays(1) })},
	{says: everything, rule: "numbers_differ", like: "plan adopted", change: but(func(e *reform.PlanAdopted) { e.Rules = "" })},
	{says: "plan-approved (town)", rule: "field_missing", like: "plan approved", change: but(func(e *reform.PlanApproved) { e.Document = "" })},
	{says: "plan-approved (town)", rule: "date_out_of_range", like: "plan approved", change: but(func(e *reform.PlanApproved) { e.On = day("2016-12-05") })},
	{says: named, rule: "not_the_next_step", like: "inventory post", after: "inventory count", change: again},
	{says: named, rule: "not_the_next_step", like: "inventory value", change: but(func(e *reform.InventoryStepDone) { e.Step = "guess" })},
	{says: named, rule: "numbers_differ", like: "inventory count", change: but(func(e *reform.InventoryStepDone) { e.Number, e.Steps = 1, 1 })},
	{says: named, rule: "amount_negative", like: "inventory count", change: but(func(e *reform.InventoryStepDone) { e.Debts = -1 })},
	{says: named, rule: "field_missing", like: "inventory count", change: but(func(e *reform.InventoryStepDone) { e.Document = "" })},
	{says: "roster-drafted", rule: "numbers_differ", like: "drafted", change: but(func(e *reform.RosterDrafted) { e.Count = 8 })},
	{says: "roster-drafted", rule: "member_twice", like: "drafted", change: but(func(e *reform.RosterDrafted) { e.Members[6] = e.Members[0] })},
	{says: "roster-drafted", rule: "not_the_next_number", like: "drafted", change: but(func(e *reform.RosterDrafted) { e.First = 2 })},
	{says: posted, rule: "numbers_differ", like: "posted", change: but(func(e *reform.RosterPosted) { e.Until = e.Until.AddDays(-1) })},
	{says: posted, rule: "numbers_differ", like: "posted", change: but(func(e *reform.RosterPosted) { e.Workdays = 6 })},
	{says: posted, rule: "numbers_differ", like: "posted", change: but(func(e *reform.RosterPosted) { e.Members = 6 })},
	{says: fromRecording, rule: "numbers_differ", like: "posted", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 1) }},
	{says: posted, rule: "roster_still_posted", like: "confirmed", after: "settled", change: with(func(p *planting, _ *reform.RosterConfirmed) {
		undecided(p)
		p.on("2016-12-15")
	})},
	{says: posted, rule: "decided_before_posting_ended", like: "confirmed", change: with(func(p *planting, e *reform.RosterConfirmed) {
		e.Decision = p.stream("early/proposed")
		p.resting(e.Decision)
	})},
	{says: posted, rule: "decided_before_posting_ended", like: "confirmed", change: with(func(p *planting, e *reform.RosterConfirmed) {
		e.Decision = p.stream("voted early/proposed") // and adopted once the posting was over
		p.resting(e.Decision)
	})},
	{says: posted, rule: "objection_open", like: "confirmed", prepare: func(s *story) {
		s.do("objected again", s.recorder, "g1", reform.RaiseObjection{Text: domain.Note("不对")})
	}, change: again},
	{says: posted, rule: "decided_before_objections_settled", like: "confirmed", prepare: func(s *story) {
		s.do("objected again", s.recorder, "g1", reform.RaiseObjection{Text: domain.Note("不对")})
		s.do("settled again", s.recorder, "g1", reform.SettleObjection{Number: 2, Text: domain.Note("已核")})
	}, change: again},
	{says: posted, rule: "roster_not_drafted", like: "confirmed", prepare: func(s *story) {
		s.do("objected again", s.recorder, "g1", reform.RaiseObjection{Text: domain.Note("不对")})
		s.do("accepted", s.recorder, "g1", reform.SettleObjection{Number: 2, Accepted: true, Text: domain.Note("有理")})
	}, change: again},
	{says: posted, rule: "not_the_next_number", like: "objected", change: but(func(e *reform.ObjectionRaised) { e.Number = 2 })},
	{says: posted, rule: "no_open_objection", like: "settled", after: "settled", change: again},
	{says: posted, rule: "numbers_differ", like: "settled", change: but(func(e *reform.ObjectionSettled) { e.On = e.On.AddDays(-1) })},
	{says: decidedOn, rule: "decision_missing", like: "confirmed", change: but(func(e *reform.RosterConfirmed) { e.Decision = "" })},
	{says: decidedOn, rule: "decision_of_another_kind", like: "confirmed", change: with(func(p *planting, e *reform.RosterConfirmed) {
		e.Decision = p.stream("charter/proposed")
		p.resting(e.Decision)
	})},
	{says: decidedOn, rule: "numbers_differ", like: "confirmed", change: but(func(e *reform.RosterConfirmed) { e.Members = 6 })},
	{says: decidedOn, rule: "decision_missing", like: "charter adopted", change: but(func(e *reform.CharterAdopted) { e.Decision = "" })},
	{says: decidedOn, rule: "decision_of_another_kind", like: "charter adopted", change: with(func(p *planting, e *reform.CharterAdopted) {
		e.Decision = p.stream("bodies/proposed")
		p.resting(e.Decision)
	})},
	{says: decidedOn, rule: "decision_not_about_it", like: "charter adopted", change: with(func(p *planting, e *reform.CharterAdopted) {
		e.Decision = p.stream("other charter/proposed")
		p.resting(e.Decision)
	})},
	{says: "charter-adopted", rule: "field_missing", like: "charter adopted", change: but(func(e *reform.CharterAdopted) { e.Document = "" })},
	{says: elected, rule: "elected_twice", like: "elected", change: but(func(e *reform.BodiesElected) { e.Supervisors[0] = e.Board[1] })},
	{says: elected, rule: "field_missing", like: "elected", change: but(func(e *reform.BodiesElected) { e.Supervisors = nil })},
	{says: elected, rule: "assembly_out_of_range", like: "elected", change: but(func(e *reform.BodiesElected) { e.Assembly = 8 })},
	{says: elected, rule: "decision_missing", like: "elected", change: but(func(e *reform.BodiesElected) { e.Decision = "" })},
	{says: "registered", rule: "date_out_of_range", like: "registered", change: but(func(e *reform.Registered) { e.On = day("2016-12-29") })},
	{says: "registered", rule: "field_missing", like: "registered", change: but(func(e *reform.Registered) { e.Number = "" })},
	{says: "a merged collective reforms nothing", rule: "merged", like: "certificates", prepare: func(s *story) {
		s.do("g1 merged", s.actor, "g1", collective.Merge{Into: "collective-g2"})
	}, change: again},
	{says: "certificates-issued", rule: "certificates_out_of_range", like: "certificates", change: but(func(e *reform.CertificatesIssued) { e.Count = 8 })},
	{says: everything, rule: "numbers_differ", like: "completed", change: but(func(e *reform.Completed) { e.Days-- })},
}

var sharesOf = []violation{
	{says: onlyNet, rule: "beyond_net_operating", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Sum++ })},
	{says: onlyNet, rule: "numbers_differ", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Debts = 0 })},
	{says: limit, rule: "collective_share_too_large", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.CollectiveShares, e.Issued = 301, 1001 })},
	{says: limit, rule: "numbers_differ", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.CollectiveMost++ })},
	{says: toTheFen, rule: "numbers_differ", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Remainder = 0 })},
	{says: toTheFen, rule: "numbers_differ", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Value++ })},
	{says: addUp, rule: "numbers_differ", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Issued = 999 })},
	{says: addUp, rule: "member_left_out", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.MemberShares[0].To = 6 })},
	{says: addUp, rule: "allotment_out_of_order", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.MemberShares[0].To = 8 })},
	{says: addUp, rule: "shares_out_of_range", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.MemberShares[0].Shares = -100 })},
	{says: decidedOn, rule: "decision_missing", like: "quantified", change: but(func(e *reform.SharesQuantified) { e.Decision = "" })},
	{says: membership, rule: "already_a_member", like: "joined", after: "joined", change: again},
	{says: membership, rule: "not_the_next_number", like: "joined", change: but(func(e *reform.MemberJoined) { e.Number = 9 })},
	{says: membership, rule: "has_a_number", like: "joined", change: but(func(e *reform.MemberJoined) { e.Person = villager(3) })},
	{says: membership, rule: "decision_missing", like: "joined", change: but(func(e *reform.MemberJoined) { e.Basis = reform.Admitted })},
	{says: membership, rule: "decision_missing", like: "joined", change: but(func(e *reform.MemberJoined) { e.Shares, e.CollectiveShares = 1, 299 })},
	{says: membership, rule: "decision_used", like: "joined", change: with(func(p *planting, e *reform.MemberJoined) {
		e.Basis, e.Decision = reform.Admitted, p.stream("roster/proposed")
		p.resting(e.Decision)
	})},
	{says: membership, rule: "not_enough_shares", like: "joined", change: with(func(p *planting, e *reform.MemberJoined) {
		e.Shares, e.CollectiveShares, e.Decision = 301, -1, p.stream("admission/proposed")
		p.resting(e.Decision)
	})},
	{says: membership, rule: "numbers_differ", like: "joined", change: but(func(e *reform.MemberJoined) { e.CollectiveShares-- })},
	{says: membership, rule: "decision_missing", like: "joined", after: "confirmed", change: again},
	{says: membership, rule: "decided_before_posting_ended", like: "joined", after: "confirmed", change: with(func(p *planting, e *reform.MemberJoined) {
		e.Decision = p.stream("voted early/proposed")
		p.resting(e.Decision)
	})},
	{says: membership, rule: "code_unknown", like: "joined", change: but(func(e *reform.MemberJoined) { e.Basis = "friend" })},
	{says: membership, rule: "not_a_member", like: "left", after: "left", change: again},
	{says: membership, rule: "no_such_member", like: "left", change: but(func(e *reform.MemberLeft) { e.Number = 9 })},
	{says: membership, rule: "not_enough_shares", like: "left", change: but(func(e *reform.MemberLeft) { e.Returned, e.CollectiveShares = 101, 401 })},
	{says: limit, rule: "collective_share_too_large", like: "left", change: but(func(e *reform.MemberLeft) { e.Returned, e.CollectiveShares = 1, 301 })},
	{says: membership, rule: "still_a_member", like: "inherited", after: "joined", change: again},
	{says: membership, rule: "not_enough_shares", like: "inherited", change: but(func(e *reform.MemberInherited) { e.Shares = 101 })},
	{says: membership, rule: "to_themselves", like: "inherited", change: but(func(e *reform.MemberInherited) { e.To = 1 })},
	{says: membership, rule: "not_enough_shares", like: "shares transferred", change: but(func(e *reform.MemberTransferred) { e.Shares = 101 })},
	{says: membership, rule: "not_a_member", like: "shares transferred", change: but(func(e *reform.MemberTransferred) { e.To = 1 })},
	{says: membership, rule: "to_themselves", like: "shares transferred", change: but(func(e *reform.MemberTransferred) { e.To = 3 })},
	{says: membership, rule: "shares_not_quantified", like: "shares transferred", after: "confirmed", change: again},
	{says: lossFirst, rule: "year_not_closed", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Year = 2017 })},
	{says: lossFirst, rule: "books_open", like: "reserves", after: "month 12", change: again},
	{says: lossFirst, rule: "evidence_not_named", like: "reserves", change: unbooked},
	{says: lossFirst, rule: "not_as_in_the_books", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Profit++ })},
	{says: lossFirst, rule: "beyond_the_profit", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Losses = e.Profit + 1 })},
	{says: lossFirst, rule: "losses_not_covered", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Losses = 0 })},
	{says: lossFirst, rule: "reserves_out_of_range", like: "reserves", change: but(func(e *reform.ReservesSetAside) {
		e.Reserves--
		e.Left++
	})},
	{says: lossFirst, rule: "numbers_differ", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Left++ })},
	{says: lossFirst, rule: "field_missing", like: "reserves", change: but(func(e *reform.ReservesSetAside) { e.Document = "" })},
	{says: lossFirst, rule: "reserves_set_aside", like: "reserves", after: "reserves", change: again},
	{says: lossFirst, rule: "reserves_not_set_aside", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Year = 2015 })},
	{says: lossFirst, rule: "beyond_what_is_left", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Total = 18_000*yuan + 1 })},
	{says: toTheFen, rule: "nothing_a_share", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Total = 999 })},
	{says: lossFirst, rule: "numbers_differ", like: "declared", change: but(func(e *reform.DividendDeclared) { e.PerShare++ })},
	{says: lossFirst, rule: "numbers_differ", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Remainder = 0 })},
	{says: lossFirst, rule: "numbers_differ", like: "declared", change: but(func(e *reform.DividendDeclared) { e.ToHolders = e.Total })},
	{says: lossFirst, rule: "numbers_differ", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Left++ })},
	{says: decidedOn, rule: "decision_missing", like: "declared", change: but(func(e *reform.DividendDeclared) { e.Decision = "" })},
	{says: decidedOn, rule: "decision_of_another_kind", like: "declared", change: with(func(p *planting, e *reform.DividendDeclared) {
		e.Decision = p.stream("admission/proposed")
		p.resting(e.Decision)
	})},
	{says: lossFirst, rule: "dividend_declared", like: "declared", after: "declared", change: again},
	{says: lossFirst, rule: "dividend_not_declared", like: "paid", after: "reserves", change: again},
	{says: toTheFen, rule: "numbers_differ", like: "paid", change: but(func(e *reform.DividendPaid) { e.Total++ })},
	{says: toTheFen, rule: "numbers_differ", like: "paid", change: but(func(e *reform.DividendPaid) { e.Total = 7_000 * yuan })}, // all to some
	{says: toTheFen, rule: "numbers_differ", like: "paid", change: but(func(e *reform.DividendPaid) { e.Holders = 7 })},          // some to all
	{says: toTheFen, rule: "nothing_due", like: "paid", after: "paid", change: again},
	{says: toTheFen, rule: "nothing_due", like: "paid", change: but(func(e *reform.DividendPaid) { e.To = []reform.Span{{From: 1, To: 8}} })},
	{says: toTheFen, rule: "holders_out_of_order", like: "paid", change: but(func(e *reform.DividendPaid) { e.To = []reform.Span{{From: 2, To: 9}} })},
	{says: toTheFen, rule: "nobody_paid", like: "paid", change: but(func(e *reform.DividendPaid) { e.To = nil })},
	{says: named, rule: "amount_out_of_range", like: "inventory count", change: but(func(e *reform.InventoryStepDone) { e.Operating = domain.MaxAmount + 1 })},
	{says: membership, rule: "decision_used", like: "joined", prepare: func(s *story) {
		s.do("admitted", s.recorder, "g1", reform.Join{Person: villager(20), Basis: reform.Admitted, Decision: s.stream("admission/proposed"), Document: domain.Note("决议")})
	}, change: with(func(p *planting, e *reform.MemberJoined) {
		e.Number, e.Basis, e.Decision = 9, reform.Admitted, p.stream("admission/proposed")
		p.resting(e.Decision)
	})},
	{says: lossFirst, rule: "date_out_of_range", like: "paid", change: but(func(e *reform.DividendPaid) { e.On = day("2017-01-21") })},
	{says: lossFirst, rule: "field_missing", like: "paid", change: but(func(e *reform.DividendPaid) { e.Document = "" })},
}
