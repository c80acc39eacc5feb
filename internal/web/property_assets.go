package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

func assetFilter(v *visit, f finding) projections.AssetFilter {
	return projections.AssetFilter{
		Owners: f.owners(), Class: f.match("class"), Kind: f.match("kind"), Status: f.match("status"),
		Letting: projections.Letting(f.query.Get("letting")), Today: v.today, Text: f.text,
	}
}

var assetFilters = append([]filter{
	{name: "class", coded: domain.OperatingAsset, english: "class"},
	{name: "kind", coded: domain.Land, english: "kind"},
	{name: "letting", coded: projections.AnyLetting, english: "let today, or an operating asset that is not"},
	{name: "status", coded: projections.Asset{}.Status, english: "owned, or how it left its owner"},
}, ownerFilters...)

// assets is the register of what the collectives own.
var assets = listing[projections.Asset]{
	name: "assets", english: "what the collectives own, and owned: by class, owner and use, with values, and who it is let by today",
	lead: true, text: true, sorts: []string{"netValue", "name", "collective"},
	filters: assetFilters,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Asset, int, error) {
		return q.Assets(assetFilter(v, f), f.sort, f.Page)
	},
	sections: assetSections,
	columns: slices.Concat([]col[projections.Asset]{
		{name: "asset", class: "c-title", show: func(_ *visit, a projections.Asset) cell {
			return cell{Text: a.Name, Link: "/assets/" + a.ID}
		}},
		{name: "class", show: func(v *visit, a projections.Asset) cell { return said(v.Label(a.Class, string(a.Class))) }},
		{name: "kind", show: func(v *visit, a projections.Asset) cell { return said(v.Label(a.Kind, string(a.Kind))) }},
	}, ownerColumns("assets", func(a projections.Asset) projections.Owner { return a.Owner }), []col[projections.Asset]{
		{name: "location", csvOnly: true, show: func(_ *visit, a projections.Asset) cell { return said(a.Location) }},
		{name: "quantity", class: "num", show: func(v *visit, a projections.Asset) cell { return v.quantity(a) }},
		{name: "unit", csvOnly: true, show: func(v *visit, a projections.Asset) cell { return said(domain.Label(a.Unit, string(a.Unit), v.lang)) }},
		{name: "originalValue", class: "num", show: func(_ *visit, a projections.Asset) cell { return paid(a.Original) }},
		{name: "netValue", class: "num", show: func(_ *visit, a projections.Asset) cell { return paid(a.Net) }},
		{name: "use", class: "c-status", show: func(v *visit, a projections.Asset) cell { return v.useOf(a) }},
		{name: "acquiredOn", csvOnly: true, show: func(_ *visit, a projections.Asset) cell { return dated(a.AcquiredOn) }},
		{name: "closedOn", csvOnly: true, show: func(_ *visit, a projections.Asset) cell { return dated(a.ClosedOn) }},
		{name: "byDecision", csvOnly: true, show: func(_ *visit, a projections.Asset) cell { return said(a.Decision) }},
	}, sourceColumns(func(a projections.Asset) projections.Origin { return a.Origin })),
}

// quantity is how much of an asset there is; in the CSV the unit has a column of
// its own.
func (v voice) quantity(a projections.Asset) cell {
	plain := strconv.Itoa(a.Quantity)
	if a.Unit == domain.CentiMu {
		return cell{Text: v.T("mu", "number", v.Hundredths(a.Quantity)), CSV: plain}
	}
	key := "quantity." + string(a.Unit)
	return cell{Text: v.T(key, "n", a.Quantity), CSV: plain}
}

// quantityWords are the texts of quantities in all units.
func quantityWords() []string {
	var words []string
	for _, c := range domain.Pieces.Codes() {
		if c.Code != string(domain.CentiMu) {
			words = append(words, "quantity."+c.Code)
		}
	}
	return words
}

