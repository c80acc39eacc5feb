// Package village is the natural villages of the county (自然村): one stream a
// village, with an id that the clerk chooses and that stays when the name
// changes. A village belongs to a community. It makes household decisions once
// both of its councils are constituted; what it owns belongs to a collective.
package village

import "github.com/sunledger/sunledger/domain"

// Village is the state of one natural village.
type Village struct {
	ID string
	// Community is the stream of its community.
	Community         string
	Name, NameEnglish string
	// Electorates are shared with whoever they were offered to and never
	// changed in place.
	Electorates domain.Electorates
	// CouncilsFrom is the day on which both councils were first constituted,
	// and Councils what they are since they last were.
	CouncilsFrom domain.Date
	Councils     CouncilsConstituted
	// PartyTerms and VillagersTerms are how many belonged to each, since when.
	PartyTerms, VillagersTerms domain.Terms
}

// Offers is a [domain.PlaceName] and a [domain.Unit].
func (v Village) Offers() any {
	if v.ID == "" {
		return nil
	}
	return domain.Offerings{
		domain.PlaceName{ID: v.ID, Name: v.Name, NameEnglish: v.NameEnglish, Within: []string{v.Community}},
		domain.Unit{Level: domain.GroupUnit, Electorates: v.Electorates, PartyCouncil: v.PartyTerms, VillagersCouncil: v.VillagersTerms},
	}
}

// PlacedAt is the village itself.
func (v Village) PlacedAt() string { return domain.StreamOf("village", v.ID) }

// Evolve is the village after a fact.
func (v Village) Evolve(f domain.Fact) (Village, error) {
	if err := v.follows(f.Event); err != nil {
		return v, err
	}
	switch e := f.Event.(type) {
	case Registered:
		v.ID, v.Community, v.Name, v.NameEnglish = e.ID, e.Community, e.Name, e.NameEnglish
	case Renamed:
		v.Name, v.NameEnglish = e.Name, e.NameEnglish
	case ElectorateRecorded:
		v.Electorates = v.Electorates.With(domain.Electorate(e))
	case CouncilsConstituted:
		if v.CouncilsFrom.IsZero() {
			v.CouncilsFrom = e.On
		}
		v.Councils = e
		v.PartyTerms = v.PartyTerms.With(domain.Term{From: e.On, Members: e.PartyCouncil})
		v.VillagersTerms = v.VillagersTerms.With(domain.Term{From: e.On, Members: e.VillagersCouncil})
	}
	return v, nil
}

// follows is the legal order of steps.
func (v Village) follows(e domain.Event) error {
	switch e := e.(type) {
	case Registered:
		if v.ID != "" {
			return domain.Reject("already_registered", "the village is registered already as %s: rename it, or choose another id", "自然村已登记为 %s：请更名，或另选编号", v.Name)
		}
		return nil
	case Renamed, ElectorateRecorded:
	case CouncilsConstituted:
		if !v.CouncilsFrom.IsZero() && !e.On.After(v.Councils.On) {
			return domain.Reject("constituted_already",
				"the councils were constituted on %s: give a later day, or insert an older time by a correction",
				"两会已于 %s 组成：请填写更晚的日期；补记较早的一次应通过更正插入", v.Councils.On)
		}
	default:
		return domain.Unknown(e)
	}
	if v.ID == "" {
		return domain.Reject("not_registered", "the village is not registered: register it first", "自然村尚未登记：请先登记")
	}
	return nil
}

// Judge is the policies of natural villages.
func (v Village) Judge(e domain.Event, act domain.Act) error {
	if err := v.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		if err := domain.CheckPlace(act, "village", e.ID, e.Name); err != nil {
			return err
		}
		return domain.BegunIn(act, e.Community)
	case Renamed:
		return domain.CheckRename(e.Name, e.NameEnglish, v.Name, v.NameEnglish)
	case ElectorateRecorded:
		return v.Electorates.Admits(domain.Electorate(e), act)
	case CouncilsConstituted:
		return v.judgeCouncils(e, act)
	}
	return nil
}

func (v Village) judgeCouncils(e CouncilsConstituted, act domain.Act) error {
	switch {
	case e.On.IsZero():
		return domain.Reject("field_missing", "%[1]s is missing: give the day on which the councils were constituted", "缺少%[2]s：请填写两会组成日期", "on", "组成日期")
	case e.On.After(act.Day()):
		return domain.Reject("not_constituted_yet",
			"the councils are constituted on %s, later than this (%s): record it once that day has come",
			"组成日期 %s 晚于发生日期 %s：请在该日或之后登记", e.On, act.Day())
	}
	counted, _ := v.Electorates.On(e.On)
	if err := councilOf(PartyCouncil, e.PartyCouncil, counted.PartyMembers); err != nil {
		return err
	}
	return councilOf(VillagersCouncil, e.VillagersCouncil, counted.Adults)
}

// councilOf: a council has members, and no more than were counted of those whom
// it is made of, where they were (assumed).
func councilOf(c Council, members, counted int) error {
	most := domain.MaxCounted
	if counted > 0 {
		most = counted
	}
	if members >= 1 && members <= most {
		return nil
	}
	return domain.Reject("council_out_of_range",
		"the %[1]s has 1 to %[3]d members, as many as there are to be in it, not %[4]d: count them again, or record a newer count of the village first",
		"%[2]s人数为 1 至 %[3]d（不多于可参加的人数），不能是 %[4]d：请核对，或先登记新的人数",
		domain.Label(c, string(c), domain.English), domain.Label(c, string(c), domain.Chinese), most, members)
}
