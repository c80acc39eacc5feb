package demo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/demo"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
	"github.com/sunledger/sunledger/internal/ledger"
)

func newLedger(t testing.TB) *ledger.Ledger {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	store, err := pebble.Open(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	evidence, err := files.Open(filepath.Join(t.TempDir(), "files"), files.DefaultLimit)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(context.Background(), ledger.Config{
		Store: store, Catalogue: catalogue.Standard, Keys: keyringtest.New(t), Rules: book, Files: evidence,
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func generate(t testing.TB, l *ledger.Ledger, o demo.Options) demo.Report {
	t.Helper()
	report, err := demo.Generate(t.Context(), l, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func streams(t testing.TB, l *ledger.Ledger) map[string][]domain.Recorded {
	t.Helper()
	all := map[string][]domain.Recorded{}
	for r, err := range l.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all[r.Stream] = append(all[r.Stream], r)
	}
	return all
}

// told is a history as the same seed always tells it: opened, and without what
// differs each time.
func told(t testing.TB, l *ledger.Ledger) map[string]string {
	t.Helper()
	all := map[string]string{}
	for stream, history := range streams(t, l) {
		var b strings.Builder
		for _, r := range history {
			tell(t, l, &b, r)
		}
		all[stream] = b.String()
	}
	return all
}

// tell writes one record of what is told.
func tell(t testing.TB, l *ledger.Ledger, to io.Writer, r domain.Recorded) {
	t.Helper()
	text, err := l.Catalogue().Reveal(r, l.Sealer())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(to, r.ID, r.Revision, r.OccurredAt, r.Actor, r.Role, r.CommandID, r.CorrelationID, r.CausationID, r.Evidence, r.Event.EventType(), string(text))
}

// TestSameSeedSameHistory: the same seed tells the same history, whoever writes first,
// and also where a run was interrupted and goes on later. Another seed tells another
// one, as TestPlansAreOfTheirSeed says.
func TestSameSeedSameHistory(t *testing.T) {
	const requests = 60
	o := demo.Options{Seed: 7, Communities: 2, Requests: requests}
	l := newLedger(t)
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(done, total int) {
		if total != requests {
			t.Errorf("progress says %d in all", total)
		}
		if done == 20 {
			cancel()
		}
	}
	half, err := demo.Generate(ctx, l, o)
	if !errors.Is(err, context.Canceled) || half.Requests < 20 || half.Requests >= requests {
		t.Fatalf("%d requests, %v", half.Requests, err)
	}
	var progress []int
	o.Progress = func(done, _ int) { progress = append(progress, done) }
	rest := generate(t, l, o)
	if len(progress) != requests || !slices.IsSorted(progress) || progress[requests-1] != requests {
		t.Errorf("told of %v", progress)
	}
	o.Progress = nil
	whole := newLedger(t)
	report := generate(t, whole, o)
	if rest.Requests != requests || rest.Events >= report.Events {
		t.Errorf("%d events were recorded, then %d; whole %d", half.Events, rest.Events, report.Events)
	}
	one, other := told(t, l), told(t, whole)
	if len(one) != len(other) {
		t.Errorf("%d streams, and %d", len(one), len(other))
	}
	for stream := range one {
		if one[stream] != other[stream] {
			t.Fatalf("%s is told as\n%s\nand as\n%s", stream, one[stream], other[stream])
		}
	}
	if again := generate(t, l, o); again.Events != 0 {
		t.Errorf("generating it again recorded %d events", again.Events)
	}
	o.Seed++
	if _, err := demo.Generate(t.Context(), l, o); domain.CodeOf(err) != "already_founded" {
		t.Errorf("another one into the same ledger: %v", err)
	}
}

// TestCounty makes up a part of the county, and looks at it in every way.
func TestCounty(t *testing.T) {
	o := demo.Options{Seed: 1, Communities: 5, Requests: 400}
	l := newLedger(t)
	report := generate(t, l, o)
	t.Run("as a board shows it", func(t *testing.T) { showsACounty(t, l, report, o) })
	t.Run("judged", func(t *testing.T) {
		judged, err := l.Judge(t.Context(), ledger.Judging{Found: func(f ledger.Finding) { t.Errorf("%+v", f) }})
		if err != nil || judged.Events != report.Events {
			t.Errorf("judged %+v, of %d events: %v", judged, report.Events, err)
		}
	})
	t.Run("in the views", func(t *testing.T) { viewsShow(t, l, demo.FiguresOf(t, o.Seed, o.Communities, o.Requests)) })
}

func showsACounty(t *testing.T, l *ledger.Ledger, report demo.Report, o demo.Options) {
	id := report.Identity
	if !id.Demonstration || id.Name != "诸城市（演示）" || id.Code != "370782" || id.Today != domain.NewDate(2016, 12, 31) {
		t.Errorf("identity %+v", id)
	}
	if v, err := l.Verify(t.Context(), ledger.Verifying{Found: func(p ledger.Problem) { t.Error(p) }}); err != nil || v.Problems > 0 {
		t.Errorf("verified %+v, %v", v, err)
	}
	types, counts, total := map[string]int{}, map[string]int{}, 0
	towns, communities, matters := 0, 0, 0
	start, end := domain.NewDate(2015, 1, 5).Start(id.Location), domain.NewDate(2017, 1, 1).Start(id.Location)
	for stream, history := range streams(t, l) {
		total += len(history)
		for _, r := range history {
			types[r.Event.EventType()]++
			if r.OccurredAt.Before(start) || !r.OccurredAt.Before(end) {
				t.Errorf("%s@%d happened at %s", stream, r.Revision, r.OccurredAt)
			}
		}
		switch category, _ := domain.SplitStream(stream); category {
		case "town":
			towns++
		case "community":
			communities++
		case "matter":
			matters++
		case "request":
			count(t, l, id, stream, history, counts)
		}
	}
	if towns != 13 || communities != o.Communities || matters < 20 || report.Requests != o.Requests || report.Events != total {
		t.Errorf("%d towns, %d communities, %d matters; report %+v of %d events", towns, communities, matters, report, total)
	}
	for _, e := range l.Catalogue().Events() {
		name := e.Prototype.EventType()
		if category, _, _ := strings.Cut(name, "."); category == "request" && name != "request.imported" && types[name] == 0 {
			t.Errorf("nothing shows what %s is", name)
		}
	}
	for what, share := range map[string][2]int{ // in a thousand of the requests
		"open": {20, 90}, "late": {20, 100}, "rated": {300, 500}, "content": {250, 450}, "declined": {15, 70}, "withdrawn": {15, 70},
		"solved": {700, 900}, "unsolved": {10, 60}, "duplicate": {4, 15}, "passed on late": {10, 60}, "nameless": {40, 130},
		"window": {400, 700}, "phone": {80, 250}, "online": {80, 250}, "visit": {60, 250},
		"immediate": {300, 550}, "agent": {250, 500}, "guided": {120, 300},
	} {
		if n := counts[what] * 1000 / o.Requests; n < share[0] || n > share[1] {
			t.Errorf("%d in a thousand are %s, want %d to %d", n, what, share[0], share[1])
		}
	}
}

// count adds one request to the counts.
func count(t *testing.T, l *ledger.Ledger, id ledger.Identity, stream string, history []domain.Recorded, counts map[string]int) {
	t.Helper()
	a, err := l.Catalogue().Aggregate(stream)
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.Fold(history, domain.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	r := f.State.(request.Request)
	submitted := history[0].Event.(request.Submitted)
	name, err := submitted.Requester.Open(l.Sealer(), domain.Place{Stream: stream, Event: history[0].ID, Field: "/requester"})
	if err != nil {
		t.Fatal(err)
	}
	if name != "" && !strings.HasPrefix(name, "居民 ") {
		t.Errorf("%q looks like a name", name)
	}
	for what, is := range map[string]bool{
		"open": r.Open(), "late": r.Late(id.Today, id.Location), "rated": r.Rating > 0, "content": r.Rating >= 4,
		"declined": r.Status == request.StatusDeclined, "withdrawn": r.Status == request.StatusWithdrawn,
		"solved": r.Outcome == request.Solved, "duplicate": r.Outcome == request.Duplicate,
		"unsolved":       r.Outcome == request.CouldNotBeSolved || r.Outcome == request.NotResponsible,
		"passed on late": r.LatePassOn, "nameless": name == "", string(r.Channel): true, string(r.List): r.List != "",
	} {
		if is {
			counts[what]++
		}
	}
}

// BenchmarkGenerate makes up a part of the county, as much a community as in the
// whole one.
func BenchmarkGenerate(b *testing.B) {
	events := 0
	for b.Loop() {
		b.StopTimer()
		l := newLedger(b)
		b.StartTimer()
		events += generate(b, l, demo.Options{Seed: 1, Communities: 16, Requests: 4800}).Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(events)/float64(b.N), "events")
}