// useOf is whether an asset is let today, lies idle, or left its owner.
func (v voice) useOf(a projections.Asset) cell {
	switch {
	case !a.Owned():
		return cell{Text: v.Label(a.Status, string(a.Status)), Note: a.ClosedOn.String(), Mark: "closed"}
	case a.LetBy != "":
		_, id := domain.SplitStream(a.LetBy)
		return cell{Text: v.Label(projections.Let, string(projections.Let)), Link: "/contracts/" + id, Note: v.T("until", "day", a.LetTo.String()), Mark: "solved"}
	case a.Idle():
		return cell{Text: v.Label(projections.Idle, string(projections.Idle)), Mark: "open"}
	}
	return said(v.Label(a.Status, string(a.Status)))
}

// assetSections are the totals over the register.
func assetSections(v *visit, q *projections.Query, f finding) ([]section, error) {
	totals, err := q.AssetTotals(assetFilter(v, f))
	if err != nil {
		return nil, err
	}
	g, operating := v.totalsGrid(totals, f)
	sections := []section{{ID: "totals", Title: v.T("assets.totals"), Tables: []grid{g}}}
	if operating.Assets > 0 {
		sections = append(sections, v.useSection(operating, f))
	}
	rents, err := rentsSection(q, v, f)
	return append(sections, rents), err
}

// propertySection is what a collective owns, or the collectives of a community.
func propertySection(q *projections.Query, v *visit, owner string) ([]section, error) {
	name := "community"
	if domain.OfCategory(owner, "collective") {
		name = "collective"
	}
	f := finding{query: url.Values{name: {owner}}}
	totals, err := q.AssetTotals(assetFilter(v, f))
	if err != nil || len(totals) == 0 {
		return nil, err
	}
	g, _ := v.totalsGrid(totals, f)
	return []section{{ID: "property", Title: v.T("assets.title"), Tables: []grid{g}}}, nil
}

// totalsGrid is the totals of assets by class, those that are not owned any more by
// how they left, and those of the operating ones that are. Each leads to its assets.
func (v voice) totalsGrid(totals []projections.AssetTotal, f finding) (g grid, operating projections.AssetTotal) {
	g = grid{Columns: []heading{
		{v.T("column.class"), "c-title"}, {v.T("column.count"), "num"}, {v.T("column.originalValue"), "num"}, {v.T("column.netValue"), "num"},
	}, Empty: v.T("assets.none")}
	of := func(pairs ...string) string { return f.refined("assets", assetFilters, pairs...) }
	var owned projections.AssetTotal
	var gone []projections.AssetTotal // by status
	for _, t := range totals {
		sum := &owned
		if t.Owned() {
			g.Rows = append(g.Rows, v.totalRow(said(v.Label(t.Class, string(t.Class))), of("class", string(t.Class), "status", string(t.Status)), t))
		} else {
			i := slices.IndexFunc(gone, func(g projections.AssetTotal) bool { return g.Status == t.Status })
			if i < 0 {
				i = len(gone)
				gone = append(gone, projections.AssetTotal{Status: t.Status})
			}
			sum = &gone[i]
		}
		if t.Owned() && t.Class == domain.OperatingAsset {
			operating = t
		}
		sum.Assets, sum.Original, sum.Net, sum.Status = sum.Assets+t.Assets, sum.Original+t.Original, sum.Net+t.Net, t.Status
	}
	if len(g.Rows) > 1 {
		g.Rows = append(g.Rows, v.totalRow(said(v.T("assets.owned")), of("status", string(owned.Status)), owned))
	}
	for _, t := range gone {
		g.Rows = append(g.Rows, v.totalRow(cell{Text: v.Label(t.Status, string(t.Status)), Note: v.T("assets.gone")}, of("status", string(t.Status)), t))
	}
	return g, operating
}

