package ledger

import (
	"cmp"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/audit"
)

// surveyedAudit is an audit: who audits whom, and when. What is recorded while it
// goes on is refused; what is recorded later, or was taken off the record before,
// is detected.
type surveyedAudit struct {
	planned      sighting
	audited      string
	kind         audit.Kind
	from         domain.Date // first day of what is audited
	commissioned sighting
	auditors     []audit.Auditor
	accounts     []string
	kin          []domain.Personal
	// reported is the day of the report, or no date.
	reported  domain.Date
	cancelled bool
	// acts are the last acts of the accounts that did the auditors' work.
	acts map[string]auditAct
}

// auditAct is what an account did, and when.
type auditAct struct {
	sighting
	on domain.Date
}

// heldRole is a role that an account held from a day to another, which may have
// been taken away since.
type heldRole struct {
	sighting
	role     domain.Role
	place    string
	by       string
	from, to domain.Date
}

// addAudit gathers from a record of an audit.
func (s *survey) addAudit(at sighting, day domain.Date, effect domain.Effect) {
	if e, ok := effect.Event.(audit.Planned); ok {
		s.audits[at.Stream] = &surveyedAudit{planned: at, audited: e.Audited, kind: e.Kind, from: e.From, acts: map[string]auditAct{}}
		return
	}
	a := s.audits[at.Stream]
	if a == nil {
		return
	}
	switch e := effect.Event.(type) {
	case audit.Commissioned:
		a.commissioned, a.auditors, a.accounts, a.kin = at, e.Auditors, e.Accounts, e.Kin
	case audit.ReportIssued:
		a.reported = e.On
		for _, s := range a.accounts {
			_, id := domain.SplitStream(s)
			a.acts[id] = auditAct{at, day}
		}
	case audit.Cancelled:
		a.cancelled = true
	}
	if audit.ByAuditors(effect.Event) {
		a.acts[effect.Actor] = auditAct{at, day}
	}
}

// addGrant gathers from a record of an account.
func (s *survey) addGrant(at sighting, day domain.Date, effect domain.Effect) {
	_, id := domain.SplitStream(at.Stream)
	end := func(role domain.Role, place string, by func(string) bool) {
		for i := range s.roles[id] {
			if h := &s.roles[id][i]; h.role == role && h.place == place && by(h.by) && (h.to.IsZero() || h.to.After(day)) {
				h.to = day
			}
		}
	}
	switch e := effect.Event.(type) {
	case account.Granted:
		s.roles[id] = append(s.roles[id], heldRole{at, e.Role, e.Place, "", e.From, e.To})
	case account.Delegated:
		s.roles[id] = append(s.roles[id], heldRole{at, e.Role, e.Place, e.By, e.From, e.Until})
	case account.Revoked:
		end(e.Role, e.Place, func(string) bool { return true })
	case account.TakenBack:
		end(e.Role, e.Place, func(by string) bool { return by == e.By })
	}
}

// auditedByTheirOwn are audits by people who hold or held a post where they audit,
// or whose kin do, or whose accounts kept its books, where that was not to be seen
// when they were commissioned, acted, or reported.
func (s *survey) auditedByTheirOwn() (all []detection) {
	for _, stream := range slices.Sorted(maps.Keys(s.audits)) {
		a := s.audits[stream]
		if a.cancelled {
			continue
		}
		community := s.communities[a.audited]
		until := a.reported
		if until.IsZero() {
			until = domain.NewDate(9999, 12, 31)
		}
		for _, o := range s.officials[community] {
			if why := a.conflict(o); why != nil && o.inOffice(a.from, until) {
				all = append(all, atTheLater(a.commissioned, o.sighting, why))
			}
		}
		places := []string{community, s.towns[community], domain.WholeCounty}
		for _, id := range slices.Sorted(maps.Keys(a.acts)) {
			act := a.acts[id]
			for _, h := range s.roles[id] {
				if slices.Contains(audit.Conflicting(), h.role) && slices.Contains(places, h.place) &&
					!h.from.After(act.on) && (h.to.IsZero() || !h.to.Before(a.from)) {
					all = append(all, atTheLater(act.sighting, h.sighting, domain.Reject("auditor_kept_books",
						"account %[1]s held the role of %[2]s for %[4]s within what is audited or since: nobody audits where they hold a post or keep the books; look whether it was the same person",
						"账户 %[1]s 在审计期间或其后曾于 %[4]s 担任%[3]s：不得审计本人任职或记账的单位，请核查是否同一人",
						id, domain.Label(h.role, string(h.role), domain.English), domain.Label(h.role, string(h.role), domain.Chinese), h.place)))
				}
			}
		}
	}
	return all
}

// conflict says why nobody of an audit may have to do with an official, or nil.
func (a *surveyedAudit) conflict(o official) *domain.Rejection {
	for _, m := range a.auditors {
		switch {
		case m.Person.Subject == uuid.Nil:
		case m.Person.Subject == o.person:
			return domain.Reject("audits_themselves", "%s audits where they hold or held a post themselves: have it audited by others", "%s 审计本人任职的单位：请由他人审计", m.Name)
		case slices.Contains(o.kin, m.Person.Subject):
			return auditsKin(m.Name, m.Name, o.name)
		}
	}
	if o.person != uuid.Nil && slices.ContainsFunc(a.kin, func(k domain.Personal) bool { return k.Subject == o.person }) {
		return auditsKin("one of the auditors", "审计人员", o.name)
	}
	return nil
}

func auditsKin(english, chinese, official string) *domain.Rejection {
	return domain.Reject("audits_kin",
		"%[1]s audits where %[3]s, their kin, holds or held a post: have it audited by others",
		"%[2]s 审计近亲属%[3]s任职的单位：请由他人审计", english, chinese, official)
}

// atTheLater is what two records show, at the later of them.
func atTheLater(a, b sighting, why *domain.Rejection) detection {
	if a.position < b.position {
		a, b = b, a
	}
	return detection{a, []sighting{b}, why}
}

// auditedTwice are annual audits of a year that another audit is of as well.
func (s *survey) auditedTwice() (all []detection) {
	type year struct {
		audited string
		of      int
	}
	first := map[year]*surveyedAudit{}
	for _, a := range slices.SortedFunc(maps.Values(s.audits), func(a, b *surveyedAudit) int { return cmp.Compare(a.planned.position, b.planned.position) }) {
		if a.cancelled || a.kind != audit.Annual {
			continue
		}
		of := year{a.audited, a.from.Year}
		before, twice := first[of]
		if !twice {
			first[of] = a
			continue
		}
		all = append(all, detection{a.planned, []sighting{before.planned}, domain.Reject("audited_twice",
			"%[1]s is audited for %[2]d by %[3]s already: a year has one annual audit; cancel one of them",
			"%[3]s 已对 %[1]s 的 %[2]d 年度进行审计：同一年度只进行一次年度审计，请取消其一", a.audited, of.of, before.planned.Stream)})
	}
	return all
}
