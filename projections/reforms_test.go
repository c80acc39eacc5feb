package projections_test

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/projections"
)

// member is a person, the same for the same number.
func member(n int) domain.Personal {
	return domain.About(uuid.NewSHA1(uuid.NameSpaceOID, []byte{byte(n)}), "王秀英")
}

func members(first, last int) (all []domain.Personal) {
	for n := first; n <= last; n++ {
		all = append(all, member(n))
	}
	return all
}

// reformSteps are a whole reform of twelve members, a fortnight apart from
// Monday, 5 September 2016.
func reformSteps(collective string) []domain.Event {
	return []domain.Event{
		reform.PlanAdopted{Collective: collective, Decision: "decision-a", On: domain.NewDate(2016, 9, 5), Due: domain.NewDate(2017, 2, 1)},
		reform.PlanApproved{On: domain.NewDate(2016, 9, 19)},
		reform.InventoryStepDone{Step: "count", Number: 1, Steps: 2, On: domain.NewDate(2016, 10, 3)},
		reform.InventoryStepDone{Step: "confirm", Number: 2, Steps: 2, On: domain.NewDate(2016, 10, 17), Operating: 1_200_000_01, NonOperating: 800_000_00, Resource: 500_000_00, Debts: 200_000_00},
		reform.RosterDrafted{First: 1, Count: 12, Members: members(1, 12)},
		reform.RosterPosted{Members: 12, On: domain.NewDate(2016, 11, 14), Until: domain.NewDate(2016, 11, 23)},
		reform.ObjectionRaised{Number: 1, Text: domain.Note("漏列王秀英")},
		reform.ObjectionSettled{Number: 1, On: domain.NewDate(2016, 12, 12), Text: domain.Note("不予采纳")},
		reform.RosterConfirmed{Decision: "decision-b", Members: 12},
		reform.SharesQuantified{
			Decision: "decision-b", Sum: 1_000_000_01, Issued: 1500, Value: 666_66, Remainder: 100_01, CollectiveShares: 300,
			MemberShares: []reform.Allotment{{From: 1, To: 10, Shares: 100}, {From: 11, To: 11, Shares: 200}, {From: 12, To: 12}},
		},
		reform.CharterAdopted{Decision: "decision-c"},
		reform.BodiesElected{Decision: "decision-c", Assembly: 12, Board: []string{"王建国", "李芳"}, Supervisors: []string{"赵敏"}},
		reform.Registered{Name: "莲池股份经济合作社", Number: "证001", On: domain.NewDate(2017, 2, 20)},
		reform.CertificatesIssued{Count: 11, On: domain.NewDate(2017, 3, 6)},
		reform.ReservesSetAside{Year: 2016, Profit: 120_000_00, Losses: 20_000_00, Reserves: 10_000_00, Left: 90_000_00},
		reform.DividendDeclared{Year: 2016, Decision: "decision-a", Total: 15_000_01, PerShare: 10_00, Remainder: 1, ToHolders: 12_000_00, Holders: 11},
		reform.DividendPaid{Year: 2016, Total: 1_000_00, Holders: 1, On: domain.NewDate(2017, 4, 17)},
		reform.DividendPaid{Year: 2016, Total: 2_000_00, Holders: 2, On: domain.NewDate(2017, 5, 1)},
		reform.Completed{On: domain.NewDate(2017, 5, 15)},
	}
}

// begun appends the first steps of a reform.
func begunReform(t reporter, log *memoryLog, id string, steps int, from time.Time) (last uint64) {
	for i, e := range reformSteps("collective-" + id)[:steps] {
		last = log.add(t, "reform-"+id, e, from.AddDate(0, 0, 14*i))
	}
	return last
}

