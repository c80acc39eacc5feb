package books_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
)

const (
	owner = "collective-c1"
	last  = "books-c1-2015"
	yuan  = domain.Yuan
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func resolution(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount,
		Adopted: day("2016-01-20"), Disclosed: day("2016-01-20"), Binds: day("2016-02-01"),
	}
}

// county is a collective with decisions, a contract, and two accounts of cashiers,
// in January 2016.
func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	office := func(role domain.Role, place string) domain.Standing {
		return domain.Standing{Name: "某", Grants: []domain.Grant{{Role: role, Place: place, From: day("2016-01-01"), To: day("2016-12-31")}}}
	}
	return domaintest.For(t, catalogue.Books).Stream("books-c1-2016").
		Evidence(owner, domain.Offerings{
			domain.PlaceName{ID: "c1", Name: "东村集体", Within: []string{"community-qz", "town-zg", domain.WholeCounty}},
			domain.Unit{Level: domain.GroupUnit, Collective: true},
		}).
		Evidence("decision-road", resolution(domain.PublicWorks, 30_000*yuan)).
		Evidence("decision-lease", resolution(domain.Leasing, 0)).
		Evidence("decision-any", resolution(domain.Expenditure, 0)).
		Evidence("contract-1", domain.ContractTerms{Owner: owner}).
		Evidence("contract-2", domain.ContractTerms{Owner: "collective-c2"}).
		Evidence("debt-1", domain.Indebtedness{Owner: owner}).
		Evidence("asset-1", domain.CollectiveAsset{Owner: owner}).
		Evidence("account-cashier", office(domain.Cashier, "community-qz")).
		Evidence("account-elsewhere", office(domain.Cashier, "community-hj")).
		Evidence("account-clerk", office(domain.ReportingClerk, "community-qz")).
		Evidence("account-tester", office(domain.Cashier, "community-qz"))
}

var open = books.Open{
	Collective: owner, Year: 2016, Document: "2015年末账簿",
	Debits:  []books.Amount{{101, 2_000 * yuan}, {102, 98_000 * yuan}, {151, 300_000 * yuan}},
	Credits: []books.Amount{{152, 100_000 * yuan}, {301, 200_000 * yuan}, {322, 100_000 * yuan}},
}

// opened are the books of 2016 of a collective that had them on paper before.
func opened(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return county(t).When(at("2016-01-04"), open).Accepted()
}

// entry is an entry of one debit and one credit.
func entry(debit, credit int, amount domain.Money) books.Post {
	return books.Post{Summary: "摘要", Debits: []books.Amount{{debit, amount}}, Credits: []books.Amount{{credit, amount}}}
}

