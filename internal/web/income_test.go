package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/training"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// A harvest is a site of a county on 30 September 2016, with what is done there so
// that farmers earn more.
type harvest struct {
	*estate
	relief, fruit, farm          string // enterprises
	put                          string // the decision
	experts, few, away, off, due string // classes
	road, well, school, late     string // projects
}

// shown carries out a command that a sign-in sheet or a photograph shows.
func (h *harvest) shown(id string, kind domain.AttachmentKind, command any) {
	h.t.Helper()
	f, err := h.TakeFile(h.t.Context(), h.actor, domain.Restricted, strings.NewReader("%PDF-1.7 "+secret))
	require.NoError(h.t, err)
	_, err = h.Do(h.t.Context(), ledger.Request{Actor: h.actor, ID: id, Command: command, Attachments: []ledger.Attach{{Kind: kind, Digest: f.Digest}}})
	require.NoError(h.t, err)
}

func harvested(t testing.TB) *harvest {
	t.Helper()
	h := &harvest{estate: &estate{site: founded(t)}}
	h.onDay(domain.NewDate(2016, 3, 1))
	h.must("", collective.Register{ID: "yjz", Level: domain.VillageUnit, Community: "community-c0", Name: "岳家庄股份经济合作社", NameEnglish: "Yuejiazhuang Cooperative"})
	ledgertest.Enrol(t, h.Ledger, h.actor, yuejiazhuang)
	h.must("c0", community.Appoint{Post: community.FirstSecretary, Name: "孙立", From: domain.NewDate(2016, 1, 1)})
	h.relief = h.must("", enterprise.Register{Kind: enterprise.PovertyRelief, Community: "community-c0", Name: "岳家庄扶贫开发公司", Capital: 20_000 * domain.Yuan})
	h.fruit = h.must("", enterprise.Register{
		Kind: enterprise.Cooperative, Community: "community-c1", Name: "绿园果蔬合作社", Number: "370782NA001", On: domain.NewDate(2015, 6, 1),
		Capital: 50_000 * domain.Yuan, Members: 6, Farmers: 5,
	})
	h.must(h.fruit, enterprise.Contribute{Amount: 50_000 * domain.Yuan, Voucher: "v"})
	h.must(h.fruit, enterprise.PayDividend{Amount: 1_234_56, Voucher: "v"})
	h.farm = h.must("", enterprise.Register{Kind: enterprise.FamilyFarm, Community: "community-c1", Name: "老赵家庭农场", Capital: 100 * domain.Yuan})
	h.must(h.farm, enterprise.Close{Reason: "转让他人"})

	class := func(p training.Programme, by string, days int, from domain.Date) string {
		return h.must("", training.Plan{Programme: p, Number: 1, Organiser: by, Title: "班", From: from, Days: days, Venue: "市委党校", Places: 60})
	}
	h.experts = class(training.TechnicalExperts, "community-c0", 3, domain.NewDate(2016, 4, 4))
	h.few = class(training.ProfessionalFarmers, "town-shunwang", 2, domain.NewDate(2016, 4, 11))
	h.away = h.must("", training.Plan{Programme: training.Cadres, Number: 2, From: domain.NewDate(2016, 5, 9), Days: 10, Venue: "浙江大学", Province: "zhejiang", Places: 50})
	h.off = class(training.Accountants, "", 2, domain.NewDate(2016, 6, 6))
	h.due = class(training.Accountants, "", 2, domain.NewDate(2016, 9, 28))
	h.must(h.off, training.Cancel{Reason: "改期举办"})

	plan := func(title string, due domain.Date) string {
		return h.must("", project.Plan{Owner: "community-c0", Title: title, Due: due})
	}
	h.road = plan("硬化道路", domain.Date{})
	h.well = plan("打机井", domain.NewDate(2016, 12, 1))
	h.school = plan("建书屋", domain.Date{})
	h.late = plan("修水渠", domain.NewDate(2016, 9, 29))
	h.must("", project.Plan{Owner: "community-c0", Title: "明年植树", Year: 2017})
	h.must("", partyorg.Register{ID: "nyj", Name: "市农业局党委", NameEnglish: "Bureau of Agriculture", Kind: partyorg.Committee, Area: domain.Urban, Place: "town-shunwang"})
	h.must("", project.Plan{Owner: "partyorg-nyj", Title: "送技下乡"})

	h.put = h.decide(t, "2016-03-02", decision.Propose{Kind: domain.Contribution, Title: "出资扶贫公司", Amount: 15_000 * domain.Yuan, Concerns: []string{"enterprise-" + h.relief}})
	h.onDay(domain.NewDate(2016, 6, 1))
	h.must(h.relief, enterprise.Contribute{From: yuejiazhuang, Amount: 15_000 * domain.Yuan, Voucher: "v", Decision: h.put})
	h.must(h.relief, enterprise.Contribute{From: "town-shunwang", Amount: 5_000 * domain.Yuan, Voucher: "v"})
	h.shown(h.experts, domain.SignInSheet, training.Hold{People: 41})
	h.shown(h.few, domain.SignInSheet, training.Hold{People: 7})
	h.shown(h.away, domain.SignInSheet, training.Hold{People: 40})
	h.must(h.road, project.Progress{Percent: 60, Stage: "路面"})
	h.must(h.well, project.Postpone{To: domain.NewDate(2017, 3, 31), Reason: "汛期无法施工"})
	h.must(h.school, project.Cancel{Reason: "并入市级工程"})
	h.onDay(domain.NewDate(2016, 9, 30))
	h.shown(h.road, domain.Photograph, project.Complete{Result: "已通车"})
	h.settle()
	return h
}

