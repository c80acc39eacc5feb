package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/subject"
)

// Finding is an event that does not follow from the history before it, the rule
// set of its day, and what it rests on.
type Finding struct {
	List     FindingList `json:"list"`
	Stream   string      `json:"stream"`
	Revision int64       `json:"revision"`
	Position uint64      `json:"position"`
	// Type is the event's wire name.
	Type string `json:"type"`
	// Rule is the code of the refusal: that with which a command would have been
	// refused.
	Rule string `json:"rule"`
	// Message and Chinese say what does not follow.
	Message string `json:"message"`
	Chinese string `json:"chinese"`
	// Correction is stream@revision of what undermines the event: the approval of
	// a correction, or the answer that overturned a decision.
	Correction string `json:"correction,omitzero"`
	// With are other records, stream@revision: those that show what is detected,
	// or those through which the event is undermined, each of which rests on the
	// one before.
	With []string `json:"with,omitempty"`
}

// FindingList is one of the lists of what was found.
type FindingList string

// The lists.
const (
	// Unlawful events did not follow when they were recorded.
	Unlawful FindingList = "unlawful"
	// Undermined events followed, and rest on what was corrected or overturned
	// since, or on what is undermined by that.
	Undermined FindingList = "undermined"
	// Detected is what several records show together, each of which followed: it
	// is for people to look at.
	Detected FindingList = "detected"
)

// Codes lists the lists with their names.
func (FindingList) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Unlawful), English: "unlawful", Chinese: "不合规"},
		{Code: string(Undermined), English: "undermined", Chinese: "依据已不成立"},
		{Code: string(Detected), English: "to be looked at", Chinese: "须人工核查"},
	}
}

// Judging says what is judged, and what is told meanwhile.
type Judging struct {
	// Stream is the only stream that is judged; "" is all of them.
	Stream string
	// Found is called for every finding, by stream, in the order in which the
	// streams began, and then for what is detected in all of them. It may be nil.
	Found func(Finding)
	// Progress is called now and then with the number of streams that are
	// judged. It may be nil.
	Progress func(done, total int)
}

// Judged is what was judged, and how much was found.
type Judged struct {
	// Position is that of the last record of what was judged.
	Position   uint64 `json:"position"`
	Events     int    `json:"events"`
	Streams    int    `json:"streams"`
	Unlawful   int    `json:"unlawful"`
	Undermined int    `json:"undermined"`
	Detected   int    `json:"detected"`
}

// Judge judges every event again, from the log and the rule sets alone: by the
// history of its stream as it was known then, by the rule set of its day, by what
// it rests on exactly as that stood, and by what its actor might do. It is the
// same judgement that the executor makes before it records; so an event that
// came past the executor is found, whoever wrote it. Events that rest on what
// was corrected or overturned since are judged once more on what is known now, and
// so is what rests on those that do not follow any more. Where everything
// is judged, what no single record shows is detected as well: deals with those who
// decide or their kin, contracts that were split, decisions that were exceeded.
//
// The log is taken to be sound: [Ledger.Verify] says whether it is. A stream that
// does not exist is refused with not_found.
func (l *Ledger) Judge(ctx context.Context, j Judging) (Judged, error) {
	judging := l.judging()
	id, err := judging.Identity(ctx)
	if err != nil {
		return Judged{}, err
	}
	g := judge{
		ledger: judging, identity: id, tell: j, astray: map[uint64]stray{}, unlawful: map[uint64]bool{},
		offered: map[domain.Ref]any{}, stood: map[string][]made{}, shaken: map[string]*shaken{}, now: map[domain.Ref]any{},
	}
	if j.Stream == "" {
		g.survey = newSurvey(id)
	}
	streams, err := g.look(ctx)
	if err != nil {
		return g.result, err
	}
	for i, stream := range streams {
		if err := g.stream(ctx, stream); err != nil {
			return g.result, err
		}
		if j.Progress != nil {
			j.Progress(i+1, len(streams))
		}
	}
	if err := g.undermine(ctx); err != nil {
		return g.result, err
	}
	g.detect()
	return g.result, nil
}

