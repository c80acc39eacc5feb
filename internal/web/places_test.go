package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/village"
)

// settled is a site whose first community has officials, bodies, natural villages
// and collectives; the last was merged into it.
func settled(t testing.TB) *site {
	t.Helper()
	s := founded(t)
	s.must("", village.Register{ID: "yue", Community: "community-c0", Name: "岳家庄村", NameEnglish: "Yuejiazhuang Village"})
	s.must("", village.Register{ID: "hu", Community: "community-c0", Name: "胡家村"})
	s.must("", village.Register{ID: "lian", Community: "community-c1", Name: "莲池村", NameEnglish: "Lianchi Village"})
	s.must("yue", village.RecordElectorate{AsOf: domain.NewDate(2016, 1, 10), Adults: 612, Households: 210, PartyMembers: 23, Document: "户口登记簿（2016年1月）"})
	s.must("yue", village.ConstituteCouncils{On: domain.NewDate(2016, 2, 20), PartyCouncil: 7, VillagersCouncil: 15})
	s.must("", collective.Register{ID: "yue", Level: domain.VillageUnit, Community: "community-c0", Code: "N2370782MF12345678", Name: "岳家庄经济合作社", NameEnglish: "Yuejiazhuang Cooperative"})
	s.must("", collective.Register{ID: "group", Level: domain.GroupUnit, Community: "community-c0", Name: "岳家庄第一组"})
	s.must("", collective.Register{ID: "lian", Level: domain.VillageUnit, Community: "community-c1", Name: "莲池经济合作社"})
	s.must("yue", collective.RecordElectorate{AsOf: domain.NewDate(2015, 6, 30), Members: 1892, Representatives: 40, Document: "成员名册（2015年6月）"})
	s.must("yue", collective.RecordElectorate{AsOf: domain.NewDate(2016, 1, 15), Members: 1902, Representatives: 42, Document: "成员名册（2016年1月）"})
	s.must("group", collective.Merge{Into: "collective-yue"})

	s.must("c0", community.RecordElectorate{AsOf: domain.NewDate(2016, 1, 10), Adults: 1502, Households: 540, Representatives: 36, Document: "村民名册（2016年1月）"})
	term := func(body community.Body, seats, from int) {
		s.must("c0", community.ConstituteCouncil{Body: body, Seats: seats, From: domain.NewDate(from, 1, 1), Until: domain.NewDate(from+2, 12, 31)})
	}
	term(community.VillagersCommittee, 3, 2012)
	term(community.VillagersCommittee, 4, 2015)
	term(community.SupervisionCommittee, 2, 2015)
	somebody := domain.About(domain.Subject{}, secret)
	since := domain.NewDate(2015, 1, 1)
	s.must("c0", community.Appoint{Post: community.BranchSecretary, Name: "李建国", From: domain.NewDate(2012, 1, 1)})
	s.must("c0", community.Appoint{Post: community.CommitteeHead, Name: "岳明", From: since, Person: somebody, Kin: []domain.Personal{somebody, somebody}})
	s.must("c0", community.Appoint{Post: community.CommitteeMember, Seat: 1, Name: "胡秀英", From: since})
	s.must("c0", community.Appoint{Post: community.SupervisionHead, Name: "赵德厚", From: since, Until: domain.NewDate(2016, 3, 31)})
	s.clock.Set("2016-03-20 09:00")
	s.must("c0", community.EndTerm{Post: community.BranchSecretary, On: domain.NewDate(2016, 3, 15), Reason: community.Transferred, Note: domain.Note("调往 " + secret)})
	s.must("c0", community.Appoint{Post: community.BranchSecretary, Name: "张卫东", From: domain.NewDate(2016, 3, 16)})
	s.must("c3", community.Merge{Into: "community-c0"})
	s.clock.Set("2016-04-15 10:00")
	s.settle()
	return s
}

type named struct{ ID, NameEnglish, Merged string }

