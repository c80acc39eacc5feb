package subject_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/subject"
)

var (
	subjects = domain.Define("subject",
		domain.Records[subject.Subject](domain.Says(subject.Erased{}, "", ""), domain.Says(subject.Restricted{}, "", "")),
		domain.OpensOrContinues[subject.Subject, subject.Erase]("", "", domain.SystemOperator.At(domain.CountyLevel)),
	)
	person = uuid.MustParse("5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10")
	stream = "subject-" + person.String()
	erase  = subject.Erase{Subject: person, Ground: subject.Withdrawn}
)

// keeping is a rule set that keeps what is held for so many months.
func keeping(t *testing.T, months string) domain.Rules {
	t.Helper()
	set := `{"name": "kept", "en": "k", "zh": "k", "from": "2015-01-01", "county": "370700", "extends": "organic-law-2010",
		"personal": {"retentionMonths": {"value": ` + months + `, "article": "assumed"}}}`
	book, err := rules.Load(fstest.MapFS{"sets/kept.json": {Data: []byte(set)}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := book.In("370700").On(domain.NewDate(2016, 9, 1))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func scenario(t *testing.T, months string, last domain.Date, records int) domaintest.Scenario {
	return domaintest.For(t, subjects).Stream(stream).Rules(keeping(t, months)).
		Evidence(stream, domain.Holding{Records: records, Last: last})
}

func TestErasing(t *testing.T) {
	for name, test := range map[string]struct {
		months  string
		last    domain.Date
		records int
		want    domain.Event
		code    string
	}{
		"nothing is kept by rule": {"0", domain.NewDate(2016, 9, 1), 1,
			subject.Erased{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 9, 1), KeptUntil: domain.NewDate(2016, 9, 1), Rules: "kept"}, ""},
		"on the day on which it may": {"3", domain.NewDate(2016, 6, 1), 2,
			subject.Erased{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 6, 1), KeptUntil: domain.NewDate(2016, 9, 1), Rules: "kept"}, ""},
		"a day before": {"3", domain.NewDate(2016, 6, 2), 2,
			subject.Restricted{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 6, 2), Until: domain.NewDate(2016, 9, 2), Rules: "kept"}, ""},
		"a month without that day ends with it": {"6", domain.NewDate(2016, 8, 31), 1,
			subject.Restricted{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 8, 31), Until: domain.NewDate(2017, 2, 28), Rules: "kept"}, ""},
		"nothing is held": {"3", domain.Date{}, 0, nil, "nothing_held"},
	} {
		t.Run(name, func(t *testing.T) {
			result := scenario(t, test.months, test.last, test.records).When(erase)
			if test.code != "" {
				result.Rejected(test.code)
				return
			}
			result.Then(test.want)
		})
	}
}

func TestWhatIsErasedStaysErased(t *testing.T) {
	s := scenario(t, "0", domain.NewDate(2016, 9, 1), 1).When(erase).Accepted()
	s.When(erase).Rejected("already_erased")
	domaintest.CheckFold(t, subjects, s.Facts()...)
}

func TestRestrictingTwiceSaysUntilWhen(t *testing.T) {
	s := scenario(t, "36", domain.NewDate(2016, 8, 1), 1).When(erase).Accepted()
	s.When(erase).Rejected("retention_runs")
	s.State(func(s subject.Subject) {
		if s.Erased || s.RestrictedUntil != domain.NewDate(2019, 8, 1) {
			t.Errorf("state %+v", s)
		}
	})
	s = s.Given(domaintest.At("2019-08-01"))
	s.When(erase).Then(subject.Erased{Ground: subject.Withdrawn, LastHeld: domain.NewDate(2016, 8, 1), KeptUntil: domain.NewDate(2019, 8, 1), Rules: "kept"})
}

func TestTheGroundIsOneOfTheLaw(t *testing.T) {
	c := erase
	c.Ground = "because"
	scenario(t, "0", domain.NewDate(2016, 9, 1), 1).When(c).Rejected("code_unknown")
	if !strings.HasPrefix(subject.Erased{}.EventType(), subject.Category+".") {
		t.Error("the category of its events is another")
	}
}
