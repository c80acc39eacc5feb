package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	accounts "github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/matter"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
)

// An office is a site with those who correct its records: a clerk and a corrector
// of the street, a second corrector of the county, and a request with a slip.
type office struct {
	*site
	clerk, corrector, second ledger.Actor
	id, stream               string
}

func openOffice(t *testing.T) *office {
	t.Helper()
	s := founded(t)
	o := &office{site: s}
	o.clerk = s.staff("clerk", "town-shunwang", domain.WindowClerk)
	o.corrector = s.staff("corrector", "town-shunwang", domain.RecordsCorrector)
	o.second = s.staff("second", domain.WholeCounty, domain.RecordsCorrector)
	o.id = s.mustBy(o.clerk, "", request.Submit{
		Matter: "A01", Place: "c0", Channel: request.Phone, People: 1,
		Requester: domain.About(domain.Subject{}, secret), Summary: domain.Note("补办 " + secret),
	})
	o.stream = "request-" + o.id
	s.clock.Set("2016-03-03 10:00")
	s.mustBy(o.clerk, o.id, request.Accept{})
	s.settle()
	return o
}

// why fills in what every proposal says.
func why(p paper) paper {
	return p.fill("kind", "clerical", "reason", "登记时误选 "+secret, "basis", "舜王街道更正单〔2016〕3号")
}

// propose proposes that the request came in by the window.
func (o *office) propose(t *testing.T, login string) {
	t.Helper()
	b := o.as(login)
	w := b.get("/staff/streams/" + o.stream + "/correct/0")
	require.Equal(t, http.StatusOK, w.Code, "%s", said(w))
	b.sent(t, why(paperOn(t, w, "f-channel")).fill("f-channel", "window"))
}

