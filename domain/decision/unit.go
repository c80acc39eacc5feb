package decision

import "github.com/sunledger/sunledger/domain"

// mayDecide refuses a unit that does not decide, or not in this way. The councils
// of a natural village are its own; those that discuss what belongs to the
// collective of one are its village's, of which the collective says nothing.
func mayDecide(unit domain.Unit, owner string, p domain.Procedure) error {
	switch {
	case unit.Merged != "":
		return domain.Reject("owner_merged", "%[1]s was merged into %[2]s and decides nothing any more: let %[2]s decide", "%[1]s 已并入 %[2]s，不再决策：请由 %[2]s 决策", owner, unit.Merged)
	case p == domain.HouseholdDecision && !unit.Councils && !unit.Collective:
		return domain.Reject("councils_missing", "a household decision needs both councils of %s, and they are not constituted: record that they are first", "民事户决须有 %s 的“两会”，而其尚未组建：请先记录组建情况", owner)
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
	return unit, mayDecide(unit, d.Owner, d.Procedure)
}

// expected is how many of a base the electorate of the owner counts on the day,
// and the day of that count. Nothing else says who is expected.
func (d Decision) expected(unit domain.Unit, base domain.VoterBase, act domain.Act) (int, domain.Date, error) {
	e, ok := unit.Electorates.On(act.Day())
	if !ok {
		return 0, domain.Date{}, domain.Reject("no_electorate",
			"%[1]s has no electorate on record for %[2]s, and the number expected comes from nowhere else: record one that was counted by then",
			"%[1]s 没有 %[2]s 可适用的应到人数登记，应到人数仅以登记为准：请先登记该日之前统计的人数", d.Owner, act.Day())
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
