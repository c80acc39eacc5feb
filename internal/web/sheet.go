package web

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sunledger/sunledger/domain"
)

//go:embed templates
var templateFiles embed.FS

// build tells the pages of one version of the program from those of another.
var build = sync.OnceValue(func() string { return digestOf(templateFiles, assetFiles, localeFiles) })

func digestOf(trees ...fs.FS) string {
	sum := sha256.New()
	for _, tree := range trees {
		err := fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := fs.ReadFile(tree, path)
			fmt.Fprintf(sum, "%s %d\n", path, len(content))
			sum.Write(content)
			return err
		})
		if err != nil {
			panic(err) // embedded
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// sheet is what a template gets: a page with its frame.
type sheet struct {
	Lang, Other domain.Lang
	Title       string
	// County is empty where there is no ledger yet.
	County     string
	Demo       bool
	Today      domain.Date
	Position   uint64
	RecordedAt time.Time
	Page       string
	Menu       menu
	Build      string
	OtherURL   string
	JSON, CSV  string
	Atom       string
	// Address is that of the page as readers know it, for the printed sheet.
	Address string
	// Past says as of when it is; nil is now. Moment chooses another; nil where
	// there is nothing to choose for.
	Past   *pastNote
	Moment *momentForm
	// Away is since when the log cannot be reached, the zero time where it can.
	Away time.Time
	// Staff says that there is a way in for staff. SignedIn is who is in, on
	// pages for staff; a public page is the same for everybody.
	Staff    bool
	SignedIn *signedIn
	// Work is where staff go on from the page, or "".
	Work  string
	Value any
}

// signedIn is somebody who signed in, for the frame of their pages.
type signedIn struct {
	Name string
	// FormToken stands in every form.
	FormToken string
}

func (h *Handler) sheetOf(v *visit, a answer) sheet {
	s := sheet{
		Lang: v.lang, Other: v.other(), Title: a.title, County: v.Name(v.ledger.Name, v.ledger.NameEnglish),
		Demo: v.ledger.Demonstration, Today: v.today, Position: a.position, RecordedAt: a.recordedAt,
		Page: a.page, Menu: v.menuOf(cmp.Or(a.nav, a.page), v.URL.Path), Build: build(), Value: a.value, Staff: h.cfg.Auth != nil, Away: v.away,
	}
	if !v.ledger.Today.IsZero() {
		s.Today = v.ledger.Today // of a demonstration, whatever the page looks back to
	}
	s.Past = v.pastNote()
	if s.Staff && s.Past == nil {
		s.Work = a.work
	}
	query := v.URL.Query()
	for name, value := range v.momentQuery() {
		query[name] = value
	}
	query.Set("lang", string(v.other()))
	query.Del("after")
	s.OtherURL = v.URL.Path + "?" + query.Encode()
	if v.Method == http.MethodPost && a.page == "refusal" {
		s.OtherURL = "/?lang=" + string(v.other()) // the form cannot be sent again
	}
	query.Del("lang")
	rest := ""
	if len(query) > 0 {
		rest = "?" + query.Encode()
	}
	if a.page != "refusal" {
		form := v.momentForm()
		s.Moment = &form
		named := v.URL.Path
		if named == "/" {
			named = "/board"
		}
		s.JSON = named + ".json" + rest
		if a.table.name != "" {
			s.CSV = named + ".csv" + rest
		}
		if a.page == feedPage {
			s.Atom = named + ".atom" + rest
		}
	}
	s.Address = h.address(v) + v.URL.Path + rest
	return s
}

// address is where readers find this server.
func (h *Handler) address(v *visit) string {
	if h.cfg.PublicURL != "" {
		return strings.TrimSuffix(h.cfg.PublicURL, "/")
	}
	scheme := "http"
	if h.secure(v.Request) {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: v.Host}).String()
}

// render fills in the template of a page, in a voice.
func (h *Handler) render(to io.Writer, v voice, page string, s sheet) error {
	key := string(v.lang) + " " + v.zone.String()
	set, ok := h.pages.Load(key)
	if !ok {
		parsed, err := parsePages(v)
		if err != nil {
			return err
		}
		set, _ = h.pages.LoadOrStore(key, parsed)
	}
	t := set.(map[string]*template.Template)[page]
	if t == nil {
		return fmt.Errorf("there is no template %q", page)
	}
	return t.ExecuteTemplate(to, "layout.html", s)
}

// parsePages parses each page with the frame and the parts that pages share,
// to speak with a voice.
func parsePages(v voice) (map[string]*template.Template, error) {
	shared, err := template.New("").Funcs(template.FuncMap{
		"T": v.T, "num": v.Number, "day": v.Day, "dayOf": v.DayOf, "moment": v.Moment, "short": v.Short,
		"label": v.Label, "capital": v.capital, "name": v.Name, "percent": v.Percent, "size": v.Size, "format": v.Format, "readers": v.Readers,
		"lang": func() domain.Lang { return v.lang }, "toInt": func(n uint64) int { return int(n) }, "plus": func(n int) string { return strconv.Itoa(n + 1) },
		"rfc": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}).ParseFS(templateFiles, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if t, err = t.ParseFS(templateFiles, name); err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(name[strings.LastIndex(name, "/")+1:], ".html")] = t
	}
	return pages, nil
}