// judge is a judgement under way.
type judge struct {
	ledger   *Ledger
	identity Identity
	tell     Judging
	result   Judged
	founder  string
	// offered is what other streams offered, stood when their records were made;
	// each is bounded by maxCachedOffers.
	offered map[domain.Ref]any
	stood   map[string][]made
	// astray are what was not recorded when it says, by position; unlawful are all
	// that are found.
	astray   map[uint64]stray
	unlawful map[uint64]bool
	// shaken are the streams that are not what they were when others came to rest
	// on them, and now what those offer, bounded as well.
	shaken map[string]*shaken
	now    map[domain.Ref]any
	// survey is nil where one stream is judged by itself.
	survey *survey
}

// made is when a record was.
type made struct {
	position uint64
	at       time.Time
}

const maxCachedOffers = 100_000

// look goes over the log once, and lists what is to be judged, in the order in
// which the streams began.
func (g *judge) look(ctx context.Context) (streams []string, err error) {
	if g.founder, err = g.ledger.firstActor(ctx); err != nil {
		return nil, err
	}
	var times clocks
	for r, err := range g.ledger.store.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if r.Revision == 0 {
			streams = append(streams, r.Stream)
		}
		s, err := stampOf(r)
		if err != nil {
			return nil, err
		}
		times.add(s.at)
		if err := g.mayShake(r); err != nil {
			return nil, err
		}
	}
	all, err := strays(g.stamps(ctx), times.astray(g.ledger.now()))
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		g.astray[s.record.position] = s
	}
	if s := g.tell.Stream; s != "" {
		if !slices.Contains(streams, s) {
			return nil, domain.Reject("not_found", "%s does not exist: look for the right stream", "%s 不存在：请核对流名称", s)
		}
		streams = []string{s}
	}
	return streams, nil
}

