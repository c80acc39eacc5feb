// Package partyorg is the organisations of the Party in the county (党组织): one
// stream an organisation, with an id that the clerk chooses. An organisation
// belongs to a town or to a community.
//
// Those of the city are paired with the countryside (城乡共建): each with any number
// of rural organisations and communities, and with the same one once at a time.
// The pairing stands in the stream of the organisation of the city, so that it is
// recorded once.
package partyorg

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Kind is what an organisation is.
type Kind string

// The kinds.
const (
	Committee     Kind = "committee"
	GeneralBranch Kind = "general-branch"
	Branch        Kind = "branch"
)

// Codes lists the kinds with their names.
func (Kind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Committee), English: "Party committee", Chinese: "党委"},
		{Code: string(GeneralBranch), English: "general Party branch", Chinese: "党总支"},
		{Code: string(Branch), English: "Party branch", Chinese: "党支部"},
	}
}

// Organisation is the state of one organisation of the Party.
type Organisation struct {
	ID, Name, NameEnglish string
	Kind                  Kind
	Area                  domain.Area
	// Place is the stream of the town or the community that it belongs to.
	Place string
	// Pairings are in the order of the record.
	Pairings []Pairing
}

// Pairing is a time for which an organisation of the city is paired.
type Pairing struct {
	// With is a stream, partyorg-<id> or community-<id>.
	With string
	On   domain.Date
	What string
	// Ended is the first day on which it was over, or no date.
	Ended  domain.Date
	Reason string
}

// PlacedAt is the organisation itself, which lies within its town or community.
func (o Organisation) PlacedAt() string { return domain.StreamOf("partyorg", o.ID) }

// Offers is a [domain.PlaceName] and a [domain.PartyOrganisation].
func (o Organisation) Offers() any {
	if o.ID == "" {
		return nil
	}
	return domain.Offerings{
		domain.PlaceName{ID: o.ID, Name: o.Name, NameEnglish: o.NameEnglish, Within: []string{o.Place}},
		domain.PartyOrganisation{Area: o.Area},
	}
}

// Evolve is the organisation after a fact.
func (o Organisation) Evolve(f domain.Fact) (Organisation, error) {
	if err := o.follows(f.Event); err != nil {
		return o, err
	}
	switch e := f.Event.(type) {
	case Registered:
		o = Organisation{ID: e.ID, Name: e.Name, NameEnglish: e.NameEnglish, Kind: e.Kind, Area: e.Area, Place: e.Place}
	case Paired:
		o.Pairings = append(slices.Clip(o.Pairings), Pairing{With: e.With, On: e.On, What: e.What})
	case Unpaired:
		at, _ := o.pairing(e.With)
		o.Pairings = slices.Clone(o.Pairings)
		o.Pairings[at].Ended, o.Pairings[at].Reason = e.On, e.Reason
	}
	return o, nil
}

// pairing is the last pairing with somebody, by its place.
func (o Organisation) pairing(with string) (at int, found bool) {
	for i, p := range o.Pairings {
		if p.With == with {
			at, found = i, true
		}
	}
	return at, found
}

// follows is the legal order of steps.
func (o Organisation) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if o.ID != "" {
			return domain.Reject("already_registered", "the organisation is registered already as %s: choose another id", "党组织已登记为 %s：请另选编号", o.Name)
		}
		return nil
	case Paired, Unpaired:
	default:
		return domain.Unknown(e)
	}
	if o.ID == "" {
		return domain.Reject("not_registered", "the organisation is not registered: register it first", "党组织尚未登记：请先登记")
	}
	switch e := e.(type) {
	case Paired:
		return o.mayPair(e)
	case Unpaired:
		return o.mayUnpair(e)
	}
	return nil
}

// mayPair: an organisation is paired with the same one once at a time.
func (o Organisation) mayPair(e Paired) error {
	at, found := o.pairing(e.With)
	if !found {
		return nil
	}
	switch p := o.Pairings[at]; {
	case p.Ended.IsZero():
		return domain.Reject("paired_already",
			"%[1]s is paired with %[2]s since %[3]s: record the end of that first", "%[1]s 自 %[3]s 起已与 %[2]s 结对：请先登记解除", o.Name, p.With, p.On)
	case e.On.Before(p.Ended):
		return domain.Reject("paired_already",
			"%[1]s was paired with %[2]s until %[3]s: begin on that day or later", "%[1]s 与 %[2]s 的结对至 %[3]s 解除：请填写该日或其后的日期", o.Name, p.With, p.Ended)
	}
	return nil
}

// mayUnpair: only who is paired is unpaired, once.
func (o Organisation) mayUnpair(e Unpaired) error {
	at, found := o.pairing(e.With)
	switch {
	case !found || !o.Pairings[at].Ended.IsZero():
		return domain.Reject("not_paired", "%s is not paired with %s: pair them first, or correct the name", "%s 没有与 %s 结对：请先登记结对，或核对对象", o.Name, e.With)
	case e.On.Before(o.Pairings[at].On):
		return domain.Reject("before_the_pairing",
			"%[1]s is paired with %[2]s only since %[3]s: give that day or a later one", "%[1]s 自 %[3]s 起才与 %[2]s 结对：请填写该日或其后的日期", o.Name, e.With, o.Pairings[at].On)
	}
	return nil
}

// Judge is the policies of organisations of the Party.
func (o Organisation) Judge(e domain.Event, act domain.Act) error {
	if err := o.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case Paired:
		return o.judgePaired(e, act)
	case Unpaired:
		if err := domain.Require(domain.Said(e.Reason, "reason", "解除原因")); err != nil {
			return err
		}
		return domain.CheckPast(act, e.On, "on", "解除日期")
	}
	return nil
}

func judgeRegistered(e Registered, act domain.Act) error {
	if err := domain.CheckPlace(act, "partyorg", e.ID, e.Name); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Area); err != nil {
		return err
	}
	if domain.OfCategory(e.Place, "community") {
		return domain.BegunIn(act, e.Place)
	}
	if !domain.OfCategory(e.Place, "town") {
		return domain.Reject("not_a_town_or_community",
			"%q is neither the stream of a town nor of a community: write town-<id> or community-<id>", "%q 不是镇街或社区：请写 town-<编号> 或 community-<编号>", e.Place)
	}
	_, err := domain.Evidence[domain.PlaceName](act, e.Place)
	return err
}

// judgePaired: the city is paired with the countryside, and records it.
func (o Organisation) judgePaired(e Paired, act domain.Act) error {
	if err := domain.Require(domain.Said(e.What, "what", "共建内容")); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.On, "on", "结对日期"); err != nil {
		return err
	}
	if o.Area != domain.Urban {
		return domain.Reject("not_of_the_city",
			"%s is an organisation of the countryside: record the pairing with that of the city", "%s 是农村党组织：请在城区党组织登记结对", o.Name)
	}
	if domain.OfCategory(e.With, "community") {
		return domain.BegunIn(act, e.With)
	}
	if !domain.OfCategory(e.With, "partyorg") {
		return domain.Reject("not_to_be_paired",
			"%q is neither an organisation of the Party nor a community: write partyorg-<id> or community-<id>", "%q 不是党组织或社区：请写 partyorg-<编号> 或 community-<编号>", e.With)
	}
	other, err := domain.Evidence[domain.PartyOrganisation](act, e.With)
	if err == nil && other.Area != domain.Rural {
		return domain.Reject("not_of_the_countryside",
			"%s is of the city as well, and the city is paired with the countryside: name a rural organisation or a community",
			"%s 也是城区党组织，而城乡共建须与农村结对：请填写农村党组织或社区", e.With)
	}
	return err
}
