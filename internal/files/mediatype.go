package files

import (
	"net/http"
	"strings"
)

// sniffed is how many bytes a media type is found from.
const sniffed = 512

// Bytes is the media type of whatever is none of those that are named.
const Bytes = "application/octet-stream"

// MediaType is what a file is by its first bytes: one of a few types that are
// worth naming, and [Bytes] for all others. What somebody claims has no part in it.
func MediaType(head []byte) string {
	found, _, _ := strings.Cut(http.DetectContentType(head[:min(len(head), sniffed)]), ";")
	switch found {
	case "application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain":
		return found
	}
	return Bytes
}
