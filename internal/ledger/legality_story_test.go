package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

const yuan = domain.Yuan

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// villager is a person, the same for the same number.
func villager(n int) domain.Personal {
	return domain.About(uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "villager %d", n)), fmt.Sprintf("村民%d", n))
}

// story is a lawful history that is told step by step, each under a name.
type story struct {
	*bench
	// records are the last of each step, and ids those of what steps began.
	records map[string]domain.Recorded
	ids     map[string]string
	// recorder and accountant are of the community, town the recorder of its
	// town, elsewhere holds both roles in a community of another town,
	// the auditor is of the first town.
	recorder, accountant, town, elsewhere, auditor ledger.Actor
	minutes, signatures                            ledger.TakenFile
	// cashier keeps the cash of the community's collectives.
	cashier ledger.Actor
	// told are the commands, in the order in which they were accepted.
	told []told
	// planted are the types of the events that were planted.
	planted []string
	// pace is the time from one step to the next.
	pace time.Duration
}

// told is a command that was accepted, and its first event.
type told struct {
	ledger.Request
	at    time.Time
	first domain.Recorded
}

// stream is the stream of what a step began.
func (s *story) stream(step string) string { return s.records[step].Stream }

// on begins a day; its steps follow each other.
func (s *story) on(day string) { s.clock.Set(day + " 09:00") }

func (s *story) do(step string, who ledger.Actor, id string, command any, files ...ledger.Attach) {
	s.t.Helper()
	s.clock.Lock()
	s.clock.now = s.clock.now.Add(s.pace)
	s.clock.Unlock()
	request := ledger.Request{Actor: who, ID: id, Command: command, Attachments: files}
	receipt, err := s.Do(s.t.Context(), request)
	require.NoError(s.t, err, step)
	history, err := s.History(s.t.Context(), receipt.Stream)
	require.NoError(s.t, err, step)
	require.Equal(s.t, history[len(history)-len(receipt.Events):], receipt.Events, "the receipt of "+step)
	s.told = append(s.told, told{request, s.clock.Now(), receipt.Events[0]})
	s.records[step] = receipt.Events[len(receipt.Events)-1]
	_, s.ids[step] = domain.SplitStream(receipt.Stream)
}

func newStory(t *testing.T, code, begins string) *story {
	s := &story{bench: open(t), records: map[string]domain.Recorded{}, ids: map[string]string{}, pace: 10 * time.Minute}
	s.on(begins)
	id, err := s.Found(t.Context(), ledger.Founding{
		County: county.Register{Name: "某市", Code: code}, Account: account.Open{Name: "系统运维"},
	})
	require.NoError(t, err)
	s.actor = id.Actor
	for _, id := range []string{"t1", "t2"} {
		s.do("town "+id, s.actor, "", town.Register{ID: id, Name: "镇" + id})
	}
	s.do("community", s.actor, "", community.Register{ID: "lc", Town: "town-t1", Code: "370782101001", Name: "莲池社区"})
	s.do("another community", s.actor, "", community.Register{ID: "hj", Town: "town-t2", Name: "后街社区"})
	s.recorder = ledgertest.Open(t, s.Ledger, s.actor, "记录员", "community-lc", domain.Recorder)
	s.accountant = ledgertest.Open(t, s.Ledger, s.actor, "会计", "community-lc", domain.Accountant)
	s.town = ledgertest.Open(t, s.Ledger, s.actor, "镇记录员", "town-t1", domain.Recorder)
	s.elsewhere = ledgertest.Open(t, s.Ledger, s.actor, "后街", "community-hj", domain.Recorder, domain.Accountant)
	s.minutes = s.take(s.recorder, domain.Public, minutes)
	s.signatures = s.take(s.recorder, domain.Public, minutes+" and who was there")
	return s
}

