package reform_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
)

var (
	at   = domaintest.At
	why  = domain.Note("名册漏列")
	none = domain.Personal{}
)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// villager is a person, the same for the same number.
func villager(n int) domain.Personal {
	return domain.About(uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "villager %d", n)), fmt.Sprintf("村民%d", n))
}

func villagers(first, last int) (all []domain.Personal) {
	for n := first; n <= last; n++ {
		all = append(all, villager(n))
	}
	return all
}

// decided is a resolution of the collective about its reform.
func decided(kind domain.MatterKind, on string) domain.Resolution {
	return domain.Resolution{
		Owner: "collective-c1", Kind: kind, Concerns: []string{"reform-c1"},
		Voted: day(on), Adopted: day(on), Disclosed: day(on), Binds: day(on),
	}
}

// begin is a collective that has decided all that its reform takes.
func begin(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, catalogue.Reforms).Stream("reform-c1").
		Evidence("collective-c1", domain.Offerings{
			domain.PlaceName{ID: "c1", Name: "莲池经联社"}, domain.Unit{Level: domain.VillageUnit, Collective: true},
		}).
		Evidence("decision-plan", decided(domain.ReformPlan, "2016-02-25")).
		Evidence("decision-roster", decided(domain.Roster, "2016-10-13")).
		Evidence("decision-shares", decided(domain.Quantification, "2016-10-20")).
		Evidence("decision-charter", decided(domain.Charter, "2016-11-01")).
		Evidence("decision-bodies", decided(domain.BodiesElection, "2016-11-01")).
		Evidence("decision-dividend", decided(domain.Dividend, "2017-01-20")).
		Evidence("decision-dividend-2017", decided(domain.Dividend, "2018-01-20")).
		Evidence("decision-admission", decided(domain.Roster, "2016-12-20")).
		Evidence("books-c1-2016", closedBooks(2016, 100_000_00)).
		Evidence("books-c1-2017", closedBooks(2017, 100_000_00))
}

// closedBooks are books of a year that are closed, with what the year left.
func closedBooks(year int, surplus domain.Money) domain.BooksYear {
	return domain.BooksYear{
		Collective: "collective-c1", Year: year, ClosedMonths: 12, Closed: domain.NewDate(year+1, 1, 1),
		Income: max(0, surplus), Expenditure: max(0, -surplus),
	}
}

func inventory(step, on string) reform.RecordInventory {
	return reform.RecordInventory{
		Step: step, On: day(on), Document: "清产核资报告",
		Operating: 1_200_000_01, NonOperating: 800_000_00, Resource: 500_000_00, Debts: 200_000_00,
	}
}

// seven members hold 700 shares and the collective 300, exactly 30%; a fen of the
// sum is left over.
var quantify = reform.QuantifyShares{
	Decision: "decision-shares", Sum: 1_000_000_01, CollectiveShares: 300,
	MemberShares: []reform.Allotment{{From: 1, To: 6, Shares: 100}, {From: 7, To: 7, Shares: 100}},
}

// story is a whole reform, step by step, and the stage that each leads to.
var story = []struct {
	when    string
	command any
	stage   reform.Stage
}{
	{"2016-03-01", reform.AdoptPlan{Collective: "collective-c1", Decision: "decision-plan", Document: "改革方案"}, reform.Planned},
	{"2016-03-10", reform.ApprovePlan{By: "相州镇人民政府", Document: "批复1号", On: day("2016-03-09")}, reform.Inventory},
	{"2016-04-01", inventory("count", "2016-03-31"), reform.Inventory},
	{"2016-05-03", inventory("value", "2016-05-01"), reform.Inventory},
	{"2016-06-01", inventory("post", "2016-06-01"), reform.Inventory},
	{"2016-07-01", inventory("confirm", "2016-06-30"), reform.Drafting},
	{"2016-08-01", reform.DraftRoster{Members: villagers(1, 7)}, reform.Drafting},
	{"2016-09-28", reform.PostRoster{}, reform.Posted},
	{"2016-10-13", reform.ConfirmRoster{Decision: "decision-roster"}, reform.Quantification},
	{"2016-10-21", quantify, reform.Chartering},
	{"2016-11-01", reform.AdoptCharter{Decision: "decision-charter", Document: "章程"}, reform.Election},
	{"2016-11-02", reform.ElectBodies{Decision: "decision-bodies", Assembly: 7, Board: []string{"王建国", "李芳"}, Supervisors: []string{"赵敏"}}, reform.Registration},
	{"2016-11-20", reform.Register{Name: "莲池股份经济合作社", Number: "证001", On: day("2016-11-18")}, reform.Certification},
	{"2016-12-01", reform.IssueCertificates{Count: 7, On: day("2016-12-01")}, reform.Closing},
	{"2016-12-15", reform.Finish{}, reform.Complete},
}

