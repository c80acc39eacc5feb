package eventstore

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// CheckAppend says whether an append keeps the rules that do not depend on
// what the log holds: its limits, its names and its expectation. Every store
// calls it before anything else, so that a history that one store took can be
// copied to any other. The error is a [*LimitError] or an [*InvalidError].
func CheckAppend(stream string, expected Revision, events []Event) error {
	if err := checkName("stream name", stream); err != nil {
		return err
	}
	if expected < NoStream {
		return &InvalidError{"expected revision", fmt.Sprintf("%d is neither NoStream nor a revision", expected)}
	}
	if len(events) == 0 {
		return &InvalidError{"events", "an append carries at least one"}
	}
	if len(events) > MaxAppendEvents {
		return &LimitError{"events in one append", len(events), MaxAppendEvents}
	}
	total := 0
	for i := range events {
		if err := checkEvent(&events[i]); err != nil {
			return err
		}
		total += events[i].Size()
	}
	if total > MaxAppendBytes {
		return &LimitError{"bytes in one append", total, MaxAppendBytes}
	}
	return nil
}

// CheckRead says whether a stream can be read from a revision: whether its
// name could be one, and the revision is not negative. The error is a
// [*LimitError] or an [*InvalidError].
func CheckRead(stream string, from Revision) error {
	if err := checkName("stream name", stream); err != nil {
		return err
	}
	if from < 0 {
		return &InvalidError{"from", fmt.Sprintf("%d is not a revision; the first is 0", from)}
	}
	return nil
}

// Size is what the event counts for in [MaxRecordBytes] and [MaxAppendBytes].
func (e *Event) Size() int { return len(e.Type) + len(e.Data) + len(e.Metadata) }

func checkEvent(e *Event) error {
	if e.ID == uuid.Nil {
		return &InvalidError{"event id", "the nil UUID identifies nothing"}
	}
	if err := checkName("event type", e.Type); err != nil {
		return err
	}
	if size := e.Size(); size > MaxRecordBytes {
		return &LimitError{"record bytes", size, MaxRecordBytes}
	}
	return nil
}

// checkName holds a stream name or an event type to the rule that stands on
// [Event.Type].
func checkName(what, name string) error {
	switch {
	case name == "":
		return &InvalidError{what, "it is empty"}
	case len(name) > MaxNameBytes:
		return &LimitError{what + " bytes", len(name), MaxNameBytes}
	case name[0] == '$':
		return &InvalidError{what, fmt.Sprintf("%q: names that begin with '$' belong to the store", name)}
	case !utf8.ValidString(name):
		return &InvalidError{what, fmt.Sprintf("%q is not UTF-8", name)}
	}
	for _, r := range name {
		if unicode.IsControl(r) {
			return &InvalidError{what, fmt.Sprintf("%q has a control character", name)}
		}
	}
	return nil
}
