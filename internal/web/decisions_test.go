package web_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// A council is a site where a community, a natural village and a collective
// decide.
type council struct {
	*site
	course ledgertest.Course
	// The decisions, by how they stand in the end.
	closed, posted, household, delegation, delegated, unpublished, objected, proposed, called, failed, withdrawn string
}

// from begins a course on a day of 2016.
func (c *council) from(month time.Month, day int) ledgertest.Course {
	c.course.From = domain.NewDate(2016, month, day)
	return c.course
}

// deciding is a site of a county with decisions in many states, on 15 July 2016.
func deciding(t testing.TB, change ...func(*web.Config)) *council {
	t.Helper()
	c := &council{site: founded(t, change...)}
	c.must("", village.Register{ID: "dong", Community: "community-c1", Name: "东莲池村", NameEnglish: "East Lianchi"})
	c.must("", collective.Register{ID: "lc", Level: domain.VillageUnit, Community: "community-c1", Name: "莲池股份经济合作社", NameEnglish: "Lianchi Economic Cooperative"})
	for _, unit := range []string{"community-c1", "village-dong", "collective-lc", "community-c2"} {
		ledgertest.Enrol(t, c.Ledger, c.actor, unit)
	}
	c.course = ledgertest.Course{Ledger: c.Ledger, By: c.actor, On: func(d domain.Date) { c.clock.Set(d.String() + " 10:00") }}

	// Everything else begins once this is done with.
	works := decision.Propose{
		Owner: "community-c1", Kind: domain.PublicWorks, Title: "硬化村内道路", TitleEnglish: "Paving the village road",
		Source: decision.PartyBranch, Amount: 300_000 * domain.Yuan, Concerns: []string{"village-dong"},
	}
	then := func(stream string, month time.Month, day int, commands ...any) {
		c.course.On(domain.NewDate(2016, month, day))
		for _, command := range commands {
			c.course.Then(t, stream, command)
		}
	}
	propose := func(month time.Month, day int, p decision.Propose) string {
		return ledgertest.Decide(t, c.from(month, day), p)
	}
	c.closed = propose(3, 1, works)
	then(c.closed, 4, 25, decision.ReportImplementation{Summary: "道路已竣工"})
	then(c.closed, 4, 28, decision.DiscloseResults{Where: "村务公开栏"})

	c.household = propose(3, 2, decision.Propose{
		Owner: "village-dong", Kind: domain.PublicWorks, Title: "安装路灯", TitleEnglish: "Street lamps", Source: decision.Villagers,
	})
	c.unpublished = propose(3, 3, decision.Propose{
		Owner: "community-c2", Kind: domain.Expenditure, Title: "修缮办公用房", TitleEnglish: "Repairs of the office", Source: decision.VillagersCommittee,
		Amount: 20_000 * domain.Yuan, Meeting: domain.RepresentativesMeeting,
	})
	then(c.unpublished, 5, 3, decision.ReportImplementation{Summary: "已修缮"})

	c.delegation = propose(3, 4, decision.Propose{
		Owner: "community-c1", Kind: domain.Delegation, Title: "授权村民代表会议", TitleEnglish: "Delegation to the representatives", Source: decision.PartyBranch,
		Amount: 100_000 * domain.Yuan,
	})
	c.delegated, _ = ledgertest.Propose(t, c.from(5, 4), decision.Propose{
		Owner: "community-c1", Kind: domain.Borrowing, Title: "向信用社借款", TitleEnglish: "A loan from the credit union", Source: decision.PartyBranch,
		Amount: 80_000 * domain.Yuan, Delegation: c.delegation,
	})
	c.objected = ledgertest.Adopt(t, c.from(5, 5), decision.Propose{
		Owner: "collective-lc", Kind: domain.Disposal, Title: "处置旧校舍", TitleEnglish: "Sale of the old school", Source: decision.Representatives,
		Amount: 500_000 * domain.Yuan,
	})
	ledgertest.Disclose(t, c.course, c.objected)
	then(c.objected, 6, 6, decision.RaiseObjection{By: domain.About(domain.Subject{}, secret), Text: domain.Note("价格过低 " + secret)})
	then(c.objected, 6, 7, decision.RaiseObjection{Text: domain.Note("未评估 " + secret)}, decision.AnswerObjection{Number: 2, Text: domain.Note("已答复 " + secret)})

	failed, vote := ledgertest.Propose(t, c.from(6, 1), works)
	c.failed = failed
	vote.InFavour, vote.Against, vote.Recused, vote.Proxies = vote.Returned/2, vote.Returned-vote.Returned/2, 3, 7
	vote.Abstained = 0
	then(failed, 6, 27, vote, decision.Conclude{})

	c.called, _ = ledgertest.Propose(t, c.from(7, 1), works)
	c.course.On(domain.NewDate(2016, 7, 12))
	c.posted = ledgertest.Adopt(t, c.from(6, 2), decision.Propose{
		Owner: "collective-lc", Kind: domain.Leasing, Title: "出租大棚", TitleEnglish: "Lease of the greenhouses", Source: decision.Board, Concerns: []string{"collective-lc"},
	})
	then(c.posted, 7, 13, decision.Disclose{Where: "村务公开栏"})
	c.proposed = "decision-" + c.must("", works)
	c.withdrawn = "decision-" + c.must("", works)
	then(c.withdrawn, 7, 14, decision.Withdraw{Reason: "方案须完善"})
	c.clock.Set("2016-07-15 10:00")
	c.settle()
	return c
}

