package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/projections"
)

func (a *app) viewsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "views",
		Short: a.say("How the views stand; build them anew", "视图的状态与重建"),
		Long: a.say("The views are computed from the log and kept in the folder views. They can always\nbe built anew; commands that read them bring them up to date by themselves.",
			"视图由日志推算，存于 views 目录，可随时重建；读取视图的命令会自行补齐。"),
	}
	a.group(c)
	status := &cobra.Command{
		Use:     "status",
		Short:   a.say("Say how far the views have come", "显示视图进度"),
		Example: "  sunledger views status --json",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.withViews(c.Context(), l, asTheyAre, func(v *projections.Views) error {
					return a.showViews(v.Status(c.Context()))
				})
			})
		},
	}
	a.arguments(status)
	a.jsonFlag(status)
	rebuild := &cobra.Command{
		Use:     "rebuild",
		Short:   a.say("Build all views anew from the log", "由日志重建全部视图"),
		Example: "  sunledger views rebuild",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.withViews(c.Context(), l, asTheyAre, func(v *projections.Views) error {
					if v.Dir() != l.at.views(1) {
						return viewsInUse(l.at)
					}
					if err := v.Rebuild(c.Context()); err != nil {
						return err
					}
					return a.showViews(v.Status(c.Context()))
				})
			})
		},
	}
	a.arguments(rebuild)
	a.jsonFlag(rebuild)
	c.AddCommand(status, rebuild)
	return c
}

// freshness says how views are wanted.
type freshness int

const (
	asTheyAre freshness = iota
	upToDate            // with everything that is in the log
)

// withViews opens the views of a ledger for a function, and closes them after
// it.
func (a *app) withViews(ctx context.Context, l *openLedger, want freshness, do func(*projections.Views) error) error {
	return a.withReady(ctx, l, func(v *projections.Views) error {
		if want == upToDate {
			return catchUp(ctx, l, v)
		}
		return nil
	}, do)
}

// withReady opens the views for two functions: how far the first has come is
// shown, and is gone when the second begins.
func (a *app) withReady(ctx context.Context, l *openLedger, prepare, do func(*projections.Views) error) error {
	bar := a.progress()
	v, err := a.openViews(ctx, l, projections.Config{
		Progress: func(s projections.Status) {
			bar.to(a.say("views", "视图"), s.Built, s.Head)
		},
	})
	if err != nil {
		return err
	}
	if err := prepare(v); err != nil {
		err = errors.Join(err, v.Close()) // and nothing is built any more
		bar.end()
		return err
	}
	bar.end()
	return errors.Join(do(v), v.Close())
}

// maxViews is how many processes keep views of a ledger in its folder at once.
const maxViews = 16

// openViews opens views of a ledger. Those of a folder belong to one process at
// a time; whoever comes to it meanwhile keeps a second set there, or a third.
func (a *app) openViews(ctx context.Context, l *openLedger, c projections.Config) (*projections.Views, error) {
	if err := a.remember(l.at); err != nil {
		return nil, err
	}
	c.Store, c.Catalogue, c.Zone, c.Logger = l.store, catalogue.Standard, l.identity.Location, a.logger
	for n := 1; ; n++ {
		c.Dir = l.at.views(n)
		v, err := projections.Open(ctx, c)
		var taken *projections.InUseError
		if !errors.As(err, &taken) {
			return v, err
		}
		if n == maxViews {
			return nil, viewsInUse(l.at)
		}
	}
}

func viewsInUse(at address) error {
	return domain.Reject("views_in_use",
		"another process uses the views of %[1]s: repeat this when it has ended; a server builds its views anew by itself where that is needed",
		"另一进程正在使用 %[1]s 的视图：请待其结束后重试；服务器会在需要时自行重建视图", at)
}

// catchUp lets the views follow the log to where it ends now.
func catchUp(ctx context.Context, l *openLedger, v *projections.Views) error {
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = v.Run(running) // WaitFor says what became of it
	}()
	err = v.WaitFor(ctx, head)
	stop()
	<-ended
	return err
}

// showViews leaves out what the views are doing: between two commands they do
// nothing.
func (a *app) showViews(s projections.Status) error {
	if a.json {
		return a.printJSON(struct {
			Served   bool                  `json:"served"`
			Position uint64                `json:"position"`
			Head     uint64                `json:"head"`
			Behind   uint64                `json:"behind"`
			File     string                `json:"file,omitzero"`
			Views    []projections.Version `json:"views"`
		}{s.Served, s.Position, s.Head, s.Behind, s.File, s.Views})
	}
	names := make([]string, len(s.Views))
	for i, v := range s.Views {
		names[i] = fmt.Sprintf("%s %d", v.Name, v.Version)
	}
	switch {
	case !s.Served:
		fmt.Fprintf(a.stdout, a.say("not built yet; the log ends at position %d\n", "尚未建立；日志至位置 %d\n"), s.Head)
	case s.Behind == 0:
		fmt.Fprintf(a.stdout, a.say("up to date, at position %d (%s)\n", "已是最新，位置 %d（%s）\n"), s.Position, s.File)
	default:
		fmt.Fprintf(a.stdout, a.say("at position %d of %d (%s)\n", "位置 %d，日志至 %d（%s）\n"), s.Position, s.Head, s.File)
	}
	fmt.Fprintf(a.stdout, a.say("definitions: %s\n", "定义：%s\n"), strings.Join(names, ", "))
	return nil
}
