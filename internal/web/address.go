package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// secretParams are names under which programs put secrets into addresses.
var secretParams = []string{"token", "access_token", "api_key", "password", "authorization"}

// holdsSecret reports whether the query of an address names a secret. It reads
// more than [url.ParseQuery] does: what cannot be decoded may hold one, too.
func holdsSecret(rawQuery string) bool {
	for pair := range strings.FieldsFuncSeq(rawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if slices.Contains(secretParams, strings.ToLower(strings.TrimSpace(name))) {
			return true
		}
	}
	return false
}

// forgetQuery takes the query out of a request, all but the language, so that
// nothing that answers it can repeat what stood there.
func forgetQuery(r *http.Request) {
	kept := url.Values{}
	if lang, ok := knownLang(r.URL.Query().Get("lang")); ok {
		kept.Set("lang", string(lang))
	}
	r.URL.RawQuery, r.RequestURI = kept.Encode(), ""
}

// maxNext is the longest address to go on to, in bytes.
const maxNext = 2000

// localPath is an address of this server that a reader may be sent to, taken
// from a request; or "" where it is none, or might lead elsewhere. Browsers read
// '\' as '/' and skip control characters, and "//" begins the name of a host.
func localPath(s string) string {
	if len(s) > maxNext || !strings.HasPrefix(s, "/") {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || holdsSecret(u.RawQuery) {
		return ""
	}
	path, _, _ := strings.Cut(s, "?")
	if strings.Contains(path+" "+u.Path, "//") || slices.Contains(strings.Split(u.Path, "/"), "..") {
		return ""
	}
	if strings.ContainsFunc(s+u.Path+u.Fragment, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f }) {
		return ""
	}
	return u.String()
}
