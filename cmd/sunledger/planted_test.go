package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/login"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/domain/town"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
	"github.com/sunledger/sunledger/internal/web"
	"github.com/sunledger/sunledger/internal/xes"
	"github.com/sunledger/sunledger/projections"
)

// A garden is a ledger in which every sealed field of every event holds a name,
// a phone number and an ID number, with its pages.
type garden struct {
	*openLedger
	t       *testing.T
	views   *projections.Views
	handler http.Handler
	said    *lockedBuffer
	seeds   []string
	cookies []*http.Cookie
}

// lockedBuffer is what a server says of itself.
type lockedBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

// seed is a text about a person, another one each time.
func (g *garden) seed() string {
	n := len(g.seeds) / 3
	name := fmt.Sprintf("植%c%c", '一'+rune(n*37), '万'+rune(n*53))
	phone := fmt.Sprintf("139%08d", 20000000+n*7919)
	id := fmt.Sprintf("3707821966%02d%02d%03dX", 1+n%12, 1+n%28, 100+n)
	g.seeds = append(g.seeds, name, phone, id)
	return name + " " + phone + " " + id
}

func (g *garden) note() domain.Text { return domain.Note(g.seed()) }

func (g *garden) do(who ledger.Actor, id string, command any) ledger.Receipt {
	g.t.Helper()
	r, err := g.Do(g.t.Context(), ledger.Request{Actor: who, ID: id, Command: command})
	require.NoError(g.t, err, "%T", command)
	return r
}

func plant(t *testing.T) (g *garden, operator ledger.Actor) {
	g = &garden{t: t, said: &lockedBuffer{}}
	a := appIn(filepath.Join(t.TempDir(), "ledger"), io.Discard)
	a.logger = slog.New(slog.NewTextHandler(g.said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	l, m, err := a.found(t.Context(), beginAs(unnamed, moment{})) // by the rules of no county nothing has to be kept
	require.NoError(t, err)
	g.openLedger, operator = l, m.founded.Actor
	g.views, err = projections.Open(t.Context(), projections.Config{Dir: l.at.views(1), Store: l.store, Catalogue: catalogue.Standard, Logger: a.logger})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = g.views.Run(ctx) })
	handler := web.New(web.Config{Ledger: l.Ledger, Views: g.views, Logger: a.logger, Auth: l.Ledger, MaxAge: -1})
	g.handler = handler
	t.Cleanup(func() {
		handler.Close()
		stop()
		running.Wait()
		require.NoError(t, g.views.Close())
		require.NoError(t, l.Close())
	})
	return g, operator
}

