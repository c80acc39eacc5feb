package reform

import "github.com/sunledger/sunledger/domain"

// PlanAdopted begins a reform.
type PlanAdopted struct {
	// Collective is a stream, collective-<id>.
	Collective string      `json:"collective" audience:"public" en:"collective whose property it is" zh:"集体经济组织"`
	Decision   string      `json:"decision" audience:"public" en:"decision that adopts the plan" zh:"依据决议"`
	Document   string      `json:"document" audience:"public" en:"the plan, by its title or number" zh:"方案文件"`
	On         domain.Date `json:"on" audience:"public" en:"day of adoption" zh:"通过日期"`
	Due        domain.Date `json:"due" audience:"public" en:"last day for completing the reform" zh:"完成期限"`
	Rules      string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Amends allows all but another collective: that is what the stream is about.
func (e PlanAdopted) Amends(to domain.Event) error {
	if n, ok := to.(PlanAdopted); !ok || n.Collective != e.Collective {
		return domain.Reject("identity_stays",
			"whose reform it is stays as it is: begin that of the other collective in its own stream",
			"改革所属的集体经济组织不得更正：请为另一集体另行开始")
	}
	return nil
}

// PlanApproved is the town's approval.
type PlanApproved struct {
	By       string      `json:"by" audience:"public" en:"office that approved" zh:"批准单位"`
	Document string      `json:"document" audience:"public" en:"approval, by its title or number" zh:"批复文件"`
	On       domain.Date `json:"on" audience:"public" en:"day of the approval" zh:"批准日期"`
}

// InventoryStepDone is one step of the inventory, with its totals. Those of the
// last step hold.
type InventoryStepDone struct {
	Step         string       `json:"step" audience:"public" en:"step, as the rule set names it" zh:"步骤编码"`
	Number       int          `json:"number" audience:"public" en:"place of the step, from 1" zh:"第几步"`
	Steps        int          `json:"steps" audience:"public" en:"number of steps" zh:"共几步"`
	On           domain.Date  `json:"on" audience:"public" en:"day of the document" zh:"文件日期"`
	Operating    domain.Money `json:"operating" audience:"public" en:"operating assets" zh:"经营性资产"`
	NonOperating domain.Money `json:"nonOperating" audience:"public" en:"non-operating assets" zh:"非经营性资产"`
	Resource     domain.Money `json:"resource" audience:"public" en:"resource assets" zh:"资源性资产"`
	Debts        domain.Money `json:"debts" audience:"public" en:"debts that the operating assets bear" zh:"经营性资产负债"`
	Document     string       `json:"document" audience:"public" en:"document that the totals stand in" zh:"依据文件"`
	Rules        string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// RosterDrafted is a draft of the roster, or a further part of it. Each person's
// number is their place in it.
type RosterDrafted struct {
	// First is 1 for a draft that begins, and takes the place of any before.
	First   int               `json:"first" audience:"public" en:"number of the first of them" zh:"起始编号"`
	Count   int               `json:"count" audience:"public" en:"number of people" zh:"人数"`
	Members []domain.Personal `json:"members" audience:"village" en:"members, in the order of their numbers" zh:"成员（按编号）"`
}

// RosterPosted is the draft posted for objection (公示).
type RosterPosted struct {
	Members  int         `json:"members" audience:"public" en:"number of members" zh:"成员人数"`
	On       domain.Date `json:"on" audience:"public" en:"day of posting" zh:"公示日期"`
	Workdays int         `json:"workdays" audience:"public" en:"working days that the rule requires" zh:"公示期（工作日）"`
	Until    domain.Date `json:"until" audience:"public" en:"last day of posting" zh:"公示截止日"`
	Rules    string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ObjectionRaised is an objection to the roster. Who raises it may be left out.
type ObjectionRaised struct {
	Number int             `json:"number" audience:"public" en:"number of the objection" zh:"异议编号"`
	Person domain.Personal `json:"person,omitzero" audience:"restricted" en:"who objects" zh:"异议人"`
	Text   domain.Text     `json:"text" audience:"restricted" en:"the objection" zh:"异议内容"`
}

// ObjectionSettled answers an objection. One that is accepted voids the posting:
// the roster is drafted and posted anew.
type ObjectionSettled struct {
	Number   int         `json:"number" audience:"public" en:"number of the objection" zh:"异议编号"`
	Accepted bool        `json:"accepted" audience:"public" en:"whether it is accepted" zh:"是否采纳"`
	On       domain.Date `json:"on" audience:"public" en:"day of the answer" zh:"答复日期"`
	Text     domain.Text `json:"text" audience:"village" en:"the answer" zh:"答复内容"`
}

// RosterConfirmed makes the people of the roster members.
type RosterConfirmed struct {
	Decision string `json:"decision" audience:"public" en:"decision that confirms the roster" zh:"依据决议"`
	Members  int    `json:"members" audience:"public" en:"number of members" zh:"成员人数"`
}

// Allotment is what each of some members gets, by their numbers.
type Allotment struct {
	From   int   `json:"from" audience:"public" en:"number of the first member" zh:"起始编号"`
	To     int   `json:"to" audience:"public" en:"number of the last member" zh:"截止编号"`
	Shares int64 `json:"shares" audience:"public" en:"shares of each" zh:"每人股数"`
}

// SharesQuantified turns net operating assets into shares (折股量化).
type SharesQuantified struct {
	Decision         string       `json:"decision" audience:"public" en:"decision that quantifies" zh:"依据决议"`
	Operating        domain.Money `json:"operating" audience:"public" en:"operating assets of the inventory" zh:"清产核资经营性资产"`
	Debts            domain.Money `json:"debts" audience:"public" en:"debts that they bear" zh:"经营性资产负债"`
	Sum              domain.Money `json:"sum" audience:"public" en:"sum that is quantified" zh:"量化总额"`
	Issued           int64        `json:"issued" audience:"public" en:"shares issued" zh:"总股数"`
	Value            domain.Money `json:"value" audience:"public" en:"value of a share" zh:"每股价值"`
	Remainder        domain.Money `json:"remainder" audience:"public" en:"remainder of the sum" zh:"余额"`
	CollectiveShares int64        `json:"collectiveShares" audience:"public" en:"shares of the collective" zh:"集体股"`
	CollectiveMost   int64        `json:"collectiveMost" audience:"public" en:"most that the collective may hold" zh:"集体股上限"`
	MemberShares     []Allotment  `json:"memberShares" audience:"public" en:"shares of the members" zh:"成员股"`
	Rules            string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// CharterAdopted is the charter of the cooperative.
type CharterAdopted struct {
	Decision string `json:"decision" audience:"public" en:"decision that adopts it" zh:"依据决议"`
	Document string `json:"document" audience:"public" en:"the charter, by its title or number" zh:"章程文件"`
}

// BodiesElected are the assembly, the board and the supervisors. Who is in
// office is named in public.
type BodiesElected struct {
	Decision    string   `json:"decision" audience:"public" en:"decision that elects them" zh:"依据决议"`
	Assembly    int      `json:"assembly" audience:"public" en:"size of the assembly" zh:"成员（代表）大会人数"`
	Board       []string `json:"board" audience:"public" en:"board, the chairperson first" zh:"理事会（理事长在前）"`
	Supervisors []string `json:"supervisors" audience:"public" en:"supervisors, their head first" zh:"监事会（监事长在前）"`
}

// Registered is the registration of the cooperative.
type Registered struct {
	Name   string      `json:"name" audience:"public" en:"name of the cooperative" zh:"股份经济合作社名称"`
	Number string      `json:"number" audience:"public" en:"registry number" zh:"登记证号"`
	On     domain.Date `json:"on" audience:"public" en:"day of the registration" zh:"登记日期"`
}

// CertificatesIssued is share certificates handed out.
type CertificatesIssued struct {
	Count int         `json:"count" audience:"public" en:"number of certificates" zh:"股权证数量"`
	On    domain.Date `json:"on" audience:"public" en:"day of issue" zh:"发放日期"`
}

// Completed ends the steps of the reform. Being late is a fact like any other:
// both numbers stand here.
type Completed struct {
	On          domain.Date `json:"on" audience:"public" en:"day of completion" zh:"完成日期"`
	Days        int         `json:"days" audience:"public" en:"days since the plan was adopted" zh:"用时（天）"`
	DaysAllowed int         `json:"daysAllowed" audience:"public" en:"days until it was due" zh:"期限（天）"`
}

// EventType is reform.plan-adopted.
func (PlanAdopted) EventType() string { return "reform.plan-adopted" }

// EventType is reform.plan-approved.
func (PlanApproved) EventType() string { return "reform.plan-approved" }

// EventType is reform.inventory-step-done.
func (InventoryStepDone) EventType() string { return "reform.inventory-step-done" }

// EventType is reform.roster-drafted.
func (RosterDrafted) EventType() string { return "reform.roster-drafted" }

// EventType is reform.roster-posted.
func (RosterPosted) EventType() string { return "reform.roster-posted" }

// CountsFromRecording says that it is not inserted by a correction.
func (RosterPosted) CountsFromRecording() {}

// EventType is reform.objection-raised.
func (ObjectionRaised) EventType() string { return "reform.objection-raised" }

// EventType is reform.objection-settled.
func (ObjectionSettled) EventType() string { return "reform.objection-settled" }

// EventType is reform.roster-confirmed.
func (RosterConfirmed) EventType() string { return "reform.roster-confirmed" }

// EventType is reform.shares-quantified.
func (SharesQuantified) EventType() string { return "reform.shares-quantified" }

// EventType is reform.charter-adopted.
func (CharterAdopted) EventType() string { return "reform.charter-adopted" }

// EventType is reform.bodies-elected.
func (BodiesElected) EventType() string { return "reform.bodies-elected" }

// EventType is reform.registered.
func (Registered) EventType() string { return "reform.registered" }

// EventType is reform.certificates-issued.
func (CertificatesIssued) EventType() string { return "reform.certificates-issued" }

// EventType is reform.completed.
func (Completed) EventType() string { return "reform.completed" }