func TestOpening(t *testing.T) {
	county(t).When(at("2016-01-04"), open).Then(books.Opened{
		Collective: owner, Year: 2016, Chart: "village-collectives-2005", On: day("2016-01-04"), Document: "2015年末账簿", Total: 400_000 * yuan,
		Balances: []domain.AccountBalance{
			{Account: 101, Debit: 2_000 * yuan}, {Account: 102, Debit: 98_000 * yuan}, {Account: 151, Debit: 300_000 * yuan},
			{Account: 152, Credit: 100_000 * yuan}, {Account: 301, Credit: 200_000 * yuan}, {Account: 322, Credit: 100_000 * yuan},
		},
	})
	opened(t).When(open).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		change func(*books.Open)
	}{
		"on paper before":        {"", func(*books.Open) {}},
		"nothing at all":         {"", func(c *books.Open) { c.Debits, c.Credits = nil, nil }},
		"a fen more":             {"unbalanced", func(c *books.Open) { c.Debits[0].Amount++ }},
		"a loss of years before": {"", func(c *books.Open) { c.Debits[2].Account, c.Credits[2].Account = 322, 202 }},
		"no document":            {"field_missing", func(c *books.Open) { c.Document = " " }},
		"no such account":        {"account_unknown_in_chart", func(c *books.Open) { c.Debits[0].Account = 103 }},
		"an account twice":       {"account_twice", func(c *books.Open) { c.Debits[0].Account = 102 }},
		"on both sides":          {"account_twice", func(c *books.Open) { c.Credits[0].Account = 102 }},
		"with income":            {"opens_with_a_result", func(c *books.Open) { c.Credits[0].Account = 501 }},
		"with expenditure":       {"opens_with_a_result", func(c *books.Open) { c.Debits[0].Account = 541 }},
		"with a surplus":         {"opens_with_a_result", func(c *books.Open) { c.Credits[0].Account = 321 }},
		"less than nothing":      {"line_unclear", func(c *books.Open) { c.Debits[0].Amount = -1 }},
		"nothing on an account":  {"line_unclear", func(c *books.Open) { c.Debits[0].Amount = 0 }},
		"too much":               {"amount_out_of_range", func(c *books.Open) { c.Debits[0].Amount = domain.MaxAmount }},
		"of another year":        {"not_these_books", func(c *books.Open) { c.Year = 2015 }},
		"of another collective":  {"not_these_books", func(c *books.Open) { c.Collective = "collective-c2" }},
		"of a village":           {"not_a_collective", func(c *books.Open) { c.Collective = "village-c1" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := open
			command.Debits, command.Credits = append([]books.Amount(nil), open.Debits...), append([]books.Amount(nil), open.Credits...)
			c.change(&command)
			if r := county(t).When(at("2016-01-04"), command); c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	early := open
	early.Year = 2017
	county(t).Stream("books-c1-2017").When(at("2016-12-31"), early).Rejected("year_not_begun")
	county(t).Stream("books-c1-2017").When(at("2017-01-01"), early).Accepted()
	early.Year = 2004
	county(t).Stream("books-c1-2004").When(early).Rejected("chart_unknown")
	early.Year = 2005
	county(t).Stream("books-c1-2005").When(early).Accepted()
	county(t).Evidence(owner, domain.Unit{Collective: true, Merged: "collective-c2"}).When(open).Rejected("owner_merged")
	require.Equal(t, "c1-2016", open.StreamID())
	require.Equal(t, owner, open.PlacedAt())
	require.Nil(t, books.Books{}.Offers())
}

func TestPosting(t *testing.T) {
	s := opened(t)
	s.When(at("2016-02-03"), books.Post{
		Summary: "收门市房租金", Debits: []books.Amount{{101, 500 * yuan}, {102, 7_500 * yuan}}, Credits: []books.Amount{{511, 8_000 * yuan}}, About: "contract-1",
	}).Then(books.Posted{
		Number: 1, On: day("2016-02-03"), Summary: "收门市房租金", Total: 8_000 * yuan, DecisionFrom: 10_000 * yuan, About: "contract-1", Rules: "zhucheng-2015",
		Lines: []books.Line{{Account: 101, Debit: 500 * yuan}, {Account: 102, Debit: 7_500 * yuan}, {Account: 511, Credit: 8_000 * yuan}},
	}).When(entry(541, 102, 300*yuan)).Then(books.Posted{
		Number: 2, On: day("2016-02-03"), Summary: "摘要", Total: 300 * yuan, Paid: 300 * yuan, DecisionFrom: 10_000 * yuan, Rules: "zhucheng-2015",
		Lines: []books.Line{{Account: 541, Debit: 300 * yuan}, {Account: 102, Credit: 300 * yuan}},
	})
	county(t).When(entry(101, 102, 1)).Rejected("not_found")
	for name, c := range map[string]struct {
		code   string
		change func(*books.Post)
	}{
		"a fen":                       {"", func(*books.Post) {}},
		"a fen more on one side":      {"unbalanced", func(c *books.Post) { c.Credits[0].Amount++ }},
		"no debit":                    {"one_sided", func(c *books.Post) { c.Debits = nil }},
		"no credit":                   {"one_sided", func(c *books.Post) { c.Credits = nil }},
		"nothing":                     {"line_unclear", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = 0, 0 }},
		"less than nothing":           {"line_unclear", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = -1, -1 }},
		"no such account":             {"account_unknown_in_chart", func(c *books.Post) { c.Debits[0].Account = 999 }},
		"to the surplus of the year":  {"surplus_is_transferred", func(c *books.Post) { c.Credits[0].Account = 321 }},
		"on no account":               {"account_unknown_in_chart", func(c *books.Post) { c.Debits[0].Account = 0 }},
		"no summary":                  {"field_missing", func(c *books.Post) { c.Summary = " " }},
		"the greatest amount":         {"", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = domain.MaxAmount, domain.MaxAmount }},
		"a fen beyond":                {"amount_out_of_range", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = domain.MaxAmount+1, domain.MaxAmount+1 }},
		"on the last day of the year": {"not_yet", func(c *books.Post) { c.On = day("2016-12-31") }},
		"tomorrow":                    {"not_yet", func(c *books.Post) { c.On = day("2016-03-04") }},
		"on the first day":            {"", func(c *books.Post) { c.On = day("2016-01-01") }},
		"the day before":              {"outside_the_year", func(c *books.Post) { c.On = day("2015-12-31") }},
		"next year":                   {"outside_the_year", func(c *books.Post) { c.On = day("2017-01-01") }},
		"about a debt":                {"", func(c *books.Post) { c.About = "debt-1" }},
		"about an asset":              {"", func(c *books.Post) { c.About = "asset-1" }},
		"about another's contract":    {"about_another", func(c *books.Post) { c.About = "contract-2" }},
		"about nothing on record":     {"no_such_evidence", func(c *books.Post) { c.About = "contract-9" }},
		"about a person":              {"about_unclear", func(c *books.Post) { c.About = "subject-1" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := entry(112, 501, 1)
			c.change(&command)
			if r := opened(t).When(at("2016-03-03"), command); c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	many := entry(112, 501, 50)
	many.Debits = nil
	for range 99 {
		many.Debits = append(many.Debits, books.Amount{Account: 112, Amount: 1})
	}
	many.Credits[0].Amount = 99
	s.When(at("2016-02-01"), many).Accepted()
	many.Debits = append(many.Debits, books.Amount{Account: 112, Amount: 1})
	many.Credits[0].Amount = 100
	s.When(at("2016-02-01"), many).Rejected("too_many_lines")
}

// A large expenditure rests on a decision of the collective, and has its voucher.
// What goes from one account of money to another is no expenditure.
func TestSpending(t *testing.T) {
	road := entry(551, 102, 10_000*yuan)
	road.Decision = "decision-road"
	s := opened(t).Attaching(domain.Voucher)
	for name, c := range map[string]struct {
		code   string
		change func(*books.Post)
	}{
		"decided":                   {"", func(*books.Post) {}},
		"undecided":                 {"decision_missing", func(c *books.Post) { c.Decision = "" }},
		"a fen below, undecided":    {"", func(c *books.Post) { *c = entry(551, 102, 10_000*yuan-1) }},
		"in cash, undecided":        {"decision_missing", func(c *books.Post) { *c = entry(551, 101, 10_000*yuan) }},
		"to the bank":               {"", func(c *books.Post) { *c = entry(102, 101, 50_000*yuan) }},
		"from the bank":             {"", func(c *books.Post) { *c = entry(101, 102, 50_000*yuan) }},
		"brought in":                {"", func(c *books.Post) { *c = entry(102, 511, 50_000*yuan) }},
		"not paid yet":              {"", func(c *books.Post) { *c = entry(551, 202, 50_000*yuan) }},
		"worn off":                  {"", func(c *books.Post) { *c = entry(541, 152, 50_000*yuan) }},
		"part to the bank":          {"", func(c *books.Post) { c.Debits = []books.Amount{{551, 9_999*yuan + 99}, {101, 1}}; c.Decision = "" }},
		"a loan that is paid back":  {"decision_missing", func(c *books.Post) { *c = entry(201, 102, 10_000*yuan) }},
		"by a decision that lets":   {"decision_of_another_kind", func(c *books.Post) { c.Decision = "decision-lease" }},
		"by none on record":         {"no_such_evidence", func(c *books.Post) { c.Decision = "decision-9" }},
		"by no decision":            {"decision_missing", func(c *books.Post) { c.Decision = "road" }},
		"all that it allows":        {"", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = 30_000*yuan, 30_000*yuan }},
		"a fen more than it allows": {"beyond_the_decision", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = 30_000*yuan+1, 30_000*yuan+1 }},
		"on the day that it binds":  {"", func(c *books.Post) { c.On = day("2016-02-01") }},
		"on the day before":         {"paid_before_decided", func(c *books.Post) { c.On = day("2016-01-31") }},
		"a small one that names it": {"", func(c *books.Post) { c.Debits[0].Amount, c.Credits[0].Amount = 1, 1 }},
		"by one that names no amount": {"", func(c *books.Post) {
			c.Decision, c.Debits[0].Amount, c.Credits[0].Amount = "decision-any", 90_000*yuan, 90_000*yuan
		}},
		"a large one of several sources": {"decision_missing", func(c *books.Post) {
			c.Credits = []books.Amount{{102, 9_000 * yuan}, {101, 1_000 * yuan}}
			c.Decision = ""
		}},
	} {
		t.Run(name, func(t *testing.T) {
			command := road
			command.Debits, command.Credits = append([]books.Amount(nil), road.Debits...), append([]books.Amount(nil), road.Credits...)
			c.change(&command)
			if r := s.When(at("2016-03-03"), command); c.code == "" {
				r.Accepted()
			} else {
				r.Rejected(c.code)
			}
		})
	}
	s.Attaching().When(at("2016-03-03"), road).Rejected("evidence_file_missing")
	s.Attaching(domain.Photograph).When(at("2016-03-03"), road).Rejected("evidence_file_missing")
	small := road
	small.Debits, small.Credits = []books.Amount{{551, 1}}, []books.Amount{{102, 1}}
	s.Attaching().When(at("2016-03-03"), small).Accepted()
	s.When(at("2016-01-31"), road).Rejected("decision_posted")
}

