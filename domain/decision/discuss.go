package decision

import (
	"cmp"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// hands are the numbers of a body that discusses: who belongs to it, who came,
// and who was in favour.
type hands struct{ expected, present, inFavour int }

func (h hands) check() error {
	if h.inFavour < 0 || h.inFavour > h.present || h.present > h.expected || h.expected < 1 {
		return domain.Reject("numbers_impossible",
			"of %d who belong to it %d were present and %d in favour: each number holds the next, and somebody belongs to it",
			"应到 %d 人、实到 %d 人、同意 %d 人不成立：后者不得多于前者，且应到至少 1 人", h.expected, h.present, h.inFavour)
	}
	return nil
}

// before is the unit and the rules of a step before the vote, while there is
// time for it.
func (d Decision) before(act domain.Act) (domain.Unit, *rules.Set, error) {
	set, err := rules.Of(act)
	if err != nil {
		return domain.Unit{}, nil, err
	}
	if err := d.inTime(set, act); err != nil {
		return domain.Unit{}, nil, err
	}
	unit, err := d.unit(act)
	return unit, set, err
}

func (d Decision) consultation(e Consulted, act domain.Act) (Consulted, *rules.Set, error) {
	unit, set, err := d.before(act)
	if err != nil {
		return e, nil, err
	}
	h := hands{e.Expected, e.Present, e.InFavour}
	if err := h.check(); err != nil {
		return e, nil, err
	}
	if bodyOf(d.Procedure) == TwoCommittees {
		if unit, err = d.discussing(unit, act); err != nil {
			return e, nil, err
		}
		if err := ofBothCommittees(e.Expected, unit, cmp.Or(d.Councils, d.Owner), act.Day()); err != nil {
			return e, nil, err
		}
	}
	e.Body, e.On, e.Rules = bodyOf(d.Procedure), act.Day(), set.Name()
	e.Quorum, e.Needed, e.Carried = set.Decisions.Discussion.Value.Carries(e.Expected, e.Present, e.InFavour)
	return e, set, nil
}

// ofBothCommittees: some may sit on both, so that together they are no fewer than
// the larger, and no more than the sum. Once one of them was on record, both are on
// record when they discuss: a term that ran out does not lower what is asked.
func ofBothCommittees(said int, unit domain.Unit, stream string, day domain.Date) error {
	branch, one := unit.Branch.On(day)
	committee, other := unit.Committee.On(day)
	switch {
	case !unit.Branch.Begun(day) && !unit.Committee.Begun(day):
		return nil
	case !one || !other:
		return domain.Reject("committees_missing",
			"the Party branch and the villagers' committee of %[1]s discuss it together, and on %[2]s not both are on record: record how each is constituted, and its term, first",
			"此事由 %[1]s 党支部委员会和村民委员会共同商议，而 %[2]s 并非两者均有届期登记：请先登记两委的组成和届期", stream, day)
	}
	return belongs(said, max(branch, committee), branch+committee, day)
}

func (d Decision) judgeConsulted(e Consulted, act domain.Act) error {
	want, set, err := d.consultation(e, act)
	if err == nil && e != want {
		err = differs(set, "%[1]d of %[2]d have to be present and %[3]d in favour (carried: %[4]t, on %[5]s)",
			"应到 %[2]d 人中须 %[1]d 人到会、%[3]d 人同意（是否同意：%[4]t，日期 %[5]s）", want.Quorum, want.Expected, want.Needed, want.Carried, want.On)
	}
	return err
}

// review: the Party members expected are those on record.
func (d Decision) review(e PartyReviewed, act domain.Act) (PartyReviewed, *rules.Set, error) {
	unit, set, err := d.before(act)
	if err != nil {
		return e, nil, err
	}
	if e.Expected, e.AsOf, err = d.expected(unit, domain.PartyMembers, act); err != nil {
		return e, nil, err
	}
	h := hands{e.Expected, e.Present, e.InFavour}
	if err := h.check(); err != nil {
		return e, nil, err
	}
	rule := set.Decisions.PartyMeeting
	quorum, ok := rule.Value.In(domain.PartyMembers)
	if !ok {
		return e, nil, rule.Reject("base_unfit", "the rule has no quorum of Party members: add a rule set that does", "规则没有规定党员到会人数：请补充规则集")
	}
	e.On, e.Rules = act.Day(), set.Name()
	e.Quorum, e.Needed = rule.Value.Needed(quorum, e.Expected, e.Present)
	e.Carried = e.Present >= e.Quorum && e.InFavour >= e.Needed
	return e, set, nil
}

func (d Decision) judgePartyReviewed(e PartyReviewed, act domain.Act) error {
	want, set, err := d.review(e, act)
	if err == nil && e != want {
		err = differs(set, "%[2]d are expected as of %[6]s, %[1]d have to be present and %[3]d in favour (carried: %[4]t, on %[5]s)",
			"应到 %[2]d 人（%[6]s 统计），须 %[1]d 人到会、%[3]d 人同意（是否同意：%[4]t，日期 %[5]s）",
			want.Quorum, want.Expected, want.Needed, want.Carried, want.On, want.AsOf)
	}
	return err
}

// discussion: both councils have to carry it.
func (d Decision) discussion(e DiscussedByCouncils, act domain.Act) (DiscussedByCouncils, *rules.Set, error) {
	unit, set, err := d.before(act)
	if err != nil {
		return e, nil, err
	}
	party := hands{e.PartyExpected, e.PartyPresent, e.PartyInFavour}
	villagers := hands{e.VillagersExpected, e.VillagersPresent, e.VillagersInFavour}
	for _, h := range []hands{party, villagers} {
		if err := h.check(); err != nil {
			return e, nil, err
		}
	}
	if unit, err = d.discussing(unit, act); err != nil {
		return e, nil, err
	}
	ofParty, one := unit.PartyCouncil.On(act.Day())
	ofVillagers, other := unit.VillagersCouncil.On(act.Day())
	switch {
	case one && other:
		if err := belongs(e.PartyExpected, ofParty, ofParty, act.Day()); err != nil {
			return e, nil, err
		}
		if err := belongs(e.VillagersExpected, ofVillagers, ofVillagers, act.Day()); err != nil {
			return e, nil, err
		}
	case d.Councils != "":
		return e, nil, councilsMissing(d.Councils)
	}
	rule := set.Decisions.Discussion.Value
	e.PartyQuorum, e.PartyNeeded, one = rule.Carries(party.expected, party.present, party.inFavour)
	e.VillagersQuorum, e.VillagersNeeded, other = rule.Carries(villagers.expected, villagers.present, villagers.inFavour)
	e.On, e.Rules, e.Carried = act.Day(), set.Name(), one && other
	return e, set, nil
}

func (d Decision) judgeDiscussed(e DiscussedByCouncils, act domain.Act) error {
	want, set, err := d.discussion(e, act)
	if err == nil && e != want {
		err = differs(set, "%[1]d and %[3]d have to be present in the councils, %[2]d and %[4]d in favour (carried: %[5]t, on %[6]s)",
			"“两会”分别须 %[1]d 人、%[3]d 人到会，%[2]d 人、%[4]d 人同意（是否均同意：%[5]t，日期 %[6]s）",
			want.PartyQuorum, want.PartyNeeded, want.VillagersQuorum, want.VillagersNeeded, want.Carried, want.On)
	}
	return err
}

// inTime: a proposal that was not voted on within its days can only lapse.
func (d Decision) inTime(set *rules.Set, act domain.Act) error {
	rule := set.Decisions.LapseDays
	if last := d.Proposed.AddDays(rule.Value); act.Day().After(last) {
		return rule.Reject("lapsed_by_time",
			"it was proposed on %[1]s and had to be voted on within %[2]d days, by %[3]s: let it lapse, and propose it anew",
			"提议于 %[1]s，须在 %[2]d 天内（截至 %[3]s）表决：请记为失效，并重新提议", d.Proposed, rule.Value, last)
	}
	return nil
}

func (d Decision) judgeWithdrawn(e Withdrawn, act domain.Act) error {
	if err := domain.Require(domain.Said(e.Reason, "reason", "撤回理由")); err != nil {
		return err
	}
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if err := d.inTime(set, act); err != nil {
		return err
	}
	return onItsDay(e.On, act)
}

func (d Decision) judgeLapsed(e Lapsed, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	rule := set.Decisions.LapseDays
	want := Lapsed{On: act.Day(), Days: rule.Value, Rules: set.Name()}
	if last := d.Proposed.AddDays(rule.Value); !want.On.After(last) {
		return rule.Reject("not_lapsed",
			"it was proposed on %[1]s and may be voted on until %[2]s: go on with it, or withdraw it",
			"提议于 %[1]s，截至 %[2]s 仍可表决：请继续，或撤回", d.Proposed, last)
	}
	if e != want {
		return differs(set, "it had to be voted on within %d days, and lapses on %s", "须在 %d 天内表决，于 %s 失效", want.Days, want.On)
	}
	return nil
}
