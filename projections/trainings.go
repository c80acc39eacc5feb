package projections

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/training"
)

// trainingsView is the classes in which farmers, accountants and cadres are
// trained. One that was not held counts nobody.
var trainingsView = &view{
	name:       "trainings",
	version:    1,
	categories: []string{"training"},
	tables: []table{{
		name: "training",
		columns: []column{
			{"programme", textColumn}, {"number", integerColumn}, {"organiser", textColumn}, {"title", textColumn}, {"year", integerColumn},
			{"planned_from", integerColumn}, {"planned_days", integerColumn}, {"places", integerColumn}, {"venue", textColumn}, {"province", textColumn},
			{"held_from", optionColumn}, {"held_to", optionColumn}, {"days", integerColumn}, {"people", integerColumn},
			{"cancelled", integerColumn}, {"reason", textColumn},
		},
		indexes: []string{"year, programme"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(training.Training)
		to.put(0,
			string(s.Programme), storedInt(s.Number), s.Organiser, s.Title, storedInt(s.Year()),
			storedDay(s.From), storedInt(s.Days), storedInt(s.Places), s.Venue, string(s.Province),
			storedDay(s.Held.From), storedDay(s.Held.To), storedInt(s.Held.Days), storedInt(s.Held.People),
			storedFlag(s.Cancelled), s.Reason,
		)
	},
}

// Training is one class as it stands.
type Training struct {
	Origin
	ID        string             `json:"id"`
	Programme training.Programme `json:"programme"`
	// Number is that of the class in its programme and Year: the one in which it
	// ended, or is planned to begin.
	Number int    `json:"number"`
	Year   int    `json:"year"`
	Title  string `json:"title,omitzero"`
	// Organiser is the stream of a community, a town or the county.
	Organiser            string `json:"organiser"`
	OrganiserName        string `json:"organiserName,omitzero"`
	OrganiserNameEnglish string `json:"organiserNameEnglish,omitzero"`
	Within
	PlannedFrom domain.Date `json:"plannedFrom"`
	PlannedDays int         `json:"plannedDays"`
	Places      int         `json:"places"`
	Venue       string      `json:"venue"`
	// Province is that of a class held in another one.
	Province training.Province `json:"province,omitzero"`
	// From, To, Days and People are those of a class that was held.
	From      domain.Date `json:"from,omitzero"`
	To        domain.Date `json:"to,omitzero"`
	Days      int         `json:"days,omitzero"`
	People    People      `json:"people"`
	Cancelled bool        `json:"cancelled,omitzero"`
	Reason    string      `json:"reason,omitzero"`
}

// TrainingStanding is how a class stands on a day.
type TrainingStanding string

// The standings of a class. One that is unreported was planned to be over by
// now.
const (
	PlannedTraining    TrainingStanding = "planned"
	UnreportedTraining TrainingStanding = "unreported"
	HeldTraining       TrainingStanding = "held"
	CancelledTraining  TrainingStanding = "cancelled"
)

// Codes lists the standings with their names.
func (TrainingStanding) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(PlannedTraining), English: "planned", Chinese: "计划中"},
		{Code: string(UnreportedTraining), English: "planned days over, nothing recorded", Chinese: "已过计划日期未登记"},
		{Code: string(HeldTraining), English: "held", Chinese: "已举办"},
		{Code: string(CancelledTraining), English: "cancelled", Chinese: "已取消"},
	}
}

// Standing is how the class stands on a day.
func (t Training) Standing(today domain.Date) TrainingStanding {
	switch {
	case t.Cancelled:
		return CancelledTraining
	case !t.To.IsZero():
		return HeldTraining
	case !today.Before(t.PlannedFrom.AddDays(t.PlannedDays)):
		return UnreportedTraining
	}
	return PlannedTraining
}

// Trainees is who is trained.
type Trainees string

// The trainees.
const (
	FarmersTrained     Trainees = "farmers"
	AccountantsTrained Trainees = "accountants"
	CadresTrained      Trainees = "cadres"
)

// Codes lists the trainees with their names.
func (Trainees) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(FarmersTrained), English: "farmers", Chinese: "农民"},
		{Code: string(AccountantsTrained), English: "accountants", Chinese: "会计人员"},
		{Code: string(CadresTrained), English: "cadres", Chinese: "干部"},
	}
}

// traineesOf are those of a programme.
func traineesOf(p training.Programme) Trainees {
	switch {
	case p.ForFarmers():
		return FarmersTrained
	case p == training.Accountants:
		return AccountantsTrained
	}
	return CadresTrained
}

// TrainingFilter chooses classes; its zero value is all of them.
type TrainingFilter struct {
	// Programme and Province are codes; Is("") is the county's own province.
	Programme, Province Match
	Trainees            Trainees
	// Year is that of a class, Town and Community are streams.
	Year, Town, Community Match
	Standing              TrainingStanding
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in titles and venues, as a part.
	Text string
}

func (f TrainingFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`b.programme`, f.Programme)
	c.match(`b.province`, f.Province)
	if f.Trainees != "" {
		c.among(`b.programme`, training.Programme("").Codes(), func(code string) bool { return traineesOf(training.Programme(code)) == f.Trainees })
	}
	c.match(`b.year`, f.Year)
	c.inPlace(`b.organiser`, f.Community, f.Town)
	const open = `b.held_to IS NULL AND b.cancelled = 0 AND `
	switch f.Standing {
	case PlannedTraining:
		c.add(open + `b.planned_from + b.planned_days > ?1`)
	case UnreportedTraining:
		c.add(open + `b.planned_from + b.planned_days <= ?1`)
	case HeldTraining:
		c.add(`b.held_to IS NOT NULL`)
	case CancelledTraining:
		c.add(`b.cancelled = 1`)
	}
	c.search(f.Text, `b.title`, `b.venue`)
	return c
}

