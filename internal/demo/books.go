package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// The accounts that the books of the county use (2005).
const (
	cash         = 101
	bank         = 102
	receivables  = 112
	investments  = 141
	fixedAssets  = 151
	construction = 154
	loans        = 201
	payables     = 202
	capital      = 301
	distribution = 322
	leaseIncome  = 511
	subsidies    = 522
	otherIncome  = 531
	administered = 541
	otherSpent   = 551
)

// movement is something that moves the money of a unit, which its books take down
// on the same day.
type movement struct {
	at              time.Time
	summary         string
	debits, credits []books.Amount
	decision, about string
}

// moved notes a movement of the present moment, from one account to another.
func (s *script) moved(u *unit, summary string, debit, credit int, amount domain.Money, decision, about string) {
	s.movedIn(u, movement{
		summary: summary, debits: []books.Amount{{Account: debit, Amount: amount}}, credits: []books.Amount{{Account: credit, Amount: amount}},
		decision: decision, about: about,
	})
}

func (s *script) movedIn(u *unit, m movement) {
	if !s.over {
		m.at = s.now
		u.movements = append(u.movements, m)
	}
}

// routine is what comes and goes in the books of a unit every year.
func (p *plan) routine(u *unit, year int) {
	for month := time.January; month <= time.December; month++ {
		first := domain.NewDate(year, month, 1)
		s := p.tell(fmt.Sprintf("%s/routine/%d-%02d", u.stream, year, month), p.workday(first.AddDays(9)))
		s.moved(u, "误工补贴", administered, bank, yuan(s.between(4, 9)*100), "", "")
		s.wait(1, 6)
		s.moved(u, "办公、水电费", administered, cash, yuan(s.between(2, 10)*50), "", "")
		if month%3 == 0 {
			s.wait(1, 3)
			s.moved(u, "上级补助收入", bank, subsidies, yuan(s.between(70, 120)*100), "", "")
			s.soon(5, 30)
			s.moved(u, "存款利息", bank, otherIncome, yuan(s.between(1, 4)*20), "", "")
			s.soon(5, 30)
			s.moved(u, "提取备用金", cash, bank, yuan(1_200), "", "")
		}
	}
}

// keep keeps the books of a unit for a year, of all that moved in it. What 2015
// left is the unit's surplus; the last month of 2016 stays open.
func (p *plan) keep(u *unit, year int) {
	p.routine(u, year)
	var all []movement
	for _, m := range u.movements {
		if domain.DateOf(m.at, p.zone).Year == year {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b movement) int { return a.at.Compare(b.at) })
	s := p.tell(fmt.Sprintf("%s/books/%d", u.stream, year), firstDay.AddDays(6))
	open := books.Open{Collective: u.stream, Year: year}
	if year == firstDay.Year {
		open.Debits, open.Credits, open.Document = s.opening(u)
	} else {
		s.now = u.booksClosed
		s.soon(10, 30)
	}
	s.do(p.accountant(), "", open)
	k := keeping{s, open.StreamID(), domain.NewDate(year, time.January, 1)}
	for _, m := range all {
		k.closeBefore(domain.DateOf(m.at, p.zone))
		k.post(m)
		if year == firstDay.Year {
			u.surplus += result(m)
		}
	}
	end := domain.NewDate(year+1, time.January, 1)
	if year == firstDay.Year {
		k.closeBefore(end)
		k.soon(20, 60)
		k.do(p.accountant(), k.id, books.CloseYear{})
		u.booksClosed = k.now
		return
	}
	k.closeBefore(end.AddDays(-1))
}

// opening are the balances that the books on paper had.
func (s *script) opening(u *unit) (debits, credits []books.Amount, document string) {
	total := domain.Money(0)
	debit := func(account int, amount domain.Money) {
		if amount > 0 {
			debits = append(debits, books.Amount{Account: account, Amount: amount})
			total += amount
		}
	}
	debit(cash, yuan(s.between(20, 60)*100))
	debit(bank, yuan(s.between(150, 600)*1_000))
	debit(receivables, u.owed)
	fixed := domain.Money(0)
	for _, a := range u.property {
		if a.class != domain.ResourceAsset {
			fixed += a.onBooks
		}
	}
	debit(fixedAssets, fixed)
	if u.owes > 0 {
		credits = append(credits, books.Amount{Account: payables, Amount: u.owes})
	}
	return debits, append(credits, books.Amount{Account: capital, Amount: total - u.owes}), "2014年末账簿（演示）"
}

// result is what a movement adds to what the year leaves.
func result(m movement) (sum domain.Money) {
	isResult := func(account int) bool { return account >= 500 }
	for _, c := range m.credits {
		if isResult(c.Account) {
			sum += c.Amount
		}
	}
	for _, d := range m.debits {
		if isResult(d.Account) {
			sum -= d.Amount
		}
	}
	return sum
}

// keeping is the books of a year while they are kept.
type keeping struct {
	*script
	id string
	// open is the first day of the month that is not closed.
	open domain.Date
}

// closeBefore closes the months that are over by a day, each in the first days of
// the next one.
func (k *keeping) closeBefore(day domain.Date) {
	for next := k.open.AddMonths(1); !next.After(day); next = k.open.AddMonths(1) {
		k.noSooner(k.hours(k.workday(next.AddDays(k.between(0, 2)))))
		k.do(k.accountant(), k.id, books.CloseMonth{})
		k.open = next
	}
}

// noSooner: the books go on at a moment, or a little later where it has passed.
func (k *keeping) noSooner(than time.Time) {
	if than.After(k.now) {
		k.now = than
	} else {
		k.now = k.now.Add(time.Duration(k.between(20, 90)) * time.Second)
	}
}

// voucherFrom is the amount from which an expenditure shows a voucher.
func (k *keeping) voucherFrom() domain.Money {
	set, err := k.book.On(k.today())
	if err != nil {
		return 0
	}
	return set.Finance.ExpenditureFrom.Value
}

func (k *keeping) post(m movement) {
	k.noSooner(m.at.Add(time.Duration(k.between(60, 900)) * time.Second))
	c := books.Post{
		On: domain.DateOf(m.at, k.zone), Summary: m.summary + "（演示）", Debits: m.debits, Credits: m.credits, Decision: m.decision, About: m.about,
	}
	var paid domain.Money
	for _, x := range m.credits {
		if x.Account == bank || x.Account == cash {
			paid += x.Amount
		}
		if x.Account == cash {
			c.Cashier = domain.StreamOf("account", k.role(domain.Cashier))
		}
	}
	var papers []paper
	if paid >= k.voucherFrom() {
		papers = []paper{{domain.Voucher, "付款凭证", fmt.Sprintf("付款凭证（演示）：%s，%s元\n", m.summary, paid)}}
	}
	k.do(k.accountant(), k.id, c, papers...)
}
