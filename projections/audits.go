package projections

import (
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
)

// auditsView is the audits of collectives and communities, with their findings
// and what became of each. What was found has words here once the public was told.
var auditsView = &view{
	name:       "audits",
	version:    1,
	categories: []string{"audit"},
	tables: []table{
		{
			name: "audit",
			columns: []column{
				{"audited", textColumn}, {"year", integerColumn}, {"kind", textColumn}, {"official", textColumn}, {"post", textColumn}, {"subject", textColumn},
				{"from_day", integerColumn}, {"to_day", integerColumn}, {"stage", textColumn},
				{"commissioned_by", textColumn}, {"institution", textColumn}, {"auditors", textColumn},
				{"commissioned_on", optionColumn}, {"notified_on", optionColumn}, {"entered_on", optionColumn},
				{"sent_on", optionColumn}, {"respond_by", optionColumn}, {"responded_on", optionColumn},
				{"reported_on", optionColumn}, {"report", textColumn}, {"opinion", textColumn}, {"summary", textColumn},
				{"disclose_by", optionColumn}, {"disclosed_on", optionColumn}, {"archived_on", optionColumn}, {"again", textColumn},
				// Those of the findings in the report: how many, of how much, how many
				// are open, how much was put right, how many were referred; and the
				// earliest day by which a rectification is due, null where none is.
				{"findings", integerColumn}, {"found", integerColumn}, {"open", integerColumn}, {"put_right", integerColumn}, {"referred", integerColumn},
				{"due", optionColumn},
			},
			indexes: []string{"audited", "year, stage, reported_on", "due WHERE due IS NOT NULL"},
		},
		{
			name: "audit_finding",
			columns: []column{
				{"number", integerColumn}, {"category", textColumn}, {"amount", integerColumn}, {"status", textColumn}, {"words", textColumn},
				{"due", optionColumn}, {"put_right", integerColumn}, {"refused", integerColumn}, {"referred_on", optionColumn}, {"referred_to", textColumn},
				{"stands_open", integerColumn},
			},
			indexes: []string{"status, due"},
		},
		{
			name: "audit_turn",
			columns: []column{
				{"finding", integerColumn}, {"turn", textColumn}, {"on_day", integerColumn}, {"amount", integerColumn}, {"due", optionColumn}, {"says", textColumn},
			},
		},
	},
	rows: auditRows,
}

func auditRows(state any, zone *time.Location, to *rowSet) {
	a := state.(audit.Audit)
	var findings, open, referred int
	var found, right domain.Money
	var due domain.Date
	for i, f := range a.Findings {
		ordered := domain.Date{}
		if f.Status == audit.StatusOrdered {
			ordered = f.Due
		}
		to.put(1, storedInt(i+1), string(f.Category), int64(f.Amount), string(f.Status), f.Text,
			storedDay(ordered), int64(f.PutRight), storedInt(f.Refused), storedDay(f.Referred), f.To, storedFlag(f.StandsOpen))
		for _, c := range f.Course {
			to.put(2, storedInt(i+1), string(c.Turn), storedDay(domain.DateOf(c.At, zone)), int64(c.Amount), storedDay(c.Due), c.Says)
		}
		if !f.Reported() {
			continue
		}
		findings++
		found, right = addedUp(found, f.Amount), addedUp(right, f.PutRight)
		if f.Open() {
			open++
		}
		if !f.Referred.IsZero() {
			referred++
		}
		if !ordered.IsZero() && (due.IsZero() || ordered.Before(due)) {
			due = ordered
		}
	}
	var auditors []string
	for _, m := range a.Auditors {
		auditors = append(auditors, m.Name)
	}
	to.put(0, a.Audited, storedInt(a.Year), string(a.Kind), a.Official, a.Post, a.Subject,
		storedDay(a.From), storedDay(a.To), string(a.Stage),
		a.By, a.Institution, strings.Join(auditors, "\n"),
		storedDay(a.Commissioned), storedDay(a.Notified), storedDay(a.Entered),
		storedDay(a.Sent), storedDay(a.RespondBy), storedDay(a.Responded),
		storedDay(a.Reported), a.Report, string(a.Opinion), a.Summary,
		storedDay(a.DiscloseBy), storedDay(a.Disclosed), storedDay(a.Archived), a.Again,
		storedInt(findings), int64(found), storedInt(open), int64(right), storedInt(referred), storedDay(due))
}

