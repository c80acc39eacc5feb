package main

import (
	"cmp"
	"fmt"

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

// before is a record as it stands without a proposal that waits, hidden where that
// is.
func (c corrected) before(all *catalogue.Catalogue, revision int64) catalogue.Public {
	if e, stands := c.now[revision]; stands && e.Revision != revision {
		return versionOf(all, e.Event)
	}
	return c.recorded(all, revision)
}

// recorded is a record as it was recorded, for everybody.
func (c corrected) recorded(all *catalogue.Catalogue, revision int64) catalogue.Public {
	return all.Publish(domain.Recorded{Fact: c.contents[revision].Fact}, c.isHidden(revision))
}

// versionOf is an event that stands for a record, or would, as everybody may see it.
func versionOf(all *catalogue.Catalogue, e domain.Event) catalogue.Public {
	return all.Publish(domain.Recorded{Fact: domain.Fact{Event: e}}, false)
}

// proposes are the changes that a proposal asks for.
func (c corrected) proposes(all *catalogue.Catalogue, k *domain.Correction) ([]recordChanges, error) {
	var out []recordChanges
	for _, m := range c.contents[k.Proposal.Revision].Event.(domain.CorrectionProposed).Amend {
		was := c.before(all, m.Revision)
		if was.Hidden() {
			continue
		}
		changes, err := changesJSON(was, versionOf(all, m.Event.Event))
		if err != nil {
			return nil, err
		}
		out = append(out, recordChanges{m.Revision, changes})
	}
	return out, nil
}

// changesJSON are the fields in which two versions of a record differ.
func changesJSON(was, now catalogue.Public) ([]changeJSON, error) {
	differences, err := now.Differences(was)
	changes := []changeJSON{}
	for _, d := range differences {
		changes = append(changes, changeJSON{d.Field.Name, d.Before, d.After})
	}
	return changes, err
}

// showChanges shows the fields in which two versions of a record differ.
func (a *app) showChanges(l *openLedger, was, now catalogue.Public) error {
	differences, err := now.Differences(was)
	if err != nil {
		return err
	}
	read := func(version catalogue.Public) map[string]string {
		texts := map[string]string{}
		for _, f := range version.Fields(a.lang, l.identity.Location) {
			texts[f.Field.Name] = f.Text
		}
		return texts
	}
	before, after := read(was), read(now)
	for _, d := range differences {
		a.detail(fmt.Sprintf(a.say("%s: %s → %s", "%s：%s → %s"), a.say(d.Field.English, d.Field.Chinese),
			cmp.Or(before[d.Field.Name], "—"), cmp.Or(after[d.Field.Name], "—")))
	}
	return nil
}
