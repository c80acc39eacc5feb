package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// spending is a contract of the group that needs neither decision nor tender.
func spending(amount domain.Money) contract.Sign {
	return contract.Sign{
		Owner: "collective-g1", Kind: domain.ServiceContract, About: "保洁", Organisation: "丙公司",
		From: day("2016-12-01"), To: day("2016-12-31"), Amount: amount,
	}
}

func signing(c contract.Sign, change func(*contract.Sign)) contract.Sign {
	change(&c)
	return c
}

// What several records show together is detected where each of them is lawful,
// and on the other side of the boundary is not.
func TestDetections(t *testing.T) {
	s := tell2016(t)
	raw := s.raw()
	appoint := func(post community.Post, seat int, person domain.Personal, kin ...domain.Personal) community.Appoint {
		return community.Appoint{Post: post, Seat: seat, Name: "赵敏", Person: person, Kin: kin, From: day("2016-10-01")}
	}
	for name, c := range map[string]struct {
		// after is the step after which what happens happens, lawfully.
		after   string
		happens func(c *story)
		// rules are what is then detected, of the record of the step "last", with
		// the first records of the steps named.
		rules []string
		with  []string
	}{
		"a contract with kin of who decides": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Organisation, k.Party = "", villager(102) }))
		}, []string{"deal_with_kin"}, []string{"head"}},
		"a contract with who decides": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Party = villager(101) }))
		}, []string{"deal_with_decider"}, []string{"head"}},
		"a contract with who left office before": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Party = villager(103) }))
		}, nil, nil},
		"a contract with somebody else": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Party = villager(5) }))
		}, nil, nil},
		"a debt of who left office the day before": {"hut leased", func(c *story) {
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-10-31"), Reason: community.Resigned})
			c.do("last", c.accountant, "", debt.Incur{
				Owner: "collective-g1", Direction: debt.Receivable, Nature: debt.Other, Counterparty: villager(101), Amount: yuan, Purpose: "预支",
			})
		}, nil, nil},
		"books that were opened before those of the year before": {"hut leased", func(c *story) {
			c.do("first", c.accountant, "", books.Open{Collective: "collective-g1", Year: 2016, Document: "账簿"})
			c.do("last", c.accountant, "", books.Open{Collective: "collective-g1", Year: 2015, Document: "账簿"})
		}, []string{"balances_not_carried"}, []string{"first"}},
		"books with a year between": {"hut leased", func(c *story) {
			c.do("first", c.accountant, "", books.Open{Collective: "collective-g1", Year: 2016, Document: "账簿"})
			c.do("last", c.accountant, "", books.Open{Collective: "collective-g1", Year: 2014, Document: "账簿"})
		}, nil, nil},
		"an award to kin who had declared nothing": {"bid 2", func(c *story) {
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Interest: tender.None})
			c.on("2016-09-29")
			c.do("opened", c.recorder, c.ids["listed"], opening(40_000, 35_000, 60_000))
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
		}, []string{"deal_with_kin"}, []string{"let/proposed", "head"}},
		"an award to kin of who left office after the decision": {"bid 2", func(c *story) {
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Interest: tender.None})
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-09-02"), Reason: community.Resigned})
			c.on("2016-09-29")
			c.do("opened", c.recorder, c.ids["listed"], opening(40_000, 35_000, 60_000))
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
		}, []string{"deal_with_kin"}, []string{"let/proposed", "head"}},
		"an award to kin of who is said to have left office before the decision": {"bid 2", func(c *story) {
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Interest: tender.None})
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-09-01"), Reason: community.Resigned})
			c.on("2016-09-29")
			c.do("opened", c.recorder, c.ids["listed"], opening(40_000, 35_000, 60_000))
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
		}, []string{"deal_with_kin"}, []string{"let/proposed", "head"}},
		"a bid of kin that lost and counted": {"bid 2", func(c *story) { c.strawBid(villager(102), 30_000) }, []string{"bidder_with_interest"}, []string{"let/proposed", "head", "straw"}},
		"a bid of who decides that counted":  {"bid 2", func(c *story) { c.strawBid(villager(101), 35_000) }, []string{"bidder_with_interest"}, []string{"let/proposed", "head", "straw"}},
		"a bid of kin below the reserve":     {"bid 2", func(c *story) { c.strawBid(villager(102), 29_999) }, nil, nil},
		"a bid of somebody else that lost":   {"bid 2", func(c *story) { c.strawBid(villager(5), 30_000) }, nil, nil},
		"contracts that grow beyond what was decided": {"hut leased", func(c *story) {
			c.grow(5_000*yuan, 5_001*yuan)
		}, []string{"decision_exceeded"}, []string{"decided/proposed", "one", "two", "two grown"}},
		"contracts that grow to what was decided": {"hut leased", func(c *story) { c.grow(5_000*yuan, 5_000*yuan) }, nil, nil},
		"assets that were counted down after the vote and are given up": {"hut leased", func(c *story) {
			c.countDown("cart", "other cart")
		}, []string{"decision_exceeded"}, []string{"given up/proposed", "one"}},
		"assets that were counted down before the vote": {"hut leased", func(c *story) {
			carts := []string{c.cart("cart"), c.cart("other cart")}
			worth("other cart", 50*yuan)(c)
			c.on("2016-11-02")
			c.giveUp(domain.WriteOff, carts...)
			c.do("one", c.accountant, c.ids["cart"], asset.WriteOff{Decision: c.stream("given up/proposed"), Reason: "报废"})
			c.do("last", c.accountant, c.ids["other cart"], asset.WriteOff{Decision: c.stream("given up/proposed"), Reason: "报废"})
		}, nil, nil},
		"an award to kin of who left office on record before the decision": {"land", func(c *story) {
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-09-01"), Reason: community.Resigned})
			let := c.household("let", decision.Propose{Owner: "collective-g1", Kind: domain.Leasing, Concerns: []string{c.stream("shop")}})
			c.on("2016-09-19")
			c.do("listed", c.recorder, "", tender.List{
				Owner: "collective-g1", Kind: domain.TenderLease, Assets: []string{c.stream("shop")}, What: "门市房", Reserve: 30_000 * yuan, Decision: let, Method: tender.Sealed,
			})
			c.do("bid 1", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(1), Interest: tender.None})
			c.do("bid 2", c.recorder, c.ids["listed"], tender.ReceiveBid{Organisation: "某公司", Interest: tender.None})
			c.strawBid(villager(102), 30_000)
		}, nil, nil},
		"a debt of who decides": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", debt.Incur{
				Owner: "collective-g1", Direction: debt.Receivable, Nature: debt.Other, Counterparty: villager(101), Amount: yuan, Purpose: "预支",
			})
		}, []string{"deal_with_decider"}, []string{"head"}},
		"contracts that reach the threshold together": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.on("2017-11-01")
			c.do("last", c.accountant, "", signing(spending(25_000*yuan), later))
		}, []string{"contracts_split"}, []string{"one"}},
		"contracts that stay below the threshold together": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.on("2017-11-01")
			c.do("last", c.accountant, "", signing(spending(25_000*yuan-1), later))
		}, nil, nil},
		"contracts that are too far apart": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.on("2017-11-02")
			c.do("last", c.accountant, "", signing(spending(25_000*yuan), later))
		}, nil, nil},
		"contracts with two parties": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.do("last", c.accountant, "", signing(spending(25_000*yuan), func(k *contract.Sign) { k.Organisation = "丁公司" }))
		}, nil, nil},
		"contracts of two collectives": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.do("last", c.accountant, "", signing(spending(25_000*yuan), func(k *contract.Sign) { k.Owner = "collective-g2" }))
		}, nil, nil},
		"leases that would have been decided as one": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", contract.Sign{
				Owner: "collective-g1", Kind: domain.LeaseContract, Assets: []string{c.stream("big")}, Organisation: "小卖部",
				From: day("2016-11-01"), To: day("2017-10-31"), Amount: 8_800 * yuan, // and 1,200 for the hut
			})
		}, []string{"contracts_split"}, []string{"hut let"}},
		"contracts that reach the threshold once one is amended": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.do("two", c.accountant, "", spending(100*yuan))
			c.do("last", c.accountant, c.ids["two"], contract.Amend{From: day("2016-12-01"), Amount: 25_000 * yuan, Reason: "增项"})
		}, []string{"contracts_split"}, []string{"one"}},
		"contracts that stay below it once one is amended": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.do("two", c.accountant, "", spending(100*yuan))
			c.do("last", c.accountant, c.ids["two"], contract.Amend{From: day("2016-12-01"), Amount: 25_000*yuan - 1, Reason: "增项"})
		}, nil, nil},
		"contracts with one party under two spellings": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", spending(25_000*yuan))
			c.do("last", c.accountant, "", signing(spending(25_000*yuan), func(k *contract.Sign) { k.Organisation = "丙　公司 " }))
		}, []string{"contracts_split"}, []string{"one"}},
		"a contract with a namesake of who decides": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Organisation = "王 建国" }))
		}, []string{"deal_with_namesake"}, []string{"head"}},
		"a contract with a namesake of who left office": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", signing(spending(100*yuan), func(k *contract.Sign) { k.Organisation = "李芳" }))
		}, nil, nil},
		"a lease that goes on with the same party": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", letting(c, "hut", "2017-11-01", "2017-11-30", "小卖部", ""))
		}, []string{"leases_split"}, []string{"hut let"}},
		"a lease that goes on with another party": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", letting(c, "hut", "2017-11-01", "2017-11-30", "某店", ""))
		}, nil, nil},
		"a lease of another asset with the same party": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", letting(c, "big", "2016-11-01", "2017-10-31", "小卖部", ""))
		}, nil, nil},
		"sales that would have been bid for as one": {"hut leased", func(c *story) {
			for _, n := range []string{"one", "last"} {
				c.cart(n + " cart")
				c.household(n+" decided", decision.Propose{Owner: "collective-g1", Kind: domain.Disposal, Concerns: []string{c.stream(n + " cart")}})
			}
			c.on("2016-11-20")
			for _, n := range []string{"one", "last"} {
				c.do(n, c.accountant, "", selling(c, 25_000*yuan, n+" decided", n+" cart"))
			}
		}, []string{"contracts_split"}, []string{"one"}},
		"an asset that was sold twice": {"hut leased", func(c *story) {
			c.sellCarts("cart")
			c.do("one", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
			c.do("last", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
		}, []string{"sold_twice"}, []string{"one"}},
		"an asset whose first sale was ended": {"hut leased", func(c *story) {
			c.sellCarts("cart")
			c.do("one", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
			c.do("ended", c.accountant, c.ids["one"], contract.End{Why: domain.EndAgreed})
			c.do("last", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
		}, nil, nil},
		"an asset that was sold twice, whose first sale was ended once it had gone": {"hut leased", func(c *story) {
			c.sellCarts("cart")
			c.do("one", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
			c.do("last", c.accountant, "", selling(c, 100*yuan, "decided", "cart"))
			c.do("gone", c.accountant, c.ids["cart"], asset.Dispose{Contract: c.stream("one"), Decision: c.stream("decided/proposed")})
			c.do("paid", c.accountant, c.ids["one"], contract.PayRent{Amount: 100 * yuan, Voucher: "收1"})
			c.do("ended", c.accountant, c.ids["one"], contract.End{Why: domain.EndAgreed})
		}, []string{"sold_twice"}, []string{"one"}},
		"prices that come to less than the sale": {"hut leased", func(c *story) { c.prices(199 * yuan) }, []string{"prices_differ"}, []string{"sale", "one"}},
		"prices that come to more than the sale": {"hut leased", func(c *story) { c.prices(201 * yuan) }, []string{"prices_differ"}, []string{"sale", "one"}},
		"prices that come to the sale":           {"hut leased", func(c *story) { c.prices(200 * yuan) }, nil, nil},
		"two leases on one decision": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "hut", "2017-11-01", "2018-10-31", "甲店", "let hut/proposed"))
			c.do("last", c.accountant, "", letting(c, "hut", "2018-11-01", "2019-10-31", "乙店", "let hut/proposed"))
		}, []string{"decision_used_twice"}, []string{"one"}},
		"two leases on one decision, of which one never began": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "hut", "2017-11-01", "2018-10-31", "甲店", "let hut/proposed"))
			c.do("ended", c.accountant, c.ids["one"], contract.End{Why: domain.EndAgreed})
			c.do("last", c.accountant, "", letting(c, "hut", "2018-11-01", "2019-10-31", "乙店", "let hut/proposed"))
		}, nil, nil},
		"a lease that is amended by the decision of another": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "hut", "2018-11-01", "2019-10-31", "甲店", "let hut/proposed"))
			c.do("last", c.accountant, c.ids["hut let"], contract.Amend{From: day("2017-11-01"), To: day("2017-11-30"), Amount: 100 * yuan, Decision: c.stream("let hut/proposed"), Reason: "续租"})
		}, []string{"decision_used_twice", "not_claimed_anew"}, []string{"one", "hut leased"}},
		"an amended lease that was not claimed anew": {"hut leased", func(c *story) {
			c.do("last", c.accountant, c.ids["hut let"], contract.Amend{From: day("2016-12-01"), Amount: 100 * yuan, Reason: "加租"})
		}, []string{"not_claimed_anew"}, []string{"hut leased"}},
		"an amended lease that was claimed anew": {"hut leased", func(c *story) {
			c.do("amended", c.accountant, c.ids["hut let"], contract.Amend{From: day("2016-12-01"), Amount: 100 * yuan, Reason: "加租"})
			c.do("last", c.accountant, c.ids["hut"], asset.Lease{Contract: c.stream("hut let")})
		}, nil, nil},
		"write-offs beyond their decision": {"hut leased", func(c *story) {
			c.giveUp(domain.WriteOff, c.cart("one"), c.cart("last"))
			c.do("one", c.accountant, c.ids["one"], asset.WriteOff{Decision: c.stream("given up/proposed"), Reason: "报废"})
			c.do("last", c.accountant, c.ids["last"], asset.WriteOff{Decision: c.stream("given up/proposed"), Reason: "报废"})
		}, []string{"decision_exceeded"}, []string{"given up/proposed", "one"}},
		"transfers beyond their decision": {"hut leased", func(c *story) {
			c.giveUp(domain.Transfer, c.cart("one"), c.cart("last"))
			c.do("one", c.accountant, c.ids["one"], asset.Transfer{To: "collective-g2", Decision: c.stream("given up/proposed")})
			c.do("last", c.accountant, c.ids["last"], asset.Transfer{To: "collective-g2", Decision: c.stream("given up/proposed")})
			for _, n := range []string{"one", "last"} {
				c.do("received "+n, c.accountant, "", asset.Receive{From: c.stream(n), Owner: "collective-g2"})
			}
		}, []string{"decision_exceeded"}, []string{"given up/proposed", "one"}},
		"debts written off beyond their decision": {"hut leased", func(c *story) {
			for _, n := range []string{"one", "last"} {
				c.do(n, c.accountant, "", debt.Incur{Owner: "collective-g1", Direction: debt.Receivable, Nature: debt.Unpaid, Organisation: n, Amount: 100 * yuan, Purpose: "欠款"})
			}
			c.giveUp(domain.WriteOff, c.stream("one"), c.stream("last"))
			c.do("one", c.accountant, c.ids["one"], debt.WriteOff{Amount: 100 * yuan, Decision: c.stream("given up/proposed"), Reason: "倒闭"})
			c.do("last", c.accountant, c.ids["last"], debt.WriteOff{Amount: 100 * yuan, Decision: c.stream("given up/proposed"), Reason: "倒闭"})
		}, []string{"decision_exceeded"}, []string{"given up/proposed", "one"}},
		"an amendment beyond its decision": {"hut leased", func(c *story) {
			c.household("more", decision.Propose{Owner: "collective-g1", Kind: domain.Expenditure, Amount: 30_000 * yuan})
			c.on("2016-11-20")
			c.do("one", c.accountant, "", signing(spending(20_000*yuan), func(k *contract.Sign) { k.Decision = c.stream("more/proposed") }))
			c.do("two", c.accountant, "", signing(spending(5_000*yuan), func(k *contract.Sign) { k.Organisation = "丁公司" }))
			c.do("last", c.accountant, c.ids["two"], contract.Amend{From: day("2016-12-01"), Amount: 10_000*yuan + 1, Decision: c.stream("more/proposed"), Reason: "增项"})
		}, []string{"decision_exceeded"}, []string{"more/proposed", "one"}},
		"a tender that served two leases": {"awarded", func(c *story) {
			let := contract.Sign{
				Owner: "collective-g1", Kind: domain.LeaseContract, Assets: []string{c.stream("shop")}, Party: villager(1), From: day("2016-10-01"), To: day("2019-09-30"),
				Amount: 40_000 * yuan, Every: 12, Decision: c.stream("let/proposed"), Tender: c.stream("listed"),
			}
			c.do("one", c.accountant, "", let)
			let.From, let.To = day("2019-10-01"), day("2022-09-30")
			c.do("last", c.accountant, "", let)
		}, []string{"tender_used_twice", "decision_used_twice"}, []string{"one"}},
		"debts beyond their decision": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", debt.Incur{
				Owner: "collective-g1", Direction: debt.Payable, Nature: debt.Loan, Organisation: "信用社", Amount: 1, Purpose: "打井", Decision: c.stream("borrow/proposed"),
			})
		}, []string{"decision_exceeded"}, []string{"borrow/proposed", "borrowed"}},
		"contributions to two enterprises beyond their decision": {"contributed", func(c *story) {
			c.do("last", c.accountant, c.ids["cooperative"], enterprise.Contribute{From: "collective-g1", Amount: 5_000*yuan + 1, Voucher: "v", Decision: c.stream("put in/proposed")})
		}, []string{"decision_exceeded"}, []string{"put in/proposed", "contributed"}},
		"contributions to two enterprises within their decision": {"contributed", func(c *story) {
			c.do("last", c.accountant, c.ids["cooperative"], enterprise.Contribute{From: "collective-g1", Amount: 5_000 * yuan, Voucher: "v", Decision: c.stream("put in/proposed")})
		}, nil, nil},
		"a tender that served two contracts": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", contract.Sign{
				Owner: "collective-g1", Kind: domain.WorksContract, About: "修路", Organisation: "甲公司", From: day("2016-11-01"), To: day("2016-12-31"),
				Amount: 5_000 * yuan, Decision: c.stream("works/proposed"), Tender: c.stream("works listed"),
			})
		}, []string{"tender_used_twice"}, []string{"works signed"}},
		"a tender that served two contracts, beyond the decision": {"hut leased", func(c *story) {
			c.do("last", c.accountant, "", contract.Sign{
				Owner: "collective-g1", Kind: domain.WorksContract, About: "修路", Organisation: "甲公司", From: day("2016-11-01"), To: day("2016-12-31"),
				Amount: 5_000*yuan + 1, Decision: c.stream("works/proposed"), Tender: c.stream("works listed"),
			})
		}, []string{"decision_exceeded", "tender_used_twice"}, []string{"works/proposed", "works signed"}},
		"an electorate that was taken back before the vote":                          {"hut leased", func(c *story) { c.takeBack("2016-11-02") }, []string{"electorate_taken_back_meanwhile"}, []string{"of dong", "correction approved"}},
		"an electorate that was taken back on the day of the proposal and before it": {"hut leased", func(c *story) { c.takeBack("") }, nil, nil},
		"an electorate that was recorded before the vote on what it decides": {"road/reviewed", func(c *story) {
			c.do("counted", c.recorder, "v1", collective.RecordElectorate{AsOf: day("2016-11-02"), Adults: 200, Households: 60, Representatives: 3, PartyMembers: 45, Document: "x"})
			c.vote("last", c.ids["road/proposed"], decision.Vote{Method: decision.AtMeeting, Issued: 2, Returned: 2, InFavour: 2})
		}, []string{"electorate_counted_meanwhile"}, []string{"road/proposed", "counted"}},
		"an electorate that was recorded before the proposal": {"hut leased", func(c *story) {
			c.do("counted", c.recorder, "v1", collective.RecordElectorate{AsOf: day("2016-11-01"), Adults: 200, Households: 60, Representatives: 3, PartyMembers: 45, Document: "x"})
			id := c.proposed("of three", decision.Propose{Kind: domain.Expenditure, Amount: yuan, Meeting: domain.RepresentativesMeeting})
			c.vote("last", id, decision.Vote{Method: decision.AtMeeting, Issued: 2, Returned: 2, InFavour: 2})
		}, nil, nil},
		"an electorate that another unit recorded meanwhile": {"road/reviewed", func(c *story) {
			c.do("counted", c.recorder, "g2", collective.RecordElectorate{AsOf: day("2016-08-31"), Adults: 200, Households: 60, Document: "x"})
			c.vote("last", c.ids["road/proposed"], byRepresentatives)
		}, nil, nil},
		"an electorate by which nothing was counted": {"road/voted", func(c *story) {
			c.do("last", c.recorder, "v1", collective.RecordElectorate{AsOf: day("2016-11-02"), Adults: 200, Households: 60, Representatives: 3, PartyMembers: 45, Document: "x"})
		}, nil, nil},
		"councils that were constituted anew before they discussed": {"hut leased", func(c *story) {
			c.do("one", c.recorder, "", ofDong)
			c.do("two", c.recorder, "dong", village.ConstituteCouncils{On: day("2016-11-01"), PartyCouncil: 1, VillagersCouncil: 1})
			c.do("last", c.recorder, c.ids["one"], byOneEach)
		}, []string{"constituted_meanwhile"}, []string{"one", "two"}},
		"councils that were constituted anew before the proposal": {"hut leased", func(c *story) {
			c.do("two", c.recorder, "dong", village.ConstituteCouncils{On: day("2016-11-01"), PartyCouncil: 1, VillagersCouncil: 1})
			c.do("one", c.recorder, "", ofDong)
			c.do("last", c.recorder, c.ids["one"], byOneEach)
		}, nil, nil},
		"a committee that was constituted anew before both consulted": {"road/proposed", func(c *story) {
			c.do("branch of two", c.recorder, "lc", community.ConstituteCouncil{Body: community.PartyBranch, Seats: 2, From: day("2016-11-02"), Until: day("2019-08-31")})
			c.do("last", c.recorder, c.ids["road/proposed"], decision.Consult{Expected: 2, Present: 2, InFavour: 2})
		}, []string{"constituted_meanwhile"}, []string{"road/proposed", "branch of two"}},
		"a committee that begins on the day after both consulted": {"road/proposed", func(c *story) {
			c.do("branch of two", c.recorder, "lc", community.ConstituteCouncil{Body: community.PartyBranch, Seats: 2, From: day("2016-11-03"), Until: day("2019-08-31")})
			c.do("last", c.recorder, c.ids["road/proposed"], decision.Consult{Expected: 9, Present: 7, InFavour: 6})
		}, nil, nil},
		"a committee that is constituted anew once both had consulted": {"road/consulted", func(c *story) {
			c.do("last", c.recorder, "lc", community.ConstituteCouncil{Body: community.PartyBranch, Seats: 2, From: day("2016-11-02"), Until: day("2019-08-31")})
		}, nil, nil},
		"another committee that is constituted anew meanwhile": {"road/proposed", func(c *story) {
			c.do("supervisors", c.recorder, "lc", community.ConstituteCouncil{Body: community.SupervisionCommittee, Seats: 3, From: day("2016-11-02"), Until: day("2019-08-31")})
			c.do("last", c.recorder, c.ids["road/proposed"], decision.Consult{Expected: 9, Present: 7, InFavour: 6})
		}, nil, nil},
		"councils that are not on record, said to be smaller than before": {"hut leased", func(c *story) {
			c.do("one", c.recorder, "", decision.Propose{Owner: "collective-g1", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers})
			c.do("last", c.recorder, c.ids["one"], byOneEach)
		}, []string{"belong_otherwise"}, []string{"extend/discussed"}},
		"councils that are not on record, of another unit": {"hut leased", func(c *story) {
			c.do("electorate g2", c.recorder, "g2", collective.RecordElectorate{AsOf: day("2016-10-31"), Households: 60, Document: "名册"})
			c.do("one", c.recorder, "", decision.Propose{Owner: "collective-g2", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers})
			c.do("last", c.recorder, c.ids["one"], byOneEach)
		}, nil, nil},
		"a proposal of the day before new rules, recorded under them": {"hut leased", func(c *story) {
			c.proposedOn("2025-04-30", "2025-05-01", domain.Borrowing)
		}, []string{"proposed_before_the_rules"}, nil},
		"a proposal that was recorded on the last day of the old rules": {"hut leased", func(c *story) {
			c.proposedOn("2025-04-20", "2025-04-30", domain.Borrowing)
		}, nil, nil},
		"a proposal of what the new rules have decided as the old ones do": {"hut leased", func(c *story) {
			c.proposedOn("2025-04-30", "2025-05-01", domain.Expenditure)
		}, nil, nil},
		"an asset that is passed on from one to the other": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "big", "2017-01-01", "2017-12-31", "甲店", ""))
			c.do("last", c.accountant, "", letting(c, "big", "2018-01-01", "2018-01-31", "乙店", ""))
		}, []string{"asset_passed_on"}, []string{"one"}},
		"an asset that is passed on for a day of a thirteenth month": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "big", "2017-01-01", "2017-12-01", "甲店", ""))
			c.do("last", c.accountant, "", letting(c, "big", "2018-01-01", "2018-01-01", "乙店", ""))
		}, []string{"asset_passed_on"}, []string{"one"}},
		"an asset that is passed on for twelve months": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "big", "2017-01-01", "2017-11-30", "甲店", ""))
			c.do("last", c.accountant, "", letting(c, "big", "2018-01-01", "2018-01-31", "乙店", ""))
		}, nil, nil},
		"an asset that is let on to the same": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "big", "2017-01-01", "2017-12-31", "甲店", ""))
			c.do("last", c.accountant, "", letting(c, "big", "2018-01-01", "2018-01-31", "甲 店", ""))
		}, []string{"leases_split"}, []string{"one"}},
		"an asset that is worth just so much": {"hut leased", func(c *story) { c.passOn(50_000 * yuan) }, []string{"asset_passed_on"}, []string{"one"}},
		"an asset that is worth less":         {"hut leased", func(c *story) { c.passOn(50_000*yuan - 1) }, nil, nil},
		"land that is passed on": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "land", "2017-01-01", "2017-12-31", "甲店", ""))
			c.do("last", c.accountant, "", letting(c, "land", "2018-01-01", "2018-12-31", "乙店", ""))
		}, []string{"asset_passed_on"}, []string{"one"}},
		"an asset that is passed on a year later": {"hut leased", func(c *story) {
			c.do("one", c.accountant, "", letting(c, "big", "2017-01-01", "2017-12-31", "甲店", ""))
			c.on("2017-11-02")
			c.do("last", c.accountant, "", letting(c, "big", "2018-01-01", "2018-12-31", "乙店", ""))
		}, nil, nil},
		"an asset that was transferred and not received": {"transferred", func(c *story) {
			c.records["last"] = c.records["transferred"]
		}, []string{"not_received"}, nil},
		"an accountant who is the cashier": {"hut leased", func(c *story) {
			c.do("one", c.recorder, "lc", appoint(community.Accountant, 0, villager(110)))
			c.do("last", c.recorder, "lc", appoint(community.Cashier, 0, villager(110)))
		}, []string{"accountant_is_cashier"}, []string{"one"}},
		"an accountant and a cashier": {"hut leased", func(c *story) {
			c.do("one", c.recorder, "lc", appoint(community.Accountant, 0, villager(110)))
			c.do("last", c.recorder, "lc", appoint(community.Cashier, 0, villager(111), villager(110)))
		}, nil, nil},
		"an accountant who was the cashier": {"hut leased", func(c *story) {
			c.do("one", c.recorder, "lc", appoint(community.Cashier, 0, villager(110)))
			c.do("ended", c.recorder, "lc", community.EndTerm{Post: community.Cashier, On: day("2016-10-01"), Reason: community.Resigned})
			c.do("last", c.recorder, "lc", from(appoint(community.Accountant, 0, villager(110)), "2016-10-02"))
		}, nil, nil},
		"a head who supervises": {"hut leased", func(c *story) {
			c.do("last", c.recorder, "lc", appoint(community.SupervisionHead, 0, villager(101)))
		}, []string{"supervises_themselves"}, []string{"head"}},
		"kin of the head who supervises": {"hut leased", func(c *story) {
			c.do("last", c.recorder, "lc", appoint(community.SupervisionHead, 0, villager(102)))
		}, []string{"supervises_themselves"}, []string{"head"}},
	} {
		t.Run(name, func(t *testing.T) {
			at := s.records[c.after]
			k := s.copied(t, raw[:slices.IndexFunc(raw, func(r eventstore.Recorded) bool { return uint64(r.Position) == at.Position })+1])
			k.clock.now = at.RecordedAt
			c.happens(k)
			found, judged, err := findings(k.Ledger, "")
			require.NoError(t, err)
			require.Equal(t, len(c.rules), judged.Detected)
			require.Zero(t, judged.Unlawful)
			var rules, with []string
			for _, f := range found {
				require.Equal(t, ledger.Detected, f.List)
				require.Equal(t, k.records["last"].Stream, f.Stream)
				require.Equal(t, k.records["last"].Revision, f.Revision)
				require.Equal(t, k.records["last"].Event.EventType(), f.Type)
				require.NotEqual(t, f.Message, f.Chinese)
				rules, with = append(rules, f.Rule), append(with, f.With...)
			}
			require.Equal(t, c.rules, rules)
			slices.Sort(with)
			var want []string
			for _, step := range c.with {
				r := k.records[step]
				want = append(want, domain.Ref{Stream: r.Stream, Revision: r.Revision}.String())
			}
			slices.Sort(want)
			require.Equal(t, want, slices.Compact(with))
			alone, judged, err := findings(k.Ledger, k.records["last"].Stream)
			require.NoError(t, err)
			require.Empty(t, alone, "a stream by itself shows nothing")
			require.Zero(t, judged.Detected)
		})
	}
}

