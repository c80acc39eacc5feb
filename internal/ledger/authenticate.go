package ledger

import (
	"context"
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/login"
)

// NewToken draws a token of 256 bits for an account, records its hash, and
// answers with it. The token before it ends. It is for the account itself, and
// for system operators.
func (l *Ledger) NewToken(ctx context.Context, by Actor, id string) (string, error) {
	return l.newToken(ctx, by, id, time.Time{})
}

func (l *Ledger) newToken(ctx context.Context, by Actor, id string, at time.Time) (string, error) {
	token := drawToken(id)
	_, err := l.Do(ctx, Request{
		Actor: by, ID: id, OccurredAt: at,
		Command: account.SetCredential{Scheme: account.TokenSHA256, Hash: domain.Note(hashToken(token))},
	})
	return token, err
}

// Recover gives the account that began the ledger a new token. It is for who
// holds the folder and the master key, and could read and write everything
// without it; the log shows that it was done.
func (l *Ledger) Recover(ctx context.Context) (Actor, string, error) {
	id, err := l.Identity(ctx)
	if err != nil {
		return Actor{}, "", err
	}
	actor := Actor{account: id.Founder}
	token, err := l.NewToken(ctx, actor, id.Founder)
	return actor, token, err
}

// Authenticate is the account that a token proves. It refuses with
// token_invalid what is no account's token, and an account that is suspended or
// closed. It tells nothing of why a token is invalid.
func (l *Ledger) Authenticate(ctx context.Context, token string) (Actor, error) {
	_, id, _ := strings.Cut(token, ".")
	if !strings.HasPrefix(token, TokenPrefix) || domain.CheckID(id) != nil {
		return Actor{}, tokenInvalid
	}
	hash, err := l.credential(ctx, id, account.TokenSHA256)
	if err != nil {
		return Actor{}, err
	}
	if hash == "" || subtle.ConstantTimeCompare([]byte(hash), []byte(hashToken(token))) != 1 {
		return Actor{}, tokenInvalid
	}
	actor := Actor{account: id}
	_, err = l.Check(ctx, actor)
	return actor, err
}

var tokenInvalid = domain.Reject("token_invalid",
	"the token is not valid: it was replaced, or is not of this ledger; get a new one from a system operator",
	"令牌无效：已更换或不属于本账本；请向运维人员申请新令牌")

// SignIn is the account that has a login name and this password. An unknown name
// is refused as a wrong password is, with sign_in_failed, and takes as long.
func (l *Ledger) SignIn(ctx context.Context, name, password string) (Actor, error) {
	id, err := l.accountOf(ctx, name)
	if err != nil {
		return Actor{}, err
	}
	hash := ""
	if id != "" {
		if hash, err = l.credential(ctx, id, account.Argon2id); err != nil {
			return Actor{}, err
		}
	}
	if hash == "" {
		DummyCheck(password)
		return Actor{}, signInFailed
	}
	ok, err := CheckPassword(hash, password)
	if err == nil && !ok {
		err = signInFailed
	}
	if err != nil {
		return Actor{}, err
	}
	actor := Actor{account: id, password: hash}
	_, err = l.Check(ctx, actor)
	return actor, err
}

// Check is the account of somebody who signed in, as it is now. It refuses one
// that was suspended or closed since, and one whose password was changed.
func (l *Ledger) Check(ctx context.Context, a Actor) (domain.Standing, error) {
	if a.IsZero() {
		return domain.Standing{}, notSignedIn
	}
	s, err := l.Standing(ctx, a.account)
	if err == nil {
		err = s.MayAct()
	}
	if err != nil || a.password == "" {
		return s, err
	}
	hash, err := l.credential(ctx, a.account, account.Argon2id)
	if err == nil && hash != a.password {
		err = domain.Reject("credential_changed", "the password was changed: sign in again", "密码已更改：请重新登录")
	}
	return s, err
}

// signInFailed is the same for a name that nobody has and for a wrong password.
var signInFailed = domain.Reject("sign_in_failed",
	"login name and password do not go together: try again, or ask a system operator for a new password",
	"登录名或密码不正确：请重试，或请运维人员重设密码")

// accountOf is the account that has a login name, or "".
func (l *Ledger) accountOf(ctx context.Context, name string) (string, error) {
	stream := domain.StreamOf(login.Category, name)
	if domain.CheckStream(stream) != nil {
		return "", nil
	}
	f, _, err := l.foldCached(ctx, stream)
	if err != nil || f.Facts == 0 {
		return "", err
	}
	return f.State.(login.Login).Account, nil
}

// credential is the hash of an account's credential of a scheme, or "" where it
// has none. It is opened from the log each time: nothing else keeps it.
func (l *Ledger) credential(ctx context.Context, id string, scheme account.Scheme) (string, error) {
	if l.keys == nil {
		return "", domain.Reject("read_only",
			"this ledger was opened without its keyring, to be read only: sign in at a server that has it",
			"账本以只读方式打开（无密钥库）：请在有密钥库的服务器登录")
	}
	history, err := l.historyOrNone(ctx, domain.StreamOf(account.Category, id))
	if err != nil {
		return "", err
	}
	effects, err := domain.Effective(history, domain.AsOf{})
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(effects) {
		if set, ok := e.Event.(account.CredentialSet); ok && set.Scheme == scheme {
			return set.Hash.Open(l.keys, e.PlaceOf("/hash"))
		}
	}
	return "", nil
}
