package community

import "github.com/sunledger/sunledger/domain"

// This file is the two clean-ups (两清理), of contracts and of debts, and the two
// standards (两规范) to which a community is brought. Which day they were completed
// is that of the town's report, and each is completed once a year at most
// (assumed).

// CleanUpCompleted says that the contracts and the debts of the community's
// collectives were looked through and put in order.
type CleanUpCompleted struct {
	On domain.Date `json:"on" audience:"public" en:"day on which it was accepted" zh:"验收日期"`
	// Contracts are those looked at, PutRight those that had to be put right.
	Contracts int          `json:"contracts" audience:"public" en:"contracts looked through" zh:"清理合同数"`
	PutRight  int          `json:"putRight" audience:"public" en:"contracts put right" zh:"规范合同数"`
	Recovered domain.Money `json:"recovered" audience:"public" en:"rent recovered" zh:"追缴租金"`
	// Receivables is what was collected of what was owed to the collectives,
	// Payables what was repaid of what they owed.
	Receivables domain.Money `json:"receivables" audience:"public" en:"receivables collected" zh:"清收债权"`
	Payables    domain.Money `json:"payables" audience:"public" en:"debts paid off" zh:"化解债务"`
	Document    string       `json:"document" audience:"public" en:"report of the clean-up" zh:"验收文件"`
}

// Standardised says that the community meets the two standards.
type Standardised struct {
	On       domain.Date `json:"on" audience:"public" en:"day on which it was accepted" zh:"验收日期"`
	Document string      `json:"document" audience:"public" en:"report" zh:"验收文件"`
}

// EventType is community.clean-up-completed.
func (CleanUpCompleted) EventType() string { return "community.clean-up-completed" }

// EventType is community.standardised.
func (Standardised) EventType() string { return "community.standardised" }

// CompleteCleanUp records that contracts and debts were put in order.
type CompleteCleanUp struct {
	On          domain.Date  `json:"on,omitzero" en:"day on which it was accepted; left out, today" zh:"验收日期（不填为当日）"`
	Contracts   int          `json:"contracts,omitzero" en:"contracts looked through" zh:"清理合同数"`
	PutRight    int          `json:"putRight,omitzero" en:"contracts put right, of those" zh:"其中规范合同数"`
	Recovered   domain.Money `json:"recovered,omitzero" en:"rent recovered, in yuan" zh:"追缴租金（元）"`
	Receivables domain.Money `json:"receivables,omitzero" en:"receivables collected, in yuan" zh:"清收债权（元）"`
	Payables    domain.Money `json:"payables,omitzero" en:"debts paid off, in yuan" zh:"化解债务（元）"`
	Document    string       `json:"document" en:"report of the clean-up, with its date" zh:"验收文件（名称和日期）"`
}

// Standardise records that the community meets the two standards.
type Standardise struct {
	On       domain.Date `json:"on,omitzero" en:"day on which it was accepted; left out, today" zh:"验收日期（不填为当日）"`
	Document string      `json:"document" en:"report, with its date" zh:"验收文件（名称和日期）"`
}

// CommandType is community.complete-clean-up.
func (CompleteCleanUp) CommandType() string { return "community.complete-clean-up" }

// CommandType is community.standardise.
func (Standardise) CommandType() string { return "community.standardise" }

// Decide records the clean-up.
func (c CompleteCleanUp) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{CleanUpCompleted(c)}, nil
}

// Decide records the standards.
func (c Standardise) Decide(_ Community, act domain.Act) ([]domain.Event, error) {
	c.On = orToday(c.On, act)
	return []domain.Event{Standardised(c)}, nil
}

// mayCleanUp: once a year.
func (c Community) mayCleanUp(e CleanUpCompleted) error {
	if n := len(c.CleanUps); n > 0 && e.On.Year <= c.CleanUps[n-1].On.Year {
		return domain.Reject("cleaned_up_already",
			"the clean-up of %d was completed on %s: correct that record, or give a later year",
			"%d 年“两清理”已于 %s 完成：有误请更正，或填写以后年度", c.CleanUps[n-1].On.Year, c.CleanUps[n-1].On)
	}
	return nil
}

// mayStandardise: once a year.
func (c Community) mayStandardise(e Standardised) error {
	if n := len(c.Standards); n > 0 && e.On.Year <= c.Standards[n-1].On.Year {
		return domain.Reject("standardised_already",
			"the standards of %d were met on %s: correct that record, or give a later year",
			"%d 年“两规范”已于 %s 完成：有误请更正，或填写以后年度", c.Standards[n-1].On.Year, c.Standards[n-1].On)
	}
	return nil
}

func judgeCleanUp(e CleanUpCompleted, act domain.Act) error {
	if e.Contracts < 0 || e.Contracts > domain.MaxCounted || e.PutRight < 0 || e.PutRight > e.Contracts {
		return domain.Reject("counts_contradict",
			"of %d contracts looked through %d cannot have been put right: count again", "清理合同 %d 份，规范 %d 份不成立：请核对", e.Contracts, e.PutRight)
	}
	for _, a := range []struct {
		amount        domain.Money
		name, chinese string
	}{{e.Recovered, "recovered", "追缴租金"}, {e.Receivables, "receivables", "清收债权"}, {e.Payables, "payables", "化解债务"}} {
		if err := domain.CheckValue(a.amount, a.name, a.chinese); err != nil {
			return err
		}
	}
	return judgeAccepted(e.On, e.Document, act)
}

func judgeAccepted(on domain.Date, document string, act domain.Act) error {
	if err := domain.Require(domain.Said(document, "document", "验收文件")); err != nil {
		return err
	}
	return domain.CheckPast(act, on, "on", "验收日期")
}
