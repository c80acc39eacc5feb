package ledger

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
)

// AsOf is a moment from which the ledger is seen, found in the log. The zero
// AsOf is now. Of any other, Known is always set: what was known is a position
// even where nobody named one, so that all who ask for the same see the same.
type AsOf struct {
	domain.AsOf
	// RecordedAt is when the last record that was known was recorded; the zero
	// time where nothing was.
	RecordedAt time.Time
	// Today is the day that counts as today from there: that of Stood, or else
	// that of Known, and never later than the ledger's.
	Today domain.Date
}

// Marks are what an AsOf was asked for with: nothing, a position in digits, or a
// time. A time is RFC 3339, "2006-01-02 15:04" with or without seconds in the
// ledger's zone, or 2006-01-02 for the end of that day.
type Marks struct {
	// Known is when, or where in the log, something was known.
	Known string
	// Stood is when facts had occurred; a position is the time at which the
	// event there occurred.
	Stood string
}

// IsNow reports whether nothing is asked for.
func (m Marks) IsNow() bool { return m == Marks{} }

// MarkError says that a text is neither a time nor a position.
type MarkError struct {
	// Stood says that it is Marks.Stood, and not Marks.Known.
	Stood bool
	Text  string
}

func (e *MarkError) Error() string {
	return strconv.Quote(e.Text) + " is neither a time nor a position"
}

// AsOf finds a moment in the log. Where only Stood is asked for, Known is all
// that is known now.
//
// A text that is no mark is a [*MarkError]. A position after the last event, and
// a time after the end of today, are refused with the code as_of_ahead: what
// will be known there is not known. A time that is left of today is taken, and
// gives what there is. A position for Stood that no event has is refused with
// as_of_no_event.
func (l *Ledger) AsOf(ctx context.Context, m Marks) (AsOf, error) {
	id, err := l.Identity(ctx)
	if err != nil {
		return AsOf{}, err
	}
	today := l.Today(id)
	if m.IsNow() {
		return AsOf{Today: today}, nil
	}
	f := finder{l, id.Location, latest(l.now(), endOf(today, id.Location), id.Location)}
	var a AsOf
	known, day, err := f.known(ctx, m.Known)
	if err != nil {
		return AsOf{}, err
	}
	a.Known = &known
	if known > 0 {
		if a.RecordedAt, err = f.recordedAt(ctx, known); err != nil {
			return AsOf{}, err
		}
	}
	if day.IsZero() {
		day = a.RecordedAt
	}
	if m.Stood != "" {
		if a.Stood, err = f.stood(ctx, m.Stood); err != nil {
			return AsOf{}, err
		}
		day = a.Stood
	}
	a.Today = today
	if d := domain.DateOf(day, id.Location); !day.IsZero() && d.Before(today) {
		a.Today = d
	}
	return a, nil
}

// finder finds marks in a log.
type finder struct {
	ledger *Ledger
	zone   *time.Location
	// end is the last time that is not ahead.
	end time.Time
}

// latest is the end of the day that it is, by the clock or by the ledger: a
// demonstration records now what happens on its fixed day.
func latest(now, fixed time.Time, zone *time.Location) time.Time {
	if end := endOf(domain.DateOf(now, zone), zone); end.After(fixed) {
		return end
	}
	return fixed
}

// endOf is the last moment of a day.
func endOf(d domain.Date, zone *time.Location) time.Time {
	return d.AddDays(1).Start(zone).Add(-time.Nanosecond).UTC()
}

// known is a position, and the time that it was given as, if it was. No text is
// everything.
func (f finder) known(ctx context.Context, text string) (uint64, time.Time, error) {
	position, t, ok := f.parse(text)
	switch {
	case text != "" && !ok:
		return 0, t, &MarkError{Text: text}
	case t.After(f.end):
		return 0, t, timeAhead(text)
	case !t.IsZero():
		position, err := f.ledger.PositionAt(ctx, t)
		return position, t, err
	}
	head, err := f.ledger.Head(ctx)
	switch {
	case err != nil:
		return 0, t, err
	case text == "":
		return head, t, nil
	case position > head:
		return 0, t, positionAhead(text, head)
	}
	return position, t, nil
}

func (f finder) stood(ctx context.Context, text string) (time.Time, error) {
	position, t, ok := f.parse(text)
	switch {
	case !ok:
		return t, &MarkError{Stood: true, Text: text}
	case t.After(f.end):
		return t, timeAhead(text)
	case !t.IsZero():
		return t, nil
	}
	head, err := f.ledger.Head(ctx)
	if err != nil {
		return t, err
	}
	if position > head {
		return t, positionAhead(text, head)
	}
	for r, err := range f.ledger.EventsBefore(ctx, position+1) {
		if err != nil {
			return t, err
		}
		if r.Position == position {
			return r.OccurredAt, nil
		}
		break
	}
	return t, domain.Reject("as_of_no_event",
		"there is no event at position %s: name the position of an event, or a time", "位置 %s 没有记录：请填写某条记录的位置，或时间", text)
}

// recordedAt is when the last record up to a position was recorded.
func (f finder) recordedAt(ctx context.Context, position uint64) (time.Time, error) {
	for r, err := range f.ledger.store.ReadAllBackward(ctx, eventstore.Position(position+1)) {
		if err != nil {
			return time.Time{}, err
		}
		return catalogue.RecordedAt(r.Metadata)
	}
	return time.Time{}, nil
}

// The forms of a time besides RFC 3339 and a day.
var markLayouts = []string{time.RFC3339Nano, "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}

// maxMark is longer than any mark.
const maxMark = 40

// parse reads a position or a time; a time that is zero is a position.
func (f finder) parse(text string) (position uint64, t time.Time, ok bool) {
	if len(text) > maxMark {
		return 0, t, false
	}
	position, err := strconv.ParseUint(text, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return position, t, true // one that is out of range is ahead
	}
	if day, err := domain.ParseDate(text); err == nil {
		return 0, endOf(day, f.zone), true
	}
	for _, layout := range markLayouts {
		if t, err := time.ParseInLocation(layout, text, f.zone); err == nil && !t.IsZero() {
			return 0, t.UTC(), true
		}
	}
	return 0, t, false
}

func positionAhead(text string, head uint64) error {
	return domain.Reject("as_of_ahead",
		"position %[1]s lies ahead: the log ends at position %[2]d; name that one, or an earlier one",
		"位置 %[1]s 尚未到来：日志至位置 %[2]d；请填写该位置或更早的位置", text, head)
}

func timeAhead(text string) error {
	return domain.Reject("as_of_ahead",
		"%[1]s lies ahead: what will be known then is not known yet; name a time that is not later than today",
		"%[1]s 尚未到来：届时的情况现在还不知道；请填写不晚于今天的时间", text)
}
