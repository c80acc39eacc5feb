package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// streamDesk is the history of a stream as somebody may see it.
type streamDesk struct {
	Stream, About string
	Place         string
	History       []deskEntry
	// Why says why this account proposes no correction here, or is "".
	Why string
	// Deeds are what it may record here, WhyNone why that is nothing, and Begin
	// what it may begin that names the stream.
	Deeds, Begin []deed
	WhyNone      string
}

// deskEntry is a record of a history, and what corrections made of it.
type deskEntry struct {
	shownFact
	Stream             string
	Revision           int64
	Position           uint64
	RecordedAt         time.Time
	Who, Account, Role string
	// Files are those that it names.
	Files []shownFile
	// Void says that it counts no more. Now is what stands for it, and By the
	// proposal of either; 0 is none.
	Void bool
	Now  *shownFact
	By   int64
	// Inserted are the events that were forgotten after it.
	Inserted []insertedFact
	// Correct is where a correction of it is proposed, or "".
	Correct string
	// Proposal is its own page, where it proposes a correction, or "".
	Proposal string
}

type insertedFact struct {
	shownFact
	By  int64
	Who string
}

// Later reports whether it was recorded well after it happened.
func (e deskEntry) Later() bool { return e.RecordedAt.Sub(e.OccurredAt) >= time.Minute }

// staffStream answers with the history of a stream.
func (h *Handler) staffStream(ctx context.Context, v *staffVisit) (staffAnswer, error) {
	r, err := h.openStream(ctx, v, v.PathValue("stream"))
	if err != nil {
		return staffAnswer{}, err
	}
	place, err := r.placedAt()
	if err != nil {
		return staffAnswer{}, err
	}
	value := streamDesk{Stream: r.stream, About: r.register.about.In(v.lang), Place: r.register.place(cmp.Or(place, domain.WholeCounty), v.lang)}
	if value.Why, err = h.whyNot(ctx, v, domain.ProposeCorrection{}, place); err != nil {
		return staffAnswer{}, err
	}
	if value.Deeds, value.WhyNone, err = h.deedsOn(ctx, v, r, place); err != nil {
		return staffAnswer{}, err
	}
	if value.Begin, err = h.deedsWith(ctx, v, r.stream); err != nil {
		return staffAnswer{}, err
	}
	inserted := r.inserted()
	for i := range r.history {
		e := r.entry(int64(i))
		e.Inserted = inserted[e.Revision]
		if value.Why == "" {
			e.Correct = correctPath(r.stream, e.Revision)
		}
		value.History = append(value.History, e)
	}
	return staffAnswer{answer: answer{page: "staff-stream", title: cmp.Or(value.About, r.stream), value: value}}, nil
}

// staffFind leads to the stream that somebody typed.
func (h *Handler) staffFind(_ context.Context, v *staffVisit) (staffAnswer, error) {
	stream := strings.TrimSpace(v.query.Get("stream"))
	if domain.CheckStream(stream) != nil {
		return staffAnswer{}, noSuchRow
	}
	return staffAnswer{next: streamDeskPath(stream)}, nil
}

func streamDeskPath(stream string) string { return staffHome + "/streams/" + stream }

func correctPath(stream string, revision int64) string {
	return streamDeskPath(stream) + "/correct/" + strconv.FormatInt(revision, 10)
}

func proposalPath(stream string, revision int64) string {
	return staffHome + "/corrections/" + stream + "/" + strconv.FormatInt(revision, 10)
}

// publicPath is where everybody sees a record, once the views have it.
func publicPath(stream string, revision int64, position uint64) string {
	u := url.URL{Path: "/streams/" + stream, RawQuery: url.Values{"after": {strconv.FormatUint(position, 10)}}.Encode()}
	return u.String() + "#r" + strconv.FormatInt(revision, 10)
}

// whyNot is why the account may not issue a command at a place, in the language
// of its reader, or "".
func (h *Handler) whyNot(ctx context.Context, v *staffVisit, command interface{ CommandType() string }, place string) (string, error) {
	spec, err := h.cfg.Ledger.Catalogue().Command(command.CommandType())
	if err != nil {
		return "", err
	}
	err = h.cfg.Ledger.May(ctx, v.actor, spec.Permits, place)
	if domain.CodeOf(err) != "" {
		refusal, _ := refusalOf(err)
		return refusal.In(v.lang), nil
	}
	return "", err
}

// entry describes a record.
func (r *reading) entry(revision int64) deskEntry {
	record := r.history[revision]
	lang := r.voice.lang
	e := deskEntry{
		shownFact: r.show(r.contents[revision]),
		Stream:    r.stream, Revision: revision, Position: record.Position, RecordedAt: record.RecordedAt,
		Who: r.register.account(record.Actor, lang), Account: record.Actor, Role: r.voice.Label(record.Role, string(record.Role)),
	}
	if len(r.ways(revision)) < 3 {
		e.Fields = reasonOf(e.shownFact) // its line and its own page say the rest
	}
	if !e.Hidden {
		e.Files = r.files(record)
	}
	if _, proposes := record.Event.(domain.CorrectionProposed); proposes {
		e.Proposal = proposalPath(r.stream, revision)
	}
	now := r.now(revision)
	for _, k := range r.corrections {
		if k.Status != domain.CorrectionIsInForce {
			continue
		}
		if slices.Contains(k.Terms().Void, revision) && now.Revision == revision && !r.stands(revision) {
			e.Void, e.By = true, k.Proposal.Revision
		}
	}
	if now.Revision != revision {
		fact := r.show(now)
		e.Now, e.By = &fact, now.Revision
	}
	return e
}

// stands reports whether a record, or what amends it, counts.
func (r *reading) stands(revision int64) bool {
	return slices.ContainsFunc(r.standing, func(e domain.Effect) bool { return e.Amends == revision })
}

// inserted are the events that were forgotten, by the revision that each comes
// after.
func (r *reading) inserted() map[int64][]insertedFact {
	all := map[int64][]insertedFact{}
	for _, e := range r.standing {
		if e.Amends >= 0 {
			continue
		}
		p, ok := r.contents[e.Revision].Event.(domain.CorrectionProposed)
		if !ok {
			continue
		}
		for i, in := range p.Insert {
			if strings.HasSuffix(e.Path, fmt.Sprintf("/insert/%d/event/data", i)) {
				all[in.After] = append(all[in.After], insertedFact{r.show(e), e.Revision, r.register.account(e.Actor, r.voice.lang)})
			}
		}
	}
	return all
}
