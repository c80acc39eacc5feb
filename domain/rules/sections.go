package rules

import "github.com/sunledger/sunledger/domain"

// Sections are the rules of a set, by the part of the ledger that they govern.
//
// A rule has the tags json (its name in the files, with omitzero), en and zh
// (its title, with the unit), and, where its value is made of integers, min and
// max (the least and greatest that make sense). Names in files never change.
type Sections struct {
	Service      Service      `json:"service,omitzero" en:"Requests" zh:"党群服务"`
	Publication  Publication  `json:"publication,omitzero" en:"Publication" zh:"阳光公开"`
	Personal     Personal     `json:"personal,omitzero" en:"Personal information" zh:"个人信息"`
	Decisions    Decisions    `json:"decisions,omitzero" en:"Decisions" zh:"村级决策"`
	Property     Property     `json:"property,omitzero" en:"Collective property" zh:"集体资产"`
	Reform       Reform       `json:"reform,omitzero" en:"Property reform" zh:"产权制度改革"`
	Finance      Finance      `json:"finance,omitzero" en:"Books" zh:"集体财务"`
	Audit        Audit        `json:"audit,omitzero" en:"Audits" zh:"审计"`
	Income       Income       `json:"income,omitzero" en:"Farmers' income" zh:"农民增收"`
	Organisation Organisation `json:"organisation,omitzero" en:"Organisation" zh:"组织建设"`
}

// Service are the rules of requests.
type Service struct {
	// PassOnWithinWorkdays is how many working days an errand agent has to
	// pass a request on, counted from the day after it is entrusted; 0 is the
	// same day.
	PassOnWithinWorkdays Rule[int] `json:"passOnWithinWorkdays,omitzero" en:"working days within which an errand agent passes a request on" zh:"代办员报送时限（工作日）" min:"0" max:"250"`
	// RatingScale is the worst and the best mark that a requester may give.
	RatingScale Rule[Range] `json:"ratingScale,omitzero" en:"worst and best mark of a rating" zh:"评价分值范围" min:"0" max:"100"`
	// MaxPeoplePerRequest is the most people that one request may say it
	// serves: a larger number is a slip of the pen.
	MaxPeoplePerRequest Rule[int] `json:"maxPeoplePerRequest,omitzero" en:"most people that one request may serve" zh:"单件服务人数上限" min:"1" max:"10000000"`
}

// Publication are the rules of what is shown to the public, and when.
type Publication struct {
	// SmallCountBelow is the number below which a public count of people shows
	// as a band, so that it points at nobody; 0 shows every count.
	SmallCountBelow Rule[int] `json:"smallCountBelow,omitzero" en:"counts of people below this show as a band" zh:"低于此数的人数以区间显示" min:"0" max:"1000"`
	// DisclosureDayOfMonth is the day on which the four affairs of the month
	// before are disclosed. It is at most 28, so that every month has it.
	DisclosureDayOfMonth Rule[int] `json:"disclosureDayOfMonth,omitzero" en:"day of the month on which affairs are disclosed" zh:"每月公开日" min:"1" max:"28"`
	// ActivityWeekOfMonth is the week of the month for Party activities.
	ActivityWeekOfMonth Rule[int] `json:"activityWeekOfMonth,omitzero" en:"week of the month for Party activities" zh:"每月党员活动周（第几周）" min:"1" max:"4"`
}

// Personal are the rules of what is held on people.
type Personal struct {
	// RetentionMonths is for how many months what is held on a person is kept
	// after it was last recorded; until then it is restricted and not erased.
	// 0 holds nothing back.
	RetentionMonths Rule[int] `json:"retentionMonths,omitzero" en:"months for which what is held on a person is kept after it was last recorded, before it may be erased" zh:"个人信息自最后一次记录起、可以删除前的保存期限（月）" min:"0" max:"1200"`
}

