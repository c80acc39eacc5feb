package domain

import "slices"

// MatterKind says what a decision is about. A rule set maps it, with the level
// of the owner, to the procedure that it takes.
type MatterKind string

// The kinds. Up to Borrowing, Lease and Disposal they follow the list of matters
// reserved to the villagers (Organic Law of the Villagers' Committees, art. 24).
const (
	WorkLossPay      MatterKind = "work-loss-pay"
	IncomeUse        MatterKind = "income-use"
	PublicWorks      MatterKind = "public-works"
	LandContracting  MatterKind = "land-contracting"
	CollectiveWorks  MatterKind = "collective-project"
	Homestead        MatterKind = "homestead"
	LandCompensation MatterKind = "land-compensation"
	Borrowing        MatterKind = "borrowing"
	Leasing          MatterKind = "lease"
	Disposal         MatterKind = "disposal"
	Transfer         MatterKind = "transfer"
	WriteOff         MatterKind = "write-off"
	Expenditure      MatterKind = "expenditure"
	Contribution     MatterKind = "contribution"
	ReformPlan       MatterKind = "reform-plan"
	Roster           MatterKind = "roster"
	Quantification   MatterKind = "quantification"
	Charter          MatterKind = "charter"
	BodiesElection   MatterKind = "bodies-election"
	Dividend         MatterKind = "dividend"
	// Delegation lets the representatives resolve what is reserved to the
	// villagers, as far as the rule set allows.
	Delegation  MatterKind = "delegation"
	OtherMatter MatterKind = "other"
)

// Codes lists the kinds with their names.
func (MatterKind) Codes() []Code {
	return []Code{
		{string(WorkLossPay), "pay for lost work", "误工补贴"},
		{string(IncomeUse), "use of collective income", "集体收益使用"},
		{string(PublicWorks), "public works", "公益事业建设"},
		{string(LandContracting), "land contracting plan", "土地承包方案"},
		{string(CollectiveWorks), "collective project", "集体经济项目"},
		{string(Homestead), "use of homesteads", "宅基地使用方案"},
		{string(LandCompensation), "land compensation", "征地补偿费分配"},
		{string(Borrowing), "borrowing or lending", "集体借贷"},
		{string(Leasing), "lease of collective property", "集体资产出租"},
		{string(Disposal), "disposal of collective property", "集体资产处置"},
		{string(Transfer), "transfer of collective property", "集体资产划转"},
		{string(WriteOff), "write-off", "资产债权核销"},
		{string(Expenditure), "large expenditure", "大额支出"},
		{string(Contribution), "contribution to an enterprise", "对外出资"},
		{string(ReformPlan), "plan of the property reform", "产权制度改革方案"},
		{string(Roster), "roster of members", "成员名册确认"},
		{string(Quantification), "division of property into shares", "资产量化折股"},
		{string(Charter), "charter", "合作社章程"},
		{string(BodiesElection), "election of bodies", "选举组织机构"},
		{string(Dividend), "dividend", "收益分配"},
		{string(Delegation), "delegation to the representatives", "授权村民代表会议"},
		{string(OtherMatter), "another matter", "其他事项"},
	}
}

// BringsIn reports whether a decision of the kind is about what property brings
// in: the amount that it names is the least, and that of all others the most.
func (k MatterKind) BringsIn() bool {
	return k == Leasing || k == LandContracting || k == Disposal
}

// Procedure is the way in which a matter is decided.
type Procedure string

// The procedures.
const (
	// FourDiscussions is four discussions, two disclosures (四议两公开).
	FourDiscussions Procedure = "four-discussions"
	// HouseholdDecision is one ballot a household in a natural village (民事户决).
	HouseholdDecision Procedure = "household-decision"
	// MembersDecision is a resolution of the members of a collective on a
	// proposal of its board.
	MembersDecision Procedure = "members-decision"
)

// Codes lists the procedures with their names.
func (Procedure) Codes() []Code {
	return []Code{
		{string(FourDiscussions), "four discussions, two disclosures", "四议两公开"},
		{string(HouseholdDecision), "household decision", "民事户决"},
		{string(MembersDecision), "decision of the members", "成员大会决策"},
	}
}

// Meeting is the body that resolves.
type Meeting string

// The meetings.
const (
	VillagersMeeting       Meeting = "villagers-meeting"
	RepresentativesMeeting Meeting = "representatives-meeting"
	GroupMeeting           Meeting = "group-meeting"
	HouseholdBallot        Meeting = "household-ballot"
	MembersAssembly        Meeting = "members-assembly"
	MemberRepresentatives  Meeting = "member-representatives"
)

