package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/demo"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

func (a *app) demoCommand() *cobra.Command {
	var s serving
	var o demo.Options
	var small bool
	c := &cobra.Command{
		Use:   "demo",
		Short: a.say("Make up a county and serve its board", "生成演示县市并提供看板"),
		Long: a.say(`Make up two years of a whole county, 2015 and 2016, and serve its board. Everything
in it is made up and says so. The ledger is in a temporary folder that goes when the server
ends, unless --ledger or $SUNLEDGER_LEDGER names an empty place to keep it.`,
			`生成一个县市 2015、2016 两年的演示数据并提供看板。数据均为虚构并有标明。账本在临时目录中，
服务结束即删除；要保留请用 --ledger 或 $SUNLEDGER_LEDGER 指定空目录。`),
		Example: "  sunledger demo\n  sunledger --ledger file:./demo demo --small --listen 127.0.0.1:8081",
		RunE: func(c *cobra.Command, _ []string) error {
			a.logTo(slog.LevelWarn)
			if small {
				o.Requests = demo.SmallRequests
			}
			if err := checkAddress(c, "listen", s.listen); err != nil {
				return err
			}
			return a.listening("listen", s.listen, func(listener net.Listener) error {
				if c.Flags().Changed("ledger") || a.getenv("SUNLEDGER_LEDGER") != "" {
					return a.demo(c.Context(), o, listener, s)
				}
				return a.temporarily(func() error { return a.demo(c.Context(), o, listener, s) })
			})
		},
	}
	a.arguments(c)
	s.addTo(a, c)
	c.Flags().BoolVar(&small, "small", false, a.say("a tenth of the requests", "只生成十分之一的申请"))
	c.Flags().IntVar(&o.Communities, "communities", 0, a.say("only so many of the communities", "只生成若干社区"))
	c.Flags().IntVar(&o.Requests, "requests", 0, a.say("so many requests", "申请件数"))
	c.MarkFlagsMutuallyExclusive("small", "requests")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, a.say("another number gives another county", "不同的数生成不同的数据"))
	return c
}

// temporarily runs a function with a ledger in a folder that goes after it.
func (a *app) temporarily(do func() error) error {
	dir, err := os.MkdirTemp("", "sunledger-demo-")
	if err != nil {
		return err
	}
	a.ledger = "file:" + filepath.Join(dir, "ledger")
	fmt.Fprintf(a.stderr, a.say("the demonstration is in %s, which goes when it ends\n", "演示数据在 %s，结束即删除\n"), dir)
	return errors.Join(do(), os.RemoveAll(dir))
}

// generatingGC lets the heap grow ninefold between collections while a county is made
// up and its views are filled, which is all that the process does then, up to
// generatingMemory; a tenth of its time was theirs.
const (
	generatingGC     = 800
	generatingMemory = 2 << 30
)

func (a *app) demo(ctx context.Context, o demo.Options, listener net.Listener, s serving) error {
	l, err := a.makeUp(ctx, o)
	if err != nil {
		return err
	}
	return joined(a.serve(ctx, l, listener, s), l)
}

// makeUp is the ledger of a demonstration, with its views.
func (a *app) makeUp(ctx context.Context, o demo.Options) (*openLedger, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(generatingGC))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(generatingMemory))
	bar := a.progress()
	o.Progress = func(done, total int) { bar.to(a.say("requests", "申请"), uint64(done), uint64(total)) }
	var report demo.Report
	generate := func(ctx context.Context, l *openLedger) (founded ledger.Founded, err error) {
		report, err = demo.Generate(ctx, l.Ledger, o)
		bar.end()
		return ledger.Founded{Identity: report.Identity}, err
	}
	l, err := a.openOrFound(ctx, generate)
	bar.end()
	if err != nil {
		return nil, err
	}
	if report.Requests == 0 { // it was there: the same demonstration is completed, any other ledger refused
		if _, err := generate(ctx, l); err != nil {
			return nil, joined(err, l)
		}
	}
	fmt.Fprintf(a.stderr, a.say("made up %d requests (%d events)\n", "已生成 %d 件申请（%d 条记录）\n"), report.Requests, report.Events)
	if err := a.withViews(ctx, l, upToDate, func(*projections.Views) error { return nil }); err != nil {
		return nil, joined(err, l)
	}
	return l, nil
}
