package project

import "github.com/sunledger/sunledger/domain"

// Project is the state of one project.
type Project struct {
	// On is the day of the plan.
	On   domain.Date
	Year int
	// Owner is a community or a Party organisation, by its stream; "" for a
	// project that does not exist.
	Owner string
	Kind  OwnerKind
	Title string
	// FirstDue is the day on which it was due as it was planned, Due the one on
	// which it is due now.
	FirstDue, Due domain.Date
	// Percent and Stage are the last that were told of each.
	Percent int
	Stage   string
	// Postponed is how many times it was put off, and Why the last reason.
	Postponed int
	Why       string
	// Completed and Cancelled are the days on which it was, or no date.
	Completed, Cancelled domain.Date
	// Result is what came of it, or the reason for which it was cancelled.
	Result string
}

// PlacedAt is the owner.
func (p Project) PlacedAt() string { return p.Owner }

// Open reports whether the project is neither completed nor cancelled.
func (p Project) Open() bool { return p.Completed.IsZero() && p.Cancelled.IsZero() }

// Evolve is the project after a fact.
func (p Project) Evolve(f domain.Fact) (Project, error) {
	if err := p.follows(f.Event); err != nil {
		return p, err
	}
	switch e := f.Event.(type) {
	case Planned:
		p = Project{On: e.On, Year: e.Year, Owner: e.Owner, Kind: e.Kind, Title: e.Title, FirstDue: e.Due, Due: e.Due}
	case Progressed:
		if e.Percent > 0 {
			p.Percent = e.Percent
		}
		if e.Stage != "" {
			p.Stage = e.Stage
		}
	case Completed:
		p.Completed, p.Result = e.On, e.Result
	case Postponed:
		p.Due, p.Why = e.To, e.Reason
		p.Postponed++
	case Cancelled:
		p.Cancelled, p.Result = e.On, e.Reason
	}
	return p, nil
}

// follows is the legal order of steps: nothing follows the completion or the
// cancellation, progress goes forward, and a day is put off to a later one.
func (p Project) follows(e domain.Event) error {
	if _, begins := e.(Planned); begins {
		if p.Owner != "" {
			return domain.Reject("already_planned", "the project is planned already: plan another one", "该项目已登记计划：请另行登记")
		}
		return nil
	}
	switch e := e.(type) {
	case Progressed:
		if err := p.running(); err != nil {
			return err
		}
		if e.Percent > 0 && e.Percent <= p.Percent {
			return domain.Reject("no_progress",
				"%d%% of it are done on record, and %d%% are not more: give a greater number, or correct what was recorded",
				"已登记进度为 %d%%，不能改为 %d%%：请填写更高的进度，登记有误的请更正", p.Percent, e.Percent)
		}
		return nil
	case Postponed:
		if err := p.running(); err != nil {
			return err
		}
		if !e.To.After(p.Due) {
			return domain.Reject("not_later",
				"the project is due on %[1]s, and it is postponed to a later day, not to %[2]q",
				"该项目期限为 %[1]s，延期须至更晚的日期，不能是 %[2]q", p.Due, e.To.String())
		}
		return nil
	case Completed, Cancelled:
		return p.running()
	}
	return domain.Unknown(e)
}

func (p Project) running() error {
	switch {
	case p.Owner == "":
		return domain.Reject("not_planned", "there is no such project: plan it first", "该项目不存在：请先登记计划")
	case !p.Completed.IsZero():
		return domain.Reject("already_completed", "the project was completed on %s, and nothing follows that: correct that record, if it is wrong", "该项目已于 %s 完成，不能再办理：登记有误的请更正", p.Completed)
	case !p.Cancelled.IsZero():
		return domain.Reject("project_cancelled", "the project was cancelled on %s: plan another one", "该项目已于 %s 取消：请另行登记", p.Cancelled)
	}
	return nil
}
