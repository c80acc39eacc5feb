package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
)

// owned is an asset of a unit.
type owned struct {
	stream, name string
	class        domain.AssetClass
	kind         domain.AssetKind
	// net is its net value, onBooks what that was when the books were opened.
	net, onBooks domain.Money
	// free is the first day on which it may be let or sold.
	free domain.Date
}

// sort is a sort of asset: how often a unit has it, and what it is worth.
type sort struct {
	name     string
	class    domain.AssetClass
	kind     domain.AssetKind
	unit     domain.AssetUnit
	quantity [2]int
	yuan     [2]int
	percent  int
}

var sorts = []sort{
	{"办公用房", domain.NonOperatingAsset, domain.Building, domain.SquareMetres, [2]int{120, 400}, [2]int{120_000, 480_000}, 90},
	{"沿街门市房", domain.OperatingAsset, domain.Building, domain.SquareMetres, [2]int{60, 300}, [2]int{90_000, 420_000}, 85},
	{"旧厂房", domain.OperatingAsset, domain.Building, domain.SquareMetres, [2]int{200, 900}, [2]int{110_000, 600_000}, 55},
	{"仓库", domain.OperatingAsset, domain.Building, domain.SquareMetres, [2]int{80, 300}, [2]int{30_000, 120_000}, 45},
	{"机动地", domain.ResourceAsset, domain.Land, domain.CentiMu, [2]int{2_000, 12_000}, [2]int{0, 0}, 95},
	{"水塘", domain.ResourceAsset, domain.Water, domain.CentiMu, [2]int{300, 2_500}, [2]int{0, 0}, 60},
	{"林地", domain.ResourceAsset, domain.Forest, domain.CentiMu, [2]int{500, 5_000}, [2]int{0, 0}, 40},
	{"拖拉机", domain.OperatingAsset, domain.Vehicle, domain.Pieces, [2]int{1, 2}, [2]int{8_000, 42_000}, 40},
	{"机井及配套", domain.NonOperatingAsset, domain.Infrastructure, domain.Pieces, [2]int{1, 5}, [2]int{15_000, 90_000}, 70},
	{"变压器", domain.OperatingAsset, domain.Equipment, domain.Pieces, [2]int{1, 2}, [2]int{18_000, 46_000}, 35},
}

func yuan(n int) domain.Money { return domain.Money(n) * domain.Yuan }

func (p *plan) accountant() string { return p.role(domain.Accountant) }

// property is what a unit owns, and what becomes of it in two years.
func (p *plan) property(u *unit) {
	p.register(u)
	if u.level != domain.GroupUnit {
		p.delegate(u)
	}
	for i, a := range u.property {
		p.let(u, a, i)
	}
	p.sell(u)
	p.owe(u)
	p.works(u)
}

// register brings on record what stands on the books, and counts it once in
// 2015.
func (p *plan) register(u *unit) {
	s := p.tell(u.stream+"/assets", firstDay.AddDays(s7(p.number)))
	counted := p.workday(firstDay.AddDays(s.between(100, 280)))
	for _, k := range sorts {
		if !s.percent(k.percent) {
			continue
		}
		original := yuan(s.between(k.yuan[0]/100, k.yuan[1]/100) * 100)
		a := &owned{name: k.name, class: k.class, kind: k.kind, net: original * domain.Money(s.between(45, 95)) / 100, free: counted}
		a.net -= a.net % (100 * domain.Yuan)
		a.onBooks = a.net
		quantity := s.between(k.quantity[0], k.quantity[1])
		id := s.do(p.accountant(), "", asset.Register{
			Owner: u.stream, Class: k.class, Kind: k.kind, Name: u.name + k.name, Location: s.chinese, Quantity: quantity, Unit: k.unit,
			OriginalValue: original, NetValue: a.net, Origin: asset.OnBooks,
		})
		a.stream = domain.StreamOf("asset", id)
		s.soon(2, 9)
		u.property = append(u.property, a)
		c := p.tell(a.stream+"/counted", counted)
		v := asset.Verify{On: counted, Quantity: quantity, NetValue: a.net, Condition: asset.IsSound, Document: fmt.Sprintf("清产核资表〔2015〕%d号（演示）", p.number+1)}
		written := k.class != domain.ResourceAsset && c.percent(12)
		if written {
			v.NetValue -= v.NetValue / 10
		}
		c.do(p.accountant(), id, v)
		if written {
			c.soon(5, 30)
			c.do(p.accountant(), id, asset.Revalue{Basis: asset.OnVerification, Reason: "清产核资调整净值（演示）"})
			c.moved(u, "清产核资核减"+a.name, otherSpent, fixedAssets, a.net-v.NetValue, "", a.stream)
			a.net = v.NetValue
		}
	}
}

