package decision

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Decision is the state of one decision.
type Decision struct {
	// Owner is the unit that decides, by its stream.
	Owner               string
	Kind                domain.MatterKind
	Title, TitleEnglish string
	Source              Source
	// Amount is what it allows at most, and of a kind that brings in what has to
	// come in at least; 0 where it names none.
	Amount domain.Money
	// Concerns are the streams that it names; it is never changed in place.
	Concerns   []string
	Level      domain.UnitLevel
	Procedure  domain.Procedure
	Meeting    domain.Meeting
	Delegation string
	// Councils is the unit whose councils and committees discuss it, or "" for the
	// owner.
	Councils string
	// DelegatedUpTo is how much the representatives may resolve by the
	// Delegation, 0 where they need none.
	DelegatedUpTo domain.Money
	// Rules is the rule set of the proposal, PostingRules that of the posting.
	Rules, PostingRules string

	Status Status
	// FailedAt is the step that did not carry it, or "".
	FailedAt Step

	// Each is as it was last recorded, and zero before.
	Consultation Consulted
	Review       PartyReviewed
	Discussion   DiscussedByCouncils
	Notice       NoticeGiven
	Vote         Voted
	// TownDocument is that of its approval or its refusal, by TownOffice.
	TownDocument, TownOffice string

	// The days on which it was, or no date.
	Proposed, TownDecided, Adopted, Disclosed, Implemented, ResultsDisclosed domain.Date
	// Ended is the day on which it was rejected, withdrawn or overturned, or
	// lapsed.
	Ended domain.Date
	// PostedUntil is the last day of the posting, Binds the first day after.
	PostedUntil, Binds domain.Date
	// ResultsBy is the day by the end of which results are disclosed.
	ResultsBy domain.Date

	// Objections are in the order of their numbers.
	Objections []Objection

	taken int // steps of the procedure
}

// Objection is one objection to a decision.
type Objection struct {
	Number   int
	Raised   domain.Date
	AnswerBy domain.Date
	// Answered is the day, or no date while it is open.
	Answered domain.Date
	Upheld   bool
}

// Open reports whether it was not answered.
func (o Objection) Open() bool { return o.Answered.IsZero() }

// OpenObjections is how many were not answered.
func (d Decision) OpenObjections() int {
	n := 0
	for _, o := range d.Objections {
		if o.Open() {
			n++
		}
	}
	return n
}

// Next is the step that comes next, and false where none is left that could
// carry the proposal or not.
func (d Decision) Next() (Step, bool) {
	steps := stepsOf(d.Procedure)
	if d.FailedAt != "" || d.Status.Over() || d.taken >= len(steps) {
		return "", false
	}
	return steps[d.taken], true
}

// PlacedAt is the owner: whoever asks knows where that lies.
func (d Decision) PlacedAt() string { return d.Owner }

// Offers is a [domain.Resolution].
func (d Decision) Offers() any {
	if d.Status == "" {
		return nil
	}
	return domain.Resolution{
		Owner: d.Owner, Kind: d.Kind, Amount: d.Amount, DelegatedUpTo: d.DelegatedUpTo, Concerns: slices.Clone(d.Concerns),
		Proposed: d.Proposed, Voted: d.Vote.On, Adopted: d.Adopted, Disclosed: d.Disclosed, Binds: d.Binds, Open: d.OpenObjections(),
		Void: d.Status == StatusWithdrawn || d.Status == StatusLapsed || d.Status == StatusOverturned,
	}
}