func TestEnterprisesInPublic(t *testing.T) {
	h := harvested(t)
	for query, want := range map[string][]string{
		"":                                  {"岳家庄扶贫开发公司", "老赵家庭农场", "绿园果蔬合作社"},
		"?sort=putIn":                       {"绿园果蔬合作社", "岳家庄扶贫开发公司", "老赵家庭农场"},
		"?kind=family-farm":                 {"老赵家庭农场"},
		"?standing=open&sort=capital":       {"绿园果蔬合作社", "岳家庄扶贫开发公司"},
		"?year=2015":                        {"绿园果蔬合作社"},
		"?moneyFrom=collective":             {"岳家庄扶贫开发公司"},
		"?community=community-c1&year=2016": {"老赵家庭农场"},
		"?town=town-none":                   {},
		"?q=NA001":                          {"绿园果蔬合作社"},
	} {
		require.Equal(t, want, h.names(t, "enterprises", "name", query), query)
	}
	for _, bad := range []string{"?kind=shop", "?standing=gone", "?sort=size", "?moneyFrom=heaven"} {
		require.Equal(t, http.StatusBadRequest, h.get("/enterprises"+bad).Code, bad)
	}
	var body struct {
		Totals map[string][]struct {
			Key                                  string
			Enterprises, Open                    int
			Contributed, FromCollectives, PaidIn int64
		}
	}
	h.json(t, "/enterprises.json", &body)
	require.Len(t, body.Totals["kind"], 3)
	require.Equal(t, "town-shunwang", body.Totals["town"][0].Key)
	require.Equal(t, [5]int64{3, 2, 7_000_000, 1_500_000, 7_000_000}, [5]int64{
		int64(body.Totals["town"][0].Enterprises), int64(body.Totals["town"][0].Open), body.Totals["town"][0].Contributed,
		body.Totals["town"][0].FromCollectives, body.Totals["town"][0].PaidIn,
	})
	csv := h.get("/enterprises.csv?lang=zh&kind=poverty-alleviation-company").Body.String()
	require.Contains(t, csv, "岳家庄扶贫开发公司,扶贫开发公司,岳家庄社区,舜王街道,,2016-03-01,\"20,000.00\",\"20,000.00\",\"20,000.00\",\"15,000.00\",\"5,000.00\",0.00,0.00")
	require.Equal(t, 2, strings.Count(csv, "\r\n"))

	page := text(h.get("/enterprises?lang=en").Body.String())
	require.Contains(t, page, "Open 2 of them new business entities: 1 Put in ¥70,000.00 start-up capital registered: ¥70,100.00 Of it by collectives ¥15,000.00 each on a decision Dividends paid ¥1,234.56")
	require.Contains(t, page, "2016 2 1 ¥20,000.00 ¥15,000.00 ¥0.00 2015 1 1 ¥50,000.00 ¥0.00 ¥1,234.56")
	require.Contains(t, page, "Shunwang Street 3 2 ¥70,000.00 ¥15,000.00 ¥1,234.56")
	require.Contains(t, text(h.get("/enterprises?lang=en&town=town-shunwang").Body.String()), "Yuejiazhuang 1 1 ¥20,000.00 ¥15,000.00 ¥0.00")

	item := h.get("/enterprises/" + h.relief + "?lang=en").Body.String()
	require.Contains(t, item, `href="/`+strings.Replace(h.put, "decision-", "decisions/", 1)+`"`)
	require.Contains(t, text(item), "Yuejiazhuang Cooperative Collective 2016-06-01 Start-up capital ¥15,000.00 出资扶贫公司")
	require.Contains(t, text(item), "Shunwang Street Treasury of the town 2016-06-01 Start-up capital ¥5,000.00")
	require.Contains(t, text(item), "Nothing was paid out yet.")
	require.Contains(t, text(h.get("/enterprises/"+h.fruit+"?lang=en").Body.String()), "Members 2016-03-01 2015 ¥1,234.56")
	require.Contains(t, text(h.get("/enterprises/"+h.farm+"?lang=zh").Body.String()), "转让他人")
	require.Equal(t, http.StatusNotFound, h.get("/enterprises/none").Code)

	// What rests on a decision is named there, and the collective tells what it put in.
	require.Contains(t, h.get("/"+strings.Replace(h.put, "decision-", "decisions/", 1)).Body.String(), `href="/enterprises/`+h.relief+`"`)
	require.Contains(t, text(h.get("/collectives/yjz?lang=en").Body.String()), "岳家庄扶贫开发公司 2016-06-01 Start-up capital ¥15,000.00 出资扶贫公司")
	require.Contains(t, text(h.get("/communities/c0?lang=en").Body.String()), "Poverty-alleviation development company 1 1 ¥20,000.00 ¥15,000.00 ¥0.00")
}

