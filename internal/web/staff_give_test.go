package web_test

import (
	"bytes"
	"html"
	"io/fs"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/village"
	"github.com/sunledger/sunledger/internal/ledger/ledgertest"
)

// sendWith sends a form as a browser sends one that may hold files: the token of
// the session first, each file after what is said of it. Files are names and
// contents in turn.
func (b *browser) sendWith(p paper, files ...string) *httptest.ResponseRecorder {
	return b.sendParts(p, p.values.Get("form-token"), files...)
}

func (b *browser) sendParts(p paper, token string, files ...string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	must := func(err error) { require.NoError(b.s.t, err) }
	if token != "" {
		must(w.WriteField("form-token", token))
	}
	chosen := url.Values{}
	for i := 0; i+1 < len(files); i += 2 {
		chosen.Set(files[i], files[i+1])
	}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if _, isFile := chosen[name]; isFile || name == "form-token" || name == "" {
			continue
		}
		for _, value := range p.values[name] {
			must(w.WriteField(name, value))
		}
	}
	for i := 0; i+1 < len(files); i += 2 {
		part, err := w.CreateFormFile(files[i], files[i]+".pdf")
		must(err)
		_, err = part.Write([]byte(files[i+1]))
		must(err)
	}
	must(w.Close())
	return b.do(http.MethodPost, p.action, body.String(), "Content-Type", w.FormDataContentType(), "Accept-Language", "en")
}

// recorded is the desk that a form leads to which was taken, and its stream.
func (b *browser) recorded(w *httptest.ResponseRecorder) (desk *httptest.ResponseRecorder, stream string) {
	t := b.s.t
	t.Helper()
	require.Equal(t, http.StatusSeeOther, w.Code, "%s", said(w))
	next := w.Header().Get("Location")
	require.Regexp(t, `^/staff/streams/[^?]+\?after=\d+#r\d+$`, next)
	page, _, _ := strings.Cut(next, "#")
	desk = b.get(page, "Accept-Language", "en")
	require.Equal(t, http.StatusOK, desk.Code, "%s", said(desk))
	stream, _, _ = strings.Cut(strings.TrimPrefix(page, "/staff/streams/"), "?")
	return desk, stream
}

// form is the form of a command as somebody sees it.
func (b *browser) form(target string) paper {
	b.s.t.Helper()
	w := b.get(target, "Accept-Language", "en")
	require.Equal(b.s.t, http.StatusOK, w.Code, "%s", said(w))
	p := paperOn(b.s.t, w, "occurred-at")
	for _, name := range []string{"file-0", "file-1"} {
		p.values.Del(name) // none is chosen
	}
	return p
}

// governed is a county where a recorder works for the community c1, whose natural
// village and collective decide.
func governed(t testing.TB) (s *site, recorder *browser) {
	s = founded(t)
	s.must("", village.Register{ID: "dong", Community: "community-c1", Name: "东莲池村", NameEnglish: "East Lianchi"})
	s.must("", collective.Register{ID: "lc", Level: domain.VillageUnit, Community: "community-c1", Name: "莲池股份经济合作社", NameEnglish: "Lianchi Economic Cooperative"})
	ledgertest.Enrol(t, s.Ledger, s.actor, "village-dong")
	ledgertest.Enrol(t, s.Ledger, s.actor, "collective-lc")
	s.staff("recorder", "community-c1", domain.Recorder)
	s.settle()
	return s, s.as("recorder")
}

var (
	valueOf   = regexp.MustCompile(`\bvalue="([^"]*)"`)
	subjectID = regexp.MustCompile(`>(subject-[0-9a-f-]{36})<`)
)

// inputsNamed are the values of the inputs of a name.
func inputsNamed(w *httptest.ResponseRecorder, name string) (values []string) {
	for _, input := range inputs.FindAllString(w.Body.String(), -1) {
		if strings.Contains(input, `name="`+name+`"`) {
			values = append(values, html.UnescapeString(valueOf.FindStringSubmatch(input)[1]))
		}
	}
	return values
}

