package web_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
)

// on is today by the clock of the site.
func (s *site) on() domain.Date {
	return domain.DateOf(s.clock.Now().Add(8*time.Hour), time.UTC)
}

// days lets days pass.
func (s *site) days(n int) { s.clock.Pass(time.Duration(n) * 24 * time.Hour) }

// unit registers a collective with a count of its voters.
func (s *site) unit(id, in, name, english string) {
	s.t.Helper()
	s.must("", collective.Register{ID: id, Level: domain.VillageUnit, Community: in, Name: name, NameEnglish: english})
	s.must(id, collective.RecordElectorate{
		AsOf: s.on(), Adults: 1000, Households: 300, Representatives: 30, Members: 12, PartyMembers: 45, Document: "户籍名册",
	})
}

// decided has some collectives decide a matter of their reforms, by four
// discussions and two disclosures, and gives the decisions in the order of the
// collectives. It lets a month pass, after which they bind.
func (s *site) decided(kind domain.MatterKind, amount domain.Money, collectives ...string) []string {
	s.t.Helper()
	ids := make([]string, len(collectives))
	for i, c := range collectives {
		ids[i] = s.must("", decision.Propose{
			Owner: "collective-" + c, Kind: kind, Title: "产权制度改革", Source: decision.PartyBranch, Amount: amount, Concerns: []string{"reform-" + c},
		})
		s.must(ids[i], decision.Consult{Expected: 9, Present: 7, InFavour: 6})
		s.must(ids[i], decision.ReviewByParty{Present: 30, InFavour: 16})
		s.must(ids[i], decision.GiveNotice{MeetingOn: s.on().AddDays(11), Where: "公示栏"})
	}
	s.days(11)
	for _, id := range ids {
		var evidence []ledger.Attach
		for _, kind := range []domain.AttachmentKind{domain.Minutes, domain.SignInSheet} {
			file, err := s.TakeFile(s.t.Context(), s.actor, domain.Public, strings.NewReader(fmt.Sprint(kind, id)))
			require.NoError(s.t, err)
			evidence = append(evidence, ledger.Attach{Kind: kind, Digest: file.Digest, Audience: domain.Public})
		}
		s.keys++
		_, err := s.Do(s.t.Context(), ledger.Request{
			Actor: s.actor, ID: id, Key: fmt.Sprint("fixture-", s.keys), Attachments: evidence,
			Command: decision.Vote{Base: domain.Adults, Method: decision.AtMeeting, Issued: 600, Returned: 600, InFavour: 400, Against: 200},
		})
		require.NoError(s.t, err)
		if kind == domain.ReformPlan {
			s.must(id, decision.ApproveByTown{By: "舜王街道办事处", Document: "舜政〔2016〕5号"})
		}
		s.must(id, decision.Conclude{})
		s.must(id, decision.Disclose{Where: "公示栏"})
	}
	s.days(19)
	for i := range ids {
		ids[i] = "decision-" + ids[i]
	}
	return ids
}

