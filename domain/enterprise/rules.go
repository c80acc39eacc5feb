package enterprise

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// MaxMembers is the most members that an enterprise may name: more are a slip of
// the pen.
const MaxMembers = 1_000_000

// Judge is the policies of enterprises. An event out of order is refused before
// any of them.
func (s Enterprise) Judge(e domain.Event, act domain.Act) error {
	if err := s.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case CapitalContributed:
		return s.judgeContributed(e, act)
	case DividendPaid:
		return s.judgeDividend(e, act)
	case Closed:
		if err := s.judgeDay(e.On, act); err != nil {
			return err
		}
		return domain.Require(domain.Said(e.Reason, "reason", "注销原因"))
	}
	return nil
}

// asked is a registration with what the rule set of the day asks of the kind.
func asked(e Registered, act domain.Act) (Registered, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.LeastCapital, e.LeastMembers, e.LeastFarmers, e.Rules = 0, 0, 0, set.Name()
	switch e.Kind {
	case PovertyRelief:
		e.LeastCapital = set.Income.PovertyReliefStartUp.Value
	case Cooperative:
		e.LeastMembers = set.Income.CooperativeMembers.Value
		e.LeastFarmers = partOf(e.Members, set.Income.CooperativeFarmers.Value)
	}
	return e, nil
}

// partOf is a number of basis points of a count, to the upper integer.
func partOf(count, points int) int { return (count*points + 9_999) / 10_000 }

func judgeRegistered(e Registered, act domain.Act) error {
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.BegunIn(act, e.Community); err != nil {
		return err
	}
	if err := domain.CheckName(e.Name); err != nil {
		return err
	}
	if err := domain.CheckPast(act, e.On, "on", "注册日期"); err != nil {
		return err
	}
	if err := domain.CheckAmount(e.Capital, "capital", "启动资金"); err != nil {
		return err
	}
	if e.Members < 0 || e.Members > MaxMembers || e.Farmers < 0 || e.Farmers > e.Members {
		return domain.Reject("members_out_of_range",
			"members are 0 to %d, and farmers are among them: %d farmers of %d members cannot be",
			"成员数为 0 至 %d，农民包括在内：成员 %[3]d 人不可能有农民 %[2]d 人，请核对", MaxMembers, e.Farmers, e.Members)
	}
	return judgeAsked(e, act)
}

func judgeAsked(e Registered, act domain.Act) error {
	want, err := asked(e, act)
	if err != nil {
		return err
	}
	if e != want {
		return domain.Reject("numbers_differ",
			"by %[1]s this kind begins with %[2]s yuan, %[3]d members and %[4]d farmers among them at least: record that",
			"依据 %[1]s，此类主体启动资金不低于 %[2]s 元，成员不少于 %[3]d 人，其中农民不少于 %[4]d 人：请按此登记",
			want.Rules, want.LeastCapital, want.LeastMembers, want.LeastFarmers)
	}
	set, err := rules.Of(act)
	switch {
	case err != nil:
		return err
	case e.Capital < e.LeastCapital:
		return set.Income.PovertyReliefStartUp.Reject("start_up_too_small",
			"a poverty-alleviation development company begins with %s yuan or more, not %s: register it with that",
			"扶贫开发公司启动资金不低于 %s 元，不能是 %s 元：请按此登记", e.LeastCapital, e.Capital)
	case e.Members < e.LeastMembers:
		return set.Income.CooperativeMembers.Reject("too_few_members",
			"a farmers' cooperative has %d members or more, not %d: name all of them, or another kind",
			"农民专业合作社须有 %d 名以上成员，不能是 %d 名：请填写全部成员数，或改选其他类型", e.LeastMembers, e.Members)
	case e.Farmers < e.LeastFarmers:
		return set.Income.CooperativeFarmers.Reject("too_few_farmers",
			"of %d members of a farmers' cooperative %d or more are farmers, not %d: count them again, or name another kind",
			"农民专业合作社成员 %d 人中农民须不少于 %d 人，不能是 %d 人：请核对，或改选其他类型", e.Members, e.LeastFarmers, e.Farmers)
	}
	return nil
}

// decidedFrom is a contribution with the amount from which the rule set of the
// day has what a collective puts in decided.
func decidedFrom(e CapitalContributed, act domain.Act) (CapitalContributed, error) {
	set, err := rules.Of(act)
	if err != nil {
		return e, err
	}
	e.DecisionFrom, e.Rules = set.Income.ContributionFrom.Value, set.Name()
	return e, nil
}

