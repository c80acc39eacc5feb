package web

import (
	"context"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// Authenticator says who somebody is. It is safe for use by many goroutines.
//
// What it refuses is a [domain.Rejection]. Any other error says that it could
// not find out: it counts against nobody, and ends no session.
type Authenticator interface {
	// Authenticate is the account whose token this is. It refuses with
	// token_invalid, account_suspended or account_closed.
	Authenticate(ctx context.Context, token string) (ledger.Actor, error)
	// SignIn is the account that has this login name and this password. It
	// refuses an unknown name as it refuses a wrong password: with
	// sign_in_failed, and after the same time.
	SignIn(ctx context.Context, login, password string) (ledger.Actor, error)
	// Check is asked at every request of a session. It gives the account as
	// it is now, and refuses one that may no longer act: that ends all of its
	// sessions.
	Check(ctx context.Context, actor ledger.Actor) (domain.Standing, error)
}