// vote records a vote with its files.
func (s *story) vote(step, id string, v decision.Vote) {
	s.t.Helper()
	s.do(step, s.recorder, id, v,
		ledger.Attach{Kind: domain.Minutes, Digest: s.minutes.Digest, Audience: domain.Public},
		ledger.Attach{Kind: domain.SignInSheet, Digest: s.signatures.Digest, Audience: domain.Public})
}

// household is a decision of a group, carried by its households.
func (s *story) household(name string, p decision.Propose) string {
	s.t.Helper()
	id := s.voted(name, p)
	if p.Kind == domain.Disposal || p.Kind == domain.ReformPlan {
		s.do(name+"/approved", s.town, id, decision.ApproveByTown{By: "某镇人民政府", Document: "批复1号"})
	}
	s.concluded(name, id)
	return "decision-" + id
}

// voted is such a decision up to the vote.
func (s *story) voted(name string, p decision.Propose) string {
	s.t.Helper()
	p.Title, p.Source = name, decision.Villagers
	s.do(name+"/proposed", s.recorder, "", p)
	id := s.ids[name+"/proposed"]
	s.do(name+"/discussed", s.recorder, id, decision.DiscussByCouncils{
		PartyExpected: 9, PartyPresent: 5, PartyInFavour: 3, VillagersExpected: 15, VillagersPresent: 8, VillagersInFavour: 5,
	})
	s.vote(name+"/voted", id, decision.Vote{
		Base: domain.Households, Method: decision.DoorToDoor, Recused: 2, Issued: 58, Returned: 40, Proxies: 3,
		InFavour: 21, Against: 15, Abstained: 3, Invalid: 1,
	})
	return id
}

func (s *story) concluded(name, id string) {
	s.do(name+"/adopted", s.recorder, id, decision.Conclude{})
	s.do(name+"/disclosed", s.recorder, id, decision.Disclose{Where: "公开栏"})
}

// proposed is a decision of a village, up to the review by the Party meeting.
func (s *story) proposed(name string, p decision.Propose) string {
	s.t.Helper()
	p.Owner, p.Title, p.Source = "collective-v1", name, decision.PartyBranch
	s.do(name+"/proposed", s.recorder, "", p)
	id := s.ids[name+"/proposed"]
	s.do(name+"/consulted", s.recorder, id, decision.Consult{Expected: 9, Present: 7, InFavour: 6})
	s.do(name+"/reviewed", s.recorder, id, decision.ReviewByParty{Present: 30, InFavour: 16})
	return id
}

// byRepresentatives is a vote of 20 of 30 representatives.
var byRepresentatives = decision.Vote{Method: decision.AtMeeting, Issued: 20, Returned: 20, InFavour: 11, Against: 9}

func (s *story) asset(name string, c asset.Register) string {
	c.Owner, c.Name, c.Origin = "collective-g1", name, asset.OnBooks
	if c.Unit == "" {
		c.Quantity, c.Unit = 1, domain.Pieces
	}
	s.do(name, s.accountant, "", c)
	return s.stream(name)
}

// tell2016 tells of a county, its places and bodies, what they decide, what they
// own, and the whole reform of a collective.
func tell2016(t *testing.T) *story {
	s := newStory(t, "370782", "2016-09-01")
	s.places()
	s.letAndSold()
	s.discussed()
	s.reformed()
	s.later()
	s.income()
	s.organised()
	return s
}

