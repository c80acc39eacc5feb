package web

import (
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

var (
	notPublic      = bilingual{"[not public]", "〔不公开〕"}
	whenItHappened = bilingual{"when it happened", "发生时间"}
	nothing        = bilingual{absent, absent}
)

// differencesOf are the fields in which two versions of a record differ, as people
// read them.
func differencesOf(was, now catalogue.Public, zone *time.Location, names actors) ([]change, error) {
	differences, err := now.Differences(was)
	var all []change
	for _, d := range differences {
		c := change{
			Field: d.Field.Name, Before: d.Before, After: d.After, Means: bilingual{d.Field.English, d.Field.Chinese},
			Was: textOf(was, d.Field.Name, zone, names), Becomes: textOf(now, d.Field.Name, zone, names),
		}
		if d.Field.Audience != domain.Public {
			c.Was, c.Becomes = masked(c.Before), masked(c.After)
		}
		all = append(all, c)
	}
	return all, err
}

func masked(v jsontext.Value) bilingual {
	if v == nil {
		return nothing
	}
	return notPublic
}

// textOf is a field of a version as people read it.
func textOf(version catalogue.Public, name string, zone *time.Location, names actors) bilingual {
	text := func(lang domain.Lang) string {
		for _, f := range version.Fields(lang, zone) {
			if f.Field.Name == name {
				return names.naming(f.Text, lang)
			}
		}
		return absent
	}
	return bilingual{text(domain.English), text(domain.Chinese)}
}

// propose says of the entry of a proposal which fields of which records it
// would change, or has changed, beside how they stood when it was made.
func (s standing) propose(e *entry) error {
	for _, now := range e.event.Amendments() {
		was := s.before(e.Revision, now.Revision())
		all, err := differencesOf(was, now, s.zone, s.names)
		if err != nil {
			return err
		}
		if !now.OccurredAt().Equal(was.OccurredAt()) && !was.Hidden() {
			all = append(all, moved(was.OccurredAt(), now.OccurredAt(), s.zone))
		}
		if len(all) > 0 {
			e.Proposes = append(e.Proposes, recordChanges{now.Revision(), all})
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
func (s standing) before(proposal, revision int64) catalogue.Public {
	was, decided := s.history[revision], int64(-1)
	for _, n := range s.notes {
		if n.Status != domain.CorrectionIsInForce || n.Decided >= proposal || n.Decided < decided {
			continue
		}
		for _, amended := range s.history[n.Proposed].Amendments() {
			if amended.Revision() == revision {
				was, decided = amended, n.Decided
			}
		}
	}
	return was
}
