package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// showCorrections shows what corrections made of a record, and what they put
// after it.
func (a *app) showCorrections(ctx context.Context, l *openLedger, c corrected, e domain.Recorded, names *accountNames, as catalogue.Reading) error {
	by, void := c.change(e.Revision)
	switch {
	case void:
		approved, err := a.approvedBy(ctx, l, by, names)
		if err != nil {
			return err
		}
		a.detail(a.say("void: ", "已作废：") + approved)
	case by != nil:
		if err := a.showStands(ctx, l, c.now[e.Revision], by, names, as, a.say("now: ", "现为：")); err != nil {
			return err
		}
		if err := a.showChanges(l, c.recorded(l.Catalogue(), e.Revision), versionOf(l.Catalogue(), c.now[e.Revision].Event)); err != nil {
			return err
		}
	}
	for _, in := range c.inserted[e.Revision] {
		if err := a.showStands(ctx, l, in, c.proposed(in.Revision), names, as, a.say("inserted: ", "补记：")); err != nil {
			return err
		}
	}
	if k := c.status(e.Revision); k != nil && !c.isHidden(e.Revision) {
		return a.showProposal(l, c, k, as)
	}
	return nil
}

// showStands shows what stands in the place of a record, or after it.
func (a *app) showStands(ctx context.Context, l *openLedger, e domain.Effect, by *domain.Correction, names *accountNames, as catalogue.Reading, what string) error {
	r, path := stands(e)
	as.Path = path
	fmt.Fprintf(a.stdout, "      %s%s  %s\n", what, r.OccurredAt.In(l.identity.Location).Format(minute), l.Catalogue().Sentence(r, as))
	a.showOpened(l, r, as)
	approved, err := a.approvedBy(ctx, l, by, names)
	if err == nil {
		a.detail(approved)
	}
	return err
}

// approvedBy names a correction, who approved it, and when.
func (a *app) approvedBy(ctx context.Context, l *openLedger, k *domain.Correction, names *accountNames) (string, error) {
	who, err := a.nameOf(ctx, names, k.Decided.Actor)
	kind := k.Terms().Kind
	return fmt.Sprintf(a.say("by correction #%d (%s), approved at #%d by %s on %s", "更正 #%d（%s），#%d 由%s于 %s 批准"),
		k.Proposal.Revision, domain.Label(kind, string(kind), a.lang), k.Decided.Revision, who,
		k.Decided.RecordedAt.In(l.identity.Location).Format(minute)), err
}

// showProposal says how a proposal stands, and while it waits what it asks for.
func (a *app) showProposal(l *openLedger, c corrected, k *domain.Correction, as catalogue.Reading) error {
	status := domain.Label(k.Status, string(k.Status), a.lang)
	switch {
	case k.Decided != nil:
		status += fmt.Sprintf(a.say(" (#%d)", "（#%d）"), k.Decided.Revision)
	default:
		status = a.say("pending: another account decides; until then it changes nothing", "待审批：须由另一账户决定，此前不生效")
	}
	a.detail(status)
	if unsettled := k.Unsettled(); len(unsettled) > 0 {
		a.detail(a.say("still to be settled: ", "尚待了结：") + strings.Join(unsettled, a.say(", ", "、")))
	}
	if k.Status != domain.CorrectionWaits {
		return nil
	}
	holder := c.contents[k.Proposal.Revision]
	terms := holder.Event.(domain.CorrectionProposed)
	sentence := func(e domain.Event, at time.Time, list string, i int) string {
		as := as
		as.Path = fmt.Sprintf("%s/%s/%d/event/data", holder.Path, list, i)
		r := domain.Recorded{Fact: domain.Fact{Event: e}, ID: holder.Holder.ID, Stream: k.Proposal.Stream}
		return at.In(l.identity.Location).Format(minute) + "  " + l.Catalogue().Sentence(r, as)
	}
	for _, revision := range terms.Void {
		a.detail(fmt.Sprintf(a.say("#%d would be void", "#%d 将作废"), revision))
	}
	for i, m := range terms.Amend {
		a.detail(fmt.Sprintf(a.say("#%d would be: %s", "#%d 将更正为：%s"), m.Revision, sentence(m.Event.Event, m.OccurredAt, "amend", i)))
		if err := a.showChanges(l, c.before(l.Catalogue(), m.Revision), versionOf(l.Catalogue(), m.Event.Event)); err != nil {
			return err
		}
	}
	for i, n := range terms.Insert {
		a.detail(fmt.Sprintf(a.say("after #%d would come: %s", "#%d 之后将补记：%s"), n.After, sentence(n.Event.Event, n.OccurredAt, "insert", i)))
	}
	return nil
}

