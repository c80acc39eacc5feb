package matter

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// List puts a matter on a list.
type List struct {
	Code         string             `json:"code" en:"code of the matter, letters and digits" zh:"事项编码"`
	From         domain.Date        `json:"from" en:"first day on which it may be asked for" zh:"施行日期"`
	List         domain.ServiceList `json:"list" en:"list: immediate, agent or guided" zh:"清单（即办、代办、导办）"`
	Title        string             `json:"title" en:"title, in Chinese" zh:"事项名称"`
	TitleEnglish string             `json:"titleEnglish,omitzero" en:"the same in English" zh:"英文名称"`
	Papers       []string           `json:"papers,omitempty" en:"papers that an applicant hands in" zh:"申请材料"`
	Basis        string             `json:"basis" en:"law or document that it rests on" zh:"办理依据"`
	LimitDays    int                `json:"limitDays" en:"time limit in working days, 0 for the same day" zh:"办理时限（工作日，0 为当日）"`
	Authority    string             `json:"authority" en:"office that decides" zh:"办理单位"`
	Fee          domain.Money       `json:"fee,omitzero" en:"fee; left out where it is free" zh:"收费，免费可不填"`
}

// Change gives a matter other terms from a day on, all of them.
type Change struct {
	From         domain.Date        `json:"from" en:"first day on which the terms hold, today or later" zh:"施行日期（不早于今日）"`
	List         domain.ServiceList `json:"list" en:"list: immediate, agent or guided" zh:"清单（即办、代办、导办）"`
	Title        string             `json:"title" en:"title, in Chinese" zh:"事项名称"`
	TitleEnglish string             `json:"titleEnglish,omitzero" en:"the same in English" zh:"英文名称"`
	Papers       []string           `json:"papers,omitempty" en:"papers that an applicant hands in" zh:"申请材料"`
	Basis        string             `json:"basis" en:"law or document that it rests on" zh:"办理依据"`
	LimitDays    int                `json:"limitDays" en:"time limit in working days, 0 for the same day" zh:"办理时限（工作日，0 为当日）"`
	Authority    string             `json:"authority" en:"office that decides" zh:"办理单位"`
	Fee          domain.Money       `json:"fee,omitzero" en:"fee; left out where it is free" zh:"收费，免费可不填"`
}

// Delist takes a matter off its list from a day on.
type Delist struct {
	From   domain.Date `json:"from" en:"first day on which it may not be asked for, today or later" zh:"取消日期（不早于今日）"`
	Reason string      `json:"reason" en:"why; it is public" zh:"取消理由（公开）"`
}

// CommandType is matter.list.
func (List) CommandType() string { return "matter.list" }

// CommandType is matter.change.
func (Change) CommandType() string { return "matter.change" }

// CommandType is matter.delist.
func (Delist) CommandType() string { return "matter.delist" }

// StreamID is the code.
func (c List) StreamID() string { return c.Code }

// Decide lists.
func (c List) Decide(Matter, domain.Act) ([]domain.Event, error) {
	c.Papers = slices.Clone(c.Papers)
	return []domain.Event{Listed(c)}, nil
}

// Decide changes.
func (c Change) Decide(Matter, domain.Act) ([]domain.Event, error) {
	c.Papers = slices.Clone(c.Papers)
	return []domain.Event{Changed(c)}, nil
}

// Decide delists.
func (c Delist) Decide(Matter, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Delisted(c)}, nil
}
