package domaintest_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
)

type TB = domaintest.TB

func TestScenarioPasses(t *testing.T) {
	wantPass(t, func(t TB) {
		base := domaintest.For(t, shelf)
		base.When(Add{Title: "史记"}).Then(Added{Title: "史记"}).
			State(func(s Shelf) {
				if len(s.Titles) != 1 {
					t.Errorf("%d titles", len(s.Titles))
				}
			})
		base.When(Add{}).Rejected("untitled")
		base.When(Add{Title: "borrowed", Lender: "town-7"}).Rejected("no_such_evidence")
		base.Evidence("town-7", domain.PlaceName{ID: "7"}).When(Add{Title: "borrowed", Lender: "town-7"}).Accepted()
	})
}

func TestScenarioFails(t *testing.T) {
	for name, c := range map[string]struct {
		about string
		run   func(TB)
	}{
		"another event": {`got  .Title = 史记`, func(t TB) { domaintest.For(t, shelf).When(Add{Title: "史记"}).Then(Added{Title: "汉书"}) }},
		"too many events": {"2 events follow", func(t TB) {
			domaintest.For(t, shelf).When(Add{Title: "史记", Twice: true}).Then(Added{Title: "史记"})
		}},
		"refused":              {"refused with untitled", func(t TB) { domaintest.For(t, shelf).When(Add{}).Then() }},
		"accepted":             {"want it refused with untitled", func(t TB) { domaintest.For(t, shelf).When(Add{Title: "史记"}).Rejected("untitled") }},
		"another code":         {"want empty", func(t TB) { domaintest.For(t, shelf).When(Add{}).Rejected("empty") }},
		"a bad sentence":       {"badly formatted", func(t TB) { domaintest.For(t, shelf).When(Add{Title: "badly worded"}).Rejected("badly_worded") }},
		"undeclared evidence":  {"no code", func(t TB) { domaintest.For(t, shelf).When(Add{Title: "borrowed"}).Rejected("no_such_evidence") }},
		"history out of order": {"does not follow", func(t TB) { domaintest.For(t, shelf).Given(Cleared{}) }},
		"foreign event":        {"does not record", func(t TB) { domaintest.For(t, shelf).Given(Stolen{}) }},
		"foreign command":      {"does not accept", func(t TB) { domaintest.For(t, shelf).When(1) }},
		"unknown to the state": {"does not belong", func(t TB) { domaintest.For(t, shelf).When(Add{Title: "unlisted"}).Accepted() }},
		"another state":        {"State takes", func(t TB) { domaintest.For(t, shelf).State(func(int) {}) }},
		"already there":        {"already_exists", func(t TB) { domaintest.For(t, shelf).When(Add{Title: "史记"}).When(Add{Title: "汉书"}).Accepted() }},
	} {
		t.Run(name, func(t *testing.T) { wantFailure(t, c.about, c.run) })
	}
}

// clock is an aggregate that cannot be folded again.
type clock struct{ Ticks int }

var ticks int

func (c clock) Evolve(domain.Fact) (clock, error) {
	ticks++
	return clock{ticks}, nil
}

func (clock) Judge(domain.Event, domain.Act) error { return nil }

type tick struct{}

func (tick) CommandType() string                              { return "clock.tick" }
func (tick) EventType() string                                { return "clock.ticked" }
func (tick) Decide(clock, domain.Act) ([]domain.Event, error) { return []domain.Event{tick{}}, nil }

func TestFoldingAnewIsChecked(t *testing.T) {
	clocks := domain.Define("clock",
		domain.Records[clock](domain.Says(tick{}, "", "")),
		domain.Opens[clock, tick]("tick", "滴答", domain.Recorder.At(domain.CommunityLevel)))
	wantFailure(t, "another state", func(t TB) { domaintest.For(t, clocks).When(tick{}) })
}

func TestActOfAScenario(t *testing.T) {
	at := domaintest.At("2016-10-08 14:30")
	s := domaintest.For(t, shelf).As("li", domain.Recorder).RecordedLater(48 * time.Hour)
	s.Given(at, Added{Title: "史记"})
	f := s.Given(at, Added{Title: "史记"}).Facts()[0]
	if f.Actor != "li" || !f.OccurredAt.Equal(at.Time) || f.OccurredAt.Location() != time.UTC {
		t.Errorf("fact %+v", f)
	}
}
