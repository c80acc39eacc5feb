package ledger_test

import (
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger"
)

const (
	inOrder    = "steps in order"
	fourSteps  = "branch proposes → two committees consult → Party meeting reviews → villagers' meeting or representatives resolve → resolution disclosed → results disclosed"
	household  = "Household decision, in a natural village: both councils discuss → one ballot a household → announced → results announced"
	mapped     = "The rule set maps the kind of matter and the level of the owner to the procedure it needs, who counts, the base of the majority, notice and posting days, and whether the town approves"
	meeting    = "villagers' meeting, over half of adults or ≥ 2/3 of households' representatives, passed by over half of those attending, 10 days' notice"
	ofReps     = "representatives' meeting, ≥ 2/3 present, over half of them"
	ofGroup    = "group meeting, ≥ 2/3 of adults or of households' representatives, over half of them, the analogue for household decisions"
	ofParty    = "Party meeting, ≥ 2/3 present and over half of them"
	reserved   = "matters reserved to the villagers …, small ones only where the villagers have delegated them"
	adding     = "in favour + against + abstained + invalid = returned ≤ issued ≤ expected"
	onRecord   = "expected = the electorate on record"
	everything = "the rule set's name and every number of the judgement go into the event"
	anew       = "what failed may be proposed anew, as a new decision"
	demanded   = "A rule set may demand kinds (of evidence files)"
	ofMembers  = "the members' assembly with 2/3 of all members with the Law on Rural Collective Economic Organisations, in force 2025-05-01"
)

