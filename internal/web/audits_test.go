package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// audited is a site with the audits of two towns.
type audited struct {
	*site
	auditor ledger.Actor
	// whole is reported and disclosed, with a finding that is overdue, one that was
	// put right and referred, and one that was dropped; clean found nothing and is
	// not disclosed; waiting is planned, off was cancelled, and next is of the plan
	// of 2017 in the other town, where fieldwork goes on and something was found.
	whole, clean, waiting, off, next string
}

// auditing tells of audits until 1 November 2016.
func auditing(t testing.TB) *audited {
	t.Helper()
	a := &audited{site: founded(t)}
	a.must("", town.Register{ID: "xz", Name: "相州镇", NameEnglish: "Xiangzhou"})
	a.must("", community.Register{ID: "xz1", Town: "town-xz", Name: "相州社区", NameEnglish: "Xiangzhou Village"})
	for id, c := range map[string]string{"yjz": "c0", "lc": "c1", "xz": "xz1"} {
		a.must("", collective.Register{ID: id, Level: domain.VillageUnit, Community: "community-" + c, Name: id + "经联社", NameEnglish: strings.ToUpper(id)})
	}
	a.auditor = ledgertest.Open(t, a.Ledger, a.actor, "审计员", domain.WholeCounty, domain.Auditor)
	a.clock.Set("2016-09-01 09:00")
	plan := func(c audit.Plan) string {
		c.Document = "诸农审〔2016〕1号"
		return a.by("", c)
	}
	a.whole = plan(audit.Plan{Audited: "collective-yjz", Kind: audit.Annual})
	a.clean = plan(audit.Plan{Audited: "community-c2", Kind: audit.LeavingOffice, Official: "刘主任", Post: "社区主任"})
	a.waiting = plan(audit.Plan{Audited: "collective-lc", Kind: audit.Annual})
	a.off = plan(audit.Plan{Audited: "collective-lc", Kind: audit.Special, Subject: "征地款"})
	a.by(a.off, audit.Cancel{Reason: "并入年度审计"})
	a.next = plan(audit.Plan{Audited: "collective-xz", Kind: audit.Annual, Year: 2017, From: domain.NewDate(2015, 1, 1), To: domain.NewDate(2015, 12, 31)})
	for _, id := range []string{a.whole, a.clean, a.next} {
		a.by(id, audit.Commission{
			By: "诸城市农业局", Institution: "诚信会计师事务所", Document: "委1", Names: []string{"周明", "吴强"},
			People: []domain.Personal{domain.About(uuid.Nil, secret), domain.About(uuid.Nil, "吴强 "+secret)},
			Kin:    []domain.Personal{domain.About(uuid.Nil, "亲属 "+secret)},
		})
		a.by(id, audit.ServeNotice{Document: "通1"})
	}
	a.clock.Set("2016-09-06 09:00")
	for _, id := range []string{a.whole, a.clean, a.next} {
		a.by(id, audit.HoldEntryMeeting{Where: "社区"})
	}
	raise := func(id string, c audit.RaiseFinding) {
		c.Papers, c.What = []string{"底稿1"}, domain.Note(secret)
		a.by(id, c)
	}
	raise(a.whole, audit.RaiseFinding{Category: audit.Misuse, Amount: 3_000 * domain.Yuan})
	raise(a.whole, audit.RaiseFinding{Category: audit.Contracts, Amount: 1_000 * domain.Yuan})
	raise(a.whole, audit.RaiseFinding{Category: audit.Bookkeeping, Amount: 9_000 * domain.Yuan})
	raise(a.next, audit.RaiseFinding{Category: audit.Assets, Amount: 7_000 * domain.Yuan})
	a.by(a.whole, audit.DropFinding{Number: 3, Reason: "已补凭证"})
	for _, id := range []string{a.whole, a.clean} {
		a.by(id, audit.SendDraft{})
		a.by(id, audit.ReceiveResponse{Disputes: true, Text: domain.Note(secret)})
	}
	a.by(a.whole, audit.IssueReport{Document: "审报1号", Opinion: audit.Qualified})
	a.by(a.clean, audit.IssueReport{Document: "审报2号", Opinion: audit.Unqualified}) // to be disclosed by 21 September
	a.by(a.whole, audit.Disclose{Where: "公开栏", Summary: "账务基本规范", Findings: []audit.Say{{Finding: 1, Text: "白条抵库"}, {Finding: 2, Text: "租金少收"}}})
	a.by(a.whole, audit.OrderRectification{Finding: 1, What: "追回现金", Due: domain.NewDate(2016, 10, 10)})
	a.by(a.whole, audit.OrderRectification{Finding: 2, What: "补收租金"})
	a.must(a.whole, audit.ReportRectification{Finding: 2, Amount: 800 * domain.Yuan, Document: "收据8", What: domain.Note(secret)})
	a.by(a.whole, audit.AcceptRectification{Finding: 2})
	a.by(a.whole, audit.Refer{Finding: 2, To: "市纪委", Document: "移1"})
	a.clock.Set("2016-11-01 09:00")
	a.settle()
	return a
}

