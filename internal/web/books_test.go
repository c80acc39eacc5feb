package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// A bookshelf is an estate whose collectives keep books: those of Yuejiazhuang for
// 2016 are closed and go on in 2017, those of Lianchi are open.
type bookshelf struct {
	*estate
	road string // the decision that the road was paid on
}

func (b *bookshelf) post(id string, on domain.Date, summary string, debit, credit int, amount domain.Money, change ...func(*books.Post)) {
	b.t.Helper()
	c := books.Post{
		On: on, Summary: summary, Debits: []books.Amount{{Account: debit, Amount: amount}}, Credits: []books.Amount{{Account: credit, Amount: amount}},
	}
	var files []ledger.Attach
	for _, f := range change {
		f(&c)
	}
	if c.Decision != "" {
		file, err := b.TakeFile(b.t.Context(), b.actor, domain.Public, strings.NewReader("发票 "+summary))
		require.NoError(b.t, err)
		files = append(files, ledger.Attach{Kind: domain.Voucher, Digest: file.Digest, Audience: domain.Public})
	}
	b.keys++
	_, err := b.Do(b.t.Context(), ledger.Request{Actor: b.actor, ID: id, Key: fmt.Sprint("fixture-", b.keys), Command: c, Attachments: files})
	require.NoError(b.t, err, summary)
}

func shelved(t testing.TB) *bookshelf {
	t.Helper()
	b := &bookshelf{estate: owning(t)}
	day := func(month time.Month, d int) domain.Date { return domain.NewDate(2016, month, d) }
	b.road = b.decide(t, "2016-04-01", decision.Propose{Kind: domain.PublicWorks, Title: "修村东路", Amount: 40_000 * domain.Yuan})
	b.onDay(domain.NewDate(2017, 6, 15))
	b.must("", books.Open{
		Collective: yuejiazhuang, Year: 2016, Document: "2015年末账簿",
		Debits:  []books.Amount{{Account: 102, Amount: 80_000 * domain.Yuan}, {Account: 151, Amount: 218_000 * domain.Yuan}},
		Credits: []books.Amount{{Account: 202, Amount: 9_000 * domain.Yuan}, {Account: 301, Amount: 289_000 * domain.Yuan}},
	})
	b.post("yjz-2016", day(3, 5), "收东洼地块承包款", 102, 511, 3_000*domain.Yuan, func(c *books.Post) { c.About = "contract-" + b.fieldLease })
	b.post("yjz-2016", day(6, 1), "收沿街商铺租金", 102, 511, 20_000*domain.Yuan, func(c *books.Post) { c.About = "contract-" + b.lease })
	b.post("yjz-2016", day(12, 10), "付修路款", 154, 102, 38_000*domain.Yuan, func(c *books.Post) { c.Decision = b.road })
	b.post("yjz-2016", day(12, 11), "付办公费", 541, 102, 1_200*domain.Yuan)
	b.post("yjz-2016", day(12, 12), "重复付办公费", 541, 102, 1_200*domain.Yuan)
	b.must("yjz-2016", books.Reverse{Entry: 5, On: day(12, 20), Reason: "重复记账"})
	for range 12 {
		b.must("yjz-2016", books.CloseMonth{})
	}
	b.must("yjz-2016", books.CloseYear{})
	b.must("", books.Open{Collective: yuejiazhuang, Year: 2017})
	b.post("yjz-2017", domain.NewDate(2017, 6, 15), "收沿街商铺租金", 102, 511, 5_000*domain.Yuan)
	b.must("", books.Open{Collective: lianchi, Year: 2016, Document: "账簿"})
	b.post("lc-2016", day(7, 1), "收欠款", 102, 531, 5_000*domain.Yuan)
	b.settle()
	return b
}

