package main

import (
	"github.com/spf13/cobra"
)

func (a *app) accountShowCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "show",
		Short:   a.say("show an account: its roles, places, dates and delegations", "查看账户：角色、地区、期限、委托"),
		Example: "  sunledger account show 5f0c…",
		RunE: func(c *cobra.Command, args []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error {
				one, err := l.person(c.Context(), accountID(args[0]))
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(one)
				}
				a.showPerson(one)
				return nil
			})
		},
	}
	a.arguments(c, "ID")
	a.jsonFlag(c)
	return c
}
