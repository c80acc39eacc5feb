package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
)

func posting(number int, from string) community.PostStaff {
	return community.PostStaff{Number: number, Name: "韩干事", Position: "党建联络员", From: day(from)}
}

func recall(number int, on string) community.RecallStaff {
	return community.RecallStaff{Number: number, On: day(on), Reason: community.BackToTown}
}

func TestPostingStaff(t *testing.T) {
	s := registered(t)
	s.When(posting(7, "2016-09-01")).Then(community.StaffPosted{Town: "town-xz", Number: 7, Name: "韩干事", Position: "党建联络员", From: day("2016-09-01")})
	for name, c := range map[string]struct {
		code   string
		change func(*community.PostStaff)
	}{
		"first number":      {"", func(c *community.PostStaff) { c.Number = 1 }},
		"no number":         {"staff_number_invalid", func(c *community.PostStaff) { c.Number = 0 }},
		"name":              {"field_missing", func(c *community.PostStaff) { c.Name = " " }},
		"position":          {"field_missing", func(c *community.PostStaff) { c.Position = "" }},
		"tomorrow":          {"not_yet", func(c *community.PostStaff) { c.From = day("2016-09-02") }},
		"today, left out":   {"", func(c *community.PostStaff) { c.From = domain.Date{} }},
		"of another town":   {"", func(c *community.PostStaff) { c.Town = "town-zg" }},
		"of no town":        {"not_a_town", func(c *community.PostStaff) { c.Town = "community-qz" }},
		"town not recorded": {"no_such_evidence", func(c *community.PostStaff) { c.Town = "town-other" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := posting(7, "2016-09-01")
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(s.When(command).Err()))
		})
	}
}

// Somebody works in a community once at a time, and leaves once.
func TestOnePostingAtATime(t *testing.T) {
	s := registered(t).When(posting(7, "2016-08-01")).Accepted()
	s.When(posting(7, "2016-08-20")).Rejected("posted_already")
	s.When(posting(8, "2016-08-01")).Accepted()
	other := posting(7, "2016-08-01")
	other.Town = "town-zg"
	s.When(other).Accepted() // number 7 of another town is somebody else

	s.When(recall(8, "2016-08-20")).Rejected("not_posted")
	s.When(recall(7, "2016-07-31")).Rejected("period_invalid")
	s.When(recall(7, "2016-09-02")).Rejected("not_yet")
	s.When(community.RecallStaff{Number: 7, Reason: "bored"}).Rejected("code_unknown")
	s.When(recall(7, "2016-08-01")).Accepted() // on the first day
	s = s.When(recall(7, "2016-08-20")).Then(community.StaffRecalled{Town: "town-xz", Number: 7, On: day("2016-08-20"), Reason: community.BackToTown})
	s.When(recall(7, "2016-08-25")).Rejected("recalled_already")
	s.When(posting(7, "2016-08-20")).Rejected("posted_already")
	s = s.When(posting(7, "2016-08-21")).Accepted()
	s.When(recall(7, "2016-08-22")).State(func(c community.Community) {
		require.Equal(t, []community.Posting{
			{Town: "town-xz", Number: 7, Name: "韩干事", Position: "党建联络员", From: day("2016-08-01"), Until: day("2016-08-20"), Reason: community.BackToTown},
			{Town: "town-xz", Number: 7, Name: "韩干事", Position: "党建联络员", From: day("2016-08-21"), Until: day("2016-08-22"), Reason: community.BackToTown},
		}, c.Staff)
	})
}

func TestCountingSocialWorkers(t *testing.T) {
	count := func(n int, on string) community.CountSocialWorkers {
		return community.CountSocialWorkers{Number: n, AsOf: day(on), Document: "社工名册"}
	}
	s := registered(t)
	s.When(count(-1, "2016-08-31")).Rejected("count_out_of_range")
	s.When(count(10_000_001, "2016-08-31")).Rejected("count_out_of_range")
	s.When(count(1, "2016-09-02")).Rejected("not_yet")
	s.When(community.CountSocialWorkers{Number: 1}).Rejected("field_missing")
	s = s.When(count(0, "2016-08-31")).Then(community.SocialWorkersCounted{AsOf: day("2016-08-31"), Document: "社工名册"})
	s.When(count(1, "2016-08-31")).Rejected("counted_already")
	s.When(count(1, "2016-08-30")).Rejected("counted_already")
	s.When(count(2, "2016-09-01")).State(func(c community.Community) { require.Equal(t, 2, c.SocialWorkers.Number) })
}
