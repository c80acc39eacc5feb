package domaintest_test

import (
	"slices"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func books() []domain.Fact {
	var facts []domain.Fact
	for _, title := range []string{"史记", "汉书", "后汉书", "三国志", "晋书"} {
		facts = append(facts, domain.Fact{Event: Added{title, []string{"c", "a", "b"}}})
	}
	return facts
}

func TestCheckFoldPasses(t *testing.T) {
	wantPass(t, func(t TB) {
		domaintest.CheckFold(t, shelf, append(books(), domain.Fact{Event: Cleared{}})...)
	})
}

func TestCheckFoldWantsAHistory(t *testing.T) {
	wantFailure(t, "no admissible history", func(t TB) {
		domaintest.CheckFold(t, shelf, domain.Fact{Event: Cleared{}})
	})
}

// bad is a state with one of the faults that CheckFold is there to find.
type bad[F fault] struct {
	List  []string
	Index map[string]int
}

type fault interface {
	evolve(list []string, index map[string]int, e Added) ([]string, map[string]int)
}

func (b bad[F]) Evolve(f domain.Fact) (bad[F], error) {
	var how F
	b.List, b.Index = how.evolve(b.List, b.Index, f.Event.(Added))
	return b, nil
}

func (bad[F]) Judge(domain.Event, domain.Act) error { return nil }

// What is wrong with each is what a hurried author writes.
type (
	appends    struct{}
	overwrites struct{}
	keepsMap   struct{}
	sorts      struct{}
	keepsEvent struct{}
	remembers  struct{}
)

func (appends) evolve(list []string, _ map[string]int, e Added) ([]string, map[string]int) {
	return append(list, e.Title), nil
}

func (overwrites) evolve(list []string, _ map[string]int, e Added) ([]string, map[string]int) {
	if len(list) == 0 {
		return []string{e.Title}, nil
	}
	list[0] = e.Title
	return list, nil
}

func (keepsMap) evolve(_ []string, index map[string]int, e Added) ([]string, map[string]int) {
	if index == nil {
		index = map[string]int{}
	}
	index[e.Title]++
	return nil, index
}

func (sorts) evolve(_ []string, _ map[string]int, e Added) ([]string, map[string]int) {
	slices.Sort(e.Tags)
	return nil, nil
}

func (keepsEvent) evolve(list []string, _ map[string]int, e Added) ([]string, map[string]int) {
	switch len(list) {
	case 0:
		return e.Tags, nil
	case len(e.Tags):
		return append(list, e.Title), nil
	}
	return append(slices.Clip(list), e.Title), nil
}

var memory []string

func (remembers) evolve([]string, map[string]int, Added) ([]string, map[string]int) {
	memory = append(memory, "again")
	return slices.Clone(memory), nil
}

func checkBad[F fault](t TB) {
	domaintest.CheckFold(t, domain.Define[bad[F]]("shelf"), books()...)
}

func TestCheckFoldFindsFaults(t *testing.T) {
	for name, c := range map[string]struct {
		about string
		run   func(TB)
	}{
		"appends in place":        {"clip the slice", checkBad[appends]},
		"overwrites an element":   {"changed the state", checkBad[overwrites]},
		"writes to a shared map":  {"changed the state", checkBad[keepsMap]},
		"sorts what it was given": {"changed an event", checkBad[sorts]},
		"appends to an event's":   {"clip the slice", checkBad[keepsEvent]},
		"keeps a global":          {"two states", checkBad[remembers]},
	} {
		t.Run(name, func(t *testing.T) { wantFailure(t, c.about, c.run) })
	}
}
