package account_test

import (
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var accounts = domain.Define("account",
	domain.Records[account.Account](
		domain.Says(account.Opened{}, "", ""), domain.Says(account.Granted{}, "", ""), domain.Says(account.Delegated{}, "", ""),
		domain.Says(account.Revoked{}, "", ""), domain.Says(account.TakenBack{}, "", ""), domain.Says(account.Suspended{}, "", ""), domain.Says(account.Restored{}, "", ""),
		domain.Says(account.Closed{}, "", ""), domain.Says(account.CredentialSet{}, "", ""),
	),
	domain.Opens[account.Account, account.Open]("", "", operators),
	domain.Accepts[account.Account, account.Grant]("", "", operators),
	domain.Accepts[account.Account, account.Delegate]("", "", operators),
	domain.Accepts[account.Account, account.Revoke]("", "", operators),
	domain.Accepts[account.Account, account.Suspend]("", "", operators),
	domain.Accepts[account.Account, account.Restore]("", "", operators),
	domain.Accepts[account.Account, account.Close]("", "", operators),
	domain.Accepts[account.Account, account.SetCredential]("", "", operators),
)

// Who may issue a command is not judged here, but by [domain.Authority].
var operators = domain.SystemOperator.At(domain.CommunityLevel)

var token = strings.Repeat("0a", 32)

func TestAccount(t *testing.T) {
	begin := domaintest.For(t, accounts)
	begin.When(account.Open{}).Rejected("name_missing")
	begin.When(account.Open{Name: " \t"}).Rejected("name_missing")
	s := begin.When(account.Open{Name: " 窗口受理员 ", NameEnglish: "window clerk "}).
		Then(account.Opened{Name: "窗口受理员", NameEnglish: "window clerk"})
	s.When(account.Open{Name: "窗口受理员"}).Rejected("already_exists")
	domaintest.CheckFold(t, accounts, s.Facts()...)
}

func TestCredentialsAreHashes(t *testing.T) {
	password := "$argon2id$v=19$m=65536,t=3,p=2$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2g"
	for name, test := range map[string]struct {
		scheme account.Scheme
		hash   string
		ok     bool
	}{
		"a hashed token":               {account.TokenSHA256, token, true},
		"a hashed password":            {account.Argon2id, password, true},
		"a token, not its hash":        {account.TokenSHA256, "tok_8d7f", false},
		"one digit short":              {account.TokenSHA256, token[1:], false},
		"capitals":                     {account.TokenSHA256, strings.ToUpper(token), false},
		"a password, not its hash":     {account.Argon2id, "correct horse", false},
		"a hash without its last part": {account.Argon2id, password[:strings.LastIndex(password, "$")], false},
		"the hash of another scheme":   {account.Argon2id, token, false},
		"no scheme":                    {"", token, false},
		"nothing":                      {account.TokenSHA256, "", false},
	} {
		s := domaintest.For(t, accounts).Given(account.Opened{Name: "窗口受理员"}).Holding(held(domain.SystemOperator, domain.WholeCounty, domain.Date{}))
		result := s.When(account.SetCredential{Scheme: test.scheme, Hash: domain.Note(test.hash)})
		t.Run(name, func(t *testing.T) {
			if !test.ok {
				result.Rejected("not_a_hash")
				return
			}
			result.Accepted().State(func(a account.Account) {
				if a.HasPassword != (test.scheme == account.Argon2id) || a.HasToken != (test.scheme == account.TokenSHA256) {
					t.Errorf("credentials %+v", a)
				}
			})
		})
	}
	domaintest.For(t, accounts).Holding(held(domain.SystemOperator, domain.WholeCounty, domain.Date{})).When(account.SetCredential{Scheme: account.TokenSHA256, Hash: domain.Note(token)}).Rejected("not_found")
}
