package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// asOfFlags are the flags that choose a moment to see the ledger from.
type asOfFlags struct{ ledger.Marks }

func (f *asOfFlags) addTo(a *app, c *cobra.Command) {
	c.Flags().StringVar(&f.Known, "known-at", "", a.say(
		"as it was known then: a time, a day (its end) or a position", "按当时所知：时间、日期（当日结束）或位置"))
	c.Flags().StringVar(&f.Stood, "stood-at", "", a.say(
		"with what had happened by then: a time, a day (its end) or the position of an event", "截至当时已发生的事：时间、日期（当日结束）或某条记录的位置"))
}

// in finds the moment in the log.
func (f *asOfFlags) in(ctx context.Context, c *cobra.Command, l *openLedger) (ledger.AsOf, error) {
	at, err := l.AsOf(ctx, f.Marks)
	var mark *ledger.MarkError
	if errors.As(err, &mark) {
		name := "known-at"
		if mark.Stood {
			name = "stood-at"
		}
		return at, misused(c,
			"--%[1]s: %[2]q is neither a time nor a position: write 2016-09-09T10:00:00+08:00, \"2016-09-09 10:00\", 2016-09-09 for the end of that day, or a position such as 1200",
			"--%[1]s：%[2]q 不是时间或位置：请写 2016-09-09T10:00:00+08:00、\"2016-09-09 10:00\"、2016-09-09（当日结束），或位置，如 1200", name, mark.Text)
	}
	return at, err
}

// withPast reads the views as of a moment, or of now.
func (a *app) withPast(c *cobra.Command, l *openLedger, f asOfFlags, read func(*projections.Query, ledger.AsOf) error) error {
	ctx := c.Context()
	at, err := f.in(ctx, c, l)
	if err != nil {
		return err
	}
	return a.withReady(ctx, l, func(v *projections.Views) error {
		if at.IsNow() {
			return catchUp(ctx, l, v)
		}
		return v.Past().Prepare(ctx, at.AsOf)
	}, func(v *projections.Views) error {
		return v.Past().Read(ctx, at.AsOf, func(q *projections.Query) error { return read(q, at) })
	})
}

// asOfJSON says as of when something is shown.
type asOfJSON struct {
	// KnownAt is the last position that was known, RecordedAt when that was
	// recorded, and StoodAt the time by which the facts had occurred.
	KnownAt    uint64    `json:"knownAt"`
	RecordedAt time.Time `json:"recordedAt,omitzero"`
	StoodAt    time.Time `json:"stoodAt,omitzero"`
}

// inJSON is nil where things are shown as of now.
func inJSON(at ledger.AsOf) *asOfJSON {
	if at.IsNow() {
		return nil
	}
	return &asOfJSON{KnownAt: *at.Known, RecordedAt: at.RecordedAt, StoodAt: at.Stood}
}

// sayAsOf says as of when what follows is shown; of now it says nothing.
func (a *app) sayAsOf(to io.Writer, l *openLedger, at ledger.AsOf) {
	if at.IsNow() {
		return
	}
	const second = "2006-01-02 15:04:05"
	text := fmt.Sprintf(a.say("as known at position %d", "按位置 %d 时所知"), *at.Known)
	if !at.RecordedAt.IsZero() {
		text += fmt.Sprintf(a.say(" (recorded %s)", "（%s 登记）"), at.RecordedAt.In(l.identity.Location).Format(second))
	}
	if !at.Stood.IsZero() {
		text += fmt.Sprintf(a.say(", and as it stood at %s", "，截至 %s 的情况"), at.Stood.In(l.identity.Location).Format(second))
	}
	fmt.Fprintln(to, a.styled(bold, text))
}

// cut keeps the records that are seen from a moment.
func cut(events []domain.Recorded, at domain.AsOf) []domain.Recorded {
	var seen []domain.Recorded
	for _, e := range events {
		if at.Shows(e) {
			seen = append(seen, e)
		}
	}
	return seen
}
