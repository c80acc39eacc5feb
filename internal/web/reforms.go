package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func reformFilter(f finding) projections.ReformFilter {
	return projections.ReformFilter{
		Stage: f.match("stage"), Timing: f.match("timing"), Town: f.match("town"), Community: f.match("community"), Text: f.text,
	}
}

var reformFilters = []filter{
	{name: "stage", coded: projections.Reform{}.Stage, english: "how far it has come"},
	{name: "timing", coded: projections.ReformTiming(""), english: "how it stands to its last day, as of today"},
	townFilter, communityFilter,
}

// reforms is the property reforms of the county's collectives.
var reforms = listing[projections.Reform]{
	name: "reforms", english: "the property reforms of the collectives: how far each has come, and what was issued and paid",
	lead: true, text: true,
	sorts: []string{
		string(projections.FurthestBehind), string(projections.ReformName), string(projections.ReformDue), string(projections.CompletedLatest),
	},
	filters: reformFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Reform, int, error) {
		all, n, err := q.Reforms(reformFilter(f), projections.ReformOrder(f.sort), v.today, f.Page)
		for i := range all {
			all[i].Holders = all[i].Holders.Show(v.smallCountBelow)
		}
		return all, n, err
	},
	sections: countyReforms,
	columns: append([]col[projections.Reform]{
		{name: "collective", class: "c-title", show: func(v *visit, r projections.Reform) cell {
			return cell{Text: v.reformerOf(r), Link: "/reforms/" + r.ID}
		}},
		{name: "community", class: "c-place", show: func(v *visit, r projections.Reform) cell {
			return said(v.Name(r.CommunityName, r.CommunityNameEnglish))
		}},
		{name: "town", class: "c-place", show: func(v *visit, r projections.Reform) cell {
			return said(v.Name(r.TownName, r.TownNameEnglish))
		}},
		{name: "stage", class: "c-day", show: func(v *visit, r projections.Reform) cell {
			return said(v.Label(r.Stage, string(r.Stage)))
		}},
		{name: "since", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return dated(r.Since) }},
		{name: "due", class: "c-day", show: func(_ *visit, r projections.Reform) cell { return dated(r.Due) }},
		{name: "timing", class: "c-day", show: func(v *visit, r projections.Reform) cell { return v.timed(r.Timing) }},
		{name: "daysInStage", class: "num", show: func(v *visit, r projections.Reform) cell {
			if r.Completed() {
				return cell{}
			}
			return v.counted(r.DaysInStage)
		}},
		{name: "startedOn", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return dated(r.StartedOn) }},
		{name: "completedOn", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return dated(r.CompletedOn) }},
		{name: "members", class: "num", show: func(v *visit, r projections.Reform) cell {
			c := v.counted(r.Members)
			if !r.Holders.IsZero() {
				c.Note = v.T("reforms.hold", "people", v.People(r.Holders))
			}
			return c
		}},
		{name: "holders", csvOnly: true, show: func(v *visit, r projections.Reform) cell { return v.peopleCell(r.Holders) }},
		{name: "issued", class: "num", show: func(v *visit, r projections.Reform) cell {
			c := v.counted(int(r.Issued))
			if r.Paid > 0 {
				c.Note = v.T("reforms.paidOut", "sum", paid(r.Paid).Text)
			}
			return c
		}},
		{name: "collectiveShares", csvOnly: true, show: func(v *visit, r projections.Reform) cell { return v.counted(int(r.CollectiveShares)) }},
		{name: "quantified", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return paid(r.Quantified) }},
		{name: "shareValue", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return paid(r.Value) }},
		{name: "remainder", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return paid(r.Remainder) }},
		{name: "openObjections", csvOnly: true, show: func(v *visit, r projections.Reform) cell { return v.counted(r.OpenObjections) }},
		{name: "dividendsDeclared", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return paid(r.Declared) }},
		{name: "dividendsPaid", csvOnly: true, show: func(_ *visit, r projections.Reform) cell { return paid(r.Paid) }},
	}, sourceColumns(func(r projections.Reform) projections.Origin { return r.Origin })...),
}

// reformerOf is what the collective of a reform is called: its id until its
// name is known.
func (v voice) reformerOf(r projections.Reform) string {
	return cmp.Or(v.Name(r.CollectiveName, r.CollectiveNameEnglish), r.ID)
}

// timed is how a reform stands to its last day.
func (v voice) timed(t projections.ReformTiming) cell {
	mark := map[projections.ReformTiming]string{
		projections.ReformUnderWay: "open", projections.ReformOverdue: "late", projections.ReformInTime: "solved", projections.ReformLate: "closed",
	}[t]
	return cell{Text: v.Label(t, string(t)), Mark: mark}
}