var (
	ofDong    = decision.Propose{Owner: "village-dong", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers}
	byOneEach = decision.DiscussByCouncils{
		PartyExpected: 1, PartyPresent: 1, PartyInFavour: 1, VillagersExpected: 1, VillagersPresent: 1, VillagersInFavour: 1,
	}
)

// proposedOn records on one day what was proposed on another.
func (s *story) proposedOn(on, recorded string, kind domain.MatterKind) {
	s.t.Helper()
	s.on(recorded)
	receipt, err := s.Do(s.t.Context(), ledger.Request{
		Actor: s.recorder, OccurredAt: day(on).Start(shanghai).Add(8 * time.Hour),
		Command: decision.Propose{Owner: "collective-v1", Kind: kind, Title: "t", Source: decision.PartyBranch, Meeting: domain.VillagersMeeting},
	})
	require.NoError(s.t, err)
	s.records["last"] = receipt.Events[0]
}

// passOn lets an asset of some worth to one, and then to another.
func (s *story) passOn(worth domain.Money) {
	s.t.Helper()
	s.asset("mill", asset.Register{Class: domain.OperatingAsset, Kind: domain.Equipment, OriginalValue: worth, NetValue: worth})
	s.do("one", s.accountant, "", letting(s, "mill", "2017-01-01", "2017-12-31", "甲店", ""))
	s.do("last", s.accountant, "", letting(s, "mill", "2018-01-01", "2018-12-31", "乙店", ""))
}