// All that is paid on a decision stays within it, until what was paid is reversed.
func TestADecisionIsSpentOnce(t *testing.T) {
	pay := func(amount domain.Money) books.Post {
		c := entry(154, 102, amount)
		c.Decision = "decision-road"
		return c
	}
	s := opened(t).Attaching(domain.Voucher).When(at("2016-02-01"), pay(20_000*yuan)).Then(books.Posted{
		Number: 1, On: day("2016-02-01"), Summary: "摘要", Total: 20_000 * yuan, Paid: 20_000 * yuan, DecisionFrom: 10_000 * yuan,
		Decision: "decision-road", Allowed: 30_000 * yuan, Rules: "zhucheng-2015",
		Lines: []books.Line{{Account: 154, Debit: 20_000 * yuan}, {Account: 102, Credit: 20_000 * yuan}},
	})
	s.When(pay(10_000*yuan + 1)).Rejected("beyond_the_decision")
	full := s.When(pay(10_000 * yuan)).Accepted()
	full.When(pay(1)).Rejected("beyond_the_decision")
	full = full.When(books.Reverse{Entry: 1, Reason: "记错"}).Accepted()
	full.When(pay(20_000*yuan + 1)).Rejected("beyond_the_decision")
	again := full.When(pay(20_000 * yuan)).Accepted()
	again.State(func(b books.Books) {
		require.Equal(t, []domain.DecisionSpent{{Decision: "decision-road", Spent: 30_000 * yuan, Allowed: 30_000 * yuan}}, b.Spent)
	})
}

