package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/internal/ledger"
)

// secretParams are names under which programs put secrets into addresses.
var secretParams = []string{"token", "access_token", "apikey", "api_key", "password", "passwd", "authorization"}

// holdsSecret reports whether the query of an address names a secret, or holds a
// token under whatever name. It reads more than [url.ParseQuery] does: what
// cannot be decoded may hold one, too.
func holdsSecret(rawQuery string) bool {
	for pair := range strings.FieldsFuncSeq(rawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		if slices.Contains(secretParams, strings.ToLower(decoded(name))) || strings.HasPrefix(decoded(value), ledger.TokenPrefix) {
			return true
		}
	}
	return false
}

// decoded is a part of a query in plain, or as it is where it cannot be decoded.
func decoded(part string) string {
	if plain, err := url.QueryUnescape(part); err == nil {
		part = plain
	}
	return strings.TrimSpace(part)
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
