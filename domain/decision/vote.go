package decision

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// notice counts the days of notice from the day on which the public could know.
func (d Decision) notice(e NoticeGiven, act domain.Act) (NoticeGiven, *rules.Set, error) {
	if err := domain.Require(domain.Said(e.Where, "where", "公告地点")); err != nil {
		return e, nil, err
	}
	_, set, err := d.before(act)
	if err != nil {
		return e, nil, err
	}
	rule := set.Decisions.VoteOf(d.Meeting)
	e.On, e.From, e.NoticeDays, e.Rules = act.Day(), act.PublicFrom(), rule.Value.NoticeDays, set.Name()
	if earliest := e.From.AddDays(e.NoticeDays); e.MeetingOn.Before(earliest) {
		return e, nil, rule.Reject("notice_too_short",
			"notice is given %[1]d days ahead and counts from %[2]s: the vote is on %[3]s at the earliest, not on %[4]q",
			"须提前 %[1]d 天公告，自 %[2]s 起算：最早于 %[3]s 表决，不能是 %[4]q", e.NoticeDays, e.From, earliest, e.MeetingOn.String())
	}
	return e, set, nil
}

func (d Decision) judgeNotice(e NoticeGiven, act domain.Act) error {
	want, set, err := d.notice(e, act)
	if err == nil && e != want {
		err = differs(set, "%d days of notice count from %s, posted on %s", "提前 %d 天公告，自 %s 起算，公告日期 %s", want.NoticeDays, want.From, want.On)
	}
	return err
}

// count is a vote with what follows from the electorate and the rules: who was
// expected, what was needed, and what came of it.
func (d Decision) count(e Voted, act domain.Act) (Voted, *rules.Set, error) {
	if err := domain.CheckCode(e.Method); err != nil {
		return e, nil, err
	}
	unit, set, err := d.before(act)
	if err != nil {
		return e, nil, err
	}
	if err := d.stillDelegated(unit, set, act); err != nil {
		return e, nil, err
	}
	rule := set.Decisions.VoteOf(d.Meeting)
	if err := d.wasCalled(rule, e.Method, act); err != nil {
		return e, nil, err
	}
	quorum, err := baseOf(rule, e.Base)
	if err != nil {
		return e, nil, err
	}
	e.Base, e.On, e.Rules = quorum.Of, act.Day(), set.Name()
	if e.Expected, e.AsOf, err = d.expected(unit, e.Base, act); err != nil {
		return e, nil, err
	}
	if err := e.addsUp(); err != nil {
		return e, nil, err
	}
	e.Quorum, e.Needed = rule.Value.Needed(quorum, e.Expected, e.Returned)
	e.Quorate = e.Returned >= e.Quorum
	e.Passed = e.Quorate && e.InFavour >= e.Needed
	return e, set, nil
}

func (d Decision) judgeVoted(e Voted, act domain.Act) error {
	want, set, err := d.count(e, act)
	if err != nil {
		return err
	}
	if e != want {
		return differs(set, "%[1]d are expected as of %[2]s, %[3]d have to take part and %[4]d be in favour (passed: %[5]t, on %[6]s)",
			"应到 %[1]d 人（%[2]s 统计），须 %[3]d 人参加、%[4]d 票赞成（是否通过：%[5]t，日期 %[6]s）",
			want.Expected, want.AsOf, want.Quorum, want.Needed, want.Passed, want.On)
	}
	return act.Attached(set.Decisions.VoteEvidence.Value...)
}

// stillDelegated asks anew what the proposal was asked: a delegation may be gone. One
// that the proposal named has to stand, also where the rules of the day would have
// asked for none.
func (d Decision) stillDelegated(unit domain.Unit, set *rules.Set, act domain.Act) error {
	route, _ := set.Decisions.RoutesAt(unit.Level).Value.Of(d.Kind)
	r := reservation{d.Owner, d.Delegation, d.Kind, d.Meeting, d.Amount}
	var err error
	switch {
	case r.applies(route, set):
		_, err = r.delegated(set, act)
	case r.delegation != "":
		_, err = r.stands(act)
	}
	return err
}

