package projections

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Corrections lie in the streams that they correct, of whatever category. The
// engine itself keeps a row for each, so that no view has to.
const correctionTables = `
CREATE TABLE correction (
	begun             INTEGER NOT NULL, -- position of the stream's first event
	n                 INTEGER NOT NULL, -- revision of the proposal
	stream            TEXT NOT NULL,
	place             TEXT NOT NULL,    -- stream of the place that the stream belongs to
	kind              TEXT NOT NULL,
	rests_on          TEXT NOT NULL,
	basis             TEXT NOT NULL,
	status            TEXT NOT NULL,
	corrected_at      INTEGER NOT NULL, -- when the first thing that it corrects was recorded
	proposed_at       INTEGER NOT NULL,
	proposed_position INTEGER NOT NULL,
	proposed_by       TEXT NOT NULL,
	decided           INTEGER,          -- revision
	decided_at        INTEGER,
	decided_position  INTEGER,
	decided_by        TEXT NOT NULL,
	more              INTEGER NOT NULL, -- how many that rest on it are not listed
	PRIMARY KEY (begun, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE unsettled (
	begun INTEGER NOT NULL,
	n     INTEGER NOT NULL,
	ref   TEXT NOT NULL, -- what rested on the corrected fact: stream@revision
	PRIMARY KEY (begun, n, ref)
) STRICT, WITHOUT ROWID;
`

// correctionKeys are the tables, with their keys.
var correctionKeys = []struct{ table, key string }{{"correction", "begun, n"}, {"unsettled", "begun, n, ref"}}

// correctionRows is the rows of the corrections of one stream.
type correctionRows struct {
	corrections, unsettled [][]driver.Value
	// place is where a stream belonged whose facts are all void.
	place string
}

// correctionRowsOf is nil for a stream without corrections.
func correctionRowsOf(history []domain.Recorded) (*correctionRows, error) {
	all, err := domain.CorrectionsOf(history)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	begun := int64(history[0].Position)
	hidden, err := domain.Hidden(history)
	if err != nil {
		return nil, err
	}
	rows := &correctionRows{}
	for _, c := range all {
		p := c.Terms()
		_, gone := hidden[c.Proposal.Revision]
		if gone || p.Kind == domain.Privacy && p.RestsOn == domain.OnDocument {
			p.Basis = "" // it says only that it happened
		}
		row := []driver.Value{
			begun, c.Proposal.Revision, c.Proposal.Stream, "", string(p.Kind), string(p.RestsOn), p.Basis, string(c.Status),
			history[min(p.First(history), c.Proposal.Revision)].RecordedAt.UnixMicro(),
			c.Proposal.RecordedAt.UnixMicro(), int64(c.Proposal.Position), c.Proposal.Actor,
			nil, nil, nil, "", int64(c.More),
		}
		if c.Decided != nil {
			row[12], row[13], row[14], row[15] = c.Decided.Revision, c.Decided.RecordedAt.UnixMicro(), int64(c.Decided.Position), c.Decided.Actor
		}
		rows.corrections = append(rows.corrections, row)
		for _, ref := range c.Unsettled() {
			rows.unsettled = append(rows.unsettled, []driver.Value{begun, c.Proposal.Revision, ref})
		}
	}
	return rows, nil
}

// correctionWriter writes the rows of corrections.
type correctionWriter struct {
	delete, insert []*statement
}

func (w *writer) prepareCorrections() (err error) {
	for i, columns := range []int{17, 3} {
		table := correctionKeys[i].table
		placeholders := "?"
		for range columns - 1 {
			placeholders += ", ?"
		}
		for _, p := range []struct {
			to  *[]*statement
			sql string
		}{
			{&w.corrections.delete, `DELETE FROM ` + table + ` WHERE begun = ?`},
			{&w.corrections.insert, `INSERT INTO ` + table + ` VALUES (` + placeholders + `)`},
		} {
			s, err := w.conn.prepare("%s", p.sql)
			if err != nil {
				return fmt.Errorf("views: corrections: %w", err)
			}
			*p.to = append(*p.to, s)
		}
	}
	return nil
}

// placeColumn is filled in when rows are written: events that are no corrections
// may move a stream to another place.
const placeColumn = 3

func (c *correctionWriter) write(e *entity) error {
	f := e.folded()
	place := f.PlacedAt()
	if f.Facts == 0 {
		place = e.proposals.place
	}
	if place == "" {
		place = domain.WholeCounty
	}
	for _, row := range e.proposals.corrections {
		row[placeColumn] = place
	}
	for i, rows := range [][][]driver.Value{e.proposals.corrections, e.proposals.unsettled} {
		if err := c.delete[i].exec(int64(e.begun)); err != nil {
			return err
		}
		for _, row := range rows {
			if err := c.insert[i].exec(row...); err != nil {
				return err
			}
		}
	}
	return nil
}

