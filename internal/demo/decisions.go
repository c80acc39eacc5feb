package demo

import (
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
)

// question is what a unit is to decide.
type question struct {
	kind           domain.MatterKind
	title, english string
	amount         domain.Money
	concerns       []string
	// sure says that something rests on it, so that it is carried.
	sure bool
}

// recorder writes down what is decided.
func (p *plan) recorder() string { return p.role(domain.Recorder) }

// longestToVote is how many working days may lie between a proposal and the vote on
// it, where that needs no long notice.
const longestToVote = 16

// decide has a unit decide, by the procedure that the rules of the day give to
// its level, and moves on to the first day on which the resolution may be relied
// on. It answers with the resolution's stream, or "" where there is none.
func (s *script) decide(u *unit, q question) string {
	if s.today().Before(secondYear) && !s.calendar.AddWorkdays(s.today(), longestToVote).Before(secondYear) {
		s.until(secondYear) // nothing is proposed before a count and voted on after it
	}
	p := decision.Propose{Owner: u.stream, Kind: q.kind, Title: q.title + "（演示）", TitleEnglish: q.english + " (demonstration)", Amount: q.amount, Concerns: q.concerns}
	d := deciding{script: s, unit: u, question: q, sheet: paper{domain.SignInSheet, "签到表", "签到表（演示）：" + u.name + "。姓名从略。\n"}}
	carried := false
	if u.level == domain.GroupUnit {
		p.Source = pick(s.chance, []share[decision.Source]{{5, decision.VillagersCommittee}, {3, decision.Villagers}, {2, decision.Representatives}})
		d.id = s.do(s.recorder(), "", p)
		carried = d.byHouseholds()
	} else {
		p.Source = pick(s.chance, []share[decision.Source]{{8, decision.PartyBranch}, {2, decision.VillagersCommittee}})
		if q.kind != domain.Delegation {
			p.Meeting = domain.RepresentativesMeeting
			if s.reserved(q.kind) {
				p.Delegation = u.delegation
			}
		}
		d.id = s.do(s.recorder(), "", p)
		carried = d.byFourDiscussions()
	}
	stream := domain.StreamOf("decision", d.id)
	if !carried || !d.adopted() || s.over {
		return ""
	}
	if !d.disclosed(stream) {
		return ""
	}
	return stream
}

// reserved reports whether a kind of matter is reserved to the villagers.
func (s *script) reserved(kind domain.MatterKind) bool {
	set, err := s.book.On(s.today())
	return err == nil && set.Decisions.Reserved.Value.Has(kind)
}

// deciding is a decision on its way.
type deciding struct {
	*script
	unit *unit
	question
	id    string
	sheet paper
}

func (d *deciding) do(command any, papers ...paper) {
	d.script.do(d.recorder(), d.id, command, papers...)
}

// fails is true that often in a thousand, where nothing rests on the decision.
func (d *deciding) fails(permille int) bool { return !d.sure && d.IntN(1000) < permille }

// most is a number over half of some, at random.
func (d *deciding) most(of int) int { return d.between(of/2+1, of) }

// few is a number that is not over half.
func (d *deciding) few(of int) int { return d.between(of/4, of/2) }

// hands are who is in favour: enough of them or not.
func (d *deciding) hands(of int, carried bool) int {
	if carried {
		return d.most(of)
	}
	return d.few(of)
}

// byHouseholds is a household decision (民事户决) up to the vote.
func (d *deciding) byHouseholds() bool {
	d.wait(1, 4)
	carried := !d.fails(25)
	if d.unit.partyCouncil == 0 { // those of the village in which the collective is
		d.unit.partyCouncil, d.unit.villagersCouncil = d.between(7, 9), d.between(11, 15)
	}
	c := decision.DiscussByCouncils{PartyExpected: d.unit.partyCouncil, VillagersExpected: d.unit.villagersCouncil}
	c.PartyPresent, c.VillagersPresent = d.most(c.PartyExpected), d.most(c.VillagersExpected)
	c.PartyInFavour, c.VillagersInFavour = d.most(c.PartyPresent), d.hands(c.VillagersPresent, carried)
	if d.gone() {
		return false
	}
	d.do(c)
	if !carried {
		d.rejected()
		return false
	}
	if d.percent(60) {
		d.soon(20, 120)
		on := d.calendar.AddWorkdays(d.today(), d.between(3, 7))
		d.do(decision.GiveNotice{MeetingOn: on, Where: "村务公开栏"})
		d.until(on)
	} else {
		d.wait(2, 6)
	}
	return d.vote(domain.Households, decision.DoorToDoor, d.unit.on(d.today()).Households)
}

// byFourDiscussions is four discussions, two disclosures (四议两公开) up to the
// vote.
func (d *deciding) byFourDiscussions() bool {
	d.wait(1, 4)
	if d.gone() {
		return false
	}
	consulted, reviewed := !d.fails(12), !d.fails(12)
	c := decision.Consult{Expected: d.between(branchSeats, branchSeats+committeeSeats)}
	c.Present = d.between(c.Expected-1, c.Expected)
	c.InFavour = d.hands(c.Present, consulted)
	d.do(c)
	if !consulted {
		d.rejected()
		return false
	}
	d.wait(1, 5)
	members := d.unit.on(d.today()).PartyMembers
	present := d.between((2*members+2)/3, members)
	d.do(decision.ReviewByParty{Present: present, InFavour: d.hands(present, reviewed)})
	if !reviewed {
		d.rejected()
		return false
	}
	if d.kind != domain.Delegation {
		d.wait(2, 6)
		return d.vote("", decision.AtMeeting, d.unit.on(d.today()).Representatives)
	}
	d.soon(20, 120)
	on := d.today().AddDays(d.between(11, 16))
	d.do(decision.GiveNotice{MeetingOn: on, Where: "村务公开栏"})
	d.now = d.evening(on)
	return d.vote(domain.Households, decision.AtMeeting, d.unit.on(on).Households)
}

