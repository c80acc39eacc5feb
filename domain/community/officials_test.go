package community_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func secretary(name, from string) community.Appoint {
	return community.Appoint{Post: community.BranchSecretary, Name: name, From: day(from)}
}

// branch has two seats besides the secretary.
func branch(from, until string) community.ConstituteCouncil {
	return community.ConstituteCouncil{Body: community.PartyBranch, Seats: 2, From: day(from), Until: day(until)}
}

func member(seat int, name, from string) community.Appoint {
	return community.Appoint{Post: community.BranchMember, Seat: seat, Name: name, From: day(from)}
}

func end(post community.Post, seat int, on string) community.EndTerm {
	return community.EndTerm{Post: post, Seat: seat, On: day(on), Reason: community.Resigned}
}

func registered(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return begin(t).When(register).Accepted()
}

// What first secretaries plan rests on their terms.
func TestTheTermsOfFirstSecretariesAreOffered(t *testing.T) {
	first := func(from string) community.Appoint {
		return community.Appoint{Post: community.FirstSecretary, Name: "孙立", From: day(from)}
	}
	s := registered(t).When(secretary("李书记", "2015-01-01")).When(first("2015-03-01")).
		When(end(community.FirstSecretary, 0, "2016-02-29")).When(first("2016-03-01")).Accepted()
	s.State(func(c community.Community) {
		terms, ok := domain.Offered[domain.FirstSecretaries](c.Offers())
		require.True(t, ok)
		require.Equal(t, domain.FirstSecretaries{{From: day("2015-03-01"), Until: day("2016-02-29")}, {From: day("2016-03-01")}}, terms)
	})
}

func TestAPostIsHeldByOnePerson(t *testing.T) {
	s := registered(t).When(secretary("李书记", "2015-01-01")).
		Then(community.OfficialAppointed{Post: community.BranchSecretary, Body: community.PartyBranch, Name: "李书记", From: day("2015-01-01")})
	s.When(secretary("王书记", "2016-01-01")).Rejected("post_held")
	s.When(secretary("王书记", "2014-01-01")).Rejected("post_held") // open-ended, so it would meet the other's first day

	before := secretary("前书记", "2012-01-01")
	before.Until = day("2015-01-01")
	s.When(before).Rejected("post_held") // the same day
	before.Until = day("2014-12-31")
	s = s.When(before).Accepted() // learned late, and it is over before the other begins

	s.When(community.Appoint{Post: community.CommitteeHead, Name: "李书记", From: day("2015-01-01")}).Accepted() // 一肩挑: another body
	s = s.When(end(community.BranchSecretary, 0, "2016-08-31")).
		Then(community.TermEnded{Post: community.BranchSecretary, On: day("2016-08-31"), Reason: community.Resigned})
	s.When(secretary("王书记", "2016-08-31")).Rejected("post_held") // the last day in office
	s = s.When(secretary("王书记", "2016-09-01")).Accepted()
	s.State(func(c community.Community) {
		require.Equal(t, []community.Official{
			{Post: community.BranchSecretary, Name: "李书记", From: day("2015-01-01"), Ended: day("2016-08-31"), Reason: community.Resigned},
			{Post: community.BranchSecretary, Name: "前书记", From: day("2012-01-01"), Until: day("2014-12-31")},
			{Post: community.BranchSecretary, Name: "王书记", From: day("2016-09-01")},
		}, c.Officials)
	})
	domaintest.CheckFold(t, communities, s.Facts()...)
}

