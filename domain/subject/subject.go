// Package subject is the people of whom something is held: one stream a person,
// subject-<uuid>, with nothing of them in clear. It says whether what is held on
// them was erased, or may be kept but not used.
package subject

import (
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// Category is that of the streams of subjects.
const Category = "subject"

// Ground is why what is held on a person is to be erased.
type Ground string

// The grounds, those of article 47 of the Personal Information Protection Law.
const (
	Fulfilled Ground = "purpose-fulfilled"
	Ended     Ground = "service-ended"
	Withdrawn Ground = "consent-withdrawn"
	Unlawful  Ground = "unlawful"
	Otherwise Ground = "other-law"
)

// Codes lists the grounds with their names.
func (Ground) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Fulfilled), English: "purpose fulfilled, or beyond reach", Chinese: "处理目的已实现或无法实现"},
		{Code: string(Ended), English: "service ended, or time to keep it over", Chinese: "停止服务或保存期限届满"},
		{Code: string(Withdrawn), English: "consent withdrawn", Chinese: "个人撤回同意"},
		{Code: string(Unlawful), English: "handled against law or agreement", Chinese: "违反法律法规或约定处理"},
		{Code: string(Otherwise), English: "other laws", Chinese: "法律法规规定的其他情形"},
	}
}

// Erased says that the key of the person is destroyed. The numbers are those of
// the judgement.
type Erased struct {
	Ground    Ground      `json:"ground" audience:"public" en:"why" zh:"事由"`
	LastHeld  domain.Date `json:"lastHeld" audience:"public" en:"day on which something of the person was last recorded" zh:"最后登记日"`
	KeptUntil domain.Date `json:"keptUntil" audience:"public" en:"end of the time for which it is kept" zh:"保存期限"`
	Rules     string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
	// Streams are those that are about this person and nobody else: what was
	// sealed in them with an older key than that of the generation is erased
	// too.
	Streams []Stream `json:"streams,omitempty" audience:"public" en:"streams that are about nobody else, whose texts are erased too" zh:"仅涉及该人员、一并删除文字内容的流"`
}

// Stream is one that is about a single person.
type Stream struct {
	Stream     string `json:"stream" audience:"public" en:"stream" zh:"流"`
	Generation int    `json:"generation" audience:"public" en:"first generation of its key that is kept" zh:"保留的首代密钥"`
}

// Restricted says that what is held on the person is kept until a day and not
// used meanwhile: nobody opens it.
type Restricted struct {
	Ground   Ground      `json:"ground" audience:"public" en:"why" zh:"事由"`
	LastHeld domain.Date `json:"lastHeld" audience:"public" en:"day on which something of the person was last recorded" zh:"最后登记日"`
	Until    domain.Date `json:"until" audience:"public" en:"day until which it is kept" zh:"保存期限"`
	Rules    string      `json:"rules" audience:"public" en:"rule set of the day" zh:"适用规则集"`
}

// EventType is subject.erased.
func (Erased) EventType() string { return "subject.erased" }

// EventType is subject.restricted.
func (Restricted) EventType() string { return "subject.restricted" }

// ReplacedBy is nothing: what is erased stays so.
func (Erased) ReplacedBy() string { return "nothing" }

// ReplacedBy is subject.erase: a restriction ends with its day.
func (Restricted) ReplacedBy() string { return "subject.erase" }

// Subject is the state of one person.
type Subject struct {
	Erased bool
	// RestrictedUntil is the day until which nothing of the person is used;
	// the zero Date where nothing was restricted.
	RestrictedUntil domain.Date
}

// Evolve is the person after a fact.
func (s Subject) Evolve(f domain.Fact) (Subject, error) {
	if err := s.follows(f.Event); err != nil {
		return s, err
	}
	switch e := f.Event.(type) {
	case Erased:
		s.Erased = true
	case Restricted:
		s.RestrictedUntil = e.Until
	}
	return s, nil
}

