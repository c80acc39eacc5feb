package decision

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// follows is the legal order of steps: it refuses an event that does not come
// next. Numbers, days and evidence are what Judge adds.
func (d Decision) follows(e domain.Event) error {
	if _, begins := e.(Proposed); begins {
		if d.Status != "" {
			return domain.Reject("already_proposed", "the decision was proposed already: propose another one", "该决策已提议：请另行提议")
		}
		return nil
	}
	switch {
	case d.Status == "":
		return domain.Reject("not_proposed", "there is no such decision: propose it first", "决策不存在：请先提议")
	case d.Status.Over():
		return domain.Reject("closed",
			"the decision is closed (%[1]s), and nothing follows: propose another one",
			"该决策已结束（%[2]s），不再有后续：请另行提议", d.label(domain.English), d.label(domain.Chinese))
	}
	switch e := e.(type) {
	case Consulted:
		return d.mayTake(Consultation)
	case PartyReviewed:
		return d.mayTake(PartyReview)
	case DiscussedByCouncils:
		return d.mayTake(Councils)
	case NoticeGiven, Voted:
		return d.mayTake(TheVote)
	case Withdrawn, Lapsed:
		return d.mayEndUnvoted()
	case Rejected:
		return d.mayReject(e)
	}
	return d.afterVote(e)
}

func (d Decision) afterVote(e domain.Event) error {
	switch e := e.(type) {
	case TownApproved, TownRefused:
		return d.mayGoToTown()
	case Adopted:
		return d.carried()
	case Disclosed:
		return d.mayDisclose()
	case ObjectionRaised:
		return d.mayObject(e)
	case ObjectionAnswered:
		return d.mayAnswer(e)
	case ImplementationReported:
		return d.mayReport()
	case ResultsDisclosed:
		if d.Status != StatusImplemented {
			return domain.Reject("not_implemented", "results are disclosed once the implementation was reported, and the decision is %[1]s: report it first", "实施后方可公开结果，而该决策处于“%[2]s”：请先报告实施情况", d.label(domain.English), d.label(domain.Chinese))
		}
		return nil
	}
	return domain.Unknown(e)
}

func (d Decision) label(lang domain.Lang) string {
	return domain.Label(d.Status, string(d.Status), lang)
}

func name(s Step, lang domain.Lang) string { return domain.Label(s, string(s), lang) }

func (d Decision) procedure(lang domain.Lang) string {
	return domain.Label(d.Procedure, string(d.Procedure), lang)
}

// mayTake holds a step against the procedure that the proposal fixed.
func (d Decision) mayTake(step Step) error {
	steps := stepsOf(d.Procedure)
	i := slices.Index(steps, step)
	if i < 0 {
		return domain.Reject("not_of_this_procedure",
			"the procedure is %[1]s, which has no %[2]s: go on as that procedure says",
			"决策程序为%[3]s，没有“%[4]s”环节：请按该程序进行",
			d.procedure(domain.English), name(step, domain.English), d.procedure(domain.Chinese), name(step, domain.Chinese))
	}
	if err := d.notVotedOn(); err != nil {
		return err
	}
	if err := d.notFailed(); err != nil {
		return err
	}
	switch {
	case i < d.taken:
		return domain.Reject("step_taken",
			"the %[1]s is on record already, and is done once: the %[2]s comes next",
			"“%[3]s”已记录，不得重复：下一步为“%[4]s”",
			name(step, domain.English), name(steps[d.taken], domain.English), name(step, domain.Chinese), name(steps[d.taken], domain.Chinese))
	case i > d.taken:
		return domain.Reject("step_missing",
			"before the %[1]s comes the %[2]s: record that first",
			"“%[3]s”之前须先完成“%[4]s”：请先记录",
			name(step, domain.English), name(steps[d.taken], domain.English), name(step, domain.Chinese), name(steps[d.taken], domain.Chinese))
	}
	return nil
}

// notVotedOn: what comes before the vote does not come after it.
func (d Decision) notVotedOn() error {
	if d.Vote == (Voted{}) {
		return nil
	}
	return domain.Reject("voted_already", "it was voted on already, and that is done once: conclude it, or propose another decision", "该决策已表决，表决只进行一次：请作出结论，或另行提议")
}

func (d Decision) notFailed() error {
	if d.FailedAt == "" {
		return nil
	}
	return domain.Reject("not_carried",
		"the %[1]s did not carry it, and only its rejection follows: conclude it, and propose it anew as another decision",
		"“%[2]s”未获通过，只能否决：请作出结论，并可作为新的决策重新提议", name(d.FailedAt, domain.English), name(d.FailedAt, domain.Chinese))
}