func (s *story) places() {
	op, rec := s.actor, s.recorder
	s.do("renamed", op, "lc", community.Rename{Name: "莲池"})
	s.do("recoded", op, "lc", community.Recode{Code: "370782101002"})
	s.do("old community", op, "", community.Register{ID: "old", Town: "town-t1", Name: "旧社区"})
	s.do("community merged", op, "old", community.Merge{Into: "community-lc"})
	s.do("village", op, "", village.Register{ID: "dong", Community: "community-lc", Name: "东村"})
	for _, c := range []collective.Register{
		{ID: "g1", Level: domain.GroupUnit}, {ID: "g2", Level: domain.GroupUnit}, {ID: "g9", Level: domain.GroupUnit},
		{ID: "v1", Level: domain.VillageUnit},
	} {
		c.Community, c.Name = "community-lc", c.ID+"经济合作社"
		s.do("collective "+c.ID, op, "", c)
	}
	s.do("collective merged", op, "g9", collective.Merge{Into: "collective-g2"})
	of := domain.Electorate{AsOf: day("2016-08-31"), Adults: 200, Households: 60, Representatives: 30, PartyMembers: 45, Document: "名册"}
	s.do("electorate lc", rec, "lc", community.RecordElectorate(of))
	s.do("electorate dong", rec, "dong", village.RecordElectorate(of))
	for _, id := range []string{"g1", "v1"} {
		s.do("electorate "+id, rec, id, collective.RecordElectorate(of))
	}
	s.do("councils", rec, "dong", village.ConstituteCouncils{On: day("2016-08-31"), PartyCouncil: 9, VillagersCouncil: 15})
	s.household("dong", decision.Propose{Owner: "village-dong", Kind: domain.OtherMatter})
	s.do("committee", rec, "lc", community.ConstituteCouncil{Body: community.VillagersCommittee, Seats: 2, From: day("2016-09-01"), Until: day("2019-08-31")})
	s.do("branch", rec, "lc", community.ConstituteCouncil{Body: community.PartyBranch, Seats: 7, From: day("2016-09-01"), Until: day("2019-08-31")})
	s.do("head", rec, "lc", community.Appoint{Post: community.CommitteeHead, Name: "王建国", Person: villager(101), Kin: []domain.Personal{villager(102)}, From: day("2016-09-01")})
	s.do("member", rec, "lc", community.Appoint{Post: community.CommitteeMember, Seat: 1, Name: "李芳", Person: villager(103), From: day("2016-09-01")})
	s.do("term ended", rec, "lc", community.EndTerm{Post: community.CommitteeMember, Seat: 1, On: day("2016-09-01"), Reason: community.Resigned})
}

