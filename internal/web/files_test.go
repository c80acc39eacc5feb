package web_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// upload sends a file with a token.
func (s *site) upload(t *testing.T, audience, document string) ledger.TakenFile {
	t.Helper()
	w := s.ask(http.MethodPost, "/api/files?audience="+audience, document, "Authorization", "Bearer "+s.token, "Content-Type", "application/octet-stream")
	require.Equal(t, http.StatusCreated, w.Code, "%s", w.Body)
	requireStrict(t, w.Header())
	var f ledger.TakenFile
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &f))
	require.EqualValues(t, len(document), f.Size)
	return f
}

const (
	letter = "%PDF-1.7 the letter"
	script = "<!DOCTYPE html><script>alert(1)</script>"
)

// evidenced is a site with a request whose first event names a public letter, a
// page of HTML for everybody, and a sealed card.
func evidenced(t *testing.T) (s *site, r receipt, letterFile, pageFile, card ledger.TakenFile) {
	s = furnished(t)
	letterFile, pageFile, card = s.upload(t, "public", letter), s.upload(t, "public", script), s.upload(t, "", "the card of "+secret)
	body := `{"attachments":[` +
		`{"kind":"document","digest":"` + letterFile.Digest + `","title":"群众来信 <1>","audience":"public"},` +
		`{"kind":"photograph","digest":"` + pageFile.Digest + `","audience":"public"},` +
		`{"kind":"voucher","digest":"` + card.Digest + `","title":"` + secret + `"}],` + submit[1:]
	status, r := s.send(t, "request.submit", body, "Idempotency-Key", "evidence")
	require.Equal(t, http.StatusCreated, status, "%v", r.Error)
	s.settle()
	return s, r, letterFile, pageFile, card
}

