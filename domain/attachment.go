package domain

import "github.com/google/uuid"

// AttachmentKind says what a file is evidence of.
type AttachmentKind string

// The kinds.
const (
	Minutes         AttachmentKind = "minutes"
	SignInSheet     AttachmentKind = "sign-in-sheet"
	Ballots         AttachmentKind = "ballots"
	NoticePosted    AttachmentKind = "notice"
	RosterSheet     AttachmentKind = "roster"
	SignedContract  AttachmentKind = "contract"
	Voucher         AttachmentKind = "voucher"
	AppraisalReport AttachmentKind = "appraisal-report"
	Photograph      AttachmentKind = "photograph"
	OtherDocument   AttachmentKind = "document"
)

// Codes lists the kinds with their names.
func (AttachmentKind) Codes() []Code {
	return []Code{
		{string(Minutes), "minutes", "会议记录"},
		{string(SignInSheet), "sign-in sheet", "签到表"},
		{string(Ballots), "ballots", "表决票"},
		{string(NoticePosted), "posted notice", "公告公示"},
		{string(RosterSheet), "roster", "名册"},
		{string(SignedContract), "contract", "合同"},
		{string(Voucher), "voucher", "凭证"},
		{string(AppraisalReport), "appraisal report", "评估报告"},
		{string(Photograph), "photograph", "照片"},
		{string(OtherDocument), "other document", "其他文件"},
	}
}

// MaxAttachments bounds how many files an event names.
const MaxAttachments = 50

// Attachment is a file that an event names as its evidence. Its bytes stand
// beside the log, under their digest.
type Attachment struct {
	Kind AttachmentKind
	// Digest is the SHA-256 of the bytes that are stored, in lower-case
	// hexadecimal. Those of a file that is not public are encrypted, so that it
	// says nothing of what stands in it.
	Digest string
	// MediaType is what the document was found to be, never what was claimed.
	MediaType string
	// Size is the number of bytes of the document.
	Size int64
	// Audience says who may have the document, and read its title.
	Audience Audience
	// Title is what it is called, if it has a name; clear where it is public.
	Title Text
	// Key is the id of the key that the file and its title are sealed with, of
	// one that is not public; it is nobody's else. See [FilePlace].
	Key uuid.UUID
}

// FileCategory begins the names of the owners of the keys of files. No stream is
// called so.
const FileCategory = "file"

// FilePlace is the place of something that is sealed with the key of a file:
// the event is the one that names the file, or none for what stands in the file
// itself.
func FilePlace(key, event uuid.UUID, field string) Place {
	return Place{Stream: StreamOf(FileCategory, key.String()), Event: event, Field: field}
}

// OpenTitle is the title of an attachment of an event: as it is where everybody
// may read it, else opened. It gives [ErrErased] where the key was destroyed.
func (a Attachment) OpenTitle(with Sealer, event uuid.UUID) (string, error) {
	return a.Title.Open(with, FilePlace(a.Key, event, "/title"))
}

// SealTitle is the attachment as an event of the log names it.
func (a Attachment) SealTitle(with Sealer, event uuid.UUID) (Attachment, error) {
	text, clear, err := plaintext(a.Title)
	if a.Audience == Public || !clear || err != nil {
		return a, err
	}
	e, err := with.Seal(FilePlace(a.Key, event, "/title"), text)
	a.Title = FromEnvelope[string](e)
	return a, err
}

// Audience is whom a file of the kind is for where nobody says: how a household
// voted is for the village, anything else is restricted.
func (k AttachmentKind) Audience() Audience {
	if k == Ballots {
		return Village
	}
	return Restricted
}

// Attached refuses an act that lacks kinds of evidence that a rule demands of
// it, and names the first that is missing.
func (a Act) Attached(kinds ...AttachmentKind) error {
	for _, k := range kinds {
		found := false
		for _, at := range a.Attachments {
			found = found || at.Kind == k
		}
		if !found {
			return Reject("evidence_file_missing",
				"the %[1]s is missing: attach the file, as %[3]s", "缺少%[2]s：请附上文件，类型为 %[3]s",
				Label(k, string(k), English), Label(k, string(k), Chinese), string(k))
		}
	}
	return nil
}
