package books

import (
	"time"

	"github.com/sunledger/sunledger/domain"
)

// maxLines bounds an entry.
const maxLines = 100

// follows is the legal order of steps, and what makes an entry one: debits equal
// credits, and both stand on accounts of the chart, in an open month.
func (b Books) follows(e domain.Event) error {
	if e, ok := e.(Opened); ok {
		return b.mayOpen(e)
	}
	switch {
	case b.Collective == "":
		return domain.Reject("not_opened", "there are no such books: open them first", "账套尚未启用：请先启用")
	case !b.ClosedOn.IsZero():
		return domain.Reject("year_closed",
			"the books of %d were closed on %s, and nothing is added to them: post in the books of the next year",
			"%d 年度已于 %s 年结，不再记账：请记入下年账套", b.Year, b.ClosedOn)
	}
	switch e := e.(type) {
	case Posted:
		if err := b.numbered(e.Number, e.On); err != nil {
			return err
		}
		return b.balanced(e.Lines)
	case Reversed:
		return b.mayReverse(e)
	case MonthClosed:
		return b.mayCloseMonth(e)
	case YearClosed:
		if b.ClosedMonths < 12 {
			return domain.Reject("months_open",
				"%d of 12 months are closed, and a year is closed after all of them: close month %d first",
				"12 个月已结 %d 个，全部月结后方可年结：请先结 %d 月", b.ClosedMonths, b.ClosedMonths+1)
		}
		if e.Number <= b.Last {
			return b.notTheNext(e.Number)
		}
		return nil
	}
	return domain.Unknown(e)
}

func (b Books) mayOpen(e Opened) error {
	if b.Collective != "" {
		return domain.Reject("already_opened", "the books of %d are open already: post in them", "%d 年度账套已启用：请直接记账", b.Year)
	}
	chart, known := ChartNamed(e.Chart)
	if !known {
		return domain.Reject("chart_unknown", "there is no chart of accounts %q: use the one of the year", "没有科目表 %q：请使用当年科目表", e.Chart)
	}
	last := 0
	var debits, credits domain.Money
	for _, x := range e.Balances {
		a, known := chart.Account(x.Account)
		switch {
		case !known:
			return notInChart(chart, x.Account)
		case x.Account <= last:
			return domain.Reject("account_twice", "account %d is named twice: give each account one opening balance", "科目 %d 重复：每个科目只填一个期初余额", x.Account)
		case a.Class == Income || a.Class == Expense || a.Code == chart.Surplus:
			return domain.Reject("opens_with_a_result",
				"account %d has no balance at the beginning of a year: transfer it to account %d first",
				"科目 %d 年初无余额：请先结转至科目 %d", x.Account, chart.Distribution)
		}
		if err := oneSide(Line(x)); err != nil {
			return err
		}
		last = x.Account
		debits, credits = debits+x.Debit, credits+x.Credit
		if max(debits, credits) > domain.MaxAmount {
			return tooMuch()
		}
	}
	if debits != credits {
		return unbalanced(debits, credits)
	}
	return nil
}

// numbered: vouchers ascend through the year, and are dated in an open month of it.
func (b Books) numbered(number int, on domain.Date) error {
	switch {
	case number <= b.Last:
		return b.notTheNext(number)
	case on.Year != b.Year:
		return domain.Reject("outside_the_year",
			"%q is no day of %d, whose books these are: post it in the books of its year",
			"%q 不在 %d 年度内：请记入相应年度账套", on.String(), b.Year)
	case int(on.Month) <= b.ClosedMonths:
		return domain.Reject("month_closed",
			"month %d is closed, and nothing is posted to it: date the voucher in month %d or later",
			"%d 月已结账，不得再记账：凭证日期请填 %d 月或以后", int(on.Month), b.ClosedMonths+1)
	}
	return nil
}

func (b Books) notTheNext(number int) error {
	return domain.Reject("not_the_next_number", "the last voucher is number %d, and %d does not follow: take a greater number", "最后一张凭证号为 %d，%d 不能在其后：请使用更大的编号", b.Last, number)
}