// stamps are the times of all records.
func (g *judge) stamps(ctx context.Context) iter.Seq2[stamped, error] {
	return func(yield func(stamped, error) bool) {
		for r, err := range g.ledger.store.ReadAll(ctx, 0) {
			var s stamped
			if err == nil {
				s, err = stampOf(r)
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// stream judges one stream, an event at a time.
func (g *judge) stream(ctx context.Context, stream string) error {
	history, err := g.ledger.History(ctx, stream)
	if err != nil {
		return err
	}
	aggregate, err := g.ledger.catalogue.Aggregate(stream)
	if err != nil {
		return err
	}
	g.result.Streams++
	f := aggregate.Empty()
	past := slices.Clone(history)
	for i := range history {
		r := &history[i]
		g.result.Events++
		g.result.Position = max(g.result.Position, r.Position)
		acts := g.acts(ctx, stream, past[:i+1], f)
		next, refusal, err := g.event(ctx, aggregate, acts, f, r)
		if err != nil {
			return fmt.Errorf("%s@%d: %w", stream, r.Revision, err)
		}
		if refusal != nil {
			g.found(Unlawful, r, refusal, nil)
			g.unlawful[r.Position] = true
		}
		if f = next.Folded; !next.follows {
			past[i].Event = nothing
		}
	}
	if g.survey == nil || !relevant(aggregate.Category) {
		return nil
	}
	effects, err := domain.Effective(past, domain.AsOf{})
	if err == nil {
		g.survey.add(stream, effects)
		g.survey.takenBack(stream, past)
	}
	return err
}

func (g *judge) acts(ctx context.Context, stream string, history []domain.Recorded, f domain.Folded) *pastActs {
	if len(g.offered) > maxCachedOffers {
		clear(g.offered)
	}
	return &pastActs{
		ledger: g.ledger, ctx: ctx, stream: stream, identity: g.identity, history: history, known: g.offered,
		foreign: g.identity.foreign(f),
	}
}

// after is the state after a record. One that cannot follow has not happened, and
// the state is the one before it.
type after struct {
	domain.Folded
	follows bool
}

// event judges one record in the state before it.
func (g *judge) event(ctx context.Context, a domain.Aggregate, acts *pastActs, f domain.Folded, r *domain.Recorded) (after, error, error) {
	act, err := g.actOf(acts, factOf(r))
	if err != nil {
		return after{f, false}, nil, err
	}
	before := acts.history[:len(acts.history)-1]
	corrects := domain.IsCorrection(r.Event)
	refusal, err := refused(g.inTime(r))
	switch {
	case err != nil || refusal != nil:
	case corrects:
		refusal, err = refused(g.correction(ctx, a, acts, before, act, r))
	default:
		refusal, err = refused(g.judged(ctx, a, f, act, r))
	}
	if err != nil {
		return after{f, false}, nil, err
	}
	next, err := follow(a, f, acts.history)
	if err != nil {
		return after{f, false}, cause(err, refusal), nil
	}
	if refusal == nil {
		place := placeOf(r.Event, next)
		if corrects {
			place = a.PlaceOf(before)
		}
		refusal, err = refused(g.allowed(ctx, act, r, place))
	}
	return after{next, true}, refusal, err
}

// judged is the judgement of the executor on one event.
func (g *judge) judged(ctx context.Context, a domain.Aggregate, f domain.Folded, act domain.Act, r *domain.Recorded) error {
	if err := f.CheckTimes(act); err != nil {
		return err
	}
	if today := g.identity.Today; !today.IsZero() && act.Day().After(today) {
		return domain.Reject("in_the_future",
			"it cannot have happened on %s: in this demonstration today is %s", "发生日期 %s 晚于演示账本的今日（%s）", act.Day(), today)
	}
	if err := g.evidence(ctx, r); err != nil {
		return err
	}
	if stream := act.Stream; a.Category == subject.Category {
		held, err := g.heldBefore(ctx, stream, r.Position)
		if err != nil {
			return err
		}
		act = act.WithEvidence(domain.Ref{Stream: stream, Revision: domain.Latest}, held)
	}
	return a.Judge(f, r.Event, act)
}

// inTime refuses a record that was not recorded when it says: the time has not come,
// or is long before that of what stands before it in the log, or after that of what
// stands behind it.
func (g *judge) inTime(r *domain.Recorded) error {
	s, astray := g.astray[r.Position]
	other := s.against
	switch {
	case !astray:
		return nil
	case other.Stream == "":
		return domain.Reject("recorded_in_the_future",
			"it says that it was recorded at %[1]s, which has not come: the clocks of those who write are %[2]d seconds apart at most, so the time is wrong, or the clock of this machine",
			"记录时间为 %[1]s，尚未到来：各写入方时钟至多相差 %[2]d 秒，该时间或本机时钟有误", g.clock(r.RecordedAt), int(maxSkew.Seconds()))
	case other.position > r.Position:
		return domain.Reject("recorded_out_of_time",
			"it says that it was recorded at %[1]s, and %[3]s, which stands behind it in the log, at %[2]s: the clocks of those who write are %[4]d seconds apart at most, so one of the two times is wrong",
			"记录时间为 %[1]s，而日志中在其之后的 %[3]s 记录于 %[2]s：各写入方时钟至多相差 %[4]d 秒，两者必有一误",
			g.clock(r.RecordedAt), g.clock(other.at), other.Ref, int(maxSkew.Seconds()))
	}
	return domain.Reject("recorded_out_of_time",
		"it says that it was recorded at %[1]s, and %[3]s, which stands before it in the log, at %[2]s: the clocks of those who write are %[4]d seconds apart at most, so one of the two times is wrong",
		"记录时间为 %[1]s，而日志中在其之前的 %[3]s 记录于 %[2]s：各写入方时钟至多相差 %[4]d 秒，两者必有一误",
		g.clock(r.RecordedAt), g.clock(other.at), other.Ref, int(maxSkew.Seconds()))
}

func (g *judge) clock(t time.Time) string { return t.In(g.identity.Location).Format(time.DateTime) }

// evidence says whether what a record rests on stood then, and was no older than
// what its writer had to see.
func (g *judge) evidence(ctx context.Context, r *domain.Recorded) error {
	for _, ref := range r.Evidence {
		records, known := g.stood[ref.Stream]
		if !known {
			history, err := g.ledger.historyOrNone(ctx, ref.Stream)
			if err != nil {
				return err
			}
			for _, h := range history {
				records = append(records, made{h.Position, h.RecordedAt})
			}
			if len(g.stood) > maxCachedOffers {
				clear(g.stood)
			}
			g.stood[ref.Stream] = records
		}
		if ref.Revision < 0 || ref.Revision >= int64(len(records)) || records[ref.Revision].position > r.Position {
			return domain.Reject("evidence_not_standing",
				"it rests on %s, which did not stand before it", "以 %s 为依据，而该版本当时尚不存在", ref)
		}
		if next := ref.Revision + 1; next < int64(len(records)) && records[next].position < r.Position &&
			records[next].at.Add(maxSkew).Before(r.RecordedAt) {
			return domain.Reject("evidence_outdated",
				"it rests on %s, and %s had gone on by then: whoever decides looks at what stands",
				"以 %s 为依据，而当时 %s 已有更新：应以当时的最新记录为准", ref, ref.Stream)
		}
	}
	return nil
}

// heldBefore is what was held on a person before a position.
func (g *judge) heldBefore(ctx context.Context, stream string, position uint64) (domain.Holding, error) {
	var h domain.Holding
	_, id := domain.SplitStream(stream)
	who, err := uuid.Parse(id)
	if err != nil {
		return h, nil // nothing is held on it, which is refused
	}
	for r, err := range g.ledger.HeldOn(ctx, who) {
		if err != nil {
			return h, err
		}
		if r.Position >= position {
			break
		}
		h.Records++
		if day := g.identity.dayOf(r.OccurredAt, r.RecordedAt); day.After(h.Last) {
			h.Last = day
		}
	}
	return h, nil
}

// correction judges an event of corrections.
func (g *judge) correction(_ context.Context, a domain.Aggregate, acts *pastActs, before []domain.Recorded, act domain.Act, r *domain.Recorded) error {
	for _, ref := range r.Evidence {
		offered, err := acts.offered(ref)
		if err != nil {
			return err
		}
		acts.extra = append(acts.extra, extraEvidence{ref, offered})
	}
	c := domain.CorrectionCase{Aggregate: a, History: before, Act: act, ActOf: acts.of, Earlier: func(p *domain.Recorded) (domain.Authority, error) {
		return g.ledger.authorityWhen(acts.ctx, g.identity, act.Actor, p)
	}}
	switch e := r.Event.(type) {
	case domain.CorrectionProposed:
		return c.Propose(e)
	case domain.CorrectionApproved:
		return c.Approve(e.Proposal)
	case domain.CorrectionRejected:
		return c.Reject(e.Proposal)
	case domain.CorrectionSettled:
		ref, err := domain.ParseRef(e.Resting)
		if err != nil {
			return domain.Reject("not_resting", "%q is no event", "%q 不是记录", e.Resting)
		}
		other, err := g.ledger.historyOrNone(acts.ctx, ref.Stream)
		if err != nil {
			return err
		}
		return c.Settle(e, until(other, r.Position))
	}
	return fmt.Errorf("%T is no event of corrections", r.Event)
}

// until is a history as it was known at a position.
func until(history []domain.Recorded, position uint64) []domain.Recorded {
	if i := slices.IndexFunc(history, func(r domain.Recorded) bool { return r.Position >= position }); i >= 0 {
		return history[:i]
	}
	return history
}

// actOf is the circumstances of a record, with the founding of the ledger, which
// nobody could permit.
func (g *judge) actOf(acts *pastActs, e domain.Effect) (domain.Act, error) {
	act, err := acts.of(e)
	act.Authority.Founding = err == nil && g.founds(e.Holder)
	return act, err
}

// founds reports whether a record is of the founding of the ledger: the first
// account, its roles and the county, by that account, once.
func (g *judge) founds(r *domain.Recorded) bool {
	if r.Actor != g.founder {
		return false
	}
	own := domain.StreamOf(account.Category, g.founder)
	for _, step := range []struct {
		key, stream string
	}{{"found/account", own}, {"found/grants", own}, {"found/county", domain.WholeCounty}} {
		if r.Stream == step.stream && r.CommandID == commandID(g.founder, step.key) {
			switch r.Event.(type) {
			case account.Opened, account.Granted, county.Registered:
				return true
			}
		}
	}
	return false
}

// placeOf is the place in which an event has its effect.
func placeOf(e domain.Event, after domain.Folded) string {
	if p, ok := e.(domain.Placed); ok {
		return p.PlacedAt()
	}
	return after.PlacedAt()
}

// allowed holds the actor of a record against those who may record its event,
// at the place of its effect.
func (g *judge) allowed(ctx context.Context, act domain.Act, r *domain.Recorded, place string) error {
	var permits []domain.Permit
	for _, p := range g.ledger.catalogue.Recorders(r.Event.EventType()) {
		if p.Role == act.Role {
			permits = append(permits, p)
		}
	}
	if len(permits) == 0 {
		return domain.Reject("role_missing",
			"%[1]s is not recorded by the role of %[2]s", "%[3]s不得记录 %[1]s", r.Event.EventType(),
			domain.Label(act.Role, string(act.Role), domain.English), domain.Label(act.Role, string(act.Role), domain.Chinese))
	}
	places, err := g.ledger.within(ctx, place)
	if err != nil {
		return err
	}
	_, err = act.Authority.Allow(permits, domain.Scope{Places: places, Own: r.Stream == domain.StreamOf(account.Category, r.Actor)})
	return err
}

// refused tells a refusal from a failure to judge. Evidence that a record does
// not name is missing there.
func refused(err error) (refusal, failure error) {
	var unnamed *domain.UnnamedEvidenceError
	var no *domain.Rejection
	var impossible *domain.InadmissibleError
	switch {
	case errors.As(err, &unnamed):
		return domain.Reject("evidence_not_named",
			"it rests on %s, and does not name it as its evidence", "以 %s 为依据，但未列明", unnamed.Stream), nil
	case errors.As(err, &no), errors.As(err, &impossible):
		return err, nil
	}
	return nil, err
}

// cause is the refusal that there is, or why an event is not admissible.
func cause(err, refusal error) error {
	if refusal != nil {
		return refusal
	}
	return err
}

// found tells of a record that does not follow, or that fell.
func (g *judge) found(list FindingList, r *domain.Recorded, refusal error, why *fall) {
	f := Finding{
		List: list, Stream: r.Stream, Revision: r.Revision, Position: r.Position, Type: r.Event.EventType(),
		Rule: domain.CodeOf(refusal), Message: refusal.Error(),
	}
	if why != nil {
		f.Correction = why.by.String()
		for _, ref := range why.through {
			f.With = append(f.With, ref.String())
		}
	}
	var impossible *domain.InadmissibleError
	if errors.As(refusal, &impossible) {
		refusal = impossible.Err
		f.Rule, f.Message = domain.CodeOf(refusal), refusal.Error()
	}
	if f.Rule == "" {
		f.Rule = "does_not_follow"
	}
	f.Chinese = f.Message
	var no *domain.Rejection
	if errors.As(refusal, &no) {
		f.Chinese = no.In(domain.Chinese)
	}
	g.tellOf(f)
}

// tellOf counts a finding, and tells of it.
func (g *judge) tellOf(f Finding) {
	switch f.List {
	case Unlawful:
		g.result.Unlawful++
	case Undermined:
		g.result.Undermined++
	case Detected:
		g.result.Detected++
	}
	if g.tell.Found != nil {
		g.tell.Found(f)
	}
}
