package xes_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/sunledger/sunledger/internal/xes"
)

// TestRefused holds each way in which a file can be broken, the line to blame,
// and words that its reason must have: what is wrong, and the way out.
func TestRefused(t *testing.T) {
	whole := inEvent(`<int key="n" value="1"/>`)
	tests := map[string]struct {
		text   string
		line   int
		reason string
		out    string
	}{
		"empty file":           {"", 0, "empty", "give the log"},
		"only a mark":          {"\xef\xbb\xbf", 0, "empty", "give the log"},
		"only white space":     {" \n ", 0, "no element", "give the log"},
		"csv":                  {"Case ID;Activity\n1;a\n", 0, `"Case ID;Activity"`, "export the log as XES"},
		"json":                 {`{"log": []}`, 0, "not a XES log", "export"},
		"zip":                  {"PK\x03\x04abc", 0, "ZIP", "unpack"},
		"utf-16":               {"\xff\xfe<\x00l\x00", 0, "UTF-16", "convert it to UTF-8"},
		"html with doctype":    {"<!DOCTYPE html>\n<html></html>", 1, "HTML page", "download the log"},
		"html":                 {"<html><body/></html>", 1, "HTML page", "download the log"},
		"mxml":                 {"\n<WorkflowLog/>", 2, "MXML", "convert"},
		"other root":           {"<?xml version=\"1.0\"?>\n<feed/>", 2, "<feed>", "export the log as XES"},
		"two logs":             {inLog() + "<log/>", 4, "after </log>", "split"},
		"text after the log":   {inLog() + "tail", 3, `"tail"`, "move it"},
		"dtd":                  {"<!DOCTYPE log [<!ENTITY a \"b\">]>\n" + whole, 1, "DTD", "remove it"},
		"unknown entity":       {inEvent(`<string key="k" value="&a;"/>`), 4, "&a;", "write the character itself"},
		"closes nothing":       {"<!-- a -->\n</log>", 2, "</log> closes nothing", "export"},
		"xml 1.1":              {"<?xml version=\"1.1\"?>\n<log/>", 1, "another version of XML", "XML 1.0"},
		"latin-1, declared":    {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<log/>", 1, "ISO-8859-1", "convert it to UTF-8"},
		"latin-1, undeclared":  {inEvent("<string key=\"k\" value=\"caf\xe9\"/>"), 4, "not UTF-8", "convert"},
		"cut in a tag":         {whole[:strings.Index(whole, "value=\"1")+3], 4, "cut short", "again"},
		"cut between tags":     {strings.TrimSuffix(whole, "</event></trace>\n</log>\n"), 5, "ends inside <event> of line 2", "again"},
		"cut before the end":   {strings.TrimSuffix(whole, "</log>\n"), 6, "ends inside <log> of line 1", "again"},
		"not well-formed":      {inEvent(`<string key="k value="v"/>`), 4, "not well-formed", "correct the line"},
		"wrong end tag":        {inLog("<trace>", "</event>"), 3, "</event> closes nothing that is open in <trace> of line 2", "export"},
		"event outside trace":  {inLog(`<event><string key="concept:name" value="a"/></event>`), 2, "outside a trace", "wrap it in a <trace>"},
		"unknown element":      {inLog("<trace>", "<note/>", "</trace>"), 3, "<note> is no XES element inside <trace> of line 2", "remove it"},
		"unknown in log":       {inLog("<traces/>"), 2, "<traces>", "remove it"},
		"unknown in event":     {inEvent("<event/>"), 4, "<event>", "remove it"},
		"unknown in attribute": {inEvent(`<string key="k" value="v">`, `<values/></string>`), 5, "<values>", "remove it"},
		"unknown in list":      {inEvent(`<list key="k"><item/></list>`), 4, "<item>", "<values>"},
		"child of extension":   {inLog(`<extension name="a" prefix="b" uri="c"><string key="k" value="v"/></extension>`), 2, "<string>", "remove it"},
		"prefixed element":     {`<x:log xmlns:x="http://www.xes-standard.org/"/>`, 1, "<x:log>", "without prefixes"},
		"extension, no uri":    {inLog(`<extension name="a" prefix="b"/>`), 2, "no uri", "add it"},
		"classifier, no keys":  {inLog(`<classifier name="a"/>`), 2, "keys", "add them"},
		"text in event":        {inEvent("free text"), 3, `"free text"`, "key and value"},
		"event without name":   {inLog("<trace>", "<event>", `<string key="concept:instance" value="a"/>`, "</event></trace>"), 3, "no concept:name", "say which step"},
		"no key":               {inEvent(`<string value="v"/>`), 4, "no key", `key="…"`},
		"empty key":            {inEvent(`<string key="" value="v"/>`), 4, "no key", `key="…"`},
		"no value":             {inEvent(`<string key="k"/>`), 4, `"k" has no value`, `value="…"`},
		"two keys":             {inEvent(`<string key="k" key="l" value="v"/>`), 4, `"key" twice`, "remove one"},
		"unknown field":        {inEvent(`<string key="k" value="v" lang="nl"/>`), 4, `"lang"`, "remove it"},
		"trace with field":     {inLog(`<trace name="a"/>`), 2, `"name"`, "write it as an element"},
		"log field twice":      {`<log xes.version="1.0" xes.version="2.0"/>`, 1, `"xes.version" twice`, "remove one"},
		"same key in event":    {inEvent(`<string key="k" value="v"/>`, `<date key="k" value="2012-01-01T00:00:00Z"/>`), 5, `"k" stands twice in <event> of line 2`, "rename"},
		"same key in trace":    {inLog("<trace>", `<int key="k" value="1"/><event>`, `<string key="concept:name" value="a"/></event>`, `<int key="k" value="2"/></trace>`), 5, "twice in <trace> of line 2", "rename"},
		"same key in log":      {inLog(`<int key="k" value="1"/>`, `<trace/>`, `<int key="k" value="1"/>`), 4, "twice in <log> of line 1", "rename"},
		"same key in children": {inEvent(`<string key="k" value="v">`, `<int key="c" value="1"/>`, `<int key="c" value="1"/></string>`), 6, "twice in <string> of line 4", "<list>"},
		"value of a list":      {inEvent(`<list key="k" value="v"/>`), 4, "is a list and has a value", "children"},
		"second values":        {inEvent(`<list key="k"><values/>`, `<values/></list>`), 5, "second <values>", "join"},
		"bad date":             {inEvent(`<date key="k" value="2011-02-30T00:00:00Z"/>`), 4, `"2011-02-30T00:00:00Z" is not a date`, "write it as"},
		"bad int":              {inEvent(`<int key="k" value="4.0"/>`), 4, `"4.0" is not an int`, "use <float>"},
		"large int":            {inEvent(`<int key="k" value="9223372036854775808"/>`), 4, "64 bits", "<string>"},
		"bad float":            {inEvent(`<float key="k" value="1,5"/>`), 4, `"1,5" is not a float`, "write digits"},
		"bad boolean":          {inEvent(`<boolean key="k" value="True"/>`), 4, `"True" is not a boolean`, "lower case"},
		"bad id":               {inEvent(`<id key="k" value="7"/>`), 4, `"7" is not an id`, "<string>"},
		"bad date in global":   {inLog(`<global scope="trace">`, `<date key="k" value=""/></global>`), 3, "is not a date", "write it as"},
		"bad date in list":     {inEvent(`<list key="k"><values>`, `<date key="k" value="today"/></values></list>`), 5, "is not a date", "write it as"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := xes.Scan("desk.xes", strings.NewReader(test.text))
			refusal(t, err, test.line, test.reason, test.out)
		})
	}
}

