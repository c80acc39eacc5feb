package hledger_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/internal/hledger"
)

// needHledger is the program, or the end of the test: it is skipped aloud where it is
// missing, and fails where $SUNLEDGER_REQUIRE_HLEDGER says that it has to be there.
func needHledger(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("hledger")
	if err != nil {
		missing := t.Skipf
		if os.Getenv("SUNLEDGER_REQUIRE_HLEDGER") != "" {
			missing = t.Fatalf
		}
		missing("this test needs hledger: apt-get install hledger")
	}
	return path
}

// keeper writes up the books of a collective.
type keeper struct {
	t          *testing.T
	collective string
	history    map[int][]domain.Recorded
	state      map[int]books.Books
}

func newKeeper(t *testing.T, collective string) *keeper {
	return &keeper{t, collective, map[int][]domain.Recorded{}, map[int]books.Books{}}
}

// add records an event in the books of a year, if it follows.
func (k *keeper) add(year int, e domain.Event) error {
	f := domain.Fact{Event: e, OccurredAt: time.Date(year, 1, 2, 0, 0, 0, 0, time.UTC)}
	next, err := k.state[year].Evolve(f)
	if err != nil {
		return err
	}
	k.state[year] = next
	stream := domain.BooksOf(k.collective, year)
	revision := int64(len(k.history[year]))
	k.history[year] = append(k.history[year], domain.Recorded{
		Fact: f, Stream: stream, Revision: revision, ID: uuid.NewSHA1(uuid.Nil, fmt.Appendf(nil, "%s@%d", stream, revision)), Position: uint64(revision) + 1,
	})
	return nil
}

func (k *keeper) must(year int, e domain.Event) {
	k.t.Helper()
	require.NoError(k.t, k.add(year, e))
}

func (k *keeper) all(name string) (all []hledger.Books) {
	for _, year := range slices.Sorted(maps.Keys(k.history)) {
		all = append(all, hledger.Books{Name: name, History: k.history[year]})
	}
	return all
}

func entry(number int, on domain.Date, debit, credit int, m domain.Money) books.Posted {
	return books.Posted{Number: number, On: on, Summary: "摘要", Lines: []books.Line{{Account: debit, Debit: m}, {Account: credit, Credit: m}}}
}

// small is a year of two entries, of which one is reversed, with all that hledger
// would read as syntax in its texts.
func small(t *testing.T) *keeper {
	k := newKeeper(t, "collective-a:b")
	k.must(2016, books.Opened{
		Collective: "collective-a:b", Year: 2016, Chart: "village-collectives-2005", On: domain.NewDate(2016, 1, 4),
		Balances: []domain.AccountBalance{{Account: 102, Debit: 12_345_678_90}, {Account: 301, Credit: 12_345_678_90}},
	})
	rent := entry(1, domain.NewDate(2016, 3, 5), 102, 511, 8_000_05)
	rent.Summary, rent.About, rent.Decision = "  (租金) ; tag:x, y | 备注 = 5 CNY @ 3  * !", "contract-1", "decision-1"
	k.must(2016, rent)
	wrong := entry(2, domain.NewDate(2016, 2, 29), 541, 102, 1)
	wrong.Summary = "2016-02-29 open assets  5"
	k.must(2016, wrong)
	k.must(2016, books.Reversed{Number: 3, On: domain.NewDate(2016, 3, 1), Entry: 2, Reason: "记错;", Lines: wrong.Lines})
	for month := 1; month <= 12; month++ {
		k.must(2016, books.MonthClosed{Month: month})
	}
	k.must(2016, books.YearClosed{Number: 4, On: domain.NewDate(2017, 1, 3), Lines: []books.Line{
		{Account: 511, Debit: 8_000_05}, {Account: 321, Credit: 8_000_05}, {Account: 321, Debit: 8_000_05}, {Account: 322, Credit: 8_000_05},
	}})
	return k
}

const name = "东村: 集体  经济;社 | (一)"

func journal(t *testing.T, lang domain.Lang, all []hledger.Books) (string, hledger.Report) {
	t.Helper()
	var text bytes.Buffer
	report, err := hledger.Write(&text, "Sunledger; a test", lang, all)
	require.NoError(t, err)
	return text.String(), report
}

