package decision_test

import (
	"time"

	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// Any commands, in any order, sensible or not: a refusal always has a code, an
// accepted history folds again to the same state (which the scenario checks),
// what must hold of every decision holds, and no fold aliases another.
func TestAnyCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := county(t).Evidence("decision-d", delegation())
		if rapid.Bool().Draw(t, "members") {
			s = since2025(t).Evidence("decision-d", delegation())
		}
		now := at("2016-09-01")
		for range rapid.IntRange(1, 30).Draw(t, "commands") {
			now.Time = now.Add(time.Duration(rapid.SampledFrom([]int{-1, 0, 1, 24, 24, 72, 240, 240, 480, 2400}).Draw(t, "hours")) * time.Hour)
			next := commands
			if rapid.IntRange(0, 5).Draw(t, "sensible") > 0 {
				s.State(func(d decision.Decision) { next = sensible(d, domain.DateOf(now.Time, domaintest.Zone)) })
			}
			result := s.When(now, next.Draw(t, "command"))
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				continue
			}
			s = result.Accepted()
			s.State(func(d decision.Decision) { invariants(t, d, s.Facts()) })
		}
		domaintest.CheckFold(t, decisions, s.Facts()...)
	})
}

// model is what a reader of the articles keeps on paper beside the history.
type model struct {
	order                       []string
	count                       map[string]int
	failed, passed, upheld      bool
	open                        int
	adopted, disclosed, binding domain.Date
}

// ranks is the order in which events stand on record, those of one rank any
// number of times where they may be repeated at all.
var ranks = map[string]int{
	"decision.proposed": 0, "decision.consulted": 1, "decision.discussed-by-councils": 1, "decision.party-reviewed": 2,
	"decision.notice-given": 3, "decision.voted": 4, "decision.town-approved": 5, "decision.town-refused": 5,
	"decision.adopted": 6, "decision.disclosed": 7, "decision.objection-raised": 8, "decision.objection-answered": 8,
	"decision.implementation-reported": 9, "decision.results-disclosed": 10,
	"decision.rejected": 11, "decision.withdrawn": 11, "decision.lapsed": 11,
}

// invariants reads the facts by itself and holds the state against them.
func invariants(t *rapid.T, d decision.Decision, facts []domain.Fact) {
	m := model{count: map[string]int{}}
	for _, f := range facts {
		m.read(t, f.Event)
	}
	once := func(name string) int { return m.count["decision."+name] }
	ended := once("rejected") + once("withdrawn") + once("lapsed") + once("results-disclosed")
	for name, holds := range map[string]bool{
		"at most one end":                    ended <= 1,
		"over has an end":                    d.Status.Over() == (ended == 1),
		"one vote":                           once("voted") <= 1,
		"adopted was passed":                 once("adopted") == 0 || m.passed && !m.failed,
		"rejected was failed":                once("rejected") == 0 || m.failed,
		"failed is never adopted":            !m.failed || once("adopted") == 0,
		"withdrawn and lapsed were no votes": once("withdrawn")+once("lapsed") == 0 || once("voted") == 0,
		"disclosed was adopted":              once("disclosed") <= once("adopted"),
		"implemented was disclosed":          once("implementation-reported") <= once("disclosed"),
		"results of something implemented":   once("results-disclosed") <= once("implementation-reported"),
		"nothing open is implemented":        once("implementation-reported") == 0 || m.open == 0 && !m.upheld,
		"answers are to objections":          once("objection-answered") <= once("objection-raised"),
		"open objections":                    d.OpenObjections() == m.open,
		"by the procedure": d.Procedure != domain.FourDiscussions && once("party-reviewed") == 0 || d.Procedure == domain.FourDiscussions && once("discussed-by-councils") == 0 &&
			(once("voted") == 0 || once("party-reviewed") == 1),
		"households are discussed": d.Procedure != domain.HouseholdDecision || once("consulted") == 0 && (once("voted") == 0 || once("discussed-by-councils") == 1),
		"members are called":       d.Procedure != domain.MembersDecision || once("voted") == 0 || once("notice-given") > 0,
	} {
		if !holds {
			t.Fatalf("does not hold: %s\n%+v\n%v", name, d, m.order)
		}
	}
	r := d.Offers().(domain.Resolution)
	if r.Adopted != m.adopted || r.Disclosed != m.disclosed || r.Binds != m.binding || r.Open != m.open ||
		r.Void != (m.upheld || once("withdrawn")+once("lapsed") > 0) {
		t.Fatalf("offers %+v of %v", r, m.order)
	}
}