// balanced holds the lines of an entry: on both sides, as much on one as on the
// other, on accounts of the chart.
func (b Books) balanced(lines []Line) error {
	chart, known := ChartNamed(b.Chart)
	if !known {
		return domain.Reject("chart_unknown", "there is no chart of accounts %q", "没有科目表 %q", b.Chart)
	}
	if len(lines) > maxLines {
		return domain.Reject("too_many_lines", "an entry has at most %d lines, not %d: split it", "一张凭证至多 %d 条分录，不能是 %d 条：请拆分", maxLines, len(lines))
	}
	var debits, credits domain.Money
	for _, l := range lines {
		if _, known := chart.Account(l.Account); !known {
			return notInChart(chart, l.Account)
		}
		if l.Account == chart.Surplus {
			return domain.Reject("surplus_is_transferred",
				"account %d takes what closing the year transfers, and nothing else: use another account",
				"科目 %d 仅用于年终结转：请使用其他科目", l.Account)
		}
		if err := oneSide(l); err != nil {
			return err
		}
		debits, credits = debits+l.Debit, credits+l.Credit
		if max(debits, credits) > domain.MaxAmount {
			return tooMuch()
		}
	}
	if debits == 0 || credits == 0 {
		return domain.Reject("one_sided", "an entry has debits and credits: give both", "凭证须有借方和贷方：请补齐")
	}
	if debits != credits {
		return unbalanced(debits, credits)
	}
	return nil
}

func oneSide(l Line) error {
	if l.Debit < 0 || l.Credit < 0 || (l.Debit == 0) == (l.Credit == 0) {
		return domain.Reject("line_unclear",
			"account %d: a line is a debit or a credit of more than nothing, not %s and %s",
			"科目 %d：每条分录须为大于零的借方或贷方，不能是借 %s、贷 %s", l.Account, l.Debit, l.Credit)
	}
	return nil
}

func unbalanced(debits, credits domain.Money) error {
	return domain.Reject("unbalanced", "debits of %s yuan and credits of %s are not equal: correct the lines", "借方 %s 元与贷方 %s 元不相等：请更正", debits, credits)
}

func tooMuch() error {
	return domain.Reject("amount_out_of_range", "one side comes to more than %s yuan: correct the amounts", "单边合计超过 %s 元：请更正", domain.Money(domain.MaxAmount))
}

func notInChart(c *Chart, account int) error {
	return domain.Reject("account_unknown_in_chart", "%[1]d is no account of the chart %[2]s: look it up there", "科目表 %[3]s 中没有科目 %[1]d：请核对编号", account, c.English, c.Chinese)
}

// mayReverse: an entry is reversed once, in full, by one that is dated no earlier.
// A red entry is not reversed: what it reversed is posted anew.
func (b Books) mayReverse(e Reversed) error {
	if err := b.numbered(e.Number, e.On); err != nil {
		return err
	}
	entry, known := b.Entry(e.Entry)
	switch {
	case !known:
		return domain.Reject("no_such_entry", "there is no entry number %d (numbers run to %d): look it up", "没有凭证号 %d（编号至 %d）：请核对", e.Entry, b.Last)
	case entry.Reverses > 0:
		return domain.Reject("is_a_reversal", "entry %d reverses entry %d, and is not reversed itself: post that anew", "凭证 %d 为冲销凭证 %d 的红字凭证，不得再冲销：请重新记账", e.Entry, entry.Reverses)
	case entry.ReversedBy > 0:
		return domain.Reject("reversed_already", "entry %d was reversed by entry %d: post what is right anew", "凭证 %d 已由凭证 %d 冲销：请重新记正确的账", e.Entry, entry.ReversedBy)
	case e.On.Before(entry.On):
		return domain.Reject("before_the_entry", "entry %d is of %s, and is not reversed before: give a later day", "凭证 %d 日期为 %s，冲销不得早于该日：请填写之后的日期", e.Entry, entry.On)
	}
	return nil
}

func (b Books) mayCloseMonth(e MonthClosed) error {
	switch {
	case b.ClosedMonths == 12:
		return domain.Reject("months_closed", "all months are closed: close the year", "各月均已结账：请办理年结")
	case e.Month != b.ClosedMonths+1:
		return domain.Reject("not_the_next_month", "the next month to be closed is %d, not %d: they are closed in order", "下一个应结月份为 %d 月，不是 %d 月：请依次结账", b.ClosedMonths+1, e.Month)
	}
	return nil
}

// lastOf is the last day of a month of the books.
func (b Books) lastOf(month int) domain.Date {
	return domain.NewDate(b.Year, time.Month(month)+1, 1).AddDays(-1)
}
