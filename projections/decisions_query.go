package projections

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
)

// Decision is one decision as it stands, with the place of its owner.
type Decision struct {
	Origin
	ID string `json:"id"`
	// Owner is the stream of the unit that decides. Names of places are empty
	// where the views do not know them.
	Owner            string `json:"owner"`
	OwnerName        string `json:"ownerName,omitzero"`
	OwnerNameEnglish string `json:"ownerNameEnglish,omitzero"`
	Within

	Kind         domain.MatterKind `json:"kind"`
	Title        string            `json:"title"`
	TitleEnglish string            `json:"titleEnglish,omitzero"`
	Source       decision.Source   `json:"source"`
	// Amount is the least that is to come in where the kind brings in, and else
	// the most; in fen, 0 where it names none.
	Amount     domain.Money     `json:"amount,omitzero"`
	Level      domain.UnitLevel `json:"level"`
	Procedure  domain.Procedure `json:"procedure"`
	Meeting    domain.Meeting   `json:"meeting"`
	Delegation string           `json:"delegation,omitzero"`

	Status decision.Status `json:"status"`
	// FailedAt is the step that did not carry it, Next the one that comes next.
	FailedAt decision.Step `json:"failedAt,omitzero"`
	Next     decision.Step `json:"next,omitzero"`
	// Rules is the rule set of the proposal, PostingRules that of the posting.
	Rules        string `json:"rules"`
	PostingRules string `json:"postingRules,omitzero"`

	Proposed     domain.Date `json:"proposed"`
	Consulted    domain.Date `json:"consulted,omitzero"`
	Reviewed     domain.Date `json:"reviewed,omitzero"`
	Discussed    domain.Date `json:"discussed,omitzero"`
	Noticed      domain.Date `json:"noticed,omitzero"`
	CalledFor    domain.Date `json:"calledFor,omitzero"`
	Voted        domain.Date `json:"voted,omitzero"`
	TownDecided  domain.Date `json:"townDecided,omitzero"`
	TownOffice   string      `json:"townOffice,omitzero"`
	TownDocument string      `json:"townDocument,omitzero"`
	Adopted      domain.Date `json:"adopted,omitzero"`
	Disclosed    domain.Date `json:"disclosed,omitzero"`
	// PostedUntil is the last day of the posting, Binds the first day after.
	PostedUntil      domain.Date `json:"postedUntil,omitzero"`
	Binds            domain.Date `json:"binds,omitzero"`
	Implemented      domain.Date `json:"implemented,omitzero"`
	ResultsBy        domain.Date `json:"resultsBy,omitzero"`
	ResultsDisclosed domain.Date `json:"resultsDisclosed,omitzero"`
	Ended            domain.Date `json:"ended,omitzero"`

	// Vote is zero before it was voted on.
	Vote DecisionVote `json:"vote,omitzero"`

	Objections     int `json:"objections"`
	OpenObjections int `json:"openObjections"`
	// AnswerBy is the earliest day by the end of which an open one is answered.
	AnswerBy domain.Date `json:"answerBy,omitzero"`
	// WaitsSince is the day of the last step, no date where nothing follows.
	WaitsSince domain.Date `json:"waitsSince,omitzero"`
}

// DecisionVote is a vote with the arithmetic by which it was judged.
type DecisionVote struct {
	Base      domain.VoterBase `json:"base"`
	Method    decision.Method  `json:"method"`
	AsOf      domain.Date      `json:"asOf"`
	Expected  int              `json:"expected"`
	Recused   int              `json:"recused"`
	Issued    int              `json:"issued"`
	Returned  int              `json:"returned"`
	Proxies   int              `json:"proxies"`
	InFavour  int              `json:"inFavour"`
	Against   int              `json:"against"`
	Abstained int              `json:"abstained"`
	Invalid   int              `json:"invalid"`
	Quorum    int              `json:"quorum"`
	Needed    int              `json:"needed"`
	Quorate   bool             `json:"quorate"`
	Passed    bool             `json:"passed"`
	Rules     string           `json:"rules"`
}

