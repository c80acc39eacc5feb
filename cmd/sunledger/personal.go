package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/internal/keyring"
	"github.com/sunledger/sunledger/internal/ledger"
)

func (a *app) personalCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "personal",
		Short: a.say("What is held on a person: find, show, export, erase", "个人信息：查找、查看、导出、删除"),
		Long: a.say(`What is held on a person lies sealed under a key of theirs. It is looked up by a
name, a phone or an ID number, of which the keyring holds keyed digests only; shown
and exported for the person; and erased by destroying the key, which the log records
and does not change for.`,
			`个人信息以其本人的密钥封存。可按姓名、电话或身份证号查找（密钥库中仅存带密钥的摘要），
可为本人查看和导出，并可通过销毁密钥予以删除；删除本身记入日志，日志原有内容不变。`),
	}
	a.group(c)
	c.AddCommand(a.personalFindCommand(), a.personalShowCommand(), a.personalExportCommand(), a.personalEraseCommand())
	return c
}

func (a *app) personalFindCommand() *cobra.Command {
	var terms [3]string
	kinds := [3]keyring.TermKind{keyring.PersonName, keyring.PhoneNumber, keyring.IDNumber}
	c := &cobra.Command{
		Use:   "find",
		Short: a.say("find people by name, phone or ID number", "按姓名、电话或身份证号查找"),
		Long: a.say(`Find people by name, phone or ID number. The answer is their ids; personal show tells
what is held. Written @FILE the text is read from the file, and @- from standard
input, so that it stands in no list of processes.`,
			`按姓名、电话或身份证号查找，结果为人员编号；用 personal show 查看所持内容。
写成 @FILE 则读自文件，@- 读自标准输入，以免出现在进程列表中。`),
		Example: "  sunledger personal find --phone @-\n  sunledger personal find --name 居民0001",
		RunE: func(c *cobra.Command, _ []string) error {
			given := -1
			for i, t := range terms {
				switch {
				case t == "":
				case given >= 0:
					return misused(c, "name one of --name, --phone and --id-number", "--name、--phone、--id-number 只能选一个")
				default:
					given = i
				}
			}
			if given < 0 {
				return misused(c, "name one of --name, --phone and --id-number", "请填写 --name、--phone 或 --id-number 之一")
			}
			text, err := a.textOf(terms[given])
			if err != nil {
				return err
			}
			return a.personally(c.Context(), func(ctx context.Context, l *openLedger, actor ledger.Actor) error {
				bar := a.progress()
				defer bar.end()
				found, err := l.FindPerson(ctx, actor, kinds[given], strings.TrimSpace(text), func(done, total uint64) {
					bar.to(a.say("index", "索引"), done, total)
				})
				bar.end()
				if err != nil {
					return err
				}
				return a.showFound(found)
			})
		},
	}
	a.arguments(c)
	c.Flags().StringVar(&terms[0], "name", "", a.say("a name, or a word of it", "姓名或其中一词"))
	c.Flags().StringVar(&terms[1], "phone", "", a.say("a phone number", "电话号码"))
	c.Flags().StringVar(&terms[2], "id-number", "", a.say("an ID number", "身份证号"))
	a.jsonFlag(c)
	return c
}

func (a *app) showFound(found []domain.Subject) error {
	if a.json {
		if found == nil {
			found = []domain.Subject{}
		}
		return a.printJSON(struct {
			Subjects []domain.Subject `json:"subjects"`
		}{found})
	}
	for _, who := range found {
		fmt.Fprintln(a.stdout, who)
	}
	_, err := fmt.Fprintf(a.stdout, a.say("found: %d\n", "找到：%d 人\n"), len(found))
	return err
}

// personally runs a command for whoever is signed in, with the keys.
func (a *app) personally(ctx context.Context, do func(context.Context, *openLedger, ledger.Actor) error) error {
	return a.opened(ctx, withKeys, func(l *openLedger) error {
		actor, err := a.actor(ctx, l)
		if err != nil {
			return err
		}
		return do(ctx, l, actor)
	})
}

func subjectOf(c *cobra.Command, arg string) (domain.Subject, error) {
	who, err := uuid.Parse(strings.TrimPrefix(arg, subject.Category+"-"))
	if err != nil {
		return who, misused(c, "%q is not the id of a person: personal find gives it", "%q 不是人员编号：请用 personal find 查找", arg)
	}
	return who, nil
}

func (a *app) personalShowCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "show",
		Short:   a.say("show what is held on a person", "查看所持的个人信息"),
		Example: "  sunledger personal show 5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10",
		RunE: func(c *cobra.Command, args []string) error {
			who, err := subjectOf(c, args[0])
			if err != nil {
				return err
			}
			return a.personally(c.Context(), func(ctx context.Context, l *openLedger, actor ledger.Actor) error {
				return a.showHeld(ctx, l, actor, who)
			})
		},
	}
	a.arguments(c, "SUBJECT")
	a.jsonFlag(c)
	return c
}

