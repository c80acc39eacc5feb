package demo

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// run is the course of a request, from submission to archive, or to the end of
// the year.
func (l *life) run() {
	l.do(domain.WindowClerk, request.Submit{
		Matter: l.matter.Code, Place: l.place.id, Channel: l.channel, People: l.people,
		Requester: l.requester, Summary: domain.Note("申请办理：" + l.matter.Title + "（演示）"),
	})
	l.seals(l.stream, l.requester)
	if !l.accepted() {
		return
	}
	if l.percent(3) {
		l.wait(0, 2)
		l.do(domain.WindowClerk, request.Withdraw{Reason: domain.Note("申请人改变主意（演示）")})
		return
	}
	late := l.handle()
	l.conclude(late, l.outcome())
	l.afterwards(late)
}

// accepted is the way to acceptance, and whether it led there.
func (l *life) accepted() bool {
	if l.channel == request.Online {
		l.wait(1, 1)
	} else {
		l.soon(2, 20)
	}
	if len(l.matter.Papers) > 1 && l.percent(9) {
		l.do(domain.WindowClerk, request.TellIncomplete{Missing: l.papers(2)})
		l.wait(1, 6)
		if l.percent(10) {
			l.do(domain.WindowClerk, request.Withdraw{Reason: domain.Note("材料无法补齐（演示）")})
			return false
		}
	}
	if l.percent(4) {
		l.declined()
		return false
	}
	l.do(domain.WindowClerk, request.Accept{})
	l.due = l.calendar.AddWorkdays(l.today(), l.limit())
	return !l.over
}

func (l *life) declined() {
	l.do(domain.WindowClerk, request.Decline{Reason: domain.Note("不符合办理条件（演示）"), Rule: l.matter.Basis})
	l.soon(2, 30)
	l.do(domain.WindowClerk, request.Reply{How: l.form(), Text: domain.Note("已说明不予受理的理由（演示）")})
}

// handle is everything between acceptance and outcome, and whether it took too
// long.
func (l *life) handle() (late bool) {
	from, limit := l.today(), l.limit()
	took := l.took(limit)
	switch l.matter.List.List {
	case domain.AgentList:
		l.entrusted()
	case domain.GuidedList:
		l.wait(0, min(took, 3))
		if l.percent(80) {
			l.do(domain.WindowClerk, request.RecordStep{Name: one(l.chance, guidance)})
		}
	}
	if took > limit && limit >= 7 && l.percent(40) {
		l.until(from, limit-1)
		l.due = l.calendar.AddWorkdays(l.due, took-limit+1)
		l.do(domain.WindowClerk, request.ExtendDue{Due: l.due, Reason: domain.Note("需上级部门核实（演示）")})
	} else if took > limit+2 && l.percent(70) {
		l.until(from, limit+1)
		l.do(domain.SupervisionCommittee, request.Supervise{By: l.chinese + "村务监督委员会", Note: domain.Note("请尽快办结（演示）")})
	}
	if took > 0 {
		l.until(from, took)
	} else {
		l.soon(5, 60)
	}
	return l.today().After(l.due)
}

// limit is the time limit of the day of acceptance, in working days.
func (l *life) limit() int {
	if l.matter.Code == "DB07" && !l.today().Before(quickerCard) {
		return 3
	}
	return l.matter.LimitDays
}

// took is how many working days the handling takes.
func (l *life) took(limit int) int {
	switch {
	case limit == 0 && l.percent(2):
		return 1
	case limit == 0:
		return 0
	case l.percent(9):
		return limit + l.between(1, 8)
	}
	return l.between((limit+2)/3, limit)
}

var (
	guidance = []string{"告知办理流程", "陪同到市政务服务大厅办理", "协助填写申请表", "电话预约办理时间"}
	errands  = []string{"递交材料", "电话询问进度", "补送材料", "到市局窗口领取", "入户核实情况"}
)

// entrusted is the agent's errand: the papers handed over, passed on within
// three working days, most of the time, and helped along.
func (l *life) entrusted() {
	l.wait(0, 1)
	if l.percent(20) {
		l.do(domain.WindowClerk, request.Assign{Handler: l.role(domain.ErrandAgent)})
	}
	var originals []string
	for _, p := range l.papers(3) {
		if !strings.Contains(p, "照片") && !strings.Contains(p, "复印件") {
			originals = append(originals, p)
		}
	}
	l.do(domain.WindowClerk, request.Entrust{Agent: l.role(domain.ErrandAgent), Originals: originals})
	l.held = len(originals) > 0
	days := l.between(0, 2)
	if l.percent(5) {
		days = l.between(4, 6)
	}
	l.wait(days, days)
	l.do(domain.ErrandAgent, request.PassOn{To: l.matter.Authority})
	if l.percent(55) {
		l.wait(0, 1)
		l.do(domain.ErrandAgent, request.RecordStep{Name: one(l.chance, errands)})
	}
}