var decisions = []violation{
	{says: onRecord, rule: "not_as_constituted", like: "dong/discussed", change: but(func(e *decision.DiscussedByCouncils) {
		e.PartyExpected, e.PartyQuorum, e.PartyPresent, e.PartyNeeded, e.PartyInFavour = 8, 5, 5, 3, 3
	})},
	{says: onRecord, rule: "councils_differ", like: "let/proposed", change: but(func(e *decision.Proposed) { e.Councils = "village-dong" })},
	{says: onRecord, rule: "councils_differ", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Councils = "" })},
	{says: onRecord, rule: "not_as_constituted", like: "road/consulted", change: but(func(e *decision.Consulted) { // more than on both committees
		e.Expected, e.Quorum = 10, 6
	})},
	{says: onRecord, rule: "not_as_constituted", like: "road/consulted", change: but(func(e *decision.Consulted) { // fewer than on the larger
		e.Expected, e.Present, e.Quorum = 6, 6, 4
	})},
	{says: onRecord, rule: "committees_missing", like: "road/consulted", prepare: func(s *story) {
		s.do("short term", s.recorder, "lc", community.ConstituteCouncil{Body: community.PartyBranch, Seats: 1, From: day("2016-11-01"), Until: day("2016-11-01")})
	}, change: again},
	{says: onRecord, rule: "no_electorate", like: "let/proposed", prepare: func(s *story) {
		s.do("uncounted", s.actor, "", collective.Register{ID: "g7", Level: domain.GroupUnit, Community: "community-lc", Name: "七组"})
	}, change: with(func(p *planting, e *decision.Proposed) {
		e.Owner = "collective-g7"
		p.resting(e.Owner)
	})},
	{says: inOrder, rule: "not_proposed", like: "road/consulted", change: func(p *planting) { p.another() }},
	{says: inOrder, rule: "already_proposed", like: "road/proposed", after: "road/proposed", change: again},
	{says: fourSteps, rule: "step_taken", like: "road/consulted", after: "road/consulted", change: again},
	{says: fourSteps, rule: "step_missing", like: "road/reviewed", after: "road/proposed", change: again},
	{says: fourSteps, rule: "step_missing", like: "road/voted", after: "road/consulted", change: again},
	{says: fourSteps, rule: "step_missing", like: "delegation/noticed", after: "delegation/consulted", change: again},
	{says: fourSteps, rule: "not_of_this_procedure", like: "let/discussed", after: "road/proposed", change: func(p *planting) { p.in("road/proposed") }},
	{says: household, rule: "step_missing", like: "let/voted", after: "let/proposed", change: again},
	{says: household, rule: "step_taken", like: "let/discussed", after: "let/discussed", change: again},
	{says: household, rule: "not_of_this_procedure", like: "road/consulted", change: func(p *planting) { p.in("extend/proposed") }},
	{says: household, rule: "councils_missing", like: "dong/proposed", prepare: councilless, change: with(func(p *planting, e *decision.Proposed) {
		e.Owner = "village-xi"
		p.resting("village-xi")
	})},
	{says: household, rule: "numbers_differ", like: "let/discussed", change: but(func(e *decision.DiscussedByCouncils) { e.PartyPresent, e.PartyInFavour = 4, 4 })},
	{says: household, rule: "numbers_differ", like: "let/discussed", change: but(func(e *decision.DiscussedByCouncils) { e.VillagersInFavour = 4 })},
	{says: household, rule: "numbers_impossible", like: "let/discussed", change: but(func(e *decision.DiscussedByCouncils) { e.VillagersPresent = 16 })},
	{says: everything, rule: "numbers_differ", like: "let/discussed", change: but(func(e *decision.DiscussedByCouncils) { e.Rules = "organic-law-2010" })},
	{says: everything, rule: "numbers_differ", like: "let/discussed", change: but(func(e *decision.DiscussedByCouncils) { e.PartyQuorum = 1 })},
	{says: mapped, rule: "not_as_routed", like: "let/proposed", change: but(func(e *decision.Proposed) { e.Procedure = domain.FourDiscussions })},
	{says: mapped, rule: "not_as_routed", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Procedure = domain.HouseholdDecision })},
	{says: mapped, rule: "not_as_routed", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Level = domain.GroupUnit })},
	{says: everything, rule: "not_as_routed", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Rules = "organic-law-2010" })},
	{says: mapped, rule: "meeting_unfit", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Meeting = domain.GroupMeeting })},
	{says: mapped, rule: "meeting_unfit", like: "let/proposed", change: but(func(e *decision.Proposed) { e.Meeting = domain.RepresentativesMeeting })},
	{says: mapped, rule: "meeting_unfit", like: "delegation/proposed", change: but(func(e *decision.Proposed) { e.Meeting = domain.RepresentativesMeeting })},
	{says: mapped, rule: "another_day", like: "road/proposed", change: but(func(e *decision.Proposed) { e.On = day("2016-11-01") })},
	{says: mapped, rule: "code_unknown", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Kind = "whim" })},
	{says: mapped, rule: "owner_unfit", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Owner = "town-t1" })},
	{says: "collective: merged-into", rule: "owner_merged", like: "let/proposed", change: with(func(p *planting, e *decision.Proposed) {
		e.Owner = "collective-g9"
		p.resting(e.Owner)
	})},
	{says: "decision: proposed (kind, source, amount, what it concerns)", rule: "field_missing", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Title = "" })},
	{says: "decision: proposed (kind, source, amount, what it concerns)", rule: "code_unknown", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Source = "somebody" })},
	{says: "decision: proposed (kind, source, amount, what it concerns)", rule: "amount_negative", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Amount = -1 })},
	{says: "decision: proposed (kind, source, amount, what it concerns)", rule: "concern_invalid", like: "let/proposed", change: but(func(e *decision.Proposed) { e.Concerns = []string{"the shop"} })},
	{says: "decision: proposed (kind, source, amount, what it concerns)", rule: "concern_twice", like: "let/proposed", change: but(func(e *decision.Proposed) { e.Concerns = append(e.Concerns, e.Concerns...) })},
	{says: reserved, rule: "reserved_to_the_villagers", like: "bridge/proposed", change: but(func(e *decision.Proposed) { e.Delegation = "" })},
	{says: reserved, rule: "amount_missing", like: "bridge/proposed", change: but(func(e *decision.Proposed) { e.Amount = 0 })},
	{says: reserved, rule: "beyond_the_decision", like: "bridge/proposed", change: but(func(e *decision.Proposed) { e.Amount++ })},
	{says: reserved, rule: "beyond_delegation", like: "bridge/proposed", change: but(func(e *decision.Proposed) { e.Amount = 500_000*yuan + 1 })},
	{says: reserved, rule: "numbers_differ", like: "bridge/proposed", change: but(func(e *decision.Proposed) { e.DelegatedUpTo++ })},
	{says: reserved, rule: "delegation_not_needed", like: "road/proposed", change: but(func(e *decision.Proposed) { e.Delegation = "decision-x" })},
	{says: reserved, rule: "decision_of_another_kind", like: "bridge/proposed", change: with(func(p *planting, e *decision.Proposed) {
		e.Delegation = p.stream("road/proposed")
		p.resting(e.Delegation)
	})},
	{says: reserved, rule: "decision_posted", like: "bridge/proposed", after: "delegation/disclosed", change: but(func(e *decision.Proposed) { e.On = day("2016-11-12") })},
	{says: reserved, rule: "decision_not_disclosed", like: "bridge/proposed", after: "delegation/adopted", change: but(func(e *decision.Proposed) { e.On = day("2016-11-12") })},
	{says: reserved, rule: "decision_not_adopted", like: "bridge/proposed", after: "delegation/voted", change: but(func(e *decision.Proposed) { e.On = day("2016-11-12") })},
	{says: fourSteps, rule: "numbers_differ", like: "road/consulted", change: but(func(e *decision.Consulted) { e.Present, e.InFavour = 4, 4 })},
	{says: fourSteps, rule: "numbers_impossible", like: "road/consulted", change: but(func(e *decision.Consulted) { e.InFavour = 8 })},
	{says: fourSteps, rule: "numbers_differ", like: "road/consulted", change: but(func(e *decision.Consulted) { e.Body = decision.BoardOfCollective })},
	{says: everything, rule: "numbers_differ", like: "road/consulted", change: but(func(e *decision.Consulted) { e.Needed = 1 })},
	{says: ofParty, rule: "numbers_differ", like: "road/reviewed", change: but(func(e *decision.PartyReviewed) { e.Present = 29 })},
	{says: ofParty, rule: "numbers_differ", like: "road/reviewed", change: but(func(e *decision.PartyReviewed) { e.InFavour = 15 })},
	{says: onRecord, rule: "numbers_differ", like: "road/reviewed", change: but(func(e *decision.PartyReviewed) { e.Expected = 44 })},
	{says: everything, rule: "numbers_differ", like: "road/reviewed", change: but(func(e *decision.PartyReviewed) { e.Quorum = 29 })},
}

