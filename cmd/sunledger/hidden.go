package main

import (
	"context"
	"errors"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// hiddenText stands for what a correction for privacy hides.
func (a *app) hiddenText() string {
	return a.say("[hidden by a correction for privacy]", "〔因隐私更正隐去〕")
}

// hiddenIn are the revisions of a stream that are not shown any more.
func (l *openLedger) hiddenIn(ctx context.Context, stream string) (map[int64]int64, error) {
	history, err := l.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return domain.Hidden(history)
}

// hiding tells, of events in the order of the log, which are not shown any more.
type hiding struct {
	ledger *openLedger
	// streams are those that have an approval, nil while not looked at.
	streams map[string]map[int64]int64
}

var approvedType = domain.CorrectionApproved{}.EventType()

// hiding prepares for the events after a position: what hides an event comes
// after it.
func (l *openLedger) hiding(ctx context.Context, after uint64) (*hiding, error) {
	h := &hiding{l, map[string]map[int64]int64{}}
	for r, err := range l.Store().ReadAll(ctx, eventstore.Position(after)) {
		if err != nil {
			return nil, err
		}
		if r.Type == approvedType {
			h.streams[r.Stream] = nil
		}
	}
	return h, nil
}

// hides reports whether an event is not shown any more.
func (h *hiding) hides(ctx context.Context, e domain.Recorded) (bool, error) {
	hidden, corrected := h.streams[e.Stream]
	_, approves := e.Event.(domain.CorrectionApproved)
	if !corrected && !approves {
		return false, nil
	}
	if hidden == nil || approves { // which may be newer than what was prepared
		var err error
		if hidden, err = h.ledger.hiddenIn(ctx, e.Stream); err != nil {
			return false, err
		}
		if hidden == nil {
			hidden = map[int64]int64{}
		}
		h.streams[e.Stream] = hidden
	}
	_, hides := hidden[e.Revision]
	return hides, nil
}