var trainingOrders = map[string]string{
	"latest":    `COALESCE(b.held_from, b.planned_from) DESC, b.begun`,
	"programme": `b.programme, b.year, b.number, b.begun`,
	"people":    `b.people DESC, b.begun`,
}

var (
	trainingTables  = joined{`training b`, placeTables(`b.organiser`)}
	trainingColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.programme, b.number, b.year, b.title,
	b.organiser, ` + placeColumns + `, b.planned_from, b.planned_days, b.places, b.venue, b.province,
	b.held_from, b.held_to, b.days, b.people, b.cancelled, b.reason`
)

func scanTraining(s scan) (t Training, err error) {
	var people int
	err = s(slices.Concat([]any{
		&t.Origin, &t.Programme, &t.Number, &t.Year, &t.Title, &t.Organiser, &t.OrganiserName, &t.OrganiserNameEnglish,
	}, t.Within.scanned(), []any{
		&t.PlannedFrom, &t.PlannedDays, &t.Places, &t.Venue, &t.Province, &t.From, &t.To, &t.Days, &people, &t.Cancelled, &t.Reason,
	})...)
	t.People = PeopleOf(people)
	_, t.ID = domain.SplitStream(t.Stream)
	return t, err
}

// Trainings is a page of the classes that a filter gives, in an order: latest
// (first), programme, or people (the most first); and how many there are in all.
func (q *Query) Trainings(f TrainingFilter, order string, p Page) ([]Training, int, error) {
	by, err := orderOf("trainings", trainingOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, trainingTables, trainingColumns, f.conditions(), by, p, scanTraining)
}

// Training is the class of a stream, or [ErrNotFound].
func (q *Query) Training(stream string) (Training, error) {
	return only(list(q, `SELECT `+trainingColumns+` FROM `+trainingTables.all()+` WHERE b.stream = ?`, []any{stream}, scanTraining))
}

// TrainingTotal is some classes together.
type TrainingTotal struct {
	// Key is a code, a year, or a stream, with its names, by what it was asked
	// for.
	Key         string `json:"key"`
	Name        string `json:"name,omitzero"`
	NameEnglish string `json:"nameEnglish,omitzero"`
	// Classes is all of them, Held and Cancelled those that were.
	Classes   int `json:"classes"`
	Held      int `json:"held"`
	Cancelled int `json:"cancelled"`
	// Days are of those that were held, together, LeastDays and MostDays those of
	// the shortest and the longest.
	Days      int `json:"days"`
	LeastDays int `json:"leastDays"`
	MostDays  int `json:"mostDays"`
	// People are those who attended them.
	People People `json:"people"`
}

var trainingGroupings = map[string]grouping{
	"programme": byCode(`b.programme`), "province": byCode(`b.province`), "year": byYear, "town": byTown, "community": byCommunity,
}

// TrainingTotals are the classes that a filter gives, by programme, province,
// year (the latest first), town or community.
func (q *Query) TrainingTotals(f TrainingFilter, by string) ([]TrainingTotal, error) {
	g, err := groupingOf("trainings", trainingGroupings, by)
	if err != nil {
		return nil, err
	}
	c := f.conditions()
	return list(q, `SELECT `+g.columns()+`, COUNT(*), SUM(b.held_to IS NOT NULL), SUM(b.cancelled), SUM(b.days),
		COALESCE(MIN(b.days) FILTER (WHERE b.held_to IS NOT NULL), 0), MAX(b.days), SUM(b.people)
		FROM `+trainingTables.all()+c.sql()+g.sql(), c.args, func(s scan) (t TrainingTotal, err error) {
		var people int
		err = s(&t.Key, &t.Name, &t.NameEnglish, &t.Classes, &t.Held, &t.Cancelled, &t.Days, &t.LeastDays, &t.MostDays, &people)
		t.People = PeopleOf(people)
		return t, err
	})
}

// Trained is how many people were trained in a programme in a year, in so many
// classes.
type Trained struct {
	Programme training.Programme `json:"programme"`
	Year      int                `json:"year"`
	Held      int                `json:"held"`
	People    People             `json:"people"`
}

// Trained are the people who were trained, of the classes that a filter gives, by
// year, the latest first, and programme.
func (q *Query) Trained(f TrainingFilter) ([]Trained, error) {
	f.Standing = HeldTraining
	c := f.conditions()
	return list(q, `SELECT b.programme, b.year, COUNT(*), SUM(b.people) FROM `+trainingTables.all()+c.sql()+
		` GROUP BY b.year, b.programme ORDER BY b.year DESC, b.programme`, c.args, func(s scan) (t Trained, err error) {
		var people int
		err = s(&t.Programme, &t.Year, &t.Held, &people)
		t.People = PeopleOf(people)
		return t, err
	})
}

// classes are those of a programme that were held in the province of their Key.
type classes struct {
	programme training.Programme
	TrainingTotal
}

// classesIn are the classes that were held in a year, by programme and province.
func (q *Query) classesIn(year int) ([]classes, error) {
	return list(q, `SELECT programme, province, COUNT(*), SUM(days), MIN(days), MAX(days), SUM(people)
		FROM training WHERE year = ? AND held_to IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`, []any{year}, func(s scan) (c classes, err error) {
		var people int
		err = s(&c.programme, &c.Key, &c.Classes, &c.Days, &c.LeastDays, &c.MostDays, &people)
		c.Held, c.People = c.Classes, PeopleOf(people)
		return c, err
	})
}

// TrainingYears are the years of classes, the latest first.
func (q *Query) TrainingYears() ([]int, error) { return q.years("training") }