var votes = []violation{
	{says: "households' ballots are village", rule: "ballots_are_the_villages", like: "let/voted", change: func(p *planting) {
		p.Attachments = append(slices.Clip(p.Attachments), domain.Attachment{
			Kind: domain.Ballots, Digest: p.minutes.Digest, MediaType: "application/pdf", Size: p.minutes.Size, Audience: domain.Public,
		})
	}},
	{says: adding, rule: "ballots_do_not_add_up", like: "road/voted", change: but(func(e *decision.Voted) { e.InFavour++ })},
	{says: adding, rule: "ballots_do_not_add_up", like: "road/voted", change: but(func(e *decision.Voted) { e.Invalid++ })},
	{says: adding, rule: "ballots_do_not_add_up", like: "let/voted", change: but(func(e *decision.Voted) { e.Abstained-- })},
	{says: adding, rule: "more_returned_than_issued", like: "road/voted", change: but(func(e *decision.Voted) { e.Issued = 19 })},
	{says: adding, rule: "more_issued_than_entitled", like: "road/voted", change: but(func(e *decision.Voted) { e.Issued = 31 })},
	{says: adding, rule: "more_issued_than_entitled", like: "let/voted", change: but(func(e *decision.Voted) { e.Recused = 3 })},
	{says: adding, rule: "more_proxies_than_returned", like: "road/voted", change: but(func(e *decision.Voted) { e.Proxies = 21 })},
	{says: adding, rule: "numbers_negative", like: "road/voted", change: but(func(e *decision.Voted) { e.Abstained = -1 })},
	{says: onRecord, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Expected = 29 })},
	{says: onRecord, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.AsOf = day("2016-08-30") })},
	{says: onRecord, rule: "no_electorate", like: "extend/voted", prepare: func(s *story) {
		s.do("nan", s.actor, "", village.Register{ID: "nan", Community: "community-lc", Name: "南村"})
		s.do("councils of nan", s.recorder, "nan", village.ConstituteCouncils{On: day("2016-10-10"), PartyCouncil: 1, VillagersCouncil: 1})
		s.do("nan/proposed", s.recorder, "", decision.Propose{Owner: "village-nan", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers})
		s.do("nan/discussed", s.recorder, s.ids["nan/proposed"], decision.DiscussByCouncils{
			PartyExpected: 1, PartyPresent: 1, PartyInFavour: 1, VillagersExpected: 1, VillagersPresent: 1, VillagersInFavour: 1,
		})
	}, change: func(p *planting) { p.in("nan/proposed").resting("village-nan") }},
	{says: onRecord, rule: "nobody_entitled", like: "let/voted", prepare: func(s *story) {
		s.do("adults alone", s.recorder, "g1", collective.RecordElectorate{AsOf: day("2016-09-02"), Adults: 200, Document: "名册"})
	}, change: again},
	{says: reserved, rule: "decision_void", like: "bridge/voted", prepare: overturned("delegation/proposed", "2016-11-14"), change: again},
	{says: ofReps, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Issued, e.Returned, e.InFavour = 19, 19, 10 })},
	{says: ofReps, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.InFavour, e.Against = 10, 10 })},
	{says: ofReps, rule: "numbers_differ", like: "failed/voted", change: but(func(e *decision.Voted) { e.Passed = true })},
	{says: ofReps, rule: "base_unfit", like: "road/voted", change: but(func(e *decision.Voted) { e.Base = domain.Households })},
	{says: ofGroup, rule: "numbers_differ", like: "let/voted", change: but(func(e *decision.Voted) { e.Returned, e.Invalid = 39, 0 })},
	{says: ofGroup, rule: "numbers_differ", like: "let/voted", change: but(func(e *decision.Voted) { e.InFavour, e.Against = 20, 16 })},
	{says: ofGroup, rule: "base_unfit", like: "let/voted", change: but(func(e *decision.Voted) { e.Base = domain.Representatives })},
	{says: ofGroup, rule: "numbers_differ", like: "let/voted", prepare: func(s *story) {
		s.do("group/proposed", s.recorder, "", decision.Propose{Owner: "collective-g1", Kind: domain.OtherMatter, Title: "t", Source: decision.Villagers, Meeting: domain.GroupMeeting})
		s.do("group/discussed", s.recorder, s.ids["group/proposed"], decision.DiscussByCouncils{
			PartyExpected: 1, PartyPresent: 1, PartyInFavour: 1, VillagersExpected: 1, VillagersPresent: 1, VillagersInFavour: 1,
		})
	}, change: with(func(p *planting, e *decision.Voted) {
		p.in("group/proposed")
		e.Base, e.Expected, e.Issued, e.Returned, e.Quorum = domain.Adults, 200, 133, 133, 134
		e.InFavour, e.Needed, e.Against, e.Abstained, e.Invalid = 133, 67, 0, 0, 0
	})},
	{says: meeting, rule: "numbers_differ", like: "delegation/voted", change: but(func(e *decision.Voted) { e.Issued, e.Returned, e.Against = 100, 100, 49 })},
	{says: meeting, rule: "numbers_differ", like: "delegation/voted", change: but(func(e *decision.Voted) { e.InFavour, e.Against, e.Abstained = 50, 50, 1 })},
	{says: meeting, rule: "notice_missing", like: "delegation/voted", after: "delegation/reviewed", change: again},
	{says: meeting, rule: "notice_too_short", like: "delegation/noticed", change: but(func(e *decision.NoticeGiven) { e.MeetingOn = day("2016-11-11") })},
	{says: meeting, rule: "not_on_the_day_called", like: "delegation/voted", change: with(func(p *planting, _ *decision.Voted) { p.on("2016-11-13") })},
	{says: meeting, rule: "not_on_the_day_called", like: "delegation/voted", change: with(func(p *planting, _ *decision.Voted) { p.on("2016-11-11") })},
	{says: meeting, rule: "field_missing", like: "delegation/noticed", change: but(func(e *decision.NoticeGiven) { e.Where = "" })},
	{says: fromRecording, rule: "notice_too_short", like: "delegation/noticed", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 1) }},
	{says: everything, rule: "numbers_differ", like: "delegation/noticed", change: but(func(e *decision.NoticeGiven) { e.NoticeDays = 9 })},
	{says: everything, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Quorum = 16 })},
	{says: everything, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Needed = 10 })},
	{says: everything, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Quorate = false })},
	{says: everything, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.Rules = "" })},
	{says: everything, rule: "numbers_differ", like: "road/voted", change: but(func(e *decision.Voted) { e.On = day("2016-11-01") })},
	{says: "voted (unit, method: meeting or door to door, …)", rule: "code_unknown", like: "road/voted", change: but(func(e *decision.Voted) { e.Method = "by post" })},
	{says: anew, rule: "voted_already", like: "failed/voted", after: "failed/voted", change: again},
	{says: anew, rule: "closed", like: "failed/voted", after: "failed/rejected", change: again},
	{says: demanded, rule: "evidence_file_missing", like: "road/voted", change: func(p *planting) { p.Attachments = nil }},
	{says: demanded, rule: "evidence_file_missing", like: "let/voted", change: func(p *planting) { p.Attachments = p.Attachments[:1] }},
}

