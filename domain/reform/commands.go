package reform

import "github.com/sunledger/sunledger/domain"

// The commands are as thin as the events are: they fill in what follows from the
// day, the rule set and what was recorded, and leave the rest to order and rules.

// AdoptPlan begins the reform of a collective.
type AdoptPlan struct {
	Collective string `json:"collective" en:"collective whose property it is, collective-<id>" zh:"集体经济组织 collective-<编号>"`
	Decision   string `json:"decision" en:"decision that adopts the plan, decision-<id>" zh:"依据决议 decision-<编号>"`
	Document   string `json:"document" en:"the plan, by its title or number" zh:"方案文件名称或文号"`
}

// ApprovePlan records the town's approval.
type ApprovePlan struct {
	By       string      `json:"by" en:"office that approved" zh:"批准单位"`
	Document string      `json:"document" en:"approval, by its title or number" zh:"批复文件名称或文号"`
	On       domain.Date `json:"on" en:"day of the approval" zh:"批准日期"`
}

// RecordInventory records one step of the inventory.
type RecordInventory struct {
	Step         string       `json:"step" en:"step, as the rule set names it: the next one" zh:"步骤编码（按规则集，依次办理）"`
	On           domain.Date  `json:"on" en:"day of the document" zh:"文件日期"`
	Operating    domain.Money `json:"operating" en:"operating assets" zh:"经营性资产"`
	NonOperating domain.Money `json:"nonOperating" en:"non-operating assets" zh:"非经营性资产"`
	Resource     domain.Money `json:"resource" en:"resource assets" zh:"资源性资产"`
	Debts        domain.Money `json:"debts" en:"debts that the operating assets bear" zh:"经营性资产负债"`
	Document     string       `json:"document" en:"document that the totals stand in" zh:"依据文件"`
}

// DraftRoster drafts the roster, or a further part of it.
type DraftRoster struct {
	Members   []domain.Personal `json:"members" max:"300" en:"members, each once; their places become their numbers" zh:"成员（每人一次，顺序即编号）"`
	Continues bool              `json:"continues,omitzero" en:"whether they follow those drafted before; otherwise a new draft begins" zh:"是否接续已拟定部分（否则重新拟定）"`
}

// PostRoster posts the roster for objection.
type PostRoster struct{}

// RaiseObjection records an objection to the roster.
type RaiseObjection struct {
	Person domain.Personal `json:"person,omitzero" en:"who objects" zh:"异议人"`
	Text   domain.Text     `json:"text" en:"the objection" zh:"异议内容"`
}

// SettleObjection answers an objection.
type SettleObjection struct {
	Number   int         `json:"number" en:"number of the objection" zh:"异议编号"`
	Accepted bool        `json:"accepted" en:"whether it is accepted: then the roster is drafted and posted anew" zh:"是否采纳（采纳后须重新拟定并公示名册）"`
	Text     domain.Text `json:"text" en:"the answer; the village may read it" zh:"答复内容（村内公开）"`
}

// ConfirmRoster makes the people of the roster members.
type ConfirmRoster struct {
	Decision string `json:"decision" en:"decision that confirms the roster, decision-<id>" zh:"依据决议 decision-<编号>"`
}

// QuantifyShares turns net operating assets into shares.
type QuantifyShares struct {
	Decision         string       `json:"decision" en:"decision that quantifies, decision-<id>" zh:"依据决议 decision-<编号>"`
	Sum              domain.Money `json:"sum" en:"sum that is quantified, at most the net operating assets" zh:"量化总额（不超过经营性净资产）"`
	CollectiveShares int64        `json:"collectiveShares" en:"shares of the collective" zh:"集体股"`
	MemberShares     []Allotment  `json:"memberShares" en:"shares of the members, by number: every member once, in order" zh:"成员股（按编号顺序，每名成员一次）"`
}

