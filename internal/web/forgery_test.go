package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	accounts "github.com/sunledger/sunledger/domain/account"
)

// No other site can act with somebody's session.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	s := founded(t)
	var taken []url.Values
	s.handler.TakeForms("/staff/test", func(a domain.Standing, posted url.Values) (string, error) {
		require.Equal(t, s.actor.Account(), a.Account)
		taken = append(taken, posted)
		if posted.Get("say") == "no" {
			return "", domain.Reject("not_permitted", "your role does not allow it", "您的角色无权办理")
		}
		return posted.Get("next"), nil
	})
	b := s.local()
	b.signIn(t)
	token := b.formToken(t)
	other := s.local()
	other.signIn(t)

	good := url.Values{"say": {"yes"}, "form-token": {token}, "next": {"/requests"}}
	w := b.post("/staff/test", good)
	require.Equal(t, http.StatusSeeOther, w.Code, w.Body)
	require.Equal(t, "/requests", w.Header().Get("Location"))
	require.Equal(t, http.StatusSeeOther, b.post("/staff/test", good, "Origin", "", "Sec-Fetch-Site", "").Code, "a program that is no browser says neither")
	require.Len(t, taken, 2)

	with := func(token ...string) string {
		return url.Values{"say": {"yes"}, "form-token": token}.Encode()
	}
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		says    string
	}{
		"no token":                {with(), nil, 403, "belongs to a session that has ended"},
		"an empty token":          {with(""), nil, 403, "belongs to a session that has ended"},
		"a wrong token":           {with(token[:len(token)-1] + "!"), nil, 403, "belongs to a session that has ended"},
		"part of a token":         {with(token[:10]), nil, 403, "belongs to a session that has ended"},
		"that of another session": {with(other.formToken(t)), nil, 403, "belongs to a session that has ended"},
		"from another site":       {with(token), []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403, "sent from another site"},
		"from a neighbour":        {with(token), []string{"Sec-Fetch-Site", "same-site"}, 403, "sent from another site"},
		"by an old browser":       {with(token), []string{"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, 403, "sent from another site"},
		"from a frame":            {with(token), []string{"Sec-Fetch-Site", "", "Origin", "null"}, 403, "sent from another site"},
		"from another port":       {with(token), []string{"Sec-Fetch-Site", "", "Origin", "http://localhost:9999"}, 403, "sent from another site"},
		"as plain text":           {with(token), []string{"Content-Type", "text/plain"}, 415, "takes forms only"},
		"as JSON":                 {`{"form-token":"` + token + `"}`, []string{"Content-Type", "application/json"}, 415, "takes forms only"},
		"without a type":          {with(token), []string{"Content-Type", ""}, 415, "takes forms only"},
		"not a form":              {"form-token=%zz", nil, 400, "could not be read"},
		"too large":               {with(token) + "&x=" + strings.Repeat("x", 1<<20), nil, 413, "larger than 1 MiB"},
	} {
		w := b.do(http.MethodPost, "/staff/test", c.body, append([]string{"Accept-Language", "en"}, c.headers...)...)
		require.Equal(t, c.status, w.Code, "%s\n%s", name, w.Body)
		require.Contains(t, w.Body.String(), c.says, name)
		require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"), name)
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"), name)
		require.NotContains(t, w.Body.String(), token, name)
	}
	require.Len(t, taken, 2, "nothing was done")

	w = b.post("/staff/test", url.Values{"say": {"no"}, "form-token": {token}}, "Accept-Language", "zh")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "您的角色无权办理")

	// A token in the address is no token of a form.
	w = b.do(http.MethodPost, "/staff/test?form-token="+token, "say=yes")
	require.Equal(t, http.StatusForbidden, w.Code)
	// Nobody signed in: they do so, and begin anew.
	w = s.local().post("/staff/test", good)
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "/sign-in?next=%2Fstaff", w.Header().Get("Location"))

	// Signing in and out are forms, too.
	foreign := []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}
	tried := s.people.Tried()
	require.Equal(t, http.StatusForbidden, s.local().post("/sign-in", credentials(operatorLogin, operatorPassword), foreign...).Code)
	require.Equal(t, tried, s.people.Tried())
	require.Equal(t, http.StatusForbidden, b.post("/sign-out", url.Values{"form-token": {token}}, foreign...).Code)
	require.Equal(t, http.StatusForbidden, b.post("/sign-out", nil).Code)
	require.Equal(t, http.StatusOK, b.get("/staff").Code, "still signed in")
	require.Equal(t, http.StatusMethodNotAllowed, b.get("/sign-out").Code, "no link signs anybody out")
	require.Equal(t, http.StatusRequestEntityTooLarge, b.do(http.MethodPost, "/sign-in", "login="+strings.Repeat("x", 1<<20)).Code)
}

// A session is for pages; programs send a token, and it goes before a cookie.
func TestTheAPITakesNoSession(t *testing.T) {
	s := founded(t)
	b := s.local()
	b.signIn(t)
	command := func(headers ...string) int {
		return b.do(http.MethodPost, "/api/commands/request.submit", submit, append([]string{"Content-Type", "application/json"}, headers...)...).Code
	}
	w := b.do(http.MethodPost, "/api/commands/request.submit", submit, "Content-Type", "application/json")
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Contains(t, w.Body.String(), `"code": "token_missing"`)
	require.Equal(t, `Bearer realm="sunledger"`, w.Header().Get("WWW-Authenticate"))
	require.Equal(t, http.StatusUnauthorized, command("Authorization", "Bearer slt_wrong"))
	require.Equal(t, http.StatusCreated, command("Authorization", "Bearer "+s.token))
	require.Equal(t, http.StatusCreated, command("Authorization", "bearer "+s.token, "Sec-Fetch-Site", "cross-site", "Origin", "https://app.example"), "a token is not sent by itself")
	s.mustBy(s.another(), s.actor.Account(), accounts.Suspend{Reason: domain.Note("离岗")})
	require.Equal(t, http.StatusForbidden, command("Authorization", "Bearer "+s.token))
}
