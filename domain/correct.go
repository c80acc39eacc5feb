package domain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// CorrectionCase is a stream that is corrected, and the circumstances.
type CorrectionCase struct {
	Aggregate Aggregate
	// History is all of the stream.
	History []Recorded
	// Act is that of the command.
	Act Act
	// ActOf gives the circumstances of an event of the stream: those under
	// which it was recorded, with its evidence exactly as it stood.
	ActOf func(Effect) (Act, error)
	// Earlier gives what who decides might do when a proposal was recorded. Nil
	// says that it was what it is now.
	Earlier func(proposal *Recorded) (Authority, error)
}

// Propose says whether a proposal may be recorded: it is sound, and what comes
// after what it corrects still follows. An [*UnnamedEvidenceError] names a stream
// that the proposal rests on and that ActOf did not hand over.
func (c CorrectionCase) Propose(p CorrectionProposed) error {
	if len(c.History) == 0 {
		return Reject("not_found", "%s does not exist: look for the right stream", "%s 不存在：请核对流名称", c.Act.Stream)
	}
	if err := c.checkTerms(p); err != nil {
		return err
	}
	proposal := Recorded{
		Fact: c.Act.FactOf(p), Stream: c.Act.Stream, Revision: int64(len(c.History)), RecordedAt: c.Act.RecordedAt, Evidence: c.Act.Evidence(),
	}
	return c.review(append(slices.Clip(c.History), proposal), &proposal)
}

// Approve says whether the proposal at a revision may be put into force by who
// acts.
func (c CorrectionCase) Approve(revision int64) error {
	p, err := c.undecided(revision)
	if err != nil {
		return err
	}
	if err := c.fourEyes(p); err != nil {
		return err
	}
	hidden, err := Hidden(c.History)
	if err != nil {
		return err
	}
	if by, ok := hidden[revision]; ok {
		return Reject("privacy_hides",
			"the proposal at revision %d holds what the correction for privacy at revision %d hides: reject it, and propose it anew without that",
			"第 %d 版更正申请含有第 %d 版隐私更正所隐去的内容：请驳回，去除该内容后重新申请", revision, by)
	}
	return c.review(c.History, p)
}

// Reject says whether the proposal at a revision may be ended without effect by
// who acts.
func (c CorrectionCase) Reject(revision int64) error {
	p, err := c.undecided(revision)
	if err != nil {
		return err
	}
	return c.fourEyes(p)
}

// Settle says whether something that rested on a corrected fact may be settled.
// The other stream says whether it was corrected there.
func (c CorrectionCase) Settle(s CorrectionSettled, other []Recorded) error {
	if err := CheckCode(s.How); err != nil {
		return err
	}
	corrections, err := CorrectionsOf(c.History)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(corrections, func(k Correction) bool {
		return k.Decided != nil && k.Decided.Revision == s.Approval && k.Status != CorrectionWasRejected
	})
	if i < 0 {
		return Reject("not_an_approval", "revision %d of %s approves no correction: name the revision of the approval", "%[2]s 第 %[1]d 版不是更正批准：请填写批准的版本号", s.Approval, c.Act.Stream)
	}
	if !slices.Contains(corrections[i].Resting, s.Resting) {
		return Reject("not_resting", "%q is none of what the approval lists: %s", "%q 不在该批准所列之内：%s", s.Resting, strings.Join(corrections[i].Resting, ", "))
	}
	if slices.ContainsFunc(corrections[i].Settled, func(t CorrectionSettled) bool { return t.Resting == s.Resting }) {
		return Reject("already_settled", "%s is settled already", "%s 已了结", s.Resting)
	}
	if s.How != Corrected {
		return nil
	}
	ref, err := ParseRef(s.Resting)
	if err != nil {
		return err
	}
	inForce, err := correctionsOf(other, AsOf{})
	if err != nil {
		return err
	}
	if _, changed := inForce.changes[ref.Revision]; !changed {
		return Reject("not_corrected", "%s was not corrected: propose its correction and have it approved first, or say that it stands", "%s 未被更正：请先申请并批准其更正，或选择维持", s.Resting)
	}
	return nil
}

// checkTerms looks at a proposal by itself.
func (c CorrectionCase) checkTerms(p CorrectionProposed) error {
	if err := CheckCode(p.Kind); err != nil {
		return err
	}
	if err := CheckCode(p.RestsOn); err != nil {
		return err
	}
	switch {
	case p.Reason.IsZero() || strings.TrimSpace(p.Basis) == "":
		return Reject("reason_missing", "a correction says why, and on what it rests", "更正须说明理由和依据")
	case len(p.Void)+len(p.Amend)+len(p.Insert) == 0:
		return Reject("nothing_to_correct", "a correction voids, amends or inserts something: say which revision", "更正须作废、修改或补记：请写明版本号")
	case p.Kind == Retraction && len(p.Amend)+len(p.Insert) > 0:
		return Reject("retraction_only_voids", "a retraction says that something did not happen: void it, and correct anything else as clerical or legal", "撤回仅用于作废未发生的事项：其他更正请用笔误或依法更正")
	case p.Kind == Privacy && len(p.Insert) > 0:
		return Reject("privacy_only_hides", "a correction for privacy amends or voids: propose what was forgotten as another correction", "隐私更正只能修改或作废：补记请另行申请")
	}
	return c.checkTargets(p)
}

