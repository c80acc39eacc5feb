package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// takenPrefix stands before the digest of a file that was taken before.
const takenPrefix = "sha256:"

// attachFlags are the files that a command names as evidence.
type attachFlags []attachFlag

// attachFlag is one of them, with the path of a file that is yet to be taken.
type attachFlag struct {
	ledger.Attach
	path string
}

func (f *attachFlags) addTo(a *app, c *cobra.Command) {
	c.Flags().Var(f, "attach", a.say(
		"a file that is evidence of it, as kind=path[,title=…][,audience=public|village|restricted], such as minutes=minutes.pdf,audience=public; restricted, unless it says otherwise; may be repeated; kinds: ",
		"作为凭据的文件，写作 类型=路径[,title=…][,audience=public|village|restricted]，如 minutes=minutes.pdf,audience=public；默认 restricted（限内部）；可重复；类型：")+
		a.kindsOfFiles())
	_ = c.RegisterFlagCompletionFunc("attach", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var all []cobra.Completion
		for _, k := range domain.AttachmentKind("").Codes() {
			all = append(all, cobra.CompletionWithDesc(k.Code+"=", a.say(k.English, k.Chinese)))
		}
		return all, cobra.ShellCompDirectiveNoSpace
	})
}

func (a *app) kindsOfFiles() string {
	var all []string
	for _, k := range domain.AttachmentKind("").Codes() {
		code := k.Code
		if a.lang == domain.Chinese {
			code += " " + k.Chinese
		}
		all = append(all, code)
	}
	return strings.Join(all, a.say(", ", "、"))
}

func (f *attachFlags) String() string { return "" }
func (f *attachFlags) Type() string   { return "kind=path" }

// Set reads kind=path, and what may follow it. A comma that begins neither a title
// nor an audience is part of what it stands in.
func (f *attachFlags) Set(s string) error {
	kind, rest, found := strings.Cut(s, "=")
	var at attachFlag
	into := &at.path
	for i, part := range strings.Split(rest, ",") {
		switch {
		case i == 0:
			*into = part
		case strings.HasPrefix(part, "title="):
			into = &at.Title
			*into = strings.TrimPrefix(part, "title=")
		case strings.HasPrefix(part, "audience="):
			into = (*string)(&at.Audience)
			*into = strings.TrimPrefix(part, "audience=")
		default:
			*into += "," + part
		}
	}
	if !found || kind == "" || at.path == "" {
		return domain.Reject("usage", "write kind=path, such as minutes=minutes.pdf", "请写 类型=路径，如 minutes=minutes.pdf")
	}
	at.Kind = domain.AttachmentKind(kind)
	if !slices.ContainsFunc(at.Kind.Codes(), func(c domain.Code) bool { return c.Code == kind }) {
		return domain.Reject("usage", "%q is no kind of file: see the help", "%q 不是附件类型：请看说明", kind)
	}
	if digest, taken := strings.CutPrefix(at.path, takenPrefix); taken {
		at.path, at.Digest = "", digest
	}
	*f = append(*f, at)
	return nil
}

