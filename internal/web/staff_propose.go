package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// The ways to correct a record.
const (
	byAmending  = "amend"
	byVoiding   = "void"
	byInserting = "insert"
)

// proposeValue is the form of a proposal.
type proposeValue struct {
	Stream, About string
	Desk          string
	Revision      int64
	// Record is what stands there now.
	Record shownFact
	Void   bool
	How    string
	Ways   []way
	Action string
	// Expected is the revision that the form was made from, Key makes sending
	// it twice safe.
	Expected int64
	Key      string

	Kinds, Bases  []option
	Reason, Basis string
	OccurredAt    string
	Fields        []formField
	Files         *formFiles
	// Types are the events that can be inserted, Type the one chosen.
	Types []option
	Type  string
	// Refused is why nothing was proposed, or "".
	Refused string
}

// way is one of the ways to correct a record.
type way struct {
	Label, Address string
	Chosen         bool
}

// staffPropose shows the form of a proposal.
func (h *Handler) staffPropose(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	r, revision, err := h.correctable(ctx, v)
	if err != nil {
		return staffAnswer{}, err
	}
	place, err := r.placedAt()
	if err != nil {
		return staffAnswer{}, err
	}
	spec, err := r.catalogue.Command(domain.ProposeCorrection{}.CommandType())
	if err != nil {
		return staffAnswer{}, err
	}
	if err := h.cfg.Ledger.May(ctx, v.actor, spec.Permits, place); err != nil {
		return staffAnswer{}, err
	}
	return h.proposeForm(v, r, revision, nil)
}

// correctable is the stream and the record that an address names.
func (h *Handler) correctable(ctx context.Context, v *staffVisit) (*reading, int64, error) {
	r, err := h.openStream(ctx, v, v.PathValue("stream"))
	if err != nil {
		return nil, 0, err
	}
	revision, err := strconv.ParseInt(v.PathValue("revision"), 10, 64)
	if err != nil || !r.has(revision) {
		return nil, 0, noSuchRow
	}
	return r, revision, nil
}

// ways are those in which a record can be corrected: one of a correction is
// neither amended, nor voided unless it put one into force.
func (r *reading) ways(revision int64) []string {
	switch r.history[revision].Event.(type) {
	case domain.CorrectionApproved:
		return []string{byVoiding, byInserting}
	case domain.CorrectionProposed, domain.CorrectionRejected, domain.CorrectionSettled:
		return []string{byInserting}
	}
	return []string{byAmending, byVoiding, byInserting}
}

// draft is what a form is filled in with.
type draft struct {
	fields      []catalogue.Field
	present     map[string]string
	withheld    map[string]bool
	occurredAt  time.Time
	how, chosen string
}

// draftOf reads what a form is about.
func (r *reading) draftOf(v *staffVisit, revision int64) (draft, error) {
	ways := r.ways(revision)
	d := draft{how: cmp.Or(v.query.Get("how"), ways[0])}
	if !slices.Contains(ways, d.how) {
		return d, badQuery("how", d.how, ways...)
	}
	switch d.how {
	case byAmending:
		e := r.now(revision)
		if _, hidden := r.hidden[e.Revision]; hidden {
			// Nobody sees what it was: all of it can only be put in anew.
			d.fields, d.withheld = r.catalogue.Fields(e.Event), map[string]bool{}
			for _, f := range d.fields {
				d.withheld[f.Name] = true
			}
			d.occurredAt = e.OccurredAt
			return d, nil
		}
		data, err := r.catalogue.RevealTo(r.reader.ReadingEffect(e, r.voice.lang))
		if err != nil {
			return d, err
		}
		d.fields, d.occurredAt = r.catalogue.Fields(e.Event), e.OccurredAt
		d.present, d.withheld, err = presentTexts(d.fields, data, r.voice.zone)
		return d, err
	case byInserting:
		d.chosen = v.query.Get("type")
		if d.chosen == "" {
			return d, nil
		}
		i := slices.IndexFunc(r.aggregate.Events, func(s domain.EventSpec) bool {
			return s.Upcast == nil && s.Prototype.EventType() == d.chosen
		})
		if i < 0 {
			return d, badQuery("type", d.chosen)
		}
		d.fields = r.catalogue.Fields(r.aggregate.Events[i].Prototype)
	}
	return d, nil
}

// proposeForm shows the form, with what was typed where it was refused.
func (h *Handler) proposeForm(v *staffVisit, r *reading, revision int64, refused error) (staffAnswer, error) {
	d, err := r.draftOf(v, revision)
	if err != nil {
		return staffAnswer{}, err
	}
	path := correctPath(r.stream, revision)
	query := url.Values{"how": {d.how}}
	if d.chosen != "" {
		query.Set("type", d.chosen)
	}
	value := proposeValue{
		Stream: r.stream, About: r.register.about.In(v.lang), Desk: streamDeskPath(r.stream), Revision: revision,
		Record: r.show(r.now(revision)), Void: !r.stands(revision) && len(r.ways(revision)) == 3,
		How: d.how, Action: path + "?" + query.Encode(), Expected: r.last(), Key: rand.Text(),
		Reason: typedText(v.posted, "reason"), Basis: typedText(v.posted, "basis"),
		Fields: formFields(v.voice, d.fields, d.present, d.withheld, v.posted), Type: d.chosen,
		Files: h.formFiles(v, r.catalogue.Corrections().Readers),
	}
	for _, how := range r.ways(revision) {
		value.Ways = append(value.Ways, way{v.wayName(how), path + "?how=" + how, how == d.how})
	}
	value.Kinds = v.kindsFor(d.how, v.posted.Get("kind"))
	value.Bases = v.codes(domain.CorrectionBasis(""), cmp.Or(v.posted.Get("rests-on"), string(domain.OnDocument)))
	if !d.occurredAt.IsZero() {
		value.OccurredAt = d.occurredAt.In(v.zone).Format(momentLayout)
	}
	if v.posted != nil {
		value.OccurredAt = typedText(v.posted, "occurred-at")
	}
	if d.how == byInserting {
		value.Types = r.insertable(d.chosen)
	}
	a := staffAnswer{answer: answer{page: "staff-propose", title: v.T("propose.title")}}
	if refused != nil {
		refusal, status := refusalOf(refused)
		value.Refused, a.status, a.title = refusal.In(v.lang), status, v.T("signIn.errorTitle", "title", a.title)
	}
	a.value = value
	return a, nil
}

