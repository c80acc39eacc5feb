package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var communities = domain.Define("community", append([]domain.Option[community.Community]{
	domain.Records[community.Community](
		domain.Says(community.Registered{}, "", ""), domain.Says(community.Renamed{}, "", ""), domain.Says(community.Recoded{}, "", ""),
		domain.Says(community.MergedInto{}, "", ""), domain.Says(community.ElectorateRecorded{}, "", ""),
		domain.Says(community.CouncilConstituted{}, "", ""), domain.Says(community.OfficialAppointed{}, "", ""), domain.Says(community.TermEnded{}, "", "")),
	domain.Opens[community.Community, community.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Recode]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Merge]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.RecordElectorate]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.ConstituteCouncil]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Appoint]("", "", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.EndTerm]("", "", domain.Recorder.At(domain.CommunityLevel)),
}, work...)...)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var register = community.Register{ID: "lc", Town: "town-xz", Code: "370782102201", Name: "莲池社区", NameEnglish: "Lianchi"}

// begin knows a town, and communities to merge with.
func begin(t domaintest.TB) domaintest.Scenario {
	another := func(town, merged string) domain.Offerings {
		return domain.Offerings{domain.PlaceName{ID: "x", Within: []string{town}}, domain.Unit{Level: domain.VillageUnit, Merged: merged}}
	}
	return domaintest.For(t, communities).Stream("community-lc").
		Evidence("town-xz", domain.PlaceName{ID: "xz", Name: "相州镇"}).
		Evidence("community-qz", another("town-xz", "")).
		Evidence("community-old", another("town-xz", "community-qz")).
		Evidence("community-far", another("town-zg", "")).
		Evidence("village-dong", domain.PlaceName{ID: "dong", Name: "东村", Within: []string{"community-lc", "town-xz"}}).
		Evidence("village-far", domain.PlaceName{ID: "far", Name: "远村", Within: []string{"community-far", "town-zg"}}).
		Evidence("town-zg", domain.PlaceName{ID: "zg", Name: "枳沟镇"})
}

func count(asOf string) community.RecordElectorate {
	return community.RecordElectorate{AsOf: day(asOf), Adults: 2400, Households: 900, Representatives: 45, PartyMembers: 80, Document: "选民登记册"}
}

func TestCommunity(t *testing.T) {
	s := begin(t).When(register).Then(community.Registered(register))
	s.When(register).Rejected("already_exists")
	s.When(community.Rename{Name: "莲池社区", NameEnglish: "Lianchi"}).Rejected("same_name")
	s.When(community.Rename{}).Rejected("name_missing")
	s = s.When(community.Rename{Name: "莲花社区"}).Then(community.Renamed{Name: "莲花社区"})
	s = s.When(count("2016-08-31")).Then(community.ElectorateRecorded(count("2016-08-31")))
	s.State(func(c community.Community) {
		require.Equal(t, domain.Offerings{
			domain.PlaceName{ID: "lc", Name: "莲花社区", Within: []string{"town-xz"}},
			domain.Unit{Level: domain.VillageUnit, Electorates: domain.Electorates{domain.Electorate(count("2016-08-31"))}},
			domain.FirstSecretaries(nil),
			domain.Officers{},
		}, c.Offers())
		require.Equal(t, "town-xz", c.Town)
		require.Equal(t, "community-lc", c.PlacedAt())
	})
	domaintest.CheckFold(t, communities, s.Facts()...)
	begin(t).When(community.Rename{Name: "a"}).Rejected("not_found")
	require.Nil(t, community.Community{}.Offers())
}

func TestRegisteringACommunity(t *testing.T) {
	for name, c := range map[string]struct {
		code   string
		change func(*community.Register)
	}{
		"unknown town":    {"no_such_evidence", func(c *community.Register) { c.Town = "town-other" }},
		"not a town":      {"not_a_town", func(c *community.Register) { c.Town = "xz" }},
		"no town":         {"not_a_town", func(c *community.Register) { c.Town = "" }},
		"name":            {"name_missing", func(c *community.Register) { c.Name = "" }},
		"id":              {"id_invalid", func(c *community.Register) { c.ID = "other" }},
		"code":            {"code_invalid", func(c *community.Register) { c.Code = "370782" }},
		"no code is fine": {"", func(c *community.Register) { c.Code = "" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := register
			c.change(&command)
			result := begin(t).When(command)
			require.Equal(t, c.code, domain.CodeOf(result.Err()), "%v", result.Err())
		})
	}
}

