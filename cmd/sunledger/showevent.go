package main

import (
	"context"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
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
	Attachments   []attached     `json:"attachments,omitzero"`
	Sentence      string         `json:"sentence,omitzero"`
	Data          jsontext.Value `json:"data,omitzero"` // absent where it is hidden

	// What corrections made of it.
	Hidden     bool          `json:"hidden,omitzero"`
	Void       *correctedBy  `json:"void,omitzero"`
	Now        *standsJSON   `json:"now,omitzero"`
	Inserted   []standsJSON  `json:"inserted,omitzero"` // what was forgotten after it
	Correction *proposalJSON `json:"correction,omitzero"`
}

type actorJSON struct {
	Account     string      `json:"account"`
	Name        string      `json:"name,omitzero"`
	NameEnglish string      `json:"nameEnglish,omitzero"`
	Role        domain.Role `json:"role"`
}

// eventJSON shows an event with its data, masked or not.
func (a *app) eventJSON(ctx context.Context, r domain.Recorded, names *accountNames, data []byte) (eventJSON, error) {
	who, err := names.actor(ctx, r.Fact)
	if err != nil {
		return eventJSON{}, err
	}
	return eventJSON{
		Stream: r.Stream, Revision: r.Revision, Position: r.Position,
		ID: r.ID, Type: r.Event.EventType(),
		OccurredAt: r.OccurredAt, RecordedAt: r.RecordedAt,
		Actor:     who,
		CommandID: r.CommandID, CorrelationID: r.CorrelationID, CausationID: r.CausationID,
		Evidence: r.Evidence, Attachments: attachedTo(r), Data: data,
	}, nil
}

// actor is who acted in which role.
func (n *accountNames) actor(ctx context.Context, f domain.Fact) (actorJSON, error) {
	who, err := n.of(ctx, f.Actor)
	return actorJSON{f.Actor, who.Name, who.NameEnglish, f.Role}, err
}

// nameOf is how somebody who acted is called, or their id where they have no
// name.
func (a *app) nameOf(ctx context.Context, names *accountNames, id string) (string, error) {
	account, err := names.of(ctx, id)
	if name := publicName(account.Name, account.NameEnglish, a.lang); err != nil || name != "" {
		return name, err
	}
	return id, nil
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
	state, err := n.ledger.state(ctx, domain.StreamOf(account.Category, id))
	if err != nil {
		return account.Account{}, err
	}
	n.known[id] = state.(account.Account)
	return n.known[id], nil
}