// Codes lists the meetings with their names.
func (Meeting) Codes() []Code {
	return []Code{
		{string(VillagersMeeting), "villagers' meeting", "村民会议"},
		{string(RepresentativesMeeting), "villagers' representatives", "村民代表会议"},
		{string(GroupMeeting), "group meeting", "村民小组会议"},
		{string(HouseholdBallot), "household ballot", "户代表表决"},
		{string(MembersAssembly), "members' assembly", "成员大会"},
		{string(MemberRepresentatives), "members' representatives", "成员代表大会"},
	}
}

// Resolution is what a decision offers to those who rest on it.
type Resolution struct {
	// Owner is the unit that decided, by its stream.
	Owner string
	Kind  MatterKind
	// Amount is what it allows at most, and of a kind that [MatterKind.BringsIn]
	// what has to come in at least; 0 where it names none.
	Amount Money
	// DelegatedUpTo is how much the representatives could resolve, of what is
	// reserved to the villagers and was delegated to them; 0 for all else.
	DelegatedUpTo Money
	// Concerns are the streams that it names.
	Concerns []string
	// Proposed, Voted, Adopted and Disclosed are the days on which it was, or no
	// date. People decide in the vote: what they have to know is known by that day.
	Proposed, Voted, Adopted, Disclosed Date
	// Binds is the first day after its posting, no date before it is disclosed.
	Binds Date
	// Open is the number of objections that were not answered.
	Open int
	// Void says that it was withdrawn, that it lapsed, or that an objection to it
	// was upheld.
	Void bool
}

// Reliance is what an act needs of the decision that it rests on.
type Reliance struct {
	// Decision is its stream.
	Decision string
	// Owner is the unit that has to have decided, or that was merged into the one
	// that did before this was proposed there, as the evidence shows.
	Owner string
	// Kinds are those that do.
	Kinds []MatterKind
	// Concerns is a stream that it has to name; "" for none.
	Concerns string
	// Amount is what it has to allow: it is held against the decision's, where
	// that names one. What brings in is held against it by [Resolution.AtLeast]
	// instead.
	Amount Money
}

// RestOn holds an act against the decision that it rests on: adopted and
// disclosed, its posting over, no objection open, of the owner, of the right
// kind, and naming what it is about. Each refusal says what is missing.
func RestOn(act Act, need Reliance) (Resolution, error) {
	if !OfCategory(need.Decision, "decision") {
		return Resolution{}, Reject("decision_missing",
			"this rests on a decision of %[2]s: name its stream, decision-<id>, not %[1]q",
			"此事须以 %[2]s 的决议为依据：请填写 decision-<编号>，不能是 %[1]q", need.Decision, need.Owner)
	}
	r, err := Evidence[Resolution](act, need.Decision)
	if err != nil {
		return r, err
	}
	return r, r.allows(act, need)
}

func (r Resolution) allows(act Act, need Reliance) error {
	merged, goesOn := succeeds(act, need.Owner, r.Owner)
	switch day := act.Day(); {
	case r.Owner != need.Owner && !goesOn:
		return Reject("decision_of_another",
			"%[1]s was decided by %[2]s, and this belongs to %[3]s: name a decision of that owner",
			"%[1]s 由 %[2]s 作出，而此事属于 %[3]s：请填写其自己的决议", need.Decision, r.Owner, need.Owner)
	case r.Owner != need.Owner && !r.Proposed.After(merged):
		return Reject("decided_before_the_merger",
			"%[1]s was proposed on %[2]s, and %[3]s goes on in %[4]s since %[5]s only: have what it left decided by those who own it now, by a proposal of a later day",
			"%[1]s 提议于 %[2]s，而 %[3]s 自 %[5]s 起才并入 %[4]s：其遗留事项须由合并后的集体在该日之后提议并决议", need.Decision, r.Proposed, need.Owner, r.Owner, merged)
	case !slices.Contains(need.Kinds, r.Kind):
		return Reject("decision_of_another_kind",
			"%[1]s is about another kind of matter (%[2]s): this rests on one of: %[3]s",
			"%[1]s 的事项类型为%[4]s，而此事须以%[5]s类决议为依据", need.Decision,
			Label(r.Kind, string(r.Kind), English), kindNames(need.Kinds, English), Label(r.Kind, string(r.Kind), Chinese), kindNames(need.Kinds, Chinese))
	case r.Void:
		return Reject("decision_void", "%s was withdrawn, has lapsed, or was overturned by an objection: decide anew", "%s 已撤回、失效或因异议被推翻：请重新决议", need.Decision)
	case r.Adopted.IsZero() || r.Adopted.After(day):
		return Reject("decision_not_adopted", "%s is not adopted: have it decided first", "%s 尚未通过：请先完成表决", need.Decision)
	case r.Disclosed.IsZero() || r.Disclosed.After(day):
		return Reject("decision_not_disclosed", "%s is not disclosed: disclose the resolution first", "%s 尚未公开：请先公开决议", need.Decision)
	case day.Before(r.Binds):
		return Reject("decision_posted",
			"%s is posted for objection until the day before %s: wait for that day",
			"%s 尚在公示期内，%s 起方可实施", need.Decision, r.Binds)
	case r.Open > 0:
		return Reject("objection_open",
			"objections to %s were not answered (%d): answer them first",
			"%s 尚有 %d 条异议未答复：请先答复", need.Decision, r.Open)
	case need.Concerns != "" && !slices.Contains(r.Concerns, need.Concerns):
		return Reject("decision_not_about_it",
			"%s does not name %s: name a decision that does", "%s 未列明 %s：请填写列明此对象的决议", need.Decision, need.Concerns)
	}
	return r.AtMost(need.Decision, need.Amount)
}

