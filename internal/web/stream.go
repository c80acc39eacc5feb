package web

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// streamValue is the history of one stream.
type streamValue struct {
	Stream     string    `json:"stream"`
	Position   uint64    `json:"position"`
	RecordedAt time.Time `json:"recordedAt,omitzero"`
	History    []entry   `json:"history"`
	// Corrections are all of the stream, those that wait or were rejected too.
	Corrections []ledger.PublicCorrection `json:"corrections"`
}

// stream answers with all that was recorded in a stream.
func (p publicPages) stream(ctx context.Context, v *visit) (answer, error) {
	value := streamValue{Stream: v.PathValue("stream")}
	if domain.CheckStream(value.Stream) != nil {
		return answer{}, noSuchRow
	}
	var names actors
	err := p.read(ctx, v, func(q *projections.Query) (err error) {
		value.Position, value.RecordedAt = q.Position(), q.RecordedAt()
		names, err = actorsOf(q)
		return err
	})
	if err != nil && !errors.Is(err, projections.ErrNotBuilt) {
		return answer{}, err
	}
	history, err := p.ledger.History(ctx, value.Stream)
	if err != nil {
		return answer{}, err
	}
	for _, r := range history {
		if !r.SeenFrom(v.asOf.AsOf) {
			continue
		}
		if r.Position() > value.Position { // the log is ahead of the views
			value.Position, value.RecordedAt = r.Position(), r.RecordedAt()
		}
		e, err := entryOf(r, v.zone, names)
		if err != nil {
			return answer{}, err
		}
		value.History = append(value.History, e)
	}
	if len(value.History) == 0 {
		return answer{}, noSuchRow // then
	}
	s, err := p.standingOf(ctx, v, history, 0, names)
	if err == nil {
		value.Corrections = s.corrections()
		err = s.mark(value.History)
	}
	if err != nil {
		return answer{}, err
	}
	if err := p.name(ctx, v, value.History[:1]); err != nil {
		return answer{}, err
	}
	return answer{
		page: "stream", nav: "events", title: cmp.Or(value.About(v.lang), value.Stream), work: streamDeskPath(value.Stream), value: value, table: historyTable(value.Stream, v.voice, value.History),
		position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}

// About is what the stream is about, or "" where it has no name.
func (p streamValue) About(lang domain.Lang) string { return p.History[0].About.In(lang) }

// RequestID is the id of the request that the stream is, or "".
func (p streamValue) RequestID() string { return p.History[0].RequestID() }