// reformed is a site with the reforms of three collectives: that of yue is
// completed and pays dividends, that of lian has its roster posted and an
// objection to it, that of mi waits for the town.
func reformed(t testing.TB, change ...func(*web.Config)) *site {
	t.Helper()
	s := founded(t, change...)
	s.must("", town.Register{ID: "mizhou", Name: "密州街道", NameEnglish: "Mizhou Street"})
	s.must("", community.Register{ID: "m0", Town: "town-mizhou", Name: "城关社区", NameEnglish: "Chengguan"})
	s.unit("yue", "community-c0", "岳家庄经联社", "Yuejiazhuang Union")
	s.unit("lian", "community-c1", "莲池经联社", "Lianchi Union")
	s.unit("mi", "community-m0", "城关经联社", "Chengguan Union")
	for i, d := range s.decided(domain.ReformPlan, 0, "yue", "lian", "mi") {
		s.must("", reform.AdoptPlan{Collective: []string{"collective-yue", "collective-lian", "collective-mi"}[i], Decision: d, Document: "改革方案"})
	}
	var roster []domain.Personal
	for i := range 12 {
		roster = append(roster, domain.About(domain.Subject{}, fmt.Sprint(secret, i)))
	}
	for _, id := range []string{"yue", "lian"} {
		s.must(id, reform.ApprovePlan{By: "舜王街道办事处", Document: "舜政〔2016〕6号", On: s.on()})
		for _, step := range []string{"count", "value", "post", "confirm"} {
			s.must(id, reform.RecordInventory{
				Step: step, On: s.on(), Operating: 1_200_000_01, NonOperating: 800_000_00, Resource: 500_000_00, Debts: 200_000_00, Document: "清产核资报告",
			})
			s.days(3)
		}
		s.must(id, reform.DraftRoster{Members: roster})
		s.must(id, reform.PostRoster{})
	}
	s.must("lian", reform.RaiseObjection{Person: domain.About(domain.Subject{}, secret), Text: domain.Note("漏列 " + secret)})
	s.days(14)
	s.must("yue", reform.ConfirmRoster{Decision: s.decided(domain.Roster, 0, "yue")[0]})
	s.must("yue", reform.QuantifyShares{
		Decision: s.decided(domain.Quantification, 0, "yue")[0], Sum: 1_000_000_01, CollectiveShares: 300,
		MemberShares: []reform.Allotment{{From: 1, To: 10, Shares: 100}, {From: 11, To: 11, Shares: 200}, {From: 12, To: 12}},
	})
	s.must("yue", reform.AdoptCharter{Decision: s.decided(domain.Charter, 0, "yue")[0], Document: "章程"})
	s.must("yue", reform.ElectBodies{Decision: s.decided(domain.BodiesElection, 0, "yue")[0], Assembly: 12, Board: []string{"王建国", "李芳"}, Supervisors: []string{"赵敏"}})
	s.must("yue", reform.Register{Name: "岳家庄股份经济合作社", Number: "证001", On: s.on()})
	s.must("yue", reform.IssueCertificates{Count: 11, On: s.on()})
	s.days(20)
	s.must("yue", reform.Finish{})
	s.clock.Set("2017-02-06 09:00")
	s.must("", books.Open{Collective: "collective-yue", Year: 2016, Document: "账簿"})
	s.must("yue-2016", books.Post{
		On: domain.NewDate(2016, 12, 31), Summary: "租金", Debits: []books.Amount{{Account: 102, Amount: 120_000_00}}, Credits: []books.Amount{{Account: 511, Amount: 120_000_00}},
	})
	for range 12 {
		s.must("yue-2016", books.CloseMonth{})
	}
	s.must("yue-2016", books.CloseYear{})
	s.must("yue", reform.SetReservesAside{Year: 2016, Profit: 120_000_00, Losses: 20_000_00, Reserves: 10_000_00, Document: "2016年度决算"})
	s.must("yue", reform.DeclareDividend{Year: 2016, Decision: s.decided(domain.Dividend, 20_000_00, "yue")[0], Total: 15_000_01})
	s.must("yue", reform.PayDividend{Year: 2016, To: []reform.Span{{From: 10, To: 11}}, On: s.on(), Document: "凭证12"})
	s.clock.Set("2018-04-10 10:00")
	s.settle()
	return s
}

// reformRow is what the JSON of a reform says, as far as these tests ask.
type reformRow struct {
	ID, Collective, CollectiveNameEnglish, Community, Town, TownNameEnglish, Stage, Timing string

	DaysInStage, DaysLeft, Members, Holders, OpenObjections           int
	Issued, CollectiveShares, Quantified, Value, Remainder, ToHolders int64
	Declared, Paid                                                    int64
}

func (s *site) reforms(t *testing.T, query string) (ids string) {
	t.Helper()
	var body struct {
		Reforms []reformRow
		Total   int
	}
	s.json(t, "/reforms.json"+query, &body)
	require.Len(t, body.Reforms, body.Total, query)
	for _, r := range body.Reforms {
		ids += r.ID + " "
	}
	return strings.TrimSpace(ids)
}

