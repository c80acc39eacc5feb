package collective_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var collectives = domain.Define("collective",
	domain.Records[collective.Collective](
		domain.Says(collective.Registered{}, "", ""), domain.Says(collective.Renamed{}, "", ""),
		domain.Says(collective.ElectorateRecorded{}, "", ""), domain.Says(collective.MergedInto{}, "", "")),
	domain.Opens[collective.Collective, collective.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[collective.Collective, collective.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[collective.Collective, collective.RecordElectorate]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[collective.Collective, collective.Merge]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var register = collective.Register{
	ID: "qz-1", Level: domain.GroupUnit, Community: "community-qz", Name: "乔庄经济合作社", NameEnglish: "Qiaozhuang cooperative",
}

// another is what a collective of a community offers, that was merged or not.
func another(community, merged string) domain.Offerings {
	return domain.Offerings{domain.PlaceName{ID: "x", Within: []string{community}}, domain.Unit{Collective: true, Merged: merged}}
}

// begin knows two communities, one of them merged, and collectives to merge with.
func begin(t domaintest.TB) domaintest.Scenario {
	community := func(id, merged string) domain.Offerings {
		return domain.Offerings{domain.PlaceName{ID: id, Within: []string{"town-1"}}, domain.Unit{Level: domain.VillageUnit, Merged: merged}}
	}
	return domaintest.For(t, collectives).Stream("collective-qz-1").
		Evidence("community-qz", community("qz", "")).
		Evidence("community-old", community("old", "community-qz")).
		Evidence("collective-qz-2", another("community-qz", "")).
		Evidence("collective-qz-3", another("community-qz", "collective-qz-2")).
		Evidence("collective-lc-1", another("community-lc", ""))
}

func count(asOf string, members int) collective.RecordElectorate {
	return collective.RecordElectorate{AsOf: day(asOf), Members: members, Representatives: 31, Document: "成员名册"}
}

func TestCollective(t *testing.T) {
	s := begin(t).When(register).Then(collective.Registered(register))
	s.When(register).Rejected("already_exists")
	s = s.When(at("2016-10-01"), collective.Rename{Name: "乔庄股份经济合作社"}).Then(collective.Renamed{Name: "乔庄股份经济合作社"})
	s.When(collective.Rename{Name: "乔庄股份经济合作社"}).Rejected("same_name")
	s.When(collective.Rename{Name: " "}).Rejected("name_missing")
	s = s.When(count("2016-09-30", 800)).Then(collective.ElectorateRecorded(count("2016-09-30", 800)))
	s = s.When(at("2017-02-01"), count("2017-01-31", 790)).Accepted()
	s.State(func(c collective.Collective) {
		require.Equal(t, domain.Offerings{
			domain.PlaceName{ID: "qz-1", Name: "乔庄股份经济合作社", Within: []string{"community-qz"}},
			domain.Unit{Level: domain.GroupUnit, Collective: true, Electorates: domain.Electorates{
				{AsOf: day("2016-09-30"), Members: 800, Representatives: 31, Document: "成员名册"},
				{AsOf: day("2017-01-31"), Members: 790, Representatives: 31, Document: "成员名册"},
			}},
		}, c.Offers())
		require.Equal(t, "collective-qz-1", c.PlacedAt())
	})
	s = s.When(collective.Merge{Into: "collective-qz-2"}).Then(collective.MergedInto{Into: "collective-qz-2"})
	domaintest.CheckFold(t, collectives, s.Facts()...)
}

func TestRegisteringACollective(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*collective.Register)
	}{
		"another's id":                  {"id_invalid", func(c *collective.Register) { c.ID = "other" }},
		"no id":                         {"id_invalid", func(c *collective.Register) { c.ID = "" }},
		"no name":                       {"name_missing", func(c *collective.Register) { c.Name = " " }},
		"no level":                      {"code_unknown", func(c *collective.Register) { c.Level = "" }},
		"unknown level":                 {"code_unknown", func(c *collective.Register) { c.Level = "county" }},
		"village level":                 {"", func(c *collective.Register) { c.Level = domain.VillageUnit }},
		"town level":                    {"", func(c *collective.Register) { c.Level = domain.TownUnit }},
		"a credit code":                 {"", func(c *collective.Register) { c.Code = "N2370782MF12345678" }},
		"one digit short":               {"code_invalid", func(c *collective.Register) { c.Code = "N2370782MF1234567" }},
		"one digit more":                {"code_invalid", func(c *collective.Register) { c.Code = "N2370782MF123456789" }},
		"a letter that codes leave out": {"code_invalid", func(c *collective.Register) { c.Code = "N2370782MFI2345678" }},
		"small letters":                 {"code_invalid", func(c *collective.Register) { c.Code = "n2370782mf12345678" }},
		"in no community":               {"not_a_community", func(c *collective.Register) { c.Community = "" }},
		"in a town":                     {"not_a_community", func(c *collective.Register) { c.Community = "town-1" }},
		"in an unknown community":       {"no_such_evidence", func(c *collective.Register) { c.Community = "community-other" }},
		"in a community that is merged": {"merged", func(c *collective.Register) { c.Community = "community-old" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := register
			c.change(&command)
			if c.code == "" {
				begin(t).When(command).Then(collective.Registered(command))
			} else {
				begin(t).When(command).Rejected(c.code)
			}
		})
	}
	require.Nil(t, collective.Collective{}.Offers())
	require.Equal(t, "community-qz", register.PlacedAt())
}

func TestCountsOfACollective(t *testing.T) {
	s := begin(t).When(register).When(count("2016-08-31", 800)).Accepted()
	s.When(at("2016-09-02"), count("2016-09-01", 790)).Accepted()
	s.When(at("2016-09-02"), count("2016-08-31", 790)).Rejected("counted_already")
	s.When(at("2016-09-02"), count("2016-08-30", 790)).Rejected("counted_before")
	s.When(at("2016-09-02"), count("2016-09-03", 790)).Rejected("counted_in_the_future")
	s.When(count("2016-09-01", 31)).Accepted()
	s.When(count("2016-09-01", 30)).Rejected("counts_contradict")
}

func TestMergingACollective(t *testing.T) {
	s := begin(t).When(register).Accepted()
	for name, c := range map[string]struct {
		code    string
		command collective.Merge
	}{
		"of the same community":     {"", collective.Merge{Into: "collective-qz-2"}},
		"merged itself":             {"merged", collective.Merge{Into: "collective-qz-3"}},
		"of another community":      {"lies_elsewhere", collective.Merge{Into: "collective-lc-1"}},
		"of another, as it is said": {"", collective.Merge{Into: "collective-lc-1", Elsewhere: true}},
		"said to be of another":     {"lies_here", collective.Merge{Into: "collective-qz-2", Elsewhere: true}},
		"itself":                    {"not_another", collective.Merge{Into: "collective-qz-1"}},
		"a community":               {"not_another", collective.Merge{Into: "community-qz"}},
		"nothing":                   {"not_another", collective.Merge{}},
		"not on record":             {"no_such_evidence", collective.Merge{Into: "collective-other"}},
	} {
		t.Run(name, func(t *testing.T) {
			if result := s.When(c.command); c.code == "" {
				result.Then(collective.MergedInto(c.command))
			} else {
				result.Rejected(c.code)
			}
		})
	}
}

// It stays where it lay.
func TestNothingFollowsAMerger(t *testing.T) {
	s := begin(t).When(register).When(collective.Merge{Into: "collective-qz-2"}).Accepted()
	s.When(collective.Rename{Name: "新名"}).Rejected("merged")
	s.When(count("2016-09-01", 800)).Rejected("merged")
	s.When(collective.Merge{Into: "collective-lc-1", Elsewhere: true}).Rejected("merged")
	s.State(func(c collective.Collective) {
		place, _ := domain.Offered[domain.PlaceName](c.Offers())
		unit, _ := domain.Offered[domain.Unit](c.Offers())
		require.Equal(t, []string{"community-qz"}, place.Within)
		require.Equal(t, "collective-qz-2", unit.Merged)
	})
}

func TestOrderOfACollective(t *testing.T) {
	for _, command := range []any{collective.Rename{Name: "a"}, count("2016-09-01", 800), collective.Merge{Into: "collective-qz-2"}} {
		begin(t).When(command).Rejected("not_found")
	}
	for _, e := range []domain.Event{collective.Renamed{}, collective.ElectorateRecorded{}, collective.MergedInto{}} {
		_, err := collective.Collective{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_registered", domain.CodeOf(err))
	}
	_, err := collective.Collective{ID: "1"}.Evolve(domain.Fact{Event: collective.Registered{}})
	require.Equal(t, "already_registered", domain.CodeOf(err))
}

func TestWhatACollectiveIsStays(t *testing.T) {
	was := collective.Registered(register)
	named := was
	named.Name, named.NameEnglish, named.Code = "别名", "", "N2370782MF12345678"
	require.NoError(t, was.Amends(named))
	for name, change := range map[string]func(*collective.Registered){
		"id": func(e *collective.Registered) { e.ID = "2" }, "level": func(e *collective.Registered) { e.Level = domain.TownUnit },
		"community": func(e *collective.Registered) { e.Community = "community-lc" }, "no name": func(e *collective.Registered) { e.Name = "" },
	} {
		to := was
		change(&to)
		require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(to)), name)
	}
	require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(collective.Renamed{Name: "a"})))
}

