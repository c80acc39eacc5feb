package domain

import "time"

// The commands of corrections are the same for every stream. Unlike other
// commands they are decided against the whole history, so that the kernel
// decides them and no aggregate does: see [Aggregate.Correct].

// ProposeCorrection asks for a set of changes to one stream.
type ProposeCorrection struct {
	Kind    CorrectionKind  `json:"kind" en:"kind of correction" zh:"更正类型"`
	Reason  Text            `json:"reason" en:"why" zh:"理由"`
	RestsOn CorrectionBasis `json:"restsOn" en:"what kind of thing it rests on" zh:"依据类型"`
	Basis   string          `json:"basis" en:"number or title of the document, or decision-<id>, or audit-<id>#<number of the finding>" zh:"文件文号或名称，或 decision-<编号>、audit-<编号>#<问题序号>"`
	Void    []int64         `json:"void,omitempty" en:"revisions that are void" zh:"作废的记录（版本号）"`
	Amend   []Change        `json:"amend,omitempty" en:"events as they should have been" zh:"修改的记录"`
	Insert  []Addition      `json:"insert,omitempty" en:"events that were forgotten" zh:"补记的记录"`
}

// Change says what of an event is to be another.
type Change struct {
	Revision int64 `json:"revision" en:"the event" zh:"记录（版本号）"`
	// Set holds the fields that change, as the event has them; sealed ones in
	// clear. What it does not name stays.
	Set Sealed[Object] `json:"set,omitzero" en:"fields that change, with their right values" zh:"应更正的字段及其正确值"`
	// Remove names optional fields that are to be absent.
	Remove []string `json:"remove,omitempty" en:"optional fields to be left out" zh:"应删去的可选字段"`
	// OccurredAt stays as it was where it is not given.
	OccurredAt time.Time `json:"occurredAt,omitzero" en:"when it really happened" zh:"实际发生时间"`
}

// Addition is an event that was forgotten.
type Addition struct {
	After      int64          `json:"after" en:"revision of the event before it" zh:"前一记录（版本号）"`
	Type       string         `json:"type" en:"wire name of the event" zh:"记录类型"`
	Data       Sealed[Object] `json:"data" en:"its fields, sealed ones in clear" zh:"记录字段"`
	OccurredAt time.Time      `json:"occurredAt" en:"when it happened" zh:"发生时间"`
}

// ApproveCorrection puts a proposal into force.
type ApproveCorrection struct {
	Proposal int64 `json:"proposal" en:"revision of the proposal" zh:"更正申请（版本号）"`
}

// RejectCorrection ends a proposal without effect.
type RejectCorrection struct {
	Proposal int64 `json:"proposal" en:"revision of the proposal" zh:"更正申请（版本号）"`
	Reason   Text  `json:"reason" en:"why not" zh:"理由"`
}

// SettleCorrection says what became of an event in another stream that rested
// on a corrected fact.
type SettleCorrection struct {
	Approval int64      `json:"approval" en:"revision of the approval" zh:"更正批准（版本号）"`
	Resting  string     `json:"resting" en:"what rested on it, stream@revision" zh:"以此为依据的记录（流@版本号）"`
	How      Settlement `json:"how" en:"what became of it" zh:"处理结果"`
	Reason   Text       `json:"reason" en:"why" zh:"理由"`
}

// CommandType is correction.propose.
func (ProposeCorrection) CommandType() string { return "correction.propose" }

// CommandType is correction.approve.
func (ApproveCorrection) CommandType() string { return "correction.approve" }

// CommandType is correction.reject.
func (RejectCorrection) CommandType() string { return "correction.reject" }

// CommandType is correction.settle.
func (SettleCorrection) CommandType() string { return "correction.settle" }

// Correctors may approve, reject and settle corrections, at the place of what is
// corrected.
func correctors() []Permit { return []Permit{RecordsCorrector.At(CommunityLevel)} }

// proposers may ask for a correction at the place of what is corrected: those
// who put facts in there, and those who check them.
func proposers() []Permit {
	var all []Permit
	for _, r := range []Role{
		RecordsCorrector, WindowClerk, ErrandAgent, Recorder, Accountant, ReportingClerk, SupervisionCommittee, Auditor, SystemOperator,
	} {
		all = append(all, r.At(CommunityLevel))
	}
	return all
}

// Corrections is the pseudo-aggregate of corrections: the events and commands
// that every stream has. No stream is of its category.
func Corrections() Aggregate {
	a := Aggregate{Category: CorrectionCategory}
	for _, w := range []Wording{
		Says(CorrectionProposed{}, "Correction proposed ({kind}); basis: {basis}", "申请更正（{kind}），依据：{basis}"),
		Says(CorrectionApproved{}, "Correction #{proposal} approved", "批准更正 #{proposal}"),
		Says(CorrectionRejected{}, "Correction #{proposal} rejected", "驳回更正 #{proposal}"),
		Says(CorrectionSettled{}, "{resting} looked at after correction #{approval}: {how}", "更正 #{approval} 后复核 {resting}：{how}"),
	} {
		a.addEvent(EventSpec{Wording: w})
	}
	for _, c := range []CommandSpec{
		{Prototype: ProposeCorrection{}, English: "propose a correction of a stream", Chinese: "申请更正", Permits: proposers()},
		{Prototype: ApproveCorrection{}, English: "approve a correction that another account proposed", Chinese: "批准他人申请的更正", Permits: correctors()},
		{Prototype: RejectCorrection{}, English: "reject a correction that another account proposed", Chinese: "驳回他人申请的更正", Permits: correctors()},
		{Prototype: SettleCorrection{}, English: "settle what rested on a corrected fact", Chinese: "了结以被更正事实为依据的记录", Permits: correctors()},
	} {
		c.Name = c.Prototype.(interface{ CommandType() string }).CommandType()
		c.Category = CorrectionCategory
		a.Commands = append(a.Commands, c)
	}
	a.Readers = map[Audience][]Permit{Restricted: append(proposers(), correctors()...)}
	return a
}