// letAndSold is what becomes of the assets of a group: one let by tender, one
// sold, one transferred, one written off; and its debts and works.
func (s *story) letAndSold() {
	acc, rec, group := s.accountant, s.recorder, "collective-g1"
	s.on("2016-09-02")
	operating := func(kind domain.AssetKind, net domain.Money) asset.Register {
		return asset.Register{Class: domain.OperatingAsset, Kind: kind, OriginalValue: net, NetValue: net}
	}
	shop := s.asset("shop", operating(domain.Building, 150_000*yuan))
	truck := s.asset("truck", operating(domain.Vehicle, 8_000*yuan))
	pump := s.asset("pump", operating(domain.Equipment, 3_000*yuan))
	well := s.asset("well", operating(domain.Infrastructure, 2_000*yuan))
	big := s.asset("big", operating(domain.Equipment, 300_000*yuan))
	hut := s.asset("hut", operating(domain.Building, 9_000*yuan))
	s.asset("land", asset.Register{Class: domain.ResourceAsset, Kind: domain.Land, Quantity: 1200, Unit: domain.CentiMu})
	s.do("counted", acc, s.ids["hut"], asset.Verify{On: day("2016-09-02"), Quantity: 1, NetValue: 8_500 * yuan, Condition: asset.IsSound, Document: "盘点表"})
	s.do("revalued", acc, s.ids["hut"], asset.Revalue{Basis: asset.OnVerification, Reason: "清产核资"})
	s.do("damaged", acc, s.ids["hut"], asset.Damage{On: day("2016-09-02"), Condition: asset.IsDamaged, What: "漏雨"})
	s.do("found", acc, s.ids["hut"], asset.Find{On: day("2016-09-02"), Quantity: 1, What: "已修"})
	s.do("appraised", acc, s.ids["shop"], asset.Appraise{On: day("2016-09-01"), Value: 160_000 * yuan, Appraiser: "评估所", Report: "评1号"})
	s.do("credit", acc, "", debt.Incur{Owner: group, Direction: debt.Receivable, Nature: debt.Unpaid, Organisation: "某店", Amount: 3_000 * yuan, Purpose: "欠租"})
	let := s.household("let", decision.Propose{Owner: group, Kind: domain.Leasing, Amount: 120_000 * yuan, Concerns: []string{shop}})

	s.on("2016-09-19")
	s.do("listed", rec, "", tender.List{Owner: group, Kind: domain.TenderLease, Assets: []string{shop}, What: "门市房三年", Reserve: 30_000 * yuan, Decision: let, Method: tender.Sealed})
	bids := s.ids["listed"]
	s.do("bid 1", rec, bids, tender.ReceiveBid{Bidder: villager(1), Interest: tender.None})
	s.do("bid 2", rec, bids, tender.ReceiveBid{Organisation: "某公司", Interest: tender.None})
	s.do("bid 3", rec, bids, tender.ReceiveBid{Bidder: villager(102), Interest: tender.Kin})
	s.do("bid 4", rec, bids, tender.ReceiveBid{Bidder: villager(4), Interest: tender.None})
	s.on("2016-09-29")
	s.do("opened", rec, bids, tender.OpenBids{Offers: []tender.Offered{
		{Bid: 1, Amount: 40_000 * yuan}, {Bid: 2, Amount: 35_000 * yuan}, {Bid: 3, Amount: 50_000 * yuan}, {Bid: 4, Amount: 20_000 * yuan},
	}})
	s.do("awarded", rec, bids, tender.Award{Bid: 1})
	s.do("lease", acc, "", contract.Sign{
		Owner: group, Kind: domain.LeaseContract, Assets: []string{shop}, Party: villager(1), From: day("2016-10-01"), To: day("2019-09-30"),
		Amount: 40_000 * yuan, Every: 12, Decision: let, Tender: s.stream("listed"),
	})
	s.do("leased", acc, s.ids["shop"], asset.Lease{Contract: s.stream("lease")})
	s.do("rent", acc, s.ids["lease"], contract.PayRent{Amount: 40_000 * yuan, Voucher: "收1"})

	s.on("2016-10-10")
	sell := s.household("sell", decision.Propose{Owner: group, Kind: domain.Disposal, Amount: 8_000 * yuan, Concerns: []string{truck}})
	give := s.household("give", decision.Propose{Owner: group, Kind: domain.Transfer, Amount: 3_000 * yuan, Concerns: []string{pump, shop}})
	lose := s.household("lose", decision.Propose{Owner: group, Kind: domain.WriteOff, Amount: 2_000 * yuan, Concerns: []string{well}})
	waive := s.household("waive", decision.Propose{Owner: group, Kind: domain.WriteOff, Amount: 2_000 * yuan, Concerns: []string{s.stream("credit")}})
	borrow := s.household("borrow", decision.Propose{Owner: group, Kind: domain.Borrowing, Amount: 20_000 * yuan})
	works := s.household("works", decision.Propose{Owner: group, Kind: domain.CollectiveWorks, Amount: 80_000 * yuan})
	s.household("sell again", decision.Propose{Owner: group, Kind: domain.Disposal, Concerns: []string{truck}})
	s.household("sell big", decision.Propose{Owner: group, Kind: domain.Disposal, Concerns: []string{big}})
	s.household("give big", decision.Propose{Owner: group, Kind: domain.Transfer, Concerns: []string{big}})
	s.household("let hut", decision.Propose{Owner: group, Kind: domain.Leasing, Concerns: []string{hut}})
	s.household("sell both", decision.Propose{Owner: group, Kind: domain.Disposal, Amount: 8_000 * yuan, Concerns: []string{truck, hut}})
	s.household("works again", decision.Propose{Owner: group, Kind: domain.CollectiveWorks, Amount: 80_000 * yuan})
	s.household("extend", decision.Propose{Owner: group, Kind: domain.Leasing, Concerns: []string{shop}})
	s.on("2016-10-20")
	s.do("sale", acc, "", contract.Sign{
		Owner: group, Kind: domain.SaleContract, Assets: []string{truck}, Organisation: "某车行", From: day("2016-10-20"),
		Amount: 8_000 * yuan, Decision: sell,
	})
	s.do("sold", acc, s.ids["truck"], asset.Dispose{Contract: s.stream("sale"), Decision: sell})
	s.do("transferred", acc, s.ids["pump"], asset.Transfer{To: "collective-g2", Decision: give})
	s.do("received", acc, "", asset.Receive{From: pump, Owner: "collective-g2"})
	s.do("written off", acc, s.ids["well"], asset.WriteOff{Decision: lose, Reason: "报废"})
	s.do("borrowed", acc, "", debt.Incur{Owner: group, Direction: debt.Payable, Nature: debt.Loan, Organisation: "信用社", Amount: 20_000 * yuan, Purpose: "打井", Decision: borrow})
	s.do("repaid", acc, s.ids["borrowed"], debt.Repay{Amount: 5_000 * yuan, Voucher: "付1"})
	s.do("collected", acc, s.ids["credit"], debt.Collect{Amount: 1_000 * yuan, Voucher: "收2"})
	s.do("debt written off", acc, s.ids["credit"], debt.WriteOff{Amount: 2_000 * yuan, Decision: waive, Reason: "倒闭"})
	s.do("works listed", rec, "", tender.List{Owner: group, Kind: domain.TenderWorks, What: "修路", Reserve: 80_000 * yuan, Decision: works, Method: tender.Sealed})
	s.do("works bid 1", rec, s.ids["works listed"], tender.ReceiveBid{Organisation: "甲公司", Interest: tender.None})
	s.do("works bid 2", rec, s.ids["works listed"], tender.ReceiveBid{Organisation: "乙公司", Interest: tender.None})
	s.on("2016-11-01")
	s.do("works opened", rec, s.ids["works listed"], tender.OpenBids{Offers: []tender.Offered{{Bid: 1, Amount: 75_000 * yuan}, {Bid: 2, Amount: 79_000 * yuan}}})
	s.do("works awarded", rec, s.ids["works listed"], tender.Award{Bid: 1})
	s.do("works signed", acc, "", contract.Sign{
		Owner: group, Kind: domain.WorksContract, About: "修路", Organisation: "甲公司", From: day("2016-11-01"), To: day("2016-12-31"),
		Amount: 75_000 * yuan, Decision: works, Tender: s.stream("works listed"),
	})
	s.do("hut let", acc, "", contract.Sign{
		Owner: group, Kind: domain.LeaseContract, Assets: []string{hut}, Organisation: "小卖部", From: day("2016-11-01"), To: day("2017-10-31"),
		Amount: 1_200 * yuan,
	})
	s.do("hut leased", acc, s.ids["hut"], asset.Lease{Contract: s.stream("hut let")})
}