// The collective of a group may say whose village it is.
func TestWhoseVillageItIs(t *testing.T) {
	village := func(community string) domain.Offerings {
		return domain.Offerings{domain.PlaceName{ID: "dong", Within: []string{community}}, domain.Unit{Level: domain.GroupUnit}}
	}
	s := begin(t).Evidence("village-dong", village("community-qz")).Evidence("village-far", village("community-lc"))
	of := func(level domain.UnitLevel, village string) collective.Register {
		c := register
		c.Level, c.Village = level, village
		return c
	}
	councils := func(level domain.UnitLevel, village string) (of string) {
		c := collective.Registered(register)
		c.Level, c.Village = level, village
		state, err := collective.Collective{}.Evolve(domain.Fact{Event: c})
		require.NoError(t, err)
		unit, ok := domain.Offered[domain.Unit](state.Offers())
		require.True(t, ok)
		return unit.Councils
	}
	s.When(of(domain.GroupUnit, "village-dong")).Accepted()
	require.Equal(t, "village-dong", councils(domain.GroupUnit, "village-dong"))
	require.Equal(t, "", councils(domain.GroupUnit, ""))
	require.Equal(t, "community-qz", councils(domain.VillageUnit, ""))
	require.Equal(t, "", councils(domain.TownUnit, ""))
	s.When(of(domain.VillageUnit, "village-dong")).Rejected("no_village_of_it")
	s.When(of(domain.TownUnit, "village-dong")).Rejected("no_village_of_it")
	s.When(of(domain.GroupUnit, "community-qz")).Rejected("no_village_of_it")
	s.When(of(domain.GroupUnit, "village-far")).Rejected("village_elsewhere")
	s.When(of(domain.GroupUnit, "village-none")).Rejected("no_such_evidence")
}