// succeeds reports whether a unit was merged into another one, or into one that
// was merged into that in turn, and the day since when it has been.
func succeeds(act Act, merged, into string) (since Date, ok bool) {
	for range act.evidence { // so circles end
		unit, err := Evidence[Unit](act, merged)
		if err != nil || unit.Merged == "" {
			return since, false
		}
		if on := DateOf(unit.MergedAt, act.Zone); on.After(since) {
			since = on
		}
		if merged = unit.Merged; merged == into {
			return since, true
		}
	}
	return since, false
}

// AtMost holds what is spent, borrowed or given up against what its decision
// allows, where that names an amount.
func (r Resolution) AtMost(decision string, takes Money) error {
	if r.Amount > 0 && takes > r.Amount {
		return Reject("beyond_the_decision",
			"%s allows %s yuan, and this comes to %s: stay within it, or have more decided",
			"%s 允许 %s 元，而此项为 %s 元：请勿超出，或另行决议", decision, r.Amount, takes)
	}
	return nil
}

// AtLeast holds what a lease or a sale of some assets brings in against the least
// that its decision names. That is for everything that the decision names
// together, so the assets go together as well: a part of them would be held
// against nothing.
func (r Resolution) AtLeast(decision string, assets []string, brings Money) error {
	if r.Amount == 0 {
		return nil
	}
	for _, s := range r.Concerns {
		if category, _ := SplitStream(s); category == "asset" && !slices.Contains(assets, s) {
			return Reject("decided_together",
				"%s names one amount for several assets, and %s is not among these: let or sell them together, or have each decided with its own amount",
				"%s 就多项资产确定了总额，而此处缺少 %s：请一并出租或转让，或逐项决议金额", decision, s)
		}
	}
	if brings < r.Amount {
		return Reject("below_the_decision",
			"%s asks for %s yuan at least, and this brings in %s: keep to it, or have less decided",
			"%s 要求不低于 %s 元，而此项仅为 %s 元：请不低于该金额，或另行决议", decision, r.Amount, brings)
	}
	return nil
}

// AsDelegated holds what a lease or a sale comes to against what was delegated to
// the representatives, where they decided it.
func (r Resolution) AsDelegated(decision string, value Money) error {
	if r.DelegatedUpTo > 0 && value > r.DelegatedUpTo {
		return Reject("beyond_delegation",
			"%s was resolved by the representatives, to whom %s yuan were delegated, and this comes to %s: have the villagers' meeting resolve it",
			"%s 由村民代表会议决定，授权金额上限为 %s 元，而此项为 %s 元：请提交村民会议", decision, r.DelegatedUpTo, value)
	}
	return nil
}

func kindNames(kinds []MatterKind, lang Lang) string {
	names, separator := "", ", "
	if lang == Chinese {
		separator = "、"
	}
	for i, k := range kinds {
		if i > 0 {
			names += separator
		}
		names += Label(k, string(k), lang)
	}
	return names
}

// LatestOf names some streams as they stand, for Relies: what is no stream is
// left out, and so is what is named twice.
func LatestOf(streams ...string) []Ref {
	var refs []Ref
	for _, s := range streams {
		ref := Ref{Stream: s, Revision: Latest}
		if CheckStream(s) == nil && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}
