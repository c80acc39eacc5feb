package web

import (
	"cmp"
	"net/url"
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// decisions is what villages, natural villages and collectives decide.
var decisions = listing[projections.Decision]{
	name: "decisions", english: "what communities, natural villages and collectives decide, with the numbers of every vote",
	lead: true, text: true, sorts: []string{"newest", "oldest", "owner", "waiting"},
	filters: []filter{
		{name: "pending", coded: projections.Pending(""), english: "what is owed to the public, as of today"},
		{name: "status", coded: projections.Decision{}.Status, english: "how far it has come"},
		{name: "kind", coded: domain.MatterKind(""), english: "kind of matter"},
		{name: "procedure", coded: domain.Procedure(""), english: "procedure"},
		{name: "town", options: placeOptions(projections.TownPlace), english: "stream of the town"},
		{name: "community", options: placeOptions(projections.CommunityPlace), english: "stream of the community that decides, or in which the owner lies"},
		{name: "owner", options: ownerOptions, english: "stream of the unit that decides"},
	},
	sections: decisionSections,
	find: func(q *projections.Query, v *visit, f finding) ([]projections.Decision, int, error) {
		return q.Decisions(projections.DecisionFilter{
			Status: f.match("status"), Kind: f.match("kind"), Procedure: f.match("procedure"),
			Town: f.match("town"), Community: f.match("community"), Owner: f.match("owner"),
			Pending: projections.Pending(pendingOf(f)), Today: v.today, Text: f.text,
		}, f.sort, f.Page)
	},
	columns: append(decisionColumns, sourceColumns(func(d projections.Decision) projections.Origin { return d.Origin })...),
}

// pendingOf is what is asked for; nothing is pending of everything.
func pendingOf(f finding) string {
	value, _ := f.match("pending").Value()
	return value
}

// ownerOptions are those who have decided something.
func ownerOptions(v *visit, q *projections.Query) ([]option, error) {
	owners, err := q.DecisionOwners()
	var options []option
	for _, o := range owners {
		options = append(options, option{Value: o.Stream, Label: cmp.Or(v.Name(o.Name, o.NameEnglish), o.Stream)})
	}
	return options, err
}

var decisionColumns = []col[projections.Decision]{
	{name: "decision", class: "c-title", show: func(v *visit, d projections.Decision) cell {
		return cell{Text: v.Name(d.Title, d.TitleEnglish), Link: "/decisions/" + d.ID}
	}},
	{name: "owner", class: "c-place", show: func(v *visit, d projections.Decision) cell {
		return cell{Text: ownerName(v, d), Link: decisionsURL("owner", d.Owner)}
	}},
	{name: "kind", show: func(v *visit, d projections.Decision) cell { return said(v.Label(d.Kind, string(d.Kind))) }},
	{name: "status", class: "c-status", show: func(v *visit, d projections.Decision) cell { return decisionStatus(v, d) }},
	{name: "proposedOn", class: "c-day num", show: func(_ *visit, d projections.Decision) cell { return dated(d.Proposed) }},
	{name: "inFavour", class: "num", show: func(v *visit, d projections.Decision) cell {
		if d.Voted.IsZero() {
			return cell{}
		}
		return cell{Text: v.Number(d.Vote.InFavour), Note: v.T("vote.ofNeeded", "needed", d.Vote.Needed), CSV: strconv.Itoa(d.Vote.InFavour)}
	}},
	{name: "objections", class: "num", show: func(v *visit, d projections.Decision) cell {
		if d.Objections == 0 {
			return cell{CSV: "0"}
		}
		return v.counted(d.Objections)
	}},
	{name: "openObjections", csvOnly: true, show: func(v *visit, d projections.Decision) cell { return v.counted(d.OpenObjections) }},
	{name: "procedure", csvOnly: true, show: func(v *visit, d projections.Decision) cell { return said(v.Label(d.Procedure, string(d.Procedure))) }},
	{name: "meeting", csvOnly: true, show: func(v *visit, d projections.Decision) cell { return said(v.Label(d.Meeting, string(d.Meeting))) }},
	{name: "community", csvOnly: true, show: func(v *visit, d projections.Decision) cell {
		return said(v.Name(d.CommunityName, d.CommunityNameEnglish))
	}},
	{name: "town", csvOnly: true, show: func(v *visit, d projections.Decision) cell { return said(v.Name(d.TownName, d.TownNameEnglish)) }},
	{name: "amount", csvOnly: true, show: func(_ *visit, d projections.Decision) cell { return amountOf(d) }},
	voteColumn("expected", func(v projections.DecisionVote) int { return v.Expected }),
	voteColumn("recused", func(v projections.DecisionVote) int { return v.Recused }),
	voteColumn("ballotsIssued", func(v projections.DecisionVote) int { return v.Issued }),
	voteColumn("returned", func(v projections.DecisionVote) int { return v.Returned }),
	voteColumn("proxies", func(v projections.DecisionVote) int { return v.Proxies }),
	voteColumn("against", func(v projections.DecisionVote) int { return v.Against }),
	voteColumn("abstained", func(v projections.DecisionVote) int { return v.Abstained }),
	voteColumn("invalid", func(v projections.DecisionVote) int { return v.Invalid }),
	voteColumn("quorum", func(v projections.DecisionVote) int { return v.Quorum }),
	voteColumn("needed", func(v projections.DecisionVote) int { return v.Needed }),
	dayColumn("votedOn", func(d projections.Decision) domain.Date { return d.Voted }),
	dayColumn("adoptedOn", func(d projections.Decision) domain.Date { return d.Adopted }),
	dayColumn("disclosedOn", func(d projections.Decision) domain.Date { return d.Disclosed }),
	dayColumn("binds", func(d projections.Decision) domain.Date { return d.Binds }),
	dayColumn("implementedOn", func(d projections.Decision) domain.Date { return d.Implemented }),
	dayColumn("resultsBy", func(d projections.Decision) domain.Date { return d.ResultsBy }),
	dayColumn("resultsOn", func(d projections.Decision) domain.Date { return d.ResultsDisclosed }),
}

// voteColumn is a number of the vote for the CSV, empty where there was none.
func voteColumn(name string, of func(projections.DecisionVote) int) col[projections.Decision] {
	return col[projections.Decision]{name: name, csvOnly: true, show: func(v *visit, d projections.Decision) cell {
		if d.Voted.IsZero() {
			return cell{}
		}
		return v.counted(of(d.Vote))
	}}
}

func dayColumn(name string, of func(projections.Decision) domain.Date) col[projections.Decision] {
	return col[projections.Decision]{name: name, csvOnly: true, show: func(_ *visit, d projections.Decision) cell { return dated(of(d)) }}
}

func amountOf(d projections.Decision) cell {
	if d.Amount == 0 {
		return cell{}
	}
	return paid(d.Amount)
}

// ownerName is who decides, by its stream where the views know no name.
func ownerName(v *visit, d projections.Decision) string {
	return cmp.Or(v.Name(d.OwnerName, d.OwnerNameEnglish), d.Owner)
}

// decisionStatus is how a decision stands, as a badge, with what is owed.
func decisionStatus(v *visit, d projections.Decision) cell {
	c := cell{Text: v.Label(d.Status, string(d.Status)), Mark: "open", CSV: v.Label(d.Status, string(d.Status))}
	switch late := d.AnswerLate(v.today) || d.ResultsLate(v.today); {
	case late:
		c.Mark = "late"
	case !d.ResultsDisclosed.IsZero():
		c.Mark = "solved"
	case d.WaitsSince.IsZero():
		c.Mark = "closed"
	}
	switch {
	case d.AnswerLate(v.today):
		c.Note = v.Label(projections.ObjectionsLate, string(projections.ObjectionsLate))
	case d.OpenObjections > 0:
		c.Note = v.Label(projections.ObjectionsOpen, string(projections.ObjectionsOpen))
	case d.ResultsLate(v.today):
		c.Note = v.Label(projections.ResultsLate, string(projections.ResultsLate))
	}
	return c
}

func decisionsURL(name, value string) string {
	return "/decisions?" + url.Values{name: {value}}.Encode()
}

// decisionSections say what is owed to the public, and how far decisions are.
func decisionSections(v *visit, q *projections.Query, _ finding) ([]section, error) {
	counts, err := q.DecisionCounts(v.today)
	if err != nil || len(counts.ByStatus) == 0 {
		return nil, err
	}
	owed := section{ID: "pending", Title: v.T("decisions.pending")}
	for _, code := range projections.Pending("").Codes() {
		n := counts.Pending[projections.Pending(code.Code)]
		key := "pending"
		if p := projections.Pending(code.Code); n > 0 && (p == projections.ObjectionsLate || p == projections.ResultsLate) {
			key = "overdue"
		}
		owed.Figures = append(owed.Figures, figure{
			Key: key, Label: v.Label(projections.Pending(""), code.Code), Text: v.Number(n), Link: decisionsURL("pending", code.Code), Count: n,
		})
	}
	steps := chart{ID: "step", Title: v.T("decisions.bySteps"), First: v.T("column.status")}
	most := 0
	for _, n := range counts.ByStatus {
		most = max(most, n)
	}
	status := projections.Decision{}.Status
	for _, code := range status.Codes() {
		n := counts.ByStatus[code.Code]
		if n == 0 {
			continue
		}
		link := decisionsURL("status", code.Code)
		steps.Rows = append(steps.Rows, bar{
			Label: v.Label(status, code.Code),
			Total: figure{Text: v.Number(n), Link: link, Count: n},
			Parts: []part{{"received", "0%", percentOf(n, most), link}},
		})
	}
	return []section{owed, {ID: "steps", Charts: []chart{steps}}}, nil
}
