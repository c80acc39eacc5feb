package projections

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
)

// decisionsView is what villages, natural villages and collectives decide, with
// the numbers of each vote. Of objections it has days alone: who objects, and to
// what, stands sealed in the log.
var decisionsView = &view{
	name:       "decisions",
	version:    1,
	categories: []string{"decision"},
	tables: []table{
		{
			name: "decision",
			columns: []column{
				{"owner", textColumn}, {"kind", textColumn}, {"title", textColumn}, {"title_english", textColumn},
				{"source", textColumn}, {"amount", integerColumn}, {"level", textColumn}, {"procedure", textColumn},
				{"meeting", textColumn}, {"delegation", textColumn},
				{"status", textColumn}, {"failed_at", textColumn}, {"next", textColumn},
				{"rules", textColumn}, {"posting_rules", textColumn},
				{"proposed_on", integerColumn}, {"consulted_on", optionColumn}, {"reviewed_on", optionColumn}, {"discussed_on", optionColumn},
				{"noticed_on", optionColumn}, {"called_for", optionColumn}, {"voted_on", optionColumn},
				{"town_on", optionColumn}, {"town_office", textColumn}, {"town_document", textColumn},
				{"adopted_on", optionColumn}, {"disclosed_on", optionColumn}, {"posted_until", optionColumn}, {"binds_on", optionColumn},
				{"implemented_on", optionColumn}, {"results_by", optionColumn}, {"results_on", optionColumn}, {"ended_on", optionColumn},
				// The vote, "" and 0 where there was none.
				{"base", textColumn}, {"method", textColumn}, {"as_of", optionColumn},
				{"expected", integerColumn}, {"recused", integerColumn}, {"issued", integerColumn}, {"returned", integerColumn}, {"proxies", integerColumn},
				{"in_favour", integerColumn}, {"against", integerColumn}, {"abstained", integerColumn}, {"invalid", integerColumn},
				{"quorum", integerColumn}, {"needed", integerColumn}, {"quorate", integerColumn}, {"passed", integerColumn}, {"vote_rules", textColumn},
				{"objections", integerColumn}, {"open_objections", integerColumn},
				// answer_by is the earliest day by the end of which one is answered.
				{"answer_by", optionColumn},
				// waits_since is the day of its last step, null where nothing follows.
				{"waits_since", optionColumn},
			},
			indexes: []string{"proposed_on", "owner", "status, open_objections", "delegation WHERE delegation <> ''"},
		},
		{
			name:    "decision_concern",
			columns: []column{{"concern", textColumn}},
			indexes: []string{"concern"},
		},
		{
			name: "decision_objection",
			columns: []column{
				{"number", integerColumn}, {"raised_on", integerColumn}, {"answer_by", integerColumn}, {"answered_on", optionColumn}, {"upheld", integerColumn},
			},
			indexes: []string{"answer_by WHERE answered_on IS NULL"},
		},
		{
			name: "decision_discussion",
			columns: []column{
				{"body", textColumn}, {"held_on", integerColumn}, {"as_of", optionColumn},
				{"expected", integerColumn}, {"present", integerColumn}, {"in_favour", integerColumn},
				{"quorum", integerColumn}, {"needed", integerColumn}, {"carried", integerColumn}, {"rules", textColumn},
			},
		},
	},
	rows: decisionRows,
}