// AnswerLate reports whether an objection should have been answered before a day.
func (d Decision) AnswerLate(today domain.Date) bool {
	return d.OpenObjections > 0 && today.After(d.AnswerBy)
}

// ResultsLate reports whether the results should have been disclosed before a day.
func (d Decision) ResultsLate(today domain.Date) bool {
	return d.Status == decision.StatusImplemented && today.After(d.ResultsBy)
}

// WholeDecision is a decision with all that it lists.
type WholeDecision struct {
	Decision
	// Concerns are the streams that it names.
	Concerns    []string            `json:"concerns,omitempty"`
	Discussions []Discussion        `json:"discussions,omitempty"`
	Raised      []DecisionObjection `json:"raised,omitempty"`
	// Resting is what rests on it.
	Resting []Resting `json:"resting,omitempty"`
}

// Forum is who discusses a proposal before the vote.
type Forum string

// The forums that are not a [decision.Body].
const (
	PartyMeeting     Forum = "party-meeting"
	PartyCouncil     Forum = "party-council"
	VillagersCouncil Forum = "villagers-council"
)

// Codes lists the forums with their names.
func (Forum) Codes() []domain.Code {
	return append(decision.Body("").Codes(),
		domain.Code{Code: string(PartyMeeting), English: "Party meeting", Chinese: "党员大会"},
		domain.Code{Code: string(PartyCouncil), English: "Party members' council", Chinese: "党员议事会"},
		domain.Code{Code: string(VillagersCouncil), English: "villagers' council", Chinese: "村民议事会"},
	)
}

// Discussion is one body on a proposal.
type Discussion struct {
	Body Forum       `json:"body"`
	On   domain.Date `json:"on"`
	// AsOf is the day of the count of those expected, where it is on record.
	AsOf     domain.Date `json:"asOf,omitzero"`
	Expected int         `json:"expected"`
	Present  int         `json:"present"`
	InFavour int         `json:"inFavour"`
	Quorum   int         `json:"quorum"`
	Needed   int         `json:"needed"`
	Carried  bool        `json:"carried"`
	Rules    string      `json:"rules"`
}

// DecisionObjection is an objection, without what it says and who says it.
type DecisionObjection struct {
	Number   int         `json:"number"`
	Raised   domain.Date `json:"raised"`
	AnswerBy domain.Date `json:"answerBy"`
	// Answered is no date while it is open.
	Answered domain.Date `json:"answered,omitzero"`
	Upheld   bool        `json:"upheld"`
}

// Pending is what is owed to the public after the vote.
type Pending string

// What is pending; the late ones are so on a day.
const (
	ObjectionsOpen     Pending = "objections-open"
	ObjectionsLate     Pending = "objections-late"
	ResultsUnpublished Pending = "results-unpublished"
	ResultsLate        Pending = "results-late"
)

// Codes lists what is pending with its names.
func (Pending) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(ObjectionsOpen), English: "open objections", Chinese: "有异议未答复"},
		{Code: string(ObjectionsLate), English: "answers to objections late", Chinese: "异议答复逾期"},
		{Code: string(ResultsUnpublished), English: "results not yet published", Chinese: "实施结果待公开"},
		{Code: string(ResultsLate), English: "results late", Chinese: "实施结果公开逾期"},
	}
}

func (p Pending) add(to *conditions, today domain.Date) error {
	switch p {
	case "":
	case ObjectionsOpen:
		to.add(`d.open_objections > 0`)
	case ObjectionsLate:
		to.add(`d.open_objections > 0 AND d.answer_by < ?`, dayNumber(today))
	case ResultsUnpublished:
		to.add(`d.status = ?`, string(decision.StatusImplemented))
	case ResultsLate:
		to.add(`d.status = ? AND d.results_by < ?`, string(decision.StatusImplemented), dayNumber(today))
	default:
		return fmt.Errorf("projections: %q is nothing that is pending", p)
	}
	return nil
}