// reformsURL is the address of the reforms that a filter gives, of names and
// values in turn.
func reformsURL(pairs ...string) string { return listURL("reforms", pairs...) }

// countyReforms is what the reforms that were looked for come to, and how many of
// each town are at each stage: so that the one furthest behind is seen at a glance.
func countyReforms(v *visit, q *projections.Query, f finding) ([]section, error) {
	towns, all, err := q.ReformsByTown(reformFilter(f), v.today, v.smallCountBelow)
	if err != nil || all.Reforms == 0 {
		return nil, err
	}
	link := func(pairs ...string) string { return f.refined("reforms", reformFilters, pairs...) }
	count := func(key, label string, n int, pairs ...string) figure {
		c := figure{Key: key, Label: label, Text: v.Number(n), Count: n}
		if n > 0 {
			c.Link = link(pairs...)
		}
		return c
	}
	figures := []figure{
		count("total", v.T("reforms.title"), all.Reforms),
		count("closed", v.T("reforms.completed"), all.Completed, "stage", "completed"),
		count("overdue", v.T("reforms.overdue"), all.Overdue, "timing", string(projections.ReformOverdue)),
		{Key: "holders", Label: v.T("reforms.holders"), Text: v.People(all.Holders), Note: v.T("reforms.holders.note", "n", all.Members), Link: link(), Sum: "holders", Count: -1},
		{Key: "shares", Label: v.T("reforms.issued"), Text: v.Number(int(all.Issued)), Link: link(), Sum: "issued", Count: -1},
		amount("paid", v.T("reforms.paid"), all.Paid).sums(link(), "paid"),
	}
	figures[1].Note = v.Percent(all.Completed, all.Reforms)
	figures[2].Note = v.T("reforms.overdue.note", "day", v.Day(v.today))
	figures[5].Note = v.T("reforms.paid.note", "sum", paid(all.Declared).Text)
	behind, err := v.furthestBehind(q, reformFilter(f))
	return []section{
		{ID: "totals", Figures: figures},
		{ID: "towns", Title: v.T("reforms.towns"), Says: behind, Tables: []grid{v.stagesOf(towns, all, f)}},
	}, err
}

// furthestBehind names the reform that is furthest behind of those that a filter
// gives, if one is under way.
func (v *visit) furthestBehind(q *projections.Query, f projections.ReformFilter) ([]string, error) {
	first, _, err := q.Reforms(f, projections.FurthestBehind, v.today, projections.Page{Size: 1})
	if err != nil || first[0].Completed() {
		return nil, err
	}
	r := first[0]
	return []string{v.T("reforms.behind", "n", r.DaysInStage, "collective", v.reformerOf(r), "town", cmp.Or(v.Name(r.TownName, r.TownNameEnglish), v.T("reforms.noTown")), "stage", domain.Label(r.Stage, string(r.Stage), v.lang))}, nil
}

// stagesOf is how many reforms are at each stage, a row a town. Stages at which
// none is are left out.
func (v voice) stagesOf(towns []projections.TownReforms, all projections.ReformTotals, f finding) grid {
	g := grid{Columns: []heading{{v.T("column.town"), "c-title"}}}
	stage := projections.Reform{}.Stage
	stages := stage.Codes()
	for i, s := range stages {
		if all.Stages[i] > 0 {
			g.Columns = append(g.Columns, heading{v.Label(stage, s.Code), "num"})
		}
	}
	g.Columns = append(g.Columns, heading{v.T("column.total"), "num"}, heading{v.T("reforms.overdue"), "num"})
	row := func(name cell, t projections.ReformTotals, of ...string) {
		count := func(n int, pairs ...string) cell {
			if n == 0 {
				return cell{}
			}
			return cell{Text: v.Number(n), Link: f.refined("reforms", reformFilters, append(slices.Clip(of), pairs...)...)}
		}
		cells := []cell{name}
		for i, s := range stages {
			if all.Stages[i] > 0 {
				cells = append(cells, count(t.Stages[i], "stage", s.Code))
			}
		}
		late := count(t.Overdue, "timing", string(projections.ReformOverdue))
		if t.Overdue > 0 {
			late.Mark = "late"
		}
		g.Rows = append(g.Rows, append(cells, count(t.Reforms), late))
	}
	for _, t := range towns {
		row(cell{Text: cmp.Or(v.Name(t.Name, t.NameEnglish), v.T("reforms.noTown"))}, t.ReformTotals, "town", orWithout(t.Town))
	}
	if len(towns) > 1 {
		row(said(v.T("reforms.county")), all)
	}
	return g
}

