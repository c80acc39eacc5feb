package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
)

// accountsView is who acts: the public names of accounts.
var accountsView = &view{
	name:       "accounts",
	version:    1,
	categories: []string{"account"},
	tables: []table{{
		name:    "account",
		columns: []column{{"name", textColumn}, {"name_english", textColumn}},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(account.Account)
		to.put(0, s.Name, s.NameEnglish)
	},
}

// Account is an account under which facts are recorded.
type Account struct {
	Origin
	// ID is what records name as their actor.
	ID string `json:"id"`
	// Name is the office or program in Chinese; NameEnglish may be empty.
	Name        string `json:"name"`
	NameEnglish string `json:"nameEnglish,omitzero"`
}

// Accounts lists all accounts in the order in which they were opened.
func (q *Query) Accounts() ([]Account, error) { return q.accounts(`ORDER BY begun`) }

// Account is the account of an id, or [ErrNotFound].
func (q *Query) Account(id string) (Account, error) {
	return only(q.accounts(`WHERE stream = ?`, domain.StreamOf("account", id)))
}

func (q *Query) accounts(where string, args ...any) ([]Account, error) {
	return list(q, `SELECT `+originList+`, name, name_english FROM account `+where, args,
		func(s scan) (a Account, err error) {
			err = s(&a.Origin, &a.Name, &a.NameEnglish)
			_, a.ID = domain.SplitStream(a.Stream)
			return a, err
		})
}
