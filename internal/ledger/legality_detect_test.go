package ledger_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/tender"
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
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Amount: 60_000 * yuan, Interest: tender.None})
			c.on("2016-09-29")
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
		}, []string{"deal_with_kin"}, []string{"let/proposed", "head"}},
		"an award to kin of who left office after the decision": {"bid 2", func(c *story) {
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Amount: 60_000 * yuan, Interest: tender.None})
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-09-02"), Reason: community.Resigned})
			c.on("2016-09-29")
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
		}, []string{"deal_with_kin"}, []string{"let/proposed", "head"}},
		"an award to kin of who left office before the decision": {"bid 2", func(c *story) {
			c.do("bid of kin", c.recorder, c.ids["listed"], tender.ReceiveBid{Bidder: villager(102), Amount: 60_000 * yuan, Interest: tender.None})
			c.do("left", c.recorder, "lc", community.EndTerm{Post: community.CommitteeHead, On: day("2016-09-01"), Reason: community.Resigned})
			c.on("2016-09-29")
			c.do("last", c.recorder, c.ids["listed"], tender.Award{Bid: 3})
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