// Which collective's reform is furthest behind is read at a glance, and every
// figure leads to what it counts.
func TestReforms(t *testing.T) {
	s := reformed(t)
	for query, want := range map[string]string{
		"":                                  "mi lian yue",
		"?sort=name":                        "mi yue lian", // 城关, 岳家庄 and 莲池, by their characters
		"?sort=due":                         "lian mi yue",
		"?sort=completed":                   "yue lian mi",
		"?stage=posted":                     "lian",
		"?timing=overdue":                   "mi lian",
		"?timing=completed-in-time":         "yue",
		"?timing=completed-late":            "",
		"?town=town-mizhou":                 "mi",
		"?town=-":                           "",
		"?community=community-c1":           "lian",
		"?q=lianchi":                        "lian",
		"?q=股份":                             "yue",
		"?town=town-shunwang&stage=planned": "",
	} {
		require.Equal(t, want, s.reforms(t, query), query)
	}
	for _, bad := range []string{"?stage=none", "?timing=late", "?sort=size", "?q=" + strings.Repeat("a", 1001)} {
		require.Equal(t, http.StatusBadRequest, s.get("/reforms"+bad).Code, bad)
	}

	var owed struct {
		Obligations []struct{ Kind, Stream, Unit string }
	}
	s.json(t, "/obligations.json?obligation=roster", &owed)
	require.Len(t, owed.Obligations, 1, "the objection to the roster")
	require.Equal(t, "reform-lian", owed.Obligations[0].Stream)
	require.Equal(t, "collective-lian", owed.Obligations[0].Unit)
	require.Contains(t, s.get("/obligations?lang=en").Body.String(), "objections are answered before the roster is confirmed; a reform takes")

	page := s.get("/reforms?lang=en").Body.String()
	for _, want := range []string{
		"Furthest behind, by stage and then by days: Chengguan Union (Mizhou Street), at the stage “approval of the plan” for 740 days.",
		`<td role="cell" class="num"><span class="ph">Posting of the roster </span><a href="/reforms?stage=posted&amp;town=town-shunwang#list">1</a></td>`,
		`<a class="n" href="/reforms?stage=completed#list" data-count="1">1</a><span class="note">33.3%</span>`,
		`data-sum="issued">1,500</a>`, `data-sum="paid">¥3,000.00</a><span class="note">of ¥15,000.01 declared</span>`,
		`<a href="/reforms/lian">Lianchi Union</a>`, `<span class="status status-late">Overdue</span>`,
	} {
		require.Contains(t, page, want)
	}
	// What leads somewhere leads to as many as it says.
	counts := regexp.MustCompile(`href="(/reforms[^"]*)"(?: data-count="\d+")?>(\d+)<`).FindAllStringSubmatch(page, -1)
	require.Greater(t, len(counts), 10)
	for _, m := range counts {
		target, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		require.Contains(t, s.get(target).Body.String(), `data-total="`+m[2]+`"`, target)
	}
	csv := s.get("/reforms.csv?lang=zh").Body.String()
	require.Contains(t, csv, "集体,社区,镇街,阶段,")
	require.Contains(t, csv, "岳家庄经联社,岳家庄社区,舜王街道,改革完成,")
	require.Contains(t, csv, `,12,11,1500,300,"1,000,000.01",666.66,10.01,0,"15,000.01","3,000.00",`)
	require.Equal(t, 4, strings.Count(csv, "\r\n"))
}

func TestReform(t *testing.T) {
	s := reformed(t)
	var whole struct {
		Reform struct {
			reformRow
			Course   []struct{ Stage, Since string }
			Holdings []struct {
				Shares  int64
				Holders string
			}
			Years []struct {
				Total, PerShare, Remainder, ToHolders, Paid int64
				Holders                                     int
				HoldersPaid                                 string
			}
		}
		History []struct{ Type string }
	}
	s.json(t, "/reforms/yue.json", &whole)
	r := whole.Reform
	require.Equal(t, reformRow{
		ID: "yue", Collective: "collective-yue", CollectiveNameEnglish: "Yuejiazhuang Union", Community: "community-c0",
		Town: "town-shunwang", TownNameEnglish: "Shunwang Street", Stage: "completed", Timing: "completed-in-time",
		DaysLeft: r.DaysLeft, Members: 12, Holders: 11, Issued: 1500, CollectiveShares: 300,
		Quantified: 1_000_000_01, Value: 666_66, Remainder: 10_01, ToHolders: 12_000_00, Declared: 15_000_01, Paid: 3_000_00,
	}, r.reformRow)
	require.Equal(t, r.Quantified, r.Issued*r.Value+r.Remainder)
	require.Equal(t, "[{200 <10} {100 >=10}]", fmt.Sprint(r.Holdings), "one of eleven must not follow from ten")
	require.Len(t, r.Years, 1)
	require.Equal(t, r.Years[0].Total, r.Years[0].PerShare*r.Issued+r.Years[0].Remainder)
	require.Equal(t, 11, r.Years[0].Holders)
	require.Equal(t, "<10", r.Years[0].HoldersPaid, "two were paid, and nine were not")
	require.Len(t, r.Course, 11)
	require.Len(t, whole.History, 18)

	page := html.UnescapeString(s.get("/reforms/yue?lang=en").Body.String())
	for _, want := range []string{
		"<h1>Property reform of Yuejiazhuang Union</h1>", "<p>1,500 × ¥666.66 + ¥10.01 = ¥1,000,000.01</p>",
		`<span class="n">300 · 20%</span>`, `<span class="n">1,200 · 80%</span>`, "王建国, 李芳", "岳家庄股份经济合作社",
		`<a href="/reforms?town=town-shunwang">Shunwang Street</a>`, `<a href="/communities/c0">Yuejiazhuang</a>`, "under 10 of 11", `<span class="n">10 or more</span>`,
		"The reform was completed on 25 September 2016, 178 days after the plan was adopted and in time: the last day was 31 March 2018.",
	} {
		require.Contains(t, page, want)
	}
	page = s.get("/reforms/lian?lang=zh").Body.String()
	for _, want := range []string{"莲池经联社产权制度改革", "成员名册尚有 1 条异议未答复，全部答复后方可确认。", "自2016年4月24日起处于本阶段，已 716 天。", "应于2018年3月31日前完成，已逾期 10 天。"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "折股量化</h2>", "nothing is quantified yet")
	require.Equal(t, http.StatusNotFound, s.get("/reforms/none").Code)
	require.Contains(t, s.get("/events?lang=zh").Body.String(), "岳家庄经联社", "a record of a reform says whose it is")
}

