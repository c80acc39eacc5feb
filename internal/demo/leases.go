package demo

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/tender"
)

// lease is what is to be let, for how long and for how much.
type lease struct {
	*script
	unit   *unit
	asset  *owned
	years  int
	yearly domain.Money // of each
}

// let lets an asset, if it is one that is let, once or twice.
func (p *plan) let(u *unit, a *owned, n int) {
	chances := map[domain.AssetKind]int{domain.Building: 75, domain.Land: 80, domain.Water: 70, domain.Forest: 40}
	s := p.tell(fmt.Sprintf("%s/lease/%d", u.stream, n), p.workday(later(u.decides, a.free)))
	if a.class == domain.NonOperatingAsset || !s.percent(chances[a.kind]) {
		return
	}
	s.wait(1, 260)
	l := &lease{script: s, unit: u, asset: a}
	switch {
	case s.percent(35): // small, for a year, without a decision
		l.years, l.yearly = 1, yuan(s.between(12, 95)*100)
	case s.percent(60):
		l.years, l.yearly = s.between(2, 5), yuan(s.between(20, 90)*100)
	default:
		l.years, l.yearly = s.between(3, 8), yuan(s.between(90, 280)*100)
	}
	l.tell()
}

// total is the rent of all years.
func (l *lease) total() domain.Money { return l.yearly * domain.Money(l.years) }

// period is the first and the last day of a lease that is signed today.
func (l *lease) period() (from, to domain.Date) {
	from = l.today().AddDays(1)
	return from, from.AddMonths(12 * l.years).AddDays(-1)
}

func (l *lease) tell() {
	set, err := l.book.On(l.today())
	if err != nil {
		return
	}
	from, to := l.period()
	w := set.WeighLease(from, to, l.total(), l.asset.class == domain.ResourceAsset)
	if w.NeedsBidding && l.total()+yuan(l.years*mostOver) >= w.AppraisalFrom {
		l.appraised()
	}
	by := ""
	if w.NeedsDecision {
		by = l.decide(l.unit, question{
			kind: domain.Leasing, title: "出租" + l.asset.name, english: "Lease of collective property", amount: l.total(), concerns: []string{l.asset.stream},
		})
		if by == "" {
			return
		}
	}
	party, organisation := l.tenant()
	out := ""
	if w.NeedsBidding {
		if out, party, organisation = l.tendered(by); out == "" {
			return
		}
	}
	l.signed(by, out, party, organisation)
	if by != "" && !l.over && l.percent(92) {
		l.implement(by)
	}
}

// implement reports in a story of its own, because the rent goes on.
func (l *lease) implement(by string) {
	s := l.plan.tell(l.name+"/implemented", l.workday(l.today().AddDays(l.between(1, 12))))
	if s.now.Before(l.now) {
		s.now = l.now
		s.soon(1, 5)
	}
	s.implemented(by, "已签订租赁合同")
}

// tenant is somebody of the village, or a firm.
func (l *lease) tenant() (domain.Personal, string) {
	if l.percent(65) {
		return l.dealer(), ""
	}
	return domain.Personal{}, l.party()
}

// mostOver is how many yuan a year somebody may bid over the reserve.
const mostOver = 3_000

func (l *lease) appraised() {
	_, id := domain.SplitStream(l.asset.stream)
	l.do(l.accountant(), id, asset.Appraise{
		On: l.today(), Value: max(l.asset.net, yuan(80_000)) * 11 / 10, Appraiser: "演示资产评估事务所", Report: fmt.Sprintf("评报字〔%d〕%d号", l.today().Year, l.between(1, 900)),
	})
	l.wait(2, 6)
}

