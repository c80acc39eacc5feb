package projections_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/projections"
)

// rightTheFirstTime is a log of what the streams of another one hold after all
// corrections, each fact as it should have been recorded.
func rightTheFirstTime(t *rapid.T, l *memoryLog) *memoryLog {
	right := newLog()
	for _, stream := range streams {
		effects, err := domain.Effective(l.history(stream), domain.AsOf{})
		require.NoError(t, err)
		for _, e := range effects {
			right.add(t, stream, e.Event, e.OccurredAt)
		}
	}
	return right
}

// shown is all that views show of requests, without what says which records made
// it and how often it was corrected.
type shown struct {
	requests map[string]projections.Request
	board    projections.Board
}

func shownBy(t *rapid.T, v *projections.Views, today domain.Date) shown {
	all := shown{requests: map[string]projections.Request{}}
	page := read(t, v, func(q *projections.Query) (projections.RequestPage, error) {
		return q.Requests(projections.Filter{}, projections.OldestFirst, projections.Page{})
	})
	for _, r := range page.Requests {
		r.Origin = projections.Origin{Stream: r.Stream}
		all.requests[r.ID] = r
	}
	require.Len(t, all.requests, page.Total)
	all.board = read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Board(today) })
	return all
}

func built(t *rapid.T, c projections.Config) *projections.Views {
	v, err := projections.Build(t.Context(), c)
	require.NoError(t, err)
	return v
}

// The law of corrections: any history with any corrections that fold shows what
// a history shows that was written right the first time, whether the views took
// it in bit by bit or all at once.
func TestCorrectedIsWrittenRightTheFirstTime(t *testing.T) {
	base := t.TempDir()
	corrected := 0
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t, newLog(), monday}
		w.write(rapid.IntRange(1, 20).Draw(t, "before"))
		c := projections.Config{Dir: base, Store: w.log, Catalogue: catalogue.Standard, CacheStates: rapid.IntRange(1, 8).Draw(t, "cache"), BatchEvents: rapid.IntRange(1, 9).Draw(t, "batch")}
		incremental := c
		incremental.Dir += "/" + time.Now().Format("150405.000000000")
		v, stop := started(t, incremental)
		defer stop()
		waitFor(t, v, w.log.last())
		w.correct(rapid.IntRange(1, 12).Draw(t, "corrections"))
		waitFor(t, v, w.log.last())

		today := domain.DateOf(w.now, shanghai).AddDays(rapid.IntRange(-5, 5).Draw(t, "today"))
		right := built(t, projections.Config{Dir: base, Store: rightTheFirstTime(t, w.log), Catalogue: catalogue.Standard})
		defer right.Close()
		want := shownBy(t, right, today)
		if got := shownBy(t, v, today); !reflect.DeepEqual(got, want) {
			t.Fatalf("bit by bit:\n got %+v\nwant %+v", got, want)
		}
		anew := built(t, c)
		defer anew.Close()
		if got := shownBy(t, anew, today); !reflect.DeepEqual(got, want) {
			t.Fatalf("all at once:\n got %+v\nwant %+v", got, want)
		}
		checkRebuilt(t, v)
		for _, stream := range streams {
			corrected += approvals(w.log.history(stream))
		}
	})
	require.NotZero(t, corrected, "no history was corrected: the test shows nothing")
}

// correct appends up to n events, most of them of corrections: of every kind,
// of several records at once, undone, rejected and settled.
func (w *writer) correct(n int) {
	for range n {
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(w.t, "hours")) * time.Hour)
		stream := rapid.SampledFrom(streams).Draw(w.t, "stream")
		history := w.log.history(stream)
		for range 6 {
			e := w.decision(history)
			if e != nil && folds(stream, history, e, w.now) {
				w.log.add(w.t, stream, e, w.now)
				break
			}
		}
	}
}

func (w *writer) decision(history []domain.Recorded) domain.Event {
	if len(history) == 0 {
		return w.fact()
	}
	var waiting, approved []int64
	all, err := domain.CorrectionsOf(history)
	require.NoError(w.t, err)
	for _, c := range all {
		switch {
		case c.Status == domain.CorrectionWaits:
			waiting = append(waiting, c.Proposal.Revision)
		case c.Status == domain.CorrectionIsInForce && c.Terms().Kind != domain.Privacy:
			approved = append(approved, c.Decided.Revision)
		}
	}
	kind := rapid.IntRange(0, 9).Draw(w.t, "decision")
	switch {
	case kind < 4 && len(waiting) > 0:
		return domain.CorrectionApproved{Proposal: rapid.SampledFrom(waiting).Draw(w.t, "proposal")}
	case kind == 4 && len(waiting) > 0:
		return domain.CorrectionRejected{Proposal: rapid.SampledFrom(waiting).Draw(w.t, "proposal"), Reason: domain.Note("no")}
	case kind == 5 && len(approved) > 0:
		return domain.CorrectionSettled{Approval: approved[0], Resting: "request-z@0", How: domain.Stands, Reason: domain.Note("looked at")}
	case kind == 6 && len(approved) > 0: // undo one
		p := w.proposal()
		p.Void = []int64{rapid.SampledFrom(approved).Draw(w.t, "approval")}
		return p
	case kind == 7:
		return w.fact()
	case kind == 8: // of several at once
		p := w.proposal()
		for _, r := range history {
			if isFact(r.Event) && rapid.Bool().Draw(w.t, "amended") {
				p.Amend = append(p.Amend, domain.Amendment{Revision: r.Revision, Event: domain.Payload{Event: w.like(r)}, OccurredAt: r.OccurredAt.Add(time.Duration(rapid.IntRange(-3, 3).Draw(w.t, "moved")) * time.Hour)})
			}
		}
		return p
	}
	e := w.correction(history)
	if p, ok := e.(domain.CorrectionProposed); ok && len(p.Insert) == 0 && rapid.IntRange(0, 3).Draw(w.t, "private") == 0 {
		p.Kind = domain.Privacy
		return p
	}
	return e
}

