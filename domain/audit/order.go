package audit

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// follows is the legal order of steps.
func (a Audit) follows(e domain.Event) error {
	if _, ok := e.(Planned); ok {
		if a.Stage != "" {
			return domain.Reject("already_planned", "the audit is planned already: plan another one", "审计已列入计划：请另行列入")
		}
		return nil
	}
	switch a.Stage {
	case "":
		return domain.Reject("not_planned", "there is no such audit: plan it first", "审计项目不存在：请先列入计划")
	case StageCancelled:
		return domain.Reject("cancelled", "the audit was cancelled, and nothing follows that: plan another one", "审计已取消，不再办理：请另行列入计划")
	}
	switch e := e.(type) {
	case Commissioned, NoticeServed, EntryMeetingHeld, DraftSent, ResponseReceived, ReportIssued, Cancelled:
		return a.beforeTheReport(e)
	case FindingRaised, FindingDropped:
		return a.fieldwork(e)
	case Disclosed:
		return a.mayDisclose(e)
	case RectificationOrdered, RectificationReported, RectificationAccepted, RectificationRefused, Referred:
		return a.rectification(e)
	case ReAudited:
		return a.mayReopen(e)
	case Archived:
		return a.mayArchive(e)
	}
	return domain.Unknown(e)
}

// beforeTheReport are the steps up to the report, in order: no report without
// fieldwork, which is notice and entry meeting, and without the draft that the
// audited may answer.
func (a Audit) beforeTheReport(e domain.Event) error {
	if a.Completed() {
		return reported()
	}
	switch e.(type) {
	case NoticeServed:
		switch {
		case a.Commissioned.IsZero():
			return notCommissioned()
		case !a.Notified.IsZero():
			return domain.Reject("already_notified", "the notice was served on %s: hold the entry meeting", "审计通知书已于 %s 送达：请召开进点会", a.Notified)
		}
	case EntryMeetingHeld:
		switch {
		case a.Commissioned.IsZero():
			return notCommissioned()
		case a.Notified.IsZero():
			return domain.Reject("not_notified", "the audited was not told: serve the notice first", "尚未送达审计通知书：请先送达")
		case !a.Entered.IsZero():
			return domain.Reject("already_entered", "the entry meeting was held on %s: go on with the fieldwork", "进点会已于 %s 召开：请继续现场审计", a.Entered)
		}
	case DraftSent:
		switch {
		case a.Entered.IsZero():
			return noFieldwork()
		case !a.Sent.IsZero():
			return domain.Reject("draft_sent_already",
				"the draft was sent on %s, and nothing was found since: wait for the answer until %s",
				"征求意见稿已于 %s 送达，此后没有新增问题：请等待反馈至 %s", a.Sent, a.RespondBy)
		}
	case ResponseReceived, ReportIssued:
		switch {
		case a.Entered.IsZero():
			return noFieldwork()
		case a.Sent.IsZero():
			return domain.Reject("draft_not_sent",
				"the audited has no draft with all that was found: send it first, so that they can answer it",
				"尚未就全部问题征求被审计单位意见：请先送达征求意见稿")
		}
	}
	return nil
}

func reported() error {
	return domain.Reject("reported_already",
		"the report is issued, and it stands: what is wrong in it is put right by a correction, or looked at by another audit",
		"审计报告已出具：有误请更正，或另行审计")
}

func notCommissioned() error {
	return domain.Reject("not_commissioned", "nobody was commissioned: commission auditors first", "尚未委托审计：请先委托")
}

func noFieldwork() error {
	return domain.Reject("no_fieldwork",
		"there was no fieldwork: serve the notice and hold the entry meeting first", "尚未进点：请先送达通知书并召开进点会")
}

// fieldwork is what is found, from the entry meeting to the report.
func (a Audit) fieldwork(e domain.Event) error {
	switch {
	case a.Completed():
		return reported()
	case a.Entered.IsZero():
		return noFieldwork()
	}
	switch e := e.(type) {
	case FindingRaised:
		if e.Number != len(a.Findings)+1 {
			return domain.Reject("number_differs", "the next finding is number %d, not %d", "下一问题序号为 %d，不能是 %d", len(a.Findings)+1, e.Number)
		}
	case FindingDropped:
		f, known := a.finding(e.Number)
		if !known {
			return a.noSuchFinding(e.Number)
		}
		if f.Status == StatusDropped {
			return domain.Reject("dropped", "finding %d was dropped already", "第 %d 项问题已撤销", e.Number)
		}
	}
	return nil
}

func (a Audit) noSuchFinding(number int) error {
	return domain.Reject("no_such_finding", "there is no finding %d: %d were raised", "没有第 %d 项问题：共 %d 项", number, len(a.Findings))
}

