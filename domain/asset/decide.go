package asset

import "github.com/sunledger/sunledger/domain"

// PlacedAt is the owner.
func (c Register) PlacedAt() string { return c.Owner }

// Relies names the owner.
func (c Register) Relies(Asset) []domain.Ref { return domain.LatestOf(c.Owner) }

// Decide registers.
func (c Register) Decide(Asset, domain.Act) ([]domain.Event, error) {
	return one(Registered{
		Owner: c.Owner, Class: c.Class, Kind: c.Kind, Name: c.Name, Location: c.Location, Quantity: c.Quantity, Unit: c.Unit,
		OriginalValue: c.OriginalValue, NetValue: c.NetValue, AcquiredOn: c.AcquiredOn, Certificate: c.Certificate, Origin: c.Origin,
	})
}

// StreamID follows from the asset that was transferred.
func (c Receive) StreamID() string { return successor(c.From) }

// PlacedAt is the collective that takes it.
func (c Receive) PlacedAt() string { return c.Owner }

// Relies names the owner and the asset that was transferred.
func (c Receive) Relies(Asset) []domain.Ref { return domain.LatestOf(c.Owner, c.From) }

// Decide registers what was transferred as it was.
func (c Receive) Decide(_ Asset, act domain.Act) ([]domain.Event, error) {
	if category, _ := domain.SplitStream(c.From); category != "asset" || domain.CheckStream(c.From) != nil {
		return nil, domain.Reject("not_an_asset", "%q is not the stream of an asset: write asset-<id>", "%q 不是资产：请写 asset-<编号>", c.From)
	}
	from, err := domain.Evidence[domain.CollectiveAsset](act, c.From)
	if err != nil {
		return nil, err
	}
	e := taken(c.From, from)
	e.Owner = c.Owner
	return one(e)
}

// Decide verifies.
func (c Verify) Decide(Asset, domain.Act) ([]domain.Event, error) { return one(Verified(c)) }

// Decide records the appraisal.
func (c Appraise) Decide(Asset, domain.Act) ([]domain.Event, error) { return one(Appraised(c)) }

// Decide takes the last appraisal or verification.
func (c Revalue) Decide(a Asset, _ domain.Act) ([]domain.Event, error) {
	if err := domain.CheckCode(c.Basis); err != nil {
		return nil, err
	}
	if err := a.follows(Revalued{}); err != nil {
		return nil, err
	}
	e, err := a.revaluation(c.Basis)
	if err != nil {
		return nil, err
	}
	e.Reason = c.Reason
	return one(e)
}

// Relies names the contract.
func (c Lease) Relies(Asset) []domain.Ref { return domain.LatestOf(c.Contract) }

// Decide claims what the contract lets.
func (c Lease) Decide(a Asset, act domain.Act) ([]domain.Event, error) {
	e, err := a.claim(c.Contract, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Relies names the contract.
func (c EndLease) Relies(Asset) []domain.Ref { return domain.LatestOf(c.Contract) }

// Decide ends the lease on the day on which the contract ended.
func (c EndLease) Decide(_ Asset, act domain.Act) ([]domain.Event, error) {
	terms, err := termsOf(act, c.Contract, domain.LeaseContract)
	if err != nil {
		return nil, err
	}
	return one(LeaseEnded{Contract: c.Contract, On: terms.Ended, Reason: terms.Why})
}

// Relies names the owner, the collective that takes it, and the decision.
func (c Transfer) Relies(a Asset) []domain.Ref { return domain.LatestOf(a.Owner, c.To, c.Decision) }

// Decide transfers the asset at its net value.
func (c Transfer) Decide(a Asset, act domain.Act) ([]domain.Event, error) {
	if err := a.follows(Transferred{On: act.Day()}); err != nil {
		return nil, err
	}
	e, err := a.transfer(c, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Relies names the owner, the contract and the decision.
func (c Dispose) Relies(a Asset) []domain.Ref {
	return domain.LatestOf(a.Owner, c.Contract, c.Decision)
}

// Decide sells the asset as the contract says.
func (c Dispose) Decide(a Asset, act domain.Act) ([]domain.Event, error) {
	if err := a.follows(Disposed{On: act.Day()}); err != nil {
		return nil, err
	}
	e, err := a.disposal(c, act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Relies names the owner and the decision.
func (c WriteOff) Relies(a Asset) []domain.Ref { return domain.LatestOf(a.Owner, c.Decision) }

// Decide writes the net value off.
func (c WriteOff) Decide(a Asset, act domain.Act) ([]domain.Event, error) {
	return one(WrittenOff{On: act.Day(), Decision: c.Decision, NetValue: a.Net, Reason: c.Reason})
}

// Decide records the damage.
func (c Damage) Decide(Asset, domain.Act) ([]domain.Event, error) { return one(Damaged(c)) }

// Decide records what was found.
func (c Find) Decide(Asset, domain.Act) ([]domain.Event, error) { return one(Found(c)) }

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
