package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
)

// organised is a site of a town whose communities have done something, with
// organisations of the Party and the activities of March and April 2016.
func organised(t testing.TB) *site {
	t.Helper()
	s := founded(t)
	day := func(m, d int) domain.Date { return domain.NewDate(2016, 1, 1).AddMonths(m - 1).AddDays(d - 1) }
	s.must("", village.Register{ID: "yue", Community: "community-c0", Name: "岳家庄村", NameEnglish: "Yuejiazhuang Village"})
	s.must("shunwang", town.CountStaff{Total: 3, AsOf: day(1, 1), Document: "花名册"})
	s.must("c0", community.OpenCentre{On: day(1, 5), Address: "岳家庄路1号"})
	s.must("c0", community.OpenStation{Village: "village-yue", On: day(1, 6), Address: "村委院内"})
	s.must("c0", community.UpgradeCentre{On: day(2, 1), What: "扩建服务大厅", Cost: 60_000 * domain.Yuan, Document: "验收单"})
	s.must("c0", community.CompletePlatform{On: day(2, 2), Cost: 20_000 * domain.Yuan, Document: "验收单"})
	for i, name := range []string{"韩淑玲", "孙立新"} {
		s.must("c0", community.PostStaff{Number: i + 1, Name: name, Position: "代办员", From: day(1, 10)})
	}
	s.must("c0", community.RecallStaff{Number: 2, On: day(2, 20), Reason: community.BackToTown})
	s.must("c1", community.PostStaff{Number: 2, Name: "孙立新", Position: "联络员", From: day(2, 21)})
	s.must("c0", community.CountSocialWorkers{Number: 2, AsOf: day(1, 31), Document: "社工名册"})
	s.must("c0", community.InstallSigns{On: day(2, 5), Kind: community.NoticeBoards, Number: 4, Amount: 4_000 * domain.Yuan})
	s.must("c0", community.GrantAward{On: day(2, 25), Purpose: community.ForSigns, Amount: 3_500 * domain.Yuan, By: "市委组织部", Document: "奖补1号"})
	s.must("c0", community.CompleteCleanUp{On: day(2, 26), Contracts: 31, PutRight: 7, Receivables: 1_234 * domain.Yuan, Document: "验收单"})
	s.must("c0", community.Standardise{On: day(2, 27), Document: "验收单"})
	s.must("c1", community.ListForImprovement{On: domain.NewDate(2015, 3, 1), Year: 2015, Reason: community.WeakTeam, Note: domain.Note(secret), Document: "名单"})
	s.must("c2", community.ListForImprovement{On: day(1, 20), Reason: community.WeakEconomy, Document: "名单"})
	s.must("c2", community.Improve{On: day(2, 28), What: "流转土地二百亩", Document: "验收单"})
	s.must("c0", community.DesignateSite{Kind: community.ThreeSocieties, On: day(2, 1), About: "供销社、烟叶合作社", By: "市供销社"})
	s.must("c1", community.DesignateSite{Kind: community.BrandCommunity, On: day(1, 1), About: "莲", By: "舜王街道"})
	s.must("c1", community.WithdrawSite{Kind: community.BrandCommunity, On: day(2, 15), Reason: "不再达标"})
	s.must("c0", community.Appoint{Post: community.FirstSecretary, Name: "谭为民", From: day(1, 1), Person: domain.About(domain.Subject{}, secret)})
	s.must("c1", community.Appoint{Post: community.FirstSecretary, Name: "李长川", From: domain.NewDate(2014, 1, 1), Until: domain.NewDate(2015, 12, 31)})
	s.must("", partyorg.Register{ID: "nyj", Name: "市农业局党委", NameEnglish: "Bureau of Agriculture", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-shunwang"})
	s.must("", partyorg.Register{ID: "lc", Name: "莲池党总支", Kind: partyorg.GeneralBranch, Area: domain.Rural, Place: "community-c1"})
	s.must("nyj", partyorg.Pair{With: "community-c0", On: day(2, 1), What: "结对帮扶"})
	s.must("nyj", partyorg.Pair{With: "partyorg-lc", On: day(2, 1), What: "党建联建"})
	s.must("nyj", partyorg.Unpair{With: "partyorg-lc", On: day(2, 20), Reason: "到期"})
	s.must("", activity.Plan{Organiser: "community-c0", Kind: activity.SunshineDay, Month: "2016-03"})
	s.must("", activity.Plan{Organiser: "partyorg-lc", Kind: activity.ActivityWeek, Month: "2016-03"})
	s.must("", activity.Plan{Organiser: "partyorg-nyj", Kind: activity.BranchDay, Month: "2016-03"})
	s.must("", activity.Plan{Organiser: "community-c1", Kind: activity.SunshineDay, Month: "2016-03"})
	s.must("", activity.Plan{Organiser: "community-c0", Kind: activity.SunshineDay, Month: "2016-05"})
	s.clock.Set("2016-03-20 09:00")
	s.must("2016-03.sunshine-day.community-c0", activity.Hold{On: day(3, 9), People: 42, What: "四务公开"})
	s.must("2016-03.sunshine-day.community-c1", activity.Hold{On: day(3, 12), People: 4, What: "补办"})
	s.must("2016-03.branch-day.partyorg-nyj", activity.Miss{Reason: "抗旱"})
	s.clock.Set("2016-04-15 10:00")
	s.settle()
	return s
}

func TestTowns(t *testing.T) {
	s := organised(t)
	var body struct {
		Total int
		Towns []map[string]any
	}
	s.json(t, "/towns.json", &body)
	require.Equal(t, 1, body.Total)
	for name, want := range map[string]any{
		"name": "舜王街道", "communities": 4.0, "staff": 3.0, "posted": 2.0, "withSocialWorkers": 1.0, "socialWorkers": 2.0, "centres": 1.0, "stations": 1.0,
		"upgraded": 1.0, "platforms": 1.0, "cleanedUp": 1.0, "standards": 1.0, "signs": 4.0, "signsCost": 400_000.0, "signsAwards": 350_000.0,
		"awards": 350_000.0, "receivables": 123_400.0, "firstSecretaries": 1.0, "listed": 2.0, "improved": 1.0, "threeSocieties": 1.0, "brandCommunities": 0.0,
		"partyOrganisations": 2.0, "paired": 1.0,
	} {
		require.Equal(t, want, body.Towns[0][name], name)
	}
	s.json(t, "/towns.json?year=2015", &body)
	require.Equal(t, 1.0, body.Towns[0]["listed"])
	require.Equal(t, 0.0, body.Towns[0]["centres"])
	require.Equal(t, 0.0, body.Towns[0]["brandCommunities"])
	page := s.get("/towns?lang=en").Body.String()
	for _, text := range []string{"Shunwang Street", "66.7% of 3", "service centres: 1", "two standards met: 1", "in pairings: 1", "of 2 listed", "put up: 4, cost ¥4,000.00", "¥3,500.00", `href="/posts?post=first-secretary&amp;tenure=in-office"`, "1 / 2"} {
		require.Contains(t, page, text)
	}
	require.Contains(t, s.get("/towns.csv?lang=zh").Body.String(), "第一书记")
	require.Equal(t, http.StatusBadRequest, s.get("/towns?year=two").Code)
}

func TestPostsSitesAndImprovements(t *testing.T) {
	s := organised(t)
	names := func(address, list, field string) (all []string) {
		var body map[string]any
		s.json(t, address, &body)
		for _, r := range body[list].([]any) {
			all = append(all, fmt.Sprint(r.(map[string]any)[field]))
		}
		return all
	}
	for address, want := range map[string][]string{
		"?post=first-secretary": {"谭为民", "李长川"}, "?post=first-secretary&tenure=in-office": {"谭为民"}, "?tenure=left": {"李长川"},
		"?tenure=to-come": nil, "?community=community-c1": {"李长川"}, "?town=town-none": nil, "?q=谭": {"谭为民"}, "?sort=official": {"李长川", "谭为民"},
	} {
		require.Equal(t, want, names("/posts.json"+address, "posts", "name"), address)
	}
	for address, want := range map[string][]string{
		"": {"供销社、烟叶合作社", "莲"}, "?standing=stands": {"供销社、烟叶合作社"}, "?standing=withdrawn": {"莲"}, "?kind=three-zones": nil, "?q=烟": {"供销社、烟叶合作社"},
	} {
		require.Equal(t, want, names("/sites.json"+address, "sites", "about"), address)
	}
	for address, want := range map[string][]string{
		"": {"weak-team", "weak-economy"}, "?state=overdue": {"weak-team"}, "?state=improved": {"weak-economy"}, "?state=open": nil, "?year=2016": {"weak-economy"}, "?reason=weak-team": {"weak-team"},
	} {
		require.Equal(t, want, names("/improvements.json"+address, "improvements", "reason"), address)
	}
	for _, bad := range []string{"/posts?post=king", "/posts?tenure=x", "/sites?kind=x", "/sites?standing=x", "/improvements?state=x", "/improvements?year=x"} {
		require.Equal(t, http.StatusBadRequest, s.get(bad).Code, bad)
	}
	require.Contains(t, s.get("/posts?lang=zh").Body.String(), "第一书记")
	require.Contains(t, s.get("/improvements?lang=en").Body.String(), "Overdue")
}

// The page of a community shows all that was done, and each row leads to the event
// that says so.
func TestWorkOfACommunity(t *testing.T) {
	s := organised(t)
	page := s.get("/communities/c0?lang=en").Body.String()
	for _, text := range []string{
		"Service centre opened", "岳家庄路1号", "Yuejiazhuang Village", "扩建服务大厅", "¥60,000.00", "Notice boards", "市委组织部", "contracts looked through: 31, put right: 7",
		"¥1,234.00", "Two standards met", "韩淑玲", "孙立新", "Back to the town", "Three-society co-building", "供销社、烟叶合作社", "Bureau of Agriculture", "结对帮扶",
	} {
		require.Contains(t, page, text)
	}
	var body struct {
		Community struct {
			Deeds []struct{ Kind, On string }
			Staff []struct{ Name string }
			Sites []struct{ Kind string }
		}
		History []struct {
			Type     string
			Position uint64
			Data     map[string]any
		}
	}
	s.json(t, "/communities/c0.json", &body)
	require.Len(t, body.Community.Deeds, 9)
	require.Len(t, body.Community.Staff, 2)
	linked := map[string]int{}
	for _, e := range body.History {
		linked[e.Type] += strings.Count(page, fmt.Sprintf(`href="/events/%d">`, e.Position))
	}
	for _, kind := range []string{
		"centre-opened", "station-opened", "centre-upgraded", "smart-platform-completed", "staff-posted", "staff-recalled", "social-workers-counted",
		"signs-installed", "award-granted", "clean-up-completed", "standardised", "site-designated",
	} {
		// Once in the history, and once where it is shown.
		require.GreaterOrEqual(t, linked["community."+kind], 2, kind)
	}
	require.Contains(t, s.get("/communities/c1?lang=zh").Body.String(), "超期")
	require.Contains(t, s.get("/communities/c2?lang=zh").Body.String(), "流转土地二百亩")
	for _, address := range []string{"/communities/c0", "/communities/c1", "/improvements", "/posts", "/activities", "/towns", "/streams/community-c1"} {
		require.NotContains(t, s.get(address+"?lang=zh").Body.String(), secret, address)
		require.NotContains(t, s.get(address+".json").Body.String(), secret, address)
	}
}

func TestPartyOrganisations(t *testing.T) {
	s := organised(t)
	var body struct {
		Partyorgs []struct {
			ID     string
			Paired int
		}
	}
	for address, want := range map[string]int{"": 2, "?area=rural": 1, "?paired=paired": 1, "?paired=not-paired": 1, "?kind=branch": 0, "?town=town-shunwang": 2, "?community=community-c1": 1, "?q=agri": 1} {
		s.json(t, "/partyorgs.json"+address, &body)
		require.Len(t, body.Partyorgs, want, address)
	}
	page := s.get("/partyorgs/nyj?lang=en").Body.String()
	for _, text := range []string{"<h1>Bureau of Agriculture</h1>", `<a href="/communities/c0">Yuejiazhuang</a>`, `<a href="/partyorgs/lc">莲池党总支</a>`, "到期"} {
		require.Contains(t, page, text)
	}
	require.Contains(t, s.get("/partyorgs/lc?lang=en").Body.String(), `<a href="/partyorgs/nyj">Bureau of Agriculture</a>`)
	require.Equal(t, http.StatusNotFound, s.get("/partyorgs/none").Code)
}

func TestActivities(t *testing.T) {
	s := organised(t)
	var body struct {
		Activities []struct {
			ID      string
			People  any
			Outside bool
		}
	}
	for address, want := range map[string][]string{
		"?state=held":         {"2016-03.sunshine-day.community-c0"},
		"?state=held-outside": {"2016-03.sunshine-day.community-c1"},
		"?state=missed":       {"2016-03.branch-day.partyorg-nyj"},
		"?state=overdue":      {"2016-03.activity-week.partyorg-lc"},
		"?state=upcoming":     {"2016-05.sunshine-day.community-c0"},
		"?month=2016-05":      {"2016-05.sunshine-day.community-c0"},
		"?organiser=partyorg-nyj&kind=branch-day": {"2016-03.branch-day.partyorg-nyj"},
		"?community=community-c1&sort=late":       {"2016-03.activity-week.partyorg-lc", "2016-03.sunshine-day.community-c1"},
	} {
		s.json(t, "/activities.json"+address, &body)
		var ids []string
		for _, a := range body.Activities {
			ids = append(ids, a.ID)
		}
		require.Equal(t, want, ids, address)
	}
	s.json(t, "/activities.json?state=held-outside", &body)
	require.Equal(t, "<10", body.Activities[0].People, "four people are a small count")
	s.json(t, "/activities.json?state=held", &body)
	require.Equal(t, 42.0, body.Activities[0].People)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.get("/activities.csv?lang=en").Body.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 6)
	page := s.get("/activities?lang=en").Body.String()
	for _, text := range []string{"Month by month", `href="/activities?month=2016-03&amp;state=overdue"`, "Held outside the fixed days", "under 10", "抗旱"} {
		require.Contains(t, page, text)
	}
	one := s.get("/activities/2016-03.activity-week.partyorg-lc?lang=zh").Body.String()
	for _, text := range []string{"2016-03党员活动周", "莲池党总支", "2016-03-08 – 2016-03-14", "逾期未开展"} {
		require.True(t, strings.Contains(one, text), text)
	}
	require.Equal(t, http.StatusNotFound, s.get("/activities/none").Code)

	// What is past its day is owed, as is what is to be improved.
	var owed struct {
		Obligations []struct{ Kind, Title, UnitName, TownName string }
	}
	s.json(t, "/obligations.json?timing=overdue", &owed)
	require.Len(t, owed.Obligations, 2)
	require.Equal(t, "improvement", owed.Obligations[0].Kind)
	require.Equal(t, "莲池社区", owed.Obligations[0].UnitName)
	require.Equal(t, "2016-03 党员活动周 · 莲池党总支", owed.Obligations[1].Title)
	require.Equal(t, "舜王街道", owed.Obligations[1].TownName)
	for _, text := range []string{"a listed community is improved within 365 days", "the activity week is week 2 of the month", "Party activity week"} {
		require.Contains(t, s.get("/obligations?lang=en").Body.String(), text)
	}
}

// A row leads to its record also where a correction has amended it, and to the
// proposal where the record was inserted by one.
func TestRowsLeadToCorrectedRecords(t *testing.T) {
	o := openOffice(t)
	o.must("c0", community.InstallSigns{On: domain.NewDate(2016, 2, 5), Kind: community.NoticeBoards, Number: 4, Amount: 4_000 * domain.Yuan})
	var body struct {
		History []struct {
			Type               string
			Revision, Position int64
			OccurredAt         time.Time
		}
	}
	o.settle()
	o.json(t, "/communities/c0.json", &body)
	signs := body.History[len(body.History)-1]
	require.Equal(t, "community.signs-installed", signs.Type)
	o.must("community-c0", domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: domain.Note("数错"), RestsOn: domain.OnDocument, Basis: "更正单",
		Amend: []domain.Change{{Revision: signs.Revision, Set: domain.Clear(domain.Object(`{"number": 5}`))}},
		Insert: []domain.Addition{{
			After: signs.Revision, Type: "community.standardised", OccurredAt: signs.OccurredAt,
			Data: domain.Clear(domain.Object(`{"on": "2016-02-20", "document": "验收单"}`)),
		}},
	})
	o.mustBy(o.second, "community-c0", domain.ApproveCorrection{Proposal: signs.Revision + 1})
	o.settle()
	page := o.get("/communities/c0?lang=en").Body.String()
	require.Contains(t, page, fmt.Sprintf(`<a href="/events/%d">Boards, signs, plaques</a>`, signs.Position))
	require.Contains(t, page, `<span class="ph">Number </span>5`)
	o.json(t, "/communities/c0.json", &body)
	proposal := body.History[len(body.History)-2]
	require.Equal(t, "correction.proposed", proposal.Type)
	require.Contains(t, page, fmt.Sprintf(`<a href="/events/%d">Two standards met</a>`, proposal.Position))
}
