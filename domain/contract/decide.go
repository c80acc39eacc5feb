package contract

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// PlacedAt is the owner.
func (c Sign) PlacedAt() string { return c.Owner }

// Relies names the owner, the decision, the tender and the assets.
func (c Sign) Relies(Contract) []domain.Ref {
	return domain.LatestOf(append([]string{c.Owner, c.Decision, c.Tender}, c.Assets...)...)
}

// Decide fills in the schedule, its sum, and what the rules make of it. A party
// that won the tender is the subject that bid; another one of whom nothing is held
// becomes a new subject.
func (c Sign) Decide(_ Contract, act domain.Act) ([]domain.Event, error) {
	schedule, err := plan(c.Schedule, c.Amount, c.Every, c.From, c.To)
	if err != nil {
		return nil, err
	}
	e := Signed{
		On: act.Day(), Owner: c.Owner, Kind: c.Kind, Assets: append([]string(nil), c.Assets...), About: c.About,
		Party: c.Party.Or(c.winner(act)).Or(act.NewSubject("party")), Organisation: c.Organisation, From: c.From, To: c.To,
		Schedule: schedule, Total: sum(schedule), Decision: c.Decision, Tender: c.Tender,
	}
	if err := e.begins(act); err != nil {
		return nil, err
	}
	e.Judged, e.Appraised, err = dealOf(e).weighed(act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// winner is the person who won the tender, or nobody.
func (c Sign) winner(act domain.Act) domain.Subject {
	if c.Tender == "" {
		return domain.Subject{}
	}
	award, err := domain.Evidence[domain.Award](act, c.Tender)
	if err != nil {
		return domain.Subject{} // judged by whoever judges the event
	}
	return award.Winner
}

// weighed is weigh, of what the act has to show.
func (d deal) weighed(act domain.Act) (rules.Weighing, domain.Money, error) {
	set, err := rules.Of(act)
	if err != nil {
		return rules.Weighing{}, 0, err
	}
	assets, err := d.assets(act)
	if err != nil {
		return rules.Weighing{}, 0, err
	}
	return d.weigh(set, act, assets)
}

// Relies names the owner, the decision, those that the contract rests on, and the
// assets.
func (c Amend) Relies(k Contract) []domain.Ref {
	return domain.LatestOf(slices.Concat([]string{k.Owner, c.Decision}, k.decisions(), k.Assets)...)
}

// Decide fills in what the contract comes to as amended.
func (c Amend) Decide(k Contract, act domain.Act) ([]domain.Event, error) {
	if err := k.stillOpen(); err != nil {
		return nil, err
	}
	if c.To.IsZero() {
		c.To = k.To
	}
	schedule, err := plan(c.Schedule, c.Amount, c.Every, c.From, c.To)
	if err != nil {
		return nil, err
	}
	e := Amended{
		On: act.Day(), From: c.From, To: c.To, Schedule: schedule,
		Total: sum(append(before(k.Schedule, c.From), schedule...)), Decision: c.Decision, Reason: c.Reason,
	}
	e.Judged, e.Appraised, err = k.amended(act, e).weighed(act)
	if err != nil {
		return nil, err
	}
	return one(e)
}

// Relies names the assets of a lease, which have to have claimed it, and those of
// a sale, which have to have gone by it.
func (PayRent) Relies(k Contract) []domain.Ref {
	if !k.Kind.BringsIn() {
		return nil
	}
	return domain.LatestOf(k.Assets...)
}

// Decide records the payment.
func (c PayRent) Decide(_ Contract, act domain.Act) ([]domain.Event, error) {
	if c.On.IsZero() {
		c.On = act.Day()
	}
	return one(RentPaid(c))
}

// Decide records the breach.
func (c Breach) Decide(Contract, domain.Act) ([]domain.Event, error) { return one(Breached(c)) }

// Relies names the assets of a sale, which may have gone by it.
func (End) Relies(k Contract) []domain.Ref {
	if k.Kind != domain.SaleContract {
		return nil
	}
	return domain.LatestOf(k.Assets...)
}

// Decide ends the contract.
func (c End) Decide(k Contract, act domain.Act) ([]domain.Event, error) {
	switch {
	case !c.On.IsZero():
	case c.Why == domain.EndExpired:
		c.On = k.To
	default:
		c.On = act.Day()
	}
	return one(Ended(c))
}

// Decide records what was put right.
func (c SetRight) Decide(Contract, domain.Act) ([]domain.Event, error) { return one(PutRight(c)) }

// plan is a schedule as it was given, or instalments of one amount from the first
// day on.
func plan(given []Due, amount domain.Money, every int, from, to domain.Date) ([]Instalment, error) {
	if len(given) > 0 && (amount != 0 || every != 0) {
		return nil, domain.Reject("schedule_twice", "give a schedule, or an amount and its months, not both", "付款计划与每期金额只能填写一种")
	}
	if every < 0 || every > 0 && to.IsZero() {
		return nil, domain.Reject("every_what", "instalments come every 1 month or more, in a contract that has a last day", "付款间隔至少 1 个月，且合同须有终止日")
	}
	var schedule []Instalment
	for _, d := range given {
		schedule = append(schedule, Instalment(d))
	}
	if amount == 0 {
		return schedule, nil
	}
	schedule = append(schedule, Instalment{from, amount})
	for n := every; every > 0 && n <= MaxInstalments; n += every {
		due := from.AddMonths(n)
		if due.After(to) {
			break
		}
		schedule = append(schedule, Instalment{due, amount})
	}
	return schedule, nil
}

func one(e domain.Event) ([]domain.Event, error) { return []domain.Event{e}, nil }
