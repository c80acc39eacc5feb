package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
)

func (a *app) accountListCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   a.say("list all accounts, with the roles that they hold today", "列出全部账户及其今日有效的角色"),
		Example: "  sunledger account list\n  sunledger account list --json",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.opened(c.Context(), reading, func(l *openLedger) error { return a.listAccounts(c.Context(), l) })
		},
	}
	a.arguments(c)
	a.jsonFlag(c)
	return c
}

func (a *app) listAccounts(ctx context.Context, l *openLedger) error {
	p, err := l.people(ctx)
	if err != nil {
		return err
	}
	all := make([]person, len(p.accounts))
	for i, id := range p.accounts {
		if all[i], err = p.of(ctx, id); err != nil {
			return err
		}
	}
	if a.json {
		return a.printJSON(struct {
			Accounts []person `json:"accounts"`
		}{all})
	}
	t := table{}
	for _, one := range all {
		t.row(one.Account, publicName(one.Name, one.NameEnglish, a.lang), a.standing(one), strings.Join(one.Logins, a.say(", ", "、")), a.rolesToday(one))
	}
	t.write(a.stdout)
	_, err = fmt.Fprintf(a.stdout, a.say("accounts: %d\n", "账户：%d 个\n"), len(all))
	return err
}

// rolesToday is the roles of an account that hold today, by their place.
func (a *app) rolesToday(p person) string {
	var places []string
	at := map[string][]string{}
	for _, h := range append(append([]held{}, p.Roles...), p.Delegated...) {
		if !h.InForce {
			continue
		}
		if at[h.Place] == nil {
			places = append(places, h.Place)
		}
		at[h.Place] = append(at[h.Place], domain.Label(h.Role, string(h.Role), a.lang))
	}
	for i, place := range places {
		roles := at[place]
		if len(roles) == len(domain.Grantable()) {
			roles = []string{a.say("every role", "全部角色")}
		}
		places[i] = place + a.say(": ", "：") + strings.Join(roles, a.say(", ", "、"))
	}
	return strings.Join(places, a.say("; ", "；"))
}
