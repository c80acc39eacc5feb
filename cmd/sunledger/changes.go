package main

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// changeJSON is a field that a correction makes another, as everybody may see it.
// Before and After are absent where the field is.
type changeJSON struct {
	Field  string         `json:"field"`
	Before jsontext.Value `json:"before,omitzero"`
	After  jsontext.Value `json:"after,omitzero"`
}

// recordChanges are those that a proposal asks for in one record.
type recordChanges struct {
	Revision int64        `json:"revision"`
	Changes  []changeJSON `json:"changes"`
}

// before is a record as it stands without a proposal that waits, or false where
// that is hidden.
func (c corrected) before(revision int64) (domain.Event, bool) {
	if e, stands := c.now[revision]; stands && e.Revision != revision {
		return e.Event, true
	}
	return c.contents[revision].Event, !c.isHidden(revision)
}

// proposes are the changes that a proposal asks for.
func (c corrected) proposes(all *catalogue.Catalogue, k *domain.Correction) ([]recordChanges, error) {
	var out []recordChanges
	for _, m := range c.contents[k.Proposal.Revision].Event.(domain.CorrectionProposed).Amend {
		was, shown := c.before(m.Revision)
		if !shown {
			continue
		}
		changes, err := differences(all, was, m.Event.Event)
		if err != nil {
			return nil, err
		}
		out = append(out, recordChanges{m.Revision, changes})
	}
	return out, nil
}

// differences are the fields in which two events differ. Of what is sealed only
// its presence can be compared.
func differences(all *catalogue.Catalogue, was, now domain.Event) ([]changeJSON, error) {
	before, err := members(all, was)
	if err != nil {
		return nil, err
	}
	after, err := members(all, now)
	if err != nil {
		return nil, err
	}
	changes := []changeJSON{}
	for _, f := range all.Fields(now) {
		if !bytes.Equal(before[f.Name], after[f.Name]) {
			changes = append(changes, changeJSON{f.Name, before[f.Name], after[f.Name]})
		}
	}
	return changes, nil
}

// members are the public fields of an event, and marks for those that are not.
func members(all *catalogue.Catalogue, e domain.Event) (m map[string]jsontext.Value, err error) {
	data, err := all.Mask(e)
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	return m, err
}

// showChanges shows the fields in which two events differ.
func (a *app) showChanges(l *openLedger, was, now domain.Event) error {
	changes, err := differences(l.Catalogue(), was, now)
	if err != nil {
		return err
	}
	labels, before, after := map[string]string{}, map[string]string{}, map[string]string{}
	read := func(e domain.Event, texts map[string]string) {
		for _, f := range l.Catalogue().FieldsOf(domain.Recorded{Fact: domain.Fact{Event: e}}, a.publicly(l)) {
			labels[f.Field.Name], texts[f.Field.Name] = a.say(f.Field.English, f.Field.Chinese), f.Text
		}
	}
	read(was, before)
	read(now, after)
	for _, c := range changes {
		a.detail(fmt.Sprintf(a.say("%s: %s → %s", "%s：%s → %s"), labels[c.Field], cmp.Or(before[c.Field], "—"), cmp.Or(after[c.Field], "—")))
	}
	return nil
}
