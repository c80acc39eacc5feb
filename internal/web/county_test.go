package web_test

import (
	"html"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/training"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// reporting is a site of a county on 30 September 2016 of which something is on
// record in each of the five systems.
func reporting(t testing.TB) *harvest {
	t.Helper()
	h := harvested(t)
	day := func(m, d int) domain.Date { return domain.NewDate(2016, 1, 1).AddMonths(m - 1).AddDays(d - 1) }
	h.must("shunwang", town.CountStaff{Total: 7, AsOf: day(1, 1), Document: "花名册"})
	for i, name := range []string{"韩淑玲", "孙立新", "王一"} {
		h.must("c"+strconv.Itoa(i), community.PostStaff{Number: i + 1, Name: name, Position: "代办员", From: day(1, 10)})
	}
	h.must("c2", community.RecallStaff{Number: 3, On: day(2, 20), Reason: community.BackToTown})
	h.must("c0", community.CountSocialWorkers{Number: 2, AsOf: day(1, 31), Document: "名册"})
	h.must("c1", community.CountSocialWorkers{Number: 0, AsOf: day(1, 31), Document: "名册"})
	for _, c := range []string{"c0", "c1"} {
		h.must(c, community.OpenCentre{On: day(1, 5), Address: "便民路1号"})
		h.must(c, community.CompleteCleanUp{On: day(2, 26), Contracts: 31, PutRight: 7, Document: "验收单"})
		h.must(c, community.InstallSigns{On: day(2, 5), Kind: community.NoticeBoards, Number: 4, Amount: 4_000 * domain.Yuan})
		h.must(c, community.GrantAward{On: day(2, 25), Purpose: community.ForSigns, Amount: 3_500*domain.Yuan + 60, By: "市委组织部", Document: "奖补1号"})
	}
	h.must("c0", community.UpgradeCentre{On: day(2, 1), What: "扩建服务大厅", Cost: 60_000 * domain.Yuan, Document: "验收单"})
	h.must("c0", community.GrantAward{On: day(2, 27), Purpose: community.ForUpgrade, Amount: 9_000 * domain.Yuan, By: "市委组织部", Document: "奖补2号"})
	h.must("c1", community.CompletePlatform{On: day(2, 2), Cost: 20_000 * domain.Yuan, Document: "验收单"})
	h.must("c2", community.ListForImprovement{On: day(1, 20), Reason: community.WeakEconomy, Document: "名单"})
	h.must("c3", community.ListForImprovement{On: day(1, 20), Reason: community.WeakTeam, Document: "名单"})
	h.must("c2", community.Improve{On: day(2, 28), What: "流转土地二百亩", Document: "验收单"})
	h.must("c0", community.DesignateSite{Kind: community.ThreeSocieties, On: day(2, 1), About: "供销社、烟叶合作社", By: "市供销社"})
	h.must("c1", community.DesignateSite{Kind: community.CharacteristicIndustry, On: day(1, 1), About: "大棚蔬菜", By: "舜王街道"})
	h.must("nyj", partyorg.Pair{With: "community-c0", On: day(2, 1), What: "结对帮扶"})
	h.must("", activity.Plan{Organiser: "community-c0", Kind: activity.SunshineDay, Month: "2016-10"})
	books := h.must("", training.Plan{Programme: training.Accountants, Number: 3, From: day(9, 1), Days: 3, Venue: "市委党校", Places: 60})
	h.shown(books, domain.SignInSheet, training.Hold{People: 55})
	cadres := h.must("", training.Plan{Programme: training.Cadres, Number: 3, From: day(9, 5), Days: 4, Venue: "市委党校", Places: 60})
	h.shown(cadres, domain.SignInSheet, training.Hold{People: 48})
	auditor := ledgertest.Open(t, h.Ledger, h.actor, "审计员", domain.WholeCounty, domain.Auditor)
	for _, of := range []string{yuejiazhuang, "community-c1"} {
		kind, who := audit.Annual, ""
		if of == "community-c1" {
			kind, who = audit.LeavingOffice, "刘主任"
		}
		plan := audit.Plan{Audited: of, Kind: kind, Official: who, Document: "计划"}
		if who != "" {
			plan.Post = "社区主任"
		}
		h.mustBy(auditor, "", plan)
	}
	for i, outcome := range []request.Outcome{request.Solved, request.Solved, request.CouldNotBeSolved} {
		id := h.must("", request.Submit{Matter: "A01", Place: "c0", Channel: request.Window, People: 6 + i, Requester: domain.About(domain.Subject{}, secret)})
		h.must(id, request.Accept{})
		h.must(id, request.Complete{Outcome: outcome, Note: domain.Note(secret)})
	}
	h.settle()
	return h
}

// reportedKeys are the members of the county's report in 2016, a copy of
// ../shared/data/zhucheng-2016.json, by sections, as the board calls them: what
// the report says of how exact a number is stands in its keys.
func reportedKeys(t *testing.T) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "zhucheng-2016.json"))
	require.NoError(t, err)
	if original, err := os.ReadFile("../../../shared/data/zhucheng-2016.json"); err == nil {
		require.Equal(t, string(original), string(raw), "the copy is the original")
	}
	var report map[string]any
	require.NoError(t, json.Unmarshal(raw, &report))
	return shapeOf(report).(map[string]any)
}

