package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/internal/ledger"
)

// addAccount puts what has to do with secrets, and what is looked up, beside the
// commands of the category account, which the catalogue gives.
func (a *app) addAccount(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == account.Category {
			c.Short = a.say("Who may act: list, show, token, password; ", "账户：list、show、token、password；") + c.Short
			c.AddCommand(a.accountListCommand(), a.accountShowCommand(), a.accountTokenCommand(), a.accountPasswordCommand(), a.accountRecoverCommand())
		}
	}
}

// accountID takes the name of the stream for the id.
func accountID(arg string) string {
	return idOf(domain.CommandSpec{Category: account.Category}, arg)
}

// claimsLogin lets account open give the new account a login name.
func (r *recording) claimsLogin() {
	a := r.app
	var name string
	r.c.Flags().StringVar(&name, "login", "", a.say("also give it this login name for the pages", "同时设置网页登录名"))
	r.how.then = func(ctx context.Context, l *openLedger, actor ledger.Actor, receipt *ledger.Receipt) error {
		if name == "" {
			return nil
		}
		_, id := domain.SplitStream(receipt.Stream)
		key := r.how.key
		if key != "" {
			key += "/login"
		}
		claimed, err := l.Do(ctx, ledger.Request{Actor: actor, Command: login.Claim{Name: name, Account: id}, Key: key})
		if err != nil {
			return a.withoutLogin(id, name, err)
		}
		receipt.Events = append(receipt.Events, claimed.Events...)
		return nil
	}
	r.how.hint = func(_ context.Context, l *openLedger, receipt ledger.Receipt) error {
		_, id := domain.SplitStream(receipt.Stream)
		_, err := fmt.Fprintf(a.stdout, a.say(
			"next: account grant %[1]s --roles ROLE --place PLACE, and account token %[1]s or account password %[1]s\n",
			"下一步：account grant %[1]s --roles 角色 --place 地区，以及 account token %[1]s 或 account password %[1]s\n"), id)
		return err
	}
}

// withoutLogin says what stands where the account was opened and the name
// refused.
func (a *app) withoutLogin(id, name string, err error) error {
	why := a.refusalOf(err)
	return &domain.Rejection{
		Code: why.Code,
		Message: fmt.Sprintf("the account %[1]s is open, but has no login name: %[2]s; give it one with `sunledger login claim --name NAME --account %[1]s`",
			id, why.Message),
		Chinese: fmt.Sprintf("账户 %[1]s 已开通，但未设置登录名：%[2]s；可用 `sunledger login claim --name 登录名 --account %[1]s` 设置",
			id, why.In(domain.Chinese)),
	}
}

// pointsToSecrets says where to go instead: nobody has a hash at hand.
func (r *recording) pointsToSecrets() {
	r.c.Long += "\n\n" + r.app.say("sunledger account password and account token make the hash themselves.", "sunledger account password 和 account token 会自行生成散列。")
}
