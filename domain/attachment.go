package domain

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

// Attachment is a file that an event names as its evidence. Its bytes stand
// beside the log, under their digest.
type Attachment struct {
	Kind AttachmentKind
	// Digest is the SHA-256 of the bytes, in lower-case hexadecimal.
	Digest string
	// MediaType is what the bytes were found to be, never what was claimed.
	MediaType string
	// Size is the number of bytes.
	Size int64
	// Audience says who may have the bytes.
	Audience Audience
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
				"the %[1]s is missing: attach the file", "缺少%[2]s：请附上文件",
				Label(k, string(k), English), Label(k, string(k), Chinese))
		}
	}
	return nil
}
