// Package ledgertest signs accounts in for tests.
package ledgertest

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/internal/ledger"
)

// SignIn gives an account a token and signs it in.
func SignIn(t testing.TB, l *ledger.Ledger, operator ledger.Actor, id string) ledger.Actor {
	t.Helper()
	token, err := l.NewToken(t.Context(), operator, id)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := l.Authenticate(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

// Open opens an account, grants it roles at a place, and signs it in.
func Open(t testing.TB, l *ledger.Ledger, operator ledger.Actor, name, place string, roles ...domain.Role) ledger.Actor {
	t.Helper()
	receipt, err := l.Do(t.Context(), ledger.Request{Actor: operator, Command: account.Open{Name: name}})
	if err != nil {
		t.Fatal(err)
	}
	_, id := domain.SplitStream(receipt.Stream)
	if len(roles) > 0 {
		_, err = l.Do(t.Context(), ledger.Request{Actor: operator, ID: id, Command: account.Grant{Roles: roles, Place: place}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return SignIn(t, l, operator, id)
}