// The journal of a year, line by line, but for the months.
func TestJournal(t *testing.T) {
	text, report := journal(t, domain.Chinese, small(t).all(name))
	require.Equal(t, hledger.Report{Books: 1, Entries: 3, From: 2016, To: 2016}, report)
	const owner = "collective-a：b 东村： 集体 经济；社 ｜ (一)"
	head, rest, _ := strings.Cut(text, "\n2016-01-01 ")
	require.Equal(t, `; Sunledger； a test
decimal-mark .
commodity 1000.00 CNY
account `+owner+`:资产类:102 银行存款  ; type:C
account `+owner+`:所有者权益类:301 资本  ; type:E
account `+owner+`:所有者权益类:321 本年收益  ; type:E
account `+owner+`:所有者权益类:322 收益分配  ; type:E
account `+owner+`:损益类（收入）:511 发包及上交收入  ; type:R
account `+owner+`:损益类（支出）:541 管理费用  ; type:X

; 东村: 集体  经济；社 ｜ (一), 2016: books-a:b-2016
`, head)
	require.True(t, strings.HasPrefix(rest, `* 期初余额
    ; stream:books-a:b-2016, revision:0, event:`+uuid.NewSHA1(uuid.Nil, []byte("books-a:b-2016@0")).String()+`
    `+owner+`:所有者权益类:301 资本  -12345678.90 CNY = -12345678.90 CNY
    `+owner+`:资产类:102 银行存款  12345678.90 CNY = 12345678.90 CNY

2016-01-31 * 月结
`), rest)
	at := func(revision string) string {
		return `    ; stream:books-a:b-2016, revision:` + revision + `, event:` + uuid.NewSHA1(uuid.Nil, []byte("books-a:b-2016@"+revision)).String() + "\n"
	}
	for _, transaction := range []string{
		"\n2016-02-29 * (2) 2016-02-29 open assets  5\n" + at("2") +
			"    " + owner + ":损益类（支出）:541 管理费用  0.01 CNY\n    " + owner + ":资产类:102 银行存款  -0.01 CNY\n\n2016-02-29 * 月结\n",
		"\n2016-03-01 * (3) 记错；\n" + at("3") + "    ; reverses:2\n" +
			"    " + owner + ":损益类（支出）:541 管理费用  -0.01 CNY\n    " + owner + ":资产类:102 银行存款  0.01 CNY\n",
		"\n2016-03-05 * (1) (租金) ； tag:x, y ｜ 备注 = 5 CNY @ 3  * !\n" + at("1") + "    ; decision:decision-1, about:contract-1\n" +
			"    " + owner + ":资产类:102 银行存款  8000.05 CNY\n    " + owner + ":损益类（收入）:511 发包及上交收入  -8000.05 CNY\n",
		"\n2016-12-31 * (4) 年结：收入、支出结转收益分配\n" + at("16"),
	} {
		require.Contains(t, text, transaction)
	}
	require.Less(t, strings.LastIndex(text, "月结"), strings.Index(text, "年结："), "the year is closed after its months")
}

// run runs the real program on a journal.
func run(t *testing.T, program, text string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "books.journal")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	c := exec.Command(program, append([]string{"-f", path}, args...)...)
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+t.TempDir())
	var out, complaint bytes.Buffer
	c.Stdout, c.Stderr = &out, &complaint
	require.NoError(t, c.Run(), "hledger %v: %s", args, complaint.String())
	return out.String()
}

// balances are those that the program adds up, by account, up to a day.
func balances(t *testing.T, program, text string, upTo domain.Date) map[string]string {
	t.Helper()
	out := run(t, program, text, "balance", "--flat", "--no-total", "--output-format=csv", "--end", upTo.AddDays(1).String())
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	require.NoError(t, err)
	all := map[string]string{}
	for _, r := range rows[1:] {
		all[r[0]] = r[1]
	}
	return all
}