// AdoptCharter adopts the charter.
type AdoptCharter struct {
	Decision string `json:"decision" en:"decision that adopts it, decision-<id>" zh:"依据决议 decision-<编号>"`
	Document string `json:"document" en:"the charter, by its title or number" zh:"章程文件名称或文号"`
}

// ElectBodies records who was elected.
type ElectBodies struct {
	Decision    string   `json:"decision" en:"decision that elects them, decision-<id>" zh:"依据决议 decision-<编号>"`
	Assembly    int      `json:"assembly" en:"size of the assembly" zh:"成员（代表）大会人数"`
	Board       []string `json:"board" en:"names of the board, the chairperson first; they are public" zh:"理事会姓名（理事长在前，公开）"`
	Supervisors []string `json:"supervisors" en:"names of the supervisors, their head first; they are public" zh:"监事会姓名（监事长在前，公开）"`
}

// Register records the registration of the cooperative.
type Register struct {
	Name   string      `json:"name" en:"name of the cooperative, in Chinese" zh:"股份经济合作社名称"`
	Number string      `json:"number" en:"registry number" zh:"登记证号"`
	On     domain.Date `json:"on" en:"day of the registration" zh:"登记日期"`
}

// IssueCertificates records share certificates that were handed out.
type IssueCertificates struct {
	Count int         `json:"count" en:"number of certificates" zh:"股权证数量"`
	On    domain.Date `json:"on" en:"day of issue" zh:"发放日期"`
}

// Finish completes the reform.
type Finish struct{}

// Join makes somebody a member.
type Join struct {
	Number   int             `json:"number,omitzero" en:"number, of who has one; otherwise name the person" zh:"编号（已有编号者）；新人请填姓名"`
	Person   domain.Personal `json:"person,omitzero" en:"new person" zh:"新成员"`
	Basis    JoinBasis       `json:"basis" en:"basis of the membership" zh:"取得依据"`
	Shares   int64           `json:"shares,omitzero" en:"shares that the collective gives of its own, by decision" zh:"由集体股划出的股数（须经决议）"`
	Decision string          `json:"decision,omitzero" en:"decision, decision-<id>, for who is admitted or given shares" zh:"依据决议 decision-<编号>（民主议定或划出股份时）"`
	Document domain.Text     `json:"document" en:"document that says so; the village may read it" zh:"依据文件（村内公开）"`
}

// Leave ends a membership.
type Leave struct {
	Number   int         `json:"number" en:"number of the member" zh:"成员编号"`
	Reason   LeaveReason `json:"reason" en:"reason" zh:"丧失原因"`
	Returned int64       `json:"returned,omitzero" en:"shares that go back to the collective; the others stay theirs" zh:"退回集体的股数，其余保留"`
	Document domain.Text `json:"document" en:"document that says so; the village may read it" zh:"依据文件（村内公开）"`
}

// Inherit moves shares to an heir.
type Inherit struct {
	From     int             `json:"from" en:"number of who leaves them" zh:"被继承人编号"`
	To       int             `json:"to,omitzero" en:"number of the heir, who has one; otherwise name the person" zh:"继承人编号（已有编号者）；新人请填姓名"`
	Person   domain.Personal `json:"person,omitzero" en:"new heir" zh:"新继承人"`
	Shares   int64           `json:"shares,omitzero" en:"shares; all where left out" zh:"继承股数（不填为全部）"`
	Document domain.Text     `json:"document" en:"document that says so; the village may read it" zh:"依据文件（村内公开）"`
}

// Transfer moves shares to a member.
type Transfer struct {
	From     int         `json:"from" en:"number of who gives" zh:"转让人编号"`
	To       int         `json:"to" en:"number of the member who takes" zh:"受让成员编号"`
	Shares   int64       `json:"shares" en:"shares" zh:"转让股数"`
	Document domain.Text `json:"document" en:"document that says so; the village may read it" zh:"依据文件（村内公开）"`
}

