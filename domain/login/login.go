// Package login makes the names unique under which people sign in: one stream a
// name, login-<name>, through which every claim of it goes.
package login

import (
	"regexp"

	"github.com/sunledger/sunledger/domain"
)

// Category is that of the streams of login names.
const Category = "login"

// Claimed gives the name to an account.
type Claimed struct {
	// Account is an id.
	Account string `json:"account" audience:"public" en:"account that signs in under the name" zh:"登录账户"`
}

// Released takes the name back, for anybody to claim.
type Released struct{}

// EventType is login.claimed.
func (Claimed) EventType() string { return "login.claimed" }

// EventType is login.released.
func (Released) EventType() string { return "login.released" }

// ReplacedBy is login.release: a name is given by who may give it.
func (Claimed) ReplacedBy() string { return "login.release, and login.claim," }

// ReplacedBy is login.claim.
func (Released) ReplacedBy() string { return "login.claim" }

// Login is the state of one name.
type Login struct {
	// Account is the id of who has it, empty while nobody does.
	Account string
}

// Evolve is the name after a fact.
func (l Login) Evolve(f domain.Fact) (Login, error) {
	if err := l.follows(f.Event); err != nil {
		return l, err
	}
	switch e := f.Event.(type) {
	case Claimed:
		l.Account = e.Account
	case Released:
		l.Account = ""
	}
	return l, nil
}

func (l Login) follows(e domain.Event) error {
	switch e.(type) {
	case Claimed:
		if l.Account != "" {
			return domain.Reject("login_taken", "the login name is taken by account %s: choose another one, or release it first", "登录名已由账户 %s 使用：请另选，或先释放", l.Account)
		}
	case Released:
		if l.Account == "" {
			return domain.Reject("login_free", "nobody has the login name", "该登录名无人使用")
		}
	default:
		return domain.Unknown(e)
	}
	return nil
}

// form is what a login name looks like.
var form = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,30}[a-z0-9]$`)

// Judge checks the form of the name and that the account is open.
func (l Login) Judge(e domain.Event, act domain.Act) error {
	if err := l.follows(e); err != nil {
		return err
	}
	c, ok := e.(Claimed)
	if !ok {
		return nil
	}
	if _, name := domain.SplitStream(act.Stream); !form.MatchString(name) {
		return domain.Reject("login_invalid",
			"%q is no login name: write 3 to 32 small letters, digits, '.', '_' or '-', beginning with a letter and ending in a letter or a digit",
			"%q 不能作为登录名：请用 3 至 32 个小写字母、数字、“.”“_”或“-”，以字母开头，以字母或数字结尾", name)
	}
	standing, err := domain.Evidence[domain.Standing](act, domain.StreamOf("account", c.Account))
	if err == nil && standing.Closed {
		return domain.Reject("account_closed", "the account is closed: give the name to an open one", "账户已注销：请给予未注销的账户")
	}
	return err
}

// Claim gives a login name to an account.
type Claim struct {
	Name    string `json:"name" en:"login name: small letters, digits, '.', '_', '-'" zh:"登录名（小写字母、数字、“.”“_”“-”）"`
	Account string `json:"account" en:"id of the account" zh:"账户编号"`
}

// Release takes a login name back.
type Release struct{}

// CommandType is login.claim.
func (Claim) CommandType() string { return "login.claim" }

// CommandType is login.release.
func (Release) CommandType() string { return "login.release" }

// StreamID is the name itself.
func (c Claim) StreamID() string { return c.Name }

// Relies names the account.
func (c Claim) Relies(Login) []domain.Ref {
	if domain.CheckID(c.Account) != nil {
		return nil
	}
	return []domain.Ref{{Stream: domain.StreamOf("account", c.Account), Revision: domain.Latest}}
}

// Decide claims.
func (c Claim) Decide(Login, domain.Act) ([]domain.Event, error) {
	if domain.CheckID(c.Account) != nil {
		return nil, domain.Reject("id_invalid", "%q is not the id of an account", "%q 不是账户编号", c.Account)
	}
	return []domain.Event{Claimed{Account: c.Account}}, nil
}

// Decide releases.
func (Release) Decide(Login, domain.Act) ([]domain.Event, error) {
	return []domain.Event{Released{}}, nil
}
