package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/web"
)

type receipt struct {
	Stream   string
	Revision int64
	Position uint64
	Repeated bool
	Events   []struct {
		Type string
		Data map[string]any
	}
	Error struct{ Code, Message, MessageZh, Request string }
}

// send sends a command with the token.
func (s *site) send(t *testing.T, name, body string, headers ...string) (int, receipt) {
	t.Helper()
	w := s.ask(http.MethodPost, "/api/commands/"+name, body,
		append([]string{"Authorization", "Bearer " + s.token, "Content-Type", "application/json"}, headers...)...)
	requireStrict(t, w.Header())
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	var r receipt
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &r, json.MatchCaseInsensitiveNames(true)), "%s", w.Body)
	if w.Code == http.StatusCreated {
		require.Equal(t, "/events/"+strconv.FormatUint(r.Position, 10), w.Header().Get("Location"))
	}
	return w.Code, r
}

const submit = `{"command":{"matter":"B07","place":"c1","channel":"phone","people":2,"requester":{"text":"` + secret + `"},"summary":"补办"}}`

func TestACommandIsSentAndRead(t *testing.T) {
	s := founded(t)
	status, r := s.send(t, "request.submit", submit, "Idempotency-Key", "k1")
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, "request.submitted", r.Events[0].Type)
	require.Equal(t, "[sealed]", r.Events[0].Data["requester"])
	require.NotContains(t, r.Events, secret)
	id := strings.TrimPrefix(r.Stream, "request-")

	// Whoever has just written reads it.
	var page struct{ Request struct{ Status string } }
	s.json(t, "/requests/"+id+".json?after="+strconv.FormatUint(r.Position, 10), &page)
	require.Equal(t, "submitted", page.Request.Status)

	status, again := s.send(t, "request.submit", submit, "Idempotency-Key", "k1")
	require.Equal(t, http.StatusOK, status)
	require.True(t, again.Repeated)
	require.Equal(t, r.Position, again.Position)
	status, other := s.send(t, "request.submit", strings.Replace(submit, "phone", "visit", 1), "Idempotency-Key", "k1")
	require.Equal(t, http.StatusConflict, status)
	require.Equal(t, "command_id_reused", other.Error.Code)

	status, stale := s.send(t, "request.accept", `{"id":"`+id+`","expectedRevision":4,"command":{}}`)
	require.Equal(t, http.StatusConflict, status)
	require.Equal(t, "revision_conflict", stale.Error.Code)
	status, accepted := s.send(t, "request.accept", `{"id":"`+id+`","expectedRevision":0,"occurredAt":"2016-03-01T09:00:00+08:00","command":{}}`)
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, int64(1), accepted.Revision)
	status, twice := s.send(t, "request.accept", `{"id":"`+id+`","command":{}}`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.NotEmpty(t, twice.Error.Message)
	require.NotEmpty(t, twice.Error.MessageZh)
	require.Len(t, twice.Error.Request, 16)

	metrics := s.get("/metrics").Body.String()
	for _, line := range []string{
		`sunledger_commands_total{command="request.submit",outcome="recorded"} 1`,
		`sunledger_commands_total{command="request.submit",outcome="repeated"} 1`,
		`sunledger_commands_total{command="request.submit",outcome="refused"} 1`,
	} {
		require.Contains(t, metrics, line)
	}
}

