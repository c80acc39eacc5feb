package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/reform"
)

// reforming is the reform of the collective of a community.
type reforming struct {
	*script
	unit    *unit
	id      string // of the collective
	members []domain.Personal
	sum     domain.Money
	// adopted is the day of the plan, and objections how many there were.
	adopted    domain.Date
	objections int
	// issued is all shares, and each what a member has.
	issued, each int64
	// left is how many it may still take, which is all of them where it is one
	// of those that were completed.
	left int
}

// allSteps is more than a reform has.
const allSteps = 100

// reforms turns the property of the community's collective into shares. Those that
// were completed began early enough; the others are under way at the end of the
// year, wherever they have come to.
func (p *plan) reforms() {
	u := p.collectivesOf[0]
	s := p.tell("reform", firstDay)
	r := &reforming{script: s, unit: u, left: allSteps}
	_, r.id = domain.SplitStream(u.stream)
	first, last := domain.NewDate(2015, 10, 12), domain.NewDate(2016, 5, 3)
	if p.rank("reform") >= reformsCompleted {
		first, last, r.left = domain.NewDate(2016, 2, 22), domain.NewDate(2016, 9, 26), s.between(0, 13)
	}
	r.begin(first, last)
	r.tell()
}

// begin chooses the day on which it begins.
func (r *reforming) begin(first, last domain.Date) {
	days := 0
	for first.AddDays(days).Before(last) {
		days++
	}
	r.now = r.hours(r.workday(first.AddDays(r.between(0, days))))
}

// step reports whether it takes another step, and counts it.
func (r *reforming) step() bool {
	r.left--
	return r.left >= 0 && !r.over
}

func (r *reforming) question(kind domain.MatterKind, title, english string) question {
	return question{kind: kind, title: title, english: english, concerns: []string{r.unit.stream}, sure: true}
}

func (r *reforming) tell() {
	recorder := r.recorder()
	plan := r.decide(r.unit, r.question(domain.ReformPlan, "集体产权制度改革实施方案", "Plan of the property reform"))
	if plan == "" {
		return
	}
	r.adopted = r.today()
	r.do(recorder, "", reform.AdoptPlan{Collective: r.unit.stream, Decision: plan, Document: "改革实施方案（演示）"})
	if !r.step() {
		return
	}
	r.wait(1, 5)
	r.do(r.inTown(domain.Recorder), r.id, reform.ApprovePlan{
		By: r.town.chinese + "人民政府（演示）", Document: fmt.Sprintf("批复〔%d〕%d号（演示）", r.today().Year, r.between(1, 400)), On: r.today(),
	})
	if r.inventory() && r.roster() && r.shares() {
		r.share()
	}
}

// inventory counts and values what there is.
func (r *reforming) inventory() bool {
	set, err := r.book.On(r.today())
	if err != nil {
		return false
	}
	totals := map[domain.AssetClass]domain.Money{}
	for _, a := range r.unit.property {
		totals[a.class] += a.net
	}
	totals[domain.OperatingAsset] = max(totals[domain.OperatingAsset], yuan(60_000))
	debts := totals[domain.OperatingAsset] / domain.Money(r.between(6, 15))
	r.sum = totals[domain.OperatingAsset] - debts
	for _, step := range set.Reform.Inventory.Value {
		if !r.step() {
			return false
		}
		r.wait(3, 9)
		r.do(r.accountant(), r.id, reform.RecordInventory{
			Step: step.Code, On: r.today(), Operating: totals[domain.OperatingAsset], NonOperating: totals[domain.NonOperatingAsset],
			Resource: totals[domain.ResourceAsset], Debts: debts, Document: "清产核资报告（演示）",
		})
	}
	return true
}

// roster drafts and posts the roster, with objections, and has it confirmed.
func (r *reforming) roster() bool {
	if !r.step() {
		return false
	}
	r.wait(2, 6)
	members := r.unit.on(r.today()).Members
	for n := range members {
		r.members = append(r.members, r.resident(r.place, n+1))
	}
	if r.percent(9) { // somebody was left out, and is taken in
		r.draft(r.members[:members-1])
		r.post()
		r.object(true)
	}
	r.draft(r.members)
	if !r.step() {
		return false
	}
	until := r.post()
	if r.percent(25) {
		r.object(false)
	}
	r.until(r.workday(until.AddDays(1)))
	if !r.step() {
		return false
	}
	by := r.decide(r.unit, r.question(domain.Roster, "确认成员名册", "Roster of members"))
	if by == "" {
		return false
	}
	r.do(r.recorder(), r.id, reform.ConfirmRoster{Decision: by})
	return true
}

// draft drafts the roster in parts, as large as a command takes.
func (r *reforming) draft(members []domain.Personal) {
	const most = 300
	for first := 0; first < len(members); first += most {
		part := members[first:min(first+most, len(members))]
		r.do(r.recorder(), r.id, reform.DraftRoster{Members: part, Continues: first > 0})
		r.seals("", part...)
		r.soon(20, 60)
	}
}

func (r *reforming) post() domain.Date {
	set, err := r.book.On(r.today())
	if err != nil {
		return r.today()
	}
	r.wait(0, 2)
	r.do(r.recorder(), r.id, reform.PostRoster{})
	return r.calendar.AddWorkdays(r.today(), set.Reform.RosterPostingWorkdays.Value)
}