// shapeOf is a value of JSON without its numbers and texts.
func shapeOf(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shape := map[string]any{}
		for key, v := range value {
			shape[strings.TrimSuffix(strings.TrimSuffix(key, "AtLeast"), "About")] = shapeOf(v)
		}
		return shape
	case []any:
		return []any{}
	case string:
		return ""
	}
	return 0.0
}

func TestCountyInPublic(t *testing.T) {
	h := reporting(t)
	var board struct{ County map[string]any }
	h.json(t, "/board.json", &board)
	require.Equal(t, 2016.0, board.County["year"])
	delete(board.County, "year")
	require.Equal(t, reportedKeys(t), shapeOf(board.County))
	require.Equal(t, "370782", board.County["county"])
	require.Regexp(t, `^the events of ledger [0-9a-f-]{36} up to position \d+$`, board.County["source"])
	delete(board.County, "county")
	delete(board.County, "source")
	require.Equal(t, map[string]any{
		"service": map[string]any{
			"communities": 4.0, "townStaffPostedToCommunitiesPercent": 29.0, "communitiesWithSocialWorkersPercent": 25.0,
			"centresUpgraded": 1.0, "smartPlatformsCompleted": 1.0, "peopleServed": 13.0, // and not of what could not be solved
		},
		"governance": map[string]any{"cleanUpsCompleted": 2.0, "disclosureDayOfMonth": 9.0, "partyActivityWeekOfMonth": 2.0, "boardSubsidyYuan": 7_001.0},
		"economy": map[string]any{
			"auditsPlanned": 2.0, "auditsCompleted": 0.0, "accountantsTrained": 55.0, "propertyReformsCompleted": 0.0,
			"povertyReliefCompanyStartUpYuanPerCommunity": 20_000.0,
		},
		"income": map[string]any{
			"characteristicIndustryCommunities": 1.0, "newBusinessEntities": 1.0, "farmersTrained": 48.0,
			"threeSocietyDemonstrationSites": 1.0, "threeSocietyTowns": []any{"Shunwang Street"},
		},
		"organisation": map[string]any{
			"firstSecretaries": 1.0, "firstSecretaryProjects": map[string]any{"planned": 3.0, "completed": 1.0, "percent": "33.3"},
			"backwardCommunities": map[string]any{"listed": 2.0, "rectified": 1.0},
			"partyOrganisations":  1.0, "partyOrganisationProjects": map[string]any{"planned": 1.0, "completed": 0.0, "percent": "0.0"},
			"cadreClasses": map[string]any{"held": 1.0, "people": 48.0}, "trainingsInZhejiang": map[string]any{"held": 1.0, "daysEach": 10.0},
		},
	}, board.County)

	page := text(h.get("/?lang=en").Body.String())
	for _, says := range []string{
		"“5 3” in 2016 One. Service by the Party Rural communities 4 Staff of the towns at work in communities 29% 2 of 7", "25% 1 community",
		"People served 13 in 2 requests closed and solved", "day 9 of each month", "affairs are disclosed on the 9th", "¥7,001.20", "¥20,000.00 in 1 community",
		"Sites of three-society co-building 1 Shunwang Street", "Projects of first secretaries completed 1 33.3%", "Backward communities improved 1 50%", "Classes for cadres 1 people: 48", "Zhejiang 1 10 days each",
	} {
		require.Contains(t, page, says)
	}
	require.NotContains(t, page, "Audits completed", "none is on record")
	require.Contains(t, text(h.get("/?lang=zh").Body.String()), "2016年“5 3”工作格局 一、党群服务体系 农村社区 4")

	// As it was before most of it was recorded.
	h.json(t, "/board.json?knownAt=20", &board)
	require.Equal(t, 0.0, board.County["income"].(map[string]any)["farmersTrained"])
}

