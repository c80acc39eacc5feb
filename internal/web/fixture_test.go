package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring/keyringtest"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/projections"
)

// secret is what must never be on a public page.
const secret = "王松滨 13800001234"

// A site is a ledger with its views and its pages.
type site struct {
	*ledger.Ledger
	t       testing.TB
	views   *projections.Views
	handler *web.Handler
	clock   *clock
	// actor is the account that began the ledger, token what it proves itself
	// with.
	actor  ledger.Actor
	token  string
	keys   int
	people *people
	// files is the folder of the evidence files.
	files string
}

type clock struct {
	sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.Lock(); defer c.Unlock(); return c.now }

func (c *clock) Pass(d time.Duration) { c.Lock(); defer c.Unlock(); c.now = c.now.Add(d) }

// Set is a day and an hour in Asia/Shanghai.
func (c *clock) Set(at string) {
	t, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		panic(err)
	}
	c.Lock()
	defer c.Unlock()
	c.now = t.Add(-8 * time.Hour)
}

// openSite is a site whose log is empty.
func openSite(t testing.TB, change ...func(*web.Config)) *site {
	t.Helper()
	store, err := pebble.Open(t.TempDir())
	require.NoError(t, err)
	book, err := rules.Load()
	require.NoError(t, err)
	s := &site{t: t, clock: &clock{}, people: &people{names: map[string]bool{}}, files: t.TempDir()}
	s.clock.Set("2016-03-01 09:00")
	evidence, err := files.Open(s.files, 1<<20)
	require.NoError(t, err)
	s.Ledger, err = ledger.Open(t.Context(), ledger.Config{
		Store: store, Catalogue: catalogue.Standard, Keys: keyringtest.New(t), Rules: book, Files: evidence, Now: s.clock.Now,
	})
	require.NoError(t, err)
	s.people.Ledger = s.Ledger
	quiet := slog.New(slog.DiscardHandler)
	s.views, err = projections.Open(t.Context(), projections.Config{Dir: t.TempDir(), Store: store, Catalogue: catalogue.Standard, Logger: quiet})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = s.views.Run(ctx) })
	c := web.Config{Ledger: s.Ledger, Views: s.views, Logger: quiet, Auth: s.people, Now: s.clock.Now, MaxAge: -1}
	for _, f := range change {
		f(&c)
	}
	s.handler = web.New(c)
	t.Cleanup(func() {
		s.handler.Close()
		cancel()
		running.Wait()
		require.NoError(t, s.views.Close())
		require.NoError(t, store.Close())
	})
	return s
}

// founded is a site of a county without requests.
func founded(t testing.TB, change ...func(*web.Config)) *site {
	t.Helper()
	s := openSite(t, change...)
	begun, err := s.Found(t.Context(), ledger.Founding{
		County:  county.Register{Name: "诸城市", NameEnglish: "Zhucheng", Code: "370782"},
		Account: account.Open{Name: "系统运维", NameEnglish: "system operator"},
	})
	require.NoError(t, err)
	s.actor, s.token = begun.Actor, begun.Token
	s.letSignIn(begun.Founder, operatorLogin, cheapHashes[operatorPassword])
	s.must("", town.Register{ID: "shunwang", Name: "舜王街道", NameEnglish: "Shunwang Street"})
	for i, name := range []string{"岳家庄社区", "莲池社区", "解留社区", "乔庄社区"} {
		s.must("", community.Register{ID: fmt.Sprint("c", i), Town: "town-shunwang", Name: name, NameEnglish: []string{"Yuejiazhuang", "Lianchi", "Xieliu", "Qiaozhuang"}[i]})
	}
	s.must("", matter.List{Code: "A01", From: domain.NewDate(2016, 1, 1), List: domain.ImmediateList, Title: "居住证明", TitleEnglish: "Proof of residence", Papers: []string{"身份证"}, Basis: "诸政发〔2015〕8号", Authority: "社区党群服务中心"})
	s.must("", matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "老年优待证", TitleEnglish: "Senior citizen card", Papers: []string{"身份证", "户口簿", "照片"}, Basis: "鲁政发〔2013〕1号", LimitDays: 5, Authority: "民政局", Fee: 500})
	s.must("", matter.List{Code: "C03", From: domain.NewDate(2016, 1, 1), List: domain.GuidedList, Title: "宅基地审批", TitleEnglish: "Homestead approval", Papers: []string{"申请书", "户口簿"}, Basis: "土地管理法第六十二条", LimitDays: 20, Authority: "国土资源局"})
	return s
}