// discussed is what a village decides in four discussions and two disclosures.
func (s *story) discussed() {
	rec := s.recorder
	s.on("2016-11-02")
	road := s.proposed("road", decision.Propose{Kind: domain.Expenditure, Amount: 100_000 * yuan, Meeting: domain.RepresentativesMeeting})
	s.vote("road/voted", road, byRepresentatives)
	s.concluded("road", road)
	s.do("road/objected", rec, road, decision.RaiseObjection{By: villager(7), Text: domain.Note("太贵")})
	s.do("road/answered", rec, road, decision.AnswerObjection{Number: 1, Text: domain.Note("已核价")})
	failed := s.proposed("failed", decision.Propose{Kind: domain.Expenditure, Amount: 1_000 * yuan, Meeting: domain.RepresentativesMeeting})
	s.vote("failed/voted", failed, decision.Vote{Method: decision.AtMeeting, Issued: 20, Returned: 20, InFavour: 10, Against: 10})
	s.do("failed/rejected", rec, failed, decision.Conclude{})
	s.do("withdrawn/proposed", rec, "", decision.Propose{Owner: "collective-v1", Kind: domain.Expenditure, Title: "t", Source: decision.PartyBranch, Meeting: domain.RepresentativesMeeting})
	s.do("withdrawn", rec, s.ids["withdrawn/proposed"], decision.Withdraw{Reason: "改期"})
	s.do("lapsing/proposed", rec, "", decision.Propose{Owner: "collective-v1", Kind: domain.Expenditure, Title: "t", Source: decision.PartyBranch, Meeting: domain.RepresentativesMeeting})
	delegation := s.proposed("delegation", decision.Propose{Kind: domain.Delegation, Amount: 300_000 * yuan})
	s.do("delegation/noticed", rec, delegation, decision.GiveNotice{MeetingOn: day("2016-11-12"), Where: "公开栏"})
	little := s.proposed("little delegation", decision.Propose{Kind: domain.Delegation, Amount: 8_000 * yuan})
	s.do("little delegation/noticed", rec, little, decision.GiveNotice{MeetingOn: day("2016-11-12"), Where: "公开栏"})
	s.on("2016-11-12")
	byAdults := decision.Vote{Base: domain.Adults, Method: decision.AtMeeting, Issued: 101, Returned: 101, InFavour: 51, Against: 50}
	s.vote("delegation/voted", delegation, byAdults)
	s.concluded("delegation", delegation)
	s.vote("little delegation/voted", little, byAdults)
	s.concluded("little delegation", little)
	s.on("2016-11-14")
	s.do("road/implemented", rec, road, decision.ReportImplementation{Summary: "已修"})
	s.do("road/results", rec, road, decision.DiscloseResults{Where: "公开栏"})
	s.on("2016-11-23")
	bridge := s.proposed("bridge", decision.Propose{Kind: domain.PublicWorks, Amount: 300_000 * yuan, Delegation: s.stream("delegation/proposed")})
	s.vote("bridge/voted", bridge, byRepresentatives)
	s.do("hall", s.accountant, "", asset.Register{
		Owner: "collective-v1", Class: domain.OperatingAsset, Kind: domain.Building, Name: "大厦", Quantity: 1, Unit: domain.Pieces, Origin: asset.OnBooks,
	})
	hall := s.proposed("let hall", decision.Propose{
		Kind: domain.Leasing, Amount: 1 * yuan, Concerns: []string{s.stream("hall")}, Delegation: s.stream("little delegation/proposed"),
	})
	s.vote("let hall/voted", hall, byRepresentatives)
	s.concluded("let hall", hall)
}

