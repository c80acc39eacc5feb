package projections

import (
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/project"
)

// projectsView is what first secretaries and Party organisations set out to do in
// a year.
var projectsView = &view{
	name:       "projects",
	version:    2,
	categories: []string{"project"},
	tables: []table{{
		name: "project",
		columns: []column{
			{"kind", textColumn}, {"owner", textColumn}, {"year", integerColumn}, {"title", textColumn},
			{"planned_on", integerColumn}, {"first_due", integerColumn}, {"due", integerColumn}, {"percent", integerColumn}, {"stage", textColumn},
			{"postponed", integerColumn}, {"why", textColumn}, {"completed_on", optionColumn}, {"cancelled_on", optionColumn}, {"result", textColumn},
		},
		indexes: []string{"kind, year", "owner"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(project.Project)
		to.put(0,
			string(s.Kind), s.Owner, storedInt(s.Year), s.Title,
			storedDay(s.On), storedDay(s.FirstDue), storedDay(s.Due), storedInt(s.Percent), s.Stage,
			storedInt(s.Postponed), s.Why, storedDay(s.Completed), storedDay(s.Cancelled), s.Result,
		)
	},
	sums: func(r record, n int64, to tally) {
		if _, cancelled := r.integer("cancelled_on"); cancelled {
			return
		}
		year, _ := r.integer("year")
		g := to.group("kind", r.text("kind"))
		g.add(countTotal, year, n)
		if _, completed := r.integer("completed_on"); completed {
			g.add(countClosed, year, n)
		}
	},
}

// Project is one project as it stands.
type Project struct {
	Origin
	ID   string            `json:"id"`
	Kind project.OwnerKind `json:"kind"`
	// The owner is the community of a first secretary, or a Party organisation.
	Owner
	// Year is the one for which it was planned, and which it counts in.
	Year      int         `json:"year"`
	Title     string      `json:"title"`
	PlannedOn domain.Date `json:"plannedOn"`
	// FirstDue is the day on which it was due as it was planned, Due the one on
	// which it is due now.
	FirstDue domain.Date `json:"firstDue"`
	Due      domain.Date `json:"due"`
	// Percent and Stage are the last that were told of each.
	Percent int    `json:"percent,omitzero"`
	Stage   string `json:"stage,omitzero"`
	// Postponed is how many times it was put off, and Why the last reason.
	Postponed   int         `json:"postponed,omitzero"`
	Why         string      `json:"why,omitzero"`
	CompletedOn domain.Date `json:"completedOn,omitzero"`
	CancelledOn domain.Date `json:"cancelledOn,omitzero"`
	// Result is what came of it, or why it was cancelled.
	Result string `json:"result,omitzero"`
}

// ProjectStanding is how a project stands on a day.
type ProjectStanding string

// The standings of a project. What is late or postponed is open too, and what is
// both is late; all but what is cancelled is planned.
const (
	PlannedProject   ProjectStanding = "planned"
	OpenProject      ProjectStanding = "open"
	LateProject      ProjectStanding = "late"
	PostponedProject ProjectStanding = "postponed"
	CompletedProject ProjectStanding = "completed"
	CancelledProject ProjectStanding = "cancelled"
)

// Codes lists the standings with their names.
func (ProjectStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(PlannedProject), English: "planned, done or not", Chinese: "计划内（不含取消）"},
		{Code: string(OpenProject), English: "open", Chinese: "进行中"},
		{Code: string(LateProject), English: "late", Chinese: "已逾期"},
		{Code: string(PostponedProject), English: "postponed", Chinese: "已延期"},
		{Code: string(CompletedProject), English: "completed", Chinese: "已完成"},
		{Code: string(CancelledProject), English: "cancelled", Chinese: "已取消"},
	}
}

// Standing is how the project stands on a day, the narrowest that holds.
func (p Project) Standing(today domain.Date) ProjectStanding {
	switch {
	case !p.CompletedOn.IsZero():
		return CompletedProject
	case !p.CancelledOn.IsZero():
		return CancelledProject
	case today.After(p.Due):
		return LateProject
	case p.Postponed > 0:
		return PostponedProject
	}
	return OpenProject
}