func (s Subject) follows(e domain.Event) error {
	switch e.(type) {
	case Erased, Restricted:
		if s.Erased {
			return domain.Reject("already_erased", "what is held on the person was erased already", "该人员的信息已删除")
		}
		return nil
	}
	return domain.Unknown(e)
}

// Judge holds erasing against the time for which the rule set keeps what is
// recorded: it counts from the day of the last record.
func (s Subject) Judge(e domain.Event, act domain.Act) error {
	if err := s.follows(e); err != nil {
		return err
	}
	want, rule, err := judgement(act)
	if err != nil {
		return err
	}
	switch e := e.(type) {
	case Erased:
		if err := domain.CheckCode(e.Ground); err != nil {
			return err
		}
		if e.LastHeld != want.LastHeld || e.KeptUntil != want.KeptUntil || e.Rules != want.Rules {
			return numbersDiffer(want)
		}
		if act.Day().Before(want.KeptUntil) {
			return rule.Reject("retention_runs",
				"what is held on the person is kept until %s: its use can be restricted until then, and it can be erased after",
				"该人员的信息须保存至 %s：此前可限制处理，届满后方可删除", want.KeptUntil)
		}
	case Restricted:
		if err := domain.CheckCode(e.Ground); err != nil {
			return err
		}
		if e != (Restricted{e.Ground, want.LastHeld, want.KeptUntil, want.Rules}) {
			return numbersDiffer(want)
		}
		if !act.Day().Before(want.KeptUntil) {
			return domain.Reject("retention_over", "nothing has to be kept any more: erase it", "保存期限已满：请直接删除")
		}
		if s.RestrictedUntil == e.Until {
			return rule.Reject("retention_runs",
				"what is held on the person is kept until %s, and its use is restricted already: erase it after that day",
				"该人员的信息须保存至 %s，且已限制处理：请于届满后删除", e.Until)
		}
	}
	return nil
}

func numbersDiffer(want Erased) error {
	return domain.Reject("numbers_differ",
		"something of the person was last recorded on %s, and is kept until %s: record these days",
		"该人员的信息最后登记于 %s，保存至 %s：请按此记录", want.LastHeld, want.KeptUntil)
}

// judgement is the numbers of the day, from the evidence of what is held.
func judgement(act domain.Act) (Erased, rules.Rule[int], error) {
	set, err := rules.Of(act)
	if err != nil {
		return Erased{}, rules.Rule[int]{}, err
	}
	rule := set.Personal.RetentionMonths
	held, err := domain.Evidence[domain.Holding](act, act.Stream)
	if err != nil {
		return Erased{}, rule, err
	}
	if held.Records == 0 {
		return Erased{}, rule, domain.Reject("nothing_held", "nothing is held on this person: check the id", "没有该人员的信息：请核对编号")
	}
	return Erased{LastHeld: held.Last, KeptUntil: held.Last.AddMonths(rule.Value), Rules: set.Name()}, rule, nil
}

// Erase erases what is held on a person, or, while it has to be kept, restricts
// its use.
type Erase struct {
	Subject uuid.UUID `json:"subject" en:"id of the person" zh:"人员编号"`
	Ground  Ground    `json:"ground" en:"why" zh:"事由"`
}

// CommandType is subject.erase.
func (Erase) CommandType() string { return "subject.erase" }

// StreamID is the person's id.
func (c Erase) StreamID() string { return c.Subject.String() }

// Relies names the person: what is held on them.
func (c Erase) Relies(Subject) []domain.Ref {
	return []domain.Ref{{Stream: domain.StreamOf(Category, c.Subject.String()), Revision: domain.Latest}}
}

// Decide erases, or restricts where the time to keep it runs.
func (c Erase) Decide(s Subject, act domain.Act) ([]domain.Event, error) {
	if err := s.follows(Erased{}); err != nil {
		return nil, err
	}
	e, _, err := judgement(act)
	if err != nil {
		return nil, err
	}
	if e.Ground = c.Ground; act.Day().Before(e.KeptUntil) {
		return []domain.Event{Restricted{e.Ground, e.LastHeld, e.KeptUntil, e.Rules}}, nil
	}
	return []domain.Event{e}, nil
}
