package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

const yuan = domain.Yuan

// work is what is done in a community and for it, without the wording and the
// roles of the catalogue.
var work = []domain.Option[community.Community]{
	domain.Records[community.Community](
		domain.Says(community.CentreOpened{}, "", ""), domain.Says(community.StationOpened{}, "", ""), domain.Says(community.CentreUpgraded{}, "", ""),
		domain.Says(community.SmartPlatformCompleted{}, "", ""), domain.Says(community.StaffPosted{}, "", ""), domain.Says(community.StaffRecalled{}, "", ""),
		domain.Says(community.SocialWorkersCounted{}, "", ""), domain.Says(community.SignsInstalled{}, "", ""), domain.Says(community.AwardGranted{}, "", ""),
		domain.Says(community.CleanUpCompleted{}, "", ""), domain.Says(community.Standardised{}, "", ""), domain.Says(community.ListedForImprovement{}, "", ""),
		domain.Says(community.Improved{}, "", ""), domain.Says(community.SiteDesignated{}, "", ""), domain.Says(community.SiteWithdrawn{}, "", "")),
	accepts[community.OpenCentre](), accepts[community.OpenStation](), accepts[community.UpgradeCentre](), accepts[community.CompletePlatform](),
	accepts[community.PostStaff](), accepts[community.RecallStaff](), accepts[community.CountSocialWorkers](), accepts[community.InstallSigns](),
	accepts[community.GrantAward](), accepts[community.CompleteCleanUp](), accepts[community.Standardise](), accepts[community.ListForImprovement](),
	accepts[community.Improve](), accepts[community.DesignateSite](), accepts[community.WithdrawSite](),
}

func accepts[C domain.Command[community.Community]]() domain.Option[community.Community] {
	return domain.Accepts[community.Community, C]("", "", domain.Recorder.At(domain.CommunityLevel))
}

// opened has a service centre since 1 August.
func opened(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return registered(t).When(community.OpenCentre{On: day("2016-08-01"), Address: "莲池路1号"}).Accepted()
}

func TestServiceCentre(t *testing.T) {
	s := registered(t)
	s.When(community.OpenCentre{}).Rejected("field_missing")
	s.When(community.OpenCentre{On: day("2016-09-02"), Address: "莲池路1号"}).Rejected("not_yet")
	s = s.When(community.OpenCentre{Address: "莲池路1号"}).Then(community.CentreOpened{On: day("2016-09-01"), Address: "莲池路1号"})
	s.When(community.OpenCentre{Address: "莲池路2号"}).Rejected("centre_open_already")
}

func TestServiceStations(t *testing.T) {
	s := registered(t)
	s.When(community.OpenStation{Village: "dong"}).Rejected("not_a_village")
	s.When(community.OpenStation{Village: "village-other"}).Rejected("no_such_evidence")
	s.When(community.OpenStation{Village: "village-far"}).Rejected("village_of_another")
	s.When(community.OpenStation{Village: "village-dong", On: day("2016-09-02")}).Rejected("not_yet")
	s = s.When(community.OpenStation{Village: "village-dong"}).Then(community.StationOpened{Village: "village-dong", On: day("2016-09-01")})
	s.When(community.OpenStation{Village: "village-dong"}).Rejected("station_open_already")
}

func TestUpgrades(t *testing.T) {
	upgrade := func(on string) community.UpgradeCentre {
		return community.UpgradeCentre{On: day(on), What: "扩建大厅", Cost: 50_000 * yuan, Document: "验收单"}
	}
	registered(t).When(upgrade("2016-08-01")).Rejected("centre_not_open")
	s := opened(t)
	s.When(upgrade("2016-07-31")).Rejected("before_the_centre")
	s.When(upgrade("2016-08-01")).Accepted()
	s.When(upgrade("2016-09-02")).Rejected("not_yet")
	for name, change := range map[string]func(*community.UpgradeCentre){
		"what": func(c *community.UpgradeCentre) { c.What = " " }, "document": func(c *community.UpgradeCentre) { c.Document = "" },
	} {
		command := upgrade("2016-08-10")
		change(&command)
		require.Equal(t, "field_missing", domain.CodeOf(s.When(command).Err()), name)
	}
	dear := upgrade("2016-08-10")
	dear.Cost = -1
	s.When(dear).Rejected("amount_out_of_range")
	s = s.When(upgrade("2016-08-10")).Accepted()
	s.When(upgrade("2016-08-10")).Rejected("upgraded_already")
	s.When(upgrade("2016-08-11")).Accepted()
}

func TestSmartPlatform(t *testing.T) {
	platform := community.CompletePlatform{On: day("2016-08-01"), Cost: 30_000 * yuan, Document: "验收单"}
	registered(t).When(platform).Rejected("centre_not_open")
	s := opened(t)
	early := platform
	early.On = day("2016-07-31")
	s.When(early).Rejected("before_the_centre")
	free := platform
	free.Cost, free.On = 0, domain.Date{}
	s.When(free).Then(community.SmartPlatformCompleted{On: day("2016-09-01"), Document: "验收单"})
	s.When(community.CompletePlatform{}).Rejected("field_missing")
	s.When(platform).When(platform).Rejected("platform_completed_already")
}

// A whole history of what is done in a community; and what a merged one may still
// record.
func TestWhatIsDoneInACommunity(t *testing.T) {
	s := opened(t).
		When(community.OpenStation{Village: "village-dong"}).
		When(community.UpgradeCentre{What: "扩建大厅", Cost: 10 * yuan, Document: "验收单"}).
		When(community.CompletePlatform{Document: "验收单"}).
		When(posting(1, "2016-08-01")).When(posting(2, "2016-08-02")).
		When(community.RecallStaff{Number: 1, Reason: community.Rotated}).
		When(community.CountSocialWorkers{Number: 1, Document: "名册"}).
		When(signs(100 * yuan)).When(signs(50 * yuan)).When(award(50 * yuan)).When(award(50 * yuan)).
		When(community.CompleteCleanUp{Document: "验收单"}).When(community.Standardise{Document: "验收单"}).
		When(listing("2016-03-01")).When(community.Improve{What: "配强班子", Document: "验收单"}).
		When(site(community.BrandCommunity, "2016-01-01")).When(community.WithdrawSite{Kind: community.BrandCommunity, Reason: "到期"}).
		When(site(community.ThreeSocieties, "2016-01-01")).
		When(community.Merge{Into: "community-qz"}).Accepted()
	s.When(community.OpenCentre{Address: "莲池路1号"}).Rejected("merged")
	s.When(posting(3, "2016-08-01")).Rejected("merged")
	s.When(award(1)).Rejected("merged")
	s.When(listing("2016-09-01")).Rejected("merged")
	s.When(site(community.BrandCommunity, "2016-09-01")).Rejected("merged")
	s = s.When(community.RecallStaff{Number: 2, Reason: community.BackToTown}).
		When(community.WithdrawSite{Kind: community.ThreeSocieties, Reason: "合并"}).Accepted()
	domaintest.CheckFold(t, communities, s.Facts()...)
}