// A ledger of which none of it is on record has zeros, and shows none of it.
func TestCountyWithoutRecords(t *testing.T) {
	s := openSite(t)
	s.settle()
	require.Equal(t, http.StatusServiceUnavailable, s.get("/board.json").Code, "no county was founded")
	f := founded(t)
	f.settle()
	var board struct{ County map[string]any }
	f.json(t, "/board.json", &board)
	require.Equal(t, map[string]any{"planned": 0.0, "completed": 0.0, "percent": ""}, board.County["organisation"].(map[string]any)["firstSecretaryProjects"])
	require.Equal(t, []any{}, board.County["income"].(map[string]any)["threeSocietyTowns"])
	page := f.get("/?lang=en").Body.String()
	require.Contains(t, page, "Rural communities")
	require.NotContains(t, page, "income-title")
	require.NotContains(t, page, "organisation-title")
}

var (
	countyPart = regexp.MustCompile(`(?s)<section class="systems" id="county".*?</section>\n</section>`)
	figureLink = regexp.MustCompile(`<a class="n" href="([^"]+)"(?: data-count="(\d+)")?>`)
)

// Every figure leads to a list, and is how long that is where it counts rows.
func TestCountyFiguresAreLists(t *testing.T) {
	led := map[string]bool{}
	for name, s := range map[string]*site{"reporting": reporting(t).site, "organised": organised(t), "auditing": auditing(t).site, "reformed": reformed(t)} {
		part := countyPart.FindString(s.get("/?lang=en").Body.String())
		require.NotEmpty(t, part, name)
		require.Equal(t, strings.Count(part, `<div class="figure`), len(figureLink.FindAllString(part, -1)), "every figure is a link")
		for _, m := range figureLink.FindAllStringSubmatch(part, -1) {
			target := html.UnescapeString(m[1])
			require.Equal(t, http.StatusOK, s.get(target).Code, target)
			var list struct{ Total int }
			s.json(t, withSuffix(target, ".json"), &list)
			if m[2] != "" {
				require.Equal(t, m[2], strconv.Itoa(list.Total), "%s: %s", name, target)
			} else if !strings.HasPrefix(target, "/activities") {
				require.Positive(t, list.Total, "%s: %s", name, target)
			}
			path, _, _ := strings.Cut(target, "?")
			led[path] = true
		}
	}
	require.Equal(t, []string{
		"/activities", "/audits", "/communities", "/deeds", "/enterprises", "/improvements", "/partyorgs", "/postings", "/posts", "/projects", "/reforms", "/requests", "/sites", "/trainings",
	}, slices.Sorted(maps.Keys(led)))
}

