package web

import (
	"container/list"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"sync"
	"time"

	"github.com/sunledger/sunledger/internal/ledger"
)

// How long a session lasts, and how many there are. Whoever exceeds a number
// ends the session that was used, or of one account begun, longest ago.
const (
	sessionIdle       = 30 * time.Minute
	sessionLife       = 12 * time.Hour
	maxSessions       = 10_000
	sessionsOfAccount = 20
)

// session is an account that signed in with a browser.
type session struct {
	actor   ledger.Actor
	account string
	// formToken stands in every form of the session, so that a form that
	// another site made is not taken.
	formToken string
	began     time.Time

	id   sessionID
	used time.Time
}

// ends is when the session ends even if it is used.
func (s session) ends() time.Time { return s.began.Add(sessionLife) }

// sessionID is the SHA-256 of what the cookie holds: what lies in memory opens
// nothing.
type sessionID [sha256.Size]byte

func sessionIDOf(cookie string) sessionID { return sha256.Sum256([]byte(cookie)) }

// sessions are those of this process. They end with it: nothing of them is
// written anywhere.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	byID map[sessionID]*list.Element
	// used has them in the order of their last use, the oldest first.
	used *list.List
	// ofAccount has those of an account in the order in which they began.
	ofAccount map[string][]*session
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, byID: map[sessionID]*list.Element{}, used: list.New(), ofAccount: map[string][]*session{}}
}

// begin begins a session and gives what its cookie holds. That is always new:
// what a browser sent before is never taken over.
func (all *sessions) begin(actor ledger.Actor, account string) string {
	cookie := randomText()
	all.mu.Lock()
	defer all.mu.Unlock()
	all.sweep()
	if of := all.ofAccount[account]; len(of) >= sessionsOfAccount {
		all.drop(of[0])
	}
	if all.used.Len() >= maxSessions {
		all.drop(all.used.Front().Value.(*session))
	}
	now := all.now()
	s := &session{actor: actor, account: account, formToken: randomText(), began: now, id: sessionIDOf(cookie), used: now}
	all.byID[s.id] = all.used.PushBack(s)
	all.ofAccount[account] = append(all.ofAccount[account], s)
	return cookie
}

// of is the session that a cookie belongs to, which is used by that.
func (all *sessions) of(cookie string) (session, bool) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.sweep()
	at, ok := all.byID[sessionIDOf(cookie)]
	if !ok {
		return session{}, false
	}
	s, now := at.Value.(*session), all.now()
	if !now.Before(s.ends()) {
		all.drop(s)
		return session{}, false
	}
	s.used = now
	all.used.MoveToBack(at)
	return *s, true
}

// end ends the session that a cookie belongs to, if any.
func (all *sessions) end(cookie string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if at, ok := all.byID[sessionIDOf(cookie)]; ok {
		all.drop(at.Value.(*session))
	}
}

// endOf ends all sessions of an account.
func (all *sessions) endOf(account string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, s := range slices.Clone(all.ofAccount[account]) {
		all.drop(s)
	}
}

// count is how many there are.
func (all *sessions) count() int {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.sweep()
	return all.used.Len()
}

// sweep drops what was not used for too long.
func (all *sessions) sweep() {
	now := all.now()
	for at := all.used.Front(); at != nil; at = all.used.Front() {
		s := at.Value.(*session)
		if now.Sub(s.used) < sessionIdle {
			return
		}
		all.drop(s)
	}
}

func (all *sessions) drop(s *session) {
	all.used.Remove(all.byID[s.id])
	delete(all.byID, s.id)
	rest := slices.DeleteFunc(all.ofAccount[s.account], func(other *session) bool { return other == s })
	if len(rest) == 0 {
		delete(all.ofAccount, s.account)
		return
	}
	all.ofAccount[s.account] = rest
}

// randomText is 256 random bits.
func randomText() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(random[:])
}
