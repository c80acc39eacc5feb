package partyorg_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/partyorg"
)

// organisations is the aggregate without the wording and the roles of the
// catalogue.
var organisations = domain.Define("partyorg",
	domain.Records[partyorg.Organisation](domain.Says(partyorg.Registered{}, "", ""), domain.Says(partyorg.Paired{}, "", ""), domain.Says(partyorg.Unpaired{}, "", "")),
	domain.Opens[partyorg.Organisation, partyorg.Register]("", "", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[partyorg.Organisation, partyorg.Pair]("", "", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[partyorg.Organisation, partyorg.Unpair]("", "", domain.Recorder.At(domain.TownLevel)),
)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var register = partyorg.Register{ID: "nyj", Name: "市农业局党委", NameEnglish: "Bureau of Agriculture", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-mz"}

func begin(t domaintest.TB) domaintest.Scenario {
	of := func(a domain.Area) domain.Offerings {
		return domain.Offerings{domain.PlaceName{ID: "x"}, domain.PartyOrganisation{Area: a}}
	}
	return domaintest.For(t, organisations).Stream("partyorg-nyj").
		Evidence("town-mz", domain.PlaceName{ID: "mz"}).
		Evidence("community-lc", domain.Unit{Level: domain.VillageUnit}).
		Evidence("community-old", domain.Unit{Level: domain.VillageUnit, Merged: "community-lc"}).
		Evidence("partyorg-rural", of(domain.Rural)).Evidence("partyorg-urban", of(domain.Urban))
}

func registered(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return begin(t).When(register).Accepted()
}

func pair(with, on string) partyorg.Pair {
	return partyorg.Pair{With: with, On: day(on), What: "结对帮扶"}
}

func unpair(with, on string) partyorg.Unpair {
	return partyorg.Unpair{With: with, On: day(on), Reason: "到期"}
}

func TestRegistering(t *testing.T) {
	s := begin(t).When(register).Then(partyorg.Registered(register))
	s.When(register).Rejected("already_exists")
	s.State(func(o partyorg.Organisation) {
		require.Equal(t, "partyorg-nyj", o.PlacedAt())
		require.Equal(t, domain.Offerings{
			domain.PlaceName{ID: "nyj", Name: "市农业局党委", NameEnglish: "Bureau of Agriculture", Within: []string{"town-mz"}},
			domain.PartyOrganisation{Area: domain.Urban},
		}, o.Offers())
	})
	require.Nil(t, partyorg.Organisation{}.Offers())
	for name, c := range map[string]struct {
		code   string
		change func(*partyorg.Register)
	}{
		"in a community": {"", func(c *partyorg.Register) { c.Place = "community-lc" }},
		"in one merged":  {"merged", func(c *partyorg.Register) { c.Place = "community-old" }},
		"in a village":   {"not_a_town_or_community", func(c *partyorg.Register) { c.Place = "village-dong" }},
		"nowhere":        {"not_a_town_or_community", func(c *partyorg.Register) { c.Place = "" }},
		"in no town":     {"no_such_evidence", func(c *partyorg.Register) { c.Place = "town-other" }},
		"name":           {"name_missing", func(c *partyorg.Register) { c.Name = " " }},
		"id":             {"id_invalid", func(c *partyorg.Register) { c.ID = "other" }},
		"kind":           {"code_unknown", func(c *partyorg.Register) { c.Kind = "club" }},
		"area":           {"code_unknown", func(c *partyorg.Register) { c.Area = "" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := register
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(begin(t).When(command).Err()))
		})
	}
}

func TestPairing(t *testing.T) {
	begin(t).When(pair("community-lc", "2016-03-01")).Rejected("not_found")
	s := registered(t)
	s.When(partyorg.Pair{With: "community-lc", What: "结对帮扶"}).Then(partyorg.Paired{With: "community-lc", On: day("2016-09-01"), What: "结对帮扶"})
	s.When(partyorg.Pair{With: "community-lc"}).Rejected("field_missing")
	s.When(pair("community-lc", "2016-09-02")).Rejected("not_yet")
	s.When(pair("community-old", "2016-03-01")).Rejected("merged")
	s.When(pair("town-mz", "2016-03-01")).Rejected("not_to_be_paired")
	s.When(pair("partyorg-other", "2016-03-01")).Rejected("no_such_evidence")
	s.When(pair("partyorg-urban", "2016-03-01")).Rejected("not_of_the_countryside")
	s = s.When(pair("partyorg-rural", "2016-03-01")).When(pair("community-lc", "2016-03-01")).Accepted()
	s.When(pair("community-lc", "2016-04-01")).Rejected("paired_already")

	rural := register
	rural.Area = domain.Rural
	begin(t).When(rural).When(pair("community-lc", "2016-03-01")).Rejected("not_of_the_city")
}

func TestUnpairing(t *testing.T) {
	s := registered(t).When(pair("community-lc", "2016-03-01")).Accepted()
	s.When(unpair("partyorg-rural", "2016-06-01")).Rejected("not_paired")
	s.When(unpair("community-lc", "2016-02-29")).Rejected("before_the_pairing")
	s.When(unpair("community-lc", "2016-09-02")).Rejected("not_yet")
	s.When(unpair("community-lc", "2016-03-01")).Accepted()
	s.When(partyorg.Unpair{With: "community-lc"}).Rejected("field_missing")
	s = s.When(unpair("community-lc", "2016-06-01")).Then(partyorg.Unpaired{With: "community-lc", On: day("2016-06-01"), Reason: "到期"})
	s.When(unpair("community-lc", "2016-06-02")).Rejected("not_paired")
	s.When(pair("community-lc", "2016-05-31")).Rejected("paired_already")
	s = s.When(pair("community-lc", "2016-06-01")).When(pair("partyorg-rural", "2016-06-01")).Accepted()
	domaintest.CheckFold(t, organisations, s.When(unpair("community-lc", "2016-07-01")).Accepted().Facts()...)
}

func TestOrder(t *testing.T) {
	for _, e := range []domain.Event{partyorg.Paired{}, partyorg.Unpaired{}} {
		_, err := partyorg.Organisation{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_registered", domain.CodeOf(err))
	}
	_, err := partyorg.Organisation{ID: "1"}.Evolve(domain.Fact{Event: partyorg.Registered{}})
	require.Equal(t, "already_registered", domain.CodeOf(err))
}

func TestWhatAnOrganisationIsStays(t *testing.T) {
	was := partyorg.Registered(register)
	named := was
	named.Name, named.NameEnglish, named.Kind = "别名", "", partyorg.Branch
	require.NoError(t, was.Amends(named))
	for name, change := range map[string]func(*partyorg.Registered){
		"id": func(e *partyorg.Registered) { e.ID = "2" }, "area": func(e *partyorg.Registered) { e.Area = domain.Rural },
		"place": func(e *partyorg.Registered) { e.Place = "town-zg" }, "no name": func(e *partyorg.Registered) { e.Name = "" },
	} {
		to := was
		change(&to)
		require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(to)), name)
	}
}

// Any pairings and ends, in any order: on no day is an organisation paired twice
// with the same one. The model counts day by day.
func TestAnyPairings(t *testing.T) {
	with := rapid.SampledFrom([]string{"community-lc", "partyorg-rural"})
	on := rapid.Custom(func(t *rapid.T) domain.Date { return day("2016-08-01").AddDays(rapid.IntRange(0, 31).Draw(t, "day")) })
	steps := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any {
			return partyorg.Pair{With: with.Draw(t, "with"), On: on.Draw(t, "on"), What: "帮扶"}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return partyorg.Unpair{With: with.Draw(t, "with"), On: on.Draw(t, "on"), Reason: "到期"}
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := registered(t)
		for range rapid.IntRange(1, 15).Draw(t, "commands") {
			if r := s.When(steps.Draw(t, "command")); r.Err() == nil {
				s = r.Accepted()
			}
		}
		s.State(func(o partyorg.Organisation) {
			for n := range 33 {
				on, paired := day("2016-08-01").AddDays(n), map[string]int{}
				for _, p := range o.Pairings {
					if !on.Before(p.On) && (p.Ended.IsZero() || on.Before(p.Ended)) {
						paired[p.With]++
					}
				}
				for k, n := range paired {
					if n > 1 {
						t.Fatalf("%d pairings with %s on %s: %+v", n, k, on, o.Pairings)
					}
				}
			}
		})
	})
}
