package decision

import "github.com/sunledger/sunledger/domain"

// Source is who proposes.
type Source string

// The sources.
const (
	PartyBranch        Source = "party-branch"
	VillagersCommittee Source = "villagers-committee"
	Representatives    Source = "representatives"
	Villagers          Source = "villagers"
	Members            Source = "members"
	Board              Source = "board"
)

// Codes lists the sources with their names.
func (Source) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(PartyBranch), English: "Party branch", Chinese: "党支部"},
		{Code: string(VillagersCommittee), English: "villagers' committee", Chinese: "村民委员会"},
		{Code: string(Representatives), English: "a third of the representatives", Chinese: "三分之一以上代表"},
		{Code: string(Villagers), English: "a tenth of the villagers", Chinese: "十分之一以上村民"},
		{Code: string(Members), English: "a tenth of the members", Chinese: "十分之一以上成员"},
		{Code: string(Board), English: "board of the collective", Chinese: "理事会"},
	}
}

// Body is who is consulted on a proposal.
type Body string

// The bodies.
const (
	TwoCommittees     Body = "two-committees" // of the Party branch and of the villagers
	BoardOfCollective Body = "board"
)

// Codes lists the bodies with their names.
func (Body) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(TwoCommittees), English: "two committees", Chinese: "村“两委”"},
		{Code: string(BoardOfCollective), English: "board", Chinese: "理事会"},
	}
}

// Method is how votes are collected.
type Method string

// The methods.
const (
	AtMeeting  Method = "meeting"
	DoorToDoor Method = "door-to-door"
)

// Codes lists the methods with their names.
func (Method) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(AtMeeting), English: "at a meeting", Chinese: "会议表决"},
		{Code: string(DoorToDoor), English: "door to door", Chinese: "入户表决"},
	}
}

// Step is one that a proposal has to get through.
type Step string

// The steps.
const (
	Consultation Step = "consultation"
	PartyReview  Step = "party-review"
	Councils     Step = "councils"
	TheVote      Step = "vote"
	TownApproval Step = "town-approval"
)

// Codes lists the steps with their names.
func (Step) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Consultation), English: "consultation", Chinese: "商议"},
		{Code: string(PartyReview), English: "review by the Party meeting", Chinese: "党员大会审议"},
		{Code: string(Councils), English: "discussion by both councils", Chinese: "“两会”讨论"},
		{Code: string(TheVote), English: "vote", Chinese: "表决"},
		{Code: string(TownApproval), English: "approval by the town", Chinese: "镇街批准"},
	}
}

// stepsOf are the steps of a procedure up to the vote.
func stepsOf(p domain.Procedure) []Step {
	switch p {
	case domain.FourDiscussions:
		return []Step{Consultation, PartyReview, TheVote}
	case domain.HouseholdDecision:
		return []Step{Councils, TheVote}
	case domain.MembersDecision:
		return []Step{Consultation, TheVote}
	}
	return nil
}

// bodyOf is who is consulted in a procedure.
func bodyOf(p domain.Procedure) Body {
	if p == domain.MembersDecision {
		return BoardOfCollective
	}
	return TwoCommittees
}

// Status is how far a decision has come. The zero Status is a decision that
// does not exist.
type Status string

// The statuses.
const (
	StatusProposed    Status = "proposed"
	StatusConsulted   Status = "consulted"
	StatusReviewed    Status = "party-reviewed"
	StatusDiscussed   Status = "discussed-by-councils"
	StatusNoticed     Status = "notice-given"
	StatusCarried     Status = "carried"       // in the vote, waits for adoption
	StatusApproved    Status = "town-approved" // waits for adoption
	StatusNotCarried  Status = "not-carried"   // at FailedAt, waits for rejection
	StatusAdopted     Status = "adopted"
	StatusDisclosed   Status = "disclosed"
	StatusImplemented Status = "implementation-reported"
	StatusClosed      Status = "results-disclosed"
	StatusRejected    Status = "rejected"
	StatusWithdrawn   Status = "withdrawn"
	StatusLapsed      Status = "lapsed"
	StatusOverturned  Status = "overturned" // an objection was upheld
)

// Codes lists the statuses with their names.
func (Status) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StatusProposed), English: "proposed", Chinese: "已提议"},
		{Code: string(StatusConsulted), English: "consulted", Chinese: "已商议"},
		{Code: string(StatusReviewed), English: "reviewed by the Party meeting", Chinese: "已经党员大会审议"},
		{Code: string(StatusDiscussed), English: "discussed by both councils", Chinese: "已经“两会”讨论"},
		{Code: string(StatusNoticed), English: "notice of the vote given", Chinese: "已公告表决"},
		{Code: string(StatusCarried), English: "carried, not yet adopted", Chinese: "表决通过，待确认"},
		{Code: string(StatusApproved), English: "approved by the town, not yet adopted", Chinese: "镇街已批准，待确认"},
		{Code: string(StatusNotCarried), English: "not carried, not yet rejected", Chinese: "未获通过，待否决"},
		{Code: string(StatusAdopted), English: "adopted, not yet disclosed", Chinese: "已通过，待公开"},
		{Code: string(StatusDisclosed), English: "disclosed", Chinese: "决议已公开"},
		{Code: string(StatusImplemented), English: "implemented, results not yet disclosed", Chinese: "已实施，结果待公开"},
		{Code: string(StatusClosed), English: "results disclosed", Chinese: "实施结果已公开"},
		{Code: string(StatusRejected), English: "rejected", Chinese: "已否决"},
		{Code: string(StatusWithdrawn), English: "withdrawn", Chinese: "已撤回"},
		{Code: string(StatusLapsed), English: "lapsed", Chinese: "已失效"},
		{Code: string(StatusOverturned), English: "overturned by an objection", Chinese: "因异议成立被推翻"},
	}
}

// Over reports whether nothing more is to be done.
func (s Status) Over() bool {
	switch s {
	case StatusClosed, StatusRejected, StatusWithdrawn, StatusLapsed:
		return true
	}
	return false
}
