package web_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// correctors are two accounts, of which one proposes and the other decides.
type correctors struct {
	s                  *site
	proposer, approver ledger.Actor
}

func (s *site) correctors() correctors {
	open := func(name string) ledger.Actor {
		return ledgertest.Open(s.t, s.Ledger, s.actor, name, domain.WholeCounty, domain.RecordsCorrector)
	}
	return correctors{s, open("档案科"), open("法制科")}
}

// propose asks for a correction of a request, and gives the revision of that.
func (c correctors) propose(id string, p domain.ProposeCorrection) int64 {
	c.s.t.Helper()
	if p.Kind == "" {
		p.Kind = domain.Clerical
	}
	p.Reason, p.RestsOn, p.Basis = domain.Note("登记有误 "+secret), domain.OnDocument, "诸档〔2016〕12号"
	c.s.keys++
	r, err := c.s.Do(c.s.t.Context(), ledger.Request{Actor: c.proposer, ID: "request-" + id, Command: p, Key: fmt.Sprint("proposal-", c.s.keys)})
	require.NoError(c.s.t, err)
	return r.Revision
}

func (c correctors) approve(id string, proposal int64) {
	c.s.t.Helper()
	c.s.mustBy(c.approver, "request-"+id, domain.ApproveCorrection{Proposal: proposal})
}

func (c correctors) correct(id string, p domain.ProposeCorrection) {
	c.s.t.Helper()
	c.approve(id, c.propose(id, p))
}

