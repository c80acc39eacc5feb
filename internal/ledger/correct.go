package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// maxEvidence bounds how many streams a correction may newly rest on.
const maxEvidence = 32

// correction decides a command of corrections against the whole history of the
// stream.
func (l *Ledger) correction(ctx context.Context, d decision, history []domain.Recorded, f domain.Folded, act domain.Act) ([]domain.Event, domain.Act, error) {
	acts := l.actsOf(ctx, d, history, f)
	decide := func(k domain.CorrectionCase) (domain.Event, error) {
		switch c := d.Command.(type) {
		case domain.ProposeCorrection:
			p, err := l.proposal(ctx, d, history, c)
			if err != nil {
				return nil, err
			}
			return p, k.Propose(p)
		case domain.ApproveCorrection:
			if err := k.Approve(c.Proposal); err != nil {
				return nil, err
			}
			return l.approval(ctx, history, c.Proposal)
		case domain.RejectCorrection:
			return domain.CorrectionRejected(c), k.Reject(c.Proposal)
		case domain.SettleCorrection:
			other, err := l.settled(ctx, c)
			if err != nil {
				return nil, err
			}
			return domain.CorrectionSettled(c), k.Settle(domain.CorrectionSettled(c), other)
		}
		return nil, fmt.Errorf("%T is no command of corrections", d.Command)
	}
	earlier := func(p *domain.Recorded) (domain.Authority, error) {
		return l.authorityWhen(ctx, d.identity, act.Actor, p)
	}
	for range maxEvidence {
		e, err := decide(domain.CorrectionCase{Aggregate: d.aggregate, History: history, Act: act, ActOf: acts.of, Earlier: earlier})
		var unnamed *domain.UnnamedEvidenceError
		if !errors.As(err, &unnamed) {
			return []domain.Event{e}, act, err
		}
		offered, at, err := l.offer(ctx, domain.Ref{Stream: unnamed.Stream, Revision: domain.Latest})
		if err != nil {
			return nil, act, err
		}
		act = act.WithEvidence(at, offered)
		acts.extra = append(acts.extra, extraEvidence{at, offered})
	}
	return nil, act, domain.Reject("too_much_evidence",
		"the correction makes the history rest on more than %d other streams: correct it in several steps", "该更正涉及的其他流超过 %d 个：请分次更正", maxEvidence)
}

// proposal is the event of a proposal: every change as a whole event, with what
// stays sealed in it opened, to be sealed at its new place.
func (l *Ledger) proposal(ctx context.Context, d decision, history []domain.Recorded, c domain.ProposeCorrection) (domain.CorrectionProposed, error) {
	p := domain.CorrectionProposed{Kind: c.Kind, Reason: c.Reason, RestsOn: c.RestsOn, Basis: c.Basis, Void: slices.Clone(c.Void)}
	if err := l.basis(ctx, c); err != nil {
		return p, err
	}
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return p, err
	}
	for i, change := range c.Amend {
		if change.Revision < 0 || change.Revision >= int64(len(history)) {
			return p, domain.Reject("no_such_revision", "%[1]s has no revision %[2]d: it ends at %[3]d", "%[1]s 没有第 %[2]d 版：最后为第 %[3]d 版", d.stream, change.Revision, len(history)-1)
		}
		e, err := effectAt(history, effects, change.Revision)
		if err != nil {
			return p, err
		}
		amended, err := l.amended(d, p, e, change, i)
		if err != nil {
			return p, err
		}
		p.Amend = append(p.Amend, amended)
	}
	for i, addition := range c.Insert {
		inserted, err := l.inserted(d, addition, i)
		if err != nil {
			return p, err
		}
		p.Insert = append(p.Insert, inserted)
	}
	return p, nil
}

