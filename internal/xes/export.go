package xes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// ExportOptions say what is exported.
type ExportOptions struct {
	// Source is the import to export: its stream, import-<digest>, its
	// digest, or a beginning of the digest that only one has. It may be left
	// out where the ledger has one.
	Source string
	// Progress, if not nil, is told how many of the cases are done.
	Progress func(done, total int)
}

// ExportReport says what was exported. Numbers are those of cases in their
// source, from 1.
type ExportReport struct {
	Source Source
	Traces int
	Events int
	// Added are the events among them that did not come in with the log but
	// were recorded here, later.
	Added int
	// HeaderErased says that the key of the header was destroyed: the log has
	// one without anything in it.
	HeaderErased bool
	// Erased are the cases whose key was destroyed: of them only what is
	// public is in the log. Missing are those that are not in the ledger,
	// because the import was never completed.
	Erased, Missing []int
}

// Export writes the requests of one import as a log in the XML form of IEEE
// 1849: the header as it came, every case in its order, every event and every
// attribute as it came. What was recorded here later, on an imported request,
// follows as further events, which have a concept:name, a time:timestamp and
// a [KeyRecorded]. One log is one source, because a log has one header and its
// cases an order of their own.
//
// Whatever the keyring no longer opens is left out and reported, and the rest
// is exported. The ledger must have its keyring: everything restricted of a
// case is in its log.
func Export(ctx context.Context, l *ledger.Ledger, w io.Writer, o ExportOptions) (ExportReport, error) {
	var report ExportReport
	if l.Sealer() == nil {
		return report, domain.Reject("read_only",
			"this ledger was opened without its keyring, and a log is mostly sealed: export where the keyring is",
			"账本未附密钥库，而日志内容大多已封存：请在有密钥库处导出")
	}
	var err error
	if report.Source, err = findSource(ctx, l, o.Source); err != nil {
		return report, err
	}
	ex := &exporter{ledger: l, report: &report}
	header, err := ex.header(ctx)
	if err != nil {
		return report, err
	}
	out := NewWriter(w, header)
	for number := 1; number <= report.Source.Cases; number++ {
		trace, ok, err := ex.trace(ctx, number)
		if err != nil {
			return report, err
		}
		if ok {
			if err := out.WriteTrace(trace); err != nil {
				return report, err
			}
			report.Traces++
			report.Events += len(trace.Events)
		}
		if o.Progress != nil {
			o.Progress(number, report.Source.Cases)
		}
	}
	return report, out.Close()
}

// exporter reads back what an import recorded.
type exporter struct {
	ledger *ledger.Ledger
	report *ExportReport
}

func (ex *exporter) header(ctx context.Context) (Header, error) {
	stream := ex.report.Source.Stream
	history, err := ex.ledger.History(ctx, stream)
	if err != nil {
		return Header{}, err
	}
	opened, ok := history[0].Event.(imports.Opened)
	if !ok {
		return Header{}, fmt.Errorf("%s begins with %s", stream, history[0].Event.EventType())
	}
	text, err := opened.Header.Open(ex.ledger.Sealer(), domain.Place{Stream: stream, Event: history[0].ID, Field: "/header"})
	if domain.IsErased(err) {
		ex.report.HeaderErased = true
		return Header{Version: "1.0"}, nil
	}
	if err != nil {
		return Header{}, fmt.Errorf("the header of %s: %w", stream, err)
	}
	s, err := Scan(stream, strings.NewReader(text))
	return s.Header, err
}

// trace is a case as it came with what was added, and false where it is not in
// the ledger.
func (ex *exporter) trace(ctx context.Context, number int) (Trace, bool, error) {
	_, digest := domain.SplitStream(ex.report.Source.Stream)
	stream := domain.StreamOf("request", CaseID(digest, number).String())
	history, err := ex.ledger.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		ex.report.Missing = append(ex.report.Missing, number)
		return Trace{}, false, nil
	}
	if err != nil {
		return Trace{}, false, err
	}
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return Trace{}, false, fmt.Errorf("%s: %w", stream, err)
	}
	var t Trace
	erased := false
	for _, e := range effects {
		came, lost, err := ex.asItCame(history, e)
		if err != nil {
			return t, false, err
		}
		erased = erased || lost
		if _, ok := e.Event.(request.Imported); ok {
			t.Attributes = came
			continue
		}
		if history[e.Revision].CommandID != history[0].CommandID {
			ex.report.Added++
		}
		t.Events = append(t.Events, Event{Attributes: came})
	}
	if erased {
		t.Attributes = append(t.Attributes, domain.Attribute{Type: TypeBoolean, Key: KeyErased, Value: "true"})
		ex.report.Erased = append(ex.report.Erased, number)
	}
	return t, true, nil
}
