package projections_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/projections"
)

// However events arrive, in batches of any size, with any cache, over restarts
// and crashes, the views are those that are built in one go, and the rows and
// figures are those of a model that folds every stream.
func TestIncrementalIsRebuiltIsModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	folder := func() string {
		folders++
		return filepath.Join(base, fmt.Sprint(folders))
	}
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t, newLog(), monday}
		c := projections.Config{Dir: folder(), Store: w.log, Catalogue: catalogue.Standard}
		for range rapid.IntRange(1, 3).Draw(t, "runs") {
			w.write(rapid.IntRange(0, 12).Draw(t, "before"))
			c.BatchEvents = rapid.IntRange(1, 9).Draw(t, "batch")
			c.CacheStates = rapid.IntRange(1, 8).Draw(t, "cache")
			c.Decoders = rapid.IntRange(1, 3).Draw(t, "decoders")
			v, stop := started(t, c)
			waitFor(t, v, w.log.last())
			for range rapid.IntRange(0, 3).Draw(t, "rounds") {
				w.write(rapid.IntRange(1, 8).Draw(t, "while"))
				waitFor(t, v, w.log.last())
			}
			checkModel(t, v, w)
			checkProperty(t, v, w)
			checkGovernance(t, v, w)
			checkRebuilt(t, v)
			if rapid.Bool().Draw(t, "crash") {
				next := folder()
				copyFolder(t, c.Dir, next)
				c.Dir = next
			}
			stop()
		}
	})
}

func (l *memoryLog) last() uint64 { return uint64(l.length() * positionStep) }

func checkRebuilt(t *rapid.T, v *projections.Views) {
	got, err := v.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Differences) != 0 || got.Position != v.Position() {
		t.Fatalf("incremental is not rebuilt: %+v", got)
	}
}

func copyFolder(t *rapid.T, from, to string) {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// checkModel compares with the fold of every stream.
func checkModel(t *rapid.T, v *projections.Views, w *writer) {
	model := map[string]request.Request{}
	for _, stream := range streams {
		history := w.log.history(stream)
		a, err := catalogue.Standard.Aggregate(stream)
		if err != nil {
			t.Fatal(err)
		}
		f, err := a.Fold(history, domain.AsOf{})
		if err != nil {
			t.Fatal(err)
		}
		_, id := domain.SplitStream(stream)
		if f.Facts > 0 {
			model[id] = f.State.(request.Request)
		}
		checkRow(t, v, id, f, history)
	}
	today := domain.DateOf(w.now, shanghai).AddDays(rapid.IntRange(-5, 5).Draw(t, "today"))
	board := read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Board(today) })
	all := func(request.Request) bool { return true }
	if want := figures(model, today, all); board.Figures != want {
		t.Fatalf("board: got %+v, want %+v", board.Figures, want)
	}
	checkGroups(t, model, today, board.ByStatus, func(r request.Request) string { return string(r.Status) })
	checkGroups(t, model, today, board.ByPlace, func(r request.Request) string { return r.Place })
	checkGroups(t, model, today, board.ByChannel, func(r request.Request) string { return string(r.Channel) })
	checkLinks(t, v, board)
}

func checkRow(t *rapid.T, v *projections.Views, id string, f domain.Folded, history []domain.Recorded) {
	var got projections.Request
	err := v.Read(t.Context(), func(q *projections.Query) (err error) {
		got, err = q.Request(id)
		return err
	})
	if f.Facts == 0 {
		if !errors.Is(err, projections.ErrNotFound) {
			t.Fatalf("request %s: got %+v, %v, want none", id, got, err)
		}
		return
	}
	if err != nil {
		t.Fatalf("request %s: %v", id, err)
	}
	s, last := f.State.(request.Request), history[len(history)-1]
	days, known := s.Days(shanghai)
	want := projections.Request{
		Origin: projections.Origin{Stream: last.Stream, Revision: last.Revision, Position: last.Position, RecordedAt: last.RecordedAt, Corrections: approvals(history)},
		ID:     id, Matter: s.Matter, Place: s.Place, Channel: s.Channel, List: s.List, Status: s.Status, Outcome: s.Outcome,
		People: projections.PeopleOf(s.People), Open: s.Open(), ClosedLate: s.ClosedLate(shanghai), Days: days, DaysKnown: known,
		Due: s.Due, DueAt: s.DueAt, LimitDays: s.LimitDays,
		StartedAt: s.StartedAt, AcceptedAt: s.AcceptedAt, EntrustedAt: s.EntrustedAt, ClosedAt: s.ClosedAt,
		Agent: s.Agent, Handler: s.Handler, AwaitsReply: s.AwaitsReply(), OriginalsHeld: s.OriginalsHeld, LatePassOn: s.LatePassOn,
		Rating: s.Rating, Ratings: s.Ratings, RatingSum: s.RatingSum,
		Steps: s.Steps, Supervised: s.Supervised, Extended: s.Extended, Reopened: s.Reopened,
		Source: s.Source, Number: s.Number,
	}
	if !s.DueAt.IsZero() {
		want.Due = domain.DateOf(s.DueAt, shanghai)
	}
	if got != want {
		t.Fatalf("request %s:\n got %+v\nwant %+v", id, got, want)
	}
}

func approvals(history []domain.Recorded) (n int) {
	for _, r := range history {
		if _, ok := r.Event.(domain.CorrectionApproved); ok {
			n++
		}
	}
	return n
}