// ProjectFilter chooses projects; its zero value is all of them.
type ProjectFilter struct {
	// Kind is a code, Year the one for which it was planned; Owner, Town and
	// Community are streams.
	Kind, Year, Owner, Town, Community Match
	Standing                           ProjectStanding
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in titles and the names of owners, as a part.
	Text string
}

const openProject = `b.completed_on IS NULL AND b.cancelled_on IS NULL`

func (f ProjectFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`b.kind`, f.Kind)
	c.match(`b.year`, f.Year)
	c.match(`b.owner`, f.Owner)
	c.inPlaceOfParty(`b.owner`, f.Community, f.Town)
	switch f.Standing {
	case PlannedProject:
		c.add(`b.cancelled_on IS NULL`)
	case OpenProject:
		c.add(openProject)
	case LateProject:
		c.add(openProject + ` AND b.due < ?1`)
	case PostponedProject:
		c.add(openProject + ` AND b.postponed > 0 AND b.due >= ?1`)
	case CompletedProject:
		c.add(`b.completed_on IS NOT NULL`)
	case CancelledProject:
		c.add(`b.cancelled_on IS NOT NULL`)
	}
	c.search(f.Text, append([]string{`b.title`}, partyNamesOf...)...)
	return c
}

var projectOrders = map[string]string{
	"due":       openProject + ` DESC, b.due, b.begun`,
	"newest":    `b.planned_on DESC, b.begun DESC`,
	"owner":     `COALESCE(g.name, o.name, b.owner), b.owner, b.begun`,
	"completed": `b.completed_on DESC, b.begun`,
}

var (
	projectTables  = joined{`project b`, partyTablesOf(`b.owner`)}
	projectColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.kind, b.owner, ` + partyColumnsOf + `,
	b.year, b.title, b.planned_on, b.first_due, b.due, b.percent, b.stage, b.postponed, b.why, b.completed_on, b.cancelled_on, b.result`
)

func scanProject(s scan) (p Project, err error) {
	err = s(slices.Concat([]any{&p.Origin, &p.Kind}, p.Owner.scanned(), []any{
		&p.Year, &p.Title, &p.PlannedOn, &p.FirstDue, &p.Due, &p.Percent, &p.Stage, &p.Postponed, &p.Why, &p.CompletedOn, &p.CancelledOn, &p.Result,
	})...)
	_, p.ID = domain.SplitStream(p.Stream)
	return p, err
}

// Projects is a page of the projects that a filter gives, in an order: due (the
// open ones first, the earliest due of them first), newest, owner, or completed
// (the latest first); and how many there are in all.
func (q *Query) Projects(f ProjectFilter, order string, p Page) ([]Project, int, error) {
	by, err := orderOf("projects", projectOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, projectTables, projectColumns, f.conditions(), by, p, scanProject)
}

// Project is the project of a stream, or [ErrNotFound].
func (q *Query) Project(stream string) (Project, error) {
	return only(list(q, `SELECT `+projectColumns+` FROM `+projectTables.all()+` WHERE b.stream = ?`, []any{stream}, scanProject))
}

// Done is what was completed of what was planned, exactly. What was cancelled is
// in neither number, and what was postponed is planned.
type Done struct{ Completed, Planned int }

// Percent is the share in percent, to one decimal, half of it rounded up, such as
// 60.4; "" where nothing was planned.
func (d Done) Percent() string {
	if d.Planned == 0 {
		return ""
	}
	tenths := (2000*d.Completed + d.Planned) / (2 * d.Planned)
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}

// MarshalJSONTo writes both numbers and the percentage, as text.
func (d Done) MarshalJSONTo(to *jsontext.Encoder) error {
	for _, t := range []jsontext.Token{
		jsontext.BeginObject, jsontext.String("planned"), jsontext.Int(int64(d.Planned)), jsontext.String("completed"), jsontext.Int(int64(d.Completed)),
		jsontext.String("percent"), jsontext.String(d.Percent()), jsontext.EndObject,
	} {
		if err := to.WriteToken(t); err != nil {
			return err
		}
	}
	return nil
}

// ProjectCounts is some projects together.
type ProjectCounts struct {
	// Done is without those that were Cancelled. Late and Postponed are open: what
	// is both counts as late.
	Done      Done `json:"done"`
	Cancelled int  `json:"cancelled"`
	Late      int  `json:"late"`
	Postponed int  `json:"postponed"`
}

// Open is how many are neither completed nor cancelled.
func (t ProjectCounts) Open() int { return t.Done.Planned - t.Done.Completed }

// ProjectTotal is the projects of a group.
type ProjectTotal struct {
	// Key is a code, a year, or a stream, with its names, by what it was asked
	// for.
	Key         string `json:"key"`
	Name        string `json:"name,omitzero"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	ProjectCounts
}

