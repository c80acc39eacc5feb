package demo

import (
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/village"
)

// unit is a collective or a natural village: who decides something there, and
// how many they are.
type unit struct {
	stream, name, english string
	level                 domain.UnitLevel
	// first and second are the counts of the two years.
	first, second domain.Electorate
	// partyCouncil and villagersCouncil are how many belong to the councils of a
	// natural village, or of that in which the collective of a group is.
	partyCouncil, villagersCouncil int
	// decides is the first day on which it decides anything.
	decides domain.Date
	// delegation is the decision by which the villagers let their representatives
	// resolve what is reserved to them, from the day on which it may be relied on.
	delegation     string
	delegatedSince domain.Date
	// property is what it owns, owed what was owed to it and owes what it owed when
	// its books were opened.
	property   []*owned
	owed, owes domain.Money
	// movements are what its books take down. Those of 2015 were closed at
	// booksClosed and left the surplus.
	movements   []movement
	booksClosed time.Time
	surplus     domain.Money
}

// on is the count that holds on a day.
func (u *unit) on(day domain.Date) domain.Electorate {
	if day.Before(secondYear) {
		return u.first
	}
	return u.second
}

// counted makes up the counts of a unit with some households. They are as of the
// ends of the years before.
func (s *script) counted(households int) (first, second domain.Electorate) {
	adults := households * s.between(18, 23) / 10
	first = domain.Electorate{
		AsOf: firstDay.AddDays(-5), Adults: adults, Households: households, Representatives: max(9, households/5),
		Members: adults * 13 / 10, PartyMembers: max(7, adults/s.between(11, 16)), Document: "2014年度人口统计表（演示）",
	}
	second = first
	second.AsOf, second.Document = secondYear.AddDays(-4), "2015年度人口统计表（演示）"
	second.Adults += s.between(0, 3)
	second.Households += s.between(0, 2)
	second.PartyMembers += s.between(0, 1)
	return first, second
}

// places registers the community with its collectives and natural villages, the
// counts of who may vote, the bodies and who holds office in them.
func (p *plan) places() {
	s := p.tell("places", firstDay)
	s.now = s.at(firstDay, 9*60)
	s.do(s.operator, "", community.Register{ID: s.place.id, Town: domain.StreamOf("town", s.town.id), Name: s.chinese, NameEnglish: s.english})
	s.now = s.at(firstDay, 11*60)
	p.collectivesOf = []*unit{s.collective(domain.VillageUnit, "", "经联社", "united co-operative", s.between(60, 110))}
	for n := range s.place.collectives {
		p.collectivesOf = append(p.collectivesOf, s.collective(domain.GroupUnit, fmt.Sprintf("-%d", n+1),
			fmt.Sprintf("第%d经济合作社", n+1), fmt.Sprintf("co-operative %d", n+1), s.between(35, 70)))
	}
	for n := range s.between(1, 3) {
		p.villages = append(p.villages, s.village(n+1))
	}
	community1, community2 := s.counted(s.between(700, 1500))
	s.count(s.role(domain.Recorder), s.place.id, community1, func(e domain.Electorate) any { return community.RecordElectorate(e) })
	s.bodies()
	s.now = s.at(secondYear, 8*60)
	s.count(s.role(domain.Recorder), s.place.id, community2, func(e domain.Electorate) any { return community.RecordElectorate(e) })
	for _, u := range p.collectivesOf {
		_, id := domain.SplitStream(u.stream)
		s.count(s.role(domain.Recorder), id, u.second, func(e domain.Electorate) any { return collective.RecordElectorate(e) })
	}
	for _, v := range p.villages {
		_, id := domain.SplitStream(v.stream)
		s.count(s.role(domain.Recorder), id, v.second, func(e domain.Electorate) any { return village.RecordElectorate(e) })
	}
}

// count records a count; one follows the other within seconds.
func (s *script) count(by, id string, e domain.Electorate, command func(domain.Electorate) any) {
	s.do(by, id, command(e))
	s.now = s.now.Add(20 * time.Second)
}

