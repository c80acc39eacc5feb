package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
)

// Requests is what residents ask for.
var Requests = domain.Define("request",
	domain.Records[request.Request](
		domain.Says(request.Submitted{}, "Submitted ({channel}); people served: {people}", "提交申请（{channel}），服务{people}人"),
		domain.Says(request.Imported{}, "Brought in as case {number} of {source}", "导入第{number}号办件，来源：{source}"),
		domain.Says(request.Accepted{}, "Accepted ({list}); due {due}", "已受理（{list}），办结期限{due}"),
		domain.Says(request.ToldIncomplete{}, "Papers missing: {missing}", "一次性告知需补正材料：{missing}"),
		domain.Says(request.Declined{}, "Not accepted; basis: {rule}", "不予受理，依据：{rule}"),
		domain.Says(request.Entrusted{}, "Entrusted to {agent}[; originals handed over: {originals}]", "委托{agent}代办[，交接原件：{originals}]"),
		domain.Says(request.Assigned{}, "Handled by {handler}", "经办人：{handler}"),
		domain.Says(request.PassedOn{}, "Passed on to {to}; working days taken: {workdaysTaken}, allowed: {workdaysAllowed}", "报送{to}，用时{workdaysTaken}个工作日（时限{workdaysAllowed}个工作日）"),
		domain.Says(request.StepRecorded{}, "Step[: {name}]", "步骤[：{name}]"),
		domain.Says(request.Supervised{}, "Supervised by {by}", "{by}督办"),
		domain.Says(request.DueExtended{}, "Due date extended to {due}", "延期至{due}"),
		domain.Says(request.Completed{}, "Completed: {outcome}", "办结：{outcome}"),
		domain.Says(request.Replied{}, "Replied ({how})", "已回复（{how}）"),
		domain.Says(request.OriginalsReturned{}, "Originals returned", "原件已退还"),
		domain.Says(request.Rated{}, "Rated {score}", "评价：{score}分"),
		domain.Says(request.Reopened{}, "Reopened[; due {due}]", "重新办理[，办结期限{due}]"),
		domain.Says(request.Withdrawn{}, "Withdrawn by the requester", "申请人已撤回申请"),
		domain.Says(request.Filed{}, "Filed", "已归档"),
	),
	domain.Opens[request.Request, request.Submit]("submit a request", "提交申请", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Opens[request.Request, request.Import]("import a case that was handled elsewhere", "导入办件", domain.ImportProgram.At(domain.CountyLevel)),
	domain.Accepts[request.Request, request.Accept]("accept a request", "受理", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.TellIncomplete]("tell, once, all that is missing", "一次性告知补正材料", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Decline]("decline a request", "不予受理", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Entrust]("entrust a request to an agent", "委托代办", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Assign]("assign a handler", "指定经办人", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.PassOn]("pass a request on", "报送", domain.ErrandAgent.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.RecordStep]("record a step", "记录步骤", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Supervise]("supervise a request", "督办", domain.SupervisionCommittee.At(domain.CommunityLevel), domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.ExtendDue]("extend the due date", "延期", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Complete]("complete a request", "办结", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Reply]("reply to the requester", "回复", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.ReturnOriginals]("return the originals", "退还原件", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Rate]("record the requester's mark", "记录评价", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Reopen]("reopen a request", "重新办理", domain.WindowClerk.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.Withdraw]("withdraw a request", "撤回申请", domain.ErrandAgent.At(domain.CommunityLevel), domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Accepts[request.Request, request.File]("file a request", "归档", domain.WindowClerk.At(domain.CommunityLevel)),
	domain.Shows[request.Request](domain.Restricted,
		domain.WindowClerk.At(domain.CommunityLevel), domain.ErrandAgent.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
		domain.SupervisionCommittee.At(domain.CommunityLevel), domain.Auditor.At(domain.CommunityLevel)),
)
