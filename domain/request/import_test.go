package request_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/request"
)

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	sealedCase = domain.Clear([]domain.Attribute{{Type: "string", Key: "concept:name", Value: "case-10011"}})
	sealedStep = domain.Clear([]domain.Attribute{{Type: "string", Key: "org:resource", Value: "Resource21"}})
)

// foreign is a case as untidy as real ones are: it ends after its deadline and
// before its last step, and its first step is older than its start.
func foreign() request.Import {
	return request.Import{
		ID: uuid.MustParse("6f1e2d3c-0000-5000-8000-000000000001"), Source: "import-aa11", Number: 7,
		Channel:   "Internet",
		StartedAt: moment("2011-10-11T13:42:22+02:00"),
		Due:       moment("2011-12-06T13:41:31+01:00"), PlannedEnd: moment("2011-12-06T13:41:31+01:00"),
		EndedAt:    moment("2011-12-06T13:41:32+01:00"),
		Attributes: []domain.Attribute{{Type: "string", Key: "department", Value: "General"}},
		Original:   sealedCase,
		Steps: []request.ImportedStep{
			{Name: "T02", At: moment("2011-12-24T15:37:16+01:00"), Original: sealedStep},
			{Name: "Confirmation of receipt", At: moment("2011-10-11T10:45:40+02:00"), Original: sealedStep},
			{Name: "T03"},
		},
	}
}

func imported(t domaintest.TB, c request.Import) domaintest.Result {
	t.Helper()
	return domaintest.For(t, requests).Rules(nil).When(at("2016-09-01"), c)
}

func TestImport(t *testing.T) {
	c := foreign()
	s := imported(t, c).Then(
		request.Imported{
			Source: "import-aa11", Number: 7, Channel: "Internet",
			StartedAt: moment("2011-10-11T11:42:22Z"), Due: moment("2011-12-06T12:41:31Z"),
			PlannedEnd: moment("2011-12-06T12:41:31Z"), EndedAt: moment("2011-12-06T12:41:32Z"),
			Attributes: c.Attributes, Original: sealedCase,
		},
		request.StepRecorded{Name: "T02", At: moment("2011-12-24T14:37:16Z"), Original: sealedStep},
		request.StepRecorded{Name: "Confirmation of receipt", At: moment("2011-10-11T08:45:40Z"), Original: sealedStep},
		request.StepRecorded{Name: "T03"},
	)
	facts := s.Facts()
	if !facts[0].OccurredAt.Equal(c.StartedAt) || !facts[1].OccurredAt.Equal(c.Steps[0].At) {
		t.Errorf("events happened at %s and %s", facts[0].OccurredAt, facts[1].OccurredAt)
	}
	if !facts[3].OccurredAt.Equal(at("2016-09-01").Time) {
		t.Errorf("a step without a time happened at %s, want the command's", facts[3].OccurredAt)
	}
	s.State(func(r request.Request) {
		if r.Status != request.StatusEnded || r.Open() || r.Steps != 3 || !r.Imported || r.Source != "import-aa11" || r.Number != 7 {
			t.Errorf("state %+v", r)
		}
		if !r.ClosedLate(domaintest.Zone) {
			t.Error("a second after the deadline is late")
		}
	})
	domaintest.CheckFold(t, requests, facts...)
	if c.StreamID() != "6f1e2d3c-0000-5000-8000-000000000001" {
		t.Errorf("stream id %s", c.StreamID())
	}
}

func TestImportRefusesWhatSaysNothing(t *testing.T) {
	c := foreign()
	c.Number = 0
	imported(t, c).Rejected("number_out_of_range")
	c = foreign()
	c.Source = "request-1"
	imported(t, c).Rejected("not_an_import")
	c = foreign()
	c.ID = uuid.Nil
	imported(t, c).Rejected("id_invalid")
	known(t, onList(domain.GuidedList, 5)).Given(submitted).When(foreign()).Rejected("already_exists")
}

