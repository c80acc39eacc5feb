// Package account is who acts: the accounts under which people and programs
// put facts into the ledger. An account is named by its office, never by the
// private person who holds it.
package account

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Opened begins an account.
type Opened struct {
	Name        string `json:"name" audience:"public" en:"office or program, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// CredentialSet replaces what the account proves itself with.
type CredentialSet struct {
	Scheme Scheme `json:"scheme" audience:"public" en:"kind of credential" zh:"凭证类型"`
	// Hash is what a secret is compared with, never the secret.
	Hash domain.Text `json:"hash" audience:"restricted" en:"hash of the secret" zh:"密钥散列"`
}

// EventType is account.opened.
func (Opened) EventType() string { return "account.opened" }

// EventType is account.credential-set.
func (CredentialSet) EventType() string { return "account.credential-set" }

// Scheme says how a secret was hashed.
type Scheme string

// The schemes.
const (
	// Argon2id is a password, hashed as a PHC string: $argon2id$v=19$…
	Argon2id Scheme = "argon2id"
	// TokenSHA256 is a random token of at least 128 bits, hashed with
	// SHA-256, in hexadecimal.
	TokenSHA256 Scheme = "token-sha256"
)

// Codes lists the schemes with their names.
func (Scheme) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Argon2id), English: "password", Chinese: "密码"},
		{Code: string(TokenSHA256), English: "token", Chinese: "令牌"},
	}
}

// Account is the state of one account.
type Account struct {
	Name, NameEnglish string
	// Credential is the latest one; its hash stays sealed.
	Credential CredentialSet
}

// Evolve is the account after a fact.
func (a Account) Evolve(f domain.Fact) (Account, error) {
	opened := a.Name != ""
	switch e := f.Event.(type) {
	case Opened:
		if opened {
			return a, domain.Reject("account_already_open", "the account is open already: open another one", "账户已开通：请另开账户")
		}
		a.Name, a.NameEnglish = e.Name, e.NameEnglish
	case CredentialSet:
		if !opened {
			return a, notOpen()
		}
		a.Credential = e
	default:
		return a, domain.Unknown(f.Event)
	}
	return a, nil
}

func notOpen() error {
	return domain.Reject("account_not_open", "the account was never opened: open it first", "账户尚未开通：请先开通")
}

// Judge has no policy of its own yet: who may act on an account is a matter of
// roles.
func (a Account) Judge(domain.Event, domain.Act) error { return nil }

// Open opens an account.
type Open struct {
	Name        string `json:"name" en:"office or program, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// CommandType is account.open.
func (Open) CommandType() string { return "account.open" }

// Decide opens the account under its name.
func (c Open) Decide(Account, domain.Act) ([]domain.Event, error) {
	name := strings.TrimSpace(c.Name)
	if name == "" {
		return nil, domain.Reject("name_missing", "an account needs a name: give the office that acts, such as 窗口受理员", "账户须有名称：请填写岗位，如窗口受理员")
	}
	return []domain.Event{Opened{Name: name, NameEnglish: strings.TrimSpace(c.NameEnglish)}}, nil
}

// SetCredential gives an account a new credential; the old one ends.
type SetCredential struct {
	Scheme Scheme      `json:"scheme" en:"kind of credential" zh:"凭证类型"`
	Hash   domain.Text `json:"hash" en:"hash of the secret, never the secret itself" zh:"密钥散列（不得填写密钥本身）"`
}

// CommandType is account.set-credential.
func (SetCredential) CommandType() string { return "account.set-credential" }

// Decide checks that the hash has the form of its scheme.
func (c SetCredential) Decide(Account, domain.Act) ([]domain.Event, error) {
	hash, _ := c.Hash.Value()
	if !c.Scheme.admits(hash) {
		return nil, domain.Reject("not_a_hash",
			"that is not a hash of scheme %s: give $argon2id$… for a password, 64 hexadecimal digits for a token, and never the secret itself",
			"这不是 %s 散列：密码用 $argon2id$…，令牌用 64 位十六进制数；不得填写密钥本身", string(c.Scheme))
	}
	return []domain.Event{CredentialSet(c)}, nil
}

func (s Scheme) admits(hash string) bool {
	switch s {
	case Argon2id:
		return strings.HasPrefix(hash, "$argon2id$v=19$") && strings.Count(hash, "$") == 5
	case TokenSHA256:
		return len(hash) == 64 && strings.Trim(hash, "0123456789abcdef") == ""
	}
	return false
}
