package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain/login"
)

// addLogin makes the group of the commands about login names, which the catalogue
// gives, sign in by itself: `sunledger login claim` is one of them.
func (a *app) addLogin(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == login.Category {
			a.signsIn(c)
		}
	}
}

func (a *app) signsIn(c *cobra.Command) {
	var file string
	c.GroupID = groupLedger
	c.Short = a.say("Sign in to the ledger with a token", "用令牌登录账本")
	c.Long = a.say(`Sign in to the ledger: a token is asked for, tried, and kept in the credentials
file, one for each ledger, until sunledger logout. Every later command acts under
its account.

The token is typed or pasted when asked, without being shown, or read from a file
or from standard input with --token-file. It is never an argument or the value of
a flag: other users of the machine could see it there.

The file is credentials in the folder sunledger of your configuration, or the one
that $SUNLEDGER_CREDENTIALS names; it has mode 0600, and one that others can read
is refused. $SUNLEDGER_TOKEN goes before it.

The commands below are about the names under which people sign in on the pages.`,
		`登录账本：按提示输入令牌，经核对后存入凭证文件（每个账本一个令牌），直至 sunledger logout。
此后的命令均以该账户提交。

令牌在提示时输入或粘贴（不显示），或用 --token-file 取自文件或标准输入；不能写作参数或选项的值，
以免本机其他用户看到。

凭证文件为个人配置目录下 sunledger 目录中的 credentials，或 $SUNLEDGER_CREDENTIALS 所指的文件，
权限为 0600，他人可读则拒绝使用。$SUNLEDGER_TOKEN 优先于该文件。

下列命令用于网页的登录名。`)
	c.Example = "  sunledger login\n  sunledger login --token-file token.txt\n  sunledger init --json | jq -r .token | sunledger login --token-file -"
	c.RunE = func(c *cobra.Command, _ []string) error {
		// Before the ledger is opened: who types keeps nobody else out, and
		// what is piped in may come from a command that has it open.
		token, err := a.secret(c.Context(), file, a.say("Token: ", "令牌："))
		if err != nil {
			return err
		}
		return a.opened(c.Context(), withKeys, func(l *openLedger) error { return a.login(c.Context(), l, strings.TrimSpace(token)) })
	}
	c.Flags().StringVar(&file, "token-file", "", a.say("read the token from `FILE`, or from standard input with -", "令牌取自文件 `FILE`，- 为标准输入"))
	a.jsonFlag(c)
}

func (a *app) login(ctx context.Context, l *openLedger, token string) error {
	actor, err := l.Authenticate(ctx, token)
	if err != nil {
		return err
	}
	kept, err := a.credentials()
	if err != nil {
		return err
	}
	if _, err := kept.set(l.identity.Ledger, token); err != nil {
		return err
	}
	person, err := l.person(ctx, actor.Account())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(person)
	}
	fmt.Fprintf(a.stdout, a.say("signed in to the ledger of %s; the token is kept in %s\n", "已登录%s账本；令牌存于 %s\n"),
		publicName(l.identity.Name, l.identity.NameEnglish, a.lang), kept)
	if a.getenv(tokenVariable) != "" {
		fmt.Fprintf(a.stderr, a.say("$%s is set and goes before it: unset it to act under this account\n", "已设置 $%s 且优先于该文件：取消设置后方以此账户操作\n"), tokenVariable)
	}
	a.showPerson(person)
	return nil
}
