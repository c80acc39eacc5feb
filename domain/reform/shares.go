package reform

import (
	"math/bits"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// wholeParts is the whole in basis points, hundredths of a percent.
const wholeParts = 10_000

// part divides amount × points by the whole, to the lower or the upper integer.
// The amount is not negative, points are from 0 to the whole, and no product is
// too large for it.
func part(amount int64, points int, up bool) int64 {
	hi, lo := bits.Mul64(uint64(amount), uint64(points))
	quotient, rest := bits.Div64(hi, lo, wholeParts)
	if up && rest > 0 {
		quotient++
	}
	return int64(quotient)
}

// quantified fills in what follows from the sum and from who gets how much.
func (r Reform) quantified(e SharesQuantified, act domain.Act) (SharesQuantified, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	if err := r.wholeRoster(e.MemberShares); err != nil {
		return e, err
	}
	e.Rules, e.Operating, e.Debts = set.Name(), r.Operating, r.Debts
	if net := r.Operating - r.Debts; e.Sum < 1 || e.Sum > net {
		return e, domain.Reject("beyond_net_operating",
			"only net operating assets are quantified: operating assets %s less debts %s are %s yuan, and the sum is more than 0 and at most that, not %s",
			"只量化经营性净资产：经营性资产 %s 元，减负债 %s 元，为 %s 元；量化总额须大于零且不超过此数，不能是 %s 元", r.Operating, r.Debts, net, e.Sum)
	}
	members, ok := r.total(e.MemberShares)
	issued := members + e.CollectiveShares
	if !ok || e.CollectiveShares < 0 || issued < members || issued < 1 || issued > int64(e.Sum) {
		return e, domain.Reject("shares_out_of_range",
			"shares are counted from 1, nobody's are less than 0, and each is worth a fen or more: name fewer shares than the sum has fen (%d)",
			"股数从 1 起计，不得为负，每股至少值一分：总股数不得超过量化总额的分数（%d）", int64(e.Sum))
	}
	e.Issued = issued
	e.Value, e.Remainder = e.Sum.Share(issued)
	limit := set.Reform.MaxCollectiveShare
	e.CollectiveMost = part(issued, limit.Value, false)
	if err := withinLimit(limit, e.CollectiveShares, issued); err != nil {
		return e, err
	}
	return e, r.restsOn(act, e.Decision, e.Sum, domain.Quantification)
}

// wholeRoster: allotments ascend, do not overlap, and leave no member out.
func (r Reform) wholeRoster(shares []Allotment) error {
	next := 1
	for _, a := range shares {
		if a.From < next || a.To < a.From || a.To > r.roll.Count() {
			return domain.Reject("allotment_out_of_order",
				"shares are allotted in the order of the roster, and %d to %d does not follow: begin at %d or later, and end at %d at most",
				"股份按名册编号顺序分配，%d 至 %d 不合顺序：请从 %d 或之后开始，至多到 %d", a.From, a.To, next, r.roll.Count())
		}
		if err := r.noneBetween(next, a.From); err != nil {
			return err
		}
		next = a.To + 1
	}
	return r.noneBetween(next, r.roll.Count()+1)
}

func (r Reform) noneBetween(from, before int) error {
	for number := from; number < before; number++ {
		if r.roll.At(number).Member {
			return domain.Reject("member_left_out", "number %d is a member and gets nothing, not even 0 shares: name the shares of every member", "编号 %d 是成员但未列股数：每名成员均须列明（可为 0）", number)
		}
	}
	return nil
}

// withinLimit holds the collective's shares to what it may hold.
func withinLimit(limit rules.Rule[int], shares, issued int64) error {
	if most := part(issued, limit.Value, false); shares > most {
		return limit.Reject("collective_share_too_large",
			"the collective may hold %d.%02d%% of %d shares, which is %d, and not %d: give more to the members",
			"集体股上限为总股数的 %d.%02d%%（总股数 %d，即 %d 股），不能是 %d 股：请增加成员股", limit.Value/100, limit.Value%100, issued, most, shares)
	}
	return nil
}

// joined fills in what the collective is left with. A new member brings no new
// shares (增人不增股, assumed): they are given, inherited or transferred. Who joins a
// roster that was confirmed and before shares are allotted by it was never posted, and
// gets as many as anybody: that takes a decision like the roster's, whatever the basis.
func (r Reform) joined(e MemberJoined, act domain.Act) (MemberJoined, error) {
	if err := domain.CheckCode(e.Basis); err != nil {
		return e, err
	}
	if err := domain.Require(domain.Given(!e.Document.IsZero(), "document", "依据文件")); err != nil {
		return e, err
	}
	e.CollectiveShares = r.CollectiveShares - e.Shares
	if r.Stage == Quantification {
		return e, r.decidedAfterPosting(act, e.Decision)
	}
	if e.Basis != Admitted && e.Shares == 0 && e.Decision == "" {
		return e, nil
	}
	return e, r.restsOn(act, e.Decision, 0, domain.Roster, domain.Quantification)
}

// left fills in what the collective then holds.
func (r Reform) left(e MemberLeft, act domain.Act) (MemberLeft, error) {
	if err := domain.CheckCode(e.Reason); err != nil {
		return e, err
	}
	if err := domain.Require(domain.Given(!e.Document.IsZero(), "document", "依据文件")); err != nil {
		return e, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	limit := set.Reform.MaxCollectiveShare
	e.CollectiveShares = r.CollectiveShares + e.Returned
	e.CollectiveMost, e.Rules = part(r.Issued, limit.Value, false), set.Name()
	if e.Returned == 0 {
		return e, nil
	}
	return e, withinLimit(limit, e.CollectiveShares, r.Issued)
}

// setAside fills in what is left of a closed year. What it brought, and at least the
// losses that it covers, are as the books of the collective have them.
func (r Reform) setAside(e ReservesSetAside, act domain.Act) (ReservesSetAside, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	if err := domain.Require(domain.Said(e.Document, "document", "年度决算文件")); err != nil {
		return e, err
	}
	if e.Year >= act.Day().Year || e.Year < r.StartedOn.Year {
		return e, domain.Reject("year_not_closed",
			"%d is not a closed year of the reform, which began in %d, and this is %d: name a year of it that is over",
			"%d 不是改革以来已结束的年度（%d 年开始，现为 %d 年）：请填写已结束的年度", e.Year, r.StartedOn.Year, act.Day().Year)
	}
	books, err := r.closedBooks(e.Year, act)
	if err != nil {
		return e, err
	}
	if surplus := books.Surplus(); e.Profit != surplus {
		return e, domain.Reject("not_as_in_the_books",
			"the books of %d have a surplus of %s yuan, not %s: leave the profit out, and it is taken from there",
			"%d 年度账套的本年收益为 %s 元，不能是 %s 元：请勿填写收益，由账套取数", e.Year, surplus, e.Profit)
	}
	if e.Profit < 0 || e.Losses < 0 || e.Losses > e.Profit {
		return e, domain.Reject("beyond_the_profit", "a profit of %s covers losses from 0 up to itself, not %s: enter both as the accounts have them", "收益 %s 元可弥补的亏损为零至此数，不能是 %s 元：请按决算填写", e.Profit, e.Losses)
	}
	if least := lossesFirst(books); e.Losses < least {
		return e, domain.Reject("losses_not_covered",
			"the books of %d have %s yuan of earlier losses, of which the profit covers %s before anything else, not %s: leave the losses out, and they are taken from there",
			"%d 年度账套以前年度未弥补亏损为 %s 元，当年收益须先弥补其中 %s 元，不能是 %s 元：请勿填写弥补亏损，由账套取数", e.Year, books.Uncovered, least, e.Losses)
	}
	rest := e.Profit - e.Losses
	rule := set.Reform.MinReserves
	e.LeastPart, e.Rules = rule.Value, set.Name()
	e.Least = domain.Money(part(int64(rest), rule.Value, true))
	if e.Reserves < e.Least || e.Reserves > rest {
		return e, rule.Reject("reserves_out_of_range",
			"of %s yuan that losses leave, at least %s become reserves, and at most all of it, not %s",
			"弥补亏损后余 %s 元，至少提取 %s 元、至多全部，不能是 %s 元", rest, e.Least, e.Reserves)
	}
	e.Left = rest - e.Reserves
	return e, nil
}

// closedBooks are the books of the collective for a year, once they are closed.
func (r Reform) closedBooks(year int, act domain.Act) (domain.BooksYear, error) {
	stream := domain.BooksOf(r.Collective, year)
	books, err := domain.Evidence[domain.BooksYear](act, stream)
	switch {
	case domain.CodeOf(err) == "no_such_evidence":
		err = domain.Reject("books_missing", "there are no books of %s for %d: keep and close them first, under %s", "没有 %s 的 %d 年度账套：请先建账并年结（%s）", r.Collective, year, stream)
	case err == nil && (books.Closed.IsZero() || books.Closed.After(act.Day())):
		err = domain.Reject("books_open", "%s are not closed, and what the year left is known when they are: close the year first", "%s 尚未年结：请先办理年结，再提取公积公益金", stream)
	}
	return books, err
}

// lossesFirst is what a year covers of the losses that stand in its books, before
// anything of it is set aside or shared out.
func lossesFirst(books domain.BooksYear) domain.Money {
	return max(0, min(books.Surplus(), books.Uncovered))
}

// declared fills in what each share gets.
func (r Reform) declared(e DividendDeclared, act domain.Act) (DividendDeclared, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.Left = r.Years[r.year(e.Year)].Left
	if e.Total < 1 || e.Total > e.Left {
		return e, domain.Reject("beyond_what_is_left",
			"%d left %s yuan after losses and reserves, and a dividend is more than 0 and at most that, not %s",
			"%d 年度弥补亏损、提取公积公益金后余 %s 元，分红须大于零且不超过此数，不能是 %s 元", e.Year, e.Left, e.Total)
	}
	e.Shares, e.CollectiveShares, e.Holders, e.Rules = r.Issued, r.CollectiveShares, r.Holders, set.Name()
	e.PerShare, e.Remainder = e.Total.Share(r.Issued)
	if e.PerShare == 0 {
		return e, domain.Reject("nothing_a_share", "%s yuan over %d shares is less than a fen a share: leave it for another year", "%s 元按 %d 股分配，每股不足一分：请留待以后年度", e.Total, r.Issued)
	}
	e.ToHolders = e.PerShare * domain.Money(r.HeldByPersons()) // at most the total
	return e, r.restsOn(act, e.Decision, e.Total, domain.Dividend)
}

// paid fills in what is due to those who are paid. Everybody gets what was declared
// on their shares, once, so that money and holders run out together.
func (r Reform) paid(e DividendPaid, act domain.Act) (DividendPaid, error) {
	y, due := r.Years[r.year(e.Year)], r.due[r.year(e.Year)]
	e.Total, e.Holders = 0, 0
	next := 1
	for _, span := range e.To {
		if span.From < next || span.To < span.From || span.To > due.Count() {
			return e, domain.Reject("holders_out_of_order",
				"holders are paid in the order of their numbers, and %d to %d does not follow: begin at %d or later, and end at %d at most",
				"按编号顺序发放，%d 至 %d 不合顺序：请从 %d 或之后开始，至多到 %d", span.From, span.To, next, due.Count())
		}
		next = span.To + 1
		for number := span.From; number <= span.To; number++ {
			shares := due.At(number).Shares
			if shares == 0 {
				return e, domain.Reject("nothing_due",
					"nothing of the dividend of %d is due to number %d, who held no shares when it was declared, or is paid already: leave the number out",
					"%d 年度分红与编号 %d 无关（议定时未持股）或已发放：请勿列入", e.Year, number)
			}
			e.Total += y.PerShare * domain.Money(shares)
			e.Holders++
		}
	}
	if e.Holders == 0 {
		return e, domain.Reject("nobody_paid", "of %d holders all are paid for %d: look at what was recorded", "%[2]d 年度 %[1]d 名股东均已领取：请核对记录", y.Holders, e.Year)
	}
	return e, all(domain.Require(domain.Said(e.Document, "document", "凭证")), r.dated(e.On, act))
}

// unpaid are all who hold something, in order.
func unpaid(due domain.Sheets[Person]) (spans []Span) {
	for number, p := range due.All() {
		switch last := len(spans) - 1; {
		case p.Shares == 0:
		case last >= 0 && spans[last].To == number-1:
			spans[last].To = number
		default:
			spans = append(spans, Span{number, number})
		}
	}
	return spans
}

// paidOff leaves those who are paid with nothing.
func paidOff(due domain.Sheets[Person], to []Span) domain.Sheets[Person] {
	return due.Each(func(number int, p Person) Person {
		if slices.ContainsFunc(to, func(s Span) bool { return s.From <= number && number <= s.To }) {
			p.Shares = 0
		}
		return p
	})
}

// daysBetween is the number of days from one day to a later one.
func daysBetween(from, to domain.Date) int {
	return int(to.Start(time.UTC).Sub(from.Start(time.UTC)) / (24 * time.Hour))
}
