package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
)

var (
	partsOfList = regexp.MustCompile(`(?s)<div data-live id="parts">(.*?)</div>\n(?:<form|<div id="list")`)
	listedRows  = regexp.MustCompile(`(?s)<div id="list" data-live>.*`)
	// cells are the numbers of a page: of its figures, and of its tables.
	numberCells = regexp.MustCompile(`(?s)<dd>(.*?)</dd>|<td role="cell" class="num[^"]*">(.*?)</td>`)
	linkedSum   = regexp.MustCompile(`<a (?:class="n" )?href="([^"]*)"(?: data-count="(\d+)")?(?: data-sum="([^"]*)")?>([^<]*)</a>`)
	firstNumber = regexp.MustCompile(`^¥?(-?[\d,]+)(?:\.(\d\d))?`)
)

// amountOf is a number as a page shows it: of money, in fen.
func amountOf(t *testing.T, text string) int64 {
	t.Helper()
	m := firstNumber.FindStringSubmatch(text)
	require.NotNil(t, m, text)
	n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ",", "")+m[2], 10, 64)
	require.NoError(t, err)
	return n
}

// sumOf adds up a member of the rows of a list, which has all on one page. A band is
// between two numbers.
func sumOf(t *testing.T, s *site, list, member string) (rows int, least, most int64) {
	t.Helper()
	address, _, _ := strings.Cut(list, "#")
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	body := map[string]any{}
	s.json(t, withSuffix(address+separator+"size=10000", ".json"), &body)
	path, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "?")
	all := body[path].([]any)
	require.EqualValues(t, len(all), body["total"], list)
	name := strings.TrimPrefix(member, "-")
	for _, row := range all {
		if member == "" {
			break
		}
		value, has := row.(map[string]any)[name]
		require.True(t, has, "%s: rows have no %s", list, name)
		var low, high int64
		switch value := value.(type) {
		case float64:
			low, high = int64(value), int64(value)
		case string:
			require.Equal(t, "<10", value)
			low, high = 1, 9
		}
		if name != member {
			low, high = -high, -low
		}
		least, most = least+low, most+high
	}
	return len(all), least, most
}

// Every figure over a list, and every one of a list of sums, leads to the rows that it
// counts or adds up, whatever else is chosen, and is what they come to.
func TestFiguresAreTheSumsOfTheirRows(t *testing.T) {
	estate, audits, books := owning(t), auditing(t), shelved(t).site
	for _, c := range []struct {
		site *site
		page string
		// least is how many figures lead somewhere, so that none is passed over.
		least int
	}{
		{estate.site, "/assets", 17}, {estate.site, "/assets?kind=building", 6}, {estate.site, "/assets?letting=let", 4},
		{estate.site, "/assets?status=disposed&q=货", 3}, {estate.site, "/assets?collective=" + lianchi, 3},
		{estate.site, "/contracts", 4}, {estate.site, "/contracts?kind=sale&arrears=yes", 4}, {estate.site, "/contracts?year=2016", 4},
		{estate.site, "/contracts?standing=over&town=town-shunwang", 3},
		{estate.site, "/debts", 1}, {estate.site, "/debts?standing=settled", 0}, {estate.site, "/debts?nature=unpaid", 0},
		{estate.site, "/obligations", 2}, {audits.site, "/obligations?timing=overdue&town=town-shunwang", 1},
		{audits.site, "/audits", 20}, {audits.site, "/audits?completion=pending", 2}, {audits.site, "/audits?completion=completed&findings=overdue", 10},
		{audits.site, "/audits?findings=closed&year=2016", 0}, {audits.site, "/audits?town=town-shunwang&kind=annual", 5}, {audits.site, "/townaudits?kind=annual", 5},
		{reformed(t), "/reforms", 10}, {reformed(t), "/reforms?town=town-shunwang", 6}, {reformed(t), "/reforms?timing=overdue", 4}, {reformed(t), "/reforms?q=Yue", 4},
		{books, "/books", 5}, {books, "/books?year=2016&closing=open", 5}, {books, "/finances", 7}, {books, "/finances?town=town-shunwang", 7},
	} {
		page := c.site.get(c.page).Body.String()
		part := partsOfList.FindString(page)
		if strings.HasPrefix(c.page, "/townaudits") || strings.HasPrefix(c.page, "/finances") {
			part = listedRows.FindString(page)
		}
		led := 0
		for _, m := range numberCells.FindAllStringSubmatch(part, -1) {
			shown := onlyPh.ReplaceAllString(m[1]+m[2], "")
			link := linkedSum.FindStringSubmatch(shown)
			if link == nil {
				says := strings.TrimSpace(text(shown))
				require.True(t, says == "" || strings.HasPrefix(says, "—") || strings.HasSuffix(says, "%") || amountOf(t, says) == 0 || strings.HasPrefix(c.page, "/townaudits") || strings.HasPrefix(c.page, "/finances") && says == "2016",
					"%s: %s leads nowhere", c.page, says)
				continue
			}
			led++
			target, count, member, says := html.UnescapeString(link[1]), link[2], link[3], html.UnescapeString(link[4])
			rows, least, most := sumOf(t, c.site, target, member)
			if count != "" {
				require.Equal(t, count, strconv.Itoa(rows), "%s: %s", c.page, target)
			}
			switch {
			case member == "":
				require.EqualValues(t, rows, amountOf(t, says), "%s: %s", c.page, target)
			case strings.HasPrefix(says, "不足") || strings.HasSuffix(says, "及以上"):
			default:
				n := amountOf(t, says)
				require.True(t, least <= n && n <= most, "%s: %s is %s, and not between %d and %d", c.page, target, says, least, most)
			}
		}
		require.GreaterOrEqual(t, led, c.least, c.page)
		require.Equal(t, 1, strings.Count(page, `id="list"`), c.page)
	}
}

