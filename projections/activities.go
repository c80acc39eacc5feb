package projections

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
)

// activitiesView is what organisations of the Party and communities plan and hold
// every month.
var activitiesView = &view{
	name:       "activities",
	version:    1,
	categories: []string{"activity"},
	tables: []table{{
		name: "activity",
		columns: []column{
			{"organiser", textColumn}, {"kind", textColumn}, {"month", textColumn},
			{"first_day", integerColumn}, {"last_day", integerColumn},
			{"held", optionColumn}, {"outside", integerColumn}, {"people", integerColumn}, {"what", textColumn}, {"missed", textColumn},
		},
		indexes: []string{"month DESC, first_day", "month, kind", "organiser", "last_day WHERE held IS NULL AND missed = ''"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		a := state.(activity.Activity)
		to.put(0, a.Organiser, string(a.Kind), a.Month, storedDay(a.From), storedDay(a.To),
			storedDay(a.Held), storedFlag(a.Outside), storedInt(a.People), a.What, a.Missed)
	},
}

// Activity is one activity of a month, with who organises it and where.
type Activity struct {
	Origin
	ID string `json:"id"`
	// Organiser is an organisation of the Party or a community, by its stream.
	Organiser            string `json:"organiser"`
	OrganiserName        string `json:"organiserName,omitzero"`
	OrganiserNameEnglish string `json:"organiserNameEnglish,omitzero"`
	Within
	Kind  activity.Kind `json:"kind"`
	Month string        `json:"month"`
	// From and To are the first and the last day that the rule set has fixed.
	From domain.Date `json:"from"`
	To   domain.Date `json:"to"`
	// Held is the day on which it was held, or no date; Outside says that this is
	// none of the fixed days.
	Held    domain.Date `json:"held,omitzero"`
	Outside bool        `json:"outside,omitzero"`
	People  People      `json:"people"`
	What    string      `json:"what,omitzero"`
	// Missed is the reason that was recorded for its not being held, or "".
	Missed string `json:"missed,omitzero"`
}

// ActivityState is how an activity stands on a day.
type ActivityState string

// The states.
const (
	ActivityHeld     ActivityState = "held"
	ActivityOutside  ActivityState = "held-outside"
	ActivityMissed   ActivityState = "missed"
	ActivityOverdue  ActivityState = "overdue"
	ActivityUpcoming ActivityState = "upcoming"
)

// Codes lists the states with their names.
func (ActivityState) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ActivityHeld), English: "held on a fixed day", Chinese: "按期开展"},
		{Code: string(ActivityOutside), English: "held outside the fixed days", Chinese: "非固定日期开展"},
		{Code: string(ActivityMissed), English: "missed", Chinese: "未开展"},
		{Code: string(ActivityOverdue), English: "overdue", Chinese: "逾期未开展"},
		{Code: string(ActivityUpcoming), English: "to be held", Chinese: "待开展"},
	}
}

// State is how it stands on a day.
func (a Activity) State(today domain.Date) ActivityState {
	switch {
	case a.Outside:
		return ActivityOutside
	case !a.Held.IsZero():
		return ActivityHeld
	case a.Missed != "":
		return ActivityMissed
	case today.After(a.To):
		return ActivityOverdue
	}
	return ActivityUpcoming
}

// activityState is State in SQL, on the day ?1.
const activityState = `CASE WHEN b.outside = 1 THEN 'held-outside' WHEN b.held IS NOT NULL THEN 'held'
	WHEN b.missed <> '' THEN 'missed' WHEN b.last_day < ?1 THEN 'overdue' ELSE 'upcoming' END`

// ActivityFilter chooses activities as of a day, Today.
type ActivityFilter struct {
	Kind, Month, Town, Community, Organiser Match
	State                                   ActivityState
	Today                                   domain.Date
	// Text is looked for in the names of organisers, as a part.
	Text string
}

func (f ActivityFilter) conditions() conditions {
	c := onDay(f.Today)
	c.match(`b.kind`, f.Kind)
	c.match(`b.month`, f.Month)
	c.inPlaceOfParty(`b.organiser`, f.Community, f.Town)
	c.match(`b.organiser`, f.Organiser)
	if f.State != "" {
		c.add(activityState+` = ?`, string(f.State))
	}
	c.search(f.Text, partyNamesOf...)
	return c
}

var activityOrders = map[string]string{
	"month": `b.month DESC, b.first_day, b.begun`,
	"place": `ot.name, oc.name, b.month DESC, b.first_day, b.begun`,
	"late":  `b.held IS NOT NULL OR b.missed <> '', b.last_day, b.begun`,
}

var (
	activityTables  = joined{`activity b`, partyTablesOf(`b.organiser`)}
	activityColumns = `b.stream, b.revision, b.position, b.recorded_at, b.corrections, b.organiser, ` + partyColumnsOf + `,
	b.kind, b.month, b.first_day, b.last_day, b.held, b.outside, b.people, b.what, b.missed`
)

func scanActivity(s scan) (a Activity, err error) {
	people := 0
	err = s(slices.Concat([]any{&a.Origin, &a.Organiser, &a.OrganiserName, &a.OrganiserNameEnglish}, a.Within.scanned(),
		[]any{&a.Kind, &a.Month, &a.From, &a.To, &a.Held, &a.Outside, &people, &a.What, &a.Missed})...)
	_, a.ID = domain.SplitStream(a.Stream)
	a.People = PeopleOf(people)
	return a, err
}

// Activities is a page of the activities that a filter gives, in an order: month
// (the latest first), place, or late (the longest overdue first); and how many
// there are in all.
func (q *Query) Activities(f ActivityFilter, order string, p Page) ([]Activity, int, error) {
	by, err := orderOf("activities", activityOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, activityTables, activityColumns, f.conditions(), by, p, scanActivity)
}

// Activity is the activity of a stream, or [ErrNotFound].
func (q *Query) Activity(stream string) (Activity, error) {
	return only(list(q, `SELECT `+activityColumns+` FROM `+activityTables.all()+` WHERE b.stream = ?`, []any{stream}, scanActivity))
}

// ActivityMonth is the activities of a month together, by how they stand.
type ActivityMonth struct {
	Month  string                `json:"month"`
	States map[ActivityState]int `json:"states"`
}

// ActivityMonths are the activities that a filter gives, month by month, the latest
// first.
func (q *Query) ActivityMonths(f ActivityFilter) ([]ActivityMonth, error) {
	c := f.conditions()
	// A sum for each state needs no sorting.
	var sums strings.Builder
	states := ActivityState("").Codes()
	for _, state := range states {
		fmt.Fprintf(&sums, `, SUM(%s = '%s')`, activityState, state.Code)
	}
	return list(q, `SELECT b.month`+sums.String()+` FROM `+activityTables.needed(c.sql())+c.sql()+` GROUP BY b.month ORDER BY b.month DESC`, c.args,
		func(s scan) (m ActivityMonth, err error) {
			counts := make([]int, len(states))
			into := []any{&m.Month}
			for i := range counts {
				into = append(into, &counts[i])
			}
			err = s(into...)
			m.States = map[ActivityState]int{}
			for i, n := range counts {
				if n > 0 {
					m.States[ActivityState(states[i].Code)] = n
				}
			}
			return m, err
		})
}