// Decisions are the rules of how a unit decides.
type Decisions struct {
	// VillageMatters, GroupMatters and TownMatters say which procedure a matter
	// takes whose owner is of that level, and which meetings may resolve it.
	VillageMatters Rule[Routes] `json:"villageMatters,omitzero" en:"procedure of each kind of matter at village level" zh:"村级事项的决策程序"`
	GroupMatters   Rule[Routes] `json:"groupMatters,omitzero" en:"procedure of each kind of matter at group level" zh:"组级事项的决策程序"`
	TownMatters    Rule[Routes] `json:"townMatters,omitzero" en:"procedure of each kind of matter at town level" zh:"镇级事项的决策程序"`
	// Reserved lists the kinds that are reserved to the villagers' meeting: the
	// representatives resolve them only where it has delegated that to them,
	// and up to DelegatedUpTo.
	Reserved      Rule[Kinds]        `json:"reserved,omitzero" en:"kinds of matter reserved to the villagers' meeting" zh:"须村民会议决定的事项"`
	DelegatedUpTo Rule[domain.Money] `json:"delegatedUpTo,omitzero" en:"greatest amount in fen that may be delegated to the representatives" zh:"可授权村民代表会议决定的金额上限（分）" min:"0" max:"100000000000000"`
	// TownApproves lists the kinds that the town approves before they are
	// adopted.
	TownApproves Rule[Kinds] `json:"townApproves,omitzero" en:"kinds of matter that the town approves" zh:"须经镇街批准的事项"`
	// The votes: who has to take part, and who has to be in favour.
	VillagersMeeting       Rule[Vote] `json:"villagersMeeting,omitzero" en:"villagers' meeting" zh:"村民会议" min:"0" max:"366"`
	RepresentativesMeeting Rule[Vote] `json:"representativesMeeting,omitzero" en:"villagers' representatives" zh:"村民代表会议" min:"0" max:"366"`
	GroupMeeting           Rule[Vote] `json:"groupMeeting,omitzero" en:"group meeting" zh:"村民小组会议" min:"0" max:"366"`
	HouseholdBallot        Rule[Vote] `json:"householdBallot,omitzero" en:"household ballot" zh:"户代表表决" min:"0" max:"366"`
	MembersAssembly        Rule[Vote] `json:"membersAssembly,omitzero" en:"members' assembly" zh:"成员大会" min:"0" max:"366"`
	MemberRepresentatives  Rule[Vote] `json:"memberRepresentatives,omitzero" en:"members' representatives" zh:"成员代表大会" min:"0" max:"366"`
	PartyMeeting           Rule[Vote] `json:"partyMeeting,omitzero" en:"Party meeting" zh:"党员大会" min:"0" max:"366"`
	// Discussion is what carries a proposal in the two committees, the board or
	// a council, before it is voted on.
	Discussion Rule[Discussion] `json:"discussion,omitzero" en:"discussion by committees, board and councils" zh:"两委、理事会、议事会商议" min:"0" max:"366"`
	// PostingWorkdays is for how many working days a resolution is posted for
	// objection, counted from the day after it is disclosed.
	PostingWorkdays Rule[int] `json:"postingWorkdays,omitzero" en:"working days for which a resolution is posted" zh:"决议公示期（工作日）" min:"0" max:"250"`
	// AnswerWithinWorkdays is how many working days there are to answer an
	// objection, counted from the day after it is raised.
	AnswerWithinWorkdays Rule[int] `json:"answerWithinWorkdays,omitzero" en:"working days within which an objection is answered" zh:"异议答复时限（工作日）" min:"0" max:"250"`
	// ResultsWithinWorkdays is how many working days there are to disclose the
	// results, counted from the day after the implementation is reported.
	ResultsWithinWorkdays Rule[int] `json:"resultsWithinWorkdays,omitzero" en:"working days within which results are disclosed" zh:"实施结果公开时限（工作日）" min:"0" max:"250"`
	// LapseDays is after how many days from the proposal a decision lapses that
	// was not voted on.
	LapseDays Rule[int] `json:"lapseDays,omitzero" en:"days after which a proposal lapses that was not voted on" zh:"提议未表决的失效期限（天）" min:"1" max:"3660"`
	// VoteEvidence lists the kinds of files without which no vote is recorded.
	VoteEvidence Rule[Files] `json:"voteEvidence,omitzero" en:"files that a vote needs" zh:"表决须附的文件"`
}

