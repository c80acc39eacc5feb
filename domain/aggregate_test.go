package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

// A diary is a made-up aggregate: it is begun once, and then lines are added.
// One whose first line is "foreign" has dates in any order; a line "forbidden"
// is against its policy.
type (
	diary  struct{ lines []string }
	begin  struct{ lines []string }
	add    struct{ line string }
	absent struct{}
)

func (begin) CommandType() string  { return "note.begin" }
func (add) CommandType() string    { return "note.add" }
func (absent) CommandType() string { return "note.nothing" }

func (d diary) Evolve(f domain.Fact) (diary, error) {
	return diary{append(d.lines[:len(d.lines):len(d.lines)], f.Event.(noted).What)}, nil
}

func (d diary) Judge(e domain.Event, _ domain.Act) error {
	if e.(noted).What == "forbidden" {
		return refused
	}
	return nil
}

func (d diary) ForeignDates() bool { return len(d.lines) > 0 && d.lines[0] == "foreign" }

func (c begin) Decide(diary, domain.Act) ([]domain.Event, error) {
	var events []domain.Event
	for _, line := range c.lines {
		events = append(events, noted{line})
	}
	return events, nil
}
func (c add) Decide(diary, domain.Act) ([]domain.Event, error) {
	return []domain.Event{noted{c.line}}, nil
}
func (absent) Decide(diary, domain.Act) ([]domain.Event, error) { return nil, nil }

var diaries = domain.Define("note",
	domain.Records[diary](domain.Says(noted{}, "", "")),
	domain.Opens[diary, begin]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[diary, add]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[diary, absent]("", "", domain.WindowClerk.At(domain.CommunityLevel)),
)

// decide carries out a command at a moment of day 5, recorded so much later.
func decide(lines []string, command any, later time.Duration) ([]domain.Event, domain.Folded, error) {
	f := domain.Folded{State: diary{lines}, Facts: len(lines)}
	if len(lines) > 0 {
		f.Last = day(5)
	}
	spec := diaries.Commands[map[string]int{"note.begin": 0, "note.add": 1, "note.nothing": 2}[command.(domain.Command[diary]).CommandType()]]
	act := domain.Act{Stream: "note-1", OccurredAt: day(5), RecordedAt: day(5).Add(later)}
	return diaries.Decide(spec, command, f, act)
}

func TestDecide(t *testing.T) {
	events, f, err := decide(nil, begin{[]string{"a", "b"}}, 0)
	require.NoError(t, err)
	require.Equal(t, []domain.Event{noted{"a"}, noted{"b"}}, events)
	require.Equal(t, domain.Folded{State: diary{[]string{"a", "b"}}, Last: day(5), Facts: 2}, f)

	events, f, err = decide([]string{"a"}, absent{}, 0)
	require.NoError(t, err)
	require.Empty(t, events)
	require.Equal(t, 1, f.Facts, "nothing is to be done")

	for name, c := range map[string]struct {
		lines   []string
		command any
		code    string
	}{
		"begun twice":            {[]string{"a"}, begin{[]string{"b"}}, "already_exists"},
		"not begun":              {nil, add{"a"}, "not_found"},
		"against a policy":       {[]string{"a"}, add{"forbidden"}, "note_refused"},
		"the second against one": {nil, begin{[]string{"a", "forbidden"}}, "note_refused"},
	} {
		events, _, err := decide(c.lines, c.command, 0)
		require.Equal(t, c.code, domain.CodeOf(err), name)
		require.Empty(t, events, "%s: all or nothing", name)
	}
}

func TestTheTwoTimes(t *testing.T) {
	_, _, err := decide(nil, begin{[]string{"a"}}, -1)
	require.Equal(t, "in_the_future", domain.CodeOf(err))

	spec := diaries.Commands[1]
	for first, code := range map[string]string{"a": "before_the_last_event", "foreign": ""} {
		f := domain.Folded{State: diary{[]string{first}}, Facts: 1, Last: day(5)}
		at := func(d time.Duration) domain.Act {
			return domain.Act{Stream: "note-1", OccurredAt: day(5).Add(d), RecordedAt: day(6)}
		}
		_, _, err := diaries.Decide(spec, add{"b"}, f, at(-1))
		require.Equal(t, code, domain.CodeOf(err), first)
		_, _, err = diaries.Decide(spec, add{"b"}, f, at(0))
		require.NoError(t, err, "%s: at the same moment", first)
	}
}

func TestEvidence(t *testing.T) {
	stood := domain.Ref{Stream: "town-1", Revision: 3}
	act := domain.Act{}.WithEvidence(stood, domain.PlaceName{ID: "1"}).
		WithEvidence(domain.Ref{Stream: "town-2", Revision: domain.Latest}, nil)
	require.Equal(t, []domain.Ref{stood}, act.Evidence(), "one that holds nothing is left out")

	place, err := domain.Evidence[domain.PlaceName](act, "town-1")
	require.NoError(t, err)
	require.Equal(t, "1", place.ID)
	_, err = domain.Evidence[domain.ServiceMatter](act, "town-1")
	require.Equal(t, "no_such_evidence", domain.CodeOf(err), "it offers something else")
	_, err = domain.Evidence[domain.PlaceName](act, "town-2")
	require.Equal(t, "no_such_evidence", domain.CodeOf(err))
	_, err = domain.Evidence[domain.PlaceName](act, "town-3")
	require.Error(t, err)
	require.Empty(t, domain.CodeOf(err), "a mistake of the program is no refusal")
}