func TestCollectives(t *testing.T) {
	s := settled(t)
	ids := func(address string) []string {
		var body struct {
			Collectives []named
			Total       int
		}
		s.json(t, address, &body)
		ids := []string{}
		for _, c := range body.Collectives {
			ids = append(ids, c.ID)
		}
		require.Len(t, ids, body.Total, address)
		return ids
	}
	for query, want := range map[string][]string{
		"": {"yue", "group", "lian"}, "?town=town-shunwang": {"yue", "group", "lian"}, "?town=town-none": {},
		"?community=community-c0": {"yue", "group"}, "?level=group": {"group"}, "?level=town": {},
		"?q=合作社": {"yue", "lian"}, "?q=cooperative": {"yue"}, "?q=N2370782": {"yue"}, "?q=_": {},
	} {
		require.ElementsMatch(t, want, ids("/collectives.json"+query), query)
	}
	require.Equal(t, http.StatusBadRequest, s.get("/collectives?level=county").Code)
	page := s.get("/collectives?lang=en").Body.String()
	require.Contains(t, page, `<a href="/collectives/yue">Yuejiazhuang Cooperative</a>`)
	require.Contains(t, page, `<a href="/communities/c0">Yuejiazhuang</a>`)
	require.Contains(t, page, "merged into Yuejiazhuang Cooperative")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.get("/collectives.csv?lang=zh&level=village&community=community-c0").Body.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, []string{"岳家庄经济合作社", "岳家庄社区", "舜王街道", "村级", "N2370782MF12345678", "1902", ""}, rows[1][:7])

	page = s.get("/collectives/yue?lang=en").Body.String()
	for _, text := range []string{"<h1>Yuejiazhuang Cooperative</h1>", "N2370782MF12345678", "成员名册（2016年1月）", "Earlier counts", "1,892", `<a href="/communities/c0">`} {
		require.Contains(t, page, text)
	}
	page = s.get("/collectives/group?lang=zh").Body.String()
	require.Contains(t, page, "已并入岳家庄经济合作社，不再作出决议。")
	require.Contains(t, page, `<a href="/collectives/yue">岳家庄经济合作社</a>`)
	var body struct {
		Collective struct {
			Level, Community, TownName string
			Electorate                 struct{ Members int }
			Electorates                []struct{ AsOf string }
		}
	}
	s.json(t, "/collectives/yue.json", &body)
	require.Equal(t, 1902, body.Collective.Electorate.Members)
	require.Len(t, body.Collective.Electorates, 2)
	require.Equal(t, "2016-01-15", body.Collective.Electorates[0].AsOf)
	require.Equal(t, http.StatusNotFound, s.get("/collectives/none").Code)
	require.Equal(t, http.StatusNotFound, s.get("/collectives/c0").Code, "it is the id of a community")
}

func TestVillages(t *testing.T) {
	s := settled(t)
	var list struct{ Villages []named }
	s.json(t, "/villages.json?community=community-c0", &list)
	require.Len(t, list.Villages, 2)
	s.json(t, "/villages.json?q=lianchi", &list)
	require.Equal(t, []named{{ID: "lian", NameEnglish: "Lianchi Village"}}, list.Villages)
	csv := s.get("/villages.csv?lang=zh&sort=town").Body.String()
	require.Contains(t, csv, "岳家庄村,岳家庄社区,舜王街道,210,2016-02-20,")
	page := s.get("/villages/yue?lang=en").Body.String()
	require.Regexp(t, `Party members&#39; council</td>\s*<td[^>]*><span class="ph">Members </span>7</td>`, page)
	require.Contains(t, page, `<a href="/communities/c0">Yuejiazhuang</a>`)
	require.Contains(t, s.get("/villages/hu?lang=zh").Body.String(), "两会尚未组成。")
	require.Equal(t, http.StatusNotFound, s.get("/villages/c0").Code)
}