// DecisionFilter chooses decisions; its zero value is all of them.
type DecisionFilter struct {
	Status, Kind, Procedure Match
	// Town, Community and Owner are streams. A decision of what lies in a
	// community is one of the community.
	Town, Community, Owner Match
	// Pending is as of Today.
	Pending Pending
	Today   domain.Date
	// Text is looked for in titles, as a part, and in ids, as their beginning.
	Text string
}

func (f DecisionFilter) conditions() (conditions, error) {
	var c conditions
	c.match(`d.status`, f.Status)
	c.match(`d.kind`, f.Kind)
	c.match(`d.procedure`, f.Procedure)
	c.match(`d.owner`, f.Owner)
	c.inPlace(`d.owner`, f.Community, f.Town)
	if err := f.Pending.add(&c, f.Today); err != nil {
		return c, err
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		part := "%" + likeEscaper.Replace(text) + "%"
		id := domain.StreamOf("decision", strings.TrimPrefix(strings.ToLower(text), "decision-"))
		c.add(`(d.title LIKE ? ESCAPE '\' OR d.title_english LIKE ? ESCAPE '\' OR d.stream >= ? AND d.stream < ?)`, part, part, id, id+"\x7f")
	}
	return c, nil
}

var decisionOrders = map[string]string{
	"newest":  `d.proposed_on DESC, d.begun DESC`,
	"oldest":  `d.proposed_on, d.begun`,
	"owner":   `o.name IS NULL, o.name, d.owner, d.proposed_on DESC, d.begun DESC`,
	"waiting": `d.waits_since IS NULL, d.waits_since, d.begun`,
}

// decisionTables join a decision with its owner, and that with its community and
// town.
var decisionTables = joined{`decision d`, placeTables(`d.owner`)}

const decisionColumns = `d.stream, d.revision, d.position, d.recorded_at, d.corrections,
	d.owner, ` + placeColumns + `,
	d.kind, d.title, d.title_english, d.source, d.amount, d.level, d.procedure, d.meeting, d.delegation,
	d.status, d.failed_at, d.next, d.rules, d.posting_rules,
	d.proposed_on, d.consulted_on, d.reviewed_on, d.discussed_on, d.noticed_on, d.called_for, d.voted_on,
	d.town_on, d.town_office, d.town_document, d.adopted_on, d.disclosed_on, d.posted_until, d.binds_on,
	d.implemented_on, d.results_by, d.results_on, d.ended_on,
	d.base, d.method, d.as_of, d.expected, d.recused, d.issued, d.returned, d.proxies,
	d.in_favour, d.against, d.abstained, d.invalid, d.quorum, d.needed, d.quorate, d.passed, d.vote_rules,
	d.objections, d.open_objections, d.answer_by, d.waits_since`

func scanDecision(s scan) (d Decision, err error) {
	v := &d.Vote
	err = s(slices.Concat([]any{&d.Origin, &d.Owner, &d.OwnerName, &d.OwnerNameEnglish}, d.Within.scanned(), []any{
		&d.Kind, &d.Title, &d.TitleEnglish, &d.Source, &d.Amount, &d.Level, &d.Procedure, &d.Meeting, &d.Delegation,
		&d.Status, &d.FailedAt, &d.Next, &d.Rules, &d.PostingRules,
		&d.Proposed, &d.Consulted, &d.Reviewed, &d.Discussed, &d.Noticed, &d.CalledFor, &d.Voted,
		&d.TownDecided, &d.TownOffice, &d.TownDocument, &d.Adopted, &d.Disclosed, &d.PostedUntil, &d.Binds,
		&d.Implemented, &d.ResultsBy, &d.ResultsDisclosed, &d.Ended,
		&v.Base, &v.Method, &v.AsOf, &v.Expected, &v.Recused, &v.Issued, &v.Returned, &v.Proxies,
		&v.InFavour, &v.Against, &v.Abstained, &v.Invalid, &v.Quorum, &v.Needed, &v.Quorate, &v.Passed, &v.Rules,
		&d.Objections, &d.OpenObjections, &d.AnswerBy, &d.WaitsSince,
	})...)
	_, d.ID = domain.SplitStream(d.Stream)
	return d, err
}

