package main

import (
	"github.com/spf13/cobra"
)

func (a *app) accountRecoverCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "recover",
		Short: a.say("give the first account a new token, with the master key", "凭主密钥为首个账户更换令牌"),
		Long: a.say(`Give the account that began the ledger a new token, and show it once, where nobody can
sign in any more. It takes the folder of the ledger and its master key, with which
everything could be read and written anyway, and nobody has to be signed in. The log
shows that it was done: the account has a new credential.`,
			`在无人能登录时，为建账的首个账户更换令牌，只显示一次。须持有账本目录和主密钥
（凭此本可读写一切），无需登录。日志会留下记录：该账户设置了新凭证。`),
		Example: "  sunledger account recover",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error {
				actor, token, err := l.Recover(c.Context())
				if err != nil {
					return err
				}
				return a.showToken(l, actor.Account(), token)
			})
		},
	}
	a.arguments(c)
	a.jsonFlag(c)
	return c
}
