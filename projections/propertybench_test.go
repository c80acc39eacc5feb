package projections_test

import (
	"fmt"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/projections"
)

// BenchmarkProperty reads what the page of the register shows, of ten thousand
// assets, half of which are let for ten years.
func BenchmarkProperty(b *testing.B) {
	log := newLog()
	for i := range 10_000 {
		stream, owner := fmt.Sprintf("asset-%d", i), fmt.Sprintf("collective-%d", i%500)
		class := []domain.AssetClass{domain.OperatingAsset, domain.NonOperatingAsset, domain.ResourceAsset}[i%3]
		log.add(b, stream, asset.Registered{Owner: owner, Class: class, Kind: domain.Building, Name: fmt.Sprint("n", i), Quantity: 1, Unit: domain.Pieces, OriginalValue: 900, NetValue: domain.Money(i), Origin: asset.OnBooks}, monday)
		if i%2 == 0 {
			continue
		}
		k, to := fmt.Sprintf("contract-%d", i), firstDay.AddMonths(120)
		s := contract.Signed{On: firstDay, Owner: owner, Kind: domain.LeaseContract, Assets: []string{stream}, From: firstDay, To: to, Total: 1000}
		for year := range 10 {
			s.Schedule = append(s.Schedule, contract.Instalment{Due: firstDay.AddMonths(12 * year), Amount: 100})
		}
		log.add(b, k, s, monday)
		log.add(b, stream, asset.Leased{Contract: k, From: firstDay, To: to, Rent: 1000}, monday)
	}
	v, stop := started(b, config(b, log))
	defer stop()
	waitFor(b, v, log.last())
	today := firstDay.AddMonths(30)
	for name, query := range map[string]func(*projections.Query) error{
		"totals": func(q *projections.Query) error {
			_, err := q.AssetTotals(projections.AssetFilter{Today: today})
			return err
		},
		"totals of a collective": func(q *projections.Query) error {
			_, err := q.AssetTotals(projections.AssetFilter{Owners: projections.Owners{Owner: projections.Is("collective-7")}, Today: today})
			return err
		},
		"page": func(q *projections.Query) error {
			_, _, err := q.Assets(projections.AssetFilter{Today: today}, "netValue", projections.Page{})
			return err
		},
		"idle": func(q *projections.Query) error {
			_, _, err := q.Assets(projections.AssetFilter{Letting: projections.Idle, Today: today}, "netValue", projections.Page{})
			return err
		},
		"contract totals": func(q *projections.Query) error {
			_, err := q.ContractTotals(projections.ContractFilter{Today: today})
			return err
		},
		"contracts in arrears": func(q *projections.Query) error {
			_, _, err := q.Contracts(projections.ContractFilter{Arrears: true, Today: today}, "arrears", projections.Page{})
			return err
		},
		"owners": func(q *projections.Query) error {
			_, err := q.PropertyOwners()
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := v.Read(b.Context(), query); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
