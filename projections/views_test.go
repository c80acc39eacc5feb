package projections_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/projections"
)

func config(t testing.TB, log *memoryLog) projections.Config {
	return projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard}
}

// running opens views and follows the log until the test ends.
func running(t testing.TB, c projections.Config) *projections.Views {
	t.Helper()
	v, stop := started(t, c)
	t.Cleanup(stop)
	return v
}

// started opens views and follows the log until stop, which leaves the folder
// to the next.
func started(t reporter, c projections.Config) (*projections.Views, func()) {
	t.Helper()
	v, err := projections.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- v.Run(ctx) }()
	return v, func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run: %v", err)
		}
		if err := v.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
}

func waitFor(t reporter, v *projections.Views, position uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := v.WaitFor(ctx, position); err != nil {
		t.Fatalf("WaitFor(%d): %v", position, err)
	}
}

func read[T any](t reporter, v *projections.Views, query func(*projections.Query) (T, error)) T {
	t.Helper()
	var answer T
	err := v.Read(t.Context(), func(q *projections.Query) (err error) {
		answer, err = query(q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

var monday = time.Date(2016, 9, 5, 1, 0, 0, 0, time.UTC)

func TestViews(t *testing.T) {
	log := newLog()
	log.add(t, "account-window-03", account.Opened{Name: "窗口受理员", NameEnglish: "window clerk"}, monday)
	log.add(t, "town-mizhou", town.Registered{ID: "mizhou", Name: "密州街道", NameEnglish: "Mizhou"}, monday)
	log.add(t, "community-taian", community.Registered{ID: "taian", Town: "town-mizhou", Name: "泰安社区", NameEnglish: "Tai'an"}, monday)
	log.add(t, "matter-birth", matter.Listed{
		Code: "birth", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "生育登记",
		Papers: []string{"身份证", "户口簿"}, Basis: "条例", LimitDays: 5, Authority: "卫计办",
	}, monday)
	log.add(t, "request-1", request.Submitted{Matter: "birth", Place: "taian", Channel: request.Window, People: 2, Summary: domain.Note("who knows")}, monday)
	position := log.add(t, "request-1", request.Accepted{List: domain.AgentList, LimitDays: 5, Due: domain.NewDate(2016, 9, 12), TermsFrom: domain.NewDate(2016, 1, 1), Rules: "zhucheng-2015"}, monday)
	v := running(t, config(t, log))
	waitFor(t, v, position)

	r := read(t, v, func(q *projections.Query) (projections.Request, error) { return q.Request("1") })
	if r.PlaceName != "泰安社区" || r.MatterTitle != "生育登记" || r.Status != request.StatusAccepted || r.Revision != 1 || r.Position != position {
		t.Errorf("got %+v", r)
	}
	b := read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Board(domain.NewDate(2016, 9, 13)) })
	if b.Total != 1 || b.Open != 1 || b.Overdue != 1 || b.People != projections.PeopleOf(2) || len(b.ByPlace) != 1 || b.ByPlace[0].Name != "泰安社区" {
		t.Errorf("got %+v", b)
	}
	m := read(t, v, func(q *projections.Query) (projections.Matter, error) { return q.Matter("birth") })
	if terms, ok := m.On(domain.NewDate(2016, 9, 5)); !ok || len(terms.Papers) != 2 || terms.LimitDays != 5 {
		t.Errorf("got %+v", m)
	}
	position = log.add(t, "community-taian", community.Renamed{Name: "泰山社区"}, monday)
	waitFor(t, v, position)
	p := read(t, v, func(q *projections.Query) (projections.Place, error) { return q.Place("community-taian") })
	if p.Name != "泰山社区" || p.Revision != 1 || p.Parent != "town-mizhou" {
		t.Errorf("got %+v", p)
	}
	if s := v.Status(t.Context()); s.State != projections.Ready || s.Behind != 0 || s.Position != position {
		t.Errorf("got %+v", s)
	}
}
