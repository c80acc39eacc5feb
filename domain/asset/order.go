package asset

import (
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
)

// Evolve is the asset after a fact.
func (a Asset) Evolve(f domain.Fact) (Asset, error) {
	if err := a.follows(f.Event); err != nil {
		return a, err
	}
	switch e := f.Event.(type) {
	case Registered:
		a = Asset{
			Status: Owned, Owner: e.Owner, Class: e.Class, Kind: e.Kind, Name: e.Name, Location: e.Location,
			Quantity: e.Quantity, Unit: e.Unit, Original: e.OriginalValue, Net: e.NetValue, AcquiredOn: e.AcquiredOn,
			Certificate: e.Certificate, Origin: e.Origin, From: e.From, Condition: IsSound,
		}
		a = a.revalued(f.OccurredAt, e.NetValue)
	case Verified:
		a.Quantity, a.Condition = e.Quantity, e.Condition
		a.Verifications = append(slices.Clip(a.Verifications), domain.Appraisal{On: e.On, Value: e.NetValue})
	case Appraised:
		a.Appraisals = append(slices.Clip(a.Appraisals), domain.Appraisal{On: e.On, Value: e.Value})
	case Revalued:
		if e.Basis == OnAppraisal {
			a.Nets = nil
		}
		a = a.revalued(f.OccurredAt, e.NetValue)
	case Leased:
		a.Leases = a.claimed(e)
	case LeaseEnded:
		a.Leases = slices.Clone(a.Leases)
		l := &a.Leases[a.leaseOf(e.Contract)]
		l.To, l.Ended, l.Why = e.On, true, e.Reason
	case Transferred:
		a = a.closed(WasTransferred, e.On, e.Decision)
		a.To, a.Judged, a.Appraisal = e.To, e.Judged, domain.Appraisal{On: e.AppraisedOn, Value: e.Appraised}
	case Disposed:
		a = a.closed(WasDisposed, e.On, e.Decision)
		a.Price, a.Contract, a.Tender = e.Price, e.Contract, e.Tender
		a.Judged, a.Appraisal = e.Judged, domain.Appraisal{On: e.AppraisedOn, Value: e.Appraised}
	case WrittenOff:
		a = a.closed(WasWrittenOff, e.On, e.Decision)
		a.Reason = e.Reason
	case Damaged:
		if a.Condition = e.Condition; e.Condition == IsLost {
			a.Quantity = 0
		}
	case Found:
		a.Quantity, a.Condition = e.Quantity, IsSound
	}
	return a, nil
}

func (a Asset) revalued(since time.Time, net domain.Money) Asset {
	a.Net, a.Nets = net, append(slices.Clip(a.Nets), domain.NetValue{Since: since, Value: net})
	return a
}

// closed keeps the net value: it is what the asset offers to whoever takes it
// over.
func (a Asset) closed(as Status, on domain.Date, decision string) Asset {
	a.Status, a.ClosedOn, a.Decision, a.GivenUp = as, on, decision, a.Net
	return a
}

// claimed is the leases with one more, or with the amended one in its place.
func (a Asset) claimed(e Leased) []Let {
	let := Let{
		LeaseClaim: e.claim(), Tender: e.Tender, Judged: e.Judged,
	}
	i := a.leaseOf(e.Contract)
	if i < 0 {
		return append(slices.Clip(a.Leases), let)
	}
	leases := slices.Clone(a.Leases)
	leases[i] = let
	return leases
}

// follows is the legal order of steps.
func (a Asset) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if a.Status != "" {
			return domain.Reject("already_registered", "the asset is on record already as %s: register another one", "资产已登记为 %s：请另行登记", a.Name)
		}
		return nil
	case Verified, Appraised, Revalued, Leased, LeaseEnded, Transferred, Disposed, WrittenOff, Damaged, Found:
	default:
		return domain.Unknown(e)
	}
	switch {
	case a.Status == "":
		return domain.Reject("not_registered", "there is no such asset: register it first", "资产不存在：请先登记")
	case a.Closed():
		return domain.Reject("asset_closed",
			"the asset left the collective on %[1]s (%[2]s), and nothing follows: what was recorded wrongly is put right by a correction",
			"资产已于 %[1]s 退出（%[3]s），不再有后续：登记有误的，请更正", a.ClosedOn,
			domain.Label(a.Status, string(a.Status), domain.English), domain.Label(a.Status, string(a.Status), domain.Chinese))
	}
	return a.stepFollows(e)
}

