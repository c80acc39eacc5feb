package asset

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of assets. An event out of order is refused before any
// of them.
func (a Asset) Judge(e domain.Event, act domain.Act) error {
	if err := a.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case Verified:
		return judgeVerified(e, act)
	case Appraised:
		return judgeAppraised(e, act)
	case Revalued:
		return a.judgeRevalued(e, act)
	case Leased:
		return a.judgeLeased(e, act)
	case LeaseEnded:
		return a.judgeLeaseEnded(e, act)
	case Transferred:
		return a.judgeTransferred(e, act)
	case Disposed:
		return a.judgeDisposed(e, act)
	case WrittenOff:
		return a.judgeWrittenOff(e, act)
	case Damaged:
		return judgeDamaged(e, act)
	case Found:
		return judgeFound(e, act)
	}
	return nil
}

// judgeRegistered: what was transferred to a collective before it was merged is still
// received there, and goes on with what it left.
func judgeRegistered(e Registered, act domain.Act) error {
	if err := domain.CheckOwner(act, e.Owner); err != nil && (e.From == "" || domain.CodeOf(err) != "owner_merged") {
		return err
	}
	if err := domain.CheckCode(e.Class); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Kind); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Unit); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Origin); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Name, "name", "名称")); err != nil {
		return err
	}
	if err := domain.CheckValue(e.OriginalValue, "originalValue", "原值"); err != nil {
		return err
	}
	if err := domain.CheckValue(e.NetValue, "netValue", "净值"); err != nil {
		return err
	}
	if !e.AcquiredOn.IsZero() {
		if err := domain.CheckPast(act, e.AcquiredOn, "acquiredOn", "取得日期"); err != nil {
			return err
		}
	}
	if natural := slices.Contains([]domain.AssetKind{domain.Land, domain.Forest, domain.Water}, e.Kind); (e.Class == domain.ResourceAsset) != natural {
		return domain.Reject("class_of_another_kind",
			"land, forest and water are resources, and nothing else is: choose class and kind that go together",
			"土地、林地、水面为资源性资产，其他均不是：请选择相符的类别和种类")
	}
	if (e.Origin == TakenOver) != (e.From != "") {
		return domain.Reject("origin_unclear",
			"what another collective transferred names the asset whose place it takes, and nothing else does: receive it",
			"划入的资产须写明划出资产，其他资产不填：划入请用接收")
	}
	if e.From != "" {
		return judgeReceived(e, act)
	}
	return someQuantity(e.Quantity)
}

// judgeReceived: what is received is what was transferred, value for value.
func judgeReceived(e Registered, act domain.Act) error {
	if act.Stream != domain.StreamOf("asset", successor(e.From)) {
		return domain.Reject("id_invalid",
			"the place of %[1]s is taken by asset-%[3]s, not by %[2]s: there is only one that follows",
			"%[1]s 的后续资产为 asset-%[3]s，不是 %[2]s：只有一个后续", e.From, act.Stream, successor(e.From))
	}
	from, err := domain.Evidence[domain.CollectiveAsset](act, e.From)
	if err != nil {
		return err
	}
	if from.To != e.Owner {
		return domain.Reject("not_transferred",
			"%s was not transferred to %s: have it transferred first", "%s 未划转给 %s：请先划转", e.From, e.Owner)
	}
	if want := taken(e.From, from); !e.same(want) {
		return domain.Reject("values_differ",
			"%s was transferred with an original value of %s yuan and a net value of %s: record it as it was",
			"%s 划出时原值 %s 元、净值 %s 元：请按划出时登记", e.From, from.Original, from.Net)
	}
	return nil
}

// taken is what takes the place of an asset that was transferred.
func taken(stream string, from domain.CollectiveAsset) Registered {
	return Registered{
		Owner: from.To, Class: from.Class, Kind: from.Kind, Name: from.Name, Location: from.Location,
		Quantity: from.Quantity, Unit: from.Unit, OriginalValue: from.Original, NetValue: from.Net, Origin: TakenOver, From: stream,
	}
}

