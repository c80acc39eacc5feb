package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// proposalValue is a proposal: what would change, who says so, and what is to be
// done about it.
type proposalValue struct {
	Stream, About, Desk string
	Public              string
	Revision            int64
	Kind, RestsOn       string
	Basis               string
	Reason              []shownField
	Who, Account        string
	At                  time.Time
	Status              string
	Waits, Hidden       bool
	Changes             []proposedChange
	// Decision is who decided, and when; DecidedReason why not.
	DecidedBy     string
	DecidedAt     time.Time
	DecidedReason []shownField
	Resting       []restingOn
	More          int

	// Why is why this account decides nothing here, or "".
	Why      string
	Action   string
	Expected int64
	Key      string
	Outcomes []option
	// Refused is why nothing was done, or "". Do is what was to be done, On
	// what it was to be done to, and TypedReason why.
	Refused, Do, On, TypedReason string
}

// proposedChange is a part of a proposal: what stands, and what would.
type proposedChange struct {
	How      string
	Revision int64
	Before   *shownFact
	After    *shownFact
	Rows     []comparedField
}

// comparedField is a field as it stands and as it would.
type comparedField struct {
	Label, Before, After string
	Sealed, Changed      bool
}

// restingOn is what rests on the corrected facts elsewhere.
type restingOn struct {
	Ref, Desk string
	// Settled says what became of it, or is "".
	Settled string
}

// staffProposal shows a proposal.
func (h *Handler) staffProposal(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	r, k, err := h.proposalIn(ctx, v)
	if err != nil {
		return staffAnswer{}, err
	}
	return h.proposalPage(ctx, v, r, k, nil)
}

// proposalIn is the proposal that an address names.
func (h *Handler) proposalIn(ctx context.Context, v *staffVisit) (*reading, domain.Correction, error) {
	r, err := h.openStream(ctx, v, v.PathValue("stream"))
	if err != nil {
		return nil, domain.Correction{}, err
	}
	revision, err := strconv.ParseInt(v.PathValue("revision"), 10, 64)
	i := slices.IndexFunc(r.corrections, func(k domain.Correction) bool { return k.Proposal.Revision == revision })
	if err != nil || i < 0 {
		return nil, domain.Correction{}, noSuchRow
	}
	return r, r.corrections[i], nil
}

func (h *Handler) proposalPage(ctx context.Context, v *staffVisit, r *reading, k domain.Correction, refused error) (staffAnswer, error) {
	p, revision := k.Terms(), k.Proposal.Revision
	place, err := r.placedAt()
	if err != nil {
		return staffAnswer{}, err
	}
	value := proposalValue{
		Stream: r.stream, About: r.register.about.In(v.lang), Desk: streamDeskPath(r.stream), Revision: revision,
		Public: "/streams/" + r.stream + "#r" + strconv.FormatInt(revision, 10),
		Kind:   v.Label(p.Kind, string(p.Kind)), RestsOn: v.Label(p.RestsOn, string(p.RestsOn)), Basis: p.Basis,
		Who: r.register.account(k.Proposal.Actor, v.lang), Account: k.Proposal.Actor, At: k.Proposal.RecordedAt,
		Status: v.Label(k.Status, string(k.Status)), Waits: k.Status == domain.CorrectionWaits,
		Action: proposalPath(r.stream, revision), Expected: r.last(), Key: rand.Text(),
		Outcomes: v.codes(domain.Settlement(""), ""), More: k.More,
		Do: v.posted.Get("do"), On: v.posted.Get("resting"), TypedReason: typedText(v.posted, "reason"),
	}
	shown := r.show(r.contents[revision])
	value.Hidden, value.Reason = shown.Hidden, reasonOf(shown)
	if !value.Hidden {
		if value.Changes, err = r.changes(revision); err != nil {
			return staffAnswer{}, err
		}
	}
	if k.Decided != nil {
		value.DecidedBy, value.DecidedAt = r.register.account(k.Decided.Actor, v.lang), k.Decided.RecordedAt
		value.DecidedReason = reasonOf(r.show(r.contents[k.Decided.Revision]))
	}
	value.Resting = v.restingOf(k)
	if value.Why, err = h.whyNot(ctx, v, domain.ApproveCorrection{}, place); err != nil {
		return staffAnswer{}, err
	}
	a := staffAnswer{answer: answer{page: "staff-correction", title: v.T("proposal.title")}}
	if refused != nil {
		refusal, status := refusalOf(refused)
		value.Refused, a.status, a.title = refusal.In(v.lang), status, v.T("signIn.errorTitle", "title", a.title)
	}
	a.value = value
	return a, nil
}

// reasonOf is the field of an event that says why.
func reasonOf(f shownFact) []shownField {
	return slices.DeleteFunc(slices.Clone(f.Fields), func(s shownField) bool { return s.Name != "reason" })
}