// reformed is the reform of a group with six members.
func (s *story) reformed() {
	rec, acc, id, group := s.recorder, s.accountant, "g1", "collective-g1"
	about := func(kind domain.MatterKind, amount domain.Money) decision.Propose {
		return decision.Propose{Owner: group, Kind: kind, Amount: amount, Concerns: []string{group}}
	}
	s.on("2016-11-24")
	plan := s.household("plan", about(domain.ReformPlan, 0))
	s.on("2016-12-06")
	s.do("plan adopted", rec, "", reform.AdoptPlan{Collective: group, Decision: plan, Document: "方案"})
	s.do("plan approved", s.town, id, reform.ApprovePlan{By: "某镇人民政府", Document: "批复2号", On: day("2016-12-06")})
	for _, step := range []string{"count", "value", "post", "confirm"} {
		s.do("inventory "+step, acc, id, reform.RecordInventory{
			Step: step, On: day("2016-12-06"), Operating: 120_000*yuan + 1, NonOperating: 5_000 * yuan, Debts: 20_000 * yuan, Document: "报告",
		})
	}
	var members []domain.Personal
	for n := 1; n <= 7; n++ {
		members = append(members, villager(n))
	}
	s.household("early", about(domain.Roster, 0))
	s.do("drafted", rec, id, reform.DraftRoster{Members: members})
	s.do("posted", rec, id, reform.PostRoster{})
	s.do("objected", rec, id, reform.RaiseObjection{Person: villager(9), Text: domain.Note("漏了我")})
	s.do("settled", rec, id, reform.SettleObjection{Number: 1, Text: domain.Note("户口不在")})
	early := s.voted("voted early", about(domain.Roster, 0))
	s.on("2016-12-16")
	s.concluded("voted early", early)
	roster := s.household("roster", about(domain.Roster, 0))
	shares := s.household("shares", about(domain.Quantification, 0))
	charter := s.household("charter", about(domain.Charter, 0))
	bodies := s.household("bodies", about(domain.BodiesElection, 0))
	s.household("other charter", decision.Propose{Owner: group, Kind: domain.Charter})
	s.household("admission", about(domain.Roster, 0))
	s.on("2016-12-28")
	s.do("confirmed", rec, id, reform.ConfirmRoster{Decision: roster})
	s.do("quantified", acc, id, reform.QuantifyShares{
		Decision: shares, Sum: 100_000*yuan + 1, CollectiveShares: 300, MemberShares: []reform.Allotment{{From: 1, To: 7, Shares: 100}},
	})
	s.do("charter adopted", rec, id, reform.AdoptCharter{Decision: charter, Document: "章程"})
	s.do("elected", rec, id, reform.ElectBodies{Decision: bodies, Assembly: 7, Board: []string{"王建国", "李芳"}, Supervisors: []string{"赵敏"}})
	s.do("registered", rec, id, reform.Register{Name: "股份经济合作社", Number: "证1", On: day("2016-12-28")})
	s.do("certificates", rec, id, reform.IssueCertificates{Count: 7, On: day("2016-12-28")})
	s.do("joined", rec, id, reform.Join{Person: villager(8), Basis: reform.Birth, Document: domain.Note("出生证")})
	s.do("left", rec, id, reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("证明")})
	s.do("inherited", rec, id, reform.Inherit{From: 1, To: 2, Shares: 60, Document: domain.Note("公证")})
	s.do("shares transferred", rec, id, reform.Transfer{From: 3, To: 4, Shares: 10, Document: domain.Note("协议")})
	s.do("completed", rec, id, reform.Finish{})
	s.kept()
	s.do("reserves", acc, id, reform.SetReservesAside{Year: 2016, Profit: 21_000 * yuan, Losses: 1_000 * yuan, Reserves: 2_000 * yuan, Document: "决算"})
	dividend := s.household("dividend", about(domain.Dividend, 0))
	s.on("2017-01-20")
	s.do("declared", acc, id, reform.DeclareDividend{Year: 2016, Decision: dividend, Total: 10_000*yuan + 1})
	s.do("paid", acc, id, reform.PayDividend{Year: 2016, To: []reform.Span{{From: 2, To: 5}}, On: day("2017-01-20"), Document: "凭证"})
}

