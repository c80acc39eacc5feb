package books

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of books. An event out of order is refused before any of
// them.
func (b Books) Judge(e domain.Event, act domain.Act) error {
	if err := b.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Opened:
		return domain.Agrees(e, act, b.opened)
	case Posted:
		if err := domain.Agrees(e, act, b.posted); err != nil {
			return err
		}
		return b.judgePosted(e, act)
	case Reversed:
		if err := dated(e.On, act); err != nil {
			return err
		}
		if err := domain.Require(domain.Said(e.Reason, "reason", "冲销原因")); err != nil {
			return err
		}
		return domain.Agrees(e, act, b.red)
	case MonthClosed:
		if last := b.lastOf(e.Month); act.Day().Before(last) {
			return domain.Reject("month_not_over", "month %d ends on %s, and is closed no earlier: wait for that day", "%d 月于 %s 结束，此前不得结账：请届时办理", e.Month, last)
		}
		return domain.Agrees(e, act, b.monthClosed)
	case YearClosed:
		return domain.Agrees(e, act, b.yearClosed)
	}
	return nil
}

func dated(on domain.Date, act domain.Act) error {
	return domain.CheckPast(act, on, "on", "凭证日期")
}

// opened fills in the chart, the day, and what the books of the year before left.
func (Books) opened(e Opened, act domain.Act) (Opened, error) {
	if act.Stream != domain.BooksOf(e.Collective, e.Year) {
		return e, domain.Reject("not_these_books",
			"%[1]s are not the books of %[2]q for %[3]d: books stand under the id of their collective and the year",
			"%[1]s 不是 %[2]q 的 %[3]d 年度账套：账套编号为集体编号加年度", act.Stream, e.Collective, e.Year)
	}
	if err := domain.CheckOwner(act, e.Collective); err != nil {
		return e, err
	}
	if act.Day().Year < e.Year {
		return e, domain.Reject("year_not_begun", "%d has not begun: open the books on its first day or later", "%d 年度尚未开始：请在年初或之后启用", e.Year)
	}
	chart, known := ChartOf(e.Year)
	if !known {
		return e, domain.Reject("chart_unknown", "no chart of accounts is known for %d: begin with the books of %d or later", "没有 %d 年度的科目表：请自 %d 年度起建账", e.Year, Charts()[0].From.Year)
	}
	e.Chart, e.On, e.Total = chart.Name, act.Day(), 0
	for _, x := range e.Balances {
		e.Total += x.Debit
	}
	before, there := yearBefore(act, e.Collective, e.Year)
	if !there {
		e.Previous, e.Spent = "", nil
		return e, domain.Require(domain.Said(e.Document, "document", "期初余额依据"))
	}
	e.Previous = domain.BooksOf(e.Collective, e.Year-1)
	return before.carried(e, chart)
}

// yearBefore is what the books of the year before offer, if there are any.
func yearBefore(act domain.Act, collective string, year int) (before carrying, there bool) {
	offered, err := domain.Evidence[domain.BooksYear](act, domain.BooksOf(collective, year-1))
	return carrying(offered), err == nil
}

// carrying is what is carried forward into the next year.
type carrying domain.BooksYear

// carried fills in what the year before left. Its closing balances are the opening
// ones. Where the chart of accounts is another one, accounts are regrouped, and the
// assets come to as much as before.
func (c carrying) carried(e Opened, chart *Chart) (Opened, error) {
	if c.Closed.IsZero() || c.Closed.After(e.On) {
		return e, domain.Reject("year_before_open",
			"%s are not closed, and their closing balances open the next year: close that year first",
			"%s 尚未年结，其期末余额为下年期初余额：请先年结", e.Previous)
	}
	e.Spent = nil
	for _, s := range c.Spent {
		if s.Allowed > 0 && s.Spent > 0 {
			e.Spent = append(e.Spent, s)
		}
	}
	if c.Chart == chart.Name {
		if !slices.Equal(e.Balances, c.Balances) {
			return e, domain.Reject("balances_not_carried",
				"the opening balances are not the closing balances of %s: leave them out, and they are taken over",
				"期初余额与 %s 的期末余额不一致：请勿填写，由系统结转", e.Previous)
		}
		return e, nil
	}
	was, known := ChartNamed(c.Chart)
	if now := assets(chart, e.Balances); !known || now != assets(was, c.Balances) {
		return e, domain.Reject("balances_not_carried",
			"by the new chart of accounts the assets come to %[1]s yuan, and in %[3]s to %[2]s: regroup the balances, so that they come to the same",
			"按新科目表资产合计 %[1]s 元，而 %[3]s 为 %[2]s 元：请重新归类，合计须一致", now, assets(was, c.Balances), e.Previous)
	}
	return e, nil
}