// Audit is one audit as it stands.
type Audit struct {
	Origin
	ID string `json:"id"`
	// Audited is the collective or the community, by its stream, with its names
	// and where it lies; a community lies in itself.
	Audited            string `json:"audited"`
	AuditedName        string `json:"auditedName,omitzero"`
	AuditedNameEnglish string `json:"auditedNameEnglish,omitzero"`
	Within
	// Year is that of the plan, From and To the days of what is audited.
	Year     int         `json:"year"`
	Kind     audit.Kind  `json:"kind"`
	Official string      `json:"official,omitzero"`
	Post     string      `json:"post,omitzero"`
	Subject  string      `json:"subject,omitzero"`
	From     domain.Date `json:"from"`
	To       domain.Date `json:"to"`

	Stage          audit.Stage `json:"stage"`
	CommissionedBy string      `json:"commissionedBy,omitzero"`
	Institution    string      `json:"institution,omitzero"`
	Auditors       []string    `json:"auditors,omitempty"`
	// The days of the steps, no date for what was not done.
	Commissioned domain.Date `json:"commissioned,omitzero"`
	Notified     domain.Date `json:"notified,omitzero"`
	Entered      domain.Date `json:"entered,omitzero"`
	Sent         domain.Date `json:"draftSent,omitzero"`
	RespondBy    domain.Date `json:"respondBy,omitzero"`
	Responded    domain.Date `json:"responded,omitzero"`
	Reported     domain.Date `json:"reported,omitzero"`
	DiscloseBy   domain.Date `json:"discloseBy,omitzero"`
	Disclosed    domain.Date `json:"disclosed,omitzero"`
	Archived     domain.Date `json:"archived,omitzero"`

	Report  string        `json:"report,omitzero"`
	Opinion audit.Opinion `json:"opinion,omitzero"`
	Summary string        `json:"summary,omitzero"`
	// Again is the later audit that looked at it again.
	Again string `json:"again,omitzero"`

	// Findings are those in the report, Open those that are not put right, and
	// Referred those that an authority was told of. Found is what they concern,
	// PutRight what was put right of it. OverdueFindings are those of the open ones
	// whose rectification was due before the day.
	Findings        int          `json:"findings"`
	Open            int          `json:"open"`
	OverdueFindings int          `json:"overdueFindings"`
	Referred        int          `json:"referred"`
	Found           domain.Money `json:"found"`
	PutRight        domain.Money `json:"putRight"`
	// Due is the earliest day by the end of which a rectification is due.
	Due domain.Date `json:"due,omitzero"`
}

// Completed reports whether the report was issued.
func (a Audit) Completed() bool { return !a.Reported.IsZero() }

// Cancelled reports whether it was, before its report.
func (a Audit) Cancelled() bool { return a.Stage == audit.StageCancelled }

// Overdue reports whether a rectification was due before a day.
func (a Audit) Overdue(today domain.Date) bool { return !a.Due.IsZero() && today.After(a.Due) }

// AuditFinding is one finding of an audit.
type AuditFinding struct {
	Number   int                 `json:"number"`
	Category audit.Category      `json:"category"`
	Amount   domain.Money        `json:"amount"`
	Status   audit.FindingStatus `json:"status"`
	// Text is what the public was told that it is, "" before the report is
	// disclosed.
	Text string `json:"text,omitzero"`
	// Due is the last day of a rectification that is waited for.
	Due        domain.Date  `json:"due,omitzero"`
	PutRight   domain.Money `json:"putRight"`
	Refused    int          `json:"refused,omitzero"`
	Referred   domain.Date  `json:"referred,omitzero"`
	ReferredTo string       `json:"referredTo,omitzero"`
	// StandsOpen says that the archive says so.
	StandsOpen bool        `json:"standsOpen,omitzero"`
	Course     []AuditTurn `json:"course"`
}

