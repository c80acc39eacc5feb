package main

import (
	"context"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// tokenVariable holds the token of the account that acts. It goes before the
// credentials file.
const tokenVariable = "SUNLEDGER_TOKEN"

// actor is who acts at the command line: who has just begun the ledger, or the
// account whose token is in the environment or in the credentials file.
func (a *app) actor(ctx context.Context, l *openLedger) (ledger.Actor, error) {
	if !l.founder.IsZero() {
		return l.founder, nil
	}
	token := a.getenv(tokenVariable)
	if token == "" {
		file, err := a.credentials()
		if err != nil {
			return ledger.Actor{}, err
		}
		kept, err := file.read()
		if err != nil {
			return ledger.Actor{}, err
		}
		token = kept.Tokens[l.identity.Ledger]
	}
	if token == "" {
		return ledger.Actor{}, l.notSignedIn(ctx)
	}
	return l.Authenticate(ctx, token)
}

// notSignedIn says how to sign in. In a ledger whose first account was never
// given a role nobody can, and that is said instead.
func (l *openLedger) notSignedIn(ctx context.Context) error {
	s, err := l.Standing(ctx, l.identity.Founder)
	if err == nil && len(s.Grants) == 0 {
		return domain.Reject("ledger_unfinished",
			"nobody holds a role in the ledger %[1]s yet: `sunledger --ledger %[1]s init` gives its first account all roles, and a token",
			"账本 %[1]s 中尚无人持有角色：请用 `sunledger --ledger %[1]s init` 为首个账户授予全部角色并发放令牌", l.at)
	}
	return domain.Reject("not_signed_in",
		"nobody is signed in to the ledger %[1]s: run `sunledger --ledger %[1]s login` with the token of your account, or set $%[2]s to it; a system operator makes a token with `account token`",
		"尚未登录账本 %[1]s：请用账户令牌运行 `sunledger --ledger %[1]s login`，或将令牌设为 $%[2]s；令牌可请运维人员用 `account token` 发放", l.at, tokenVariable)
}
