package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/partyorg"
)

// What the county of 2016 has of posts, sites and works, in how many communities.
const (
	staffPosted         = 4  // of a town, in each community
	staffPostedPercent  = 62 // of all of a town's staff
	withSocialWorkers   = 42
	centresUpgraded     = 30
	platformsCompleted  = 19
	signsAward          = 3_846 // yuan, about, in each community
	industryCommunities = 132
	firstSecretaries    = 74
	listedBackward      = 21
	partyOrganisations  = 245
	threeZoneSites      = 28
	demonstrationSites  = 26
	brandCommunities    = 20
)

// societySites are the sites in each town where three societies build together.
var societySites = map[string]int{"xiangzhou": 4, "changcheng": 3, "jiayue": 3, "huanghua": 2}

// organisation is how the community is served and led, and what it is a site of.
func (p *plan) organisation() {
	p.centre()
	p.staff()
	p.signs()
	p.cleanUp()
	p.standing()
	p.pairing()
	for month := range 12 {
		p.activities(month + 1)
	}
}

// year2016 tells a story that begins on a day of 2016, from one day of the year to
// another.
func (p *plan) year2016(name string, from, to int) *script {
	s := p.tell(name, secondYear)
	s.now = s.hours(p.workday(domain.NewDate(2016, 1, s.between(from, to))))
	return s
}

// townRecorder records what the town does for its communities.
func (p *plan) townRecorder() string { return p.inTown(domain.Recorder) }

// centre is the service centre, the stations in the villages, and what was done to
// better them.
func (p *plan) centre() {
	s := p.tell("centre", p.workday(p.serviceFrom))
	s.now = s.at(s.today(), 8*60)
	s.do(p.recorder(), p.place.id, community.OpenCentre{Address: p.chinese + "便民路1号（演示）"})
	for n, v := range p.villages {
		st := p.tell(fmt.Sprintf("station/%d", n), p.workday(later(p.serviceFrom, v.decides).AddDays(2+7*n)))
		st.do(p.recorder(), p.place.id, community.OpenStation{Village: v.stream})
	}
	if p.rank("upgrade") < centresUpgraded {
		u := p.year2016("upgrade", 190, 350)
		u.do(p.townRecorder(), p.place.id, community.UpgradeCentre{What: "服务大厅改造、设施配套（演示）", Cost: yuan(u.between(30, 120) * 1_000), Document: "改造提升验收报告（演示）"})
	}
	if p.rank("platform") < platformsCompleted {
		u := p.year2016("platform", 190, 355)
		u.do(p.townRecorder(), p.place.id, community.CompletePlatform{Cost: yuan(u.between(20, 60) * 1_000), Document: "智慧社区平台验收报告（演示）"})
	}
}

// staff is who the town sends, and the social workers.
func (p *plan) staff() {
	s := p.tell("staff", p.workday(later(p.serviceFrom, secondYear)))
	for n := range staffPosted {
		s.do(p.townRecorder(), p.place.id, community.PostStaff{
			Number: p.inOwnTown*staffPosted + n + 1, Name: cadre(p.place, 60+n), Position: one(s.chance, []string{"包片干部", "窗口业务指导", "社区工作指导员"}),
		})
		s.soon(1, 4)
	}
	workers := 0
	if p.rank("social workers") < withSocialWorkers {
		workers = s.between(1, 3)
	}
	s.wait(2, 20)
	s.do(p.recorder(), p.place.id, community.CountSocialWorkers{Number: workers, Document: "社区工作者花名册（演示）"})
	if p.rank("first secretary") < firstSecretaries {
		f := p.year2016("first secretary", 15, 75)
		who := p.resident(p.place, 9_300)
		f.do(p.recorder(), p.place.id, community.Appoint{
			Post: community.FirstSecretary, Name: cadre(p.place, 80), Person: who, From: f.today(), Until: f.today().AddMonths(24).AddDays(-1),
		})
		f.seals("", who)
		place := p.rank("first secretary")
		p.projectsOf(p.place.stream(), p.recorder(), f.today(), shareOf(secretaryProjects, firstSecretaries, place), shareOf(secretaryProjectsDone, firstSecretaries, place))
	}
}

// signs are put up, and an award is granted for them in the place of a subsidy.
func (p *plan) signs() {
	s := p.year2016("signs", 60, 200)
	left := yuan(s.between(80, 160) * 100)
	for i, kind := range []community.SignKind{community.NoticeBoards, community.Signs, community.Plaques} {
		cost := left / domain.Money(3-i)
		left -= cost
		s.do(p.recorder(), p.place.id, community.InstallSigns{Kind: kind, Number: s.between(2, 24), Amount: cost})
		s.wait(1, 8)
	}
	s.wait(10, 40)
	s.do(p.townRecorder(), p.place.id, community.GrantAward{
		Purpose: community.ForSigns, Amount: yuan(signsAward + s.between(-340, 340)), By: "市委组织部（演示）", Document: "以奖代补资金文件（演示）",
	})
}