// reformAtLength is a reform as its own page has it.
type reformAtLength struct {
	projections.Reform
	// Course is the stages in the order in which they were reached.
	Course []projections.ReformStage `json:"course"`
	// Holdings is how many persons hold how many shares.
	Holdings []projections.Holding    `json:"holdings"`
	Years    []projections.ReformYear `json:"years"`
	// Grounds are the decisions that its steps rest on.
	Grounds []projections.ReformGround `json:"grounds"`
}

// reformOf is one of the reforms.
var reformOf = item[reformAtLength]{
	category: "reform", listing: "reforms", member: "reform",
	english: "one property reform as it stands, by the id of its collective, with its stages, shares and years, and its history",
	read: func(q *projections.Query, v *visit, id string) (r reformAtLength, shown shownItem, err error) {
		if r.Reform, err = q.Reform(id, v.today); err != nil {
			return r, shown, err
		}
		if r.Course, err = q.ReformCourse(id); err != nil {
			return r, shown, err
		}
		if r.Holdings, err = q.ReformHoldings(id); err != nil {
			return r, shown, err
		}
		if r.Years, err = q.ReformYears(id); err != nil {
			return r, shown, err
		}
		if r.Grounds, err = q.ReformGrounds(id); err != nil {
			return r, shown, err
		}
		grounds, err := reformGrounds(q, v, r.Grounds)
		if err != nil {
			return r, shown, err
		}
		projections.ShowHolders(v.smallCountBelow, &r.Reform.Holders, r.Holdings)
		for i := range r.Years {
			r.Years[i].ShowPeople(v.smallCountBelow)
		}
		return r, shownItem{
			Title:  v.T("reforms.of", "collective", v.reformerOf(r.Reform)),
			Badges: []cell{v.timed(r.Timing)},
			Stands: v.reformStands(r.Reform), Facts: v.reformFacts(r.Reform), Sections: slices.Concat(v.reformSections(r), grounds), Origin: r.Origin,
		}, nil
	},
}

// reformStands is how a reform stands: what is done, what comes next, since when,
// and how much time is left.
func (v *visit) reformStands(r projections.Reform) []string {
	if r.Completed() {
		if r.DaysLeft < 0 {
			return []string{v.T("reforms.at.completedLate", "day", v.Day(r.CompletedOn), "taken", v.T("days", "n", daysFrom(r.StartedOn, r.CompletedOn)), "n", -r.DaysLeft)}
		}
		return []string{v.T("reforms.at.completed", "day", v.Day(r.CompletedOn), "n", daysFrom(r.StartedOn, r.CompletedOn), "due", v.Day(r.Due))}
	}
	left := v.T("reforms.left", "n", r.DaysLeft, "day", v.Day(r.Due))
	if r.Timing == projections.ReformOverdue {
		left = v.T("reforms.late", "n", -r.DaysLeft, "day", v.Day(r.Due))
	}
	return []string{v.reformNext(r), v.T("reforms.since", "n", r.DaysInStage, "day", v.Day(r.Since)), left}
}

// reformNext is what is done, and what comes next.
func (v *visit) reformNext(r projections.Reform) string {
	switch r.Stage {
	case "planned":
		return v.T("reforms.at.planned")
	case "inventory":
		if r.StepsDone == 0 {
			return v.T("reforms.at.approved")
		}
		return v.T("reforms.at.inventory", "done", r.StepsDone, "steps", r.Steps)
	case "roster":
		if r.Numbered == 0 {
			return v.T("reforms.at.counted")
		}
		return v.T("reforms.at.drafted", "n", r.Numbered)
	case "posted":
		switch until := v.Day(r.PostedUntil); {
		case r.OpenObjections > 0:
			return v.T("reforms.at.objections", "n", r.OpenObjections)
		case r.PostedUntil.Before(v.today):
			return v.T("reforms.at.unconfirmed", "day", until)
		default:
			return v.T("reforms.at.posted", "day", until)
		}
	case "quantification":
		return v.T("reforms.at.confirmed", "n", r.Members)
	case "charter":
		return v.T("reforms.at.quantified", "n", int(r.Issued))
	case "election":
		return v.T("reforms.at.chartered")
	case "registration":
		return v.T("reforms.at.elected")
	case "certificates":
		return v.T("reforms.at.registered")
	}
	return v.T("reforms.at.closing", "n", r.Certificates)
}

