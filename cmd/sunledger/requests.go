package main

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// requestFilter is the flags that choose requests.
type requestFilter struct {
	list, channel, status, outcome, place, matter, source string
	open, closed, late, overdue                           bool
	startedIn, closedIn, search, sort                     string
	limit, offset                                         int
}

func (a *app) requestsCommand() *cobra.Command {
	c := &cobra.Command{Use: "requests", Short: a.say("Find requests as they stand", "查找申请")}
	a.group(c)
	c.AddCommand(a.requestsListCommand())
	return c
}

func (a *app) requestsListCommand() *cobra.Command {
	var f requestFilter
	var at asOfFlags
	c := &cobra.Command{
		Use:   "list",
		Short: a.say("List requests, the newest first", "列出申请，最新在前"),
		Long: a.say("List requests as they stand, the newest first. Conditions must hold together.",
			"列出申请的当前状态，最新在前。各条件须同时满足。"),
		Example: "  sunledger requests list --open --overdue\n  sunledger requests list --place qiaozhuang --status replied --json",
		RunE: func(c *cobra.Command, _ []string) error {
			filter, err := f.filter(c)
			if err != nil {
				return err
			}
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				return a.withPast(c, l, at, func(q *projections.Query, from ledger.AsOf) error {
					filter.Today = from.Today
					page, err := q.Requests(filter, projections.Sort(f.sort), projections.Page{Offset: f.offset, Size: f.limit})
					if err != nil {
						return err
					}
					for i, r := range page.Requests {
						page.Requests[i].People = r.People.Show(l.smallCountBelow(from.Today))
					}
					return a.showRequests(l, q.Position(), from, page)
				})
			})
		},
	}
	a.arguments(c)
	f.addTo(a, c)
	at.addTo(a, c)
	a.jsonFlag(c)
	return c
}

func (f *requestFilter) addTo(a *app, c *cobra.Command) {
	flags := c.Flags()
	for _, s := range []struct {
		to                     *string
		name, english, chinese string
		coded                  domain.Coded
	}{
		{&f.list, "list", "on this list", "清单", domain.ServiceList("")},
		{&f.channel, "channel", "that came in this way", "渠道", request.Channel("")},
		{&f.status, "status", "with this status", "状态", request.Status("")},
		{&f.outcome, "outcome", "with this outcome", "结果", request.Outcome("")},
		{&f.place, "place", "of this community, by id", "社区编号", nil},
		{&f.matter, "matter", "of this matter, by code", "事项编码", nil},
		{&f.source, "source", "of this import, by stream", "导入来源（流）", nil},
		{&f.startedIn, "started-in", "received in this month or year, such as 2016-09 or 2016", "收到月份或年份，如 2016-09、2016", nil},
		{&f.closedIn, "closed-in", "closed in this month or year", "办结月份或年份", nil},
		{&f.search, "search", "with this in id, place or matter", "编号、社区或事项中的文字", nil},
		{&f.sort, "sort", "order: oldest, due, closed, longest, in-order", "次序：oldest、due、closed、longest、in-order", nil},
	} {
		flags.StringVar(s.to, s.name, "", a.say(s.english, s.chinese))
		if s.coded != nil {
			_ = c.RegisterFlagCompletionFunc(s.name, cobra.FixedCompletions(a.codesOf(s.coded), cobra.ShellCompDirectiveNoFileComp))
		}
	}
	flags.BoolVar(&f.open, "open", false, a.say("that are open", "在办"))
	flags.BoolVar(&f.closed, "closed", false, a.say("that are closed", "已办结"))
	flags.BoolVar(&f.late, "late", false, a.say("that were closed late", "超期办结"))
	flags.BoolVar(&f.overdue, "overdue", false, a.say("that are open and past due", "在办且逾期"))
	flags.IntVar(&f.limit, "limit", 50, a.say("at most so many", "最多条数"))
	flags.IntVar(&f.offset, "offset", 0, a.say("leave out so many first", "跳过条数"))
}

func (a *app) codesOf(coded domain.Coded) []cobra.Completion {
	var all []cobra.Completion
	for _, code := range coded.Codes() {
		all = append(all, cobra.CompletionWithDesc(code.Code, a.say(code.English, code.Chinese)))
	}
	return all
}

