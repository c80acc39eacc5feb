package decision

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// proposal is an event with what follows from the owner, the kind and the rule
// set of the day: level, procedure, and the usual meeting where none is named.
func proposal(e Proposed, act domain.Act) (Proposed, error) {
	if err := checkSubject(e); err != nil {
		return e, err
	}
	unit, err := domain.Evidence[domain.Unit](act, e.Owner)
	if err != nil {
		return e, err
	}
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	routes := set.Decisions.RoutesAt(unit.Level)
	route, ok := routes.Value.Of(e.Kind)
	if !ok {
		return e, routes.Reject("no_procedure", "the rules say not how this is decided at this level: add a rule set that does", "规则未规定该事项在此层级的决策程序：请补充规则集")
	}
	e.On, e.Level, e.Procedure, e.Councils, e.Rules = act.Day(), unit.Level, route.Procedure, unit.Councils, set.Name()
	if err := mayDecide(unit, e.Owner, e.Procedure, act.Day()); err != nil {
		return e, err
	}
	if e.Meeting == "" {
		e.Meeting = usual(route, e.Delegation)
	}
	if !slices.Contains(route.Meetings, e.Meeting) {
		return e, routes.Reject("meeting_unfit",
			"this is not for the %[1]s to resolve: choose the %[2]s",
			"%[3]s无权决定此事项：请改为%[4]s",
			meetings(domain.English, e.Meeting), meetings(domain.English, route.Meetings...),
			meetings(domain.Chinese, e.Meeting), meetings(domain.Chinese, route.Meetings...))
	}
	e.DelegatedUpTo = 0
	switch r := e.reservation(); {
	case r.applies(route, set):
		e.DelegatedUpTo, err = r.delegated(set, act)
		return e, err
	case r.delegation != "":
		return e, set.Decisions.Reserved.Reject("delegation_not_needed",
			"a delegation is named only where the representatives resolve what is reserved to the villagers: leave it out",
			"仅在村民代表会议决定村民会议保留事项时填写授权决议：请不填")
	}
	return e, nil
}

// usual is the meeting that is meant where none is named.
func usual(route rules.Route, delegation string) domain.Meeting {
	if delegation != "" && slices.Contains(route.Meetings, domain.RepresentativesMeeting) {
		return domain.RepresentativesMeeting
	}
	return route.Meetings[0]
}

func meetings(lang domain.Lang, all ...domain.Meeting) string {
	text, or := "", " or the "
	if lang == domain.Chinese {
		or = "或"
	}
	for i, m := range all {
		if i > 0 {
			text += or
		}
		text += domain.Label(m, string(m), lang)
	}
	return text
}

// checkSubject looks at what is proposed by itself.
func checkSubject(e Proposed) error {
	if err := domain.Require(domain.Said(e.Title, "title", "议题")); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Source); err != nil {
		return err
	}
	if e.Amount < 0 {
		return domain.Reject("amount_negative", "an amount is never negative: give what it allows at most, or what has to come in at least, or leave it out", "金额不能为负：请填写金额上限或收入下限，或不填")
	}
	for i, s := range e.Concerns {
		if domain.CheckStream(s) != nil {
			return domain.Reject("concern_invalid", "%q is not the name of a stream: write what it concerns as asset-<id> or the like", "%q 不是有效的流名称：请按 asset-<编号> 等形式填写涉及对象", s)
		}
		if slices.Contains(e.Concerns[:i], s) {
			return domain.Reject("concern_twice", "%s is named twice: name it once", "%s 重复填写：请只填写一次", s)
		}
	}
	if !isUnit(e.Owner) {
		return domain.Reject("owner_unfit",
			"%q is no unit that decides: write collective-<id>, village-<id> or community-<id>",
			"%q 不是决策单位：请填写 collective-<编号>、village-<编号> 或 community-<编号>", e.Owner)
	}
	return nil
}

// isUnit reports whether a stream is of a kind that decides.
func isUnit(stream string) bool {
	category, _ := domain.SplitStream(stream)
	return slices.Contains([]string{"collective", "village", "community"}, category) && domain.CheckStream(stream) == nil
}

