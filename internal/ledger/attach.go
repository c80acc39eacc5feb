package ledger

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
)

// Attach names a file that was taken before as evidence of a command.
type Attach struct {
	Kind domain.AttachmentKind `json:"kind"`
	// Digest is the one that [Ledger.TakeFile] answered with.
	Digest string `json:"digest"`
	// Title is what the document is called; it may be left out. It is sealed
	// unless everybody may have the file.
	Title string `json:"title,omitzero"`
	// Audience is the one that the file was taken for, or for a file that is not
	// public one of the others; none is [domain.Restricted].
	Audience domain.Audience `json:"audience,omitzero"`
}

// TakenFile is a file that was taken and that a command may name.
type TakenFile struct {
	Digest    string          `json:"digest"`
	MediaType string          `json:"mediaType"`
	Size      int64           `json:"size"`
	Audience  domain.Audience `json:"audience"`
}

// MaxTitleBytes bounds the title of a file.
const MaxTitleBytes = 200

// MaxFile is the size of the largest document that is taken, in bytes; 0 where
// none is.
func (l *Ledger) MaxFile() int64 {
	if l.keys == nil || l.files == nil {
		return 0
	}
	return l.files.Limit()
}

// TakeFile stores a document, so that a command of the same account can name it.
// It is for accounts that hold a role today. Nothing is recorded by it: a file
// that no event names can be read by nobody. What is not public is sealed with a
// key of its own, and is another file each time; a command takes a file of its
// own, because it goes with what is erased.
func (l *Ledger) TakeFile(ctx context.Context, by Actor, audience domain.Audience, document io.Reader) (TakenFile, error) {
	audience, err := audienceOf(audience)
	if err != nil {
		return TakenFile{}, err
	}
	switch {
	case l.keys == nil:
		return TakenFile{}, readOnly
	case l.files == nil:
		return TakenFile{}, filesOff
	}
	if err := l.mayTakeFiles(ctx, by); err != nil {
		return TakenFile{}, err
	}
	var f files.File
	if audience == domain.Public {
		f, err = l.files.Put(ctx, document)
	} else {
		f, err = l.files.PutSealed(ctx, document, l.keys, by.account)
	}
	return TakenFile{f.Digest.String(), f.MediaType, f.Size, audience}, err
}

var filesOff = domain.Reject("files_off",
	"this ledger was opened without its folder of files: ask a server that has it",
	"账本未连接附件目录：请使用有附件目录的服务器")

// mayTakeFiles refuses an account that could not name a file in any command.
func (l *Ledger) mayTakeFiles(ctx context.Context, by Actor) error {
	standing, err := l.Check(ctx, by)
	if err != nil {
		return err
	}
	id, err := l.Identity(ctx)
	if err != nil {
		return err
	}
	a, _, err := l.authority(ctx, standing.Account, l.Today(id))
	if err == nil && !a.HoldsAny() {
		return domain.Reject("role_missing",
			"sending files takes a role, and the account holds none today: a system operator grants it",
			"上传附件须担任角色，而该账户目前没有任何角色：可由运维人员授予")
	}
	return err
}

func audienceOf(a domain.Audience) (domain.Audience, error) {
	switch a {
	case "":
		return domain.Restricted, nil
	case domain.Public, domain.Village, domain.Restricted:
		return a, nil
	}
	return a, domain.Reject("code_unknown",
		"the audience of a file is %q: choose one of public, village, restricted", "附件可见范围为 %q：请选择 public、village、restricted 之一", string(a))
}

// attach looks at each file that the request names, and makes them part of what a
// repeated command is recognised by: by what the documents say, since the same
// one that is sent again is another file.
func (l *Ledger) attach(d *decision) error {
	if len(d.Attachments) == 0 {
		return nil
	}
	switch {
	case l.files == nil:
		return filesOff
	case len(d.Attachments) > domain.MaxAttachments:
		return domain.Reject("too_many_files",
			"%[1]d files are attached, at most %[2]d are accepted: bind pages into one file", "附件有 %[1]d 个，最多 %[2]d 个：请合并", len(d.Attachments), domain.MaxAttachments)
	}
	h := sha256.New()
	h.Write(d.digest)
	given := map[files.Digest]bool{}
	for i, named := range d.Attachments {
		a, document, err := l.attachment(*d, named)
		if err != nil {
			return err
		}
		// A document that was sealed twice lies there under two digests.
		if given[document] {
			return domain.Reject("file_twice", "the document of the file %s is attached twice: attach it once", "附件 %s 的文件重复：请只附一次", a.Digest)
		}
		given[document] = true
		fmt.Fprintf(h, "\n%d %s %s ", i, a.Kind, a.Audience)
		said := []byte(document.String() + " " + named.Title)
		if a.Audience != domain.Public {
			if said, err = l.keys.Fingerprint(domain.Place{Stream: d.stream}, said); err != nil {
				return err
			}
		}
		h.Write(said)
		d.attached = append(d.attached, a)
	}
	d.digest = h.Sum(nil)[:len(d.digest)]
	return nil
}

