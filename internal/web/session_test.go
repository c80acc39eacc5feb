package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	accounts "github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/web"
)

func TestSigningInAndOut(t *testing.T) {
	s := founded(t)
	s.hashInEarnest()
	b := s.local()
	w := b.get("/staff")
	require.Equal(t, http.StatusFound, w.Code)
	require.Equal(t, "/sign-in?next=%2Fstaff", w.Header().Get("Location"))
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Equal(t, "Cookie", w.Header().Get("Vary"))

	w = b.post("/sign-in?next=%2Frequests%3Fphase%3Dopen", credentials(" "+operatorLogin+" ", operatorPassword))
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "/requests?phase=open", w.Header().Get("Location"))
	set := w.Header().Get("Set-Cookie")
	require.Regexp(t, `^sunledger=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict$`, set)

	for lang, name := range map[string]string{"en": "system operator", "zh": "系统运维"} {
		w = b.get("/staff", "Accept-Language", lang)
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), name)
		require.Contains(t, w.Body.String(), `<form method="post" action="/sign-out">`)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		require.Contains(t, w.Header().Get("Vary"), "Cookie")
		require.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
		require.Empty(t, w.Header().Get("ETag"))
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "script-src 'self'")
	}
	require.Equal(t, http.StatusFound, b.get("/sign-in").Code, "there is nothing to be done there")
	require.Contains(t, s.get("/metrics").Body.String(), `sunledger_sign_ins_total{outcome="succeeded"} 1`)
	require.Contains(t, s.get("/metrics").Body.String(), "sunledger_sessions 1")

	kept := b.cookies["sunledger"]
	w = b.post("/sign-out", map[string][]string{"form-token": {b.formToken(t)}})
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "/", w.Header().Get("Location"))
	require.Empty(t, b.cookies)
	b.cookies["sunledger"] = kept
	require.Equal(t, http.StatusFound, b.get("/staff").Code, "it ended here, not only in the browser")
}

// A public page may lie in a cache between, and so is the same for everybody.
func TestPublicPagesDoNotKnowWhoReads(t *testing.T) {
	s := furnished(t)
	b := s.local()
	pages := []string{"/", "/requests", "/matters", "/events", "/about", "/board.json"}
	before := map[string]string{}
	for _, page := range pages {
		before[page] = b.get(page).Body.String()
	}
	b.signIn(t)
	for _, page := range pages {
		w := b.get(page)
		require.Equal(t, before[page], w.Body.String(), page)
		require.Empty(t, w.Header().Get("Set-Cookie"), page)
	}
	require.Equal(t, http.StatusNotFound, b.get("/staff.json").Code)
	require.Equal(t, http.StatusNotFound, b.get("/sign-in.csv").Code)
}