// What hledger reads of texts is what they say: no comment, tag or account comes out
// of them.
func TestHledgerReadsTextsAsTexts(t *testing.T) {
	program := needHledger(t)
	text, _ := journal(t, domain.Chinese, small(t).all(name))
	run(t, program, text, "check", "--strict")
	require.Equal(t, "decision\nabout\nevent\nreverses\nrevision\nstream\ntype\n", sorted(run(t, program, text, "tags")))
	require.Contains(t, run(t, program, text, "print", "code:1"), "2016-03-05 * (1) (租金) ； tag:x, y ｜ 备注 = 5 CNY @ 3  * !")
	require.Equal(t, "6\n", fmt.Sprintln(strings.Count(run(t, program, text, "accounts", "--used"), "\n")))
}

// sorted puts decision and about first, which stand in one entry.
func sorted(lines string) string {
	all := strings.Split(strings.TrimSuffix(lines, "\n"), "\n")
	slices.SortFunc(all, func(a, b string) int {
		rank := func(s string) string {
			if s == "decision" || s == "about" {
				return map[string]string{"decision": "0", "about": "1"}[s]
			}
			return s
		}
		return strings.Compare(rank(a), rank(b))
	})
	return strings.Join(all, "\n") + "\n"
}

// Three years of two collectives, some hundred entries each, reversals among them,
// and a new chart of accounts in the last: hledger accepts the journal strictly, and
// adds every account up to what the books say, month by month.
func TestHledgerAgreesOnEveryAccount(t *testing.T) {
	program := needHledger(t)
	random := rand.New(rand.NewSource(2016)) // the same each time
	var all []hledger.Books
	keepers := []*keeper{newKeeper(t, "collective-a"), newKeeper(t, "collective-b")}
	for _, k := range keepers {
		var before books.Books
		for year := 2022; year <= 2024; year++ {
			chart, _ := books.ChartOf(year)
			opened := books.Opened{Collective: k.collective, Year: year, Chart: chart.Name, On: domain.NewDate(year, 1, 1)}
			switch year {
			case 2022:
				opened.Balances = []domain.AccountBalance{{Account: 101, Debit: 10_00}, {Account: 102, Debit: 500_000_00}, {Account: 202, Credit: 500_010_00}}
			case 2023:
				opened.Previous = domain.BooksOf(k.collective, 2022)
				opened.Balances = before.Offers().(domain.BooksYear).Balances
			case 2024: // regrouped: all that is owed and owned comes together
				opened.Previous = domain.BooksOf(k.collective, 2023)
				var assets domain.Money
				for _, s := range before.Closing() {
					if s.Account < 200 || s.Account == 401 {
						assets += s.Net()
					}
				}
				opened.Balances = []domain.AccountBalance{{Account: 102, Debit: max(0, assets), Credit: max(0, -assets)}, {Account: 322, Debit: max(0, -assets), Credit: max(0, assets)}}
			}
			k.must(year, opened)
			k.busy(year, chart, random)
			before = k.state[year]
		}
		all = append(all, k.all(k.collective+" 集体")...)
	}
	text, report := journal(t, domain.English, all)
	require.Equal(t, 6, report.Books)
	require.Greater(t, report.Entries, 500)
	run(t, program, text, "check", "--strict")

	for year, months := range map[int][]time.Month{2022: {time.January}, 2023: {time.June}, 2024: {time.March, time.November}} {
		chart, _ := books.ChartOf(year)
		for _, month := range months {
			got := balances(t, program, text, domain.NewDate(year, month+1, 1).AddDays(-1))
			want := map[string]string{}
			for _, k := range keepers {
				for _, s := range k.state[year].Balance(month) {
					a, _ := chart.Account(s.Account)
					if m := s.Net(); m != 0 {
						want[fmt.Sprintf("%s %s 集体:%s:%d %s", k.collective, k.collective, domain.Label(a.Class, string(a.Class), domain.English), a.Code, a.English)] = strings.ReplaceAll(m.String(), ",", "") + " CNY"
					}
				}
			}
			require.Equal(t, want, got, "%d-%02d", year, month)
		}
	}
	closing := balances(t, program, text, domain.NewDate(2024, 12, 31))
	for _, k := range keepers {
		for _, x := range k.state[2024].Offers().(domain.BooksYear).Balances {
			a, _ := books.ChartNamed("rural-collectives-2024")
			of, _ := a.Account(x.Account)
			name := fmt.Sprintf("%s %s 集体:%s:%d %s", k.collective, k.collective, domain.Label(of.Class, string(of.Class), domain.English), of.Code, of.English)
			require.Equal(t, strings.ReplaceAll((x.Debit-x.Credit).String(), ",", "")+" CNY", closing[name], name)
			delete(closing, name)
		}
	}
	require.Empty(t, closing)
}