// attachment is a file that a request names, and the digest of its document.
func (l *Ledger) attachment(d decision, named Attach) (a domain.Attachment, document files.Digest, err error) {
	if err := checkNamed(d.spec.Name, named); err != nil {
		return a, document, err
	}
	kind := named.Kind.Audience()
	if len(l.readersOf(d)[kind]) == 0 {
		kind = domain.Restricted // of a stream that has nobody of the village in it
	}
	audience, err := audienceOf(cmp.Or(named.Audience, kind))
	if err != nil {
		return a, document, err
	}
	if err := l.checkReaders(d, audience); err != nil {
		return a, document, err
	}
	digest, err := files.ParseDigest(named.Digest)
	if err != nil {
		return a, document, digestInvalid(named.Digest, err)
	}
	var f files.File
	if audience == domain.Public {
		f, err = l.files.Describe(digest)
	} else {
		f, err = l.files.DescribeSealed(digest, l.keys)
	}
	switch {
	case err != nil:
		return a, document, fileRefusal(digest, err)
	case audience != domain.Public && f.Account != d.Actor.account:
		// Its digest is known to everybody who sees an event that names it.
		return a, document, domain.Reject("file_of_another",
			"the file %s was sent under another account: send it under your own", "附件 %s 由另一账户上传：请用本人账户重新上传", digest)
	}
	return domain.Attachment{
		Kind: named.Kind, Digest: digest.String(), MediaType: f.MediaType, Size: f.Size,
		Audience: audience, Title: domain.Note(named.Title), Key: f.Key,
	}, f.Document, nil
}

// readersOf says who may read the files of the stream that is decided upon.
func (l *Ledger) readersOf(d decision) map[domain.Audience][]domain.Permit {
	if d.spec.Category == domain.CorrectionCategory {
		return l.catalogue.Corrections().Readers
	}
	return d.aggregate.Readers
}

// checkReaders refuses a file that nobody could read.
func (l *Ledger) checkReaders(d decision, audience domain.Audience) error {
	if audience == domain.Public || len(l.readersOf(d)[audience]) > 0 {
		return nil
	}
	return domain.Reject("audience_without_readers",
		"nobody may read files of %[1]s for the audience %[2]s: choose another one, such as public",
		"%[1]s 的附件若设为 %[2]s，将无人可看：请选择其他可见范围，如 public", d.stream, string(audience))
}

func checkNamed(command string, named Attach) error {
	codes := make([]string, 0, 16)
	for _, c := range named.Kind.Codes() {
		codes = append(codes, c.Code)
	}
	switch {
	case !slices.Contains(codes, string(named.Kind)):
		return domain.Reject("code_unknown",
			"%s: the kind of a file is %q: choose one of %s", "%s：附件类型为 %q：请选择 %s 之一", command, string(named.Kind), strings.Join(codes, ", "))
	case len(named.Title) > MaxTitleBytes:
		return domain.Reject("too_long",
			"%s: the title of a file has %d bytes, at most %d are accepted: shorten it", "%s：附件标题有 %d 字节，最多 %d：请缩短", command, len(named.Title), MaxTitleBytes)
	case !catalogue.OneLine(named.Title):
		return domain.Reject("control_character",
			"%s: the title of a file holds a control character: write plain text on one line", "%s：附件标题含控制字符：请填写单行普通文字", command)
	}
	return nil
}

// fileRefusal turns what is wrong with a stored file into a refusal that says
// what to do.
func fileRefusal(d files.Digest, err error) error {
	var altered *files.AlteredError
	var unknown *keyring.UnknownOwnerError
	switch {
	case errors.Is(err, files.ErrMissing):
		return domain.Reject("file_missing",
			"there is no file %s here: send it first; one that was here is put back from a backup of the files", "此处没有附件 %s：请先上传；曾有的附件可由附件备份恢复", d)
	case errors.As(err, &altered):
		return domain.Reject("file_altered",
			"the file %s was altered or damaged, and is given to nobody: it is put back from a backup of the files", "附件 %s 已被改动或损坏，不予提供：可由附件备份恢复", d)
	case domain.IsErased(err):
		return domain.Reject("file_erased",
			"the file %s was erased: nobody can read it any more", "附件 %s 已删除：无人可再读取", d)
	case errors.As(err, &unknown):
		return domain.Reject("file_key_missing",
			"the keyring has no key of the file %s: it was restored from an older backup", "密钥库中没有附件 %s 的密钥：密钥库由较早的备份恢复", d)
	}
	return err
}