func (a *audited) by(id string, command any) string {
	a.t.Helper()
	return a.mustBy(a.auditor, id, command)
}

func (a *audited) ids(t *testing.T, query string) []string {
	t.Helper()
	var body struct {
		Audits []struct{ ID string }
		Total  int
	}
	a.json(t, "/audits.json"+query, &body)
	all := []string{}
	for _, x := range body.Audits {
		all = append(all, x.ID)
	}
	require.Len(t, all, body.Total)
	return all
}

func TestAuditsAreFound(t *testing.T) {
	a := auditing(t)
	for query, want := range map[string][]string{
		"?sort=overdue":                      {a.whole, a.clean, a.waiting, a.off, a.next},
		"?year=2017":                         {a.next},
		"?kind=leaving-office":               {a.clean},
		"?stage=fieldwork":                   {a.next},
		"?completion=completed&sort=found":   {a.whole, a.clean},
		"?completion=pending&year=2016":      {a.waiting},
		"?completion=planned&sort=found":     {a.whole, a.clean, a.waiting, a.next},
		"?findings=open":                     {a.whole},
		"?findings=overdue":                  {a.whole},
		"?findings=closed":                   {},
		"?findings=none":                     {a.clean},
		"?town=town-xz":                      {a.next},
		"?community=community-c1&sort=found": {a.waiting, a.off},
		"?q=刘主任":                             {a.clean},
		"?q=征地":                              {a.off},
		"?q=YJZ":                             {a.whole},
		"?q=%25":                             {},
	} {
		require.Equal(t, want, a.ids(t, query), query)
	}
	require.Empty(t, a.ids(t, "?findings=overdue&stoodAt=2016-10-10"), "it was due by the end of that day")
	require.Equal(t, []string{a.whole}, a.ids(t, "?findings=overdue&stoodAt=2016-10-11"))
	for _, bad := range []string{"?kind=monthly", "?stage=begun", "?completion=half", "?findings=some", "?sort=size"} {
		require.Equal(t, http.StatusBadRequest, a.get("/audits"+bad).Code, bad)
	}
	csv := a.get("/audits.csv?lang=zh&findings=overdue").Body.String()
	require.Contains(t, csv, `yjz经联社,年度审计,2016,岳家庄社区,舜王街道,已公开,2015-01-01,2015-12-31,诚信会计师事务所,,2016-09-06,保留意见,2016-09-06,2,1,1,"4,000.00",800.00,1,2016-10-10,`)
	require.Equal(t, 2, strings.Count(csv, "\r\n"))
}

