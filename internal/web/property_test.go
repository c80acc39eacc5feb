package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/projections"
)

// names are the rows of a list by a member, in order; there is one page of them.
func (e *estate) names(t *testing.T, list, member, query string) []string {
	t.Helper()
	body := map[string]any{}
	e.json(t, "/"+list+".json"+query, &body)
	all := []string{}
	for _, row := range body[list].([]any) {
		all = append(all, row.(map[string]any)[member].(string))
	}
	require.EqualValues(t, len(all), body["total"])
	return all
}

// The register says what there is, to whom it belongs, and what is done with it.
func TestTheRegisterOfProperty(t *testing.T) {
	e := owning(t)
	for query, want := range map[string][]string{
		"":                                   {"沿街商铺", "旧会堂", "旧会堂", "面粉机", "农用货车", "抽水机", "东洼地块"},
		"?status=owned&sort=name":            {"东洼地块", "旧会堂", "沿街商铺", "面粉机"},
		"?letting=let":                       {"沿街商铺"},
		"?letting=idle":                      {"面粉机"},
		"?status=disposed":                   {"农用货车"},
		"?collective=" + lianchi:             {"旧会堂"},
		"?community=community-c1":            {"旧会堂"},
		"?town=town-shunwang&class=resource": {"东洼地块"},
		"?town=town-none":                    {},
		"?kind=vehicle&q=货":                  {"农用货车"},
		"?q=%25":                             {},
	} {
		require.Equal(t, want, e.names(t, "assets", "name", query), query)
	}
	for _, bad := range []string{"?class=none", "?letting=empty", "?sort=size", "?status=gone"} {
		require.Equal(t, http.StatusBadRequest, e.get("/assets"+bad).Code, bad)
	}
	csv := e.get("/assets.csv?lang=zh&status=disposed").Body.String()
	require.Contains(t, csv, "农用货车,经营性资产,车辆,岳家庄股份经济合作社,岳家庄社区,舜王街道,村东,1,台（件）,\"60,000.00\",\"15,000.00\"")
	require.Contains(t, csv, e.selling)
	require.Equal(t, 2, strings.Count(csv, "\r\n"))

	page := text(e.get("/assets?lang=en").Body.String())
	require.Contains(t, page, "Operating 2 ¥150,000.00 ¥100,000.00 Non-operating 1 ¥200,000.00 ¥40,000.00 Resource 1 ¥0.00 ¥0.00 All that is owned 4 ¥350,000.00 ¥140,000.00")
	for _, gone := range []string{"Disposed of", "Transferred away", "Written off"} {
		require.Contains(t, page, gone+" no longer owned; the net value is the one that left 1 ¥")
	}
	require.Contains(t, page, "Let 1 · 50% net value ¥80,000.00, 80%")
	require.Contains(t, page, "Idle 1 · 50% net value ¥20,000.00, 20%")
	require.Contains(t, page, "Fell due ¥20,000.00 until 2017-06-15 Paid ¥5,000.00 until 2017-06-15 In arrears today ¥15,000.00 of 1 lease")
	require.Contains(t, page, " 1 piece ")
	require.Contains(t, page, " 2 pieces ")
	require.Contains(t, page, " 12.50 mu ")
	require.Contains(t, text(e.get("/assets?lang=zh").Body.String()), " 2 台（件） ")
	// That something is not public is said where something is not.
	require.Contains(t, e.get("/contracts/"+e.lease+"?lang=en").Body.String(), "Names of residents, and what was written in free text, are not public.")
	require.NotContains(t, e.get("/assets/"+e.mill+"?lang=en").Body.String(), "Names of residents")
	require.Contains(t, text(e.get("/collectives/lc?lang=en").Body.String()), "Collective property Class Number Original value Net value Non-operating 1 ¥200,000.00 ¥40,000.00")
}

var (
	tags   = regexp.MustCompile(`<[^>]*>|&#?\w+;`)
	spaces = regexp.MustCompile(`\s+`)
	onlyPh = regexp.MustCompile(`<span class="ph">[^<]*</span>`)
)

// text is what a page says, without what only a phone shows.
func text(page string) string {
	return spaces.ReplaceAllString(tags.ReplaceAllString(onlyPh.ReplaceAllString(page, ""), " "), " ")
}