// opening opens the bids of a tender, which are for so many yuan.
func opening(yuans ...domain.Money) tender.OpenBids {
	var c tender.OpenBids
	for i, y := range yuans {
		c.Offers = append(c.Offers, tender.Offered{Bid: i + 1, Amount: y * yuan})
	}
	return c
}

// cart is a small asset of the group.
func (s *story) cart(step string) string {
	s.t.Helper()
	return s.asset(step, asset.Register{Class: domain.OperatingAsset, Kind: domain.Equipment, OriginalValue: 100 * yuan, NetValue: 100 * yuan})
}

// sellCarts has the sale of some carts decided, so that it binds.
func (s *story) sellCarts(steps ...string) {
	s.t.Helper()
	var carts []string
	for _, step := range steps {
		carts = append(carts, s.cart(step))
	}
	s.household("decided", decision.Propose{Owner: "collective-g1", Kind: domain.Disposal, Concerns: carts})
	s.on("2016-11-20")
}

// prices sells two carts for 200 yuan in all, at prices that come to a sum.
func (s *story) prices(sum domain.Money) {
	s.t.Helper()
	s.sellCarts("one", "last")
	s.do("sale", s.accountant, "", selling(s, 200*yuan, "decided", "one", "last"))
	sold := asset.Dispose{Contract: s.stream("sale"), Decision: s.stream("decided/proposed"), Price: 50 * yuan}
	s.do("one", s.accountant, s.ids["one"], sold)
	sold.Price = sum - sold.Price
	s.do("last", s.accountant, s.ids["last"], sold)
}

