package web

import (
	"context"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// aboutValue is what this ledger is, and who records in it.
type aboutValue struct {
	Ledger     ledgerName            `json:"ledger"`
	Today      domain.Date           `json:"today"`
	Position   uint64                `json:"position"`
	Events     uint64                `json:"events"`
	RecordedAt time.Time             `json:"recordedAt,omitzero"`
	Accounts   []projections.Account `json:"accounts"`
	Imports    []projections.Import  `json:"imports"`
	Views      []projections.Version `json:"views"`
	Writing    bool                  `json:"writing"`
	// Corrections says how many there are.
	Corrections correctionTotals `json:"corrections"`
}

// about answers with the ledger's own identity.
func (p publicPages) about(ctx context.Context, v *visit) (answer, error) {
	value := aboutValue{
		Ledger: v.ledgerName(), Today: v.today, Views: p.views.Definitions(), Writing: p.writing,
	}
	err := p.read(ctx, v, func(q *projections.Query) error {
		value.Position, value.RecordedAt, value.Events = q.Position(), q.RecordedAt(), q.Events()
		var err error
		if value.Corrections, err = totalsOf(q); err != nil {
			return err
		}
		accounts, err := q.Accounts()
		if err != nil {
			return err
		}
		imports, err := q.Imports()
		value.Accounts, value.Imports = append([]projections.Account{}, accounts...), append([]projections.Import{}, imports...)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return answer{
		page: "about", title: v.T("about.title"), value: value, position: value.Position, recordedAt: value.RecordedAt,
	}, nil
}
