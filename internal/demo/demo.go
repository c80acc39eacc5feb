// Package demo makes up the year 2016 of a county, to show what a ledger is:
// its towns and communities, the matters on the three lists, and a few thousand
// requests from submission to archive.
//
//	report, err := demo.Generate(ctx, l, demo.Options{Seed: 1, Requests: 2000})
//
// The ledger is marked as a demonstration, with 2016-12-31 as its today. The
// towns are those of Zhucheng; no person, request or mark is real, and every
// person is called resident and a number. Whatever is recorded goes through the
// executor, so that a demonstration obeys the rules that real records obey.
//
// The same seed and number of requests give the same history: ids, times of
// events, texts. The order of the streams among each other in the log, the
// times of recording and the keys differ.
package demo

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/internal/ledger"
)

// Options say how much is made up.
type Options struct {
	// Seed tells one demonstration from another.
	Seed uint64
	// Requests is how many; 0 is DefaultRequests.
	Requests int
	// Progress, if not nil, is told how many requests are recorded, never by
	// two goroutines at once.
	Progress func(done, total int)
}

// DefaultRequests fill a board.
const DefaultRequests = 2000

// Report says what was made up.
type Report struct {
	Identity ledger.Identity
	Requests int
	// Events are those that this run recorded.
	Events int
}

// The year of the demonstration. Its ledger begins on the first working day.
var (
	firstDay = domain.NewDate(2016, time.January, 4)
	lastDay  = domain.NewDate(2016, time.December, 31)
)

// Generate makes up a history in a ledger without one. After an interruption the
// same options complete it; any other ledger is refused with already_founded.
func Generate(ctx context.Context, l *ledger.Ledger, o Options) (Report, error) {
	if o.Requests == 0 {
		o.Requests = DefaultRequests
	}
	g := &generator{
		ledger: l, seed: o.Seed, requests: o.Requests, progress: o.Progress,
		id:      uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "sunledger/demo/%d", o.Seed)),
		streams: make([]string, o.Requests),
	}
	var report Report
	var err error
	if report.Identity, err = g.found(ctx); err != nil {
		return report, err
	}
	g.zone = report.Identity.Location
	g.calendar = l.Rules().Calendar()
	if err = g.register(ctx); err == nil {
		err = g.live(ctx)
	}
	report.Requests, report.Events = g.done, int(g.events.Load())
	return report, err
}

// generator is one demonstration in the making.
type generator struct {
	ledger   *ledger.Ledger
	seed     uint64
	requests int
	progress func(done, total int)

	id       uuid.UUID // of the ledger
	operator ledger.Actor
	calendar *rules.Calendar
	zone     *time.Location
	offices  map[string]office // by town
	streams  []string          // of the requests that are recorded, by number
	done     int
	events   atomic.Int64
}

// found begins the ledger, or finds the one that an interrupted run began.
func (g *generator) found(ctx context.Context) (ledger.Identity, error) {
	founder := uuid.NewSHA1(g.id, []byte("founder")).String()
	if id, err := g.ledger.Identity(ctx); err == nil && id.Ledger == g.id {
		g.operator, err = g.ledger.Founder(ctx)
		return id, err
	}
	zone, err := time.LoadLocation(county.DefaultZone)
	if err != nil {
		return ledger.Identity{}, err
	}
	founded, err := g.ledger.Found(ctx, ledger.Founding{
		County: county.Register{
			Ledger: g.id, Name: "诸城市（演示）", NameEnglish: "Zhucheng (demonstration)", Code: "370782",
			Demonstration: true, Today: lastDay,
		},
		Account:    account.Open{Name: "演示数据生成程序", NameEnglish: "Generator of the demonstration"},
		AccountID:  founder,
		OccurredAt: firstDay.Start(zone).Add(8 * time.Hour),
	})
	g.operator = founded.Actor
	g.events.Add(int64(founded.Events))
	return founded.Identity, err
}

// do carries out one command of the demonstration. What names it is its key.
func (g *generator) do(ctx context.Context, what string, at time.Time, by ledger.Actor, id string, command any) (ledger.Receipt, error) {
	r, err := g.ledger.Do(ctx, ledger.Request{
		Actor: by, Command: command, ID: id, Key: fmt.Sprintf("demo/%d/%s", g.seed, what), OccurredAt: at,
	})
	if err != nil {
		return r, fmt.Errorf("demonstration, %s: %w", what, err)
	}
	if !r.Repeated {
		g.events.Add(int64(len(r.Events)))
	}
	return r, nil
}

// writers is how many streams are written at once, so that one sync of the disk
// serves many.
const writers = 128

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
