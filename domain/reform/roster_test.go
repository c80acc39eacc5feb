package reform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
)

var (
	confirm = reform.ConfirmRoster{Decision: "decision-roster"}
	object  = reform.RaiseObjection{Person: villager(99), Text: why}
	answer  = domain.Note("经核实，予以补列")
)

func adopted(on string) domain.Resolution { return decided(domain.Roster, on) }

// votedOn is a roster that people decided on one day, and a clerk adopted on another.
func votedOn(voted, on string) domain.Resolution {
	d := adopted(on)
	d.Voted = day(voted)
	return d
}

// Totals are from nothing to the greatest amount that there is.
func TestInventoryTotals(t *testing.T) {
	s := begin(t)
	for _, step := range story[:2] {
		s = s.When(at(step.when), step.command).Accepted()
	}
	count := inventory("count", "2016-03-31")
	for name, total := range map[string]*domain.Money{
		"operating": &count.Operating, "non-operating": &count.NonOperating, "resource": &count.Resource, "debts": &count.Debts,
	} {
		was := *total
		for amount, code := range map[domain.Money]string{
			0: "", -1: "amount_negative", domain.MaxAmount: "", domain.MaxAmount + 1: "amount_out_of_range",
		} {
			*total = amount
			if err := s.When(at("2016-04-01"), count).Err(); domain.CodeOf(err) != code {
				t.Errorf("%s of %d: %v, want %q", name, amount, err, code)
			}
		}
		*total = was
	}
}

func TestDrafting(t *testing.T) {
	s := reached(t, reform.Drafting)
	s.When(reform.PostRoster{}).Rejected("roster_not_drafted")
	s.When(reform.DraftRoster{}).Rejected("field_missing")
	s.When(reform.DraftRoster{Members: []domain.Personal{villager(1), villager(2), villager(1)}}).Rejected("member_twice")
	s.When(reform.DraftRoster{Members: []domain.Personal{villager(1), none}}).Rejected("person_missing")

	s = s.When(at("2016-08-01"), reform.DraftRoster{Members: villagers(1, 3)}).
		Then(reform.RosterDrafted{First: 1, Count: 3, Members: villagers(1, 3)}).
		When(reform.DraftRoster{Members: villagers(4, 5), Continues: true}).
		Then(reform.RosterDrafted{First: 4, Count: 2, Members: villagers(4, 5)})
	s.When(reform.DraftRoster{Members: villagers(3, 3), Continues: true}).Rejected("member_twice")
	s.When(confirm).Rejected("roster_not_posted")
	// Before it is posted, a draft is begun anew at will.
	s.When(reform.DraftRoster{Members: villagers(3, 4)}).
		State(func(r reform.Reform) {
			if count(r) != 2 || person(r, 1).Subject != villager(3).Subject || r.Members != 0 {
				t.Errorf("draft %+v", r)
			}
		})
}

// Who has no subject yet becomes one of their own.
func TestDraftingNewPeople(t *testing.T) {
	names := []domain.Personal{domain.About(uuid.Nil, "张三"), domain.About(uuid.Nil, "张三")}
	reached(t, reform.Drafting).When(reform.DraftRoster{Members: names}).State(func(r reform.Reform) {
		if a, b := person(r, 1).Subject, person(r, 2).Subject; a == b || a == uuid.Nil || b == uuid.Nil {
			t.Errorf("subjects %s and %s", a, b)
		}
	})
}

// sealer adds to a text what a real envelope adds at most.
type sealer struct{}

func (sealer) Seal(_ domain.Place, text []byte) (domain.Envelope, error) {
	return append(make([]byte, 100), text...), nil
}
func (sealer) Open(domain.Place, domain.Envelope) ([]byte, error) { return nil, domain.ErrErased }
func (sealer) Fingerprint(domain.Place, []byte) ([]byte, error)   { return nil, domain.ErrErased }

// The largest roster that one command may name fits into records of the log,
// whose limit is 1 MiB.
func TestLargestRoster(t *testing.T) {
	members := villagers(1, catalogue.MaxItems)
	for i := range members {
		members[i] = domain.About(members[i].Subject, strings.Repeat("名", 100))
	}
	result := reached(t, reform.Drafting).When(reform.DraftRoster{Members: members})
	named := 0
	for _, e := range result.Accepted().Facts() {
		part, ok := e.Event.(reform.RosterDrafted)
		if !ok {
			continue
		}
		if part.First != named+1 || part.Count != len(part.Members) {
			t.Fatalf("a part begins at %d with %d, after %d", part.First, part.Count, named)
		}
		named += part.Count
		data, err := catalogue.Standard.Encode(part, sealer{}, "reform-c1", uuid.Max)
		if err != nil || len(data) > 1<<20-1<<12 {
			t.Fatalf("%d bytes, %v", len(data), err)
		}
	}
	if named != catalogue.MaxItems {
		t.Errorf("%d are named", named)
	}
	spec, err := catalogue.Standard.Command("reform.draft-roster")
	if err != nil {
		t.Fatal(err)
	}
	members[7] = domain.About(members[7].Subject, strings.Repeat("名", 101))
	if err := catalogue.Standard.CheckCommand(spec, reform.DraftRoster{Members: members}); err == nil {
		t.Error("a longer name is accepted")
	}
}

