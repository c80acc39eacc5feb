package xes_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
)

const sample = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- comments are not kept -->
<log xes.version="2.0" openxes.version="1.0RC7" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
	<string key="early" value="1"/>
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<global scope="event">
		<string key="concept:name" value="?"/>
	</global>
	<global><int key="n" value="007"/></global>
	<classifier name="Activity classifier" keys="concept:name 'two words'"/>
	<classifier name="c" scope="trace" keys="a"></classifier>
	<trace>
		<event>
			<string key="concept:name" value="step">
				<date key="at" value=" 2011-10-18T09:06:20.5470+02:00 "><float key="deep" value="1.50E+07"/></date>
			</string>
		</event>
		<boolean key="late" value="1"/>
	</trace>
	<trace/>
	<string key="late" value="a&#10;b&#x9;c&#13;&quot;&apos;&lt;&gt;&amp; 受理 😀
next"/>
</log>
<!-- the end -->
`

func TestRead(t *testing.T) {
	got := mustRead(t, sample)
	want := log{
		Header: xes.Header{
			Version: "2.0", Features: "nested-attributes", Namespace: "http://www.xes-standard.org/",
			Other: []xes.LogAttribute{
				{Name: "openxes.version", Value: "1.0RC7"},
				{Name: "xmlns:xsi", Value: "http://www.w3.org/2001/XMLSchema-instance"},
				{Name: "xsi:schemaLocation", Value: "a b"},
			},
			Extensions: []xes.Extension{{Name: "Concept", Prefix: "concept", URI: "http://www.xes-standard.org/concept.xesext"}},
			Globals: []xes.Global{
				{Scope: "event", Attributes: []domain.Attribute{str("concept:name", "?")}},
				{Attributes: []domain.Attribute{{Type: "int", Key: "n", Value: "007"}}},
			},
			Classifiers: []xes.Classifier{
				{Name: "Activity classifier", Keys: "concept:name 'two words'"},
				{Name: "c", Scope: "trace", Keys: "a"},
			},
			Attributes: []domain.Attribute{
				str("early", "1"),
				str("late", "a\nb\tc\r\"'<>& 受理 😀\nnext"),
			},
		},
		Traces: []xes.Trace{
			{
				Attributes: []domain.Attribute{{Type: "boolean", Key: "late", Value: "1"}},
				Events: []xes.Event{{Attributes: []domain.Attribute{
					str("concept:name", "step", domain.Attribute{
						Type: "date", Key: "at", Value: " 2011-10-18T09:06:20.5470+02:00 ",
						Children: []domain.Attribute{{Type: "float", Key: "deep", Value: "1.50E+07"}},
					}),
				}}},
			},
			{},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	roundTrip(t, got)
}

func TestLines(t *testing.T) {
	var lines []int
	for trace, err := range xes.NewReader("desk.xes", strings.NewReader(sample)).Traces() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, trace.Line)
		for _, e := range trace.Events {
			lines = append(lines, e.Line)
		}
	}
	if want := []int{12, 13, 20}; !reflect.DeepEqual(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

func TestLists(t *testing.T) {
	item := func(v string) domain.Attribute { return str("i", v) }
	list := func(children ...domain.Attribute) domain.Attribute {
		return domain.Attribute{Type: "list", Key: "l", Children: children}
	}
	tests := map[string]struct {
		text string
		want domain.Attribute
	}{
		"IEEE":       {`<values><string key="i" value="a"/><string key="i" value="b"/></values>`, list(item("a"), item("b"))},
		"before it":  {`<string key="i" value="a"/><string key="i" value="b"/>`, list(item("a"), item("b"))},
		"empty":      {``, list()},
		"no items":   {`<values/>`, list()},
		"own values": {`<string key="i" value="own"/><values><string key="i" value="a"/></values>`, list(item("own"), domain.Attribute{Type: xes.TypeValues, Children: []domain.Attribute{item("a")}})},
		"values key": {`<values key="v"><string key="i" value="a"/></values>`, list(domain.Attribute{Type: xes.TypeValues, Key: "v", Children: []domain.Attribute{item("a")}})},
		"list of lists": {`<values><list key="i"><values><string key="i" value="a"/></values></list></values>`,
			list(domain.Attribute{Type: "list", Key: "i", Children: []domain.Attribute{item("a")}})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := mustRead(t, inLog(`<list key="l">`+test.text+`</list>`))
			if !reflect.DeepEqual(got.Header.Attributes, []domain.Attribute{test.want}) {
				t.Errorf("got  %+v\nwant %+v", got.Header.Attributes, test.want)
			}
			roundTrip(t, got)
		})
	}
}

func TestScan(t *testing.T) {
	want, err := xes.Scan("desk.xes", strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if want.Traces != 2 || want.Events != 1 || want.Bytes != int64(len(sample)) || want.SHA256 != sha256.Sum256([]byte(sample)) {
		t.Errorf("got %d traces, %d events, %d bytes, digest %x", want.Traces, want.Events, want.Bytes, want.SHA256)
	}
	if !reflect.DeepEqual(want.Header, mustRead(t, sample).Header) {
		t.Error("the header misses what stands after the traces")
	}
	for name, r := range map[string][]byte{"gzip": gzipped(t, sample), "two gzip members": append(gzipped(t, sample[:100]), gzipped(t, sample[100:])...)} {
		got, err := xes.Scan("desk.xes", iotest.OneByteReader(bytes.NewReader(r)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v; want the same as plain", name, got, err)
		}
	}
	marked := "\xef\xbb\xbf" + sample
	got, err := xes.Scan("desk.xes", strings.NewReader(marked))
	if err != nil {
		t.Fatalf("byte order mark: %v", err)
	}
	if got.SHA256 != sha256.Sum256([]byte(marked)) || got.Traces != 2 {
		t.Error("byte order mark: it belongs to the digest and not to the log")
	}
}

func TestTracesOnce(t *testing.T) {
	r := xes.NewReader("desk.xes", strings.NewReader(sample))
	for _, err := range r.Traces() {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	n := 0
	for _, err := range r.Traces() {
		if n++; err == nil || !strings.Contains(err.Error(), "make a new Reader") {
			t.Errorf("a second pass over one Reader answers %v, want the way out", err)
		}
	}
	if n != 1 {
		t.Errorf("a second pass yields %d items, want one error", n)
	}
}

func TestHelpdesk(t *testing.T) {
	text, err := os.ReadFile("testdata/helpdesk.xes")
	if err != nil {
		t.Fatal(err)
	}
	s, err := xes.Scan("helpdesk.xes", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if s.Traces != 12 || s.Events != 24 {
		t.Errorf("got %d traces, %d events; want 12, 24", s.Traces, s.Events)
	}
	l := mustRead(t, string(text))
	if note := l.Traces[1].Events[1].Attributes[1].Value; note != "form A & B missing\n\t\"signed copy\" <please>" {
		t.Errorf("note is %q", note)
	}
	roundTrip(t, l)
}
