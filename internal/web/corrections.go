package web

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

var correctionParams = []param{
	{"status", "how it stands", false, codesOf(domain.CorrectionStatus(""))},
	{"kind", "why the record is corrected", false, codesOf(domain.CorrectionKind(""))},
	{"place", "stream of a place, such as community-<id>, with all that lies within it", false, nil},
	{"unsettled", "those in force with something that rests on them and was not looked at", false, []string{"yes"}},
	{"page", "page, from 1", true, nil},
	{"size", "corrections on a page, 1 to 10000; 50 unless given, all 10000 for CSV, the newest 100 for Atom", true, nil},
}

// correctionsValue is a page of corrections: its JSON, and what the page is made
// of.
type correctionsValue struct {
	Position   uint64           `json:"position"`
	RecordedAt time.Time        `json:"recordedAt,omitzero"`
	Totals     correctionTotals `json:"totals"`
	paging
	Corrections []correctionItem `json:"corrections"`

	voice  voice
	places []projections.Place
}

// correctionTotals are how many corrections there are, whatever is filtered.
type correctionTotals struct {
	All int `json:"all"`
	// Waiting are those that nobody decided, Unsettled those in force on which
	// something rests that was not looked at.
	Waiting   int `json:"waiting"`
	Unsettled int `json:"unsettled"`
}

// correctionItem is a correction with the names of who acted.
type correctionItem struct {
	projections.Correction
	// About is what the corrected stream is about.
	About          bilingual `json:"about,omitzero"`
	ProposedByName bilingual `json:"proposedByName,omitzero"`
	DecidedByName  bilingual `json:"decidedByName,omitzero"`
}

func totalsOf(q *projections.Query) (t correctionTotals, err error) {
	for _, of := range []struct {
		filter projections.CorrectionFilter
		total  *int
	}{
		{projections.CorrectionFilter{}, &t.All},
		{projections.CorrectionFilter{Status: domain.CorrectionWaits}, &t.Waiting},
		{projections.CorrectionFilter{Unsettled: true}, &t.Unsettled},
	} {
		page, err := q.Corrections(of.filter, projections.Page{Size: 1})
		if err != nil {
			return t, err
		}
		*of.total = page.Total
	}
	return t, nil
}

func correctionFilterOf(q url.Values) (f projections.CorrectionFilter, err error) {
	if f.Status, err = choiceOf(q, "status", asChoices[domain.CorrectionStatus]()...); err != nil {
		return f, err
	}
	if f.Kind, err = choiceOf(q, "kind", asChoices[domain.CorrectionKind]()...); err != nil {
		return f, err
	}
	f.Place = q.Get("place")
	if f.Place != "" && f.Place != domain.WholeCounty && !isPlace(f.Place) {
		return f, badQuery("place", f.Place[:min(len(f.Place), maxMomentText)], domain.WholeCounty, "town-…", "community-…", "village-…", "collective-…")
	}
	unsettled, err := choiceOf(q, "unsettled", "yes")
	f.Unsettled = unsettled != ""
	return f, err
}

// isPlace reports whether a name is that of the stream of a place.
func isPlace(stream string) bool {
	category, _ := domain.SplitStream(stream)
	return domain.CheckStream(stream) == nil && slices.Contains(projections.PlaceKinds(), projections.PlaceKind(category))
}

// asChoices are the values of a coded type.
func asChoices[T interface {
	~string
	domain.Coded
}]() []T {
	var none T
	var all []T
	for _, code := range none.Codes() {
		all = append(all, T(code.Code))
	}
	return all
}

// corrections answers with the corrections that a filter gives.
func (p publicPages) corrections(ctx context.Context, v *visit) (answer, error) {
	filter, err := correctionFilterOf(v.query)
	if err != nil {
		return answer{}, err
	}
	filter.Latest = v.form == asAtom
	value := correctionsValue{Corrections: []correctionItem{}, voice: v.voice}
	if value.paging, err = v.pagingOf("/corrections", correctionParams); err != nil {
		return answer{}, err
	}
	err = p.read(ctx, v, func(q *projections.Query) error { return value.fill(q, filter) })
	if err != nil {
		return answer{}, err
	}
	a := answer{
		page: feedPage, title: v.T("corrections.title"), value: value, table: value.table(),
		position: value.Position, recordedAt: value.RecordedAt,
	}
	a.feed, err = p.correctionFeed(ctx, v, value)
	return a, err
}