// tendered puts the lease out to tender. One that finds nobody fails.
func (l *lease) tendered(by string) (stream string, party domain.Personal, organisation string) {
	l.wait(1, 6)
	id := l.do(l.recorder(), "", tender.List{
		Owner: l.unit.stream, Kind: domain.TenderLease, Assets: []string{l.asset.stream}, What: l.asset.name + "出租（演示）", Reserve: l.yearly, Decision: by,
		Method: pick(l.chance, []share[tender.Method]{{6, tender.Sealed}, {3, tender.Auction}, {1, tender.Online}}),
	})
	stream = domain.StreamOf("tender", id)
	listed := l.today()
	set, err := l.book.On(listed)
	if err != nil {
		return "", party, ""
	}
	opening := l.calendar.AddWorkdays(listed, set.Property.ListingWorkdays.Value+1)
	bidders := l.between(2, 4)
	if l.percent(6) {
		bidders = 1
	}
	best := 0
	var best1 domain.Money
	var offers []tender.Offered
	for n := 1; n <= bidders; n++ {
		l.wait(0, 2)
		who, firm := l.tenant()
		bid := tender.ReceiveBid{Bidder: who, Organisation: firm, Interest: tender.None}
		if n == 3 && l.percent(15) {
			bid.Interest = tender.Kin
		}
		l.do(l.recorder(), id, bid)
		l.seals("", who)
		amount := l.yearly + yuan(l.between(0, mostOver/100-1)*100) + domain.Money(n)*domain.Yuan
		offers = append(offers, tender.Offered{Bid: n, Amount: amount})
		if bid.Interest == tender.None && amount > best1 {
			best, best1, party, organisation = n, amount, who, firm
		}
	}
	l.until(opening)
	if l.today().After(opening) { // the last bid came on the day itself
		l.until(opening)
	}
	l.do(l.recorder(), id, tender.OpenBids{Offers: offers})
	l.soon(20, 60)
	if bidders < set.Property.MinBidders.Value {
		l.do(l.recorder(), id, tender.Fail{Reason: "投标人不足（演示）"})
		return "", party, ""
	}
	l.do(l.recorder(), id, tender.Award{Bid: best})
	l.yearly = best1
	l.wait(1, 4)
	return stream, party, organisation
}

// signed signs the contract, has the asset claim it, and follows the rent.
func (l *lease) signed(by, out string, party domain.Personal, organisation string) {
	from, to := l.period()
	id := l.do(l.accountant(), "", contract.Sign{
		Owner: l.unit.stream, Kind: domain.LeaseContract, Assets: []string{l.asset.stream}, Party: party, Organisation: organisation,
		From: from, To: to, Amount: l.yearly, Every: 12, Decision: by, Tender: out,
	})
	l.seals("", party)
	l.soon(5, 30)
	_, assetID := domain.SplitStream(l.asset.stream)
	l.do(l.accountant(), assetID, asset.Lease{Contract: domain.StreamOf("contract", id)})
	l.asset.free = to.AddDays(1)
	rent := l.plan.tell(l.name+"/rent", l.workday(from))
	for year := range l.years {
		due := from.AddMonths(12 * year)
		if due.After(lastDay) {
			break
		}
		rent.until(l.workday(due))
		switch {
		case rent.percent(4): // not paid at all
			if rent.percent(50) {
				rent.wait(20, 40)
				rent.do(l.accountant(), id, contract.Breach{On: rent.today(), What: "逾期未缴租金（演示）"})
			}
			continue
		case rent.percent(12):
			rent.wait(5, 40)
		default:
			rent.wait(0, 3)
		}
		rent.do(l.accountant(), id, contract.PayRent{Amount: l.yearly, Voucher: rent.voucher("收")})
		rent.moved(l.unit, "收"+l.asset.name+"租金", bank, leaseIncome, l.yearly, "", domain.StreamOf("contract", id))
	}
	if l.percent(6) {
		clean := l.plan.tell(l.name+"/right", l.workday(later(from, secondYear).AddDays(l.between(20, 200))))
		clean.do(l.accountant(), id, contract.SetRight{On: clean.today(), What: "补充完善合同条款（演示）", Document: "两清理台账（演示）"})
	}
}