// mayEndUnvoted: whoever proposed may change their mind until people have voted;
// then only another decision undoes what they said (assumed).
func (d Decision) mayEndUnvoted() error {
	if err := d.notVotedOn(); err != nil {
		return err
	}
	return d.notFailed()
}

func (d Decision) mayReject(e Rejected) error {
	switch {
	case d.FailedAt == "":
		return domain.Reject("nothing_failed", "no step failed to carry it, so it is not rejected: go on with the procedure", "没有未通过的环节，不得否决：请按程序进行")
	case e.Step != d.FailedAt:
		return domain.Reject("another_step_failed",
			"it was the %[1]s that did not carry it: record that step",
			"未通过的环节是“%[2]s”：请按此记录", name(d.FailedAt, domain.English), name(d.FailedAt, domain.Chinese))
	}
	return nil
}

// carried is voted on and passed, and not adopted yet.
func (d Decision) carried() error {
	if err := d.notFailed(); err != nil {
		return err
	}
	switch d.Status {
	case StatusCarried, StatusApproved:
		return nil
	}
	if !d.Adopted.IsZero() {
		return domain.Reject("adopted_already", "it was adopted on %s already: disclose it, and go on from there", "已于 %s 通过：请公开并继续后续环节", d.Adopted)
	}
	return domain.Reject("not_voted", "it was not voted on yet: record the vote first", "尚未表决：请先记录表决")
}

func (d Decision) mayGoToTown() error {
	if err := d.carried(); err != nil {
		return err
	}
	if d.Status == StatusApproved {
		return domain.Reject("town_decided", "the town has approved it already: adopt it", "镇街已批准：请确认通过")
	}
	return nil
}

func (d Decision) mayDisclose() error {
	switch {
	case d.Adopted.IsZero():
		return domain.Reject("not_adopted", "only what is adopted is disclosed: conclude it first", "通过后方可公开：请先作出结论")
	case !d.Disclosed.IsZero():
		return domain.Reject("disclosed_already", "it was disclosed on %s already, which is done once", "已于 %s 公开，不得重复", d.Disclosed)
	}
	return nil
}

func (d Decision) mayObject(e ObjectionRaised) error {
	switch {
	case d.Disclosed.IsZero():
		return domain.Reject("not_disclosed", "it is not disclosed yet, and objections come while it is posted: disclose it first", "决议尚未公开，异议在公示期内提出：请先公开")
	case d.Status == StatusOverturned:
		return overturned()
	case d.Status != StatusDisclosed:
		return domain.Reject("posting_over", "it was posted until %s, and is carried out: propose another decision", "公示期至 %s，且已实施：请另行提议", d.PostedUntil)
	}
	if n := len(d.Objections); n > 0 && e.Number <= d.Objections[n-1].Number {
		return domain.Reject("number_taken", "objections are numbered upwards, and %d is taken: give the next number", "异议按序编号，%d 已占用：请用下一个序号", e.Number)
	}
	return nil
}

func (d Decision) mayAnswer(e ObjectionAnswered) error {
	i := d.objection(e.Number)
	switch {
	case i < 0:
		return domain.Reject("no_such_objection", "there is no objection %[1]d to it (raised: %[2]d): give the number of one", "没有第 %[1]d 号异议（共 %[2]d 条）：请核对序号", e.Number, len(d.Objections))
	case !d.Objections[i].Open():
		return domain.Reject("answered_already", "objection %d was answered on %s already", "第 %d 号异议已于 %s 答复", e.Number, d.Objections[i].Answered)
	}
	return nil
}

func (d Decision) mayReport() error {
	switch {
	case d.Status == StatusOverturned:
		return overturned()
	case d.Disclosed.IsZero():
		return domain.Reject("not_disclosed", "only what is disclosed is carried out: disclose the resolution first", "公开后方可实施：请先公开决议")
	case !d.Implemented.IsZero():
		return domain.Reject("implemented_already", "its implementation was reported on %s already: disclose the results", "已于 %s 报告实施情况：请公开结果", d.Implemented)
	}
	if n := d.OpenObjections(); n > 0 {
		return domain.Reject("objection_open", "objections were not answered (%d), and nothing is carried out before: answer them first", "尚有 %d 条异议未答复，答复前不得实施：请先答复", n)
	}
	return nil
}

func overturned() error {
	return domain.Reject("overturned", "an objection to it was upheld, which overturns it: propose it anew as another decision", "异议成立，决议已被推翻：请作为新的决策重新提议")
}