func TestSessionsEnd(t *testing.T) {
	t.Run("when they are not used", func(t *testing.T) {
		s := founded(t)
		b := s.local()
		b.signIn(t)
		for range 3 {
			s.clock.Pass(29 * time.Minute)
			require.Equal(t, http.StatusOK, b.get("/staff").Code)
		}
		s.clock.Pass(30 * time.Minute)
		w := b.get("/staff")
		require.Equal(t, http.StatusFound, w.Code)
		require.Empty(t, b.cookies, "the browser forgets it, too")
	})
	t.Run("after twelve hours", func(t *testing.T) {
		s := founded(t)
		b := s.local()
		b.signIn(t)
		for range 71 {
			s.clock.Pass(10 * time.Minute)
			require.Equal(t, http.StatusOK, b.get("/staff").Code)
		}
		s.clock.Pass(10 * time.Minute)
		require.Equal(t, http.StatusFound, b.get("/staff").Code)
	})
	for name, c := range map[string]struct {
		ends   any
		status int
		says   string
	}{
		"with a suspension": {accounts.Suspend{Reason: domain.Note("离岗")}, http.StatusForbidden, "he account is suspended: a system operator can restore it"},
		"with the account":  {accounts.Close{}, http.StatusForbidden, "he account is closed"},
		"with the password": {accounts.SetCredential{Scheme: accounts.Argon2id, Hash: domain.Note(cheapHashes["quite another password"])}, http.StatusUnauthorized, "he password was changed: sign in again"},
	} {
		t.Run(name, func(t *testing.T) {
			s := founded(t)
			operator := s.another()
			b, elsewhere := s.local(), s.local()
			b.signIn(t)
			elsewhere.signIn(t)
			s.mustBy(operator, s.actor.Account(), c.ends)
			w := b.get("/staff", "Accept-Language", "en")
			require.Equal(t, c.status, w.Code)
			require.Contains(t, w.Body.String(), c.says)
			require.Empty(t, b.cookies)
			if _, suspended := c.ends.(accounts.Suspend); suspended {
				s.mustBy(operator, s.actor.Account(), accounts.Restore{})
			}
			require.Equal(t, http.StatusFound, elsewhere.get("/staff").Code, "all sessions of the account ended")
		})
	}
	t.Run("not when the log cannot be reached", func(t *testing.T) {
		s := founded(t)
		b := s.local()
		b.signIn(t)
		s.people.breakDown(eventstore.ErrUnavailable)
		require.Equal(t, http.StatusServiceUnavailable, b.get("/staff").Code)
		require.Equal(t, http.StatusServiceUnavailable, b.post("/sign-in", credentials(operatorLogin, operatorPassword)).Code)
		s.people.breakDown(nil)
		require.Equal(t, http.StatusOK, b.get("/staff").Code)
	})
	t.Run("when an account has too many, the oldest", func(t *testing.T) {
		s := founded(t)
		var all []*browser
		for range 21 {
			b := s.local()
			b.signIn(t)
			all = append(all, b)
		}
		for i, b := range all {
			want := http.StatusOK
			if i == 0 {
				want = http.StatusFound
			}
			require.Equal(t, want, b.get("/staff").Code, "session %d", i)
		}
	})
	t.Run("when there are too many, the one used longest ago", func(t *testing.T) {
		s := founded(t)
		b, used := s.local(), s.local()
		used.signIn(t)
		s.clock.Pass(time.Millisecond)
		b.signIn(t)
		require.Equal(t, http.StatusOK, used.get("/staff").Code)
		s.clock.Pass(time.Millisecond)
		s.handler.BeginSessions(9_998)
		require.Contains(t, s.get("/metrics").Body.String(), "sunledger_sessions 10000")
		s.local().signIn(t)
		require.Contains(t, s.get("/metrics").Body.String(), "sunledger_sessions 10000")
		require.Equal(t, http.StatusOK, used.get("/staff").Code)
		require.Equal(t, http.StatusFound, b.get("/staff").Code)
	})
}

// Whoever plants a cookie in somebody's browser does not get in with it when
// they sign in.
func TestSessionFixation(t *testing.T) {
	s := founded(t)
	attacker, victim := s.local(), s.local()
	planted := strings.Repeat("A", 43)
	attacker.cookies["sunledger"], victim.cookies["sunledger"] = planted, planted
	w := victim.post("/sign-in", credentials(operatorLogin, operatorPassword))
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.NotEqual(t, planted, victim.cookies["sunledger"])
	require.Equal(t, http.StatusOK, victim.get("/staff").Code)
	require.Equal(t, http.StatusFound, attacker.get("/staff").Code)

	// Not with a session of the attacker's own, either: it ends.
	s.addPerson("attacker", "another long password")
	require.Equal(t, http.StatusSeeOther, attacker.post("/sign-in", credentials("attacker", "another long password")).Code)
	planted = attacker.cookies["sunledger"]
	victim = s.local()
	victim.cookies["sunledger"] = planted
	victim.signIn(t)
	require.NotEqual(t, planted, victim.cookies["sunledger"])
	require.Equal(t, http.StatusFound, attacker.get("/staff").Code)

	// A cookie is sent once; of two, somebody planted one.
	w = victim.get("/staff", "Cookie", "sunledger="+planted+"; sunledger="+victim.cookies["sunledger"])
	require.Equal(t, http.StatusFound, w.Code)
	require.Equal(t, http.StatusOK, victim.get("/staff").Code)
}