// Correction is a correction of one stream, and what became of it.
type Correction struct {
	Stream string `json:"stream"`
	// Place is the stream of the place that the corrected stream belongs to.
	Place            string                  `json:"place"`
	PlaceName        string                  `json:"placeName,omitzero"`
	PlaceNameEnglish string                  `json:"placeNameEnglish,omitzero"`
	Kind             domain.CorrectionKind   `json:"kind"`
	RestsOn          domain.CorrectionBasis  `json:"restsOn"`
	Basis            string                  `json:"basis"`
	Status           domain.CorrectionStatus `json:"status"`
	// CorrectedAt is when the first of the corrected records was recorded, and
	// Days how many whole days it stood until the decision; nil while there
	// is none.
	CorrectedAt time.Time `json:"correctedAt"`
	Days        *int      `json:"days,omitempty"`
	// Proposed and Decided are revisions; Decided is nil while it waits. The
	// positions are those of the same records.
	Proposed         int64     `json:"proposed"`
	ProposedAt       time.Time `json:"proposedAt"`
	ProposedPosition uint64    `json:"proposedPosition"`
	ProposedBy       string    `json:"proposedBy"`
	Decided          *int64    `json:"decided,omitempty"`
	DecidedAt        time.Time `json:"decidedAt,omitzero"`
	DecidedPosition  uint64    `json:"decidedPosition,omitzero"`
	DecidedBy        string    `json:"decidedBy,omitzero"`
	// Unsettled is what rests on the corrected facts in other streams and was
	// not looked at yet, each stream@revision; More is how many more there
	// were than the approval lists.
	Unsettled []string `json:"unsettled,omitempty"`
	More      int      `json:"more,omitzero"`
}

// CorrectionFilter chooses corrections. Its zero value is all of them.
type CorrectionFilter struct {
	Status domain.CorrectionStatus
	Kind   domain.CorrectionKind
	// Place is the stream of a place, with all that lies within it.
	Place  string
	Stream string
	// Unsettled is those in force with something that rests on them unsettled.
	Unsettled bool
	// Latest has those first to which something happened last: that they were
	// proposed, or decided.
	Latest bool
}

func (f CorrectionFilter) where() (string, []any) {
	var c conditions
	if f.Status != "" {
		c.add(`c.status = ?`, string(f.Status))
	}
	if f.Kind != "" {
		c.add(`c.kind = ?`, string(f.Kind))
	}
	if f.Stream != "" {
		c.add(`c.stream = ?`, f.Stream)
	}
	if f.Place != "" && f.Place != domain.WholeCounty {
		c.add(`c.place IN (WITH RECURSIVE within (stream) AS (VALUES (?) UNION SELECT p.stream FROM place p JOIN within w ON p.parent = w.stream)
			SELECT stream FROM within)`, f.Place)
	}
	if f.Unsettled {
		c.add(`EXISTS (SELECT 1 FROM unsettled u WHERE u.begun = c.begun AND u.n = c.n)`)
	}
	return c.sql(), c.args
}

// CorrectionPage is a page of corrections, and how many the filter gives in all.
type CorrectionPage struct {
	Corrections []Correction `json:"corrections"`
	Total       int          `json:"total"`
}

// Corrections is a page of the corrections that a filter gives, those proposed
// last first, unless the filter says otherwise.
func (q *Query) Corrections(f CorrectionFilter, p Page) (CorrectionPage, error) {
	p, err := p.sized()
	if err != nil {
		return CorrectionPage{}, err
	}
	where, args := f.where()
	total, err := only(list(q, `SELECT COUNT(*) FROM correction c`+where, args, func(s scan) (n int, err error) {
		err = s(&n)
		return n, err
	}))
	if err != nil {
		return CorrectionPage{}, err
	}
	order := `c.proposed_position`
	if f.Latest {
		order = `COALESCE(c.decided_position, c.proposed_position)`
	}
	paged := append(slices.Clip(args), p.Size, p.Offset)
	unsettled := map[[2]int64][]string{}
	_, err = list(q, `SELECT u.begun, u.n, u.ref FROM unsettled u
		JOIN (SELECT c.begun, c.n FROM correction c`+where+` ORDER BY `+order+` DESC LIMIT ? OFFSET ?) USING (begun, n)
		ORDER BY u.begun, u.n, u.ref`, paged, func(s scan) (none struct{}, err error) {
		var begun, n int64
		var ref string
		err = s(&begun, &n, &ref)
		unsettled[[2]int64{begun, n}] = append(unsettled[[2]int64{begun, n}], ref)
		return none, err
	})
	if err != nil {
		return CorrectionPage{}, err
	}
	all, err := list(q, `SELECT c.begun, c.stream, c.place, COALESCE(p.name, ''), COALESCE(p.name_english, ''), c.kind, c.rests_on, c.basis, c.status,
			c.corrected_at, c.n, c.proposed_at, c.proposed_position, c.proposed_by, c.decided, c.decided_at, COALESCE(c.decided_position, 0), c.decided_by, c.more
		FROM correction c LEFT JOIN place p ON p.stream = c.place`+where+` ORDER BY `+order+` DESC LIMIT ? OFFSET ?`, paged,
		func(s scan) (c Correction, err error) {
			var begun int64
			err = s(&begun, &c.Stream, &c.Place, &c.PlaceName, &c.PlaceNameEnglish, &c.Kind, &c.RestsOn, &c.Basis, &c.Status,
				&c.CorrectedAt, &c.Proposed, &c.ProposedAt, &c.ProposedPosition, &c.ProposedBy, &c.Decided, &c.DecidedAt, &c.DecidedPosition, &c.DecidedBy, &c.More)
			if c.Decided != nil {
				days := int(c.DecidedAt.Sub(c.CorrectedAt) / (24 * time.Hour))
				c.Days = &days
			}
			c.Unsettled = unsettled[[2]int64{begun, c.Proposed}]
			return c, err
		})
	return CorrectionPage{all, total}, err
}
