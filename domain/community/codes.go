package community

import "github.com/sunledger/sunledger/domain"

// Body is a body that acts for a community.
type Body string

// The bodies.
const (
	PartyBranch          Body = "party-branch"
	VillagersCommittee   Body = "villagers-committee"
	SupervisionCommittee Body = "supervision-committee"
	FinanceReviewGroup   Body = "finance-review-group"
)

// Codes lists the bodies with their names.
func (Body) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(PartyBranch), English: "Party branch", Chinese: "党支部委员会"},
		{Code: string(VillagersCommittee), English: "villagers' committee", Chinese: "村民委员会"},
		{Code: string(SupervisionCommittee), English: "supervision committee", Chinese: "村务监督委员会"},
		{Code: string(FinanceReviewGroup), English: "finance review group", Chinese: "民主理财小组"},
	}
}

// Post is what an official is appointed to.
type Post string

// The posts. Those of members have a seat each; any other is held by one person.
const (
	BranchSecretary   Post = "branch-secretary"
	BranchMember      Post = "branch-member"
	CommitteeHead     Post = "committee-head"
	CommitteeMember   Post = "committee-member"
	SupervisionHead   Post = "supervision-head"
	SupervisionMember Post = "supervision-member"
	ReviewHead        Post = "review-head"
	ReviewMember      Post = "review-member"
	Accountant        Post = "accountant"
	Cashier           Post = "cashier"
	ReportingClerk    Post = "reporting-clerk"
	FirstSecretary    Post = "first-secretary"
)

// Codes lists the posts with their names.
func (Post) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(BranchSecretary), English: "branch secretary", Chinese: "党支部书记"},
		{Code: string(BranchMember), English: "branch member", Chinese: "党支部委员"},
		{Code: string(CommitteeHead), English: "head of the villagers' committee", Chinese: "村委会主任"},
		{Code: string(CommitteeMember), English: "member of the villagers' committee", Chinese: "村委会委员"},
		{Code: string(SupervisionHead), English: "head of the supervision committee", Chinese: "村务监督委员会主任"},
		{Code: string(SupervisionMember), English: "member of the supervision committee", Chinese: "村务监督委员会委员"},
		{Code: string(ReviewHead), English: "head of the finance review group", Chinese: "民主理财小组组长"},
		{Code: string(ReviewMember), English: "member of the finance review group", Chinese: "民主理财小组成员"},
		{Code: string(Accountant), English: "accountant", Chinese: "会计"},
		{Code: string(Cashier), English: "cashier", Chinese: "出纳"},
		{Code: string(ReportingClerk), English: "reporting clerk", Chinese: "报账员"},
		{Code: string(FirstSecretary), English: "first secretary", Chinese: "第一书记"},
	}
}

// Body is the body that a post belongs to, or "" for one that stands by itself.
func (p Post) Body() Body {
	switch p {
	case BranchSecretary, BranchMember:
		return PartyBranch
	case CommitteeHead, CommitteeMember:
		return VillagersCommittee
	case SupervisionHead, SupervisionMember:
		return SupervisionCommittee
	case ReviewHead, ReviewMember:
		return FinanceReviewGroup
	}
	return ""
}

// seated reports whether a post has seats.
func (p Post) seated() bool {
	switch p {
	case BranchMember, CommitteeMember, SupervisionMember, ReviewMember:
		return true
	}
	return false
}

// EndReason is why an official left office.
type EndReason string

// The reasons.
const (
	TermOver    EndReason = "term-over"
	Resigned    EndReason = "resigned"
	Transferred EndReason = "transferred"
	Recalled    EndReason = "recalled" // by those who elected
	Dismissed   EndReason = "dismissed"
	Died        EndReason = "died"
	OtherReason EndReason = "other"
)

// Codes lists the reasons with their names.
func (EndReason) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(TermOver), English: "end of the term", Chinese: "任期届满"},
		{Code: string(Resigned), English: "resigned", Chinese: "辞职"},
		{Code: string(Transferred), English: "transferred", Chinese: "调任"},
		{Code: string(Recalled), English: "recalled", Chinese: "罢免"},
		{Code: string(Dismissed), English: "dismissed", Chinese: "免职"},
		{Code: string(Died), English: "died", Chinese: "去世"},
		{Code: string(OtherReason), English: "other", Chinese: "其他"},
	}
}
