package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

const (
	// maxEventsPage is the most events on a page.
	maxEventsPage = 1000
	// maxLooked bounds how far back one page looks for events of a type.
	maxLooked = 50_000
)

// eventsValue is a part of the ledger, newest first.
type eventsValue struct {
	Position   uint64    `json:"position"`
	RecordedAt time.Time `json:"recordedAt,omitzero"`
	Events     []entry   `json:"events"`
	// Next is the position to go on before, 0 at the beginning of the log.
	Next uint64 `json:"next,omitzero"`

	count uint64
	kind  string
	first bool
	kinds []kindGroup
	query url.Values
	voice voice
}

// kindGroup is the types of events of one aggregate.
type kindGroup struct {
	Name  string
	Types []option
}

// events answers with the ledger, newest first, up to where the views are.
func (p publicPages) events(ctx context.Context, v *visit) (answer, error) {
	value := eventsValue{kind: v.query.Get("type"), query: v.query, voice: v.voice, Events: []entry{}}
	kinds := p.kindsOf(value.kind, v.voice)
	matches, err := p.kindFilter(value.kind)
	if err != nil {
		return answer{}, err
	}
	usual := defaultPage
	if v.form == asCSV {
		usual = maxEventsPage
	}
	size, err := numberOf(v.query, "size", usual, 1, maxEventsPage)
	if err != nil {
		return answer{}, err
	}
	var names actors
	err = p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt, value.count = q.Position(), q.RecordedAt(), q.Events()
		names, err = actorsOf(q)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	before := value.Position + 1
	value.first = true
	if given := v.query.Get("before"); given != "" {
		at, err := strconv.ParseUint(given, 10, 64)
		if err != nil {
			return answer{}, badQuery("before", given)
		}
		value.first = at >= before
		before = min(before, at)
	}
	looked := 0
	last := uint64(0)
	for r, err := range p.ledger.EventsBefore(ctx, before) {
		if err != nil {
			return answer{}, err
		}
		if len(value.Events) == size || looked == maxLooked {
			value.Next = last
			break
		}
		looked, last = looked+1, r.Position()
		if matches(r.Type()) && r.SeenFrom(v.asOf.AsOf) {
			e, err := entryOf(r, v.zone, names)
			if err != nil {
				return answer{}, err
			}
			value.Events = append(value.Events, e)
		}
	}
	value.kinds = kinds
	if err := p.name(ctx, v, value.Events); err != nil {
		return answer{}, err
	}
	return answer{
		page: "events", title: v.T("events.title"), value: value, table: eventsTable("events", v.voice, value.Events),
		position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// kindFilter reads ?type=: a wire name, or a category and ".*".
func (p publicPages) kindFilter(kind string) (func(string) bool, error) {
	if kind == "" {
		return func(string) bool { return true }, nil
	}
	if category, all := strings.CutSuffix(kind, ".*"); all {
		if slices.ContainsFunc(p.ledger.Kinds(), func(k ledger.Kind) bool { return k.Category == category }) {
			return func(t string) bool { return strings.HasPrefix(t, category+".") }, nil
		}
	}
	if !slices.ContainsFunc(p.ledger.Kinds(), func(k ledger.Kind) bool { return slices.Contains(k.Types, kind) }) {
		return nil, badQuery("type", kind)
	}
	return func(t string) bool { return t == kind }, nil
}

// kindsOf lists the types of events to choose from.
func (p publicPages) kindsOf(chosen string, v voice) []kindGroup {
	var groups []kindGroup
	for _, k := range p.ledger.Kinds() {
		all := k.Category + ".*"
		g := kindGroup{Name: k.Category, Types: []option{{Value: all, Label: v.T("events.allOf", "category", k.Category), Selected: chosen == all}}}
		for _, name := range k.Types {
			g.Types = append(g.Types, option{Value: name, Label: name, Selected: chosen == name})
		}
		groups = append(groups, g)
	}
	return groups
}

// Kinds are the types of events to choose from, Kind is the one chosen.
func (p eventsValue) Kinds() []kindGroup { return p.kinds }

// Kind is the type of events that was chosen, or "".
func (p eventsValue) Kind() string { return p.kind }

// Count is how many events the log holds.
func (p eventsValue) Count() int { return int(p.count) }

// First reports whether the page begins with the newest event.
func (p eventsValue) First() bool { return p.first }

// Older is the address of the events before these, or "".
func (p eventsValue) Older() string {
	if p.Next == 0 {
		return ""
	}
	q := url.Values{"before": {strconv.FormatUint(p.Next, 10)}}
	for _, name := range []string{"type", "size"} {
		if value := p.query.Get(name); value != "" {
			q.Set(name, value)
		}
	}
	return "/events?" + q.Encode()
}

// Newest is the address of the first page.
func (p eventsValue) Newest() string {
	if p.kind == "" {
		return "/events"
	}
	return "/events?type=" + url.QueryEscape(p.kind)
}

// historyTable is the events of one stream as CSV, with what became of each.
func historyTable(name string, v voice, events []entry) table {
	t := eventsTable(name, v, events)
	t.header = append(t.header, v.T("column.corrected"))
	for i, e := range events {
		t.rows[i] = append(t.rows[i], e.became(v))
	}
	return t
}

// eventsTable is events as CSV.
func eventsTable(name string, v voice, events []entry) table {
	t := table{name: name}
	for _, key := range []string{
		"column.position", "column.stream", "column.revision", "column.type", "column.about", "column.says", "column.occurredAt", "column.recordedAt",
		"column.actor", "column.role", "column.public", "column.evidence", "column.eventID",
	} {
		t.header = append(t.header, v.T(key))
	}
	for _, e := range events {
		var evidence []string
		for _, ref := range e.Evidence {
			evidence = append(evidence, ref.String())
		}
		t.rows = append(t.rows, []string{
			strconv.FormatUint(e.Position, 10), e.Stream, strconv.FormatInt(e.Revision, 10), e.Type, e.About.In(v.lang), e.Says.In(v.lang),
			e.OccurredAt.In(v.zone).Format(time.RFC3339), e.RecordedAt.In(v.zone).Format(time.RFC3339),
			v.Name(e.Actor.Name, e.Actor.NameEnglish), v.Label(e.Actor.Role, string(e.Actor.Role)), string(e.Data), strings.Join(evidence, "; "), e.ID,
		})
	}
	return t
}
