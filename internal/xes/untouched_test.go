package xes_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/xes"
)

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const step = `<event><string key="concept:name" value="s"/><date key="time:timestamp" value="2016-03-01T08:30:00+08:00"/></event>`

// TestBrokenFilesLeaveTheLedgerUntouched: the last case is the broken one, so
// that all the others could have been written.
func TestBrokenFilesLeaveTheLedgerUntouched(t *testing.T) {
	good := strings.Repeat("<trace>"+step+"</trace>\n", 500)
	whole := zipped(t, inLog(good))
	steps := strings.Repeat(step, xes.MaxSteps+1)
	long := strings.Repeat("长", 340_000)
	for name, c := range map[string]struct {
		file []byte
		line int
		say  []string
	}{
		"truncated gzip":      {whole[:len(whole)-9], 0, []string{"cut short"}},
		"not XES":             {[]byte("Case,Activity\n1,a\n"), 0, []string{"not a XES log"}},
		"bad date":            {[]byte(inLog(good, "<trace>\n<date key=\"d\" value=\"yesterday\"/></trace>")), 504, []string{"yesterday", "is not a date"}},
		"event without name":  {[]byte(inLog(good, "<trace><event/></trace>")), 503, []string{"concept:name"}},
		"too many steps":      {[]byte(inLog(good, "<trace>"+steps+"</trace>")), 503, []string{"case 501", "10000 steps", "at most 9999", "divide the case"}},
		"too large a step":    {[]byte(inLog(good, "<trace>"+step+"\n<event><string key=\"concept:name\" value=\"s\"/><string key=\"k\" value=\""+long+"\"/></event></trace>")), 504, []string{"case 501", "step 2", "1 MiB", "shorten"}},
		"too large a case":    {[]byte(inLog(good, "<trace>\n<string key=\"k\" value=\""+long+"\"/>"+step+"</trace>")), 503, []string{"case 501", "1 MiB", "shorten"}},
		"too many attributes": {[]byte(inLog(good, "<trace>"+numbered(10_001)+"</trace>")), 503, []string{"case 501", "10001", "at most 10000"}},
		"too large a header":  {[]byte(inLog(good, `<string key="k" value="`+long+`"/>`)), 0, []string{"at most 655360", "shorten"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			before := d.events()
			report, err := d.bring("desk.xes", c.file, nil)
			e, ok := errors.AsType[*xes.SyntaxError](err)
			if !ok || e.File != "desk.xes" || c.line > 0 && e.Line != c.line {
				t.Fatalf("got %v, want line %d", err, c.line)
			}
			for _, s := range c.say {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%v\ndoes not say %q", err, s)
				}
			}
			if d.events() != before || report.Events != 0 {
				t.Errorf("%d events were written", d.events()-before)
			}
		})
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<string key="k%d" value=""/>`, i)
	}
	return b.String()
}

// TestJustWithinTheLimits: what the limits allow does go in, and comes back.
func TestJustWithinTheLimits(t *testing.T) {
	d := newDesk(t)
	file := inLog(
		"<trace>"+strings.Repeat(step, xes.MaxSteps)+"</trace>",
		`<trace><event><string key="concept:name" value="s"/><string key="k" value="`+strings.Repeat("长", 250_000)+`"/></event></trace>`,
		"<trace>"+numbered(10_000)+"</trace>",
		`<trace><string key="k" value="`+strings.Repeat("&#9;", 150_000)+`"/></trace>`,
	)
	if r := d.mustBring("desk.xes", []byte(file), nil); r.Requests != 4 || r.Steps != xes.MaxSteps+1 {
		t.Errorf("report %+v", r)
	}
	back, _ := d.export(xes.ExportOptions{})
	sameLogs(t, back, mustRead(t, file))
}

// TestRoomIsNeverUnderestimated: what has room is taken by the ledger, and what
// has none is refused beforehand, whatever its characters become in JSON. The
// sizes lie close around the limit.
func TestRoomIsNeverUnderestimated(t *testing.T) {
	d := newDesk(t)
	for char, about := range map[string]int{"x": 785_000, "&#9;": 392_500} {
		taken, refusals := 0, 0
		for n := about - about/500; n < about+about/500; n += about / 1000 {
			_, err := d.bring("desk.xes", []byte(inLog(`<trace><string key="k" value="`+strings.Repeat(char, n)+`"/></trace>`)), nil)
			_, refused := errors.AsType[*xes.SyntaxError](err)
			switch {
			case err == nil:
				taken++
			case refused:
				refusals++
			default:
				t.Fatalf("%d of %s: %v", n, char, err)
			}
		}
		if taken == 0 || refusals == 0 {
			t.Errorf("%s: %d taken, %d refused: the sizes try nothing", char, taken, refusals)
		}
	}
}