// wasCalled: where the rule asks for notice there is one, and people vote on the
// day that it named. From door to door they vote from that day on.
func (d Decision) wasCalled(rule rules.Rule[rules.Vote], m Method, act domain.Act) error {
	called, on := d.Notice.MeetingOn, act.Day()
	switch {
	case called.IsZero() && rule.Value.NoticeDays == 0:
		return nil
	case called.IsZero():
		return rule.Reject("notice_missing", "notice of the vote is given %d days ahead, and none was: give notice first", "表决须提前 %d 天公告，而尚未公告：请先公告", rule.Value.NoticeDays)
	case on.Before(called), m == AtMeeting && on.After(called):
		return rule.Reject("not_on_the_day_called",
			"the vote was called for %s, and this is %s: vote on that day, or give notice anew",
			"公告的表决日期为 %s，而此为 %s：请在该日表决，或重新公告", called, on)
	}
	return nil
}

// baseOf is the quorum of a base; of none where the rule has only one.
func baseOf(rule rules.Rule[rules.Vote], base domain.VoterBase) (rules.Quorum, error) {
	if base == "" && len(rule.Value.Quorum) == 1 {
		return rule.Value.Quorum[0], nil
	}
	if q, ok := rule.Value.In(base); ok {
		return q, nil
	}
	english, chinese := "", ""
	for i, q := range rule.Value.Quorum {
		if i > 0 {
			english, chinese = english+" or ", chinese+"或 "
		}
		english, chinese = english+string(q.Of), chinese+string(q.Of)+"（"+domain.Label(q.Of, string(q.Of), domain.Chinese)+"）"
	}
	if base == "" {
		return rules.Quorum{}, rule.Reject("base_unfit", "it is not said who votes: choose the base %[1]s", "未填写表决主体：请选择 %[2]s", english, chinese)
	}
	return rules.Quorum{}, rule.Reject("base_unfit",
		"this vote is not taken by %[1]q: choose the base %[2]s",
		"此表决不以 %[1]q 为主体：请选择 %[3]s", string(base), english, chinese)
}

// addsUp is the arithmetic of the ballots: in favour + against + abstained +
// invalid = returned ≤ issued ≤ expected, less those recused.
func (e Voted) addsUp() error {
	if min(e.Recused, e.Issued, e.Returned, e.Proxies, e.InFavour, e.Against, e.Abstained, e.Invalid) < 0 {
		return domain.Reject("numbers_negative", "no number of a vote is negative: correct it", "表决数字不能为负：请更正")
	}
	switch {
	case e.Recused > e.Expected, e.Issued > e.Expected-e.Recused:
		return domain.Reject("more_issued_than_entitled",
			"%[1]d are expected as of %[2]s and %[3]d of them were recused, so at most %[4]d ballots are issued, not %[5]d: correct the numbers, or record the electorate of the day",
			"应到 %[1]d 人（%[2]s 统计），回避 %[3]d 人，最多发出 %[4]d 票，不能是 %[5]d：请更正，或登记当日应到人数",
			e.Expected, e.AsOf, e.Recused, max(e.Expected-e.Recused, 0), e.Issued)
	case e.Returned > e.Issued:
		return domain.Reject("more_returned_than_issued", "more ballots were returned (%d) than issued (%d): count them again", "收回 %d 票多于发出 %d 票：请重新清点", e.Returned, e.Issued)
	case e.Proxies > e.Returned:
		return domain.Reject("more_proxies_than_returned", "more ballots were cast by proxy (%d) than returned (%d): count them again", "委托票 %d 张多于收回 %d 票：请重新清点", e.Proxies, e.Returned)
	}
	left := e.Returned
	for _, n := range []int{e.InFavour, e.Against, e.Abstained, e.Invalid} {
		if left >= 0 { // a sum could overflow
			left -= n
		}
	}
	if left != 0 {
		return domain.Reject("ballots_do_not_add_up",
			"%[2]d in favour, %[3]d against, %[4]d abstained and %[5]d invalid are not the %[1]d that were returned: count them again",
			"赞成 %[2]d、反对 %[3]d、弃权 %[4]d、无效 %[5]d 之和不等于收回 %[1]d 票：请重新清点",
			e.Returned, e.InFavour, e.Against, e.Abstained, e.Invalid)
	}
	return nil
}
