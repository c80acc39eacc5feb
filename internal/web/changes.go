package web

import (
	"bytes"
	"maps"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// change is a field that a correction makes another, as everybody may see it.
type change struct {
	Field string `json:"field"`
	// Before and After are absent where the field is.
	Before jsontext.Value `json:"before,omitzero"`
	After  jsontext.Value `json:"after,omitzero"`

	// Means is its label, Was and Becomes what people read.
	Means   bilingual `json:"-"`
	Was     bilingual `json:"-"`
	Becomes bilingual `json:"-"`
}

// recordChanges are the changes of one record that a proposal asks for.
type recordChanges struct {
	Revision int64    `json:"revision"`
	Changes  []change `json:"changes"`
}

// version is a record, or what stands or would stand for it.
type version struct {
	event      catalogue.Public
	data       jsontext.Value
	occurredAt time.Time
}

func versionOf(r catalogue.Public) (version, error) {
	data, err := r.Data()
	return version{r, data, r.OccurredAt()}, err
}

var (
	notPublic      = bilingual{"[not public]", "〔不公开〕"}
	whenItHappened = bilingual{"when it happened", "发生时间"}
	nothing        = bilingual{absent, absent}
)

// differencesOf are the fields in which two versions of a record differ. Of what is
// sealed only its presence can be compared.
func differencesOf(was, now version, zone *time.Location, names actors) ([]change, error) {
	if was.event.Hidden() || now.event.Hidden() {
		return nil, nil
	}
	var before, after map[string]jsontext.Value
	if err := json.Unmarshal(was.data, &before); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(now.data, &after); err != nil {
		return nil, err
	}
	var all []change
	seen := map[string]bool{}
	for _, v := range []version{was, now} {
		for _, f := range v.event.Fields(domain.English, zone) {
			name := f.Field.Name
			if seen[name] || bytes.Equal(before[name], after[name]) {
				continue
			}
			seen[name] = true
			c := change{
				Field: name, Before: before[name], After: after[name], Means: bilingual{f.Field.English, f.Field.Chinese},
				Was: textOf(was, name, zone, names), Becomes: textOf(now, name, zone, names),
			}
			if f.Field.Audience != domain.Public {
				c.Was, c.Becomes = masked(c.Before), masked(c.After)
			}
			all = append(all, c)
		}
	}
	return all, nil
}

func masked(v jsontext.Value) bilingual {
	if v == nil {
		return nothing
	}
	return notPublic
}

// textOf is a field of a version as people read it.
func textOf(v version, name string, zone *time.Location, names actors) bilingual {
	text := func(lang domain.Lang) string {
		for _, f := range v.event.Fields(lang, zone) {
			if f.Field.Name == name {
				return names.naming(f.Text, lang)
			}
		}
		return absent
	}
	return bilingual{text(domain.English), text(domain.Chinese)}
}

// amendments are the records that a proposal would change, by revision, as it
// would have them. There are none where the proposal is hidden.
func amendments(proposal catalogue.Public) (map[int64]version, []int64, error) {
	data, err := proposal.Data()
	if err != nil || proposal.Type() != (domain.CorrectionProposed{}).EventType() {
		return nil, nil, err
	}
	var p struct {
		Amend []struct {
			Revision   int64
			OccurredAt time.Time
			Event      struct {
				Type string
				Data jsontext.Value
			}
		}
	}
	if err := json.Unmarshal(data, &p, json.MatchCaseInsensitiveNames(true)); err != nil {
		return nil, nil, err
	}
	all := map[int64]version{}
	var order []int64
	for _, a := range p.Amend {
		// What is sealed is a mask here, and is never shown of it.
		e, err := catalogue.Standard.DecodeClear(a.Event.Type, domain.Object(a.Event.Data))
		if err != nil {
			e, err = catalogue.Standard.DecodeClear(a.Event.Type, withoutMasks(a.Event.Data))
		}
		if err != nil {
			continue // no page breaks for this: the data stand there, too
		}
		r := domain.Recorded{Fact: domain.Fact{Event: e, OccurredAt: a.OccurredAt}, Stream: proposal.Stream(), Revision: a.Revision}
		all[a.Revision] = version{catalogue.Standard.Publish(r, false), a.Event.Data, a.OccurredAt}
		order = append(order, a.Revision)
	}
	return all, order, nil
}

// withoutMasks is the data of an event without what is masked, for events that
// seal more than texts.
func withoutMasks(data jsontext.Value) domain.Object {
	var all map[string]jsontext.Value
	if json.Unmarshal(data, &all) != nil {
		return domain.Object(data)
	}
	maps.DeleteFunc(all, func(_ string, v jsontext.Value) bool { return string(v) == `"[sealed]"` })
	plain, err := json.Marshal(all)
	if err != nil {
		return domain.Object(data)
	}
	return plain
}

// propose says of the entry of a proposal which fields of which records it
// would change, or has changed, beside how they stood when it was made.
func (s standing) propose(e *entry) error {
	now, order, err := amendments(e.event)
	if err != nil {
		return err
	}
	for _, revision := range order {
		was, err := s.before(e.Revision, revision)
		if err != nil {
			return err
		}
		all, err := differencesOf(was, now[revision], s.zone, s.names)
		if err != nil {
			return err
		}
		if at := now[revision].occurredAt; !at.Equal(was.occurredAt) && !was.event.Hidden() {
			all = append(all, moved(was.occurredAt, at, s.zone))
		}
		if len(all) > 0 {
			e.Proposes = append(e.Proposes, recordChanges{revision, all})
		}
	}
	return nil
}

// moved is the change of when something happened.
func moved(was, now time.Time, zone *time.Location) change {
	of := func(at time.Time) (jsontext.Value, bilingual) {
		data, _ := json.Marshal(at.UTC()) // never fails
		return data, bilingual{newVoice(domain.English, zone).Moment(at), newVoice(domain.Chinese, zone).Moment(at)}
	}
	c := change{Field: "occurredAt", Means: whenItHappened}
	c.Before, c.Was = of(was)
	c.After, c.Becomes = of(now)
	return c
}

// before is how a record stood when a correction of it was proposed.
func (s standing) before(proposal, revision int64) (version, error) {
	was, err := versionOf(s.history[revision])
	decided := int64(-1)
	for _, n := range s.notes {
		if err != nil || n.Status != domain.CorrectionIsInForce || n.Decided >= proposal || n.Decided < decided {
			continue
		}
		amended, _, failed := amendments(s.history[n.Proposed])
		if v, ok := amended[revision]; ok {
			was, decided = v, n.Decided
		}
		err = failed
	}
	return was, err
}