// Overdue reports whether its rectification was due before a day.
func (f AuditFinding) Overdue(today domain.Date) bool { return !f.Due.IsZero() && today.After(f.Due) }

// Rectified reports whether it was put right.
func (f AuditFinding) Rectified() bool { return f.Status == audit.StatusRectified }

// Dropped reports whether it was, before the report.
func (f AuditFinding) Dropped() bool { return f.Status == audit.StatusDropped }

// AuditTurn is something that happened to a finding.
type AuditTurn struct {
	Turn audit.Turn  `json:"turn"`
	On   domain.Date `json:"on"`
	// Amount is what was found, reported or accepted; Due the day that was given.
	Amount domain.Money `json:"amount,omitzero"`
	Due    domain.Date  `json:"due,omitzero"`
	Says   string       `json:"says,omitzero"`
}

// AuditProgress is how an audit stands to its plan.
type AuditProgress string

// The ways to stand. What was cancelled is none of them.
const (
	AuditPlanned   AuditProgress = "planned"   // done or not
	AuditCompleted AuditProgress = "completed" // the report was issued
	AuditPending   AuditProgress = "pending"   // planned, and not completed
)

// Codes lists the ways with their names.
func (AuditProgress) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(AuditPlanned), English: "planned, done or not", Chinese: "计划内（不含取消）"},
		{Code: string(AuditCompleted), English: "completed", Chinese: "已完成"},
		{Code: string(AuditPending), English: "not completed", Chinese: "未完成"},
	}
}

// Later is the later audit that opened the finding again, by its stream, or "".
func (t AuditTurn) Later() string {
	if t.Turn == audit.TurnReopened {
		return t.Says
	}
	return ""
}

// FindingsStanding is how the findings of an audit stand on a day.
type FindingsStanding string

// The standings. What is overdue is open too.
const (
	FindingsOpen    FindingsStanding = "open"
	FindingsOverdue FindingsStanding = "overdue"
	FindingsClosed  FindingsStanding = "closed"
	FindingsNone    FindingsStanding = "none"
)

// Codes lists the standings with their names.
func (FindingsStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(FindingsOpen), English: "findings open", Chinese: "有未整改问题"},
		{Code: string(FindingsOverdue), English: "rectification overdue", Chinese: "整改逾期"},
		{Code: string(FindingsClosed), English: "all put right", Chinese: "问题全部整改"},
		{Code: string(FindingsNone), English: "nothing found", Chinese: "未发现问题"},
	}
}

// AuditFilter chooses audits; its zero value is all of them.
type AuditFilter struct {
	Year, Kind, Stage Match
	// Town, Community and Audited are streams.
	Town, Community, Audited Match
	Progress                 AuditProgress
	Findings                 FindingsStanding
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in the names of who is audited, of who leaves office, of
	// what is audited, and of who audits, as a part.
	Text string
}

func (f AuditFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`CAST(b.year AS TEXT)`, f.Year)
	c.match(`b.kind`, f.Kind)
	c.match(`b.stage`, f.Stage)
	c.inPlace(`b.audited`, f.Community, f.Town)
	c.match(`b.audited`, f.Audited)
	switch f.Progress {
	case AuditPlanned:
		c.add(`b.stage <> 'cancelled'`)
	case AuditCompleted:
		c.add(`b.reported_on IS NOT NULL`)
	case AuditPending:
		c.add(`b.stage <> 'cancelled' AND b.reported_on IS NULL`)
	}
	switch f.Findings {
	case FindingsOpen:
		c.add(`b.open > 0`)
	case FindingsOverdue:
		c.add(`b.due < ?1`)
	case FindingsClosed:
		c.add(`b.findings > 0 AND b.open = 0`)
	case FindingsNone:
		c.add(`b.reported_on IS NOT NULL AND b.findings = 0`)
	}
	c.search(f.Text, `o.name`, `o.name_english`, `b.official`, `b.subject`, `b.institution`)
	return c
}