// Planned against done, by year and town; each number leads to what it counts.
func TestAuditsOfTheTowns(t *testing.T) {
	a := auditing(t)
	page := a.get("/audits?lang=en").Body.String()
	plain := text(page)
	require.Contains(t, plain, "Planned 4 Completed 2 50% Findings open 1 of 2 findings, by audit Findings overdue 1 on 1 November 2016, by audit Amount found ¥4,000.00 Put right ¥800.00 20%")
	require.Contains(t, plain, "2017 1 0 0% 0 0 0 ¥0.00 ¥0.00 2016 3 2 66.7% 2 1 1 ¥4,000.00 ¥800.00")
	require.Contains(t, plain, "Xiangzhou 1 0 0% 0 0 0 ¥0.00 ¥0.00")
	require.Contains(t, plain, "Shunwang Street 3 2 66.7% 2 1 1 ¥4,000.00 ¥800.00")
	require.Contains(t, plain, "All of them 4 2 50% 2 1 1 ¥4,000.00 ¥800.00")
	require.Contains(t, page, `href="/audits?findings=overdue&amp;town=town-shunwang#list"`)
	require.Contains(t, page, `href="/audits?completion=completed&amp;year=2016#list"`)
	require.NotContains(t, text(a.get("/audits?lang=en&year=2016").Body.String()), "By year of the plan", "there is one")

	var body struct {
		Townaudits []struct {
			Town                                                         string
			Year, Planned, Completed, Cancelled, Findings, Open, Overdue int
			Found, PutRight                                              int64
		}
		Total int
	}
	a.json(t, "/townaudits.json", &body)
	require.Equal(t, 2, body.Total)
	shunwang := body.Townaudits[0]
	if shunwang.Town != "town-shunwang" {
		shunwang = body.Townaudits[1]
	}
	require.Equal(t, []int{2016, 3, 2, 1, 2, 1, 1}, []int{shunwang.Year, shunwang.Planned, shunwang.Completed, shunwang.Cancelled, shunwang.Findings, shunwang.Open, shunwang.Overdue})
	require.Equal(t, []int64{400_000, 80_000}, []int64{shunwang.Found, shunwang.PutRight})
	a.json(t, "/townaudits.json?year=2017", &body)
	require.Equal(t, 1, body.Total)
	a.json(t, "/townaudits.json?size=1&page=2", &body)
	require.Len(t, body.Townaudits, 1)
	require.Contains(t, a.get("/townaudits.csv?lang=zh").Body.String(), `舜王街道,2016,3,2,66.7%,1,2,1,1,"4,000.00",800.00`)
	require.Contains(t, text(a.get("/townaudits?lang=en").Body.String()), "Shunwang Street 2016 3 2 66.7% 2 1 1 ¥4,000.00 ¥800.00")
}

// Each sum is one over the events.
func TestAuditsCountTheEvents(t *testing.T) {
	a := auditing(t)
	var found, right domain.Money
	reports := 0
	for _, id := range []string{a.whole, a.clean, a.waiting, a.off, a.next} {
		history, err := a.Ledger.History(t.Context(), "audit-"+id)
		require.NoError(t, err)
		for _, r := range history {
			switch e := r.Event.(type) {
			case audit.ReportIssued:
				reports++
				found += e.Amount
			case audit.RectificationAccepted:
				right += e.Amount
			}
		}
	}
	var body struct {
		Audits []struct {
			Reported        string
			Found, PutRight domain.Money
		}
	}
	a.json(t, "/audits.json", &body)
	for _, x := range body.Audits {
		found, right = found-x.Found, right-x.PutRight
		if x.Reported != "" {
			reports--
		}
	}
	require.Zero(t, found)
	require.Zero(t, right)
	require.Zero(t, reports)
}

// An audit says what was found, how each finding stands, and how it came to that.
func TestOneAudit(t *testing.T) {
	a := auditing(t)
	page := a.get("/audits/" + a.whole + "?lang=en").Body.String()
	plain := text(page)
	require.Contains(t, page, "<h1>Annual audit 2016, YJZ</h1>")
	require.Contains(t, a.get("/audits/"+a.clean+"?lang=zh").Body.String(), "<h1>2016年离任审计 · 解留社区</h1>")
	for _, says := range []string{
		"Disclosed Rectification overdue",
		"Auditors 周明, 吴强", "Report 审报1号 Opinion Qualified",
		"Notice served 2016-09-01 Entry meeting, fieldwork begins 2016-09-06 Draft sent to the audited 2016-09-06 to answer by 2016-09-21",
		"账务基本规范",
		"1. 白条抵库 Collective money taken or misused ¥3,000.00 ¥0.00 Rectification ordered 2016-10-10 22 days late",
		"2. 租金少收 Contracts, leases and rents ¥1,000.00 ¥800.00 Put right referred to 市纪委",
		"Finding 3 Books and vouchers not in order ¥9,000.00 ¥0.00 Dropped",
		"Finding 2, step by step Step Day Amount Put right by What was said Found 2016-09-06 ¥1,000.00 — — Rectification ordered 2016-09-06 — 2016-12-05 补收租金 Rectification reported 2016-09-06 ¥800.00 — 收据8 Rectification accepted 2016-09-06 ¥800.00 — — Referred 2016-09-06 — — 市纪委",
		"Dropped before the report 2016-09-06 — — 已补凭证",
	} {
		require.Contains(t, plain, says)
	}
	require.Contains(t, page, `href="/collectives/yjz"`)
	var body struct {
		Audit struct {
			Stage, Opinion string
			Findings, Open int
			Raised         []struct {
				Status, Text, Due string
				Course            []struct{ Turn, On string }
			}
		}
		History []struct{ Stream string }
	}
	a.json(t, "/audits/"+a.whole+".json", &body)
	require.Equal(t, "disclosed", body.Audit.Stage)
	require.Len(t, body.Audit.Raised, 3)
	require.Equal(t, "2016-10-10", body.Audit.Raised[0].Due)
	require.Len(t, body.Audit.Raised[1].Course, 5)
	require.Len(t, body.History, 17)
	open := text(a.get("/audits/" + a.next + "?lang=en").Body.String())
	require.Contains(t, open, "Finding 1 Assets not on record, or lost ¥7,000.00 ¥0.00 In the draft")
	require.NotContains(t, open, "Amount found", "there is no report")
	require.Equal(t, http.StatusNotFound, a.get("/audits/none").Code)
	require.Contains(t, a.get("/events?lang=en").Body.String(), "Annual audit 2016, YJZ")
	require.Contains(t, a.get("/audits").Body.String(), `<a href="/audits" aria-current="page">`)
}