func TestTrainingsInPublic(t *testing.T) {
	h := harvested(t)
	for query, want := range map[string][]string{
		"?standing=held":              {"cadres", "professional-farmers", "technical-experts"},
		"?standing=held&sort=people":  {"technical-experts", "cadres", "professional-farmers"},
		"?standing=cancelled":         {"accountants"},
		"?standing=unreported":        {"accountants"},
		"?standing=planned":           {},
		"?province=zhejiang":          {"cadres"},
		"?province=-&standing=held":   {"professional-farmers", "technical-experts"},
		"?town=town-shunwang":         {"professional-farmers", "technical-experts"},
		"?community=community-c0":     {"technical-experts"},
		"?year=2016&programme=cadres": {"cadres"},
		"?q=浙江":                       {"cadres"},
		"?year=2015":                  {},
	} {
		require.Equal(t, want, h.names(t, "trainings", "programme", query), query)
	}
	require.Equal(t, http.StatusBadRequest, h.get("/trainings?programme=poets").Code)

	// Few people are a band, and no other number gives them away.
	var body struct {
		Trainings []struct {
			ID     string
			People any
		}
		Totals struct {
			People  any
			Trained []struct {
				Programme string
				People    any
			}
		}
	}
	h.json(t, "/trainings.json?standing=held&sort=programme", &body)
	require.Equal(t, []any{float64(40), "<10", float64(41)}, []any{body.Trainings[0].People, body.Trainings[1].People, body.Trainings[2].People})
	require.Equal(t, float64(88), body.Totals.People)
	require.Equal(t, []any{">=10", "<10", float64(41)}, []any{body.Totals.Trained[0].People, body.Totals.Trained[1].People, body.Totals.Trained[2].People})
	csv := h.get("/trainings.csv?lang=zh&programme=professional-farmers").Body.String()
	require.Contains(t, csv, "新型职业农民培训,2016,1,舜王街道,舜王街道,2016-04-11,2,市委党校,,60,<10,已举办")

	page := text(h.get("/trainings?lang=en").Body.String())
	require.Contains(t, page, "People trained 88 in classes that were held Classes held 3 Planned, not yet held 1")
	require.Contains(t, page, "Technical experts 41 in 1 class")
	require.Contains(t, page, "Professional farmers under 10 in 1 class")
	require.Contains(t, page, "Accountants, 2016, class 1")
	require.Contains(t, page, "Planned days over, nothing recorded")
	require.NotContains(t, page, " 7 in 1 class")

	item := text(h.get("/trainings/" + h.away + "?lang=zh").Body.String())
	require.Contains(t, item, "干部培训（2016年第2期）")
	require.Contains(t, item, "浙江大学 浙江")
	require.Contains(t, item, "起始日 2016-05-09")
	require.Contains(t, text(h.get("/trainings/"+h.off+"?lang=zh").Body.String()), "改期举办")
}