// What comes in and what goes out are two sums, and each year is its own.
func TestContractsAreOfTwoSides(t *testing.T) {
	e := owning(t)
	e.must("", contract.Sign{
		Owner: yuejiazhuang, Kind: domain.WorksContract, About: "路灯维护", Organisation: factory,
		From: domain.NewDate(2017, 6, 15), To: domain.NewDate(2018, 6, 14), Amount: 800 * domain.Yuan, Every: 12,
	})
	e.settle()
	type total struct {
		Side                                string
		Contracts, Late, Year               int
		Arrears, DueInYear, PaidInYear, Due int64
	}
	totals := func(query string) []total {
		var body struct{ Totals []total }
		e.json(t, "/contracts.json"+query, &body)
		return body.Totals
	}
	in := total{"in", 3, 2, 2017, 31_500_00, 20_000_00, 5_000_00, 59_500_00}
	out := total{"out", 1, 0, 2017, 0, 800_00, 0, 800_00}
	require.Equal(t, []total{in, out}, totals(""))
	require.Equal(t, []total{out}, totals("?side=out"))
	require.Equal(t, []total{{"in", 3, 2, 2016, 31_500_00, 39_500_00, 23_000_00, 59_500_00}}, totals("?year=2016"))
	require.Empty(t, totals("?year=2015"))
	page := text(e.get("/contracts?lang=en").Body.String())
	require.Contains(t, page, "Comes in: leases and sales 3 ¥20,000.00 ¥5,000.00 ¥31,500.00 of 2 contracts Goes out: works, purchases, services and others 1 ¥800.00 ¥0.00 ¥0.00")
	require.Contains(t, text(e.get("/contracts?lang=en&kind=lease&year=2017").Body.String()), "¥40,000.00 ¥20,000.00 of it in 2017 ¥25,000.00 ¥5,000.00 of it in 2017")
	for _, bad := range []string{"?side=both", "?year=x"} {
		require.Equal(t, http.StatusBadRequest, e.get("/contracts"+bad).Code, bad)
	}
}

