package community

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// MaxSeats is the most seats that a body may have: more are a slip of the pen.
const MaxSeats = 99

// Judge is the policies of communities.
func (c Community) Judge(e domain.Event, act domain.Act) error {
	if err := c.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Registered:
		return judgeRegistered(e, act)
	case Renamed:
		return domain.CheckRename(e.Name, e.NameEnglish, c.Name, c.NameEnglish)
	case Recoded:
		return c.judgeRecoded(e)
	case MergedInto:
		return domain.Merges(act, e.Into, c.Town, e.Elsewhere)
	case ElectorateRecorded:
		return c.Electorates.Admits(domain.Electorate(e), act)
	case CouncilConstituted:
		return judgeConstituted(e)
	case OfficialAppointed:
		return c.judgeAppointed(e)
	case TermEnded:
		return judgeEnded(e, act)
	}
	return c.judgeWork(e, act)
}

// judgeWork is the policies of what is done in a community and for it.
func (c Community) judgeWork(e domain.Event, act domain.Act) error {
	switch e := e.(type) {
	case CentreOpened:
		return judgeCentre(e, act)
	case StationOpened:
		return judgeStation(e, act)
	case CentreUpgraded:
		return judgeUpgrade(e, act)
	case SmartPlatformCompleted:
		return judgeTakenOver(e.On, e.Cost, e.Document, act)
	case StaffPosted:
		return judgePosted(e, act)
	case StaffRecalled:
		return judgeRecalled(e, act)
	case SocialWorkersCounted:
		return judgeSocialWorkers(e, act)
	case SignsInstalled:
		return judgeSigns(e, act)
	case AwardGranted:
		return c.judgeAward(e, act)
	case CleanUpCompleted:
		return judgeCleanUp(e, act)
	case Standardised:
		return judgeAccepted(e.On, e.Document, act)
	case ListedForImprovement:
		return judgeListed(e, act)
	case Improved:
		return judgeImproved(e, act)
	case SiteDesignated:
		return judgeDesignated(e, act)
	case SiteWithdrawn:
		return judgeWithdrawn(e, act)
	}
	return nil
}

func judgeRegistered(e Registered, act domain.Act) error {
	if err := domain.CheckPlace(act, "community", e.ID, e.Name); err != nil {
		return err
	}
	if err := domain.CheckDivisionCode(e.Code); err != nil {
		return err
	}
	return townOnRecord(e.Town, act)
}

func (c Community) judgeRecoded(e Recoded) error {
	switch e.Code {
	case "":
		return domain.Require(domain.Given(false, "code", "统计用区划代码"))
	case c.Code:
		return domain.Reject("same_code", "the code is %s already: give another one", "代码已为 %s：请填写新代码", c.Code)
	}
	return domain.CheckDivisionCode(e.Code)
}

func judgeConstituted(e CouncilConstituted) error {
	if err := domain.CheckCode(e.Body); err != nil {
		return err
	}
	if e.Seats < 1 || e.Seats > MaxSeats {
		return domain.Reject("seats_out_of_range",
			"a body has 1 to %d seats besides its head, not %d: count them again",
			"除负责人外，席位为 1 至 %d 个，不能是 %d：请核对", MaxSeats, e.Seats)
	}
	if e.Until.IsZero() {
		return domain.Require(domain.Given(false, "until", "任期截止日"))
	}
	return judgePeriod(e.From, e.Until)
}

func (c Community) judgeAppointed(e OfficialAppointed) error {
	if err := domain.CheckCode(e.Post); err != nil {
		return err
	}
	if strings.TrimSpace(e.Name) == "" {
		return domain.Require(domain.Given(false, "name", "姓名"))
	}
	if e.Body != e.Post.Body() {
		return domain.Reject("body_differs",
			"a %[1]s belongs to the body %[3]q, not to %[4]q",
			"%[2]s属于 %[3]q，不属于 %[4]q",
			domain.Label(e.Post, string(e.Post), domain.English), domain.Label(e.Post, string(e.Post), domain.Chinese), string(e.Post.Body()), string(e.Body))
	}
	if err := judgePeriod(e.From, e.Until); err != nil {
		return err
	}
	if e.Post.seated() {
		return c.judgeSeat(e)
	}
	if e.Seat != 0 {
		return domain.Reject("no_seats",
			"the post of %[1]s is held by one person and has no seats: leave seat %[3]d out",
			"%[2]s由一人担任，没有席位：请勿填写席位 %[3]d",
			domain.Label(e.Post, string(e.Post), domain.English), domain.Label(e.Post, string(e.Post), domain.Chinese), e.Seat)
	}
	return nil
}

// judgeSeat: a seat is one of those that the body has in its term, and is held
// within it.
func (c Community) judgeSeat(e OfficialAppointed) error {
	english, chinese := domain.Label(e.Body, string(e.Body), domain.English), domain.Label(e.Body, string(e.Body), domain.Chinese)
	council, found := c.council(e.Body, e.From)
	switch {
	case !found:
		return domain.Reject("not_constituted",
			"the %[1]s is not constituted on %[3]s: record its term and its seats first",
			"%[2]s在 %[3]s 尚未组成：请先登记其任期和席位", english, chinese, e.From)
	case e.Seat < 1 || e.Seat > council.Seats:
		return domain.Reject("no_such_seat",
			"the %[1]s has the seats 1 to %[3]d, not %[4]d: name one of them",
			"%[2]s的席位为 1 至 %[3]d，没有 %[4]d：请填写其中之一", english, chinese, council.Seats, e.Seat)
	case e.Until.IsZero() || e.Until.After(council.Until):
		return domain.Reject("beyond_the_term",
			"the term of the %[1]s ends on %[3]s: a seat in it is held until then at most",
			"%[2]s本届任期至 %[3]s：席位任期不得超过该日", english, chinese, council.Until)
	}
	return nil
}

func judgeEnded(e TermEnded, act domain.Act) error {
	if e.On.After(act.Day()) {
		return domain.Reject("not_ended_yet",
			"the last day in office is %s, later than this (%s): record it once it has come",
			"最后任职日 %s 晚于发生日期 %s：请在该日或之后登记", e.On, act.Day())
	}
	return domain.CheckCode(e.Reason)
}

func judgePeriod(from, until domain.Date) error {
	if from.IsZero() {
		return domain.Require(domain.Given(false, "from", "起始日"))
	}
	if !until.IsZero() && until.Before(from) {
		return domain.Reject("period_invalid", "a term is from a day to a later one, not from %s to %s", "截止日不得早于起始日（%s 至 %s）", from, until)
	}
	return nil
}
