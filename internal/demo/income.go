package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
)

// What the county of 2016 has of enterprises, classes and projects.
const (
	newEntities           = 1_201
	farmersTrained        = 17_000 // about
	accountantsTrained    = 1_370
	accountantClasses     = 5
	cadreClasses          = 10
	cadresTrained         = 2_340
	classesInZhejiang     = 3
	daysInZhejiang        = 10
	reliefTown            = "zhigou" // whose communities have companies for poverty relief
	reliefStartUp         = 20_000   // yuan
	secretaryProjects     = 656
	secretaryProjectsDone = 396
	orgProjects           = 1_621
	orgProjectsDone       = 871
)

// income is what is done for the income of farmers.
func (p *plan) income() {
	for n := range shareOf(newEntities, whole(), p.rank("enterprises")) {
		p.enterprise(n)
	}
	if p.town.id == reliefTown {
		p.relief()
	}
	p.farmersClass()
}

var entityNames = map[enterprise.Kind]string{
	enterprise.Cooperative: "种植专业合作社", enterprise.FamilyFarm: "家庭农场",
	enterprise.SupplyAndMarketing: "供销服务社", enterprise.CommunityRun: "社区服务公司",
}

// enterprise is a new business, which its members pay for.
func (p *plan) enterprise(n int) {
	s := p.year2016(fmt.Sprintf("enterprise/%d", n), 4, 350)
	kind := pick(s.chance, []share[enterprise.Kind]{{50, enterprise.Cooperative}, {35, enterprise.FamilyFarm}, {5, enterprise.SupplyAndMarketing}, {10, enterprise.CommunityRun}})
	e := enterprise.Register{
		Kind: kind, Community: p.place.stream(), Name: fmt.Sprintf("演示%s%d号", entityNames[kind], p.number*10+n+1),
		Number: fmt.Sprintf("演示%06d", p.number*100+n+1), Capital: yuan(s.between(5, 200) * 1_000),
	}
	if kind == enterprise.Cooperative {
		e.Members = s.between(5, 60)
	}
	id := s.do(p.accountant(), "", e)
	s.wait(1, 10)
	s.do(p.accountant(), id, enterprise.Contribute{Amount: e.Capital, Voucher: s.voucher("资")})
}

// relief is the company of a community for poverty relief, which its collective
// pays for by a decision.
func (p *plan) relief() {
	s := p.year2016("relief", 30, 200)
	u := p.collectivesOf[0]
	id := s.do(p.accountant(), "", enterprise.Register{
		Kind: enterprise.PovertyRelief, Community: p.place.stream(), Name: p.chinese + "扶贫开发公司（演示）", Number: fmt.Sprintf("演示扶贫%04d", p.number+1), Capital: yuan(reliefStartUp),
	})
	s.wait(1, 5)
	by := s.decide(u, question{
		kind: domain.Contribution, title: "向扶贫开发公司出资", english: "Contribution to the company for poverty relief", amount: yuan(reliefStartUp),
		concerns: []string{domain.StreamOf("enterprise", id)}, sure: true,
	})
	if by == "" {
		return
	}
	s.do(p.accountant(), id, enterprise.Contribute{From: u.stream, Amount: yuan(reliefStartUp), Voucher: s.voucher("资"), Decision: by})
	s.moved(u, "向扶贫开发公司出资", investments, bank, yuan(reliefStartUp), by, "")
	s.soon(20, 60)
	s.implemented(by, "出资已到位")
}

// signIn is the sheet of a class, without its names.
func signIn(what string) paper {
	return paper{domain.SignInSheet, "签到表", "签到表（演示）：" + what + "。姓名从略。\n"}
}

// farmersClass is a class for farmers.
func (p *plan) farmersClass() {
	s := p.year2016("farmers", 20, 320)
	programme := pick(s.chance, []share[training.Programme]{{3, training.Entrepreneurship}, {3, training.TechnicalExperts}, {4, training.ProfessionalFarmers}})
	people := farmersTrained/whole() + s.between(-20, 20)
	days := s.between(1, 4)
	id := s.do(p.recorder(), "", training.Plan{
		Programme: programme, Number: p.number + 1, Organiser: p.place.stream(), Title: "农民技能培训（演示）", From: s.today().AddDays(7), Days: days, Venue: p.chinese + "党群服务中心", Places: people + 5,
	})
	s.now = s.hours(s.today().AddDays(7 + days))
	s.do(p.recorder(), id, training.Hold{People: people}, signIn(p.chinese+"农民培训"))
}

// classSteps are the classes of the county for accountants and cadres.
func (w *world) classSteps() (steps []step) {
	class := func(plan training.Plan, people int) {
		what := fmt.Sprintf("%s/%s/%d", plan.Programme, plan.Province, plan.Number)
		by := w.account(countyOffice, domain.Recorder)
		opens := step{at: w.at(plan.From.AddDays(-20), 9*60), by: by, key: w.key("class/" + what), command: plan}
		steps = append(steps, opens, step{
			at: w.at(plan.From.AddDays(plan.Days), 9*60), by: by, key: w.key("class/" + what + "/held"), id: beganBy(opens),
			command: training.Hold{People: people}, papers: []paper{signIn(what)},
		})
	}
	for n := range accountantClasses {
		class(training.Plan{
			Programme: training.Accountants, Number: n + 1, Title: "经联社会计集中培训（演示）", From: domain.NewDate(2016, 3, 7).AddDays(21 * n), Days: 3, Venue: "市委党校", Places: 300,
		}, accountantsTrained/accountantClasses)
	}
	for n := range cadreClasses {
		class(training.Plan{
			Programme: training.Cadres, Number: n + 1, Title: "第一书记、社区党组织书记培训班（演示）", From: domain.NewDate(2016, 2, 22).AddDays(28 * n), Days: 4, Venue: "市委党校", Places: 260,
		}, cadresTrained/cadreClasses)
	}
	for n := range classesInZhejiang {
		class(training.Plan{
			Programme: training.Cadres, Number: cadreClasses + n + 1, Title: "优秀年轻干部赴浙江培训（演示）", From: domain.NewDate(2016, 4, 11).AddDays(60 * n), Days: daysInZhejiang, Venue: "浙江大学", Province: "zhejiang", Places: 50,
		}, 48)
	}
	return steps
}

var projectTitles = []string{"硬化生产路", "安装路灯", "整修文化广场", "打机井", "帮扶贫困户", "建设大棚", "改造办公场所", "清理河道", "组织义诊", "引进加工项目"}

// projectsOf are those that an owner plans in 2016, from a day on: so many of them
// done.
func (p *plan) projectsOf(owner, by string, from domain.Date, planned, done int) {
	for n := range planned {
		s := p.tell(fmt.Sprintf("project/%s/%d", owner, n), p.workday(from.AddDays(1)))
		s.wait(1, 25)
		id := s.do(by, "", project.Plan{Owner: owner, Title: one(s.chance, projectTitles) + "（演示）"})
		s.wait(20, 90)
		if n >= done {
			if s.percent(50) {
				s.do(by, id, project.Progress{Percent: s.between(10, 90), Stage: "正在实施（演示）"})
			}
			continue
		}
		if s.percent(40) {
			s.do(by, id, project.Progress{Percent: s.between(20, 70), Stage: "已开工（演示）"})
			s.wait(10, 50)
		}
		s.do(by, id, project.Complete{Result: "已完成并验收（演示）"}, paper{domain.Photograph, "完工照片说明", "完工照片说明（演示）：" + owner + "\n"})
	}
}