// s7 spreads beginnings over a week of January.
func s7(n int) int { return 7 + n%5 }

// delegate is the decision by which the villagers let their representatives
// resolve what is reserved to them.
func (p *plan) delegate(u *unit) {
	s := p.tell(u.stream+"/delegation", firstDay.AddDays(s7(p.number)+21))
	set, err := p.book.On(firstDay)
	if err != nil {
		return
	}
	u.delegation = s.decide(u, question{kind: domain.Delegation, title: "授权村民代表会议决定有关事项", english: "Delegation to the representatives", amount: set.Decisions.DelegatedUpTo.Value, sure: true})
	u.delegatedSince = s.today()
	u.decides = later(u.decides, s.today())
}

// sell sells or writes off something small that a few units can do without.
func (p *plan) sell(u *unit) {
	s := p.tell(u.stream+"/sale", later(u.decides, p.workday(firstDay.AddDays(p.workdaysOf(u, 120, 640)))))
	for _, a := range u.property {
		small := a.kind == domain.Vehicle || a.kind == domain.Equipment
		if !small || a.free.After(s.today()) || !s.percent(30) {
			continue
		}
		if s.percent(35) {
			s.writeOff(u, a)
			return
		}
		price := a.net + a.net/domain.Money(s.between(5, 20))
		by := s.decide(u, question{kind: domain.Disposal, title: "处置" + a.name, english: "Sale of equipment", amount: price, concerns: []string{a.stream}})
		if by == "" {
			return
		}
		sale := s.do(p.accountant(), "", contract.Sign{
			Owner: u.stream, Kind: domain.SaleContract, Assets: []string{a.stream}, Organisation: s.party(), From: s.today(), Amount: price, Decision: by,
		})
		s.soon(10, 40)
		_, id := domain.SplitStream(a.stream)
		s.do(p.accountant(), id, asset.Dispose{Contract: domain.StreamOf("contract", sale), Decision: by})
		s.wait(0, 5)
		s.do(p.accountant(), sale, contract.PayRent{Amount: price, Voucher: s.voucher("收")})
		s.movedIn(u, movement{
			summary: "转让" + a.name, debits: []books.Amount{{Account: bank, Amount: price}},
			credits: []books.Amount{{Account: fixedAssets, Amount: a.net}, {Account: otherIncome, Amount: price - a.net}}, about: domain.StreamOf("contract", sale),
		})
		s.soon(20, 60)
		s.implemented(by, "已按决议转让"+a.name)
		return
	}
}

func (s *script) writeOff(u *unit, a *owned) {
	_, id := domain.SplitStream(a.stream)
	s.do(s.accountant(), id, asset.Damage{On: s.today(), Condition: asset.IsLost, What: "年久报废，已无法使用（演示）"})
	s.wait(1, 10)
	by := s.decide(u, question{kind: domain.WriteOff, title: "核销" + a.name, english: "Write-off of equipment", amount: a.net, concerns: []string{a.stream}, sure: true})
	if by == "" {
		return
	}
	s.do(s.accountant(), id, asset.WriteOff{Decision: by, Reason: "报废（演示）"})
	s.moved(u, "核销"+a.name, otherSpent, fixedAssets, a.net, "", a.stream)
	s.soon(20, 60)
	s.implemented(by, "已核销"+a.name)
}