// Lists of books, of accounts and of communities: each can be narrowed, sorted, and
// had as CSV.
func TestBooksInLists(t *testing.T) {
	b := shelved(t)
	for query, want := range map[string][]string{
		"":                                {"yjz-2017", "yjz-2016", "lc-2016"},
		"?year=2016&sort=income":          {"yjz-2016", "lc-2016"},
		"?closing=closed":                 {"yjz-2016"},
		"?closing=open&sort=months":       {"lc-2016", "yjz-2017"},
		"?community=community-c1":         {"lc-2016"},
		"?collective=" + lianchi:          {"lc-2016"},
		"?town=town-none":                 {},
		"?q=莲池":                           {"lc-2016"},
		"?year=2016&q=cooperative&page=2": {},
	} {
		body := map[string]any{}
		b.json(t, "/books.json"+query, &body)
		got := []string{}
		for _, row := range body["books"].([]any) {
			got = append(got, row.(map[string]any)["id"].(string))
		}
		require.Equal(t, want, got, query)
	}
	for _, bad := range []string{"/books?year=x", "/books?closing=half", "/books?sort=size", "/balances?month=13", "/balances?category=none", "/finances?year=0", "/books/yjz-2016?month=13", "/books/yjz-2016?account=x"} {
		require.Equal(t, http.StatusBadRequest, b.get(bad).Code, bad)
	}
	page := text(b.get("/books?lang=zh").Body.String())
	require.Contains(t, page, "2017 1 0 ¥5,000.00 ¥0.00 ¥5,000.00 ¥68,800.00")
	require.Contains(t, page, "2016 2 1 ¥28,000.00 ¥1,200.00 ¥26,800.00 ¥68,800.00")
	csv := b.get("/books.csv?lang=zh&closing=closed").Body.String()
	require.Contains(t, csv, "岳家庄股份经济合作社,2016,岳家庄社区,舜王街道,\"23,000.00\",\"1,200.00\",\"21,800.00\",\"63,800.00\",\"319,800.00\",0.00,\"9,000.00\",6,12,已年结")

	var finances struct{ Finances []projections.BooksTotal }
	b.json(t, "/finances.json?year=2016&sort=income", &finances)
	require.Len(t, finances.Finances, 2)
	require.Equal(t, "岳家庄社区", finances.Finances[0].CommunityName)
	require.Equal(t, 23_000*domain.Yuan, finances.Finances[0].Income)
	html := b.get("/finances?lang=en").Body.String()
	require.Contains(t, html, `href="/balances?category=income&amp;community=community-c0&amp;year=2016"`)
	require.Contains(t, b.get("/finances.csv?lang=zh").Body.String(), "莲池社区,舜王街道,2016,1,0,\"5,000.00\",0.00,")

	var balances struct{ Balances []projections.Balance }
	b.json(t, "/balances.json?year=2016&category=income&community=community-c0", &balances)
	require.Len(t, balances.Balances, 1)
	require.Equal(t, projections.BooksAccount{
		Account: 511, Name: "发包及上交收入", NameEnglish: "income from leases and dues", Class: "income", Category: "income", Credit: 23_000 * domain.Yuan, Closing: -23_000 * domain.Yuan,
	}, balances.Balances[0].BooksAccount)
	b.json(t, "/balances.json?collective="+yuejiazhuang+"&year=2016&account=102&month=12", &balances)
	require.Equal(t, []domain.Money{103_000 * domain.Yuan, 0, 39_200 * domain.Yuan, 63_800 * domain.Yuan}, []domain.Money{
		balances.Balances[0].Opening, balances.Balances[0].Debit, balances.Balances[0].Credit, balances.Balances[0].Closing,
	})
	require.Contains(t, b.get("/balances.csv?lang=zh&year=2016&account=511").Body.String(), "511 发包及上交收入,岳家庄股份经济合作社,岳家庄社区,舜王街道,2016,各项收入,0.00,0.00,\"23,000.00\",\"-23,000.00\"")
	require.Contains(t, b.get("/balances?lang=en&year=2016&account=511").Body.String(), `<a href="/books/yjz-2016?account=511#journal">511 income from leases and dues</a>`)
}

