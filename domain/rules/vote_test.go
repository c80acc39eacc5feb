package rules_test

import (
	"slices"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

func share(t *testing.T, text string) rules.Share {
	t.Helper()
	var s rules.Share
	if err := s.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		share         string
		whole, needed int
	}{
		{"over 1/2", 100, 51}, {"over 1/2", 101, 51}, {"over 1/2", 1, 1}, {"over 1/2", 2, 2},
		{"at least 2/3", 99, 66}, {"at least 2/3", 100, 67}, {"at least 2/3", 3, 2}, {"at least 2/3", 1, 1},
		{"at least 1/1", 7, 7}, {"over 2/3", 99, 67}, {"at least 2/3", 0, 1}, {"over 1/2", 0, 1},
	} {
		if got := share(t, c.share).Needed(c.whole); got != c.needed {
			t.Errorf("%s of %d is %d, want %d", c.share, c.whole, got, c.needed)
		}
	}
	for _, bad := range []string{"", "1/2", "over", "over 1", "over 2/1", "at least 1/0", "at least -1/2", "over 1/1", "at least 1/101", "at least 01/2", "over 1/2 "} {
		var s rules.Share
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is read as %s", bad, s)
		}
	}
	if got := share(t, "at least 2/3").In(domain.Chinese); got != "2/3 以上" {
		t.Errorf("in Chinese %q", got)
	}
}

// Every kind of matter has a way at every level, in every set, and every
// meeting of a way has a vote.
func TestEveryMatterHasAWay(t *testing.T) {
	for _, set := range builtIn(t).Sets() {
		for _, level := range domain.UnitLevel("").Codes() {
			for _, kind := range domain.MatterKind("").Codes() {
				route, ok := set.Decisions.RoutesAt(domain.UnitLevel(level.Code)).Value.Of(domain.MatterKind(kind.Code))
				if !ok {
					t.Fatalf("%s: %s at %s has no way", set.Name(), kind.Code, level.Code)
				}
				for _, m := range route.Meetings {
					if set.Decisions.VoteOf(m).IsZero() {
						t.Errorf("%s: %s has no vote", set.Name(), m)
					}
				}
			}
		}
	}
}

// The arithmetic of the articles, at its boundaries.
func TestVotesOfTheLaw(t *testing.T) {
	named := func(name string) rules.Decisions {
		set, err := builtIn(t).Named(name)
		if err != nil {
			t.Fatal(err)
		}
		return set.Decisions
	}
	old, now := named("zhucheng-2015"), named("collectives-law-2025")
	for _, c := range []struct {
		name              string
		vote              rules.Vote
		base              domain.VoterBase
		expected, present int
		quorum, favour    int
	}{
		{"villagers' meeting, adults", old.VillagersMeeting.Value, domain.Adults, 1000, 501, 501, 251},
		{"villagers' meeting, households", old.VillagersMeeting.Value, domain.Households, 300, 200, 200, 101},
		{"representatives", old.RepresentativesMeeting.Value, domain.Representatives, 30, 20, 20, 11},
		{"household ballot", old.HouseholdBallot.Value, domain.Households, 100, 67, 67, 34},
		{"members of 2025, of all", now.MembersAssembly.Value, domain.Members, 300, 250, 200, 200},
		{"representatives of 2025, of all", now.MemberRepresentatives.Value, domain.Representatives, 30, 20, 20, 20},
	} {
		q, ok := c.vote.In(c.base)
		if !ok {
			t.Errorf("%s: no quorum of %s", c.name, c.base)
			continue
		}
		if quorum, favour := c.vote.Needed(q, c.expected, c.present); quorum != c.quorum || favour != c.favour {
			t.Errorf("%s: %d take part and %d in favour, want %d and %d", c.name, quorum, favour, c.quorum, c.favour)
		}
	}
	if _, ok := old.VillagersMeeting.Value.In(domain.Members); ok {
		t.Error("a villagers' meeting counts the members of a collective")
	}
}

// What carries a proposal before the vote, at its boundaries: over half of eight
// are five, and over half of six are four.
func TestDiscussion(t *testing.T) {
	d := rules.Discussion{Quorum: share(t, "over 1/2"), Pass: share(t, "over 1/2")}
	for _, c := range []struct {
		present, inFavour, needed int
		carried                   bool
	}{{4, 4, 3, false}, {5, 3, 3, true}, {6, 3, 4, false}, {6, 4, 4, true}, {0, 0, 1, false}} {
		quorum, needed, carried := d.Carries(8, c.present, c.inFavour)
		if quorum != 5 || needed != c.needed || carried != c.carried {
			t.Errorf("%+v: %d, %d, %t", c, quorum, needed, carried)
		}
	}
	if err := d.Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []rules.Discussion{{}, {Quorum: d.Quorum}, {Pass: d.Pass}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is valid", bad)
		}
	}
	if got := d.String(); got != "present over 1/2; in favour over 1/2 of those present" {
		t.Error(got)
	}
}

// What belongs to a collective is decided by its members, and part of it by their
// assembly alone, in a village as in a group.
func TestWhoResolvesForACollective(t *testing.T) {
	for _, name := range []string{"collectives-law-2025", "zhucheng-2025"} {
		set, err := builtIn(t).Named(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range []domain.UnitLevel{domain.VillageUnit, domain.GroupUnit} {
			for kind, want := range map[domain.MatterKind][]domain.Meeting{
				domain.Charter: {domain.MembersAssembly}, domain.Roster: {domain.MembersAssembly}, domain.Quantification: {domain.MembersAssembly},
				domain.LandCompensation: {domain.MembersAssembly}, domain.LandContracting: {domain.MembersAssembly},
				domain.Leasing: {domain.MembersAssembly, domain.MemberRepresentatives}, domain.Dividend: {domain.MembersAssembly, domain.MemberRepresentatives},
			} {
				route, ok := set.Decisions.RoutesAt(level).Value.Of(kind)
				if !ok || route.Procedure != domain.MembersDecision || !slices.Equal(route.Meetings, want) {
					t.Errorf("%s: %s at the level %s: %+v, want %v", name, kind, level, route, want)
				}
			}
		}
	}
}

// Article 24: income and property are the villagers' to decide on, whatever the
// way in which they are used or given up.
func TestReservedToTheVillagers(t *testing.T) {
	for _, name := range []string{"organic-law-2010", "zhucheng-2015", "collectives-law-2025", "zhucheng-2025"} {
		set, err := builtIn(t).Named(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range domain.MatterKind("").Codes() {
			kind := domain.MatterKind(c.Code)
			free := slices.Contains([]domain.MatterKind{
				domain.Expenditure, domain.ReformPlan, domain.Roster, domain.Quantification, domain.Charter, domain.BodiesElection, domain.Delegation, domain.OtherMatter,
			}, kind)
			if set.Decisions.Reserved.Value.Has(kind) == free {
				t.Errorf("%s: %s: reserved %t", name, kind, !free)
			}
		}
	}
}

// No vote of this county is recorded without its minutes and who was there.
func TestVotesOfTheCountyHaveEvidence(t *testing.T) {
	for _, name := range []string{"zhucheng-2015", "zhucheng-2025"} {
		set, err := builtIn(t).Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := set.Decisions.VoteEvidence.Value; !slices.Equal(got, rules.Files{domain.Minutes, domain.SignInSheet}) {
			t.Errorf("%s demands %v", name, got)
		}
	}
}
