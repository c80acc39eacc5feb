package reform_test

import (
	"reflect"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/rules"
)

// The rule that judges a command judges a history too: an event with one number
// that does not follow is refused, whoever made it, whichever number it is.
func TestNumbersThatDoNotFollow(t *testing.T) {
	given := map[string]bool{ // what a person gives and nothing follows for
		"reform.plan-adopted document": true, "reform.inventory-step-done operating": true, "reform.inventory-step-done nonOperating": true,
		"reform.inventory-step-done resource": true, "reform.inventory-step-done debts": true, "reform.inventory-step-done document": true,
		"reform.objection-settled accepted": true, "reform.objection-settled text": true,
		"reform.member-joined document": true, "reform.member-left document": true, "reform.reserves-set-aside document": true,
		"reform.inventory-step-done on": true, "reform.member-left number": true,
	}
	s := begin(t)
	for _, step := range story {
		s = s.When(at(step.when), step.command).Accepted()
	}
	s = s.When(at("2016-12-20"), reform.Join{Person: villager(8), Basis: reform.Birth, Document: domain.Note("a")}).
		When(reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("a")}).
		When(at("2017-01-10"), aside).
		When(at("2017-01-25"), reform.DeclareDividend{Year: 2016, Decision: "decision-dividend", Total: 50_000_01}).Accepted()
	altered := 0
	folded := catalogue.Reforms.Empty()
	for i, fact := range s.Facts() {
		state, ok := folded.State.(reform.Reform)
		if !ok {
			t.Fatalf("state %T", folded.State)
		}
		act := actOf(t, fact)
		if err := state.Judge(fact.Event, act); err != nil {
			t.Fatalf("%s: %v", fact.Event.EventType(), err)
		}
		for name, e := range alterations(fact.Event) {
			if given[name] {
				continue
			}
			err := state.Judge(e, act)
			if err == nil {
				t.Errorf("%s: accepted", name)
			}
			if domain.CodeOf(err) == "" {
				t.Errorf("%s: %v", name, err)
			}
			altered++
		}
		var err error
		if folded, err = catalogue.Reforms.Evolve(folded, domain.Effect{Fact: fact, Revision: int64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if altered < 60 {
		t.Errorf("only %d numbers were altered", altered)
	}
}

// alterations are events that are one greater, or one day later, in one field.
func alterations(e domain.Event) map[string]domain.Event {
	all := map[string]domain.Event{}
	switch e.(type) {
	case reform.PlanApproved, reform.RosterDrafted, reform.CharterAdopted, reform.BodiesElected, reform.Registered, reform.CertificatesIssued:
		return nil // nothing in them is computed
	}
	for i := range reflect.TypeOf(e).NumField() {
		v := reflect.New(reflect.TypeOf(e)).Elem()
		v.Set(reflect.ValueOf(e))
		switch f := v.Field(i); x := f.Interface().(type) {
		case domain.Date:
			f.Set(reflect.ValueOf(x.AddDays(1)))
		case string:
			f.SetString(x + "x")
		case int, int64, domain.Money:
			f.SetInt(f.Int() + 1)
		default:
			continue
		}
		changed, ok := v.Interface().(domain.Event)
		if ok {
			all[e.EventType()+" "+reflect.TypeOf(e).Field(i).Tag.Get("json")] = changed
		}
	}
	return all
}

// actOf is the circumstances in which a fact was recorded.
func actOf(t *testing.T, f domain.Fact) domain.Act {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	act := domain.Act{Stream: "reform-c1", OccurredAt: f.OccurredAt, RecordedAt: f.OccurredAt, Zone: domaintest.Zone}
	set, err := book.On(act.Day())
	if err != nil {
		t.Fatal(err)
	}
	act.Rules = set
	for stream, offers := range map[string]any{
		"collective-c1":     domain.Unit{Level: domain.VillageUnit, Collective: true},
		"decision-plan":     decided(domain.ReformPlan, "2016-02-25"),
		"decision-roster":   decided(domain.Roster, "2016-10-13"),
		"decision-shares":   decided(domain.Quantification, "2016-10-20"),
		"decision-charter":  decided(domain.Charter, "2016-11-01"),
		"decision-bodies":   decided(domain.BodiesElection, "2016-11-01"),
		"decision-dividend": decided(domain.Dividend, "2017-01-20"),
		"books-c1-2016":     closedBooks(2016, 100_000_00),
		"decision-planx":    nil, "decision-rosterx": nil, "decision-sharesx": nil, "decision-dividendx": nil, "collective-c1x": nil,
	} {
		act = act.WithEvidence(domain.Ref{Stream: stream, Revision: 1}, offers)
	}
	return act
}