var auditOrders = map[string]string{
	"year":    `b.year DESC, COALESCE(o.name, b.audited), b.begun`,
	"overdue": `b.due IS NULL, b.due, b.open DESC, b.begun`,
	"found":   `b.found DESC, b.begun`,
	"audited": `COALESCE(o.name, b.audited), b.audited, b.year DESC, b.begun`,
	"report":  `b.reported_on DESC, b.begun`,
}

// auditTables are the audits with who is audited, and where that lies.
var (
	auditTables  = joined{`audit b`, placeTables(`b.audited`)}
	auditColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.audited, ` + placeColumns + `,
	b.year, b.kind, b.official, b.post, b.subject, b.from_day, b.to_day, b.stage, b.commissioned_by, b.institution, b.auditors,
	b.commissioned_on, b.notified_on, b.entered_on, b.sent_on, b.respond_by, b.responded_on, b.reported_on, b.report, b.opinion, b.summary,
	b.disclose_by, b.disclosed_on, b.archived_on, b.again, b.findings, b.found, b.open, ` + findingsOverdue + `, b.put_right, b.referred, b.due`
)

func scanAudit(s scan) (a Audit, err error) {
	var auditors string
	err = s(slices.Concat([]any{&a.Origin, &a.Audited, &a.AuditedName, &a.AuditedNameEnglish}, a.Within.scanned(), []any{
		&a.Year, &a.Kind, &a.Official, &a.Post, &a.Subject, &a.From, &a.To, &a.Stage, &a.CommissionedBy, &a.Institution, &auditors,
		&a.Commissioned, &a.Notified, &a.Entered, &a.Sent, &a.RespondBy, &a.Responded, &a.Reported, &a.Report, &a.Opinion, &a.Summary,
		&a.DiscloseBy, &a.Disclosed, &a.Archived, &a.Again, &a.Findings, &a.Found, &a.Open, &a.OverdueFindings, &a.PutRight, &a.Referred, &a.Due,
	})...)
	a.Auditors = linesOf(auditors)
	_, a.ID = domain.SplitStream(a.Stream)
	return a, err
}

// Audits is a page of the audits that a filter gives, in an order: year (the
// latest first), overdue (the rectification that is due longest first), found (the
// greatest amount first), audited (by name), or report (the latest first); and how
// many there are in all.
func (q *Query) Audits(f AuditFilter, order string, p Page) ([]Audit, int, error) {
	by, err := orderOf("audits", auditOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, auditTables, auditColumns, f.conditions(), by, p, scanAudit)
}

// Audit is the audit of a stream on a day, or [ErrNotFound].
func (q *Query) Audit(stream string, today domain.Date) (Audit, error) {
	c := AuditFilter{Today: today}.conditions()
	c.add(`b.stream = ?`, stream)
	return only(list(q, `SELECT `+auditColumns+` FROM `+auditTables.all()+c.sql(), c.args, scanAudit))
}

// AuditFindings are the findings of an audit in the order of their numbers, each
// with its course.
func (q *Query) AuditFindings(stream string) ([]AuditFinding, error) {
	const ofStream = ` WHERE begun = (SELECT begun FROM audit WHERE stream = ?) ORDER BY n`
	all, err := list(q, `SELECT number, category, amount, status, words, due, put_right, refused, referred_on, referred_to, stands_open
		FROM audit_finding`+ofStream, []any{stream}, func(s scan) (f AuditFinding, err error) {
		err = s(&f.Number, &f.Category, &f.Amount, &f.Status, &f.Text, &f.Due, &f.PutRight, &f.Refused, &f.Referred, &f.ReferredTo, &f.StandsOpen)
		return f, err
	})
	if err != nil {
		return nil, err
	}
	type turn struct {
		finding int
		AuditTurn
	}
	turns, err := list(q, `SELECT finding, turn, on_day, amount, due, says FROM audit_turn`+ofStream, []any{stream}, func(s scan) (t turn, err error) {
		err = s(&t.finding, &t.Turn, &t.On, &t.Amount, &t.Due, &t.Says)
		return t, err
	})
	for _, t := range turns {
		all[t.finding-1].Course = append(all[t.finding-1].Course, t.AuditTurn)
	}
	return all, err
}

// AuditTotals are what some audits come to.
type AuditTotals struct {
	// Planned are all that were not cancelled, Completed those whose report was
	// issued, and Cancelled the others.
	Planned   int `json:"planned"`
	Completed int `json:"completed"`
	Cancelled int `json:"cancelled"`
	// Findings are those in the reports, Open those that are not put right, and
	// Overdue those of them whose rectification was due before the day.
	Findings int          `json:"findings"`
	Open     int          `json:"open"`
	Overdue  int          `json:"overdue"`
	Found    domain.Money `json:"found"`
	PutRight domain.Money `json:"putRight"`
}

// Add adds others.
func (t *AuditTotals) Add(o AuditTotals) {
	t.Planned += o.Planned
	t.Completed += o.Completed
	t.Cancelled += o.Cancelled
	t.Findings += o.Findings
	t.Open += o.Open
	t.Overdue += o.Overdue
	t.Found, t.PutRight = addedUp(t.Found, o.Found), addedUp(t.PutRight, o.PutRight)
}

func (t *AuditTotals) scanned() []any {
	return []any{&t.Planned, &t.Completed, &t.Cancelled, &t.Findings, &t.Open, &t.Overdue, &t.Found, &t.PutRight}
}

// findingsOverdue counts the findings of an audit whose rectification is overdue on
// the day, ?1.
const findingsOverdue = `(SELECT COUNT(*) FROM audit_finding f WHERE f.begun = b.begun AND f.due < ?1)`

// auditSums need the day as ?1.
const auditSums = `SUM(b.stage <> 'cancelled'), SUM(b.reported_on IS NOT NULL), SUM(b.stage = 'cancelled'), SUM(b.findings), SUM(b.open),
	SUM(` + findingsOverdue + `), SUM(b.found), SUM(b.put_right)`

// TownAudits are the audits of a year in a town, which is "" for those of no
// known one.
type TownAudits struct {
	Town            string `json:"town,omitzero"`
	TownName        string `json:"townName,omitzero"`
	TownNameEnglish string `json:"townNameEnglish,omitzero"`
	Year            int    `json:"year"`
	AuditTotals
}

// AuditsByTown are what the audits that a filter gives come to, by town and year:
// the towns in the order of their codes, in each the latest year first.
func (q *Query) AuditsByTown(f AuditFilter) ([]TownAudits, error) {
	c := f.conditions()
	return list(q, `SELECT COALESCE(ot.stream, ''), COALESCE(ot.name, ''), COALESCE(ot.name_english, ''), b.year, `+auditSums+`
		FROM `+auditTables.all()+c.sql()+` GROUP BY ot.stream, b.year ORDER BY ot.stream IS NULL, ot.code, ot.name, ot.stream, b.year DESC`, c.args,
		func(s scan) (t TownAudits, err error) {
			err = s(append([]any{&t.Town, &t.TownName, &t.TownNameEnglish, &t.Year}, t.AuditTotals.scanned()...)...)
			return t, err
		})
}

// AuditsOf are what the audits that a filter gives come to together.
func (q *Query) AuditsOf(f AuditFilter) (all AuditTotals, err error) {
	towns, err := q.AuditsByTown(f)
	for _, t := range towns {
		all.Add(t.AuditTotals)
	}
	return all, err
}

// AuditYears are the years of the plans, the latest first.
func (q *Query) AuditYears() ([]int, error) {
	return list(q, `SELECT DISTINCT year FROM audit ORDER BY year DESC`, nil, func(s scan) (year int, err error) {
		err = s(&year)
		return year, err
	})
}

// AuditedUnits are those of which there are audits, in the order of their names.
func (q *Query) AuditedUnits() ([]Owner, error) {
	return list(q, `SELECT x.audited, `+placeColumns+` FROM (SELECT DISTINCT audited FROM audit) x`+placeTables(`x.audited`)+`
		ORDER BY o.name IS NULL, o.name, x.audited`, nil, func(s scan) (o Owner, err error) {
		err = s(o.scanned()...)
		return o, err
	})
}