// Each figure of the register is a count over the events.
func TestTheRegisterCountsTheEvents(t *testing.T) {
	e := owning(t)
	want := map[domain.AssetClass][3]domain.Money{}
	for _, id := range append([]string{e.shop, e.field, e.mill, e.truck, e.hall, e.pump}, e.received(t)) {
		history, err := e.Ledger.History(t.Context(), "asset-"+id)
		require.NoError(t, err)
		var first asset.Registered
		open := true
		for _, r := range history {
			switch event := r.Event.(type) {
			case asset.Registered:
				first = event
			case asset.Disposed, asset.Transferred, asset.WrittenOff:
				open = false
			}
		}
		if sum := want[first.Class]; open {
			want[first.Class] = [3]domain.Money{sum[0] + 1, sum[1] + first.OriginalValue, sum[2] + first.NetValue}
		}
	}
	got := map[domain.AssetClass][3]domain.Money{}
	require.NoError(t, e.views.Read(t.Context(), func(q *projections.Query) error {
		totals, err := q.AssetTotals(projections.AssetFilter{Status: projections.Is(asset.Owned), Today: domain.NewDate(2017, 6, 15)})
		for _, x := range totals {
			got[x.Class] = [3]domain.Money{domain.Money(x.Assets), x.Original, x.Net}
		}
		return err
	}))
	require.Equal(t, want, got)
}

// received is the asset that took the place of the hall.
func (e *estate) received(t *testing.T) string {
	t.Helper()
	var body struct{ Asset struct{ Successor string } }
	e.json(t, "/assets/"+e.hall+".json", &body)
	require.NotEmpty(t, body.Asset.Successor)
	return strings.TrimPrefix(body.Asset.Successor, "asset-")
}

// Who decided this, lawfully, and where did the value go? Each step of an asset
// answers.
func TestWhereTheValueWent(t *testing.T) {
	e := owning(t)
	for id, says := range map[string][]string{
		e.shop: {
			`href="/` + strings.Replace(e.letting, "decision-", "decisions/", 1) + `"`, `href="/tenders/` + e.tender + `"`, `href="/contracts/` + e.lease + `"`,
			"Let · 2016-06-01 – 2019-05-31", "asked for: from ¥10,000.00 on, or for more than 12 months", "asked for, from ¥50,000.00 on",
			"not asked for, below ¥100,000.00", "36 months", "at most 240 months", "rule set zhucheng-2015", "with a resident",
			"due until today ¥40,000.00, paid ¥25,000.00, arrears ¥15,000.00",
		},
		e.field: {"ended: both agreed", "not asked for: below ¥10,000.00, and for no more than 12 months", "with " + factory, "due until today ¥3,000.00, paid ¥3,000.00, arrears ¥0.00"},
		e.truck: {
			`href="/` + strings.Replace(e.selling, "decision-", "decisions/", 1) + `"`, `href="/contracts/` + e.sale + `"`,
			"Disposed of · ", "always asked for", "Price", "¥16,500.00", "Net value that left", "¥15,000.00",
		},
		e.hall: {`href="/` + strings.Replace(e.giving, "decision-", "decisions/", 1) + `"`, `href="/collectives/lc"`, "Transferred away · ", "¥40,000.00", "Goes on as"},
		e.pump: {`href="/` + strings.Replace(e.scrapping, "decision-", "decisions/", 1) + `"`, "Written off · ", "洪水冲毁", "¥1,000.00"},
		e.mill: {"Nothing has moved its use or its value since it came on record."},
	} {
		page := e.get("/assets/" + id + "?lang=en").Body.String()
		for _, s := range says {
			require.True(t, strings.Contains(page, s) || strings.Contains(text(page), s), "%s: %q", id, s)
		}
	}
	require.Contains(t, e.get("/assets/"+e.received(t)+"?lang=en").Body.String(), `href="/assets/`+e.hall+`"`)
	var body struct {
		Asset struct {
			Name  string
			Steps []projections.AssetStep
		}
	}
	e.json(t, "/assets/"+e.shop+".json", &body)
	require.Len(t, body.Asset.Steps, 1)
	require.Equal(t, e.letting, body.Asset.Steps[0].Decision)
	require.True(t, body.Asset.Steps[0].Judged.NeedsBidding)
	require.Equal(t, http.StatusNotFound, e.get("/assets/none").Code)
}

