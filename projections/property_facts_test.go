package projections_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/tender"
)

// propertyStreams are what collectives own, let, put out, owe and are owed, and
// their books.
var propertyStreams = []string{"asset-a", "asset-b", "asset-c", "contract-a", "contract-b", "contract-c", "tender-a", "tender-b", "debt-a", "debt-b", "books-x-2016", "books-y-2016"}

// firstDay is a Monday.
var firstDay = domain.DateOf(monday, time.UTC)

// propertyFact is any event of a stream of a category, which may not follow. Of
// what is sealed there is a text that no view may hold.
func (w *writer) propertyFact(category string) domain.Event {
	day := func() domain.Date { return firstDay.AddDays(rapid.IntRange(-3, 20).Draw(w.t, "day")) }
	money := func() domain.Money { return domain.Money(rapid.IntRange(1, 9).Draw(w.t, "money")) * 100 }
	one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(w.t, name) }
	who := domain.About(domain.Subject{1}, "sealed")
	switch category {
	case "asset":
		return rapid.SampledFrom([]func() domain.Event{
			func() domain.Event {
				return asset.Registered{
					Owner: one("owner", "collective-x", "collective-y"), Class: domain.AssetClass(one("class", "operating", "resource")), Kind: domain.Building,
					Name: "n", Quantity: 1, Unit: domain.Pieces, OriginalValue: money(), NetValue: money(), Origin: asset.OnBooks,
				}
			},
			func() domain.Event {
				from := day()
				return asset.Leased{
					Contract: one("contract", "contract-a", "contract-b"), From: from, To: from.AddDays(rapid.IntRange(0, 9).Draw(w.t, "length")),
					Rent: money(), Decision: one("decision", "", "decision-a", "decision-b"), Judged: rules.Weighing{Value: money(), Months: 1, NeedsDecision: true, Rules: "r"},
				}
			},
			func() domain.Event {
				return asset.LeaseEnded{Contract: one("ended", "contract-a", "contract-b"), On: day(), Reason: domain.EndAgreed}
			},
			func() domain.Event { return asset.Appraised{On: day(), Value: money(), Appraiser: "a", Report: "1"} },
			func() domain.Event {
				return asset.Revalued{NetValue: money(), Basis: asset.OnAppraisal, BasisOn: day(), Reason: "r"}
			},
			func() domain.Event {
				return asset.Transferred{On: day(), To: "collective-z", Decision: "decision-b", NetValue: money(), Judged: rules.Weighing{Rules: "r"}}
			},
			func() domain.Event {
				return asset.Disposed{On: day(), Contract: "contract-c", Decision: "decision-c", Price: money(), NetValue: money(), Judged: rules.Weighing{Rules: "r"}}
			},
			func() domain.Event { return asset.Found{On: day(), Quantity: 2, What: "w"} },
			func() domain.Event { return asset.Damaged{On: day(), Condition: asset.IsDamaged, What: "w"} },
			func() domain.Event {
				return asset.WrittenOff{On: day(), Decision: "decision-c", NetValue: money(), Reason: "r"}
			},
		}).Draw(w.t, "asset")()
	case "contract":
		return rapid.SampledFrom([]func() domain.Event{
			func() domain.Event {
				schedule := []contract.Instalment{{Due: firstDay, Amount: money()}, {Due: firstDay.AddDays(7), Amount: money()}}
				return contract.Signed{
					On: firstDay, Owner: one("owner", "collective-x", "collective-y"), Kind: domain.ContractKind(one("kind", "lease", "works")),
					Assets: []string{"asset-a", "asset-b"}, Party: who, From: firstDay, To: firstDay.AddDays(14), Schedule: schedule,
					Total: schedule[0].Amount + schedule[1].Amount, Tender: "tender-a", Decision: one("decision", "", "decision-a"),
					Judged: rules.Weighing{Value: money(), Rules: "r"},
				}
			},
			func() domain.Event {
				return contract.RentPaid{On: day(), Amount: money(), Voucher: "v", Note: domain.Note("sealed")}
			},
			func() domain.Event {
				schedule := []contract.Instalment{{Due: firstDay, Amount: money()}, {Due: firstDay.AddDays(10), Amount: money()}}
				return contract.Amended{
					On: day(), From: firstDay, To: firstDay.AddDays(14), Schedule: schedule, Total: schedule[0].Amount + schedule[1].Amount,
					Decision: one("decision", "", "decision-a", "decision-b"), Reason: "r", Judged: rules.Weighing{Value: money(), Rules: "r"},
				}
			},
			func() domain.Event { return contract.PutRight{On: day(), What: "w", Document: "d"} },
			func() domain.Event { return contract.Breached{On: day(), What: "w"} },
			func() domain.Event {
				return contract.Ended{On: firstDay.AddDays(rapid.IntRange(0, 9).Draw(w.t, "end")), Why: domain.EndAgreed}
			},
		}).Draw(w.t, "contract event")()
	case "tender":
		return rapid.SampledFrom([]func() domain.Event{
			func() domain.Event {
				return tender.Listed{
					Owner: "collective-x", Kind: domain.TenderLease, Assets: []string{"asset-a"}, What: "w", Reserve: money(),
					Decision: "decision-a", Method: tender.Sealed, On: day(), Opening: day(), Rules: "r",
				}
			},
			func() domain.Event {
				return tender.BidReceived{Number: rapid.IntRange(1, 3).Draw(w.t, "number"), Bidder: who, On: day(), Interest: tender.None}
			},
			func() domain.Event {
				e := tender.BidsOpened{On: day()}
				for n := range rapid.IntRange(0, 3).Draw(w.t, "bids") {
					if rapid.Bool().Draw(w.t, "counts") {
						e.Offers = append(e.Offers, tender.Offer{Bid: n + 1, Amount: money()})
					} else {
						e.Invalid = append(e.Invalid, tender.Invalid{Bid: n + 1, Why: tender.Withdrawn})
					}
				}
				return e
			},
			func() domain.Event {
				return tender.Awarded{On: day(), Bid: rapid.IntRange(1, 2).Draw(w.t, "bid"), Amount: money(), Best: money(), Bidders: 2, MinBidders: 2, Rules: "r"}
			},
			func() domain.Event { return tender.Failed{Reason: "r"} },
			func() domain.Event { return tender.Cancelled{Reason: "r"} },
		}).Draw(w.t, "tender event")()
	}
	if category == "books" {
		return w.booksFact(money, one)
	}
	return rapid.SampledFrom([]func() domain.Event{
		func() domain.Event {
			return debt.Incurred{
				Owner: "collective-y", Direction: debt.Direction(one("direction", "payable", "receivable")), Nature: debt.Loan, Counterparty: who,
				Decision: one("decision", "", "decision-c"), Amount: money(), Due: day(), Purpose: "p", Rules: "r",
			}
		},
		func() domain.Event { return debt.Repaid{On: day(), Amount: money(), Voucher: "v"} },
		func() domain.Event { return debt.Collected{On: day(), Amount: money(), Voucher: "v"} },
		func() domain.Event {
			return debt.WrittenOff{On: day(), Amount: money(), Decision: one("decision", "decision-b", "decision-c"), Reason: "r"}
		},
	}).Draw(w.t, "debt event")()
}

