package projections

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/reform"
)

// ReformFilter chooses reforms; its zero value is all of them.
type ReformFilter struct {
	// Stage is a code, Timing another, as of the day that is asked for; Town and
	// Community are streams.
	Stage, Timing, Town, Community Match
	// Text is looked for in the names of the collective and of its cooperative,
	// as a part.
	Text string
}

// ReformOrder is an order of reforms.
type ReformOrder string

// The orders; ties are in the order of the log.
const (
	FurthestBehind  ReformOrder = "behind"    // the lowest stage first, and in it who has been there longest
	ReformName      ReformOrder = "name"      // of the collective
	ReformDue       ReformOrder = "due"       // the earliest last day first, completed ones after all others
	CompletedLatest ReformOrder = "completed" // the latest completed first
)

var reformOrders = map[ReformOrder]string{
	FurthestBehind:  `r.place, r.since, r.begun`,
	ReformName:      `COALESCE(o.name, r.collective), r.begun`,
	ReformDue:       `r.completed_on IS NOT NULL, r.due, r.begun`,
	CompletedLatest: `r.completed_on DESC, r.begun`,
}

// reformTables is the reforms with their collectives, which lie within
// communities, and these in towns.
var reformTables = joined{`reform r`, placeTables(`r.collective`)}

// Reforms is a page of the reforms that a filter gives, as they stand on a day;
// and how many there are in all.
func (q *Query) Reforms(f ReformFilter, order ReformOrder, today domain.Date, p Page) ([]Reform, int, error) {
	by, ok := reformOrders[order]
	if !ok {
		return nil, 0, fmt.Errorf("projections: %q is no order of reforms", order)
	}
	return pagedOf(q, reformTables, reformColumns, f.where(today), by, p, scanReform(today))
}

// Reform is the reform of the collective with an id, as it stands on a day, or
// [ErrNotFound].
func (q *Query) Reform(id string, today domain.Date) (Reform, error) {
	var c conditions
	c.add(`r.stream = ?`, domain.StreamOf("reform", id))
	all, _, err := pagedOf(q, reformTables, reformColumns, c, `r.begun`, Page{Size: 1}, scanReform(today))
	return only(all, err)
}

func (f ReformFilter) where(today domain.Date) (c conditions) {
	c.match(`r.stage`, f.Stage)
	c.inPlace(`r.collective`, f.Community, f.Town)
	if timing, chosen := f.Timing.Value(); chosen {
		switch ReformTiming(timing) {
		case ReformUnderWay:
			c.add(`r.completed_on IS NULL AND r.due >= ?`, dayNumber(today))
		case ReformOverdue:
			c.add(`r.completed_on IS NULL AND r.due < ?`, dayNumber(today))
		case ReformInTime:
			c.add(`r.completed_on <= r.due`)
		case ReformLate:
			c.add(`r.completed_on > r.due`)
		default:
			c.add(`FALSE`)
		}
	}
	c.search(f.Text, `o.name`, `o.name_english`, `r.name`, `r.collective`)
	return c
}

const reformColumns = `r.stream, r.revision, r.position, r.recorded_at, r.corrections,
	r.collective, ` + placeColumns + `,
	r.stage, r.since, r.started_on, r.due, r.completed_on,
	r.step, r.steps_done, r.steps, r.operating, r.non_operating, r.resource, r.debts,
	r.posted_on, r.posted_until, r.objections, r.open_objections, r.settled_on,
	r.numbered, r.members, r.holders, r.quantified, r.issued, r.value, r.remainder, r.collective_shares,
	r.name, r.registry_number, r.registered_on, r.board, r.supervisors, r.certificates,
	COALESCE(r.last_year, 0), r.reserves, r.declared, r.to_holders, r.paid`

func scanReform(today domain.Date) func(scan) (Reform, error) {
	return func(s scan) (r Reform, err error) {
		var board, supervisors string
		var holders int
		err = s(slices.Concat([]any{&r.Origin, &r.Collective, &r.CollectiveName, &r.CollectiveNameEnglish}, r.Within.scanned(), []any{
			&r.Stage, &r.Since, &r.StartedOn, &r.Due, &r.CompletedOn,
			&r.Step, &r.StepsDone, &r.Steps, &r.Operating, &r.NonOperating, &r.Resource, &r.Debts,
			&r.PostedOn, &r.PostedUntil, &r.Objections, &r.OpenObjections, &r.SettledOn,
			&r.Numbered, &r.Members, &holders, &r.Quantified, &r.Issued, &r.Value, &r.Remainder, &r.CollectiveShares,
			&r.Name, &r.RegistryNumber, &r.RegisteredOn, &board, &supervisors, &r.Certificates,
			&r.LastYear, &r.Reserves, &r.Declared, &r.ToHolders, &r.Paid,
		})...)
		r.Holders = PeopleOf(holders)
		r.Board, r.Supervisors = linesOf(board), linesOf(supervisors)
		_, r.ID = domain.SplitStream(r.Stream)
		r.timed(today)
		return r, err
	}
}

// linesOf is the lines of a text that was stored, nil for none.
func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// ReformCourse is the stages of a reform in the order in which it reached them.
func (q *Query) ReformCourse(id string) ([]ReformStage, error) {
	return list(q, `SELECT stage, since FROM reform_stage `+ofReform, []any{domain.StreamOf("reform", id)},
		func(s scan) (r ReformStage, err error) {
			err = s(&r.Stage, &r.Since)
			return r, err
		})
}

