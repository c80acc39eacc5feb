package web

import (
	"strconv"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// auditAtLength is an audit as its own page has it.
type auditAtLength struct {
	projections.Audit
	Raised []projections.AuditFinding `json:"raised"`
}

// oneAudit is one of the audits.
var oneAudit = item[auditAtLength]{
	category: "audit", listing: "audits", member: "audit",
	english: "one audit as it stands, with every finding and what became of it, and its history",
	read: func(q *projections.Query, v *visit, id string) (a auditAtLength, shown shownItem, err error) {
		if a.Audit, err = q.Audit(domain.StreamOf("audit", id), v.today); err != nil {
			return a, shown, err
		}
		if a.Raised, err = q.AuditFindings(a.Stream); err != nil {
			return a, shown, err
		}
		if a.Raised == nil {
			a.Raised = []projections.AuditFinding{}
		}
		again, err := subjectCell(q, v, a.Again)
		if err != nil {
			return a, shown, err
		}
		sections := []section{v.auditSteps(a.Audit)}
		if a.Summary != "" {
			sections = append(sections, section{ID: "summary", Title: v.T("audit.summary"), Says: []string{a.Summary}})
		}
		if len(a.Raised) > 0 {
			sections = append(sections, v.auditFindings(a.Raised))
		}
		badges := []cell{v.auditStage(a.Audit)}
		if c := v.findingsStanding(a.Audit); c.Text != "" {
			badges = append(badges, c)
		}
		return a, shownItem{
			Title: auditSubject(a.Audit).In(v.lang), Badges: badges, Facts: v.auditFacts(a.Audit, again), Sections: sections, Origin: a.Origin,
		}, nil
	},
}

// auditSubject is what an audit is called.
func auditSubject(a projections.Audit) bilingual {
	in := func(lang domain.Lang) string {
		v := newVoice(lang, nil)
		return v.T("audit.called", "kind", v.Label(a.Kind, string(a.Kind)), "year", strconv.Itoa(a.Year))
	}
	return ofOwner(bilingual{in(domain.English), in(domain.Chinese)}, names(a.AuditedName, a.AuditedNameEnglish))
}

// auditFacts are what is known of an audit, without what is not known yet.
func (v *visit) auditFacts(a projections.Audit, again cell) []fact {
	community, town := v.placed(a.Within)
	disclosure := dated(a.DiscloseBy)
	if !a.Disclosed.IsZero() {
		disclosure = cell{}
	} else if a.Completed() && v.today.After(a.DiscloseBy) {
		disclosure.Mark = "late"
	}
	facts := known(
		fact{v.T("column.audited"), cell{Text: v.auditedName(a), Link: pageOf(a.Audited)}},
		fact{v.T("column.community"), community}, fact{v.T("column.town"), town},
		fact{v.T("column.kind"), said(v.Label(a.Kind, string(a.Kind)))},
		fact{v.T("audit.period"), said(a.From.String() + " – " + a.To.String())},
		fact{v.T("column.leaver"), said(a.Official)}, fact{v.T("audit.post"), said(a.Post)}, fact{v.T("audit.subject"), said(a.Subject)},
		fact{v.T("audit.commissionedBy"), said(a.CommissionedBy)}, fact{v.T("column.auditedBy"), said(a.Institution)},
		fact{v.T("audit.auditors"), said(v.listed(a.Auditors))},
		fact{v.T("audit.report"), said(a.Report)}, fact{v.T("column.opinion"), said(v.opinion(a))},
		fact{v.T("audit.discloseBy"), disclosure},
		fact{v.T("audit.again"), again},
	)
	if a.Completed() {
		facts = append(facts,
			fact{v.T("column.findings"), v.counted(a.Findings)}, fact{v.T("column.openFindings"), v.counted(a.Open)},
			fact{v.T("column.found"), paid(a.Found)}, fact{v.T("column.putRight"), paid(a.PutRight)})
	}
	return facts
}

// auditSteps is when each step was taken.
func (v *visit) auditSteps(a projections.Audit) section {
	g := grid{Columns: []heading{{v.T("audit.step"), "c-title"}, {v.T("column.day"), "c-day"}}}
	for _, s := range []struct {
		label string
		on    domain.Date
		note  string
	}{
		{v.T("audit.commissioned"), a.Commissioned, ""}, {v.T("audit.notified"), a.Notified, ""}, {v.T("audit.entered"), a.Entered, ""},
		{v.T("audit.sent"), a.Sent, v.T("audit.respondBy", "day", a.RespondBy.String())}, {v.T("audit.responded"), a.Responded, ""},
		{v.T("audit.reported"), a.Reported, v.T("audit.toDisclose", "day", a.DiscloseBy.String())}, {v.T("audit.disclosed"), a.Disclosed, ""},
		{v.T("audit.archived"), a.Archived, ""},
	} {
		row := []cell{said(s.label), dated(s.on)}
		if !s.on.IsZero() {
			row[1].Note = s.note
		}
		g.Rows = append(g.Rows, row)
	}
	return section{ID: "steps", Title: v.T("audit.steps"), Tables: []grid{g}}
}

// auditFindings is every finding with how it stands, and what became of it.
func (v *visit) auditFindings(all []projections.AuditFinding) section {
	stand := grid{Columns: []heading{
		{v.T("audit.finding"), "c-title"}, {v.T("column.sum"), "num"}, {v.T("column.putRight"), "num"},
		{v.T("column.standing"), "c-status"}, {v.T("column.rectifyBy"), "c-day"},
	}}
	tables := []grid{{}}
	for _, f := range all {
		words := v.T("audit.number", "n", strconv.Itoa(f.Number))
		if f.Text != "" {
			words = v.T("audit.words", "n", strconv.Itoa(f.Number), "text", f.Text)
		}
		due := dated(f.Due)
		if f.Overdue(v.today) {
			due.Note = v.T("obligations.late", "n", daysFrom(f.Due, v.today))
		}
		stand.Rows = append(stand.Rows, []cell{
			{Text: words, Note: v.Label(f.Category, string(f.Category))}, paid(f.Amount), paid(f.PutRight), v.findingStatus(f), due,
		})
		tables = append(tables, v.findingCourse(f))
	}
	tables[0] = stand
	return section{ID: "findings", Title: v.T("audit.findings"), Tables: tables}
}

// findingStatus is how a finding stands on the day.
func (v *visit) findingStatus(f projections.AuditFinding) cell {
	c := cell{Text: v.Label(f.Status, string(f.Status)), Mark: "open"}
	switch {
	case f.Overdue(v.today):
		c.Mark = "late"
	case f.Rectified():
		c.Mark = "solved"
	case f.Dropped():
		c.Mark = "closed"
	}
	if f.StandsOpen {
		c.Note = v.T("audit.standsOpen")
	} else if !f.Referred.IsZero() {
		c.Note = v.T("audit.referredTo", "to", f.ReferredTo)
	}
	return c
}

// findingCourse is what happened to a finding, step by step.
func (v *visit) findingCourse(f projections.AuditFinding) grid {
	g := grid{Title: v.T("audit.courseOf", "n", strconv.Itoa(f.Number)), Columns: []heading{
		{v.T("audit.step"), "c-title"}, {v.T("column.day"), "c-day"}, {v.T("column.sum"), "num"}, {v.T("column.rectifyBy"), "c-day"}, {v.T("audit.says"), "c-wide"},
	}}
	for _, t := range f.Course {
		sum := cell{}
		if t.Amount > 0 {
			sum = paid(t.Amount)
		}
		says := said(t.Says)
		if later := t.Later(); later != "" {
			says = cell{Text: shortStream(later), Link: pageOf(later)}
		}
		g.Rows = append(g.Rows, []cell{said(v.Label(t.Turn, string(t.Turn))), dated(t.On), sum, dated(t.Due), says})
	}
	return g
}