func TestSigningInNeedsAPrivateConnection(t *testing.T) {
	s := founded(t)
	for name, b := range map[string]*browser{
		"from elsewhere":               {s: s, origin: "http://localhost:8080", remote: "192.0.2.7:1234"},
		"under a public name":          {s: s, origin: "http://ledger.example.cn", remote: "127.0.0.1:1234"},
		"under a name made to mislead": {s: s, origin: "http://127.0.0.1.example.cn", remote: "127.0.0.1:1234"},
	} {
		b.cookies = map[string]string{}
		for _, w := range []interface{ Result() *http.Response }{
			b.get("/sign-in", "Accept-Language", "en"), b.get("/staff", "Accept-Language", "en"),
			b.post("/sign-in", credentials(operatorLogin, operatorPassword), "Accept-Language", "en"),
		} {
			r := w.Result()
			require.Equal(t, http.StatusForbidden, r.StatusCode, name)
			require.Empty(t, b.cookies, name)
		}
		require.Contains(t, b.get("/sign-in", "Accept-Language", "en").Body.String(), "Signing in needs a connection by TLS", name)
	}
	require.Zero(t, s.people.Tried())
	for _, origin := range []string{"http://localhost", "http://127.0.0.1:99", "http://[::1]:8080", "http://127.8.9.1"} {
		b := &browser{s: s, origin: origin, remote: "[::1]:5555", cookies: map[string]string{}}
		b.signIn(t)
		require.Contains(t, b.cookies, "sunledger")
	}

	// By TLS of our own, from anywhere.
	b := &browser{s: s, origin: "https://ledger.example.cn", remote: "192.0.2.7:1234", cookies: map[string]string{}}
	w := b.post("/sign-in", credentials(operatorLogin, operatorPassword))
	require.Regexp(t, `^__Host-sunledger=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; Secure; SameSite=Strict$`, w.Header().Get("Set-Cookie"))
	require.Equal(t, http.StatusOK, b.get("/staff").Code)
	b.cookies = map[string]string{"sunledger": b.cookies["__Host-sunledger"]}
	require.Equal(t, http.StatusFound, b.get("/staff").Code, "a cookie that anybody could have set is not looked at")

	// And by that of a proxy, which passes on another name.
	s = founded(t, func(c *web.Config) { c.HTTPS, c.PublicURL = true, "https://ledger.example.cn/" })
	b = &browser{s: s, origin: "http://backend:8080", remote: "10.0.0.1:1234", cookies: map[string]string{}}
	w = b.post("/sign-in", credentials(operatorLogin, operatorPassword), "Sec-Fetch-Site", "", "Origin", "https://ledger.example.cn")
	require.Equal(t, http.StatusSeeOther, w.Code, w.Body)
	require.Contains(t, w.Header().Get("Set-Cookie"), "__Host-sunledger=")
	require.Equal(t, http.StatusOK, b.get("/staff").Code)
}

func TestSigningInIsOff(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.Auth = nil })
	s.settle()
	b := s.local()
	require.NotContains(t, b.get("/").Body.String(), `href="/staff"`)
	for _, w := range []int{b.get("/sign-in").Code, b.get("/staff").Code, b.post("/sign-in", credentials("a", "b")).Code, b.post("/sign-out", nil).Code} {
		require.Equal(t, http.StatusForbidden, w)
	}
	require.Contains(t, b.get("/sign-in", "Accept-Language", "en").Body.String(), "started for reading only")
}

func TestTheFormShowsWhatWasWrong(t *testing.T) {
	s := founded(t)
	s.hashInEarnest()
	b := s.local()
	w := b.post("/sign-in?next=/requests", credentials("nobody\"><b>", "not the password"), "Accept-Language", "en")
	require.Equal(t, http.StatusForbidden, w.Code)
	body := w.Body.String()
	require.Contains(t, body, `role="alert"`)
	require.Contains(t, body, "Login name and password do not go together")
	require.Contains(t, body, "<title>Error: Sign in")
	require.Contains(t, body, `value="nobody&#34;&gt;&lt;b&gt;"`)
	require.Contains(t, body, `action="/sign-in?next=%2Frequests"`)
	require.NotContains(t, body, "not the password")
	require.Empty(t, b.cookies)
	require.Empty(t, w.Header().Get("WWW-Authenticate"))

	w = b.post("/sign-in", credentials("", ""), "Accept-Language", "zh")
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, w.Body.String(), `<a href="#login">未填写登录名</a>`)
	require.Contains(t, w.Body.String(), `<a href="#password">未填写密码</a>`)
	require.Equal(t, 1, s.people.Tried())
}
