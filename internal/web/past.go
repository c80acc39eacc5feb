package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// The parameters that choose a moment to see a page from.
const (
	knownParam = "knownAt"
	stoodParam = "stoodAt"
)

var momentParams = []param{
	{knownParam, "the page as it was known then: a time (RFC 3339, or 2016-09-09 10:00 in the ledger's zone), a day for its end, or a position", false, nil},
	{stoodParam, "with what had happened by then: a time, a day for its end, or the position of an event; what is known now of it, unless knownAt is given", false, nil},
}

// maxMomentText bounds how much of a wrong value is said again.
const maxMomentText = 60

// lookBack finds the moment that an address asks for.
func (h *Handler) lookBack(ctx context.Context, v *visit) error {
	marks := ledger.Marks{Known: v.query.Get(knownParam), Stood: v.query.Get(stoodParam)}
	var err error
	v.asOf, err = h.cfg.Ledger.AsOf(ctx, marks)
	var wrong *ledger.MarkError
	if errors.As(err, &wrong) {
		name := knownParam
		if wrong.Stood {
			name = stoodParam
		}
		return domain.Reject("query_invalid",
			"%[1]s=%[2]q is neither a time nor a position: write 2016-09-09T10:00:00+08:00, 2016-09-09 10:00, 2016-09-09 for the end of that day, or a position such as 1200",
			"参数 %[1]s=%[2]q 不是时间或位置：请写 2016-09-09T10:00:00+08:00、2016-09-09 10:00、2016-09-09（当日结束），或位置，如 1200",
			name, wrong.Text[:min(len(wrong.Text), maxMomentText)])
	}
	v.today = v.asOf.Today
	if err == nil && !v.asOf.IsNow() {
		v.hidings, err = h.public.ledger.Hidings(ctx)
	}
	return err
}

// read calls a function with the views that a visit sees: those of now, or of
// the moment that it asks for. Those are built where need be; a reader who would
// wait for long is told how far that is.
func (p publicPages) read(ctx context.Context, v *visit, read func(*projections.Query) error) error {
	if v.asOf.IsNow() {
		return p.views.Read(ctx, read)
	}
	past := p.views.Past()
	wait, cancel := context.WithTimeout(ctx, p.maxPastWait)
	defer cancel()
	err := past.Prepare(wait, v.asOf.AsOf)
	switch {
	case err == nil:
		return past.Read(ctx, v.asOf.AsOf, read)
	case wait.Err() == nil || ctx.Err() != nil:
		return err
	}
	percent, building := past.Building(v.asOf.AsOf)
	if !building {
		return domain.Reject("past_building",
			"the figures as of another moment are being computed from the log, and those of this one come after them: ask again in a moment",
			"正在由账本计算另一时刻的数据，随后计算此时刻的数据：请稍后再试")
	}
	return domain.Reject("past_building",
		"the figures as of this moment are being computed from the log, %d%% so far: ask again in a moment",
		"正在由账本计算此时刻的数据，已完成 %d%%：请稍后再试", percent)
}

// momentJSON says in the JSON of a page as of when it is.
type momentJSON struct {
	// KnownAt is the last position that was known, RecordedAt when that was
	// recorded, and StoodAt the time by which the facts had occurred.
	KnownAt    uint64    `json:"knownAt"`
	RecordedAt time.Time `json:"recordedAt,omitzero"`
	StoodAt    time.Time `json:"stoodAt,omitzero"`
}

// framed is the JSON of a page, with its moment where that is not now, and with
// word that the log cannot be reached.
func (v *visit) framed(value any) (any, error) {
	var framed struct {
		AsOf    *momentJSON    `json:"asOf,omitzero"`
		LogAway *awayJSON      `json:"logAway,omitzero"`
		Page    jsontext.Value `json:",embed"`
	}
	if !v.asOf.IsNow() {
		framed.AsOf = &momentJSON{*v.asOf.Known, v.asOf.RecordedAt, v.asOf.Stood}
	}
	if !v.away.IsZero() {
		framed.LogAway = &awayJSON{v.away.UTC().Truncate(time.Second)}
	}
	if framed.AsOf == nil && framed.LogAway == nil {
		return value, nil
	}
	var err error
	framed.Page, err = json.Marshal(value, json.Deterministic(true))
	return framed, err
}

