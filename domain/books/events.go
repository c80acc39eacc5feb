package books

import "github.com/sunledger/sunledger/domain"

// Opened begins the books of a collective for a year, with the balances of the
// books of the year before, or those of the books on paper.
type Opened struct {
	Collective string `json:"collective" audience:"public" en:"collective" zh:"集体经济组织"`
	Year       int    `json:"year" audience:"public" en:"year" zh:"年度"`
	// Chart is the name of a [Chart].
	Chart string      `json:"chart" audience:"public" en:"chart of accounts" zh:"会计科目表"`
	On    domain.Date `json:"on" audience:"public" en:"day of opening" zh:"启用日期"`
	// Previous is the stream of the books of the year before, where there are any.
	Previous string                  `json:"previous,omitzero" audience:"public" en:"books of the year before" zh:"上年账套"`
	Document string                  `json:"document,omitzero" audience:"public" en:"books on paper that the balances stand in" zh:"期初余额依据"`
	Balances []domain.AccountBalance `json:"balances,omitempty" audience:"public" en:"opening balances" zh:"期初余额"`
	// Total is the sum of either side.
	Total domain.Money `json:"total" audience:"public" en:"opening balances of either side" zh:"期初余额合计"`
	// Spent is what was paid on decisions before, as the year before left it.
	Spent []domain.DecisionSpent `json:"spent,omitempty" audience:"public" en:"paid on decisions before" zh:"以前年度决议支付情况"`
}

// Line is one line of an entry: a debit or a credit.
type Line struct {
	Account int          `json:"account" audience:"public" en:"account" zh:"科目编号"`
	Debit   domain.Money `json:"debit,omitzero" audience:"public" en:"debit" zh:"借方金额"`
	Credit  domain.Money `json:"credit,omitzero" audience:"public" en:"credit" zh:"贷方金额"`
}

// Posted is an entry (凭证). What it is about is public.
type Posted struct {
	// Number is that of the voucher: they ascend through the year.
	Number  int          `json:"number" audience:"public" en:"number of the voucher" zh:"凭证号"`
	On      domain.Date  `json:"on" audience:"public" en:"day of the voucher" zh:"凭证日期"`
	Summary string       `json:"summary" audience:"public" en:"summary" zh:"摘要"`
	Lines   []Line       `json:"lines" audience:"public" en:"lines" zh:"分录"`
	Total   domain.Money `json:"total" audience:"public" en:"total of either side" zh:"合计金额"`
	// Paid is what leaves cash and bank deposits by it.
	Paid domain.Money `json:"paid,omitzero" audience:"public" en:"paid out" zh:"支付金额"`
	// DecisionFrom is the amount from which the rule set has an expenditure decided.
	DecisionFrom domain.Money `json:"decisionFrom" audience:"public" en:"amount from which an expenditure rests on a decision" zh:"须经决议的支出起点金额"`
	Decision     string       `json:"decision,omitzero" audience:"public" en:"decision that it rests on" zh:"依据决议"`
	// Allowed is what the decision allows, 0 where it names no amount, and Before
	// what was paid on it before.
	Allowed domain.Money `json:"allowed,omitzero" audience:"public" en:"what the decision allows" zh:"决议金额"`
	Before  domain.Money `json:"before,omitzero" audience:"public" en:"paid on the decision before" zh:"此前已按决议支付"`
	// About is the stream of a contract, a debt or an asset.
	About string `json:"about,omitzero" audience:"public" en:"contract, debt or asset that it is about" zh:"相关合同、债权债务或资产"`
	// Cashier is the stream of the account of who handled the cash.
	Cashier string `json:"cashier,omitzero" audience:"public" en:"account of the cashier" zh:"出纳账户"`
	Rules   string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Reversed is a red entry (红字冲销): the lines are those of the entry that it
// reverses, and count as less than nothing on the same side.
type Reversed struct {
	Number int          `json:"number" audience:"public" en:"number of the voucher" zh:"凭证号"`
	On     domain.Date  `json:"on" audience:"public" en:"day of the voucher" zh:"凭证日期"`
	Entry  int          `json:"entry" audience:"public" en:"number of the entry that it reverses" zh:"被冲销的凭证号"`
	Reason string       `json:"reason" audience:"public" en:"why" zh:"冲销原因"`
	Lines  []Line       `json:"lines" audience:"public" en:"lines that are reversed" zh:"冲销分录"`
	Total  domain.Money `json:"total" audience:"public" en:"total of either side" zh:"合计金额"`
}

// MonthClosed closes a month: nothing is posted to it from then on.
type MonthClosed struct {
	Month int         `json:"month" audience:"public" en:"month" zh:"月份"`
	On    domain.Date `json:"on" audience:"public" en:"day of closing" zh:"结账日期"`
	// Entries counts those of the month, red ones too, and Turnover is the sum of
	// either of their sides.
	Entries     int          `json:"entries" audience:"public" en:"entries of the month" zh:"本月凭证数"`
	Turnover    domain.Money `json:"turnover" audience:"public" en:"turnover of either side" zh:"本月发生额合计"`
	Income      domain.Money `json:"income" audience:"public" en:"income of the month" zh:"本月收入"`
	Expenditure domain.Money `json:"expenditure" audience:"public" en:"expenditure of the month" zh:"本月支出"`
	// The balances of all accounts at the end of the month, by side: the trial
	// balance (试算平衡).
	Debits  domain.Money `json:"debits" audience:"public" en:"debit balances" zh:"借方余额合计"`
	Credits domain.Money `json:"credits" audience:"public" en:"credit balances" zh:"贷方余额合计"`
}

// YearClosed closes the year. By its lines income and expenditure go to the
// surplus of the year, and that to the distribution of surplus.
type YearClosed struct {
	// Number is that of the voucher of the transfer.
	Number      int          `json:"number" audience:"public" en:"number of the voucher" zh:"凭证号"`
	On          domain.Date  `json:"on" audience:"public" en:"day of closing" zh:"年结日期"`
	Income      domain.Money `json:"income" audience:"public" en:"income of the year" zh:"全年收入"`
	Expenditure domain.Money `json:"expenditure" audience:"public" en:"expenditure of the year" zh:"全年支出"`
	// Surplus is less than nothing for a loss.
	Surplus  domain.Money            `json:"surplus" audience:"public" en:"surplus of the year" zh:"本年收益"`
	Lines    []Line                  `json:"lines,omitempty" audience:"public" en:"lines of the transfer" zh:"结转分录"`
	Balances []domain.AccountBalance `json:"balances,omitempty" audience:"public" en:"closing balances" zh:"期末余额"`
	Total    domain.Money            `json:"total" audience:"public" en:"closing balances of either side" zh:"期末余额合计"`
}

// Amends allows other balances and another document. Whose books they are, and of
// which year, stands in other records.
func (e Opened) Amends(to domain.Event) error {
	n, ok := to.(Opened)
	if !ok || n.Collective != e.Collective || n.Year != e.Year || n.Chart != e.Chart || n.Previous != e.Previous || n.On != e.On {
		return domain.Reject("identity_stays",
			"of what opened the books only the balances and their document are amended",
			"启用账套只能更正期初余额及其依据")
	}
	return nil
}

// EventType is books.opened.
func (Opened) EventType() string { return "books.opened" }

// EventType is books.posted.
func (Posted) EventType() string { return "books.posted" }

// EventType is books.reversed.
func (Reversed) EventType() string { return "books.reversed" }

// EventType is books.month-closed.
func (MonthClosed) EventType() string { return "books.month-closed" }

// EventType is books.year-closed.
func (YearClosed) EventType() string { return "books.year-closed" }