// Contracts, tenders and debts: as lists and one by one.
func TestContractsTendersAndDebts(t *testing.T) {
	e := owning(t)
	require.Equal(t, []string{e.sale, e.lease, e.fieldLease}, e.names(t, "contracts", "id", ""))
	require.Equal(t, []string{e.lease}, e.names(t, "contracts", "id", "?kind=lease&arrears=yes"))
	require.Equal(t, []string{e.fieldLease}, e.names(t, "contracts", "id", "?standing=over"))
	require.Equal(t, []string{e.fieldLease}, e.names(t, "contracts", "id", "?q=机械厂"))
	require.Equal(t, []string{e.lease}, e.names(t, "contracts", "id", "?q=商铺"))
	require.Equal(t, []string{e.tender}, e.names(t, "tenders", "id", "?status=awarded"))
	require.Empty(t, e.names(t, "tenders", "id", "?kind=works"))
	require.Equal(t, []string{e.owed}, e.names(t, "debts", "id", "?standing=late"))
	require.Equal(t, []string{e.owing}, e.names(t, "debts", "id", "?standing=settled&direction=receivable"))
	require.Equal(t, http.StatusBadRequest, e.get("/contracts?arrears=maybe").Code)

	lease := text(e.get("/contracts/" + e.lease + "?lang=en").Body.String())
	require.Contains(t, lease, "In all ¥60,000.00 Due so far ¥40,000.00 Paid so far ¥25,000.00 Arrears ¥15,000.00")
	require.Contains(t, lease, "2016-06-01 ¥20,000.00 ¥20,000.00 Paid 2017-06-01 ¥20,000.00 ¥5,000.00 In arrears 2018-06-01 ¥20,000.00 ¥0.00 To come")
	require.Contains(t, text(e.get("/contracts/"+e.fieldLease+"?lang=en").Body.String()), "2016-09-01 ¥3,000.00 — Not due: the contract ended")
	tender := text(e.get("/tenders/" + e.tender + "?lang=en").Body.String())
	require.Contains(t, tender, "Awarded on 2016-05-20 to bid 2, of a resident, for ¥20,000.00.")
	require.Contains(t, tender, "1 2016-04-14 "+factory+" ¥19,000.00 None 2 won 2016-04-14 a resident ¥20,000.00 None 3 2016-04-14 a resident ¥25,000.00 Kin of one who decides")
	require.Contains(t, tender, "4 2016-04-14 诸城旧货行 — Does not count. The bidder is not qualified None")
	require.Contains(t, text(e.get("/debts/"+e.owed+"?lang=en").Body.String()), "Other side a resident")
	require.Contains(t, e.get("/debts.csv?lang=en").Body.String(), "修渠工程款,The collective owes it,")
	require.Contains(t, e.get("/events?lang=en").Body.String(), "Lease: 沿街商铺")
}

// The account of a day of the past is that of the day.
func TestPropertyOfThePast(t *testing.T) {
	e := owning(t)
	require.Contains(t, e.get("/assets?letting=idle").Body.String(), `<input type="hidden" name="letting" value="idle">`, "another moment of the same list")
	page := text(e.get("/contracts/" + e.lease + "?lang=en&stoodAt=2016-07-01").Body.String())
	require.Contains(t, page, "Due so far ¥20,000.00 Paid so far ¥20,000.00 Arrears ¥0.00")
	require.Equal(t, []string{"沿街商铺", "东洼地块"}, e.names(t, "assets", "name", "?letting=let&stoodAt=2016-07-01"))
}

// Nobody is named: not who signed, bid or is owed, in no form and in no file of
// the views.
func TestPropertyNamesNobody(t *testing.T) {
	e := owning(t)
	for _, list := range []string{"assets", "contracts", "tenders", "debts", "events", "collectives"} {
		for _, form := range []string{"", ".json", ".csv"} {
			w := e.get("/" + list + form)
			require.Equal(t, http.StatusOK, w.Code, "%s%s", list, form)
			require.NotContains(t, w.Body.String(), "王松滨", "%s%s", list, form)
		}
	}
	for _, item := range []string{"assets/" + e.shop, "assets/" + e.truck, "contracts/" + e.lease, "contracts/" + e.sale, "tenders/" + e.tender, "debts/" + e.owed} {
		for _, form := range []string{"", ".json"} {
			w := e.get("/" + item + form)
			require.Equal(t, http.StatusOK, w.Code, item)
			require.NotContains(t, w.Body.String(), "王松滨", item)
		}
	}
	require.NoError(t, filepath.WalkDir(e.views.Dir(), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		require.NotContains(t, string(content), "王松滨", path)
		return err
	}))
}
