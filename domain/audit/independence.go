package audit

import (
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Conflicting are the roles of those who keep the books, or who hold a post or a
// seat where they are kept: they do not audit there.
func Conflicting() []domain.Role {
	return []domain.Role{
		domain.Accountant, domain.Cashier, domain.ReportingClerk,
		domain.FinanceReviewGroup, domain.SupervisionCommittee, domain.FirstSecretary,
	}
}

// independent refuses the auditors of an audit who hold or held a post in the community of who is
// audited, or whose kin do, or whose accounts keep or kept its books: on any day
// from the first that is audited until the act.
func (a Audit) independent(act domain.Act) error {
	officers, err := domain.Evidence[domain.Officers](act, a.Community)
	if err != nil {
		return err
	}
	for _, m := range a.Auditors {
		for _, o := range officers {
			if o.InOffice(a.From, act.Day()) && m.Person == o.Person {
				return domain.Reject("auditor_holds_post",
					"%[1]s is or was %[2]s in %[4]s, within what is audited or since, and nobody audits where they hold a post: commission somebody else",
					"%[1]s 在审计期间或其后任 %[4]s 的%[3]s，不得审计本人任职的单位：请另行委派", m.Name, o.Title, o.TitleChinese, a.Community)
			}
			if o.InOffice(a.From, act.Day()) && slices.Contains(o.Kin, m.Person) {
				return kinHoldPost(m.Name, o)
			}
		}
	}
	for _, o := range officers {
		if o.Person != uuid.Nil && o.InOffice(a.From, act.Day()) && slices.Contains(a.Kin, o.Person) {
			return kinHoldPost("", o)
		}
	}
	for _, account := range a.Accounts {
		standing, err := domain.Evidence[domain.Standing](act, account)
		if err != nil {
			return err
		}
		if err := a.keepsNoBooks(standing, act); err != nil {
			return err
		}
	}
	return nil
}

func kinHoldPost(auditor string, o domain.Officer) error {
	english, chinese := auditor, auditor
	if auditor == "" {
		english, chinese = "one of the auditors", "审计人员"
	}
	return domain.Reject("auditor_is_kin",
		"%[1]s is kin of %[3]s (%[4]s), and nobody audits where their kin hold a post: commission somebody else",
		"%[2]s 与 %[3]s（%[5]s）有近亲属关系，不得审计近亲属任职的单位：请另行委派", english, chinese, o.Name, o.Title, o.TitleChinese)
}

// keepsNoBooks refuses an account that holds or held one of the conflicting roles
// where the audited lies.
func (a Audit) keepsNoBooks(s domain.Standing, act domain.Act) error {
	place, err := domain.Evidence[domain.PlaceName](act, a.Audited)
	if err != nil {
		return err
	}
	g, held := s.Held(Conflicting(), append([]string{a.Audited}, place.Within...), a.From, act.Day())
	if !held {
		return nil
	}
	return domain.Reject("auditor_keeps_books",
		"%[1]s holds or held the role of %[2]s for %[4]s, within what is audited or since, and nobody audits where they hold a post or keep the books: let somebody else do it",
		"%[1]s 在审计期间或其后于 %[4]s 担任%[3]s，不得审计本人任职或记账的单位：请由他人办理",
		s.Name, domain.Label(g.Role, string(g.Role), domain.English), domain.Label(g.Role, string(g.Role), domain.Chinese), g.Place)
}

// byTheIndependent is keepsNoBooks for who acts, and for those in whose name: an
// auditor's work that was lent is the work of who lent it, too.
func (a Audit) byTheIndependent(act domain.Act) error {
	var lenders []string
	for i, s := range act.Authority.Standings {
		if i == 0 {
			for _, g := range s.Grants {
				if g.Role == domain.Auditor && g.By != "" {
					lenders = append(lenders, g.By)
				}
			}
		} else if !slices.Contains(lenders, s.Account) {
			continue
		}
		if err := a.keepsNoBooks(s, act); err != nil {
			return err
		}
	}
	return nil
}