// Property are the rules of what may be done with collective assets.
type Property struct {
	// A lease rests on a decision if it is for more than LeaseDecisionMonths
	// months, or its whole rent is LeaseDecisionRent or more.
	LeaseDecisionMonths Rule[int]          `json:"leaseDecisionMonths,omitzero" en:"a lease of more months than this rests on a decision" zh:"超过此期限（月）的出租须经决议" min:"0" max:"1200"`
	LeaseDecisionRent   Rule[domain.Money] `json:"leaseDecisionRent,omitzero" en:"a lease whose whole rent is this many fen or more rests on a decision" zh:"租金总额达到此数（分）的出租须经决议" min:"0" max:"100000000000000"`
	// MaxLeaseMonths is the longest lease of what is no land, MaxLandLeaseMonths
	// of resources.
	MaxLeaseMonths     Rule[int] `json:"maxLeaseMonths,omitzero" en:"longest lease in months" zh:"出租最长期限（月）" min:"1" max:"1200"`
	MaxLandLeaseMonths Rule[int] `json:"maxLandLeaseMonths,omitzero" en:"longest lease of resources in months" zh:"资源性资产出租最长期限（月）" min:"1" max:"1200"`
	// AppraisalFrom is the value from which a disposal, a transfer or a lease
	// (its whole rent) needs an appraisal, BiddingFrom the one from which a
	// disposal, a lease or a contract that spends needs a public bidding, and
	// such a contract a decision.
	AppraisalFrom Rule[domain.Money] `json:"appraisalFrom,omitzero" en:"value in fen from which an appraisal is needed" zh:"须评估的金额（分）" min:"0" max:"100000000000000"`
	BiddingFrom   Rule[domain.Money] `json:"biddingFrom,omitzero" en:"value in fen from which a public bidding is needed" zh:"须公开竞价的金额（分）" min:"0" max:"100000000000000"`
	// AppraisalDays is for how many days an appraisal may be used.
	AppraisalDays Rule[int] `json:"appraisalDays,omitzero" en:"days for which an appraisal may be used" zh:"评估报告有效期（天）" min:"1" max:"3660"`
	// ListingWorkdays is for how many working days a tender is listed before
	// bids are opened, and MinBidders how many bidders it needs.
	ListingWorkdays Rule[int] `json:"listingWorkdays,omitzero" en:"working days for which a tender is listed" zh:"招标公告期（工作日）" min:"0" max:"250"`
	MinBidders      Rule[int] `json:"minBidders,omitzero" en:"least number of bidders" zh:"最少竞价人数" min:"1" max:"100"`
	// BorrowingFrom is the amount from which borrowing and lending rest on a
	// decision; 0 is always.
	BorrowingFrom Rule[domain.Money] `json:"borrowingFrom,omitzero" en:"amount in fen from which a debt rests on a decision" zh:"须经决议的借贷金额（分）" min:"0" max:"100000000000000"`
	// SplitWithinDays is within how many days contracts of one owner with one
	// party, each below a threshold, are looked at as one.
	SplitWithinDays Rule[int] `json:"splitWithinDays,omitzero" en:"days within which small contracts with one party are added up" zh:"合并计算同一相对人小额合同的期间（天）" min:"0" max:"3660"`
}

