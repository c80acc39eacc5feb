package decision

import "github.com/sunledger/sunledger/domain"

// Every event says the day on which it happened, in the ledger's zone, and what
// the rule set gave in judging it. Periods of working days that protect the
// public count from the day From, that of recording where it is later.

// Proposed begins a decision. Level, procedure and meeting follow from the
// owner, the kind and the rule set of the day.
type Proposed struct {
	// Owner is the stream of a collective, a natural village or a community.
	Owner        string            `json:"owner" audience:"public" en:"unit that decides" zh:"决策单位"`
	Kind         domain.MatterKind `json:"kind" audience:"public" en:"kind of matter" zh:"事项类型"`
	Title        string            `json:"title" audience:"public" en:"what is proposed, in Chinese" zh:"议题"`
	TitleEnglish string            `json:"titleEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文议题"`
	Source       Source            `json:"source" audience:"public" en:"who proposes it" zh:"提议人"`
	// Amount is what it allows at most, and of a kind that brings in what has to
	// come in at least; absent where it names none.
	Amount domain.Money `json:"amount,omitzero" audience:"public" en:"amount: the least to bring in for a lease, a land contracting plan or a sale, the most for all else" zh:"金额（出租、土地承包、处置为收入下限，其他为上限）"`
	// Concerns are the streams that it names, such as asset-<id>.
	Concerns  []string         `json:"concerns,omitempty" audience:"public" en:"what it concerns" zh:"涉及对象"`
	Level     domain.UnitLevel `json:"level" audience:"public" en:"level of the owner" zh:"层级"`
	Procedure domain.Procedure `json:"procedure" audience:"public" en:"procedure" zh:"决策程序"`
	Meeting   domain.Meeting   `json:"meeting" audience:"public" en:"who resolves it" zh:"表决组织"`
	// Councils is the unit whose councils and committees discuss it, where those of
	// the owner are another one's.
	Councils string `json:"councils,omitzero" audience:"public" en:"unit whose councils and committees discuss it" zh:"由其两委、两会商议的单位"`
	// Delegation is the decision by which the villagers' meeting lets the
	// representatives resolve what is reserved to it.
	Delegation string `json:"delegation,omitzero" audience:"public" en:"decision that delegates it to the representatives" zh:"授权决议"`
	// DelegatedUpTo is how much they may resolve by it: what the rule set has at
	// most, or less where the delegation says so.
	DelegatedUpTo domain.Money `json:"delegatedUpTo,omitzero" audience:"public" en:"greatest amount that was delegated" zh:"授权金额上限"`
	On            domain.Date  `json:"on" audience:"public" en:"day of the proposal" zh:"提议日期"`
	Rules         string       `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Amends allows whatever does not move the decision to another unit: its owner
// decides who may do what here.
func (e Proposed) Amends(to domain.Event) error {
	if n, ok := to.(Proposed); !ok || n.Owner != e.Owner {
		return domain.Reject("identity_stays",
			"the unit that decides is not amended: withdraw the decision, and propose it for the other one",
			"决策单位不能更正：请撤回，并以另一单位重新提议")
	}
	return nil
}

// Consulted is the two committees, or the board of a collective, on a proposal.
type Consulted struct {
	Body     Body        `json:"body" audience:"public" en:"who was consulted" zh:"商议组织"`
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Expected int         `json:"expected" audience:"public" en:"number of those who belong to it" zh:"应到人数"`
	Present  int         `json:"present" audience:"public" en:"number of those present" zh:"实到人数"`
	InFavour int         `json:"inFavour" audience:"public" en:"number in favour" zh:"同意人数"`
	Quorum   int         `json:"quorum" audience:"public" en:"number that had to be present" zh:"法定到会人数"`
	Needed   int         `json:"needed" audience:"public" en:"number in favour that was needed" zh:"所需同意人数"`
	Carried  bool        `json:"carried" audience:"public" en:"whether it was carried" zh:"是否同意"`
	Rules    string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// PartyReviewed is the Party meeting on a proposal. Those expected are the Party
// members of the electorate on record.
type PartyReviewed struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Expected int         `json:"expected" audience:"public" en:"Party members on record" zh:"应到党员人数"`
	AsOf     domain.Date `json:"asOf" audience:"public" en:"day of the electorate's count" zh:"应到人数统计日期"`
	Present  int         `json:"present" audience:"public" en:"number of those present" zh:"实到人数"`
	InFavour int         `json:"inFavour" audience:"public" en:"number in favour" zh:"同意人数"`
	Quorum   int         `json:"quorum" audience:"public" en:"number that had to be present" zh:"法定到会人数"`
	Needed   int         `json:"needed" audience:"public" en:"number in favour that was needed" zh:"所需同意人数"`
	Carried  bool        `json:"carried" audience:"public" en:"whether it was carried" zh:"是否同意"`
	Rules    string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// DiscussedByCouncils is both councils of a natural village (党员议事会,
// 村民议事会) on a proposal. It is carried where both are in favour.
type DiscussedByCouncils struct {
	On                domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	PartyExpected     int         `json:"partyExpected" audience:"public" en:"Party members' council: those who belong to it" zh:"党员议事会应到人数"`
	PartyPresent      int         `json:"partyPresent" audience:"public" en:"Party members' council: those present" zh:"党员议事会实到人数"`
	PartyInFavour     int         `json:"partyInFavour" audience:"public" en:"Party members' council: in favour" zh:"党员议事会同意人数"`
	PartyQuorum       int         `json:"partyQuorum" audience:"public" en:"Party members' council: those who had to be present" zh:"党员议事会法定到会人数"`
	PartyNeeded       int         `json:"partyNeeded" audience:"public" en:"Party members' council: number in favour that was needed" zh:"党员议事会所需同意人数"`
	VillagersExpected int         `json:"villagersExpected" audience:"public" en:"villagers' council: those who belong to it" zh:"村民议事会应到人数"`
	VillagersPresent  int         `json:"villagersPresent" audience:"public" en:"villagers' council: those present" zh:"村民议事会实到人数"`
	VillagersInFavour int         `json:"villagersInFavour" audience:"public" en:"villagers' council: in favour" zh:"村民议事会同意人数"`
	VillagersQuorum   int         `json:"villagersQuorum" audience:"public" en:"villagers' council: those who had to be present" zh:"村民议事会法定到会人数"`
	VillagersNeeded   int         `json:"villagersNeeded" audience:"public" en:"villagers' council: number in favour that was needed" zh:"村民议事会所需同意人数"`
	Carried           bool        `json:"carried" audience:"public" en:"whether both carried it" zh:"是否均同意"`
	Rules             string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// NoticeGiven calls the vote. A newer notice takes the place of the one before.
type NoticeGiven struct {
	On         domain.Date `json:"on" audience:"public" en:"day on which it was posted" zh:"公告日期"`
	MeetingOn  domain.Date `json:"meetingOn" audience:"public" en:"day of the vote" zh:"表决日期"`
	Where      string      `json:"where" audience:"public" en:"where it was posted" zh:"公告地点"`
	NoticeDays int         `json:"noticeDays" audience:"public" en:"days of notice that the rule asks for" zh:"提前公告天数"`
	From       domain.Date `json:"from" audience:"public" en:"day from which they count" zh:"公告起算日期"`
	Rules      string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Voted is the vote, with the arithmetic by which it was judged. The quorum is
// held against the ballots returned. Who is recused is issued none.
type Voted struct {
	On        domain.Date      `json:"on" audience:"public" en:"day" zh:"日期"`
	Base      domain.VoterBase `json:"base" audience:"public" en:"who votes" zh:"表决主体"`
	Method    Method           `json:"method" audience:"public" en:"how votes were collected" zh:"表决方式"`
	Expected  int              `json:"expected" audience:"public" en:"number of those entitled, on record" zh:"应到人数"`
	AsOf      domain.Date      `json:"asOf" audience:"public" en:"day of the electorate's count" zh:"应到人数统计日期"`
	Recused   int              `json:"recused" audience:"public" en:"number of those recused" zh:"回避人数"`
	Issued    int              `json:"issued" audience:"public" en:"ballots issued" zh:"发出票数"`
	Returned  int              `json:"returned" audience:"public" en:"ballots returned" zh:"收回票数"`
	Proxies   int              `json:"proxies" audience:"public" en:"of those, cast by proxy" zh:"其中委托票数"`
	InFavour  int              `json:"inFavour" audience:"public" en:"in favour" zh:"赞成票数"`
	Against   int              `json:"against" audience:"public" en:"against" zh:"反对票数"`
	Abstained int              `json:"abstained" audience:"public" en:"abstained" zh:"弃权票数"`
	Invalid   int              `json:"invalid" audience:"public" en:"invalid" zh:"无效票数"`
	Quorum    int              `json:"quorum" audience:"public" en:"number that had to take part" zh:"法定参加人数"`
	Needed    int              `json:"needed" audience:"public" en:"number in favour that was needed" zh:"所需赞成票数"`
	Quorate   bool             `json:"quorate" audience:"public" en:"whether enough took part" zh:"是否达到法定人数"`
	Passed    bool             `json:"passed" audience:"public" en:"whether it was passed" zh:"是否通过"`
	Rules     string           `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// TownApproved is the town's consent to what was voted.
type TownApproved struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	By       string      `json:"by" audience:"public" en:"office that approved it" zh:"批准单位"`
	Document string      `json:"document" audience:"public" en:"document that says so" zh:"批准文件"`
}