// must carries out a command and gives the id of its stream.
func (s *site) must(id string, command any) string {
	s.t.Helper()
	return s.mustBy(s.actor, id, command)
}

// mustBy is must under another account.
func (s *site) mustBy(by ledger.Actor, id string, command any) string {
	s.t.Helper()
	s.keys++
	receipt, err := s.Do(s.t.Context(), ledger.Request{Actor: by, Command: command, ID: id, Key: fmt.Sprint("fixture-", s.keys)})
	require.NoError(s.t, err, "%T", command)
	_, id = domain.SplitStream(receipt.Stream)
	return id
}

// furnished is a site with a few dozen requests in every state, in two months.
func furnished(t testing.TB, change ...func(*web.Config)) *site {
	t.Helper()
	s := founded(t, change...)
	matters := []string{"A01", "B07", "C03", "B07"}
	channels := []request.Channel{request.Window, request.Phone, request.Online, request.Visit, request.Window}
	for i := range 44 {
		m := matters[i%len(matters)]
		s.clock.Set(fmt.Sprintf("2016-%02d-%02d %02d:15", 3+i%4, 1+i%20, 9+i%8))
		id := s.must("", request.Submit{
			Matter: m, Place: fmt.Sprint("c", i%4), Channel: channels[i%len(channels)], People: 1 + i%3,
			Requester: domain.About(domain.Subject{}, secret), Summary: domain.Note("补办 " + secret),
		})
		if i%11 == 10 {
			continue
		}
		if i%13 == 12 {
			s.must(id, request.Decline{Reason: domain.Note("不属于 " + secret), Rule: "诸政发〔2015〕8号第三条"})
			continue
		}
		s.must(id, request.Accept{})
		if m == "B07" {
			s.must(id, request.Entrust{Agent: "韩淑玲", Originals: []string{"身份证"}})
		}
		if i%7 == 6 {
			continue
		}
		s.clock.Set(fmt.Sprintf("2016-%02d-%02d 16:40", 3+i%4, min(30, 1+i%20+i%12)))
		if m == "B07" {
			s.must(id, request.PassOn{To: "民政局"})
		}
		outcome := []request.Outcome{request.Solved, request.Solved, request.Solved, request.CouldNotBeSolved, request.NotResponsible}[i%5]
		s.must(id, request.Complete{Outcome: outcome, Note: domain.Note(secret)})
		if i%5 != 3 {
			s.must(id, request.Reply{How: request.Spoken, Text: domain.Note("已告知 " + secret)})
			if m == "B07" {
				s.must(id, request.ReturnOriginals{})
			}
			if i%3 == 0 {
				s.must(id, request.Rate{Score: 1 + (i*7)%5})
			}
		}
	}
	s.clock.Set("2016-07-15 10:00")
	s.settle()
	return s
}

// settle waits until the views have all that is in the log.
func (s *site) settle() {
	s.t.Helper()
	head, err := s.Head(s.t.Context())
	require.NoError(s.t, err)
	require.NoError(s.t, s.views.WaitFor(s.t.Context(), head))
}

// get asks for a page.
func (s *site) get(target string, headers ...string) *httptest.ResponseRecorder {
	return s.ask(http.MethodGet, target, "", headers...)
}

// ask sends a request; headers are names and values in turn.
func (s *site) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}