func (s Enterprise) judgeContributed(e CapitalContributed, act domain.Act) error {
	if err := s.judgePayment(e.On, e.Amount, e.Voucher, act); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Purpose); err != nil {
		return err
	}
	if err := judgeSource(e.Source, e.From, act); err != nil {
		return err
	}
	want, err := decidedFrom(e, act)
	if err != nil {
		return err
	}
	if e != want {
		return domain.Reject("numbers_differ",
			"a collective decides on contributions from %s yuan on, by %s: record that",
			"集体出资须经决议的起点为 %s 元（%s）：请按此登记", want.DecisionFrom, want.Rules)
	}
	if e.Source != FromCollective {
		if e.Decision != "" {
			return domain.Reject("decision_not_needed",
				"only a collective decides on what it puts in: leave the decision out", "仅集体出资须填写决议：请不填")
		}
		return nil
	}
	if err := domain.CheckOwner(act, e.From); err != nil {
		return err
	}
	return s.judgeDecision(e, act)
}

// judgeDecision rests what a collective puts in on a decision of its own that
// names the enterprise. Its amount is the most that may be put in, together with
// what was put in on it before.
func (s Enterprise) judgeDecision(e CapitalContributed, act domain.Act) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	if rule := set.Income.ContributionFrom; e.Decision == "" {
		if e.Amount < rule.Value {
			return nil
		}
		return rule.Reject("decision_missing",
			"what a collective puts in, %s yuan, %s or more, rests on a decision: name decision-<id>",
			"集体出资 %s 元，达到 %s 元，须经决议：请填写 decision-<编号>", e.Amount, rule.Value)
	}
	_, err = domain.RestOn(act, domain.Reliance{
		Decision: e.Decision, Owner: e.From, Kinds: []domain.MatterKind{domain.Contribution}, Concerns: act.Stream,
		Amount: s.decided(e.Decision) + e.Amount,
	})
	return err
}

// judgeSource holds a source against the stream that it follows from. A treasury
// is that of a town or a county on record.
func judgeSource(source Source, stream string, act domain.Act) error {
	want := sourceOf(stream)
	switch {
	case want == "":
		return domain.Reject("source_unknown",
			"%q is neither a collective, nor a town, nor the county: write collective-<id>, town-<id> or county-self, or leave it out for the members",
			"%q 不是集体经济组织、镇街或市县：请写 collective-<编号>、town-<编号> 或 county-self，成员不填", stream)
	case source != want:
		return domain.Reject("source_differs",
			"%[1]q is the %[2]s, not %[4]q: record that",
			"%[1]q 属于%[3]s，不是 %[4]q：请按此登记", stream,
			domain.Label(want, string(want), domain.English), domain.Label(want, string(want), domain.Chinese), string(source))
	case want != FromTown && want != FromCounty:
		return nil
	}
	_, err := domain.Evidence[domain.PlaceName](act, stream)
	return err
}

// judgeDividend: who is paid was held against the contributions. A dividend is of
// a year that is over, and in which the enterprise was there.
func (s Enterprise) judgeDividend(e DividendPaid, act domain.Act) error {
	if err := s.judgePayment(e.On, e.Amount, e.Voucher, act); err != nil {
		return err
	}
	if e.Year < s.On.Year || e.Year >= e.On.Year {
		return domain.Reject("year_not_over",
			"a dividend paid on %[1]s is of a year from %[2]d, when the enterprise was registered, that was over by then, not of %[3]d: name that year",
			"%[1]s 发放的分红应属于 %[2]d 年（注册）以来已结束的年度，不能是 %[3]d 年：请填写该年度", e.On, s.On.Year, e.Year)
	}
	return nil
}

// judgePayment looks at a payment by itself.
func (s Enterprise) judgePayment(on domain.Date, amount domain.Money, voucher string, act domain.Act) error {
	if err := s.judgeDay(on, act); err != nil {
		return err
	}
	if err := domain.CheckAmount(amount, "amount", "金额"); err != nil {
		return err
	}
	return domain.Require(domain.Said(voucher, "voucher", "凭证号"))
}

// judgeDay: nothing happens before the registration, and nothing is recorded
// before it happens.
func (s Enterprise) judgeDay(on domain.Date, act domain.Act) error {
	if err := domain.CheckPast(act, on, "on", "日期"); err != nil {
		return err
	}
	if on.Before(s.On) {
		return domain.Reject("before_registration",
			"the enterprise was registered on %s, and %s is before that: correct the day",
			"该经营主体于 %s 注册，%s 在此之前：请更正日期", s.On, on)
	}
	return nil
}