// reached is the story up to the first step that leads to a stage.
func reached(t domaintest.TB, stage reform.Stage) domaintest.Scenario {
	t.Helper()
	s := begin(t)
	for _, step := range story {
		s = s.When(at(step.when), step.command).Accepted()
		if step.stage == stage {
			return s
		}
	}
	t.Fatalf("the story never comes to %s", stage)
	return s
}

// posted is a roster of seven that was posted on Wednesday 28 September 2016,
// just before the National Day holiday (1 to 7 October; 8 and 9 October, a
// weekend, were worked). The seventh working day is 12 October.
func posted(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return reached(t, reform.Posted)
}

// person is who has a number, and nobody where no one has.
func person(r reform.Reform, number int) reform.Person {
	p, _ := r.Person(number)
	return p
}

// count is how many have a number.
func count(r reform.Reform) int {
	n := 0
	for range r.Persons() {
		n++
	}
	return n
}

func stage(t *testing.T, s domaintest.Scenario, want reform.Stage) {
	t.Helper()
	s.State(func(r reform.Reform) {
		t.Helper()
		if r.Stage != want {
			t.Errorf("stage %s, want %s", r.Stage, want)
		}
	})
}

func TestReform(t *testing.T) {
	s := begin(t)
	for _, step := range story {
		s = s.When(at(step.when), step.command).Accepted()
		stage(t, s, step.stage)
	}
	s = s.Evidence("books-c1-2016", closedBooks(2016, 120_000_00)).
		When(at("2017-01-15"), reform.SetReservesAside{Year: 2016, Profit: 120_000_00, Losses: 20_000_00, Reserves: 10_000_00, Document: "2016年度决算"}).
		Then(reform.ReservesSetAside{
			Year: 2016, Profit: 120_000_00, Losses: 20_000_00, LeastPart: 1000, Least: 10_000_00, Reserves: 10_000_00, Left: 90_000_00,
			Document: "2016年度决算", Rules: "zhucheng-2015",
		}).
		When(at("2017-01-25"), reform.DeclareDividend{Year: 2016, Decision: "decision-dividend", Total: 50_000_01}).
		Then(reform.DividendDeclared{
			Year: 2016, Decision: "decision-dividend", Left: 90_000_00, Total: 50_000_01, Shares: 1000, CollectiveShares: 300,
			PerShare: 50_00, Remainder: 1, ToHolders: 35_000_00, Holders: 7, Rules: "zhucheng-2015",
		}).
		Evidence("collective-c1", domain.Unit{Collective: true, Merged: "collective-c2"}). // what was declared is owed
		When(at("2017-01-26"), reform.PayDividend{Year: 2016, On: day("2017-01-26"), Document: "凭证12"}).Accepted()
	s.State(func(r reform.Reform) {
		if r.Name != "莲池股份经济合作社" || r.Members != 7 || r.Holders != 7 || r.Certificates != 7 || r.CompletedOn != day("2016-12-15") || r.PlacedAt() != "collective-c1" {
			t.Errorf("state %+v", r)
		}
		want := reform.Year{
			Year: 2016, Profit: 120_000_00, Losses: 20_000_00, Reserves: 10_000_00, Left: 90_000_00,
			Declared: true, Total: 50_000_01, PerShare: 50_00, Remainder: 1, ToHolders: 35_000_00, Holders: 7,
			Paid: 35_000_00, HoldersPaid: 7,
		}
		if !slices.Equal(r.Years, []reform.Year{want}) {
			t.Errorf("years %+v, want %+v", r.Years, want)
		}
		if r.StepsDone != 4 || r.Steps != 4 || r.Numbered() != 7 {
			t.Errorf("inventory %d of %d, numbered %d", r.StepsDone, r.Steps, r.Numbered())
		}
	})
	s.State(func(r reform.Reform) {
		var want []reform.Reached
		for _, step := range story {
			if len(want) == 0 || want[len(want)-1].Stage != step.stage {
				want = append(want, reform.Reached{Stage: step.stage, At: at(step.when).Time})
			}
		}
		same := func(a, b reform.Reached) bool { return a.Stage == b.Stage && a.At.Equal(b.At) }
		if !slices.EqualFunc(r.Course, want, same) {
			t.Errorf("course %+v, want %+v", r.Course, want)
		}
	})
	domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
}

