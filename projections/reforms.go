package projections

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/reform"
)

// reformsView is the property reforms, one row a collective. People have numbers
// in a reform, and here they are counted alone: no row has a name but of those in
// office.
var reformsView = &view{
	name:       "reforms",
	version:    3,
	categories: []string{"reform"},
	tables: []table{
		{
			name: "reform",
			columns: []column{
				{"collective", textColumn},
				// place is that of the stage in the order, since the day on which it
				// was reached.
				{"stage", textColumn}, {"place", integerColumn}, {"since", integerColumn},
				{"started_on", integerColumn}, {"due", integerColumn}, {"completed_on", optionColumn},
				{"step", textColumn}, {"steps_done", integerColumn}, {"steps", integerColumn},
				{"operating", integerColumn}, {"non_operating", integerColumn}, {"resource", integerColumn}, {"debts", integerColumn},
				{"posted_on", optionColumn}, {"posted_until", optionColumn},
				{"objections", integerColumn}, {"open_objections", integerColumn}, {"settled_on", optionColumn},
				{"numbered", integerColumn}, {"members", integerColumn}, {"holders", integerColumn},
				{"quantified", integerColumn}, {"issued", integerColumn}, {"value", integerColumn}, {"remainder", integerColumn},
				{"collective_shares", integerColumn},
				{"name", textColumn}, {"registry_number", textColumn}, {"registered_on", optionColumn},
				{"board", textColumn}, {"supervisors", textColumn}, {"certificates", integerColumn},
				// Of the latest year that reserves were set aside of, null for none.
				{"last_year", optionColumn}, {"reserves", integerColumn},
				// Of all years.
				{"declared", integerColumn}, {"to_holders", integerColumn}, {"paid", integerColumn},
			},
			indexes: []string{"place, since", "stage"},
		},
		{
			// The stages in the order in which they were reached.
			name:    "reform_stage",
			columns: []column{{"stage", textColumn}, {"since", integerColumn}},
		},
		{
			// How many persons hold how many shares each, the largest holdings first.
			name:    "reform_holding",
			columns: []column{{"shares", integerColumn}, {"holders", integerColumn}},
		},
		{
			name: "reform_year",
			columns: []column{
				{"year", integerColumn}, {"profit", integerColumn}, {"losses", integerColumn}, {"reserves", integerColumn}, {"remaining", integerColumn},
				{"declared", integerColumn}, {"total", integerColumn}, {"per_share", integerColumn}, {"remainder", integerColumn},
				{"to_holders", integerColumn}, {"holders", integerColumn}, {"paid", integerColumn}, {"holders_paid", integerColumn},
			},
		},
		{
			// The steps that rest on decisions, by the wire names of their events.
			name:    "reform_ground",
			columns: []column{{"step", textColumn}, {"decision", textColumn}},
			indexes: []string{"decision"},
		},
		{
			// The objections to the roster that are not answered, by number.
			name:    "reform_objection",
			columns: []column{{"number", integerColumn}},
		},
	},
	rows: reformRows,
}

func reformRows(state any, zone *time.Location, to *rowSet) {
	s := state.(reform.Reform)
	var lastYear any
	var reserves, declared, toHolders, paid domain.Money
	for _, y := range inOrderOfYears(s.Years) {
		lastYear, reserves = storedInt(y.Year), y.Reserves
		declared, toHolders, paid = addedUp(declared, y.Total), addedUp(toHolders, y.ToHolders), addedUp(paid, y.Paid)
		to.put(3, storedInt(y.Year), int64(y.Profit), int64(y.Losses), int64(y.Reserves), int64(y.Left),
			storedFlag(y.Declared), int64(y.Total), int64(y.PerShare), int64(y.Remainder),
			int64(y.ToHolders), storedInt(y.Holders), int64(y.Paid), storedInt(y.HoldersPaid))
	}
	for _, c := range s.Course {
		to.put(1, string(c.Stage), storedDay(domain.DateOf(c.At, zone)))
	}
	for _, h := range holdingsOf(s) {
		to.put(2, h.Shares, storedInt(h.Holders.n))
	}
	for _, g := range s.Grounds {
		to.put(4, g.Step, g.Decision)
	}
	for _, n := range s.Open {
		to.put(5, storedInt(n))
	}
	place := slices.IndexFunc(s.Stage.Codes(), func(c domain.Code) bool { return c.Code == string(s.Stage) })
	to.put(0, s.Collective, string(s.Stage), storedInt(place), storedDay(domain.DateOf(s.Since, zone)),
		storedDay(s.StartedOn), storedDay(s.Due), storedDay(s.CompletedOn),
		s.Step, storedInt(s.StepsDone), storedInt(s.Steps),
		int64(s.Operating), int64(s.NonOperating), int64(s.Resource), int64(s.Debts),
		storedDay(s.PostedOn), storedDay(s.PostedUntil), storedInt(s.Objections), storedInt(len(s.Open)), storedDay(s.SettledOn),
		storedInt(s.Numbered()), storedInt(s.Members), storedInt(s.Holders),
		int64(s.Sum), s.Issued, int64(s.Value), int64(s.Remainder), s.CollectiveShares,
		s.Name, s.RegistryNumber, storedDay(s.RegisteredOn),
		strings.Join(s.Board, "\n"), strings.Join(s.Supervisors, "\n"), storedInt(s.Certificates),
		lastYear, int64(reserves), int64(declared), int64(toHolders), int64(paid))
}