// What was done, and who works where, are found, and lead on to the records.
func TestDeedsAndPostings(t *testing.T) {
	h := reporting(t)
	for query, want := range map[string][]string{
		"?kind=clean-up":                                          {"clean-up", "clean-up"},
		"?kind=social-workers&counted=some":                       {"social-workers"},
		"?kind=social-workers&counted=none":                       {"social-workers"},
		"?awardFor=signs&year=2016":                               {"award", "award"},
		"?awardFor=centre-upgrade":                                {"award"},
		"?year=2015":                                              {},
		"?kind=smart-platform&town=town-shunwang":                 {"smart-platform"},
		"?community=community-c0&sort=amount&kind=centre-upgrade": {"centre-upgrade"},
		"?q=扩建": {"centre-upgrade"},
	} {
		require.Equal(t, want, h.names(t, "deeds", "kind", query), query)
	}
	var body struct {
		Totals struct{ Deeds, Communities, Amount int }
	}
	h.json(t, "/deeds.json?awardFor=signs", &body)
	require.Equal(t, [3]int{2, 2, 700_120}, [3]int{body.Totals.Deeds, body.Totals.Communities, body.Totals.Amount})
	page := h.get("/deeds?lang=en&awardFor=signs").Body.String()
	require.Contains(t, text(page), "Communities 2 Amount ¥7,001.20")
	require.Contains(t, page, `<a href="/communities/c0#deeds">`)
	require.Contains(t, h.get("/communities/c0?lang=en").Body.String(), `id="deeds"`)
	require.Contains(t, h.get("/deeds.csv?lang=zh&kind=clean-up").Body.String(), "完成“两清理”,岳家庄社区,舜王街道,2016-02-26")
	for _, bad := range []string{"/deeds?kind=x", "/deeds?year=x", "/deeds?counted=x", "/deeds?awardFor=x", "/postings?standing=x", "/postings?sort=x"} {
		require.Equal(t, http.StatusBadRequest, h.get(bad).Code, bad)
	}

	staff := func(query string) (names []string) {
		var body struct {
			Postings []struct{ Posting struct{ Name string } }
		}
		h.json(t, "/postings.json"+query, &body)
		for _, p := range body.Postings {
			names = append(names, p.Posting.Name)
		}
		return names
	}
	require.ElementsMatch(t, []string{"韩淑玲", "孙立新"}, staff("?standing=there"))
	require.Equal(t, []string{"王一"}, staff("?standing=recalled"))
	require.Equal(t, []string{"韩淑玲"}, staff("?community=community-c0"))
	require.Equal(t, []string{"孙立新"}, staff("?q=孙"))
	page = h.get("/postings?lang=en").Body.String()
	require.Contains(t, page, `<a href="/communities/c0#staff">韩淑玲</a>`)
	require.Contains(t, h.get("/communities/c0?lang=en").Body.String(), `id="staff"`)
	require.Contains(t, h.get("/postings.csv?lang=zh").Body.String(), "王一,代办员,解留社区,舜王街道,舜王街道,3,2016-01-10,2016-02-20")
}

// A list can be narrowed to what a figure of the county counts.
func TestNarrowedToFigures(t *testing.T) {
	h := harvested(t)
	require.Equal(t, []string{"绿园果蔬合作社"}, h.names(t, "enterprises", "name", "?entity=new&standing=open"))
	require.Equal(t, []string{"岳家庄扶贫开发公司"}, h.names(t, "enterprises", "name", "?entity=other"))
	require.Equal(t, []string{"professional-farmers", "technical-experts"}, h.names(t, "trainings", "programme", "?trainees=farmers"))
	require.Equal(t, []string{"cadres"}, h.names(t, "trainings", "programme", "?trainees=cadres"))
	require.ElementsMatch(t, []string{"修水渠", "打机井", "硬化道路"}, h.names(t, "projects", "title", "?standing=planned&year=2016&projectOf=first-secretary"))
	for _, bad := range []string{"/enterprises?entity=x", "/trainings?trainees=x", "/communities?continuation=x"} {
		require.Equal(t, http.StatusBadRequest, h.get(bad).Code, bad)
	}
	h.must("c3", community.Merge{Into: "community-c2"})
	h.settle()
	require.Len(t, h.names(t, "communities", "name", "?continuation=goes-on"), 3)
	require.Len(t, h.names(t, "communities", "name", "?continuation=merged"), 1)

	s := furnished(t)
	var list struct{ Total int }
	s.json(t, "/requests.json?received=2016", &list)
	require.Equal(t, 44, list.Total)
	s.json(t, "/requests.json?closed=2015", &list)
	require.Zero(t, list.Total)
	require.Equal(t, http.StatusBadRequest, s.get("/requests?closed=16").Code)
}

// The county on a screen and on a phone, in both languages, and on paper.
func TestCountyInABrowser(t *testing.T) {
	s := reporting(t)
	tabs := openTabs(t, s.site)
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
	}{
		{"desktop-en", 1280, "en", "dark"},
		{"desktop-zh", 1280, "zh", "light"},
		{"phone-en", 390, "en", "light"},
		{"phone-zh", 390, "zh", "dark"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for what, path := range map[string]string{"board": "/", "deeds": "/deeds?kind=clean-up", "postings": "/postings"} {
				b.open(path)
				b.looked("county-"+what, c.name)
				if c.name == "desktop-zh" {
					b.print("county-" + what + "-" + c.name)
				}
			}
		})
	}
}