// subjectsOn are the people whom a desk names, in its order.
func subjectsOn(w *httptest.ResponseRecorder) (all []string) {
	for _, found := range subjectID.FindAllStringSubmatch(w.Body.String(), -1) {
		all = append(all, found[1])
	}
	return all
}

func utoa(n uint64) string { return strconv.FormatUint(n, 10) }

func giving(stream, command string) string { return "/staff/streams/" + stream + "/do/" + command }

// A decision, from the proposal to its disclosure, by somebody with a browser and
// without a script.
func TestADecisionByForms(t *testing.T) {
	s, b := governed(t)
	list := s.get("/decisions", "Accept-Language", "en")
	require.Contains(t, list.Body.String(), `<a href="/staff/new?of=decision" rel="nofollow">`)
	w := b.get("/staff/new?of=decision")
	require.Equal(t, "/staff/new/decision.propose", w.Header().Get("Location"), "there is one way to begin one")

	form := b.form("/staff/new/decision.propose")
	page := b.get("/staff/new/decision.propose", "Accept-Language", "en")
	require.Contains(t, page.Body.String(), `<option value="village-dong">East Lianchi</option>`, "what is on record can be chosen")
	require.Equal(t, []string{"", "", ""}, inputsNamed(page, "f-concerns"))
	wrong := form.fill("f-owner", "village-dong", "f-kind", "public-works", "f-title", "安装路灯", "f-source", "villagers", "f-amount", "三千元")
	wrong.values["f-concerns"] = []string{"village-dong", ""}
	w = b.sendWith(wrong)
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Regexp(t, `is not an amount of money: write yuan`, said(w))
	require.Regexp(t, `<input id="f-amount"[^>]* value="三千元"[^>]* aria-invalid="true" aria-describedby="f-amount-note wrong-why"`, w.Body.String())
	again := paperOn(t, w, "occurred-at")
	require.Equal(t, "安装路灯", again.values.Get("f-title"))
	require.Equal(t, "public-works", again.values.Get("f-kind"))
	require.Equal(t, []string{"village-dong", "", "", ""}, inputsNamed(w, "f-concerns"))
	again = again.fill("f-amount", "3000.50")
	again.values["f-concerns"] = []string{"village-dong", " "}
	desk, stream := b.recorded(b.sendWith(again))
	require.Regexp(t, `^decision-[0-9a-f-]{36}$`, stream)
	require.Contains(t, said(desk), "Proposed by a tenth of the villagers: 安装路灯")
	history, err := s.History(t.Context(), stream)
	require.NoError(t, err)
	proposed := history[0].Event.(decision.Proposed)
	require.Equal(t, domain.Money(300050), proposed.Amount)
	require.Equal(t, []string{"village-dong"}, proposed.Concerns)
	require.Contains(t, said(desk), giving(stream, "decision.discuss-by-councils"))
	require.Contains(t, s.get(pageID(stream)).Body.String(), `<a href="/staff/streams/`+stream+`" rel="nofollow">`)

	// Out of turn: the reason stands over the form, with what was typed.
	vote := []string{
		"f-base", "households", "f-method", "door-to-door", "f-issued", "300", "f-returned", "250", "f-inFavour", "200", "f-against", "50",
		"file-0.kind", "minutes", "file-0.title", "会议记录", "file-0.audience", "public", "file-1.kind", "sign-in-sheet", "file-1.audience", "restricted",
	}
	w = b.sendWith(b.form(giving(stream, "decision.vote")).fill(vote...))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, said(w), "Before the vote comes the discussion by both councils")
	require.Equal(t, "250", paperOn(t, w, "occurred-at").values.Get("f-returned"))

	s.clock.Set("2016-03-04 09:00")
	b = s.as("recorder")
	councils := b.form(giving(stream, "decision.discuss-by-councils")).fill(
		"f-partyExpected", "5", "f-partyPresent", "4", "f-partyInFavour", "4", "f-villagersExpected", "9", "f-villagersPresent", "7", "f-villagersInFavour", "6",
		"occurred-at", "2016-03-03T15:30")
	desk, _ = b.recorded(b.sendWith(councils))
	require.Contains(t, said(desk), "3 March 2016 15:30", "when it happened")
	b.recorded(b.sendWith(b.form(giving(stream, "decision.give-notice")).fill("f-meetingOn", "2016-03-27", "f-where", "村务公开栏")))
	require.Equal(t, http.StatusConflict, b.sendWith(councils.fill("key", "another")).Code, "somebody has gone on since")

	// A vote without its papers is refused; those that were sent stay in the form.
	s.clock.Set("2016-03-27 10:00")
	b = s.as("recorder")
	form = b.form(giving(stream, "decision.vote")).fill(vote...)
	w = b.sendWith(form, "file-0", letter)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, said(w), "sign-in sheet is missing: attach the file")
	require.Contains(t, said(w), "file-0.pdf · PDF · ")
	form = paperOn(t, w, "occurred-at")
	require.NotEmpty(t, form.values.Get("file-0.digest"))
	form.values.Del("file-0.drop")
	form = form.fill("file-1.kind", "sign-in-sheet", "file-1.title", secret)
	desk, _ = b.recorded(b.sendWith(form, "file-1", "the sheet of "+secret))

	// Everybody has the one, and who may read it the other.
	history, err = s.History(t.Context(), stream)
	require.NoError(t, err)
	voted := history[len(history)-1]
	require.Len(t, voted.Attachments, 2)
	minutes, sheet := voted.Attachments[0], voted.Attachments[1]
	require.Equal(t, domain.Public, minutes.Audience)
	require.Equal(t, domain.Restricted, sheet.Audience)
	public := "/events/" + utoa(voted.Position) + "/files/"
	require.Equal(t, letter, s.get(public+minutes.Digest).Body.String())
	require.Equal(t, http.StatusForbidden, s.get(public+sheet.Digest).Code)
	private := "/staff/files/" + utoa(voted.Position) + "/" + sheet.Digest
	require.Contains(t, said(desk), private)
	require.Equal(t, "the sheet of "+secret, b.get(private).Body.String())
	require.NotContains(t, s.get(pageID(stream)).Body.String(), secret)
	s.staff("elsewhere", "community-c2", domain.Recorder)
	require.Equal(t, http.StatusForbidden, s.as("elsewhere").get(private).Code)

	// A command without fields is a form, too.
	s.clock.Set("2016-03-29 10:00")
	b = s.as("recorder")
	form = b.form(giving(stream, "decision.conclude"))
	b.recorded(b.sendWith(form))
	desk, _ = b.recorded(b.sendWith(form))
	require.Contains(t, said(desk), "Adopted")
	history, err = s.History(t.Context(), stream)
	require.NoError(t, err)
	require.Len(t, history, 5, "sent twice it is recorded once")
	b.recorded(b.sendWith(b.form(giving(stream, "decision.disclose")).fill("f-where", "村务公开栏")))
	history, err = s.History(t.Context(), stream)
	require.NoError(t, err)
	require.IsType(t, decision.Disclosed{}, history[5].Event)
}