// reformFacts are what is known of a reform.
func (v *visit) reformFacts(r projections.Reform) []fact {
	town := cell{Text: v.Name(r.TownName, r.TownNameEnglish), Link: reformsURL("town", r.Town)}
	_, community := domain.SplitStream(r.Community)
	return []fact{
		{v.T("column.stage"), said(v.Label(r.Stage, string(r.Stage)))},
		{v.T("column.community"), cell{Text: v.Name(r.CommunityName, r.CommunityNameEnglish), Link: "/communities/" + community}},
		{v.T("column.town"), town},
		{v.T("column.startedOn"), dated(r.StartedOn)},
		{v.T("column.due"), dated(r.Due)},
		{v.T("column.completedOn"), dated(r.CompletedOn)},
		{v.T("reforms.cooperative"), said(r.Name)},
		{v.T("reforms.registryNumber"), said(r.RegistryNumber)},
		{v.T("reforms.registeredOn"), dated(r.RegisteredOn)},
		{v.T("reforms.certificates"), v.some(r.Certificates)},
		{v.T("reforms.board"), said(v.listed(r.Board))},
		{v.T("reforms.supervisors"), said(v.listed(r.Supervisors))},
	}
}

// known is the facts that say something.
func known(facts ...fact) []fact {
	return slices.DeleteFunc(facts, func(f fact) bool { return f.Text == "" })
}

// some is a count, and nothing for 0.
func (v voice) some(n int) cell {
	if n == 0 {
		return cell{}
	}
	return v.counted(n)
}

// listed is names one after the other.
func (v voice) listed(names []string) string {
	separator := ", "
	if v.lang == domain.Chinese {
		separator = "、"
	}
	return strings.Join(names, separator)
}

// reformSections are the parts of the page of a reform, as far as it has come.
func (v *visit) reformSections(r reformAtLength) []section {
	all := []section{v.reformCourse(r)}
	if r.StepsDone > 0 {
		all = append(all, v.reformInventory(r.Reform))
	}
	if r.Numbered > 0 || !r.PostedOn.IsZero() {
		all = append(all, section{ID: "roster", Title: v.T("reforms.roster"), Facts: known(
			fact{v.T("reforms.numbered"), v.some(r.Numbered)},
			fact{v.T("column.members"), v.some(r.Members)},
			fact{v.T("reforms.postedOn"), dated(r.PostedOn)},
			fact{v.T("reforms.postedUntil"), dated(r.PostedUntil)},
			fact{v.T("reforms.objections"), v.counted(r.Objections)},
			fact{v.T("column.openObjections"), v.counted(r.OpenObjections)},
			fact{v.T("reforms.settledOn"), dated(r.SettledOn)},
		)})
	}
	if r.Issued > 0 {
		all = append(all, v.reformShares(r))
	}
	if len(r.Years) > 0 {
		all = append(all, v.reformYears(r.Years))
	}
	return all
}

// reformGrounds is which decision each step rests on.
func reformGrounds(q *projections.Query, v *visit, all []projections.ReformGround) ([]section, error) {
	if len(all) == 0 {
		return nil, nil
	}
	g := grid{Columns: []heading{{v.T("reforms.step"), "c-title"}, {v.T("column.byDecision"), "c-wide"}}}
	for _, ground := range all {
		decision, err := subjectCell(q, v, ground.Decision)
		if err != nil {
			return nil, err
		}
		g.Rows = append(g.Rows, []cell{said(v.Label(ground.Step, string(ground.Step))), decision})
	}
	return []section{{ID: "grounds", Title: v.T("reforms.grounds"), Says: []string{v.T("reforms.grounds.says")}, Tables: []grid{g}}}, nil
}

// reformCourse is when each stage was reached, and how long it took.
func (v *visit) reformCourse(r reformAtLength) section {
	g := grid{Columns: []heading{{v.T("column.stage"), "c-title"}, {v.T("reforms.reached"), "c-day"}, {v.T("column.daysInStage"), "num"}}}
	for i, s := range r.Course {
		end := cmp.Or(r.CompletedOn, v.today)
		if i+1 < len(r.Course) {
			end = r.Course[i+1].Since
		}
		days := v.counted(max(0, daysFrom(s.Since, end)))
		if r.Completed() && i == len(r.Course)-1 {
			days = cell{}
		}
		g.Rows = append(g.Rows, []cell{said(v.Label(s.Stage, string(s.Stage))), dated(s.Since), days})
	}
	return section{ID: "course", Title: v.T("reforms.course"), Tables: []grid{g}}
}