func (c CorrectionCase) checkTargets(p CorrectionProposed) error {
	seen := map[int64]bool{}
	target := func(revision int64) error {
		if revision < 0 || revision >= int64(len(c.History)) {
			return Reject("no_such_revision", "%[1]s has no revision %[2]d: it ends at %[3]d", "%[1]s 没有第 %[2]d 版：最后为第 %[3]d 版", c.Act.Stream, revision, len(c.History)-1)
		}
		if seen[revision] {
			return Reject("corrected_twice", "revision %d is corrected twice in one proposal: void it or amend it", "同一申请中第 %d 版被更正两次：请作废或修改其一", revision)
		}
		seen[revision] = true
		return notReplaced(c.History[revision].Event)
	}
	for _, revision := range p.Void {
		if err := target(revision); err != nil {
			return err
		}
		if err := c.checkVoid(p.Kind, revision); err != nil {
			return err
		}
	}
	for _, a := range p.Amend {
		if err := target(a.Revision); err != nil {
			return err
		}
		if IsCorrection(c.History[a.Revision].Event) {
			return notCorrectable(a.Revision)
		}
		if fixed, ok := c.History[a.Revision].Event.(Fixed); ok {
			if err := fixed.Amends(a.Event.Event); err != nil {
				return err
			}
		}
		if a.OccurredAt.After(c.Act.RecordedAt) {
			return c.Act.inTheFuture(a.OccurredAt)
		}
	}
	for _, i := range p.Insert {
		if err := notReplaced(i.Event.Event); err != nil {
			return err
		}
		if fixed, ok := i.Event.Event.(Fixed); ok {
			return Reject("identity_stays", "%s is neither voided nor inserted: what it says of names can be amended", "%s 不得作废或补记：其中的名称可以修改", fixed.EventType())
		}
		if prompt, ok := i.Event.Event.(Prompt); ok && !c.Act.Foreign {
			return Reject("counts_from_recording",
				"%s counts from the day on which it is recorded, and is not inserted into what was before: record it now, as what it is",
				"%s 自登记之日起算，不得补记到此前：请直接登记", prompt.EventType())
		}
		if i.After < 0 || i.After >= int64(len(c.History)) {
			return Reject("no_such_revision", "%[1]s has no revision %[2]d: it ends at %[3]d", "%[1]s 没有第 %[2]d 版：最后为第 %[3]d 版", c.Act.Stream, i.After, len(c.History)-1)
		}
		if i.OccurredAt.After(c.Act.RecordedAt) {
			return c.Act.inTheFuture(i.OccurredAt)
		}
	}
	return nil
}

func (c CorrectionCase) checkVoid(kind CorrectionKind, revision int64) error {
	switch e := c.History[revision].Event.(type) {
	case Fixed:
		return Reject("identity_stays", "%s is neither voided nor inserted: what it says of names can be amended", "%s 不得作废或补记：其中的名称可以修改", e.EventType())
	case CorrectionProposed:
		if kind == Privacy {
			return c.mayHideProposal(revision)
		}
		return notCorrectable(revision)
	case CorrectionApproved:
		if c.History[e.Proposal].Event.(CorrectionProposed).Kind == Privacy {
			return Reject("privacy_stays", "a correction for privacy is not undone: what it hides was destroyed", "隐私更正不可撤销：所隐去的内容已销毁")
		}
	case CorrectionRejected, CorrectionSettled:
		return notCorrectable(revision)
	}
	return nil
}

// mayHideProposal keeps a proposal that is in force from being hidden while what
// it says goes on standing.
func (c CorrectionCase) mayHideProposal(revision int64) error {
	corrections, err := CorrectionsOf(c.History)
	if err != nil {
		return err
	}
	for _, k := range corrections {
		if k.Proposal.Revision == revision && k.Status == CorrectionIsInForce {
			return Reject("in_force", "the correction proposed at revision %[1]d is in force: void its approval, revision %[2]d, which hides both", "第 %[1]d 版申请的更正已生效：请作废其批准（第 %[2]d 版），两者将一并隐去", revision, k.Decided.Revision)
		}
	}
	return nil
}