// sow records every event that has a sealed field.
func (g *garden) sow(operator ledger.Actor) (stream string, who domain.Subject) {
	t := g.t
	corrector := ledgertest.Open(t, g.Ledger, operator, "数据更正员", domain.WholeCounty, domain.RecordsCorrector)
	clerk := ledgertest.Open(t, g.Ledger, operator, "窗口", domain.WholeCounty, domain.WindowClerk)
	g.do(operator, "", town.Register{ID: "zg", Name: "枳沟镇"})
	g.do(operator, "", community.Register{ID: "qz", Town: "town-zg", Name: "乔庄社区"})
	g.do(operator, "", matter.List{Code: "B07", From: domain.NewDate(2016, 1, 1), List: domain.AgentList, Title: "养老保险卡", Papers: []string{"身份证"}, Basis: "文件", LimitDays: 5, Authority: "人社局"})
	g.do(operator, clerk.Account(), account.Suspend{Reason: g.note()})
	g.do(operator, clerk.Account(), account.Restore{})

	submit := func() (stream, id string, who domain.Subject) {
		r := g.do(operator, "", request.Submit{
			Matter: "B07", Place: "qz", Channel: request.Window, People: 1,
			Requester: domain.About(domain.Subject{}, g.seed()), Summary: g.note(),
		})
		_, id = domain.SplitStream(r.Stream)
		return r.Stream, id, r.Events[0].Event.(request.Submitted).Requester.Subject
	}
	stream, id, who := submit()
	g.do(operator, id, request.Accept{})
	g.do(operator, id, request.Supervise{By: "村务监督委员会", Note: g.note()})
	g.do(operator, id, request.Entrust{Agent: "代办员"})
	g.do(operator, id, request.PassOn{To: "人社局"})
	g.do(operator, id, request.RecordStep{Name: "核对", Note: g.note()})
	g.do(operator, id, request.ExtendDue{Due: domain.DateOf(time.Now(), g.identity.Location).AddDays(90), Reason: g.note()})
	completed := g.do(operator, id, request.Complete{Outcome: request.Solved, Note: g.note()})
	g.do(operator, id, request.Reply{How: request.Spoken, Text: g.note()})
	_, other, _ := submit()
	g.do(operator, other, request.Accept{})
	g.do(operator, other, request.Complete{Outcome: request.Duplicate, Reference: stream})
	_, declined, _ := submit()
	g.do(operator, declined, request.Decline{Reason: g.note(), Rule: "文件"})
	g.do(operator, id, request.Reopen{Reason: g.note()})
	g.do(operator, id, request.Withdraw{Reason: g.note()})

	object := func(format string) domain.Sealed[domain.Object] {
		return domain.Clear(domain.Object(fmt.Sprintf(format, g.seed())))
	}
	proposal := g.do(clerk, stream, domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: g.note(), RestsOn: domain.OnDocument, Basis: "登记表",
		Amend: []domain.Change{
			{Revision: 0, Set: object(`{"requester":{"text":"%s"}}`)},
			{Revision: completed.Revision, Set: object(`{"note":"%s"}`)},
		},
	})
	approval := g.do(corrector, stream, domain.ApproveCorrection{Proposal: proposal.Revision})
	resting := approval.Events[0].Event.(domain.CorrectionApproved).Resting
	require.NotEmpty(t, resting)
	g.do(corrector, stream, domain.SettleCorrection{Approval: approval.Revision, Resting: resting[0], How: domain.Stands, Reason: g.note()})
	refused := g.do(clerk, stream, domain.ProposeCorrection{
		Kind: domain.Clerical, Reason: g.note(), RestsOn: domain.OnDocument, Basis: "登记表",
		Insert: []domain.Addition{{After: completed.Revision - 1, Type: "request.step-recorded", Data: object(`{"name":"核对","note":"%s"}`), OccurredAt: completed.Events[0].OccurredAt}},
	})
	g.do(corrector, stream, domain.RejectCorrection{Proposal: refused.Revision, Reason: g.note()})

	file := `<log xes.version="1849-2016"><string key="desk" value="` + g.seed() + `"/><trace><string key="concept:name" value="1"/><string key="who" value="` + g.seed() +
		`"/><event><string key="concept:name" value="step"/><string key="org:resource" value="` + g.seed() + `"/></event></trace></log>`
	g.sowUnits(operator)
	_, err := xes.Import(t.Context(), g.Ledger, "desk.xes", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(file)), nil }, xes.ImportOptions{Actor: operator})
	require.NoError(t, err)
	return stream, who
}

// sealedAndNotPersonal are sealed fields that hold no text of people.
var sealedAndNotPersonal = []string{"account.credential-set hash"}

// grown lists the sealed fields of all events that hold a seed.
func (g *garden) grown() map[string]bool {
	c := g.Catalogue()
	all := map[string]bool{}
	for r, err := range g.Events(g.t.Context(), 0) {
		require.NoError(g.t, err)
		text, err := c.Reveal(r, g.keys)
		require.NoError(g.t, err)
		var members map[string]jsontext.Value
		require.NoError(g.t, json.Unmarshal(text, &members))
		for _, f := range c.Fields(r.Event) {
			if seals(f) && g.finds(string(members[f.Name])) != "" {
				all[r.Event.EventType()+" "+f.Name] = true
			}
		}
	}
	return all
}

// seals says that a field is sealed, or a part of it.
func seals(f catalogue.Field) bool {
	return f.Seal != catalogue.Unsealed || slices.ContainsFunc(f.Fields, seals)
}

