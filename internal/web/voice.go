package web

import (
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/projections"
)

//go:embed locales
var localeFiles embed.FS

// The languages, that of the county first: it is spoken to who asks for none
// that there is.
var (
	languages = []domain.Lang{domain.Chinese, domain.English}
	matcher   = language.NewMatcher([]language.Tag{language.Chinese, language.English})
	// The texts are read once somebody is to be spoken to: most commands of the
	// program serve nobody.
	texts = sync.OnceValue(loadTexts)
)

func loadTexts() *i18n.Bundle {
	b := i18n.NewBundle(language.Chinese)
	names, err := fs.Glob(localeFiles, "locales/*.json") // <topic>.<language>.json
	for _, name := range names {
		if err == nil {
			_, err = b.LoadMessageFileFS(localeFiles, name)
		}
	}
	if err != nil {
		panic(err) // embedded, and read by every test
	}
	return b
}

// voice is a language to speak to a reader in, and the zone whose days are
// meant.
type voice struct {
	lang      domain.Lang
	zone      *time.Location
	localizer *i18n.Localizer
	printer   *message.Printer
}

func newVoice(lang domain.Lang, zone *time.Location) voice {
	return voice{lang, zone, i18n.NewLocalizer(texts(), string(lang)), message.NewPrinter(language.Make(string(lang)))}
}

// other is the other language.
func (v voice) other() domain.Lang {
	if v.lang == domain.Chinese {
		return domain.English
	}
	return domain.Chinese
}

// T is the text of a key. What follows are names and values for {{.name}} in
// it; a value named "n" chooses between singular and plural.
func (v voice) T(key string, pairs ...any) string {
	c := &i18n.LocalizeConfig{MessageID: key}
	if len(pairs) > 1 {
		values := make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			name, value := pairs[i].(string), pairs[i+1]
			if n, counts := value.(int); counts {
				if name == "n" {
					c.PluralCount = n
				}
				value = v.Number(n)
			}
			values[name] = value
		}
		c.TemplateData = values
	}
	text, err := v.localizer.Localize(c)
	if err != nil {
		return key // a test sees to it that there is none
	}
	return text
}

// Number is a count, its thousands divided.
func (v voice) Number(n int) string { return v.printer.Sprint(n) }

// People is a count of people as it may be shown.
func (v voice) People(p projections.People) string {
	if n, shown := p.Exact(); shown {
		return v.Number(n)
	}
	return p.Band(v.lang)
}

// Hundredths is a number given in hundredths, such as 4.67 for 467.
func (v voice) Hundredths(n int) string {
	return strconv.Itoa(n/100) + "." + strconv.Itoa(n%100/10) + strconv.Itoa(n%10)
}

// Percent is a share of a whole in percent, to one decimal where it is not
// whole; nothing where there is no whole.
func (v voice) Percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	tenths := (2*1000*part + whole) / (2 * whole)
	if tenths%10 == 0 {
		return strconv.Itoa(tenths/10) + "%"
	}
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10) + "%"
}

// Day is a day in words.
func (v voice) Day(d domain.Date) string {
	if d.IsZero() {
		return "—"
	}
	t := d.Start(time.UTC)
	if v.lang == domain.Chinese {
		return t.Format("2006年1月2日")
	}
	return t.Format("2 January 2006")
}

// DayOf is the day of a moment, in words.
func (v voice) DayOf(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return v.Day(domain.DateOf(t, v.zone))
}

// Moment is a time in words, to the minute.
func (v voice) Moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return v.DayOf(t) + " " + t.In(v.zone).Format("15:04")
}

// Short is the day of a moment as columns hold it.
func (v voice) Short(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(v.zone).Format("2006-01-02")
}

// Label is the name of a coded value; the value itself where the list does not
// have it.
func (v voice) Label(c domain.Coded, code string) string {
	return v.capital(domain.Label(c, code, v.lang))
}

// capital begins an English label as a heading or a cell begins.
func (v voice) capital(s string) string {
	if v.lang != domain.English {
		return s
	}
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// Name chooses between a Chinese name and an English one, which may be empty.
func (v voice) Name(chinese, english string) string {
	if v.lang == domain.English && english != "" {
		return english
	}
	return chinese
}

// langCookie remembers the language that a reader chose.
const langCookie = "lang"

// chooseLang is the language of a reader: what the address says, else what they
// chose before, else what their browser asks for. An address that says it is
// remembered.
func (h *Handler) chooseLang(w http.ResponseWriter, r *http.Request) domain.Lang {
	first := w.Header().Get("Vary") == "" // a refusal comes here a second time
	if first {
		w.Header().Set("Vary", "Accept-Language, Cookie")
	}
	if lang, ok := knownLang(r.URL.Query().Get("lang")); ok {
		if !first {
			return lang
		}
		http.SetCookie(w, &http.Cookie{
			Name: langCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600,
			SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: h.secure(r),
		})
		return lang
	}
	if c, err := r.Cookie(langCookie); err == nil {
		if lang, ok := knownLang(c.Value); ok {
			return lang
		}
	}
	_, index := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	return languages[index]
}

func knownLang(s string) (domain.Lang, bool) {
	for _, lang := range languages {
		if strings.EqualFold(s, string(lang)) {
			return lang, true
		}
	}
	return "", false
}