// kept are the books of the group for 2016, as they were written up in the new year.
func (s *story) kept() {
	acc, group := s.accountant, "collective-g1"
	s.on("2016-12-30")
	s.do("books opened", acc, "", books.Open{
		Collective: group, Year: 2016, Document: "2015年末账簿",
		Debits:  []books.Amount{{Account: 101, Amount: 3_000 * yuan}, {Account: 102, Amount: 97_000 * yuan}, {Account: 322, Amount: 1_000 * yuan}},
		Credits: []books.Amount{{Account: 301, Amount: 101_000 * yuan}},
	})
	id := s.ids["books opened"]
	entry := func(step string, debit, credit int, amount domain.Money, on string, change ...func(*books.Post)) {
		c := books.Post{On: day(on), Summary: step, Debits: []books.Amount{{Account: debit, Amount: amount}}, Credits: []books.Amount{{Account: credit, Amount: amount}}}
		var files []ledger.Attach
		for _, f := range change {
			f(&c)
		}
		if c.Decision != "" {
			files = append(files, ledger.Attach{Kind: domain.Voucher, Digest: s.minutes.Digest, Audience: domain.Public})
		}
		s.do(step, acc, id, c, files...)
	}
	s.cashier = ledgertest.Open(s.t, s.Ledger, s.actor, "出纳", "community-lc", domain.Cashier)
	entry("rent posted", 102, 511, 40_000*yuan, "2016-10-08", func(c *books.Post) { c.About = s.stream("lease") })
	entry("works paid", 154, 102, 75_000*yuan, "2016-12-20", func(c *books.Post) { c.Decision = s.stream("works/proposed") })
	entry("office paid", 541, 101, 900*yuan, "2016-11-10", func(c *books.Post) { c.Cashier = "account-" + s.cashier.Account() })
	entry("posted wrongly", 551, 102, 500*yuan, "2016-12-21")
	s.do("reversed", acc, id, books.Reverse{Entry: 4, Reason: "记错"})
	entry("repair owed", 551, 202, 18_100*yuan, "2016-12-22")
	s.on("2017-01-10")
	for month := 1; month <= 12; month++ {
		s.do(fmt.Sprintf("month %d", month), acc, id, books.CloseMonth{})
	}
	s.do("year closed", acc, id, books.CloseYear{})
	s.do("next year opened", acc, "", books.Open{Collective: group, Year: 2017})
}

