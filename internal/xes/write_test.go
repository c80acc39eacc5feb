package xes_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
)

// TestWrittenText holds the bytes themselves: a reader of ours would not notice
// that a line end went out as itself, but others make a space of it.
func TestWrittenText(t *testing.T) {
	got, err := write(log{
		Header: xes.Header{
			Version: "2.0", Features: "nested-attributes", Namespace: "http://www.xes-standard.org/",
			Other:       []xes.LogAttribute{{Name: "a:b", Value: "\"<\n"}},
			Extensions:  []xes.Extension{{Name: "Concept", Prefix: "concept", URI: "u?a&b"}},
			Globals:     []xes.Global{{Scope: "event", Attributes: []domain.Attribute{str("concept:name", "?")}}},
			Classifiers: []xes.Classifier{{Name: "c", Keys: "concept:name 'a b'"}},
			Attributes:  []domain.Attribute{str("k\t", "a\nb\rc\td \"'<>& 受理 😀 ]]>")},
		},
		Traces: []xes.Trace{{
			Attributes: []domain.Attribute{{Type: "list", Key: "l", Children: []domain.Attribute{
				{Type: "list", Key: "empty"},
				{Type: "container", Key: "c", Children: []domain.Attribute{{Type: "int", Key: "n", Value: "1"}}},
			}}},
			Events: []xes.Event{{Attributes: []domain.Attribute{str("concept:name", "step")}}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="nested-attributes" a:b="&quot;&lt;&#xA;" xmlns="http://www.xes-standard.org/">
	<extension name="Concept" prefix="concept" uri="u?a&amp;b"/>
	<global scope="event">
		<string key="concept:name" value="?"/>
	</global>
	<classifier name="c" keys="concept:name 'a b'"/>
	<string key="k&#x9;" value="a&#xA;b&#xD;c&#x9;d &quot;'&lt;&gt;&amp; 受理 😀 ]]&gt;"/>
	<trace>
		<list key="l">
			<values>
				<list key="empty">
					<values/>
				</list>
				<container key="c">
					<int key="n" value="1"/>
				</container>
			</values>
		</list>
		<event>
			<string key="concept:name" value="step"/>
		</event>
	</trace>
</log>
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWriterRefuses(t *testing.T) {
	name := str("concept:name", "a")
	deep := str("k", "")
	for range xes.DefaultLimits.Depth {
		deep = str("k", "", deep)
	}
	one := func(a domain.Attribute) xes.Trace { return xes.Trace{Attributes: []domain.Attribute{a}} }
	tests := map[string]struct {
		trace  xes.Trace
		reason string
	}{
		"no name":        {xes.Trace{Events: []xes.Event{{}}}, "event 1: it has no concept:name"},
		"no key":         {one(str("", "v")), "no key"},
		"unknown type":   {one(domain.Attribute{Type: "text", Key: "k"}), `"text"`},
		"no type":        {one(domain.Attribute{Key: "k"}), `""`},
		"type injection": {one(domain.Attribute{Type: "a/><b", Key: "k"}), "type"},
		"bare values":    {one(domain.Attribute{Type: "values", Key: "k"}), `"values"`},
		"values in list": {one(domain.Attribute{Type: "list", Key: "k", Children: []domain.Attribute{{Type: "values"}}}), "misplaced"},
		"bad date":       {one(domain.Attribute{Type: "date", Key: "k", Value: "now"}), "is not a date"},
		"list value":     {one(domain.Attribute{Type: "list", Key: "k", Value: "v"}), "has a value"},
		"same key":       {xes.Trace{Events: []xes.Event{{Attributes: []domain.Attribute{name, name}}}}, "twice"},
		"same child":     {one(str("k", "v", name, name)), "twice"},
		"control":        {one(str("k", "a\x00b")), "U+0000"},
		"noncharacter":   {one(str("k\uffff", "")), "U+FFFF"},
		"not UTF-8":      {one(str("k", "caf\xe9")), "not UTF-8"},
		"too deep":       {one(deep), "deeper than 32"},
		"too long":       {one(str("k", strings.Repeat("x", 1<<20+1))), "1 MiB"},
	}
	for reason, test := range tests {
		t.Run(reason, func(t *testing.T) {
			var out bytes.Buffer
			w := xes.NewWriter(&out, xes.Header{})
			if err := w.WriteTrace(test.trace); err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("got %v, want a refusal that says %q", err, test.reason)
			}
			if err := errors.Join(w.WriteTrace(xes.Trace{}), w.Close()); err != nil {
				t.Fatalf("after a refused trace: %v", err)
			}
			if l := mustRead(t, out.String()); len(l.Traces) != 1 || l.Traces[0].Attributes != nil {
				t.Errorf("something of the refused trace was written:\n%s", out.String())
			}
		})
	}
	for _, h := range []xes.Header{
		{Other: []xes.LogAttribute{{Name: `a="b" c`, Value: "v"}}},
		{Other: []xes.LogAttribute{{Name: "xmlns", Value: "v"}}},
		{Other: []xes.LogAttribute{{Name: "a"}, {Name: "a"}}},
		{Version: "\x01"},
		{Attributes: []domain.Attribute{name, name}},
	} {
		w := xes.NewWriter(&bytes.Buffer{}, h)
		if w.WriteTrace(xes.Trace{}) == nil || w.Close() == nil {
			t.Errorf("the header %+v is written", h)
		}
	}
}

type fullDisk struct{ room int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterReportsFullDisk(t *testing.T) {
	w := xes.NewWriter(&fullDisk{room: 8000}, xes.Header{})
	for range 300 {
		_ = w.WriteTrace(xes.Trace{Attributes: []domain.Attribute{str("k", strings.Repeat("x", 100))}})
	}
	if err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("Close answers %v, want the disk's error", err)
	}
	if err := w.WriteTrace(xes.Trace{}); !errors.Is(err, errFull) {
		t.Errorf("WriteTrace answers %v, want the disk's error", err)
	}
	closed := xes.NewWriter(&bytes.Buffer{}, xes.Header{})
	if err := errors.Join(closed.Close(), closed.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if closed.WriteTrace(xes.Trace{}) == nil {
		t.Error("a closed log takes traces")
	}
}
