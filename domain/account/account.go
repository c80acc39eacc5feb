// Package account is who acts: the accounts under which people and programs
// put facts into the ledger. An account is named by its office, never by the
// private person who holds it.
//
// What an account may do is what was granted or delegated to it: a role, at a
// place, for some days. Nobody grants what they do not hold; see
// [domain.Authority], which every command is held against.
package account

import (
	"regexp"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Category is that of the streams of accounts.
const Category = "account"

// Account is the state of one account.
type Account struct {
	Name, NameEnglish string
	Suspended, Closed bool
	// Grants are those that were not revoked, in the order in which they were
	// made.
	Grants []domain.Grant
	// HasPassword and HasToken say which credentials were set. The hashes stay
	// in the log, sealed.
	HasPassword, HasToken bool
}

// Offers is a [domain.Standing]; whoever hands it over adds the id.
func (a Account) Offers() any {
	if a.Name == "" {
		return nil
	}
	return domain.Standing{
		Name: a.Name, NameEnglish: a.NameEnglish,
		Suspended: a.Suspended, Closed: a.Closed, Grants: slices.Clone(a.Grants),
	}
}

// Evolve is the account after a fact.
func (a Account) Evolve(f domain.Fact) (Account, error) {
	if err := a.follows(f.Event); err != nil {
		return a, err
	}
	switch e := f.Event.(type) {
	case Opened:
		a.Name, a.NameEnglish = e.Name, e.NameEnglish
	case Granted:
		a.Grants = append(slices.Clip(a.Grants), domain.Grant{Role: e.Role, Place: e.Place, From: e.From, To: e.To})
	case Delegated:
		a.Grants = append(slices.Clip(a.Grants), domain.Grant{Role: e.Role, Place: e.Place, From: e.From, To: e.Until, By: e.By})
	case Revoked:
		a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), e.takes)
	case TakenBack:
		a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), e.takes)
	case Suspended:
		a.Suspended = true
	case Restored:
		a.Suspended = false
	case Closed:
		a.Closed = true
	case CredentialSet:
		a.HasPassword = a.HasPassword || e.Scheme == Argon2id
		a.HasToken = a.HasToken || e.Scheme == TokenSHA256
	}
	return a, nil
}

func (e Revoked) takes(g domain.Grant) bool { return g.Role == e.Role && g.Place == e.Place }

func (e TakenBack) takes(g domain.Grant) bool {
	return g.Role == e.Role && g.Place == e.Place && g.By == e.By
}

// follows is the legal order of events.
func (a Account) follows(e domain.Event) error {
	if _, opening := e.(Opened); opening {
		if a.Name != "" {
			return domain.Reject("account_already_open", "the account is open already: open another one", "账户已开通：请另开账户")
		}
		return nil
	}
	switch {
	case a.Name == "":
		return domain.Reject("account_not_open", "the account was never opened: open it first", "账户尚未开通：请先开通")
	case a.Closed:
		return domain.Reject("account_closed", "the account is closed, and nothing follows that: open another one", "账户已注销：请另开账户")
	}
	switch e := e.(type) {
	case Granted, Delegated, CredentialSet, Closed:
		return nil
	case Revoked:
		if !slices.ContainsFunc(a.Grants, e.takes) {
			return domain.Reject("not_granted",
				"the account does not hold the role of %[1]s at %[2]s: look at what it holds",
				"账户在 %[2]s 没有%[3]s角色：请核对其已有角色",
				domain.Label(e.Role, string(e.Role), domain.English), e.Place, domain.Label(e.Role, string(e.Role), domain.Chinese))
		}
	case TakenBack:
		if !slices.ContainsFunc(a.Grants, e.takes) {
			return domain.Reject("not_lent_by_you",
				"account %[1]s has lent it no role of %[2]s at %[3]s: what others gave is taken away by a system operator",
				"账户 %[1]s 未向其委托 %[3]s 的%[4]s角色：他人授予的角色须由系统运维人员撤销",
				e.By, domain.Label(e.Role, string(e.Role), domain.English), e.Place, domain.Label(e.Role, string(e.Role), domain.Chinese))
		}
	case Suspended:
		if a.Suspended {
			return domain.Reject("already_suspended", "the account is suspended already", "账户已停用")
		}
	case Restored:
		if !a.Suspended {
			return domain.Reject("not_suspended", "the account is not suspended", "账户未停用")
		}
	default:
		return domain.Unknown(e)
	}
	return nil
}

var (
	phcString = regexp.MustCompile(`^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,3}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,171}$`)
	hexSHA256 = regexp.MustCompile(`^[0-9a-f]{64}$`)
)