func TestATermEndsOnce(t *testing.T) {
	term := secretary("李书记", "2015-01-01")
	term.Until = day("2016-08-01")
	s := registered(t).When(term).Accepted()
	s.When(end(community.BranchSecretary, 0, "2014-12-31")).Rejected("nobody_in_post")
	s.When(end(community.Accountant, 0, "2016-01-01")).Rejected("nobody_in_post")
	s.When(end(community.BranchSecretary, 1, "2016-01-01")).Rejected("nobody_in_post")
	s.When(end(community.BranchSecretary, 0, "2016-08-02")).Rejected("term_over") // it ran out
	s.When(end(community.BranchSecretary, 0, "2016-08-01")).Accepted()
	s.When(end(community.BranchSecretary, 0, "2015-01-01")).Accepted() // on the first day
	s.When(community.EndTerm{Post: community.BranchSecretary, Reason: community.Died}).Rejected("field_missing")
	s.When(community.EndTerm{Post: community.BranchSecretary, On: day("2016-01-01"), Reason: "bored"}).Rejected("code_unknown")

	s = s.When(end(community.BranchSecretary, 0, "2016-03-31")).Accepted()
	for _, on := range []string{"2016-03-31", "2016-02-01", "2016-07-01", "2016-09-01"} {
		s.When(end(community.BranchSecretary, 0, on)).Rejected("term_over")
	}
	s.When(secretary("王书记", "2016-04-01")).Accepted() // the rest of the term is free

	open := registered(t).When(secretary("李书记", "2015-01-01")).Accepted()
	open.When(end(community.BranchSecretary, 0, "2016-09-01")).Accepted() // the day of the act
	open.When(end(community.BranchSecretary, 0, "2016-09-02")).Rejected("not_ended_yet")
}

// Of several terms in a post the last that had begun by the day ends, in whatever
// order they were recorded.
func TestTheRightTermEnds(t *testing.T) {
	first, second := secretary("前书记", "2012-01-01"), secretary("李书记", "2015-01-01")
	first.Until = day("2014-12-31")
	ended := func(s domaintest.Scenario, on string) (names []string) {
		s.When(end(community.BranchSecretary, 0, on)).State(func(c community.Community) {
			for _, o := range c.Officials {
				if o.Ended == day(on) {
					names = append(names, o.Name)
				}
			}
		})
		return names
	}
	for _, s := range []domaintest.Scenario{
		registered(t).When(first).When(second).Accepted(), registered(t).When(second).When(first).Accepted(),
	} {
		require.Equal(t, []string{"前书记"}, ended(s, "2014-06-30"))
		require.Equal(t, []string{"李书记"}, ended(s, "2015-01-01"))
		require.Equal(t, []string{"李书记"}, ended(s, "2015-06-30"))
	}
}

func TestSeatsOfABody(t *testing.T) {
	s := registered(t)
	s.When(member(1, "张委员", "2015-01-01")).Rejected("not_constituted")
	s = s.When(branch("2015-01-01", "2017-12-31")).
		Then(community.CouncilConstituted{Body: community.PartyBranch, Seats: 2, From: day("2015-01-01"), Until: day("2017-12-31")})
	s.When(member(0, "张委员", "2015-01-01")).Rejected("no_such_seat")
	s.When(member(-1, "张委员", "2015-01-01")).Rejected("no_such_seat")
	s.When(member(3, "张委员", "2015-01-01")).Rejected("no_such_seat")
	s.When(member(1, "张委员", "2014-12-31")).Rejected("not_constituted")
	s.When(member(1, "张委员", "2018-01-01")).Rejected("not_constituted")
	s.When(member(1, "张委员", "2017-12-31")).Accepted()
	s.When(community.Appoint{Post: community.ReviewMember, Seat: 1, Name: "孙组员", From: day("2015-01-01")}).Rejected("not_constituted")

	// The end of the body's term is filled in, and is the latest that there is.
	s = s.When(member(1, "张委员", "2015-01-01")).Then(community.OfficialAppointed{
		Post: community.BranchMember, Seat: 1, Body: community.PartyBranch, Name: "张委员", From: day("2015-01-01"), Until: day("2017-12-31"),
	})
	late := member(2, "刘委员", "2015-06-01")
	late.Until = day("2018-01-01")
	s.When(late).Rejected("beyond_the_term")
	late.Until = day("2016-12-31")
	s = s.When(late).Accepted()
	s.When(member(1, "周委员", "2016-01-01")).Rejected("post_held")
	s.When(member(2, "周委员", "2016-12-31")).Rejected("post_held")
	s.When(member(2, "周委员", "2017-01-01")).Accepted()
	domaintest.CheckFold(t, communities, s.Facts()...)
}

