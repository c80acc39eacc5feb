package domain

import "time"

// CorrectionCategory begins the wire names of the events of corrections. They
// stand in the stream that they correct, whatever its category.
const CorrectionCategory = "correction"

// CorrectionKind says why a record is corrected.
type CorrectionKind string

// The kinds of correction.
const (
	Clerical   CorrectionKind = "clerical"   // a slip of the pen
	Retraction CorrectionKind = "retraction" // it did not happen
	Legal      CorrectionKind = "legal"      // a court or a superior set it aside
	Privacy    CorrectionKind = "privacy"    // it should never have been shown
)

// Codes lists the kinds with their names.
func (CorrectionKind) Codes() []Code {
	return []Code{
		{string(Clerical), "clerical", "笔误"},
		{string(Retraction), "retraction", "撤回"},
		{string(Legal), "legal", "依法更正"},
		{string(Privacy), "privacy", "隐私"},
	}
}

// CorrectionBasis says what kind of thing a correction rests on.
type CorrectionBasis string

// The kinds of basis.
const (
	OnDocument CorrectionBasis = "document"      // by its number or title
	OnDecision CorrectionBasis = "decision"      // by its stream
	OnFinding  CorrectionBasis = "audit-finding" // by its audit and its number, as [FindingOf] names it
)

// Codes lists the kinds of basis with their names.
func (CorrectionBasis) Codes() []Code {
	return []Code{
		{string(OnDocument), "document", "文件"},
		{string(OnDecision), "decision", "决议"},
		{string(OnFinding), "audit finding", "审计发现"},
	}
}

// Stream is the stream that a basis of the kind names, or "" for a document and
// for what names none.
func (b CorrectionBasis) Stream(basis string) string {
	switch b {
	case OnDecision:
		if OfCategory(basis, "decision") {
			return basis
		}
	case OnFinding:
		if audit, _, ok := ParseFinding(basis); ok {
			return audit
		}
	}
	return ""
}

// CorrectionProposed asks for a set of changes to one stream. It changes
// nothing until somebody else approves it. Revisions are those of the stream
// that it stands in; they are the same in every copy of the log.
type CorrectionProposed struct {
	Kind   CorrectionKind `json:"kind" audience:"public" en:"kind of correction" zh:"更正类型"`
	Reason Text           `json:"reason" audience:"restricted" en:"why" zh:"理由"`
	// Basis is the number or title of a document, the stream of a decision, or
	// what names a finding.
	RestsOn CorrectionBasis `json:"restsOn" audience:"public" en:"what kind of thing it rests on" zh:"依据类型"`
	Basis   string          `json:"basis" audience:"public" en:"document, decision or audit finding that it rests on" zh:"依据"`
	// Void takes events out of the effective history. Voiding an approval
	// undoes that correction.
	Void   []int64     `json:"void,omitempty" audience:"public" en:"revisions that are void" zh:"作废的记录"`
	Amend  []Amendment `json:"amend,omitempty" audience:"public" en:"events as they should have been" zh:"修改的记录"`
	Insert []Insertion `json:"insert,omitempty" audience:"public" en:"events that were forgotten" zh:"补记的记录"`
}

// Amendment is an event as it should have been recorded. Its actor stays.
type Amendment struct {
	Revision   int64     `json:"revision" audience:"public" en:"the event" zh:"记录"`
	Event      Payload   `json:"event" audience:"public" en:"the event as it should have been" zh:"更正后的记录"`
	OccurredAt time.Time `json:"occurredAt" audience:"public" en:"when it happened" zh:"发生时间"`
}

// Insertion is an event that was not recorded. Its actor is who proposed it.
type Insertion struct {
	After      int64     `json:"after" audience:"public" en:"the event before it" zh:"前一记录"`
	Event      Payload   `json:"event" audience:"public" en:"the event" zh:"记录"`
	OccurredAt time.Time `json:"occurredAt" audience:"public" en:"when it happened" zh:"发生时间"`
}

// Resealing is an event as it was recorded, its sealed fields sealed anew.
type Resealing struct {
	Revision int64   `json:"revision" audience:"public" en:"the event" zh:"记录"`
	Event    Payload `json:"event" audience:"public" en:"the same event" zh:"同一记录"`
}

// CorrectionApproved puts a proposal into force.
type CorrectionApproved struct {
	Proposal int64 `json:"proposal" audience:"public" en:"revision of the proposal" zh:"更正申请"`
	// Resting are events of other streams that rested on what is corrected,
	// each stream@revision; each is to be looked at and settled. There are at
	// most [MaxResting]; More counts the rest.
	Resting []string `json:"resting,omitempty" audience:"public" en:"what rests on it in other streams" zh:"其他流中以此为依据的记录"`
	More    int      `json:"more,omitzero" audience:"public" en:"how many more rest on it" zh:"其余数量"`
	// Resealed are the stream's other events with sealed fields, word for word
	// but sealed with a new key of the stream: a correction for privacy ends
	// in the destruction of the old one.
	Resealed []Resealing `json:"resealed,omitempty" audience:"public" en:"events whose sealed fields were sealed anew" zh:"重新封存的记录"`
	// Generation is that of the new key, 0 where there is none: the older keys
	// of the stream are destroyed.
	Generation int `json:"generation,omitzero" audience:"public" en:"generation of the new key" zh:"新密钥代次"`
}

// MaxResting bounds the list of what rests on a corrected fact.
const MaxResting = 1000

// CorrectionRejected ends a proposal without effect.
type CorrectionRejected struct {
	Proposal int64 `json:"proposal" audience:"public" en:"revision of the proposal" zh:"更正申请"`
	Reason   Text  `json:"reason" audience:"restricted" en:"why not" zh:"理由"`
}

// CorrectionSettled says what became of an event in another stream that rested
// on a corrected fact.
type CorrectionSettled struct {
	Approval int64 `json:"approval" audience:"public" en:"revision of the approval" zh:"更正批准"`
	// Resting is one of those that the approval lists.
	Resting string     `json:"resting" audience:"public" en:"what rested on the corrected fact" zh:"以此为依据的记录"`
	How     Settlement `json:"how" audience:"public" en:"what became of it" zh:"处理结果"`
	Reason  Text       `json:"reason" audience:"restricted" en:"why" zh:"理由"`
}

// Settlement is what becomes of an event that rested on a corrected fact.
type Settlement string

// The settlements.
const (
	Stands    Settlement = "stands"    // it holds all the same
	Corrected Settlement = "corrected" // it was corrected too
)

// Codes lists the settlements with their names.
func (Settlement) Codes() []Code {
	return []Code{
		{string(Stands), "stands", "维持"},
		{string(Corrected), "corrected too", "一并更正"},
	}
}

// EventType is correction.proposed.
func (CorrectionProposed) EventType() string { return "correction.proposed" }

// EventType is correction.approved.
func (CorrectionApproved) EventType() string { return "correction.approved" }

// EventType is correction.rejected.
func (CorrectionRejected) EventType() string { return "correction.rejected" }

// EventType is correction.settled.
func (CorrectionSettled) EventType() string { return "correction.settled" }
