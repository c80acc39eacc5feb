package web

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// eventValue is one event: its JSON, and what the page is made of.
type eventValue struct {
	Event  entry        `json:"event"`
	Fields []eventField `json:"fields"`
	// Previous and Next are the positions of its neighbours in the log, 0 for
	// none. Revisions is how many events the stream holds.
	Previous  uint64 `json:"previous,omitzero"`
	Next      uint64 `json:"next,omitzero"`
	Revisions int    `json:"revisions"`
	// Corrections are all of the stream, those that wait or were rejected too.
	Corrections []ledger.PublicCorrection `json:"corrections"`
	// Own is the correction that the event itself proposes or decides, or nil.
	Own *correctionNote `json:"-"`

	// inStream are the positions of its neighbours in the stream.
	before, after uint64
	position      uint64
	recordedAt    time.Time
}

// eventField is one field of an event, with what it means.
type eventField struct {
	Name     string          `json:"name"`
	Means    bilingual       `json:"means"`
	Audience domain.Audience `json:"audience"`
	// Text is what the public may read, in the language of the page.
	Text string `json:"-"`
	// Account is the same with the names of accounts in the place of their ids.
	Account string `json:"-"`
	// Now is what stands for it, where a correction changed it; "" where none
	// did.
	Now string `json:"-"`
}

// Public reports whether everybody may read it.
func (f eventField) Public() bool { return f.Audience == domain.Public }

// event answers with the event at a position.
func (p publicPages) event(ctx context.Context, v *visit) (answer, error) {
	position, err := strconv.ParseUint(v.PathValue("position"), 10, 64)
	if err != nil || position == 0 {
		return answer{}, noSuchRow
	}
	var value eventValue
	var names actors
	err = p.read(ctx, v, func(q *projections.Query) (err error) {
		value.position, value.recordedAt = q.Position(), q.RecordedAt()
		names, err = actorsOf(q)
		return err
	})
	// The log is there before the views are; only the names of who acted are
	// missing then.
	if err != nil && !errors.Is(err, projections.ErrNotBuilt) {
		return answer{}, err
	}
	if err := p.find(ctx, v, position, &value, names); err != nil {
		return answer{}, err
	}
	last, err := p.placeInStream(ctx, v, &value, names)
	if err != nil {
		return answer{}, err
	}
	value.Fields = fieldsOf(value.Event.event, v.voice, names)
	if c := value.Event.Corrected; c != nil && c.Now != nil && !value.Event.Hidden {
		value.Fields = amendedFields(value.Fields, fieldsOf(c.Now.event, v.voice, names))
	} else if c != nil && c.Now != nil {
		value.Fields = amendedFields(nil, fieldsOf(c.Now.event, v.voice, names))
	}
	named := []entry{value.Event}
	if err := p.name(ctx, v, named); err != nil {
		return answer{}, err
	}
	value.Event = named[0]
	// What stands beside an event moves when the log does, whatever the views
	// have taken in.
	head := max(value.position, last, value.Next)
	return answer{
		page: "event", nav: "events", title: value.Event.StandsSaying().In(v.lang), value: value, position: head, recordedAt: value.recordedAt,
	}, nil
}

// find finds the event at a position, and its neighbours in the log.
func (p publicPages) find(ctx context.Context, v *visit, position uint64, value *eventValue, names actors) error {
	looked := 0
	for r, err := range p.ledger.Events(ctx, position-1) {
		if err != nil {
			return err
		}
		if looked == 0 {
			// One that is asked for by name is shown where it was known, even
			// if it happened later: other pages lead to it.
			if r.Position() != position || !v.asOf.Knows(r.Position()) {
				return noSuchRow
			}
			if value.Event, err = entryOf(r, v.zone, names); err != nil {
				return err
			}
		} else if r.SeenFrom(v.asOf.AsOf) {
			value.Next = r.Position()
			break
		}
		if looked++; looked == maxLooked || !v.asOf.Knows(r.Position()) {
			break
		}
	}
	if looked == 0 {
		return noSuchRow
	}
	looked = 0
	for r, err := range p.ledger.EventsBefore(ctx, position) {
		if err != nil {
			return err
		}
		if r.SeenFrom(v.asOf.AsOf) {
			value.Previous = r.Position()
			break
		}
		if looked++; looked == maxLooked {
			break
		}
	}
	return nil
}

// placeInStream finds the neighbours of an event in its stream, and what became
// of it. It gives the position of the last event there.
func (p publicPages) placeInStream(ctx context.Context, v *visit, value *eventValue, names actors) (last uint64, err error) {
	history, err := p.ledger.History(ctx, value.Event.Stream)
	if err != nil {
		return 0, err
	}
	for _, r := range history {
		if !v.asOf.Knows(r.Position()) {
			break
		}
		value.Revisions++
		last = r.Position()
		if !r.SeenFrom(v.asOf.AsOf) {
			continue
		}
		switch r.Revision() {
		case value.Event.Revision - 1:
			value.before = r.Position()
		case value.Event.Revision + 1:
			value.after = r.Position()
		}
	}
	s, err := p.standingOf(ctx, v, history, 0, names)
	if err != nil {
		return 0, err
	}
	value.Corrections, value.Own = s.corrections(), s.own(value.Event.Revision)
	return last, s.markOne(&value.Event)
}

// amendedFields is the fields of an event beside those that stand for them.
func amendedFields(was, now []eventField) []eventField {
	for _, f := range now {
		i := slices.IndexFunc(was, func(w eventField) bool { return w.Name == f.Name })
		switch {
		case i < 0:
			f.Now, f.Text, f.Account = f.Account, absent, absent
			was = append(was, f)
		case was[i].Text != f.Text:
			was[i].Now = f.Account
		}
	}
	for i, f := range was {
		if !slices.ContainsFunc(now, func(n eventField) bool { return n.Name == f.Name }) {
			was[i].Now = absent
		}
	}
	return was
}

// absent stands for what is not there.
const absent = "—"

func fieldsOf(r catalogue.Public, v voice, names actors) []eventField {
	fields := []eventField{}
	for _, f := range r.Fields(v.lang, v.zone) {
		fields = append(fields, eventField{
			Name: f.Field.Name, Means: bilingual{f.Field.English, f.Field.Chinese}, Audience: f.Field.Audience, Text: f.Text,
			Account: names.naming(f.Text, v.lang),
		})
	}
	return fields
}

// Named reports whether the text names an account.
func (f eventField) Named() bool { return f.Account != f.Text }

// BeforeInStream is the position of the event before it in its stream, or 0.
func (p eventValue) BeforeInStream() uint64 { return p.before }

// AfterInStream is the position of the event after it in its stream, or 0.
func (p eventValue) AfterInStream() uint64 { return p.after }