func TestCommandsThatAreRefused(t *testing.T) {
	s := founded(t)
	head, err := s.Head(t.Context())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		command, body string
		headers       []string
		status        int
		code          string
	}{
		"unknown command":   {"request.undo", `{"command":{}}`, nil, 404, "command_unknown"},
		"no such request":   {"request.accept", `{"id":"none","command":{}}`, nil, 404, "not_found"},
		"no id":             {"request.accept", `{"command":{}}`, nil, 400, "id_missing"},
		"no command":        {"request.accept", `{"id":"x"}`, nil, 400, "command_invalid"},
		"no JSON":           {"request.accept", `{"id":`, nil, 400, "command_invalid"},
		"not an object":     {"request.accept", `[]`, nil, 400, "command_invalid"},
		"two values":        {"request.accept", `{"command":{}} {}`, nil, 400, "command_invalid"},
		"twice the member":  {"request.accept", `{"command":{},"command":{}}`, nil, 400, "command_invalid"},
		"unknown member":    {"request.accept", `{"command":{},"actor":"me"}`, nil, 400, "command_invalid"},
		"unknown field":     {"request.accept", `{"id":"x","command":{"role":"auditor"}}`, nil, 400, "field_unknown"},
		"a null":            {"request.submit", strings.Replace(submit, `"c1"`, `null`, 1), nil, 400, "command_invalid"},
		"no such channel":   {"request.submit", strings.Replace(submit, "phone", "pigeon", 1), nil, 400, "code_unknown"},
		"no such place":     {"request.submit", strings.Replace(submit, "c1", "c9", 1), nil, 422, "no_such_evidence"},
		"no such time":      {"request.accept", `{"id":"x","occurredAt":"yesterday","command":{}}`, nil, 400, "command_invalid"},
		"in the future":     {"request.submit", strings.Replace(submit, `{"command"`, `{"occurredAt":"2030-01-01T00:00:00Z","command"`, 1), nil, 422, "in_the_future"},
		"a form":            {"request.submit", submit, []string{"Content-Type", "text/plain"}, 415, "not_json"},
		"a long key":        {"request.submit", submit, []string{"Idempotency-Key", strings.Repeat("k", 201)}, 400, "key_too_long"},
		"an oversized body": {"request.submit", `{"command":{"summary":"` + strings.Repeat("长", 1<<20) + `"}}`, nil, 413, "body_too_large"},
		"an oversized text": {"request.submit", strings.Replace(submit, "补办", strings.Repeat("长", 30_000), 1), nil, 400, "too_long"},
		"another token":     {"request.submit", submit, []string{"Authorization", "Bearer " + s.token + "x"}, 401, "token_invalid"},
		"another scheme":    {"request.submit", submit, []string{"Authorization", "Basic " + s.token}, 401, "token_missing"},
		"no token":          {"request.submit", submit, []string{"Authorization", ""}, 401, "token_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			status, r := s.send(t, c.command, c.body, c.headers...)
			require.Equal(t, c.status, status, "%+v", r.Error)
			require.Equal(t, c.code, r.Error.Code)
			require.NotEmpty(t, r.Error.MessageZh)
			require.NotContains(t, r.Error.Message, secret)
		})
	}
	after, err := s.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, head, after, "a refusal leaves no trace")
	require.Contains(t, s.get("/metrics").Body.String(), `sunledger_commands_total{command="unknown",outcome="refused"} 1`)
}

func TestWithoutATokenWritingIsOff(t *testing.T) {
	s := founded(t, func(c *web.Config) { c.Auth = nil })
	for _, authorization := range []string{"", "Bearer ", "Bearer " + s.token} {
		status, r := s.send(t, "request.submit", submit, "Authorization", authorization)
		require.Equal(t, http.StatusForbidden, status)
		require.Equal(t, "writing_off", r.Error.Code)
	}
}

// A text of a resident that a spreadsheet would take for a formula stays text.
func TestFormulasStayText(t *testing.T) {
	s := founded(t)
	status, _ := s.send(t, "matter.list", `{"command":{"code":"X1","from":"2016-01-01","list":"guided","title":"=cmd|' /C calc'!A0","basis":"@SUM(1)","limitDays":3,"authority":"+1"}}`)
	require.Equal(t, http.StatusCreated, status)
	s.settle()
	csv := s.get("/matters.csv").Body.String()
	for _, cell := range []string{"'=cmd|' /C calc'!A0", "'@SUM(1)", "'+1"} {
		require.Contains(t, csv, cell)
	}
	require.NotRegexp(t, `(?m)(^|,|")[=@+]`, csv)
}
