package catalogue

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// attachment is a file as the metadata of an event names it. A public one has a
// title that everybody reads and no key; any other a key, and a title that is
// sealed with it. The title may be missing in both.
type attachment struct {
	Kind        domain.AttachmentKind `json:"kind"`
	Digest      string                `json:"digest"`
	MediaType   string                `json:"mediaType"`
	Size        int64                 `json:"size"`
	Audience    domain.Audience       `json:"audience"`
	Title       string                `json:"title,omitzero"`
	Key         uuid.UUID             `json:"key,omitzero"`
	SealedTitle []byte                `json:"sealedTitle,omitzero"`
}

// attachmentsToWrite refuses a title that is not sealed and should be.
func attachmentsToWrite(all []domain.Attachment) ([]attachment, error) {
	var out []attachment
	for i, a := range all {
		title, clear := a.Title.Value()
		w := attachment{
			Kind: a.Kind, Digest: a.Digest, MediaType: a.MediaType, Size: a.Size, Audience: a.Audience,
			Title: title, Key: a.Key, SealedTitle: a.Title.Envelope(),
		}
		err := w.check()
		if clear && a.Audience != domain.Public {
			err = errors.New("its title is not sealed")
		}
		if err != nil {
			return nil, fmt.Errorf("attachment %d: %w", i, err)
		}
		out = append(out, w)
	}
	return out, nil
}

func attachmentsRead(all []attachment) []domain.Attachment {
	var out []domain.Attachment
	for _, a := range all {
		r := domain.Attachment{
			Kind: a.Kind, Digest: a.Digest, MediaType: a.MediaType, Size: a.Size, Audience: a.Audience,
			Title: domain.Note(a.Title), Key: a.Key,
		}
		if a.SealedTitle != nil {
			r.Title = domain.FromEnvelope[string](a.SealedTitle)
		}
		out = append(out, r)
	}
	return out
}

func (a attachment) check() error {
	raw, err := hex.DecodeString(a.Digest)
	public := a.Audience == domain.Public
	switch {
	case err != nil || len(raw) != 32 || strings.ToLower(a.Digest) != a.Digest:
		return errors.New("its digest is no SHA-256")
	case a.Kind == "", a.MediaType == "", a.Size < 1:
		return errors.New("it lacks its kind, its type or its size")
	case !public && a.Audience != domain.Village && a.Audience != domain.Restricted:
		return fmt.Errorf("%q is no audience", a.Audience)
	case public != (a.Key == uuid.Nil), public && a.SealedTitle != nil, !public && a.Title != "":
		return errors.New("what is public has no key, and what is not has one and a sealed title")
	case a.SealedTitle != nil && len(a.SealedTitle) == 0:
		return errors.New("an empty title: leave it out")
	}
	return nil
}

// PublicAttachment is a file that an event names, as everybody may know of it.
type PublicAttachment struct {
	Kind      domain.AttachmentKind `json:"kind"`
	Digest    string                `json:"digest"`
	MediaType string                `json:"mediaType"`
	Size      int64                 `json:"size"`
	Audience  domain.Audience       `json:"audience"`
	// Title is there where it is public.
	Title string `json:"title,omitzero"`
}

// AttachmentsOf are the files that a record names, as everybody may know of them.
func AttachmentsOf(r domain.Recorded) []PublicAttachment {
	var all []PublicAttachment
	for _, a := range r.Attachments {
		title, _ := a.Title.Value()
		all = append(all, PublicAttachment{a.Kind, a.Digest, a.MediaType, a.Size, a.Audience, title})
	}
	return all
}

// Attachments are the files that it names, none where it is hidden.
func (p Public) Attachments() []PublicAttachment {
	if p.hidden {
		return nil
	}
	return AttachmentsOf(p.record)
}

// Titles are the titles of the files that a record names, as somebody reads them:
// masked where they may not, and "" where there is none.
func (c *Catalogue) Titles(r domain.Recorded, as Reading) []string {
	titles := make([]string, len(r.Attachments))
	for i, a := range r.Attachments {
		title, clear := a.Title.Value()
		switch {
		case clear:
			titles[i] = title
		case a.Title.IsZero():
		case as.Open == nil, as.May != nil && !as.May(r.Event, a.Audience):
			titles[i] = notPublic[as.Lang]
		default:
			var err error
			if titles[i], err = a.OpenTitle(as.Open, r.ID); domain.IsErased(err) {
				titles[i] = erased[as.Lang]
			} else if err != nil {
				titles[i] = notPublic[as.Lang]
			}
		}
	}
	return titles
}
