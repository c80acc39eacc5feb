package demo

import (
	"fmt"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/town"
)

// What everything else rests on is recorded first: what a command rested on is
// then the same, however the writers interleave.

// office is a role that somebody holds.
type office struct {
	role             domain.Role
	chinese, english string
}

var (
	communityOffices = []office{
		{domain.WindowClerk, "党群服务中心窗口", "service centre, window"},
		{domain.ErrandAgent, "代办员", "errand agent"},
		{domain.Recorder, "记录员", "recorder"},
		{domain.Accountant, "会计", "accountant"},
		{domain.Cashier, "出纳", "cashier"},
		{domain.SupervisionCommittee, "村务监督委员会", "supervision committee"},
	}
	countyOffices = []office{
		{domain.Recorder, "市委组织部", "organisation department"},
	}
	townOffices = []office{
		{domain.Recorder, "农村经济管理站", "office of rural economy"},
		{domain.Auditor, "审计所", "audit office"},
	}
)

// accounts opens the accounts of a place, by the minute.
func (w *world) accounts(of, stream, chinese, english string, offices []office, minute int) (steps []step) {
	at := w.at(firstDay, minute)
	for _, o := range offices {
		opened := step{
			at: at, by: w.operator, key: w.key("account/" + of + "/" + string(o.role)),
			command: account.Open{Name: chinese + o.chinese, NameEnglish: english + ", " + o.english},
		}
		granted := step{
			at: at.Add(time.Second), by: w.operator, key: w.key("grant/" + of + "/" + string(o.role)), id: w.account(of, o.role),
			command: account.Grant{Roles: []domain.Role{o.role}, Place: stream},
		}
		steps = append(steps, opened, granted)
		at = at.Add(2 * time.Second)
	}
	return steps
}

// townSteps registers a town, opens the accounts of its offices, and counts who
// works for it. So many of its communities are there.
func (w *world) townSteps(t townProfile, communities int) []step {
	register := step{
		at: w.at(firstDay, 8*60+5), by: w.operator, key: w.key("town/" + t.id),
		command: town.Register{ID: t.id, Name: t.chinese, NameEnglish: t.english},
	}
	steps := append([]step{register}, w.accounts(t.id, domain.StreamOf("town", t.id), t.chinese, t.english, townOffices, 8*60+10)...)
	if communities == 0 {
		return steps
	}
	return append(steps, step{
		at: w.at(secondYear, 8*60), by: w.account(t.id, domain.Recorder), key: w.key("town/" + t.id + "/staff"), id: t.id,
		command: town.CountStaff{Total: communities * staffPosted * 100 / staffPostedPercent, Document: "镇街工作人员名册（演示）"},
	})
}

// countyOffice is the name of the county where a place has its id.
const countyOffice = "county"

// countySteps opens the accounts of the county's offices, which hold classes.
func (w *world) countySteps() []step {
	return append(w.accounts(countyOffice, domain.WholeCounty, "诸城市", "Zhucheng", countyOffices, 8*60+2), w.classSteps()...)
}

// officeSteps opens the accounts of a community's offices.
func (w *world) officeSteps(c *place) []step {
	return w.accounts(c.id, c.stream(), c.chinese, c.english, communityOffices, 8*60+20)
}

// matterSteps lists a matter, with what becomes of it during the year.
func (w *world) matterSteps(m matter.List) []step {
	steps := []step{{at: w.at(pilotDay.AddDays(-14), 9*60), by: w.operator, key: w.key("matter/" + m.Code), command: m}}
	change := func(from domain.Date, command any) []step {
		return append(steps, step{
			at: w.at(from.AddDays(-10), 10*60), by: w.operator, key: w.key(fmt.Sprintf("matter/%s/change", m.Code)), id: m.Code, command: command,
		})
	}
	switch m.Code {
	case "DB07":
		return change(quickerCard, matter.Change{
			From: quickerCard, List: m.List, Title: m.Title, TitleEnglish: m.TitleEnglish, Papers: m.Papers,
			Basis: m.Basis, LimitDays: 3, Authority: m.Authority, Fee: m.Fee,
		})
	case "JB04":
		return change(endOfJB04, matter.Delist{From: endOfJB04, Reason: "改为网上查验，不再开具纸质证明（演示）"})
	}
	return steps
}
