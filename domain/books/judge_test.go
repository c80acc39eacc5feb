package books_test

import (
	"sync"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

// Each number of a judgement is judged: an event with one that does not follow is
// refused, whoever made it.
func TestNumbersThatDoNotFollow(t *testing.T) {
	s := year(t).When(at("2017-01-05"), books.CloseYear{}).Accepted()
	var b books.Books
	altered := 0
	for _, f := range s.Facts() {
		for _, e := range alterations(f.Event) {
			act := actOf(t, f)
			if err := b.Judge(e, act); domain.CodeOf(err) == "" {
				t.Errorf("%#v: %v", e, err)
			}
			altered++
		}
		if err := b.Judge(f.Event, actOf(t, f)); err != nil {
			t.Fatal(err)
		}
		var err error
		if b, err = b.Evolve(f); err != nil {
			t.Fatal(err)
		}
	}
	if altered < 100 {
		t.Errorf("only %d numbers were altered", altered)
	}
}

// alterations are an event with one number too many each.
func alterations(e domain.Event) (all []domain.Event) {
	switch e := e.(type) {
	case books.Opened:
		for _, change := range []func(*books.Opened){
			func(e *books.Opened) { e.Chart = "rural-collectives-2024" }, func(e *books.Opened) { e.On = e.On.AddDays(1) },
			func(e *books.Opened) { e.Total++ }, func(e *books.Opened) { e.Previous = last },
			func(e *books.Opened) { e.Spent = []domain.DecisionSpent{{Decision: "decision-1"}} },
		} {
			n := e
			change(&n)
			all = append(all, n)
		}
	case books.Posted:
		for _, change := range []func(*books.Posted){
			func(e *books.Posted) { e.Number = 0 }, func(e *books.Posted) { e.Total++ }, func(e *books.Posted) { e.Paid++ },
			func(e *books.Posted) { e.DecisionFrom++ }, func(e *books.Posted) { e.Allowed++ }, func(e *books.Posted) { e.Before++ },
			func(e *books.Posted) { e.Rules = "organic-law-2010" },
		} {
			n := e
			change(&n)
			all = append(all, n)
		}
	case books.MonthClosed:
		for _, change := range []func(*books.MonthClosed){
			func(e *books.MonthClosed) { e.Month++ }, func(e *books.MonthClosed) { e.On = e.On.AddDays(-1) }, func(e *books.MonthClosed) { e.Entries++ },
			func(e *books.MonthClosed) { e.Turnover++ }, func(e *books.MonthClosed) { e.Income++ }, func(e *books.MonthClosed) { e.Expenditure++ },
			func(e *books.MonthClosed) { e.Debits++ }, func(e *books.MonthClosed) { e.Credits++ },
		} {
			n := e
			change(&n)
			all = append(all, n)
		}
	case books.YearClosed:
		for _, change := range []func(*books.YearClosed){
			func(e *books.YearClosed) { e.Number = 1 }, func(e *books.YearClosed) { e.On = e.On.AddDays(1) }, func(e *books.YearClosed) { e.Income++ },
			func(e *books.YearClosed) { e.Expenditure++ }, func(e *books.YearClosed) { e.Surplus++ }, func(e *books.YearClosed) { e.Lines = e.Lines[1:] },
			func(e *books.YearClosed) { e.Balances = e.Balances[1:] }, func(e *books.YearClosed) { e.Total++ },
		} {
			n := e
			change(&n)
			all = append(all, n)
		}
	}
	return all
}

var loaded = sync.OnceValues(func() (*rules.Book, error) { return rules.Load() })

// actOf is the circumstances of a fact of these tests.
func actOf(t *testing.T, f domain.Fact) domain.Act {
	t.Helper()
	book, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	act := domain.Act{
		Stream: "books-c1-2016", OccurredAt: f.OccurredAt, RecordedAt: f.OccurredAt, Zone: domaintest.Zone,
		Attachments: []domain.Attachment{{Kind: domain.Voucher}},
	}
	if act.Rules, err = book.On(act.Day()); err != nil {
		t.Fatal(err)
	}
	for stream, offers := range map[string]any{
		owner:           domain.Offerings{domain.PlaceName{ID: "c1", Within: []string{"community-qz"}}, domain.Unit{Collective: true}},
		last:            nil,
		"decision-road": resolution(domain.PublicWorks, 30_000*yuan),
	} {
		act = act.WithEvidence(domain.Ref{Stream: stream, Revision: 1}, offers)
	}
	return act
}