// basis looks for the decision or the finding of an audit that a correction rests
// on.
func (l *Ledger) basis(ctx context.Context, c domain.ProposeCorrection) error {
	var form, chinese string
	switch c.RestsOn {
	case domain.OnDecision:
		form, chinese = "decision-<id>", "decision-<编号>"
	case domain.OnFinding:
		form, chinese = "audit-<id>#<number of the finding>", "audit-<编号>#<问题序号>"
	default:
		return nil
	}
	stream := c.RestsOn.Stream(c.Basis)
	if stream == "" {
		return domain.Reject("basis_invalid", "%[1]q does not name what the correction rests on: write %[2]s", "%[1]q 未指明更正依据：请写 %[3]s", c.Basis, form, chinese)
	}
	offered, _, err := l.offer(ctx, domain.Ref{Stream: stream, Revision: domain.Latest})
	if err != nil {
		return err
	}
	audit, _ := domain.Offered[domain.AuditOnRecord](offered)
	if _, number, finding := domain.ParseFinding(c.Basis); offered == nil || finding && !slices.Contains(audit.Findings, number) {
		return domain.Reject("no_such_evidence", "%s does not exist: name one that is recorded", "%s 不存在：请指明已登记的对象", c.Basis)
	}
	return nil
}

// effectAt is what stands for a record now, or the record itself where it is
// void. What was hidden for privacy and has nothing in its place is not amended:
// who proposes that would show it again.
func effectAt(history []domain.Recorded, effects []domain.Effect, revision int64) (domain.Effect, error) {
	if i := slices.IndexFunc(effects, func(e domain.Effect) bool { return e.Amends == revision }); i >= 0 {
		return effects[i], nil
	}
	hidden, err := domain.Hidden(history)
	if err != nil {
		return domain.Effect{}, err
	}
	if by, gone := hidden[revision]; gone {
		return domain.Effect{}, domain.Reject("hidden_for_privacy",
			"revision %[1]d was taken out for privacy by the correction that revision %[2]d approves: insert what should stand instead, or void that approval",
			"第 %[1]d 版因隐私更正（第 %[2]d 版批准）已不再展示：请补记应有的内容，或作废该批准", revision, by)
	}
	contents, err := domain.Contents(history)
	if err != nil {
		return domain.Effect{}, err
	}
	return contents[revision], nil
}

func (l *Ledger) amended(d decision, p domain.CorrectionProposed, e domain.Effect, c domain.Change, index int) (domain.Amendment, error) {
	a := domain.Amendment{Revision: c.Revision, OccurredAt: e.OccurredAt}
	if !c.OccurredAt.IsZero() {
		a.OccurredAt = c.OccurredAt.UTC().Truncate(resolution)
	}
	set, _ := c.Set.Value()
	if len(set) == 0 && len(c.Remove) == 0 && a.OccurredAt.Equal(e.OccurredAt) {
		return a, nothingChanged(c.Revision)
	}
	opened, err := l.catalogue.Reopen(e.Event, l.keys, e.PlaceOf(""))
	if err != nil {
		return a, err
	}
	event, err := l.catalogue.Amend(opened, set, c.Remove)
	// Of what is sealed nobody is told that they have guessed it.
	guessable := p.Kind == domain.Privacy || l.catalogue.MaySeal(e.Event, set)
	if err == nil && !guessable && a.OccurredAt.Equal(e.OccurredAt) && reflect.DeepEqual(event, opened) {
		return a, nothingChanged(c.Revision) // fields are set to what they are
	}
	if err == nil {
		event, err = l.catalogue.NameSubjects(event, e.Event, subjects(d, "amend", index))
	}
	a.Event = domain.Payload{Event: event}
	return a, err
}

func nothingChanged(revision int64) error {
	return domain.Reject("nothing_to_correct", "nothing of revision %d is changed: set a field, remove one, or give another time", "第 %d 版没有任何更改：请填写要更正的字段或时间", revision)
}

func (l *Ledger) inserted(d decision, a domain.Addition, index int) (domain.Insertion, error) {
	in := domain.Insertion{After: a.After, OccurredAt: a.OccurredAt.UTC().Truncate(resolution)}
	if category, _ := domain.SplitStream(d.stream); !slices.ContainsFunc(d.aggregate.Events, func(s domain.EventSpec) bool { return s.Prototype.EventType() == a.Type }) {
		return in, domain.Reject("event_unknown", "%q is no event of %s: only those are inserted", "%q 不是 %s 的记录类型：只能补记该类记录", a.Type, category)
	}
	data, _ := a.Data.Value()
	event, err := l.catalogue.DecodeClear(a.Type, data)
	if err == nil {
		event, err = l.catalogue.NameSubjects(event, nil, subjects(d, "insert", index))
	}
	in.Event = domain.Payload{Event: event}
	return in, err
}