func TestTermsOfABodyFollowEachOther(t *testing.T) {
	s := registered(t).When(branch("2015-01-01", "2017-12-31")).Accepted()
	s.When(branch("2015-01-01", "2019-12-31")).Rejected("constituted_already")
	s.When(branch("2014-01-01", "2014-12-31")).Rejected("constituted_already")
	s.When(community.ConstituteCouncil{Body: community.FinanceReviewGroup, Seats: 4, From: day("2014-01-01"), Until: day("2016-12-31")}).Accepted()

	// An early election: from its first day the seats are those of the new term.
	early := branch("2016-07-01", "2019-06-30")
	early.Seats = 4
	s = s.When(early).Accepted()
	s.When(member(4, "张委员", "2016-06-30")).Rejected("no_such_seat")
	s.When(member(4, "张委员", "2016-07-01")).Then(community.OfficialAppointed{
		Post: community.BranchMember, Seat: 4, Body: community.PartyBranch, Name: "张委员", From: day("2016-07-01"), Until: day("2019-06-30"),
	})
}

func TestConstituting(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*community.ConstituteCouncil)
	}{
		"as it should be": {"", func(*community.ConstituteCouncil) {}},
		"unknown body":    {"code_unknown", func(c *community.ConstituteCouncil) { c.Body = "choir" }},
		"one seat":        {"", func(c *community.ConstituteCouncil) { c.Seats = 1 }},
		"no seat":         {"seats_out_of_range", func(c *community.ConstituteCouncil) { c.Seats = 0 }},
		"most seats":      {"", func(c *community.ConstituteCouncil) { c.Seats = 99 }},
		"too many seats":  {"seats_out_of_range", func(c *community.ConstituteCouncil) { c.Seats = 100 }},
		"no beginning":    {"field_missing", func(c *community.ConstituteCouncil) { c.From = domain.Date{} }},
		"no end":          {"field_missing", func(c *community.ConstituteCouncil) { c.Until = domain.Date{} }},
		"one day":         {"", func(c *community.ConstituteCouncil) { c.Until = c.From }},
		"backwards":       {"period_invalid", func(c *community.ConstituteCouncil) { c.Until = c.From.AddDays(-1) }},
	} {
		t.Run(name, func(t *testing.T) {
			command := branch("2015-01-01", "2017-12-31")
			c.change(&command)
			if result := registered(t).When(command); c.code == "" {
				result.Then(community.CouncilConstituted(command))
			} else {
				result.Rejected(c.code)
			}
		})
	}
}

func TestAppointing(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*community.Appoint)
	}{
		"as it should be":      {"", func(*community.Appoint) {}},
		"unknown post":         {"code_unknown", func(c *community.Appoint) { c.Post = "king" }},
		"no name":              {"field_missing", func(c *community.Appoint) { c.Name = " " }},
		"no beginning":         {"field_missing", func(c *community.Appoint) { c.From = domain.Date{} }},
		"one day":              {"", func(c *community.Appoint) { c.Until = c.From }},
		"backwards":            {"period_invalid", func(c *community.Appoint) { c.Until = c.From.AddDays(-1) }},
		"a seat where none is": {"no_seats", func(c *community.Appoint) { c.Seat = 1 }},
		"from a day to come":   {"", func(c *community.Appoint) { c.From = day("2017-01-01") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := community.Appoint{Post: community.Accountant, Name: "钱会计", From: day("2016-01-01")}
			c.change(&command)
			if result := registered(t).When(command); c.code == "" {
				result.Then(community.OfficialAppointed{Post: community.Accountant, Name: "钱会计", From: command.From, Until: command.Until})
			} else {
				result.Rejected(c.code)
			}
		})
	}
}

