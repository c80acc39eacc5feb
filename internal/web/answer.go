package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

// answer is what a page says. Its three forms are made from the one value.
type answer struct {
	// elsewhere is the path of the page that answers instead, or "". Nothing
	// else is read then.
	elsewhere string
	// page is the name of the template, title what it is called.
	page, title string
	// nav is the entry of the navigation that it belongs to, where that is not its
	// page.
	nav string
	// work is where staff go on from it, or "".
	work string
	// value is the JSON, and what the template shows.
	value any
	// table is the CSV of a list.
	table table
	// feed is the Atom of a list that has one, where that is asked for.
	feed *feed
	// position and recordedAt say as of when; they are what the entity tag
	// is made of.
	position   uint64
	recordedAt time.Time
	// views are all that the answer depends on, by their names, nil where it depends
	// on more than views.
	views []string
}

// program is a digest of what the program was built from: another one may say
// the same facts differently, with the same templates. It is the same in every
// process of one build.
var program = func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	sum := sha256.Sum256([]byte(info.String()))
	return hex.EncodeToString(sum[:4])
}()

// tagOf is the entity tag of an answer.
func (v *visit) tagOf(a answer) string {
	// What is hidden changes pages of the past, whose position stays.
	tag := fmt.Sprintf(`W/"%d.%s.%s.%d.%s.%s.%s.%d`, a.position, v.today, v.lang, v.form, build(), program, v.tag(), v.hidings)
	if !v.away.IsZero() {
		tag += fmt.Sprintf(".away-%d", v.away.Unix())
	}
	return tag + `"`
}

// copyOf is an answer in the form that was asked for. The body is left out where
// the reader has it.
func (h *Handler) copyOf(v *visit, a answer) (*copied, error) {
	if v.form == asAtom && a.feed == nil {
		return nil, noSuchPage
	}
	// Whoever keeps a copy asks whether it still holds.
	c := &copied{tag: v.tagOf(a), position: a.position, header: http.Header{"Cache-Control": {"no-cache"}}}
	if a.views != nil {
		c.views = append(a.views, projections.CountyView) // whose name stands on every page
	}
	if c.heldBy(v.Request) {
		return c, nil
	}
	var body bytes.Buffer
	switch v.form {
	case asJSON:
		value, err := v.framed(a.value)
		if err == nil {
			err = encodeJSON(&body, value)
		}
		if err != nil {
			return nil, err
		}
		c.header.Set("Content-Type", "application/json; charset=utf-8")
		// The figures are public: any page may read them.
		c.header.Set("Access-Control-Allow-Origin", "*")
		c.header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	case asCSV:
		if err := a.table.write(&body); err != nil {
			return nil, err
		}
		c.header.Set("Content-Type", "text/csv; charset=utf-8; header=present")
		name := a.table.name + "-" + strconv.FormatUint(a.position, 10)
		if tag := v.tag(); tag != "" {
			name += "-" + tag
		}
		c.header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name+".csv"))
		c.header.Set("Access-Control-Allow-Origin", "*")
	case asAtom:
		rest := ""
		if v.URL.RawQuery != "" {
			rest = "?" + v.URL.RawQuery
		}
		if err := a.feed.write(&body, v.lang, h.address(v), v.URL.Path+asAtom.suffix()+rest, v.URL.Path+rest); err != nil {
			return nil, err
		}
		c.header.Set("Content-Type", "application/atom+xml; charset=utf-8")
		c.header.Set("Access-Control-Allow-Origin", "*")
	default:
		if err := h.render(&body, v.voice, a.page, h.sheetOf(v, a)); err != nil {
			return nil, err
		}
		v.headPage(c.header)
		c.body = v.carry(body.Bytes())
		return c, nil
	}
	c.body = body.Bytes()
	return c, nil
}

// headPage sets the headers of a page.
func (v *visit) headPage(header http.Header) {
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", string(v.lang))
}

// writePage writes a page in its frame.
func (h *Handler) writePage(w http.ResponseWriter, v *visit, page string, frame sheet, status int) error {
	var body bytes.Buffer
	if err := h.render(&body, v.voice, page, frame); err != nil {
		return err
	}
	v.headPage(w.Header())
	return send(w, v.Request, status, v.carry(body.Bytes()))
}