// overturned overturns a decision by an objection of a day within its posting, as
// is recorded only now.
func overturned(step, on string) func(*story) {
	return func(s *story) {
		at := day(on).Start(shanghai).Add(9 * time.Hour)
		for i, c := range []any{
			decision.RaiseObjection{Text: domain.Note("不同意")}, decision.AnswerObjection{Number: 1, Upheld: true, Text: domain.Note("有理")},
		} {
			_, err := s.Do(s.t.Context(), ledger.Request{Actor: s.recorder, ID: s.ids[step], Command: c, OccurredAt: at.Add(time.Duration(i) * time.Minute)})
			require.NoError(s.t, err)
		}
	}
}

const (
	townHas  = "town-approved / refused; whether the town approves"
	posting  = "公示 posted for objection, for a number of days"
	ends     = "rejected, withdrawn, lapsed"
	objected = "objection-raised, objection-answered"
	done     = "implementation-reported, results-disclosed"
)

// inserted makes of the record a proposal to insert it after a step.
func inserted(after string) func(*planting) {
	return func(p *planting) {
		p.Event = domain.CorrectionProposed{
			Kind: domain.Clerical, Reason: domain.Note("漏记"), RestsOn: domain.OnDocument, Basis: "会议记录",
			Insert: []domain.Insertion{{After: p.records[after].Revision, Event: domain.Payload{Event: p.Event}, OccurredAt: p.OccurredAt}},
		}
	}
}