// What an audit wants put right is an amount, and says so.
func TestAmountsOfObligations(t *testing.T) {
	a := auditing(t)
	var body struct {
		Obligations []struct {
			Kind, AmountIs string
			Amount         int64
		}
		Totals []struct {
			Kind, AmountIs string
			Count          int
			Amount         int64
		}
	}
	a.json(t, "/obligations.json?obligation=rectification", &body)
	require.Len(t, body.Obligations, 1)
	require.Equal(t, "to-be-put-right", body.Obligations[0].AmountIs)
	require.EqualValues(t, 3_000_00, body.Obligations[0].Amount)
	require.Len(t, body.Totals, 1)
	require.Equal(t, []any{"to-be-put-right", 1, int64(3_000_00)}, []any{body.Totals[0].AmountIs, body.Totals[0].Count, body.Totals[0].Amount})
	require.Contains(t, text(a.get("/obligations?lang=en").Body.String()), "1 overdue · ¥3,000.00 to be put right")
	require.Contains(t, a.get("/obligations?lang=zh").Body.String(), "待整改金额")
}

// A choice has a number only where that is how many it gives.
func TestChoicesCountWhatTheyGive(t *testing.T) {
	s := furnished(t)
	options := regexp.MustCompile(`<option value="([^"]+)"[^>]*>[^<]* \(([\d,]+)\)</option>`)
	selects := regexp.MustCompile(`(?s)<select id="f-(\w+)".*?</select>`)
	counted := func(query string) map[string]int {
		fields := map[string]int{}
		for _, m := range selects.FindAllStringSubmatch(s.get("/requests"+query).Body.String(), -1) {
			for _, o := range options.FindAllStringSubmatch(m[0], -1) {
				fields[m[1]]++
				var list struct{ Total int }
				s.json(t, "/requests.json?"+url.Values{m[1]: {html.UnescapeString(o[1])}}.Encode(), &list)
				require.Equal(t, o[2], strconv.Itoa(list.Total), "%s: %s=%s", query, m[1], o[1])
			}
		}
		return fields
	}
	require.Greater(t, len(counted("")), 5)
	require.Equal(t, map[string]int{"place": 4}, counted("?place=c1&sort=due"), "the others would count the whole county")
	require.Empty(t, counted("?place=c1&phase=open"))
	require.Empty(t, counted("?q=c1"))
}

// Rows that are a part of a community lead to the record that made them.
func TestPartsLeadToTheirRecords(t *testing.T) {
	h := reporting(t)
	for list, kind := range map[string]string{
		"deeds?kind=clean-up": "community.clean-up-completed", "deeds?kind=award": "community.award-granted", "deeds?kind=social-workers": "community.social-workers-counted",
		"postings": "community.staff-posted", "sites": "community.site-designated", "improvements": "community.listed-for-improvement",
	} {
		path, query, _ := strings.Cut(list, "?")
		body := map[string]any{}
		h.json(t, "/"+path+".json?"+query, &body)
		rows := body[path].([]any)
		require.NotEmpty(t, rows, list)
		page := h.get("/" + list).Body.String()
		seen := map[string]bool{}
		for _, r := range rows {
			row := r.(map[string]any)
			at := strconv.FormatFloat(row["position"].(float64), 'f', -1, 64)
			require.False(t, seen[at], "%s: a record of its own", list)
			seen[at] = true
			require.Contains(t, page, `href="/events/`+at+`"`)
			var event struct{ Event struct{ Type, Stream string } }
			h.json(t, "/events/"+at+".json", &event)
			require.Equal(t, []any{kind, row["stream"]}, []any{event.Event.Type, event.Event.Stream}, list)
		}
	}
}

// A reform says by which decisions it came about.
func TestReformRestsOnDecisions(t *testing.T) {
	s := reformed(t)
	var body struct {
		Reform struct {
			Grounds []struct{ Step, Decision string }
		}
	}
	s.json(t, "/reforms/yue.json", &body)
	require.GreaterOrEqual(t, len(body.Reform.Grounds), 5)
	page := s.get("/reforms/yue?lang=en").Body.String()
	require.Contains(t, page, "Decisions that it rests on")
	for _, g := range body.Reform.Grounds {
		require.Contains(t, page, `<a href="/decisions/`+strings.TrimPrefix(g.Decision, "decision-")+`">`)
		require.Equal(t, http.StatusOK, s.get("/decisions/"+strings.TrimPrefix(g.Decision, "decision-")).Code)
	}
}