// Whoever keeps the books does not pay out cash, where it can be told who does.
func TestCashierAndAccountant(t *testing.T) {
	cash := entry(541, 101, 100*yuan)
	by := func(cashier string) books.Post { c := cash; c.Cashier = cashier; return c }
	s := opened(t).As("tester", domain.Accountant)
	s.When(at("2016-02-01"), cash).Accepted()
	s.When(at("2016-02-01"), by("account-cashier")).Accepted()
	s.When(at("2016-02-01"), by("account-clerk")).Rejected("not_a_cashier")
	s.When(at("2016-02-01"), by("account-elsewhere")).Rejected("not_a_cashier")
	s.When(at("2016-02-01"), by("account-9")).Rejected("no_such_evidence")
	s.When(at("2016-02-01"), by("collective-c1")).Rejected("not_an_account")
	s.When(at("2016-02-01"), by("account-tester")).Rejected("cashier_keeps_books")
	s.When(at("2017-01-01"), func() books.Post { c := by("account-cashier"); c.On = day("2016-12-31"); return c }()).Rejected("not_a_cashier")

	both := s.Holding(domain.Grant{Role: domain.Accountant, Place: "community-qz"}, domain.Grant{Role: domain.Cashier, Place: "town-zg", To: day("2016-02-01")})
	both.When(at("2016-02-01"), cash).Rejected("cashier_keeps_books")
	both.When(at("2016-02-02"), cash).Accepted()
	both.When(at("2016-02-01"), by("account-cashier")).Accepted()
	both.When(at("2016-02-01"), entry(541, 102, 100*yuan)).Accepted()
	both.When(at("2016-02-01"), entry(101, 511, 100*yuan)).Accepted()
	s.Holding(domain.Grant{Role: domain.Cashier, Place: "community-hj"}).When(at("2016-02-01"), cash).Accepted()
}