// cleanUp is that of contracts and debts, and the standards.
func (p *plan) cleanUp() {
	s := p.year2016("clean-up", 240, 350)
	c := community.CompleteCleanUp{Recovered: yuan(s.between(0, 60) * 100), Receivables: yuan(s.between(0, 90) * 100), Payables: yuan(s.between(0, 50) * 100), Document: "“两清理”验收报告（演示）"}
	for _, st := range p.steps {
		switch st.command.(type) {
		case contract.Sign:
			if st.at.Before(s.now) {
				c.Contracts++
			}
		case contract.SetRight:
			if st.at.Before(s.now) {
				c.PutRight++
			}
		}
	}
	s.do(p.townRecorder(), p.place.id, c)
	s.wait(0, 3)
	s.do(p.townRecorder(), p.place.id, community.Standardise{Document: "“两规范”验收报告（演示）"})
}

// standing is the list of those that fall behind, and what it is a site of.
func (p *plan) standing() {
	if p.rank("backward") < listedBackward {
		s := p.year2016("backward", 40, 80)
		s.do(p.townRecorder(), p.place.id, community.ListForImprovement{
			Reason: pick(s.chance, []share[community.Weakness]{{4, community.WeakEconomy}, {3, community.WeakTeam}, {2, community.Conflicts}, {1, community.NoActivities}}), Document: "整顿提升名单（演示）",
		})
		s.wait(80, 190)
		s.do(p.townRecorder(), p.place.id, community.Improve{What: "调整班子、完善制度、发展产业（演示）", Document: "整顿提升验收报告（演示）"})
	}
	for _, k := range []struct {
		kind  community.SiteKind
		is    bool
		about string
	}{
		{community.CharacteristicIndustry, p.rank("industry") < industryCommunities, "大棚蔬菜、果品、畜牧等特色产业（演示）"},
		{community.ThreeSocieties, p.inOwnTown < societySites[p.town.id], "供销社、合作社与社区共建（演示）"},
		{community.ThreeZones, p.rank("zones") < threeZoneSites, "社区、园区、景区共建（演示）"},
		{community.DemonstrationSite, p.rank("demonstration") < demonstrationSites, "社区党建示范点（演示）"},
		{community.BrandCommunity, p.rank("brand") < brandCommunities, "特色品牌社区（演示）"},
	} {
		if k.is {
			s := p.year2016("site/"+string(k.kind), 50, 330)
			s.do(p.townRecorder(), p.place.id, community.DesignateSite{Kind: k.kind, About: k.about, By: p.town.chinese + "党委（演示）"})
		}
	}
}

// pairing is with organisations of the city, of which every community has one and
// some have two. They are registered in the street where the city lies.
func (p *plan) pairing() {
	const city = "mizhou"
	rank := p.rank("pairing")
	for n := range shareOf(partyOrganisations, whole(), rank) {
		s := p.year2016(fmt.Sprintf("pairing/%d", n), 8, 60)
		id := fmt.Sprintf("city-%03d-%d", p.number+1, n+1)
		s.do(p.operator, "", partyorg.Register{
			ID: id, Name: fmt.Sprintf("市直单位第%03d-%d党支部（演示）", p.number+1, n+1), NameEnglish: fmt.Sprintf("Branch of a department of the city, %03d-%d", p.number+1, n+1),
			Kind: partyorg.Branch, Area: domain.Urban, Place: domain.StreamOf("town", city),
		})
		s.wait(1, 15)
		s.do(p.account(city, domain.Recorder), id, partyorg.Pair{With: p.place.stream(), What: "帮办实事、共建组织（演示）"})
		place := rank + n*whole() // among all organisations
		p.projectsOf(domain.StreamOf("partyorg", id), p.account(city, domain.Recorder), s.today(),
			shareOf(orgProjects, partyOrganisations, place), shareOf(orgProjectsDone, partyOrganisations, place))
	}
}

// activities are those of a month of 2016, each on the day or in the week that the
// rules have fixed.
func (p *plan) activities(month int) {
	name := fmt.Sprintf("2016-%02d", month)
	for _, kind := range []activity.Kind{activity.ActivityWeek, activity.BranchDay, activity.SunshineDay} {
		s := p.tell("activity/"+name+"/"+string(kind), domain.NewDate(2016, secondYear.Month, secondYear.Day))
		set, err := p.book.On(secondYear)
		if err != nil {
			return
		}
		first := domain.NewDate(2016, secondYear.Month, 1).AddMonths(month - 1)
		s.now = s.hours(first.AddDays(s.between(0, 3)))
		plan := activity.Plan{Organiser: p.place.stream(), Kind: kind, Month: name}
		s.do(p.recorder(), "", plan)
		day := first.AddDays(set.Publication.DisclosureDayOfMonth.Value - 1)
		if kind == activity.ActivityWeek {
			day = first.AddDays(7*set.Publication.ActivityWeekOfMonth.Value - s.between(1, 7))
		}
		s.now = s.hours(day)
		switch {
		case s.percent(1): // nobody says anything
		case s.percent(2):
			s.now = s.hours(first.AddDays(s.between(15, 20)))
			s.do(p.recorder(), plan.StreamID(), activity.Miss{Reason: "因防汛、农忙等未能开展（演示）"})
		default:
			s.do(p.recorder(), plan.StreamID(), activity.Hold{People: s.between(12, 60), What: one(s.chance, agendas[kind])})
		}
	}
}

var agendas = map[activity.Kind][]string{
	activity.ActivityWeek: {"志愿服务、走访困难群众（演示）", "集中学习和义务劳动（演示）", "党员联户走访（演示）"},
	activity.BranchDay:    {"三会一课、民主评议（演示）", "专题学习讨论（演示）"},
	activity.SunshineDay:  {"四务公开、通报村务财务（演示）", "群众提问和现场答复（演示）"},
}
