package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

func (a *app) correctionsCommand() *cobra.Command {
	var f projections.CorrectionFilter
	var status, kind string
	var at asOfFlags
	p := projections.Page{}
	list := &cobra.Command{
		Use:   "list",
		Short: a.say("list corrections, the newest first", "列出更正，最新在前"),
		Long: a.say("List corrections with their kind, place and delay: what waits for somebody to decide, what\nis in force, and what rests on it elsewhere and was not looked at yet.",
			"列出更正及其类型、地区和历时：待审批的、已生效的，以及其他流中以此为依据而尚未了结的。"),
		Example: "  sunledger corrections list --status proposed\n  sunledger corrections list --unsettled --json",
		RunE: func(c *cobra.Command, _ []string) error {
			f.Status, f.Kind = domain.CorrectionStatus(status), domain.CorrectionKind(kind)
			for _, check := range []func() error{
				func() error { return orNone(f.Status) }, func() error { return orNone(f.Kind) },
			} {
				if err := check(); err != nil {
					return &usageError{c.CommandPath(), err}
				}
			}
			if p.Size < 1 || p.Size > projections.MaxPage || p.Offset < 0 {
				return misused(c, "--limit is 1 to %d, and --offset at least 0", "--limit 为 1 至 %d，--offset 不小于 0", projections.MaxPage)
			}
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.withPast(c, l, at, func(q *projections.Query, from ledger.AsOf) error {
					page, err := q.Corrections(f, p)
					if err != nil {
						return err
					}
					return a.listCorrections(l, q.Position(), from, page)
				})
			})
		},
	}
	a.arguments(list)
	flags := list.Flags()
	flags.StringVar(&status, "status", "", a.say("with this status", "状态"))
	flags.StringVar(&kind, "kind", "", a.say("of this kind", "类型"))
	flags.StringVar(&f.Place, "place", "", a.say("of this place and all within it, by stream", "地区（流），含其下级"))
	flags.StringVar(&f.Stream, "stream", "", a.say("of this stream", "流"))
	flags.BoolVar(&f.Unsettled, "unsettled", false, a.say("with something that rests on it and is not settled", "有尚未了结的依据记录"))
	flags.IntVar(&p.Size, "limit", 50, a.say("at most so many", "最多条数"))
	flags.IntVar(&p.Offset, "offset", 0, a.say("leave out so many first", "跳过条数"))
	_ = list.RegisterFlagCompletionFunc("status", cobra.FixedCompletions(a.codesOf(domain.CorrectionStatus("")), cobra.ShellCompDirectiveNoFileComp))
	_ = list.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(a.codesOf(domain.CorrectionKind("")), cobra.ShellCompDirectiveNoFileComp))
	at.addTo(a, list)
	a.jsonFlag(list)
	c := &cobra.Command{Use: "corrections", Short: a.say("Find corrections and how they stand", "查找更正及其状态")}
	a.group(c)
	c.AddCommand(list)
	return c
}

// orNone checks a code that may be left out.
func orNone[T interface {
	~string
	domain.Coded
}](code T) error {
	if code == "" {
		return nil
	}
	return domain.CheckCode(code)
}

func (a *app) listCorrections(l *openLedger, position uint64, at ledger.AsOf, page projections.CorrectionPage) error {
	if a.json {
		if page.Corrections == nil {
			page.Corrections = []projections.Correction{}
		}
		return a.printJSON(struct {
			Position uint64    `json:"position"`
			AsOf     *asOfJSON `json:"asOf,omitzero"`
			projections.CorrectionPage
		}{position, inJSON(at), page})
	}
	a.sayAsOf(a.stdout, l, at)
	var t table
	t.row(a.say("correction", "更正"), a.say("status", "状态"), a.say("kind", "类型"), a.say("basis", "依据"), a.say("place", "地区"),
		a.say("proposed", "申请日期"), a.say("decided", "决定日期"), a.say("days", "历时"), a.say("unsettled", "未了结"))
	for _, c := range page.Corrections {
		decided, days, unsettled := "—", "—", "—"
		if c.Decided != nil {
			decided, days = domain.DateOf(c.DecidedAt, l.identity.Location).String(), strconv.Itoa(*c.Days)
		}
		if n := len(c.Unsettled); n > 0 {
			unsettled = strconv.Itoa(n)
		}
		place := publicName(c.PlaceName, c.PlaceNameEnglish, a.lang)
		if place == "" {
			place = c.Place
		}
		t.row(domain.Ref{Stream: c.Stream, Revision: c.Proposed}.String(), domain.Label(c.Status, string(c.Status), a.lang), domain.Label(c.Kind, string(c.Kind), a.lang),
			c.Basis, place, domain.DateOf(c.ProposedAt, l.identity.Location).String(), decided, days, unsettled)
	}
	t.write(a.stdout)
	_, err := fmt.Fprintf(a.stdout, a.say("%d of %d\n", "%d / %d\n"), len(page.Corrections), page.Total)
	return err
}