// reformInventory is the totals of the last step of the inventory.
func (v *visit) reformInventory(r projections.Reform) section {
	g := grid{Columns: []heading{{v.T("reforms.class"), "c-title"}, {v.T("reforms.amount"), "num"}}}
	for _, row := range []struct {
		label string
		sum   domain.Money
	}{
		{v.T("reforms.operating"), r.Operating}, {v.T("reforms.debts"), r.Debts}, {v.T("reforms.netOperating"), r.Operating - r.Debts},
		{v.T("reforms.nonOperating"), r.NonOperating}, {v.T("reforms.resource"), r.Resource},
	} {
		g.Rows = append(g.Rows, []cell{said(row.label), paid(row.sum)})
	}
	return section{
		ID: "inventory", Title: v.T("reforms.inventory"), Says: []string{v.T("reforms.steps", "done", r.StepsDone, "steps", r.Steps)}, Tables: []grid{g},
	}
}

// reformShares is what was quantified, to the fen, and who holds it.
func (v *visit) reformShares(r reformAtLength) section {
	held := chart{ID: "held", Title: v.T("reforms.held"), First: v.T("reforms.holder"), Last: v.T("reforms.shares")}
	for _, part := range []struct {
		label, key string
		shares     int64
	}{
		{v.T("reforms.byCollective"), "received", r.CollectiveShares},
		{v.T("reforms.byPersons"), "intime", r.HeldByPersons()},
	} {
		held.Rows = append(held.Rows, v.barOf(part.label, part.key, int(part.shares), int(r.Issued)))
		held.Rows[len(held.Rows)-1].Total.Text += " · " + v.Percent(int(part.shares), int(r.Issued))
	}
	sizes := chart{ID: "holdings", Title: v.T("reforms.holdings"), First: v.T("reforms.holding"), Last: v.T("reforms.people")}
	most := 0
	for _, h := range r.Holdings {
		n, _ := h.Holders.Exact()
		most = max(most, n)
	}
	for _, h := range r.Holdings {
		n, _ := h.Holders.Exact() // a band has no bar
		row := v.barOf(v.T("reforms.sharesEach", "n", int(h.Shares)), "intime", n, most)
		row.Total.Text = v.People(h.Holders)
		sizes.Rows = append(sizes.Rows, row)
	}
	if len(sizes.Rows) > shownRows+2 {
		sizes.Rows, sizes.Rest = sizes.Rows[:shownRows], sizes.Rows[shownRows:]
	}
	charts := []chart{held, sizes}
	if len(r.Holdings) == 0 {
		charts = charts[:1]
	}
	return section{
		ID: "shares", Title: v.T("reforms.quantification"), Charts: charts,
		Says: []string{
			v.T("reforms.equation.says"),
			v.T("reforms.equation", "shares", int(r.Issued), "value", paid(r.Value).Text, "remainder", paid(r.Remainder).Text, "sum", paid(r.Quantified).Text),
		},
	}
}

// barOf is a row of a chart with one bar and no link.
func (v voice) barOf(label, key string, n, most int) bar {
	return bar{
		Label: label, Total: figure{Key: "total", Label: label, Text: v.Number(n), Count: -1},
		Parts: []part{{Key: key, Left: "0%", Width: percentOf(n, most)}},
	}
}

// reformYears is what each year left, and what was shared out of it.
func (v *visit) reformYears(years []projections.ReformYear) section {
	year := heading{v.T("reforms.year"), "c-title"}
	sum := func(text string) heading { return heading{text, "num"} }
	left := grid{Title: v.T("reforms.results"), Columns: []heading{
		year, sum(v.T("reforms.profit")), sum(v.T("reforms.losses")), sum(v.T("reforms.reserves")), sum(v.T("reforms.remaining")),
	}}
	shared := grid{Title: v.T("reforms.dividends"), Empty: v.T("reforms.noDividends"), Columns: []heading{
		year, sum(v.T("reforms.dividend")), sum(v.T("reforms.perShare")), sum(v.T("column.remainder")),
		sum(v.T("reforms.toHolders")), sum(v.T("reforms.paid")), sum(v.T("reforms.holdersPaid")),
	}}
	for _, y := range years {
		name := said(strconv.Itoa(y.Year))
		left.Rows = append(left.Rows, []cell{name, paid(y.Profit), paid(y.Losses), paid(y.Reserves), paid(y.Left)})
		if y.Declared {
			shared.Rows = append(shared.Rows, []cell{
				name, paid(y.Total), paid(y.PerShare), paid(y.Remainder), paid(y.ToHolders), paid(y.Paid),
				said(v.T("reforms.of.holders", "paid", v.People(y.HoldersPaid), "holders", v.People(y.Holders))),
			})
		}
	}
	return section{ID: "years", Title: v.T("reforms.years"), Tables: []grid{left, shared}}
}