// evening is an hour of the evening, when people have time for a meeting.
func (d *deciding) evening(day domain.Date) time.Time { return d.at(day, d.between(18*60, 19*60)) }

// gone reports whether the proposal was withdrawn, or nobody went on with it.
func (d *deciding) gone() bool {
	switch {
	case d.fails(15):
		d.do(decision.Withdraw{Reason: "条件尚不成熟，另行研究（演示）"})
		return true
	case d.fails(6):
		d.now = d.hours(d.workday(d.today().AddDays(184)))
		d.do(decision.Lapse{})
		return true
	}
	return false
}

// vote is the vote of some who are expected, and whether it was carried.
func (d *deciding) vote(base domain.VoterBase, method decision.Method, expected int) bool {
	quorum := (2*expected + 2) / 3
	v := decision.Vote{Base: base, Method: method}
	if d.percent(15) {
		v.Recused = d.between(1, max(1, expected/20))
	}
	quorate, passed := !d.fails(15), !d.fails(35)
	v.Issued = d.between(max(quorum, (expected-v.Recused)*9/10), expected-v.Recused)
	if method == decision.AtMeeting {
		v.Issued = d.between(quorum, expected-v.Recused)
	}
	v.Returned = d.between(max(quorum, v.Issued*9/10), v.Issued)
	if !quorate {
		v.Returned = d.between(expected/3, quorum-1)
		v.Issued = max(v.Issued, v.Returned)
	}
	if base == domain.Households {
		v.Proxies = d.between(0, v.Returned/8)
	}
	v.InFavour = d.hands(v.Returned, passed)
	if passed && d.percent(70) { // mostly hardly anybody is against
		v.InFavour = v.Returned - d.between(0, v.Returned/8)
	}
	left := v.Returned - v.InFavour
	v.Invalid = min(left, d.between(0, 1))
	v.Abstained = d.between(0, (left-v.Invalid)/2)
	v.Against = left - v.Invalid - v.Abstained
	d.do(v, paper{domain.Minutes, "会议记录", fmt.Sprintf(
		"会议记录（演示）\n单位：%s\n议题：%s\n日期：%s\n应到%d，发票%d，收回%d；赞成%d，反对%d，弃权%d，无效%d。\n",
		d.unit.name, d.title, d.today(), expected, v.Issued, v.Returned, v.InFavour, v.Against, v.Abstained, v.Invalid)}, d.sheet)
	if !quorate || !passed {
		d.rejected()
		return false
	}
	return true
}

func (d *deciding) rejected() {
	d.soon(10, 90)
	d.do(decision.Conclude{})
}

// adopted has the town approve what it has to, and adopts.
func (d *deciding) adopted() bool {
	set, err := d.book.On(d.today())
	if err == nil && set.Decisions.TownApproves.Value.Has(d.kind) {
		d.wait(2, 7)
		by, document := d.town.chinese+"人民政府（演示）", fmt.Sprintf("批复〔%d〕%d号（演示）", d.today().Year, d.between(1, 400))
		if d.fails(40) {
			d.script.do(d.inTown(domain.Recorder), d.id, decision.RefuseByTown{By: by, Document: document})
			d.rejected()
			return false
		}
		d.script.do(d.inTown(domain.Recorder), d.id, decision.ApproveByTown{By: by, Document: document})
	}
	d.soon(10, 60)
	d.do(decision.Conclude{})
	return true
}

// disclosed posts the resolution, with the objections that come, until it may be
// relied on, and reports whether it may.
func (d *deciding) disclosed(stream string) bool {
	if d.percent(30) {
		d.wait(1, 2)
	} else {
		d.soon(10, 60)
	}
	d.do(decision.Disclose{Where: "村务公开栏"})
	from := d.today()
	set, err := d.book.On(from)
	if err != nil {
		return false
	}
	posted := d.calendar.AddWorkdays(from, set.Decisions.PostingWorkdays.Value)
	if d.percent(7) {
		d.wait(1, 5)
		who := d.resident(d.place, d.between(1, 400))
		text := one(d.chance, []string{"认为金额偏高（演示）", "要求说明资金来源（演示）", "要求公开比价情况（演示）"})
		d.do(decision.RaiseObjection{By: who, Text: domain.Note(text)})
		d.seals(stream, who)
		if d.percent(4) && !d.sure {
			return false // never answered
		}
		d.wait(1, 8)
		if d.percent(10) {
			d.wait(3, 8)
		}
		upheld := d.fails(80)
		d.do(decision.AnswerObjection{Number: 1, Upheld: upheld, Text: domain.Note("已核实并向异议人说明（演示）")})
		if upheld {
			return false
		}
	}
	d.until(d.workday(posted.AddDays(1)))
	return !d.over
}

// implemented reports what was done on a resolution, and discloses the results:
// mostly in time.
func (s *script) implemented(resolution, summary string) {
	_, id := domain.SplitStream(resolution)
	s.do(s.recorder(), id, decision.ReportImplementation{Summary: summary + "（演示）"})
	switch {
	case s.percent(3):
		return
	case s.percent(6):
		s.wait(11, 20)
	default:
		s.wait(1, 9)
	}
	s.do(s.recorder(), id, decision.DiscloseResults{Where: "村务公开栏"})
}