var afterVotes = []violation{
	{says: fromRecording, rule: "counts_from_recording", like: "road/disclosed", after: "road/adopted", change: inserted("road/adopted")},
	{says: fromRecording, rule: "counts_from_recording", like: "delegation/noticed", change: inserted("delegation/reviewed")},
	{says: inOrder, rule: "not_voted", like: "road/adopted", after: "road/reviewed", change: again},
	{says: inOrder, rule: "adopted_already", like: "road/adopted", after: "road/adopted", change: again},
	{says: inOrder, rule: "not_adopted", like: "road/disclosed", after: "road/voted", change: again},
	{says: inOrder, rule: "disclosed_already", like: "road/disclosed", after: "road/disclosed", change: again},
	{says: everything, rule: "numbers_differ", like: "road/adopted", change: but(func(e *decision.Adopted) { e.Rules = "organic-law-2010" })},
	{says: everything, rule: "another_day", like: "road/adopted", change: but(func(e *decision.Adopted) { e.On = day("2016-11-01") })},
	{says: townHas, rule: "town_approval_missing", like: "sell/adopted", after: "sell/voted", change: again},
	{says: townHas, rule: "town_not_asked", like: "sell/approved", after: "let/voted", change: with(func(p *planting, e *decision.TownApproved) {
		p.in("let/voted")
		e.On = day("2016-09-02")
	})},
	{says: townHas, rule: "town_decided", like: "sell/approved", after: "sell/approved", change: again},
	{says: townHas, rule: "not_voted", like: "sell/approved", after: "sell/discussed", change: again},
	{says: townHas, rule: "field_missing", like: "sell/approved", change: but(func(e *decision.TownApproved) { e.Document = "" })},
	{says: townHas, rule: "another_day", like: "sell/approved", change: but(func(e *decision.TownApproved) { e.On = day("2016-10-09") })},
	{says: townHas, rule: "not_carried", like: "sell/adopted", after: "sell/voted", prepare: func(s *story) {
		s.do("refused", s.town, s.ids["sell/proposed"], decision.RefuseByTown{By: "镇", Document: "函"})
	}, change: again},
	{says: townHas, rule: "town_not_asked", like: "sell/approved", after: "let/voted", change: func(p *planting) {
		p.in("let/voted").Event = decision.TownRefused{On: day("2016-09-02"), By: "镇", Document: "函"}
	}},
	{says: ends, rule: "not_carried", like: "road/adopted", after: "failed/voted", change: func(p *planting) { p.in("failed/voted") }},
	{says: ends, rule: "nothing_failed", like: "failed/rejected", after: "road/voted", change: func(p *planting) { p.in("road/voted") }},
	{says: ends, rule: "another_step_failed", like: "failed/rejected", change: but(func(e *decision.Rejected) { e.Step = decision.PartyReview })},
	{says: ends, rule: "voted_already", like: "withdrawn", after: "road/voted", change: func(p *planting) { p.in("road/voted") }},
	{says: ends, rule: "field_missing", like: "withdrawn", change: but(func(e *decision.Withdrawn) { e.Reason = "" })},
	{says: ends, rule: "closed", like: "withdrawn", after: "withdrawn", change: again},
	{says: ends, rule: "not_lapsed", like: "lapsed", change: with(func(p *planting, e *decision.Lapsed) {
		p.on("2017-05-01")
		e.On = day("2017-05-01")
	})},
	{says: ends, rule: "lapsed_by_time", like: "road/consulted", after: "lease ended", change: func(p *planting) {
		p.in("lapsing/proposed")
		p.on("2017-05-02")
	}},
	{says: everything, rule: "numbers_differ", like: "lapsed", change: but(func(e *decision.Lapsed) { e.Days = 1 })},
	{says: posting, rule: "numbers_differ", like: "road/disclosed", change: but(func(e *decision.Disclosed) { e.Workdays = 6 })},
	{says: posting, rule: "numbers_differ", like: "road/disclosed", change: but(func(e *decision.Disclosed) { e.Binds = e.Binds.AddDays(-1) })},
	{says: posting, rule: "numbers_differ", like: "road/disclosed", change: but(func(e *decision.Disclosed) { e.PostedUntil = e.PostedUntil.AddDays(-1) })},
	{says: posting, rule: "field_missing", like: "road/disclosed", change: but(func(e *decision.Disclosed) { e.Where = "" })},
	{says: fromRecording, rule: "numbers_differ", like: "road/disclosed", change: func(p *planting) { p.RecordedAt = p.RecordedAt.AddDate(0, 0, 3) }},
	{says: objected, rule: "not_disclosed", like: "road/objected", after: "road/adopted", change: again},
	{says: objected, rule: "posting_over", like: "road/objected", change: func(p *planting) { p.on("2016-11-12") }},
	{says: objected, rule: "number_taken", like: "road/objected", after: "road/objected", change: again},
	{says: everything, rule: "numbers_differ", like: "road/objected", change: but(func(e *decision.ObjectionRaised) { e.AnswerBy = e.AnswerBy.AddDays(1) })},
	{says: objected, rule: "answered_already", like: "road/answered", after: "road/answered", change: again},
	{says: objected, rule: "no_such_objection", like: "road/answered", change: but(func(e *decision.ObjectionAnswered) { e.Number = 2 })},
	{says: done, rule: "not_disclosed", like: "road/implemented", after: "road/adopted", change: again},
	{says: done, rule: "still_posted", like: "road/implemented", after: "delegation/noticed", change: with(func(p *planting, e *decision.ImplementationReported) {
		p.on("2016-11-11")
		e.On, e.ResultsBy = day("2016-11-11"), day("2016-11-25")
	})},
	{says: done, rule: "objection_open", like: "road/implemented", after: "road/objected", change: again},
	{says: done, rule: "implemented_already", like: "road/implemented", after: "road/implemented", change: again},
	{says: done, rule: "not_implemented", like: "road/results", after: "road/answered", change: again},
	{says: done, rule: "closed", like: "road/results", after: "road/results", change: again},
	{says: done, rule: "field_missing", like: "road/results", change: but(func(e *decision.ResultsDisclosed) { e.Where = "" })},
	{says: everything, rule: "numbers_differ", like: "road/implemented", change: but(func(e *decision.ImplementationReported) { e.Workdays = 11 })},
	{says: objected, rule: "overturned", like: "road/implemented", after: "road/objected", prepare: func(s *story) {
		s.do("upheld", s.recorder, s.ids["road/proposed"], decision.AnswerObjection{Number: 1, Upheld: true, Text: domain.Note("有理")})
	}, change: again},
}

