package domain

import "strings"

// This file is what communities, natural villages and collectives are held
// against alike.

// MaxCounted is the largest number that a count may give: a larger one is a slip
// of the pen.
const MaxCounted = 10_000_000

// Admits says whether a count may be recorded after those on record. It is as of
// a day that has come and is later than the latest count's: a number expected is
// never changed for days that were counted already, but by a correction, which
// takes two people. A count that was forgotten is inserted by one, too.
func (all Electorates) Admits(e Electorate, act Act) error {
	switch {
	case e.AsOf.IsZero():
		return Reject("field_missing", "%[1]s is missing: give the day of the count", "缺少%[2]s：请填写统计日期", "asOf", "统计日期")
	case strings.TrimSpace(e.Document) == "":
		return Reject("field_missing",
			"%[1]s is missing: a count rests on a register or a report, so name it with its date",
			"缺少%[2]s：人数须有名册或统计表为依据，请写明名称和日期", "document", "依据文件")
	case e.AsOf.After(act.Day()):
		return Reject("counted_in_the_future",
			"nobody has counted on %s yet, when this happens on %s: give the day of the count",
			"统计日期 %s 晚于发生日期 %s：请填写实际统计日期", e.AsOf, act.Day())
	}
	if err := e.plausible(); err != nil {
		return err
	}
	if len(all) == 0 {
		return nil
	}
	switch latest := all[len(all)-1].AsOf; {
	case e.AsOf == latest:
		return Reject("counted_already",
			"there is a count as of %s on record: put it right by a correction, or give a later day",
			"已有截至 %s 的人数：有误请更正，或填写更晚的日期", latest)
	case e.AsOf.Before(latest):
		return Reject("counted_before",
			"the latest count on record is as of %s, and this one as of %s: insert an older one by a correction",
			"已登记的最近统计日期为 %s，晚于 %s：补记较早的人数应通过更正插入", latest, e.AsOf)
	}
	return nil
}

// plausible: numbers that cannot be are refused; 0 is not counted.
func (e Electorate) plausible() error {
	counted := false
	for _, c := range VoterBase("").Codes() {
		n := e.Count(VoterBase(c.Code))
		if n < 0 || n > MaxCounted {
			return Reject("count_out_of_range",
				"the number of %[1]s is 0 to %[3]d, not %[4]d: count again; 0 is not counted",
				"%[2]s人数为 0 至 %[3]d，不能是 %[4]d：请核对；未统计的不填", c.English, c.Chinese, MaxCounted, n)
		}
		counted = counted || n > 0
	}
	if !counted {
		return Reject("nothing_counted", "nothing is counted: give at least one number", "没有任何人数：请至少填写一项")
	}
	if e.Adults > 0 {
		if err := e.atMost(Households, Adults); err != nil {
			return err
		}
		return e.atMost(Representatives, Adults)
	}
	if e.Members > 0 {
		return e.atMost(Representatives, Members)
	}
	return nil
}

// atMost refuses more of one than of another: every household has an adult
// (assumed), and who represents others is one of them.
func (e Electorate) atMost(few, many VoterBase) error {
	if e.Count(few) <= e.Count(many) {
		return nil
	}
	return Reject("counts_contradict",
		"there cannot be more %[1]s (%[3]d) than %[4]s (%[6]d): count again",
		"%[2]s（%[3]d）不能多于%[5]s（%[6]d）：请核对",
		Label(few, string(few), English), Label(few, string(few), Chinese), e.Count(few),
		Label(many, string(many), English), Label(many, string(many), Chinese), e.Count(many))
}

// BegunIn holds what is begun in a community against it: it is on record, and was
// not merged into another one.
func BegunIn(act Act, community string) error {
	if !OfCategory(community, "community") {
		return Reject("not_a_community", "%q is not the stream of a community: write community-<id>", "%q 不是社区：请写 community-<编号>", community)
	}
	return notMerged(act, community)
}

// Merges holds a unit that is merged into another one against that: it is of the
// same category and another one, on record, not merged itself, and lies within
// the same place, unless the act says that it does not. The place is the nearest
// that the unit itself lies within. The other one decides what this one leaves
// from the merger on, so the merger is not dated back behind what was decided.
func Merges(act Act, into, within string, elsewhere bool) error {
	if known := act.PublicFrom(); known != act.Day() {
		return Reject("merged_in_the_past",
			"a merger counts from the day on which it is recorded, %s, and not from %s: record it as of that day",
			"合并自登记之日（%s）起生效，不能追溯至 %s：请按登记日填写", known, act.Day())
	}
	category, _ := SplitStream(act.Stream)
	if into == act.Stream || !OfCategory(into, category) {
		return Reject("not_another",
			"%[1]s is merged into another one of its kind, not into %[2]q: write %[3]s-<id>",
			"%[1]s 须并入同类的另一单位，不能是 %[2]q：请写 %[3]s-<编号>", act.Stream, into, category)
	}
	if err := notMerged(act, into); err != nil {
		return err
	}
	name, err := Evidence[PlaceName](act, into)
	if err != nil {
		return err
	}
	switch same := len(name.Within) > 0 && name.Within[0] == within; {
	case !same && !elsewhere:
		return Reject("lies_elsewhere",
			"%[1]s does not belong to %[2]s: name one that does, or say that it lies elsewhere (elsewhere)",
			"%[1]s 不属于 %[2]s：请填写同一所属的单位，或注明跨区（elsewhere）", into, within)
	case same && elsewhere:
		return Reject("lies_here", "%s belongs to %s as well: do not say that it lies elsewhere", "%s 同属 %s：请勿注明跨区", into, within)
	}
	return nil
}

func notMerged(act Act, stream string) error {
	unit, err := Evidence[Unit](act, stream)
	if err != nil {
		return err
	}
	if unit.Merged != "" {
		return Reject("merged", "%s was merged into %s: name that one", "%s 已并入 %s：请填写后者", stream, unit.Merged)
	}
	return nil
}