func TestProjectsInPublic(t *testing.T) {
	h := harvested(t)
	for query, want := range map[string][]string{
		"":                              {"修水渠", "打机井", "明年植树", "建书屋", "硬化道路", "送技下乡"},
		"?standing=open":                {"修水渠", "打机井", "明年植树", "送技下乡"},
		"?standing=late":                {"修水渠"},
		"?standing=postponed":           {"打机井"},
		"?standing=completed":           {"硬化道路"},
		"?standing=cancelled":           {"建书屋"},
		"?year=2017":                    {"明年植树"},
		"?projectOf=party-organisation": {"送技下乡"}, "?partyorg=partyorg-nyj": {"送技下乡"}, "?q=Bureau": {"送技下乡"}, "?town=town-shunwang&projectOf=party-organisation": {"送技下乡"},
		"?community=community-c0&year=2016&sort=completed": {"硬化道路", "打机井", "建书屋", "修水渠"},
		"?q=水": {"修水渠"},
	} {
		require.ElementsMatch(t, want, h.names(t, "projects", "title", query), query)
	}
	require.Equal(t, "修水渠", h.names(t, "projects", "title", "")[0])
	require.Equal(t, http.StatusBadRequest, h.get("/projects?standing=gone").Code)

	var body struct {
		Totals struct {
			Done []struct {
				Kind string
				Year int
				Done struct {
					Planned, Completed int
					Percent            string
				}
				Cancelled, Late, Postponed int
			}
		}
	}
	h.json(t, "/projects.json?year=2016&projectOf=first-secretary", &body)
	require.Len(t, body.Totals.Done, 1)
	done := body.Totals.Done[0]
	require.Equal(t, []any{"first-secretary", 2016, 3, 1, "33.3", 1, 1, 1},
		[]any{done.Kind, done.Year, done.Done.Planned, done.Done.Completed, done.Done.Percent, done.Cancelled, done.Late, done.Postponed})
	page := text(h.get("/projects?lang=en").Body.String())
	require.Contains(t, page, "2016 First secretary 3 1 33.3% 1 1 1")
	require.Contains(t, page, "2017 First secretary 1 0 0.0% 0 0 0")
	require.Contains(t, page, "Shunwang Street 5 1 20.0% 1 1 1")
	require.Contains(t, page, "2016 Party organisation 1 0 0.0% 0 0 0")
	require.Contains(t, page, "2017-03-31 instead of 2016-12-01")
	require.Contains(t, h.get("/projects?lang=en&q=Bureau").Body.String(), `<a href="/partyorgs/nyj">Bureau of Agriculture</a>`)
	require.Contains(t, text(h.get("/partyorgs/nyj?lang=en").Body.String()), "Projects Year Planned Completed Done Late Postponed Cancelled 2016 1 0 0.0% 0 0 0")
	csv := h.get("/projects.csv?lang=zh&standing=postponed").Body.String()
	require.Contains(t, csv, "打机井,第一书记,岳家庄社区,舜王街道,2016,,2017-03-31,2016-12-01,,,,已延期")

	require.Contains(t, text(h.get("/projects/"+h.well+"?lang=zh").Body.String()), "已延期1次，仍计入2016年度项目：汛期无法施工")
	require.Contains(t, text(h.get("/projects/"+h.school+"?lang=en").Body.String()), "It was cancelled and counts neither as planned nor as done.")
	item := h.get("/projects/" + h.road + "?lang=en").Body.String()
	require.Contains(t, text(item), "已通车")
	require.NotContains(t, item, secret)
	require.Contains(t, text(h.get("/communities/c0?lang=en").Body.String()), "2016 3 1 33.3% 1 1 1")

	// What is due is among what is owed, whoever owes it.
	require.ElementsMatch(t, []string{"修水渠", "明年植树", "打机井", "送技下乡 · 市农业局党委"}, h.names(t, "obligations", "title", "?obligation=project"))
	require.Equal(t, []string{"修水渠"}, h.names(t, "obligations", "title", "?obligation=project&timing=overdue"))
}

// What a stream is about is said wherever it is named.
func TestSubjectsOfIncome(t *testing.T) {
	h := harvested(t)
	page := text(h.get("/events?lang=zh&size=200").Body.String())
	for _, name := range []string{"岳家庄扶贫开发公司", "干部培训（2016年第2期）", "硬化道路 · 岳家庄社区"} {
		require.Contains(t, page, name)
	}
}
