package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// A staffRoute is one page for those who signed in. Nothing of it may be kept,
// and no other site can read it or send its forms.
type staffRoute struct {
	// path is a pattern of [http.ServeMux] that begins with /staff.
	path string
	// read answers GET, act takes a form that is posted there; nil is neither.
	// An act goes on to a page, or shows the form again with what is wrong.
	read, act func(context.Context, *staffVisit) (staffAnswer, error)
	// files says that its form may hold some. Its act reads the form itself, with
	// receive.
	files bool
}

// staffRoutes is every page for those who signed in.
func (h *Handler) staffRoutes() []staffRoute {
	return []staffRoute{
		{staffHome, h.staffDesk, nil, false},
		{staffHome + "/streams", h.staffFind, nil, false},
		{staffHome + "/streams/{stream}", h.staffStream, nil, false},
		{staffHome + "/streams/{stream}/correct/{revision}", h.staffPropose, h.staffProposed, true},
		{staffHome + "/streams/{stream}/do/{command}", h.staffGive, h.staffGiven, true},
		{staffHome + "/new", h.staffNew, nil, false},
		{staffHome + "/new/{command}", h.staffGive, h.staffGiven, true},
		{staffHome + "/corrections/{stream}/{revision}", h.staffProposal, h.staffDecided, false},
	}
}

// The addresses of signing in and out, and of what comes after.
const (
	signInPath  = "/sign-in"
	signOutPath = "/sign-out"
	staffHome   = "/staff"
)

// ofPeople reports whether a path is of a page whose forms people send, so that
// even what is refused is answered with a page.
func ofPeople(path string) bool {
	return path == signInPath || path == signOutPath || path == staffHome || strings.HasPrefix(path, staffHome+"/")
}

// staffVisit is a request of somebody who signed in.
type staffVisit struct {
	*visit
	// actor is who acts; it comes from the session, never from the request.
	actor   ledger.Actor
	account domain.Standing
	session session
	// posted is the form, for an act; otherwise it is nil.
	posted url.Values
	// unsent is why a file of the form was not taken, and unread says that what
	// came after it was not looked at.
	unsent error
	unread bool
}

// formTokenField is the field of every form of a session that holds its token.
const formTokenField = "form-token"

// staffAnswer is a page, or where to go on to.
type staffAnswer struct {
	answer
	// status is that of the page; 0 is 200.
	status int
	// next is a local address to go on to, instead of a page.
	next string
}

// maxFormBytes bounds the body of a form.
const maxFormBytes = 1 << 20

// handleStaff adds the routes of those who signed in.
func (h *Handler) handleStaff(mux *http.ServeMux) {
	mux.HandleFunc("GET "+signInPath, h.people(h.showSignIn))
	mux.HandleFunc("POST "+signInPath, h.people(h.signIn))
	mux.HandleFunc("POST "+signOutPath, h.people(h.signOut))
	for _, route := range h.staffRoutes() {
		if route.read != nil {
			mux.HandleFunc("GET "+route.path, h.people(h.staff(route, route.read)))
		}
		if route.act != nil {
			mux.HandleFunc("POST "+route.path, h.people(h.staff(route, route.act)))
		}
	}
}

// people is a handler of a page that only people use: there is no other form
// of it, and it is not kept. A form that is posted is read here, after it is
// certain that no other site sent it.
func (h *Handler) people(serve func(context.Context, http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Cache-Control", "no-store")
		// Without a referrer browsers do not say which site a form is of.
		header.Set("Referrer-Policy", "same-origin")
		ctx, cancel := context.WithTimeout(r.Context(), readTime)
		defer cancel()
		err := h.admitPeople(r)
		if err == nil {
			err = serve(ctx, w, r)
		}
		if err != nil {
			h.refuse(w, r, err)
		}
	}
}

func (h *Handler) admitPeople(r *http.Request) error {
	switch {
	case formIn(r.Context()) != asHTML:
		return noSuchPage
	case h.cfg.Auth == nil:
		return signInOff
	case !h.private(r):
		return notSecure
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return nil
	case h.crossOrigin.Check(r) != nil:
		return crossOrigin
	case isMultipart(r) && strings.HasPrefix(r.URL.Path, staffHome+"/"):
		return nil // it is read once it is known who sends it
	}
	return readForm(r)
}

