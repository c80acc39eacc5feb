package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// reading is one stream as one account may read it. It belongs to one request.
type reading struct {
	stream    string
	aggregate domain.Aggregate
	history   []domain.Recorded
	// contents is what each record holds and where that was sealed last;
	// standing is what stands for the history now.
	contents, standing []domain.Effect
	corrections        []domain.Correction
	hidden             map[int64]int64

	voice     voice
	catalogue *catalogue.Catalogue
	reader    *ledger.Reader
	register  register
}

// openStream reads a stream for who is signed in.
func (h *Handler) openStream(ctx context.Context, v *staffVisit, stream string) (*reading, error) {
	if domain.CheckStream(stream) != nil {
		return nil, noSuchRow
	}
	r := &reading{stream: stream, voice: v.voice, catalogue: h.cfg.Ledger.Catalogue()}
	var err error
	if r.aggregate, err = r.catalogue.Aggregate(stream); err != nil {
		return nil, err
	}
	if r.history, err = h.cfg.Ledger.History(ctx, stream); err != nil {
		return nil, err
	}
	if r.contents, err = domain.Contents(r.history); err != nil {
		return nil, err
	}
	if r.standing, err = domain.Effective(r.history, domain.AsOf{}); err != nil {
		return nil, err
	}
	if r.corrections, err = domain.CorrectionsOf(r.history); err != nil {
		return nil, err
	}
	if r.hidden, err = domain.Hidden(r.history); err != nil {
		return nil, err
	}
	r.reader, err = h.cfg.Ledger.Reader(ctx, v.actor, h.counted)
	if err != nil {
		return nil, err
	}
	r.register, err = h.registerOf(ctx, v.visit, stream)
	return r, err
}

// last is the revision of the last record.
func (r *reading) last() int64 { return int64(len(r.history)) - 1 }

// has reports whether there is a record of a revision.
func (r *reading) has(revision int64) bool { return revision >= 0 && revision <= r.last() }

// placedAt is the place that the stream belongs to.
func (r *reading) placedAt() (string, error) {
	return r.aggregate.PlaceOf(r.history), nil
}

// now is what stands for a record, or what it holds where it is void.
func (r *reading) now(revision int64) domain.Effect {
	for _, e := range r.standing {
		if e.Amends == revision {
			return e
		}
	}
	return r.contents[revision]
}

// shownFact is an event as staff may read it.
type shownFact struct {
	Type, Says string
	OccurredAt time.Time
	Fields     []shownField
	// Hidden says that a correction for privacy took its place.
	Hidden bool
}

// shownField is a field of an event as staff may read it.
type shownField struct {
	Name, Label, Text string
	// Sealed says that it is not for everybody.
	Sealed bool
	// People are the names of those whom it is about, as forms take them.
	People []string
}

// show reads an event.
func (r *reading) show(e domain.Effect) shownFact {
	f := shownFact{Type: e.Event.EventType(), OccurredAt: e.OccurredAt}
	if _, hidden := r.hidden[e.Revision]; hidden {
		f.Hidden, f.Says = true, catalogue.HiddenSentence(r.voice.lang)
		return f
	}
	record, as := r.reader.ReadingEffect(e, r.voice.lang)
	f.Says = r.register.accounts.naming(r.catalogue.Sentence(record, as), r.voice.lang)
	for _, s := range r.catalogue.FieldsOf(record, as) {
		label := bilingual{s.Field.English, s.Field.Chinese}.In(r.voice.lang)
		f.Fields = append(f.Fields, shownField{
			Name: s.Field.Name, Label: r.voice.capital(label), Text: r.register.accounts.naming(s.Text, r.voice.lang),
			Sealed: s.Field.Audience != domain.Public, People: r.people(record, s.Field),
		})
	}
	return f
}

// people are those whom a field of a record is about, for who may read it.
func (r *reading) people(record domain.Recorded, f catalogue.Field) []string {
	if f.Seal != catalogue.SealedPersonal || !r.reader.May(record.Stream, record.Event, f.Audience) {
		return nil
	}
	var all []string
	for _, p := range r.catalogue.People(record) {
		if at := p.At.Field; at == "/"+f.Name || strings.HasPrefix(at, "/"+f.Name+"/") {
			all = append(all, domain.Place{Subject: p.Text.Subject}.Owner())
		}
	}
	return all
}

// asProposed is what stood for a record, or would have stood, when a proposal
// was made.
func (r *reading) asProposed(proposal, revision int64) (domain.Effect, error) {
	before, err := domain.Effective(r.history[:proposal], domain.AsOf{})
	if err != nil {
		return domain.Effect{}, err
	}
	i := slices.IndexFunc(before, func(e domain.Effect) bool { return e.Amends == revision })
	if i < 0 || before[i].Path == "" {
		return r.contents[revision], nil
	}
	return r.resealed(before[i]), nil
}

// resealed is an effect that stands in a proposal, where the proposal was sealed
// last.
func (r *reading) resealed(e domain.Effect) domain.Effect {
	held := r.contents[e.Revision]
	p, ok := held.Event.(domain.CorrectionProposed)
	if !ok {
		return e
	}
	for i := range p.Amend {
		if path := fmt.Sprintf("/amend/%d/event/data", i); strings.HasSuffix(e.Path, path) {
			e.Event, e.Holder, e.Path = p.Amend[i].Event.Event, held.Holder, held.Path+path
			return e
		}
	}
	return e
}

// register is what pages say in the place of ids.
type register struct {
	accounts actors
	places   map[string]bilingual
	// about is what the stream of the page is about.
	about bilingual
}

func (h *Handler) registerOf(ctx context.Context, v *visit, stream string) (register, error) {
	r := register{places: map[string]bilingual{domain.WholeCounty: names(v.ledger.Name, v.ledger.NameEnglish)}}
	err := h.cfg.Views.Read(ctx, func(q *projections.Query) (err error) {
		if r.accounts, err = actorsOf(q); err != nil {
			return err
		}
		for _, kind := range projections.PlaceKinds() {
			places, err := q.Places(kind)
			if err != nil {
				return err
			}
			for _, p := range places {
				r.places[p.Stream] = names(p.Name, p.NameEnglish)
			}
		}
		if stream == "" {
			return nil
		}
		if r.about, err = subjectOf(q, stream); errors.Is(err, projections.ErrNotFound) {
			return nil
		}
		return err
	})
	if errors.Is(err, projections.ErrNotBuilt) {
		err = nil // ids are enough to work with
	}
	return r, err
}

// account is the name of an account, or its id.
func (r register) account(id string, lang domain.Lang) string { return r.accounts.naming(id, lang) }

// place is the name of a place, or its stream.
func (r register) place(stream string, lang domain.Lang) string {
	if name := r.places[stream].In(lang); name != "" {
		return name
	}
	return stream
}