// mayDisclose: after the report, once, and every finding in it.
func (a Audit) mayDisclose(e Disclosed) error {
	switch {
	case !a.Completed():
		return notReported()
	case !a.Disclosed.IsZero():
		return domain.Reject("already_disclosed", "the report was disclosed on %s: it stays so", "审计报告已于 %s 公开", a.Disclosed)
	}
	var said []int
	for _, s := range e.Findings {
		said = append(said, s.Finding)
	}
	return a.exactly(said, Finding.Reported, "findings_not_all_disclosed",
		"the public is told of every finding of the report, each once and in order: the numbers are %[1]v, not %[2]v",
		"须逐项公开报告中的全部问题，各一次并按序：应为 %[1]v，而不是 %[2]v")
}

func notReported() error {
	return domain.Reject("not_reported", "there is no report: issue it first", "尚未出具审计报告：请先出具")
}

// exactly refuses a list of findings that are not those with a property, each once
// and in order.
func (a Audit) exactly(list []int, has func(Finding) bool, code, english, chinese string) error {
	var want []int
	for i, f := range a.Findings {
		if has(f) {
			want = append(want, i+1)
		}
	}
	if slices.Equal(list, want) {
		return nil
	}
	return domain.Reject(code, english, chinese, want, list)
}

// rectification is what becomes of a finding. It goes on after the archive: what
// stands open may yet be put right.
func (a Audit) rectification(e domain.Event) error {
	number := numberOf(e)
	f, known := a.finding(number)
	_, referring := e.(Referred)
	switch {
	case !known:
		return a.noSuchFinding(number)
	case f.Status == StatusDropped:
		return domain.Reject("dropped", "finding %d was dropped already", "第 %d 项问题已撤销", number)
	case referring:
		return mayRefer(f)
	case !a.Completed():
		return notReported()
	case f.Status == StatusRectified:
		return domain.Reject("rectified", "finding %d is put right: nothing more is due", "第 %d 项问题已整改：无须再办", number)
	}
	switch e := e.(type) {
	case RectificationOrdered:
		if f.Status != StatusStands {
			return domain.Reject("ordered_already",
				"the rectification of finding %d is ordered, until %s: wait for it", "第 %d 项问题已责令整改，期限 %s：请等待报送", number, f.Due)
		}
	case RectificationReported:
		switch {
		case f.Status == StatusStands:
			return domain.Reject("not_ordered", "no rectification of finding %d is ordered: order it first", "第 %d 项问题尚未责令整改：请先责令", number)
		case f.Status == StatusAnswered:
			return domain.Reject("answered_already", "a rectification of finding %d waits to be accepted or refused", "第 %d 项问题的整改已报送，待认定", number)
		case e.Amount > f.Amount:
			return domain.Reject("more_than_found",
				"finding %d concerns %s yuan, and %s cannot have been put right: correct the amount",
				"第 %d 项问题涉及 %s 元，整改金额不能为 %s 元：请更正", number, f.Amount, e.Amount)
		}
	case RectificationAccepted, RectificationRefused:
		if f.Status != StatusAnswered {
			return domain.Reject("not_answered", "nothing was reported about finding %d: there is nothing to accept or refuse yet", "第 %d 项问题尚未报送整改：不能认定或退回", number)
		}
	}
	return nil
}

func numberOf(e domain.Event) int {
	switch e := e.(type) {
	case RectificationOrdered:
		return e.Finding
	case RectificationReported:
		return e.Finding
	case RectificationAccepted:
		return e.Finding
	case RectificationRefused:
		return e.Finding
	case Referred:
		return e.Finding
	}
	return 0
}

// mayRefer: what looks like an offence is handed over at once, and once.
func mayRefer(f Finding) error {
	if !f.Referred.IsZero() {
		return domain.Reject("referred_already", "it was referred to %s on %s", "已移送 %s（%s）", f.To, f.Referred)
	}
	return nil
}

// mayReopen: a later audit finds that what was accepted did not hold.
func (a Audit) mayReopen(e ReAudited) error {
	if !a.Completed() {
		return notReported()
	}
	for i, n := range e.Reopened {
		f, known := a.finding(n)
		switch {
		case !known:
			return a.noSuchFinding(n)
		case f.Status != StatusRectified || slices.Contains(e.Reopened[:i], n):
			return domain.Reject("not_rectified",
				"finding %d is not one that was put right: only those are opened again, each once", "第 %d 项问题并非已整改：只能重新打开已整改的问题，各一次", n)
		}
	}
	return nil
}

// mayArchive: every finding is closed, or the archive says that it stands open.
func (a Audit) mayArchive(e Archived) error {
	switch {
	case !a.Completed():
		return notReported()
	case a.Disclosed.IsZero():
		return domain.Reject("not_disclosed", "the report is not disclosed: disclose it first", "审计报告尚未公开：请先公开")
	case !a.Archived.IsZero():
		return domain.Reject("already_archived", "the audit was archived on %s", "审计已于 %s 归档", a.Archived)
	}
	var open []int
	for _, o := range e.Open {
		open = append(open, o.Finding)
	}
	return a.exactly(open, func(f Finding) bool { return !f.Closed() }, "findings_not_closed",
		"every finding is put right or referred, or said to stand open, each once and in order: those that are open are %[1]v, and %[2]v is said",
		"问题均须整改、移送，或注明尚未整改，各一次并按序：尚未整改的为 %[1]v，而注明的是 %[2]v")
}
