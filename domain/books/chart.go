package books

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/sunledger/sunledger/domain"
)

// Class is a class of accounts (科目类别).
type Class string

// The classes.
const (
	Asset     Class = "asset"
	Liability Class = "liability"
	Equity    Class = "equity"
	Cost      Class = "cost"
	Income    Class = "income"
	Expense   Class = "expense"
)

// Codes lists the classes with their names.
func (Class) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Asset), English: "assets", Chinese: "资产类"},
		{Code: string(Liability), English: "liabilities", Chinese: "负债类"},
		{Code: string(Equity), English: "equity", Chinese: "所有者权益类"},
		{Code: string(Cost), English: "costs", Chinese: "成本类"},
		{Code: string(Income), English: "income", Chinese: "损益类（收入）"},
		{Code: string(Expense), English: "expenditure", Chinese: "损益类（支出）"},
	}
}

// Side is one of the two sides of an account.
type Side string

// The sides.
const (
	Debit  Side = "debit"
	Credit Side = "credit"
)

// Codes lists the sides with their names.
func (Side) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Debit), English: "debit", Chinese: "借"},
		{Code: string(Credit), English: "credit", Chinese: "贷"},
	}
}

// Category is one of the eight categories in which finance is disclosed (财务公开).
type Category string

// The categories. What is planned, and the resources, stand in no account.
const (
	Plan                Category = "plan"
	IncomeCategory      Category = "income"
	ExpenditureCategory Category = "expenditure"
	Assets              Category = "assets"
	Resources           Category = "resources"
	ReceivablesAndDebts Category = "receivables-and-debts"
	Distribution        Category = "distribution"
	OtherCategory       Category = "other"
)

// Codes lists the categories with their names.
func (Category) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Plan), English: "financial plan", Chinese: "财务计划"},
		{Code: string(IncomeCategory), English: "income", Chinese: "各项收入"},
		{Code: string(ExpenditureCategory), English: "expenditure", Chinese: "各项支出"},
		{Code: string(Assets), English: "assets", Chinese: "各项资产"},
		{Code: string(Resources), English: "resources", Chinese: "各类资源"},
		{Code: string(ReceivablesAndDebts), English: "receivables and debts", Chinese: "债权债务"},
		{Code: string(Distribution), English: "distribution of surplus", Chinese: "收益分配"},
		{Code: string(OtherCategory), English: "other", Chinese: "其他"},
	}
}

// Money says that an account holds money, and how.
type Money string

// Where money is kept; "" is an account that holds none.
const (
	Cash Money = "cash"
	Bank Money = "bank"
)

// Codes lists the ways with their names.
func (Money) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Cash), English: "cash", Chinese: "现金"},
		{Code: string(Bank), English: "bank deposit", Chinese: "银行存款"},
	}
}

// Account is an account of a chart (会计科目).
type Account struct {
	// Code is its number, such as 101.
	Code     int      `json:"code"`
	Chinese  string   `json:"zh"`
	English  string   `json:"en"`
	Class    Class    `json:"class"`
	Side     Side     `json:"side"` // on which its balance usually is
	Category Category `json:"category"`
	Money    Money    `json:"money,omitzero"`
}

// Name is what it is called in a language.
func (a Account) Name(lang domain.Lang) string {
	if lang == domain.Chinese {
		return a.Chinese
	}
	return a.English
}

// Chart is a chart of accounts (科目表). It is shared, and must not be changed.
type Chart struct {
	// Name is what events record of it. It stands for these accounts for ever.
	Name    string `json:"name"`
	English string `json:"en"`
	Chinese string `json:"zh"`
	// From is the first day on which books are opened by it.
	From   domain.Date `json:"from"`
	Source struct {
		English string `json:"en"`
		Chinese string `json:"zh"`
	} `json:"source"`
	// Surplus is the account of the surplus of the year (本年收益), and
	// Distribution that which takes it over (收益分配).
	Surplus      int       `json:"surplus"`
	Distribution int       `json:"distribution"`
	Accounts     []Account `json:"accounts"` // by code
}

// Account is the account of a number, and false where the chart has none.
func (c *Chart) Account(code int) (Account, bool) {
	i, found := slices.BinarySearchFunc(c.Accounts, code, func(a Account, code int) int { return a.Code - code })
	if !found {
		return Account{}, false
	}
	return c.Accounts[i], true
}

//go:embed charts/*.json
var chartFiles embed.FS

// charts are those that are built in, by the day from which they hold. A fault in
// one of them is a mistake of the program, and shows the first time that it starts.
var charts = sync.OnceValue(func() []*Chart {
	files, err := chartFiles.ReadDir("charts")
	if err != nil {
		panic("books: " + err.Error())
	}
	var all []*Chart
	for _, f := range files {
		data, err := chartFiles.ReadFile("charts/" + f.Name())
		if err == nil {
			var c Chart
			err = json.Unmarshal(data, &c, json.RejectUnknownMembers(true))
			all = append(all, &c)
		}
		if err == nil {
			err = all[len(all)-1].check(f.Name())
		}
		if err != nil {
			panic(fmt.Sprintf("books: chart %s: %v", f.Name(), err))
		}
	}
	slices.SortFunc(all, func(a, b *Chart) int { return a.From.Compare(b.From) })
	return all
})

// check says what is wrong with a chart.
func (c *Chart) check(file string) error {
	if c.Name+".json" != file || c.English == "" || c.Chinese == "" || c.From.IsZero() || c.Source.English == "" || c.Source.Chinese == "" {
		return fmt.Errorf("it lacks its name, a title, a day or a source")
	}
	last := 0
	for _, a := range c.Accounts {
		if a.Code <= last || a.English == "" || a.Chinese == "" {
			return fmt.Errorf("account %d is out of order, or has no name", a.Code)
		}
		last = a.Code
		for _, err := range []error{domain.CheckCode(a.Class), domain.CheckCode(a.Side), domain.CheckCode(a.Category)} {
			if err != nil {
				return fmt.Errorf("account %d: %w", a.Code, err)
			}
		}
		if a.Money != "" && domain.CheckCode(a.Money) != nil {
			return fmt.Errorf("account %d: %q is no way to keep money", a.Code, a.Money)
		}
	}
	for _, code := range []int{c.Surplus, c.Distribution} {
		if a, known := c.Account(code); !known || a.Class != Equity {
			return fmt.Errorf("account %d, which takes the surplus, is no account of equity", code)
		}
	}
	return nil
}

// Charts lists the charts of accounts, the oldest first.
func Charts() []*Chart { return slices.Clone(charts()) }

// ChartNamed is the chart of a name, and false where there is none.
func ChartNamed(name string) (*Chart, bool) {
	for _, c := range charts() {
		if c.Name == name {
			return c, true
		}
	}
	return nil, false
}

// ChartOf is the chart by which the books of a year are kept: the one in force on
// its first day, and false before the first.
func ChartOf(year int) (*Chart, bool) {
	day := domain.NewDate(year, 1, 1)
	for _, c := range slices.Backward(charts()) {
		if !c.From.After(day) {
			return c, true
		}
	}
	return nil, false
}
