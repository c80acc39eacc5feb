package matter

import "github.com/sunledger/sunledger/domain"

// Listed puts a matter on a list.
type Listed struct {
	Code         string             `json:"code" audience:"public" en:"code of the matter" zh:"事项编码"`
	From         domain.Date        `json:"from" audience:"public" en:"first day on which it may be asked for" zh:"施行日期"`
	List         domain.ServiceList `json:"list" audience:"public" en:"list: immediate, agent or guided" zh:"清单（即办、代办、导办）"`
	Title        string             `json:"title" audience:"public" en:"title, in Chinese" zh:"事项名称"`
	TitleEnglish string             `json:"titleEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
	Papers       []string           `json:"papers,omitempty" audience:"public" en:"papers that an applicant hands in" zh:"申请材料"`
	Basis        string             `json:"basis" audience:"public" en:"law or document that it rests on" zh:"办理依据"`
	LimitDays    int                `json:"limitDays" audience:"public" en:"time limit in working days, 0 for the same day" zh:"办理时限（工作日，0 为当日）"`
	Authority    string             `json:"authority" audience:"public" en:"office that decides" zh:"办理单位"`
	Fee          domain.Money       `json:"fee" audience:"public" en:"fee" zh:"收费"`
}

// Changed gives a matter other terms from a day on. It says all of them, so
// that it is read by itself.
type Changed struct {
	From         domain.Date        `json:"from" audience:"public" en:"first day on which the terms hold" zh:"施行日期"`
	List         domain.ServiceList `json:"list" audience:"public" en:"list: immediate, agent or guided" zh:"清单（即办、代办、导办）"`
	Title        string             `json:"title" audience:"public" en:"title, in Chinese" zh:"事项名称"`
	TitleEnglish string             `json:"titleEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
	Papers       []string           `json:"papers,omitempty" audience:"public" en:"papers that an applicant hands in" zh:"申请材料"`
	Basis        string             `json:"basis" audience:"public" en:"law or document that it rests on" zh:"办理依据"`
	LimitDays    int                `json:"limitDays" audience:"public" en:"time limit in working days, 0 for the same day" zh:"办理时限（工作日，0 为当日）"`
	Authority    string             `json:"authority" audience:"public" en:"office that decides" zh:"办理单位"`
	Fee          domain.Money       `json:"fee" audience:"public" en:"fee" zh:"收费"`
}

// Delisted takes a matter off its list from a day on, for good. Why the public
// can no longer ask for something is public.
type Delisted struct {
	From   domain.Date `json:"from" audience:"public" en:"first day on which it may not be asked for" zh:"取消日期"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"取消理由"`
}

// EventType is matter.listed.
func (Listed) EventType() string { return "matter.listed" }

// EventType is matter.changed.
func (Changed) EventType() string { return "matter.changed" }

// CountsFromRecording says that it is not inserted by a correction.
func (Changed) CountsFromRecording() {}

// EventType is matter.delisted.
func (Delisted) EventType() string { return "matter.delisted" }

// CountsFromRecording says that it is not inserted by a correction.
func (Delisted) CountsFromRecording() {}

// terms keeps no slice of the event.
func (e Changed) terms() domain.ServiceTerms {
	return domain.ServiceTerms{
		From: e.From, List: e.List, Title: e.Title, TitleEnglish: e.TitleEnglish,
		Papers: append([]string(nil), e.Papers...),
		Basis:  e.Basis, LimitDays: e.LimitDays, Authority: e.Authority, Fee: e.Fee,
	}
}

// change is what is listed, as a change from nothing.
func (e Listed) change() Changed {
	return Changed{e.From, e.List, e.Title, e.TitleEnglish, e.Papers, e.Basis, e.LimitDays, e.Authority, e.Fee}
}
