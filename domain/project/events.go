package project

import "github.com/sunledger/sunledger/domain"

// OwnerKind says whose project it is. It follows from the owner.
type OwnerKind string

// The kinds of owners.
const (
	FirstSecretary    OwnerKind = "first-secretary"
	PartyOrganisation OwnerKind = "party-organisation"
)

// Codes lists the kinds with their names.
func (OwnerKind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(FirstSecretary), English: "first secretary", Chinese: "第一书记"},
		{Code: string(PartyOrganisation), English: "Party organisation", Chinese: "党组织"},
	}
}

// Planned begins a project.
type Planned struct {
	On   domain.Date `json:"on" audience:"public" en:"day of the plan" zh:"登记日期"`
	Year int         `json:"year" audience:"public" en:"year for which it is planned" zh:"计划年度"`
	// Owner is the community of a first secretary, or a Party organisation, by
	// its stream.
	Owner string      `json:"owner" audience:"public" en:"community of the first secretary, or Party organisation" zh:"第一书记所在社区或党组织"`
	Kind  OwnerKind   `json:"kind" audience:"public" en:"whose it is" zh:"项目类型"`
	Title string      `json:"title" audience:"public" en:"what is to be done" zh:"项目名称"`
	Due   domain.Date `json:"due" audience:"public" en:"day by the end of which it is due" zh:"完成期限"`
	// LastYear is the last one for which the rule set has projects planned on
	// the day.
	LastYear int    `json:"lastYear" audience:"public" en:"last year for which the rule has projects planned" zh:"可计划的最后年度"`
	Rules    string `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Progressed says how far a project is: by a percentage, a stage, or both.
type Progressed struct {
	On domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	// Percent is from 1 to 99, and more than before; 0 says nothing.
	Percent int    `json:"percent,omitzero" audience:"public" en:"percent done" zh:"进度（%）"`
	Stage   string `json:"stage,omitzero" audience:"public" en:"stage that was reached" zh:"阶段"`
}

// Completed ends a project that was done. How many files show it at least is of
// the judgement.
type Completed struct {
	On         domain.Date `json:"on" audience:"public" en:"day of completion" zh:"完成日期"`
	Result     string      `json:"result" audience:"public" en:"what came of it" zh:"完成情况"`
	LeastFiles int         `json:"leastFiles" audience:"public" en:"files that show it, at least, by the rule" zh:"最少佐证文件数"`
	Rules      string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Postponed gives a project a later day. Latest is the last day up to which the
// rule set has it put off.
type Postponed struct {
	To     domain.Date `json:"to" audience:"public" en:"day by the end of which it is due now" zh:"延期至"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"延期原因"`
	Latest domain.Date `json:"latest" audience:"public" en:"last day to which the rule has it put off" zh:"最迟可延至"`
	Rules  string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Cancelled ends a project that is not wanted any more. Why is public.
type Cancelled struct {
	On     domain.Date `json:"on" audience:"public" en:"day" zh:"取消日期"`
	Reason string      `json:"reason" audience:"public" en:"why" zh:"取消原因"`
}

// Amends allows everything but another owner.
func (e Planned) Amends(to domain.Event) error {
	if n, ok := to.(Planned); !ok || n.Owner != e.Owner {
		return domain.Reject("identity_stays", "whose a project is, is not amended: cancel it, and plan another", "项目的所属不得更正：请取消后另行登记")
	}
	return nil
}

// EventType is project.planned.
func (Planned) EventType() string { return "project.planned" }

// EventType is project.progressed.
func (Progressed) EventType() string { return "project.progressed" }

// EventType is project.completed.
func (Completed) EventType() string { return "project.completed" }

// EventType is project.postponed.
func (Postponed) EventType() string { return "project.postponed" }

// EventType is project.cancelled.
func (Cancelled) EventType() string { return "project.cancelled" }
