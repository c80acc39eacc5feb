package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/activity"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/partyorg"
)

// communityWork is what is done in a community and for it, beside what makes it a
// place: see [Communities].
var communityWork = []domain.Option[community.Community]{
	domain.Records[community.Community](
		domain.Says(community.CentreOpened{}, "Service centre opened on {on}: {address}", "{on}启用社区党群服务中心：{address}"),
		domain.Says(community.StationOpened{}, "Service station of {village} opened on {on}", "{on}启用{village}党群服务站"),
		domain.Says(community.CentreUpgraded{}, "Service centre upgraded, taken over on {on}: {what}; cost {cost}", "{on}社区党群服务中心改造提升通过验收：{what}，费用{cost}"),
		domain.Says(community.SmartPlatformCompleted{}, "Smart community platform completed, taken over on {on}; cost {cost}", "{on}智慧社区标准化平台建成，费用{cost}"),
		domain.Says(community.StaffPosted{}, "Works here from {from}: {name}, number {number} of {town}, {position}", "{name}自{from}起下沉社区：{town}第{number}号，{position}"),
		domain.Says(community.StaffRecalled{}, "Worked here until {on}: number {number} of {town} ({reason})", "{town}第{number}号工作人员最后在岗日{on}（{reason}）"),
		domain.Says(community.SocialWorkersCounted{}, "Professional social workers as of {asOf}: {number} ({document})", "截至{asOf}专业社工{number}人（{document}）"),
		domain.Says(community.SignsInstalled{}, "Put up on {on}: {kind}, {number}; cost {amount}", "{on}安装{kind}{number}处，费用{amount}"),
		domain.Says(community.AwardGranted{}, "Awarded {amount} on {on} by {by} for: {purpose}[ ({what})]", "{on}获{by}以奖代补{amount}，事项：{purpose}[（{what}）]"),
		domain.Says(community.CleanUpCompleted{}, "Clean-up completed on {on}: contracts looked through {contracts}, put right {putRight}, rent recovered {recovered}; receivables collected {receivables}, debts paid off {payables}", "{on}完成“两清理”：清理合同{contracts}份，规范{putRight}份，追缴租金{recovered}；清收债权{receivables}，化解债务{payables}"),
		domain.Says(community.Standardised{}, "Two standards met on {on} ({document})", "{on}完成“两规范”（{document}）"),
		domain.Says(community.ListedForImprovement{}, "Listed for improvement in {year}: {reason}; to be improved by {due}", "列入{year}年度整顿提升名单：{reason}，整顿期限{due}"),
		domain.Says(community.Improved{}, "Improved, accepted on {on}: {what}", "{on}整顿提升通过验收：{what}"),
		domain.Says(community.SiteDesignated{}, "Made a site on {on} by {by}: {kind}; {about}", "{on}由{by}确定为{kind}：{about}"),
		domain.Says(community.SiteWithdrawn{}, "No site any more from {on}: {kind}; {reason}", "{on}撤销{kind}：{reason}"),
	),
	domain.Accepts[community.Community, community.OpenCentre]("open the service centre of a community", "启用社区党群服务中心", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.OpenStation]("open the service station of a natural village", "启用自然村党群服务站", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.UpgradeCentre]("record the upgrade of a service centre", "登记服务中心改造提升", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.CompletePlatform]("record the smart community platform", "登记智慧社区平台建成", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.PostStaff]("post staff of a town to a community", "登记镇街人员下沉", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.RecallStaff]("recall staff of a town from a community", "登记镇街人员离岗", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.CountSocialWorkers]("count the social workers of a community", "登记社区专业社工人数", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.InstallSigns]("record notice boards, signs or plaques", "登记公开栏和标识标牌", domain.Recorder.At(domain.CommunityLevel), domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.GrantAward]("grant an award in the place of a subsidy", "登记以奖代补", domain.Recorder.At(domain.TownLevel), domain.Accountant.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.CompleteCleanUp]("record the clean-up of contracts and debts", "登记完成“两清理”", domain.Recorder.At(domain.TownLevel), domain.Accountant.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Standardise]("record that the two standards are met", "登记完成“两规范”", domain.Recorder.At(domain.TownLevel), domain.Accountant.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.ListForImprovement]("list a community for improvement", "列入整顿提升名单", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Improve]("record that a community was improved", "登记整顿提升完成", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.DesignateSite]("make a community a site of a kind", "确定示范点或特色社区", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.WithdrawSite]("withdraw a site", "撤销示范点或特色社区", domain.Recorder.At(domain.TownLevel)),
}

// PartyOrganisations is the organisations of the Party.
var PartyOrganisations = domain.Define("partyorg",
	domain.Records[partyorg.Organisation](
		domain.Says(partyorg.Registered{}, "Registered ({kind}, {area}): {name}", "登记党组织（{kind}，{area}）：{name}"),
		domain.Says(partyorg.Paired{}, "Paired with {with} on {on}: {what}", "{on}与{with}结对共建：{what}"),
		domain.Says(partyorg.Unpaired{}, "No longer paired with {with} from {on}: {reason}", "{on}解除与{with}的结对：{reason}"),
	),
	domain.Opens[partyorg.Organisation, partyorg.Register]("register an organisation of the Party", "登记党组织", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[partyorg.Organisation, partyorg.Pair]("pair an organisation of the city with the countryside", "登记城乡结对共建", domain.Recorder.At(domain.TownLevel)),
	domain.Accepts[partyorg.Organisation, partyorg.Unpair]("end a pairing", "解除结对共建", domain.Recorder.At(domain.TownLevel)),
)

// Activities is what the organisations of the Party and the communities hold every
// month.
var Activities = domain.Define("activity",
	domain.Records[activity.Activity](
		domain.Says(activity.Planned{}, "Planned for {month}: {kind}, {from} to {to}", "计划{month}{kind}，日期{from}至{to}"),
		domain.Says(activity.Held{}, "Held on {on} by {people} people: {what}[; outside the fixed days: {outside}]", "{on}开展，参加{people}人：{what}[；不在固定日期：{outside}]"),
		domain.Says(activity.Missed{}, "Missed: {reason}", "未开展：{reason}"),
	),
	domain.Opens[activity.Activity, activity.Plan]("plan an activity of a month", "登记月度活动计划", domain.Recorder.At(domain.CommunityLevel), domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[activity.Activity, activity.Hold]("record that an activity was held", "登记活动开展", domain.Recorder.At(domain.CommunityLevel), domain.FirstSecretary.At(domain.CommunityLevel)),
	domain.Accepts[activity.Activity, activity.Miss]("record why an activity was missed", "登记活动未开展", domain.Recorder.At(domain.CommunityLevel), domain.FirstSecretary.At(domain.CommunityLevel)),
)
