package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) accountTokenCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "token",
		Short: a.say("make a new token for an account, and show it once", "为账户发放新令牌（只显示一次）"),
		Long: a.say(`Make a new token for an account, and show it once. The token before it ends. It is
for the account itself, and for system operators. The log holds a hash of it.`,
			`为账户发放新令牌，只显示一次；原令牌随即失效。由账户本人或运维人员办理。日志只存其散列。`),
		Example: "  sunledger account token 5f0c…",
		RunE: func(c *cobra.Command, args []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error {
				return a.makeToken(c.Context(), l, accountID(args[0]))
			})
		},
	}
	a.arguments(c, "ID")
	a.jsonFlag(c)
	return c
}

func (a *app) makeToken(ctx context.Context, l *openLedger, id string) error {
	actor, err := a.actor(ctx, l)
	if err != nil {
		return err
	}
	token, err := l.NewToken(ctx, actor, id)
	if err != nil {
		return err
	}
	return a.showToken(l, id, token)
}

// showToken shows the token of an account, which is kept nowhere.
func (a *app) showToken(l *openLedger, id, token string) error {
	if a.json {
		return a.printJSON(struct {
			Account string `json:"account"`
			Token   string `json:"token"`
		}{id, token})
	}
	_, err := fmt.Fprint(a.stdout, a.newToken(l.at, token), a.say("The token that the account had before is not valid any more.\n", "该账户原有令牌已失效。\n"))
	return err
}
