package decision_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// free lists the fields of events that say what people did or wrote, in which
// another value may be just as true. All others follow from the rules.
var free = map[string][]string{
	"decision.proposed":                {"Title", "TitleEnglish", "Amount", "Concerns"},
	"decision.consulted":               {"Expected", "Present", "InFavour"},
	"decision.party-reviewed":          {"Present", "InFavour"},
	"decision.discussed-by-councils":   {"PartyExpected", "PartyPresent", "PartyInFavour", "VillagersExpected", "VillagersPresent", "VillagersInFavour"},
	"decision.notice-given":            {"Where", "MeetingOn"},
	"decision.voted":                   {"Issued", "Proxies", "Recused"},
	"decision.town-approved":           {"By", "Document"},
	"decision.town-refused":            {"By", "Document"},
	"decision.disclosed":               {"Where"},
	"decision.objection-raised":        {"Number", "By", "Text"},
	"decision.objection-answered":      {"Upheld", "Text"},
	"decision.implementation-reported": {"Summary"},
	"decision.results-disclosed":       {"Where"},
	"decision.withdrawn":               {"Reason"},
}

// The rule that judges a command judges a history too: an event with any other
// number, day or name than those that follow is refused, whoever made it.
func TestEveryNumberIsJudged(t *testing.T) {
	set := domaintest.RuleSet(t, "zhucheng-2015")
	disposal := works
	disposal.Kind, disposal.Meeting = domain.Disposal, ""
	adults := by(600, 600)
	adults.Base = domain.Adults
	voted := county(t).When(at("2016-09-01"), disposal).When(consult).When(review).
		When(decision.GiveNotice{MeetingOn: day("2016-09-11"), Where: "公示栏"}).When(at("2016-09-11"), adults).Accepted()
	whole := voted.When(decision.ApproveByTown{By: "a", Document: "b"}).When(decision.Conclude{}).
		When(at("2016-09-30"), decision.Disclose{Where: "公示栏"}).When(decision.RaiseObjection{Text: text}).
		When(at("2016-10-08"), decision.AnswerObjection{Number: 1, Text: text}).
		When(at("2016-10-15"), decision.ReportImplementation{Summary: "a"}).When(decision.DiscloseResults{Where: "a"}).Accepted()
	judged := map[string]bool{}
	for _, s := range []domaintest.Scenario{
		whole,
		voted.When(decision.RefuseByTown{By: "a", Document: "b"}).When(decision.Conclude{}).Accepted(),
		household(t).When(decision.DiscussByCouncils{
			PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 6, VillagersInFavour: 4,
		}).When(at("2017-03-01"), decision.Lapse{}).Accepted(),
		county(t).When(works).When(decision.Withdraw{Reason: "a"}).Accepted(),
	} {
		var d decision.Decision
		for _, f := range s.Facts() {
			act := domain.Act{
				Stream: "decision-1", OccurredAt: f.OccurredAt, RecordedAt: f.OccurredAt, Zone: domaintest.Zone, Rules: set,
				Attachments: []domain.Attachment{{Kind: domain.Minutes}, {Kind: domain.SignInSheet}},
			}
			for stream, unit := range units() {
				act = act.WithEvidence(domain.Ref{Stream: stream, Revision: 3}, unit)
			}
			if err := d.Judge(f.Event, act); err != nil {
				t.Fatalf("%s: %v", f.Event.EventType(), err)
			}
			for name, other := range mutants(f.Event) {
				if err := d.Judge(other, act); err == nil {
					t.Errorf("%s with another %s is accepted: %+v", f.Event.EventType(), name, other)
				} else if domain.CodeOf(err) == "" && name != "Owner" {
					t.Errorf("%s with another %s: no refusal, but %v", f.Event.EventType(), name, err)
				}
			}
			judged[f.Event.EventType()] = true
			next, err := d.Evolve(f)
			if err != nil {
				t.Fatal(err)
			}
			d = next
		}
	}
	for _, spec := range decisions.Events {
		if name := spec.Prototype.EventType(); !judged[name] {
			t.Errorf("%s was not judged", name)
		}
	}
}

// mutants are the event with one field changed, by the field's name.
func mutants(e domain.Event) map[string]domain.Event {
	all := map[string]domain.Event{}
	typ := reflect.TypeOf(e)
	for i := range typ.NumField() {
		name := typ.Field(i).Name
		if slices.Contains(free[e.EventType()], name) {
			continue
		}
		v := reflect.New(typ).Elem()
		v.Set(reflect.ValueOf(e))
		switch f := v.Field(i); x := f.Interface().(type) {
		case domain.Date:
			f.Set(reflect.ValueOf(x.AddDays(1)))
		case bool:
			f.SetBool(!x)
		case int:
			f.SetInt(int64(x) + 1)
		case domain.Money:
			f.SetInt(int64(x) + 1)
		default:
			if f.Kind() != reflect.String {
				panic("mutants: " + name + " is a " + f.Type().String())
			}
			f.SetString(f.String() + "x")
		}
		all[name] = v.Interface().(domain.Event)
	}
	return all
}

// What Judge does not see, because it is of the order, Evolve refuses by itself.
func TestAHistoryOutOfOrderDoesNotFold(t *testing.T) {
	for name, events := range map[string][]domain.Event{
		"nothing before the proposal": {decision.Adopted{}},
		"adopted what failed":         {decision.Proposed{Procedure: domain.MembersDecision}, decision.Consulted{}, decision.Adopted{}},
		"rejected what was carried":   {decision.Proposed{Procedure: domain.MembersDecision}, decision.Consulted{Carried: true}, decision.Rejected{Step: decision.Consultation}},
		"rejected at another step":    {decision.Proposed{Procedure: domain.MembersDecision}, decision.Consulted{}, decision.Rejected{Step: decision.TheVote}},
		"no procedure, no steps":      {decision.Proposed{}, decision.Consulted{Carried: true}},
		"an event of something else":  {decision.Proposed{}, stranger{}},
	} {
		t.Run(name, func(t *testing.T) {
			var d decision.Decision
			var err error
			for i, e := range events {
				if d, err = d.Evolve(domain.Fact{Event: e}); (err != nil) != (i == len(events)-1) {
					t.Fatalf("event %d: %v", i, err)
				}
			}
		})
	}
}

type stranger struct{}

func (stranger) EventType() string { return "decision.stranger" }

func TestNext(t *testing.T) {
	next := func(s domaintest.Scenario, want decision.Step, more bool) {
		t.Helper()
		s.State(func(d decision.Decision) {
			t.Helper()
			if got, ok := d.Next(); got != want || ok != more {
				t.Errorf("%q (%t), want %q", got, ok, want)
			}
		})
	}
	s := county(t).When(works).Accepted()
	next(s, decision.Consultation, true)
	next(s.When(consult).Accepted(), decision.PartyReview, true)
	next(s.When(decision.Consult{Expected: 9}).Accepted(), "", false)
	next(s.When(decision.Withdraw{Reason: "a"}).Accepted(), "", false)
	next(toVote(t), decision.TheVote, true)
	next(adopted(t), "", false)
	next(household(t), decision.Councils, true)
}
