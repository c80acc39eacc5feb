package web

import (
	"net/http"
	"net/url"
)

// contentPolicy lets a page load what this server serves and nothing else.
// There is no inline style and no inline script anywhere.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// setSecurityHeaders says what browsers may do with any answer.
func (h *Handler) setSecurityHeaders(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	if h.secure(r) {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// secure reports whether the reader came by TLS.
func (h *Handler) secure(r *http.Request) bool { return r.TLS != nil || h.cfg.HTTPS }

// ownOrigin tells forms of our own pages from those of other sites. A proxy
// may pass on another name than the one that readers know; theirs is ours too.
func ownOrigin(publicURL string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(publicURL); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // it has the form of an origin
	}
	return p
}
