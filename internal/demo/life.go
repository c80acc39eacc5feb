package demo

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
)

// live records all requests, many at once. Duplicates come last, because a
// decision on one rests on the request that it repeats as it then stands.
func (g *generator) live(ctx context.Context) error {
	var firsts, duplicates []int
	for n := range g.requests {
		if g.original(n) >= 0 {
			duplicates = append(duplicates, n)
		} else {
			firsts = append(firsts, n)
		}
	}
	var mu sync.Mutex
	for _, numbers := range [][]int{firsts, duplicates} {
		err := each(ctx, len(numbers), func(ctx context.Context, i int) error {
			l := g.begin(ctx, numbers[i])
			l.run()
			mu.Lock()
			defer mu.Unlock()
			if l.err == nil {
				if g.done++; g.progress != nil {
					g.progress(g.done, g.requests)
				}
			}
			return l.err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// life is one request on its way through the year.
type life struct {
	chance
	profile
	g      *generator
	ctx    context.Context
	number int
	office office

	id    string
	now   time.Time
	steps int
	due   domain.Date
	held  bool // whether originals are held
	// over says that the year ended first, or that something failed.
	over bool
	err  error
}

func (g *generator) begin(ctx context.Context, number int) *life {
	l := &life{chance: g.chance(number), g: g, ctx: ctx, number: number}
	l.profile = g.profile(l.chance, number)
	l.office, l.now = g.offices[l.town.id], l.submitted
	return l
}

// do carries out the next command at the present moment of the life, unless the
// life is over.
func (l *life) do(by ledger.Actor, command any) {
	if l.over {
		return
	}
	if l.now.After(lastDay.Start(l.g.zone).Add(18 * time.Hour)) {
		l.over = true
		return
	}
	r, err := l.g.do(l.ctx, fmt.Sprintf("request/%d/%d", l.number, l.steps), l.now, by, l.id, command)
	if err != nil {
		l.over, l.err = true, err
		return
	}
	l.steps++
	_, l.id = domain.SplitStream(r.Stream)
	l.g.streams[l.number] = r.Stream
	for _, e := range r.Events {
		switch e := e.Event.(type) {
		case request.Accepted:
			l.due = e.Due
		case request.DueExtended:
			l.due = e.Due
		}
	}
}

// soon lets some minutes pass, within the same day.
func (l *life) soon(from, to int) {
	l.now = l.now.Add(time.Duration(l.between(from, to))*time.Minute + time.Duration(l.IntN(60))*time.Second)
}

// wait lets working days pass.
func (l *life) wait(workdays int) {
	if workdays <= 0 {
		l.soon(5, 40)
		return
	}
	l.now = l.g.later(l.chance, l.now, workdays)
}

// until lets time pass until the n-th working day after one, if that is still
// to come.
func (l *life) until(day domain.Date, workdays int) {
	if at := l.g.later(l.chance, day.Start(l.g.zone), workdays); at.After(l.now) {
		l.now = at
	} else {
		l.soon(5, 40)
	}
}

func (l *life) today() domain.Date { return domain.DateOf(l.now, l.g.zone) }

// papers are some of the matter's, at most n and at least one where it has any.
func (l *life) papers(n int) []string {
	some := slices.Clone(l.matter.Papers)
	l.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	if len(some) == 0 {
		return nil
	}
	return some[:l.between(1, min(n, len(some)))]
}