// correctedBy names a correction that is in force.
type correctedBy struct {
	Proposal   int64                 `json:"proposal"`
	Approval   int64                 `json:"approval"`
	Kind       domain.CorrectionKind `json:"kind"`
	ApprovedBy actorJSON             `json:"approvedBy"`
	ApprovedAt time.Time             `json:"approvedAt"`
}

// standsJSON is what stands in the place of a record, or after it.
type standsJSON struct {
	Type       string         `json:"type"`
	OccurredAt time.Time      `json:"occurredAt"`
	Actor      actorJSON      `json:"actor"`
	Sentence   string         `json:"sentence"`
	Data       jsontext.Value `json:"data"`
	By         correctedBy    `json:"by"`
	// Changes are the fields in which it is another than what was recorded.
	Changes []changeJSON `json:"changes,omitzero"`
}

// proposalJSON is how a proposal stands.
type proposalJSON struct {
	Status    domain.CorrectionStatus `json:"status"`
	Decided   *int64                  `json:"decided,omitzero"` // revision
	Unsettled []string                `json:"unsettled,omitzero"`
	// Proposes are the changes that it asks for, while it waits.
	Proposes []recordChanges `json:"proposes,omitzero"`
}

// correctedJSON is a record with what corrections made of it.
func (a *app) correctedJSON(ctx context.Context, l *openLedger, c corrected, e domain.Recorded, names *accountNames, as catalogue.Reading) (eventJSON, error) {
	r, path := c.record(e.Revision)
	reading := as
	reading.Path = path
	var data []byte
	var err error
	if !c.isHidden(e.Revision) {
		if data, err = l.Catalogue().RevealTo(r, reading); err != nil {
			return eventJSON{}, err
		}
	}
	out, err := a.eventJSON(ctx, e, names, data)
	if err != nil {
		return out, err
	}
	out.Sentence = l.Catalogue().Sentence(r, reading)
	for i, title := range l.Catalogue().Titles(e, as) {
		out.Attachments[i].Title = title
	}
	if out.Hidden = c.isHidden(e.Revision); out.Hidden {
		out.Sentence, out.Attachments = a.hiddenText(), nil
	}
	by, void := c.change(e.Revision)
	switch {
	case void:
		mark, err := correctedByJSON(ctx, by, names)
		if err != nil {
			return out, err
		}
		out.Void = &mark
	case by != nil:
		now, err := a.standsJSON(ctx, l, c.now[e.Revision], by, names, as)
		if err != nil {
			return out, err
		}
		if !out.Hidden {
			if now.Changes, err = changesJSON(c.recorded(l.Catalogue(), e.Revision), versionOf(l.Catalogue(), c.now[e.Revision].Event)); err != nil {
				return out, err
			}
		}
		out.Now = &now
	}
	for _, in := range c.inserted[e.Revision] {
		inserted, err := a.standsJSON(ctx, l, in, c.proposed(in.Revision), names, as)
		if err != nil {
			return out, err
		}
		out.Inserted = append(out.Inserted, inserted)
	}
	if k := c.status(e.Revision); k != nil {
		out.Correction = &proposalJSON{Status: k.Status, Unsettled: k.Unsettled()}
		if k.Decided != nil {
			out.Correction.Decided = &k.Decided.Revision
		}
		if k.Status == domain.CorrectionWaits && !out.Hidden {
			out.Correction.Proposes, err = c.proposes(l.Catalogue(), k)
		}
	}
	return out, err
}

func (a *app) standsJSON(ctx context.Context, l *openLedger, e domain.Effect, by *domain.Correction, names *accountNames, as catalogue.Reading) (standsJSON, error) {
	r, path := stands(e)
	as.Path = path
	data, err := l.Catalogue().RevealTo(r, as)
	if err != nil {
		return standsJSON{}, err
	}
	who, err := names.actor(ctx, e.Fact)
	if err != nil {
		return standsJSON{}, err
	}
	mark, err := correctedByJSON(ctx, by, names)
	return standsJSON{Type: r.Event.EventType(), OccurredAt: r.OccurredAt, Actor: who, Sentence: l.Catalogue().Sentence(r, as), Data: data, By: mark}, err
}

func correctedByJSON(ctx context.Context, k *domain.Correction, names *accountNames) (correctedBy, error) {
	who, err := names.actor(ctx, k.Decided.Fact)
	return correctedBy{k.Proposal.Revision, k.Decided.Revision, k.Terms().Kind, who, k.Decided.RecordedAt}, err
}
