package community_test

import (
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var (
	posts  = rapid.SampledFrom([]community.Post{community.BranchSecretary, community.BranchMember, community.CommitteeMember, community.Cashier})
	bodies = rapid.SampledFrom([]community.Body{community.PartyBranch, community.VillagersCommittee})
	people = rapid.SampledFrom([]uuid.UUID{uuid.Nil, uuid.NewSHA1(uuid.Nil, []byte("a")), uuid.NewSHA1(uuid.Nil, []byte("b"))})
	seats  = rapid.IntRange(0, 3)
	// days are few, so that terms meet.
	days = rapid.Custom(func(t *rapid.T) domain.Date {
		return day("2016-08-01").AddDays(rapid.IntRange(0, 35).Draw(t, "day"))
	})
	ends     = rapid.OneOf(rapid.Just(domain.Date{}), days)
	commands = rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any {
			c := community.Appoint{Post: posts.Draw(t, "post"), Name: "某某", From: days.Draw(t, "from"), Until: ends.Draw(t, "until")}
			if c.Post == community.BranchMember || c.Post == community.CommitteeMember {
				c.Seat = seats.Draw(t, "seat")
			}
			if who := people.Draw(t, "person"); who != uuid.Nil {
				c.Person = domain.About(who, "某某")
			}
			return c
		}),
		rapid.Custom(func(t *rapid.T) any {
			return community.EndTerm{Post: posts.Draw(t, "post"), Seat: seats.Draw(t, "seat"), On: days.Draw(t, "on"), Reason: community.Resigned}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return community.ConstituteCouncil{Body: bodies.Draw(t, "body"), Seats: seats.Draw(t, "seats"), From: days.Draw(t, "from"), Until: days.Draw(t, "until")}
		}),
	)
)

// Any appointments and ends, in any order: on no day do two people hold one post
// or one seat, and on no day does one person have two places in one body. The
// model counts day by day.
func TestAnyAppointments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := registered(t)
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			if result := s.When(commands.Draw(t, "command")); result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
			} else {
				s = result.Accepted()
			}
		}
		s.State(func(c community.Community) {
			for n := range 40 {
				checkDay(t, c, day("2016-08-01").AddDays(n))
			}
		})
		domaintest.CheckFold(t, communities, s.Facts()...)
	})
}

func checkDay(t *rapid.T, c community.Community, on domain.Date) {
	type place struct {
		post community.Post
		seat int
	}
	type membership struct {
		who  domain.Subject
		body community.Body
	}
	holders, memberships := map[place]int{}, map[membership]int{}
	for _, o := range c.Officials {
		if on.Before(o.From) || !o.Until.IsZero() && on.After(o.Until) || !o.Ended.IsZero() && on.After(o.Ended) {
			continue
		}
		holders[place{o.Post, o.Seat}]++
		if o.Person != uuid.Nil && o.Post != community.Cashier {
			memberships[membership{o.Person, o.Post.Body()}]++
		}
	}
	for p, n := range holders {
		if n > 1 {
			t.Fatalf("%d people hold %v on %s: %+v", n, p, on, c.Officials)
		}
	}
	for m, n := range memberships {
		if n > 1 {
			t.Fatalf("%v has %d places on %s: %+v", m, n, on, c.Officials)
		}
	}
}
