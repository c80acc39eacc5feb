package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/rules"
)

func listing(on string) community.ListForImprovement {
	return community.ListForImprovement{On: day(on), Reason: community.WeakTeam, Document: "名单"}
}

func site(kind community.SiteKind, on string) community.DesignateSite {
	return community.DesignateSite{Kind: kind, On: day(on), About: "莲藕", By: "相州镇党委"}
}

func ruleset(t *testing.T) *rules.Set {
	t.Helper()
	book, err := rules.Load()
	require.NoError(t, err)
	set, err := book.On(day("2016-09-01"))
	require.NoError(t, err)
	return set
}

func TestListingForImprovement(t *testing.T) {
	s := registered(t)
	s.When(listing("2016-03-01")).Then(community.ListedForImprovement{
		On: day("2016-03-01"), Year: 2016, Reason: community.WeakTeam, Document: "名单", Due: day("2017-03-01"), Within: 365, Rules: "zhucheng-2015",
	})
	for name, c := range map[string]struct {
		code   string
		change func(*community.ListForImprovement)
	}{
		"the next year":      {"", func(c *community.ListForImprovement) { c.Year = 2017 }},
		"the year before":    {"year_out_of_range", func(c *community.ListForImprovement) { c.Year = 2015 }},
		"the year after all": {"year_out_of_range", func(c *community.ListForImprovement) { c.Year = 2018 }},
		"no reason":          {"code_unknown", func(c *community.ListForImprovement) { c.Reason = "" }},
		"no document":        {"field_missing", func(c *community.ListForImprovement) { c.Document = " " }},
		"tomorrow":           {"not_yet", func(c *community.ListForImprovement) { c.On = day("2016-09-02") }},
		"with a note":        {"", func(c *community.ListForImprovement) { c.Note = domain.Note("个人情况") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := listing("2016-03-01")
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(s.When(command).Err()))
		})
	}
	e := s.When(listing("2016-03-01")).Events()[0].(community.ListedForImprovement)
	act := domain.Act{OccurredAt: domaintest.At("2016-09-01").UTC(), Zone: domaintest.Zone, Rules: ruleset(t)}
	s.State(func(c community.Community) {
		require.NoError(t, c.Judge(e, act))
		for _, change := range []func(*community.ListedForImprovement){
			func(e *community.ListedForImprovement) { e.Due = e.Due.AddDays(1) }, func(e *community.ListedForImprovement) { e.Within++ },
			func(e *community.ListedForImprovement) { e.Rules = "other" },
		} {
			wrong := e
			change(&wrong)
			require.Equal(t, "numbers_differ", domain.CodeOf(c.Judge(wrong, act)))
		}
	})
}

func TestImproving(t *testing.T) {
	improve := func(on string) community.Improve {
		return community.Improve{On: day(on), What: "配强班子", Document: "验收单"}
	}
	registered(t).When(improve("2016-08-01")).Rejected("not_on_the_list")
	s := registered(t).When(listing("2016-03-01")).Accepted()
	s.When(listing("2016-04-01")).Rejected("on_the_list")
	s.When(improve("2016-02-29")).Rejected("before_the_list")
	s.When(improve("2016-03-01")).Accepted()
	s.When(improve("2016-09-02")).Rejected("not_yet")
	s.When(community.Improve{Document: "验收单"}).Rejected("field_missing")
	s.When(community.Improve{What: "配强班子"}).Rejected("field_missing")
	s = s.When(improve("2016-08-01")).Then(community.Improved{On: day("2016-08-01"), What: "配强班子", Document: "验收单"})
	s.When(improve("2016-08-02")).Rejected("not_on_the_list")

	again := listing("2016-08-01")
	s.When(again).Rejected("listed_already") // in the same year
	again.Year = 2017
	s.When(again).Accepted()
	again.On = day("2016-07-31")
	s.When(again).Rejected("listed_already") // while it was still on the list
}