// ReformHoldings is who holds how many shares in a reform, the largest holdings
// first, without the collective.
func (q *Query) ReformHoldings(id string) ([]Holding, error) {
	return list(q, `SELECT shares, holders FROM reform_holding `+ofReform, []any{domain.StreamOf("reform", id)},
		func(s scan) (h Holding, err error) {
			var holders int
			err = s(&h.Shares, &holders)
			h.Holders = PeopleOf(holders)
			return h, err
		})
}

// ReformYears is the years of a reform that reserves were set aside of, in order.
func (q *Query) ReformYears(id string) ([]ReformYear, error) {
	return list(q, `SELECT year, profit, losses, reserves, remaining, declared, total, per_share, remainder,
		to_holders, holders, paid, holders_paid FROM reform_year `+ofReform, []any{domain.StreamOf("reform", id)},
		func(s scan) (y ReformYear, err error) {
			var holders, paid int
			err = s(&y.Year, &y.Profit, &y.Losses, &y.Reserves, &y.Left, &y.Declared, &y.Total, &y.PerShare, &y.Remainder,
				&y.ToHolders, &holders, &y.Paid, &paid)
			y.Holders, y.HoldersPaid = PeopleOf(holders), PeopleOf(paid)
			return y, err
		})
}

// ReformGround is a step of a reform with the decision that it rests on.
type ReformGround struct {
	Step RestingStep `json:"step"`
	// Decision is a stream.
	Decision string `json:"decision"`
}

// ReformGrounds are the steps of a reform that rest on decisions, in their order.
func (q *Query) ReformGrounds(id string) ([]ReformGround, error) {
	return list(q, `SELECT step, decision FROM reform_ground `+ofReform, []any{domain.StreamOf("reform", id)},
		func(s scan) (g ReformGround, err error) {
			err = s(&g.Step, &g.Decision)
			return g, err
		})
}

// ofReform is the rows of one stream, in their order.
const ofReform = `WHERE begun = (SELECT begun FROM reform WHERE stream = ?) ORDER BY n`

// ReformTotals is what the reforms of the county, or of a town of it, come to on
// a day.
type ReformTotals struct {
	Reforms int
	// Stages is how many are at each stage, in the order of the stages.
	Stages    []int
	Completed int
	Overdue   int
	// Members and Holders are those of all of them.
	Members int
	Holders People
	Issued  int64
	// Declared and Paid are dividends.
	Declared domain.Money
	Paid     domain.Money
}

// TownReforms is the reforms of a town, which is "" for those of no known one.
type TownReforms struct {
	Town        string
	Name        string
	NameEnglish string
	ReformTotals
}

// ReformsByTown is what the reforms of each town that a filter gives come to on a
// day, in the order of the towns' codes, and what all of them do. Of all of them, it
// is decided how the holders may be shown beside those of each reform.
func (q *Query) ReformsByTown(f ReformFilter, today domain.Date, below int) (towns []TownReforms, all ReformTotals, err error) {
	type row struct {
		TownReforms
		place          int
		due, completed domain.Date
	}
	c := f.where(today)
	rows, err := list(q, `SELECT COALESCE(ot.stream, ''), COALESCE(ot.name, ''), COALESCE(ot.name_english, ''),
		r.place, r.due, r.completed_on, r.members, r.holders, r.issued, r.declared, r.paid
		FROM `+reformTables.all()+c.sql()+` ORDER BY ot.stream IS NULL, ot.code, ot.name, ot.stream`, c.args,
		func(s scan) (r row, err error) {
			var holders int
			err = s(&r.Town, &r.Name, &r.NameEnglish, &r.place, &r.due, &r.completed, &r.Members, &holders, &r.Issued, &r.Declared, &r.Paid)
			r.Holders = PeopleOf(holders)
			return r, err
		})
	all.Stages = make([]int, len(reform.Stage("").Codes()))
	var holders []People
	for _, r := range rows {
		holders = append(holders, r.Holders)
		if n := len(towns); n == 0 || towns[n-1].Town != r.Town {
			towns = append(towns, TownReforms{Town: r.Town, Name: r.Name, NameEnglish: r.NameEnglish, ReformTotals: ReformTotals{Stages: make([]int, len(all.Stages))}})
		}
		for _, t := range []*ReformTotals{&towns[len(towns)-1].ReformTotals, &all} {
			t.add(r.ReformTotals, r.place, timingOf(r.due, r.completed, today))
		}
	}
	ShowTotal(below, &all.Holders, f == ReformFilter{}, holders...)
	return towns, all, err
}

// add adds one reform.
func (t *ReformTotals) add(r ReformTotals, place int, timing ReformTiming) {
	t.Reforms++
	t.Stages[place]++
	switch timing {
	case ReformOverdue:
		t.Overdue++
	case ReformInTime, ReformLate:
		t.Completed++
	}
	t.Members += r.Members
	t.Holders = t.Holders.Plus(r.Holders)
	t.Issued, t.Declared, t.Paid = addedUp(t.Issued, r.Issued), addedUp(t.Declared, r.Declared), addedUp(t.Paid, r.Paid)
}
