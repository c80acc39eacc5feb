package web_test

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/web"
)

// from is a browser by TLS from an address.
func (s *site) from(remote string) *browser {
	return &browser{s: s, origin: "https://ledger.example.cn", remote: remote + ":1234", cookies: map[string]string{}}
}

func TestGuessingPasswordsIsSlowed(t *testing.T) {
	s := founded(t)
	wrong := credentials(operatorLogin, "not the password")
	// Each guess comes from another machine, so that only the name counts.
	for i := range 5 {
		require.Equal(t, http.StatusForbidden, s.from(fmt.Sprint("192.0.2.", i)).post("/sign-in", wrong).Code)
	}
	want := time.Second
	for i := range 14 {
		tried := s.people.Tried()
		b := s.from(fmt.Sprint("192.0.2.", 100+i))
		for _, form := range []string{operatorLogin, " OPERATOR"} {
			w := b.post("/sign-in", credentials(form, operatorPassword), "Accept-Language", "en")
			require.Equal(t, http.StatusTooManyRequests, w.Code, "even the right password waits")
			require.Equal(t, strconv.Itoa(int(want.Seconds())), w.Header().Get("Retry-After"))
			require.Contains(t, w.Body.String(), fmt.Sprintf("try again in %d s", int(want.Seconds())))
		}
		require.Equal(t, tried, s.people.Tried(), "nothing was checked")
		s.clock.Pass(want)
		require.Equal(t, http.StatusForbidden, b.post("/sign-in", wrong).Code)
		want = min(2*want, 15*time.Minute)
	}
	require.Equal(t, 15*time.Minute, want)
	other := s.from("198.51.100.1")
	s.addPerson("other", "another long password")
	require.Equal(t, http.StatusSeeOther, other.post("/sign-in", credentials("other", "another long password")).Code, "others are not held up")

	// The right one, in its time, makes the name free again.
	s.clock.Pass(15 * time.Minute)
	s.from("192.0.2.200").signIn(t)
	for i := range 5 {
		require.Equal(t, http.StatusForbidden, s.from(fmt.Sprint("203.0.113.", i)).post("/sign-in", wrong).Code)
	}
	require.Equal(t, http.StatusTooManyRequests, s.from("203.0.113.9").post("/sign-in", wrong).Code)
	s.clock.Pass(time.Hour)
	for i := range 5 {
		require.Equal(t, http.StatusForbidden, s.from(fmt.Sprint("203.0.113.", 50+i)).post("/sign-in", wrong).Code, "it is forgotten after an hour")
	}
	require.Contains(t, s.get("/metrics").Body.String(), `sunledger_sign_ins_total{outcome="slowed"} 29`)
}

// One machine that tries one password with many names is slowed, too, and a
// right one of its own does not help.
func TestSprayingIsSlowed(t *testing.T) {
	s := founded(t)
	for _, c := range []struct {
		name        string
		remote      func(i int) string
		isolated    string
		slowedAtEnd bool
	}{
		{"one address", func(int) string { return "192.0.2.9" }, "192.0.2.10", true},
		{"one network of IPv6", func(i int) string { return fmt.Sprintf("[2001:db8:1:1::%x]", i+1) }, "[2001:db8:1:2::1]", true},
		{"many addresses", func(i int) string { return fmt.Sprint("198.51.100.", i) }, "198.51.100.200", false},
	} {
		for i := range 5 {
			w := s.from(c.remote(i)).post("/sign-in", credentials(fmt.Sprint(c.name, i), "Spring2016!"))
			require.Equal(t, http.StatusForbidden, w.Code, c.name)
		}
		want := http.StatusSeeOther
		if c.slowedAtEnd {
			want = http.StatusTooManyRequests
		}
		require.Equal(t, want, s.from(c.remote(9)).post("/sign-in", credentials(operatorLogin, operatorPassword)).Code, c.name)
		s.from(c.isolated).signIn(t)
	}

	b := s.from("192.0.2.77")
	for i := range 5 {
		require.Equal(t, http.StatusForbidden, b.post("/sign-in", credentials(fmt.Sprint("x", i), "Spring2016!")).Code)
		if i < 4 {
			b.signIn(t)
		}
	}
	require.Equal(t, http.StatusTooManyRequests, b.post("/sign-in", credentials(operatorLogin, operatorPassword)).Code)
}