func pageID(stream string) string { return "/decisions/" + strings.TrimPrefix(stream, "decision-") }

// The rows of the list, narrowed, searched and sorted.
func TestDecisions(t *testing.T) {
	c := deciding(t)
	found := func(query string) []string {
		var body struct {
			Decisions []struct{ Stream string }
			Total     int
		}
		c.json(t, "/decisions.json"+query, &body)
		var all []string
		for _, d := range body.Decisions {
			all = append(all, d.Stream)
		}
		require.Len(t, all, body.Total)
		return all
	}
	require.Len(t, found(""), 11)
	require.Equal(t, []string{c.objected}, found("?pending=objections-open"))
	require.Equal(t, []string{c.objected}, found("?pending=objections-late"), "they were due on 21 June")
	require.Equal(t, []string{c.unpublished}, found("?pending=results-unpublished"))
	require.Equal(t, []string{c.unpublished}, found("?pending=results-late"))
	require.Equal(t, []string{c.failed}, found("?status=rejected"))
	require.Equal(t, []string{c.household}, found("?procedure=household-decision"))
	require.Equal(t, []string{c.objected}, found("?kind=disposal"))
	require.Equal(t, []string{c.posted, c.objected}, found("?owner=collective-lc"))
	require.Equal(t, []string{c.unpublished}, found("?community=community-c2"))
	require.Len(t, found("?community=community-c1"), 10, "what its village and its collective decide is decided there")
	require.Subset(t, found("?community=community-c1"), []string{c.closed, c.household, c.objected})
	require.Len(t, found("?town=town-shunwang"), 11)
	require.Empty(t, found("?town=town-none"))
	require.Equal(t, []string{c.posted}, found("?q=greenhouse"))
	require.Equal(t, []string{c.posted}, found("?q=大棚"))
	require.Equal(t, []string{c.closed}, found("?q="+c.closed))
	waiting := found("?sort=waiting")
	require.Equal(t, c.household, waiting[0], "nothing was done about it since it was disclosed")
	require.ElementsMatch(t, []string{c.closed, c.failed, c.withdrawn}, waiting[8:], "these wait for nothing")
	require.Equal(t, c.closed, found("?sort=oldest")[0])
	require.Equal(t, c.household, found("?sort=owner")[0], "of 东莲池村")
	for _, bad := range []string{"?pending=rent", "?status=none-such", "?kind=x", "?sort=size"} {
		require.Equal(t, http.StatusBadRequest, c.get("/decisions"+bad).Code, bad)
	}
	// What a reader sees of a day is of that day.
	var past struct{ Total int }
	c.json(t, "/decisions.json?pending=objections-late&stoodAt=2016-06-21", &past)
	require.Zero(t, past.Total)

	page := c.get("/decisions?lang=en").Body.String()
	require.Contains(t, page, `<a class="n" href="/decisions?status=disclosed" data-count="4">`)
	require.Contains(t, page, `<a class="n" href="/decisions?pending=objections-late" data-count="1">`)
	require.Contains(t, page, `<a href="/decisions" aria-current="page">`)
	for _, link := range regexp.MustCompile(`href="(/decisions\?(?:status|pending)=[^"]+)" data-count="(\d+)"`).FindAllStringSubmatch(page, -1) {
		require.Equal(t, link[2], strconv.Itoa(len(found(strings.TrimPrefix(link[1], "/decisions")))), link[1])
	}
	csv := c.get("/decisions.csv?lang=en&status=rejected").Body.String()
	require.Contains(t, csv, ",135,0,0,")
	require.Equal(t, 2, strings.Count(csv, "\r\n"))
}