// Nobody is offered what they may not give, and nobody gives it.
func TestFormsAreForThoseWhoMayGiveThem(t *testing.T) {
	s, b := governed(t)
	stream := "decision-" + s.must("", decision.Propose{
		Owner: "village-dong", Kind: domain.PublicWorks, Title: "安装路灯", Source: decision.Villagers,
	})
	s.staff("accountant", "community-c1", domain.Accountant)
	s.staff("elsewhere", "community-c2", domain.Recorder)
	s.settle()
	desk := said(b.get("/staff/streams/"+stream, "Accept-Language", "en"))
	for command, offered := range map[string]bool{
		"decision.vote": true, "decision.raise-objection": true, "decision.approve-by-town": false, "decision.propose": false,
		"correction.propose": false, "asset.register": false,
	} {
		require.Equal(t, offered, strings.Contains(desk, giving(stream, command)), command)
	}
	require.Contains(t, desk, `href="/staff/new/tender.list?f-decision=`+stream+`"`, "what rests on it is begun there")
	require.NotContains(t, desk, "/staff/new/contract.sign", "which is for an accountant")
	for who, refusal := range map[string]string{
		"accountant": "This is for: recorder", "elsewhere": "the role of recorder is held for community-c2 only",
	} {
		o := s.as(who)
		desk := said(o.get("/staff/streams/"+stream, "Accept-Language", "en"))
		require.NotContains(t, desk, "/do/", who)
		require.Contains(t, desk, refusal, who)
		require.Equal(t, http.StatusForbidden, o.get(giving(stream, "decision.vote")).Code, who)
		form := b.form(giving(stream, "decision.withdraw")).fill("f-reason", "方案须完善", "form-token", o.formToken(t))
		require.Equal(t, http.StatusForbidden, o.sendWith(form).Code, who)
	}
	begin := said(s.as("accountant").get("/staff", "Accept-Language", "en"))
	require.Contains(t, begin, `href="/staff/new/asset.register"`)
	require.NotContains(t, begin, "decision.propose")
	require.Contains(t, said(s.as("accountant").get("/staff/new?of=decision", "Accept-Language", "en")), "This is for: recorder")
	require.Equal(t, http.StatusForbidden, s.as("accountant").get("/staff/new/decision.propose").Code)

	// What is proposed for elsewhere the ledger refuses.
	form := s.as("elsewhere").form("/staff/new/decision.propose?f-owner=village-dong")
	require.Equal(t, "village-dong", form.values.Get("f-owner"))
	w := s.as("elsewhere").get("/staff/new/decision.propose")
	require.Equal(t, http.StatusOK, w.Code)

	for _, target := range []string{
		"/staff/new/decision.vote", "/staff/new/nothing", "/staff/new/correction.propose", "/staff/new?of=nothing",
		giving(stream, "decision.propose"), giving(stream, "asset.verify"), giving(stream, "correction.propose"), giving("decision-none", "decision.vote"),
	} {
		require.Equal(t, http.StatusNotFound, b.get(target).Code, target)
	}
	require.Contains(t, s.local().get(giving(stream, "decision.vote")).Header().Get("Location"), "/sign-in?next=")
	history, err := s.History(t.Context(), stream)
	require.NoError(t, err)
	require.Len(t, history, 1)
}