func TestReversing(t *testing.T) {
	s := opened(t).When(at("2016-02-03"), books.Post{
		Summary: "收租金", Debits: []books.Amount{{102, 7_500 * yuan}, {101, 500 * yuan}}, Credits: []books.Amount{{511, 8_000 * yuan}},
	}).Accepted()
	red := books.Reverse{Entry: 1, Reason: "金额有误"}
	s.When(at("2016-02-05"), books.Reverse{Entry: 2, Reason: "a"}).Rejected("no_such_entry")
	s.When(at("2016-02-05"), books.Reverse{Entry: 0, Reason: "a"}).Rejected("no_such_entry")
	s.When(at("2016-02-05"), books.Reverse{Entry: 1, Reason: " "}).Rejected("field_missing")
	s.When(at("2016-02-05"), books.Reverse{Entry: 1, Reason: "a", On: day("2016-02-06")}).Rejected("not_yet")
	s.When(at("2016-02-05"), books.Reverse{Entry: 1, Reason: "a", On: day("2016-02-02")}).Rejected("before_the_entry")
	s.When(at("2016-02-05"), books.Reverse{Entry: 1, Reason: "a", On: day("2016-02-03")}).Accepted()
	s = s.When(at("2016-02-05"), red).Then(books.Reversed{
		Number: 2, On: day("2016-02-05"), Entry: 1, Reason: "金额有误", Total: 8_000 * yuan,
		Lines: []books.Line{{Account: 102, Debit: 7_500 * yuan}, {Account: 101, Debit: 500 * yuan}, {Account: 511, Credit: 8_000 * yuan}},
	})
	s.When(red).Rejected("reversed_already")
	s.When(books.Reverse{Entry: 2, Reason: "a"}).Rejected("is_a_reversal")
	s.State(func(b books.Books) {
		sums := b.Months[1].Sums
		require.Equal(t, books.Sums{{Account: 101}, {Account: 102}, {Account: 511}}, sums)
		require.Equal(t, 2, b.Months[1].Entries)
		first, known := b.Entry(1)
		require.True(t, known)
		require.Equal(t, 2, first.ReversedBy)
		second, known := b.Entry(2)
		require.True(t, known)
		require.Equal(t, 1, second.Reverses)
		_, known = b.Entry(3)
		require.False(t, known)
	})
}

