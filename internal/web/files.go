package web

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// The addresses of files. One is had through an event that names it: everybody
// has what is public, those who signed in, or send a token, what they may read.
const (
	filesPath         = "/api/files"
	publicFilePattern = "/events/{position}/files/{digest}"
	staffFilePattern  = staffHome + "/files/{position}/{digest}"
)

func publicFilePath(position uint64, digest string) string {
	return "/events/" + strconv.FormatUint(position, 10) + "/files/" + digest
}

func staffFilePath(position uint64, digest string) string {
	return staffHome + "/files/" + strconv.FormatUint(position, 10) + "/" + digest
}

const (
	// fileTime is how long a file may take on its way, by a slow line.
	fileTime = 10 * time.Minute
	// maxUploads is how many files are taken at once.
	maxUploads = 8
)

// takeFile stores the body of a request, for the account whose token was sent.
// The ledger bounds its size and finds its type.
func (h *Handler) takeFile(w http.ResponseWriter, r *http.Request) error {
	actor, err := h.bearerOf(r)
	if err != nil {
		return err
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil ||
		strings.HasPrefix(kind, "multipart/") || kind == "application/x-www-form-urlencoded" {
		return notFile
	}
	select {
	case h.uploads <- struct{}{}:
		defer func() { <-h.uploads }()
	default:
		return tooManyFiles
	}
	ctx, cancel := h.slowly(w, r)
	defer cancel()
	taken, err := h.cfg.Ledger.TakeFile(ctx, actor, domain.Audience(r.URL.Query().Get("audience")), r.Body)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, taken)
}

// slowly gives a request the time that a file takes.
func (h *Handler) slowly(w http.ResponseWriter, r *http.Request) (context.Context, context.CancelFunc) {
	until := time.Now().Add(fileTime)
	rc := http.NewResponseController(w)
	_ = rc.SetReadDeadline(until) // what has no deadlines needs none
	_ = rc.SetWriteDeadline(until)
	return context.WithDeadline(r.Context(), until)
}

// servePublicFile gives everybody a public file of an event.
func (h *Handler) servePublicFile(w http.ResponseWriter, r *http.Request) error {
	position, err := positionIn(r)
	if err != nil {
		return err
	}
	ctx, cancel := h.slowly(w, r)
	defer cancel()
	down, err := h.public.ledger.File(ctx, position, r.PathValue("digest"))
	if err != nil {
		return err
	}
	// Asked for again each time: a correction may have hidden the event.
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", `"`+down.Digest+`"`)
	return sendFile(w, r, down)
}

// serveStaffFile gives a file of an event to who signed in and may read it.
func (h *Handler) serveStaffFile(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	s, account, err := h.sessionOf(ctx, w, r)
	switch {
	case err != nil:
		return err
	case account.Account == "":
		redirect(w, http.StatusFound, signInPath)
		return nil
	}
	return h.sendToReader(w, r, s.actor)
}

// serveFileToProgram gives a file of an event to who sends a token and may read
// it.
func (h *Handler) serveFileToProgram(w http.ResponseWriter, r *http.Request) error {
	actor, err := h.bearerOf(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return h.sendToReader(w, r, actor)
}

func (h *Handler) sendToReader(w http.ResponseWriter, r *http.Request, who ledger.Actor) error {
	position, err := positionIn(r)
	if err != nil {
		return err
	}
	ctx, cancel := h.slowly(w, r)
	defer cancel()
	reader, err := h.cfg.Ledger.Reader(ctx, who, h.counted)
	if err != nil {
		return err
	}
	down, err := reader.File(position, r.PathValue("digest"))
	if err != nil {
		return err
	}
	return sendFile(w, r, down)
}

// counted counts an opening of what is not public.
func (h *Handler) counted(category string, audience domain.Audience) {
	h.metrics.openings.WithLabelValues(string(audience), category).Inc()
}

func positionIn(r *http.Request) (uint64, error) {
	position, err := strconv.ParseUint(r.PathValue("position"), 10, 64)
	if err != nil || position == 0 {
		return 0, noSuchRow
	}
	return position, nil
}

// endings are what the names of files end in, by the types that a file is ever
// said to be of. All else is bytes.
var endings = map[string]string{
	"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "text/plain": ".txt",
}

// sendFile sends a file to be kept, never to be shown: whatever it holds, it runs
// nowhere as a page of this site.
func sendFile(w http.ResponseWriter, r *http.Request, down ledger.Download) error {
	defer func() { _ = down.Content.Close() }()
	header := w.Header()
	if tag := header.Get("ETag"); tag != "" && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	ending, known := endings[down.MediaType]
	if !known {
		down.MediaType = "application/octet-stream"
	}
	header.Set("Content-Type", down.MediaType)
	header.Set("Content-Length", strconv.FormatInt(down.Size, 10))
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{
		"filename": string(down.Kind) + "-" + down.Digest[:12] + ending,
	}))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, down.Content); err != nil {
		// The answer is under way: it breaks off, so that nobody takes a part
		// for the whole.
		panic(http.ErrAbortHandler)
	}
	return nil
}

// shownFile is a file that an event names, as a page lists it.
type shownFile struct {
	catalogue.PublicAttachment
	// Href is where the reader has it, or "".
	Href string
	// Masked says that it is not for everybody.
	Masked bool
}

// Size is a number of bytes as people read it.
func (v voice) Size(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return v.Hundredths(int(bytes*100>>20)) + " MiB"
	case bytes >= 1<<10:
		return v.Number(int(bytes>>10)) + " KiB"
	}
	return v.Number(int(bytes)) + " B"
}

// Format is a media type in words.
func (v voice) Format(mediaType string) string {
	switch mediaType {
	case "application/pdf":
		return "PDF"
	case "image/png":
		return v.T("media.image", "kind", "PNG")
	case "image/jpeg":
		return v.T("media.image", "kind", "JPEG")
	case "image/webp":
		return v.T("media.image", "kind", "WebP")
	case "text/plain":
		return v.T("media.text")
	}
	return v.T("media.other")
}

// Readers says for whom a file is.
func (v voice) Readers(audience domain.Audience) string {
	switch audience {
	case domain.Public:
		return v.T("audience.public")
	case domain.Village:
		return v.T("audience.village")
	}
	return v.T("audience.restricted")
}

// files are the files that a record names, as its reader may know of them.
func (r *reading) files(record domain.Recorded) []shownFile {
	titles := r.catalogue.Titles(record, r.reader.ReadingOf(record, r.voice.lang))
	var all []shownFile
	for i, a := range catalogue.AttachmentsOf(record) {
		a.Title = titles[i]
		f := shownFile{PublicAttachment: a, Masked: a.Audience != domain.Public}
		if r.reader.May(record.Stream, record.Event, a.Audience) {
			f.Href = staffFilePath(record.Position, a.Digest)
		}
		all = append(all, f)
	}
	return all
}
