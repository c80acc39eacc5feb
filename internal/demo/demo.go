// Package demo makes up two years of a whole county, 2015 and 2016, to show what
// a ledger is: its places and offices, the matters on the three lists, requests
// from submission to archive, what is decided in villages and collectives, what
// they own, let and sell, and how they turn it into shares.
//
//	report, err := demo.Generate(ctx, l, demo.Options{Seed: 1})
//
// The ledger is marked as a demonstration, with 2016-12-31 as its today. The
// towns are those of Zhucheng; no person, request or decision is real, and
// everybody is called resident or cadre and a number. Whatever is recorded goes
// through the executor, so that a demonstration obeys the rules that real records
// obey.
//
// It flows one way. The county (towns.go, county.go, matters.go) says what there
// is and how much of it. A plan (plan.go) is what happens in one community, step
// by step in order of time, told by scripts; it is pure, and made of the seed
// alone. Writers (write.go) carry the plans out, many communities at once.
//
// The same seed and size give the same history: ids, times of events, texts, and
// the evidence that each event rests on. The order of the streams among each
// other in the log, the times of recording and the keys differ.
package demo

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/internal/ledger"
)

// Options say how much is made up.
type Options struct {
	// Seed tells one demonstration from another.
	Seed uint64
	// Communities is how many of the county's are in it, and Requests how many
	// requests they have; 0 is all.
	Communities, Requests int
	// Progress, if not nil, is told how many requests are recorded, never by
	// two goroutines at once.
	Progress func(done, total int)
}

// SmallRequests is a tenth of all requests.
const SmallRequests = wholeRequests / 10

// Report says what was made up.
type Report struct {
	Identity ledger.Identity
	Requests int
	// Events are those that this run recorded.
	Events int
}

// Generate makes up a history in a ledger without one. After an interruption the
// same options complete it; any other ledger is refused with already_founded.
func Generate(ctx context.Context, l *ledger.Ledger, o Options) (Report, error) {
	if o.Requests == 0 {
		o.Requests = wholeRequests
	}
	if o.Communities < 1 || o.Communities > whole() {
		o.Communities = whole()
	}
	g := &generator{
		ledger: l, requests: o.Requests, progress: o.Progress,
		world: &world{seed: o.Seed, id: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "sunledger/demo/%d", o.Seed))},
	}
	var report Report
	var err error
	if report.Identity, err = g.found(ctx); err != nil {
		return report, err
	}
	g.zone, g.calendar, g.book = report.Identity.Location, l.Rules().Calendar(), l.Rules().In(report.Identity.Code)
	err = g.write(ctx, newRegion(o.Seed, o.Communities, o.Requests))
	report.Requests, report.Events = g.done, int(g.events.Load())
	return report, err
}

// generator is one demonstration in the making.
type generator struct {
	*world
	ledger   *ledger.Ledger
	founder  ledger.Actor
	requests int
	progress func(done, total int)
	done     int
	events   atomic.Int64
	actors   actors
	papers   papers
}

// found begins the ledger, or finds the one that an interrupted run began.
func (g *generator) found(ctx context.Context) (ledger.Identity, error) {
	founder := uuid.NewSHA1(g.id, []byte("founder")).String()
	g.operator = founder
	if id, err := g.ledger.Identity(ctx); err == nil && id.Ledger == g.id {
		g.founder, err = g.ledger.Founder(ctx)
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
	g.founder = founded.Actor
	g.events.Add(int64(founded.Events))
	return founded.Identity, err
}