func TestOneSiteOfAKind(t *testing.T) {
	s := registered(t)
	for _, c := range community.SiteKind("").Codes() {
		s = s.When(site(community.SiteKind(c.Code), "2016-03-01")).Accepted() // one of each at the same time
	}
	withdraw := func(on string) community.WithdrawSite {
		return community.WithdrawSite{Kind: community.ThreeSocieties, On: day(on), Reason: "不再达标"}
	}
	s.When(site(community.ThreeSocieties, "2016-04-01")).Rejected("site_already")
	s.When(withdraw("2016-02-29")).Rejected("before_the_site")
	s.When(withdraw("2016-03-01")).Accepted()
	s.When(withdraw("2016-09-02")).Rejected("not_yet")
	s.When(community.WithdrawSite{Kind: community.ThreeSocieties}).Rejected("field_missing")
	s = s.When(withdraw("2016-06-01")).Then(community.SiteWithdrawn{Kind: community.ThreeSocieties, On: day("2016-06-01"), Reason: "不再达标"})
	s.When(withdraw("2016-06-02")).Rejected("not_a_site")
	s.When(site(community.ThreeSocieties, "2016-05-31")).Rejected("site_already")
	s.When(site(community.ThreeSocieties, "2016-06-01")).Then(community.SiteDesignated{
		Kind: community.ThreeSocieties, On: day("2016-06-01"), About: "莲藕", By: "相州镇党委",
	})

	begin := registered(t)
	begin.When(withdraw("2016-06-01")).Rejected("not_a_site")
	for name, c := range map[string]struct {
		code   string
		change func(*community.DesignateSite)
	}{
		"unknown":   {"code_unknown", func(c *community.DesignateSite) { c.Kind = "quiet" }},
		"of what":   {"field_missing", func(c *community.DesignateSite) { c.About = "" }},
		"by nobody": {"field_missing", func(c *community.DesignateSite) { c.By = " " }},
		"tomorrow":  {"not_yet", func(c *community.DesignateSite) { c.On = day("2016-09-02") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := site(community.BrandCommunity, "2016-03-01")
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(begin.When(command).Err()))
		})
	}
}

// Any sites, withdrawals, postings and recalls, in any order: on no day is a
// community twice a site of a kind, nor somebody there twice. The model counts
// day by day.
func TestAnySitesAndPostings(t *testing.T) {
	kinds := rapid.SampledFrom([]community.SiteKind{community.BrandCommunity, community.ThreeZones})
	steps := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any {
			return community.DesignateSite{Kind: kinds.Draw(t, "kind"), On: days.Draw(t, "on"), About: "莲藕", By: "镇"}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return community.WithdrawSite{Kind: kinds.Draw(t, "kind"), On: days.Draw(t, "on"), Reason: "到期"}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return community.PostStaff{Number: rapid.IntRange(1, 2).Draw(t, "number"), Name: "某某", Position: "联络员", From: days.Draw(t, "from")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return community.RecallStaff{Number: rapid.IntRange(1, 2).Draw(t, "number"), On: days.Draw(t, "on"), Reason: community.Rotated}
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := registered(t)
		for range rapid.IntRange(1, 25).Draw(t, "commands") {
			if result := s.When(steps.Draw(t, "command")); result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
			} else {
				s = result.Accepted()
			}
		}
		s.State(func(c community.Community) {
			for n := range 40 {
				on := day("2016-08-01").AddDays(n)
				sites, there := map[community.SiteKind]int{}, map[int]int{}
				for _, s := range c.Sites {
					if !on.Before(s.On) && (s.Withdrawn.IsZero() || on.Before(s.Withdrawn)) {
						sites[s.Kind]++
					}
				}
				for _, p := range c.Staff {
					if !on.Before(p.From) && (p.Until.IsZero() || !on.After(p.Until)) {
						there[p.Number]++
					}
				}
				for k, n := range sites {
					if n > 1 {
						t.Fatalf("%d sites (%s) on %s: %+v", n, k, on, c.Sites)
					}
				}
				for k, n := range there {
					if n > 1 {
						t.Fatalf("number %d is there %d times on %s: %+v", k, n, on, c.Staff)
					}
				}
			}
		})
		domaintest.CheckFold(t, communities, s.Facts()...)
	})
}