// Every step is refused at every stage at which it does not come, with a sentence
// that says which step is missing, or that this one is done.
func TestOutOfOrder(t *testing.T) {
	missing := map[reform.Stage]string{
		reform.Planned: "plan_not_approved", reform.Inventory: "inventory_not_done", reform.Drafting: "roster_not_drafted",
		reform.Posted: "roster_not_confirmed", reform.Quantification: "shares_not_quantified", reform.Chartering: "charter_not_adopted",
		reform.Election: "bodies_not_elected", reform.Registration: "not_registered", reform.Certification: "certificates_not_issued",
	}
	place := map[reform.Stage]int{}
	for i, c := range reform.Stage("").Codes() {
		place[reform.Stage(c.Code)] = i
	}
	steps := []struct {
		command     any
		first, last reform.Stage
	}{
		{story[1].command, reform.Planned, reform.Planned},
		{story[2].command, reform.Inventory, reform.Inventory},
		{story[6].command, reform.Drafting, reform.Drafting},
		{story[7].command, reform.Drafting, reform.Drafting},
		{reform.RaiseObjection{Text: why}, reform.Posted, reform.Posted},
		{story[8].command, reform.Posted, reform.Posted},
		{story[9].command, reform.Quantification, reform.Quantification},
		{story[10].command, reform.Chartering, reform.Chartering},
		{story[11].command, reform.Election, reform.Election},
		{story[12].command, reform.Registration, reform.Registration},
		{story[13].command, reform.Certification, reform.Closing},
		{story[14].command, reform.Closing, reform.Closing},
		{reform.Join{Person: villager(9), Basis: reform.Birth, Document: domain.Note("出生证明")}, reform.Quantification, reform.Complete},
		{reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("死亡证明")}, reform.Quantification, reform.Complete},
		{reform.Transfer{From: 1, To: 2, Shares: 1, Document: domain.Note("转让协议")}, reform.Chartering, reform.Complete},
		{reform.Inherit{From: 1, To: 2, Document: domain.Note("公证书")}, reform.Chartering, reform.Complete},
		{reform.SetReservesAside{Year: 2016, Document: "决算"}, reform.Certification, reform.Complete},
		{reform.DeclareDividend{Year: 2016, Decision: "decision-dividend", Total: 1}, reform.Certification, reform.Complete},
		{reform.PayDividend{Year: 2016}, reform.Certification, reform.Complete},
	}
	cases := 0
	for here, i := range place {
		s := reached(t, here)
		for _, step := range steps {
			name := fmt.Sprintf("%T at %s", step.command, here)
			var want []string
			switch {
			case i < place[step.first]:
				want = []string{missing[here]}
			case i <= place[step.last]:
				continue
			case here == reform.Complete:
				want = []string{"completed"}
			default:
				want = []string{"step_done", "roster_posted"}
			}
			got := domain.CodeOf(s.When(step.command).Err())
			if got != want[0] && got != want[len(want)-1] {
				t.Errorf("%s: %q, want one of %q", name, got, want)
			}
			cases++
		}
	}
	if cases < 100 {
		t.Errorf("only %d cases", cases)
	}
	for _, step := range steps {
		begin(t).When(step.command).Rejected("not_found")
	}
	reached(t, reform.Planned).When(story[0].command).Rejected("already_exists")
}