func TestACorrectionIsProposedAndApproved(t *testing.T) {
	o := openOffice(t)
	clerk := o.as("clerk")
	w := clerk.get("/staff/streams/"+o.stream, "Accept-Language", "en")
	require.Equal(t, http.StatusOK, w.Code, "%s", said(w))
	require.Contains(t, w.Body.String(), secret, "a clerk sees who asks")
	require.Contains(t, w.Body.String(), "/staff/streams/"+o.stream+"/correct/0")

	w = clerk.get("/staff/streams/"+o.stream+"/correct/0", "Accept-Language", "en")
	form := paperOn(t, w, "f-channel")
	require.Equal(t, "phone", form.values.Get("f-channel"))
	require.Equal(t, secret, form.values.Get("f-requester"))
	require.Equal(t, "2016-03-01T09:00:00", form.values.Get("occurred-at"))
	public := clerk.sent(t, why(form).fill("f-channel", "window")).Body.String()
	require.Contains(t, public, "Correction proposed")
	require.NotContains(t, public, secret)

	// Only what was changed is proposed.
	proposed := o.lastEvent(t).Event.(domain.CorrectionProposed)
	require.Len(t, proposed.Amend, 1)
	require.Equal(t, request.Window, proposed.Amend[0].Event.Event.(request.Submitted).Channel)
	require.Equal(t, 1, proposed.Amend[0].Event.Event.(request.Submitted).People)

	// Whoever sends it twice proposes it once; whoever proposed it decides
	// nothing, whatever role they hold.
	require.Equal(t, http.StatusSeeOther, clerk.send(why(form).fill("f-channel", "window")).Code)
	require.EqualValues(t, 2, o.lastEvent(t).Revision)
	page := "/staff/corrections/" + o.stream + "/2"
	w = clerk.get(page, "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "his is for: records corrector")
	require.NotContains(t, w.Body.String(), `value="approve"`)

	second := o.as("second")
	require.Contains(t, second.get("/staff").Body.String(), page, "it awaits the corrector")
	require.NotContains(t, clerk.get("/staff").Body.String(), page, "and not the clerk")
	w = second.get(page, "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "<del>phone</del>")
	require.Contains(t, w.Body.String(), "<ins>window</ins>")
	require.Contains(t, w.Body.String(), "登记时误选 "+secret)
	public = second.sent(t, paperOn(t, w, `value="approve"`).fill("do", "approve")).Body.String()
	require.Contains(t, public, "Correction #2 approved")
	require.NotContains(t, public, secret)

	// Both are shown: the record, and what stands for it.
	o.settle()
	w = second.get("/staff/streams/"+o.stream, "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "Now stands:")
	require.Contains(t, w.Body.String(), "correction #2")
	require.Equal(t, "window", o.channel(t))
	list := o.get("/corrections?lang=en").Body.String()
	for _, says := range []string{"Proof of residence", "Clerical", "Approved", "舜王街道更正单〔2016〕3号", "Yuejiazhuang", "clerk", "second", "2016-03-03"} {
		require.Contains(t, list, says)
	}
	require.Contains(t, o.get("/metrics").Body.String(), `sunledger_openings_total{audience="restricted",category="request"}`)
}

// lastEvent is the last record of the request.
func (o *office) lastEvent(t *testing.T) domain.Recorded {
	t.Helper()
	history, err := o.History(t.Context(), o.stream)
	require.NoError(t, err)
	return history[len(history)-1]
}

// channel is how the request came in, as it stands.
func (o *office) channel(t *testing.T) string {
	t.Helper()
	var answer struct {
		Request struct {
			Channel string `json:"channel"`
		} `json:"request"`
	}
	require.NoError(t, json.Unmarshal(o.get("/requests/"+o.id+".json").Body.Bytes(), &answer))
	return answer.Request.Channel
}

// The other ways: a duplicate is voided, a forgotten step inserted, a
// correction undone, a proposal rejected.
func TestOtherWaysToCorrect(t *testing.T) {
	o := openOffice(t)
	o.mustBy(o.clerk, o.id, request.Assign{Handler: "甲"})
	o.mustBy(o.clerk, o.id, request.Assign{Handler: "甲"})
	corrector, second := o.as("corrector"), o.as("second")
	correct := func(b *browser, address, marker string) paper {
		w := b.get("/staff/streams/" + o.stream + "/correct/" + address)
		require.Equal(t, http.StatusOK, w.Code, "%s", said(w))
		return why(paperOn(t, w, marker))
	}
	decide := func(b *browser, revision int64, do string, pairs ...string) string {
		w := b.get(fmt.Sprintf("/staff/corrections/%s/%d", o.stream, revision))
		return b.sent(t, paperOn(t, w, `value="`+do+`"`).fill(append(pairs, "do", do)...)).Body.String()
	}
	corrector.sent(t, correct(corrector, "3?how=void", "kind").fill("kind", "retraction"))
	require.Equal(t, []int64{3}, o.lastEvent(t).Event.(domain.CorrectionProposed).Void)
	decide(second, 4, "approve")
	require.Contains(t, second.get("/staff/streams/"+o.stream, "Accept-Language", "en").Body.String(), "Void.")

	// What was forgotten: first what, then its fields.
	w := corrector.get("/staff/streams/" + o.stream + "/correct/2?how=insert")
	require.Contains(t, w.Body.String(), "request.supervised")
	require.NotContains(t, w.Body.String(), `name="basis"`)
	form := correct(corrector, "2?how=insert&type=request.supervised", "f-by")
	refused := corrector.send(form.fill("occurred-at", "2016-03-03T10:00:00"), "Accept-Language", "en")
	require.Equal(t, http.StatusBadRequest, refused.Code, "no office is named: %s", said(refused))
	require.Contains(t, refused.Body.String(), "Nothing was recorded")
	require.Contains(t, refused.Body.String(), "舜王街道更正单〔2016〕3号", "what was typed is kept")
	corrector.sent(t, form.fill("f-by", "街道办", "f-note", secret, "occurred-at", "2016-03-03T10:00"))
	in := o.lastEvent(t).Event.(domain.CorrectionProposed).Insert
	require.Equal(t, "街道办", in[0].Event.Event.(request.Supervised).By)
	decide(second, 6, "approve")
	w = second.get("/staff/streams/"+o.stream, "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "Inserted after it:")
	require.Contains(t, w.Body.String(), "街道办")

	// A rejection needs a reason.
	corrector.sent(t, correct(corrector, "0?how=amend", "f-people").fill("f-people", "3"))
	w = second.get(fmt.Sprintf("/staff/corrections/%s/8", o.stream))
	refused = second.send(paperOn(t, w, `value="reject"`).fill("do", "reject"), "Accept-Language", "zh")
	require.Equal(t, http.StatusBadRequest, refused.Code)
	require.Contains(t, refused.Body.String(), "理由为必填")
	require.Contains(t, decide(second, 8, "reject", "reason", "人数无误"), "Correction #8 rejected")

	// The void is undone: its approval is voided.
	require.NotContains(t, corrector.get("/staff/streams/"+o.stream+"/correct/5").Body.String(), "how=amend")
	corrector.sent(t, correct(corrector, "5", "kind"))
	decide(second, 10, "approve")
	o.settle()
	require.Contains(t, o.get("/corrections?status=undone").Body.String(), o.stream)
	history := second.get("/staff/streams/"+o.stream, "Accept-Language", "en").Body.String()
	require.Equal(t, 1, strings.Count(history, "Void.</strong>"), "the approval is, and what it voided stands")
	w = corrector.get("/staff/streams/" + o.stream + "/correct/8?how=void")
	require.Equal(t, http.StatusBadRequest, w.Code, "a proposal is rejected, not voided")
}

// What rests on a corrected fact is listed, and settled one by one.
func TestWhatRestsOnACorrectionIsSettled(t *testing.T) {
	o := openOffice(t)
	b, second := o.as("corrector"), o.as("second")
	o.staff("county", domain.WholeCounty, domain.RecordsCorrector)
	proposer := o.as("county")
	w := proposer.get("/staff/streams/matter-A01/correct/0", "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "One on each line.")
	proposer.sent(t, why(paperOn(t, w, "f-papers")).fill("f-papers", "身份证\r\n户口簿\r\n", "f-fee", "12.50"))
	history, err := o.History(t.Context(), "matter-A01")
	require.NoError(t, err)
	listed := history[len(history)-1].Event.(domain.CorrectionProposed).Amend[0].Event.Event.(matter.Listed)
	require.Equal(t, []string{"身份证", "户口簿"}, listed.Papers)

	page := "/staff/corrections/matter-A01/1"
	require.Contains(t, b.get(page, "Accept-Language", "en").Body.String(), "his belongs to county-self", "the matter is the county's")
	second.sent(t, paperOn(t, second.get(page), `value="approve"`).fill("do", "approve"))
	o.settle()
	require.Contains(t, second.get("/staff").Body.String(), page+"#resting")
	require.Contains(t, o.get("/corrections?unsettled=yes").Body.String(), "matter-A01")
	w = second.get(page, "Accept-Language", "en")
	require.Contains(t, w.Body.String(), "登记时误选", "who decides sees why, also where nothing else is theirs to see")
	form := paperOn(t, w, `value="settle"`)
	require.Contains(t, form.values.Get("resting"), o.stream+"@")
	refused := second.send(form.fill("do", "settle", "how", "corrected", "reason", "看过"), "Accept-Language", "en")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
	require.Contains(t, refused.Body.String(), "was not corrected")
	require.Contains(t, refused.Body.String(), `value="看过"`, "what was typed is kept")
	for strings.Contains(w.Body.String(), `value="settle"`) {
		second.sent(t, paperOn(t, w, `value="settle"`).fill("do", "settle", "how", "stands", "reason", "看过"))
		w = second.get(page)
	}
	o.settle()
	require.NotContains(t, second.get("/staff").Body.String(), page)
	require.NotContains(t, o.get("/corrections?unsettled=yes").Body.String(), `<a href="/streams/matter-A01`)
}

// Who may not propose or decide is told why, by the page and by the API.
func TestWhoMayNotCorrect(t *testing.T) {
	o := openOffice(t)
	o.staff("elsewhere", "community-c1", domain.RecordsCorrector)
	o.staff("cashier", domain.WholeCounty, domain.Cashier)
	later := o.staff("later", domain.WholeCounty)
	o.must(later.Account(), accounts.Grant{Roles: []domain.Role{domain.RecordsCorrector}, Place: domain.WholeCounty, From: domain.NewDate(2016, 4, 1)})
	deputy := o.staff("deputy", domain.WholeCounty)
	until := domain.NewDate(2016, 5, 1)
	o.delegate(o.corrector, deputy, domain.RecordsCorrector, "town-shunwang", until)
	o.propose(t, "corrector")
	good := paperOn(t, o.as("second").get("/staff/streams/"+o.stream+"/correct/0"), "f-channel")

	proposal := `{"kind": "clerical", "reason": "x", "restsOn": "document", "basis": "y", "void": [1]}`
	for _, c := range []struct {
		login, do      string
		code           string
		english, other string
	}{
		{"elsewhere", "propose", "outside_place", "his belongs to community-c0, and the role of records corrector is held for community-c1 only", "角色仅限 community-c1"},
		{"cashier", "propose", "role_missing", "the account holds no such role", "账户没有该角色"},
		{"later", "propose", "outside_dates", "begins on 2016-04-01", "自 2016-04-01 起有效"},
		{"elsewhere", "approve", "outside_place", "his belongs to community-c0", "角色仅限 community-c1"},
		{"clerk", "approve", "role_missing", "his is for: records corrector", "此事仅限：数据更正员"},
		{"corrector", "approve", "four_eyes", "obody decides on their own proposal", "不得审批本人的更正申请"},
		{"deputy", "approve", "four_eyes", "independent of both decides", "须由与双方无关的数据更正员办理"},
		{"deputy", "reject", "four_eyes", "independent of both decides", "须由与双方无关的数据更正员办理"},
	} {
		t.Run(c.login+" "+c.do, func(t *testing.T) {
			b := o.as(c.login)
			page, body := "/staff/corrections/"+o.stream+"/2", `{"proposal": 2}`
			form := paper{page, map[string][]string{"do": {c.do}, "reason": {"x"}}}
			switch c.do {
			case "propose":
				page, body, form = "/staff/streams/"+o.stream+"/correct/0", proposal, why(good).fill("f-channel", "visit", "key", "")
				w := b.get(page, "Accept-Language", "en")
				require.Equal(t, http.StatusForbidden, w.Code, "no form is offered")
				require.Contains(t, w.Body.String(), c.english)
				w = b.get("/staff/streams/"+o.stream, "Accept-Language", "zh")
				require.NotContains(t, w.Body.String(), "/correct/")
				require.Contains(t, w.Body.String(), c.other)
			case "reject":
				body = `{"proposal": 2, "reason": "x"}`
			}
			form = form.fill("form-token", b.formToken(t))
			for lang, says := range map[string]string{"en": c.english, "zh": c.other} {
				w := b.send(form, "Accept-Language", lang)
				require.Equal(t, http.StatusForbidden, w.Code)
				require.Contains(t, w.Body.String(), says)
			}
			token, err := o.NewToken(t.Context(), o.actor, o.accountOf(t, c.login))
			require.NoError(t, err)
			w := o.ask(http.MethodPost, "/api/commands/correction."+c.do, `{"id": "`+o.stream+`", "command": `+body+`}`, "Content-Type", "application/json", "Authorization", "Bearer "+token)
			require.Equal(t, http.StatusForbidden, w.Code, "%s", said(w))
			require.Contains(t, w.Body.String(), `"`+c.code+`"`)
			require.Contains(t, w.Body.String(), c.other)
		})
	}
	require.EqualValues(t, 2, o.lastEvent(t).Revision, "nothing was recorded")
	require.Equal(t, "phone", o.channel(t))

	// An ended delegation is none: the deputy sees and proposes nothing.
	o.clock.Set("2016-05-02 09:00")
	w := o.as("deputy").get("/staff/streams/"+o.stream+"/correct/0", "Accept-Language", "en")
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Contains(t, w.Body.String(), "ended on 2016-05-01")
	require.NotContains(t, w.Body.String(), secret)
}

// accountOf is the account of a login name.
func (o *office) accountOf(t *testing.T, login string) string {
	t.Helper()
	actor, err := o.SignIn(t.Context(), login, operatorPassword)
	require.NoError(t, err)
	return actor.Account()
}

// No form of staff is taken without the token of the session, or from another
// site.
func TestFormsOfStaffAreTheirOwn(t *testing.T) {
	o := openOffice(t)
	o.propose(t, "clerk")
	b := o.as("second")
	for _, form := range []paper{
		why(paperOn(t, b.get("/staff/streams/"+o.stream+"/correct/0"), "f-channel")).fill("f-channel", "visit"),
		why(paperOn(t, b.get("/staff/streams/"+o.stream+"/correct/1?how=void"), "kind")),
		paperOn(t, b.get("/staff/corrections/"+o.stream+"/2"), `value="approve"`).fill("do", "approve"),
		paperOn(t, b.get("/staff/corrections/"+o.stream+"/2"), `value="reject"`).fill("do", "reject", "reason", "x"),
	} {
		w := b.send(form.fill("form-token", "another"), "Accept-Language", "en")
		require.Equal(t, http.StatusForbidden, w.Code)
		require.Contains(t, w.Body.String(), "belongs to a session that has ended")
		require.Equal(t, http.StatusForbidden, b.send(form, "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site").Code)
		require.Equal(t, http.StatusSeeOther, o.local().send(form).Code, "who is not signed in is sent to do so")
	}
	require.EqualValues(t, 2, o.lastEvent(t).Revision, "nothing was recorded")
}

// A form that was made before somebody else changed the stream changes nothing.
func TestAFormOfYesterdayIsRefused(t *testing.T) {
	o := openOffice(t)
	b := o.as("corrector")
	form := why(paperOn(t, b.get("/staff/streams/"+o.stream+"/correct/0"), "f-channel")).fill("f-channel", "visit")
	o.mustBy(o.clerk, o.id, request.Assign{Handler: "甲"})
	w := b.send(form, "Accept-Language", "en")
	require.Equal(t, http.StatusConflict, w.Code)
	require.Contains(t, w.Body.String(), "somebody changed it meanwhile")
	again := paperOn(t, w, "f-channel")
	require.Equal(t, "visit", again.values.Get("f-channel"), "what was typed is kept")
	require.NotEqual(t, form.values.Get("key"), again.values.Get("key"))
	b.sent(t, again)
}

// What is not public is on no public page, and on staff pages only for those
// whose role and place open it.
func TestSealedFieldsOpenForWhoMay(t *testing.T) {
	o := openOffice(t)
	o.staff("elsewhere", "community-c1", domain.WindowClerk, domain.RecordsCorrector)
	o.staff("nobody", domain.WholeCounty)
	o.staff("accountant", domain.WholeCounty, domain.Accountant)
	o.propose(t, "clerk")
	o.settle()
	before := o.opened(t)
	for _, login := range []string{"elsewhere", "nobody"} {
		b := o.as(login)
		for _, page := range []string{"/staff", "/staff/streams/" + o.stream, "/staff/corrections/" + o.stream + "/2"} {
			w := b.get(page, "Accept-Language", "en")
			require.Equal(t, http.StatusOK, w.Code, page)
			require.NotContains(t, w.Body.String(), secret, "%s for %s", page, login)
		}
		require.Contains(t, b.get("/staff/streams/"+o.stream, "Accept-Language", "en").Body.String(), "[not public]")
	}
	require.Equal(t, before, o.opened(t), "nothing was opened")
	// An accountant may propose, and does not see who asked: those fields stay
	// as they are unless something is typed.
	b := o.as("accountant")
	w := b.get("/staff/streams/"+o.stream+"/correct/0", "Accept-Language", "en")
	require.Equal(t, http.StatusOK, w.Code, "%s", said(w))
	require.NotContains(t, w.Body.String(), secret)
	require.Contains(t, w.Body.String(), "Left empty, it stays as it is.")
	b.sent(t, why(paperOn(t, w, "f-channel")).fill("f-channel", "window"))
	w = o.as("second").get("/staff/corrections/"+o.stream+"/3", "Accept-Language", "en")
	require.Contains(t, w.Body.String(), secret, "the name is in the amended record, too")
	require.NotContains(t, w.Body.String(), "<del>"+secret)
	require.NotEqual(t, before, o.opened(t))

	for _, page := range []string{
		"/", "/events", "/events.json", "/events.csv", "/streams/" + o.stream, "/streams/" + o.stream + ".json", "/requests/" + o.id, "/requests/" + o.id + ".json",
		"/corrections", "/corrections.json", "/corrections.csv", "/corrections.atom", "/about.json", "/metrics",
	} {
		w := o.get(page)
		require.Equal(t, http.StatusOK, w.Code, page)
		require.NotContains(t, w.Body.String(), secret, page)
		require.NotContains(t, w.Body.String(), "登记时误选", page)
	}
}

// opened is how many fields were opened, as the metrics say.
func (o *office) opened(t *testing.T) string {
	t.Helper()
	for line := range bytes.Lines(o.get("/metrics").Body.Bytes()) {
		if bytes.HasPrefix(line, []byte("sunledger_openings_total")) {
			return string(line)
		}
	}
	return ""
}