// busy is a year of entries, some of them reversed, closed at its end.
func (k *keeper) busy(year int, chart *books.Chart, random *rand.Rand) {
	number := 0
	for month := 1; month <= 12; month++ {
		for range 8 {
			number++
			on := domain.NewDate(year, time.Month(month), 1+random.Intn(28))
			if random.Intn(8) == 0 {
				old, known := k.state[year].Entry(1 + random.Intn(number))
				if known && k.add(year, books.Reversed{Number: number, On: on, Entry: old.Number, Reason: "记错", Lines: old.Lines}) == nil {
					continue
				}
			}
			pick := func() int {
				for {
					if a := chart.Accounts[random.Intn(len(chart.Accounts))]; a.Code != chart.Surplus {
						return a.Code
					}
				}
			}
			m := domain.Money(2 + random.Int63n(1_000_000_00))
			part := 1 + random.Int63n(int64(m)-1)
			k.must(year, books.Posted{Number: number, On: on, Summary: fmt.Sprint("第", number, "笔"), Lines: []books.Line{
				{Account: pick(), Debit: m}, {Account: pick(), Credit: domain.Money(part)}, {Account: pick(), Credit: m - domain.Money(part)},
			}})
		}
		k.must(year, books.MonthClosed{Month: month})
	}
	b := k.state[year]
	closed := books.YearClosed{Number: number + 1, On: domain.NewDate(year+1, 1, 2)}
	var surplus domain.Money
	for _, s := range b.Balance(time.December) {
		if a, _ := chart.Account(s.Account); s.Net() != 0 && (a.Class == books.Income || a.Class == books.Expense) {
			closed.Lines = append(closed.Lines, books.Line{Account: s.Account, Debit: max(0, -s.Net()), Credit: max(0, s.Net())})
			surplus -= s.Net()
		}
	}
	closed.Lines = append(closed.Lines,
		books.Line{Account: chart.Surplus, Debit: max(0, -surplus), Credit: max(0, surplus)}, books.Line{Account: chart.Surplus, Debit: max(0, surplus), Credit: max(0, -surplus)},
		books.Line{Account: chart.Distribution, Debit: max(0, -surplus), Credit: max(0, surplus)})
	k.must(year, closed)
}

// A journal whose sums are not ours is refused by the program: the assertions see it.
func TestHledgerRefusesOtherSums(t *testing.T) {
	program := needHledger(t)
	text, _ := journal(t, domain.Chinese, small(t).all(name))
	path := filepath.Join(t.TempDir(), "books.journal")
	wrong := strings.Replace(text, "银行存款  8000.05 CNY\n", "银行存款  8000.06 CNY\n", 1)
	wrong = strings.Replace(wrong, "收入  -8000.05 CNY\n", "收入  -8000.06 CNY\n", 1)
	require.NotEqual(t, text, wrong)
	require.NoError(t, os.WriteFile(path, []byte(wrong), 0o600))
	c := exec.Command(program, "-f", path, "check", "--strict")
	c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := c.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "assertion")
}

// Books of which nothing is left are no books.
func TestRetractedBooks(t *testing.T) {
	k := small(t)
	for year, history := range k.history {
		proposal := domain.Recorded{Stream: history[0].Stream, Revision: int64(len(history)), Position: 100}
		proposed := domain.CorrectionProposed{Kind: domain.Retraction}
		for _, r := range history {
			proposed.Void = append(proposed.Void, r.Revision)
		}
		proposal.Event = proposed
		approval := domain.Recorded{Stream: history[0].Stream, Revision: proposal.Revision + 1, Position: 101, Fact: domain.Fact{Event: domain.CorrectionApproved{Proposal: proposal.Revision}}}
		k.history[year] = append(history, proposal, approval)
	}
	text, report := journal(t, domain.English, k.all(name))
	require.Zero(t, report)
	require.Equal(t, 3, strings.Count(text, "\n"))
}