// readForm reads the body of a form into r.PostForm.
func readForm(r *http.Request) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return notForm
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxFormBytes))
	if err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return formTooLarge
		}
		return formBroken
	}
	if r.PostForm, err = url.ParseQuery(string(raw)); err != nil {
		return formBroken
	}
	return nil
}

// staff is a handler of a route of those who signed in. Whoever did not is sent
// to do so, and then here.
func (h *Handler) staff(route staffRoute, serve func(context.Context, *staffVisit) (staffAnswer, error)) func(context.Context, http.ResponseWriter, *http.Request) error {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
		s, account, err := h.sessionOf(ctx, w, r)
		if err != nil {
			return err
		}
		if account.Account == "" {
			status, next := http.StatusFound, r.URL.RequestURI()
			if r.Method == http.MethodPost {
				status = http.StatusSeeOther
				if route.read == nil {
					next = staffHome
				}
			}
			redirect(w, status, signInPath+"?"+url.Values{"next": {next}}.Encode())
			return nil
		}
		switch streamed := isMultipart(r); {
		case r.Method != http.MethodPost:
		case streamed && route.files:
			var cancel context.CancelFunc
			ctx, cancel = h.slowly(w, r)
			defer cancel()
		case streamed:
			return notForm
		case !s.takes(r.PostForm):
			return formNotOurs
		}
		v, err := h.visit(ctx, w, r)
		if err != nil {
			return err
		}
		// What is done is done to what stands now.
		v.today = h.cfg.Ledger.Today(v.ledger)
		v.asOf = ledger.AsOf{Today: v.today}
		a, err := serve(ctx, &staffVisit{visit: v, actor: s.actor, account: account, session: s, posted: r.PostForm})
		switch {
		case err != nil:
			return err
		case a.next != "":
			redirect(w, http.StatusSeeOther, a.next)
			return nil
		}
		return h.writePeople(w, v, a, &signedIn{Name: v.Name(account.Name, account.NameEnglish), FormToken: s.formToken})
	}
}

// takes reports whether a form holds the token of the session.
func (s session) takes(form url.Values) bool {
	return subtle.ConstantTimeCompare([]byte(form.Get(formTokenField)), []byte(s.formToken)) == 1
}

// sessionOf is the session that a request belongs to, with its account as it is
// now; an account without an ID where there is none. It refuses an account that
// may no longer act, and ends its sessions.
func (h *Handler) sessionOf(ctx context.Context, w http.ResponseWriter, r *http.Request) (session, domain.Standing, error) {
	cookie := h.cookieOf(r)
	if cookie == "" {
		return session{}, domain.Standing{}, nil
	}
	s, ok := h.sessions.of(cookie)
	if !ok {
		http.SetCookie(w, h.sessionCookie(r, ""))
		return session{}, domain.Standing{}, nil
	}
	account, err := h.cfg.Auth.Check(ctx, s.actor)
	if refusal := (*domain.Rejection)(nil); errors.As(err, &refusal) {
		h.sessions.endOf(s.account)
		http.SetCookie(w, h.sessionCookie(r, ""))
	}
	if err != nil {
		return session{}, domain.Standing{}, err
	}
	return s, account, nil
}

// redirect sends a reader to a local address.
func redirect(w http.ResponseWriter, status int, address string) {
	if address = localPath(address); address == "" {
		address = staffHome
	}
	if w.Header().Get("Vary") == "" {
		w.Header().Set("Vary", "Cookie")
	}
	w.Header().Set("Location", address)
	w.WriteHeader(status)
}

// writePeople writes a page that nobody keeps.
func (h *Handler) writePeople(w http.ResponseWriter, v *visit, a staffAnswer, who *signedIn) error {
	frame := h.sheetOf(v, a.answer)
	frame.JSON, frame.CSV, frame.SignedIn = "", "", who
	frame.Past, frame.Moment = nil, nil
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return h.writePage(w, v, a.page, frame, a.status)
}
