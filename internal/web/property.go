package web

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// What the pages of collective property share.

// ownerFilters choose owners: by town, by community, or one.
var ownerFilters = []filter{
	{name: "town", english: "stream of the town", options: placeOptions(projections.TownPlace)},
	{name: "community", english: "stream of the community", options: placeOptions(projections.CommunityPlace)},
	{name: "collective", english: "stream of the collective", options: func(v *visit, q *projections.Query) ([]option, error) {
		owners, err := q.PropertyOwners()
		var options []option
		for _, o := range owners {
			options = append(options, option{Value: o.Owner, Label: v.ownerName(o)})
		}
		return options, err
	}},
}

// owners are those that are chosen in the filters.
func (f finding) owners() projections.Owners {
	return projections.Owners{Owner: f.match("collective"), Community: f.match("community"), Town: f.match("town")}
}

// narrowed is the address of a listing for the same owners, narrowed by names and
// values in turn.
func (f finding) narrowed(listing string, pairs ...string) string {
	q := url.Values{}
	for _, o := range ownerFilters {
		if chosen := f.query.Get(o.name); chosen != "" {
			q.Set(o.name, chosen)
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return strings.TrimSuffix("/"+listing+"?"+q.Encode(), "?")
}

func (v voice) ownerName(o projections.Owner) string {
	_, id := domain.SplitStream(o.Owner)
	return cmp.Or(v.Name(o.OwnerName, o.OwnerNameEnglish), id)
}

// ownerColumns say whose a row is: on the page the collective, in the CSV its
// community and its town too.
func ownerColumns[R any](listing string, owner func(R) projections.Owner) []col[R] {
	return []col[R]{
		{name: "collective", class: "c-place", show: func(v *visit, r R) cell {
			o := owner(r)
			return cell{Text: v.ownerName(o), Link: "/" + listing + "?collective=" + url.QueryEscape(o.Owner)}
		}},
		{name: "community", csvOnly: true, show: func(v *visit, r R) cell {
			return said(v.Name(owner(r).CommunityName, owner(r).CommunityNameEnglish))
		}},
		{name: "town", csvOnly: true, show: func(v *visit, r R) cell {
			return said(v.Name(owner(r).TownName, owner(r).TownNameEnglish))
		}},
	}
}

// ownerFacts say whose something is.
func (v voice) ownerFacts(listing string, o projections.Owner) []fact {
	facts := []fact{{v.T("column.collective"), cell{Text: v.ownerName(o), Link: "/" + listing + "?collective=" + url.QueryEscape(o.Owner)}}}
	if o.Community != "" {
		_, id := domain.SplitStream(o.Community)
		facts = append(facts,
			fact{v.T("column.community"), cell{Text: cmp.Or(v.Name(o.CommunityName, o.CommunityNameEnglish), id), Link: "/communities/" + id}},
			fact{v.T("column.town"), cell{Text: v.Name(o.TownName, o.TownNameEnglish), Link: "/" + listing + "?town=" + url.QueryEscape(o.Town)}})
	}
	return facts
}

// party is who something is done with: an organisation, or a person, whose name
// is not public.
func (v voice) party(organisation string) string { return cmp.Or(organisation, v.T("party.resident")) }

// subjectCell is a stream by what it is about, with a link to its page; an empty cell
// for "".
func subjectCell(q *projections.Query, v *visit, stream string) (cell, error) {
	if stream == "" {
		return cell{}, nil
	}
	about, err := subjectOf(q, stream)
	if err != nil && !errors.Is(err, projections.ErrNotFound) {
		return cell{}, err
	}
	return cell{Text: cmp.Or(about.In(v.lang), shortStream(stream)), Link: pageOf(stream)}, nil
}

// A deal is a lease, a sale or another contract with what it rests on.
type deal struct {
	decision, tender string
	// appraised is the value that was used, appraisedOn its day or no date.
	appraised   domain.Money
	appraisedOn domain.Date
	judged      projections.Weighing
}

// grounds are the rows that say what a deal rests on, and what the rules of its
// day asked for.
func (d deal) grounds(q *projections.Query, v *visit) ([][]cell, error) {
	w := d.judged
	decision, err := subjectCell(q, v, d.decision)
	if err != nil {
		return nil, err
	}
	tender, err := subjectCell(q, v, d.tender)
	if err != nil {
		return nil, err
	}
	rows := [][]cell{{said(v.T("grounds.decision")), missing(v, decision), said(v.decisionRule(w))}}
	if w.Rules == "" { // a write-off, which no number decides
		return rows, nil
	}
	if w.BiddingFrom > 0 {
		rows = append(rows, []cell{said(v.T("grounds.tender")), missing(v, tender), said(v.needed(w.NeedsBidding, w.BiddingFrom))})
	}
	if w.AppraisalFrom > 0 {
		appraisal := missing(v, cell{})
		if d.appraised > 0 {
			appraisal = paid(d.appraised)
			appraisal.Note = d.appraisedOn.String()
		}
		rows = append(rows, []cell{said(v.T("grounds.appraisal")), appraisal, said(v.needed(w.NeedsAppraisal, w.AppraisalFrom))})
	}
	if w.Months > 0 {
		rows = append(rows, []cell{said(v.T("grounds.months")), said(v.T("months", "n", w.Months)), said(v.T("grounds.atMost", "n", w.MaxMonths))})
	}
	return append(rows, []cell{said(v.T("grounds.counted")), paid(w.Value), said(v.T("grounds.rules", "rules", w.Rules))}), nil
}

// missing is a cell, or the words that there is none.
func missing(v *visit, c cell) cell {
	if c.Text == "" {
		return said(v.T("grounds.none"))
	}
	return c
}

func (v voice) decisionRule(w projections.Weighing) string {
	switch {
	case w.DecisionFrom == 0:
		return v.T("grounds.always")
	case w.DecisionMonths > 0 && w.NeedsDecision:
		return v.T("grounds.neededLease", "from", "¥"+w.DecisionFrom.String(), "n", w.DecisionMonths)
	case w.DecisionMonths > 0:
		return v.T("grounds.notNeededLease", "from", "¥"+w.DecisionFrom.String(), "n", w.DecisionMonths)
	}
	return v.needed(w.NeedsDecision, w.DecisionFrom)
}

func (v voice) needed(needed bool, from domain.Money) string {
	if needed {
		return v.T("grounds.needed", "from", "¥"+from.String())
	}
	return v.T("grounds.notNeeded", "from", "¥"+from.String())
}

// groundsColumns are the columns over grounds.
func (v voice) groundsColumns() []heading {
	return []heading{{v.T("column.asked"), "c-title"}, {v.T("column.there"), "c-wide"}, {v.T("column.rule"), "c-wide"}}
}

// amount is a figure of money.
func amount(key, label string, m domain.Money) figure {
	return figure{Key: key, Label: label, Text: "¥" + m.String(), Count: -1}
}

// sums is the figure with the list whose rows it adds up, by a member of their JSON.
func (f figure) sums(link, member string) figure {
	f.Link, f.Sum = link, member
	return f
}

// sums is the cell with the list whose rows it adds up, by a member of their JSON.
func (c cell) sums(link, member string) cell {
	c.Link, c.Sum = link, member
	return c
}

// rentsSection is what the leases of some owners brought in this year.
func rentsSection(q *projections.Query, v *visit, f finding) (section, error) {
	totals, err := q.ContractTotals(projections.ContractFilter{Owners: f.owners(), Kind: projections.Is(string(domain.LeaseContract)), Today: v.today})
	if err != nil {
		return section{}, err
	}
	var r projections.ContractTotal // leases are all of one side
	if len(totals) > 0 {
		r = totals[0]
	}
	year := strconv.Itoa(v.today.Year)
	leases := func(pairs ...string) string {
		return f.narrowed("contracts", append(pairs, "kind", string(domain.LeaseContract))...)
	}
	due := amount("due", v.T("rents.due"), r.DueInYear).sums(leases("year", year), "dueInYear")
	got := amount("paid", v.T("rents.paid"), r.PaidInYear).sums(leases("year", year), "paidInYear")
	late := amount("arrears", v.T("rents.arrears"), r.Arrears)
	due.Note, got.Note = v.T("rents.until", "today", v.today.String()), v.T("rents.until", "today", v.today.String())
	late.Note = v.T("rents.late", "n", r.Late)
	if r.Late > 0 {
		late = late.sums(leases("arrears", "yes"), "arrears")
		late.Key, late.Count = "overdue", r.Late
	}
	return section{ID: "rents", Title: v.T("rents.title", "year", year), Figures: []figure{due, got, late}}, nil
}