func (a Asset) stepFollows(e domain.Event) error {
	switch e := e.(type) {
	case Leased:
		return a.mayLease(e)
	case LeaseEnded:
		return a.mayEndLease(e)
	case Transferred:
		return a.mayLeave(e.On)
	case Disposed:
		return a.mayLeave(e.On)
	case WrittenOff:
		return a.mayLeave(e.On)
	case Damaged:
		if a.Condition == IsLost {
			return domain.Reject("already_lost", "the asset is lost already: record that it was found first, or write it off", "资产已灭失：请先记录找回，或核销")
		}
	case Found:
		if a.Condition == IsSound {
			return domain.Reject("nothing_to_find", "the asset is neither damaged nor lost: there is nothing to find", "资产未毁损灭失：无须记录找回")
		}
	}
	return nil
}

func (e Leased) claim() domain.LeaseClaim {
	return domain.LeaseClaim{Contract: e.Contract, From: e.From, To: e.To, Rent: e.Rent, Decision: e.Decision}
}

// mayLease keeps two leases from having a day in common, and from resting on one
// decision, which lets the asset once. A contract that was amended claims anew
// what it has claimed.
func (a Asset) mayLease(e Leased) error {
	if e.To.Before(e.From) {
		return domain.Reject("ends_before_it_begins", "the lease ends on %s, before it begins on %s", "租期于 %s 结束，早于起租日 %s", e.To, e.From)
	}
	period := e.claim()
	for _, l := range a.Leases {
		switch {
		case l.Contract == e.Contract && l.Ended:
			return domain.Reject("lease_ended", "the lease by %s ended on %s: sign a new contract", "%s 的租约已于 %s 终止：请另签合同", l.Contract, l.To)
		case l.Contract == e.Contract && l.LeaseClaim == period:
			return domain.Reject("already_claimed", "%s has claimed this period already", "%s 已登记此租期", l.Contract)
		case l.Contract != e.Contract && !l.never() && l.Overlaps(period):
			return domain.Reject("leases_overlap",
				"%[1]s to %[2]s is let already, from %[4]s to %[5]s by %[3]s: end that lease first, or begin on the day after",
				"%[1]s 至 %[2]s 与 %[3]s 的租期（%[4]s 至 %[5]s）重叠：请先终止该租约，或自其次日起租", e.From, e.To, l.Contract, l.From, l.To)
		case l.Contract != e.Contract && !l.never() && l.Decision != "" && l.Decision == e.Decision:
			return domain.LetAlready(e.Decision, l.LeaseClaim)
		}
	}
	return nil
}

func (a Asset) mayEndLease(e LeaseEnded) error {
	i := a.leaseOf(e.Contract)
	switch {
	case i < 0:
		return domain.Reject("not_leased", "the asset is not let by %q: look for the contract among its leases", "资产未按 %q 出租：请核对合同", e.Contract)
	case a.Leases[i].Ended:
		return domain.Reject("lease_ended", "the lease by %s ended on %s already", "%s 的租约已于 %s 终止", e.Contract, a.Leases[i].To)
	case e.On.After(a.Leases[i].To):
		return domain.Reject("ends_later",
			"the lease by %s has its last day on %s, before the contract ended on %s: it is over, and there is nothing to end",
			"%s 的租期至 %s，早于合同终止日 %s：租期已满，无须登记终止", e.Contract, a.Leases[i].To, e.On)
	}
	return nil
}

// mayLeave: a sale does not break a lease (Civil Code, art. 725), but its rent is
// no longer the collective's. So the lease is ended here first, as one that goes
// over, and no rent stands open that nobody will pay (decision 0033).
func (a Asset) mayLeave(on domain.Date) error {
	if l, let := a.letFrom(on, domain.NewDate(9999, 12, 31)); let {
		return domain.Reject("let",
			"the asset is let by %s until %s: end that contract and the lease first, as one that goes over to the new owner if it does",
			"资产由 %s 出租至 %s：请先终止该合同和租约；随资产移转的，请注明", l.Contract, l.To)
	}
	return nil
}
