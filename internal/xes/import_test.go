package xes_test

import (
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/xes"
)

// sameLogs compares logs, trace by trace so that a failure says where.
func sameLogs(t *testing.T, got, want log) {
	t.Helper()
	if !reflect.DeepEqual(got.Header, want.Header) {
		t.Errorf("the header is\n%+v\nwant\n%+v", got.Header, want.Header)
	}
	if len(got.Traces) != len(want.Traces) {
		t.Fatalf("%d traces, want %d", len(got.Traces), len(want.Traces))
	}
	for i := range want.Traces {
		g, w := got.Traces[i], want.Traces[i]
		if !reflect.DeepEqual(g.Attributes, w.Attributes) {
			t.Fatalf("trace %d has the attributes\n%+v\nwant\n%+v", i+1, g.Attributes, w.Attributes)
		}
		if len(g.Events) != len(w.Events) {
			t.Fatalf("trace %d has %d events, want %d", i+1, len(g.Events), len(w.Events))
		}
		for j := range w.Events {
			if !reflect.DeepEqual(g.Events[j], w.Events[j]) {
				t.Fatalf("trace %d, event %d is\n%+v\nwant\n%+v", i+1, j+1, g.Events[j], w.Events[j])
			}
		}
	}
}

func TestRealLogThereAndBack(t *testing.T) {
	compressed, plain := realLog(t)
	d := newDesk(t)
	before := d.events()
	var progress []int
	report, err := xes.Import(t.Context(), d.Ledger, "receipt.xes.gz", reader(compressed), xes.ImportOptions{
		Actor: d.actor, Progress: func(done, total int) {
			progress = append(progress, done)
			if total != 1434 {
				t.Errorf("progress says %d cases", total)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Requests != 1434 || report.Steps != 8577 || report.Events != 1434+8577+2 || report.Present != 0 {
		t.Errorf("imported %d requests, %d steps, %d events; %d present", report.Requests, report.Steps, report.Events, report.Present)
	}
	if got := d.events() - before; got != report.Events {
		t.Errorf("the log has %d events more, the report says %d", got, report.Events)
	}
	if len(progress) != 1434 || progress[0] != 1 || progress[1433] != 1434 {
		t.Errorf("progress was told %d times", len(progress))
	}
	if !report.Chosen || report.Mapping.Name != "permit-desk" {
		t.Errorf("mapping %q, chosen %t", report.Mapping.Name, report.Chosen)
	}
	if report.Ended != 1329 || report.Late != 377 {
		t.Errorf("%d ended and %d late, want 1329 and 377", report.Ended, report.Late)
	}
	for kind, want := range map[xes.OddityKind]int{
		xes.EndBeforeLastStep: 145, xes.EndBeforeStart: 2, xes.StartAfterFirstStep: 2,
		xes.NoSteps: 0, xes.NoStart: 0, xes.StepWithoutTime: 0, xes.NotADate: 0, xes.NotShown: 0,
	} {
		if report.Odd[kind] != want {
			t.Errorf("%d cases are odd as %s, want %d", report.Odd[kind], kind, want)
		}
	}
	t.Logf("oddities: %v", report.Odd)

	publicOnlyAsMapped(t, d, report)

	// The digest is of what is in the file, and a complete import is known by
	// it: the cases are not looked at a second time.
	opened := 0
	again, err := xes.Import(t.Context(), d.Ledger, "receipt.xes", func() (io.ReadCloser, error) {
		opened++
		return reader(plain)()
	}, xes.ImportOptions{Actor: d.actor})
	if err != nil || opened != 1 {
		t.Errorf("imported again: %v; the file was opened %d times", err, opened)
	}
	if again.Requests != 0 || again.Steps != 0 || again.Events != 0 || again.Present != 1434 {
		t.Errorf("imported again: %+v", again)
	}
	if got := d.events() - before; got != report.Events {
		t.Errorf("importing again left %d events, not %d", got, report.Events)
	}

	verified, err := d.Verify(t.Context(), ledger.Verifying{Found: func(p ledger.Problem) { t.Error(p) }})
	if err != nil || verified.Problems > 0 {
		t.Errorf("verified %+v, %v", verified, err)
	}

	back, exported := d.export(xes.ExportOptions{})
	sameLogs(t, back, mustRead(t, string(plain)))
	if exported.Traces != 1434 || exported.Events != 8577 || exported.Added != 0 || len(exported.Missing)+len(exported.Erased) != 0 {
		t.Errorf("exported %+v", exported)
	}
}

// publicOnlyAsMapped looks at every field that everybody may read.
func publicOnlyAsMapped(t *testing.T, d *desk, report xes.Report) {
	t.Helper()
	for r, err := range d.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := r.Event.(type) {
		case imports.Opened:
			if r.Stream != report.Source || e.Cases != 1434 || e.Steps != 8577 || !strings.HasPrefix(e.Name, "Receipt phase of an environmental permit") {
				t.Errorf("opened %+v", e)
			}
		case request.Imported:
			if e.Name != "" || len(e.Attributes) > 0 || e.Channel == "" || e.StartedAt.IsZero() || e.Source != report.Source {
				t.Fatalf("case %d: %+v", e.Number, e)
			}
			if got := xes.CaseID(report.Source[len("import-"):], e.Number).String(); r.Stream != "request-"+got {
				t.Fatalf("case %d is %s", e.Number, r.Stream)
			}
		case request.StepRecorded:
			if e.Name == "" || e.At.IsZero() || len(e.Attributes) != 1 || e.Attributes[0].Key != "lifecycle:transition" {
				t.Fatalf("step %+v", e)
			}
		}
	}
}

func helpdesk(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/helpdesk.xes")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOtherLogs(t *testing.T) {
	file := helpdesk(t)
	m, err := xes.ParseMapping([]byte(`{"name": "helpdesk",
		"case": {"channel": "via", "startedAt": "opened", "due": "due", "endedAt": "closed", "public": ["concept:name", "topics"]},
		"step": {"name": "concept:name", "at": "time:timestamp", "public": ["desk name"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, mapping := range map[string]*xes.Mapping{"named": &m, "none": nil} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			report := d.mustBring("helpdesk.xes", file, mapping)
			if report.Requests != 12 || report.Steps != 24 || report.Chosen != (mapping == nil) {
				t.Errorf("report %+v", report)
			}
			back, _ := d.export(xes.ExportOptions{})
			sameLogs(t, back, mustRead(t, string(file)))

			history, err := d.History(t.Context(), "request-"+xes.CaseID(report.Source[len("import-"):], 1).String())
			if err != nil {
				t.Fatal(err)
			}
			e := history[0].Event.(request.Imported)
			if mapping == nil {
				if report.Mapping.Name != "generic" || e.Channel != "" || e.Name != "" || !e.StartedAt.IsZero() || report.Ended != 0 {
					t.Errorf("the generic mapping made %+v of it", e)
				}
				return
			}
			if report.Ended != 6 || e.Channel != "phone" || e.Name != "HD-2016-001" || e.EndedAt.Format("2006-01-02 15:04:05.000") != "2016-03-09 07:12:44.250" {
				t.Errorf("%d ended; case %+v", report.Ended, e)
			}
			if len(e.Attributes) != 1 || len(e.Attributes[0].Children) != 2 {
				t.Errorf("public: %+v", e.Attributes)
			}
			if step := history[2].Event.(request.StepRecorded); step.Name != "转办" || len(step.Attributes) != 1 || len(step.Attributes[0].Children) != 2 {
				t.Errorf("step: %+v", step)
			}
		})
	}
}