func (m *model) read(t *rapid.T, e domain.Event) {
	name := e.EventType()
	if n := len(m.order); n > 0 && ranks[m.order[n-1]] > ranks[name] {
		t.Fatalf("%s after %s", name, m.order[n-1])
	}
	m.order = append(m.order, name)
	m.count[name]++
	switch e := e.(type) {
	case decision.Consulted:
		m.failed = m.failed || !e.Carried
		// over half present, over half of them in favour
		if e.Carried != (2*e.Present > e.Expected && 2*e.InFavour > e.Present) {
			t.Fatalf("%+v", e)
		}
	case decision.PartyReviewed:
		m.failed = m.failed || !e.Carried
		if e.Carried != (3*e.Present >= 2*e.Expected && 2*e.InFavour > e.Present) {
			t.Fatalf("%+v", e)
		}
	case decision.DiscussedByCouncils:
		m.failed = m.failed || !e.Carried
	case decision.Voted:
		m.passed = e.Passed
		m.failed = m.failed || !e.Passed
		ballots(t, e)
	case decision.TownRefused:
		m.failed = true
	case decision.Adopted:
		m.adopted = e.On
	case decision.Disclosed:
		m.disclosed, m.binding = e.On, e.Binds
	case decision.ObjectionRaised:
		m.open++
	case decision.ObjectionAnswered:
		m.open--
		m.upheld = m.upheld || e.Upheld
	}
}

// ballots holds the vote against the articles, by multiplication.
func ballots(t *rapid.T, e decision.Voted) {
	half, twoThirds := 2*e.Returned > e.Expected, 3*e.Returned >= 2*e.Expected
	quorate, passed := twoThirds, 2*e.InFavour > e.Returned
	switch {
	case e.Base == domain.Adults && e.Expected == electorate.Adults:
		quorate = half
	case e.Rules == "collectives-law-2025" && e.Base == domain.Members:
		passed = 3*e.InFavour >= 2*e.Expected
	}
	if e.Returned == 0 {
		quorate, passed = false, false
	}
	if e.InFavour+e.Against+e.Abstained+e.Invalid != e.Returned || e.Returned > e.Issued || e.Issued+e.Recused > e.Expected ||
		e.Proxies > e.Returned || e.Quorate != quorate || e.Passed != (quorate && passed) {
		t.Fatalf("vote %+v", e)
	}
}