func notReplaced(e Event) error {
	if r, ok := e.(Replaced); ok {
		return Reject("not_corrected_but_replaced",
			"%[1]s is neither voided, amended nor inserted: %[2]s takes its place",
			"%[1]s 不得作废、修改或补记：请用 %[2]s", e.EventType(), r.ReplacedBy())
	}
	return nil
}

func notCorrectable(revision int64) error {
	return Reject("not_correctable",
		"revision %d is an event of corrections: a correction is undone by voiding its approval, and a proposal by rejecting it",
		"第 %d 版是更正记录：撤销更正请作废其批准，撤回申请请予驳回", revision)
}

// undecided is the proposal at a revision, while it waits.
func (c CorrectionCase) undecided(revision int64) (*Recorded, error) {
	corrections, err := CorrectionsOf(c.History)
	if err != nil {
		return nil, err
	}
	for i := range corrections {
		if corrections[i].Proposal.Revision != revision {
			continue
		}
		if corrections[i].Status != CorrectionWaits {
			return nil, Reject("already_decided", "the proposal at revision %d was decided already: propose it anew, if need be", "第 %d 版更正申请已有决定：如有需要请重新申请", revision)
		}
		return corrections[i].Proposal, nil
	}
	return nil, Reject("not_a_proposal", "revision %d of %s is no proposal of a correction: name the revision of the proposal", "%[2]s 第 %[1]d 版不是更正申请：请填写申请的版本号", revision, c.Act.Stream)
}

// fourEyes keeps those who proposed from deciding: the account, who acts for it,
// and for whom it acted, now or when it was proposed. A delegation that was taken
// back in between makes nobody independent.
func (c CorrectionCase) fourEyes(p *Recorded) error {
	proposed, err := c.ActOf(Effect{Fact: p.Fact, Revision: p.Revision, Amends: p.Revision, Holder: p})
	if err != nil {
		return err
	}
	theirs := proposed.Authority.Principals()
	if len(theirs) == 0 {
		theirs = []string{p.Actor}
	}
	deciding := append([]string{c.Act.Actor}, c.Act.Authority.Principals()...)
	if c.Earlier != nil {
		earlier, err := c.Earlier(p)
		if err != nil {
			return err
		}
		deciding = append(deciding, earlier.Principals()...)
	}
	for _, mine := range deciding {
		switch {
		case mine == p.Actor && mine == c.Act.Actor:
			return Reject("four_eyes", "nobody decides on their own proposal: another records corrector does", "不得审批本人的更正申请：须由另一名数据更正员办理")
		case slices.Contains(theirs, mine):
			return Reject("four_eyes",
				"the proposal was made by account %[1]s, for which, or through which, account %[2]s acts: a records corrector independent of both decides",
				"该申请由账户 %[1]s 提出，与账户 %[2]s 存在委托关系：须由与双方无关的数据更正员办理", p.Actor, c.Act.Actor)
		}
	}
	return nil
}

// Obstacle is an event that would not follow from a corrected history.
type Obstacle struct {
	// Revision is the record that it stands for; where it was inserted, that of
	// the proposal.
	Revision int64
	// Type is its wire name.
	Type string
	// Err says why it does not follow.
	Err error

	own bool // of the proposal itself
}

// review judges what comes after the first thing that a proposal changes. The
// proposal is in the history.
func (c CorrectionCase) review(history []Recorded, proposal *Recorded) error {
	now, err := Effective(c.History, AsOf{})
	if err != nil {
		return err
	}
	approval := Recorded{Fact: Fact{Event: CorrectionApproved{Proposal: proposal.Revision}}, Revision: int64(len(history))}
	then, err := Effective(append(slices.Clip(history), approval), AsOf{})
	if err != nil {
		return err
	}
	from := 0
	for from < min(len(now), len(then)) && now[from].Revision == then[from].Revision && now[from].Amends == then[from].Amends {
		from++
	}
	hides := false
	if p := proposal.Event.(CorrectionProposed); p.Kind == Privacy {
		if hides, err = c.hides(p); err != nil {
			return err
		}
	}
	if from == len(then) && from == len(now) && !hides {
		return Reject("changes_nothing", "the correction changes nothing: it is so already", "该更正不改变任何内容：已是如此")
	}
	obstacles, err := c.obstacles(then, from, proposal.Revision)
	if err != nil || len(obstacles) == 0 {
		return err
	}
	// What did not follow before is not the correction's fault.
	before, err := c.obstacles(now, from, -1)
	if err != nil {
		return err
	}
	obstacles = slices.DeleteFunc(obstacles, func(o Obstacle) bool {
		return !o.own && slices.ContainsFunc(before, func(b Obstacle) bool { return b.Revision == o.Revision && CodeOf(b.Err) == CodeOf(o.Err) })
	})
	if len(obstacles) == 0 {
		return nil
	}
	return obstructed(obstacles)
}