// giveUp has it decided that 150 yuan of some streams are given up, so that it binds.
func (s *story) giveUp(kind domain.MatterKind, streams ...string) {
	s.t.Helper()
	s.household("given up", decision.Propose{Owner: "collective-g1", Kind: kind, Amount: 150 * yuan, Concerns: streams})
	s.on("2016-11-20")
}

func selling(s *story, total domain.Money, decided string, assets ...string) contract.Sign {
	c := contract.Sign{
		Owner: "collective-g1", Kind: domain.SaleContract, Organisation: "旧货行", From: day("2016-11-20"), Amount: total, Decision: s.stream(decided + "/proposed"),
	}
	for _, a := range assets {
		c.Assets = append(c.Assets, s.stream(a))
	}
	return c
}

func letting(s *story, step, from, to, party, decided string) contract.Sign {
	return contract.Sign{
		Owner: "collective-g1", Kind: domain.LeaseContract, Assets: []string{s.stream(step)}, Organisation: party,
		From: day(from), To: day(to), Amount: 100 * yuan, Decision: s.stream(decided),
	}
}

func later(k *contract.Sign) { k.From, k.To = day("2017-11-02"), day("2017-12-31") }

func from(a community.Appoint, from string) community.Appoint {
	a.From = day(from)
	return a
}

// Two units that were merged into each other at the same moment, when neither
// writer could see the other.
func TestMergedIntoEachOtherIsDetected(t *testing.T) {
	s := tell2016(t)
	raw := s.raw()
	merged := s.records["collective merged"]
	c := s.copied(t, raw[:slices.IndexFunc(raw, func(r eventstore.Recorded) bool { return uint64(r.Position) == merged.Position })])
	c.clock.now = merged.OccurredAt
	c.pace = 1
	c.do("renamed g9", c.actor, "g9", collective.Rename{Name: "又名"})
	c.do("merged", c.actor, "g9", collective.Merge{Into: "collective-g2"})
	r := c.records["merged"]
	r.CommandID, r.Stream, r.Event = uuid.New(), "collective-g2", collective.MergedInto{Into: "collective-g9"}
	r.Evidence = []domain.Ref{{Stream: "collective-g9", Revision: 1}, {Stream: "account-" + r.Actor}}
	c.appendPast(t, r)
	found, _, err := findings(c.Ledger, "")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, ledger.Detected, found[0].List)
	require.Equal(t, "merged_in_a_circle", found[0].Rule)
	require.Equal(t, "collective-g2", found[0].Stream)
	require.Equal(t, []string{"collective-g9@2"}, found[0].With)
}