func TestReforms(t *testing.T) {
	log := newLog()
	log.add(t, "town-a", town.Registered{ID: "a", Name: "密州街道", NameEnglish: "Mizhou"}, monday)
	log.add(t, "community-a", community.Registered{ID: "a", Town: "town-a", Name: "莲池社区"}, monday)
	log.add(t, "collective-old", collective.Registered{ID: "old", Level: domain.VillageUnit, Community: "community-a", Name: "泰安经联社"}, monday)
	begunReform(t, log, "whole", 19, monday)
	begunReform(t, log, "recent", 2, monday.AddDate(0, 0, 7))
	begunReform(t, log, "old", 2, monday)
	begunReform(t, log, "new", 1, monday.AddDate(0, 0, 60))
	late := log.add(t, "reform-early", reform.PlanAdopted{Collective: "collective-early", On: domain.NewDate(2016, 1, 4), Due: domain.NewDate(2016, 12, 31)}, monday)
	v := running(t, config(t, log))
	waitFor(t, v, late)
	today := domain.NewDate(2017, 2, 2)

	r := read(t, v, func(q *projections.Query) (projections.Reform, error) { return q.Reform("whole", today) })
	want := projections.Reform{
		Origin: r.Origin, ID: "whole", Collective: "collective-whole",
		Stage: reform.Complete, Since: domain.NewDate(2017, 5, 15), StartedOn: domain.NewDate(2016, 9, 5),
		Due: domain.NewDate(2017, 2, 1), CompletedOn: domain.NewDate(2017, 5, 15), Timing: projections.ReformLate, DaysLeft: -103,
		Step: "confirm", StepsDone: 2, Steps: 2, Operating: 1_200_000_01, NonOperating: 800_000_00, Resource: 500_000_00, Debts: 200_000_00,
		PostedOn: domain.NewDate(2016, 11, 14), PostedUntil: domain.NewDate(2016, 11, 23), Objections: 1, SettledOn: domain.NewDate(2016, 12, 12),
		Numbered: 12, Members: 12, Holders: projections.PeopleOf(11), Quantified: 1_000_000_01, Issued: 1500, Value: 666_66, Remainder: 100_01, CollectiveShares: 300,
		Name: "莲池股份经济合作社", RegistryNumber: "证001", RegisteredOn: domain.NewDate(2017, 2, 20),
		Board: []string{"王建国", "李芳"}, Supervisors: []string{"赵敏"}, Certificates: 11,
		LastYear: 2016, Reserves: 10_000_00, Declared: 15_000_01, ToHolders: 12_000_00, Paid: 3_000_00,
	}
	require.Equal(t, want, r)
	holdings := read(t, v, func(q *projections.Query) ([]projections.Holding, error) { return q.ReformHoldings("whole") })
	require.Equal(t, []projections.Holding{{Shares: 200, Holders: projections.PeopleOf(1)}, {Shares: 100, Holders: projections.PeopleOf(10)}}, holdings)
	years := read(t, v, func(q *projections.Query) ([]projections.ReformYear, error) { return q.ReformYears("whole") })
	require.Equal(t, []projections.ReformYear{{
		Year: 2016, Profit: 120_000_00, Losses: 20_000_00, Reserves: 10_000_00, Left: 90_000_00, Declared: true,
		Total: 15_000_01, PerShare: 10_00, Remainder: 1, ToHolders: 12_000_00, Holders: projections.PeopleOf(11), Paid: 3_000_00, HoldersPaid: projections.PeopleOf(3),
	}}, years)
	course := read(t, v, func(q *projections.Query) ([]projections.ReformStage, error) { return q.ReformCourse("whole") })
	if len(course) != 11 || course[3] != (projections.ReformStage{Stage: reform.Posted, Since: domain.NewDate(2016, 11, 14)}) {
		t.Errorf("course %+v", course)
	}

	// The last day is not past on that day, and is on the next.
	r = read(t, v, func(q *projections.Query) (projections.Reform, error) { return q.Reform("recent", today) })
	if r.Stage != reform.Inventory || r.DaysInStage != 129 || r.Timing != projections.ReformOverdue || r.DaysLeft != -1 {
		t.Errorf("got %+v", r)
	}
	r = read(t, v, func(q *projections.Query) (projections.Reform, error) { return q.Reform("recent", today.AddDays(-1)) })
	if r.DaysInStage != 128 || r.Timing != projections.ReformUnderWay || r.DaysLeft != 0 {
		t.Errorf("got %+v", r)
	}
	ids := func(f projections.ReformFilter, order projections.ReformOrder) (ids string) {
		t.Helper()
		rows := read(t, v, func(q *projections.Query) ([]projections.Reform, error) {
			rows, n, err := q.Reforms(f, order, today, projections.Page{})
			if n != len(rows) {
				t.Errorf("%d rows of %d", len(rows), n)
			}
			return rows, err
		})
		for _, r := range rows {
			ids += r.ID + " "
		}
		return strings.TrimSpace(ids)
	}
	for _, c := range []struct {
		filter projections.ReformFilter
		order  projections.ReformOrder
		want   string
	}{
		{projections.ReformFilter{}, projections.FurthestBehind, "early new old recent whole"},
		{projections.ReformFilter{}, projections.ReformName, "early new recent whole old"},
		{projections.ReformFilter{}, projections.ReformDue, "early recent old new whole"},
		{projections.ReformFilter{}, projections.CompletedLatest, "whole recent old new early"},
		{projections.ReformFilter{Stage: projections.Is(reform.Inventory)}, projections.FurthestBehind, "old recent"},
		{projections.ReformFilter{Timing: projections.Is(projections.ReformOverdue)}, projections.FurthestBehind, "early new old recent"},
		{projections.ReformFilter{Timing: projections.Is(projections.ReformLate)}, projections.FurthestBehind, "whole"},
		{projections.ReformFilter{Timing: projections.Is(projections.ReformInTime)}, projections.FurthestBehind, ""},
		{projections.ReformFilter{Timing: projections.Is(projections.ReformUnderWay)}, projections.FurthestBehind, ""},
		{projections.ReformFilter{Timing: projections.Is("")}, projections.FurthestBehind, ""},
		{projections.ReformFilter{Town: projections.Is("")}, projections.FurthestBehind, "early new recent whole"},
		{projections.ReformFilter{Town: projections.Is("town-a")}, projections.FurthestBehind, "old"},
		{projections.ReformFilter{Community: projections.Is("community-a")}, projections.FurthestBehind, "old"},
		{projections.ReformFilter{Text: "泰安"}, projections.FurthestBehind, "old"},
		{projections.ReformFilter{Text: " 莲池"}, projections.FurthestBehind, "whole"},
		{projections.ReformFilter{Text: "collective-o"}, projections.FurthestBehind, "old"},
		{projections.ReformFilter{Text: "%"}, projections.FurthestBehind, ""},
	} {
		if got := ids(c.filter, c.order); got != c.want {
			t.Errorf("%+v %s: got %q, want %q", c.filter, c.order, got, c.want)
		}
	}

	// Every reform is of one timing, on its last day and on the day after.
	for _, day := range []domain.Date{today.AddDays(-1), today} {
		found := 0
		for _, code := range projections.ReformTiming("").Codes() {
			rows := read(t, v, func(q *projections.Query) ([]projections.Reform, error) {
				rows, _, err := q.Reforms(projections.ReformFilter{Timing: projections.Is(code.Code)}, projections.FurthestBehind, day, projections.Page{})
				return rows, err
			})
			for _, r := range rows {
				if found++; string(r.Timing) != code.Code {
					t.Errorf("on %s %s is %s, and found as %s", day, r.ID, r.Timing, code.Code)
				}
			}
		}
		if found != 5 {
			t.Errorf("on %s: %d reforms", day, found)
		}
	}

	all := projections.ReformTotals{
		Reforms: 5, Stages: []int{2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1}, Completed: 1, Overdue: 4,
		Members: 12, Holders: projections.PeopleOf(11), Issued: 1500, Declared: 15_000_01, Paid: 3_000_00,
	}
	var county projections.ReformTotals
	towns := read(t, v, func(q *projections.Query) (towns []projections.TownReforms, err error) {
		towns, county, err = q.ReformsByTown(projections.ReformFilter{}, today, 0)
		return towns, err
	})
	all.Holders = all.Holders.Show(0)
	require.Equal(t, all, county)
	all.Holders = projections.PeopleOf(11)
	old := projections.ReformTotals{Reforms: 1, Stages: []int{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, Overdue: 1}
	all.Reforms, all.Stages[1], all.Overdue = 4, 1, 3
	require.Equal(t, []projections.TownReforms{
		{Town: "town-a", Name: "密州街道", NameEnglish: "Mizhou", ReformTotals: old}, {ReformTotals: all},
	}, towns)

	err := v.Read(t.Context(), func(q *projections.Query) error {
		_, _, err := q.Reforms(projections.ReformFilter{}, "r.begun; DROP TABLE reform", today, projections.Page{})
		return err
	})
	if err == nil {
		t.Error("an unknown order was taken")
	}
}

// Amounts that no sum can hold are a slip of the pen in one reform. They keep
// nothing else from sight.
func TestReformsBeyondSums(t *testing.T) {
	log := newLog()
	for _, id := range []string{"a", "b"} {
		begunReform(t, log, id, 14, monday)
		for year := 2016; year < 2018; year++ {
			log.add(t, "reform-"+id, reform.ReservesSetAside{Year: year, Profit: math.MaxInt64, Left: math.MaxInt64}, monday)
			log.add(t, "reform-"+id, reform.DividendDeclared{Year: year, Total: math.MaxInt64, PerShare: 1, ToHolders: math.MaxInt64, Holders: 1}, monday)
		}
	}
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	if r := read(t, v, func(q *projections.Query) (projections.Reform, error) {
		return q.Reform("a", domain.NewDate(2017, 1, 1))
	}); r.Declared != math.MaxInt64 {
		t.Errorf("declared %s", r.Declared)
	}
	all := read(t, v, func(q *projections.Query) (projections.ReformTotals, error) {
		_, all, err := q.ReformsByTown(projections.ReformFilter{}, domain.NewDate(2017, 1, 1), 0)
		return all, err
	})
	if all.Declared != math.MaxInt64 || all.Issued != 3000 {
		t.Errorf("all %+v", all)
	}
}

// exactly is a count of people as it is.
func exactly(p projections.People) int {
	n, _ := p.Show(0).Exact()
	return n
}

// checkReform compares the rows of a reform with the fold of its stream.
func checkReform(t *rapid.T, v *projections.Views, w *writer, stream string) {
	_, id := domain.SplitStream(stream)
	s, stands := stateOf[reform.Reform](t, w.log, stream)
	var got projections.Reform
	var holdings []projections.Holding
	var course []projections.ReformStage
	var years []projections.ReformYear
	err := v.Read(t.Context(), func(q *projections.Query) (err error) {
		if got, err = q.Reform(id, domain.DateOf(w.now, shanghai)); err != nil {
			return err
		}
		if course, err = q.ReformCourse(id); err != nil {
			return err
		}
		if years, err = q.ReformYears(id); err != nil {
			return err
		}
		holdings, err = q.ReformHoldings(id)
		return err
	})
	if !stands {
		if !errors.Is(err, projections.ErrNotFound) {
			t.Fatalf("reform %s: got %+v, %v, want none", id, got, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var held, want []int64
	for _, h := range holdings {
		held = append(held, slices.Repeat([]int64{h.Shares}, exactly(h.Holders))...)
	}
	for _, p := range s.Persons() {
		if p.Shares > 0 {
			want = append(want, p.Shares)
		}
	}
	slices.SortFunc(want, func(a, b int64) int { return cmp.Compare(b, a) })
	switch {
	case got.Stage != s.Stage || got.Since != domain.DateOf(s.Since, shanghai):
		t.Fatalf("reform %s: got %+v, want stage %s", id, got, s.Stage)
	case !slices.Equal(held, want) || len(held) != exactly(got.Holders):
		t.Fatalf("reform %s: holdings %v, want %v, of %d holders", id, held, want, got.Holders)
	case got.Members != s.Members || exactly(got.Holders) != s.Holders || got.OpenObjections != len(s.Open) || got.CompletedOn != s.CompletedOn:
		t.Fatalf("reform %s: got %+v, want %+v", id, got, s)
	case !slices.EqualFunc(course, s.Course, func(row projections.ReformStage, c reform.Reached) bool {
		return row == projections.ReformStage{Stage: c.Stage, Since: domain.DateOf(c.At, shanghai)}
	}):
		t.Fatalf("reform %s: course %+v, want %+v", id, course, s.Course)
	}
	checkYears(t, got, years, s.Years)
}

// checkYears compares the rows of the years of a reform with those of its fold,
// which are in the order in which they were recorded.
func checkYears(t *rapid.T, r projections.Reform, rows []projections.ReformYear, years []reform.Year) {
	var declared, toHolders, paid domain.Money
	last := 0
	for _, y := range years {
		want := projections.ReformYear{
			Year: y.Year, Profit: y.Profit, Losses: y.Losses, Reserves: y.Reserves, Left: y.Left, Declared: y.Declared, Total: y.Total, PerShare: y.PerShare,
			Remainder: y.Remainder, ToHolders: y.ToHolders, Holders: projections.PeopleOf(y.Holders), Paid: y.Paid, HoldersPaid: projections.PeopleOf(y.HoldersPaid),
		}
		if !slices.Contains(rows, want) {
			t.Fatalf("%s: years %+v, want %+v", r.Stream, rows, want)
		}
		declared, toHolders, paid, last = declared+y.Total, toHolders+y.ToHolders, paid+y.Paid, max(last, y.Year)
	}
	if len(rows) != len(years) || r.LastYear != last || r.Declared != declared || r.ToHolders != toHolders || r.Paid != paid {
		t.Fatalf("%s: got %+v of %+v", r.Stream, r, years)
	}
}