// send writes a body, smaller where the reader takes that. Phones in villages
// are far from the mast.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	return sendEither(w, r, status, body, func() ([]byte, error) { return packed(body) })
}

// sendEither is send with a body that may have been packed before.
func sendEither(w http.ResponseWriter, r *http.Request, status int, body []byte, packed func() ([]byte, error)) error {
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) > worthPacking && takesGzip(r) {
		small, err := packed()
		if err != nil {
			return err
		}
		w.Header().Set("Content-Encoding", "gzip")
		body = small
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
	return nil
}

// worthPacking is how many bytes are worth to be made fewer.
const worthPacking = 1 << 10

func packed(body []byte) ([]byte, error) {
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	err := z.Close()
	return small.Bytes(), err
}

// takesGzip reports whether a reader names gzip, and not to refuse it.
func takesGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			_, q, _ := strings.Cut(weight, "=")
			return strings.Trim(strings.TrimSpace(q), "0.") != "" || !strings.Contains(weight, "=")
		}
	}
	return false
}

func encodeJSON(to io.Writer, value any) error {
	return json.MarshalWrite(to, value, jsontext.WithIndent("  "), jsontext.Multiline(true), json.Deterministic(true))
}

// writeJSON writes an answer of a program for a program, which nobody keeps.
func writeJSON(w http.ResponseWriter, status int, value any) error {
	var body bytes.Buffer
	if err := encodeJSON(&body, value); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body.Bytes(), '\n'))
	return nil
}

// refusalBody is the JSON of a refusal.
type refusalBody struct {
	Error struct {
		Code      string `json:"code"`
		Message   string `json:"message"`
		MessageZh string `json:"messageZh"`
		Request   string `json:"request"`
	} `json:"error"`
}

// refusalPage is what the page of a refusal shows.
type refusalPage struct {
	Status  int
	Message string
	Request string
}

// refuse turns an error into an answer: a page for people, JSON for programs.
// Nothing of an error of ours is shown but the number under which it is logged.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) {
	refusal, status := refusalOf(err)
	gone := r.Context().Err() != nil
	if status == http.StatusInternalServerError && !gone {
		h.cfg.Logger.LogAttrs(r.Context(), slog.LevelError, "web: a request failed",
			slog.String("request", requestID(r.Context())), slog.String("route", r.Pattern), slog.Any("error", err))
	}
	header := w.Header()
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Encoding"} {
		header.Del(name)
	}
	header.Set("Cache-Control", "no-store")
	setRetryAfter(w, err)
	switch status {
	case http.StatusServiceUnavailable:
		header.Set("Retry-After", "5")
		if refusal.Code == "past_building" && !wantsJSON(r) {
			header.Set("Refresh", "3") // the page asks again by itself
		}
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", `Bearer realm="sunledger"`)
	}
	if wantsJSON(r) {
		var body refusalBody
		body.Error.Code, body.Error.Request = refusal.Code, requestID(r.Context())
		body.Error.Message, body.Error.MessageZh = refusal.Message, refusal.Chinese
		_ = writeJSON(w, status, body)
		return
	}
	h.refusePage(w, r, refusal, status)
}

func wantsJSON(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") || formIn(r.Context()) != asHTML {
		return true
	}
	return r.Method != http.MethodGet && r.Method != http.MethodHead && !ofPeople(r.URL.Path)
}

func (h *Handler) refusePage(w http.ResponseWriter, r *http.Request, refusal *domain.Rejection, status int) {
	v := &visit{Request: r, voice: newVoice(h.chooseLang(w, r), time.UTC), query: r.URL.Query()}
	if id, err := h.cfg.Ledger.Identity(r.Context()); err == nil {
		v.ledger, v.zone, v.today = id, id.Location, h.cfg.Ledger.Today(id)
	}
	a := answer{page: "refusal", title: v.T("refusal.title"), value: refusalPage{
		Status: status, Message: refusal.In(v.lang), Request: requestID(r.Context()),
	}}
	if err := h.writePage(w, v, a.page, h.sheetOf(v, a), status); err != nil {
		h.cfg.Logger.Error("web: the page of a refusal", "error", errors.Join(err, refusal))
		http.Error(w, refusal.In(v.lang), status)
	}
}
