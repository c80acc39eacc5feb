package main

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/internal/xes"
)

func (a *app) exportCommand() *cobra.Command {
	c := &cobra.Command{Use: "export", Short: a.say("Write for other programs: xes, hledger", "导出供其他程序使用：xes、hledger")}
	a.group(c)
	c.AddCommand(a.exportXESCommand(), a.exportHledgerCommand())
	return c
}

func (a *app) exportXESCommand() *cobra.Command {
	var o xes.ExportOptions
	c := &cobra.Command{
		Use:   "xes",
		Short: a.say("Write the requests of an import as an event log (IEEE 1849 XES)", "将导入的申请写成事件日志（IEEE 1849 XES）"),
		Long: a.say(`Write the requests of one import as an event log to standard output: everything
that came in, as it came, and after it what was recorded here since. It needs
the keyring, because most of what came in is sealed: treat the file accordingly.`,
			`将一次导入的申请以事件日志写到标准输出：导入的内容原样还原，其后为此处补记的步骤。
内容大多已封存，故需要密钥库；导出的文件请妥善保管。`),
		Example: "  sunledger export xes > receipt.xes\n  sunledger export xes --source import-5f0c… | gzip > receipt.xes.gz",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error {
				return a.exportXES(c.Context(), l, o)
			})
		},
	}
	a.arguments(c)
	c.Flags().StringVar(&o.Source, "source", "", a.say("which import, where there are several: its stream, or how its digest begins", "有多次导入时指定：流名或摘要开头"))
	return c
}

func (a *app) exportXES(ctx context.Context, l *openLedger, o xes.ExportOptions) error {
	bar := a.progress()
	o.Progress = func(done, total int) { bar.to(a.say("cases", "办件"), uint64(done), uint64(total)) }
	out := bufio.NewWriter(a.stdout)
	report, err := xes.Export(ctx, l.Ledger, out, o)
	bar.end()
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	say := func(english, chinese string, args ...any) {
		fmt.Fprintf(a.stderr, a.say(english, chinese)+"\n", args...)
	}
	say("exported %d traces, %d events (%d of them recorded here)", "已导出 %d 件办件、%d 个步骤（其中 %d 个为此处登记）", report.Traces, report.Events, report.Added)
	if report.HeaderErased {
		say("the header was erased: the log has an empty one", "日志头已删除：导出为空")
	}
	if n := len(report.Erased); n > 0 {
		say("%d cases were erased: only what is public of them is in the log: %v", "%d 件办件已删除，仅含公开内容：%v", n, report.Erased)
	}
	if n := len(report.Missing); n > 0 {
		say("%d cases are not in the ledger, because the import was never completed: %v", "%d 件办件未导入（导入未完成）：%v", n, report.Missing)
	}
	return nil
}