func TestClosingMonths(t *testing.T) {
	s := opened(t)
	s.When(at("2016-01-30"), books.CloseMonth{}).Rejected("month_not_over")
	s = s.When(at("2016-01-20"), entry(102, 511, 8_000*yuan)).When(entry(541, 101, 100*yuan)).When(books.Reverse{Entry: 2, Reason: "a"}).Accepted()
	s = s.When(at("2016-01-31"), books.CloseMonth{}).Then(books.MonthClosed{
		Month: 1, On: day("2016-01-31"), Entries: 3, Turnover: 8_000 * yuan, Income: 8_000 * yuan, Debits: 408_000 * yuan, Credits: 408_000 * yuan,
	})
	s.When(at("2016-02-01"), books.CloseMonth{Month: 1}).Rejected("not_the_next_month")
	s.When(at("2016-05-01"), books.CloseMonth{Month: 3}).Rejected("not_the_next_month")
	s.When(at("2016-05-01"), books.CloseMonth{Month: 13}).Rejected("not_the_next_month")
	late := entry(541, 102, 1)
	late.On = day("2016-01-31")
	s.When(at("2016-02-01"), late).Rejected("month_closed")
	late.On = day("2016-02-01")
	s.When(at("2016-02-01"), late).Accepted()
	s.When(at("2016-02-01"), books.Reverse{Entry: 1, Reason: "a", On: day("2016-01-31")}).Rejected("month_closed")
	s.When(at("2016-02-28"), books.CloseMonth{}).Rejected("month_not_over")
	s = s.When(at("2016-02-29"), books.Reverse{Entry: 1, Reason: "a"}).When(books.CloseMonth{Month: 2}).Then(books.MonthClosed{
		Month: 2, On: day("2016-02-29"), Entries: 1, Turnover: -8_000 * yuan, Income: -8_000 * yuan, Debits: 400_000 * yuan, Credits: 400_000 * yuan,
	})
	s.When(books.CloseYear{}).Rejected("months_open")
}

// year is 2016 with income, an expense, a loss on an investment, closed but for the
// year.
func year(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	s := opened(t).Attaching(domain.Voucher)
	pay := entry(154, 102, 20_000*yuan)
	pay.Decision = "decision-road"
	for _, c := range []books.Post{entry(102, 511, 31_000*yuan), entry(541, 101, 1_500*yuan), entry(541, 152, 2_500*yuan), entry(561, 102, 3_000*yuan), pay} {
		s = s.When(at("2016-06-15"), c).Accepted()
	}
	for range 12 {
		s = s.When(at("2016-12-31"), books.CloseMonth{}).Accepted()
	}
	return s
}

func TestClosingTheYear(t *testing.T) {
	s := year(t)
	s.When(books.CloseMonth{}).Rejected("months_closed")
	s.When(at("2017-01-05"), entry(541, 102, 1)).Rejected("outside_the_year")
	closed := books.YearClosed{
		Number: 6, On: day("2017-01-05"), Income: 28_000 * yuan, Expenditure: 4_000 * yuan, Surplus: 24_000 * yuan,
		Lines: []books.Line{
			{Account: 511, Debit: 31_000 * yuan}, {Account: 541, Credit: 4_000 * yuan}, {Account: 561, Credit: 3_000 * yuan},
			{Account: 321, Credit: 28_000 * yuan}, {Account: 321, Debit: 4_000 * yuan}, {Account: 321, Debit: 24_000 * yuan}, {Account: 322, Credit: 24_000 * yuan},
		},
		Balances: []domain.AccountBalance{
			{Account: 101, Debit: 500 * yuan}, {Account: 102, Debit: 106_000 * yuan}, {Account: 151, Debit: 300_000 * yuan}, {Account: 152, Credit: 102_500 * yuan},
			{Account: 154, Debit: 20_000 * yuan}, {Account: 301, Credit: 200_000 * yuan}, {Account: 322, Credit: 124_000 * yuan},
		},
		Total: 426_500 * yuan,
	}
	s = s.When(at("2017-01-05"), books.CloseYear{}).Then(closed)
	for _, c := range []any{entry(541, 102, 1), books.Reverse{Entry: 1, Reason: "a"}, books.CloseMonth{}, books.CloseYear{}} {
		s.When(c).Rejected("year_closed")
	}
	s.State(func(b books.Books) {
		require.Equal(t, domain.BooksYear{
			Collective: owner, Year: 2016, Chart: "village-collectives-2005", Opened: day("2016-01-04"), Closed: day("2017-01-05"),
			Income: 28_000 * yuan, Expenditure: 4_000 * yuan, ClosedMonths: 12, Balances: closed.Balances,
			Spent: []domain.DecisionSpent{{Decision: "decision-road", Spent: 20_000 * yuan, Allowed: 30_000 * yuan}},
		}, b.Offers())
		require.Equal(t, 24_000*yuan, b.Offers().(domain.BooksYear).Surplus())
	})
	domaintest.CheckFold(t, catalogue.Books, s.Facts()...)
}