func (w *writer) proposal() domain.CorrectionProposed {
	return domain.CorrectionProposed{Kind: domain.Legal, Reason: domain.Note("court"), RestsOn: domain.OnDocument, Basis: "judgement"}
}

func isFact(e domain.Event) bool {
	return !strings.HasPrefix(e.EventType(), domain.CorrectionCategory+".")
}

// What a correction for privacy hides is in no row of the present, nor of any
// view of the past, whatever else was corrected before it and after; and until
// then it was shown.
func TestWhatIsHiddenIsInNoRow(t *testing.T) {
	const secret = "张三丰"
	const stream = "request-a"
	base := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t, newLog(), monday}
		others := func() { w.writeTo(streams[1:], rapid.IntRange(0, 3).Draw(t, "others")) }
		add := func(e domain.Event) int64 {
			others()
			w.now = w.now.Add(time.Hour)
			history := w.log.history(stream)
			require.True(t, folds(stream, history, e, w.now), "%T", e)
			w.log.add(t, stream, e, w.now)
			return int64(len(history))
		}
		submitted := request.Submitted{Matter: "m1", Place: secret, Channel: request.Phone, People: 1}
		clean := submitted
		clean.Place = "p1"
		add(submitted)
		assigned := add(request.Assigned{Handler: secret})
		hide := w.proposal()
		hide.Kind = domain.Privacy
		amend := func(revision int64, e domain.Event) domain.Amendment {
			return domain.Amendment{Revision: revision, Event: domain.Payload{Event: e}, OccurredAt: w.log.history(stream)[revision].OccurredAt}
		}
		if rapid.Bool().Draw(t, "corrected before") {
			p, again := w.proposal(), submitted
			again.People = 2
			p.Amend = []domain.Amendment{amend(0, again)}
			add(domain.CorrectionApproved{Proposal: add(p)})
		}
		hide.Amend = []domain.Amendment{amend(0, clean)}
		if rapid.Bool().Draw(t, "voided") {
			hide.Void = []int64{assigned}
		} else {
			hide.Amend = append(hide.Amend, amend(assigned, request.Assigned{Handler: "h"}))
		}
		proposal := add(hide)
		c := projections.Config{Dir: base + "/" + time.Now().Format("150405.000000000"), Store: w.log, Catalogue: catalogue.Standard, CacheStates: rapid.IntRange(1, 8).Draw(t, "cache")}
		v, stop := started(t, c)
		defer stop()
		waitFor(t, v, w.log.last())
		today := domain.DateOf(w.now, shanghai)
		require.Contains(t, rowsOf(t, v, domain.AsOf{}, today), secret, "it was shown")

		add(domain.CorrectionApproved{Proposal: proposal})
		if rapid.Bool().Draw(t, "corrected after") {
			p := w.proposal()
			p.Amend = []domain.Amendment{amend(0, clean)}
			add(domain.CorrectionApproved{Proposal: add(p)})
		}
		others()
		waitFor(t, v, w.log.last())
		require.NotContains(t, rowsOf(t, v, domain.AsOf{}, today), secret)
		for range 3 {
			asOf := domain.KnownAt(uint64(rapid.IntRange(1, w.log.length()).Draw(t, "known") * positionStep))
			if rapid.Bool().Draw(t, "stood") {
				asOf.Stood = w.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "ago")) * time.Hour)
			}
			require.NotContains(t, rowsOf(t, v, asOf, today), secret, "as of %v", asOf)
		}
		checkRebuilt(t, v)
	})
}

// rowsOf is every row of requests and the board.
func rowsOf(t *rapid.T, v *projections.Views, asOf domain.AsOf, today domain.Date) string {
	var rows []any
	see := func(q *projections.Query) error {
		page, err := q.Requests(projections.Filter{}, projections.OldestFirst, projections.Page{})
		if err != nil {
			return err
		}
		board, err := q.Board(today)
		rows = append(rows, page, board)
		return err
	}
	var err error
	if asOf.IsNow() {
		err = v.Read(t.Context(), see)
	} else {
		err = v.Past().Read(t.Context(), asOf, see)
	}
	require.NoError(t, err)
	return fmt.Sprintf("%+v", rows)
}