func TestImportedTimes(t *testing.T) {
	for name, c := range map[string]struct {
		start, end, due string
		open, late      bool
		days            int
		counted         bool
	}{
		"no end":             {start: "2011-10-11T11:42:22Z", due: "2011-12-06T12:00:00Z", open: true},
		"ended on time":      {"2011-10-11T11:00:00Z", "2011-10-18T10:59:59Z", "2011-10-18T10:59:59Z", false, false, 6, true},
		"whole days":         {"2011-10-11T11:00:00Z", "2011-10-18T11:00:00Z", "", false, false, 7, true},
		"a second too late":  {"2011-10-11T11:00:00Z", "2011-10-18T11:00:00Z", "2011-10-18T10:59:59Z", false, true, 7, true},
		"end before start":   {"2011-10-11T11:00:00Z", "2011-10-11T10:59:59Z", "", false, false, -1, true},
		"a day before start": {"2011-10-11T11:00:00Z", "2011-10-10T11:00:00Z", "", false, false, -1, true},
		"more than a day":    {"2011-10-11T11:00:00Z", "2011-10-10T10:59:59Z", "", false, false, -2, true},
		"no start":           {"", "2011-10-10T10:59:59Z", "", false, false, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			in := request.Import{ID: uuid.Max, Source: "import-1", Number: 1}
			for text, field := range map[*string]*time.Time{&c.start: &in.StartedAt, &c.end: &in.EndedAt, &c.due: &in.Due} {
				if *text != "" {
					*field = moment(*text)
				}
			}
			imported(t, in).State(func(r request.Request) {
				days, counted := r.Days(domaintest.Zone)
				if r.Open() != c.open || r.ClosedLate(domaintest.Zone) != c.late || days != c.days || counted != c.counted {
					t.Errorf("open %t, late %t, %d days %t", r.Open(), r.ClosedLate(domaintest.Zone), days, counted)
				}
			})
		})
	}
}

func TestOpenImportedCaseIsLateFromTheNextDay(t *testing.T) {
	c := foreign()
	c.EndedAt = time.Time{}
	imported(t, c).State(func(r request.Request) {
		if r.Late(day("2011-12-06"), domaintest.Zone) || !r.Late(day("2011-12-07"), domaintest.Zone) {
			t.Error("due on 2011-12-06")
		}
	})
}

func TestImportedCaseGoesOn(t *testing.T) {
	ended := imported(t, foreign()).Accepted()
	// Steps come even after the end, at any time.
	ended.When(at("2010-01-01"), request.RecordStep{Name: "filed a copy"}).Accepted()
	for _, command := range []any{
		request.Accept{}, request.TellIncomplete{Missing: []string{card}}, request.Decline{Reason: why, Rule: "r"},
		request.Entrust{Agent: "a"}, request.PassOn{To: "a"}, request.ReturnOriginals{},
	} {
		ended.When(command).Rejected("imported_without_matter")
	}
	ended.When(request.File{}).Rejected("not_completed")
	ended.When(request.Complete{Outcome: request.Solved}).Rejected("closed")
	ended.When(request.Reopen{Reason: why}).Rejected("due_missing")
	ended.When(at("2016-09-01"), request.Reopen{Reason: why, Due: day("2016-08-31")}).Rejected("due_missing")

	open := ended.When(at("2016-09-01"), request.Reopen{Reason: why, Due: day("2016-09-10")}).Accepted()
	open.When(at("2016-09-10"), request.ExtendDue{Due: day("2016-09-12"), Reason: why}).Accepted()
	open.When(at("2016-09-11"), request.ExtendDue{Due: day("2016-09-12"), Reason: why}).Rejected("due_date_passed")
	done := open.When(at("2016-09-11"), request.Complete{Outcome: request.Solved}).State(func(r request.Request) {
		if !r.ClosedLate(domaintest.Zone) {
			t.Error("the new due date was 2016-09-10")
		}
	})
	rated := done.When(request.Reply{How: request.Written}).When(request.Rate{Score: 5}).Accepted()
	done.When(request.Reply{How: request.Written}).When(request.Rate{Score: 6}).Rejected("rating_out_of_range")
	rated.When(request.RecordStep{Name: "a"}).When(request.File{}).
		When(request.RecordStep{Name: "b"}).Rejected("filed")

	c := foreign()
	c.Due, c.EndedAt = time.Time{}, time.Time{}
	imported(t, c).When(request.ExtendDue{Due: day("2016-12-01"), Reason: why}).Rejected("nothing_due")
	imported(t, c).When(request.Withdraw{}).When(request.RecordStep{Name: "a"}).Rejected("closed")
}

func TestOnlyImportedStepsBringTheirTime(t *testing.T) {
	r := request.Request{Status: request.StatusAccepted, List: domain.GuidedList}
	for name, e := range map[string]request.StepRecorded{
		"time":       {Name: "a", At: moment("2011-10-11T11:00:00Z")},
		"attributes": {Name: "a", Attributes: []domain.Attribute{{Key: "k"}}},
		"original":   {Name: "a", Original: sealedStep},
	} {
		if err := r.Judge(e, domain.Act{}); domain.CodeOf(err) != "not_imported" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := r.Judge(request.StepRecorded{}, domain.Act{}); domain.CodeOf(err) != "field_missing" {
		t.Errorf("a step without a name: %v", err)
	}
}