// A Download is a document that somebody may have.
type Download struct {
	catalogue.PublicAttachment
	Content io.ReadCloser
}

// File is a document that the event at a position names, for everybody.
func (p Public) File(ctx context.Context, position uint64, digest string) (Download, error) {
	r, a, err := p.ledger.named(ctx, position, digest)
	if err != nil {
		return Download{}, err
	}
	if a.Audience != domain.Public {
		return Download{}, domain.Reject("file_not_public",
			"this file is not for everybody: sign in with a role that may read it", "此附件不公开：请以有权查看的角色登录")
	}
	return p.ledger.download(ctx, r, a)
}

// File is a document that the event at a position names, as far as the account
// may read what is for its audience there.
func (r *Reader) File(position uint64, digest string) (Download, error) {
	record, a, err := r.ledger.named(r.ctx, position, digest)
	if err != nil {
		return Download{}, err
	}
	if !r.May(record.Stream, record.Event, a.Audience) {
		if err := r.Lacks(record.Stream); err != nil {
			return Download{}, err
		}
		return Download{}, domain.Reject("role_missing",
			"this file is for other readers of %s: ask who may read it", "%s 的此附件限其他角色查看", record.Stream)
	}
	if a.Audience != domain.Public && r.opened != nil {
		category, _ := domain.SplitStream(record.Stream)
		r.opened(category, a.Audience)
	}
	return r.ledger.download(r.ctx, record, a)
}

// NamedAt are the positions of the events that name a file, in the order of the
// log. It reads the whole log.
func (l *Ledger) NamedAt(ctx context.Context, digest string) ([]uint64, error) {
	d, err := files.ParseDigest(digest)
	if err != nil {
		return nil, digestInvalid(digest, err)
	}
	var positions []uint64
	for r, err := range l.store.ReadAll(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(r.Metadata, []byte(d.String())) {
			continue
		}
		record, err := Read(l.catalogue, r)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(record.Attachments, func(a domain.Attachment) bool { return a.Digest == d.String() }) {
			positions = append(positions, record.Position)
		}
	}
	return positions, nil
}

func digestInvalid(digest string, err error) error {
	return domain.Reject("file_digest_invalid", "%[1]v", "%[2]q 不是附件的摘要：请填写 64 位小写十六进制数", err, digest)
}

// named is the record at a position, and the file of a digest that it names: none
// where it names it not, or a correction for privacy took its place.
func (l *Ledger) named(ctx context.Context, position uint64, digest string) (domain.Recorded, domain.Attachment, error) {
	if position == 0 {
		return domain.Recorded{}, domain.Attachment{}, ErrNotFound
	}
	if err := l.withheld.follow(ctx, l); err != nil {
		return domain.Recorded{}, domain.Attachment{}, err
	}
	for r, err := range l.Events(ctx, position-1) {
		if err != nil {
			return r, domain.Attachment{}, err
		}
		if _, hidden := l.withheld.hides(r.Stream, r.Revision); hidden || r.Position != position {
			break
		}
		if i := slices.IndexFunc(r.Attachments, func(a domain.Attachment) bool { return a.Digest == digest }); i >= 0 {
			return r, r.Attachments[i], nil
		}
		break
	}
	return domain.Recorded{}, domain.Attachment{}, ErrNotFound
}

func (l *Ledger) download(ctx context.Context, r domain.Recorded, a domain.Attachment) (Download, error) {
	if l.files == nil {
		return Download{}, filesOff
	}
	digest, err := files.ParseDigest(a.Digest)
	if err != nil {
		return Download{}, err
	}
	down := Download{PublicAttachment: catalogue.PublicAttachment{
		Kind: a.Kind, Digest: a.Digest, MediaType: a.MediaType, Size: a.Size, Audience: a.Audience,
	}}
	if a.Key == uuid.Nil {
		down.Title, _ = a.Title.Value()
		down.Content, err = l.files.Open(ctx, digest)
	} else {
		if down.Title, err = a.OpenTitle(l.keys, r.ID); err == nil {
			down.Content, err = l.files.OpenSealed(digest, l.keys)
		}
	}
	return down, fileRefusal(digest, err)
}
