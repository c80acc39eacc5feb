package xes

import (
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// A case becomes one request, appended as a whole, so that no half of one is
// ever in the ledger. What an append can carry therefore bounds a case.
const (
	// MaxSteps is the most steps of a case: one event each, beside the one
	// that begins the request.
	MaxSteps = eventstore.MaxAppendEvents - 1
	// metadataMost bounds metadata and wire name of a record, fieldsMost the
	// JSON around what came in, and envelopeMost what sealing adds to a text.
	metadataMost = 1 << 10
	fieldsMost   = 1 << 10
	envelopeMost = 64
)

// maybeTooLarge is quick and errs on one side only: what it lets pass has room.
func maybeTooLarge(t Trace) bool {
	if len(t.Events) > MaxSteps || len(t.Attributes) > catalogue.MaxItems {
		return true
	}
	record := mostBytes(t.Attributes)
	total := record
	for _, e := range t.Events {
		n := mostBytes(e.Attributes)
		record = max(record, n)
		total += n
		if len(e.Attributes) > catalogue.MaxItems {
			return true
		}
	}
	return record > eventstore.MaxRecordBytes || total > eventstore.MaxAppendBytes
}

// mostBytes bounds the record that attributes make: as JSON, where a byte may
// become six, in base64 once sealed, and once more where they are public.
func mostBytes(attributes []domain.Attribute) int {
	return jsonBytes(attributes)*7/3 + fieldsMost + metadataMost
}

func jsonBytes(attributes []domain.Attribute) int {
	n := 0
	for i := range attributes {
		a := &attributes[i]
		const around = len(`{"type":"","key":"","value":"","children":[]},`)
		n += around + 6*(len(a.Type)+len(a.Key)+len(a.Value)) + jsonBytes(a.Children)
	}
	return n
}

// checkRoom says exactly whether the ledger takes a case, and where not, which
// limit stands in the way and the way out.
func checkRoom(l *ledger.Ledger, file string, t translation) error {
	refuse := func(line int, format string, args ...any) error {
		return &SyntaxError{file, line, fmt.Sprintf("case %d: ", t.number) + fmt.Sprintf(format, args...)}
	}
	if n := len(t.trace.Events); n > MaxSteps {
		return refuse(t.trace.Line, "it has %d steps, and a request takes at most %d: divide the case in the source, and import that", n, MaxSteps)
	}
	c := l.Catalogue()
	spec, err := c.Command(t.command.CommandType())
	if err != nil {
		return err
	}
	if err := c.CheckCommand(spec, t.command); err != nil {
		return refuse(t.trace.Line, "%v", err)
	}
	events, err := t.command.Decide(request.Request{}, domain.Act{})
	if err != nil {
		return refuse(t.trace.Line, "%v", err)
	}
	total := 0
	for i, e := range events {
		data, err := c.Encode(e, measuring{}, domain.StreamOf("request", t.command.StreamID()), uuid.Nil)
		if err != nil {
			return refuse(t.trace.Line, "%v", err)
		}
		line, what := t.trace.Line, "what it says of itself"
		if i > 0 {
			line, what = t.trace.Events[i-1].Line, fmt.Sprintf("step %d", i)
		}
		n := len(data) + metadataMost
		if n > eventstore.MaxRecordBytes {
			return refuse(line, "%s takes %d bytes once it is recorded, and a record takes at most %s: shorten its values in the source, or keep long texts elsewhere and refer to them", what, n, size(eventstore.MaxRecordBytes))
		}
		total += n
	}
	if total > eventstore.MaxAppendBytes {
		return refuse(t.trace.Line, "it takes %d bytes once it is recorded, and a request that is imported takes at most %s: divide the case in the source, and import that", total, size(eventstore.MaxAppendBytes))
	}
	return nil
}

// measuring is a sealer that seals nothing: it shows how long a record becomes.
type measuring struct{}

func (measuring) Seal(_ domain.Place, text []byte) (domain.Envelope, error) {
	return make([]byte, len(text)+envelopeMost), nil
}

var errMeasuring = errors.New("xes: nothing is sealed while it is measured")

func (measuring) Open(domain.Place, domain.Envelope) ([]byte, error) { return nil, errMeasuring }
func (measuring) Fingerprint(domain.Place, []byte) ([]byte, error)   { return nil, errMeasuring }