// stored are the files that lie in the folder of evidence.
func (s *site) stored() int {
	n := 0
	err := filepath.WalkDir(s.files, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	require.NoError(s.t, err)
	return n
}

// Nothing is stored of a form that is not the session's own, nor of a file that is
// too large; and the rest of such a form is kept.
func TestFilesOfFormsAreBounded(t *testing.T) {
	s, b := governed(t)
	stream := "decision-" + s.must("", decision.Propose{
		Owner: "village-dong", Kind: domain.PublicWorks, Title: "安装路灯", Source: decision.Villagers,
	})
	s.settle()
	form := b.form(giving(stream, "decision.withdraw")).fill("f-reason", "方案须完善", "file-0.kind", "minutes")
	for name, token := range map[string]string{"no token": "", "a wrong one": "wrong", "that of another session": s.as("recorder").formToken(t)} {
		w := b.sendParts(form, token, "file-0", letter)
		require.Equal(t, http.StatusForbidden, w.Code, name)
		require.Contains(t, said(w), "belongs to a session that has ended", name)
	}
	require.Equal(t, http.StatusForbidden, b.do(http.MethodPost, form.action, "", "Content-Type", "multipart/form-data; boundary=x", "Sec-Fetch-Site", "cross-site").Code)
	require.Equal(t, http.StatusForbidden, b.do(http.MethodPost, form.action, "--x--", "Content-Type", "multipart/form-data; boundary=x").Code)
	begun := "--x\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n" + form.values.Get("form-token")
	for name, rest := range map[string]string{
		"it breaks off": "", "it breaks off in a file": "\r\n--x\r\nContent-Disposition: form-data; name=\"file-0\"; filename=\"a.pdf\"\r\n\r\n" + letter, "it has no name": "\r\n--x--oops",
	} {
		require.Equal(t, http.StatusBadRequest, b.do(http.MethodPost, form.action, begun+rest, "Content-Type", "multipart/form-data; boundary=x").Code, name)
	}
	require.Equal(t, http.StatusUnsupportedMediaType, b.do(http.MethodPost, "/sign-out", "--x--", "Content-Type", "multipart/form-data; boundary=x").Code)
	require.Equal(t, http.StatusRequestEntityTooLarge, b.sendWith(form.fill("f-reason", strings.Repeat("长", 1<<20))).Code)
	require.Zero(t, s.stored())

	w := b.sendWith(form, "file-0", strings.Repeat("x", 1<<20+1), "file-1", letter)
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	require.Contains(t, said(w), "“file-0.pdf”: the file is larger than")
	require.Equal(t, 1, s.stored(), "the other one is here, and the form says so")
	again := paperOn(t, w, "occurred-at")
	require.Equal(t, "方案须完善", again.values.Get("f-reason"))
	require.Equal(t, "minutes", again.values.Get("file-0.kind"))
	require.Empty(t, again.values.Get("file-0.digest"))
	require.NotEmpty(t, again.values.Get("file-1.digest"))
	incoming, err := os.ReadDir(filepath.Join(s.files, "incoming"))
	require.NoError(t, err)
	require.Empty(t, incoming)

	// One that is left out is not named; a form cannot name that of another.
	again.values.Del("file-1.drop") // a box that nobody ticked
	again = again.fill("file-0.kind", "", "file-1.kind", "minutes")
	other := s.as(operatorLogin)
	theirs := other.sendWith(again.fill("form-token", other.formToken(t), "key", "theirs"))
	require.Equal(t, http.StatusForbidden, theirs.Code)
	require.Contains(t, said(theirs), "was sent under another account")
	b.recorded(b.sendWith(again.fill("file-1.drop", "yes")))
	history, err := s.History(t.Context(), stream)
	require.NoError(t, err)
	require.Empty(t, history[1].Attachments)
}

// A person who is on record is named as such, and the history shows those who may
// read it how.
func TestFormsNamePeopleOnRecord(t *testing.T) {
	s, b := governed(t)
	stream := "decision-" + s.must("", decision.Propose{
		Owner: "collective-lc", Kind: domain.Disposal, Title: "处置旧校舍", Source: decision.Representatives, Amount: 1000 * domain.Yuan,
	})
	s.settle()
	kin := b.form(giving("community-c1", "community.appoint")).fill(
		"f-post", "accountant", "f-name", "孙敏", "f-from", "2016-03-01", "f-person", "孙敏", "f-kin", "王松滨\n李小河")
	w := b.sendWith(kin)
	desk, _ := b.recorded(w)
	subject := subjectsOn(desk)
	require.Len(t, subject, 3)
	require.NotContains(t, s.get("/streams/community-c1").Body.String(), subject[0])
	require.NotContains(t, said(s.as("recorder").get("/staff/streams/"+stream)), "subject-")

	again := b.form(giving("community-c1", "community.appoint")).fill(
		"f-post", "cashier", "f-name", "赵五", "f-from", "2016-03-01", "f-kin", subject[1]+"=王松滨\n周六")
	desk, _ = b.recorded(b.sendWith(again))
	require.Equal(t, 2, strings.Count(said(desk), subject[1]), "it is the same person")
	w = b.sendWith(again.fill("key", "another", "f-kin", subject[1]))
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, said(w), "subject-&lt;id&gt;=name")
}