// fill reads the page from the views.
func (c *correctionsValue) fill(q *projections.Query, filter projections.CorrectionFilter) error {
	c.Position, c.RecordedAt = q.Position(), q.RecordedAt()
	var err error
	if c.Totals, err = totalsOf(q); err != nil {
		return err
	}
	page, err := q.Corrections(filter, c.rows())
	if err != nil {
		return err
	}
	c.Total = page.Total
	names, err := actorsOf(q)
	if err != nil {
		return err
	}
	for _, kind := range []projections.PlaceKind{projections.TownPlace, projections.CommunityPlace} {
		places, err := q.Places(kind)
		if err != nil {
			return err
		}
		c.places = append(c.places, places...)
	}
	if chosen := func(p projections.Place) bool { return p.Stream == filter.Place }; isPlace(filter.Place) && !slices.ContainsFunc(c.places, chosen) {
		// A village or a collective is chosen by a link, not from the list.
		if p, err := q.Place(filter.Place); err == nil {
			c.places = append(c.places, p)
		} else if !errors.Is(err, projections.ErrNotFound) {
			return err
		}
	}
	about := map[string]bilingual{}
	for _, k := range page.Corrections {
		subject, known := about[k.Stream]
		if !known {
			if subject, err = subjectOf(q, k.Stream); err != nil && !errors.Is(err, projections.ErrNotFound) {
				return err
			}
			about[k.Stream] = subject
		}
		c.Corrections = append(c.Corrections, correctionItem{k, subject, names.bilingual(k.ProposedBy), names.bilingual(k.DecidedBy)})
	}
	return nil
}

// bilingual is the name of an account, or its id.
func (a actors) bilingual(id string) bilingual {
	account, known := a[id]
	if !known {
		return bilingual{id, id}
	}
	return names(account.Name, account.NameEnglish)
}

// correctionRow is a correction as the page shows it.
type correctionRow struct {
	correctionItem
	AboutShown, KindShown, StatusShown, RestsOnShown, PlaceShown string
	Proposer, Decider                                            string
	Link, PlaceLink                                              string
	DaysShown                                                    string
	Open                                                         []reference
}

// reference is a record that is named elsewhere.
type reference struct{ Ref, Link string }

// Rows are the corrections of the page.
func (c correctionsValue) Rows() []correctionRow {
	rows := make([]correctionRow, len(c.Corrections))
	for i, k := range c.Corrections {
		rows[i] = c.voice.correctionRow(k)
		rows[i].PlaceLink = c.with("place", k.Place)
	}
	return rows
}

func (v voice) correctionRow(k correctionItem) correctionRow {
	row := correctionRow{
		correctionItem: k, AboutShown: cmp.Or(k.About.In(v.lang), k.Stream),
		KindShown: v.Label(k.Kind, string(k.Kind)), StatusShown: v.Label(k.Status, string(k.Status)), RestsOnShown: v.Label(k.RestsOn, string(k.RestsOn)),
		PlaceShown: cmp.Or(v.Name(k.PlaceName, k.PlaceNameEnglish), k.Place), Proposer: k.ProposedByName.In(v.lang), Decider: k.DecidedByName.In(v.lang),
		Link: streamLink(domain.Ref{Stream: k.Stream, Revision: k.Proposed}), DaysShown: "—",
	}
	if k.Place == domain.WholeCounty {
		row.PlaceShown = v.T("corrections.county")
	}
	if k.Days != nil {
		row.DaysShown = v.Number(*k.Days)
	}
	for _, text := range k.Unsettled {
		if ref, err := domain.ParseRef(text); err == nil {
			row.Open = append(row.Open, reference{shortStream(ref.Stream) + "@" + strconv.FormatInt(ref.Revision, 10), streamLink(ref)})
		}
	}
	return row
}

// streamLink is the address of a record in its stream.
func streamLink(ref domain.Ref) string {
	return "/streams/" + ref.Stream + "#r" + strconv.FormatInt(ref.Revision, 10)
}

// BasisLink is the stream that the correction rests on, or "".
func (r correctionRow) BasisLink() string {
	if stream := r.RestsOn.Stream(r.Basis); stream != "" {
		return "/streams/" + stream
	}
	return ""
}

// DecisionLink is the record of the decision, or "".
func (r correctionRow) DecisionLink() string {
	if r.Decided == nil {
		return ""
	}
	return streamLink(domain.Ref{Stream: r.Stream, Revision: *r.Decided})
}

// Waits reports whether nobody has decided.
func (r correctionRow) Waits() bool { return r.Status == domain.CorrectionWaits }

// InForce reports whether the correction counts.
func (r correctionRow) InForce() bool { return r.Status == domain.CorrectionIsInForce }

// table is the CSV of the page.
func (c correctionsValue) table() table {
	v := c.voice
	t := table{name: "corrections"}
	for _, key := range []string{
		"column.stream", "column.revision", "column.about", "column.kind", "column.basisKind", "column.basis", "column.placeOf", "column.placeStream", "column.status",
		"column.correctedAt", "column.proposedAt", "column.proposer", "column.decidedAt", "column.decider", "column.delay", "column.unsettled",
	} {
		t.header = append(t.header, v.T(key))
	}
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.In(v.zone).Format(time.RFC3339)
	}
	for _, r := range c.Rows() {
		t.rows = append(t.rows, []string{
			r.Stream, strconv.FormatInt(r.Proposed, 10), r.About.In(v.lang), r.KindShown, r.RestsOnShown, r.Basis, r.PlaceShown, r.Place, r.StatusShown,
			moment(r.CorrectedAt), moment(r.ProposedAt), r.Proposer, moment(r.DecidedAt), r.Decider, blank(r.DaysShown), strings.Join(r.Unsettled, "; "),
		})
	}
	return t
}