// booksFact is any event of books.
func (w *writer) booksFact(money func() domain.Money, one func(string, ...string) string) domain.Event {
	account := func() int { return rapid.SampledFrom([]int{101, 102, 112, 202, 301, 511, 541}).Draw(w.t, "account") }
	on := func() domain.Date {
		return domain.NewDate(2016, time.Month(rapid.IntRange(1, 12).Draw(w.t, "month")), 7)
	}
	number := func() int { return rapid.IntRange(1, 30).Draw(w.t, "number") }
	lines := func() []books.Line {
		m := money()
		return []books.Line{{Account: account(), Debit: m}, {Account: account(), Credit: m}}
	}
	posted := func() domain.Event {
		return books.Posted{Number: number(), On: on(), Summary: "s", Lines: lines(), Decision: one("decision", "", "decision-a"), Paid: 1, Rules: "r"}
	}
	return rapid.SampledFrom([]func() domain.Event{
		func() domain.Event {
			return books.Opened{
				Collective: one("owner", "collective-x", "collective-y"), Year: 2016, Chart: "village-collectives-2005", On: firstDay,
				Balances: []domain.AccountBalance{{Account: 102, Debit: 500}, {Account: 301, Credit: 500}},
			}
		},
		posted, posted, posted,
		func() domain.Event {
			return books.Reversed{Number: number(), On: on(), Entry: number(), Lines: lines()}
		},
		func() domain.Event {
			return books.MonthClosed{Month: rapid.IntRange(1, 12).Draw(w.t, "closed"), On: firstDay}
		},
		func() domain.Event {
			return books.YearClosed{Number: number(), On: firstDay, Lines: []books.Line{{Account: 321, Debit: 100}, {Account: 322, Credit: 100}}}
		},
	}).Draw(w.t, "books event")()
}
