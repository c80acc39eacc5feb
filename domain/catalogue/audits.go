package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
)

// Audits is the audits of collectives and communities.
var Audits = domain.Define("audit",
	domain.Records[audit.Audit](
		domain.Says(audit.Planned{}, "Planned for {year}: {kind} audit of {audited}, {from} to {to}", "列入{year}年度计划：{audited}，{kind}，期间{from}至{to}"),
		domain.Says(audit.Commissioned{}, "Commissioned by {by}: {institution}", "{by}委托{institution}审计"),
		domain.Says(audit.NoticeServed{}, "Notice {document} served; fieldwork from {entryFrom}", "送达审计通知书{document}，{entryFrom}起进点"),
		domain.Says(audit.EntryMeetingHeld{}, "Entry meeting held: {where}", "召开进点会：{where}"),
		domain.Says(audit.FindingRaised{}, "Finding {number}: {category}[, {amount}]; papers: {papers}", "发现问题{number}：{category}[，涉及{amount}]；底稿：{papers}"),
		domain.Says(audit.FindingDropped{}, "Finding {number} dropped: {reason}", "撤销问题{number}：{reason}"),
		domain.Says(audit.DraftSent{}, "Draft sent to the audited, to answer by {respondBy}", "送达征求意见稿，反馈截止{respondBy}"),
		domain.Says(audit.ResponseReceived{}, "Answer of the audited received; disputes it: {disputes}", "收到被审计单位反馈，有异议：{disputes}"),
		domain.Says(audit.ReportIssued{}, "Report {document} issued: {opinion}; findings: {findings}, {amount} in all; to be disclosed by {discloseBy}", "出具审计报告{document}：{opinion}；问题{findings}项，金额{amount}；公开期限{discloseBy}"),
		domain.Says(audit.Disclosed{}, "Report disclosed: {where}; {summary}", "公开审计报告：{where}；{summary}"),
		domain.Says(audit.RectificationOrdered{}, "Finding {finding}: rectification ordered by {due}; {what}", "责令整改问题{finding}，期限{due}：{what}"),
		domain.Says(audit.RectificationReported{}, "Finding {finding}: rectification reported[, {amount} put right]; {document}", "报送问题{finding}整改情况[，整改金额{amount}]；{document}"),
		domain.Says(audit.RectificationAccepted{}, "Finding {finding}: rectification accepted[, {amount} put right]", "认定问题{finding}已整改[，整改金额{amount}]"),
		domain.Says(audit.RectificationRefused{}, "Finding {finding}: rectification refused, due by {due}; {reason}", "退回问题{finding}的整改，期限{due}：{reason}"),
		domain.Says(audit.Referred{}, "Finding {finding} referred to {to}: {document}", "问题{finding}移送{to}：{document}"),
		domain.Says(audit.ReAudited{}, "Looked at again by {audit}[; findings opened again: {reopened}]", "{audit}后续审计[，重新打开的问题：{reopened}]"),
		domain.Says(audit.Archived{}, "Archived as {number}", "归档，档号{number}"),
		domain.Says(audit.Cancelled{}, "Cancelled: {reason}", "取消审计：{reason}"),
	),
	domain.Opens[audit.Audit, audit.Plan]("plan an audit", "列入审计计划", domain.Auditor.At(domain.TownLevel), domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.Commission]("commission auditors", "委托审计", domain.Auditor.At(domain.TownLevel), domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.ServeNotice]("record that the notice was served", "登记送达审计通知书", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.HoldEntryMeeting]("record the entry meeting", "登记进点会", domain.Auditor.At(domain.TownLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[audit.Audit, audit.RaiseFinding]("record a finding", "登记审计发现问题", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.DropFinding]("drop a finding", "撤销审计发现问题", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.SendDraft]("send the draft of the report", "送达征求意见稿", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.ReceiveResponse]("record the answer of the audited", "登记被审计单位反馈", domain.Auditor.At(domain.TownLevel), domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[audit.Audit, audit.IssueReport]("issue the report", "出具审计报告", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.Disclose]("disclose the report", "公开审计报告", domain.Auditor.At(domain.TownLevel), domain.Recorder.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[audit.Audit, audit.OrderRectification]("order the rectification of a finding", "责令整改", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.ReportRectification]("record what was put right", "登记整改情况", domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[audit.Audit, audit.AcceptRectification]("accept a rectification", "认定整改", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.RefuseRectification]("refuse a rectification", "退回整改", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.Refer]("refer a finding", "移送问题", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.AuditAgain]("record a later audit of the same", "登记后续审计", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.Archive]("archive the audit", "审计归档", domain.Auditor.At(domain.TownLevel)),
	domain.Accepts[audit.Audit, audit.Cancel]("cancel an audit", "取消审计", domain.Auditor.At(domain.TownLevel), domain.Recorder.At(domain.TownLevel)),
	domain.Shows[audit.Audit](domain.Restricted,
		domain.Auditor.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel)),
)