// Six and seven working days: posted on 28 September 2016, the working days are
// 29 and 30 September, 8 and 9 October (a worked weekend), 10, 11 and 12.
func TestPosting(t *testing.T) {
	s := reached(t, reform.Drafting).When(at("2016-08-01"), reform.DraftRoster{Members: villagers(1, 7)}).Accepted()
	s.When(at("2016-09-28"), reform.PostRoster{}).Then(reform.RosterPosted{
		Members: 7, On: day("2016-09-28"), Workdays: 7, Until: day("2016-10-12"), Rules: "zhucheng-2015",
	})
	for _, c := range []struct{ voted, adopted, confirmed, code string }{
		{"2016-10-11", "2016-10-11", "2016-10-11", "roster_still_posted"},
		{"2016-10-12", "2016-10-12", "2016-10-12", "roster_still_posted"}, // six days are over
		{"2016-10-12", "2016-10-12", "2016-10-13", "decided_before_posting_ended"},
		{"2016-10-12", "2016-10-13", "2016-10-13", "decided_before_posting_ended"}, // a clerk adopts what was decided
		{"2016-09-27", "2016-09-27", "2016-11-01", "decided_before_posting_ended"},
		{"2016-10-13", "2016-10-13", "2016-10-13", ""}, // seven are
		{"2016-10-13", "2016-10-14", "2016-10-14", ""},
	} {
		result := posted(t).Evidence("decision-roster", votedOn(c.voted, c.adopted)).When(at(c.confirmed), confirm)
		if got := domain.CodeOf(result.Err()); got != c.code {
			t.Errorf("voted on %s, adopted on %s, confirmed on %s: %v, want %q", c.voted, c.adopted, c.confirmed, result.Err(), c.code)
		}
	}
	// The Mid-Autumn holiday is from Thursday 15 to Saturday 17 September, and
	// Sunday the 18th was worked.
	s.When(at("2016-09-14"), reform.PostRoster{}).State(func(r reform.Reform) {
		if r.PostedUntil != day("2016-09-26") {
			t.Errorf("posted until %s", r.PostedUntil)
		}
	})
}

// A posting that is recorded late begins when it is recorded, because it protects
// the public; in a demonstration, on the day of its history.
func TestPostingRecordedLate(t *testing.T) {
	s := reached(t, reform.Drafting).When(at("2016-08-01"), reform.DraftRoster{Members: villagers(1, 7)}).Accepted()
	late := s.RecordedLater(2 * 24 * time.Hour)
	late.When(at("2016-09-28"), reform.PostRoster{}).State(func(r reform.Reform) {
		if r.PostedOn != day("2016-09-30") || r.PostedUntil != day("2016-10-14") {
			t.Errorf("posted from %s until %s", r.PostedOn, r.PostedUntil)
		}
	})
	late.Foreign().When(at("2016-09-28"), reform.PostRoster{}).State(func(r reform.Reform) {
		if r.PostedOn != day("2016-09-28") || r.PostedUntil != day("2016-10-12") {
			t.Errorf("posted from %s until %s", r.PostedOn, r.PostedUntil)
		}
	})
}

func TestConfirmation(t *testing.T) {
	s := posted(t)
	s.When(at("2016-10-13"), confirm).Then(reform.RosterConfirmed{Decision: "decision-roster", Members: 7}).
		State(func(r reform.Reform) {
			if r.Members != 7 || !person(r, 7).Member || r.Holders != 0 {
				t.Errorf("members %d", r.Members)
			}
		})
	for code, change := range map[string]func(*domain.Resolution){
		"decision_of_another":      func(d *domain.Resolution) { d.Owner = "collective-c2" },
		"decision_of_another_kind": func(d *domain.Resolution) { d.Kind = domain.Charter },
		"decision_not_about_it":    func(d *domain.Resolution) { d.Concerns = nil },
		"decision_not_adopted":     func(d *domain.Resolution) { d.Adopted = domain.Date{} },
		"decision_not_disclosed":   func(d *domain.Resolution) { d.Disclosed = domain.Date{} },
		"decision_posted":          func(d *domain.Resolution) { d.Binds = day("2016-10-25") },
		"decision_void":            func(d *domain.Resolution) { d.Void = true },
		"objection_open":           func(d *domain.Resolution) { d.Open = 1 },
	} {
		d := adopted("2016-10-13")
		change(&d)
		s.Evidence("decision-roster", d).When(at("2016-10-13"), confirm).Rejected(code)
	}
	s.When(at("2016-10-13"), reform.ConfirmRoster{}).Rejected("decision_missing")
}

