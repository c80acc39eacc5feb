package main

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) whoamiCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "whoami",
		Short: a.say("Show who is signed in, with what roles", "显示当前登录账户及其角色"),
		Long: a.say("Show the account that is signed in: its roles with their places and dates, what was\ndelegated to it, and what it has delegated.",
			"显示当前登录的账户：其角色、适用地区和期限，他人委托给它的角色，以及它委托出去的角色。"),
		Example: "  sunledger whoami\n  sunledger whoami --json",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), withKeys, func(l *openLedger) error { return a.whoami(c.Context(), l) })
		},
	}
	a.arguments(c)
	a.jsonFlag(c)
	return c
}

func (a *app) whoami(ctx context.Context, l *openLedger) error {
	actor, err := a.actor(ctx, l)
	if err != nil {
		return err
	}
	person, err := l.person(ctx, actor.Account())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(person)
	}
	a.showPerson(person)
	return nil
}
