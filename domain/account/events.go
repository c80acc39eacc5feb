package account

import "github.com/sunledger/sunledger/domain"

// Opened begins an account.
type Opened struct {
	Name        string `json:"name" audience:"public" en:"office or program, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" audience:"public" en:"the same in English" zh:"英文名称"`
}

// Granted gives the account a role at a place. It is in force from the first
// day to the last, both included.
type Granted struct {
	Role domain.Role `json:"role" audience:"public" en:"role" zh:"角色"`
	// Place is a stream: county-self, town-<id> or community-<id>.
	Place string      `json:"place" audience:"public" en:"place for which it is held, with all that lies within" zh:"适用地区"`
	From  domain.Date `json:"from" audience:"public" en:"first day" zh:"起始日"`
	To    domain.Date `json:"to,omitzero" audience:"public" en:"last day" zh:"截止日"`
}

// Delegated lends the account a role that another one holds, until a day.
type Delegated struct {
	// By is the id of the account that holds the role.
	By    string      `json:"by" audience:"public" en:"account that holds the role" zh:"委托账户"`
	Role  domain.Role `json:"role" audience:"public" en:"role" zh:"角色"`
	Place string      `json:"place" audience:"public" en:"place for which it is lent, with all that lies within" zh:"适用地区"`
	From  domain.Date `json:"from" audience:"public" en:"first day" zh:"起始日"`
	Until domain.Date `json:"until" audience:"public" en:"last day" zh:"截止日"`
}

// Revoked takes a role at a place away, with all delegations of it to the
// account.
type Revoked struct {
	Role  domain.Role `json:"role" audience:"public" en:"role" zh:"角色"`
	Place string      `json:"place" audience:"public" en:"place for which it was held" zh:"适用地区"`
}

// TakenBack ends what an account has lent the other of a role at a place. What
// others gave it stays.
type TakenBack struct {
	// By is the id of the account that lent it.
	By    string      `json:"by" audience:"public" en:"account that lent it" zh:"委托账户"`
	Role  domain.Role `json:"role" audience:"public" en:"role" zh:"角色"`
	Place string      `json:"place" audience:"public" en:"place for which it was lent" zh:"适用地区"`
}

// Suspended stops the account until it is restored.
type Suspended struct {
	Reason domain.Text `json:"reason" audience:"restricted" en:"why" zh:"停用理由"`
}

// Restored ends a suspension.
type Restored struct{}

// Closed ends the account.
type Closed struct{}

// CredentialSet replaces what the account proves itself with, for one scheme.
type CredentialSet struct {
	Scheme Scheme `json:"scheme" audience:"public" en:"kind of credential" zh:"凭证类型"`
	// Hash is what a secret is compared with, never the secret.
	Hash domain.Text `json:"hash" audience:"restricted" en:"hash of the secret" zh:"密钥散列"`
}

// EventType is account.opened.
func (Opened) EventType() string { return "account.opened" }

// EventType is account.granted.
func (Granted) EventType() string { return "account.granted" }

// EventType is account.delegated.
func (Delegated) EventType() string { return "account.delegated" }

// EventType is account.revoked.
func (Revoked) EventType() string { return "account.revoked" }

// EventType is account.taken-back.
func (TakenBack) EventType() string { return "account.taken-back" }

// EventType is account.suspended.
func (Suspended) EventType() string { return "account.suspended" }

// EventType is account.restored.
func (Restored) EventType() string { return "account.restored" }

// EventType is account.closed.
func (Closed) EventType() string { return "account.closed" }

// ReplacedBy is account.set-credential: voiding a credential would bring back
// the one before it, and inserting one would let its author sign in.
func (CredentialSet) ReplacedBy() string { return "account.set-credential" }

// EventType is account.credential-set.
func (CredentialSet) EventType() string { return "account.credential-set" }

// ReplacedBy says what takes the place of a grant: a correction of one would give
// a role on the word of those who may correct, who hold no such role.
func (Granted) ReplacedBy() string { return "account.revoke, and account.grant," }

// ReplacedBy is account.revoke.
func (Delegated) ReplacedBy() string { return "account.revoke" }

// ReplacedBy is account.grant.
func (Revoked) ReplacedBy() string { return "account.grant" }

// ReplacedBy is account.delegate.
func (TakenBack) ReplacedBy() string { return "account.delegate" }

// ReplacedBy is account.restore.
func (Suspended) ReplacedBy() string { return "account.restore" }

// ReplacedBy is account.suspend.
func (Restored) ReplacedBy() string { return "account.suspend" }

// ReplacedBy is account.open.
func (Closed) ReplacedBy() string { return "account.open" }

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

func (s Scheme) admits(hash string) bool {
	switch s {
	case Argon2id:
		return phcString.MatchString(hash)
	case TokenSHA256:
		return hexSHA256.MatchString(hash)
	}
	return false
}

// PlacedAt is where the role is held.
func (e Granted) PlacedAt() string { return e.Place }

// PlacedAt is where the role is lent.
func (e Delegated) PlacedAt() string { return e.Place }

// PlacedAt is where the role was held.
func (e Revoked) PlacedAt() string { return e.Place }

// PlacedAt is where the role was lent.
func (e TakenBack) PlacedAt() string { return e.Place }
