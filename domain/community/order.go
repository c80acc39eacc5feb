package community

import (
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// follows is the legal order of steps.
func (c Community) follows(e domain.Event) error {
	switch e.(type) {
	case Registered:
		if c.ID != "" {
			return domain.Reject("already_registered", "the community is registered already as %s: rename it, or choose another id", "社区已登记为 %s：请更名，或另选编号", c.Name)
		}
		return nil
	case Renamed, Recoded, MergedInto, ElectorateRecorded, CouncilConstituted, OfficialAppointed, TermEnded,
		CentreOpened, StationOpened, CentreUpgraded, SmartPlatformCompleted, StaffPosted, StaffRecalled, SocialWorkersCounted,
		SignsInstalled, AwardGranted, CleanUpCompleted, Standardised, ListedForImprovement, Improved, SiteDesignated, SiteWithdrawn:
	default:
		return domain.Unknown(e)
	}
	if c.ID == "" {
		return domain.Reject("not_registered", "the community is not registered: register it first", "社区尚未登记：请先登记")
	}
	if c.Merged != "" && !ends(e) {
		return domain.Reject("merged",
			"%[1]s was merged into %[2]s, and nothing follows but the ends of terms, of postings and of sites: do this for %[2]s",
			"%[1]s 已并入 %[2]s，此后只能登记人员离任、离岗和示范点撤销：请在 %[2]s 办理", c.Name, c.Merged)
	}
	switch e := e.(type) {
	case CouncilConstituted:
		return c.mayConstitute(e)
	case OfficialAppointed:
		return c.mayAppoint(e)
	case TermEnded:
		return c.mayEnd(e)
	case CentreOpened:
		return c.mayOpenCentre()
	case StationOpened:
		return c.mayOpenStation(e)
	case CentreUpgraded:
		return c.mayUpgrade(e)
	case SmartPlatformCompleted:
		return c.mayCompletePlatform(e)
	case StaffPosted:
		return c.mayPost(e)
	case StaffRecalled:
		return c.mayRecall(e)
	case SocialWorkersCounted:
		return c.mayCount(e)
	case CleanUpCompleted:
		return c.mayCleanUp(e)
	case Standardised:
		return c.mayStandardise(e)
	case ListedForImprovement:
		return c.mayList(e)
	case Improved:
		return c.mayImprove(e)
	case SiteDesignated:
		return c.mayDesignate(e)
	case SiteWithdrawn:
		return c.mayWithdraw(e)
	}
	return nil
}

// ends reports whether an event only ends what was begun.
func ends(e domain.Event) bool {
	switch e.(type) {
	case TermEnded, StaffRecalled, SiteWithdrawn:
		return true
	}
	return false
}

// mayConstitute: the terms of a body follow each other. One that begins before
// the last one is over ends it.
func (c Community) mayConstitute(e CouncilConstituted) error {
	for _, k := range c.Councils {
		if k.Body == e.Body && !e.From.After(k.From) {
			return domain.Reject("constituted_already",
				"the term of the %[1]s that began on %[2]s is on record, and terms follow each other: give a later day, or insert an older term by a correction",
				"%[3]s已有自 %[2]s 起的一届：请填写更晚的日期；补记较早的一届应通过更正插入",
				domain.Label(k.Body, string(k.Body), domain.English), k.From, domain.Label(k.Body, string(k.Body), domain.Chinese))
		}
	}
	return nil
}

// mayAppoint: a post or a seat is held by one person at a time, and nobody has
// two places in one body.
func (c Community) mayAppoint(e OfficialAppointed) error {
	next := e.official()
	for _, o := range c.Officials {
		if !o.meets(next) {
			continue
		}
		switch {
		case o.Post == e.Post && o.Seat == e.Seat:
			return domain.Reject("post_held",
				"%[1]s is %[2]s from %[4]s to %[5]s, and a post or a seat is held by one person at a time: end that term first, or begin after it",
				"%[1]s 自 %[4]s 至 %[5]s 任%[3]s，同一职务或席位同时只能由一人担任：请先登记其离任，或自其后起任",
				o.Name, domain.Label(o.Post, string(o.Post), domain.English), domain.Label(o.Post, string(o.Post), domain.Chinese), o.From, orOpen(o.last()))
		case o.Person != uuid.Nil && o.Person == next.Person && o.Post.Body() != "" && o.Post.Body() == e.Post.Body():
			return domain.Reject("in_the_body_already",
				"the same person, %[1]s, is %[2]s from %[4]s to %[5]s, and nobody has two places in one body: end that term first",
				"本人（%[1]s）自 %[4]s 至 %[5]s 任%[3]s，一人在同一组织内只能占一席：请先登记其离任",
				o.Name, domain.Label(o.Post, string(o.Post), domain.English), domain.Label(o.Post, string(o.Post), domain.Chinese), o.From, orOpen(o.last()))
		}
	}
	return nil
}

func orOpen(d domain.Date) string {
	if d.IsZero() {
		return "…"
	}
	return d.String()
}

// mayEnd: only who is in office leaves it, once.
func (c Community) mayEnd(e TermEnded) error {
	if e.On.IsZero() {
		return domain.Require(domain.Given(false, "on", "最后任职日"))
	}
	at, found := c.term(e.Post, e.Seat, e.On)
	if !found {
		return domain.Reject("nobody_in_post",
			"nobody is on record as %[1]s, seat %[3]d, on %[4]s: appoint them first, or correct the post, the seat or the day",
			"%[4]s 没有%[2]s（席位 %[3]d）的任职记录：请先登记任职，或核对职务、席位和日期",
			domain.Label(e.Post, string(e.Post), domain.English), domain.Label(e.Post, string(e.Post), domain.Chinese), e.Seat, e.On)
	}
	if o := c.Officials[at]; !o.Ended.IsZero() || !o.Until.IsZero() && o.Until.Before(e.On) {
		return domain.Reject("term_over",
			"the term of %[1]s is over since %[2]s, and a term ended does not end again: correct that day, if it is wrong",
			"%[1]s 的任期已于 %[2]s 结束，不能再次结束：日期有误请更正", o.Name, o.last())
	}
	return nil
}