// mistaken is a request with a wrong channel (revision 0), a forgotten step
// after it was entrusted (2), a wrong time of its passing on (3), a mark that
// belonged to another (7) and one more, whose correction nobody has decided (4).
func (s *site) mistaken() (id string, c correctors) {
	s.clock.Set("2016-07-04 09:15")
	id = s.must("", request.Submit{
		Matter: "B07", Place: "c1", Channel: request.Window, People: 2,
		Requester: domain.About(domain.Subject{}, secret), Summary: domain.Note("补办 " + secret),
	})
	s.must(id, request.Accept{})
	s.must(id, request.Entrust{Agent: "韩淑玲", Originals: []string{"身份证"}})
	s.clock.Set("2016-07-05 15:00")
	s.must(id, request.PassOn{To: "民政局"})
	s.must(id, request.Complete{Outcome: request.Solved, Note: domain.Note(secret)})
	s.must(id, request.Reply{How: request.Spoken, Text: domain.Note("已告知 " + secret)})
	s.must(id, request.ReturnOriginals{})
	s.must(id, request.Rate{Score: 1})
	s.clock.Set("2016-07-12 10:00")
	c = s.correctors()
	c.correct(id, domain.ProposeCorrection{Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"channel":"phone"}`))}}})
	c.correct(id, domain.ProposeCorrection{
		Amend:  []domain.Change{{Revision: 3, OccurredAt: time.Date(2016, 7, 5, 6, 30, 0, 0, time.UTC)}},
		Insert: []domain.Addition{{After: 2, Type: "request.supervised", Data: domain.Clear(domain.Object(`{"by":"监督委员会"}`)), OccurredAt: time.Date(2016, 7, 4, 2, 0, 0, 0, time.UTC)}},
	})
	c.correct(id, domain.ProposeCorrection{Kind: domain.Retraction, Void: []int64{7}})
	c.propose(id, domain.ProposeCorrection{Amend: []domain.Change{{Revision: 4, Set: domain.Clear(domain.Object(`{"outcome":"could-not-be-solved"}`))}}})
	s.clock.Set("2016-07-15 10:00")
	s.settle()
	return id, c
}

type correctedJSON struct {
	Corrections []struct {
		Kind, Status, Basis string
		Proposed, Decided   int64
		Corrects            []int64
	}
	History []correctedEntry
	Event   correctedEntry
}

type correctedEntry struct {
	Position  uint64
	Hidden    bool
	Says      map[string]string
	Data      map[string]any
	Corrected *struct {
		By   int
		Void bool
		Now  *struct {
			Says       map[string]string
			OccurredAt time.Time
			Data       map[string]any
		}
	}
	Inserted []struct {
		By   int
		Type string
		Says map[string]string
	}
}

func TestCorrectedHistories(t *testing.T) {
	s := founded(t)
	id, _ := s.mistaken()
	for _, target := range []string{"/requests/" + id, "/streams/request-" + id} {
		var page correctedJSON
		s.json(t, target+".json", &page)
		require.Len(t, page.Corrections, 4)
		require.Equal(t, "proposed", page.Corrections[3].Status)
		require.Equal(t, int64(-1), page.Corrections[3].Decided)
		require.Equal(t, []int64{3, 2}, page.Corrections[1].Corrects)
		h := page.History
		require.Equal(t, "Submitted (desk); people served: 2", strings.Replace(h[0].Says["en"], "window", "desk", 1), "what was recorded stays")
		require.Equal(t, "phone", h[0].Corrected.Now.Data["channel"])
		require.Equal(t, "[sealed]", h[0].Corrected.Now.Data["requester"])
		require.Equal(t, 6, h[3].Corrected.Now.OccurredAt.UTC().Hour())
		require.Equal(t, 1, h[3].Corrected.By)
		require.True(t, h[7].Corrected.Void)
		require.Nil(t, h[4].Corrected, "nobody has decided")
		require.Len(t, h[2].Inserted, 1)
		require.Equal(t, "request.supervised", h[2].Inserted[0].Type)

		for lang, says := range map[string][]string{
			"en": {
				`<strong class="word">Void</strong> <del><a href="/events/` + itoa(int(h[7].Position)) + `">Rated 1</a></del>`,
				`<strong class="word">Corrected</strong> <ins><a href="/events/` + itoa(int(h[0].Position)) + `">Submitted (phone); people served: 2</a></ins>`,
				`<strong class="word">Originally</strong> <del>Submitted (window); people served: 2</del>`,
				`<strong class="word">Added later</strong> <ins>`, `Supervised by 监督委员会`,
				`12 July 2016: proposed by 档案科, approved by 法制科. Clerical; basis: 诸档〔2016〕12号 (Document).`,
				`12 July 2016: proposed by 档案科; nobody has decided yet. Clerical;`, `>5 July 2016 15:00</time></del>`, `>5 July 2016 14:30</time> ·`,
			},
			"zh": {`>作废</strong> <del>`, `>已更正</strong> <ins>`, `>原记</strong> <del>`, `>补记</strong>`, `>更正待审批</strong>`, `2016年7月12日更正：档案科申请，法制科批准。笔误；依据：诸档〔2016〕12号（文件）。`},
		} {
			body := s.get(target, "Accept-Language", lang).Body.String()
			for _, text := range says {
				require.Contains(t, body, text, "%s in %s", target, lang)
			}
			for _, private := range append(strings.Fields(secret), "登记有误") {
				require.NotContains(t, body, private)
			}
		}
	}
	var page correctedJSON
	s.json(t, "/requests/"+id+".json", &page)
	csv := strings.Split(s.get("/streams/request-"+id+".csv?lang=en").Body.String(), "\r\n")
	require.True(t, strings.HasSuffix(csv[0], ",Corrected"))
	require.True(t, strings.HasSuffix(csv[1], ",Corrected @9"), csv[1])
	require.True(t, strings.HasSuffix(csv[8], ",Void @13"), csv[8])

	// Lists say that there is more behind a row, and lead there.
	mark := `<a class="word" href="/streams/request-` + id + `">corrected ×3</a>`
	require.Contains(t, s.get("/requests?lang=en").Body.String(), mark)
	require.Contains(t, s.get("/requests/"+id+"?lang=en").Body.String(), mark)
	require.Contains(t, s.get("/requests?lang=zh").Body.String(), "已更正 ×3")

	// Before the first approval nothing of it was known.
	var then correctedJSON
	s.json(t, fmt.Sprintf("/requests/%s.json?knownAt=%d", id, page.History[8].Position), &then)
	require.Nil(t, then.History[0].Corrected)
	require.Equal(t, "proposed", then.Corrections[0].Status)
	s.json(t, fmt.Sprintf("/streams/request-%s.json?knownAt=%d", id, page.History[7].Position), &then)
	require.Empty(t, then.Corrections)
	require.NotContains(t, s.get(fmt.Sprintf("/requests/%s?knownAt=%d&lang=en", id, page.History[7].Position)).Body.String(), `class="word"`)

	for target, says := range map[int][]string{
		0:  {`<h1><strong class="word">Corrected</strong> <ins>Submitted (phone); people served: 2</ins></h1>`, `<del>window</del>`, `<strong class="word">As corrected</strong> <ins>phone</ins>`},
		3:  {`<ins><time datetime="2016-07-05T06:30:00Z">5 July 2016 14:30</time></ins>`},
		4:  {`Correction proposed</strong>`},
		7:  {`<h1><strong class="word">Void</strong> <del>Rated 1</del></h1>`},
		8:  {`This correction: Approved</strong> It corrects <a href="/streams/request-` + id + `#r0">@0</a>`},
		14: {`This correction: Proposed</strong> It corrects`},
	} {
		body := s.get("/events/"+strconv.FormatUint(page.History[target].Position, 10), "Accept-Language", "en").Body.String()
		for _, text := range says {
			require.Contains(t, body, text, "revision %d", target)
		}
	}
}

// What a line does not say is said under it: every public field that a
// correction changes, as it was and as it is, and what a proposal would change.
func TestWhatWasCorrectedIsShown(t *testing.T) {
	s := founded(t)
	id := s.must("", request.Submit{
		Matter: "B07", Place: "c1", Channel: request.Window, People: 2, Requester: domain.About(domain.Subject{}, secret),
	})
	c := s.correctors()
	set := func(o string) domain.ProposeCorrection {
		return domain.ProposeCorrection{Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(o))}}}
	}
	c.correct(id, set(`{"place":"c2"}`))
	second := c.propose(id, set(`{"place":"c3","summary":"补办 `+secret+`"}`))
	s.settle()
	type changes []struct {
		Field         string
		Before, After string
	}
	var page struct {
		History []struct {
			Position  uint64
			Corrected *struct{ Changes changes }
			Proposes  []struct {
				Revision int64
				Changes  changes
			}
		}
	}
	for _, target := range []string{"/requests/" + id, "/streams/request-" + id} {
		s.json(t, target+".json", &page)
		require.Equal(t, changes{{"place", "c1", "c2"}}, page.History[0].Corrected.Changes)
		require.Equal(t, changes{{"place", "c1", "c2"}}, page.History[1].Proposes[0].Changes, "as it stood then")
		require.Equal(t, changes{{"place", "c2", "c3"}, {"summary", "", "[sealed]"}}, page.History[second].Proposes[0].Changes)
		for lang, lines := range map[string][]string{
			"en": {`: <del>c1</del> → <ins>c2</ins></li>`, `: <del>c2</del> → <ins>c3</ins></li>`, `: <del>—</del> → <ins>[not public]</ins></li>`},
			"zh": {`<del>c1</del> → <ins>c2</ins></li>`, `<del>c2</del> → <ins>c3</ins></li>`, `<del>—</del> → <ins>〔不公开〕</ins></li>`},
		} {
			body := s.get(target, "Accept-Language", lang).Body.String()
			for _, line := range lines {
				require.Contains(t, body, line, "%s in %s", target, lang)
			}
			for _, private := range append(strings.Fields(secret), "补办") {
				require.NotContains(t, body, private)
			}
		}
	}
	body := s.get(fmt.Sprintf("/events/%d", page.History[second].Position), "Accept-Language", "en").Body.String()
	require.Contains(t, body, `<del>c2</del> → <ins>c3</ins></li>`)
	require.NotContains(t, body, `<del>c1</del> → <ins>c2</ins></li>`)
}

// A request that was recorded twice and retracted is no request any more. Its
// address leads to what was recorded, in every form and with its query.
func TestARequestThatIsVoid(t *testing.T) {
	s := founded(t)
	id := s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	s.settle()
	before, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, s.get("/requests/"+id).Code)
	s.correctors().correct(id, domain.ProposeCorrection{Kind: domain.Retraction, Void: []int64{0}})
	s.settle()
	for _, suffix := range []string{"", ".json", "?lang=en", ".json?lang=zh"} {
		w := s.get("/requests/" + id + suffix)
		require.Equal(t, http.StatusFound, w.Code, suffix)
		require.Equal(t, "/streams/request-"+id+suffix, w.Header().Get("Location"))
		require.Equal(t, http.StatusOK, s.get(w.Header().Get("Location")).Code)
	}
	require.Equal(t, http.StatusOK, s.get(fmt.Sprintf("/requests/%s?knownAt=%d", id, before)).Code, "then it was one")
	require.Equal(t, http.StatusNotFound, s.get(fmt.Sprintf("/requests/%s?knownAt=%d", id, 5)).Code, "then nobody knew of it")
	for _, none := range []string{"none", "..%2fx", id + "x"} {
		require.Equal(t, http.StatusNotFound, s.get("/requests/"+none).Code, none)
	}
}

// What a correction for privacy hides is shown to nobody, in no form, and not as
// it was known before either.
func TestHiddenByACorrectionForPrivacy(t *testing.T) {
	s := founded(t)
	s.settle()
	const name = "张三丰"
	id := s.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Phone, People: 1})
	s.must(id, request.Accept{})
	s.must(id, request.RecordStep{Name: "到" + name + "家走访"})
	history, err := s.History(t.Context(), "request-"+id)
	require.NoError(t, err)
	at := strconv.FormatUint(history[2].Position, 10)
	s.settle()
	forms := []string{
		"/events/" + at, "/events/" + at + ".json", "/streams/request-" + id, "/streams/request-" + id + ".json", "/streams/request-" + id + ".csv",
		"/requests/" + id, "/requests/" + id + ".json", "/events", "/events.json", "/events.csv",
	}
	tags := map[string]string{}
	for _, form := range forms {
		require.Contains(t, s.get(form).Body.String(), name, form)
		w := s.get(form + "?knownAt=" + at)
		require.Contains(t, w.Body.String(), name, form)
		tags[form] = w.Header().Get("ETag")
	}
	s.correctors().correct(id, domain.ProposeCorrection{
		Kind: domain.Privacy, Amend: []domain.Change{{Revision: 2, Set: domain.Clear(domain.Object(`{"name":"入户走访"}`))}},
	})
	s.settle()
	for _, form := range forms {
		for query, headers := range map[string][]string{"": nil, "?knownAt=" + at: {"If-None-Match", tags[form]}} {
			w := s.get(form+query, headers...)
			require.Equal(t, http.StatusOK, w.Code, "%s%s: what was kept of it holds no more", form, query)
			require.NotContains(t, w.Body.String(), name, form+query)
			require.NotContains(t, w.Body.String(), "<del>", form+query)
			require.Contains(t, w.Body.String(), "因隐私更正不予显示", form+query)
		}
	}
	var page correctedJSON
	s.json(t, "/events/"+at+".json", &page)
	require.True(t, page.Event.Hidden)
	require.Empty(t, page.Event.Data)
	require.Equal(t, "入户走访", page.Event.Corrected.Now.Data["name"])
	require.Contains(t, s.get("/events/"+at, "Accept-Language", "en").Body.String(), "[hidden by a correction for privacy]")
}

// Who may not do something is told so by the API, with the status that says it.
func TestAuthorityByTheAPI(t *testing.T) {
	s := founded(t)
	id, c := s.mistaken()
	as := func(who ledger.Actor) string {
		token, err := s.NewToken(t.Context(), s.actor, who.Account())
		require.NoError(t, err)
		return token
	}
	nobody := ledgertest.Open(t, s.Ledger, s.actor, "来访", domain.WholeCounty)
	elsewhere := ledgertest.Open(t, s.Ledger, s.actor, "乔庄窗口", "community-c3", domain.WindowClerk)
	for name, test := range map[string]struct {
		who           ledger.Actor
		command, body string
		status        int
		code          string
	}{
		"no role":               {nobody, "request.submit", submit, http.StatusForbidden, "role_missing"},
		"another place":         {elsewhere, "request.submit", submit, http.StatusForbidden, "outside_place"},
		"too low":               {elsewhere, "account.open", `{"command":{"name":"x"}}`, http.StatusForbidden, "role_missing"},
		"one's own proposal":    {c.proposer, "correction.approve", `{"id":"request-` + id + `","command":{"proposal":14}}`, http.StatusForbidden, "four_eyes"},
		"decided already":       {c.approver, "correction.approve", `{"id":"request-` + id + `","command":{"proposal":8}}`, http.StatusConflict, "already_decided"},
		"one's own account":     {s.actor, "account.suspend", `{"id":"` + s.actor.Account() + `","command":{"reason":"x"}}`, http.StatusForbidden, "own_account"},
		"what changes nothing":  {c.proposer, "correction.propose", `{"id":"request-` + id + `","command":{"kind":"retraction","reason":"x","restsOn":"document","basis":"x","void":[7]}}`, http.StatusUnprocessableEntity, "changes_nothing"},
		"without any authority": {nobody, "correction.propose", `{"id":"request-` + id + `","command":{"kind":"retraction","reason":"x","restsOn":"document","basis":"x","void":[6]}}`, http.StatusForbidden, "role_missing"},
	} {
		status, r := s.send(t, test.command, test.body, "Authorization", "Bearer "+as(test.who))
		require.Equal(t, test.code, r.Error.Code, "%s: %+v", name, r.Error)
		require.Equal(t, test.status, status, name)
	}
}
