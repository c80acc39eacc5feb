package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// selection is what of the log is shown.
type selection struct {
	after  uint64
	follow bool
	types  []string
	limit  int // 0 is no limit
	shown  int // so far
	from   ledger.AsOf
}

func (s *selection) shows(e domain.Recorded) bool {
	return s.from.Shows(e) && (len(s.types) == 0 || slices.Contains(s.types, e.Event.EventType()))
}

func (a *app) eventsCommand() *cobra.Command {
	var s selection
	var at asOfFlags
	c := &cobra.Command{
		Use:   "events",
		Short: a.say("Show the log, from the first event or after a position", "查看日志（可从某位置之后）"),
		Long: a.say(`Show the log in its order: position, when it happened, stream@revision, and what
happened. With --json every line is one CloudEvent (CloudEvents 1.0, JSON), with
what is not public masked. --follow waits for more until it is interrupted.`,
			`按次序查看日志：位置、发生时间、流@版本、内容。加 --json 时每行一个 CloudEvent
（CloudEvents 1.0，JSON），不公开的内容遮蔽。--follow 持续等待，直至中断。`),
		Example: `  sunledger events --after 1200 --limit 20
  sunledger events --type request.completed --json | jq .data.outcome
  sunledger events --follow`,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, t := range s.types {
				if !catalogue.Standard.KnowsEvent(t) {
					return misused(c, "there is no event %q: sunledger catalogue lists them all", "没有事件 %q：请看 sunledger catalogue", t)
				}
			}
			if s.limit < 0 {
				return misused(c, "--limit is a number of events, not %d", "--limit 为条数，不能是 %d", s.limit)
			}
			if s.follow && !at.IsNow() {
				return misused(c, "--follow waits for what is to come, which no --known-at or --stood-at has", "--follow 等待新的记录，不能与 --known-at、--stood-at 同用")
			}
			return a.opened(c.Context(), reading, func(l *openLedger) (err error) {
				if s.from, err = at.in(c.Context(), c, l); err != nil {
					return err
				}
				// What is shown goes to programs, line by line.
				a.sayAsOf(a.stderr, l, s.from)
				err = a.followEvents(c.Context(), l, &s)
				if s.follow && errors.Is(err, context.Canceled) {
					return nil // an interrupt is how following ends
				}
				return err
			})
		},
	}
	a.arguments(c)
	flags := c.Flags()
	flags.Uint64Var(&s.after, "after", 0, a.say("begin after this position", "从此位置之后开始"))
	flags.BoolVar(&s.follow, "follow", false, a.say("wait for more", "持续等待"))
	flags.StringArrayVar(&s.types, "type", nil, a.say("only events of this type; may be repeated", "仅此类事件；可重复"))
	flags.IntVar(&s.limit, "limit", 0, a.say("at most so many events; 0 is all", "最多条数，0 为全部"))
	at.addTo(a, c)
	a.jsonFlag(c)
	_ = c.RegisterFlagCompletionFunc("type", a.completeEventTypes)
	return c
}

func (a *app) completeEventTypes(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []cobra.Completion
	for _, spec := range catalogue.Standard.Events() {
		all = append(all, cobra.CompletionWithDesc(spec.Prototype.EventType(), a.say(spec.English, spec.Chinese)))
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// followEvents shows what is selected; what follows a ledger beside its server
// goes on when the next server takes its place.
func (a *app) followEvents(ctx context.Context, l *openLedger, s *selection) error {
	for {
		err := a.showEvents(ctx, l, s)
		if _, beside := l.store.(*besideStore); !beside || !s.follow || !errors.Is(err, eventstore.ErrUnavailable) {
			return err
		}
		if err := a.nextDoor(ctx, l, doorTries); err != nil {
			return err
		}
	}
}

// showEvents shows what is selected, as it comes, and moves s.after on with it.
func (a *app) showEvents(ctx context.Context, l *openLedger, s *selection) error {
	out := bufio.NewWriter(a.stdout)
	hiding, err := l.hiding(ctx, s.after)
	if err != nil {
		return err
	}
	for {
		for e, err := range l.Events(ctx, s.after) {
			if err != nil {
				return errors.Join(out.Flush(), err)
			}
			if !s.from.Knows(e.Position) {
				return out.Flush()
			}
			if !s.shows(e) {
				s.after = e.Position
				continue
			}
			hidden, err := hiding.hides(ctx, e)
			if err != nil {
				return errors.Join(out.Flush(), err)
			}
			if err := a.writeEvent(out, l, e, hidden); err != nil {
				return err
			}
			s.after = e.Position
			if s.shown++; s.shown == s.limit {
				return out.Flush()
			}
		}
		if err := out.Flush(); err != nil || !s.follow {
			return err
		}
		if err := l.Store().Wait(ctx, eventstore.Position(s.after)); err != nil {
			return err
		}
	}
}

// writeEvent writes an event without its content where that is hidden.
func (a *app) writeEvent(out *bufio.Writer, l *openLedger, e domain.Recorded, hidden bool) error {
	if !a.json {
		sentence := l.Catalogue().Sentence(e, a.publicly(l))
		if hidden {
			sentence = a.hiddenText()
		}
		_, err := fmt.Fprintf(out, "%s  %s  %s  %s\n",
			a.styled(dim, fmt.Sprintf("%6d", e.Position)),
			e.OccurredAt.In(l.identity.Location).Format("2006-01-02 15:04"),
			a.styled(bold, domain.Ref{Stream: e.Stream, Revision: e.Revision}.String()),
			sentence)
		return err
	}
	event, err := newCloudEvent(l, e, hidden)
	if err != nil {
		return err
	}
	text, err := json.Marshal(event, json.Deterministic(true))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", text)
	return err
}
