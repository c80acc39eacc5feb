package reform

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// span is the stages in which an event comes.
func span(e domain.Event) (first, last Stage, known bool) {
	switch e.(type) {
	case PlanApproved:
		return Planned, Planned, true
	case InventoryStepDone:
		return Inventory, Inventory, true
	case RosterDrafted, RosterPosted:
		return Drafting, Drafting, true
	case ObjectionRaised, RosterConfirmed:
		return Posted, Posted, true
	case ObjectionSettled:
		return Drafting, Posted, true
	case SharesQuantified:
		return Quantification, Quantification, true
	case CharterAdopted:
		return Chartering, Chartering, true
	case BodiesElected:
		return Election, Election, true
	case Registered:
		return Registration, Registration, true
	case CertificatesIssued:
		return Certification, Closing, true
	case Completed:
		return Closing, Closing, true
	case MemberJoined, MemberLeft:
		return Quantification, Complete, true
	case MemberInherited, MemberTransferred:
		return Chartering, Complete, true
	case ReservesSetAside, DividendDeclared, DividendPaid:
		return Certification, Complete, true
	}
	return "", "", false
}

// follows is the legal order of steps: it refuses an event that does not come
// next, and says which step is missing. What Judge adds is policies.
func (r Reform) follows(e domain.Event) error {
	if _, ok := e.(PlanAdopted); ok {
		if r.Stage != "" {
			return domain.Reject("already_begun", "the reform of %s has begun already: go on with it", "%s 的改革已经开始：请继续办理", r.Collective)
		}
		return nil
	}
	first, last, known := span(e)
	at := r.Stage.place()
	switch {
	case !known:
		return domain.Unknown(e)
	case at < first.place():
		return r.missing()
	case at > last.place():
		return r.past(e)
	}
	switch e := e.(type) {
	case RosterDrafted:
		return r.mayDraft(e)
	case RosterPosted:
		if r.roll.Count() == 0 {
			return r.missing()
		}
	case ObjectionRaised:
		if e.Number != r.Objections+1 {
			return domain.Reject("not_the_next_number", "the next objection is number %d, not %d", "下一条异议编号为 %d，不是 %d", r.Objections+1, e.Number)
		}
	case ObjectionSettled:
		if !slices.Contains(r.Open, e.Number) {
			return domain.Reject("no_open_objection", "there is no open objection number %d (open: %v): name one that is", "没有编号为 %d 的未答复异议（未答复：%v）：请核对编号", e.Number, r.Open)
		}
	case RosterConfirmed:
		if len(r.Open) > 0 {
			return domain.Reject("objection_open",
				"objections to the roster are not settled (%v), and a roster is confirmed when every one is: settle them first",
				"名册尚有未答复的异议（%v），全部答复后方可确认：请先答复", r.Open)
		}
	case MemberJoined, MemberLeft, MemberInherited, MemberTransferred:
		return r.mayMove(e)
	case ReservesSetAside, DividendDeclared, DividendPaid:
		return r.mayShareOut(e)
	}
	return nil
}

// missing says which step comes first.
func (r Reform) missing() error {
	switch r.Stage {
	case "":
		return domain.Reject("not_begun", "there is no such reform: adopt its plan first", "改革尚未开始：请先通过改革方案")
	case Planned:
		return domain.Reject("plan_not_approved", "the town has not approved the plan yet: record its approval first", "改革方案尚未经镇街批准：请先记录批复")
	case Inventory:
		return domain.Reject("inventory_not_done", "the inventory is not finished (steps done: %d): do its remaining steps first", "清产核资尚未完成（已完成 %d 步）：请先完成其余步骤", r.StepsDone)
	case Drafting:
		if r.roll.Count() == 0 {
			return domain.Reject("roster_not_drafted", "there is no draft of the roster: draft it first", "成员名册尚未拟定：请先拟定")
		}
		return domain.Reject("roster_not_posted", "the roster is not posted: post it first", "成员名册尚未公示：请先公示")
	case Posted:
		return domain.Reject("roster_not_confirmed", "the roster is not confirmed: have it confirmed by decision first", "成员名册尚未确认：请先经决议确认")
	case Quantification:
		return domain.Reject("shares_not_quantified", "shares are not quantified: quantify them by decision first", "尚未折股量化：请先经决议量化")
	case Chartering:
		return domain.Reject("charter_not_adopted", "the charter is not adopted: adopt it by decision first", "章程尚未通过：请先经决议通过")
	case Election:
		return domain.Reject("bodies_not_elected", "the bodies are not elected: elect them by decision first", "组织机构尚未选举产生：请先选举")
	case Registration:
		return domain.Reject("not_registered", "the cooperative is not registered: register it first", "合作社尚未登记：请先登记")
	}
	return domain.Reject("certificates_not_issued", "no certificates are issued: issue them first", "尚未发放股权证：请先发放")
}

// past says that a step is behind.
func (r Reform) past(e domain.Event) error {
	switch e.(type) {
	case RosterDrafted, RosterPosted:
		if r.Stage == Posted {
			return domain.Reject("roster_posted",
				"the roster is posted, and is drafted anew only after an objection is accepted: settle one, or have the roster confirmed",
				"名册正在公示，只有采纳异议后才重新拟定：请答复异议，或确认名册")
		}
	}
	if r.Stage == Complete {
		return domain.Reject("completed", "the reform is completed, and none of its steps follows: what was recorded wrongly is corrected", "改革已完成，不再办理改革步骤：记录有误的请更正")
	}
	return domain.Reject("step_done", "that step is done, and the reform is at another (%[1]s): go on with that; what was recorded wrongly is corrected",
		"该步骤已完成，改革现处于“%[2]s”：请继续办理；记录有误的请更正", r.Stage.label(domain.English), r.Stage.label(domain.Chinese))
}

// mayDraft: a part goes on where the one before it ended. A draft that an
// accepted objection made void is begun anew.
func (r Reform) mayDraft(e RosterDrafted) error {
	if len(e.Members) > 0 && (e.First == 1 || e.First == r.roll.Count()+1) {
		return nil
	}
	return domain.Reject("not_the_next_number",
		"a draft begins with number 1, or goes on with number %d, not %d, and names at least one member",
		"名册从编号 1 开始，或从 %d 接续，不能从 %d 开始，且至少列一名成员", r.roll.Count()+1, e.First)
}

// mayShareOut: losses and reserves come before a dividend, and a dividend before
// its payment; each once a year.
func (r Reform) mayShareOut(e domain.Event) error {
	switch e := e.(type) {
	case ReservesSetAside:
		if r.year(e.Year) >= 0 {
			return domain.Reject("reserves_set_aside", "the reserves of %d were set aside already: what was recorded wrongly is corrected", "%d 年度已提取公积公益金：记录有误的请更正", e.Year)
		}
	case DividendDeclared:
		i := r.year(e.Year)
		if i < 0 {
			return domain.Reject("reserves_not_set_aside",
				"losses are covered and reserves set aside before a dividend, and for %d they are not: set them aside first",
				"分红前须弥补亏损、提取公积公益金，%d 年度尚未办理：请先提取", e.Year)
		}
		if r.Years[i].Declared {
			return domain.Reject("dividend_declared", "the dividend of %d is declared already: pay it", "%d 年度分红已议定：请发放", e.Year)
		}
	case DividendPaid:
		if i := r.year(e.Year); i < 0 || !r.Years[i].Declared {
			return domain.Reject("dividend_not_declared", "there is no dividend of %d: declare it by decision first", "%d 年度尚未议定分红：请先经决议议定", e.Year)
		}
	}
	return nil
}
