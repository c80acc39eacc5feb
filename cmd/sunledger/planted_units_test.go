package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// past appends events past the executor: what takes weeks by the rules, because
// it is posted for objection, stands in the log and in the views all the same.
func (g *garden) past(operator ledger.Actor, stream string, events ...domain.Event) {
	command, now := uuid.New(), time.Now().UTC().Truncate(time.Microsecond)
	var records []eventstore.Event
	for i, e := range events {
		r := domain.Recorded{
			Fact: domain.Fact{Event: e, OccurredAt: now, Actor: operator.Account(), Role: domain.Recorder},
			ID:   uuid.NewSHA1(command, fmt.Appendf(nil, "%s/%d", stream, i)), Stream: stream, RecordedAt: now,
			CommandID: command, CommandDigest: make([]byte, 16), CorrelationID: command, CausationID: command,
		}
		data, err := catalogue.Standard.Encode(e, g.keys, stream, r.ID)
		require.NoError(g.t, err)
		meta, err := catalogue.Standard.EncodeMetadata(r)
		require.NoError(g.t, err)
		records = append(records, eventstore.Event{ID: r.ID, Type: e.EventType(), Data: data, Metadata: meta})
	}
	_, err := g.store.Append(g.t.Context(), stream, eventstore.NoStream, records...)
	require.NoError(g.t, err)
}

// sowUnits records what is sealed of officials, decisions, property and reform.
func (g *garden) sowUnits(operator ledger.Actor) {
	person := func() domain.Personal { return domain.About(uuid.New(), g.seed()) }
	today := domain.DateOf(time.Now(), g.identity.Location)
	g.do(operator, "qz", community.RecordElectorate{AsOf: today, Adults: 900, Households: 300, Representatives: 30, PartyMembers: 40, Document: "户籍册"})
	g.do(operator, "qz", community.Appoint{
		Post: community.BranchSecretary, Name: "书记", Person: person(), Kin: []domain.Personal{person()}, From: today,
	})
	g.do(operator, "qz", community.EndTerm{Post: community.BranchSecretary, On: today, Reason: community.Resigned, Note: g.note()})
	g.do(operator, "", collective.Register{ID: "qz", Level: domain.VillageUnit, Community: "community-qz", Name: "乔庄经联社"})

	g.past(operator, "decision-"+uuid.NewString(),
		decision.Proposed{
			Owner: "community-qz", Kind: domain.OtherMatter, Title: "修订村规民约", Source: decision.PartyBranch, Level: domain.VillageUnit,
			Procedure: domain.FourDiscussions, Meeting: domain.RepresentativesMeeting, On: today, Rules: "organic-law-2010",
		},
		decision.Consulted{On: today, Expected: 9, Present: 9, InFavour: 9, Carried: true}, decision.PartyReviewed{On: today, AsOf: today, Expected: 40, Present: 40, InFavour: 40, Carried: true},
		decision.Voted{On: today, AsOf: today, Base: domain.Representatives, Method: decision.AtMeeting, Expected: 30, Issued: 30, Returned: 30, InFavour: 30, Quorate: true, Passed: true},
		decision.Adopted{On: today}, decision.Disclosed{On: today, From: today, PostedUntil: today.AddDays(9), Binds: today.AddDays(10)},
		decision.ObjectionRaised{Number: 1, By: person(), Text: g.note(), On: today, AnswerBy: today.AddDays(14)},
		decision.ObjectionAnswered{Number: 1, Text: g.note(), On: today},
	)
	g.past(operator, "tender-"+uuid.NewString(),
		tender.Listed{Owner: "collective-qz", Kind: domain.TenderLease, What: "商铺", On: today, Opening: today.AddDays(9)},
		tender.BidReceived{Number: 1, Bidder: person(), On: today, Interest: tender.None},
	)
	g.past(operator, "contract-"+uuid.NewString(),
		contract.Signed{
			On: today, Owner: "collective-qz", Kind: domain.ServiceContract, About: "保洁", Party: person(), From: today, To: today.AddDays(300), Total: 1000,
			Schedule: []contract.Instalment{{Due: today, Amount: 1000}},
		},
		contract.RentPaid{Amount: 500, On: today, Voucher: "记-1", Note: g.note()},
	)
	g.past(operator, "debt-"+uuid.NewString(), debt.Incurred{
		Owner: "collective-qz", Direction: debt.Payable, Nature: debt.Unpaid, Counterparty: person(), Amount: 1000, Purpose: "工程款",
	})
	g.past(operator, "community-"+uuid.NewString(),
		community.Registered{ID: "qzb", Town: "town-qz", Name: "乔庄北"},
		community.ListedForImprovement{On: today, Year: today.Year, Reason: community.WeakTeam, Note: g.note(), Due: today.AddDays(300)},
	)
	g.past(operator, "audit-"+uuid.NewString(),
		audit.Planned{Audited: "collective-qz", Community: "community-qz", Year: today.Year, Kind: audit.Annual, From: today, To: today},
		audit.Commissioned{On: today, By: "镇经管站", Institution: "事务所", Auditors: []audit.Auditor{{Name: "审计员", Person: person()}}, Kin: []domain.Personal{person()}},
		audit.NoticeServed{On: today, EntryFrom: today}, audit.EntryMeetingHeld{On: today},
		audit.FindingRaised{Number: 1, Category: audit.Assets, Amount: 100, Papers: []string{"底稿1"}, What: g.note()},
		audit.DraftSent{On: today, RespondBy: today}, audit.ResponseReceived{On: today, Text: g.note()},
		audit.ReportIssued{On: today, Findings: 1, Amount: 100, DiscloseBy: today}, audit.Disclosed{On: today, Findings: []audit.Statement{{Finding: 1, Text: "账外资产"}}}, audit.RectificationOrdered{Finding: 1, On: today, Due: today},
		audit.RectificationReported{Finding: 1, On: today, Amount: 100, What: g.note()},
	)
	g.past(operator, "reform-qz",
		reform.PlanAdopted{Collective: "collective-qz", On: today, Due: today.AddDays(700)}, reform.PlanApproved{On: today}, reform.InventoryStepDone{Number: 1, Steps: 1, On: today},
		reform.RosterDrafted{First: 1, Count: 3, Members: []domain.Personal{person(), person(), person()}}, reform.RosterPosted{Members: 3, On: today, Until: today.AddDays(9)},
		reform.ObjectionRaised{Number: 1, Person: person(), Text: g.note()}, reform.ObjectionSettled{Number: 1, Text: g.note(), On: today},
		reform.RosterConfirmed{Members: 3},
		reform.SharesQuantified{Issued: 300, MemberShares: []reform.Allotment{{From: 1, To: 3, Shares: 100}}},
		reform.CharterAdopted{}, reform.MemberJoined{Number: 4, Person: person(), Document: g.note()},
		reform.MemberTransferred{From: 2, To: 4, Shares: 50, Document: g.note()}, reform.MemberLeft{Number: 1, Document: g.note()},
		reform.MemberInherited{From: 1, To: 5, Person: person(), Shares: 100, Document: g.note()},
	)
}
