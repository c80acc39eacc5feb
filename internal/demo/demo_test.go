package demo_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
			text, err := l.Catalogue().Reveal(r, l.Sealer())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, r.ID, r.Revision, r.OccurredAt, r.Actor, r.Role, r.CommandID, r.CorrelationID, r.CausationID, r.Evidence, r.Event.EventType(), string(text))
		}
		all[stream] = b.String()
	}
	return all
}

func TestSameSeedSameHistory(t *testing.T) {
	o := demo.Options{Seed: 7, Communities: 3, Requests: 90}
	first, second := newLedger(t), newLedger(t)
	one, two := generate(t, first, o), generate(t, second, o)
	a, b := told(t, first), told(t, second)
	if one.Events != two.Events || len(a) != len(b) {
		t.Errorf("%d events and %d streams, then %d and %d", one.Events, len(a), two.Events, len(b))
	}
	for stream := range a {
		if a[stream] != b[stream] {
			t.Fatalf("%s is told as\n%s\nand then as\n%s", stream, a[stream], b[stream])
		}
	}
	other := newLedger(t)
	o.Seed = 8
	generate(t, other, o)
	for stream, text := range told(t, other) {
		if a[stream] == text {
			t.Errorf("another seed tells %s alike", stream)
		}
	}
}

func TestInterruptedGenerationGoesOn(t *testing.T) {
	l := newLedger(t)
	ctx, cancel := context.WithCancel(t.Context())
	half, err := demo.Generate(ctx, l, demo.Options{Seed: 3, Communities: 4, Requests: 200, Progress: func(done, total int) {
		if total != 200 {
			t.Errorf("progress says %d in all", total)
		}
		if done == 20 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || half.Requests < 20 || half.Requests >= 200 {
		t.Fatalf("%d requests, %v", half.Requests, err)
	}
	rest := generate(t, l, demo.Options{Seed: 3, Communities: 4, Requests: 200})
	whole := newLedger(t)
	report := generate(t, whole, demo.Options{Seed: 3, Communities: 4, Requests: 200})
	if rest.Requests != 200 || rest.Events >= report.Events || !maps.Equal(told(t, l), told(t, whole)) {
		t.Errorf("completed to another history: %d events, then %d; whole %d", half.Events, rest.Events, report.Events)
	}
	if again := generate(t, l, demo.Options{Seed: 3, Communities: 4, Requests: 200}); again.Events != 0 {
		t.Errorf("generating it again recorded %d events", again.Events)
	}
	if _, err := demo.Generate(t.Context(), l, demo.Options{Seed: 4, Communities: 4, Requests: 200}); domain.CodeOf(err) != "already_founded" {
		t.Errorf("another one into the same ledger: %v", err)
	}
}

// TestWholeYear looks at the demonstration as a board shows it.
func TestWholeYear(t *testing.T) {
	const requests = 900
	l := newLedger(t)
	report := generate(t, l, demo.Options{Seed: 1, Communities: 6, Requests: requests})
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
	if towns != 13 || communities != 6 || matters < 20 || report.Requests != requests || report.Events != total {
		t.Errorf("%d towns, %d communities, %d matters; report %+v of %d events", towns, communities, matters, report, total)
	}
	for _, e := range l.Catalogue().Events() {
		name := e.Prototype.EventType()
		if category, _, _ := strings.Cut(name, "."); category == "request" && name != "request.imported" && types[name] == 0 {
			t.Errorf("nothing shows what %s is", name)
		}
	}
	for what, share := range map[string][2]int{ // in a thousand of the requests
		"open": {20, 90}, "late": {20, 100}, "rated": {350, 650}, "content": {300, 600}, "declined": {15, 70}, "withdrawn": {15, 70},
		"solved": {700, 900}, "unsolved": {10, 60}, "duplicate": {4, 15}, "passed on late": {10, 60}, "nameless": {40, 130},
		"window": {400, 700}, "phone": {80, 250}, "online": {80, 250}, "visit": {60, 250},
		"immediate": {300, 550}, "agent": {250, 500}, "guided": {120, 300},
	} {
		if n := counts[what] * 1000 / requests; n < share[0] || n > share[1] {
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

// TestLegal: what was generated holds before the same judgement as any history,
// and before what only detection can find.
func TestLegal(t *testing.T) {
	l := newLedger(t)
	report := generate(t, l, demo.Options{Seed: 5, Communities: 8, Requests: 160})
	judged, err := l.Judge(t.Context(), ledger.Judging{Found: func(f ledger.Finding) { t.Errorf("%+v", f) }})
	if err != nil || judged.Events != report.Events {
		t.Errorf("judged %+v, of %d events: %v", judged, report.Events, err)
	}
}

func TestProgressIsToldInOrder(t *testing.T) {
	var told []int
	generate(t, newLedger(t), demo.Options{Communities: 2, Requests: 50, Progress: func(done, _ int) { told = append(told, done) }})
	if len(told) != 50 || !slices.IsSorted(told) || told[49] != 50 {
		t.Errorf("told %v", told)
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
