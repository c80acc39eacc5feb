package xes_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
)

// log is a whole log in memory, without lines, to be compared.
type log struct {
	Header xes.Header
	Traces []xes.Trace
}

func read(data []byte) (log, error) {
	r := xes.NewReader("test.xes", bytes.NewReader(data))
	var l log
	for trace, err := range r.Traces() {
		if err != nil {
			return log{}, err
		}
		trace.Line = 0
		for i := range trace.Events {
			trace.Events[i].Line = 0
		}
		l.Traces = append(l.Traces, trace)
	}
	l.Header = r.Header()
	return l, nil
}

func write(l log) ([]byte, error) {
	var out bytes.Buffer
	w := xes.NewWriter(&out, l.Header)
	for _, trace := range l.Traces {
		if err := w.WriteTrace(trace); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

func mustRead(t testing.TB, text string) log {
	t.Helper()
	l, err := read([]byte(text))
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return l
}

// roundTrip fails unless what is written reads as it was.
func roundTrip(t fataler, l log) []byte {
	text, err := write(l)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	again, err := read(text)
	if err != nil {
		t.Fatalf("read what was written: %v\n%s", err, excerpt(text))
	}
	if !reflect.DeepEqual(l, again) {
		t.Fatalf("written and read again, the log differs\n was %+v\n is  %+v\n%s", l.Header, again.Header, excerpt(text))
	}
	return text
}

type fataler interface{ Fatalf(string, ...any) }

func excerpt(text []byte) []byte { return text[:min(len(text), 4000)] }

// inLog wraps items in the smallest log.
func inLog(items ...string) string {
	return "<log xes.version=\"1.0\">\n" + strings.Join(items, "\n") + "\n</log>\n"
}

func inEvent(attributes ...string) string {
	return inLog("<trace><event>\n<string key=\"concept:name\" value=\"step\"/>", strings.Join(attributes, "\n"), "</event></trace>")
}

func str(key, value string, children ...domain.Attribute) domain.Attribute {
	return domain.Attribute{Type: xes.TypeString, Key: key, Value: value, Children: children}
}