// SetReservesAside covers losses and sets reserves aside out of a closed year.
type SetReservesAside struct {
	Year     int          `json:"year" en:"closed year, such as 2016" zh:"已结束的年度，如 2016"`
	Profit   domain.Money `json:"profit,omitzero" en:"profit of the year; left out, the surplus of its books" zh:"当年收益（不填则取账套本年收益）"`
	Losses   domain.Money `json:"losses,omitzero" en:"losses of earlier years that it covers; all of them come first; left out, those that the books have" zh:"弥补以前年度亏损（先行全部弥补；不填则取账套未弥补亏损）"`
	Reserves domain.Money `json:"reserves" en:"reserves set aside" zh:"提取公积公益金"`
	Document string       `json:"document" en:"accounts of the year, by their title or number" zh:"年度决算文件"`
}

// DeclareDividend shares out what a year left.
type DeclareDividend struct {
	Year     int          `json:"year" en:"year" zh:"年度"`
	Decision string       `json:"decision" en:"decision that declares it, decision-<id>" zh:"依据决议 decision-<编号>"`
	Total    domain.Money `json:"total" en:"dividend, at most what the year left" zh:"分红总额（不超过可分配收益）"`
}

// PayDividend records a payment of a dividend.
type PayDividend struct {
	Year     int         `json:"year" en:"year" zh:"年度"`
	To       []Span      `json:"to,omitempty" en:"holders paid, by number, in order; all who are not paid yet if left out" zh:"领取人编号（依次），不填为全部未领者"`
	On       domain.Date `json:"on" en:"day of payment" zh:"发放日期"`
	Document string      `json:"document" en:"voucher" zh:"凭证"`
}

// CommandType is reform.adopt-plan.
func (AdoptPlan) CommandType() string { return "reform.adopt-plan" }

// CommandType is reform.approve-plan.
func (ApprovePlan) CommandType() string { return "reform.approve-plan" }

// CommandType is reform.record-inventory.
func (RecordInventory) CommandType() string { return "reform.record-inventory" }

// CommandType is reform.draft-roster.
func (DraftRoster) CommandType() string { return "reform.draft-roster" }

// CommandType is reform.post-roster.
func (PostRoster) CommandType() string { return "reform.post-roster" }

// CommandType is reform.raise-objection.
func (RaiseObjection) CommandType() string { return "reform.raise-objection" }

// CommandType is reform.settle-objection.
func (SettleObjection) CommandType() string { return "reform.settle-objection" }

// CommandType is reform.confirm-roster.
func (ConfirmRoster) CommandType() string { return "reform.confirm-roster" }

// CommandType is reform.quantify-shares.
func (QuantifyShares) CommandType() string { return "reform.quantify-shares" }

// CommandType is reform.adopt-charter.
func (AdoptCharter) CommandType() string { return "reform.adopt-charter" }

// CommandType is reform.elect-bodies.
func (ElectBodies) CommandType() string { return "reform.elect-bodies" }

// CommandType is reform.register.
func (Register) CommandType() string { return "reform.register" }

// CommandType is reform.issue-certificates.
func (IssueCertificates) CommandType() string { return "reform.issue-certificates" }

// CommandType is reform.complete.
func (Finish) CommandType() string { return "reform.complete" }

// CommandType is reform.join.
func (Join) CommandType() string { return "reform.join" }

// CommandType is reform.leave.
func (Leave) CommandType() string { return "reform.leave" }

// CommandType is reform.inherit.
func (Inherit) CommandType() string { return "reform.inherit" }

// CommandType is reform.transfer.
func (Transfer) CommandType() string { return "reform.transfer" }

// CommandType is reform.set-reserves-aside.
func (SetReservesAside) CommandType() string { return "reform.set-reserves-aside" }

// CommandType is reform.declare-dividend.
func (DeclareDividend) CommandType() string { return "reform.declare-dividend" }

// CommandType is reform.pay-dividend.
func (PayDividend) CommandType() string { return "reform.pay-dividend" }
