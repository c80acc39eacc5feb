package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

func (a *app) boardCommand() *cobra.Command {
	var at asOfFlags
	c := &cobra.Command{
		Use:   "board",
		Short: a.say("Show the figures of the board", "查看看板数字"),
		Long: a.say(`Show the figures of the board: requests by list, channel, status, outcome and
place; in time or late; how long they took; how they were rated.

--known-at shows it as it was shown then; --stood-at with what had happened by
then, by what is known now, or was known then. Today is then that day.`,
			`查看看板数字：按清单、渠道、状态、结果、社区统计；是否按时、用时、评价。

--known-at 显示当时的看板；--stood-at 显示截至该时已发生的事，按现在（或
--known-at 时）所知。此时以该日为今天。`),
		Example: "  sunledger board\n  sunledger board --known-at 2016-12-31 --json",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.withPast(c, l, at, func(q *projections.Query, from ledger.AsOf) error {
					board, err := q.Board(from.Today)
					if err != nil {
						return err
					}
					board.ShowPeople(l.smallCountBelow(from.Today))
					return a.showBoard(l, q, from, board)
				})
			})
		},
	}
	a.arguments(c)
	at.addTo(a, c)
	a.jsonFlag(c)
	return c
}

func (a *app) showBoard(l *openLedger, q *projections.Query, at ledger.AsOf, b projections.Board) error {
	if a.json {
		return a.printJSON(struct {
			Position   uint64            `json:"position"`
			RecordedAt time.Time         `json:"recordedAt"`
			AsOf       *asOfJSON         `json:"asOf,omitzero"`
			Requests   projections.Board `json:"requests"`
		}{q.Position(), q.RecordedAt(), inJSON(at), b})
	}
	a.sayAsOf(a.stdout, l, at)
	fmt.Fprintf(a.stdout, a.say("%s, %s (position %d)\n\n", "%s %s（位置 %d）\n\n"),
		a.styled(bold, publicName(l.identity.Name, l.identity.NameEnglish, a.lang)), b.Today, q.Position())
	fmt.Fprintf(a.stdout, a.say("requests: %d in all, %d open (%d overdue), %d closed (%d late)\n", "申请 %d 件：在办 %d（逾期 %d），办结 %d（超期 %d）\n"),
		b.Total, b.Open, b.Overdue, b.Closed, b.ClosedLate)
	if b.Days.Count > 0 {
		fmt.Fprintf(a.stdout, a.say("days to close: median %d, 90th percentile %d\n", "办理天数：中位数 %d，九成不超过 %d\n"), b.Days.Median, b.Days.P90)
	}
	if !b.People.IsZero() {
		people := b.People.Band(a.lang)
		if n, shown := b.People.Exact(); shown {
			people = strconv.Itoa(n)
		}
		fmt.Fprintf(a.stdout, a.say("people served: %s\n", "服务群众：%s 人\n"), people)
	}
	if s := b.Satisfaction; s.Count > 0 {
		fmt.Fprintf(a.stdout, a.say("satisfaction: %d.%02d of 5 (%d rated)\n", "满意度：%d.%02d（5 分制，%d 件评价）\n"), s.Hundredths()/100, s.Hundredths()%100, s.Count)
	}
	for _, g := range []struct {
		title  string
		groups []projections.Group
		coded  domain.Coded
	}{
		{a.say("by list", "按清单"), b.ByList, domain.ServiceList("")},
		{a.say("by channel", "按渠道"), b.ByChannel, request.Channel("")},
		{a.say("by status", "按状态"), b.ByStatus, request.Status("")},
		{a.say("by outcome", "按结果"), b.ByOutcome, request.Outcome("")},
		{a.say("by place", "按社区"), b.ByPlace, nil},
		{a.say("by matter", "按事项"), b.ByMatter, nil},
	} {
		a.showGroups(g.title, g.groups, g.coded)
	}
	return nil
}

// showGroups leaves out a grouping that says nothing: where no request has a
// value.
func (a *app) showGroups(title string, groups []projections.Group, coded domain.Coded) {
	if len(groups) == 0 || len(groups) == 1 && groups[0].Key == "" {
		return
	}
	t := table{right: []bool{false, true, true, true, true, true}}
	t.row(title, a.say("total", "合计"), a.say("open", "在办"), a.say("overdue", "逾期"), a.say("closed", "办结"), a.say("late", "超期"))
	for _, g := range groups {
		name := publicName(g.Name, g.NameEnglish, a.lang)
		switch {
		case g.Key == "":
			name = "—"
		case name == "" && coded != nil:
			name = domain.Label(coded, g.Key, a.lang)
		case name == "":
			name = g.Key
		}
		t.row(name, strconv.Itoa(g.Total), strconv.Itoa(g.Open), strconv.Itoa(g.Overdue), strconv.Itoa(g.Closed), strconv.Itoa(g.ClosedLate))
	}
	fmt.Fprintln(a.stdout)
	t.write(a.stdout)
}