// take stores the files that are not yet, and gives what the command names. What
// cannot be read is said before anything is stored.
func (f attachFlags) take(ctx context.Context, l *openLedger, actor ledger.Actor) ([]ledger.Attach, error) {
	for _, at := range f {
		if at.path == "" {
			continue
		}
		file, err := os.Open(at.path)
		if err != nil {
			return nil, err
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
	var all []ledger.Attach
	for _, at := range f {
		if at.path != "" {
			taken, err := takeFile(ctx, l, actor, at.Audience, at.path)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", at.path, err)
			}
			at.Digest = taken.Digest
		}
		all = append(all, at.Attach)
	}
	return all, nil
}

func takeFile(ctx context.Context, l *openLedger, actor ledger.Actor, audience domain.Audience, path string) (taken ledger.TakenFile, err error) {
	file, err := os.Open(path)
	if err != nil {
		return taken, err
	}
	taken, err = l.TakeFile(ctx, actor, audience, file)
	if closing := file.Close(); closing != nil {
		err = errors.Join(err, closing)
	}
	return taken, err
}

func (a *app) attachCommand() *cobra.Command {
	var audience string
	c := &cobra.Command{
		Use:   "attach",
		Short: a.say("Send an evidence file ahead, for a command to name", "先行上传凭据文件，供命令引用"),
		Long: a.say(`Store a file beside the log, and say how a command of the same account names it.
Nothing is recorded by it, and nobody can read a file that no event names. Every
command takes files itself, too: see --attach of each.

A file that is not public is encrypted with a key of its own, so that it can be
erased. Each command takes a file of its own. Evidence that turns up late goes with the next
event of its stream, or with a correction.

$SUNLEDGER_MAX_FILE is the largest file that is taken, in MiB (50).`,
			`将文件存入日志旁的附件目录，并说明同一账户的命令如何引用。此命令不作登记；未被任何记录引用的
文件无人可读。各命令也可用 --attach 直接附文件。

非公开文件以各自的密钥加密，因此可以删除；每个命令请各用一份。事后补得的凭据随该流的
下一条记录或更正一并附上。

$SUNLEDGER_MAX_FILE 为附件上限（MiB），默认 50。`),
		Example: "  sunledger attach minutes.pdf --audience public\n  sunledger request complete 5f0c… --outcome solved --attach minutes=sha256:9f86…,audience=public",
		RunE: func(c *cobra.Command, args []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error {
				actor, err := a.actor(c.Context(), l)
				if err != nil {
					return err
				}
				taken, err := takeFile(c.Context(), l, actor, domain.Audience(audience), args[0])
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(taken)
				}
				named := takenPrefix + taken.Digest
				if taken.Audience != domain.Restricted {
					named += ",audience=" + string(taken.Audience)
				}
				fmt.Fprintf(a.stdout, a.say("%s: %s, %s, %s\nname it in a command of your account: --attach KIND=%s\n",
					"%s：%s，%s，%s\n在本人账户的命令中引用：--attach 类型=%s\n"),
					args[0], taken.MediaType, sizeOf(taken.Size), a.audience(taken.Audience), named)
				return nil
			})
		},
	}
	a.arguments(c, "FILE")
	c.Flags().StringVar(&audience, "audience", string(domain.Restricted), a.say("who may read it: public, village, restricted", "可见范围：public 公开、village 村内、restricted 限内部"))
	_ = c.RegisterFlagCompletionFunc("audience", cobra.FixedCompletions([]string{"public", "village", "restricted"}, cobra.ShellCompDirectiveNoFileComp))
	a.jsonFlag(c)
	return c
}

func (a *app) audience(who domain.Audience) string {
	return a.say(string(who), map[domain.Audience]string{domain.Public: "公开", domain.Village: "村内", domain.Restricted: "限内部"}[who])
}

// sizeOf is a number of bytes as people read it.
func sizeOf(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	case bytes >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%d B", bytes)
}

// attached is a file that an event names, for programs.
type attached = catalogue.PublicAttachment

func attachedTo(r domain.Recorded) []attached { return catalogue.AttachmentsOf(r) }

// showAttached shows the files that a record names.
func (a *app) showAttached(l *openLedger, r domain.Recorded, as catalogue.Reading) {
	titles := l.Catalogue().Titles(r, as)
	for i, at := range r.Attachments {
		title := ""
		if titles[i] != "" {
			title = a.say(" ", "：") + titles[i]
		}
		a.detail(fmt.Sprintf(a.say("attached: %s%s (%s, %s, %s) %s", "附件：%s%s（%s，%s，%s）%s"),
			domain.Label(at.Kind, string(at.Kind), a.lang), title, at.MediaType, sizeOf(at.Size), a.audience(at.Audience), at.Digest))
	}
}