// finds is a seed in a text, or "".
func (g *garden) finds(text string) string { return among(text, g.seeds) }

func among(text string, seeds []string) string {
	for _, s := range seeds {
		if strings.Contains(text, s) || strings.Contains(text, url.QueryEscape(s)) {
			return s
		}
	}
	return ""
}

func (g *garden) ask(method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8080"+target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:40000"
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://localhost:8080")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, c := range g.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w
}

// links lists the addresses of this server in a page. A regular expression takes
// a third of the time of the test.
func links(page string) (all []string) {
	for {
		_, rest, found := strings.Cut(page, `="/`)
		if !found {
			return all
		}
		var link string
		link, page, _ = strings.Cut(rest, `"`)
		link, _, _ = strings.Cut(html.UnescapeString(link), "#")
		all = append(all, "/"+link)
	}
}

// shape is what an address has in common with those of other records: its path
// without ids and numbers, and the names of its parameters.
func shape(target string) string {
	path, query, _ := strings.Cut(target, "?")
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return target
	}
	return anID.ReplaceAllString(path, "*") + "?" + strings.Join(slices.Sorted(maps.Keys(parameters)), "&") + parameters.Get("lang")
}

var anID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+`)

// perShape is how many addresses of one shape are asked for, those of every
// event and stream apart: a leak is one of a kind of page, not of one page, nor
// of filters of which there are two.
const perShape = 2

// crawl asks for every event and stream, and for every kind of address below a
// path that it can find, in every form and language, and gives what each answered.
func (g *garden) crawl(below string) map[string]string {
	head, err := g.Head(g.t.Context())
	require.NoError(g.t, err)
	require.NoError(g.t, g.views.WaitFor(g.t.Context(), head))
	queue := []string{"/", "/?lang=zh", "/staff", "/metrics", "/api/openapi.json", "/readyz", "/healthz", "/nowhere", fmt.Sprintf("/?knownAt=%d", head-1)}
	streams := map[string]bool{}
	for r, err := range g.Events(g.t.Context(), 0) {
		require.NoError(g.t, err)
		queue = append(queue, fmt.Sprintf("/events/%d", r.Position))
		if !streams[r.Stream] {
			streams[r.Stream] = true
			queue = append(queue, "/streams/"+r.Stream, "/staff/streams/"+r.Stream, "/requests/"+strings.TrimPrefix(r.Stream, "request-"))
		}
	}
	answers, asked, every, queued := map[string]string{}, map[string]int{}, len(queue), map[string]bool{}
	for n := 0; n < len(queue); n++ {
		target := queue[n]
		if _, seen := answers[target]; seen || !strings.HasPrefix(target, below) || strings.HasPrefix(target, "/live") || strings.HasPrefix(target, "/sign-out") {
			continue
		}
		form := shape(target)
		if asked[form]++; n >= every && (asked[form] > perShape || strings.Contains(target, "&")) {
			continue
		}
		w := g.ask(http.MethodGet, target, "")
		answers[target] = fmt.Sprint(w.Header()) + w.Body.String()
		path, query, _ := strings.Cut(target, "?")
		if w.Code == http.StatusOK && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			if path == "/" {
				path = "/board"
			}
			for _, form := range []string{".json", ".csv", ".atom"} {
				queue = append(queue, path+form+"?"+query)
			}
		}
		for _, target := range links(w.Body.String()) {
			if !queued[target] {
				queued[target] = true
				queue = append(queue, target)
			}
		}
	}
	return answers
}

func (g *garden) signIn(operator ledger.Actor) {
	hash, err := ledger.HashPassword("一个很长的密码 2016")
	require.NoError(g.t, err)
	g.do(operator, operator.Account(), account.SetCredential{Scheme: account.Argon2id, Hash: domain.Note(hash)})
	g.do(operator, "", login.Claim{Name: "operator", Account: operator.Account()})
	w := g.ask(http.MethodPost, "/sign-in", url.Values{"login": {"operator"}, "password": {"一个很长的密码 2016"}}.Encode())
	require.Equal(g.t, http.StatusSeeOther, w.Code, w.Body.String())
	g.cookies = w.Result().Cookies()
}

// digest is that of the first events of the log.
func (g *garden) digest(until uint64) [32]byte {
	h := sha256.New()
	for r, err := range g.store.ReadAll(g.t.Context(), 0) {
		require.NoError(g.t, err)
		if uint64(r.Position) > until {
			break
		}
		h.Write(r.ID[:])
		h.Write(r.Data)
		h.Write(r.Metadata)
	}
	return [32]byte(h.Sum(nil))
}

// What people say of themselves is in the log, sealed, and nowhere else: on no
// public page, in no feed, file, metric or line of the server's log, and not in
// the bytes of the log, the views and the keyring. Once they are erased, staff
// do not find it either, and the log is what it was.
func TestPlantedPersonalDataIsNotFound(t *testing.T) {
	g, operator := plant(t)
	stream, who := g.sow(operator)

	// Every sealed field of the catalogue holds something to be found.
	grown := g.grown()
	for _, e := range g.Catalogue().Events() {
		for _, f := range g.Catalogue().Fields(e.Prototype) {
			name := e.Prototype.EventType() + " " + f.Name
			if seals(f) && !slices.Contains(sealedAndNotPersonal, name) {
				require.True(t, grown[name], "nothing is planted in %s: plant it, so that a leak of it is found", name)
			}
		}
	}

	answers := g.crawl("/")
	for _, form := range []string{"/board.json?", "/requests.csv?", "/corrections.atom?", "/events.json?", "/streams/" + stream, "/requests.json?lang=zh", "/metrics"} {
		require.Contains(t, answers, form, "it was not asked for")
	}
	for target, answer := range answers {
		require.Empty(t, g.finds(answer), target)
	}
	for r, err := range g.store.ReadAll(t.Context(), 0) {
		require.NoError(t, err)
		require.Empty(t, g.finds(string(r.Data)+string(r.Metadata)), "%s@%d", r.Stream, r.Revision)
	}
	_, err := g.FindPerson(t.Context(), operator, "name", g.seeds[0], nil) // fills the index
	require.NoError(t, err)
	files := 0
	require.NoError(t, filepath.WalkDir(filepath.Dir(g.at.dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		require.Empty(t, g.finds(string(content)), path)
		files++
		return err
	}))
	require.Greater(t, files, 5)
	require.Contains(t, g.said.String(), "web: request")
	require.Empty(t, g.finds(g.said.String()), "in what the server says")

	// Staff read it where they may: what is not found above is there to be found.
	// The public pages are the same for them, as package web has it.
	g.signIn(operator)
	about := func(answers map[string]string) (found []string) {
		for _, answer := range answers {
			for _, s := range g.seeds {
				if strings.Contains(answer, s) && !slices.Contains(found, s) {
					found = append(found, s)
				}
			}
		}
		return found
	}
	held := about(g.crawl("/staff"))
	require.Greater(t, len(held), 30)
	require.Contains(t, held, g.seeds[3], "the requester")

	head, err := g.Head(t.Context())
	require.NoError(t, err)
	before := g.digest(head)
	theirs := g.textsOf(stream)
	require.Greater(t, len(theirs), 20)
	g.do(operator, "", subject.Erase{Subject: who, Ground: subject.Withdrawn})
	require.Equal(t, before, g.digest(head))
	after := about(g.crawl("/staff"))
	for _, s := range theirs {
		require.NotContains(t, after, s, "erased, and still found")
	}
	require.NotEmpty(t, after, "what is held on others stays")
	require.Empty(t, g.textsOf(stream))
}

// textsOf is the seeds that whoever has the keys reads in a stream.
func (g *garden) textsOf(stream string) []string {
	history, err := g.History(g.t.Context(), stream)
	require.NoError(g.t, err)
	var found []string
	for _, r := range history {
		text, err := g.Catalogue().Reveal(r, g.keys)
		require.NoError(g.t, err)
		for _, s := range g.seeds {
			if strings.Contains(string(text), s) {
				found = append(found, s)
			}
		}
	}
	return found
}