func judgeProposed(e Proposed, act domain.Act) error {
	want, err := proposal(e, act)
	if err != nil {
		return err
	}
	if e.On != want.On {
		return onItsDay(e.On, act)
	}
	if e.DelegatedUpTo != want.DelegatedUpTo {
		return domain.Reject("numbers_differ", "%s yuan were delegated to the representatives: record that", "授权村民代表会议的金额上限为 %s 元：请按此记录", want.DelegatedUpTo)
	}
	if e.Councils != want.Councils {
		return domain.Reject("councils_differ", "those who discuss it are the councils and committees of %[1]q, by the record of the unit that decides: record that", "按决策单位登记，应由 %[1]q 的两委、两会商议：请按此记录", want.Councils)
	}
	if e.Level != want.Level || e.Procedure != want.Procedure || e.Meeting != want.Meeting || e.Rules != want.Rules {
		return domain.Reject("not_as_routed",
			"by rule set %[1]s this is of the level %[2]s, goes by %[3]s, and is resolved by the %[4]s: record that",
			"按规则集 %[1]s，此事项为%[5]s、适用%[6]s、由%[7]s决定：请按此记录",
			want.Rules, domain.Label(want.Level, string(want.Level), domain.English), domain.Label(want.Procedure, string(want.Procedure), domain.English), meetings(domain.English, want.Meeting),
			domain.Label(want.Level, string(want.Level), domain.Chinese), domain.Label(want.Procedure, string(want.Procedure), domain.Chinese), meetings(domain.Chinese, want.Meeting))
	}
	return nil
}

// reservation is what the question of who may resolve is about.
type reservation struct {
	owner, delegation string
	kind              domain.MatterKind
	meeting           domain.Meeting
	amount            domain.Money
}

func (e Proposed) reservation() reservation {
	return reservation{e.Owner, e.Delegation, e.Kind, e.Meeting, e.Amount}
}

// applies reports whether the representatives are to resolve what is reserved to
// the villagers. Where no villagers' meeting resolves such a matter, as in a
// town, nothing is reserved to one.
func (r reservation) applies(route rules.Route, set *rules.Set) bool {
	return r.meeting == domain.RepresentativesMeeting && slices.Contains(route.Meetings, domain.VillagersMeeting) &&
		set.Decisions.Reserved.Value.Has(r.kind)
}

// delegated keeps what is reserved to the villagers from their representatives,
// unless it was delegated to them, and says up to which amount that was. It is
// asked at the proposal and at the vote. The amount of a lease or a sale is the
// least that it brings in: what its contract comes to is held against the limit
// when it is signed.
func (r reservation) delegated(set *rules.Set, act domain.Act) (domain.Money, error) {
	limit := set.Decisions.DelegatedUpTo
	switch {
	case r.delegation == "":
		return 0, set.Decisions.Reserved.Reject("reserved_to_the_villagers",
			"this kind of matter is reserved to the villagers' meeting: have that resolve it, or name the decision by which it delegated it to the representatives",
			"此类事项须由村民会议决定：请提交村民会议，或填写其授权村民代表会议的决议")
	case r.amount == 0:
		return 0, limit.Reject("amount_missing",
			"what is delegated to the representatives names its amount: give it, or have the villagers' meeting resolve it",
			"授权村民代表会议决定的事项须写明金额：请填写，或提交村民会议")
	case r.amount > limit.Value:
		return 0, limit.Reject("beyond_delegation",
			"it comes to %s yuan, and up to %s may be delegated to the representatives: have the villagers' meeting resolve it",
			"金额为 %s 元，可授权村民代表会议决定的上限为 %s 元：请提交村民会议", r.amount, limit.Value)
	}
	by, err := r.stands(act)
	if by.Amount > 0 {
		return min(by.Amount, limit.Value), err
	}
	return limit.Value, err
}

// stands is the delegation itself, which has to bind and to allow the amount.
func (r reservation) stands(act domain.Act) (domain.Resolution, error) {
	return domain.RestOn(act, domain.Reliance{
		Decision: r.delegation, Owner: r.owner, Kinds: []domain.MatterKind{domain.Delegation}, Amount: r.amount,
	})
}
