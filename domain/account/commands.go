package account

import (
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// Open opens an account.
type Open struct {
	Name        string `json:"name" en:"office or program, in Chinese" zh:"名称"`
	NameEnglish string `json:"nameEnglish,omitzero" en:"the same in English" zh:"英文名称"`
}

// Grant gives the account roles at a place.
type Grant struct {
	Roles []domain.Role `json:"roles" en:"role" zh:"角色"`
	Place string        `json:"place" en:"place for which it is held: county-self, town-<id> or community-<id>" zh:"适用地区：county-self、town-<编号> 或 community-<编号>"`
	From  domain.Date   `json:"from,omitzero" en:"first day; the day of the act, unless given" zh:"起始日，默认当日"`
	To    domain.Date   `json:"to,omitzero" en:"last day; without one it does not end" zh:"截止日，不填则长期"`
}

// Delegate lends the account a role that its issuer holds.
type Delegate struct {
	Role  domain.Role `json:"role" en:"role" zh:"角色"`
	Place string      `json:"place" en:"place for which it is lent: county-self, town-<id> or community-<id>" zh:"适用地区：county-self、town-<编号> 或 community-<编号>"`
	From  domain.Date `json:"from,omitzero" en:"first day; the day of the act, unless given" zh:"起始日，默认当日"`
	Until domain.Date `json:"until" en:"last day" zh:"截止日"`
}

// Revoke takes a role at a place away from the account.
type Revoke struct {
	Role  domain.Role `json:"role" en:"role" zh:"角色"`
	Place string      `json:"place" en:"place for which it is held" zh:"适用地区"`
}

// Suspend stops the account.
type Suspend struct {
	Reason domain.Text `json:"reason" en:"why" zh:"停用理由"`
}

// Restore ends a suspension.
type Restore struct{}

// Close ends the account.
type Close struct{}

// SetCredential gives an account a new credential of a scheme; the old one of
// the scheme ends.
type SetCredential struct {
	Scheme Scheme      `json:"scheme" en:"kind of credential" zh:"凭证类型"`
	Hash   domain.Text `json:"hash" en:"hash of the secret, never the secret itself" zh:"密钥散列（不得填写密钥本身）"`
}

// CommandType is account.open.
func (Open) CommandType() string { return "account.open" }

// CommandType is account.grant.
func (Grant) CommandType() string { return "account.grant" }

// CommandType is account.delegate.
func (Delegate) CommandType() string { return "account.delegate" }

// CommandType is account.revoke.
func (Revoke) CommandType() string { return "account.revoke" }

// CommandType is account.suspend.
func (Suspend) CommandType() string { return "account.suspend" }

// CommandType is account.restore.
func (Restore) CommandType() string { return "account.restore" }

// CommandType is account.close.
func (Close) CommandType() string { return "account.close" }

// CommandType is account.set-credential.
func (SetCredential) CommandType() string { return "account.set-credential" }

// PlacedAt is where the role is to be held.
func (c Grant) PlacedAt() string { return c.Place }

// PlacedAt is where the role is to be lent.
func (c Delegate) PlacedAt() string { return c.Place }

// PlacedAt is where the role is held.
func (c Revoke) PlacedAt() string { return c.Place }

// Relies names the place.
func (c Grant) Relies(Account) []domain.Ref { return placeOf(c.Place) }

// Relies names the place.
func (c Delegate) Relies(Account) []domain.Ref { return placeOf(c.Place) }

func placeOf(stream string) []domain.Ref {
	if _, known := domain.LevelOf(stream); !known || domain.CheckStream(stream) != nil {
		return nil
	}
	return []domain.Ref{{Stream: stream, Revision: domain.Latest}}
}

// Decide opens the account under its name.
func (c Open) Decide(_ Account, _ domain.Act) ([]domain.Event, error) {
	return []domain.Event{Opened{Name: strings.TrimSpace(c.Name), NameEnglish: strings.TrimSpace(c.NameEnglish)}}, nil
}

// Decide grants each role.
func (c Grant) Decide(_ Account, act domain.Act) ([]domain.Event, error) {
	if len(c.Roles) == 0 {
		return nil, domain.Reject("role_not_named", "name the role that is granted", "请填写所授予的角色")
	}
	if c.From.IsZero() {
		c.From = act.Day()
	}
	var events []domain.Event
	for _, role := range c.Roles {
		events = append(events, Granted{Role: role, Place: c.Place, From: c.From, To: c.To})
	}
	return events, nil
}

// Decide delegates in the name of who acts.
func (c Delegate) Decide(_ Account, act domain.Act) ([]domain.Event, error) {
	if c.From.IsZero() {
		c.From = act.Day()
	}
	return []domain.Event{Delegated{By: act.Actor, Role: c.Role, Place: c.Place, From: c.From, Until: c.Until}}, nil
}

// Decide revokes. Who is no system operator takes back what they lent.
func (c Revoke) Decide(_ Account, act domain.Act) ([]domain.Event, error) {
	if act.Role != domain.SystemOperator {
		return []domain.Event{TakenBack{By: act.Actor, Role: c.Role, Place: c.Place}}, nil
	}
	return []domain.Event{Revoked(c)}, nil
}

// Decide suspends.
func (c Suspend) Decide(Account, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Suspended(c)}, nil
}

// Decide restores.
func (Restore) Decide(Account, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Restored{}}, nil
}

// Decide closes.
func (Close) Decide(Account, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Closed{}}, nil
}

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
