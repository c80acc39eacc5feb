package reform_test

import (
	"reflect"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/request"
)

// What no command makes is refused as well where a history has it.
func TestPlantedEvents(t *testing.T) {
	for name, c := range map[string]struct {
		at   reform.Stage
		e    domain.Event
		code string
	}{
		"begun twice":              {reform.Planned, reform.PlanAdopted{Collective: "collective-c1"}, "already_begun"},
		"before it began":          {"", reform.PlanApproved{}, "not_begun"},
		"a part after a gap":       {reform.Drafting, reform.RosterDrafted{First: 9, Count: 1, Members: villagers(8, 8)}, "not_the_next_number"},
		"a part of nobody":         {reform.Drafting, reform.RosterDrafted{First: 1}, "not_the_next_number"},
		"a part miscounted":        {reform.Drafting, reform.RosterDrafted{First: 1, Count: 2, Members: villagers(1, 1)}, "numbers_differ"},
		"an objection misnumbered": {reform.Posted, reform.ObjectionRaised{Number: 2, Text: why}, "not_the_next_number"},
		"an heir without a subject": {reform.Complete, reform.MemberJoined{
			Number: 8, Person: domain.About(uuid.Nil, "张三"), Basis: reform.Birth, Document: domain.Note("a"),
		}, "person_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			var r reform.Reform
			if c.at != "" {
				reached(t, c.at).State(func(s reform.Reform) { r = s })
			}
			fact := domain.Fact{Event: c.e, OccurredAt: at("2016-12-20").UTC()}
			if err := r.Judge(c.e, actOf(t, fact)); domain.CodeOf(err) != c.code {
				t.Errorf("%v, want %q", err, c.code)
			}
		})
	}
	if _, err := (reform.Reform{Stage: reform.Planned}).Evolve(domain.Fact{Event: request.Filed{}}); err == nil || domain.CodeOf(err) != "" {
		t.Errorf("an event of another category: %v", err)
	}
}

// Without a rule set nothing that has a number in it is judged.
func TestNoRulesInForce(t *testing.T) {
	for before, command := range map[reform.Stage]any{
		reform.Inventory: inventory("count", "2016-04-01"), reform.Quantification: quantify,
		reform.Posted:   confirm,
		reform.Complete: reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("a")},
		reform.Closing:  reform.SetReservesAside{Year: 2016, Profit: 1, Document: "a"},
	} {
		reached(t, before).Rules(nil).When(at("2017-10-13"), command).Rejected("no_rules_in_force")
	}
	reached(t, reform.Drafting).When(at("2016-08-01"), reform.DraftRoster{Members: villagers(1, 7)}).Accepted().
		Rules(nil).When(reform.PostRoster{}).Rejected("no_rules_in_force")
	reached(t, reform.Complete).When(at("2017-01-10"), aside).Accepted().
		Rules(nil).When(reform.DeclareDividend{Year: 2016, Total: 1}).Rejected("no_rules_in_force")
}

// A history folds to the same state as the log holds it, every name and text
// sealed: nothing rests on what an erased key would take away.
func TestFoldsSealed(t *testing.T) {
	s := posted(t).When(at("2016-09-29"), object).
		When(at("2016-09-30"), reform.SettleObjection{Number: 1, Text: answer}).Accepted()
	for _, step := range story[8:] {
		s = s.When(at(step.when), step.command).Accepted()
	}
	s = s.When(reform.Join{Person: villager(8), Basis: reform.Birth, Document: domain.Note("a")}).
		When(reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("a")}).
		When(reform.Inherit{From: 1, Person: villager(30), Shares: 10, Document: domain.Note("a")}).
		When(reform.Transfer{From: 2, To: 8, Shares: 5, Document: domain.Note("a")}).Accepted()
	clear, sealed := catalogue.Reforms.Empty(), catalogue.Reforms.Empty()
	for _, f := range s.Facts() {
		data, err := catalogue.Standard.Encode(f.Event, sealer{}, "reform-c1", uuid.Max)
		if err != nil {
			t.Fatal(err)
		}
		read := f
		if read.Event, err = catalogue.Standard.Decode(f.Event.EventType(), data); err != nil {
			t.Fatal(err)
		}
		state, ok := sealed.State.(reform.Reform)
		if err := state.Judge(read.Event, actOf(t, f)); err != nil || !ok {
			t.Fatalf("%s, sealed: %v", f.Event.EventType(), err)
		}
		if clear, err = catalogue.Reforms.Evolve(clear, domain.Effect{Fact: f}); err != nil {
			t.Fatal(err)
		}
		if sealed, err = catalogue.Reforms.Evolve(sealed, domain.Effect{Fact: read}); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(clear.State, sealed.State) {
		t.Errorf("sealed it is\n%+v\nin clear\n%+v", sealed.State, clear.State)
	}
	domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
}
