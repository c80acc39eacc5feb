package web

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
)

//go:embed assets
var assetFiles embed.FS

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

// wellKnown is what clients ask for under names of their own.
var wellKnown = map[string]string{"/favicon.ico": "mark.svg", "/robots.txt": "robots.txt"}

// serveAsset serves a file that pages use. Pages name it with the digest of
// the version, so that a copy holds for ever.
func (h *Handler) serveAsset(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	if known := wellKnown[r.URL.Path]; known != "" {
		name = known
	}
	// The embedded files know no way out of their folder.
	content, err := fs.ReadFile(assetFiles, path.Join("assets", name))
	kind := assetTypes[path.Ext(name)]
	if err != nil || kind == "" || name != path.Base(name) {
		return noSuchPage
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("ETag", `W/"`+build()+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == build() {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return send(w, r, http.StatusOK, content)
}
