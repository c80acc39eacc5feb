package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

func (a *app) historyCommand() *cobra.Command {
	var open bool
	var at asOfFlags
	c := &cobra.Command{
		Use:   "history",
		Short: a.say("Show one stream, event by event", "逐条查看一个流的历史"),
		Long: a.say(`Show one stream, event by event: what happened, when it happened and when it was
recorded, who did it in which role, and what it rests on. Times are in the
ledger's zone.

What is not public is masked. --open shows it, and needs the keyring.

--known-at shows what was recorded by then, --stood-at what had happened by then;
corrections are not cut by the latter, because they speak of what was before.`,
			`逐条查看一个流：发生了什么、发生与登记的时间、经办人及其角色、所依据的记录。
时间为账本所在时区。

不公开的内容默认遮蔽；--open 予以显示，需要密钥库。

--known-at 只显示当时已登记的记录，--stood-at 只显示当时已发生的事；后者不影响更正，
因为更正针对的是此前的事。`),
		Example: `  sunledger history request-5f0c…
  sunledger history matter-B07 --json`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := domain.CheckStream(args[0]); err != nil {
				return misused(c, "%[1]s", "%[2]q 不是流的名称：请写 类别-编号，如 request-5f0c…", err.Error(), args[0])
			}
			want := reading
			if open {
				want = withKeys
			}
			return a.opened(c.Context(), want, func(l *openLedger) error {
				from, err := at.in(c.Context(), c, l)
				if err != nil {
					return err
				}
				return a.showHistory(c.Context(), l, args[0], from)
			})
		},
	}
	a.arguments(c, "STREAM")
	c.Flags().BoolVar(&open, "open", false, a.say("show what is not public, too", "同时显示不公开的内容"))
	at.addTo(a, c)
	a.jsonFlag(c)
	c.ValidArgsFunction = completeCategories
	return c
}

// completeCategories completes the first part of a stream's name. The ids are
// not looked up: the log may be in use by a server.
func completeCategories(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []cobra.Completion
	for _, category := range catalogue.Standard.Categories() {
		all = append(all, category+"-")
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

func (a *app) showHistory(ctx context.Context, l *openLedger, stream string, at ledger.AsOf) error {
	if _, err := l.Catalogue().Aggregate(stream); err != nil {
		return err
	}
	events, err := l.History(ctx, stream)
	if errors.Is(err, eventstore.ErrNotFound) {
		return domain.Reject("not_found",
			"there is no stream %s: look for the right name with `sunledger events`",
			"没有流 %s：可用 `sunledger events` 查找", stream)
	}
	if err != nil {
		return err
	}
	events = cut(events, at)
	names := a.names(l)
	if a.json {
		return a.printHistory(ctx, l, stream, at, events, names)
	}
	a.sayAsOf(a.stdout, l, at)
	as := a.publicly(l)
	if l.keys != nil {
		as.Open = l.keys
	}
	for _, e := range events {
		if err := a.showEvent(ctx, l, e, names, as); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) showEvent(ctx context.Context, l *openLedger, e domain.Recorded, names *accountNames, as catalogue.Reading) error {
	account, err := names.of(ctx, e.Actor)
	if err != nil {
		return err
	}
	const minute = "2006-01-02 15:04"
	who := publicName(account.Name, account.NameEnglish, a.lang)
	if who == "" {
		who = e.Actor
	}
	zone := l.identity.Location
	fmt.Fprintf(a.stdout, "%s  %s  %s\n",
		a.styled(bold, fmt.Sprintf("%4d", e.Revision)), e.OccurredAt.In(zone).Format(minute), l.Catalogue().Sentence(e, as))
	detail := func(text string) { fmt.Fprintf(a.stdout, "      %s\n", a.styled(dim, text)) }
	detail(fmt.Sprintf(a.say("by %s (%s), recorded %s, position %d", "%s（%s），%s 登记，位置 %d"),
		who, domain.Label(e.Role, string(e.Role), a.lang), e.RecordedAt.In(zone).Format(minute), e.Position))
	if why := a.reasons(e); why != "" {
		detail(why)
	}
	if as.Open == nil {
		return nil
	}
	for _, f := range l.Catalogue().FieldsOf(e, as) {
		if f.Field.Seal != catalogue.Unsealed {
			detail(a.say(f.Field.English, f.Field.Chinese) + a.say(": ", "：") + f.Text)
		}
	}
	return nil
}

// reasons says what an event rests on, and what led to it where that is not
// the command itself.
func (a *app) reasons(e domain.Recorded) string {
	var parts []string
	if len(e.Evidence) > 0 {
		refs := make([]string, len(e.Evidence))
		for i, r := range e.Evidence {
			refs[i] = r.String()
		}
		parts = append(parts, a.say("rests on ", "依据 ")+strings.Join(refs, ", "))
	}
	if e.CausationID != e.CommandID && e.CausationID != uuid.Nil {
		parts = append(parts, a.say("follows from ", "起因 ")+e.CausationID.String())
	}
	if e.CorrelationID != e.CommandID && e.CorrelationID != uuid.Nil {
		parts = append(parts, a.say("belongs to ", "同属 ")+e.CorrelationID.String())
	}
	return strings.Join(parts, a.say("; ", "；"))
}

func (a *app) printHistory(ctx context.Context, l *openLedger, stream string, at ledger.AsOf, events []domain.Recorded, names *accountNames) error {
	out := struct {
		Stream string      `json:"stream"`
		AsOf   *asOfJSON   `json:"asOf,omitzero"`
		Events []eventJSON `json:"events"`
	}{Stream: stream, AsOf: inJSON(at), Events: []eventJSON{}}
	as := a.publicly(l)
	if l.keys != nil {
		as.Open = l.keys
	}
	for _, e := range events {
		show := l.Catalogue().Mask
		if l.keys != nil {
			show = func(domain.Event) ([]byte, error) { return l.Catalogue().Reveal(e, l.keys) }
		}
		shown, err := a.eventJSON(ctx, e, names, show)
		if err != nil {
			return err
		}
		shown.Sentence = l.Catalogue().Sentence(e, as)
		out.Events = append(out.Events, shown)
	}
	return a.printJSON(out)
}