func subjects(d decision, list string, index int) func(string) domain.Subject {
	return func(path string) domain.Subject {
		return domain.NewSubject(d.command, fmt.Sprintf("%s/%d/%s", list, index, path))
	}
}

// approval is the event of an approval, with what rests on the corrected facts
// elsewhere, and for privacy with everything that stays sealed anew.
func (l *Ledger) approval(ctx context.Context, history []domain.Recorded, proposal int64) (domain.Event, error) {
	e := domain.CorrectionApproved{Proposal: proposal}
	p := history[proposal].Event.(domain.CorrectionProposed)
	for r, err := range l.RestingOn(ctx, history[0].Stream, p.First(history)) {
		if err != nil {
			return nil, err
		}
		if len(e.Resting) == domain.MaxResting {
			e.More++
			continue
		}
		e.Resting = append(e.Resting, domain.Ref{Stream: r.Stream, Revision: r.Revision}.String())
	}
	if p.Kind != domain.Privacy {
		return e, nil
	}
	generation, err := l.keys.Renew(ctx, history[0].Stream)
	if err != nil {
		return nil, err
	}
	e.Generation = generation
	hidden, err := domain.Hidden(append(slices.Clip(history), domain.Recorded{
		Fact: domain.Fact{Event: e}, Revision: int64(len(history)), Stream: history[0].Stream,
	}))
	if err != nil {
		return nil, err
	}
	contents, err := domain.Contents(history)
	if err != nil {
		return nil, err
	}
	for revision, content := range contents {
		if _, gone := hidden[int64(revision)]; gone || !l.catalogue.SealsByStream(content.Event) {
			continue
		}
		opened, err := l.catalogue.Reopen(content.Event, l.keys, content.PlaceOf(""))
		if err != nil {
			return nil, err
		}
		e.Resealed = append(e.Resealed, domain.Resealing{Revision: int64(revision), Event: domain.Payload{Event: opened}})
	}
	return e, nil
}