const projectSums = `SUM(b.completed_on IS NOT NULL), SUM(b.cancelled_on IS NULL), SUM(b.cancelled_on IS NOT NULL),
	SUM(` + openProject + ` AND b.due < ?1), SUM(` + openProject + ` AND b.due >= ?1 AND b.postponed > 0)`

func (t *ProjectCounts) scanned() []any {
	return []any{&t.Done.Completed, &t.Done.Planned, &t.Cancelled, &t.Late, &t.Postponed}
}

var projectGroupings = map[string]grouping{
	"kind": byCode(`b.kind`), "year": byYear, "town": byTown, "community": byCommunity,
}

// ProjectTotals are the projects that a filter gives, by kind, year (for which
// they were planned, the latest first), town or community.
func (q *Query) ProjectTotals(f ProjectFilter, by string) ([]ProjectTotal, error) {
	g, err := groupingOf("projects", projectGroupings, by)
	if err != nil {
		return nil, err
	}
	c := f.conditions()
	return list(q, `SELECT `+g.columns()+`, `+projectSums+` FROM `+projectTables.all()+c.sql()+g.sql(), c.args, func(s scan) (t ProjectTotal, err error) {
		err = s(append([]any{&t.Key, &t.Name, &t.NameEnglish}, t.scanned()...)...)
		return t, err
	})
}

// doneIn is what was completed of what was planned for a year, by whose it is.
func (q *Query) doneIn(year int) (map[project.OwnerKind]Done, error) {
	all := map[project.OwnerKind]Done{}
	for counted, add := range map[measure]func(*Done, int){
		countTotal:  func(d *Done, n int) { d.Planned += n },
		countClosed: func(d *Done, n int) { d.Completed += n },
	} {
		totals, err := q.totals("project", counted)
		if err != nil {
			return nil, err
		}
		for _, t := range totals {
			if t.bucket == int64(year) {
				d := all[project.OwnerKind(t.key)]
				add(&d, int(t.n))
				all[project.OwnerKind(t.key)] = d
			}
		}
	}
	return all, nil
}

// YearOfProjects is the projects of one kind and year together.
type YearOfProjects struct {
	Kind project.OwnerKind `json:"kind"`
	Year int               `json:"year"`
	ProjectCounts
}

// YearsOfProjects are the projects that a filter gives, by year, the latest
// first, and kind.
func (q *Query) YearsOfProjects(f ProjectFilter) ([]YearOfProjects, error) {
	c := f.conditions()
	return list(q, `SELECT b.kind, b.year, `+projectSums+` FROM `+projectTables.all()+c.sql()+` GROUP BY b.year, b.kind ORDER BY b.year DESC, b.kind`, c.args,
		func(s scan) (y YearOfProjects, err error) {
			err = s(append([]any{&y.Kind, &y.Year}, y.scanned()...)...)
			return y, err
		})
}

// ProjectYears are the years for which projects were planned, the latest first.
func (q *Query) ProjectYears() ([]int, error) { return q.years("project") }