// What did a collective earn from leases, and who says so? From its page to the
// books, to the account, to the entries, and to the contract.
func TestWhatWasEarnedAndWhoSaysSo(t *testing.T) {
	b := shelved(t)
	collective := b.get("/collectives/yjz?lang=en").Body.String()
	require.Contains(t, collective, `<a href="/books/yjz-2016">2016</a>`)
	require.Contains(t, text(b.get("/communities/c0?lang=en").Body.String()), "Books Year Income Expenditure Surplus Cash and bank Years closed 2017 ¥5,000.00 ¥0.00 ¥5,000.00 ¥68,800.00 0 of 1 2016 ¥23,000.00 ¥1,200.00 ¥21,800.00 ¥63,800.00 1 of 1")

	page := b.get("/books/yjz-2016?lang=en").Body.String()
	require.Contains(t, page, "<h1>Yuejiazhuang Cooperative, books of 2016</h1>")
	require.Contains(t, page, `<a href="/books/yjz-2016?account=511#journal">511 income from leases and dues</a>`)
	says := text(page)
	for _, s := range []string{
		"Accounts of village collective economic organisations, as of 2005 Accounting System of Village Collective Economic Organisations",
		"Month 6 1 ¥20,000.00 ¥0.00 ¥321,000.00 ¥321,000.00 2017-06-15",
		"Month 12 4 ¥0.00 ¥1,200.00 ¥321,000.00 ¥321,000.00 2017-06-15 2016 6 ¥23,000.00 ¥1,200.00 — — 2017-06-15",
	} {
		require.Contains(t, says, s)
	}
	require.Contains(t, says, "Financial plan — — — — Income ¥0.00 ¥0.00 ¥23,000.00 Cr ¥23,000.00 Expenditure ¥0.00 ¥1,200.00 ¥0.00 Dr ¥1,200.00")
	require.Contains(t, says, "Debited ¥62,200.00 and credited ¥62,200.00; balances ¥321,000.00 on the debit side and ¥321,000.00 on the credit side.")
	require.Contains(t, says, "5 · 重复付办公费 reversed by 6")
	require.Contains(t, says, "6 · 重复记账 red, reverses 5 2016-12-20 Dr 541 administration ¥-1,200.00; Cr 102 bank deposits ¥-1,200.00 ¥-1,200.00")
	require.Contains(t, page, `<a href="/decisions/`+strings.TrimPrefix(b.road, "decision-")+`">修村东路`)
	require.NotContains(t, page, `id="r2"`, "entries stand in the journal, and not once more in the history")
	require.Contains(t, says, "Year closed on 2017-06-15: income ¥23,000.00, expenditure ¥1,200.00, surplus ¥21,800.00")

	account := b.get("/books/yjz-2016?lang=en&account=511").Body.String()
	require.Contains(t, text(account), "Entries on 511 income from leases and dues, 2016 Debited ¥0.00 and credited ¥23,000.00 by these entries.")
	require.NotContains(t, account, "付修路款")
	require.Contains(t, account, `<a href="/contracts/`+b.lease+`">`)
	month := text(b.get("/books/yjz-2016?lang=zh&month=12").Body.String())
	require.Contains(t, month, "科目余额（2016年12月）")
	require.Contains(t, month, "102 银行存款 借 ¥103,000.00 ¥0.00 ¥39,200.00 借 ¥63,800.00")
	require.NotContains(t, month, "收沿街商铺租金")

	for _, address := range []string{"/books/yjz-2016", "/books", "/balances", "/finances"} {
		require.NotContains(t, b.get(address).Body.String(), secret)
	}
	require.Equal(t, http.StatusNotFound, b.get("/books/yjz-2014").Code)
	require.Contains(t, text(b.get("/events?lang=zh").Body.String()), "莲池股份经济合作社2016年度账套")
}

// The CSV of books is the lines of their entries: they add up to what the books say,
// and to what the events say.
func TestTheJournalAddsUp(t *testing.T) {
	b := shelved(t)
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(b.get("/books/yjz-2016.csv?lang=zh").Body.String(), "\r", "")), "\n")
	require.Len(t, lines, 1+12)
	require.Equal(t, "\ufeff凭证,日期,摘要,科目,科目名称,借方发生额,贷方发生额,冲销凭证号,决议,相关事项,记录,流,版", lines[0])
	require.Contains(t, lines[6], "3,2016-12-10,付修路款,102,银行存款,,\"38,000.00\",,"+b.road+",,")
	require.Contains(t, lines[11], "6,2016-12-20,重复记账,541,管理费用,\"-1,200.00\",,5,")
	require.Len(t, strings.Split(strings.TrimSpace(b.get("/books/yjz-2016.csv?account=511").Body.String()), "\n"), 1+4)

	history, err := b.Ledger.History(t.Context(), "books-yjz-2016")
	require.NoError(t, err)
	sums := map[int]domain.Money{}
	posted := map[int]books.Posted{}
	for _, r := range history {
		switch e := r.Event.(type) {
		case books.Opened:
			for _, x := range e.Balances {
				sums[x.Account] += x.Debit - x.Credit
			}
		case books.Posted:
			posted[e.Number] = e
			for _, l := range e.Lines {
				sums[l.Account] += l.Debit - l.Credit
			}
		case books.Reversed:
			for _, l := range posted[e.Entry].Lines {
				sums[l.Account] -= l.Debit - l.Credit
			}
		}
	}
	var body struct {
		Books struct {
			Income   domain.Money
			Accounts []projections.BooksAccount
		}
		History []struct{ Type string }
	}
	b.json(t, "/books/yjz-2016.json", &body)
	require.Equal(t, -sums[511], body.Books.Income)
	require.Len(t, body.History, len(history), "the JSON has all of the history")
	got := map[int]domain.Money{}
	for _, a := range body.Books.Accounts {
		got[a.Account] = a.Closing
	}
	require.Equal(t, sums, got)
}
