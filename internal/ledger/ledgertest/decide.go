package ledgertest

import (
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger"
)

// Electorate is who may vote in a unit that [Enrol] was called for.
var Electorate = domain.Electorate{
	AsOf: domain.NewDate(2016, 1, 1), Adults: 1000, Households: 300, Representatives: 30, Members: 900, PartyMembers: 45, Document: "户籍和成员名册",
}

// Enrol records the [Electorate] of a community, a natural village or a
// collective, and constitutes both councils of a natural village.
func Enrol(t testing.TB, l *ledger.Ledger, by ledger.Actor, unit string) {
	t.Helper()
	category, id := domain.SplitStream(unit)
	e := Electorate
	switch category {
	case "village":
		do(t, l, ledger.Request{Actor: by, ID: id, Command: village.RecordElectorate(e)})
		do(t, l, ledger.Request{Actor: by, ID: id, Command: village.ConstituteCouncils{On: e.AsOf, PartyCouncil: 5, VillagersCouncil: 9}})
	case "collective":
		do(t, l, ledger.Request{Actor: by, ID: id, Command: collective.RecordElectorate(e)})
	default:
		do(t, l, ledger.Request{Actor: by, ID: id, Command: community.RecordElectorate{
			AsOf: e.AsOf, Adults: e.Adults, Households: e.Households, Representatives: e.Representatives, PartyMembers: e.PartyMembers, Document: e.Document,
		}})
	}
}

// A Course is how a decision goes.
type Course struct {
	*ledger.Ledger
	// By is who records it all: whoever holds the roles of a recorder at the
	// community, and for what the town approves at the town.
	By ledger.Actor
	// On moves the clock of the ledger to a day.
	On func(domain.Date)
	// From is the day of the proposal.
	From domain.Date
}

// Decide has a proposal carried, adopted and disclosed by a unit that [Enrol] was
// called for, each step on a day of its own, and gives the stream of the
// decision. The clock stands then on the day on which it binds.
func Decide(t testing.TB, c Course, p decision.Propose) string {
	t.Helper()
	stream := Adopt(t, c, p)
	c.On(Disclose(t, c, stream))
	return stream
}

// Adopt is [Decide] up to the adoption: a month after the proposal.
func Adopt(t testing.TB, c Course, p decision.Propose) string {
	t.Helper()
	stream, vote := Propose(t, c, p)
	c.on(26)
	c.Then(t, stream, vote)
	c.on(28)
	if kind := p.Kind; kind == domain.Disposal || kind == domain.ReformPlan {
		c.Then(t, stream, decision.ApproveByTown{By: "镇政府", Document: "批复〔2016〕1号"})
	}
	c.on(30)
	c.Then(t, stream, decision.Conclude{})
	return stream
}

// Disclose discloses an adopted decision on the day that it is, and gives the
// day on which it binds.
func Disclose(t testing.TB, c Course, stream string) domain.Date {
	t.Helper()
	r := c.Then(t, stream, decision.Disclose{Where: "村务公开栏"})
	return r.Events[0].Event.(decision.Disclosed).Binds
}

// Propose takes a proposal through all that comes before the vote, in eleven
// days, and gives the stream and a vote that carries it, for which it is called
// on the 26th day.
func Propose(t testing.TB, c Course, p decision.Propose) (string, decision.Vote) {
	t.Helper()
	c.on(0)
	r := do(t, c.Ledger, ledger.Request{Actor: c.By, Command: p})
	proposed := r.Events[0].Event.(decision.Proposed)
	c.on(3)
	if proposed.Procedure == domain.HouseholdDecision {
		c.Then(t, r.Stream, decision.DiscussByCouncils{
			PartyExpected: 5, PartyPresent: 4, PartyInFavour: 4, VillagersExpected: 9, VillagersPresent: 7, VillagersInFavour: 6,
		})
	} else {
		c.Then(t, r.Stream, decision.Consult{Expected: 9, Present: 7, InFavour: 6})
	}
	c.on(7)
	if proposed.Procedure == domain.FourDiscussions {
		c.Then(t, r.Stream, decision.ReviewByParty{Present: 36, InFavour: 30})
	}
	c.on(11)
	c.Then(t, r.Stream, decision.GiveNotice{MeetingOn: c.From.AddDays(26), Where: "村务公开栏"})
	return r.Stream, voteOf(proposed.Meeting)
}

// voteOf is a vote that carries: nine in ten get a ballot and return it, and of
// those nine in ten are in favour.
func voteOf(m domain.Meeting) decision.Vote {
	base, method := domain.Households, decision.AtMeeting
	switch m {
	case domain.HouseholdBallot:
		method = decision.DoorToDoor
	case domain.RepresentativesMeeting, domain.MemberRepresentatives:
		base = domain.Representatives
	case domain.MembersAssembly:
		base = domain.Members
	}
	n := Electorate.Count(base) * 9 / 10
	favour := n * 9 / 10
	against := (n - favour) / 2
	return decision.Vote{Base: base, Method: method, Issued: n, Returned: n, InFavour: favour, Against: against, Abstained: n - favour - against}
}

// on moves the clock to a day of the course.
func (c Course) on(day int) { c.On(c.From.AddDays(day)) }

// Then carries out a command of a decision on the day that it is, a vote with its
// minutes and its sign-in sheet.
func (c Course) Then(t testing.TB, stream string, command any) ledger.Receipt {
	t.Helper()
	_, id := domain.SplitStream(stream)
	r := ledger.Request{Actor: c.By, ID: id, Command: command}
	if _, votes := command.(decision.Vote); votes {
		for _, kind := range []domain.AttachmentKind{domain.Minutes, domain.SignInSheet} {
			f, err := c.TakeFile(t.Context(), c.By, domain.Restricted, strings.NewReader("%PDF-1.7 "+string(kind)+stream))
			if err != nil {
				t.Fatal(err)
			}
			r.Attachments = append(r.Attachments, ledger.Attach{Kind: kind, Digest: f.Digest})
		}
	}
	return do(t, c.Ledger, r)
}

func do(t testing.TB, l *ledger.Ledger, r ledger.Request) ledger.Receipt {
	t.Helper()
	receipt, err := l.Do(t.Context(), r)
	if err != nil {
		t.Fatalf("%T: %v", r.Command, err)
	}
	return receipt
}
