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

A record that was corrected stays where it is; with it stands what is right, by
which correction, and who approved it. What a correction for privacy hides is shown
to nobody.

What is not public is masked. --open shows what the account that is signed in may
read there, and needs the keyring.

--known-at shows what was recorded by then, --stood-at what had happened by then;
corrections are not cut by the latter, because they speak of what was before.`,
			`逐条查看一个流：发生了什么、发生与登记的时间、经办人及其角色、所依据的记录。
时间为账本所在时区。

被更正的记录仍在原处，并注明更正后的内容、所依据的更正及批准人。因隐私更正隐去的内容
不向任何人显示。

不公开的内容默认遮蔽；--open 显示登录账户在当地有权查看的内容，需要密钥库。

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
	c.Flags().BoolVar(&open, "open", false, a.say("show what is not public, as far as you may read it", "显示有权查看的不公开内容"))
	at.addTo(a, c)
	a.jsonFlag(c)
	c.ValidArgsFunction = completeFirst(catalogue.Standard.Categories()...)
	return c
}

// completeFirst completes the first part of the name of a stream of some
// categories. The ids are not looked up: the log may be in use by a server.
func completeFirst(categories ...string) cobra.CompletionFunc {
	all := beginnings(categories)
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// beginnings are the first parts of the names of streams.
func beginnings(categories []string) (all []cobra.Completion) {
	for _, category := range categories {
		all = append(all, category+"-")
	}
	return all
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
	c, err := correctedOf(events, at.AsOf)
	if err != nil {
		return err
	}
	a.sayAsOf(a.stdout, l, at)
	as := a.publicly(l)
	if l.keys != nil {
		if as, err = a.readingAs(ctx, l, stream); err != nil {
			return err
		}
	}
	names := a.names(l)
	events = cut(events, at.AsOf)
	if a.json {
		return a.printHistory(ctx, l, stream, at, c, events, names, as)
	}
	for _, e := range events {
		if err := a.showEvent(ctx, l, c, e, names, as); err != nil {
			return err
		}
	}
	return nil
}

const minute = "2006-01-02 15:04"

// showEvent shows a record: as it was recorded, and what corrections made of it.
func (a *app) showEvent(ctx context.Context, l *openLedger, c corrected, e domain.Recorded, names *accountNames, as catalogue.Reading) error {
	who, err := a.nameOf(ctx, names, e.Actor)
	if err != nil {
		return err
	}
	zone := l.identity.Location
	r, path := c.record(e.Revision)
	as.Path = path
	sentence := l.Catalogue().Sentence(r, as)
	if c.isHidden(e.Revision) {
		sentence = a.hiddenText()
	}
	fmt.Fprintf(a.stdout, "%s  %s  %s\n",
		a.styled(bold, fmt.Sprintf("%4d", e.Revision)), e.OccurredAt.In(zone).Format(minute), sentence)
	a.detail(fmt.Sprintf(a.say("by %s (%s), recorded %s, position %d", "%s（%s），%s 登记，位置 %d"),
		who, domain.Label(e.Role, string(e.Role), a.lang), e.RecordedAt.In(zone).Format(minute), e.Position))
	if why := a.reasons(e); why != "" {
		a.detail(why)
	}
	if !c.isHidden(e.Revision) {
		a.showOpened(l, r, as)
		a.showAttached(l, e, as)
	}
	return a.showCorrections(ctx, l, c, e, names, as)
}

func (a *app) detail(text string) { fmt.Fprintf(a.stdout, "      %s\n", a.styled(dim, text)) }

// showOpened shows the fields of a record that are not public, to who may read
// some.
func (a *app) showOpened(l *openLedger, r domain.Recorded, as catalogue.Reading) {
	if as.Open == nil {
		return
	}
	for _, f := range l.Catalogue().FieldsOf(r, as) {
		if f.Field.Seal != catalogue.Unsealed {
			a.detail(a.say(f.Field.English, f.Field.Chinese) + a.say(": ", "：") + f.Text)
		}
	}
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

func (a *app) printHistory(ctx context.Context, l *openLedger, stream string, at ledger.AsOf, c corrected, events []domain.Recorded, names *accountNames, as catalogue.Reading) error {
	out := struct {
		Stream string      `json:"stream"`
		AsOf   *asOfJSON   `json:"asOf,omitzero"`
		Events []eventJSON `json:"events"`
	}{Stream: stream, AsOf: inJSON(at), Events: []eventJSON{}}
	for _, e := range events {
		shown, err := a.correctedJSON(ctx, l, c, e, names, as)
		if err != nil {
			return err
		}
		out.Events = append(out.Events, shown)
	}
	return a.printJSON(out)
}
