package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/demo"
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
	l, err := ledger.Open(context.Background(), ledger.Config{
		Store: store, Catalogue: catalogue.Standard, Keys: keyringtest.New(t), Rules: book,
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWholeYear(t *testing.T) {
	l := newLedger(t)
	began := time.Now()
	report, err := demo.Generate(t.Context(), l, demo.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests, %d events in %s", report.Requests, report.Events, time.Since(began))
	types := map[string]int{}
	states := map[string]request.Request{}
	byStream := map[string][]domain.Recorded{}
	for r, err := range l.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		types[r.Event.EventType()]++
		byStream[r.Stream] = append(byStream[r.Stream], r)
	}
	t.Log(types)
	statuses := map[request.Status]int{}
	outcomes := map[request.Outcome]int{}
	late := 0
	for stream, h := range byStream {
		if category, _ := domain.SplitStream(stream); category == "request" {
			a, _ := l.Catalogue().Aggregate(stream)
			f, err := a.Fold(h, domain.AsOf{})
			if err != nil {
				t.Fatal(err)
			}
			s := f.State.(request.Request)
			states[stream] = s
			statuses[s.Status]++
			outcomes[s.Outcome]++
			if s.Late(report.Identity.Today, report.Identity.Location) {
				late++
			}
		}
	}
	t.Log(statuses, outcomes, late)
}
