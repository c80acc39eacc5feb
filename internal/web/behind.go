package web

import (
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// recordOf says which record a cell stands for: the last of a type whose public
// fields have some values, as they stand after corrections.
type recordOf struct {
	kind   string
	fields map[string]string
}

// leadToRecords gives the cells of some sections that stand for a record a link to
// it, as far as the history has it.
func leadToRecords(sections []section, history []entry) {
	for _, s := range sections {
		for _, g := range s.Tables {
			for _, row := range g.Rows {
				for i := range row {
					if r := row[i].record; r.kind != "" {
						row[i].Link = r.in(history)
					}
				}
			}
		}
	}
}

// in is the address of the record in a history, "" where it is not there.
func (r recordOf) in(history []entry) (link string) {
	at := func(position uint64) string { return "/events/" + strconv.FormatUint(position, 10) }
	for _, e := range history {
		switch {
		case e.Corrected != nil && e.Corrected.Now != nil && r.is(e.Corrected.Now.Type, e.Corrected.Now.Data),
			e.Corrected == nil && r.is(e.Type, e.Data):
			link = at(e.Position)
		}
		for _, i := range e.Inserted {
			if r.is(i.Type, i.Data) && i.Note.Proposal > 0 {
				link = at(i.Note.Proposal)
			}
		}
	}
	return link
}

func (r recordOf) is(kind string, data jsontext.Value) bool {
	if kind != r.kind {
		return false
	}
	var fields map[string]any
	if json.Unmarshal(data, &fields) != nil {
		return false
	}
	for name, value := range r.fields {
		text, is := fields[name].(string)
		if n, number := fields[name].(float64); number {
			text, is = strconv.FormatFloat(n, 'f', -1, 64), true
		}
		if !is || text != value {
			return false
		}
	}
	return true
}
