package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/decision"
)

// Decisions is what villages, natural villages and collectives decide.
var Decisions = domain.Define("decision",
	domain.Records[decision.Decision](
		domain.Says(decision.Proposed{}, "Proposed by {source}: {title} ({kind}); {procedure}, resolved by {meeting}", "{source}提议：{title}（{kind}），{procedure}，由{meeting}决定"),
		domain.Says(decision.Consulted{}, "Consultation ({body}): present {present} of {expected}, in favour {inFavour}, needed {needed}; carried: {carried}", "{body}商议：应到{expected}人，实到{present}人，同意{inFavour}人（须{needed}人），是否同意：{carried}"),
		domain.Says(decision.PartyReviewed{}, "Party meeting: present {present} of {expected}, in favour {inFavour}, needed {needed}; carried: {carried}", "党员大会审议：应到{expected}人，实到{present}人，同意{inFavour}人（须{needed}人），是否同意：{carried}"),
		domain.Says(decision.DiscussedByCouncils{}, "Councils: Party members {partyPresent} of {partyExpected} present, {partyInFavour} in favour; villagers {villagersPresent} of {villagersExpected} present, {villagersInFavour} in favour; carried: {carried}", "“两会”讨论：党员议事会应到{partyExpected}人、实到{partyPresent}人、同意{partyInFavour}人；村民议事会应到{villagersExpected}人、实到{villagersPresent}人、同意{villagersInFavour}人；是否均同意：{carried}"),
		domain.Says(decision.NoticeGiven{}, "Notice given at {where}: vote on {meetingOn}", "在{where}公告，{meetingOn}表决"),
		domain.Says(decision.Voted{}, "Voted ({method}, {base}): expected {expected}, issued {issued}, returned {returned}; in favour {inFavour}, against {against}, abstained {abstained}, invalid {invalid}; quorum {quorum}, needed {needed}; passed: {passed}", "表决（{method}，{base}）：应到{expected}，发出{issued}票，收回{returned}票；赞成{inFavour}，反对{against}，弃权{abstained}，无效{invalid}；法定参加{quorum}，所需赞成{needed}；是否通过：{passed}"),
		domain.Says(decision.TownApproved{}, "Approved by {by}: {document}", "{by}批准：{document}"),
		domain.Says(decision.TownRefused{}, "Refused by {by}: {document}", "{by}不予批准：{document}"),
		domain.Says(decision.Adopted{}, "Adopted", "决议通过"),
		domain.Says(decision.Rejected{}, "Rejected: not carried by the {step}", "否决：{step}未通过"),
		domain.Says(decision.Disclosed{}, "Resolution disclosed at {where}, posted until {postedUntil}; it binds from {binds}", "在{where}公开决议，公示至{postedUntil}，{binds}起可实施"),
		domain.Says(decision.ObjectionRaised{}, "Objection {number}, to be answered by {answerBy}", "第{number}号异议，答复期限{answerBy}"),
		domain.Says(decision.ObjectionAnswered{}, "Objection {number} answered; upheld: {upheld}", "答复第{number}号异议，是否成立：{upheld}"),
		domain.Says(decision.ImplementationReported{}, "Implemented: {summary}; results to be disclosed by {resultsBy}", "实施情况：{summary}；结果公开期限{resultsBy}"),
		domain.Says(decision.ResultsDisclosed{}, "Results disclosed at {where}", "在{where}公开实施结果"),
		domain.Says(decision.Withdrawn{}, "Withdrawn: {reason}", "撤回：{reason}"),
		domain.Says(decision.Lapsed{}, "Lapsed: not voted on in time; days allowed: {days}", "失效：{days}天内未表决"),
	),
	domain.Opens[decision.Decision, decision.Propose]("propose a decision", "提议决策", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.Consult]("record the consultation of the committees or the board", "记录两委或理事会商议", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.ReviewByParty]("record the review by the Party meeting", "记录党员大会审议", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.DiscussByCouncils]("record the discussion by both councils", "记录“两会”讨论", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.GiveNotice]("give notice of the vote", "公告表决", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.Vote]("record the vote", "记录表决", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.ApproveByTown]("record the town's approval", "记录镇街批准", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[decision.Decision, decision.RefuseByTown]("record the town's refusal", "记录镇街不予批准", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[decision.Decision, decision.Conclude]("adopt what was carried, reject what was not", "作出结论（通过或否决）", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.Disclose]("disclose the resolution", "公开决议", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.RaiseObjection]("record an objection", "记录异议", domain.Recorder.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.AnswerObjection]("answer an objection", "答复异议", domain.Recorder.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.ReportImplementation]("report the implementation", "报告实施情况", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.DiscloseResults]("disclose the results", "公开实施结果", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.Withdraw]("withdraw a proposal", "撤回提议", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[decision.Decision, decision.Lapse]("let a proposal lapse that was not voted on in time", "记录逾期未表决失效", domain.Recorder.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Shows[decision.Decision](domain.Village,
		domain.Recorder.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
		domain.SupervisionCommittee.At(domain.CommunityLevel), domain.Auditor.At(domain.CommunityLevel)),
	domain.Shows[decision.Decision](domain.Restricted,
		domain.Recorder.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
		domain.SupervisionCommittee.At(domain.CommunityLevel), domain.Auditor.At(domain.CommunityLevel)),
)