func TestPlan(t *testing.T) {
	adopt := story[0].command.(reform.AdoptPlan)
	begin(t).When(at("2016-03-01"), adopt).Then(reform.PlanAdopted{
		Collective: "collective-c1", Decision: "decision-plan", Document: "改革方案",
		On: day("2016-03-01"), Due: day("2018-03-01"), Rules: "zhucheng-2015",
	})
	if adopt.StreamID() != "c1" || adopt.PlacedAt() != "collective-c1" {
		t.Errorf("stream %s at %s", adopt.StreamID(), adopt.PlacedAt())
	}
	for name, c := range map[string]struct {
		code   string
		change func(*reform.AdoptPlan)
	}{
		"no collective":         {"not_the_collective", func(c *reform.AdoptPlan) { c.Collective = "" }},
		"a community":           {"not_the_collective", func(c *reform.AdoptPlan) { c.Collective = "community-c1" }},
		"another stream":        {"not_the_collective", func(c *reform.AdoptPlan) { c.Collective = "collective-c2" }},
		"no document":           {"field_missing", func(c *reform.AdoptPlan) { c.Document = " " }},
		"no decision":           {"decision_missing", func(c *reform.AdoptPlan) { c.Decision = "" }},
		"unknown decision":      {"no_such_evidence", func(c *reform.AdoptPlan) { c.Decision = "decision-none" }},
		"decision about shares": {"decision_of_another_kind", func(c *reform.AdoptPlan) { c.Decision = "decision-shares" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := adopt
			c.change(&command)
			begin(t).When(at("2016-03-01"), command).Rejected(c.code)
		})
	}
	plan := decided(domain.ReformPlan, "2016-02-25")
	plan.Concerns = []string{"collective-c1"}
	begin(t).Evidence("decision-plan", plan).When(at("2016-03-01"), adopt).Accepted()
	plan.Concerns = []string{"collective-c2"}
	begin(t).Evidence("decision-plan", plan).When(at("2016-03-01"), adopt).Rejected("decision_not_about_it")
	begin(t).When(at("2016-02-24"), adopt).Rejected("decision_not_adopted")
	begin(t).Evidence("collective-c1", nil).When(at("2016-03-01"), adopt).Rejected("no_such_evidence")
	begin(t).Evidence("collective-c1", domain.Unit{}).When(at("2016-03-01"), adopt).Rejected("not_a_collective")
	begin(t).Evidence("collective-c1", domain.Unit{Collective: true, Merged: "collective-c2"}).When(at("2016-03-01"), adopt).Rejected("merged")
	begin(t).Rules(nil).When(at("2016-03-01"), adopt).Rejected("no_rules_in_force")

	e := reform.PlanAdopted{Collective: "collective-c1", Document: "a"}
	if err := e.Amends(reform.PlanAdopted{Collective: "collective-c1", Document: "b"}); err != nil {
		t.Error(err)
	}
	if err := e.Amends(reform.PlanAdopted{Collective: "collective-c2", Document: "a"}); domain.CodeOf(err) != "identity_stays" {
		t.Error(err)
	}
}

func TestApprovalAndInventory(t *testing.T) {
	s := reached(t, reform.Planned)
	approve := story[1].command.(reform.ApprovePlan)
	approve.On = day("2016-03-10")
	s.When(at("2016-03-10"), approve).Accepted()
	approve.On = day("2016-03-11")
	s.When(at("2016-03-10"), approve).Rejected("date_out_of_range")
	approve.On = day("2016-02-29")
	s.When(at("2016-03-10"), approve).Rejected("date_out_of_range")
	s.When(reform.ApprovePlan{Document: "a", On: day("2016-03-01")}).Rejected("field_missing")
	s.When(reform.ApprovePlan{By: "a", On: day("2016-03-01")}).Rejected("field_missing")

	i := reached(t, reform.Inventory)
	i.When(at("2016-04-01"), inventory("value", "2016-04-01")).Rejected("not_the_next_step")
	i.When(at("2016-04-01"), inventory("", "2016-04-01")).Rejected("not_the_next_step")
	i.When(at("2016-04-01"), inventory("count", "2016-04-02")).Rejected("date_out_of_range")
	i = i.When(at("2016-04-01"), inventory("count", "2016-04-01")).Then(reform.InventoryStepDone{
		Step: "count", Number: 1, Steps: 4, On: day("2016-04-01"), Document: "清产核资报告", Rules: "zhucheng-2015",
		Operating: 1_200_000_01, NonOperating: 800_000_00, Resource: 500_000_00, Debts: 200_000_00,
	})
	i.When(inventory("count", "2016-04-01")).Rejected("not_the_next_step")
	for _, change := range []func(*reform.RecordInventory){
		func(c *reform.RecordInventory) { c.Operating = -1 }, func(c *reform.RecordInventory) { c.NonOperating = -1 },
		func(c *reform.RecordInventory) { c.Resource = -1 }, func(c *reform.RecordInventory) { c.Debts = -1 },
	} {
		c := inventory("value", "2016-04-01")
		change(&c)
		i.When(c).Rejected("amount_negative")
	}
	c := inventory("value", "2016-04-01")
	c.Document = ""
	i.When(c).Rejected("field_missing")
}

