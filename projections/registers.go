package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/domain/subject"
)

// CountyView is the name of the view of the ledger itself: see [Query.Views].
const CountyView = "county"

// countiesView is the ledger's own identity.
var countiesView = &view{
	name:       CountyView,
	version:    1,
	categories: []string{"county"},
	tables:     []table{{name: "county", columns: []column{{"name", textColumn}, {"name_english", textColumn}}}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(county.County)
		to.put(0, s.Name, s.NameEnglish)
	},
}

// loginsView is the names under which people sign in.
var loginsView = &view{
	name:       "logins",
	version:    1,
	categories: []string{login.Category},
	tables:     []table{{name: "login", columns: []column{{"account", textColumn}}, indexes: []string{"account"}}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		to.put(0, state.(login.Login).Account)
	},
}

// subjectsView is the people of whom something was erased, or is kept and not
// used.
var subjectsView = &view{
	name:       "subjects",
	version:    1,
	categories: []string{subject.Category},
	tables:     []table{{name: "subject", columns: []column{{"erased", integerColumn}, {"restricted_until", optionColumn}}}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(subject.Subject)
		to.put(0, storedFlag(s.Erased), storedDay(s.RestrictedUntil))
	},
}

// Logins are the names under which an account signs in, in order.
func (q *Query) Logins(account string) ([]string, error) {
	return list(q, `SELECT stream FROM login WHERE account = ? ORDER BY stream`, []any{account}, func(s scan) (name string, err error) {
		err = s(&name)
		_, name = domain.SplitStream(name)
		return name, err
	})
}
