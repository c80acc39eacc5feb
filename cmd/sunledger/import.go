package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
)

// importXESCommand stands beside the commands of the category import, which
// are made from the catalogue.
func (a *app) importXESCommand() *cobra.Command {
	var mapping string
	c := &cobra.Command{
		Use:   "xes",
		Short: a.say("Bring in the cases of an event log (IEEE 1849 XES)", "导入事件日志（IEEE 1849 XES）中的办件"),
		Long: a.say(`Bring in every case of an event log as a request that was handled elsewhere, with
everything that the file says of it. The file may be compressed with gzip. A
file that is broken is refused as a whole, with its line; a case that is odd
(it ends before it starts, say) comes in as it is and is listed.

Which attributes mean channel, start, due date and end is a mapping. The one for
logs of permit desks is built in and taken where it fits; --mapping names
another, a JSON file. What is not mapped is kept, sealed, and exported again.

Importing a file again adds nothing, and going on after an interruption adds
what is missing. Where there is no ledger one is made, and the token of its first account
is shown, once. It takes an operator of the whole county, or an import program.`,
			`将事件日志中的每件办件导入为在别处办理的申请，文件内容一概保留。文件可为 gzip 压缩。
文件有误则整体拒绝并指明行号；办件有异常（如结束早于开始）仍原样导入，并逐一列出。

哪些字段表示渠道、开始、期限、结束，由对应关系说明。许可窗口日志的对应关系已内置，
适用时自动采用；其他日志用 --mapping 指定 JSON 文件。未对应的字段封存保留，导出时还原。

重复导入不增加任何记录；中断后重新导入即补齐。尚无账本时自动新建，并显示首个账户的令牌（只显示一次）。
须由全县市的运维或导入程序账户办理。`),
		Example: `  sunledger import xes receipt.xes.gz
  sunledger import xes helpdesk.xes --mapping helpdesk.json`,
		RunE: func(c *cobra.Command, args []string) error {
			o, err := a.importOptions(mapping)
			if err != nil {
				return err
			}
			return a.importXES(c.Context(), args[0], o)
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&mapping, "mapping", "", a.say("what the attributes mean, from the JSON in `FILE`", "字段对应关系，取自 JSON 文件 `FILE`"))
	a.jsonFlag(c)
	return c
}

func (a *app) importOptions(mapping string) (xes.ImportOptions, error) {
	var o xes.ImportOptions
	if mapping == "" {
		return o, nil
	}
	data, err := a.read(mapping)
	if err != nil {
		return o, err
	}
	m, err := xes.ParseMapping(data)
	if err != nil {
		return o, fmt.Errorf("%s: %w", mapping, err)
	}
	o.Mapping = &m
	return o, nil
}

func (a *app) importXES(ctx context.Context, file string, o xes.ImportOptions) error {
	// Before a ledger is made for it.
	if _, err := os.Stat(file); err != nil {
		return err
	}
	l, err := a.openOrFound(ctx, beginAs(unnamed, moment{}))
	if err != nil {
		return err
	}
	bar := a.progress()
	// A file that is in the ledger already brings in nothing, for which nobody
	// has to be signed in. So who is not is told only where something is new.
	var unknown error
	if actor, err := a.actor(ctx, l); err == nil {
		o.Actor = actor
	} else if unknown = err; domain.CodeOf(err) == "" {
		return joined(err, l)
	}
	o.Progress = func(done, total int) { bar.to(a.say("cases", "办件"), uint64(done), uint64(total)) }
	report, err := xes.Import(ctx, l.Ledger, file, func() (io.ReadCloser, error) { return os.Open(file) }, o)
	bar.end()
	if unknown != nil && domain.CodeOf(err) == "not_signed_in" {
		err = unknown
	}
	if err != nil {
		if report.Events > 0 {
			fmt.Fprintf(a.stderr, a.say("%d requests were imported before it stopped; importing the file again adds the rest\n", "停止前已导入 %d 件；重新导入即补齐其余\n"), report.Requests)
		}
		return joined(err, l)
	}
	return joined(a.showImport(report), l)
}

func (a *app) showImport(r xes.Report) error {
	if a.json {
		return a.printImport(r)
	}
	for _, o := range r.Oddities {
		fmt.Fprintln(a.stderr, o.In(a.lang))
	}
	fmt.Fprintf(a.stdout, a.say("%s, mapping %q\n", "%s，对应关系 %q\n"), r.Source, r.Mapping.Name)
	for _, kind := range xes.OddityKind("").Codes() {
		if n := r.Odd[xes.OddityKind(kind.Code)]; n > 0 {
			fmt.Fprintf(a.stdout, a.say("odd: %d × case %s\n", "异常：%d 件，%s\n"), n, a.say(kind.English, kind.Chinese))
		}
	}
	_, err := fmt.Fprintf(a.stdout, a.say(
		"imported %d requests, %d steps (%d events, %d requests already present)\n",
		"已导入 %d 件申请、%d 个步骤（%d 条记录，已有 %d 件）\n"), r.Requests, r.Steps, r.Events, r.Present)
	return err
}

func (a *app) printImport(r xes.Report) error {
	type oddity struct {
		Kind    xes.OddityKind `json:"kind"`
		Case    int            `json:"case"`
		Step    int            `json:"step,omitzero"`
		Line    int            `json:"line"`
		Message string         `json:"message"`
		Chinese string         `json:"messageZh"`
	}
	out := struct {
		Source   string                 `json:"source"`
		Mapping  xes.Mapping            `json:"mapping"`
		Cases    int                    `json:"cases"`
		Requests int                    `json:"requests"`
		Steps    int                    `json:"steps"`
		Events   int                    `json:"events"`
		Present  int                    `json:"present"`
		Odd      map[xes.OddityKind]int `json:"odd"`
		Oddities []oddity               `json:"oddities"`
	}{r.Source, r.Mapping, r.Cases, r.Requests, r.Steps, r.Events, r.Present, r.Odd, []oddity{}}
	for _, o := range r.Oddities {
		out.Oddities = append(out.Oddities, oddity{o.Kind, o.Case, o.Step, o.Line, o.In(domain.English), o.In(domain.Chinese)})
	}
	return a.printJSON(out)
}