func requireInert(t *testing.T, w *httptest.ResponseRecorder, mediaType, name, content string) {
	t.Helper()
	require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	require.Equal(t, content, w.Body.String())
	require.Equal(t, mediaType, w.Header().Get("Content-Type"))
	require.Equal(t, "attachment; filename="+name, w.Header().Get("Content-Disposition"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, "default-src 'none'; sandbox", w.Header().Get("Content-Security-Policy"))
	require.Equal(t, strconv.Itoa(len(content)), w.Header().Get("Content-Length"))
}

func TestAFileIsSentNamedAndRead(t *testing.T) {
	s, r, letterFile, pageFile, card := evidenced(t)
	at := "/events/" + strconv.FormatUint(r.Position, 10)
	file := func(f ledger.TakenFile) string { return at + "/files/" + f.Digest }

	w := s.get(file(letterFile))
	requireInert(t, w, "application/pdf", "document-"+letterFile.Digest[:12]+".pdf", letter)
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	require.Equal(t, http.StatusNotModified, s.get(file(letterFile), "If-None-Match", w.Header().Get("ETag")).Code)
	head := s.ask(http.MethodHead, file(letterFile), "")
	require.Equal(t, http.StatusOK, head.Code)
	require.Empty(t, head.Body.String())
	// What would run is bytes, whatever somebody called it.
	requireInert(t, s.get(file(pageFile)), "application/octet-stream", "photograph-"+pageFile.Digest[:12], script)

	for target, status := range map[string]int{
		file(card):                                  http.StatusForbidden,
		"/events/1/files/" + letterFile.Digest:      http.StatusNotFound, // which names it not
		at + "/files/" + strings.Repeat("0a", 32):   http.StatusNotFound,
		at + "/files/..%2f..%2fkeyring.db":          http.StatusNotFound,
		"/events/x/files/" + letterFile.Digest:      http.StatusNotFound,
		"/events/0/files/" + letterFile.Digest:      http.StatusNotFound,
		"/events/999999/files/" + letterFile.Digest: http.StatusNotFound,
		"/api" + file(card):                         http.StatusUnauthorized,
	} {
		w := s.get(target)
		require.Equal(t, status, w.Code, target)
		require.NotContains(t, w.Body.String(), "the card of")
	}

	// The pages and their JSON name what everybody may know.
	var event struct {
		Event struct {
			Attachments []catalogue.PublicAttachment `json:"attachments"`
		} `json:"event"`
	}
	s.json(t, at+".json", &event)
	require.Len(t, event.Event.Attachments, 3)
	require.Equal(t, "群众来信 <1>", event.Event.Attachments[0].Title)
	require.Empty(t, event.Event.Attachments[2].Title)
	for _, target := range []string{at, "/streams/" + r.Stream, "/requests/" + strings.TrimPrefix(r.Stream, "request-")} {
		body := s.get(target + "?lang=zh").Body.String()
		for _, want := range []string{letterFile.Digest, card.Digest, "群众来信 &lt;1&gt;", `href="` + file(letterFile) + `"`, "凭证", "不公开", "PDF"} {
			require.Contains(t, body, want, target)
		}
		require.NotContains(t, body, secret, target)
		require.NotContains(t, body, `href="`+file(card)+`"`, target)
	}

	// Programs read with a token.
	requireInert(t, s.get("/api"+file(card), "Authorization", "Bearer "+s.token), "text/plain", "voucher-"+card.Digest[:12]+".txt", "the card of "+secret)
	require.Contains(t, s.get("/metrics").Body.String(), `sunledger_openings_total{audience="restricted",category="request"} 1`)

	// Staff do where they signed in, if their roles show them.
	b := s.local()
	w = b.get("/staff/files/" + strconv.FormatUint(r.Position, 10) + "/" + card.Digest)
	require.Equal(t, http.StatusFound, w.Code)
	require.Contains(t, w.Header().Get("Location"), "/sign-in")
	b = s.as(operatorLogin)
	w = b.get("/staff/files/" + strconv.FormatUint(r.Position, 10) + "/" + card.Digest)
	requireInert(t, w, "text/plain", "voucher-"+card.Digest[:12]+".txt", "the card of "+secret)
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	body := b.get("/staff/streams/" + r.Stream).Body.String()
	require.Contains(t, body, secret+"</a>")
	require.Contains(t, body, `href="/staff/files/`+strconv.FormatUint(r.Position, 10)+"/"+card.Digest+`"`)
	s.staff("accountant", "community-c1", domain.Accountant)
	b = s.as("accountant")
	w = b.get("/staff/files/" + strconv.FormatUint(r.Position, 10) + "/" + card.Digest)
	require.Equal(t, http.StatusForbidden, w.Code)
	body = b.get("/staff/streams/" + r.Stream).Body.String()
	require.NotContains(t, body, secret)
	require.NotContains(t, body, "/"+card.Digest+`"`)
}

func TestFilesThatAreNotTaken(t *testing.T) {
	s := founded(t)
	auth := []string{"Authorization", "Bearer " + s.token, "Content-Type", "application/octet-stream"}
	code := func(w *httptest.ResponseRecorder) string {
		var refused struct{ Error struct{ Code string } }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &refused, json.MatchCaseInsensitiveNames(true)), "%s", w.Body)
		return strconv.Itoa(w.Code) + " " + refused.Error.Code
	}
	require.Equal(t, "401 token_missing", code(s.ask(http.MethodPost, "/api/files", "x", "Content-Type", "application/octet-stream")))
	require.Equal(t, "400 file_empty", code(s.ask(http.MethodPost, "/api/files", "", auth...)))
	require.Equal(t, "400 code_unknown", code(s.ask(http.MethodPost, "/api/files?audience=all", "x", auth...)))
	require.Equal(t, "413 file_too_large", code(s.ask(http.MethodPost, "/api/files", strings.Repeat("x", 1<<20+1), auth...)))
	for _, kind := range []string{"", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"} {
		require.Equal(t, "415 not_a_file", code(s.ask(http.MethodPost, "/api/files", "x", "Authorization", "Bearer "+s.token, "Content-Type", kind)))
	}
	// A browser that is signed in sends no file by itself.
	b := s.as(operatorLogin)
	require.Equal(t, http.StatusUnauthorized, b.post("/api/files", nil).Code)

	status, r := s.send(t, "request.submit", `{"attachments":[{"kind":"minutes","digest":"`+strings.Repeat("0a", 32)+`"}],`+submit[1:])
	require.Equal(t, "404 file_missing", strconv.Itoa(status)+" "+r.Error.Code)
	status, r = s.send(t, "request.submit", `{"attachments":[{"kind":"minutes","path":"/etc/passwd"}],`+submit[1:])
	require.Equal(t, "400 command_invalid", strconv.Itoa(status)+" "+r.Error.Code)
}

// What a correction for privacy hides is had by nobody any more, from wherever a
// reader kept its address.
func TestAHiddenEventGivesNoFile(t *testing.T) {
	s, r, letterFile, _, _ := evidenced(t)
	at := "/events/" + strconv.FormatUint(r.Position, 10)
	kept := s.get(at + "/files/" + letterFile.Digest).Header().Get("ETag")
	s.correctors().correct(strings.TrimPrefix(r.Stream, "request-"), domain.ProposeCorrection{
		Kind: domain.Privacy, Amend: []domain.Change{{Revision: 0, Set: domain.Clear(domain.Object(`{"channel":"visit"}`))}},
	})
	w := s.get(at+"/files/"+letterFile.Digest, "If-None-Match", kept)
	require.Equal(t, http.StatusNotFound, w.Code)
	require.NotContains(t, s.get(at).Body.String(), letterFile.Digest)
	require.NotContains(t, s.get("/streams/"+r.Stream).Body.String(), letterFile.Digest)
	require.NotContains(t, s.as(operatorLogin).get("/staff/streams/"+r.Stream).Body.String(), letterFile.Digest)
}
