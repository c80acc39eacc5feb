package reform

import (
	"iter"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Reform is the state of one reform. Its slices are never written to: what
// changes one makes another.
type Reform struct {
	// Collective is the stream of the collective.
	Collective string
	Stage      Stage
	// Since is when the stage was reached, and Course when each was, in that
	// order: one that an accepted objection led back to stands there again.
	Since  time.Time
	Course []Reached
	// StartedOn is the day of the plan, Due the last day for completing.
	StartedOn, Due domain.Date
	// CompletedOn is no date until it is.
	CompletedOn domain.Date

	// Step is the last step of the inventory that was done, StepsDone the
	// number of them, and Steps how many there were to be. The totals are its.
	Step                              string
	StepsDone, Steps                  int
	Operating, NonOperating, Resource domain.Money
	Debts                             domain.Money

	// PostedOn and PostedUntil are those of the last posting of the roster.
	PostedOn, PostedUntil domain.Date
	// Objections is the number of those raised, Open those not settled, by
	// number, and SettledOn the day of the last answer.
	Objections int
	Open       []int
	SettledOn  domain.Date

	// Members and Holders count those who are members, and those who hold
	// shares.
	Members, Holders int

	// Sum was quantified: Issued × Value + Remainder.
	Sum, Value, Remainder domain.Money
	Issued                int64
	// CollectiveShares are held by the collective, all others by persons.
	CollectiveShares int64

	// Name and RegistryNumber are the cooperative's, RegisteredOn its day.
	Name, RegistryNumber string
	RegisteredOn         domain.Date
	// Board and Supervisors are those elected.
	Board, Supervisors []string
	Certificates       int

	// Grounds are the steps that rest on decisions, in their order; each decision
	// carries one.
	Grounds []Ground
	// Years are those that reserves were set aside of, as they were recorded.
	Years []Year

	// roll is persons by their numbers.
	roll domain.Sheets[Person]
	// due is who held shares when the dividend of each of the Years was declared;
	// those who are paid hold none there.
	due []domain.Sheets[Person]
}

// Person is somebody with a number.
type Person struct {
	Subject domain.Subject
	Shares  int64
	// Member says that they are a member; others hold shares only, or did.
	Member bool
}

// Ground is a step, by the wire name of its event, with the decision that it
// rests on.
type Ground struct{ Step, Decision string }

// Reached is a stage, and when it was reached.
type Reached struct {
	Stage Stage
	At    time.Time
}

// Year is what a closed year left, and what became of it.
type Year struct {
	Year int
	// Left is what could be shared out: the Profit less Losses of earlier years
	// and Reserves.
	Profit, Losses, Reserves, Left domain.Money
	// Declared says that a dividend was: Total, which is PerShare to each share
	// and a Remainder. ToHolders of it is due to so many Holders.
	Declared                              bool
	Total, PerShare, Remainder, ToHolders domain.Money
	Holders                               int
	// Paid is what was paid of it, to so many.
	Paid        domain.Money
	HoldersPaid int
}

// PlacedAt is the collective.
func (r Reform) PlacedAt() string { return r.Collective }

// Persons yields all who have a number, by number. Until the roster is confirmed
// they are its draft.
func (r Reform) Persons() iter.Seq2[int, Person] { return r.roll.All() }

// Numbered is how many have a number.
func (r Reform) Numbered() int { return r.roll.Count() }

// Person is who has a number, and false where nobody has.
func (r Reform) Person(number int) (Person, bool) {
	if number < 1 || number > r.roll.Count() {
		return Person{}, false
	}
	return r.roll.At(number), true
}

// HeldByPersons is the shares that persons hold.
func (r Reform) HeldByPersons() int64 { return r.Issued - r.CollectiveShares }

// used reports whether a decision was carried out.
func (r Reform) used(decision string) bool {
	return slices.ContainsFunc(r.Grounds, func(g Ground) bool { return g.Decision == decision })
}

// year is the place of a year in Years, or -1.
func (r Reform) year(year int) int {
	for i := range r.Years {
		if r.Years[i].Year == year {
			return i
		}
	}
	return -1
}
