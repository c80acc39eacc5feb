package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// visit is a request to read, with what every page needs to know of it.
type visit struct {
	*http.Request
	voice
	form  form
	query url.Values
	// ledger says whose board it is, today which day counts as today.
	ledger ledger.Identity
	today  domain.Date
	// smallCountBelow is what counts of people are shown by.
	smallCountBelow int
	// rules says what numbers rest on.
	rules projections.Rulebook
	// asOf is the moment that it sees the ledger from.
	asOf ledger.AsOf
	// away is since when the log cannot be reached, the zero time where it can.
	away time.Time
	// least is the position that it asks for, 0 where it asks for none.
	least uint64
	// hidings is how many records nobody is shown, of a visit to the past.
	hidings int
}

// visit looks at a request, and waits for the position that it asks for.
func (h *Handler) visit(ctx context.Context, w http.ResponseWriter, r *http.Request) (*visit, error) {
	id, err := h.cfg.Ledger.Identity(ctx)
	if err != nil {
		return nil, err
	}
	v := &visit{
		Request: r, voice: newVoice(h.chooseLang(w, r), id.Location), form: formIn(ctx), query: r.URL.Query(),
		ledger: id, today: h.cfg.Ledger.Today(id), rules: projections.RulebookOf(h.cfg.Ledger.Rules(), id.Code), away: h.reach.awaySince(),
	}
	if v.least, err = h.awaitAfter(ctx, v.query.Get("after")); err != nil {
		return nil, err
	}
	err = h.lookBack(ctx, v)
	v.smallCountBelow = projections.SmallCountBelow(h.cfg.Ledger.Rules(), id.Code, v.today)
	return v, err
}

// awaitAfter waits until the views have taken in the event at a position, so
// that whoever has just written something reads it.
func (h *Handler) awaitAfter(ctx context.Context, after string) (uint64, error) {
	if after == "" {
		return 0, nil
	}
	position, err := strconv.ParseUint(after, 10, 64)
	if err != nil {
		return 0, badQuery("after", after)
	}
	wait, cancel := context.WithTimeout(ctx, h.cfg.MaxWait)
	defer cancel()
	if err := h.cfg.Views.WaitFor(wait, position); err != nil {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return 0, notYet
	}
	return position, nil
}
