package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	accounts "github.com/sunledger/sunledger/domain/account"
	logins "github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// What the operator of the tests signs in with.
const (
	operatorLogin    = "operator"
	operatorPassword = "一个很长的测试口令 &+%"
)

// people are the accounts of a ledger. They count how often somebody tried a
// credential, and the log that holds them may break down.
type people struct {
	*ledger.Ledger
	sync.Mutex
	// names are the login names of the fixture. Others are refused without the
	// hashing that makes them take as long, unless hashes says so.
	names  map[string]bool
	hashes bool
	broken error
	tried  int
}

// attempt counts one, and gives what is wrong with the log.
func (p *people) attempt(n int) error {
	p.Lock()
	defer p.Unlock()
	p.tried += n
	return p.broken
}

func (p *people) breakDown(err error) { p.Lock(); defer p.Unlock(); p.broken = err }

// Tried is how many passwords and tokens were checked.
func (p *people) Tried() int { p.Lock(); defer p.Unlock(); return p.tried }

func (p *people) Authenticate(ctx context.Context, token string) (ledger.Actor, error) {
	if err := p.attempt(1); err != nil {
		return ledger.Actor{}, err
	}
	return p.Ledger.Authenticate(ctx, token)
}

func (p *people) SignIn(ctx context.Context, login, password string) (ledger.Actor, error) {
	if err := p.attempt(1); err != nil {
		return ledger.Actor{}, err
	}
	if !p.knows(login) {
		return ledger.Actor{}, domain.Reject("sign_in_failed", "they do not go together", "登录名或密码有误")
	}
	return p.Ledger.SignIn(ctx, login, password)
}

// knows reports whether the ledger is asked about a login name.
func (p *people) knows(login string) bool {
	p.Lock()
	defer p.Unlock()
	return p.hashes || p.names[strings.ToLower(strings.TrimSpace(login))]
}

func (p *people) Check(ctx context.Context, actor ledger.Actor) (domain.Standing, error) {
	if err := p.attempt(0); err != nil {
		return domain.Standing{}, err
	}
	return p.Ledger.Check(ctx, actor)
}

// cheapHashes are the passwords of the tests, hashed with the least cost that
// is admitted: the pages are tested here, not the hashing, and the race detector
// makes each honest hash a matter of seconds.
var cheapHashes = map[string]string{
	operatorPassword:         "$argon2id$v=19$m=8,t=1,p=1$j2ZMXabTz47JASlBiqu3Lw$Qw/y2EVVyDcNJiUbs0lAf0E3OQ1WFHK+FNCq2dc2fFw",
	"another long password":  "$argon2id$v=19$m=8,t=1,p=1$0oCyWxTbCS2lLJpCjSfFvQ$voCLpWxuwRJNtacJ2mwFeLzrayLDeCt9CfOvVXKuyUk",
	"quite another password": "$argon2id$v=19$m=8,t=1,p=1$rUdEoKC2w/d0+YkZvuLa8w$FRqyQR/e0DQieuLO/NvMydhA/lSGLEbAoax3UDeYURc",
}

// hashInEarnest gives the operator a hash as the program makes them, and has
// every attempt to sign in hashed.
func (s *site) hashInEarnest() {
	hash, err := ledger.HashPassword(operatorPassword)
	require.NoError(s.t, err)
	s.must(s.actor.Account(), accounts.SetCredential{Scheme: accounts.Argon2id, Hash: domain.Note(hash)})
	s.people.hashes = true
}

// letSignIn gives an account a login name and a password.
func (s *site) letSignIn(account, login, hash string) {
	s.must(account, accounts.SetCredential{Scheme: accounts.Argon2id, Hash: domain.Note(hash)})
	s.must("", logins.Claim{Name: login, Account: account})
	s.people.Lock()
	defer s.people.Unlock()
	s.people.names[login] = true
}

// addPerson is an account that may do nothing but sign in.
func (s *site) addPerson(login, password string) string {
	require.Contains(s.t, cheapHashes, password)
	id := s.must("", accounts.Open{Name: login})
	s.letSignIn(id, login, cheapHashes[password])
	return id
}

// another is a second operator: nobody suspends themselves.
func (s *site) another() ledger.Actor {
	return ledgertest.Open(s.t, s.Ledger, s.actor, "另一运维", domain.WholeCounty, domain.SystemOperator)
}

// A browser asks a site as a browser does: it keeps cookies, says where a form
// comes from, and goes where it is sent when it is told to.
type browser struct {
	s       *site
	origin  string // "http://localhost" or "https://…"
	remote  string
	cookies map[string]string
}

// local is a browser on the machine that the server runs on.
func (s *site) local() *browser {
	return &browser{s: s, origin: "http://localhost:8080", remote: "127.0.0.1:40000", cookies: map[string]string{}}
}

// do sends a request. Headers are names and values in turn; an empty value
// takes a header away.
func (b *browser) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, b.origin+target, strings.NewReader(body))
	r.RemoteAddr = b.remote
	if !strings.HasPrefix(b.origin, "https:") {
		r.TLS = nil
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if method == http.MethodPost {
		r.Header.Set("Origin", b.origin)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	b.s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

func (b *browser) get(target string, headers ...string) *httptest.ResponseRecorder {
	return b.do(http.MethodGet, target, "", headers...)
}

func (b *browser) post(target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	return b.do(http.MethodPost, target, form.Encode(), headers...)
}

// credentials is the form of signing in, filled in.
func credentials(login, password string) url.Values {
	return url.Values{"login": {login}, "password": {password}}
}

// signIn signs the operator in.
func (b *browser) signIn(t *testing.T) {
	t.Helper()
	w := b.post("/sign-in", credentials(operatorLogin, operatorPassword))
	require.Equal(t, http.StatusSeeOther, w.Code, w.Body)
	require.Equal(t, "/staff", w.Header().Get("Location"))
}

var formToken = regexp.MustCompile(`name="form-token" value="([^"]+)"`)

// formToken is the token in the forms of the session.
func (b *browser) formToken(t *testing.T) string {
	t.Helper()
	w := b.get("/staff")
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	found := formToken.FindStringSubmatch(w.Body.String())
	require.NotNil(t, found)
	return found[1]
}