// TownRefused is the town's refusal.
type TownRefused struct {
	On       domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	By       string      `json:"by" audience:"public" en:"office that refused it" zh:"不予批准单位"`
	Document string      `json:"document" audience:"public" en:"document that says so" zh:"不予批准文件"`
}

// Adopted makes a resolution of what was voted.
type Adopted struct {
	On    domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Rules string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// Rejected ends a proposal that a step did not carry.
type Rejected struct {
	On   domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Step Step        `json:"step" audience:"public" en:"step that did not carry it" zh:"未通过的环节"`
}

// Disclosed posts the resolution for objection.
type Disclosed struct {
	On          domain.Date `json:"on" audience:"public" en:"day on which it was posted" zh:"公开日期"`
	Where       string      `json:"where" audience:"public" en:"where it was posted" zh:"公开地点"`
	Workdays    int         `json:"workdays" audience:"public" en:"working days for which it is posted" zh:"公示工作日数"`
	From        domain.Date `json:"from" audience:"public" en:"day from which they count" zh:"公示起算日期"`
	PostedUntil domain.Date `json:"postedUntil" audience:"public" en:"last day of the posting" zh:"公示截止日期"`
	Binds       domain.Date `json:"binds" audience:"public" en:"first day on which it may be carried out" zh:"可实施日期"`
	Rules       string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ObjectionRaised is somebody's objection to a resolution while it is posted. Who
// it was may be left out.
type ObjectionRaised struct {
	// Number counts the objections to this decision, from 1.
	Number   int             `json:"number" audience:"public" en:"number of the objection" zh:"异议序号"`
	On       domain.Date     `json:"on" audience:"public" en:"day" zh:"日期"`
	By       domain.Personal `json:"by,omitzero" audience:"restricted" en:"who objects" zh:"异议人"`
	Text     domain.Text     `json:"text" audience:"restricted" en:"what is objected to" zh:"异议内容"`
	Workdays int             `json:"workdays" audience:"public" en:"working days within which it is answered" zh:"答复时限（工作日）"`
	AnswerBy domain.Date     `json:"answerBy" audience:"public" en:"day by the end of which it is answered" zh:"答复期限"`
	Rules    string          `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ObjectionAnswered answers an objection, late or not. One that is upheld
// overturns the decision, which has to be decided anew.
type ObjectionAnswered struct {
	Number int         `json:"number" audience:"public" en:"number of the objection" zh:"异议序号"`
	On     domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Upheld bool        `json:"upheld" audience:"public" en:"whether it was upheld" zh:"异议是否成立"`
	Text   domain.Text `json:"text" audience:"restricted" en:"what was answered" zh:"答复内容"`
}

// ImplementationReported says what was done on the resolution.
type ImplementationReported struct {
	On        domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Summary   string      `json:"summary" audience:"public" max:"2000" en:"what was done" zh:"实施情况"`
	Workdays  int         `json:"workdays" audience:"public" en:"working days within which results are disclosed" zh:"结果公开时限（工作日）"`
	ResultsBy domain.Date `json:"resultsBy" audience:"public" en:"day by the end of which results are disclosed" zh:"结果公开期限"`
	Rules     string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// ResultsDisclosed posts the results, late or not.
type ResultsDisclosed struct {
	On    domain.Date `json:"on" audience:"public" en:"day on which they were posted" zh:"公开日期"`
	Where string      `json:"where" audience:"public" en:"where they were posted" zh:"公开地点"`
}

// Withdrawn ends a proposal before the vote.
type Withdrawn struct {
	On     domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Reason string      `json:"reason" audience:"public" max:"2000" en:"why" zh:"撤回理由"`
}

// Lapsed ends a proposal that was not voted on in time.
type Lapsed struct {
	On    domain.Date `json:"on" audience:"public" en:"day" zh:"日期"`
	Days  int         `json:"days" audience:"public" en:"days within which it had to be voted on" zh:"表决时限（天）"`
	Rules string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// EventType is decision.proposed.
func (Proposed) EventType() string { return "decision.proposed" }

// EventType is decision.consulted.
func (Consulted) EventType() string { return "decision.consulted" }

// EventType is decision.party-reviewed.
func (PartyReviewed) EventType() string { return "decision.party-reviewed" }

// EventType is decision.discussed-by-councils.
func (DiscussedByCouncils) EventType() string { return "decision.discussed-by-councils" }

// EventType is decision.notice-given.
func (NoticeGiven) EventType() string { return "decision.notice-given" }

// CountsFromRecording says that it is not inserted by a correction.
func (NoticeGiven) CountsFromRecording() {}

// EventType is decision.voted.
func (Voted) EventType() string { return "decision.voted" }

// EventType is decision.town-approved.
func (TownApproved) EventType() string { return "decision.town-approved" }

// EventType is decision.town-refused.
func (TownRefused) EventType() string { return "decision.town-refused" }

// EventType is decision.adopted.
func (Adopted) EventType() string { return "decision.adopted" }

// EventType is decision.rejected.
func (Rejected) EventType() string { return "decision.rejected" }

// EventType is decision.disclosed.
func (Disclosed) EventType() string { return "decision.disclosed" }

// CountsFromRecording says that it is not inserted by a correction.
func (Disclosed) CountsFromRecording() {}

// EventType is decision.objection-raised.
func (ObjectionRaised) EventType() string { return "decision.objection-raised" }

// EventType is decision.objection-answered.
func (ObjectionAnswered) EventType() string { return "decision.objection-answered" }

// EventType is decision.implementation-reported.
func (ImplementationReported) EventType() string { return "decision.implementation-reported" }

// EventType is decision.results-disclosed.
func (ResultsDisclosed) EventType() string { return "decision.results-disclosed" }

// EventType is decision.withdrawn.
func (Withdrawn) EventType() string { return "decision.withdrawn" }

// EventType is decision.lapsed.
func (Lapsed) EventType() string { return "decision.lapsed" }
