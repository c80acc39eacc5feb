package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// commandBody is what a command is sent as.
type commandBody struct {
	// ID is the id of what the command acts on, without its category; none
	// where it begins something new.
	ID string `json:"id,omitzero"`
	// OccurredAt is when it happened; none is now.
	OccurredAt time.Time `json:"occurredAt,omitzero"`
	// ExpectedRevision is the revision that the author saw, if they say.
	ExpectedRevision *int64 `json:"expectedRevision,omitzero"`
	// Attachments are the files that are evidence of it, sent ahead to /api/files.
	Attachments []ledger.Attach `json:"attachments,omitzero"`
	// Command is the command's own fields.
	Command jsontext.Value `json:"command"`
}

// receiptBody says what became of a command.
type receiptBody struct {
	Stream   string         `json:"stream"`
	Revision int64          `json:"revision"`
	Position uint64         `json:"position"`
	Repeated bool           `json:"repeated"`
	Events   []receiptEvent `json:"events"`
}

// receiptEvent is an event that followed, with what is public of it.
type receiptEvent struct {
	ID         string         `json:"id"`
	Type       string         `json:"type"`
	Revision   int64          `json:"revision"`
	Position   uint64         `json:"position"`
	OccurredAt time.Time      `json:"occurredAt"`
	RecordedAt time.Time      `json:"recordedAt"`
	Data       jsontext.Value `json:"data"`
	// Attachments are the files that it names.
	Attachments []catalogue.PublicAttachment `json:"attachments,omitzero"`
}

// serveCommand carries out one command of the catalogue. Who acts is the
// account whose token was sent, whatever the body says.
func (h *Handler) serveCommand(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	spec, err := h.cfg.Ledger.Catalogue().Command(name)
	if err != nil {
		name = "unknown" // what a client makes up is no label
	}
	actor, denied := h.bearerOf(r)
	if denied != nil {
		h.metrics.commands.WithLabelValues(name, "denied").Inc()
		return denied
	}
	if err != nil {
		h.metrics.commands.WithLabelValues(name, "refused").Inc()
		return err
	}
	receipt, err := h.carryOut(r, actor, spec)
	h.metrics.commands.WithLabelValues(name, outcomeOf(receipt, err)).Inc()
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(receipt.Events) > 0 && !receipt.Repeated {
		status = http.StatusCreated
		w.Header().Set("Location", "/events/"+strconv.FormatUint(receipt.Position, 10))
	}
	events, err := h.cfg.Ledger.Public().Published(r.Context(), receipt.Events)
	if err != nil {
		return err
	}
	body, err := receiptOf(receipt, events)
	if err != nil {
		return err
	}
	return writeJSON(w, status, body)
}

func (h *Handler) carryOut(r *http.Request, actor ledger.Actor, spec domain.CommandSpec) (ledger.Receipt, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return ledger.Receipt{}, notJSON
	}
	body, err := readCommand(r, spec)
	if err != nil {
		return ledger.Receipt{}, err
	}
	_, command, err := h.cfg.Ledger.Catalogue().DecodeCommand(spec.Name, body.Command)
	if err != nil {
		return ledger.Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), commandTime)
	defer cancel()
	return h.cfg.Ledger.Do(ctx, ledger.Request{
		Actor: actor, Command: command, ID: body.ID, OccurredAt: body.OccurredAt, Expected: body.ExpectedRevision,
		Key: r.Header.Get("Idempotency-Key"), Attachments: body.Attachments,
	})
}

func readCommand(r *http.Request, spec domain.CommandSpec) (commandBody, error) {
	var body commandBody
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxCommandBytes))
	if err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return body, err
		}
		return body, badBody(spec, "the body could not be read")
	}
	if err := json.Unmarshal(raw, &body, json.RejectUnknownMembers(true)); err != nil {
		return body, badBody(spec, jsonReason(err))
	}
	if body.Command.Kind() != '{' {
		return body, badBody(spec, `the member "command" is missing: it holds the command's own fields, {} where it has none`)
	}
	return body, nil
}

// jsonReason says where in a body something is wrong, without the body's text.
func jsonReason(err error) string {
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic):
		return fmt.Sprintf("%s at byte %d does not fit", orRoot(semantic.JSONPointer), semantic.ByteOffset)
	case errors.As(err, &syntactic):
		return fmt.Sprintf("it is not JSON at byte %d", syntactic.ByteOffset)
	}
	return "it is not the JSON of a command"
}

func orRoot(p jsontext.Pointer) string {
	if p == "" {
		return "the body"
	}
	return string(p)
}

func badBody(spec domain.CommandSpec, reason string) error {
	return domain.Reject("command_invalid",
		`%s: %s; send {"id": …, "occurredAt": …, "expectedRevision": …, "attachments": […], "command": {…}}, as /api/openapi.json describes it`,
		`%s：%s；请按 /api/openapi.json 提交 {"id": …, "occurredAt": …, "expectedRevision": …, "attachments": […], "command": {…}}`, spec.Name, reason)
}

// receiptOf is the answer to a command, with its events as everybody may read
// them.
func receiptOf(receipt ledger.Receipt, events []catalogue.Public) (receiptBody, error) {
	body := receiptBody{
		Stream: receipt.Stream, Revision: receipt.Revision, Position: receipt.Position, Repeated: receipt.Repeated,
		Events: []receiptEvent{},
	}
	for _, e := range events {
		data, err := e.Data()
		if err != nil {
			return body, err
		}
		body.Events = append(body.Events, receiptEvent{
			ID: e.ID().String(), Type: e.Type(), Revision: e.Revision(), Position: e.Position(),
			OccurredAt: e.OccurredAt(), RecordedAt: e.RecordedAt(), Data: data, Attachments: e.Attachments(),
		})
	}
	return body, nil
}

// outcomeOf is what became of a command, for the metrics.
func outcomeOf(receipt ledger.Receipt, err error) string {
	var refusal *domain.Rejection
	switch {
	case err == nil && receipt.Repeated:
		return "repeated"
	case err == nil && len(receipt.Events) == 0:
		return "nothing"
	case err == nil:
		return "recorded"
	case errors.As(err, &refusal):
		return "refused"
	}
	return "failed"
}
