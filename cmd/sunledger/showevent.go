package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// publicly is how the public reads the ledger.
func (a *app) publicly(l *openLedger) catalogue.Reading {
	return catalogue.Reading{Lang: a.lang, Zone: l.identity.Location}
}

// eventJSON is an event as this program shows it to programs.
type eventJSON struct {
	Stream        string         `json:"stream"`
	Revision      int64          `json:"revision"`
	Position      uint64         `json:"position"`
	ID            uuid.UUID      `json:"id"`
	Type          string         `json:"type"`
	OccurredAt    time.Time      `json:"occurredAt"`
	RecordedAt    time.Time      `json:"recordedAt"`
	Actor         actorJSON      `json:"actor"`
	CommandID     uuid.UUID      `json:"commandId"`
	CorrelationID uuid.UUID      `json:"correlationId"`
	CausationID   uuid.UUID      `json:"causationId"`
	Evidence      []domain.Ref   `json:"evidence,omitzero"`
	Sentence      string         `json:"sentence,omitzero"`
	Data          jsontext.Value `json:"data"`
}

type actorJSON struct {
	Account     string      `json:"account"`
	Name        string      `json:"name,omitzero"`
	NameEnglish string      `json:"nameEnglish,omitzero"`
	Role        domain.Role `json:"role"`
}

// eventJSON shows an event; show gives its data, masked or not.
func (a *app) eventJSON(ctx context.Context, r domain.Recorded, names *accountNames, show func(domain.Event) ([]byte, error)) (eventJSON, error) {
	data, err := show(r.Event)
	if err != nil {
		return eventJSON{}, err
	}
	who, err := names.of(ctx, r.Actor)
	if err != nil {
		return eventJSON{}, err
	}
	return eventJSON{
		Stream: r.Stream, Revision: r.Revision, Position: r.Position,
		ID: r.ID, Type: r.Event.EventType(),
		OccurredAt: r.OccurredAt, RecordedAt: r.RecordedAt,
		Actor:     actorJSON{r.Actor, who.Name, who.NameEnglish, r.Role},
		CommandID: r.CommandID, CorrelationID: r.CorrelationID, CausationID: r.CausationID,
		Evidence: r.Evidence, Data: data,
	}, nil
}

// accountNames looks up the public names of accounts, each once.
type accountNames struct {
	ledger *openLedger
	known  map[string]account.Account
}

func (a *app) names(l *openLedger) *accountNames {
	return &accountNames{l, map[string]account.Account{}}
}

// of is the account of an id; one that is not in the ledger has no name.
func (n *accountNames) of(ctx context.Context, id string) (account.Account, error) {
	if known, ok := n.known[id]; ok {
		return known, nil
	}
	stream := domain.StreamOf("account", id)
	history, err := n.ledger.History(ctx, stream)
	if err != nil && !errors.Is(err, eventstore.ErrNotFound) {
		return account.Account{}, err
	}
	aggregate, err := n.ledger.Catalogue().Aggregate(stream)
	if err != nil {
		return account.Account{}, err
	}
	folded, err := aggregate.Fold(history, domain.AsOf{})
	if err != nil {
		return account.Account{}, fmt.Errorf("%s: %w", stream, err)
	}
	n.known[id] = folded.State.(account.Account)
	return n.known[id], nil
}