// heldJSON is one text about a person.
type heldJSON struct {
	Stream     string    `json:"stream"`
	Revision   int64     `json:"revision"`
	Position   uint64    `json:"position"`
	Type       string    `json:"type"`
	OccurredAt time.Time `json:"occurredAt"`
	RecordedAt time.Time `json:"recordedAt"`
	Field      string    `json:"field"`
	Means      string    `json:"means"`
	Text       string    `json:"text"`
}

// personJSON is what is held on a person, for them to take along.
type personJSON struct {
	Subject domain.Subject `json:"subject"`
	Ledger  uuid.UUID      `json:"ledger"`
	Held    []heldJSON     `json:"held"`
}

func (a *app) heldOn(ctx context.Context, l *openLedger, actor ledger.Actor, who domain.Subject, forThem bool) (personJSON, error) {
	out := personJSON{who, l.identity.Ledger, []heldJSON{}}
	held, err := l.ShowPerson(ctx, actor, who, forThem, a.lang, nil)
	if err != nil {
		return out, err
	}
	if len(held) == 0 {
		return out, domain.Reject("nothing_held", "nothing is held on this person: check the id", "没有该人员的信息：请核对编号")
	}
	for _, h := range held {
		out.Held = append(out.Held, heldJSON{
			h.Record.Stream, h.Record.Revision, h.Record.Position, h.Record.Event.EventType(), h.Record.OccurredAt, h.Record.RecordedAt,
			h.Field.Name, a.say(h.Field.English, h.Field.Chinese), h.Text,
		})
	}
	return out, nil
}

func (a *app) showHeld(ctx context.Context, l *openLedger, actor ledger.Actor, who domain.Subject) error {
	p, err := a.heldOn(ctx, l, actor, who, false)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(p)
	}
	for _, h := range p.Held {
		fmt.Fprintf(a.stdout, "%s  %s  %s%s%s\n", a.styled(bold, domain.Ref{Stream: h.Stream, Revision: h.Revision}.String()),
			h.OccurredAt.In(l.identity.Location).Format(minute), h.Means, a.say(": ", "："), h.Text)
	}
	_, err = fmt.Fprintf(a.stdout, a.say("texts held: %d\n", "所持信息：%d 条\n"), len(p.Held))
	return err
}

func (a *app) personalExportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export",
		Short: a.say("write what is held on a person as JSON, for them", "以 JSON 导出个人信息，供本人使用"),
		Long: a.say("Write what is held on a person as JSON to standard output: a copy for them (Personal\nInformation Protection Law, article 45).",
			"将所持的个人信息以 JSON 写到标准输出，供本人查阅、复制（《个人信息保护法》第四十五条）。"),
		Example: "  sunledger personal export 5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10 > person.json",
		RunE: func(c *cobra.Command, args []string) error {
			who, err := subjectOf(c, args[0])
			if err != nil {
				return err
			}
			return a.personally(c.Context(), func(ctx context.Context, l *openLedger, actor ledger.Actor) error {
				p, err := a.heldOn(ctx, l, actor, who, true)
				if err != nil {
					return err
				}
				return a.printJSON(p)
			})
		},
	}
	a.arguments(c, "SUBJECT")
	return c
}

func (a *app) personalEraseCommand() *cobra.Command {
	var ground string
	var how circumstances
	c := &cobra.Command{
		Use:   "erase",
		Short: a.say("erase what is held on a person, or restrict its use while it has to be kept", "删除个人信息；保存期内则限制处理"),
		Long: a.say(`Erase what is held on a person: destroy their key, and the texts of what is about
nobody else. The log stays byte for byte as it was; nobody can read it again.

While the rule set says that it has to be kept, it is not erased: its use is restricted
until then, and this command has to be repeated after that day.`,
			`删除个人信息：销毁其密钥，以及仅涉及该人员的流中的文字内容。日志逐字节不变，
但任何人都无法再读取。

规则集规定的保存期内不予删除，而是限制处理；届满后须重新执行本命令。`),
		Example: "  sunledger personal erase 5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10 --ground consent-withdrawn",
		RunE: func(c *cobra.Command, args []string) error {
			who, err := subjectOf(c, args[0])
			if err != nil {
				return err
			}
			return a.carryOut(c.Context(), subject.Erase{Subject: who, Ground: subject.Ground(ground)}, how)
		},
	}
	a.arguments(c, "SUBJECT")
	c.Flags().StringVar(&ground, "ground", "", a.say("why: ", "事由：")+strings.Join(codesOf(subject.Ground("")), a.say(", ", "、"))+a.say(" (required)", "（必填）"))
	_ = c.MarkFlagRequired("ground")
	_ = c.RegisterFlagCompletionFunc("ground", cobra.FixedCompletions(a.codesOf(subject.Ground("")), cobra.ShellCompDirectiveNoFileComp))
	how.addTo(a, c)
	a.jsonFlag(c)
	return c
}

func codesOf(c domain.Coded) []string {
	var codes []string
	for _, code := range c.Codes() {
		codes = append(codes, code.Code)
	}
	return codes
}