// collective registers a collective of the community.
func (s *script) collective(level domain.UnitLevel, suffix, kind, english string, households int) *unit {
	id := s.place.id + suffix
	u := &unit{
		stream: domain.StreamOf("collective", id), name: s.chinese + kind, english: s.english + " " + english,
		level: level, decides: firstDay.AddDays(30),
	}
	u.first, u.second = s.counted(households)
	s.do(s.operator, "", collective.Register{ID: id, Level: level, Community: s.place.stream(), Name: u.name, NameEnglish: u.english})
	s.soon(1, 3)
	s.count(s.role(domain.Recorder), id, u.first, func(e domain.Electorate) any { return collective.RecordElectorate(e) })
	return u
}

// village registers a natural village. Its councils are constituted on some day
// from spring 2015 to summer 2016; from then on it makes household decisions.
func (s *script) village(n int) *unit {
	id := fmt.Sprintf("%s-v%d", s.place.id, n)
	v := &unit{
		stream: domain.StreamOf("village", id), name: fmt.Sprintf("%s第%d自然村", s.chinese, n), english: fmt.Sprintf("%s village %d", s.english, n),
		level: domain.GroupUnit,
	}
	v.first, v.second = s.counted(s.between(50, 120))
	s.do(s.operator, "", village.Register{ID: id, Community: s.place.stream(), Name: v.name, NameEnglish: v.english})
	s.soon(1, 3)
	s.count(s.role(domain.Recorder), id, v.first, func(e domain.Electorate) any { return village.RecordElectorate(e) })
	c := s.tell(id+"/councils", s.workday(firstDay.AddDays(s.between(70, 520))))
	v.partyCouncil, v.villagersCouncil = c.between(5, v.first.PartyMembers), c.between(9, 15)
	c.do(c.role(domain.Recorder), id, village.ConstituteCouncils{On: c.today(), PartyCouncil: v.partyCouncil, VillagersCouncil: v.villagersCouncil})
	v.decides = c.today().AddDays(1)
	return v
}

// How many seats the two committees have, besides their heads.
const branchSeats, committeeSeats = 3, 3

// bodies are elected for three years. Everybody in them is made up.
func (s *script) bodies() {
	recorder := s.role(domain.Recorder)
	from, until := firstDay.AddDays(-20), firstDay.AddDays(-21).AddMonths(36)
	n := 0
	appoint := func(post community.Post, seats int) {
		for seat := range max(1, seats) {
			n++
			a := community.Appoint{Post: post, Name: cadre(s.place, n), Person: s.resident(s.place, 9_000+n), From: from}
			if seats > 0 {
				a.Seat = seat + 1
			} else {
				a.Until = until
			}
			if s.percent(20) {
				a.Kin = []domain.Personal{s.resident(s.place, 9_500+n)}
			}
			s.do(recorder, s.place.id, a)
			s.seals("", append(a.Kin, a.Person)...)
			s.now = s.now.Add(15 * time.Second)
		}
	}
	for _, b := range []struct {
		body         community.Body
		head, member community.Post
		seats        int
	}{
		{community.PartyBranch, community.BranchSecretary, community.BranchMember, branchSeats},
		{community.VillagersCommittee, community.CommitteeHead, community.CommitteeMember, committeeSeats},
		{community.SupervisionCommittee, community.SupervisionHead, community.SupervisionMember, 2},
		{community.FinanceReviewGroup, community.ReviewHead, community.ReviewMember, 2},
	} {
		s.do(recorder, s.place.id, community.ConstituteCouncil{Body: b.body, Seats: b.seats, From: from, Until: until})
		s.soon(1, 2)
		appoint(b.head, 0)
		appoint(b.member, b.seats)
	}
	for _, post := range []community.Post{community.Accountant, community.Cashier, community.ReportingClerk} {
		appoint(post, 0)
	}
	if s.percent(12) { // somebody leaves before the term is over, and is followed
		leaves := s.tell("successor", s.workday(firstDay.AddDays(s.between(120, 600))))
		day := leaves.today()
		leaves.do(recorder, s.place.id, community.EndTerm{Post: community.CommitteeMember, Seat: 2, On: day, Reason: one(leaves.chance, []community.EndReason{community.Resigned, community.Transferred})})
		leaves.wait(3, 20)
		successor := s.resident(s.place, 9_100)
		leaves.do(recorder, s.place.id, community.Appoint{Post: community.CommitteeMember, Seat: 2, Name: cadre(s.place, 90), Person: successor, From: leaves.today()})
		leaves.seals("", successor)
	}
}