// same compares what is conserved: names and places may be put better.
func (e Registered) same(o Registered) bool {
	o.Name, o.Location, o.AcquiredOn, o.Certificate = e.Name, e.Location, e.AcquiredOn, e.Certificate
	return e == o
}

func someQuantity(n int) error {
	if n < 1 {
		return domain.Reject("quantity_missing", "a quantity is at least 1 of its unit, not %d", "数量至少为 1，不能是 %d", n)
	}
	return nil
}

// judgeVerified: what is lost cannot be counted, and all else can.
func judgeVerified(e Verified, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "清查日期"); err != nil {
		return err
	}
	if err := domain.CheckCode(e.Condition); err != nil {
		return err
	}
	if err := domain.CheckValue(e.NetValue, "netValue", "核实净值"); err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Document, "document", "依据文件")); err != nil {
		return err
	}
	if e.Condition != IsLost {
		return someQuantity(e.Quantity)
	}
	if e.Quantity != 0 || e.NetValue != 0 {
		return domain.Reject("lost_is_nothing", "what is lost has neither quantity nor value: record 0 of both", "盘亏资产没有数量和价值：两者均填 0")
	}
	return nil
}

func judgeAppraised(e Appraised, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "评估基准日"); err != nil {
		return err
	}
	if err := domain.CheckAmount(e.Value, "value", "评估值"); err != nil {
		return err
	}
	return domain.Require(domain.Said(e.Appraiser, "appraiser", "评估机构"), domain.Said(e.Report, "report", "评估报告编号"))
}

// judgeRevalued: a net value is never typed in, it is that of an appraisal or a
// verification, that of the latest day. An old appraisal gives none: what it says takes
// the place of all net values before it ([domain.NetValues]).
func (a Asset) judgeRevalued(e Revalued, act domain.Act) error {
	if err := domain.CheckCode(e.Basis); err != nil {
		return err
	}
	want, err := a.revaluation(e.Basis)
	if err != nil {
		return err
	}
	if err := domain.Require(domain.Said(e.Reason, "reason", "调整原因")); err != nil {
		return err
	}
	if e.NetValue != want.NetValue || e.BasisOn != want.BasisOn {
		return domain.Reject("numbers_differ",
			"the last of them is of %s, and gives %s yuan: record that", "最近一次为 %s，价值 %s 元：请按此登记", want.BasisOn, want.NetValue)
	}
	if e.Basis == OnAppraisal {
		set, err := rules.Of(act)
		if err != nil {
			return err
		}
		if err := set.StillAppraised(act.Stream, e.BasisOn, act.Day()); err != nil {
			return err
		}
	}
	if e.NetValue == a.Net {
		return domain.Reject("same_value", "the net value is %s yuan already", "净值已为 %s 元", a.Net)
	}
	return nil
}

func (a Asset) revaluation(b Basis) (Revalued, error) {
	on := a.Appraisals
	if b == OnVerification {
		on = a.Verifications
	}
	if len(on) == 0 {
		return Revalued{}, domain.Reject("no_basis",
			"a net value rests on an appraisal or a verification on record: record that first",
			"净值调整须以已登记的评估或清产核资为依据：请先登记")
	}
	last := on[0]
	for _, v := range on {
		if !v.On.Before(last.On) {
			last = v
		}
	}
	return Revalued{NetValue: last.Value, Basis: b, BasisOn: last.On}, nil
}

func judgeDamaged(e Damaged, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "日期"); err != nil {
		return err
	}
	if e.Condition != IsDamaged && e.Condition != IsLost {
		return domain.Reject("code_unknown", "%q is no damage: write damaged or lost", "“%s”不是毁损灭失：请填写 damaged 或 lost", string(e.Condition))
	}
	return domain.Require(domain.Said(e.What, "what", "情况说明"))
}

func judgeFound(e Found, act domain.Act) error {
	if err := domain.CheckPast(act, e.On, "on", "日期"); err != nil {
		return err
	}
	if err := someQuantity(e.Quantity); err != nil {
		return err
	}
	return domain.Require(domain.Said(e.What, "what", "情况说明"))
}