// figures counts what a board shows, the slow way.
func figures(model map[string]request.Request, today domain.Date, in func(request.Request) bool) (f projections.Figures) {
	var days []int
	people := 0
	for _, r := range model {
		if !in(r) {
			continue
		}
		f.Total++
		people += r.People
		switch late := r.Late(today, shanghai); {
		case r.Open() && late:
			f.Open, f.Overdue = f.Open+1, f.Overdue+1
		case r.Open():
			f.Open++
		case late:
			f.Closed, f.ClosedLate = f.Closed+1, f.ClosedLate+1
		default:
			f.Closed++
		}
		if n, known := r.Days(shanghai); known {
			days = append(days, n)
		}
	}
	f.People = projections.PeopleOf(people)
	slices.Sort(days)
	if n := len(days); n > 0 {
		f.Days = projections.Days{Count: n, Median: days[(n+1)/2-1], P90: days[(9*n+9)/10-1]}
	}
	return f
}

func checkGroups(t *rapid.T, model map[string]request.Request, today domain.Date, groups []projections.Group, key func(request.Request) string) {
	total := 0
	for _, g := range groups {
		total += g.Total
		if want := figures(model, today, func(r request.Request) bool { return key(r) == g.Key }); g.Figures != want {
			t.Fatalf("group %q: got %+v, want %+v", g.Key, g.Figures, want)
		}
	}
	if total != len(model) {
		t.Fatalf("groups hold %d requests of %d: %+v", total, len(model), groups)
	}
}

// checkLinks holds every figure of a board to the number of rows that its
// filter gives.
func checkLinks(t *rapid.T, v *projections.Views, b projections.Board) {
	order := rapid.SampledFrom([]projections.Sort{projections.NewestFirst, projections.OldestFirst, projections.DueFirst, projections.ClosedLast, projections.LongestFirst, projections.InOrder}).Draw(t, "sort")
	same := func(what string, want int, f projections.Filter) {
		page := read(t, v, func(q *projections.Query) (projections.RequestPage, error) {
			return q.Requests(f, order, projections.Page{})
		})
		if page.Total != want || len(page.Requests) != want {
			t.Fatalf("%s: the board says %d, the list %d (%d rows)", what, want, page.Total, len(page.Requests))
		}
	}
	figures := func(what string, g projections.Figures, f projections.Filter) {
		same(what, g.Total, f)
		f.Phase = projections.OpenPhase
		same(what+" open", g.Open, f)
		f.Phase = projections.ClosedPhase
		same(what+" closed", g.Closed, f)
		f.Timing, f.Today = projections.ClosedLate, b.Today
		same(what+" closed late", g.ClosedLate, f)
		f.Timing = projections.ClosedInTime
		same(what+" closed in time", g.Closed-g.ClosedLate, f)
		f.Phase, f.Timing = projections.AnyPhase, projections.Overdue
		same(what+" overdue", g.Overdue, f)
	}
	figures("all", b.Figures, projections.Filter{})
	for _, by := range []struct {
		groups []projections.Group
		filter func(key string) projections.Filter
	}{
		{b.ByList, func(k string) projections.Filter { return projections.Filter{List: projections.Is(k)} }},
		{b.ByChannel, func(k string) projections.Filter { return projections.Filter{Channel: projections.Is(k)} }},
		{b.ByStatus, func(k string) projections.Filter { return projections.Filter{Status: projections.Is(k)} }},
		{b.ByOutcome, func(k string) projections.Filter { return projections.Filter{Outcome: projections.Is(k)} }},
		{b.ByPlace, func(k string) projections.Filter { return projections.Filter{Place: projections.Is(k)} }},
		{b.ByMatter, func(k string) projections.Filter { return projections.Filter{Matter: projections.Is(k)} }},
		{b.BySource, func(k string) projections.Filter { return projections.Filter{Source: projections.Is(k)} }},
	} {
		if len(by.groups) > 0 { // one of them, each time another one
			g := rapid.SampledFrom(by.groups).Draw(t, "group")
			figures(g.Key, g.Figures, by.filter(g.Key))
		}
	}
	same("rated", b.Satisfaction.Count, projections.Filter{Rated: true})
	for i, n := range b.Satisfaction.Scores {
		same("score", n, projections.Filter{Rating: i + 1})
	}
	if len(b.Months) > 0 {
		m := rapid.SampledFrom(b.Months).Draw(t, "month")
		same("received", m.Received, projections.Filter{StartedIn: m.Month.Alone()})
		same("closed in", m.Closed, projections.Filter{ClosedIn: m.Month.Alone()})
		same("closed late in", m.ClosedLate, projections.Filter{ClosedIn: m.Month.Alone(), Timing: projections.ClosedLate})
	}
}

// Every page of a list together is the list, in its order.
func TestPages(t *testing.T) {
	log := newLog()
	for i, stream := range streams {
		log.add(t, stream, request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, monday.Add(time.Duration(i%3)*time.Hour))
	}
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	var all []projections.Request
	for offset := 0; offset < len(streams); offset += 3 {
		page := read(t, v, func(q *projections.Query) (projections.RequestPage, error) {
			return q.Requests(projections.Filter{}, projections.NewestFirst, projections.Page{Offset: offset, Size: 3})
		})
		if page.Total != len(streams) {
			t.Errorf("total %d", page.Total)
		}
		all = append(all, page.Requests...)
	}
	ordered := slices.IsSortedFunc(all, func(a, b projections.Request) int {
		return cmp.Or(b.StartedAt.Compare(a.StartedAt), cmp.Compare(b.Position, a.Position))
	})
	if len(all) != len(streams) || !ordered {
		t.Errorf("got %+v", all)
	}
	err := v.Read(context.Background(), func(q *projections.Query) error {
		_, err := q.Requests(projections.Filter{}, "r.begun; DROP TABLE request", projections.Page{})
		return err
	})
	if err == nil {
		t.Error("an unknown order was taken")
	}
}
