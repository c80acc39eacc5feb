package decision

import "github.com/sunledger/sunledger/domain"

// The commands are as thin as the events are: they fill in what follows from the
// day, the rule set and the electorate, and leave the rest to order and rules.

// Propose begins a decision.
type Propose struct {
	Owner        string            `json:"owner" en:"unit that decides: collective-<id>, village-<id> or community-<id>" zh:"决策单位：collective-<编号>、village-<编号> 或 community-<编号>"`
	Kind         domain.MatterKind `json:"kind" en:"kind of matter" zh:"事项类型"`
	Title        string            `json:"title" en:"what is proposed, in Chinese" zh:"议题"`
	TitleEnglish string            `json:"titleEnglish,omitzero" en:"the same in English" zh:"英文议题"`
	Source       Source            `json:"source" en:"who proposes it" zh:"提议人"`
	Amount       domain.Money      `json:"amount,omitzero" en:"amount: the least to bring in for a lease, a land contracting plan or a sale, the most for all else; leave it out where it is about none" zh:"金额（出租、土地承包、处置为收入下限，其他为上限），不涉及金额时不填"`
	Concerns     []string          `json:"concerns,omitempty" en:"what it concerns, such as asset-<id>" zh:"涉及对象，如 asset-<编号>"`
	Meeting      domain.Meeting    `json:"meeting,omitzero" en:"who resolves it; the usual one if left out" zh:"表决组织，不填则按规则的通常组织"`
	Delegation   string            `json:"delegation,omitzero" en:"decision-<id> by which the villagers' meeting delegated it to the representatives" zh:"村民会议授权代表会议的决议 decision-<编号>"`
}

// Consult records the two committees, or the board, on the proposal.
type Consult struct {
	Expected int `json:"expected" en:"number of those who belong to the committees, or to the board" zh:"应到人数"`
	Present  int `json:"present" en:"number of those present" zh:"实到人数"`
	InFavour int `json:"inFavour" en:"number in favour" zh:"同意人数"`
}

// ReviewByParty records the Party meeting on the proposal.
type ReviewByParty struct {
	Present  int `json:"present" en:"number of Party members present" zh:"实到党员人数"`
	InFavour int `json:"inFavour" en:"number in favour" zh:"同意人数"`
}

// DiscussByCouncils records both councils of a natural village on the proposal.
type DiscussByCouncils struct {
	PartyExpected     int `json:"partyExpected" en:"Party members' council: those who belong to it" zh:"党员议事会应到人数"`
	PartyPresent      int `json:"partyPresent" en:"Party members' council: those present" zh:"党员议事会实到人数"`
	PartyInFavour     int `json:"partyInFavour" en:"Party members' council: in favour" zh:"党员议事会同意人数"`
	VillagersExpected int `json:"villagersExpected" en:"villagers' council: those who belong to it" zh:"村民议事会应到人数"`
	VillagersPresent  int `json:"villagersPresent" en:"villagers' council: those present" zh:"村民议事会实到人数"`
	VillagersInFavour int `json:"villagersInFavour" en:"villagers' council: in favour" zh:"村民议事会同意人数"`
}

// GiveNotice calls the vote.
type GiveNotice struct {
	MeetingOn domain.Date `json:"meetingOn" en:"day of the vote" zh:"表决日期"`
	Where     string      `json:"where" en:"where the notice is posted" zh:"公告地点"`
}

// Vote records the vote.
type Vote struct {
	Base      domain.VoterBase `json:"base,omitzero" en:"who votes; may be left out where the rule has only one" zh:"表决主体，规则只有一种时可不填"`
	Method    Method           `json:"method" en:"how votes were collected" zh:"表决方式"`
	Recused   int              `json:"recused,omitzero" en:"number of those recused, who were issued no ballot" zh:"回避人数（不发票）"`
	Issued    int              `json:"issued" en:"ballots issued" zh:"发出票数"`
	Returned  int              `json:"returned" en:"ballots returned" zh:"收回票数"`
	Proxies   int              `json:"proxies,omitzero" en:"of those, cast by proxy" zh:"其中委托票数"`
	InFavour  int              `json:"inFavour" en:"in favour" zh:"赞成票数"`
	Against   int              `json:"against,omitzero" en:"against" zh:"反对票数"`
	Abstained int              `json:"abstained,omitzero" en:"abstained" zh:"弃权票数"`
	Invalid   int              `json:"invalid,omitzero" en:"invalid" zh:"无效票数"`
}