// Losses that the year before left stand in the books until the surplus of the year,
// which covers them, goes where they are.
func TestLossesOfEarlierYears(t *testing.T) {
	c := open
	c.Debits = append(slices.Clone(c.Debits), books.Amount{Account: 322, Amount: 30_000 * yuan})
	c.Credits = []books.Amount{{Account: 152, Amount: 100_000 * yuan}, {Account: 301, Amount: 330_000 * yuan}}
	s := county(t).When(at("2016-01-04"), c).Accepted()
	uncovered := func(want domain.Money) func(books.Books) {
		return func(b books.Books) {
			t.Helper()
			require.Equal(t, want, b.Offers().(domain.BooksYear).Uncovered)
		}
	}
	s.State(uncovered(30_000 * yuan))
	s = s.When(at("2016-06-15"), entry(102, 511, 10_000*yuan)).Accepted()
	s = s.When(at("2016-06-15"), entry(311, 322, 5_000*yuan)).Accepted() // out of the reserves
	for range 12 {
		s = s.When(at("2016-12-31"), books.CloseMonth{}).Accepted()
	}
	s.State(uncovered(25_000 * yuan))
	s.When(books.CloseYear{}).State(uncovered(25_000 * yuan))
}

// A year of losses takes from what years before left.
func TestAYearOfLosses(t *testing.T) {
	s := opened(t).When(at("2016-06-15"), entry(541, 102, 9_000*yuan)).Accepted()
	for range 12 {
		s = s.When(at("2016-12-31"), books.CloseMonth{}).Accepted()
	}
	s.When(books.CloseYear{}).State(func(b books.Books) {
		require.Equal(t, -9_000*yuan, b.Offers().(domain.BooksYear).Surplus())
		require.Zero(t, b.Offers().(domain.BooksYear).Uncovered)
		require.Equal(t, books.Sums{
			{Account: 321, Debit: 9_000 * yuan, Credit: 9_000 * yuan}, {Account: 322, Debit: 9_000 * yuan}, {Account: 541, Credit: 9_000 * yuan},
		}, b.Transfer)
	})
}

// The closing balances of a year open the next.
func TestTheNextYear(t *testing.T) {
	before := domain.BooksYear{
		Collective: owner, Year: 2015, Chart: "village-collectives-2005", Opened: day("2015-01-01"), Closed: day("2016-01-03"), ClosedMonths: 12,
		Balances: []domain.AccountBalance{{Account: 102, Debit: 5_000 * yuan}, {Account: 301, Credit: 5_000 * yuan}},
		Spent: []domain.DecisionSpent{
			{Decision: "decision-any", Spent: 5 * yuan}, {Decision: "decision-road", Spent: 20_000 * yuan, Allowed: 30_000 * yuan}, {Decision: "decision-x", Allowed: 1},
		},
	}
	next := books.Open{Collective: owner, Year: 2016}
	carried := books.Opened{
		Collective: owner, Year: 2016, Chart: "village-collectives-2005", On: day("2016-01-04"), Previous: last, Total: 5_000 * yuan,
		Balances: before.Balances, Spent: before.Spent[1:2],
	}
	s := county(t).Evidence(last, before)
	s.When(at("2016-01-04"), next).Then(carried)
	given := next
	given.Debits, given.Credits = []books.Amount{{102, 5_000 * yuan}}, []books.Amount{{301, 5_000 * yuan}}
	s.When(at("2016-01-04"), given).Then(carried)
	given.Debits[0].Account = 101
	s.When(at("2016-01-04"), given).Rejected("balances_not_carried")
	given.Debits, given.Credits = []books.Amount{{102, 5_001 * yuan}}, []books.Amount{{301, 5_001 * yuan}}
	s.When(at("2016-01-04"), given).Rejected("balances_not_carried")
	before.Closed = domain.Date{}
	s.Evidence(last, before).When(at("2016-01-04"), next).Rejected("year_before_open")
	before.Closed = day("2016-01-05")
	s.Evidence(last, before).When(at("2016-01-04"), next).Rejected("year_before_open")

	before.Closed = day("2016-01-03")
	pay := entry(154, 102, 10_000*yuan)
	pay.Decision = "decision-road"
	s = s.When(at("2016-01-04"), next).Accepted().Attaching(domain.Voucher)
	s.When(at("2016-02-01"), pay).Accepted()
	pay.Debits, pay.Credits = []books.Amount{{154, 10_000*yuan + 1}}, []books.Amount{{102, 10_000*yuan + 1}}
	s.When(at("2016-02-01"), pay).Rejected("beyond_the_decision")
}

