package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/domain/village"
)

// Towns is the towns and streets of the county.
var Towns = domain.Define("town",
	domain.Records[town.Town](
		domain.Says(town.Registered{}, "Town registered: {name}", "登记镇街：{name}"),
		domain.Says(town.Renamed{}, "Renamed to {name}", "更名为{name}"),
		domain.Says(town.StaffCounted{}, "Staff as of {asOf}: {total} ({document})", "截至{asOf}工作人员{total}人（{document}）"),
	),
	domain.Opens[town.Town, town.Register]("register a town", "登记镇街", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[town.Town, town.Rename]("rename a town", "镇街更名", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[town.Town, town.CountStaff]("count the staff of a town", "登记镇街工作人员数", domain.Recorder.At(domain.TownLevel)),
)

// Communities is the rural communities of the county.
var Communities = domain.Define("community", append([]domain.Option[community.Community]{
	domain.Records[community.Community](
		domain.Says(community.Registered{}, "Community registered: {name}", "登记社区：{name}"),
		domain.Says(community.Renamed{}, "Renamed to {name}", "更名为{name}"),
		domain.Says(community.Recoded{}, "Statistical division code changed to {code}", "统计用区划代码变更为{code}"),
		domain.Says(community.MergedInto{}, "Merged into {into}", "并入{into}"),
		domain.Says(community.ElectorateRecorded{}, electorateEnglish, electorateChinese),
		domain.Says(community.CouncilConstituted{}, "Constituted: {body}, with seats for members: {seats}; term: {from} to {until}", "组成{body}，委员（成员）席位{seats}个，任期自{from}至{until}"),
		domain.Says(community.OfficialAppointed{}, "Appointed: {name}, {post}[, seat {seat}], from {from}[ to {until}]", "任职：{name}，{post}[，席位{seat}]，自{from}起[，至{until}]"),
		domain.Says(community.TermEnded{}, "Left office: {post}[, seat {seat}], on {on} ({reason})", "离任：{post}[，席位{seat}]，最后任职日{on}（{reason}）"),
	),
	domain.Opens[community.Community, community.Register]("register a community", "登记社区", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Rename]("rename a community", "社区更名", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Recode]("change the code of a community", "变更社区代码", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Merge]("merge a community into another one", "社区并入另一社区", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.RecordElectorate]("record how many may vote in a community", "登记社区表决人数", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.ConstituteCouncil]("give a body of a community its seats for a term", "登记社区组织换届", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Appoint]("appoint an official of a community", "登记社区任职", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.EndTerm]("end the term of an official of a community", "登记社区离任", domain.Recorder.At(domain.CommunityLevel)),
	domain.Shows[community.Community](domain.Restricted,
		domain.Recorder.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
		domain.SupervisionCommittee.At(domain.CommunityLevel), domain.Auditor.At(domain.CommunityLevel)),
}, communityWork...)...)

// Villages is the natural villages of the county.
var Villages = domain.Define("village",
	domain.Records[village.Village](
		domain.Says(village.Registered{}, "Natural village registered: {name}", "登记自然村：{name}"),
		domain.Says(village.Renamed{}, "Renamed to {name}", "更名为{name}"),
		domain.Says(village.ElectorateRecorded{}, electorateEnglish, electorateChinese),
		domain.Says(village.CouncilsConstituted{}, "Councils constituted on {on}: Party members' council of {partyCouncil}, villagers' council of {villagersCouncil}", "{on}组成两会：党员议事会{partyCouncil}人，村民议事会{villagersCouncil}人"),
	),
	domain.Opens[village.Village, village.Register]("register a natural village", "登记自然村", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[village.Village, village.Rename]("rename a natural village", "自然村更名", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[village.Village, village.RecordElectorate]("record how many may vote in a natural village", "登记自然村表决人数", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[village.Village, village.ConstituteCouncils]("record both councils of a natural village", "登记自然村两会", domain.Recorder.At(domain.CommunityLevel)),
)

// Collectives is the collectives that own property.
var Collectives = domain.Define("collective",
	domain.Records[collective.Collective](
		domain.Says(collective.Registered{}, "Collective registered ({level}): {name}", "登记集体（{level}）：{name}"),
		domain.Says(collective.Renamed{}, "Renamed to {name}", "更名为{name}"),
		domain.Says(collective.ElectorateRecorded{}, electorateEnglish, electorateChinese),
		domain.Says(collective.MergedInto{}, "Merged into {into}", "并入{into}"),
	),
	domain.Opens[collective.Collective, collective.Register]("register a collective", "登记集体", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[collective.Collective, collective.Rename]("rename a collective", "集体更名", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[collective.Collective, collective.RecordElectorate]("record how many may vote in a collective", "登记集体表决人数", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[collective.Collective, collective.Merge]("merge a collective into another one", "集体并入另一集体", domain.SystemOperator.At(domain.TownLevel)),
)

// The line of a count is the same wherever it was taken.
const (
	electorateEnglish = "May vote as of {asOf} ({document})[; adults: {adults}][; households: {households}][; representatives: {representatives}][; members: {members}][; Party members: {partyMembers}]"
	electorateChinese = "截至{asOf}表决人数（{document}）[，年满十八周岁村民{adults}人][，{households}户][，代表{representatives}人][，成员{members}人][，党员{partyMembers}人]"
)
