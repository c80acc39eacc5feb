package decision

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Judge is the policies of decisions: ways, numbers, days and evidence. An event
// out of order is refused before any of them.
func (d Decision) Judge(e domain.Event, act domain.Act) error {
	if err := d.follows(e); err != nil {
		return err
	}
	if err := ballotsStay(act.Attachments); err != nil {
		return err
	}
	switch e := e.(type) {
	case Proposed:
		return judgeProposed(e, act)
	case Consulted:
		return d.judgeConsulted(e, act)
	case PartyReviewed:
		return d.judgePartyReviewed(e, act)
	case DiscussedByCouncils:
		return d.judgeDiscussed(e, act)
	case NoticeGiven:
		return d.judgeNotice(e, act)
	case Voted:
		return d.judgeVoted(e, act)
	case Withdrawn:
		return d.judgeWithdrawn(e, act)
	case Lapsed:
		return d.judgeLapsed(e, act)
	}
	return d.judgeAfterVote(e, act)
}

func (d Decision) judgeAfterVote(e domain.Event, act domain.Act) error {
	switch e := e.(type) {
	case TownApproved:
		return d.judgeTown(e.On, e.By, e.Document, act)
	case TownRefused:
		return d.judgeTown(e.On, e.By, e.Document, act)
	case Adopted:
		return d.judgeAdopted(e, act)
	case Rejected:
		return onItsDay(e.On, act)
	case Disclosed:
		return judgeDisclosed(e, act)
	case ObjectionRaised:
		return d.judgeObjection(e, act)
	case ObjectionAnswered:
		if err := domain.Require(domain.Given(!e.Text.IsZero(), "text", "答复内容")); err != nil {
			return err
		}
		return onItsDay(e.On, act)
	case ImplementationReported:
		return d.judgeImplementation(e, act)
	case ResultsDisclosed:
		if err := domain.Require(domain.Said(e.Where, "where", "公开地点")); err != nil {
			return err
		}
		return onItsDay(e.On, act)
	}
	return nil
}

// ballotsStay: how a household voted is for the village, and for nobody else.
func ballotsStay(attached []domain.Attachment) error {
	for _, a := range attached {
		if a.Kind == domain.Ballots && a.Audience != domain.Village {
			return domain.Reject("ballots_are_the_villages",
				"ballots are for the village to see, and not %s: attach them for the audience village", "表决票仅限村内查看，不能是 %s：可见范围请选择 village", a.Audience)
		}
	}
	return nil
}

// onItsDay holds the day that an event says against the one of the act.
func onItsDay(on domain.Date, act domain.Act) error {
	if on == act.Day() {
		return nil
	}
	return domain.Reject("another_day", "it happened on %s, not on %s: record that day", "发生日期应为 %s，不是 %s：请按此记录", act.Day(), on)
}

// differs is the refusal of an event whose numbers are not those of the judgement.
func differs(set *rules.Set, english, chinese string, args ...any) error {
	return domain.Reject("numbers_differ",
		"by rule set "+set.Name()+" "+english+": record these numbers",
		"按规则集 "+set.Name()+"，"+chinese+"：请按此记录", args...)
}
