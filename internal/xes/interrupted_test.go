package xes_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
	"github.com/sunledger/sunledger/internal/xes"
)

// TestInterruptedImportGoesOn stops an import at random points, opens the store
// anew, and imports again until it is done.
func TestInterruptedImportGoesOn(t *testing.T) {
	const cases = 700
	file := inLog(repeatedly(cases, "<trace>"+step+step+"</trace>")...)
	d := newDesk(t)
	before := d.events()
	c := rand.New(rand.NewPCG(1, 2))
	events, runs := 0, 0
	for done := false; !done; runs++ {
		ctx, cancel := context.WithCancel(t.Context())
		stop := events/3 + c.IntN(250)
		report, err := xes.Import(ctx, d.Ledger, "log.xes", reader([]byte(file)), xes.ImportOptions{
			Actor: d.actor, Progress: func(n, _ int) {
				if n >= stop {
					cancel()
				}
			},
		})
		cancel()
		// What was on its way may be in the log although its answer was lost.
		added := d.events() - before - events
		if report.Events > added {
			t.Fatalf("the report says %d events, and the log has %d more", report.Events, added)
		}
		events += added
		switch {
		case err == nil:
			done = true
			if report.Requests+report.Present != cases {
				t.Errorf("the last run added %d and found %d", report.Requests, report.Present)
			}
		case !errors.Is(err, context.Canceled):
			t.Fatal(err)
		}
		d.reopen()
	}
	if runs < 4 {
		t.Errorf("only %d runs", runs)
	}
	if events != 3*cases+2 {
		t.Errorf("%d events after %d runs", events, runs)
	}
	if again := d.mustBring("log.xes", []byte(file), nil); again.Events != 0 || again.Present != cases {
		t.Errorf("imported again: %+v", again)
	}
	back, _ := d.export(xes.ExportOptions{})
	sameLogs(t, back, mustRead(t, file))
}

func TestInterruptedImportIsExportedAsFarAsItIs(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	file := inLog(repeatedly(600, `<trace><string key="concept:name" value="c"/><event><string key="concept:name" value="s"/></event></trace>`)...)
	_, err := xes.Import(ctx, d.Ledger, "log.xes", reader([]byte(file)), xes.ImportOptions{
		Actor: d.actor, Progress: func(n, _ int) {
			if n == 100 {
				cancel()
			}
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	back, report := d.export(xes.ExportOptions{})
	if n := len(back.Traces); n < 100 || n >= 600 || report.Traces != n || len(report.Missing) != 600-n || report.Source.Completed {
		t.Errorf("%d traces; %+v", n, report)
	}
}

// TestCaseThatIsThereIsRecognised: by its stream, whoever imported it and
// whatever became of its key since.
func TestCaseThatIsThereIsRecognised(t *testing.T) {
	d := newDesk(t)
	file := inLog(repeatedly(300, "<trace>"+step+"</trace>")...)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := xes.Import(ctx, d.Ledger, "log.xes", reader([]byte(file)), xes.ImportOptions{
		Actor: d.actor, Progress: func(n, _ int) {
			if n == 200 {
				cancel()
			}
		},
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	sources, err := xes.Sources(t.Context(), d.Ledger)
	if err != nil {
		t.Fatal(err)
	}
	first := "request-" + xes.CaseID(sources[0].Stream[len("import-"):], 1).String()
	if err := d.keys.Destroy(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	d.actor = ledgertest.Open(t, d.Ledger, d.actor, "另一运维", domain.WholeCounty, domain.SystemOperator)
	if r := d.mustBring("log.xes", []byte(file), nil); r.Requests+r.Present != 300 || r.Present < 200 {
		t.Errorf("report %+v", r)
	}
}

// TestOneCaseThatFailsStopsTheRest: the ledger does not take it, and the error
// says which it is.
func TestOneCaseThatFailsStopsTheRest(t *testing.T) {
	d := newDesk(t)
	file := inLog(repeatedly(256, "<trace>"+step+"</trace>")...)
	s, err := xes.Scan("log.xes", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.keys.Destroy(t.Context(), "request-"+xes.CaseID(hex.EncodeToString(s.SHA256[:]), 1).String()); err != nil {
		t.Fatal(err)
	}
	before := d.events()
	report, err := d.bring("log.xes", []byte(file), nil)
	if domain.CodeOf(err) != "erased" || !strings.Contains(err.Error(), "log.xes:2: case 1: ") {
		t.Errorf("got %v", err)
	}
	if report.Requests > 250 || report.Events != 1+2*report.Requests || d.events() != before+report.Events {
		t.Errorf("report %+v, and %d events in all", report, d.events())
	}
}

func repeatedly(n int, item string) []string {
	items := make([]string, n)
	for i := range items {
		items[i] = item
	}
	return items
}

// TestFileThatChanges is somebody who writes to the file between the two times
// that it is read.
func TestFileThatChanges(t *testing.T) {
	first := inLog(repeatedly(300, `<trace><event><string key="concept:name" value="a"/></event></trace>`)...)
	for name, second := range map[string]string{
		"another case":  inLog(append(repeatedly(299, `<trace><event><string key="concept:name" value="a"/></event></trace>`), `<trace><event><string key="concept:name" value="b"/></event></trace>`)...),
		"a case less":   inLog(repeatedly(299, `<trace><event><string key="concept:name" value="a"/></event></trace>`)...),
		"a case more":   inLog(repeatedly(301, `<trace><event><string key="concept:name" value="a"/></event></trace>`)...),
		"not even XML":  "gone",
		"other log now": inLog(`<trace/>`),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			texts := []string{first, second}
			open := func() (io.ReadCloser, error) {
				text := texts[0]
				texts = texts[1:]
				return io.NopCloser(bytes.NewReader([]byte(text))), nil
			}
			report, err := xes.Import(t.Context(), d.Ledger, "log.xes", open, xes.ImportOptions{Actor: d.actor})
			if _, ok := errors.AsType[*xes.SyntaxError](err); !ok {
				t.Fatalf("got %v", err)
			}
			// What was recorded is of the first.
			if report.Requests > 299 && name != "a case more" {
				t.Errorf("%d requests", report.Requests)
			}
			if again := d.mustBring("log.xes", []byte(first), nil); again.Requests+again.Present != 300 {
				t.Errorf("completed with %+v", again)
			}
			back, _ := d.export(xes.ExportOptions{})
			sameLogs(t, back, mustRead(t, first))
		})
	}
}
