package projections

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/rules"
)

// Rulebook is the rule sets of a county, for pages that say what a number rests
// on.
type Rulebook struct{ book *rules.Book }

// RulebookOf is the rule sets of a county.
func RulebookOf(book *rules.Book, county string) Rulebook { return Rulebook{book.In(county)} }

// named is a rule set, nil where it is not at hand.
func (b Rulebook) named(name string) *rules.Set {
	set, err := b.book.Named(name)
	if err != nil {
		return nil
	}
	return set
}

// on is the rule set of a day, nil where there is none.
func (b Rulebook) on(day domain.Date) *rules.Set {
	set, err := b.book.On(day)
	if err != nil {
		return nil
	}
	return set
}

// DecisionRules is what a decision rests on: articles, each with the rule set in
// which it stands, "" where that is not at hand, and shares in words.
type DecisionRules struct {
	Procedure, Vote string
	// Quorum is the share of those entitled that had to take part, Pass the one
	// that had to be in favour: of those who took part, or OfEntitled.
	Quorum, Pass string
	OfEntitled   bool
	// Posting is of the PostingWorkdays for which it is posted.
	Posting         string
	PostingWorkdays int
	// Discussions are different articles, in the order of the discussions.
	Discussions []string
}

// OnDecision is what a decision rests on, in a language.
func (b Rulebook) OnDecision(d WholeDecision, lang domain.Lang) (r DecisionRules) {
	if set := b.named(d.Rules); set != nil {
		r.Procedure = set.Decisions.RoutesAt(d.Level).Basis(lang)
	}
	if set := b.named(d.PostingRules); set != nil {
		rule := set.Decisions.PostingWorkdays
		r.Posting, r.PostingWorkdays = rule.Basis(lang), rule.Value
	}
	for _, one := range d.Discussions {
		set := b.named(one.Rules)
		if set == nil {
			continue
		}
		basis := set.Decisions.Discussion.Basis(lang)
		if one.Body == PartyMeeting {
			basis = set.Decisions.PartyMeeting.Basis(lang)
		}
		if n := len(r.Discussions); n == 0 || r.Discussions[n-1] != basis {
			r.Discussions = append(r.Discussions, basis)
		}
	}
	if set := b.named(d.Vote.Rules); set != nil {
		rule := set.Decisions.VoteOf(d.Meeting)
		r.Vote, r.Pass, r.OfEntitled = rule.Basis(lang), rule.Value.Pass.In(lang), rule.Value.OfEntitled
		if quorum, known := rule.Value.In(d.Vote.Base); known {
			r.Quorum = quorum.Share.In(lang)
		}
	}
	return r
}

// Remark is a sentence on a decision: its code, for whoever has the words, and
// what they are filled in with.
type Remark struct {
	Code string
	// Day is the one that it is about, Second another one.
	Day, Second domain.Date
	Count       int
	Basis       string
}

// remarkCodes are the codes of all remarks.
var remarkCodes = []string{
	"proposed", "consulted", "reviewed", "discussed", "called", "carried", "approved", "notCarried", "adopted", "disclosed",
	"implemented", "closed", "closedLate", "rejected", "withdrawn", "lapsed", "overturned", "open", "openLate",
	"next", "next.vote", "next.notice", "next.lapse", "next.town", "next.adopt", "next.reject", "next.disclose",
	"next.posted", "next.implement", "next.results", "next.resultsLate",
}

// RemarkCodes lists the codes of all remarks.
func RemarkCodes() []string { return append([]string(nil), remarkCodes...) }

