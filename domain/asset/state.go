package asset

import (
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Asset is the state of one asset. Its lists are never changed in place.
type Asset struct {
	Status Status
	// Owner is the collective, by its stream.
	Owner          string
	Class          domain.AssetClass
	Kind           domain.AssetKind
	Name, Location string
	Quantity       int
	Unit           domain.AssetUnit
	// Original is the value when it was acquired, Net the net value on record.
	Original, Net domain.Money
	// Nets are the net values that count where it leaves the collective.
	Nets        domain.NetValues
	AcquiredOn  domain.Date
	Certificate string
	Origin      Origin
	// From is the asset of another collective whose place it takes, or "".
	From string
	// Condition is the last that was recorded.
	Condition Condition

	// Appraisals and Verifications are in the order in which they were
	// recorded, of the latter the net value that was found.
	Appraisals, Verifications []domain.Appraisal
	// Leases are those claimed, in the order of their claims.
	Leases []Let

	// Decision, ClosedOn and GivenUp are of what closed it: the decision, the
	// day, and the net value that it had. Price is that of a disposal by
	// Contract, after a Tender or none, To the collective that it was
	// transferred to, Reason why it was written off.
	Decision string
	ClosedOn domain.Date
	GivenUp  domain.Money
	Price    domain.Money
	Contract string
	Tender   string
	To       string
	Reason   string
	// Judged is what a disposal or a transfer was held against, and Appraisal
	// the one that it was used with.
	Judged    rules.Weighing
	Appraisal domain.Appraisal
}

// Let is a lease that was claimed.
type Let struct {
	domain.LeaseClaim
	// Tender is the one that the contract rests on, or "", and Judged what the
	// lease was held against.
	Tender string
	Judged rules.Weighing
	// Ended says that it ended with its contract, on its last day or before,
	// and Why for which reason.
	Ended bool
	Why   domain.EndReason
}

// never reports whether it ended before it began.
func (l Let) never() bool { return l.To.Before(l.From) }

// PlacedAt is the owner.
func (a Asset) PlacedAt() string { return a.Owner }

// Offers is a [domain.CollectiveAsset].
func (a Asset) Offers() any {
	if a.Status == "" {
		return nil
	}
	return domain.CollectiveAsset{
		Owner: a.Owner, Class: a.Class, Kind: a.Kind, Name: a.Name, Location: a.Location, Quantity: a.Quantity, Unit: a.Unit,
		Original: a.Original, Net: a.Net, Nets: slices.Clone(a.Nets), Closed: a.Closed(), To: a.To, SoldBy: a.Contract,
		Appraisals: slices.Clone(a.Appraisals), Leases: a.claims(),
	}
}

// Closed reports whether it was disposed of, transferred away or written off.
func (a Asset) Closed() bool { return a.Status != "" && a.Status != Owned }

// LetOn is the lease that runs on a day, and false where it is not let then.
func (a Asset) LetOn(day domain.Date) (Let, bool) {
	return a.letFrom(day, day)
}

// letFrom is the first claim that has a day in a period.
func (a Asset) letFrom(from, to domain.Date) (Let, bool) {
	period := domain.LeaseClaim{From: from, To: to}
	i := slices.IndexFunc(a.Leases, func(l Let) bool { return !l.never() && l.Overlaps(period) })
	if i < 0 {
		return Let{}, false
	}
	return a.Leases[i], true
}

func (a Asset) claims() []domain.LeaseClaim {
	var claims []domain.LeaseClaim
	for _, l := range a.Leases {
		if !l.never() {
			claims = append(claims, l.LeaseClaim)
		}
	}
	return claims
}

// leaseOf is the place of a contract's claim, or -1.
func (a Asset) leaseOf(contract string) int {
	return slices.IndexFunc(a.Leases, func(l Let) bool { return l.Contract == contract })
}

// successor is the id of the asset that takes the place of one that was
// transferred: it follows from that one, so that there is no second.
func successor(from string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("asset/"+from)).String()
}
