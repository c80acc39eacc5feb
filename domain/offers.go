package domain

import "slices"

// This file names what the streams of one kind offer to those of another,
// because aggregates never import each other.

// Offerings are several values that one state offers together, at most one of a
// type. Whoever rests on the state asks for the one that they know.
type Offerings []any

// Offered is the value of type T in what a state offers: that itself, or one of
// its [Offerings].
func Offered[T any](offers any) (T, bool) {
	if several, ok := offers.(Offerings); ok {
		for _, o := range several {
			if v, ok := o.(T); ok {
				return v, true
			}
		}
	}
	v, ok := offers.(T)
	return v, ok
}

// ServiceList is one of the three lists on which a matter may stand.
type ServiceList string

// The three lists.
const (
	ImmediateList ServiceList = "immediate" // done at the window on the same day
	AgentList     ServiceList = "agent"     // an agent runs the errand
	GuidedList    ServiceList = "guided"    // the resident is shown the way
)

// Codes lists the lists with their names.
func (ServiceList) Codes() []Code {
	return []Code{
		{string(ImmediateList), "immediate", "即办"},
		{string(AgentList), "agent", "代办"},
		{string(GuidedList), "guided", "导办"},
	}
}

// ServiceTerms are the terms on which a matter is handled from a day on.
type ServiceTerms struct {
	// From is the first day on which they hold.
	From Date
	List ServiceList
	// Title is Chinese; TitleEnglish may be empty.
	Title, TitleEnglish string
	// Papers are what an applicant hands in, each named once.
	Papers []string
	// Basis is the law or document that the terms rest on.
	Basis string
	// LimitDays is the time limit in working days, counted from the day after
	// acceptance; 0 is the same day.
	LimitDays int
	// Authority is the office that decides.
	Authority string
	// Fee is never negative; 0 is free of charge.
	Fee Money
}

// ServiceMatter is what a matter offers to the requests that name it: its terms
// over time.
type ServiceMatter struct {
	Code string
	// Terms are in ascending order of From, one for a day.
	Terms []ServiceTerms
	// Delisted is the first day on which it may not be asked for; the zero
	// Date while it stands on a list.
	Delisted Date
}

// On is the terms in force on a day: those with the latest From that is not
// after it. It is false before the first and from the day of delisting.
func (m ServiceMatter) On(day Date) (ServiceTerms, bool) {
	if !m.Delisted.IsZero() && !day.Before(m.Delisted) {
		return ServiceTerms{}, false
	}
	for _, t := range slices.Backward(m.Terms) {
		if !t.From.After(day) {
			return t, true
		}
	}
	return ServiceTerms{}, false
}

// ServiceRequest is what a request offers to another one that says it is the
// same: that it exists.
type ServiceRequest struct {
	// Matter is its matter's code, empty for an imported case.
	Matter string
}

// Holding is what is held on a person: it is offered of the person's stream by
// whoever has looked through the log.
type Holding struct {
	// Records is how many records hold something.
	Records int
	// Last is the day on which the last of them was recorded; in a
	// demonstration, on which it happened.
	Last Date
}

// CheckDivisionCode refuses with code_invalid what is not a statistical
// division code (统计用区划代码) of a town, 9 digits, or of what lies below it, 12
// digits. No code at all is admitted.
func CheckDivisionCode(code string) error {
	if code == "" || digits(code) && (len(code) == 9 || len(code) == 12) {
		return nil
	}
	return Reject("code_invalid",
		"%q is not a statistical division code: write 9 or 12 digits, or leave it out",
		"%q 不是统计用区划代码：请填写 9 位或 12 位数字，或不填", code)
}