func TestCommunityUnit(t *testing.T) {
	s := settled(t)
	var body struct {
		Community struct {
			Villages, Collectives      int
			Electorate                 struct{ Adults, Households, Representatives int }
			Officials, FormerOfficials []struct{ Post, Name, Since, Ended, Reason string }
			Bodies                     []struct {
				Body string
				Over bool
			}
		}
	}
	s.json(t, "/communities/c0.json", &body)
	c := body.Community
	require.Equal(t, 2, c.Villages)
	require.Equal(t, 2, c.Collectives)
	require.Equal(t, 1502, c.Electorate.Adults)
	var now []string
	for _, o := range c.Officials {
		now = append(now, o.Name)
	}
	require.Equal(t, []string{"张卫东", "岳明", "胡秀英"}, now)
	require.Len(t, c.FormerOfficials, 2)
	require.Equal(t, "赵德厚", c.FormerOfficials[0].Name, "the last to leave comes first")
	require.Equal(t, "transferred", c.FormerOfficials[1].Reason)
	require.Len(t, c.Bodies, 3)
	require.True(t, c.Bodies[2].Over)

	page := s.get("/communities/c0?lang=en").Body.String()
	for _, text := range []string{
		"张卫东", "Branch secretary", "seat 1", "Former officials", "李建国", "Transferred", "Term ran out", "Villagers&#39; committee", "term over",
		`<a href="/villages/yue">`, `<a href="/collectives/yue">`, `href="/villages?community=community-c0"`, "村民名册（2016年1月）",
	} {
		require.Contains(t, page, text)
	}
	require.Contains(t, s.get("/communities/c3?lang=en").Body.String(), `<a href="/communities/c0">Yuejiazhuang</a>`)
	require.Contains(t, s.get("/communities.csv?lang=zh").Body.String(), "岳家庄社区,舜王街道,,2,2,0,,")
	require.Contains(t, s.get("/communities.csv?lang=zh").Body.String(), "乔庄社区,舜王街道,,0,0,0,community-c0,")

	// Who is in office depends on the day on which the page is read.
	s.clock.Pass(-30 * 24 * time.Hour)
	s.json(t, "/communities/c0.json", &body)
	require.Len(t, body.Community.FormerOfficials, 1)
}

// Officials are public, the people that they are and their relatives are not.
func TestPeopleOfPlacesAreSealed(t *testing.T) {
	s := settled(t)
	for _, address := range []string{
		"/communities", "/communities/c0", "/collectives", "/collectives/yue", "/villages", "/villages/yue", "/events", "/streams/community-c0",
	} {
		for _, suffix := range []string{"", ".json", ".csv"} {
			w := s.get(withSuffix(address, suffix))
			if suffix == ".csv" && w.Code == http.StatusNotFound {
				continue
			}
			require.Equal(t, http.StatusOK, w.Code, address+suffix)
			for _, private := range strings.Fields(secret) {
				require.NotContains(t, w.Body.String(), private, address+suffix)
			}
			require.NotContains(t, w.Body.String(), "调往", address+suffix)
		}
	}
	require.Contains(t, s.get("/communities/c0.json").Body.String(), "岳明")
}

// The lists and pages say of every place what the other pages call it, and lead
// to the corrections in it.
func TestPlacesByName(t *testing.T) {
	s := settled(t)
	events := s.get("/events?type=village.*&lang=en").Body.String()
	require.Contains(t, events, "Yuejiazhuang Village")
	require.Contains(t, s.get("/streams/collective-yue?lang=zh").Body.String(), "岳家庄经济合作社")
	c := s.correctors()
	s.mustBy(c.proposer, "village-yue", domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: domain.Note("笔误"), RestsOn: domain.OnDocument, Basis: "更正单1号",
		Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"name": "岳家庄自然村"}`))}},
	})
	s.settle()
	for place, want := range map[string]int{"village-yue": 1, "community-c0": 1, "town-shunwang": 1, "community-c1": 0, "collective-yue": 0} {
		require.Equal(t, want, s.correctionsJSON(t, "?place="+place).Total, place)
	}
	page := s.get("/corrections?place=village-yue&lang=en").Body.String()
	require.Contains(t, page, `<option value="village-yue" selected>Yuejiazhuang Village</option>`)
	require.Equal(t, http.StatusBadRequest, s.get("/corrections?place=request-x").Code)
	_ = s.staff("deciding", "community-c0", domain.RecordsCorrector)
	require.Contains(t, s.as("deciding").get("/staff").Body.String(), "/village-yue", "who decides for the community decides for its villages")
}