// object is an objection to the roster, and the answer.
func (r *reforming) object(accepted bool) {
	r.wait(1, 3)
	r.objections++
	who := r.resident(r.place, r.between(1, 400))
	r.do(r.recorder(), r.id, reform.RaiseObjection{Person: who, Text: domain.Note("对成员资格有异议（演示）")})
	r.seals(domain.StreamOf("reform", r.id), who)
	r.wait(1, 3)
	answer := "经核实，名册无误（演示）"
	if accepted {
		answer = "经核实，予以补列（演示）"
	}
	r.do(r.recorder(), r.id, reform.SettleObjection{Number: r.objections, Accepted: accepted, Text: domain.Note(answer)})
	r.soon(60, 120)
}

// shares quantifies, and founds the cooperative.
func (r *reforming) shares() bool {
	// What is left is decided in one evening, each by a vote of its own.
	from := *r.script
	decide := func(kind domain.MatterKind, title, english string) string {
		s := r.plan.tell("reform/"+string(kind), firstDay)
		s.now = from.now
		s.soon(10, 90)
		by := s.decide(r.unit, r.question(kind, title, english))
		if s.now.After(r.now) {
			r.now = s.now
		}
		r.over = r.over || s.over
		return by
	}
	shares := decide(domain.Quantification, "资产量化折股方案", "Quantification of shares")
	charter := decide(domain.Charter, "股份经济合作社章程", "Charter")
	bodies := decide(domain.BodiesElection, "选举理事会、监事会", "Election of the bodies")
	members := len(r.members)
	r.each = int64(r.between(5, 20))
	ofMembers := r.each * int64(members)
	ofCollective := ofMembers * int64(r.between(0, 40)) / 100
	r.issued = ofMembers + ofCollective
	steps := []func(){
		func() {
			r.do(r.accountant(), r.id, reform.QuantifyShares{
				Decision: shares, Sum: r.sum, CollectiveShares: ofCollective, MemberShares: []reform.Allotment{{From: 1, To: members, Shares: r.each}},
			})
		},
		func() {
			r.do(r.recorder(), r.id, reform.AdoptCharter{Decision: charter, Document: r.unit.name + "章程（演示）"})
		},
		func() {
			names := make([]string, 6)
			for i := range names {
				names[i] = cadre(r.place, 40+i)
			}
			r.do(r.recorder(), r.id, reform.ElectBodies{Decision: bodies, Assembly: members, Board: names[:3], Supervisors: names[3:]})
		},
		func() {
			r.wait(2, 5)
			r.do(r.recorder(), r.id, reform.Register{Name: r.chinese + "股份经济合作社（演示）", Number: fmt.Sprintf("演示370782-%04d", r.number+1), On: r.today()})
		},
		func() {
			r.wait(2, 6)
			r.do(r.recorder(), r.id, reform.IssueCertificates{Count: r.unit.second.Households, On: r.today()})
		},
		func() {
			r.wait(1, 4)
			r.do(r.recorder(), r.id, reform.Finish{})
		},
	}
	for _, step := range steps {
		if !r.step() {
			return false
		}
		step()
		r.soon(20, 60)
	}
	return !r.over
}

// share shares out what the year 2015 left, where the reform began in it.
func (r *reforming) share() {
	moved := r.plan.tell("reform/moved", r.workday(r.today().AddDays(r.between(5, 40))))
	heir := 0
	if moved.percent(30) {
		heir = moved.between(2, len(r.members))
		moved.do(r.recorder(), r.id, reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("死亡证明（演示）")})
		moved.soon(20, 90)
		moved.do(r.recorder(), r.id, reform.Inherit{From: 1, To: heir, Document: domain.Note("继承公证书（演示）")})
		moved.seals(domain.StreamOf("reform", r.id))
	}
	if r.adopted.Year != 2015 || r.unit.surplus < yuan(4_000) || !r.percent(60) {
		return
	}
	r.wait(5, 30)
	if moved.now.After(r.now) {
		r.now = moved.now
		r.soon(10, 20)
	}
	reserves := r.unit.surplus / 5
	r.do(r.accountant(), r.id, reform.SetReservesAside{Year: 2015, Profit: r.unit.surplus, Reserves: reserves, Document: "2015年度决算（演示）"})
	dividend := r.unit.surplus - reserves
	if left := yuan(r.between(40, 400) * 100); left < dividend {
		dividend = left
	}
	q := r.question(domain.Dividend, "2015年度收益分配", "Dividend of 2015")
	q.amount = dividend
	r.wait(1, 3)
	by := r.decide(r.unit, q)
	if by == "" {
		return
	}
	r.do(r.accountant(), r.id, reform.DeclareDividend{Year: 2015, Decision: by, Total: dividend})
	r.pay(dividend, heir, by)
}

// pay pays a dividend to most holders, and to those who are left when they come
// for it. Somebody who died has an heir who holds both their shares.
func (r *reforming) pay(dividend domain.Money, heir int, by string) {
	perShare, _ := dividend.Share(r.issued)
	first, last := 1, len(r.members)*r.between(5, 9)/10
	shares := r.each * int64(last)
	if heir > 0 {
		first = 2
		if heir > last {
			shares -= r.each
		}
	}
	for _, part := range []struct {
		to     []reform.Span
		shares int64
	}{
		{[]reform.Span{{From: first, To: last}}, shares},
		{nil, r.each*int64(len(r.members)) - shares},
	} {
		r.wait(2, 10)
		r.do(r.accountant(), r.id, reform.PayDividend{Year: 2015, To: part.to, On: r.today(), Document: r.voucher("付")})
		r.moved(r.unit, "发放2015年度分红", distribution, bank, perShare*domain.Money(part.shares), by, "")
	}
}
