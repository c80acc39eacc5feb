package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// signInValue is the form, and what was wrong with what was sent before.
type signInValue struct {
	Action string
	Login  string
	// Refused is why nobody is signed in, or "". LoginMissing and
	// PasswordMissing say which field was left empty.
	Refused                       string
	LoginMissing, PasswordMissing bool
}

// showSignIn shows the form, or what comes after it where somebody is signed in.
func (h *Handler) showSignIn(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	next := nextOf(r)
	_, account, err := h.sessionOf(ctx, w, r)
	if err != nil {
		return err
	}
	if account.Account != "" {
		redirect(w, http.StatusFound, next)
		return nil
	}
	return h.writeSignIn(ctx, w, r, signInValue{}, http.StatusOK)
}

// nextOf is where somebody goes after signing in.
func nextOf(r *http.Request) string {
	next := localPath(r.URL.Query().Get("next"))
	if path, _, _ := strings.Cut(next, "?"); path == "" || path == signInPath || path == signOutPath {
		return staffHome
	}
	return next
}

func (h *Handler) writeSignIn(ctx context.Context, w http.ResponseWriter, r *http.Request, value signInValue, status int) error {
	v, err := h.visit(ctx, w, r)
	if err != nil {
		return err
	}
	value.Action = signInPath
	if next := nextOf(r); next != staffHome {
		value.Action += "?" + url.Values{"next": {next}}.Encode()
	}
	title := v.T("signIn.title")
	if value.Refused != "" {
		title = v.T("signIn.errorTitle", "title", title)
	}
	return h.writePeople(w, v, staffAnswer{answer: answer{page: "signin", title: title, value: value}, status: status}, nil)
}

// signIn takes the form. Whoever is who they say gets a session that did not
// exist before, whatever cookie they sent.
func (h *Handler) signIn(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	login, password := strings.TrimSpace(r.PostForm.Get("login")), r.PostForm.Get("password")
	v := signInValue{Login: login, LoginMissing: login == "", PasswordMissing: password == ""}
	if v.LoginMissing || v.PasswordMissing {
		return h.signInAgain(ctx, w, r, v, signInIncomplete)
	}
	actor, account, err := h.prove(ctx, r, login, password)
	if err != nil {
		return h.signInAgain(ctx, w, r, v, err)
	}
	if before := h.cookieOf(r); before != "" {
		h.sessions.end(before)
	}
	http.SetCookie(w, h.sessionCookie(r, h.sessions.begin(actor, account.Account)))
	redirect(w, http.StatusSeeOther, nextOf(r))
	return nil
}

// maxProving is how many passwords are checked at once. Whoever comes after
// that waits, and goes away with their connection.
const maxProving = 16

// prove checks a login name and a password, slowed where that failed before.
func (h *Handler) prove(ctx context.Context, r *http.Request, login, password string) (ledger.Actor, domain.Standing, error) {
	select {
	case h.proving <- struct{}{}:
		defer func() { <-h.proving }()
	case <-ctx.Done():
		return ledger.Actor{}, domain.Standing{}, ctx.Err()
	}
	name, client := nameKey(login), h.clientKey("sign in", r)
	if wait := h.throttle.attempt(name, client); wait > 0 {
		h.metrics.signIns.WithLabelValues("slowed").Inc()
		return ledger.Actor{}, domain.Standing{}, slowDown(wait)
	}
	var account domain.Standing
	actor, err := h.cfg.Auth.SignIn(ctx, login, password)
	if err == nil {
		account, err = h.cfg.Auth.Check(ctx, actor)
	}
	refusal := (*domain.Rejection)(nil)
	switch {
	case err == nil:
		h.throttle.forget(name)
		h.throttle.takeBack(client)
		h.metrics.signIns.WithLabelValues("succeeded").Inc()
	case errors.As(err, &refusal):
		h.metrics.signIns.WithLabelValues("refused").Inc()
	default:
		h.throttle.takeBack(name, client)
		h.metrics.signIns.WithLabelValues("failed").Inc()
	}
	return actor, account, err
}

// signInAgain shows the form again, with what was wrong. An error of ours is
// none of the form.
func (h *Handler) signInAgain(ctx context.Context, w http.ResponseWriter, r *http.Request, value signInValue, err error) error {
	refusal, status := refusalOf(err)
	if status >= http.StatusInternalServerError {
		return err
	}
	setRetryAfter(w, err)
	value.Refused = refusal.In(h.chooseLang(w, r))
	return h.writeSignIn(ctx, w, r, value, status)
}

// signOut ends the session, here and in the browser.
func (h *Handler) signOut(_ context.Context, w http.ResponseWriter, r *http.Request) error {
	cookie := h.cookieOf(r)
	if s, ok := h.sessions.of(cookie); ok {
		if !s.takes(r.PostForm) {
			return formNotOurs
		}
		h.sessions.end(cookie)
	}
	http.SetCookie(w, h.sessionCookie(r, ""))
	redirect(w, http.StatusSeeOther, "/")
	return nil
}

// slowed refuses what comes too soon after failures.
type slowed struct {
	*domain.Rejection
	wait time.Duration
}

// Unwrap is the refusal itself.
func (s *slowed) Unwrap() error { return s.Rejection }

func slowDown(wait time.Duration) error {
	s := &slowed{wait: wait}
	s.Rejection = domain.Reject("slow_down",
		"too many attempts failed: try again in %[1]d s; whoever forgot a password or a token asks a system operator for a new one",
		"失败次数过多：请在 %[1]d 秒后重试；遗忘密码或令牌的，请向运维人员申请新的", s.seconds())
	return s
}

// seconds is the time to wait in whole seconds, never too short.
func (s *slowed) seconds() int { return int((s.wait + time.Second - 1) / time.Second) }

// setRetryAfter says when to try again, where an error says so.
func setRetryAfter(w http.ResponseWriter, err error) {
	if s := (*slowed)(nil); errors.As(err, &s) {
		w.Header().Set("Retry-After", strconv.Itoa(s.seconds()))
	}
}
