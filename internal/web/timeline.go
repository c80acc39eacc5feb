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
	// Hidden says that a correction for privacy took its place: nobody is shown
	// what it held.
	Hidden bool `json:"hidden,omitzero"`
	// Says is the line that people read of it, in both languages.
	Says bilingual `json:"says"`
	// About is what the stream is about, where a list holds several.
	About      bilingual `json:"about,omitzero"`
	OccurredAt time.Time `json:"occurredAt"`
	RecordedAt time.Time `json:"recordedAt"`
	Actor      actor     `json:"actor"`
	// Data is what is public of the event.
	Data     jsontext.Value `json:"data"`
	Evidence []domain.Ref   `json:"evidence,omitzero"`
	// Attachments are the files that it names, with a title where that is public.
	Attachments   []catalogue.PublicAttachment `json:"attachments,omitzero"`
	CommandID     string                       `json:"commandId"`
	CorrelationID string                       `json:"correlationId"`
	CausationID   string                       `json:"causationId"`

	// Corrected is what a correction made of it, if one did. Inserted are the
	// events that were forgotten after it. They are said where a history is.
	Corrected *corrected    `json:"corrected,omitzero"`
	Inserted  []replacement `json:"inserted,omitzero"`
	// Proposes are the fields that a proposal would change, by the record.
	Proposes []recordChanges `json:"proposes,omitzero"`
	// Waiting are the corrections of it that nobody has decided.
	Waiting []correctionNote `json:"-"`

	event catalogue.Public
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
	const long = 32
	category, id := domain.SplitStream(stream)
	if len(id) < long {
		return stream
	}
	return domain.StreamOf(category, id[:shortID]) + "…"
}

// shortID is how much of a long id tells it apart.
const shortID = 8

// RequestID is the id of the request that it belongs to, or "".
func (e entry) RequestID() string {
	if category, id := domain.SplitStream(e.Stream); category == "request" {
		return id
	}
	return ""
}

// Files are the files that it names, for its page.
func (e entry) Files() []shownFile {
	var all []shownFile
	for _, a := range e.Attachments {
		f := shownFile{PublicAttachment: a, Masked: a.Audience != domain.Public}
		if !f.Masked {
			f.Href = publicFilePath(e.Position, a.Digest)
		}
		all = append(all, f)
	}
	return all
}

// Later reports whether it was recorded well after it happened, so that a
// reader should see both times.
func (e entry) Later() bool { return e.RecordedAt.Sub(e.StandsAt()) >= time.Minute }

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

// entryOf describes an event.
func entryOf(r catalogue.Public, zone *time.Location, names actors) (entry, error) {
	account, role := r.Actor()
	data, err := r.Data()
	return entry{
		Position: r.Position(), Stream: r.Stream(), Revision: r.Revision(), ID: r.ID().String(), Type: r.Type(), Hidden: r.Hidden(),
		Says: saysOf(r, zone, names), OccurredAt: r.OccurredAt(), RecordedAt: r.RecordedAt(),
		Actor: names.actor(account, role), Data: data,
		Evidence: r.Evidence(), Attachments: r.Attachments(), CommandID: r.CommandID().String(),
		CorrelationID: r.CorrelationID().String(), CausationID: r.CausationID().String(),
		event: r,
	}, err
}

// saysOf is the line that people read of an event, in both languages: with the
// names of accounts in the place of their ids, and all other ids as short as a
// reader can tell them apart. The data has them whole.
func saysOf(r catalogue.Public, zone *time.Location, names actors) bilingual {
	says := func(lang domain.Lang) string {
		return uuidText.ReplaceAllStringFunc(names.naming(r.Sentence(lang, zone), lang), func(id string) string { return id[:shortID] + "…" })
	}
	return bilingual{English: says(domain.English), Chinese: says(domain.Chinese)}
}

// actor is an account, by the name of the office.
func (a actors) actor(account string, role domain.Role) actor {
	return actor{account, a[account].Name, a[account].NameEnglish, role}
}
