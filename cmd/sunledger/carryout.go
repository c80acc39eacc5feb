package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// circumstances are what can be said of any command besides its fields.
type circumstances struct {
	id       string
	key      string
	at       moment
	revision revisionFlag
	attach   attachFlags

	// complete, if not nil, makes the command whole with what only the open
	// ledger knows.
	complete func(ctx context.Context, l *openLedger, command any) (any, error)
	// then, if not nil, does what follows from the command, and may add to what
	// is shown of it.
	then func(ctx context.Context, l *openLedger, actor ledger.Actor, r *ledger.Receipt) error
	// hint, if not nil, says what to do next, to people.
	hint func(ctx context.Context, l *openLedger, r ledger.Receipt) error
}

func (h *circumstances) addTo(a *app, c *cobra.Command) {
	flags := c.Flags()
	flags.Var(&h.at, "at", a.say("when it happened, in the ledger's zone unless it says another, such as \"2016-09-09 10:00\"; now, unless given",
		"发生时间，默认现在；未写时区时按账本时区，如 \"2016-09-09 10:00\""))
	flags.StringVar(&h.key, "key", "", a.say("a key of your own that makes it safe to repeat: the same key and command give the first answer again",
		"自定的幂等键：同一键和命令重做时得到首次的结果"))
	h.attach.addTo(a, c)
	flags.Var(&h.revision, "if-revision", a.say("refuse unless the stream stands at this revision, the one that you saw; -1 is none",
		"仅当流停在此版本（您看到的版本）时执行；-1 表示尚无"))
}

// carryOut does a command under the account that is signed in and says what
// became of it.
func (a *app) carryOut(ctx context.Context, command any, how circumstances) error {
	return a.opened(ctx, withKeys, func(l *openLedger) error {
		actor, err := a.actor(ctx, l)
		if err != nil {
			return err
		}
		if how.complete != nil {
			if command, err = how.complete(ctx, l, command); err != nil {
				return err
			}
		}
		attached, err := how.attach.take(ctx, l, actor)
		if err != nil {
			return err
		}
		receipt, err := l.Do(ctx, ledger.Request{
			Actor:       actor,
			Command:     command,
			ID:          how.id,
			Key:         how.key,
			OccurredAt:  how.at.in(l.identity.Location),
			Expected:    how.revision.value(),
			Attachments: attached,
		})
		if err != nil {
			return err
		}
		var after error
		if how.then != nil {
			after = how.then(ctx, l, actor, &receipt)
		}
		if err := a.showReceipt(ctx, l, receipt); err != nil || after != nil {
			return cmp.Or(after, err)
		}
		if how.hint != nil && !a.json {
			return how.hint(ctx, l, receipt)
		}
		return nil
	})
}

func (a *app) showReceipt(ctx context.Context, l *openLedger, r ledger.Receipt) error {
	if a.json {
		return a.printReceipt(ctx, l, r)
	}
	hidden, err := hiddenOf(ctx, l, r)
	if err != nil {
		return err
	}
	for _, e := range r.Events {
		sentence := l.Catalogue().Sentence(e, a.publicly(l))
		if _, gone := hidden[e.Revision]; gone {
			sentence = a.hiddenText()
		}
		fmt.Fprintf(a.stdout, "%s  %s %d  %s\n",
			a.styled(bold, domain.Ref{Stream: e.Stream, Revision: e.Revision}.String()),
			a.say("position", "位置"), e.Position, sentence)
	}
	switch {
	case r.Repeated:
		fmt.Fprintln(a.stdout, a.say("it was recorded before, with the same key: this is the first answer", "此前已以同一键登记：以上为首次结果"))
	case len(r.Events) == 0:
		fmt.Fprintf(a.stdout, a.say("nothing to be done: %s stands at revision %d\n", "无需登记：%s 现为第 %d 版\n"), r.Stream, r.Revision)
	}
	return nil
}

// hiddenOf is what a correction has hidden since of an answer that is given
// again.
func hiddenOf(ctx context.Context, l *openLedger, r ledger.Receipt) (map[int64]int64, error) {
	if !r.Repeated {
		return nil, nil
	}
	return l.hiddenIn(ctx, r.Stream)
}

func (a *app) printReceipt(ctx context.Context, l *openLedger, r ledger.Receipt) error {
	type receipt struct {
		Stream   string      `json:"stream"`
		Revision int64       `json:"revision"`
		Position uint64      `json:"position"`
		Repeated bool        `json:"repeated"`
		Events   []eventJSON `json:"events"`
	}
	out := receipt{r.Stream, r.Revision, r.Position, r.Repeated, []eventJSON{}}
	names := a.names(l)
	hidden, err := hiddenOf(ctx, l, r)
	if err != nil {
		return err
	}
	for _, e := range r.Events {
		data, err := l.Catalogue().Mask(e.Event)
		if err != nil {
			return err
		}
		shown, err := a.eventJSON(ctx, e, names, data)
		if err != nil {
			return err
		}
		if _, gone := hidden[e.Revision]; gone {
			shown.Hidden, shown.Data, shown.Attachments = true, nil, nil
		}
		out.Events = append(out.Events, shown)
	}
	return a.printJSON(out)
}

// revisionFlag is a revision, if one is given.
type revisionFlag struct {
	n     int64
	given bool
}

func (f *revisionFlag) String() string { return "" }
func (f *revisionFlag) Type() string   { return "revision" }

func (f *revisionFlag) Set(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < -1 {
		return domain.Reject("usage", "%q is no revision: they count from 0", "%q 不是版本号：版本从 0 起", s)
	}
	f.n, f.given = n, true
	return nil
}

func (f *revisionFlag) value() *int64 {
	if !f.given {
		return nil
	}
	return &f.n
}