// Many siblings are compared in another way than few.
func TestRefusedKeyAmongMany(t *testing.T) {
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprintf(`<int key="n%d" value="1"/>`, i))
	}
	if _, err := xes.Scan("desk.xes", strings.NewReader(inEvent(many...))); err != nil {
		t.Fatalf("100 different keys: %v", err)
	}
	for _, again := range []int{0, 15, 16, 50, 99} {
		_, err := xes.Scan("desk.xes", strings.NewReader(inEvent(append(many, many[again])...)))
		refusal(t, err, 104, fmt.Sprintf(`"n%d" stands twice`, again), "rename")
	}
}

func refusal(t *testing.T, err error, line int, words ...string) {
	t.Helper()
	var syntax *xes.SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("got error %v, want a *SyntaxError", err)
	}
	if syntax.File != "desk.xes" || syntax.Line != line {
		t.Errorf("blamed %s, line %d; want desk.xes, line %d (%v)", syntax.File, syntax.Line, line, err)
	}
	for _, w := range words {
		if !strings.Contains(syntax.Reason, w) {
			t.Errorf("reason %q does not say %q", syntax.Reason, w)
		}
	}
}

func gzipped(t testing.TB, text string) []byte {
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

func TestRefusedGzip(t *testing.T) {
	whole := gzipped(t, inEvent(`<int key="n" value="1"/>`))
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-6] ^= 1    // in the checksum
	digits := make([]byte, 200_000) // more than what is buffered, and hard to compress
	for i := range digits {
		digits[i] = "0123456789abcdef"[rand.IntN(16)]
	}
	long := gzipped(t, inEvent(`<string key="n" value="`+string(digits)+`"/>`))
	damaged := bytes.Clone(long)
	for i := range 64 {
		damaged[len(long)*3/4+i] ^= 0xff
	}
	tests := map[string]struct {
		file   []byte
		reason string
	}{
		"cut in the header":   {whole[:5], "cut short"},
		"cut in the data":     {whole[:len(whole)/2], "cut short"},
		"cut in the checksum": {whole[:len(whole)-4], "cut short"},
		"cut far inside":      {long[:len(long)*3/4], "cut short"},
		"damaged far inside":  {damaged, "again"},
		"wrong checksum":      {flipped, "checksum"},
		"bytes behind it":     {append(bytes.Clone(whole), "more bytes than a gzip header"...), "damaged"},
		"compressed twice":    {gzipped(t, string(whole)), "compressed twice"},
		"csv inside":          {gzipped(t, "a;b;c"), "not a XES log"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := xes.Scan("desk.xes", bytes.NewReader(test.file))
			var syntax *xes.SyntaxError
			if !errors.As(err, &syntax) || !strings.Contains(syntax.Reason, test.reason) {
				t.Fatalf("got %v, want a *SyntaxError that says %q", err, test.reason)
			}
		})
	}
}

// A disk that fails is not the file's fault.
func TestUnreadable(t *testing.T) {
	broken := errors.New("disk on fire")
	whole := inEvent()
	for _, n := range []int{0, 1, 30, len(whole) - 1} {
		r := io.MultiReader(strings.NewReader(whole[:n]), iotest.ErrReader(broken))
		_, err := xes.Scan("desk.xes", r)
		var syntax *xes.SyntaxError
		if !errors.Is(err, broken) || errors.As(err, &syntax) {
			t.Errorf("after %d bytes: got %v, want the disk's error", n, err)
		}
	}
	zipped := gzipped(t, whole)
	_, err := xes.Scan("desk.xes", io.MultiReader(bytes.NewReader(zipped[:len(zipped)/2]), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("in gzip data: got %v, want the disk's error", err)
	}
}
