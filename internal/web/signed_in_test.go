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
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
)

// What the operator of the tests proves themselves with.
const (
	token            = "slt_a-token-of-the-tests"
	operatorLogin    = "operator"
	operatorPassword = "一个很长的测试口令 &+%"
)

// people are accounts with credentials, and how often somebody tried one.
type people struct {
	sync.Mutex
	byToken, byLogin map[string]ledger.Actor
	passwords        map[string]string
	accounts         map[string]web.Account
	refused          map[string]error // by account
	broken           error
	tried            int
}

func newPeople() *people {
	return &people{
		byToken: map[string]ledger.Actor{}, byLogin: map[string]ledger.Actor{}, passwords: map[string]string{},
		accounts: map[string]web.Account{}, refused: map[string]error{},
	}
}

// actorOf is who acts for an account, in the role that these tests need.
func actorOf(account string) ledger.Actor {
	return ledger.Actor{Account: account, Role: domain.SystemOperator}
}

func (p *people) add(token, login, password string, account web.Account) {
	p.Lock()
	defer p.Unlock()
	actor := actorOf(account.ID)
	p.byToken[token], p.byLogin[login], p.passwords[login], p.accounts[account.ID] = actor, actor, password, account
}

// refuse makes an account one that may no longer act; nil makes it act again.
func (p *people) refuse(account string, why error) {
	p.Lock()
	defer p.Unlock()
	p.refused[account] = why
}

func (p *people) breakDown(err error) { p.Lock(); defer p.Unlock(); p.broken = err }

// Tried is how many passwords and tokens were checked.
func (p *people) Tried() int { p.Lock(); defer p.Unlock(); return p.tried }

func (p *people) Authenticate(_ context.Context, token string) (ledger.Actor, error) {
	p.Lock()
	defer p.Unlock()
	p.tried++
	actor, ok := p.byToken[token]
	if !ok {
		return actor, domain.Reject("token_invalid", "no account has this token", "没有账户使用该令牌")
	}
	return actor, p.refused[actor.Account]
}

func (p *people) SignIn(_ context.Context, login, password string) (ledger.Actor, error) {
	p.Lock()
	defer p.Unlock()
	p.tried++
	if p.broken != nil {
		return ledger.Actor{}, p.broken
	}
	actor, ok := p.byLogin[login]
	if !ok || p.passwords[login] != password {
		return ledger.Actor{}, domain.Reject("sign_in_failed", "the login name or the password is wrong", "登录名或口令有误")
	}
	return actor, p.refused[actor.Account]
}

func (p *people) Check(_ context.Context, actor ledger.Actor) (web.Account, error) {
	p.Lock()
	defer p.Unlock()
	if p.broken != nil {
		return web.Account{}, p.broken
	}
	return p.accounts[actor.Account], p.refused[actor.Account]
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
