package training

import "github.com/sunledger/sunledger/domain"

// Training is the state of one class.
type Training struct {
	Programme Programme
	Number    int
	// Organiser is a place, by its stream; "" for a class that does not exist.
	Organiser string
	Title     string
	// From, Days and Places are as planned, and so are Venue and Province until
	// it is held.
	From     domain.Date
	Days     int
	Places   int
	Venue    string
	Province Province
	// Held is how it was held, and its zero value while it was not.
	Held Session
	// Cancelled says that it does not take place, and Reason why.
	Cancelled bool
	Reason    string
}

// Session is a class as it was held. It counts people; a class that was not held
// has none.
type Session struct {
	From, To     domain.Date
	Days, People int
}

// WasHeld reports whether the class was held.
func (t Training) WasHeld() bool { return !t.Held.From.IsZero() }

// Year is the one that the class belongs to: in which it ended, or is planned to
// begin.
func (t Training) Year() int {
	if t.WasHeld() {
		return t.Held.To.Year
	}
	return t.From.Year
}

// PlacedAt is the organiser.
func (t Training) PlacedAt() string { return t.Organiser }

// Evolve is the class after a fact.
func (t Training) Evolve(f domain.Fact) (Training, error) {
	if err := t.follows(f.Event); err != nil {
		return t, err
	}
	switch e := f.Event.(type) {
	case Planned:
		t = Training{
			Programme: e.Programme, Number: e.Number, Organiser: e.Organiser, Title: e.Title, From: e.From, Days: e.Days,
			Places: e.Places, Venue: e.Venue, Province: e.Province,
		}
	case Held:
		t.Held = Session{e.From, e.To, e.Days, e.People}
		t.Venue, t.Province = e.Venue, e.Province
	case Cancelled:
		t.Cancelled, t.Reason = true, e.Reason
	}
	return t, nil
}

// follows is the legal order of steps: a class is planned, and then held or
// cancelled, once.
func (t Training) follows(e domain.Event) error {
	switch e.(type) {
	case Planned:
		if t.Organiser != "" {
			return domain.Reject("already_planned", "the class is planned already: plan another one", "该期培训已登记计划：请另行登记")
		}
		return nil
	case Held, Cancelled:
	default:
		return domain.Unknown(e)
	}
	switch {
	case t.Organiser == "":
		return domain.Reject("not_planned", "there is no such class: plan it first", "该期培训不存在：请先登记计划")
	case t.WasHeld():
		return domain.Reject("already_held",
			"the class was held from %s to %s, and nothing follows that: correct that record, if it is wrong",
			"该期培训已于 %s 至 %s 举办，不能再办理：登记有误的请更正", t.Held.From, t.Held.To)
	case t.Cancelled:
		return domain.Reject("training_cancelled", "the class was cancelled: plan another one", "该期培训已取消：请另行登记")
	}
	return nil
}
