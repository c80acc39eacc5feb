package web_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// An estate is a site with what two collectives own.
type estate struct {
	*site
	// The shop is let after a tender to a person, until 2019; the field was let
	// until the contract was ended; the mill lies idle; the truck was sold, the
	// hall went to the other collective, and the pump was written off.
	shop, field, mill, truck, hall, pump string
	tender, lease, fieldLease, sale      string
	owed, owing                          string
	letting, selling, giving, scrapping  string // decisions
}

const (
	yuejiazhuang = "collective-yjz"
	lianchi      = "collective-lc"
	factory      = "诸城市机械厂"
)

// onDay moves the clock to nine o'clock of a day.
func (e *estate) onDay(d domain.Date) { e.clock.Set(d.String() + " 09:00") }

func owning(t testing.TB) *estate {
	t.Helper()
	e := &estate{site: founded(t)}
	e.onDay(domain.NewDate(2016, 3, 1))
	for id, c := range map[string]collective.Register{
		"yjz": {Community: "community-c0", Name: "岳家庄股份经济合作社", NameEnglish: "Yuejiazhuang Cooperative"},
		"lc":  {Community: "community-c1", Name: "莲池股份经济合作社", NameEnglish: "Lianchi Cooperative"},
	} {
		c.ID, c.Level = id, domain.VillageUnit
		e.must("", c)
		ledgertest.Enrol(t, e.Ledger, e.actor, "collective-"+id)
	}
	own := func(class domain.AssetClass, kind domain.AssetKind, unit domain.AssetUnit, quantity int, name string, original, net domain.Money) string {
		return e.must("", asset.Register{
			Owner: yuejiazhuang, Class: class, Kind: kind, Name: name, Location: "村东", Quantity: quantity, Unit: unit,
			OriginalValue: original * domain.Yuan, NetValue: net * domain.Yuan, Origin: asset.OnBooks,
		})
	}
	e.shop = own(domain.OperatingAsset, domain.Building, domain.SquareMetres, 240, "沿街商铺", 120000, 80000)
	e.field = own(domain.ResourceAsset, domain.Land, domain.CentiMu, 1250, "东洼地块", 0, 0)
	e.mill = own(domain.OperatingAsset, domain.Equipment, domain.Pieces, 1, "面粉机", 30000, 20000)
	e.truck = own(domain.OperatingAsset, domain.Vehicle, domain.Pieces, 1, "农用货车", 60000, 15000)
	e.hall = own(domain.NonOperatingAsset, domain.Building, domain.SquareMetres, 300, "旧会堂", 200000, 40000)
	e.pump = own(domain.OperatingAsset, domain.Equipment, domain.Pieces, 2, "抽水机", 8000, 1000)

	e.fieldLease = e.must("", contract.Sign{
		Owner: yuejiazhuang, Kind: domain.LeaseContract, Assets: []string{"asset-" + e.field}, Organisation: factory,
		From: domain.NewDate(2016, 3, 1), To: domain.NewDate(2017, 2, 28), Amount: 3000 * domain.Yuan, Every: 6,
	})
	e.must(e.field, asset.Lease{Contract: "contract-" + e.fieldLease})
	e.must(e.fieldLease, contract.PayRent{Amount: 3000 * domain.Yuan, Voucher: "记-3"})
	e.owed = e.must("", debt.Incur{
		Owner: yuejiazhuang, Direction: debt.Payable, Nature: debt.Unpaid, Counterparty: domain.About(domain.Subject{}, secret),
		Amount: 9000 * domain.Yuan, Due: domain.NewDate(2016, 12, 31), Purpose: "修渠工程款",
	})
	e.owing = e.must("", debt.Incur{
		Owner: lianchi, Direction: debt.Receivable, Nature: debt.Before, Organisation: factory, Amount: 5000 * domain.Yuan, Purpose: "历年欠款",
	})
	e.must(e.owing, debt.Collect{Amount: 5000 * domain.Yuan, Voucher: "记-9"})

	e.letting = e.decide(t, "2016-03-02", decision.Propose{Kind: domain.Leasing, Title: "出租沿街商铺", Amount: 60000 * domain.Yuan, Concerns: []string{"asset-" + e.shop}})
	e.tender = e.must("", tender.List{
		Owner: yuejiazhuang, Kind: domain.TenderLease, Assets: []string{"asset-" + e.shop}, What: "沿街商铺三年租赁",
		Reserve: 18000 * domain.Yuan, Decision: e.letting, Method: tender.Sealed,
	})
	e.must(e.tender, tender.ReceiveBid{Organisation: factory, Interest: tender.None})
	e.must(e.tender, tender.ReceiveBid{Bidder: domain.About(domain.Subject{}, secret), Interest: tender.None})
	e.must(e.tender, tender.ReceiveBid{Bidder: domain.About(domain.Subject{}, "亲属"+secret), Interest: tender.Kin})
	e.must(e.tender, tender.ReceiveBid{Organisation: "诸城旧货行", Interest: tender.None})
	e.onDay(domain.NewDate(2016, 5, 20))
	e.must(e.tender, tender.OpenBids{Invalid: []tender.Excluded{{Bid: 4, Why: tender.NotQualified}}, Offers: []tender.Offered{{Bid: 1, Amount: 19000 * domain.Yuan}, {Bid: 2, Amount: 20000 * domain.Yuan}, {Bid: 3, Amount: 25000 * domain.Yuan}}})
	e.must(e.tender, tender.Award{Bid: 2})
	e.lease = e.must("", contract.Sign{
		Owner: yuejiazhuang, Kind: domain.LeaseContract, Assets: []string{"asset-" + e.shop}, Party: domain.About(domain.Subject{}, secret),
		From: domain.NewDate(2016, 6, 1), To: domain.NewDate(2019, 5, 31), Amount: 20000 * domain.Yuan, Every: 12,
		Decision: e.letting, Tender: "tender-" + e.tender,
	})
	e.must(e.shop, asset.Lease{Contract: "contract-" + e.lease})
	e.onDay(domain.NewDate(2016, 6, 1))
	e.must(e.lease, contract.PayRent{Amount: 20000 * domain.Yuan, Voucher: "记-21", Note: domain.Note(secret)})

	e.onDay(domain.NewDate(2016, 8, 31))
	e.must(e.fieldLease, contract.End{Why: domain.EndAgreed})
	e.must(e.field, asset.EndLease{Contract: "contract-" + e.fieldLease})

	e.selling = e.decide(t, "2016-09-01", decision.Propose{Kind: domain.Disposal, Title: "处置农用货车", Amount: 16000 * domain.Yuan, Concerns: []string{"asset-" + e.truck}})
	e.sale = e.must("", contract.Sign{
		Owner: yuejiazhuang, Kind: domain.SaleContract, Assets: []string{"asset-" + e.truck}, Party: domain.About(domain.Subject{}, secret),
		From: domain.NewDate(2016, 10, 31), Amount: 16500 * domain.Yuan, Decision: e.selling,
	})
	e.must(e.truck, asset.Dispose{Contract: "contract-" + e.sale, Decision: e.selling})
	e.giving = e.decide(t, "2016-11-01", decision.Propose{Kind: domain.Transfer, Title: "旧会堂划转莲池", Concerns: []string{"asset-" + e.hall}})
	e.must(e.hall, asset.Transfer{To: lianchi, Decision: e.giving})
	e.must("", asset.Receive{From: "asset-" + e.hall, Owner: lianchi})
	e.scrapping = e.decide(t, "2017-01-03", decision.Propose{Kind: domain.WriteOff, Title: "核销抽水机", Concerns: []string{"asset-" + e.pump}})
	e.must(e.pump, asset.WriteOff{Decision: e.scrapping, Reason: "洪水冲毁"})
	e.onDay(domain.NewDate(2017, 6, 15))
	e.must(e.lease, contract.PayRent{Amount: 5000 * domain.Yuan, Voucher: "记-40"})
	e.settle()
	return e
}

// decide has the collective of Yuejiazhuang decide, and gives the decision.
func (e *estate) decide(t testing.TB, from string, p decision.Propose) string {
	t.Helper()
	day, err := domain.ParseDate(from)
	require.NoError(t, err)
	p.Owner, p.Source = yuejiazhuang, decision.PartyBranch
	return ledgertest.Decide(t, ledgertest.Course{Ledger: e.Ledger, By: e.actor, On: e.onDay, From: day}, p)
}
