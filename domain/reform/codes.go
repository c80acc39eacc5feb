package reform

import "github.com/sunledger/sunledger/domain"

// Stage is how far a reform has come, named after what is done in it. The zero
// Stage is a reform that was not begun.
type Stage string

// The stages, in order.
const (
	Planned        Stage = "planned"        // waits for the town
	Inventory      Stage = "inventory"      // property is counted and valued
	Drafting       Stage = "roster"         // the roster is drafted
	Posted         Stage = "posted"         // the roster is posted for objection
	Quantification Stage = "quantification" // the roster is confirmed
	Chartering     Stage = "charter"        // shares are quantified
	Election       Stage = "election"       // the charter is adopted
	Registration   Stage = "registration"   // bodies are elected
	Certification  Stage = "certificates"   // registered
	Closing        Stage = "closing"        // certificates are issued
	Complete       Stage = "completed"
)

// Codes lists the stages with their names, in order.
func (Stage) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Planned), English: "approval of the plan", Chinese: "方案报批"},
		{Code: string(Inventory), English: "inventory", Chinese: "清产核资"},
		{Code: string(Drafting), English: "drafting of the roster", Chinese: "成员界定"},
		{Code: string(Posted), English: "posting of the roster", Chinese: "名册公示"},
		{Code: string(Quantification), English: "division into shares", Chinese: "折股量化"},
		{Code: string(Chartering), English: "charter", Chinese: "制定章程"},
		{Code: string(Election), English: "election of bodies", Chinese: "选举组织机构"},
		{Code: string(Registration), English: "registration", Chinese: "登记"},
		{Code: string(Certification), English: "issue of certificates", Chinese: "发放股权证"},
		{Code: string(Closing), English: "closing", Chinese: "收尾"},
		{Code: string(Complete), English: "completed", Chinese: "改革完成"},
	}
}

// place is that of a stage in the order, or -1 for none.
func (s Stage) place() int {
	for i, c := range s.Codes() {
		if Stage(c.Code) == s {
			return i
		}
	}
	return -1
}

// label is the name of a stage.
func (s Stage) label(lang domain.Lang) string { return domain.Label(s, string(s), lang) }

// JoinBasis is why somebody is a member.
type JoinBasis string

// The bases. Only Admitted rests on a decision by itself.
const (
	Birth    JoinBasis = "birth"
	Marriage JoinBasis = "marriage"
	Adoption JoinBasis = "adoption"
	Return   JoinBasis = "return" // of who was away as a soldier or student
	Admitted JoinBasis = "admitted"
)

// Codes lists the bases with their names.
func (JoinBasis) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Birth), English: "birth", Chinese: "出生"},
		{Code: string(Marriage), English: "marriage", Chinese: "婚姻"},
		{Code: string(Adoption), English: "adoption", Chinese: "收养"},
		{Code: string(Return), English: "return", Chinese: "回迁"},
		{Code: string(Admitted), English: "admitted by decision", Chinese: "民主议定"},
	}
}

// LeaveReason is why somebody is no member any more.
type LeaveReason string

// The reasons.
const (
	Death       LeaveReason = "death"
	MovedAway   LeaveReason = "moved-away"
	OtherMember LeaveReason = "member-elsewhere" // of another collective
	Withdrew    LeaveReason = "withdrew"
)

// Codes lists the reasons with their names.
func (LeaveReason) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Death), English: "death", Chinese: "死亡"},
		{Code: string(MovedAway), English: "moved away", Chinese: "迁出"},
		{Code: string(OtherMember), English: "member of another collective", Chinese: "取得其他集体成员身份"},
		{Code: string(Withdrew), English: "withdrew", Chinese: "自愿退出"},
	}
}