// A vote is explained with its numbers, its shares and its article.
func TestDecision(t *testing.T) {
	c := deciding(t)
	page := func(stream, lang string) string {
		w := c.get(pageID(stream) + "?lang=" + lang)
		require.Equal(t, http.StatusOK, w.Code, stream)
		for _, private := range append(strings.Fields(secret), "价格过低", "未评估", "已答复") {
			require.NotContains(t, w.Body.String(), private)
		}
		return w.Body.String()
	}
	for text, in := range map[string]string{
		"Entitled to vote: 300 (households, as counted on 1 January 2016).": "en", "应到 300（户，按2016年1月1日统计）。": "zh",
		"Recused, and so given no ballot: 3.": "en", "其中回避 3，不发票。": "zh",
		"Ballots issued: 270; returned: 270, of them by proxy: 7.": "en", "发出 270 票，收回 270 票，其中委托票 7 张。": "zh",
		"Had to take part: 200 (at least 2/3 of the 300 entitled). Took part: 270, which was enough.": "en", "法定人数 200（应到 300，比例：2/3 以上）；实际参加 270，已达到。": "zh",
		"Had to be in favour: 136 (over 1/2 of the 270 who took part). Were in favour: 135, not carried.": "en", "须同意 136（参加 270，比例：超过 1/2）；实际同意 135，未获通过。": "zh",
		"art. 21 and 22": "en", "第二十一、二十二条": "zh",
		"Rejected on 27 June 2016. It failed at: vote.": "en", "2016年6月27日否决，未通过的环节：表决。": "zh",
	} {
		require.Contains(t, page(c.failed, in), text)
	}
	// How each stands, and what comes next.
	for stream, says := range map[string]string{
		c.closed:      "the results were published on 28 April 2016.",
		c.posted:      "It is posted for objections until 22 July 2016, and may be carried out from 23 July 2016.",
		c.household:   "What comes next: the report of what was done.",
		c.unpublished: "The results are late: they were due by 17 May 2016.",
		c.objected:    "1 objection was not answered, and the answer was due by 21 June 2016.",
		c.proposed:    "What comes next: consultation.",
		c.called:      "The vote is called for 27 July 2016 (villagers&#39; meeting).",
		c.withdrawn:   "Withdrawn on 14 July 2016, before the vote.",
	} {
		require.Contains(t, page(stream, "en"), says)
	}
	require.Contains(t, page(c.proposed, "en"), "If it is not voted on by 9 January 2017 it lapses")
	require.Contains(t, page(c.household, "en"), "Villagers&#39; council")
	require.Contains(t, page(c.objected, "en"), "Approved by the town")
	require.Contains(t, page(c.objected, "en"), "Not upheld")
	require.Contains(t, page(c.objected, "en"), "<dt>Brings in at least</dt>", "a sale")
	require.Contains(t, page(c.objected, "zh"), "<dt>收入下限</dt>")
	require.NotContains(t, page(c.objected, "zh"), "上限")
	require.Contains(t, page(c.closed, "en"), "<dt>Amount at most</dt>", "works")
	require.Contains(t, page(c.closed, "zh"), "<dt>金额上限</dt>")
	require.Contains(t, page(c.closed, "en"), `<a href="/communities/c1">Lianchi</a>`, "who decides has a page of its own")
	require.Contains(t, page(c.objected, "en"), `<a href="/collectives/lc">Lianchi Economic Cooperative</a>`)
	require.Contains(t, page(c.closed, "en"), `<a href="/villages/dong">East Lianchi</a>`, "what it concerns")
	require.Contains(t, page(c.delegated, "en"), `href="`+pageID(c.delegation)+`"`)
	require.Contains(t, page(c.delegation, "en"), `<a href="`+pageID(c.delegated)+`">A loan from the credit union</a>`, "what rests on it")
	require.Contains(t, c.get("/events?lang=en").Body.String(), "Lease of the greenhouses", "histories say which decision they are about")

	var body struct {
		Decision projections.WholeDecision
		History  []struct{ Stream string }
	}
	c.json(t, pageID(c.objected)+".json", &body)
	require.Len(t, body.Decision.Raised, 2)
	require.Equal(t, 1, body.Decision.OpenObjections)
	require.Equal(t, 50_000_000, int(body.Decision.Amount), "in fen")
	require.Equal(t, 243, body.Decision.Vote.InFavour)
	require.Equal(t, "collective-lc", body.Decision.Owner)
	require.Len(t, body.History, 11)
	require.Equal(t, http.StatusNotFound, c.get("/decisions/none").Code)
}