func (v voice) restingOf(k domain.Correction) []restingOn {
	var all []restingOn
	for _, ref := range k.Resting {
		on := restingOn{Ref: ref}
		if at, err := domain.ParseRef(ref); err == nil {
			on.Desk = streamDeskPath(at.Stream) + "#r" + strconv.FormatInt(at.Revision, 10)
		}
		for _, s := range k.Settled {
			if s.Resting == ref {
				on.Settled = v.Label(s.How, string(s.How))
			}
		}
		if k.Status != domain.CorrectionIsInForce {
			on.Settled = cmp.Or(on.Settled, v.T("proposal.nothingToSettle"))
		}
		all = append(all, on)
	}
	return all
}

// changes are the parts of a proposal.
func (r *reading) changes(proposal int64) ([]proposedChange, error) {
	held := r.contents[proposal]
	p, _ := held.Event.(domain.CorrectionProposed)
	var all []proposedChange
	before := func(revision int64) (*shownFact, error) {
		e, err := r.asProposed(proposal, revision)
		if err != nil {
			return nil, err
		}
		f := r.show(e)
		return &f, nil
	}
	within := func(list string, i int, e domain.Event, at time.Time) *shownFact {
		fact := held.Fact
		fact.Event, fact.OccurredAt = e, at
		f := r.show(domain.Effect{
			Fact: fact, Revision: proposal, Amends: -1, Holder: held.Holder, Path: fmt.Sprintf("%s/%s/%d/event/data", held.Path, list, i),
		})
		return &f
	}
	for _, revision := range p.Void {
		was, err := before(revision)
		if err != nil {
			return nil, err
		}
		all = append(all, r.compared(proposedChange{How: byVoiding, Revision: revision, Before: was}))
	}
	for i, a := range p.Amend {
		was, err := before(a.Revision)
		if err != nil {
			return nil, err
		}
		all = append(all, r.compared(proposedChange{
			How: byAmending, Revision: a.Revision, Before: was, After: within("amend", i, a.Event.Event, a.OccurredAt),
		}))
	}
	for i, in := range p.Insert {
		all = append(all, r.compared(proposedChange{How: byInserting, Revision: in.After, After: within("insert", i, in.Event.Event, in.OccurredAt)}))
	}
	return all, nil
}

// compared has the fields of both sides in rows.
func (r *reading) compared(c proposedChange) proposedChange {
	var labels []comparedField
	index := map[string]int{}
	add := func(f *shownFact, set func(*comparedField, string)) {
		if f == nil || f.Hidden {
			return
		}
		for _, field := range append([]shownField{{Name: "", Label: r.voice.T("column.occurredAt"), Text: r.voice.Moment(f.OccurredAt)}}, f.Fields...) {
			i, known := index[field.Name]
			if !known {
				i = len(labels)
				index[field.Name] = i
				labels = append(labels, comparedField{Label: field.Label, Sealed: field.Sealed, Before: "—", After: "—"})
			}
			set(&labels[i], field.Text)
		}
	}
	add(c.Before, func(f *comparedField, text string) { f.Before = text })
	add(c.After, func(f *comparedField, text string) { f.After = text })
	for i := range labels {
		labels[i].Changed = c.Before != nil && c.After != nil && labels[i].Before != labels[i].After
	}
	c.Rows = labels
	return c
}

// staffDecided takes what is done about a proposal: it is approved or rejected,
// or what rests on it is settled.
func (h *Handler) staffDecided(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	r, k, err := h.proposalIn(ctx, v)
	if err != nil {
		return staffAnswer{}, err
	}
	command, err := decisionOf(v, k)
	if err == nil {
		var receipt ledger.Receipt
		if receipt, err = h.carryOutForm(ctx, v, command.CommandType(), ledger.Request{Command: command, ID: r.stream}); err == nil {
			return staffAnswer{next: publicPath(r.stream, receipt.Revision, receipt.Position)}, nil
		}
	}
	if _, status := refusalOf(err); status >= http.StatusInternalServerError {
		return staffAnswer{}, err
	}
	return h.proposalPage(ctx, v, r, k, err)
}

// decisionOf is the command that a form asks for.
func decisionOf(v *staffVisit, k domain.Correction) (interface{ CommandType() string }, error) {
	reason := domain.Note(typedText(v.posted, "reason"))
	missing := reason.IsZero()
	switch do := v.posted.Get("do"); do {
	case "approve":
		return domain.ApproveCorrection{Proposal: k.Proposal.Revision}, nil
	case "reject":
		if missing {
			return nil, reasonMissing
		}
		return domain.RejectCorrection{Proposal: k.Proposal.Revision, Reason: reason}, nil
	case "settle":
		c := domain.SettleCorrection{Resting: v.posted.Get("resting"), How: domain.Settlement(v.posted.Get("how")), Reason: reason}
		switch {
		case missing:
			return nil, reasonMissing
		case k.Decided == nil:
			return nil, domain.Reject("not_an_approval", "the correction was not approved yet: nothing rests on it", "该更正尚未批准：没有需要了结的记录")
		}
		c.Approval = k.Decided.Revision
		return c, nil
	default:
		return nil, badQuery("do", do, "approve", "reject", "settle")
	}
}

var reasonMissing = domain.Reject("field_missing", "say why: the reason is required", "请填写理由：理由为必填")