// Where a new chart of accounts comes into force the balances are regrouped, and
// the assets come to as much as before.
func TestTheYearOfANewChart(t *testing.T) {
	s := county(t).Stream("books-c1-2024").Evidence("books-c1-2023", domain.BooksYear{
		Collective: owner, Year: 2023, Chart: "village-collectives-2005", Closed: day("2023-12-31"),
		Balances: []domain.AccountBalance{
			{Account: 102, Debit: 50 * yuan}, {Account: 131, Debit: 30 * yuan}, {Account: 154, Debit: 20 * yuan}, {Account: 202, Credit: 40 * yuan}, {Account: 301, Credit: 60 * yuan},
		},
	})
	c := books.Open{
		Collective: owner, Year: 2024,
		Debits:  []books.Amount{{102, 50 * yuan}, {131, 10 * yuan}, {132, 20 * yuan}, {153, 20 * yuan}},
		Credits: []books.Amount{{211, 40 * yuan}, {301, 60 * yuan}},
	}
	s.When(at("2024-01-02"), c).State(func(b books.Books) {
		require.Equal(t, "rural-collectives-2024", b.Chart)
		require.Equal(t, "books-c1-2023", b.Previous)
	})
	s.When(at("2024-01-02"), books.Open{Collective: owner, Year: 2024}).Rejected("balances_not_carried")
	c.Debits[0].Amount++
	c.Credits[0].Amount++
	s.When(at("2024-01-02"), c).Rejected("balances_not_carried")
}

// Out of order nothing follows.
func TestOrderOfBooks(t *testing.T) {
	for _, e := range []domain.Event{books.Posted{}, books.Reversed{}, books.MonthClosed{}, books.YearClosed{}} {
		_, err := books.Books{}.Evolve(domain.Fact{Event: e})
		require.Equal(t, "not_opened", domain.CodeOf(err), e.EventType())
	}
	_, err := books.Books{Collective: owner}.Evolve(domain.Fact{Event: books.Opened{}})
	require.Equal(t, "already_opened", domain.CodeOf(err))
}

func TestWhatBooksAreStays(t *testing.T) {
	was := books.Opened{Collective: owner, Year: 2016, Chart: "c", On: day("2016-01-01"), Previous: last}
	to := was
	to.Balances, to.Total, to.Document = []domain.AccountBalance{{Account: 101, Debit: 1}}, 1, "a"
	require.NoError(t, was.Amends(to))
	for name, change := range map[string]func(*books.Opened){
		"collective": func(e *books.Opened) { e.Collective = "collective-2" }, "year": func(e *books.Opened) { e.Year++ },
		"chart": func(e *books.Opened) { e.Chart = "d" }, "day": func(e *books.Opened) { e.On = day("2016-01-02") },
		"before": func(e *books.Opened) { e.Previous = "" },
	} {
		to := was
		change(&to)
		require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(to)), name)
	}
	require.Equal(t, "identity_stays", domain.CodeOf(was.Amends(books.Posted{})))
}