func TestObjections(t *testing.T) {
	s := posted(t)
	s.When(reform.RaiseObjection{}).Rejected("field_missing")
	s.When(reform.SettleObjection{Number: 1, Text: answer}).Rejected("no_open_objection")
	s = s.When(at("2016-09-30"), object).Then(reform.ObjectionRaised{Number: 1, Person: villager(99), Text: why}).
		When(at("2016-10-20"), reform.RaiseObjection{Text: why}). // late, and heard all the same
		Then(reform.ObjectionRaised{Number: 2, Text: why})
	s.When(at("2016-10-25"), confirm).Rejected("objection_open")
	s.When(reform.SettleObjection{Number: 2}).Rejected("field_missing")
	s = s.When(at("2016-10-21"), reform.SettleObjection{Number: 2, Text: answer}).
		Then(reform.ObjectionSettled{Number: 2, On: day("2016-10-21"), Text: answer})
	s.When(reform.SettleObjection{Number: 2, Text: answer}).Rejected("no_open_objection")
	s.When(at("2016-10-25"), confirm).Rejected("objection_open")
	s = s.When(at("2016-10-24"), reform.SettleObjection{Number: 1, Text: answer}).Accepted()
	// Who decides knows every answer: on the same day, not before.
	s.Evidence("decision-roster", votedOn("2016-10-23", "2016-10-25")).When(at("2016-10-25"), confirm).Rejected("decided_before_objections_settled")
	s.Evidence("decision-roster", adopted("2016-10-24")).When(at("2016-10-25"), confirm).Accepted()
}

// An objection that is accepted voids the roster: it is drafted and posted anew,
// for as many days.
func TestAcceptedObjection(t *testing.T) {
	s := posted(t).
		When(at("2016-09-29"), object).When(at("2016-09-29"), object).
		When(at("2016-09-30"), reform.SettleObjection{Number: 1, Accepted: true, Text: answer}).Accepted()
	stage(t, s, reform.Drafting)
	s.When(at("2016-10-13"), confirm).Rejected("roster_not_drafted")
	s.When(reform.PostRoster{}).Rejected("roster_not_drafted")
	s.When(object).Rejected("roster_not_drafted")
	s.When(reform.DraftRoster{Members: villagers(1, 8), Continues: true}).
		Then(reform.RosterDrafted{First: 1, Count: 8, Members: villagers(1, 8)})
	s = s.When(at("2016-10-08"), reform.DraftRoster{Members: villagers(1, 8)}).
		When(at("2016-10-09"), reform.SettleObjection{Number: 2, Text: answer}).
		When(at("2016-10-09"), reform.PostRoster{}).Accepted()
	stage(t, s, reform.Posted)
	s.When(reform.DraftRoster{Members: villagers(1, 8)}).Rejected("roster_posted")
	s.When(reform.PostRoster{}).Rejected("roster_posted")
	s.State(func(r reform.Reform) {
		if r.PostedUntil != day("2016-10-18") || len(r.Open) != 0 || r.Objections != 2 {
			t.Errorf("posted until %s, open %v of %d", r.PostedUntil, r.Open, r.Objections)
		}
		var course []reform.Stage
		for _, c := range r.Course {
			course = append(course, c.Stage)
		}
		want := []reform.Stage{reform.Planned, reform.Inventory, reform.Drafting, reform.Posted, reform.Drafting, reform.Posted}
		if !slices.Equal(course, want) {
			t.Errorf("course %v, want %v", course, want)
		}
	})
	s.When(at("2016-10-19"), confirm).Rejected("decided_before_posting_ended")
	s = s.Evidence("decision-roster", adopted("2016-10-19")).When(at("2016-10-19"), confirm).Accepted()
	s.State(func(r reform.Reform) {
		if r.Members != 8 {
			t.Errorf("%d members", r.Members)
		}
	})
	domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
}

func TestNoRefusalNamesAnybody(t *testing.T) {
	s := reached(t, reform.Drafting)
	err := s.When(reform.DraftRoster{Members: []domain.Personal{villager(1), villager(1)}}).Err()
	if err == nil || strings.Contains(err.Error()+fmt.Sprintf("%+v", err), "村民") {
		t.Errorf("%+v", err)
	}
}