// RestingOn is every event of another stream that was decided on a stream as it
// stood at a revision or later. It reads the log from there; whoever wants to
// know what a correction undermines can ask it again at any time.
func (l *Ledger) RestingOn(ctx context.Context, stream string, revision int64) func(func(domain.Recorded, error) bool) {
	return func(yield func(domain.Recorded, error) bool) {
		after, err := l.positionOf(ctx, stream, revision)
		if err != nil {
			yield(domain.Recorded{}, err)
			return
		}
		named := []byte(`"` + stream + "@")
		for r, err := range l.store.ReadAll(ctx, eventstore.Position(after)) {
			if err != nil {
				yield(domain.Recorded{}, err)
				return
			}
			if r.Stream == stream || !bytes.Contains(r.Metadata, named) {
				continue
			}
			d, err := Read(l.catalogue, r)
			rests := slices.ContainsFunc(d.Evidence, func(ref domain.Ref) bool { return ref.Stream == stream && ref.Revision >= revision })
			if (err != nil || rests) && !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (l *Ledger) positionOf(ctx context.Context, stream string, revision int64) (uint64, error) {
	for r, err := range l.store.ReadStream(ctx, stream, eventstore.Revision(revision)) {
		return uint64(r.Position), err
	}
	return 0, domain.Reject("no_such_revision", "%s has no revision %d", "%s 没有第 %d 版", stream, revision)
}

// settled is the history of the other stream.
func (l *Ledger) settled(ctx context.Context, c domain.SettleCorrection) ([]domain.Recorded, error) {
	ref, err := domain.ParseRef(c.Resting)
	if err != nil {
		return nil, domain.Reject("not_resting", "%q is no event: write stream@revision", "%q 不是记录：请写 流@版本号", c.Resting)
	}
	return l.historyOrNone(ctx, ref.Stream)
}

// actsOf makes the circumstances of the events of a stream.
func (l *Ledger) actsOf(ctx context.Context, d decision, history []domain.Recorded, f domain.Folded) *pastActs {
	return &pastActs{
		ledger: l, ctx: ctx, stream: d.stream, identity: d.identity, history: history, known: map[domain.Ref]any{},
		foreign: d.identity.foreign(f),
	}
}

// foreign reports whether the times of recording of a stream say nothing about
// the public's notice.
func (id Identity) foreign(f domain.Folded) bool {
	foreign, ok := f.State.(domain.ForeignDated)
	return id.Demonstration || ok && foreign.ForeignDates()
}

// pastActs are the circumstances of the events of one stream, with their
// evidence as it stood. They belong to one command, or to one check.
type pastActs struct {
	ledger   *Ledger
	ctx      context.Context
	stream   string
	identity Identity
	history  []domain.Recorded
	known    map[domain.Ref]any
	foreign  bool
	// instead is what is to be had of some evidence instead of what it was.
	instead map[domain.Ref]any
	// extra is what a correction newly rests on.
	extra []extraEvidence
}

type extraEvidence struct {
	at    domain.Ref
	value any
}

// of is the circumstances of an effect: those of the record that it stands for;
// an inserted one has those of its proposal.
func (p *pastActs) of(e domain.Effect) (domain.Act, error) {
	original := e.Holder // what is only about to be recorded
	if e.Amends >= 0 && e.Amends < int64(len(p.history)) {
		original = &p.history[e.Amends]
	} else if e.Amends < 0 && e.Revision < int64(len(p.history)) {
		original = &p.history[e.Revision]
	}
	act := domain.Act{
		Actor: e.Actor, Role: e.Role, Stream: p.stream, CommandID: original.CommandID,
		OccurredAt: e.OccurredAt, RecordedAt: original.RecordedAt, Zone: p.identity.Location, Foreign: p.foreign,
	}
	if set, err := p.ledger.rules.In(p.identity.Code).On(act.Day()); err == nil {
		act.Rules = set
	}
	refs := slices.Clone(original.Evidence)
	act.Attachments = slices.Clone(original.Attachments)
	if e.Holder != original {
		refs = append(refs, e.Holder.Evidence...)
		act.Attachments = append(act.Attachments, e.Holder.Attachments...)
	}
	for _, ref := range refs {
		offered, err := p.offered(ref)
		if err != nil {
			return act, err
		}
		act = act.WithEvidence(ref, offered)
		if s, ok := offered.(domain.Standing); ok && slices.Contains(original.Evidence, ref) {
			act.Authority.Standings = append(act.Authority.Standings, s)
		}
	}
	act.Authority.Day = p.identity.dayOf(act.OccurredAt, act.RecordedAt)
	slices.SortStableFunc(act.Authority.Standings, func(a, b domain.Standing) int { // the actor's own first
		switch {
		case a.Account == e.Actor && b.Account != e.Actor:
			return -1
		case b.Account == e.Actor && a.Account != e.Actor:
			return 1
		}
		return 0
	})
	for _, x := range p.extra {
		act = act.WithEvidence(x.at, x.value)
	}
	return act, nil
}

// offered is what a stream offered as it stood.
func (p *pastActs) offered(ref domain.Ref) (any, error) {
	if v, ok := p.instead[ref]; ok {
		return v, nil
	}
	if v, ok := p.known[ref]; ok {
		return v, nil
	}
	v, err := p.ledger.offerAt(p.ctx, ref)
	if err == nil {
		p.known[ref] = v
	}
	return v, err
}

// offerAt is what a stream offered at a revision.
func (l *Ledger) offerAt(ctx context.Context, ref domain.Ref) (any, error) {
	a, err := l.catalogue.Aggregate(ref.Stream)
	if err != nil {
		return nil, err
	}
	history, err := l.historyOrNone(ctx, ref.Stream)
	if err != nil {
		return nil, err
	}
	f, err := l.folded(a, history[:min(ref.Revision+1, int64(len(history)))])
	if err != nil {
		return nil, err
	}
	return l.completed(ctx, ref.Stream, offersOf(f))
}

// historyOrNone is a history, empty where the stream holds nothing.
func (l *Ledger) historyOrNone(ctx context.Context, stream string) ([]domain.Recorded, error) {
	history, err := l.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		return nil, nil
	}
	return history, err
}