// useSection is how many of the operating assets are let today.
func (v voice) useSection(operating projections.AssetTotal, f finding) section {
	idle := projections.AssetTotal{Assets: operating.Assets - operating.Let, Net: operating.Net - operating.LetNet}
	use := func(key projections.Letting, label string, n int, net domain.Money) figure {
		u := figure{
			Key: string(key), Label: label, Text: v.Number(n) + " · " + v.Percent(n, operating.Assets), Count: n,
			Note: v.T("assets.ofNet", "net", "¥"+net.String(), "share", v.Percent(int(net), int(operating.Net))),
		}
		if n > 0 { // where the other use is chosen there are none, and no list of them
			u.Link = f.refined("assets", assetFilters, "class", string(domain.OperatingAsset), "status", string(operating.Status), "letting", string(key))
		}
		return u
	}
	return section{ID: "use", Title: v.T("assets.use"), Figures: []figure{
		use(projections.Let, v.T("assets.let"), operating.Let, operating.LetNet), use(projections.Idle, v.T("assets.idle"), idle.Assets, idle.Net),
	}}
}

func (v voice) totalRow(label cell, link string, t projections.AssetTotal) []cell {
	n := v.counted(t.Assets)
	n.Link = link
	return []cell{label, n, paid(t.Original).sums(link, "originalValue"), paid(t.Net).sums(link, "netValue")}
}

// shownAsset is the JSON of an asset with its steps.
type shownAsset struct {
	projections.Asset
	Steps []projections.AssetStep `json:"steps"`
}

// oneAsset is one of them.
var oneAsset = item[shownAsset]{
	category: "asset", listing: "assets", member: "asset", words: quantityWords(),
	english: "one asset as it stands, with every step that moved its use or its value, and its history",
	read: func(q *projections.Query, v *visit, id string) (shownAsset, shownItem, error) {
		a, err := q.Asset(domain.StreamOf("asset", id), v.today)
		if err != nil {
			return shownAsset{}, shownItem{}, err
		}
		steps, err := q.AssetSteps(a.Stream)
		if err != nil {
			return shownAsset{}, shownItem{}, err
		}
		shown := shownItem{
			Title: a.Name, Origin: a.Origin, Badges: []cell{v.useOf(a)},
			Facts: append(v.ownerFacts("assets", a.Owner), v.assetFacts(a)...),
		}
		for _, other := range []struct{ label, stream string }{{v.T("asset.from"), a.From}, {v.T("asset.successor"), a.Successor}} {
			c, err := subjectCell(q, v, other.stream)
			if err != nil {
				return shownAsset{}, shownItem{}, err
			}
			if c.Text != "" {
				shown.Facts = append(shown.Facts, fact{other.label, c})
			}
		}
		lawful, err := stepsSection(q, v, a, steps)
		if err != nil {
			return shownAsset{}, shownItem{}, err
		}
		contracts, err := assetContracts(q, v, a)
		shown.Sections = append([]section{lawful}, contracts...)
		return shownAsset{a, steps}, shown, err
	},
}

func (v voice) assetFacts(a projections.Asset) []fact {
	facts := []fact{
		{v.T("column.class"), said(v.Label(a.Class, string(a.Class)))},
		{v.T("column.kind"), said(v.Label(a.Kind, string(a.Kind)))},
		{v.T("column.location"), said(a.Location)},
		{v.T("column.quantity"), v.quantity(a)},
		{v.T("column.originalValue"), paid(a.Original)},
		{v.T("column.netValue"), paid(a.Net)},
		{v.T("column.acquiredOn"), dated(a.AcquiredOn)},
		{v.T("asset.cameBy"), said(v.Label(a.CameBy, string(a.CameBy)))},
		{v.T("asset.condition"), said(v.Label(a.Condition, string(a.Condition)))},
	}
	if a.Certificate != "" {
		facts = append(facts, fact{v.T("asset.certificate"), said(a.Certificate)})
	}
	if !a.AppraisedOn.IsZero() {
		last := paid(a.Appraised)
		last.Note = a.AppraisedOn.String()
		facts = append(facts, fact{v.T("asset.appraised"), last})
	}
	return facts
}

