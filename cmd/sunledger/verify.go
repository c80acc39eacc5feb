package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// verification is what was verified, for programs.
type verification struct {
	Sound    bool                      `json:"sound"`
	Log      ledger.Verified           `json:"log"`
	Problems []ledger.Problem          `json:"problems"`
	Views    *projections.Verification `json:"views,omitzero"` // nil where there are none, or the log is not sound
	// Folder is that of the views, where another process has those that are
	// served: then they were not compared.
	Folder string `json:"folder,omitzero"`
}

func (a *app) verifyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify",
		Short: a.say("Read everything and check that it agrees", "通读全部记录并核对"),
		Long: a.say(`Read every record of the log: its checksum, its place, that it decodes, that it
encodes to the same bytes, that its actor and what it rests on exist. Then fold
every stream by itself, and compare every row of the views with views that are
built anew.

Each problem is named with its stream@revision and position, and the exit code
is 1. Nothing is changed or repaired: restore a damaged log from a backup.`,
			`通读日志的每条记录：校验和、次序、能否解码、重新编码是否相同、经办账户和依据是否存在；
再逐个重算每个流，并把视图的每一行与重建的视图核对。

发现的问题逐条列出（流@版本、位置），退出码为 1。只核对，不修改；日志损坏请从备份恢复。`),
		Example: "  sunledger verify\n  sunledger --ledger file:/srv/county verify --json",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.verify(c.Context(), l)
			})
		},
	}
	a.arguments(c)
	a.jsonFlag(c)
	return c
}

func (a *app) verify(ctx context.Context, l *openLedger) error {
	v := verification{Problems: []ledger.Problem{}}
	bar := a.progress()
	defer bar.end()
	var err error
	v.Log, err = l.Verify(ctx, ledger.Verifying{
		Found: func(p ledger.Problem) {
			if bar.end(); a.json {
				v.Problems = append(v.Problems, p)
			} else {
				fmt.Fprintln(a.stdout, p)
			}
		},
		Progress: func(stage ledger.VerifyStage, done, total uint64) {
			bar.to(a.say(string(stage), map[ledger.VerifyStage]string{ledger.VerifyRecords: "记录", ledger.VerifyStreams: "流"}[stage]), done, total)
		},
	})
	if err != nil {
		return err
	}
	// Views of a log that is not sound prove nothing.
	if v.Log.Problems == 0 {
		if v.Views, v.Folder, err = a.verifyViews(ctx, l); err != nil {
			return err
		}
	}
	bar.end()
	v.Sound = v.Log.Problems == 0 && (v.Views == nil || len(v.Views.Differences) == 0)
	if err := a.showVerification(v); err != nil {
		return err
	}
	if !v.Sound {
		return errReported
	}
	return nil
}

// verifyViews compares the views with the log, where there are any.
func (a *app) verifyViews(ctx context.Context, l *openLedger) (result *projections.Verification, folder string, err error) {
	err = a.withViews(ctx, l, asTheyAre, func(v *projections.Views) error {
		if v.Dir() != l.at.views(1) {
			folder = v.Dir()
		}
		if !v.Status(ctx).Served {
			return nil
		}
		compared, err := v.Verify(ctx)
		result = &compared
		return err
	})
	return result, folder, err
}

func (a *app) showVerification(v verification) error {
	if a.json {
		return a.printJSON(v)
	}
	say := func(english, chinese string, args ...any) {
		fmt.Fprintf(a.stdout, a.say(english, chinese)+"\n", args...)
	}
	if v.Log.Problems > 0 {
		say("log: %d problems in %d events of %d streams; the views were not compared", "日志：%[2]d 条记录、%[3]d 个流中发现 %[1]d 个问题；未核对视图",
			v.Log.Problems, v.Log.Events, v.Log.Streams)
		return nil
	}
	say("log: %d events in %d streams, up to position %d: sound", "日志：%d 条记录，%d 个流，至位置 %d：完好", v.Log.Events, v.Log.Streams, v.Log.Position)
	if v.Folder != "" {
		say("views: those that the server shows are in use and were not compared; what follows is of %s", "视图：服务器正在使用的视图未核对；以下为 %s 中的视图", v.Folder)
	}
	if v.Views == nil {
		say("views: none were built yet", "视图：尚未建立")
		return nil
	}
	for _, d := range v.Views.Differences {
		say("views: %s %s (stream %s) %s: it has %q, and the log gives %q", "视图：%s %s（流 %s）%s：现为 %q，按日志应为 %q",
			d.Table, d.Row, d.Stream, d.Column, d.Got, d.Want)
	}
	if n := len(v.Views.Differences); n > 0 {
		say("views: at least %d rows differ; `sunledger views rebuild` makes them anew", "视图：至少 %d 行不符；可用 `sunledger views rebuild` 重建", n)
		return nil
	}
	say("views: %d rows, as the log has it", "视图：%d 行，与日志一致", v.Views.Rows)
	return nil
}