// Stands says how a decision stands on a day, and what comes next.
func (b Rulebook) Stands(d Decision, today domain.Date, lang domain.Lang) []Remark {
	set := b.on(today)
	switch d.Status {
	case decision.StatusProposed:
		return unvoted(d, set, lang, Remark{Code: "proposed", Day: d.Proposed})
	case decision.StatusConsulted:
		return unvoted(d, set, lang, Remark{Code: "consulted", Day: d.Consulted})
	case decision.StatusReviewed:
		return unvoted(d, set, lang, Remark{Code: "reviewed", Day: d.Reviewed})
	case decision.StatusDiscussed:
		return unvoted(d, set, lang, Remark{Code: "discussed", Day: d.Discussed})
	case decision.StatusNoticed:
		return unvoted(d, set, lang, Remark{Code: "called", Day: d.CalledFor})
	case decision.StatusCarried:
		next := Remark{Code: "next.adopt"}
		if set != nil && set.Decisions.TownApproves.Value.Has(d.Kind) {
			next = Remark{Code: "next.town", Basis: set.Decisions.TownApproves.Basis(lang)}
		}
		return []Remark{{Code: "carried", Day: d.Voted}, next}
	case decision.StatusApproved:
		return []Remark{{Code: "approved", Day: d.TownDecided}, {Code: "next.adopt"}}
	case decision.StatusNotCarried:
		return []Remark{{Code: "notCarried"}, {Code: "next.reject"}}
	case decision.StatusAdopted:
		return []Remark{{Code: "adopted", Day: d.Adopted}, {Code: "next.disclose"}}
	case decision.StatusRejected:
		return []Remark{{Code: "rejected", Day: d.Ended}}
	case decision.StatusWithdrawn:
		return []Remark{{Code: "withdrawn", Day: d.Ended}}
	case decision.StatusLapsed:
		return []Remark{{Code: "lapsed", Day: d.Ended}}
	}
	return d.afterDisclosure(today)
}

// unvoted is what comes before the vote: the next step, and the day by which
// people have to vote.
func unvoted(d Decision, set *rules.Set, lang domain.Lang, stands Remark) []Remark {
	says := []Remark{stands}
	switch {
	case d.Next != decision.TheVote:
		says = append(says, Remark{Code: "next"})
	case d.CalledFor.IsZero():
		says = append(says, Remark{Code: "next.vote"})
		if set == nil {
			break
		}
		if rule := set.Decisions.VoteOf(d.Meeting); rule.Value.NoticeDays > 0 {
			says = append(says, Remark{Code: "next.notice", Count: rule.Value.NoticeDays, Basis: rule.Basis(lang)})
		}
	}
	if set != nil {
		rule := set.Decisions.LapseDays
		says = append(says, Remark{Code: "next.lapse", Day: d.Proposed.AddDays(rule.Value), Basis: rule.Basis(lang)})
	}
	return says
}

// afterDisclosure is what comes after the resolution was disclosed.
func (d Decision) afterDisclosure(today domain.Date) (says []Remark) {
	switch d.Status {
	case decision.StatusOverturned:
		says = append(says, Remark{Code: "overturned", Day: d.Ended})
	case decision.StatusDisclosed:
		says = append(says, Remark{Code: "disclosed", Day: d.Disclosed, Second: d.Adopted})
		switch {
		case !today.After(d.PostedUntil):
			says = append(says, Remark{Code: "next.posted", Day: d.Binds, Second: d.PostedUntil})
		case d.OpenObjections == 0:
			says = append(says, Remark{Code: "next.implement", Day: d.Binds})
		}
	case decision.StatusImplemented:
		next := Remark{Code: "next.results", Day: d.ResultsBy}
		if d.ResultsLate(today) {
			next.Code = "next.resultsLate"
		}
		says = append(says, Remark{Code: "implemented", Day: d.Implemented}, next)
	case decision.StatusClosed:
		says = append(says, Remark{Code: "closed", Day: d.ResultsDisclosed, Second: d.Implemented})
		if d.ResultsDisclosed.After(d.ResultsBy) {
			says = append(says, Remark{Code: "closedLate", Day: d.ResultsBy})
		}
	}
	if d.OpenObjections > 0 {
		open := Remark{Code: "open", Day: d.AnswerBy, Count: d.OpenObjections}
		if d.AnswerLate(today) {
			open.Code = "openLate"
		}
		says = append(says, open)
	}
	return says
}

// TownRefused reports whether it was the town that did not consent.
func (d Decision) TownRefused() bool { return d.FailedAt == decision.TownApproval }

// StaffPostedShare is the part of a town's staff that is to work in communities,
// in hundredths of a percent, by the rule set of a day; 0 where none says.
func (b Rulebook) StaffPostedShare(day domain.Date) int {
	set := b.on(day)
	if set == nil {
		return 0
	}
	return set.Organisation.StaffPostedShare.Value
}