// Reform are the rules of turning collective property into shares.
type Reform struct {
	// Inventory lists the steps of the inventory, in order.
	Inventory Rule[Steps] `json:"inventory,omitzero" en:"steps of the inventory" zh:"清产核资步骤"`
	// RosterPostingWorkdays is for how many working days a roster is posted,
	// counted from the day after.
	RosterPostingWorkdays Rule[int] `json:"rosterPostingWorkdays,omitzero" en:"working days for which a roster is posted" zh:"成员名册公示期（工作日）" min:"0" max:"250"`
	// MaxCollectiveShare is the greatest part of the shares that the collective
	// itself may hold, in basis points (hundredths of a percent).
	MaxCollectiveShare Rule[int] `json:"maxCollectiveShare,omitzero" en:"greatest collective share, in hundredths of a percent" zh:"集体股比例上限（万分之）" min:"0" max:"10000"`
	// MinReserves is the least part of what a closed year left, after losses,
	// that is set aside before a dividend, in basis points.
	MinReserves Rule[int] `json:"minReserves,omitzero" en:"least reserves before a dividend, in hundredths of a percent" zh:"提取公积公益金的最低比例（万分之）" min:"0" max:"10000"`
	// CompleteWithinDays is how many days a reform may take from its plan.
	CompleteWithinDays Rule[int] `json:"completeWithinDays,omitzero" en:"days that a reform may take" zh:"改革完成期限（天）" min:"1" max:"3660"`
}

// Finance are the rules of the books of collectives. An expenditure is what leaves
// cash and bank deposits; what goes from one of them to the other is none.
type Finance struct {
	// ExpenditureFrom is the amount from which an expenditure rests on a decision
	// of the collective.
	ExpenditureFrom Rule[domain.Money] `json:"expenditureFrom,omitzero" en:"amount in fen from which an expenditure rests on a decision" zh:"须经决议的支出金额（分）" min:"0" max:"100000000000000"`
	// ExpenditureMatters lists the kinds of matters that allow spending.
	ExpenditureMatters Rule[Kinds] `json:"expenditureMatters,omitzero" en:"kinds of decisions that an expenditure may rest on" zh:"可作为支出依据的决议事项"`
	// ExpenditureEvidence lists the kinds of files without which no expenditure
	// from ExpenditureFrom on is posted.
	ExpenditureEvidence Rule[Files] `json:"expenditureEvidence,omitzero" en:"files that such an expenditure needs" zh:"此类支出须附的文件"`
	// SeparateCashier says that whoever keeps the books does not pay out cash.
	SeparateCashier Rule[bool] `json:"separateCashier,omitzero" en:"who keeps the books does not keep the cash" zh:"会计与出纳分设"`
}

// Audit are the rules of auditing collectives and communities.
type Audit struct {
	// MinAuditors is how many auditors an audit has at least.
	MinAuditors Rule[int] `json:"minAuditors,omitzero" en:"least number of auditors" zh:"最少审计人员数" min:"1" max:"100"`
	// NoticeWorkdays is how many working days before the fieldwork the notice is
	// served.
	NoticeWorkdays Rule[int] `json:"noticeWorkdays,omitzero" en:"working days from the notice to the fieldwork" zh:"审计通知提前期（工作日）" min:"0" max:"250"`
	// ResponseWorkdays is how many working days the audited has to answer the
	// draft of the report, counted from the day after it is sent.
	ResponseWorkdays Rule[int] `json:"responseWorkdays,omitzero" en:"working days within which the audited answers the draft" zh:"征求意见反馈期（工作日）" min:"0" max:"250"`
	// DiscloseWithinWorkdays is how many working days there are to disclose a
	// report, counted from the day after it is issued.
	DiscloseWithinWorkdays Rule[int] `json:"discloseWithinWorkdays,omitzero" en:"working days within which a report is disclosed" zh:"审计结果公开时限（工作日）" min:"0" max:"250"`
	// RectifyWithinWorkdays is how many working days a rectification may take at
	// most, counted from the day after it is ordered.
	RectifyWithinWorkdays Rule[int] `json:"rectifyWithinWorkdays,omitzero" en:"most working days for a rectification" zh:"整改期限上限（工作日）" min:"1" max:"250"`
}

