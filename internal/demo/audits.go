package demo

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
)

// auditsCompleted is how many of the collectives have a report on 2015 by the end
// of 2016; an audit is planned for each of them.
const auditsCompleted = 285

// auditor is one of those whom an institution sends. They are made up.
func (w *world) auditor(n int) (string, domain.Personal) {
	name := fmt.Sprintf("审计员 %03d", n)
	return name, domain.About(uuid.NewSHA1(w.id, fmt.Appendf(nil, "auditor/%d", n)), name)
}

// auditing is an audit under way.
type auditing struct {
	*script
	id, by   string
	findings []domain.Money
	says     []string // of each finding in public
}

// audits are those of the collectives, in the year 2016, on the year before.
func (p *plan) audits() {
	for n, u := range p.collectivesOf {
		rank := chanceOf(p.seed, "order/audits").Perm(collectives)[p.firstCollective+n]
		s := p.year2016(fmt.Sprintf("audit/%d", n), 8, 40)
		a := &auditing{script: s, by: p.inTown(domain.Auditor)}
		a.id = s.do(a.by, "", audit.Plan{Audited: u.stream, Kind: audit.Annual, Document: "2016年度审计计划（演示）"})
		if rank < auditsCompleted {
			s.now = s.hours(p.workday(domain.NewDate(2016, time.January, s.between(50, 280))))
			if a.fieldwork(4) {
				a.afterwards()
			}
		} else {
			s.now = s.hours(p.workday(domain.NewDate(2016, time.January, s.between(240, 345))))
			a.fieldwork(s.between(0, 3))
		}
	}
}

// fieldwork is the audit up to its report, as far as it comes in so many parts, and
// whether it is reported.
func (a *auditing) fieldwork(parts int) bool {
	set, err := a.book.On(a.today())
	if err != nil || parts < 1 {
		return false
	}
	c := audit.Commission{By: a.town.chinese + "人民政府（演示）", Institution: "演示会计师事务所", Document: fmt.Sprintf("审计委托书〔2016〕%d号（演示）", a.number*10+a.between(1, 9))}
	for _, n := range a.Perm(60)[:2] {
		name, who := a.auditor(n + 1)
		c.Names, c.People = append(c.Names, name), append(c.People, who)
	}
	c.Accounts = []string{domain.StreamOf("account", a.by)}
	a.do(a.by, a.id, c)
	a.seals(domain.StreamOf("audit", a.id), c.People...)
	if parts < 2 {
		return false
	}
	a.wait(1, 5)
	a.do(a.by, a.id, audit.ServeNotice{Document: fmt.Sprintf("审计通知书〔2016〕%d号（演示）", a.number+1)})
	n := set.Audit.NoticeWorkdays.Value
	a.wait(n, n+4)
	a.do(a.by, a.id, audit.HoldEntryMeeting{Where: a.chinese + "会议室"})
	if parts < 3 {
		return false
	}
	a.find()
	a.wait(2, 6)
	a.do(a.by, a.id, audit.SendDraft{})
	if parts < 4 {
		return false
	}
	a.wait(1, set.Audit.ResponseWorkdays.Value-1)
	a.do(a.accountant(), a.id, audit.ReceiveResponse{Disputes: a.percent(8), Text: domain.Note("对征求意见稿的反馈（演示）")})
	a.wait(2, 8)
	opinion := audit.Unqualified
	if len(a.findings) > 0 {
		opinion = pick(a.chance, []share[audit.Opinion]{{9, audit.Qualified}, {1, audit.Adverse}})
	}
	a.do(a.by, a.id, audit.IssueReport{Document: fmt.Sprintf("审计报告〔2016〕%d号（演示）", a.number*10+a.between(1, 9)), Opinion: opinion})
	return !a.over
}

// find is what is found: mostly little.
func (a *auditing) find() {
	for range pick(a.chance, []share[int]{{35, 0}, {35, 1}, {20, 2}, {10, 3}}) {
		a.wait(1, 4)
		f := audit.RaiseFinding{
			Category: pick(a.chance, []share[audit.Category]{
				{5, audit.Bookkeeping}, {3, audit.Contracts}, {3, audit.Debts}, {2, audit.Assets}, {2, audit.Controls}, {1, audit.Undecided}, {1, audit.Disclosure},
			}),
			Papers: []string{fmt.Sprintf("底稿-%03d", a.between(1, 400))}, What: domain.Note("审计发现问题（演示）"),
		}
		if f.Category != audit.Controls && f.Category != audit.Disclosure {
			f.Amount = yuan(a.between(3, 240) * 100)
		}
		a.do(a.by, a.id, f)
		a.findings = append(a.findings, f.Amount)
		a.says = append(a.says, fmt.Sprintf("%s：详见审计报告第%d项（演示）", domain.Label(f.Category, string(f.Category), domain.Chinese), len(a.findings)))
	}
}

// afterwards the report is disclosed, and what was found is put right, mostly.
func (a *auditing) afterwards() {
	a.wait(1, 8)
	var say []audit.Say
	for i := range a.findings {
		say = append(say, audit.Say{Finding: i + 1, Text: a.says[i]})
	}
	a.do(a.by, a.id, audit.Disclose{Where: "村务公开栏", Summary: "2015年度财务收支审计情况（演示）", Findings: say})
	open := false
	for i, amount := range a.findings {
		a.wait(0, 2)
		a.do(a.by, a.id, audit.OrderRectification{Finding: i + 1, What: "限期整改（演示）", Due: a.calendar.AddWorkdays(a.today(), a.between(15, 45))})
		if a.percent(15) {
			open = true
			continue
		}
		a.wait(5, 14)
		report := audit.ReportRectification{Finding: i + 1, Amount: amount, Document: "整改报告（演示）"}
		a.do(a.accountant(), a.id, report)
		a.wait(1, 6)
		if a.percent(10) {
			a.do(a.by, a.id, audit.RefuseRectification{Finding: i + 1, Reason: "整改材料不全（演示）"})
			a.wait(5, 15)
			a.do(a.accountant(), a.id, report)
			a.wait(1, 6)
		}
		a.do(a.by, a.id, audit.AcceptRectification{Finding: i + 1})
	}
	if !open {
		a.wait(3, 15)
		a.do(a.by, a.id, audit.Archive{Number: fmt.Sprintf("SJ2016-%04d", a.number+1)})
	}
}