// stepsSection is who decided, lawfully, and where the value went.
func stepsSection(q *projections.Query, v *visit, a projections.Asset, steps []projections.AssetStep) (section, error) {
	s := section{ID: "lawful", Title: v.T("asset.lawful")}
	if len(steps) == 0 {
		s.Says = []string{v.T("asset.untouched")}
		return s, nil
	}
	s.Says = []string{v.T("asset.lawfulLead")}
	for _, p := range steps {
		d := deal{p.Decision, p.Tender, p.Appraised, p.AppraisedOn, p.Judged}
		rows, err := v.stepRows(q, a, p, &d)
		if err != nil {
			return s, err
		}
		grounds, err := d.grounds(q, v)
		if err != nil {
			return s, err
		}
		s.Tables = append(s.Tables, grid{Title: v.stepTitle(p), Columns: v.groundsColumns(), Rows: append(grounds, rows...)})
	}
	return s, nil
}

func (v voice) stepTitle(p projections.AssetStep) string {
	label := v.Label(p.Step, string(p.Step))
	if p.Step != projections.Leased {
		return label + " · " + p.From.String()
	}
	title := label + " · " + p.From.String() + " – " + p.To.String()
	if p.Ended {
		title += " · " + v.T("asset.endedEarly", "why", domain.Label(p.Why, string(p.Why), v.lang))
	}
	return title
}

// stepRows say by which contract a step was, with whom, and what it came to. A
// lease was appraised for its contract.
func (v *visit) stepRows(q *projections.Query, a projections.Asset, p projections.AssetStep, d *deal) ([][]cell, error) {
	var rows [][]cell
	row := func(label string, c cell, note string) { rows = append(rows, []cell{said(label), c, said(note)}) }
	if p.Contract != "" {
		by, err := subjectCell(q, v, p.Contract)
		if err != nil {
			return nil, err
		}
		k, err := q.Contract(p.Contract, v.today)
		if err != nil {
			return nil, err
		}
		row(v.T("step.contract"), by, v.T("step.with", "party", v.party(k.Party)))
		if p.Step == projections.Leased {
			d.appraised = k.Appraised
			row(v.T("step.rent"), paid(p.Amount), v.T("step.account", "due", "¥"+k.Due.String(), "paid", "¥"+k.Paid.String(), "arrears", "¥"+k.Arrears.String()))
			return rows, nil
		}
		row(v.T("step.price"), paid(p.Amount), v.T("step.account", "due", "¥"+k.Due.String(), "paid", "¥"+k.Paid.String(), "arrears", "¥"+k.Arrears.String()))
	}
	switch {
	case p.Receiver != "":
		to, err := subjectCell(q, v, p.Receiver)
		if err != nil {
			return nil, err
		}
		note := ""
		if a.Successor == "" {
			note = v.T("step.notReceived")
		}
		row(v.T("step.receiver"), to, note)
	case p.Reason != "":
		row(v.T("step.reason"), said(p.Reason), "")
	}
	row(v.T("step.net"), paid(p.Net), "")
	return rows, nil
}

// assetContracts are the contracts that name an asset.
func assetContracts(q *projections.Query, v *visit, a projections.Asset) ([]section, error) {
	contracts, _, err := q.Contracts(projections.ContractFilter{Asset: projections.Is(a.Stream), Today: v.today}, "signed", projections.Page{Size: maxShown})
	if err != nil || len(contracts) == 0 {
		return nil, err
	}
	g := grid{Columns: []heading{
		{v.T("column.contract"), "c-title"}, {v.T("column.signed"), "c-day"}, {v.T("column.contractTotal"), "num"},
		{v.T("column.paidSoFar"), "num"}, {v.T("column.arrears"), "num"}, {v.T("column.standing"), "c-status"},
	}}
	for _, k := range contracts {
		g.Rows = append(g.Rows, []cell{
			{Text: contractSubject(k).In(v.lang), Link: "/contracts/" + k.ID}, dated(k.Signed), paid(k.Total), paid(k.Paid), paid(k.Arrears), v.standing(k),
		})
	}
	return []section{{ID: "contracts", Title: v.T("asset.contracts"), Tables: []grid{g}}}, nil
}
