package decision

import "github.com/sunledger/sunledger/domain"

// mayDecide refuses a unit that does not decide, or not in this way. The councils
// of a natural village are its own; those that discuss what belongs to the
// collective of one are its village's, where it says whose it is; what is on record
// of the collective is its own electorate.
func mayDecide(unit domain.Unit, owner string, p domain.Procedure, day domain.Date) error {
	_, party := unit.PartyCouncil.On(day)
	_, villagers := unit.VillagersCouncil.On(day)
	_, counted := unit.Electorates.On(day)
	switch {
	case unit.Merged != "":
		return domain.Reject("owner_merged", "%[1]s was merged into %[2]s and decides nothing any more: let %[2]s decide", "%[1]s 已并入 %[2]s，不再决策：请由 %[2]s 决策", owner, unit.Merged)
	case p == domain.HouseholdDecision && !unit.Collective && !(party && villagers):
		return councilsMissing(owner)
	case p == domain.HouseholdDecision && unit.Collective && !counted:
		return noElectorate(owner, day)
	case p == domain.MembersDecision && !unit.Collective:
		return domain.Reject("not_a_collective", "this is decided by the members of a collective, and %s has none: name the collective that it belongs to", "此事项由集体经济组织成员决定，而 %s 不是集体经济组织：请填写所属集体 collective-<编号>", owner)
	}
	return nil
}

// unit is the owner, while it may decide.
func (d Decision) unit(act domain.Act) (domain.Unit, error) {
	unit, err := domain.Evidence[domain.Unit](act, d.Owner)
	if err != nil {
		return unit, err
	}
	return unit, mayDecide(unit, d.Owner, d.Procedure, act.Day())
}

func councilsMissing(of string) error {
	return domain.Reject("councils_missing", "a household decision needs both councils of %s, and they are not constituted: record that they are first", "民事户决须有 %s 的“两会”，而其尚未组建：请先记录组建情况", of)
}

// discussing is the unit whose councils and committees discuss the proposal, the
// owner unless there is another one.
func (d Decision) discussing(owner domain.Unit, act domain.Act) (domain.Unit, error) {
	if d.Councils == "" {
		return owner, nil
	}
	return domain.Evidence[domain.Unit](act, d.Councils)
}

// expected is how many of a base the electorate of the owner counts on the day,
// and the day of that count. Nothing else says who is expected.
func (d Decision) expected(unit domain.Unit, base domain.VoterBase, act domain.Act) (int, domain.Date, error) {
	e, ok := unit.Electorates.On(act.Day())
	if !ok {
		return 0, domain.Date{}, noElectorate(d.Owner, act.Day())
	}
	n := e.Count(base)
	if n < 1 {
		return 0, domain.Date{}, domain.Reject("nobody_entitled",
			"the electorate of %[1]s as of %[2]s counts no %[3]s, and the number expected comes from nowhere else: record one that counts them",
			"%[1]s 于 %[2]s 的登记中没有%[4]s人数，应到人数仅以登记为准：请补充登记", d.Owner, e.AsOf,
			domain.Label(base, string(base), domain.English), domain.Label(base, string(base), domain.Chinese))
	}
	return n, e.AsOf, nil
}

func noElectorate(owner string, day domain.Date) error {
	return domain.Reject("no_electorate",
		"%[1]s has no electorate on record for %[2]s, and the number expected comes from nowhere else: record one that was counted by then",
		"%[1]s 没有 %[2]s 可适用的应到人数登记，应到人数仅以登记为准：请先登记该日之前统计的人数", owner, day)
}

// belongs holds the number of those who belong to a body that discusses against
// those on record, where they are.
func belongs(said, from, to int, day domain.Date) error {
	if from <= said && said <= to {
		return nil
	}
	return domain.Reject("not_as_constituted",
		"%[1]d are said to belong to the body that discussed, and by the record it has from %[2]d to %[3]d on %[4]s: give that number, or record how it is constituted now",
		"所填应到 %[1]d 人，而按登记 %[4]s 应为 %[2]d 至 %[3]d 人：请按登记填写，或先登记新的组成情况", said, from, to, day)
}