// Nobody of the roster is named, nor who objects, nor what they say, wherever a
// reform is shown.
func TestReformsNameNobody(t *testing.T) {
	s := reformed(t)
	for _, target := range []string{"/reforms", "/reforms.json", "/reforms.csv", "/reforms/yue", "/reforms/yue.json", "/reforms/lian", "/reforms/lian.json", "/streams/reform-lian"} {
		body := s.get(target).Body.String()
		require.NotContains(t, body, "王松滨", target)
		require.NotContains(t, body, "漏列", target)
	}
}

// Every sentence of how a reform stands, in the order of its steps, on the day
// after each.
func TestReformStands(t *testing.T) {
	s := founded(t)
	s.unit("yue", "community-c0", "岳家庄经联社", "Yuejiazhuang Union")
	stands := func(want string) {
		t.Helper()
		s.settle()
		page := s.get("/reforms/yue?lang=en").Body.String()
		require.Contains(t, page, `<div class="stands"><p>`+want+`</p>`)
	}
	s.must("", reform.AdoptPlan{Collective: "collective-yue", Decision: s.decided(domain.ReformPlan, 0, "yue")[0], Document: "改革方案"})
	stands("The members adopted the plan. Next, the town approves it.")
	s.must("yue", reform.ApprovePlan{By: "舜王街道办事处", Document: "舜政〔2016〕6号", On: s.on()})
	stands("The town approved the plan. Next, the property is counted and valued.")
	for i, step := range []string{"count", "value", "post", "confirm"} {
		if i == 2 {
			stands("The inventory is under way: 2 of 4 steps are done.")
		}
		s.must("yue", reform.RecordInventory{Step: step, On: s.on(), Operating: 1000_00, Document: "清产核资报告"})
	}
	stands("The inventory is finished. Next, the roster of members is drafted.")
	s.must("yue", reform.DraftRoster{Members: []domain.Personal{domain.About(domain.Subject{}, secret)}})
	stands("The roster is drafted and names 1 person. Next, it is posted for objection.")
	s.must("yue", reform.PostRoster{})
	stands("The roster is posted for objection until 12 April 2016. After that, the members decide to confirm it.")
	s.must("yue", reform.RaiseObjection{Text: domain.Note(secret)})
	stands("1 objection to the posted roster is not answered. It has to be before the roster is confirmed.")
	s.must("yue", reform.SettleObjection{Number: 1, Text: domain.Note(secret)})
	s.days(20)
	stands("The roster was posted until 12 April 2016. Next, the members decide to confirm it.")
	s.must("yue", reform.ConfirmRoster{Decision: s.decided(domain.Roster, 0, "yue")[0]})
	stands("The roster is confirmed with 1 member. Next, net operating assets become shares.")
	s.must("yue", reform.QuantifyShares{
		Decision: s.decided(domain.Quantification, 0, "yue")[0], Sum: 1000_00, MemberShares: []reform.Allotment{{From: 1, To: 1, Shares: 1000}},
	})
	stands("The property is divided into 1,000 shares. Next, the charter is adopted.")
	s.must("yue", reform.AdoptCharter{Decision: s.decided(domain.Charter, 0, "yue")[0], Document: "章程"})
	stands("The charter is adopted. Next, the bodies are elected.")
	s.must("yue", reform.ElectBodies{Decision: s.decided(domain.BodiesElection, 0, "yue")[0], Assembly: 1, Board: []string{"王建国"}, Supervisors: []string{"赵敏"}})
	stands("The bodies are elected. Next, the cooperative is registered.")
	s.must("yue", reform.Register{Name: "岳家庄股份经济合作社", Number: "证001", On: s.on()})
	stands("The cooperative is registered. Next, share certificates are issued.")
	s.must("yue", reform.IssueCertificates{Count: 1, On: s.on()})
	stands("1 share certificate is issued. All that is left is to complete the reform.")
	s.clock.Set("2018-04-01 09:00")
	s.must("yue", reform.Finish{})
	stands("The reform was completed on 1 April 2018, 731 days after the plan was adopted and 1 day late.")
}
