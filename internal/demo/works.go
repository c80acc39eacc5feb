package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/tender"
)

// undertaking is something that a unit has done for it.
type undertaking struct {
	kind           domain.MatterKind
	title, english string
}

var undertakings = []share[undertaking]{
	{5, undertaking{domain.PublicWorks, "村内道路硬化", "Paving of village roads"}},
	{4, undertaking{domain.PublicWorks, "路灯安装", "Street lamps"}},
	{3, undertaking{domain.PublicWorks, "文化广场整修", "Repair of the square"}},
	{3, undertaking{domain.CollectiveWorks, "大棚建设", "Greenhouses"}},
	{2, undertaking{domain.CollectiveWorks, "灌溉渠道维修", "Repair of irrigation canals"}},
	{3, undertaking{domain.Expenditure, "环境卫生整治", "Cleaning up"}},
}

// works are what a unit has built: with a tender where the rules ask for one.
func (p *plan) works(u *unit) {
	for n := range 2 {
		s := p.tell(fmt.Sprintf("%s/works/%d", u.stream, n), p.workday(later(u.decides, firstDay.AddDays(40))))
		if !s.percent(55) {
			continue
		}
		s.wait(1, 420)
		w := pick(s.chance, undertakings)
		most := yuan(s.between(8, 160) * 1_000)
		by := s.decide(u, question{kind: w.kind, title: w.title, english: w.english, amount: most})
		if by == "" {
			continue
		}
		s.build(u, w, most, by)
	}
}

func (s *script) build(u *unit, w undertaking, most domain.Money, by string) {
	set, err := s.book.On(s.today())
	if err != nil {
		return
	}
	firm, price, out := s.party(), most*domain.Money(s.between(86, 99))/100, ""
	if set.WeighSpending(most).NeedsBidding {
		if out, firm, price = s.tenderWorks(u, w, most, by); out == "" {
			return
		}
	}
	from := s.today()
	id := s.do(s.accountant(), "", contract.Sign{
		Owner: u.stream, Kind: domain.WorksContract, About: w.title + "（演示）", Organisation: firm, From: from, To: from.AddMonths(4),
		Schedule: []contract.Due{{Due: from, Amount: price / 2}, {Due: from.AddMonths(3), Amount: price - price/2}}, Decision: by, Tender: out,
	})
	about, spent := domain.StreamOf("contract", id), construction
	if w.kind == domain.Expenditure {
		spent = otherSpent
	}
	s.moved(u, "收到"+w.title+"专项补助", bank, subsidies, price*8/10, "", "")
	s.wait(1, 5)
	s.do(s.accountant(), id, contract.PayRent{Amount: price / 2, Voucher: s.voucher("付")})
	s.moved(u, "付"+w.title+"工程款", spent, bank, price/2, by, about)
	s.wait(35, 75)
	if s.percent(92) {
		s.do(s.accountant(), id, contract.PayRent{Amount: price - price/2, Voucher: s.voucher("付")})
		s.moved(u, "付清"+w.title+"工程款", spent, bank, price-price/2, by, about)
		s.soon(20, 90)
	}
	s.implemented(by, w.title+"已完工并验收")
}

// tenderWorks puts the works out: whoever asks for least has them.
func (s *script) tenderWorks(u *unit, w undertaking, most domain.Money, by string) (stream, firm string, price domain.Money) {
	s.wait(1, 5)
	id := s.do(s.recorder(), "", tender.List{Owner: u.stream, Kind: domain.TenderWorks, What: w.title + "（演示）", Reserve: most, Decision: by, Method: tender.Sealed})
	set, err := s.book.On(s.today())
	if err != nil {
		return "", "", 0
	}
	opening := s.calendar.AddWorkdays(s.today(), set.Property.ListingWorkdays.Value+1)
	best := 0
	var offers []tender.Offered
	for n := range s.between(2, 4) {
		s.wait(0, 2)
		bidder := s.party()
		bid := most*domain.Money(s.between(82, 98))/100 - domain.Money(n)*domain.Yuan
		s.do(s.recorder(), id, tender.ReceiveBid{Organisation: bidder, Interest: tender.None})
		offers = append(offers, tender.Offered{Bid: n + 1, Amount: bid})
		if best == 0 || bid < price {
			best, price, firm = n+1, bid, bidder
		}
	}
	s.until(opening)
	s.do(s.recorder(), id, tender.OpenBids{Offers: offers})
	s.soon(20, 60)
	s.do(s.recorder(), id, tender.Award{Bid: best})
	s.wait(1, 4)
	return domain.StreamOf("tender", id), firm, price
}

// households are the household decisions (民事户决) of a natural village.
func (p *plan) households(v *unit) {
	s := p.tell(v.stream+"/decisions", p.workday(v.decides))
	for range s.between(1, 3) {
		s.wait(2, 70)
		by := s.decide(v, question{kind: pick(s.chance, civil), title: one(s.chance, civilTitles), english: "A matter of the village"})
		if by == "" {
			continue
		}
		s.wait(3, 30)
		s.implemented(by, "已按户决结果办理")
	}
}

var civil = []share[domain.MatterKind]{{6, domain.OtherMatter}, {3, domain.PublicWorks}, {1, domain.Homestead}}

var civilTitles = []string{"村规民约修订", "红白理事会章程", "巷道清理分工", "路灯使用管理", "健身器材选址", "垃圾收集点设置", "自来水管网改造配合"}