// inOrderOfYears is years in ascending order.
func inOrderOfYears(years []reform.Year) []reform.Year {
	return slices.SortedFunc(slices.Values(years), func(a, b reform.Year) int { return cmp.Compare(a.Year, b.Year) })
}

// holdingsOf counts who holds how much, the largest holdings first.
func holdingsOf(r reform.Reform) []Holding {
	count := map[int64]int{}
	for _, p := range r.Persons() {
		if p.Shares > 0 {
			count[p.Shares]++
		}
	}
	var all []Holding
	for shares, holders := range count {
		all = append(all, Holding{shares, PeopleOf(holders)})
	}
	slices.SortFunc(all, func(a, b Holding) int { return cmp.Compare(b.Shares, a.Shares) })
	return all
}

// addedUp adds what is not negative, up to the most that there is: a single
// slip of the pen, until it is corrected, must not keep all others from sight.
func addedUp[T ~int64](a, b T) T {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Reform is a property reform as it stands on a day, with its collective.
type Reform struct {
	Origin
	// ID is that of the stream, and of the collective.
	ID string `json:"id"`
	// Collective, Community and Town are streams, with their names as far as they
	// are known.
	Collective            string `json:"collective"`
	CollectiveName        string `json:"collectiveName,omitzero"`
	CollectiveNameEnglish string `json:"collectiveNameEnglish,omitzero"`
	Within

	Stage reform.Stage `json:"stage"`
	// Since is the day on which the stage was reached, DaysInStage how many have
	// passed; 0 of one that is completed.
	Since       domain.Date `json:"since"`
	DaysInStage int         `json:"daysInStage"`
	StartedOn   domain.Date `json:"startedOn"`
	Due         domain.Date `json:"due"`
	CompletedOn domain.Date `json:"completedOn,omitzero"`
	// Timing is whether it is in time. DaysLeft is from the day, or that of
	// completing it, to the last day; negative where that was before.
	Timing   ReformTiming `json:"timing"`
	DaysLeft int          `json:"daysLeft"`

	// Step is the last step of the inventory that was done.
	Step         string       `json:"step,omitzero"`
	StepsDone    int          `json:"stepsDone"`
	Steps        int          `json:"steps"`
	Operating    domain.Money `json:"operating"`
	NonOperating domain.Money `json:"nonOperating"`
	Resource     domain.Money `json:"resource"`
	Debts        domain.Money `json:"debts"`

	// PostedOn and PostedUntil are those of the last posting of the roster.
	PostedOn       domain.Date `json:"postedOn,omitzero"`
	PostedUntil    domain.Date `json:"postedUntil,omitzero"`
	Objections     int         `json:"objections"`
	OpenObjections int         `json:"openObjections"`
	SettledOn      domain.Date `json:"settledOn,omitzero"`

	// Numbered is how many have a number in the roster, members or not any more.
	Numbered int `json:"numbered"`
	Members  int `json:"members"`
	// Holders is how many persons hold shares.
	Holders People `json:"holders"`

	// Quantified is Issued × Value + Remainder.
	Quantified       domain.Money `json:"quantified"`
	Issued           int64        `json:"issued"`
	Value            domain.Money `json:"value"`
	Remainder        domain.Money `json:"remainder"`
	CollectiveShares int64        `json:"collectiveShares"`

	// Name is that of the cooperative.
	Name           string      `json:"name,omitzero"`
	RegistryNumber string      `json:"registryNumber,omitzero"`
	RegisteredOn   domain.Date `json:"registeredOn,omitzero"`
	// Board and Supervisors are in office.
	Board        []string `json:"board,omitempty"`
	Supervisors  []string `json:"supervisors,omitempty"`
	Certificates int      `json:"certificates"`

	// LastYear is the latest year that Reserves were set aside of, 0 for none.
	LastYear int          `json:"lastYear,omitzero"`
	Reserves domain.Money `json:"reserves"`
	// Declared is the dividends of all years, ToHolders what of them is due to
	// persons, Paid what was paid.
	Declared  domain.Money `json:"declared"`
	ToHolders domain.Money `json:"toHolders"`
	Paid      domain.Money `json:"paid"`
}

// Completed reports whether all steps are done.
func (r Reform) Completed() bool { return !r.CompletedOn.IsZero() }

// HeldByPersons is the shares that persons hold.
func (r Reform) HeldByPersons() int64 { return r.Issued - r.CollectiveShares }

// ReformTiming is how a reform stands to its last day.
type ReformTiming string

// The timings.
const (
	ReformUnderWay ReformTiming = "under-way" // its last day is not past
	ReformOverdue  ReformTiming = "overdue"
	ReformInTime   ReformTiming = "completed-in-time"
	ReformLate     ReformTiming = "completed-late"
)

// Codes lists the timings with their names.
func (ReformTiming) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ReformUnderWay), English: "under way", Chinese: "进行中"},
		{Code: string(ReformOverdue), English: "overdue", Chinese: "逾期未完成"},
		{Code: string(ReformInTime), English: "completed in time", Chinese: "按期完成"},
		{Code: string(ReformLate), English: "completed late", Chinese: "逾期完成"},
	}
}