// ApproveByTown records the town's consent.
type ApproveByTown struct {
	By       string `json:"by" en:"office that approved it" zh:"批准单位"`
	Document string `json:"document" en:"document that says so, with its number" zh:"批准文件及文号"`
}

// RefuseByTown records the town's refusal.
type RefuseByTown struct {
	By       string `json:"by" en:"office that refused it" zh:"不予批准单位"`
	Document string `json:"document" en:"document that says so, with its number" zh:"不予批准文件及文号"`
}

// Conclude adopts what was carried and rejects what was not.
type Conclude struct{}

// Disclose posts the resolution for objection.
type Disclose struct {
	Where string `json:"where" en:"where it is posted" zh:"公开地点"`
}

// RaiseObjection records an objection.
type RaiseObjection struct {
	By   domain.Personal `json:"by,omitzero" en:"who objects; may be left out" zh:"异议人，可不填"`
	Text domain.Text     `json:"text" en:"what is objected to" zh:"异议内容"`
}

// AnswerObjection answers an objection.
type AnswerObjection struct {
	Number int         `json:"number" en:"number of the objection" zh:"异议序号"`
	Upheld bool        `json:"upheld,omitzero" en:"whether it is upheld, which overturns the decision" zh:"异议是否成立（成立则推翻决议）"`
	Text   domain.Text `json:"text" en:"what is answered" zh:"答复内容"`
}

// ReportImplementation says what was done on the resolution.
type ReportImplementation struct {
	Summary string `json:"summary" max:"2000" en:"what was done; it is public" zh:"实施情况（公开）"`
}

// DiscloseResults posts the results.
type DiscloseResults struct {
	Where string `json:"where" en:"where they are posted" zh:"公开地点"`
}

// Withdraw ends a proposal before the vote.
type Withdraw struct {
	Reason string `json:"reason" max:"2000" en:"why; it is public" zh:"撤回理由（公开）"`
}

// Lapse ends a proposal that was not voted on in time.
type Lapse struct{}

// CommandType is decision.propose.
func (Propose) CommandType() string { return "decision.propose" }

// CommandType is decision.consult.
func (Consult) CommandType() string { return "decision.consult" }

// CommandType is decision.review-by-party.
func (ReviewByParty) CommandType() string { return "decision.review-by-party" }

// CommandType is decision.discuss-by-councils.
func (DiscussByCouncils) CommandType() string { return "decision.discuss-by-councils" }

// CommandType is decision.give-notice.
func (GiveNotice) CommandType() string { return "decision.give-notice" }

// CommandType is decision.vote.
func (Vote) CommandType() string { return "decision.vote" }

// CommandType is decision.approve-by-town.
func (ApproveByTown) CommandType() string { return "decision.approve-by-town" }

// CommandType is decision.refuse-by-town.
func (RefuseByTown) CommandType() string { return "decision.refuse-by-town" }

// CommandType is decision.conclude.
func (Conclude) CommandType() string { return "decision.conclude" }

// CommandType is decision.disclose.
func (Disclose) CommandType() string { return "decision.disclose" }

// CommandType is decision.raise-objection.
func (RaiseObjection) CommandType() string { return "decision.raise-objection" }

// CommandType is decision.answer-objection.
func (AnswerObjection) CommandType() string { return "decision.answer-objection" }

// CommandType is decision.report-implementation.
func (ReportImplementation) CommandType() string { return "decision.report-implementation" }

// CommandType is decision.disclose-results.
func (DiscloseResults) CommandType() string { return "decision.disclose-results" }

// CommandType is decision.withdraw.
func (Withdraw) CommandType() string { return "decision.withdraw" }

// CommandType is decision.lapse.
func (Lapse) CommandType() string { return "decision.lapse" }
