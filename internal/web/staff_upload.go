package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
)

// The files of a form are file-0, file-1 and so on. What is said of one stands
// before it, as file-0.kind, file-0.audience and file-0.title, because it is
// stored as it comes. A form that is shown again names what was stored, as
// file-0.digest, so that nobody sends it twice.
var fileInput = regexp.MustCompile(`^file-\d{1,2}$`)

const (
	// fileSlots is how many files a form has room for, besides those it names.
	fileSlots = 2
	// maxDiscarded bounds how much of a file that is not taken is read all the
	// same, so that its sender hears why.
	maxDiscarded = 128 << 20
)

// isMultipart reports whether a request is a form with files.
func isMultipart(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// receive reads a form with files, as far as it has any. The token of the session
// stands first in it: nothing is taken before. Files that are refused are told in
// v.unsent, and the rest of the form is there all the same.
func (h *Handler) receive(ctx context.Context, v *staffVisit) error {
	if v.posted != nil {
		return nil
	}
	parts, err := v.MultipartReader()
	if err != nil {
		return formBroken
	}
	posted, room := url.Values{}, maxFormBytes
	uploads := 0
	defer func() {
		if uploads > 0 {
			<-h.uploads
		}
	}()
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return formBroken
		}
		name := part.FormName()
		switch room -= len(name) + 64; {
		case room < 0:
			return formTooLarge
		case !v.session.takes(posted) && name != formTokenField:
			return formNotOurs
		case fileInput.MatchString(name):
			if part.FileName() == "" {
				continue // none was chosen
			}
			if uploads++; uploads == 1 {
				select {
				case h.uploads <- struct{}{}:
				default:
					uploads = 0
					return tooManyFiles
				}
			}
			if err := h.takePart(ctx, v, posted, name, part); err != nil {
				return err
			}
			if v.unread {
				v.posted = posted
				return nil
			}
		default:
			value, err := io.ReadAll(io.LimitReader(part, int64(room)+1))
			if err != nil {
				return formBroken
			}
			if room -= len(value); room < 0 {
				return formTooLarge
			}
			posted.Add(name, string(value))
		}
	}
	if !v.session.takes(posted) {
		return formNotOurs
	}
	v.posted = posted
	return nil
}

// takePart stores a file of a form, and puts into the form what names it then.
func (h *Handler) takePart(ctx context.Context, v *staffVisit, posted url.Values, name string, part *multipart.Part) error {
	taken, err := h.cfg.Ledger.TakeFile(ctx, v.actor, domain.Audience(posted.Get(name+".audience")), part)
	var refused *domain.Rejection
	switch {
	case errors.As(err, &refused):
		if v.unsent == nil {
			v.unsent = &domain.Rejection{
				Code: refused.Code, Message: "“" + part.FileName() + "”: " + refused.Message, Chinese: "“" + part.FileName() + "”：" + refused.Chinese,
			}
		}
		n, err := io.CopyN(io.Discard, part, maxDiscarded)
		v.unread = n == maxDiscarded || err != nil && !errors.Is(err, io.EOF)
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return formBroken
	case err != nil:
		return err
	}
	posted.Set(name+".digest", taken.Digest)
	posted.Set(name+".audience", string(taken.Audience))
	posted.Set(name+".name", part.FileName()+" · "+v.Format(taken.MediaType)+" · "+v.Size(taken.Size))
	return nil
}

// filesOf are the files that a form names, by what it says of each.
func filesOf(posted url.Values) []ledger.Attach {
	var all []ledger.Attach
	for n := range domain.MaxAttachments {
		name := "file-" + strconv.Itoa(n)
		if digest := posted.Get(name + ".digest"); digest != "" && posted.Get(name+".drop") == "" {
			all = append(all, ledger.Attach{
				Kind: domain.AttachmentKind(posted.Get(name + ".kind")), Digest: digest,
				Title: strings.TrimSpace(posted.Get(name + ".title")), Audience: domain.Audience(posted.Get(name + ".audience")),
			})
		}
	}
	return all
}

// formFiles are the inputs for the files of a form.
type formFiles struct {
	// Open says that some are named already. Most is the size of the largest.
	Open  bool
	Most  string
	Files []formFile
}

// formFile is the inputs for one file.
type formFile struct {
	Name, Number     string
	Kinds, Audiences []option
	Title            string
	// Digest is that of a file that was sent already, Sent what it is called,
	// and Audience for whom it was sent.
	Digest, Sent       string
	Audience, Audients string
}

// formFiles are the inputs for files, with those that were sent; nil where no
// files are taken. Readers are those who have what is not public.
func (h *Handler) formFiles(v *staffVisit, readers map[domain.Audience][]domain.Permit) *formFiles {
	most := h.cfg.Ledger.MaxFile()
	if most == 0 {
		return nil
	}
	all := &formFiles{Most: v.Size(most)}
	row := func(was string) {
		number := len(all.Files)
		f := formFile{
			Name: "file-" + strconv.Itoa(number), Number: strconv.Itoa(number + 1), Title: v.posted.Get(was + ".title"),
			Kinds: slices.Concat([]option{{Label: v.T("staff.choose")}}, v.codes(domain.AttachmentKind(""), v.posted.Get(was+".kind"))),
		}
		audience := domain.Audience(v.posted.Get(was + ".audience"))
		if f.Digest = v.posted.Get(was + ".digest"); f.Digest != "" {
			f.Sent, f.Audience, f.Audients = v.posted.Get(was+".name"), string(audience), v.Readers(audience)
		}
		for _, a := range []domain.Audience{domain.Restricted, domain.Village, domain.Public} {
			if a == domain.Public || len(readers[a]) > 0 {
				f.Audiences = append(f.Audiences, option{Value: string(a), Label: v.Readers(a), Selected: a == audience})
			}
		}
		all.Files = append(all.Files, f)
	}
	for n := range domain.MaxAttachments {
		was := "file-" + strconv.Itoa(n)
		said := v.posted.Get(was+".digest") + v.posted.Get(was+".kind") + v.posted.Get(was+".title")
		if said != "" && v.posted.Get(was+".drop") == "" {
			row(was)
		}
	}
	all.Open = len(all.Files) > 0
	for range min(fileSlots, domain.MaxAttachments-len(all.Files)) {
		row("")
	}
	return all
}