// tag tells the moments of file names apart, and those of entity tags; "" is
// now.
func (v *visit) tag() string {
	if v.asOf.IsNow() {
		return ""
	}
	tag := "known-" + strconv.FormatUint(*v.asOf.Known, 10)
	if !v.asOf.Stood.IsZero() {
		tag += "-stood-" + strings.ReplaceAll(v.asOf.Stood.UTC().Format("20060102T150405.999999999Z"), ".", "-")
	}
	return tag
}

// momentQuery is the parameters of the moment as links carry them on. What was
// known is a position there, so that all of them lead to one and the same.
func (v *visit) momentQuery() url.Values {
	q := url.Values{}
	if !v.asOf.IsNow() {
		q.Set(knownParam, strconv.FormatUint(*v.asOf.Known, 10))
		if stood := v.query.Get(stoodParam); stood != "" {
			q.Set(stoodParam, stood)
		}
	}
	return q
}

// pastNote is what stands over a page of the past.
type pastNote struct {
	// Known and Stood say what is seen; Stood may be "".
	Known, Stood string
	// Now is the address of the same page of now.
	Now string
}

func (v *visit) pastNote() *pastNote {
	if v.asOf.IsNow() {
		return nil
	}
	n := &pastNote{Known: v.T("past.nothing")}
	if !v.asOf.RecordedAt.IsZero() {
		n.Known = v.T("past.known", "position", strconv.FormatUint(*v.asOf.Known, 10), "moment", v.Moment(v.asOf.RecordedAt))
	}
	if !v.asOf.Stood.IsZero() {
		n.Stood = v.T("past.stood", "moment", v.Moment(v.asOf.Stood))
	}
	query := v.URL.Query()
	for _, name := range []string{knownParam, stoodParam, "after"} {
		query.Del(name)
	}
	n.Now = v.URL.Path
	if len(query) > 0 {
		n.Now += "?" + query.Encode()
	}
	return n
}

// momentForm chooses a moment for a page.
type momentForm struct {
	Path         string
	Known, Stood string
	// Kept are the other parameters of the page.
	Kept []chip
}

func (v *visit) momentForm() momentForm {
	f := momentForm{Path: v.URL.Path, Known: v.query.Get(knownParam), Stood: v.query.Get(stoodParam)}
	known := slices.Concat(requestParams, eventParams, correctionParams)
	for _, k := range kinds() {
		known = append(known, k.route().params...)
	}
	seen := map[string]bool{}
	for _, p := range known {
		if seen[p.name] {
			continue
		}
		seen[p.name] = true
		if value := v.query.Get(p.name); value != "" && p.name != "page" && p.name != "before" {
			f.Kept = append(f.Kept, chip{Label: p.name, Value: value})
		}
	}
	return f
}

// A link or a form of a page, as the templates write them. What has data-now
// before it leads to now, and what has data-moment chooses another moment.
var (
	linkOfPage = regexp.MustCompile(`( data-now)? href="(/[^"]*)"`)
	formOfPage = regexp.MustCompile(`<form [^>]*method="get"[^>]*>`)
)

// carry has the links and forms of a page of the past lead to pages of the same
// moment. It is done to the finished page, so that no page can forget one.
func (v *visit) carry(page []byte) []byte {
	moment := v.momentQuery()
	if len(moment) == 0 {
		return page
	}
	added := strings.ReplaceAll(moment.Encode(), "&", "&amp;")
	page = linkOfPage.ReplaceAllFunc(page, func(link []byte) []byte {
		parts := linkOfPage.FindSubmatch(link)
		address := string(parts[2])
		if len(parts[1]) > 0 || strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/api/") ||
			ofPeople(address) || strings.Contains(address, knownParam+"=") {
			return link
		}
		address, fragment, marked := strings.Cut(address, "#")
		if marked {
			fragment = "#" + fragment
		}
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&amp;"
		}
		return fmt.Appendf(nil, ` href="%s%s%s%s"`, address, separator, added, fragment)
	})
	var hidden strings.Builder
	for _, name := range []string{knownParam, stoodParam} {
		if value := moment.Get(name); value != "" {
			fmt.Fprintf(&hidden, `<input type="hidden" name="%s" value="%s">`, name, template.HTMLEscapeString(value))
		}
	}
	return formOfPage.ReplaceAllFunc(page, func(form []byte) []byte {
		if strings.Contains(string(form), " data-moment") {
			return form
		}
		return append(form[:len(form):len(form)], hidden.String()...)
	})
}