// Income are the rules of enterprises and of trainings.
type Income struct {
	// ContributionFrom is the amount from which a contribution of collective
	// money rests on a decision; 0 is always.
	ContributionFrom Rule[domain.Money] `json:"contributionFrom,omitzero" en:"amount in fen from which a contribution of a collective rests on a decision" zh:"集体出资须经决议的金额（分）" min:"0" max:"100000000000000"`
	// CooperativeMembers is how many members a farmers' cooperative has at
	// least, and CooperativeFarmers which part of them are farmers, in basis
	// points.
	CooperativeMembers Rule[int] `json:"cooperativeMembers,omitzero" en:"least number of members of a farmers' cooperative" zh:"农民专业合作社最少成员数" min:"1" max:"1000"`
	CooperativeFarmers Rule[int] `json:"cooperativeFarmers,omitzero" en:"least part of farmers in a cooperative, in hundredths of a percent" zh:"农民专业合作社中农民成员最低比例（万分之）" min:"0" max:"10000"`
	// PovertyReliefStartUp is with how much a poverty-alleviation development
	// company begins at least.
	PovertyReliefStartUp Rule[domain.Money] `json:"povertyReliefStartUp,omitzero" en:"least start-up capital in fen of a poverty-alleviation development company" zh:"扶贫开发公司最低启动资金（分）" min:"0" max:"100000000000000"`
	// MaxTrainingPeople is the most people that one class may count, and
	// MaxTrainingDays the most days that it may take: more are a slip of the
	// pen.
	MaxTrainingPeople Rule[int] `json:"maxTrainingPeople,omitzero" en:"most people in one class" zh:"单期培训人数上限" min:"1" max:"100000"`
	MaxTrainingDays   Rule[int] `json:"maxTrainingDays,omitzero" en:"most days of one class" zh:"单期培训天数上限" min:"1" max:"3660"`
	// TrainingEvidence lists the kinds of files without which no class was
	// held.
	TrainingEvidence Rule[Files] `json:"trainingEvidence,omitzero" en:"files that a class held needs" zh:"培训须附的文件"`
}

// Organisation are the rules of communities' services and standing, and of the
// projects of first secretaries and Party organisations.
type Organisation struct {
	// StaffPostedShare is the part of a town's staff that is to work in its
	// communities, in basis points (hundredths of a percent). It refuses nothing:
	// pages show which towns fall short of it.
	StaffPostedShare Rule[int] `json:"staffPostedShare,omitzero" en:"part of a town's staff to work in communities, in hundredths of a percent" zh:"镇街工作人员下沉社区的比例（万分之）" min:"0" max:"10000"`
	// AwardShare is the greatest part of what something cost that awards for it
	// may come to, in basis points.
	AwardShare Rule[int] `json:"awardShare,omitzero" en:"greatest part of a cost that awards may come to, in hundredths of a percent" zh:"以奖代补占费用的上限（万分之）" min:"0" max:"10000"`
	// ImproveWithinDays is within how many days a community is improved that was
	// listed for it.
	ImproveWithinDays Rule[int] `json:"improveWithinDays,omitzero" en:"days within which a listed community is improved" zh:"整顿提升期限（天）" min:"1" max:"3660"`
	// PlanYearsAhead is for how many years after the present one a project may
	// be planned.
	PlanYearsAhead Rule[int] `json:"planYearsAhead,omitzero" en:"years ahead for which a project may be planned" zh:"项目计划可提前的年数" min:"0" max:"10"`
	// PostponeMonths is by how many months, together, a project may be put off.
	PostponeMonths Rule[int] `json:"postponeMonths,omitzero" en:"months by which a project may be postponed together" zh:"项目累计可延期的月数" min:"0" max:"120"`
	// CompletionFiles is how many files show at least that a project was
	// completed.
	CompletionFiles Rule[int] `json:"completionFiles,omitzero" en:"files that a completed project needs at least" zh:"项目完成最少佐证文件数" min:"0" max:"50"`
}
