package ledger_test

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/domain/village"
)

// countDown has it decided that two carts of 100 yuan are given up for 150 together, and
// counts them down before they are.
func (s *story) countDown(one, other string) {
	s.t.Helper()
	s.giveUp(domain.WriteOff, s.cart(one), s.cart(other))
	off := asset.WriteOff{Decision: s.stream("given up/proposed"), Reason: "报废"}
	worth(one, 50*yuan)(s)
	worth(other, 50*yuan)(s)
	s.do("one", s.accountant, s.ids[one], off)
	s.do("last", s.accountant, s.ids[other], off)
}

// strawBid is a bid for the shop that is said to be without interest, and loses.
func (s *story) strawBid(bidder domain.Personal, offer domain.Money) {
	s.t.Helper()
	s.do("straw", s.recorder, s.ids["listed"], tender.ReceiveBid{Bidder: bidder, Interest: tender.None})
	s.on("2016-09-29")
	s.do("opened", s.recorder, s.ids["listed"], opening(40_000, 35_000, offer))
	s.do("last", s.recorder, s.ids["listed"], tender.Award{Bid: 1})
}

// grow signs two contracts of 4,000 yuan on a decision of 10,000, and amends them on
// others that name no amount.
func (s *story) grow(one, other domain.Money) {
	s.t.Helper()
	works := decision.Propose{Owner: "collective-g1", Kind: domain.CollectiveWorks}
	s.household("more", works)
	s.household("yet more", works)
	works.Amount = 10_000 * yuan
	c := spending(4_000 * yuan)
	c.Decision = s.household("decided", works)
	s.on("2016-11-20")
	s.do("one", s.accountant, "", c)
	s.do("two", s.accountant, "", c)
	grown := contract.Amend{From: day("2016-12-01"), To: day("2016-12-31"), Amount: other, Decision: s.stream("more/proposed"), Reason: "增项"}
	s.do("two grown", s.accountant, s.ids["two"], grown)
	grown.Amount, grown.Decision = one, s.stream("yet more/proposed")
	s.do("last", s.accountant, s.ids["one"], grown)
}

// takeBack records an electorate of the village and takes it back on a day, or before it proposes what is voted on by the one that is left.
func (s *story) takeBack(on string) {
	s.t.Helper()
	s.do("more", s.recorder, "dong", village.RecordElectorate{AsOf: day("2016-10-31"), Adults: 300, Households: 90, PartyMembers: 45, Document: "名册"})
	void := domain.ProposeCorrection{Kind: domain.Retraction, Void: []int64{s.records["more"].Revision}}
	if on == "" {
		s.corrected("village-dong", void)
	}
	s.do("of dong", s.recorder, "", ofDong)
	if on != "" {
		s.on(on)
		s.corrected("village-dong", void)
	}
	s.do("discussed", s.recorder, s.ids["of dong"], decision.DiscussByCouncils{
		PartyExpected: 9, PartyPresent: 5, PartyInFavour: 3, VillagersExpected: 15, VillagersPresent: 8, VillagersInFavour: 5,
	})
	s.vote("last", s.ids["of dong"], decision.Vote{Base: domain.Households, Method: decision.DoorToDoor, Issued: 60, Returned: 40, InFavour: 21, Against: 19})
}