// assets are what assets and costs come to.
func assets(c *Chart, balances []domain.AccountBalance) (sum domain.Money) {
	for _, x := range balances {
		if a, _ := c.Account(x.Account); a.Class == Asset || a.Class == Cost {
			sum += x.Debit - x.Credit
		}
	}
	return sum
}

// posted fills in what follows from the lines, the rule set, and the decision.
func (b Books) posted(e Posted, act domain.Act) (Posted, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.Total = 0
	for _, l := range e.Lines {
		e.Total += l.Debit
	}
	e.Paid = max(0, b.leaving(e.Lines, Cash, Bank))
	e.DecisionFrom, e.Rules = set.Finance.ExpenditureFrom.Value, set.Name()
	e.Allowed, e.Before = 0, 0
	if e.Decision == "" {
		return e, nil
	}
	e.Before = b.spentOn(e.Decision)
	r, err := domain.RestOn(act, domain.Reliance{
		Decision: e.Decision, Owner: b.Collective, Kinds: set.Finance.ExpenditureMatters.Value, Amount: e.Before + e.Paid,
	})
	if err != nil {
		return e, err
	}
	e.Allowed = r.Amount
	if e.On.Before(r.Binds) {
		return e, domain.Reject("paid_before_decided",
			"the voucher is of %s, and %s binds from %s on: nothing is paid on a decision before that",
			"凭证日期为 %s，而 %s 自 %s 起生效：此前不得支付", e.On, e.Decision, r.Binds)
	}
	return e, nil
}

// leaving is what lines take out of accounts that hold money in one of some ways;
// less than nothing is what they bring in.
func (b Books) leaving(lines []Line, ways ...Money) (sum domain.Money) {
	chart, known := ChartNamed(b.Chart)
	if !known {
		return 0
	}
	for _, l := range lines {
		if a, _ := chart.Account(l.Account); a.Money != "" && slices.Contains(ways, a.Money) {
			sum += l.Credit - l.Debit
		}
	}
	return sum
}

func (b Books) judgePosted(e Posted, act domain.Act) error {
	if err := dated(e.On, act); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Summary, "summary", "摘要")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if rule := set.Finance.ExpenditureFrom; e.Paid > 0 && e.Paid >= rule.Value {
		if e.Decision == "" {
			return rule.Reject("decision_missing",
				"an expenditure of %s yuan, %s or more, rests on a decision of %s: name decision-<id>",
				"支出 %s 元，达到 %s 元，须以 %s 的决议为依据：请填写 decision-<编号>", e.Paid, rule.Value, b.Collective)
		}
		if err := act.Attached(set.Finance.ExpenditureEvidence.Value...); err != nil {
			return err
		}
	}
	if err := b.judgeAbout(e.About, act); err != nil {
		return err
	}
	return b.judgeCashier(e, act, set.Finance.SeparateCashier)
}

// judgeAbout: what an entry is about is the collective's own.
func (b Books) judgeAbout(about string, act domain.Act) error {
	if about == "" {
		return nil
	}
	var owner string
	var err error
	switch category, _ := domain.SplitStream(about); category {
	case "contract":
		var c domain.ContractTerms
		c, err = domain.Evidence[domain.ContractTerms](act, about)
		owner = c.Owner
	case "debt":
		var d domain.Indebtedness
		d, err = domain.Evidence[domain.Indebtedness](act, about)
		owner = d.Owner
	case "asset":
		var a domain.CollectiveAsset
		a, err = domain.Evidence[domain.CollectiveAsset](act, about)
		owner = a.Owner
	default:
		return domain.Reject("about_unclear", "%q is no contract, debt or asset: write contract-<id>, debt-<id> or asset-<id>", "%q 不是合同、债权债务或资产：请写 contract-<编号>、debt-<编号> 或 asset-<编号>", about)
	}
	if err == nil && owner != b.Collective {
		err = domain.Reject("about_another", "%s belongs to %s, and these are the books of %s: name one of its own", "%s 属于 %s，而本账套属于 %s：请填写本集体的事项", about, owner, b.Collective)
	}
	return err
}

