package xes_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/internal/xes"
)

func TestLimits(t *testing.T) {
	nested := func(depth int) string {
		return inEvent(strings.Repeat(`<string key="k" value="v">`, depth) + strings.Repeat("</string>", depth))
	}
	named := `<string key="concept:name" value="a"/>`
	long := strings.Repeat("x", 300)
	trace := "<trace><event>" + named + "</event></trace>\n"
	tests := map[string]struct {
		text   string
		reason string // "" where it is allowed
	}{
		"depth":                  {nested(3), ""},
		"too deep":               {nested(4), "deeper than 3"},
		"depth of lists":         {inEvent(`<list key="k"><values><list key="k"><values><string key="k" value="v"/></values></list></values></list>`), ""},
		"lists too deep":         {inEvent(`<list key="k"><list key="k"><list key="k"><string key="k" value="v"/></list></list></list>`), "deeper than 3"},
		"attributes":             {inEvent(`<int key="a" value="1"><int key="b" value="1"/></int>`, `<list key="c"><values><int key="d" value="1"/></values></list>`), ""},
		"too many":               {inEvent(`<int key="a" value="1"><int key="b" value="1"/></int>`, `<list key="c"><values><int key="d" value="1"/></values></list>`, `<int key="e" value="1"/>`), "more than 5 attributes"},
		"too many in the header": {inLog(`<int key="a" value="1"/><int key="b" value="1"/><int key="c" value="1"/>`, trace, `<int key="d" value="1"/><int key="e" value="1"/><int key="f" value="1"/>`), "more than 5 attributes"},
		"value":                  {inEvent(`<string key="k" value="` + long[:100] + `"/>`), ""},
		"value too long":         {inEvent(`<string key="k" value="` + long[:101] + `"/>`), "more than 100 bytes"},
		"key too long":           {inEvent(`<string key="` + long[:101] + `" value=""/>`), "more than 100 bytes"},
		"log field too long":     {`<log a="` + long[:101] + `"/>`, "more than 100 bytes"},
		"many traces":            {inLog(strings.Repeat(trace, 200)), ""},
		"trace too long":         {inLog("<trace>" + strings.Repeat(" ", 500) + "<event>" + named + "</event></trace>"), "more than 500 bytes"},
		"value far too long":     {inEvent(`<string key="k" value="` + strings.Repeat(long, 9) + `"/>`), "more than 500 bytes"},
		"comment too long":       {inLog("<!--" + strings.Repeat(long, 9) + "-->"), "more than 500 bytes"},
		"header too long":        {inLog(strings.Repeat(`<classifier name="`+long[:90]+`" keys=""/>`+trace, 9)), "header takes more than 500 bytes"},
		"too long after the log": {inLog() + strings.Repeat(" ", 501), "more than 500 bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := xes.NewReader("desk.xes", strings.NewReader(test.text))
			r.Limits = xes.Limits{TraceBytes: 500, Attributes: 5, ValueBytes: 100, Depth: 3}
			var err error
			for _, e := range r.Traces() {
				err = e
			}
			switch {
			case test.reason == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.reason != "" && (err == nil || !strings.Contains(err.Error(), test.reason)):
				t.Errorf("got %v, want a refusal that says %q", err, test.reason)
			}
		})
	}
}

// endless is a log that never ends; it counts what is taken of it.
type endless struct {
	start, again string
	taken        int
}

func (e *endless) Read(p []byte) (int, error) {
	text := e.start
	if text == "" {
		text = e.again
	}
	n := copy(p, text)
	if e.start != "" {
		e.start = e.start[n:]
	}
	e.taken += n
	return n, nil
}

// TestBounded reads what never ends: one value, white space, a trace without
// end are refused after the limit of one trace, and a log without end of small
// traces is read in the memory of a few.
func TestBounded(t *testing.T) {
	for name, r := range map[string]*endless{
		"value":       {start: `<log><trace><string key="`, again: "x"},
		"white space": {start: `<log><trace>`, again: strings.Repeat(" ", 4096)},
		"elements":    {start: `<log><trace>`, again: `<event><string key="concept:name" value="a"/></event>`},
		"globals":     {start: `<log>`, again: `<global></global>`},
		"doctype":     {start: `<!DOCTYPE `, again: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			reader := xes.NewReader("desk.xes", r)
			reader.Limits.TraceBytes = 1 << 20
			var err error
			for _, err = range reader.Traces() {
				if err != nil {
					break
				}
			}
			if err == nil || r.taken > 2<<20 {
				t.Errorf("took %d bytes, then %v; want a refusal after 1 MiB", r.taken, err)
			}
		})
	}
	t.Run("traces", func(t *testing.T) {
		if testing.Short() {
			t.Skip("reads 8 MiB")
		}
		trace := "<trace>" + strings.Repeat(`<event><string key="concept:name" value="a"/></event>`, 20) + "</trace>\n"
		body := strings.NewReader("<log>" + strings.Repeat(trace, 8<<20/len(trace)) + "</log>")
		before, peak := heap(), uint64(0)
		n := 0
		for _, err := range xes.NewReader("desk.xes", io.Reader(body)).Traces() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%2_500 == 0 {
				peak = max(peak, heap())
			}
		}
		if n != 8<<20/len(trace) || peak > before+4<<20 {
			t.Errorf("%d traces grew the heap from %d to %d bytes", n, before, peak)
		}
	})
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
