package main

import (
	"time"

	"github.com/sunledger/sunledger/domain"
)

// moment is a time as it is typed: with a zone of its own, or in the ledger's.
// The ledger's zone is known only once it is open, so the text waits for it.
type moment struct{ text string }

// The forms, from the longest: RFC 3339, and local times down to a day.
var momentLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

func (m *moment) String() string { return m.text }
func (m *moment) Type() string   { return "time" }

func (m *moment) Set(s string) error {
	m.text = s
	if m.in(time.UTC).IsZero() {
		return domain.Reject("usage",
			"write a time as 2016-09-09T10:00:00+08:00, \"2016-09-09 10:00\" or 2016-09-09",
			"时间请写作 2016-09-09T10:00:00+08:00、\"2016-09-09 10:00\" 或 2016-09-09")
	}
	return nil
}

// in is the time, or the zero time where none was given.
func (m *moment) in(zone *time.Location) time.Time {
	for _, layout := range momentLayouts {
		if t, err := time.ParseInLocation(layout, m.text, zone); err == nil {
			return t
		}
	}
	return time.Time{}
}