// hides reports whether a proposal for privacy hides anything that is shown. It
// refuses one that would take along the rest of an older correction: what that
// says of other records can be read no more once the keys are destroyed.
func (c CorrectionCase) hides(p CorrectionProposed) (bool, error) {
	hidden, err := Hidden(c.History)
	if err != nil {
		return false, err
	}
	inForce, err := correctionsOf(c.History, AsOf{})
	if err != nil {
		return false, err
	}
	targets := p.Targets()
	isTarget := func(a Amendment) bool { return slices.Contains(targets, a.Revision) }
	for _, a := range inForce.approvals {
		older := a.terms()
		if slices.Contains(targets, a.at.Revision) || !slices.ContainsFunc(older.Amend, isTarget) {
			continue
		}
		rests := len(older.Insert) > 0 || slices.ContainsFunc(older.Amend, func(m Amendment) bool {
			return !isTarget(m) && inForce.changes[m.Revision].at.proposal == a.proposal
		})
		if rests {
			return false, Reject("privacy_splits",
				"the correction proposed at revision %[1]d holds more than is to be hidden, and all of it would be lost: name what it amends in this proposal as well, or undo it and propose the rest anew first",
				"第 %[1]d 版申请的更正还含有其他内容，将一并丢失：请将其修改的记录一并列入本申请，或先撤销该更正并就其余部分重新申请", a.proposal.Revision)
		}
	}
	return slices.ContainsFunc(targets, func(revision int64) bool { _, gone := hidden[revision]; return !gone }), nil
}

// obstacles judges a history from an index on, and goes on past what does not
// follow, to say all of it.
func (c CorrectionCase) obstacles(effects []Effect, from int, proposal int64) ([]Obstacle, error) {
	f, err := c.Aggregate.Evolve(c.Aggregate.Empty(), effects[:from]...)
	if err != nil {
		return nil, err
	}
	var all []Obstacle
	for _, e := range effects[from:] {
		act, err := c.ActOf(e)
		if err != nil {
			return nil, err
		}
		why := f.CheckTimes(act)
		if why == nil {
			why = c.Aggregate.judge(f.State, e.Event, act)
		}
		if unnamed := (*UnnamedEvidenceError)(nil); errors.As(why, &unnamed) {
			return nil, unnamed
		}
		next, err := c.Aggregate.Evolve(f, e)
		var inadmissible *InadmissibleError
		if errors.As(err, &inadmissible) && why == nil {
			why = inadmissible.Err
		}
		if err == nil {
			f = next
		}
		if why != nil {
			o := Obstacle{Revision: e.Amends, Type: e.Event.EventType(), Err: why, own: e.Revision == proposal}
			if o.Revision < 0 {
				o.Revision = e.Revision
			}
			all = append(all, o)
		}
	}
	return all, nil
}

// obstructed names the event that stands in the way, why, and what else would
// have to be corrected.
func obstructed(obstacles []Obstacle) error {
	first := obstacles[0]
	why := &Rejection{Message: first.Err.Error()}
	var r *Rejection
	if errors.As(first.Err, &r) {
		why = r
	}
	english := fmt.Sprintf("with this correction %s at revision %d no longer follows (%s): correct or void it in the same proposal", first.Type, first.Revision, why.Message)
	chinese := fmt.Sprintf("更正后，第 %d 版 %s 不再成立（%s）：请在同一申请中一并更正或作废", first.Revision, first.Type, why.In(Chinese))
	if first.own {
		english = fmt.Sprintf("as corrected, %s does not follow (%s): correct the proposal", first.Type, why.Message)
		chinese = fmt.Sprintf("更正后的 %s 不成立（%s）：请修改申请", first.Type, why.In(Chinese))
	}
	var others []string
	for _, o := range obstacles[1:] {
		others = append(others, fmt.Sprintf("%d (%s)", o.Revision, o.Type))
	}
	if len(others) > 0 {
		english += "; so would have to be revisions " + strings.Join(others, ", ")
		chinese += "；同样须更正的还有第 " + strings.Join(others, "、") + " 版"
	}
	return &Rejection{Code: "correction_obstructed", Message: english, Chinese: chinese}
}

func (a Act) inTheFuture(at time.Time) error {
	return Reject("in_the_future",
		"it cannot have happened at %s: that is later than now (%s); give the time at which it happened",
		"发生时间 %s 晚于现在（%s）：请填写实际发生时间", a.local(at), a.local(a.RecordedAt))
}

// local is a time as the ledger's people write it.
func (a Act) local(at time.Time) string {
	if a.Zone != nil {
		at = at.In(a.Zone)
	}
	return at.Format(time.RFC3339)
}