// timed fills in what depends on the day.
func (r *Reform) timed(today domain.Date) {
	r.Timing, r.DaysLeft, r.DaysInStage = timingOf(r.Due, r.CompletedOn, today), int(dayNumber(r.Due)-dayNumber(cmp.Or(r.CompletedOn, today))), 0
	if r.CompletedOn.IsZero() {
		r.DaysInStage = int(max(0, dayNumber(today)-dayNumber(r.Since)))
	}
}

func timingOf(due, completed, today domain.Date) ReformTiming {
	switch {
	case completed.IsZero() && today.After(due):
		return ReformOverdue
	case completed.IsZero():
		return ReformUnderWay
	case completed.After(due):
		return ReformLate
	}
	return ReformInTime
}

// ReformStage is a stage that a reform reached, on a day.
type ReformStage struct {
	Stage reform.Stage `json:"stage"`
	Since domain.Date  `json:"since"`
}

// Holding is a number of shares, and how many persons hold just that.
type Holding struct {
	Shares  int64  `json:"shares"`
	Holders People `json:"holders"`
}

// ReformYear is what a closed year left, and what became of it.
type ReformYear struct {
	Year     int          `json:"year"`
	Profit   domain.Money `json:"profit"`
	Losses   domain.Money `json:"losses"`
	Reserves domain.Money `json:"reserves"`
	Left     domain.Money `json:"left"`
	// Declared says that there is a dividend: Total, which is PerShare to each
	// share and a Remainder; ToHolders of it is due to so many Holders.
	Declared    bool         `json:"declared"`
	Total       domain.Money `json:"total"`
	PerShare    domain.Money `json:"perShare"`
	Remainder   domain.Money `json:"remainder"`
	ToHolders   domain.Money `json:"toHolders"`
	Holders     People       `json:"holders"`
	Paid        domain.Money `json:"paid"`
	HoldersPaid People       `json:"holdersPaid"`
}

// ShowPeople decides how the holders of a year, and those who were paid, may be
// shown: neither may tell how few were, nor how few were not.
func (y *ReformYear) ShowPeople(below int) {
	unpaid := PeopleOf(y.Holders.n - y.HoldersPaid.n)
	ShowTogether(below, &y.Holders, &y.HoldersPaid, &unpaid)
}

// ShowHolders decides how the holders of a reform may be shown, and how many of
// them hold each number of shares.
func ShowHolders(below int, all *People, of []Holding) {
	parts := make([]*People, len(of))
	for i := range of {
		parts[i] = &of[i].Holders
	}
	ShowTogether(below, all, parts...)
}
