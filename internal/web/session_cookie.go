package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// The names of the cookie that holds a session. A browser takes the first one
// from this host alone, by TLS alone, and for all of its paths; the second one
// is for trying the program on one's own machine.
const (
	secureCookie   = "__Host-sunledger"
	loopbackCookie = "sunledger"
)

// sessionCookie is a cookie with a value; one without a value ends it.
func (h *Handler) sessionCookie(r *http.Request, value string) *http.Cookie {
	c := &http.Cookie{Name: h.cookieName(r), Value: value, Path: "/", HttpOnly: true, Secure: h.secure(r), SameSite: http.SameSiteStrictMode}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

func (h *Handler) cookieName(r *http.Request) string {
	if h.secure(r) {
		return secureCookie
	}
	return loopbackCookie
}

// cookieOf is what the cookie of a session holds, or "". A browser sends a
// cookie once; of two, one was planted, and neither is believed.
func (h *Handler) cookieOf(r *http.Request) string {
	if !h.private(r) {
		return ""
	}
	if all := r.CookiesNamed(h.cookieName(r)); len(all) == 1 {
		return all[0].Value
	}
	return ""
}

// private reports whether nobody can listen between the reader and this server:
// they came by TLS, or from this machine to this machine. A proxy on the same
// machine passes on a name from elsewhere, so the name is looked at, too.
func (h *Handler) private(r *http.Request) bool {
	return h.secure(r) || isLoopback(r.RemoteAddr) && isLoopback(r.Host)
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
