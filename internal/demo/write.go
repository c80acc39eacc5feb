package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// writers is how many communities are written at once: so many that while the disk
// syncs what some have written the others keep the cores at work, and so few that the
// histories which each is writing stay in memory.
const writers = 96

// keysAtOnce is how many steps ahead keys are made.
const keysAtOnce = 1_000

// write carries out everything: first what all rests on, then the communities.
func (g *generator) write(ctx context.Context, c *region) error {
	if err := each(ctx, len(towns), func(ctx context.Context, i int) error { return g.carryOut(ctx, g.townSteps(towns[i], c.of(&towns[i]))) }); err != nil {
		return err
	}
	if err := g.carryOut(ctx, g.countySteps()); err != nil {
		return err
	}
	if err := each(ctx, len(matters), func(ctx context.Context, i int) error { return g.carryOut(ctx, g.matterSteps(matters[i].List)) }); err != nil {
		return err
	}
	communities := c.busiest()
	return each(ctx, len(communities), func(ctx context.Context, i int) error {
		plan := newPlan(g.world, communities[i])
		// The community is registered before anybody holds an office in it.
		return g.carryOut(ctx, slices.Concat(plan.steps[:1], g.officeSteps(communities[i]), plan.steps[1:]))
	})
}

// carryOut carries out steps one after another.
func (g *generator) carryOut(ctx context.Context, steps []step) error {
	for i := range steps {
		if i%keysAtOnce == 0 {
			if err := g.makeKeys(ctx, steps[i:min(i+keysAtOnce, len(steps))]); err != nil {
				return err
			}
		}
		if err := g.do(ctx, steps[i]); err != nil {
			return err
		}
		steps[i] = step{} // it is done with
	}
	return nil
}

func (g *generator) makeKeys(ctx context.Context, steps []step) error {
	var owners []string
	for _, s := range steps {
		owners = append(owners, s.seals...)
	}
	if len(owners) == 0 {
		return nil
	}
	return g.ledger.Prepare(ctx, owners...)
}

// do carries out one step.
func (g *generator) do(ctx context.Context, s step) error {
	by, err := g.actors.of(ctx, g, s.by)
	if err != nil {
		return err
	}
	request := ledger.Request{Actor: by, Command: s.command, ID: s.id, Key: s.key, OccurredAt: s.at}
	for _, p := range s.papers {
		attached, err := g.papers.attach(ctx, g, by, p)
		if err != nil {
			return fmt.Errorf("demonstration, %s: %w", s.key, err)
		}
		request.Attachments = append(request.Attachments, attached)
	}
	r, err := g.ledger.Do(ctx, request)
	if err != nil {
		return fmt.Errorf("demonstration, %s (%T on %s): %w", s.key, s.command, s.at.In(g.zone).Format("2006-01-02 15:04"), err)
	}
	if !r.Repeated {
		g.events.Add(int64(len(r.Events)))
	}
	if s.request {
		g.told()
	}
	return nil
}

// told counts a request that is recorded.
func (g *generator) told() {
	g.actors.mu.Lock()
	defer g.actors.mu.Unlock()
	if g.done++; g.progress != nil {
		g.progress(g.done, g.requests)
	}
}

// actors are those of the accounts that were opened, by their ids.
type actors struct {
	mu    sync.Mutex
	known map[string]ledger.Actor
}

func (a *actors) of(ctx context.Context, g *generator, account string) (ledger.Actor, error) {
	if account == g.operator {
		return g.founder, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if actor, ok := a.known[account]; ok {
		return actor, nil
	}
	actor, err := g.ledger.Play(ctx, g.founder, account)
	if err == nil {
		if a.known == nil {
			a.known = map[string]ledger.Actor{}
		}
		a.known[account] = actor
	}
	return actor, err
}

// papers are the documents that were taken, by their texts: the same one is the
// same file.
type papers struct {
	mu    sync.Mutex
	taken map[string]ledger.TakenFile
}

func (t *papers) attach(ctx context.Context, g *generator, by ledger.Actor, p paper) (ledger.Attach, error) {
	t.mu.Lock()
	file, known := t.taken[p.text]
	t.mu.Unlock()
	if !known {
		var err error
		if file, err = g.ledger.TakeFile(ctx, by, domain.Public, strings.NewReader(p.text)); err != nil {
			return ledger.Attach{}, err
		}
		t.mu.Lock()
		if t.taken == nil {
			t.taken = map[string]ledger.TakenFile{}
		}
		t.taken[p.text] = file
		t.mu.Unlock()
	}
	return ledger.Attach{Kind: p.kind, Digest: file.Digest, Title: p.title, Audience: domain.Public}, nil
}

// each calls f for 0 to n-1, many at once, and gives the first error.
func each(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(writers, n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := f(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}