func TestCharterBodiesRegistration(t *testing.T) {
	s := reached(t, reform.Chartering)
	s.When(at("2016-11-01"), reform.AdoptCharter{Decision: "decision-bodies", Document: "章程"}).Rejected("decision_of_another_kind")
	s.When(at("2016-11-01"), reform.AdoptCharter{Decision: "decision-charter"}).Rejected("field_missing")

	s = reached(t, reform.Election)
	for name, c := range map[string]struct {
		code   string
		change func(*reform.ElectBodies)
	}{
		"no board":              {"field_missing", func(c *reform.ElectBodies) { c.Board = nil }},
		"no supervisors":        {"field_missing", func(c *reform.ElectBodies) { c.Supervisors = nil }},
		"no name":               {"field_missing", func(c *reform.ElectBodies) { c.Board = []string{" "} }},
		"supervises themselves": {"elected_twice", func(c *reform.ElectBodies) { c.Supervisors = []string{"李芳"} }},
		"nobody":                {"assembly_out_of_range", func(c *reform.ElectBodies) { c.Assembly = 0 }},
		"all":                   {"", func(c *reform.ElectBodies) { c.Assembly = 7 }},
		"more than all":         {"assembly_out_of_range", func(c *reform.ElectBodies) { c.Assembly = 8 }},
		"no decision":           {"decision_missing", func(c *reform.ElectBodies) { c.Decision = "" }},
	} {
		command := story[11].command.(reform.ElectBodies)
		c.change(&command)
		if err := s.When(at("2016-11-02"), command).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	s = reached(t, reform.Registration)
	s.When(reform.Register{Number: "1", On: day("2016-11-01")}).Rejected("field_missing")
	s.When(reform.Register{Name: "a", On: day("2016-11-01")}).Rejected("field_missing")
	s.When(reform.Register{Name: "a", Number: "1"}).Rejected("date_out_of_range")
	s = reached(t, reform.Certification)
	s.When(reform.IssueCertificates{Count: 0, On: day("2016-11-20")}).Rejected("certificates_out_of_range")
	s.When(reform.IssueCertificates{Count: 8, On: day("2016-11-20")}).Rejected("certificates_out_of_range")
	s.When(at("2016-11-20"), reform.IssueCertificates{Count: 3, On: day("2016-11-20")}).
		When(reform.IssueCertificates{Count: 4, On: day("2016-11-20")}).
		State(func(r reform.Reform) {
			if r.Certificates != 7 {
				t.Errorf("%d certificates", r.Certificates)
			}
		}).
		When(at("2016-12-01"), reform.Finish{}).Then(reform.Completed{On: day("2016-12-01"), Days: 275, DaysAllowed: 730})
}

// The reform of a collective that was merged stops where it was.
func TestAMergedCollectiveReformsNothing(t *testing.T) {
	merged := domain.Offerings{domain.Unit{Collective: true, Merged: "collective-c2"}}
	s := begin(t)
	for _, step := range story {
		if step.stage != reform.Planned {
			s.Evidence("collective-c1", merged).When(at(step.when), step.command).Rejected("merged")
		}
		s = s.When(at(step.when), step.command).Accepted()
	}
	stopped := s.Evidence("collective-c1", merged)
	for _, command := range []any{
		reform.Join{Person: domain.About(domain.Subject{}, "新人"), Basis: reform.Birth, Document: domain.Note("a")},
		reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("a")},
		reform.Transfer{From: 1, To: 2, Shares: 1, Document: domain.Note("a")},
		reform.SetReservesAside{Year: 2016, Reserves: 12_000_00, Document: "a"},
	} {
		if code := domain.CodeOf(stopped.When(at("2017-01-10"), command).Err()); code != "merged" {
			t.Errorf("%T: %s", command, code)
		}
	}
}