func (v voice) wayName(how string) string {
	switch how {
	case byAmending:
		return v.T("propose.amend")
	case byVoiding:
		return v.T("propose.void")
	}
	return v.T("propose.insert")
}

// kindsFor are the kinds of correction that a way can have.
func (v voice) kindsFor(how, chosen string) []option {
	all := append([]option{{Label: v.T("staff.choose")}}, v.codes(domain.CorrectionKind(""), chosen)...)
	return slices.DeleteFunc(all, func(o option) bool {
		switch domain.CorrectionKind(o.Value) {
		case domain.Retraction:
			return how != byVoiding
		case domain.Privacy:
			return how == byInserting
		}
		return false
	})
}

// codes are the values of a coded type to choose from.
func (v voice) codes(c domain.Coded, chosen string) []option {
	var all []option
	for _, code := range c.Codes() {
		all = append(all, option{Value: code.Code, Label: v.Label(c, code.Code), Selected: chosen == code.Code})
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// insertable are the events that can have been forgotten in a stream.
func (r *reading) insertable(chosen string) []option {
	all := []option{{Label: r.voice.T("staff.choose")}}
	for _, s := range r.aggregate.Events {
		if s.Upcast != nil {
			continue
		}
		name := s.Prototype.EventType()
		says := placeholder.ReplaceAllString(bilingual{s.English, s.Chinese}.In(r.voice.lang), "…")
		all = append(all, option{Value: name, Label: says + " (" + name + ")", Selected: name == chosen})
	}
	return all
}

// staffProposed takes the form of a proposal.
func (h *Handler) staffProposed(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	r, revision, err := h.correctable(ctx, v)
	if err != nil {
		return staffAnswer{}, err
	}
	if err := h.receive(ctx, v); err != nil {
		return staffAnswer{}, err
	}
	command, err := h.proposalOf(v, r, revision)
	if v.unsent != nil {
		err = v.unsent
	}
	if err == nil {
		var receipt ledger.Receipt
		if receipt, err = h.carryOutForm(ctx, v, command.CommandType(), ledger.Request{Command: command, ID: r.stream}); err == nil {
			return staffAnswer{next: publicPath(r.stream, receipt.Revision, receipt.Position)}, nil
		}
	}
	if _, status := refusalOf(err); status >= http.StatusInternalServerError {
		return staffAnswer{}, err
	}
	return h.proposeForm(v, r, revision, err)
}

// proposalOf is the command that a form asks for, with what it changes only.
func (h *Handler) proposalOf(v *staffVisit, r *reading, revision int64) (domain.ProposeCorrection, error) {
	c := domain.ProposeCorrection{
		Kind: domain.CorrectionKind(v.posted.Get("kind")), Reason: domain.Note(typedText(v.posted, "reason")),
		RestsOn: domain.CorrectionBasis(v.posted.Get("rests-on")), Basis: typedText(v.posted, "basis"),
	}
	d, err := r.draftOf(v, revision)
	if err != nil {
		return c, err
	}
	if d.how == byVoiding {
		c.Void = []int64{revision}
		return c, nil
	}
	at, ok := catalogue.ParseMoment(v.posted.Get("occurred-at"), v.zone)
	if !ok {
		return c, domain.Reject("field_invalid", "say when it really happened, such as 2016-09-09T10:00", "请填写实际发生时间，如 2016-09-09T10:00")
	}
	set, remove, err := changesOf(d.fields, d.present, v.posted, v.zone)
	if err != nil {
		return c, err
	}
	if d.how == byInserting {
		if d.chosen == "" {
			return c, domain.Reject("field_missing", "choose what was forgotten", "请选择补记的记录类型")
		}
		data := set
		if data == nil {
			data = domain.Object("{}")
		}
		c.Insert = []domain.Addition{{After: revision, Type: d.chosen, Data: domain.Clear(data), OccurredAt: at}}
		return c, nil
	}
	change := domain.Change{Revision: revision, Remove: remove}
	if set != nil {
		change.Set = domain.Clear(set)
	}
	if !at.Equal(d.occurredAt.Truncate(time.Second)) {
		change.OccurredAt = at
	}
	c.Amend = []domain.Change{change}
	return c, nil
}

// carryOutForm carries out the command of a form, with its files, on a stream as
// its author saw it.
func (h *Handler) carryOutForm(ctx context.Context, v *staffVisit, name string, request ledger.Request) (ledger.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	request.Actor, request.Key, request.Attachments = v.actor, strings.TrimSpace(v.posted.Get("key")), filesOf(v.posted)
	if expected, err := strconv.ParseInt(v.posted.Get("expected"), 10, 64); err == nil {
		request.Expected = &expected
	}
	receipt, err := h.cfg.Ledger.Do(ctx, request)
	h.metrics.commands.WithLabelValues(name, outcomeOf(receipt, err)).Inc()
	return receipt, err
}
