package web

import (
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/projections"
)

// entry is one event as a line of a history: its JSON, and what pages show.
type entry struct {
	Position uint64 `json:"position"`
	Stream   string `json:"stream"`
	Revision int64  `json:"revision"`
	ID       string `json:"id"`
	Type     string `json:"type"`
	// Says is the line that people read of it, in both languages.
	Says bilingual `json:"says"`
	// About is what the stream is about, where a list holds several.
	About      bilingual `json:"about,omitzero"`
	OccurredAt time.Time `json:"occurredAt"`
	RecordedAt time.Time `json:"recordedAt"`
	Actor      actor     `json:"actor"`
	// Data is what is public of the event.
	Data          jsontext.Value `json:"data"`
	Evidence      []domain.Ref   `json:"evidence,omitzero"`
	CommandID     string         `json:"commandId"`
	CorrelationID string         `json:"correlationId"`
	CausationID   string         `json:"causationId"`

	event domain.Recorded
}

// bilingual is a text in both languages.
type bilingual struct {
	English string `json:"en"`
	Chinese string `json:"zh"`
}

// In is the text in one of them.
func (b bilingual) In(lang domain.Lang) string {
	if lang == domain.Chinese {
		return b.Chinese
	}
	return b.English
}

// actor is who recorded something, by the name of the office.
type actor struct {
	Account     string      `json:"account"`
	Name        string      `json:"name,omitzero"`
	NameEnglish string      `json:"nameEnglish,omitzero"`
	Role        domain.Role `json:"role"`
}

// Category is the kind of the stream.
func (e entry) Category() string {
	category, _ := domain.SplitStream(e.Stream)
	return category
}

// Ref is the stream and revision as short as a reader can tell them apart.
func (e entry) Ref() string { return shortStream(e.Stream) + "@" + strconv.FormatInt(e.Revision, 10) }

// shortStream is the name of a stream with the beginning of its id, where that
// is a long one.
func shortStream(stream string) string {
	const long, enough = 32, 8
	category, id := domain.SplitStream(stream)
	if len(id) < long {
		return stream
	}
	return domain.StreamOf(category, id[:enough]) + "…"
}

// RequestID is the id of the request that it belongs to, or "".
func (e entry) RequestID() string {
	if category, id := domain.SplitStream(e.Stream); category == "request" {
		return id
	}
	return ""
}

// Later reports whether it was recorded well after it happened, so that a
// reader should see both times.
func (e entry) Later() bool { return e.RecordedAt.Sub(e.OccurredAt) >= time.Minute }

// actors are the accounts by id.
type actors map[string]projections.Account

func actorsOf(q *projections.Query) (actors, error) {
	accounts, err := q.Accounts()
	all := make(actors, len(accounts))
	for _, a := range accounts {
		all[a.ID] = a
	}
	return all, err
}

// entryOf describes an event for the public.
func (h *Handler) entryOf(r domain.Recorded, zone *time.Location, names actors) entry {
	c := h.cfg.Ledger.Catalogue()
	e := entry{
		Position: r.Position, Stream: r.Stream, Revision: r.Revision, ID: r.ID.String(), Type: r.Event.EventType(),
		Says: bilingual{
			English: names.naming(c.Sentence(r, catalogue.Reading{Lang: domain.English, Zone: zone}), domain.English),
			Chinese: names.naming(c.Sentence(r, catalogue.Reading{Lang: domain.Chinese, Zone: zone}), domain.Chinese),
		},
		OccurredAt: r.OccurredAt, RecordedAt: r.RecordedAt,
		Actor:    actor{r.Actor, names[r.Actor].Name, names[r.Actor].NameEnglish, r.Role},
		Evidence: r.Evidence, CommandID: r.CommandID.String(),
		CorrelationID: r.CorrelationID.String(), CausationID: r.CausationID.String(),
		event: r,
	}
	if masked, err := c.Mask(r.Event); err == nil {
		e.Data = masked
	}
	return e
}
