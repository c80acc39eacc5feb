package domaintest_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// failures runs a test and answers with what it reported.
func failures(run func(domaintest.TB)) string {
	var t fake
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(&t)
	}()
	<-done
	return strings.Join(t.reports, "\n")
}

type fake struct{ reports []string }

func (*fake) Helper() {}
func (t *fake) Errorf(format string, args ...any) {
	t.reports = append(t.reports, fmt.Sprintf(format, args...))
}
func (t *fake) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

func wantFailure(t *testing.T, about string, run func(domaintest.TB)) {
	t.Helper()
	switch got := failures(run); {
	case got == "":
		t.Errorf("not caught; want a failure about %q", about)
	case !strings.Contains(got, about):
		t.Errorf("caught as %q; want it to be about %q", got, about)
	}
}

func wantPass(t *testing.T, run func(domaintest.TB)) {
	t.Helper()
	if got := failures(run); got != "" {
		t.Errorf("failed: %s", got)
	}
}

// A shelf of books, kept well.

type Added struct {
	Title string
	Tags  []string
}

type Cleared struct{}

func (Added) EventType() string   { return "shelf.added" }
func (Cleared) EventType() string { return "shelf.cleared" }

type Shelf struct{ Titles, Tags []string }

func (s Shelf) Evolve(f domain.Fact) (Shelf, error) {
	switch e := f.Event.(type) {
	case Added:
		s.Titles = append(slices.Clip(s.Titles), e.Title)
		s.Tags = slices.Clone(e.Tags)
	case Cleared:
		if len(s.Titles) == 0 {
			return s, domain.Reject("empty", "the shelf is empty", "书架是空的")
		}
		s = Shelf{}
	default:
		return s, domain.Unknown(f.Event)
	}
	return s, nil
}

func (s Shelf) Judge(e domain.Event, act domain.Act) error {
	added, ok := e.(Added)
	switch {
	case ok && added.Title == "":
		return domain.Reject("untitled", "the book has no title", "书没有名称")
	case ok && added.Title == "badly worded":
		return domain.Reject("badly_worded", "no %s", "没有")
	case ok && added.Title == "borrowed":
		_, err := domain.Evidence[domain.PlaceName](act, "town-7")
		return err
	}
	return nil
}

type Add struct {
	Title  string
	Lender string
	Twice  bool
}

func (Add) CommandType() string { return "shelf.add" }

func (c Add) Relies(Shelf) []domain.Ref {
	if c.Lender == "" {
		return nil
	}
	return []domain.Ref{{Stream: c.Lender, Revision: domain.Latest}}
}

func (c Add) Decide(Shelf, domain.Act) ([]domain.Event, error) {
	if c.Title == "unlisted" {
		return []domain.Event{Stolen{}}, nil
	}
	events := []domain.Event{Added{Title: c.Title}}
	if c.Twice {
		events = append(events, events[0])
	}
	return events, nil
}

// Stolen is missing from the definition.
type Stolen struct{}

func (Stolen) EventType() string { return "shelf.stolen" }

var shelf = domain.Define("shelf",
	domain.Records[Shelf](domain.Says(Added{}, "", ""), domain.Says(Cleared{}, "", "")),
	domain.Opens[Shelf, Add]("add", "上架", domain.Recorder.At(domain.CommunityLevel)),
)
