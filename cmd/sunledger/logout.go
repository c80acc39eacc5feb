package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) logoutCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "logout",
		Short: a.say("Forget the token of the ledger", "退出登录"),
		Long: a.say(`Forget the token that sunledger login kept for this ledger. The token itself goes
on: sunledger account token replaces it.`,
			`删除 sunledger login 为本账本保存的令牌。令牌本身仍有效；更换令牌请用 sunledger account token。`),
		Example: "  sunledger logout",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, a.logout)
		},
	}
	a.arguments(c)
	return c
}

func (a *app) logout(l *openLedger) error {
	file, err := a.credentials()
	if err != nil {
		return err
	}
	had, err := file.set(l.identity.Ledger, "")
	if err != nil {
		return err
	}
	if had {
		fmt.Fprintln(a.stdout, a.say("signed out", "已退出登录"))
	} else {
		fmt.Fprintln(a.stdout, a.say("no token of this ledger is kept", "未保存本账本的令牌"))
	}
	if a.getenv(tokenVariable) != "" {
		fmt.Fprintf(a.stderr, a.say("$%s is still set\n", "$%s 仍有设置\n"), tokenVariable)
	}
	return nil
}
