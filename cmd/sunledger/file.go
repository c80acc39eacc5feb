package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

func (a *app) fileCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "file",
		Short: a.say("Evidence files: get", "凭据文件：get"),
		Long: a.say("The evidence files that events name. `sunledger check evidence` reads all of them.",
			"记录所引用的凭据文件。`sunledger check evidence` 检查全部文件。"),
	}
	a.group(c)
	c.AddCommand(a.fileGetCommand())
	return c
}

func (a *app) fileGetCommand() *cobra.Command {
	var out string
	var open bool
	c := &cobra.Command{
		Use:   "get",
		Short: a.say("Write an evidence file that an event names to a file", "将记录引用的凭据文件写出"),
		Long: a.say(`Write a file that an event names to --out, or with - to standard output. Nothing is
written over. A file that was altered is not given.

--open gets what is not public, as far as the account that is signed in may read it
where it is named, and needs the keyring.`,
			`将记录所引用的文件写到 --out，或以 - 写到标准输出；不覆盖任何文件。被改动的文件不予提供。

--open 取出登录账户在引用处有权查看的非公开文件，需要密钥库。`),
		Example: "  sunledger file get 9f86d081… --out minutes.pdf",
		RunE: func(c *cobra.Command, args []string) error {
			want := reading
			if open {
				want = withKeys
			}
			return a.opened(c.Context(), want, func(l *openLedger) error {
				return a.getFile(c.Context(), l, args[0], out)
			})
		},
	}
	a.arguments(c, "DIGEST")
	c.Flags().StringVar(&out, "out", "", a.say("where it is written (`FILE` or -)", "写出位置（`FILE` 或 -）"))
	_ = c.MarkFlagRequired("out")
	c.Flags().BoolVar(&open, "open", false, a.say("get what is not public, as far as you may read it", "取出有权查看的非公开文件"))
	return c
}

func (a *app) getFile(ctx context.Context, l *openLedger, digest, out string) error {
	down, err := a.download(ctx, l, digest)
	if err != nil {
		return err
	}
	defer func() { _ = down.Content.Close() }()
	if out == "-" {
		_, err := io.Copy(a.stdout, down.Content)
		return err
	}
	to, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, down.Content)
	if err = errors.Join(err, to.Close()); err != nil {
		return errors.Join(err, os.Remove(out))
	}
	fmt.Fprintf(a.stderr, a.say("%s: %s, %s, %s\n", "%s：%s，%s，%s\n"), out, domain.Label(down.Kind, string(down.Kind), a.lang), down.MediaType, sizeOf(down.Size))
	return nil
}

// download opens a file through the first event that names it and shows it to who
// asks.
func (a *app) download(ctx context.Context, l *openLedger, digest string) (down ledger.Download, err error) {
	at, err := l.NamedAt(ctx, digest)
	if err != nil {
		return down, err
	}
	get := func(position uint64) (ledger.Download, error) { return l.Public().File(ctx, position, digest) }
	if l.keys != nil {
		actor, err := a.actor(ctx, l)
		if err != nil {
			return down, err
		}
		reader, err := l.Reader(ctx, actor, nil)
		if err != nil {
			return down, err
		}
		get = func(position uint64) (ledger.Download, error) { return reader.File(position, digest) }
	}
	var refused error
	for _, position := range at {
		if down, err = get(position); err == nil {
			return down, nil
		}
		if !errors.Is(err, ledger.ErrNotFound) { // hidden there
			refused = cmp.Or(refused, err)
		}
	}
	if refused == nil {
		refused = domain.Reject("not_found", "no event that is shown names the file %s: copy the digest from an event", "没有可显示的记录引用文件 %s：请从记录中复制摘要", digest)
	}
	return down, refused
}
