package eventstore_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

func event(typ string, data int) eventstore.Event {
	return eventstore.Event{ID: uuid.UUID{1}, Type: typ, Data: make([]byte, data)}
}

func TestCheckAppend(t *testing.T) {
	one := []eventstore.Event{event("t", 0)}
	full := eventstore.MaxRecordBytes - 1 // one byte is the type
	megabytes := func(n int) []eventstore.Event {
		events := make([]eventstore.Event, n)
		for i := range events {
			events[i] = event("t", full)
		}
		return events
	}
	many := func(n int) []eventstore.Event {
		events := make([]eventstore.Event, n)
		for i := range events {
			events[i] = event("t", 0)
		}
		return events
	}
	type verdict string
	const (
		fine    verdict = ""
		limit   verdict = "LimitError"
		invalid verdict = "InvalidError"
	)
	for name, c := range map[string]struct {
		stream   string
		expected eventstore.Revision
		events   []eventstore.Event
		want     verdict
	}{
		"one event":             {"s", eventstore.NoStream, one, fine},
		"a revision":            {"s", 7, one, fine},
		"names of any letters":  {"受理-七 !\"/\\", 0, one, fine},
		"longest name":          {strings.Repeat("s", 255), 0, one, fine},
		"name too long":         {strings.Repeat("s", 256), 0, one, limit},
		"no name":               {"", 0, one, invalid},
		"name of the store":     {"$all", 0, one, invalid},
		"NUL in a name":         {"a\x00b", 0, one, invalid},
		"C1 control in a name":  {"a\u0085b", 0, one, invalid},
		"name not UTF-8":        {"a\xff", 0, one, invalid},
		"expecting less":        {"s", -2, one, invalid},
		"nothing":               {"s", 0, nil, invalid},
		"nil id":                {"s", 0, []eventstore.Event{{Type: "t"}}, invalid},
		"no type":               {"s", 0, []eventstore.Event{event("", 0)}, invalid},
		"type of the store":     {"s", 0, []eventstore.Event{event("$x", 0)}, invalid},
		"newline in a type":     {"s", 0, []eventstore.Event{event("a\nb", 0)}, invalid},
		"type too long":         {"s", 0, []eventstore.Event{event(strings.Repeat("t", 256), 0)}, limit},
		"largest record":        {"s", 0, megabytes(1), fine},
		"record too large":      {"s", 0, []eventstore.Event{event("t", full+1)}, limit},
		"second one is invalid": {"s", 0, []eventstore.Event{event("t", 0), {}}, invalid},
		"most events":           {"s", 0, many(eventstore.MaxAppendEvents), fine},
		"too many events":       {"s", 0, many(eventstore.MaxAppendEvents + 1), limit},
		"most bytes":            {"s", 0, megabytes(64), fine},
		"too many bytes":        {"s", 0, append(megabytes(64), event("t", 0)), limit},
	} {
		t.Run(name, func(t *testing.T) {
			err := eventstore.CheckAppend(c.stream, c.expected, c.events)
			var l *eventstore.LimitError
			var i *eventstore.InvalidError
			got := fine
			switch {
			case errors.As(err, &l):
				got = limit
				if l.Size <= l.Max {
					t.Errorf("%+v: the size is within the limit", l)
				}
			case errors.As(err, &i):
				got = invalid
			case err != nil:
				t.Fatalf("unexpected kind of error: %v", err)
			}
			if got != c.want {
				t.Errorf("got %v (%v), want %v", got, err, c.want)
			}
		})
	}
}

func TestCheckRead(t *testing.T) {
	for _, from := range []eventstore.Revision{0, 5, eventstore.End} {
		if err := eventstore.CheckRead("s", from); err != nil {
			t.Errorf("from %d: %v", from, err)
		}
	}
	var invalid *eventstore.InvalidError
	if err := eventstore.CheckRead("s", -1); !errors.As(err, &invalid) {
		t.Errorf("from -1: %v", err)
	}
	if err := eventstore.CheckRead("", 0); !errors.As(err, &invalid) {
		t.Errorf("no name: %v", err)
	}
}