// An appointment says which body the post belongs to, as it does.
func TestBodiesOfPosts(t *testing.T) {
	for _, p := range community.Post("").Codes() {
		post := community.Post(p.Code)
		e := community.OfficialAppointed{Post: post, Body: community.PartyBranch, Name: "某某", From: day("2016-01-01")}
		err := community.Community{ID: "lc"}.Judge(e, domain.Act{})
		switch post {
		case community.BranchSecretary:
			require.NoError(t, err)
		case community.BranchMember:
			require.Equal(t, "not_constituted", domain.CodeOf(err))
		default:
			require.Equal(t, "body_differs", domain.CodeOf(err), p.Code)
		}
	}
}

// Who an official is, and who their kin are, is kept as subjects, to find out
// who decides for their own.
func TestOfficialsAndTheirKin(t *testing.T) {
	known := uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000001")
	kin := []domain.Personal{domain.About(uuid.Nil, "李某 配偶"), domain.About(known, "李某 子")}
	command := secretary("李书记", "2015-01-01")
	command.Person, command.Kin = domain.About(uuid.Nil, "李书记 身份证"), kin
	result := registered(t).When(command)
	s := result.Accepted()
	e := result.Events()[0].(community.OfficialAppointed)
	require.NotEqual(t, uuid.Nil, e.Person.Subject)
	require.NotEqual(t, uuid.Nil, e.Kin[0].Subject)
	require.NotEqual(t, e.Person.Subject, e.Kin[0].Subject)
	require.Equal(t, known, e.Kin[1].Subject)
	require.Equal(t, uuid.Nil, kin[0].Subject, "the command is not written to")
	s.State(func(c community.Community) {
		require.Equal(t, e.Person.Subject, c.Officials[0].Person)
		require.Equal(t, []domain.Subject{e.Kin[0].Subject, known}, c.Officials[0].Kin)
	})
	s = s.When(end(community.BranchSecretary, 0, "2016-08-31")).Accepted()
	s.State(func(c community.Community) {
		officers, ok := domain.Offered[domain.Officers](c.Offers())
		require.True(t, ok)
		require.Equal(t, domain.Officers{{
			Title: "branch secretary", TitleChinese: "党支部书记", Name: "李书记", Person: e.Person.Subject,
			Kin: []domain.Subject{e.Kin[0].Subject, known}, From: day("2015-01-01"), Until: day("2016-08-31"),
		}}, officers)
	})
	domaintest.CheckFold(t, communities, s.Facts()...)
}

func TestNobodyHasTwoPlacesInABody(t *testing.T) {
	li := domain.About(uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000001"), "李")
	person := func(c community.Appoint) community.Appoint { c.Person = li; return c }
	s := registered(t).When(branch("2015-01-01", "2017-12-31")).When(person(member(1, "李委员", "2015-01-01"))).Accepted()
	s.When(person(member(2, "李委员", "2016-01-01"))).Rejected("in_the_body_already")
	s.When(person(secretary("李书记", "2016-01-01"))).Rejected("in_the_body_already")
	s.When(secretary("同名人", "2016-01-01")).Accepted() // nobody said that it is the same person
	s.When(person(secretary("李书记", "2018-01-01"))).Accepted()
	s.When(person(community.Appoint{Post: community.CommitteeHead, Name: "李主任", From: day("2016-01-01")})).Accepted()

	alone := person(community.Appoint{Post: community.Accountant, Name: "李", From: day("2016-01-01")})
	both := s.When(alone).Accepted()
	alone.Post = community.ReportingClerk
	both.When(alone).Accepted() // no body

	s.When(end(community.BranchMember, 1, "2016-06-30")).
		When(person(secretary("李书记", "2016-07-01"))).Accepted()
}