// A rectification past its day and a report that is not disclosed are owed, with
// the rule that says so.
func TestAuditsAreOwed(t *testing.T) {
	a := auditing(t)
	var body struct {
		Obligations []struct{ Kind, Stream, Title, Unit, Town, Due string }
	}
	a.json(t, "/obligations.json?timing=overdue", &body)
	require.Len(t, body.Obligations, 2)
	report, finding := body.Obligations[0], body.Obligations[1]
	require.Equal(t, []string{"audit-report", "audit-" + a.clean, "审报2号", "community-c2", "town-shunwang", "2016-09-21"}, []string{report.Kind, report.Stream, report.Title, report.Unit, report.Town, report.Due})
	require.Equal(t, []string{"rectification", "audit-" + a.whole, "白条抵库", "collective-yjz", "town-shunwang", "2016-10-10"}, []string{finding.Kind, finding.Stream, finding.Title, finding.Unit, finding.Town, finding.Due})
	page := a.get("/obligations?lang=en&obligation=rectification").Body.String()
	require.Contains(t, page, `<a href="/audits/`+a.whole+`">白条抵库</a>`)
	require.Contains(t, page, "a rectification is ordered for a day within 60 working days (assumed, rule set organic-law-2010)")
	require.Contains(t, a.get("/obligations?lang=zh").Body.String(), "审计报告须在10个工作日内公开")

	a.must(a.whole, audit.ReportRectification{Finding: 1, Amount: 3_000 * domain.Yuan, Document: "收据9"})
	a.by(a.clean, audit.Disclose{Where: "公开栏", Summary: "未发现问题"})
	a.settle()
	a.json(t, "/obligations.json", &body)
	require.Empty(t, body.Obligations, "what is reported waits for the auditors")
	a.by(a.whole, audit.RefuseRectification{Finding: 1, Reason: "收据不符", Due: domain.NewDate(2016, 11, 30)})
	a.settle()
	a.json(t, "/obligations.json?timing=upcoming", &body)
	require.Len(t, body.Obligations, 1)
	require.Equal(t, "2016-11-30", body.Obligations[0].Due)
}

// What a correction rests on is a link to the audit that found it.
func TestACorrectionLeadsToItsAudit(t *testing.T) {
	a := auditing(t)
	a.must("collective-lc", domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: domain.Note("名称登记有误"), RestsOn: domain.OnFinding, Basis: domain.FindingOf("audit-"+a.whole, 1),
		Amend: []domain.Change{{Set: domain.Clear(domain.Object(`{"nameEnglish":"Lianchi"}`))}},
	})
	a.settle()
	link := `<a href="/streams/audit-` + a.whole + `">`
	require.Contains(t, a.get("/corrections?lang=en").Body.String(), link+"audit-"+a.whole+"#1</a>")
	require.Contains(t, a.get("/streams/collective-lc?lang=en").Body.String(), link)
}

// Nobody is shown what is not public: not who the auditors are besides their
// names, who their kin are, what was found before it was disclosed, or what was
// answered.
func TestAuditsKeepWhatIsSealed(t *testing.T) {
	a := auditing(t)
	for _, target := range []string{"audits", "townaudits", "audits/" + a.whole, "audits/" + a.next, "events", "obligations", "streams/audit-" + a.whole} {
		for _, form := range []string{"", ".json"} {
			w := a.get("/" + target + form)
			require.Equal(t, http.StatusOK, w.Code, target+form)
			require.NotContains(t, w.Body.String(), "王松滨", target+form)
		}
	}
	require.NoError(t, filepath.WalkDir(a.views.Dir(), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		require.NotContains(t, string(content), "王松滨", path)
		return err
	}))
}