// Decisions is a page of the decisions that a filter gives, in an order: newest,
// oldest, owner, or waiting (the longest first, and last what waits for nothing);
// and how many there are in all.
func (q *Query) Decisions(f DecisionFilter, order string, p Page) ([]Decision, int, error) {
	by, err := orderOf("decisions", decisionOrders, order)
	if err != nil {
		return nil, 0, err
	}
	c, err := f.conditions()
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, decisionTables, decisionColumns, c, by, p, scanDecision)
}

// Decision is the decision of a stream, or [ErrNotFound].
func (q *Query) Decision(stream string) (Decision, error) {
	return only(list(q, `SELECT `+decisionColumns+` FROM `+decisionTables.all()+` WHERE d.stream = ?`, []any{stream}, scanDecision))
}

// WholeDecision is the decision of a stream with all that it lists, or
// [ErrNotFound].
func (q *Query) WholeDecision(stream string) (w WholeDecision, err error) {
	if w.Decision, err = q.Decision(stream); err != nil {
		return w, err
	}
	const its = ` WHERE begun = (SELECT begun FROM decision WHERE stream = ?) ORDER BY n`
	args := []any{stream}
	if w.Concerns, err = list(q, `SELECT concern FROM decision_concern`+its, args, func(s scan) (c string, err error) {
		err = s(&c)
		return c, err
	}); err != nil {
		return w, err
	}
	if w.Discussions, err = list(q, `SELECT body, held_on, as_of, expected, present, in_favour, quorum, needed, carried, rules FROM decision_discussion`+its, args,
		func(s scan) (d Discussion, err error) {
			err = s(&d.Body, &d.On, &d.AsOf, &d.Expected, &d.Present, &d.InFavour, &d.Quorum, &d.Needed, &d.Carried, &d.Rules)
			return d, err
		}); err != nil {
		return w, err
	}
	if w.Raised, err = list(q, `SELECT number, raised_on, answer_by, answered_on, upheld FROM decision_objection`+its, args,
		func(s scan) (o DecisionObjection, err error) {
			err = s(&o.Number, &o.Raised, &o.AnswerBy, &o.Answered, &o.Upheld)
			return o, err
		}); err != nil {
		return w, err
	}
	w.Resting, err = q.restingOn(stream)
	return w, err
}

// DecisionCounts says how the decisions of a county stand.
type DecisionCounts struct {
	// ByStatus is how many stand at each step, in no order.
	ByStatus map[string]int
	// Pending is how many have something pending.
	Pending map[Pending]int
}

// DecisionCounts counts all decisions, as of a day.
func (q *Query) DecisionCounts(today domain.Date) (DecisionCounts, error) {
	counts := DecisionCounts{map[string]int{}, map[Pending]int{}}
	_, err := list(q, `SELECT status, COUNT(*) FROM decision GROUP BY status`, nil, func(s scan) (_ struct{}, err error) {
		var status string
		var n int
		err = s(&status, &n)
		counts.ByStatus[status] = n
		return struct{}{}, err
	})
	for _, code := range Pending("").Codes() {
		p := Pending(code.Code)
		var c conditions
		if err == nil {
			err = p.add(&c, today)
		}
		if err == nil {
			counts.Pending[p], err = only(list(q, `SELECT COUNT(*) FROM decision d`+c.sql(), c.args, func(s scan) (n int, err error) {
				err = s(&n)
				return n, err
			}))
		}
	}
	return counts, err
}

// DecisionOwners lists who has decided something, by their names.
func (q *Query) DecisionOwners() ([]Place, error) {
	return list(q, `SELECT DISTINCT d.owner, COALESCE(o.kind, ''), COALESCE(o.name, ''), COALESCE(o.name_english, '')
		FROM decision d LEFT JOIN place o ON o.stream = d.owner ORDER BY o.name IS NULL, o.name, d.owner`, nil,
		func(s scan) (p Place, err error) {
			err = s(&p.Stream, &p.Kind, &p.Name, &p.NameEnglish)
			_, p.ID = domain.SplitStream(p.Stream)
			return p, err
		})
}