// later is how things end.
func (s *story) later() {
	acc := s.accountant
	s.on("2017-02-10")
	s.do("hall let", acc, "", contract.Sign{
		Owner: "collective-v1", Kind: domain.LeaseContract, Assets: []string{s.stream("hall")}, Organisation: "某店",
		From: day("2017-03-01"), To: day("2018-02-28"), Amount: 8_000 * yuan, Decision: s.stream("let hall/proposed"),
	})
	s.do("hall leased", acc, s.ids["hall"], asset.Lease{Contract: s.stream("hall let")})
	s.do("amended", acc, s.ids["lease"], contract.Amend{
		From: day("2017-10-01"), To: day("2020-09-30"), Amount: 41_000 * yuan, Every: 12, Decision: s.stream("extend/proposed"), Reason: "延长一年",
	})
	s.do("claimed anew", acc, s.ids["shop"], asset.Lease{Contract: s.stream("lease")})
	s.do("breached", acc, s.ids["lease"], contract.Breach{On: day("2017-02-10"), What: "转租"})
	s.do("put right", acc, s.ids["lease"], contract.SetRight{On: day("2017-02-10"), What: "已收回", Document: "协议"})
	s.do("ended", acc, s.ids["lease"], contract.End{On: day("2017-02-10"), Why: domain.EndBreach})
	s.do("lease ended", acc, s.ids["shop"], asset.EndLease{Contract: s.stream("lease")})
	s.on("2017-05-02")
	s.do("lapsed", s.recorder, s.ids["lapsing/proposed"], decision.Lapse{})
}

// tell2025 tells of a decision of the members, in a county without rules of its
// own, after the law on collectives came into force.
func tell2025(t *testing.T) *story {
	s := newStory(t, "", "2025-06-02")
	s.do("collective g1", s.actor, "", collective.Register{ID: "g1", Level: domain.VillageUnit, Community: "community-lc", Name: "莲池"})
	s.do("electorate g1", s.recorder, "g1", collective.RecordElectorate{AsOf: day("2025-06-01"), Members: 150, Representatives: 30, Document: "成员名册"})
	s.do("members/proposed", s.recorder, "", decision.Propose{Owner: "collective-g1", Kind: domain.Borrowing, Amount: 50_000 * yuan, Title: "借款", Source: decision.Board})
	id := s.ids["members/proposed"]
	s.do("members/consulted", s.recorder, id, decision.Consult{Expected: 5, Present: 4, InFavour: 3})
	s.do("members/noticed", s.recorder, id, decision.GiveNotice{MeetingOn: day("2025-06-12"), Where: "公开栏"})
	s.on("2025-06-12")
	s.do("members/voted", s.recorder, id, decision.Vote{Method: decision.AtMeeting, Issued: 110, Returned: 110, InFavour: 100, Against: 10})
	s.concluded("members", id)
	return s
}