var (
	few   = rapid.IntRange(-1, 12)
	texts = rapid.SampledFrom([]string{"", "a", "公示栏"})
	notes = rapid.Map(texts, domain.Note)

	proposals = rapid.Custom(func(t *rapid.T) any {
		kinds := domain.MatterKind("").Codes()
		return decision.Propose{
			Owner:      rapid.SampledFrom([]string{lianchi, dongcun, economic, "community-x", "town-xz"}).Draw(t, "owner"),
			Kind:       domain.MatterKind(rapid.SampledFrom(kinds).Draw(t, "kind").Code),
			Title:      texts.Draw(t, "title"),
			Source:     decision.PartyBranch,
			Amount:     domain.Money(rapid.IntRange(-1, 60_000_000).Draw(t, "amount")),
			Concerns:   rapid.SliceOfN(rapid.SampledFrom([]string{"asset-1", "asset-2", "asset"}), 0, 2).Draw(t, "concerns"),
			Meeting:    rapid.SampledFrom([]domain.Meeting{"", domain.RepresentativesMeeting, domain.MemberRepresentatives}).Draw(t, "meeting"),
			Delegation: rapid.SampledFrom([]string{"", "", "decision-d", "decision-e"}).Draw(t, "delegation"),
		}
	})
	votes = rapid.Custom(func(t *rapid.T) any {
		bases := domain.VoterBase("").Codes()
		v := decision.Vote{
			Base:      domain.VoterBase(rapid.SampledFrom(bases).Draw(t, "base").Code),
			Method:    rapid.SampledFrom([]decision.Method{decision.AtMeeting, decision.DoorToDoor}).Draw(t, "method"),
			Recused:   few.Draw(t, "recused"),
			InFavour:  rapid.IntRange(-1, 1000).Draw(t, "favour"),
			Against:   rapid.IntRange(-1, 300).Draw(t, "against"),
			Abstained: few.Draw(t, "abstained"),
			Invalid:   few.Draw(t, "invalid"),
			Proxies:   few.Draw(t, "proxies"),
		}
		v.Returned = v.InFavour + v.Against + v.Abstained + v.Invalid + rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "miscounted")
		v.Issued = v.Returned + few.Draw(t, "kept")
		return v
	})
	commands = rapid.OneOf(
		proposals, votes, always(decision.Conclude{}), always(decision.Lapse{}),
		rapid.Custom(func(t *rapid.T) any {
			return decision.Consult{Expected: few.Draw(t, "expected"), Present: few.Draw(t, "present"), InFavour: few.Draw(t, "favour")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			n := rapid.IntRange(-1, 50)
			return decision.ReviewByParty{Present: n.Draw(t, "present"), InFavour: n.Draw(t, "favour")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return decision.DiscussByCouncils{
				PartyExpected: few.Draw(t, "a"), PartyPresent: few.Draw(t, "b"), PartyInFavour: few.Draw(t, "c"),
				VillagersExpected: few.Draw(t, "d"), VillagersPresent: few.Draw(t, "e"), VillagersInFavour: few.Draw(t, "f"),
			}
		}),
		rapid.Custom(func(t *rapid.T) any {
			n := rapid.IntRange(0, 400).Draw(t, "day")
			return decision.GiveNotice{MeetingOn: domain.NewDate(2016, time.September, n), Where: texts.Draw(t, "where")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return decision.ApproveByTown{By: texts.Draw(t, "by"), Document: texts.Draw(t, "document")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return decision.RefuseByTown{By: texts.Draw(t, "by"), Document: texts.Draw(t, "document")}
		}),
		rapid.Custom(func(t *rapid.T) any { return decision.Disclose{Where: texts.Draw(t, "where")} }),
		rapid.Custom(func(t *rapid.T) any { return decision.RaiseObjection{Text: notes.Draw(t, "text")} }),
		rapid.Custom(func(t *rapid.T) any {
			return decision.AnswerObjection{
				Number: rapid.IntRange(0, 4).Draw(t, "number"), Upheld: rapid.Bool().Draw(t, "upheld"), Text: notes.Draw(t, "text"),
			}
		}),
		rapid.Custom(func(t *rapid.T) any { return decision.ReportImplementation{Summary: texts.Draw(t, "summary")} }),
		rapid.Custom(func(t *rapid.T) any { return decision.DiscloseResults{Where: texts.Draw(t, "where")} }),
		rapid.Custom(func(t *rapid.T) any { return decision.Withdraw{Reason: texts.Draw(t, "reason")} }),
	)
)

// sensible is what usually follows, so that long histories come about.
func sensible(d decision.Decision, today domain.Date) *rapid.Generator[any] {
	step, more := d.Next()
	switch {
	case d.Status == "":
		disposal := works
		disposal.Kind, disposal.Meeting = domain.Disposal, ""
		road := decision.Propose{Owner: dongcun, Kind: domain.PublicWorks, Title: "硬化村内道路", Source: decision.Villagers}
		return rapid.OneOf(always(works), always(disposal), always(road), always(lease(economic)))
	case more && step == decision.Consultation:
		return always(consult)
	case more && step == decision.PartyReview:
		return always(decision.ReviewByParty{Present: 40, InFavour: 30})
	case more && step == decision.Councils:
		return always(decision.DiscussByCouncils{PartyExpected: 5, PartyPresent: 3, PartyInFavour: 2, VillagersExpected: 9, VillagersPresent: 5, VillagersInFavour: 3})
	case more:
		return sensibleVote(d, today)
	}
	switch d.Status {
	case decision.StatusCarried:
		return rapid.OneOf(always(decision.Conclude{}), always(decision.ApproveByTown{By: "a", Document: "b"}))
	case decision.StatusAdopted:
		return always(decision.Disclose{Where: "a"})
	case decision.StatusDisclosed:
		number := len(d.Objections)
		return rapid.OneOf(
			always(decision.RaiseObjection{Text: text}), always(decision.ReportImplementation{Summary: "a"}),
			always(decision.AnswerObjection{Number: number, Text: text}), always(decision.AnswerObjection{Number: number - 1, Text: text}))
	case decision.StatusImplemented:
		return always(decision.DiscloseResults{Where: "a"})
	}
	return rapid.OneOf(always(decision.Conclude{}), always(decision.AnswerObjection{Number: 1, Upheld: true, Text: text}))
}

func sensibleVote(d decision.Decision, today domain.Date) *rapid.Generator[any] {
	var v decision.Vote
	switch d.Meeting {
	case domain.RepresentativesMeeting:
		v = by(22, 12)
	case domain.HouseholdBallot:
		v = by(60, 31)
	default:
		if d.Notice.MeetingOn.IsZero() {
			return always(decision.GiveNotice{MeetingOn: today.AddDays(10), Where: "a"})
		}
		v = by(700, 650)
		if d.Meeting == domain.VillagersMeeting {
			v.Base = domain.Adults
		}
	}
	v.Method = decision.DoorToDoor
	lost := v
	lost.InFavour, lost.Against = v.Against, v.InFavour
	return rapid.OneOf(votes, always(v), always(v), always(lost))
}

func always(command any) *rapid.Generator[any] { return rapid.Just(command) }
