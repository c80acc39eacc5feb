package project

import (
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Plan begins a project.
type Plan struct {
	Owner string      `json:"owner" en:"whose it is: community-<id> of a first secretary, or partyorg-<id>" zh:"所属：第一书记所在社区 community-<编号>，或党组织 partyorg-<编号>"`
	Year  int         `json:"year,omitzero" en:"year for which it is planned, such as 2016; left out, the present one" zh:"计划年度，如 2016（不填为当年）"`
	Title string      `json:"title" en:"what is to be done; it is public" zh:"项目名称（公开）"`
	Due   domain.Date `json:"due,omitzero" en:"day by the end of which it is due; left out, the last one of the year" zh:"完成期限（不填为该年度最后一日）"`
}

// Progress says how far a project is.
type Progress struct {
	Percent int         `json:"percent,omitzero" en:"percent done, 1 to 99, more than before" zh:"进度（1 至 99，须高于上次）"`
	Stage   string      `json:"stage,omitzero" en:"stage that was reached; it is public" zh:"阶段（公开）"`
	On      domain.Date `json:"on,omitzero" en:"day; left out, today" zh:"日期（不填为当日）"`
}

// Complete ends a project that was done. Files show it.
type Complete struct {
	Result string      `json:"result" en:"what came of it; it is public" zh:"完成情况（公开）"`
	On     domain.Date `json:"on,omitzero" en:"day of completion; left out, today" zh:"完成日期（不填为当日）"`
}

// Postpone gives a project a later day.
type Postpone struct {
	To     domain.Date `json:"to" en:"day by the end of which it is due now" zh:"延期至"`
	Reason string      `json:"reason" en:"why; it is public" zh:"延期原因（公开）"`
}

// Cancel ends a project that is not wanted any more.
type Cancel struct {
	Reason string      `json:"reason" en:"why; it is public" zh:"取消原因（公开）"`
	On     domain.Date `json:"on,omitzero" en:"day; left out, today" zh:"取消日期（不填为当日）"`
}

// CommandType is project.plan.
func (Plan) CommandType() string { return "project.plan" }

// CommandType is project.progress.
func (Progress) CommandType() string { return "project.progress" }

// CommandType is project.complete.
func (Complete) CommandType() string { return "project.complete" }

// CommandType is project.postpone.
func (Postpone) CommandType() string { return "project.postpone" }

// CommandType is project.cancel.
func (Cancel) CommandType() string { return "project.cancel" }

// PlacedAt is the owner.
func (c Plan) PlacedAt() string { return c.Owner }

// Relies names the owner.
func (c Plan) Relies(Project) []domain.Ref { return domain.LatestOf(c.Owner) }

// Decide plans.
func (c Plan) Decide(_ Project, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	e := Planned{
		On: act.Day(), Year: c.Year, Owner: c.Owner, Kind: kindOf(c.Owner), Title: c.Title, Due: c.Due,
		LastYear: act.Day().Year + set.Organisation.PlanYearsAhead.Value, Rules: set.Name(),
	}
	if e.Year == 0 {
		e.Year = act.Day().Year
	}
	if e.Due.IsZero() {
		e.Due = domain.NewDate(e.Year, time.December, 31)
	}
	return []domain.Event{e}, nil
}

// Decide records the progress.
func (c Progress) Decide(_ Project, act domain.Act) ([]domain.Event, error) {
	return []domain.Event{Progressed{On: orToday(c.On, act), Percent: c.Percent, Stage: c.Stage}}, nil
}

// Decide completes.
func (c Complete) Decide(_ Project, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Completed{
		On: orToday(c.On, act), Result: c.Result, LeastFiles: set.Organisation.CompletionFiles.Value, Rules: set.Name(),
	}}, nil
}

// Decide postpones.
func (c Postpone) Decide(p Project, act domain.Act) ([]domain.Event, error) {
	set, err := rules.Of(act)
	if err != nil {
		return nil, err
	}
	return []domain.Event{Postponed{
		To: c.To, Reason: c.Reason, Latest: p.FirstDue.AddMonths(set.Organisation.PostponeMonths.Value), Rules: set.Name(),
	}}, nil
}

// Decide cancels.
func (c Cancel) Decide(_ Project, act domain.Act) ([]domain.Event, error) {
	return []domain.Event{Cancelled{On: orToday(c.On, act), Reason: c.Reason}}, nil
}

func orToday(day domain.Date, act domain.Act) domain.Date {
	if day.IsZero() {
		return act.Day()
	}
	return day
}