var members = []violation{
	{says: ofMembers, rule: "not_as_routed", like: "members/proposed", change: but(func(e *decision.Proposed) { e.Procedure = domain.FourDiscussions })},
	{says: ofMembers, rule: "meeting_unfit", like: "members/proposed", change: but(func(e *decision.Proposed) { e.Meeting = domain.VillagersMeeting })},
	{says: ofMembers, rule: "not_a_collective", like: "members/proposed", change: with(func(p *planting, e *decision.Proposed) {
		e.Owner = "community-lc"
		p.resting(e.Owner)
	})},
	{says: ofMembers, rule: "numbers_differ", like: "members/voted", change: but(func(e *decision.Voted) { e.InFavour, e.Against = 99, 11 })},
	{says: ofMembers, rule: "numbers_differ", like: "members/voted", change: but(func(e *decision.Voted) { e.Needed = 56 })},
	{says: ofMembers, rule: "base_unfit", like: "members/voted", change: but(func(e *decision.Voted) { e.Base = domain.Households })},
	{says: ofMembers, rule: "notice_missing", like: "members/voted", after: "members/consulted", change: again},
	{says: ofMembers, rule: "notice_too_short", like: "members/noticed", change: but(func(e *decision.NoticeGiven) { e.MeetingOn = day("2025-06-11") })},
	{says: ofMembers, rule: "numbers_differ", like: "members/consulted", change: but(func(e *decision.Consulted) { e.Body = decision.TwoCommittees })},
	{says: "A history is judged by the rule set of its day", rule: "not_as_routed", like: "members/proposed", change: but(func(e *decision.Proposed) { e.Rules = "organic-law-2010" })},
}
