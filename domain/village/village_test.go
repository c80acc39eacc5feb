package village_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/village"
)

var villages = domain.Define("village",
	domain.Records[village.Village](
		domain.Says(village.Registered{}, "", ""), domain.Says(village.Renamed{}, "", ""),
		domain.Says(village.ElectorateRecorded{}, "", ""), domain.Says(village.CouncilsConstituted{}, "", "")),
	domain.Opens[village.Village, village.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[village.Village, village.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[village.Village, village.RecordElectorate]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[village.Village, village.ConstituteCouncils]("", "", domain.Recorder.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var register = village.Register{ID: "xd", Community: "community-qz", Name: "小店村", NameEnglish: "Xiaodian"}

func begin(t domaintest.TB) domaintest.Scenario {
	return domaintest.For(t, villages).Stream("village-xd").
		Evidence("community-qz", domain.Offerings{domain.PlaceName{ID: "qz"}, domain.Unit{Level: domain.VillageUnit}}).
		Evidence("community-old", domain.Offerings{domain.PlaceName{ID: "old"}, domain.Unit{Merged: "community-qz"}})
}

func count(asOf string, adults, party int) village.RecordElectorate {
	return village.RecordElectorate{AsOf: day(asOf), Adults: adults, Households: 120, PartyMembers: party, Document: "户籍底册"}
}

func councils(on string, party, villagers int) village.ConstituteCouncils {
	return village.ConstituteCouncils{On: day(on), PartyCouncil: party, VillagersCouncil: villagers}
}

func unit(v village.Village) domain.Unit {
	u, _ := domain.Offered[domain.Unit](v.Offers())
	return u
}

func TestVillage(t *testing.T) {
	s := begin(t).When(register).Then(village.Registered(register))
	s.When(register).Rejected("already_exists")
	s.When(village.Rename{Name: "小店村", NameEnglish: "Xiaodian"}).Rejected("same_name")
	s.When(village.Rename{}).Rejected("name_missing")
	s = s.When(village.Rename{Name: "大店村"}).Then(village.Renamed{Name: "大店村"})
	s = s.When(count("2016-08-31", 300, 12)).Then(village.ElectorateRecorded(count("2016-08-31", 300, 12)))
	s.State(func(v village.Village) {
		require.Empty(t, unit(v).PartyCouncil, "no councils yet, so no household decision")
		require.Empty(t, unit(v).VillagersCouncil)
	})
	s = s.When(at("2016-10-01"), councils("2016-09-20", 5, 15)).Then(village.CouncilsConstituted(councils("2016-09-20", 5, 15)))
	s = s.When(at("2018-10-01"), councils("2018-09-20", 7, 17)).When(count("2018-09-30", 290, 13)).Accepted()
	s.State(func(v village.Village) {
		require.Equal(t, domain.Offerings{
			domain.PlaceName{ID: "xd", Name: "大店村", Within: []string{"community-qz"}},
			domain.Unit{
				Level:            domain.GroupUnit,
				PartyCouncil:     domain.Terms{{From: day("2016-09-20"), Members: 5}, {From: day("2018-09-20"), Members: 7}},
				VillagersCouncil: domain.Terms{{From: day("2016-09-20"), Members: 15}, {From: day("2018-09-20"), Members: 17}},
				Electorates:      domain.Electorates{domain.Electorate(count("2016-08-31", 300, 12)), domain.Electorate(count("2018-09-30", 290, 13))},
			},
		}, v.Offers())
		require.Equal(t, village.CouncilsConstituted(councils("2018-09-20", 7, 17)), v.Councils)
		require.Equal(t, "village-xd", v.PlacedAt())
	})
	domaintest.CheckFold(t, villages, s.Facts()...)
}

func TestRegisteringAVillage(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*village.Register)
	}{
		"another's id":                  {"id_invalid", func(c *village.Register) { c.ID = "other" }},
		"no name":                       {"name_missing", func(c *village.Register) { c.Name = "" }},
		"in no community":               {"not_a_community", func(c *village.Register) { c.Community = "qz" }},
		"in an unknown community":       {"no_such_evidence", func(c *village.Register) { c.Community = "community-other" }},
		"in a community that is merged": {"merged", func(c *village.Register) { c.Community = "community-old" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := register
			c.change(&command)
			begin(t).When(command).Rejected(c.code)
		})
	}
	require.Nil(t, village.Village{}.Offers())
	require.Equal(t, "community-qz", register.PlacedAt())
}

func TestCouncils(t *testing.T) {
	counted := begin(t).When(register).When(count("2016-08-31", 300, 12)).Accepted()
	for name, c := range map[string]struct {
		code    string
		command village.ConstituteCouncils
	}{
		"on the day":                      {"", councils("2016-09-01", 5, 15)},
		"on the day after":                {"not_constituted_yet", councils("2016-09-02", 5, 15)},
		"on no day":                       {"field_missing", village.ConstituteCouncils{PartyCouncil: 5, VillagersCouncil: 15}},
		"one member each":                 {"", councils("2016-09-01", 1, 1)},
		"no Party member":                 {"council_out_of_range", councils("2016-09-01", 0, 15)},
		"no villager":                     {"council_out_of_range", councils("2016-09-01", 5, 0)},
		"negative":                        {"council_out_of_range", councils("2016-09-01", -1, 15)},
		"all Party members":               {"", councils("2016-09-01", 12, 15)},
		"more than there are in it":       {"council_out_of_range", councils("2016-09-01", 13, 15)},
		"all adults":                      {"", councils("2016-09-01", 5, 300)},
		"more than there are adults":      {"council_out_of_range", councils("2016-09-01", 5, 301)},
		"before anybody was counted":      {"", councils("2016-08-30", 13, 301)},
		"on the day of the count":         {"council_out_of_range", councils("2016-08-31", 13, 15)},
		"more than a slip of the pen":     {"council_out_of_range", councils("2016-08-30", domain.MaxCounted+1, 15)},
		"not more than a slip of the pen": {"", councils("2016-08-30", domain.MaxCounted, 15)},
	} {
		t.Run(name, func(t *testing.T) {
			if result := counted.When(c.command); c.code == "" {
				result.Then(village.CouncilsConstituted(c.command))
			} else {
				result.Rejected(c.code)
			}
		})
	}
	s := counted.When(councils("2016-09-01", 5, 15)).Accepted()
	s.When(at("2016-10-01"), councils("2016-09-02", 5, 15)).Accepted()
	s.When(at("2016-10-01"), councils("2016-09-01", 5, 15)).Rejected("constituted_already")
	s.When(at("2016-10-01"), councils("2016-08-31", 5, 15)).Rejected("constituted_already")
}

func TestCountsOfAVillage(t *testing.T) {
	s := begin(t).When(register).When(count("2016-08-31", 300, 12)).Accepted()
	s.When(count("2016-09-01", 120, 12)).Accepted()
	s.When(count("2016-09-01", 119, 12)).Rejected("counts_contradict")
	s.When(count("2016-08-31", 300, 12)).Rejected("counted_already")
	s.When(count("2016-09-02", 300, 12)).Rejected("counted_in_the_future")
}

func TestOrderOfAVillage(t *testing.T) {
	for _, command := range []any{village.Rename{Name: "a"}, count("2016-09-01", 300, 12), councils("2016-09-01", 5, 15)} {
		begin(t).When(command).Rejected("not_found")
	}
	for _, e := range []domain.Event{village.Renamed{}, village.ElectorateRecorded{}, village.CouncilsConstituted{}} {
		_, err := village.Village{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_registered", domain.CodeOf(err))
	}
	_, err := village.Village{ID: "1"}.Evolve(domain.Fact{Event: village.Registered{}})
	require.Equal(t, "already_registered", domain.CodeOf(err))
}

func TestWhatAVillageIsStays(t *testing.T) {
	was := village.Registered(register)
	named := was
	named.Name, named.NameEnglish = "别名", ""
	require.NoError(t, was.Amends(named))
	for name, change := range map[string]func(*village.Registered){
		"id":        func(e *village.Registered) { e.ID = "2" },
		"community": func(e *village.Registered) { e.Community = "community-lc" }, "no name": func(e *village.Registered) { e.Name = "" },
	} {
		to := was
		change(&to)
		require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(to)), name)
	}
}