// judgeCashier: whoever keeps the books does not keep the cash, where it can be
// told who does.
func (b Books) judgeCashier(e Posted, act domain.Act, separate rules.Rule[bool]) error {
	if !b.handlesCash(e.Lines, e.Cashier) {
		return nil
	}
	place, err := domain.Evidence[domain.PlaceName](act, b.Collective)
	if err != nil {
		return err
	}
	day, places := act.Authority.Day, append(slices.Clip(place.Within), b.Collective)
	self := act.Authority.Standings
	own := e.Cashier == "" && len(self) > 0 && self[0].HoldsOn(day, domain.Cashier, places)
	if separate.Value && (own || e.Cashier == domain.StreamOf("account", act.Actor)) {
		return separate.Reject("cashier_keeps_books",
			"%s keeps these books and the cash of %s: let another account post it, or name the cashier who paid it out (cashier)",
			"%s 同时记账和管理 %s 的现金：请由其他账户记账，或注明支付现金的出纳（cashier）", act.Actor, b.Collective)
	}
	if e.Cashier == "" {
		return nil
	}
	if !domain.OfCategory(e.Cashier, "account") {
		return domain.Reject("not_an_account", "%q is no account: write account-<id>", "%q 不是账户：请写 account-<编号>", e.Cashier)
	}
	cashier, err := domain.Evidence[domain.Standing](act, e.Cashier)
	if err != nil {
		return err
	}
	if !cashier.HoldsOn(day, domain.Cashier, places) {
		return domain.Reject("not_a_cashier", "%s is no cashier of %s on %s: name who is", "%s 于 %[3]s 不是 %[2]s 的出纳：请填写出纳账户", e.Cashier, b.Collective, day)
	}
	return nil
}

// handlesCash reports whether an entry pays out cash, or names who handled it.
func (b Books) handlesCash(lines []Line, cashier string) bool {
	return cashier != "" || b.leaving(lines, Cash) > 0
}

// red fills in what the entry says that is reversed.
func (b Books) red(e Reversed, _ domain.Act) (Reversed, error) {
	entry, _ := b.Entry(e.Entry)
	e.Lines, e.Total = slices.Clone(entry.Lines), 0
	for _, l := range e.Lines {
		e.Total += l.Debit
	}
	return e, nil
}

// monthClosed fills in what the month came to, and the trial balance at its end.
func (b Books) monthClosed(e MonthClosed, act domain.Act) (MonthClosed, error) {
	chart, _ := ChartNamed(b.Chart)
	month := b.Months[e.Month-1]
	e.On, e.Entries = act.Day(), month.Entries
	e.Turnover, _ = month.Sums.Totals()
	e.Income, e.Expenditure = month.Sums.Result(chart)
	_, e.Debits, e.Credits = b.Balance(b.lastOf(e.Month).Month).Balances()
	return e, b.tried(e.Debits, e.Credits)
}

// tried is the trial balance: entries balance one by one, and so do all together.
func (b Books) tried(debits, credits domain.Money) error {
	if debits != credits {
		return domain.Reject("trial_balance", "debit balances of %s yuan and credit balances of %s are not equal: look for the entry that does not balance", "试算不平衡：借方余额合计 %s 元，贷方余额合计 %s 元，请查找差错", debits, credits)
	}
	return nil
}

// yearClosed fills in what the year came to and left.
func (b Books) yearClosed(e YearClosed, act domain.Act) (YearClosed, error) {
	chart, _ := ChartNamed(b.Chart)
	e.On = act.Day()
	e.Income, e.Expenditure = b.Result()
	e.Surplus = e.Income - e.Expenditure
	closing := b.Balance(12)
	e.Lines = closing.transfer(chart, e.Surplus)
	var credits domain.Money
	e.Balances, e.Total, credits = closing.plus(1, e.Lines...).Balances()
	return e, b.tried(e.Total, credits)
}

// transfer are the lines that take what stands on the accounts of income and
// expenditure to the surplus of the year, and that to the distribution of surplus.
func (s Sums) transfer(c *Chart, surplus domain.Money) (lines []Line) {
	var income, expenditure domain.Money
	credit := func(account int, amount domain.Money) { // less than nothing is a debit
		if amount > 0 {
			lines = append(lines, Line{Account: account, Credit: amount})
		} else if amount < 0 {
			lines = append(lines, Line{Account: account, Debit: -amount})
		}
	}
	for _, x := range s {
		switch a, _ := c.Account(x.Account); a.Class {
		case Income:
			credit(x.Account, x.Net())
			income -= x.Net()
		case Expense:
			credit(x.Account, x.Net())
			expenditure += x.Net()
		}
	}
	credit(c.Surplus, income)
	credit(c.Surplus, -expenditure)
	credit(c.Surplus, -surplus)
	credit(c.Distribution, surplus)
	return lines
}