// Behind a proxy all readers come from one address; what the proxy says tells
// them apart, and only the last word is the proxy's.
func TestBehindAProxy(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.HTTPS = true })
	attempt := func(forwarded, login, password string) int {
		b := &browser{s: s, origin: "http://ledger.example.cn", remote: "10.0.0.1:1", cookies: map[string]string{}}
		return b.post("/sign-in", credentials(login, password), "X-Forwarded-For", forwarded).Code
	}
	for i := range 5 {
		require.Equal(t, http.StatusForbidden, attempt(fmt.Sprintf("203.0.113.%d, 192.0.2.1", i), fmt.Sprint("x", i), "Spring2016!"))
	}
	require.Equal(t, http.StatusTooManyRequests, attempt("203.0.113.99, 192.0.2.1", operatorLogin, operatorPassword))
	require.Equal(t, http.StatusSeeOther, attempt("192.0.2.2", operatorLogin, operatorPassword))

	// Without a proxy nobody is believed.
	direct := founded(t)
	for i := range 5 {
		b := direct.from("192.0.2.1")
		require.Equal(t, http.StatusForbidden, b.post("/sign-in", credentials(fmt.Sprint("x", i), "Spring2016!"), "X-Forwarded-For", fmt.Sprint("203.0.113.", i)).Code)
	}
	require.Equal(t, http.StatusTooManyRequests, direct.from("192.0.2.1").post("/sign-in", credentials(operatorLogin, operatorPassword), "X-Forwarded-For", "203.0.113.99").Code)
}

// Many guesses at once are no way around the delay.
func TestGuessesAtOnce(t *testing.T) {
	s := founded(t)
	var all sync.WaitGroup
	for i := range 50 {
		b := s.from(fmt.Sprint("192.0.2.", i))
		all.Go(func() { b.post("/sign-in", credentials(operatorLogin, "not the password")) })
	}
	all.Wait()
	require.Equal(t, 5, s.people.Tried())
}

func TestWhatIsSlowedIsBounded(t *testing.T) {
	s := founded(t)
	first := func() int {
		return s.from("192.0.2.1").post("/sign-in", credentials(operatorLogin, "not the password")).Code
	}
	for range 5 {
		require.Equal(t, http.StatusForbidden, first())
	}
	require.Equal(t, http.StatusTooManyRequests, first())
	others := func(n, from int) {
		for i := from; i < from+n; i++ {
			s.handler.FailToSignIn(fmt.Sprint("x", i))
		}
	}
	others(4_900, 0)
	s.clock.Pass(time.Second)
	require.Equal(t, http.StatusForbidden, first())
	others(200, 4_900)
	require.Equal(t, http.StatusTooManyRequests, first(), "those that failed longest ago went")
	others(5_000, 5_100)
	require.Equal(t, http.StatusForbidden, first(), "ten thousand later ones took its place")
}

func TestGuessingTokensIsSlowed(t *testing.T) {
	s := founded(t)
	for range 5 {
		status, r := s.send(t, "request.submit", submit, "Authorization", "Bearer slt_guess")
		require.Equal(t, http.StatusUnauthorized, status)
		require.Equal(t, "token_invalid", r.Error.Code)
	}
	guess := []string{"Authorization", "Bearer slt_guess"}
	status, r := s.send(t, "request.submit", submit, guess...)
	require.Equal(t, http.StatusTooManyRequests, status)
	require.Equal(t, "slow_down", r.Error.Code)
	w := s.ask(http.MethodPost, "/api/commands/request.submit", submit, append(guess, "Content-Type", "application/json")...)
	require.Equal(t, http.StatusTooManyRequests, w.Code)
	require.Equal(t, "1", w.Header().Get("Retry-After"))

	// The one who has a token is not kept out by those who guess from the same
	// address, and does not make them free.
	status, _ = s.send(t, "request.submit", submit)
	require.Equal(t, http.StatusCreated, status)
	status, _ = s.send(t, "request.submit", submit, guess...)
	require.Equal(t, http.StatusTooManyRequests, status)
	s.clock.Pass(time.Second)
	status, r = s.send(t, "request.submit", submit, guess...)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, "token_invalid", r.Error.Code)
	status, _ = s.send(t, "request.submit", submit, guess...)
	require.Equal(t, http.StatusTooManyRequests, status)

	// A program with an old token does not keep people out.
	b := s.from("192.0.2.1")
	b.signIn(t)
	// No token at all is no guess.
	for range 10 {
		status, r = s.send(t, "request.submit", submit, "Authorization", "")
		require.Equal(t, http.StatusUnauthorized, status)
		require.Equal(t, "token_missing", r.Error.Code)
	}
	status, _ = s.send(t, "request.submit", submit)
	require.Equal(t, http.StatusCreated, status)
}
