package web

import (
	"context"
	"errors"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
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
func (r recordOf) in(history []entry) string {
	e, found := r.find(history)
	if !found {
		return ""
	}
	return "/events/" + strconv.FormatUint(e.Position, 10)
}

// find is the record in a history, with the position of its proposal where a
// correction inserted it.
func (r recordOf) find(history []entry) (found entry, is bool) {
	for _, e := range history {
		switch {
		case e.Corrected != nil && e.Corrected.Now != nil && r.is(e.Corrected.Now.Type, e.Corrected.Now.Data),
			e.Corrected == nil && r.is(e.Type, e.Data):
			found, is = e, true
		}
		for _, i := range e.Inserted {
			if r.is(i.Type, i.Data) && i.Note.Proposal > 0 {
				found, is = e, true
				found.Position, found.RecordedAt = i.Note.Proposal, i.Note.ProposedAt
			}
		}
	}
	return found, is
}

// ownRecords puts the records that made some rows in the place of their origins,
// which are those of the streams that the rows are parts of. Where the record is
// not found, or the log cannot be reached, a row stays as it is.
func (p publicPages) ownRecords(ctx context.Context, v *visit, position uint64, rows int, own func(int) (*projections.Origin, recordOf)) error {
	histories := map[string][]entry{}
	for i := range rows {
		origin, record := own(i)
		history, known := histories[origin.Stream]
		if !known {
			var err error
			history, _, err = p.course(ctx, v, *origin, position, nil)
			if errors.Is(err, ledger.ErrUnavailable) {
				return nil // a list goes on from the views
			}
			if err != nil {
				return err
			}
			histories[origin.Stream] = history
		}
		if e, found := record.find(history); found {
			origin.Position, origin.Revision, origin.RecordedAt = e.Position, e.Revision, e.RecordedAt
		}
	}
	return nil
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
