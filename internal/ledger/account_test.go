package ledger_test

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
)

func delegate(role domain.Role, place string, until domain.Date) account.Delegate {
	return account.Delegate{Role: role, Place: place, Until: until}
}