// workdaysOf is a number of days that differs by unit.
func (p *plan) workdaysOf(u *unit, from, to int) int {
	return chanceOf(p.seed, u.stream+"/days").between(from, to)
}

// voucher is the number of one, which differs by story.
func (s *script) voucher(kind string) string {
	return fmt.Sprintf("%s%d-%04d", kind, s.today().Year, s.IntN(10_000))
}

// party is another party of a deal: a firm that is made up. No two deals have the
// same, or they would look like one that was split.
func (s *script) party() string {
	s.parties++
	return fmt.Sprintf("%s第%d号", one(s.chance, firms), s.place.number*1000+s.parties)
}

// dealer is somebody of the village who deals with a collective; no two deals have
// the same.
func (s *script) dealer() domain.Personal {
	s.parties++
	return s.resident(s.place, 5_000+s.parties)
}

var firms = []string{"演示农机公司", "演示建材公司", "演示商贸公司", "演示种植专业合作社", "演示养殖专业合作社", "演示建筑公司", "演示超市", "演示加工厂"}

// owe is what the unit owes, and what is owed to it.
func (p *plan) owe(u *unit) {
	s := p.tell(u.stream+"/debts", firstDay.AddDays(s7(p.number)+2))
	if s.percent(55) {
		amount := yuan(s.between(10, 90) * 100)
		id := s.do(p.accountant(), "", debt.Incur{Owner: u.stream, Direction: debt.Receivable, Nature: debt.Before, Organisation: s.party(), Amount: amount, Purpose: "历年欠缴租金（演示）"})
		u.owed = amount
		if s.percent(60) {
			s.wait(60, 300)
			s.do(p.accountant(), id, debt.Collect{Amount: amount / 2, Voucher: s.voucher("收")})
			s.moved(u, "收回欠缴租金", bank, receivables, amount/2, "", domain.StreamOf("debt", id))
		}
	}
	s = p.tell(u.stream+"/payables", firstDay.AddDays(s7(p.number)+3))
	if s.percent(40) {
		amount := yuan(s.between(10, 80) * 100)
		id := s.do(p.accountant(), "", debt.Incur{Owner: u.stream, Direction: debt.Payable, Nature: debt.Before, Organisation: s.party(), Amount: amount, Purpose: "历年工程欠款（演示）"})
		u.owes = amount
		s.wait(40, 300)
		s.do(p.accountant(), id, debt.Repay{Amount: amount, Voucher: s.voucher("付")})
		s.moved(u, "偿还工程欠款", payables, bank, amount, "", domain.StreamOf("debt", id))
	}
	if s.percent(7) {
		p.borrow(u)
	}
}

// borrow is a loan that a decision allows.
func (p *plan) borrow(u *unit) {
	s := p.tell(u.stream+"/loan", later(u.decides, p.workday(firstDay.AddDays(p.workdaysOf(u, 90, 500)))))
	amount := yuan(s.between(2, 12) * 10_000)
	by := s.decide(u, question{kind: domain.Borrowing, title: "向信用社借款", english: "A loan of the credit union", amount: amount})
	if by == "" {
		return
	}
	id := s.do(p.accountant(), "", debt.Incur{
		Owner: u.stream, Direction: debt.Payable, Nature: debt.Loan, Organisation: "演示农村信用社", Amount: amount, Due: s.today().AddMonths(12), Purpose: "水利设施建设（演示）", Decision: by,
	})
	s.moved(u, "向信用社借款", bank, loans, amount, "", domain.StreamOf("debt", id))
	s.soon(20, 60)
	s.implemented(by, "借款已到账")
	for s.percent(70) && !s.over {
		s.wait(30, 90)
		s.do(p.accountant(), id, debt.Repay{Amount: amount / 5, Voucher: s.voucher("付")})
		s.moved(u, "偿还借款", loans, bank, amount/5, by, domain.StreamOf("debt", id))
		if amount -= amount / 5; amount < yuan(10_000) {
			return
		}
	}
}
