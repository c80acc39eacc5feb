package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/internal/ledger"
)

func (a *app) accountPasswordCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "password",
		Short: a.say("set the password of an account, for the pages", "设置账户的网页登录密码"),
		Long: a.say(`Set the password with which an account signs in on the pages, together with its
login name. It is asked for twice, without being shown, or read from a file or from
standard input with --password-file; it is never an argument. It is for the account
itself, and for system operators. The log holds an Argon2id hash of it, sealed.`,
			`设置账户在网页登录的密码，与登录名一同使用。密码须输入两次（不显示），或用 --password-file
取自文件或标准输入；不能写作参数。由账户本人或运维人员办理。日志只存其 Argon2id 散列，且已封存。`),
		Example: "  sunledger account password 5f0c…\n  sunledger account password 5f0c… --password-file -",
		RunE: func(c *cobra.Command, args []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error {
				return a.setPassword(c.Context(), l, accountID(args[0]), file)
			})
		},
	}
	a.arguments(c, "ID")
	c.Flags().StringVar(&file, "password-file", "", a.say("read the password from `FILE`, or from standard input with -", "密码取自文件 `FILE`，- 为标准输入"))
	a.jsonFlag(c)
	return c
}

func (a *app) setPassword(ctx context.Context, l *openLedger, id, file string) error {
	actor, err := a.actor(ctx, l)
	if err != nil {
		return err
	}
	password, err := a.newPassword(ctx, file)
	if err != nil {
		return err
	}
	hash, err := ledger.HashPassword(password)
	if err != nil {
		return err
	}
	receipt, err := l.Do(ctx, ledger.Request{
		Actor: actor, ID: id, Command: account.SetCredential{Scheme: account.Argon2id, Hash: domain.Note(hash)},
	})
	if err != nil {
		return err
	}
	return a.showReceipt(ctx, l, receipt)
}

// newPassword reads a password that nobody can check but who typed it: twice,
// where it is typed.
func (a *app) newPassword(ctx context.Context, file string) (string, error) {
	password, err := a.secret(ctx, file, a.say("New password: ", "新密码："))
	if err != nil || file != "" || a.stdinTaken {
		return password, err
	}
	again, err := a.secret(ctx, file, a.say("The same again: ", "再次输入："))
	if err == nil && again != password {
		err = domain.Reject("passwords_differ", "the two passwords differ: nothing was changed; try again", "两次输入的密码不一致：未作更改，请重试")
	}
	return password, err
}
