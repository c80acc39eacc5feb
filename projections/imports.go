package projections

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
)

// importsView is the foreign histories that were brought in.
var importsView = &view{
	name:       "imports",
	version:    1,
	categories: []string{"import"},
	tables: []table{{
		name: "import",
		columns: []column{
			{"format", textColumn}, {"name", textColumn}, {"mapping", textColumn},
			{"cases", integerColumn}, {"steps", integerColumn}, {"completed", integerColumn},
		},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		s := state.(imports.Import)
		to.put(0, s.Format, s.Name, s.Mapping.Name, storedInt(s.Cases), storedInt(s.Steps), storedFlag(s.Completed))
	},
}

// Import is a foreign history that was brought in.
type Import struct {
	Origin
	// Digest is the SHA-256 of the source, in hexadecimal.
	Digest string `json:"digest"`
	// Format is that of the source, such as xes; Name is what the source calls
	// itself, and Mapping the name of the mapping that was used.
	Format  string `json:"format"`
	Name    string `json:"name,omitzero"`
	Mapping string `json:"mapping"`
	// Cases and Steps are what the source holds.
	Cases int `json:"cases"`
	Steps int `json:"steps"`
	// Completed says that all of them are in the ledger.
	Completed bool `json:"completed"`
}

// Imports lists all imports in the order in which they were begun.
func (q *Query) Imports() ([]Import, error) {
	return list(q, `SELECT `+originList+`, format, name, mapping, cases, steps, completed FROM import ORDER BY begun`, nil,
		func(s scan) (i Import, err error) {
			err = s(&i.Origin, &i.Format, &i.Name, &i.Mapping, &i.Cases, &i.Steps, &i.Completed)
			_, i.Digest = domain.SplitStream(i.Stream)
			return i, err
		})
}
