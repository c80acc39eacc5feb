package web

import "net/http"

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
