package login_test

import (
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/login"
)

var logins = domain.Define(login.Category,
	domain.Records[login.Login](domain.Says(login.Claimed{}, "", ""), domain.Says(login.Released{}, "", "")),
	domain.OpensOrContinues[login.Login, login.Claim]("", "", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[login.Login, login.Release]("", "", domain.SystemOperator.At(domain.CountyLevel)),
)

func named(t domaintest.TB, name string) domaintest.Scenario {
	return domaintest.For(t, logins).Stream("login-"+name).
		Evidence("account-a", domain.Standing{Name: "窗口"}).
		Evidence("account-b", domain.Standing{Name: "会计"}).
		Evidence("account-suspended", domain.Standing{Name: "出纳", Suspended: true}).
		Evidence("account-closed", domain.Standing{Name: "记录员", Closed: true})
}

func TestANameIsOfOneAccount(t *testing.T) {
	s := named(t, "window")
	s.When(login.Release{}).Rejected("not_found")
	s = s.When(login.Claim{Name: "window", Account: "a"}).Then(login.Claimed{Account: "a"})
	s.When(login.Claim{Name: "window", Account: "b"}).Rejected("login_taken")
	s.When(login.Claim{Name: "window", Account: "a"}).Rejected("login_taken")
	s = s.When(login.Release{}).Then(login.Released{})
	s.State(func(l login.Login) {
		if l.Account != "" {
			t.Errorf("released, and still of %q", l.Account)
		}
	})
	s.When(login.Release{}).Rejected("login_free")
	s = s.When(login.Claim{Name: "window", Account: "b"}).Then(login.Claimed{Account: "b"})
	domaintest.CheckFold(t, logins, s.Facts()...)
}

func TestTheAccountIsOpen(t *testing.T) {
	s := named(t, "window")
	for account, code := range map[string]string{
		"a": "", "suspended": "", "closed": "account_closed", "nobody": "no_such_evidence", "": "id_invalid", "../x": "id_invalid",
	} {
		result := s.When(login.Claim{Name: "window", Account: account})
		if code == "" {
			result.Accepted()
		} else {
			result.Rejected(code)
		}
	}
}

func TestTheFormOfANameIsChecked(t *testing.T) {
	for name, ok := range map[string]bool{
		"abc": true, "ab": false, "a": false, "zhang.san": true, "a-b_c.d9": true, "window-03": true,
		strings.Repeat("a", 32): true, strings.Repeat("a", 33): false,
		"Window": false, "9abc": false, "-abc": false, "abc-": false, "abc.": false, "窗口受理": false, "a b c": false, "abc\n": false,
	} {
		result := named(t, name).When(login.Claim{Name: name, Account: "a"})
		if ok {
			result.Accepted()
		} else {
			result.Rejected("login_invalid")
		}
	}
}

func TestAForeignEventIsNoFactOfAName(t *testing.T) {
	if _, err := (login.Login{}).Evolve(domain.Fact{Event: domain.CorrectionRejected{}}); err == nil || domain.CodeOf(err) != "" {
		t.Errorf("got %v", err)
	}
}