// TestCaseThatIsTooLargeAsAWhole: each of its steps has room. In JSON a tab takes
// twice the room that it takes in the file.
func TestCaseThatIsTooLargeAsAWhole(t *testing.T) {
	d := newDesk(t)
	before := d.events()
	m := xes.Generic()
	m.Step.At, m.Step.Public = "", []string{"k"} // public, so that it is recorded twice
	file := inLog("<trace>" + strings.Repeat(`<event><string key="concept:name" value="s"/><string key="k" value="`+strings.Repeat("\t", 20_000)+`"/></event>`, 750) + "</trace>")
	_, err := d.bring("desk.xes", []byte(file), &m)
	if e, ok := errors.AsType[*xes.SyntaxError](err); !ok || e.Line != 2 || !strings.Contains(err.Error(), "case 1") || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("got %v", err)
	}
	if d.events() != before {
		t.Error("something was written")
	}
}

func TestMappingThatDoesNotFit(t *testing.T) {
	d := newDesk(t)
	before := d.events()
	m := xes.Generic()
	m.Case.EndedAt = "closing"
	_, err := d.bring("helpdesk.xes", helpdesk(t), &m)
	if domain.CodeOf(err) != "mapping_does_not_fit" || !strings.Contains(err.Error(), `case.endedAt is "closing"`) || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v", err)
	}
	m.Case.EndedAt = ""
	m.Step.Public = []string{"floor"} // a child, not an attribute of the step
	if _, err := d.bring("helpdesk.xes", helpdesk(t), &m); domain.CodeOf(err) != "mapping_does_not_fit" {
		t.Errorf("got %v", err)
	}
	if d.events() != before {
		t.Error("something was written")
	}
}

func TestMappingStays(t *testing.T) {
	d := newDesk(t)
	d.mustBring("helpdesk.xes", helpdesk(t), nil)
	m := xes.Generic()
	d.mustBring("helpdesk.xes", helpdesk(t), &m) // the same, named
	m.Case.Channel = "via"
	if _, err := d.bring("helpdesk.xes", helpdesk(t), &m); domain.CodeOf(err) != "mapping_differs" {
		t.Errorf("got %v", err)
	}
}

// What cannot be shown is kept: in the ledger, in the report, and in the export.
func TestWhatCannotBeShownIsKept(t *testing.T) {
	d := newDesk(t)
	file := inLog(
		`<string key="concept:name" value="two&#10;lines"/>`,
		`<trace><string key="via" value="two&#10;lines"/><string key="open" value="last week"/><string key="end" value="2016-03-02T00:00:00Z"/>
			<event><string key="concept:name" value="`+strings.Repeat("n", 1001)+`"/></event>
			<event><string key="concept:name" value="n"/><date key="time:timestamp" value="0001-01-01T00:00:00Z"/></event>
			<event><string key="concept:name" value="n"/><date key="time:timestamp" value="9999-12-31T23:00:00-05:00"/></event>
			<event><string key="concept:name" value="n"/><date key="time:timestamp" value="3016-12-31T23:00:00-05:00"/></event>
			<event><string key="concept:name" value="n"/><date key="time:timestamp" value="2016-12-31T23:00:00-05:00"/></event>
		</trace>`,
		`<trace/>`,
		`<trace><date key="open" value="2016-03-02T00:00:00Z"/><event><string key="concept:name" value="n"/><date key="time:timestamp" value="0001-01-01T00:00:00Z"/></event></trace>`,
	)
	m := xes.Mapping{
		Name: "m", Case: imports.CaseMapping{Channel: "via", StartedAt: "open", EndedAt: "end"},
		Step: imports.StepMapping{Name: "concept:name", At: "time:timestamp"},
	}
	report := d.mustBring("dir/desk.xes", []byte(file), &m)
	var got []string
	for _, o := range report.Oddities {
		got = append(got, o.In(domain.English))
	}
	want := []string{
		"line 3: case 1 has a mapped text of more than one line, or too long to be shown: kept, sealed",
		"line 3: case 1 has a mapped date that the ledger cannot use: kept, sealed",
		"line 7: case 1 has a time in the future (step 4)",
		"line 3: case 1 does not say when it started",
		"line 4: case 1 has a step without a time (step 1)",
		"line 8: case 1 has a step that is earlier than the one before it (step 5)",
		"line 3: case 1 ends before its last step",
		"line 10: case 2 does not say when it started",
		"line 10: case 2 has no steps",
		"line 11: case 3 has a mapped date that the ledger cannot use: kept, sealed (step 1)",
		"line 11: case 3 has a step without a time (step 1)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the report says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if report.Ended != 1 {
		t.Errorf("%d ended", report.Ended)
	}
	history, err := d.History(t.Context(), report.Source)
	if err != nil || history[0].Event.(imports.Opened).Name != "desk.xes" {
		t.Errorf("%+v, %v", history, err)
	}
	history, err = d.History(t.Context(), "request-"+xes.CaseID(report.Source[len("import-"):], 1).String())
	if err != nil {
		t.Fatal(err)
	}
	if e := history[0].Event.(request.Imported); e.Channel != "" || !e.StartedAt.IsZero() || e.EndedAt.IsZero() {
		t.Errorf("case %+v", e)
	}
	if e := history[1].Event.(request.StepRecorded); e.Name != "" {
		t.Errorf("step %+v", e)
	}
	back, _ := d.export(xes.ExportOptions{})
	sameLogs(t, back, mustRead(t, file))
}