// filter is the flags as the view's filter. Values that stand in the log are
// not checked against lists: an imported case has a channel of its own.
func (f *requestFilter) filter(c *cobra.Command) (projections.Filter, error) {
	var out projections.Filter
	given := func(name, value string) projections.Match {
		if !c.Flags().Changed(name) {
			return projections.Match{}
		}
		return projections.Is(value)
	}
	out.List, out.Channel = given("list", f.list), given("channel", f.channel)
	out.Status, out.Outcome = given("status", f.status), given("outcome", f.outcome)
	out.Place, out.Matter, out.Source = given("place", f.place), given("matter", f.matter), given("source", f.source)
	out.Text = f.search
	switch {
	case f.open && f.closed, f.late && f.overdue:
		return out, misused(c, "--open and --closed, or --late and --overdue, exclude each other", "--open 与 --closed、--late 与 --overdue 不能同用")
	case f.limit < 1 || f.limit > projections.MaxPage || f.offset < 0:
		return out, misused(c, "--limit is 1 to %d, and --offset at least 0", "--limit 为 1 至 %d，--offset 不小于 0", projections.MaxPage)
	case f.open:
		out.Phase = projections.OpenPhase
	case f.closed:
		out.Phase = projections.ClosedPhase
	}
	if f.late {
		out.Timing = projections.ClosedLate
	}
	if f.overdue {
		out.Timing = projections.Overdue
	}
	for _, m := range []struct {
		name, value string
		to          *projections.Months
	}{{"started-in", f.startedIn, &out.StartedIn}, {"closed-in", f.closedIn, &out.ClosedIn}} {
		if m.value == "" {
			continue
		}
		months, err := projections.ParseMonths(m.value)
		if err != nil {
			return out, misused(c, "--%s: %q is neither a month nor a year: write it as 2016-09 or 2016", "--%s：%q 不是月份或年份：请写作 2016-09 或 2016", m.name, m.value)
		}
		*m.to = months
	}
	switch projections.Sort(f.sort) {
	case projections.NewestFirst, projections.OldestFirst, projections.DueFirst, projections.ClosedLast, projections.LongestFirst, projections.InOrder:
		return out, nil
	}
	return out, misused(c, "--sort: there is no order %q: choose oldest, due, closed, longest or in-order", "--sort：没有次序 %q：可选 oldest、due、closed、longest、in-order", f.sort)
}

func (a *app) showRequests(l *openLedger, position uint64, at ledger.AsOf, page projections.RequestPage) error {
	if a.json {
		if page.Requests == nil {
			page.Requests = []projections.Request{}
		}
		return a.printJSON(struct {
			Position uint64    `json:"position"`
			AsOf     *asOfJSON `json:"asOf,omitzero"`
			projections.RequestPage
		}{position, inJSON(at), page})
	}
	a.sayAsOf(a.stdout, l, at)
	day := func(t time.Time) string {
		if t.IsZero() {
			return "—"
		}
		return domain.DateOf(t, l.identity.Location).String()
	}
	var t table
	t.row("ID", a.say("status", "状态"), a.say("matter", "事项"), a.say("place", "社区"), a.say("started", "开始"), a.say("due", "期限"), a.say("closed", "办结"))
	for _, r := range page.Requests {
		matter := cmp.Or(publicName(r.MatterTitle, r.MatterTitleEnglish, a.lang), r.Matter)
		if r.Imported() {
			matter = a.say("case ", "办件 ") + strconv.Itoa(r.Number)
		}
		closed := day(r.ClosedAt)
		if r.ClosedLate {
			closed += a.say(" late", " 超期")
		}
		t.row(r.ID, domain.Label(r.Status, string(r.Status), a.lang), matter,
			cmp.Or(publicName(r.PlaceName, r.PlaceNameEnglish, a.lang), r.Place, "—"),
			day(r.StartedAt), cmp.Or(r.Due.String(), "—"), closed)
	}
	t.write(a.stdout)
	fmt.Fprintf(a.stdout, a.say("%d of %d\n", "%d / %d\n"), len(page.Requests), page.Total)
	return nil
}
