package matter

import (
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// MaxLimitDays is the longest time limit, a working year (assumed).
const MaxLimitDays = 250

// Judge is the policies of matters: complete terms, and no change of what has
// been promised already.
func (m Matter) Judge(e domain.Event, act domain.Act) error {
	if err := m.follows(e); err != nil {
		return err
	}
	switch e := e.(type) {
	case Listed:
		if domain.CheckID(e.Code) != nil || act.Stream != domain.StreamOf("matter", e.Code) {
			return domain.Reject("id_invalid", "%q cannot be the code of %s: write letters, digits, '-', '.' or '_'", "%q 不能作为 %s 的编码：请用字母、数字、'-'、'.' 或 '_'", e.Code, act.Stream)
		}
		// Listing may be of an earlier day: a list on paper is older than
		// its record.
		return checkTerms(e.change())
	case Changed:
		if err := announced(e.From, act); err != nil {
			return err
		}
		return checkTerms(e)
	case Delisted:
		if strings.TrimSpace(e.Reason) == "" {
			return domain.Require(domain.Given(false, "reason", "理由"))
		}
		return announced(e.From, act)
	}
	return nil
}

// announced: terms that applicants rely on are not changed behind them
// (assumed), so a change takes effect on the day on which it is recorded, or
// later.
func announced(from domain.Date, act domain.Act) error {
	if from.Before(act.PublicFrom()) {
		return domain.Reject("not_announced",
			"it cannot take effect on %s, before it is recorded (%s): choose that day or a later one; what was recorded wrongly is put right by a correction",
			"不能自 %s 起施行，早于登记日期（%s）：请选择该日或之后；登记有误的，请更正", from, act.PublicFrom())
	}
	return nil
}

func checkTerms(e Changed) error {
	switch {
	case e.From.IsZero():
		return domain.Require(domain.Given(false, "from", "施行日期"))
	case strings.TrimSpace(e.Title) == "":
		return domain.Require(domain.Given(false, "title", "事项名称"))
	case strings.TrimSpace(e.Basis) == "":
		return domain.Require(domain.Given(false, "basis", "办理依据"))
	case strings.TrimSpace(e.Authority) == "":
		return domain.Require(domain.Given(false, "authority", "办理单位"))
	case e.Fee < 0:
		return domain.Reject("fee_negative", "a fee is never negative, not %s yuan: leave it out where it is free", "收费不能为负（%s 元）：免费请不填", e.Fee)
	}
	if err := domain.CheckCode(e.List); err != nil {
		return err
	}
	if err := checkLimit(e.List, e.LimitDays); err != nil {
		return err
	}
	return checkPapers(e.Papers)
}

// checkLimit: immediate is the same day; whoever needs an agent or a guide
// cannot be done on it (assumed).
func checkLimit(list domain.ServiceList, days int) error {
	switch {
	case list == domain.ImmediateList && days != 0:
		return domain.Reject("limit_out_of_range", "what is on the immediate list is done on the same day: the time limit is 0, not %d", "即办事项当日办结：时限为 0，不能是 %d", days)
	case list != domain.ImmediateList && (days < 1 || days > MaxLimitDays):
		return domain.Reject("limit_out_of_range", "a time limit is 1 to %d working days, not %d; what takes none is on the immediate list", "时限为 1 至 %d 个工作日，不能是 %d；当日办结的列入即办", MaxLimitDays, days)
	}
	return nil
}

func checkPapers(papers []string) error {
	for i, p := range papers {
		if strings.TrimSpace(p) == "" || slices.Contains(papers[:i], p) {
			return domain.Reject("papers_unclear", "paper %d (%q) is empty or named twice: name each paper once", "第 %d 项材料（%q）为空或重复：每种材料只写一次", i+1, p)
		}
	}
	return nil
}