func decisionRows(state any, _ *time.Location, to *rowSet) {
	s := state.(decision.Decision)
	next, _ := s.Next()
	var answerBy, since domain.Date
	for _, o := range s.Objections {
		if o.Open() && (answerBy.IsZero() || o.AnswerBy.Before(answerBy)) {
			answerBy = o.AnswerBy
		}
		to.put(2, storedInt(o.Number), storedDay(o.Raised), storedDay(o.AnswerBy), storedDay(o.Answered), storedFlag(o.Upheld))
	}
	for _, c := range s.Concerns {
		to.put(1, c)
	}
	for _, d := range discussionsOf(s) {
		to.put(3, string(d.Body), storedDay(d.On), storedDay(d.AsOf), storedInt(d.Expected), storedInt(d.Present), storedInt(d.InFavour),
			storedInt(d.Quorum), storedInt(d.Needed), storedFlag(d.Carried), d.Rules)
	}
	if waits(s) {
		since = lastStep(s)
	}
	v := s.Vote
	to.put(0, s.Owner, string(s.Kind), s.Title, s.TitleEnglish,
		string(s.Source), int64(s.Amount), string(s.Level), string(s.Procedure),
		string(s.Meeting), s.Delegation,
		string(s.Status), string(s.FailedAt), string(next),
		s.Rules, s.PostingRules,
		storedDay(s.Proposed), storedDay(s.Consultation.On), storedDay(s.Review.On), storedDay(s.Discussion.On),
		storedDay(s.Notice.On), storedDay(s.Notice.MeetingOn), storedDay(v.On),
		storedDay(s.TownDecided), s.TownOffice, s.TownDocument,
		storedDay(s.Adopted), storedDay(s.Disclosed), storedDay(s.PostedUntil), storedDay(s.Binds),
		storedDay(s.Implemented), storedDay(s.ResultsBy), storedDay(s.ResultsDisclosed), storedDay(s.Ended),
		string(v.Base), string(v.Method), storedDay(v.AsOf),
		storedInt(v.Expected), storedInt(v.Recused), storedInt(v.Issued), storedInt(v.Returned), storedInt(v.Proxies),
		storedInt(v.InFavour), storedInt(v.Against), storedInt(v.Abstained), storedInt(v.Invalid),
		storedInt(v.Quorum), storedInt(v.Needed), storedFlag(v.Quorate), storedFlag(v.Passed), v.Rules,
		storedInt(len(s.Objections)), storedInt(s.OpenObjections()), storedDay(answerBy), storedDay(since))
}

// waits reports whether somebody has something to do about it. What was
// overturned is done with once all objections are answered.
func waits(d decision.Decision) bool {
	if d.Status == decision.StatusOverturned {
		return d.OpenObjections() > 0
	}
	return !d.Status.Over()
}

// lastStep is the latest day on which anything was done about it.
func lastStep(d decision.Decision) domain.Date {
	days := []domain.Date{
		d.Proposed, d.Consultation.On, d.Review.On, d.Discussion.On, d.Notice.On, d.Vote.On, d.TownDecided,
		d.Adopted, d.Disclosed, d.Implemented, d.ResultsDisclosed, d.Ended,
	}
	for _, o := range d.Objections {
		days = append(days, o.Raised, o.Answered)
	}
	return slices.MaxFunc(days, domain.Date.Compare)
}

// discussionsOf is what came before the vote, in its order. Both councils have
// to carry a proposal, each by itself.
func discussionsOf(d decision.Decision) []Discussion {
	var all []Discussion
	if e := d.Consultation; !e.On.IsZero() {
		all = append(all, Discussion{
			Body: Forum(e.Body), On: e.On, Expected: e.Expected, Present: e.Present, InFavour: e.InFavour,
			Quorum: e.Quorum, Needed: e.Needed, Carried: e.Carried, Rules: e.Rules,
		})
	}
	if e := d.Review; !e.On.IsZero() {
		all = append(all, Discussion{
			Body: PartyMeeting, On: e.On, AsOf: e.AsOf, Expected: e.Expected, Present: e.Present, InFavour: e.InFavour,
			Quorum: e.Quorum, Needed: e.Needed, Carried: e.Carried, Rules: e.Rules,
		})
	}
	if e := d.Discussion; !e.On.IsZero() {
		all = append(all, Discussion{
			Body: PartyCouncil, On: e.On, Expected: e.PartyExpected, Present: e.PartyPresent, InFavour: e.PartyInFavour,
			Quorum: e.PartyQuorum, Needed: e.PartyNeeded, Rules: e.Rules,
			Carried: e.PartyPresent >= e.PartyQuorum && e.PartyInFavour >= e.PartyNeeded,
		}, Discussion{
			Body: VillagersCouncil, On: e.On, Expected: e.VillagersExpected, Present: e.VillagersPresent, InFavour: e.VillagersInFavour,
			Quorum: e.VillagersQuorum, Needed: e.VillagersNeeded, Rules: e.Rules,
			Carried: e.VillagersPresent >= e.VillagersQuorum && e.VillagersInFavour >= e.VillagersNeeded,
		})
	}
	return all
}