func TestRecoding(t *testing.T) {
	s := begin(t).When(register).Accepted()
	s.When(community.Recode{Code: "370782102201"}).Rejected("same_code")
	s.When(community.Recode{}).Rejected("field_missing")
	s.When(community.Recode{Code: "37078210220"}).Rejected("code_invalid")
	s.When(community.Recode{Code: "370782102202"}).Then(community.Recoded{Code: "370782102202"}).
		State(func(c community.Community) { require.Equal(t, "370782102202", c.Code) })
}

func TestCountsOfACommunity(t *testing.T) {
	s := begin(t).When(register).When(count("2016-08-31")).Accepted()
	s.When(count("2016-09-01")).Accepted()
	s.When(count("2016-08-31")).Rejected("counted_already")
	s.When(count("2016-08-30")).Rejected("counted_before")
	s.When(count("2016-09-02")).Rejected("counted_in_the_future")
	nobody := count("2016-09-01")
	nobody.Document = ""
	s.When(nobody).Rejected("field_missing")
}

func TestMergingACommunity(t *testing.T) {
	s := begin(t).When(register).Accepted()
	for name, c := range map[string]struct {
		code    string
		command community.Merge
	}{
		"of the same town":               {"", community.Merge{Into: "community-qz"}},
		"merged itself":                  {"merged", community.Merge{Into: "community-old"}},
		"of another town":                {"lies_elsewhere", community.Merge{Into: "community-far"}},
		"of another town, as it is said": {"", community.Merge{Into: "community-far", Elsewhere: true}},
		"said to be of another town":     {"lies_here", community.Merge{Into: "community-qz", Elsewhere: true}},
		"itself":                         {"not_another", community.Merge{Into: "community-lc"}},
		"a town":                         {"not_another", community.Merge{Into: "town-xz"}},
		"not on record":                  {"no_such_evidence", community.Merge{Into: "community-other"}},
	} {
		t.Run(name, func(t *testing.T) {
			if result := s.When(c.command); c.code == "" {
				result.Then(community.MergedInto(c.command))
			} else {
				result.Rejected(c.code)
			}
		})
	}
}

// A merged community stays where it lay, and its officials' terms can still end.
// Nothing else follows.
func TestWhatFollowsAMerger(t *testing.T) {
	s := begin(t).When(register).When(secretary("李书记", "2015-01-01")).When(community.Merge{Into: "community-qz"}).Accepted()
	for _, command := range []any{
		community.Rename{Name: "新名"}, community.Recode{Code: "370782102202"}, count("2016-09-01"), branch("2016-01-01", "2018-12-31"),
		community.Appoint{Post: community.Cashier, Name: "赵出纳", From: day("2016-01-01")}, community.Merge{Into: "community-far", Elsewhere: true},
	} {
		s.When(command).Rejected("merged")
	}
	s.State(func(c community.Community) {
		place, _ := domain.Offered[domain.PlaceName](c.Offers())
		unit, _ := domain.Offered[domain.Unit](c.Offers())
		require.Equal(t, []string{"town-xz"}, place.Within)
		require.Equal(t, "community-qz", unit.Merged)
	})
	end := community.EndTerm{Post: community.BranchSecretary, On: day("2016-09-01"), Reason: community.Transferred}
	s = s.When(end).Then(community.TermEnded(end))
	domaintest.CheckFold(t, communities, s.Facts()...)
}

func TestOrderOfACommunity(t *testing.T) {
	for _, e := range []domain.Event{
		community.Renamed{}, community.Recoded{}, community.MergedInto{}, community.ElectorateRecorded{},
		community.CouncilConstituted{}, community.OfficialAppointed{}, community.TermEnded{},
		community.CentreOpened{}, community.StationOpened{}, community.CentreUpgraded{}, community.SmartPlatformCompleted{},
		community.StaffPosted{}, community.StaffRecalled{}, community.SocialWorkersCounted{}, community.SignsInstalled{},
		community.AwardGranted{}, community.CleanUpCompleted{}, community.Standardised{}, community.ListedForImprovement{},
		community.Improved{}, community.SiteDesignated{}, community.SiteWithdrawn{},
	} {
		_, err := community.Community{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_registered", domain.CodeOf(err))
	}
	_, err := community.Community{ID: "1"}.Evolve(domain.Fact{Event: community.Registered{}})
	require.Equal(t, "already_registered", domain.CodeOf(err))
}

func TestWhatACommunityIsStays(t *testing.T) {
	was := community.Registered(register)
	named := was
	named.Name, named.NameEnglish, named.Code = "别名", "", ""
	require.NoError(t, was.Amends(named))
	for name, change := range map[string]func(*community.Registered){
		"id":   func(e *community.Registered) { e.ID = "2" },
		"town": func(e *community.Registered) { e.Town = "town-zg" }, "no name": func(e *community.Registered) { e.Name = "" },
	} {
		to := was
		change(&to)
		require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(to)), name)
	}
}
