package ledger

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/files"
	"github.com/sunledger/sunledger/internal/keyring"
)

// FileProblem is an evidence file that is not as it should be.
type FileProblem struct {
	Digest string          `json:"digest"`
	Kind   FileProblemKind `json:"problem"`
	// Named are the events that name it, in the order of the log.
	Named   []domain.Ref `json:"namedBy,omitempty"`
	Message string       `json:"message,omitzero"`
}

// FileProblemKind says what is wrong with a file. The kinds are stable.
type FileProblemKind string

// What can be wrong. A file that nothing names is no fault: it was sent ahead, or
// its command was refused.
const (
	FileMissing    FileProblemKind = "missing"
	FileAltered    FileProblemKind = "altered"
	FileUnreadable FileProblemKind = "unreadable" // no key opens it, and none was destroyed
	FileUnnamed    FileProblemKind = "unnamed"
)

// CheckedEvidence is what a check of the evidence files looked at.
type CheckedEvidence struct {
	Position uint64 `json:"position"` // of the last record
	Events   uint64 `json:"events"`   // that name files
	Files    int    `json:"files"`    // that are named
	// Bytes are those of the documents.
	Bytes   int64 `json:"bytes"`
	Missing int   `json:"missing"`
	Altered int   `json:"altered"`
	// Unreadable and Erased are known where the ledger has its keyring.
	Unreadable int `json:"unreadable"`
	Erased     int `json:"erased"`
	Unnamed    int `json:"unnamed"`
}

// Sound reports whether every file is as it was named.
func (c CheckedEvidence) Sound() bool { return c.Missing+c.Altered+c.Unreadable == 0 }

// CheckingEvidence says what is told while evidence is checked. Either may be nil.
type CheckingEvidence struct {
	Found func(FileProblem)
	// Progress is called now and then: first for the records, then for the files.
	Progress func(stage EvidenceStage, done, total uint64)
}

// EvidenceStage is a part of the work.
type EvidenceStage string

// The stages.
const (
	EvidenceRecords EvidenceStage = "records"
	EvidenceFiles   EvidenceStage = "files"
)

// namedFile is a file that events name.
type namedFile struct {
	domain.Attachment
	by []domain.Ref
}

// CheckEvidence reads every file that an event names, and says which is missing or
// has other bytes than it had, and which lies there and is named by nothing. With
// its keyring a ledger also opens what is sealed. It takes memory by the number of
// files that are named, and changes nothing.
func (l *Ledger) CheckEvidence(ctx context.Context, c CheckingEvidence) (CheckedEvidence, error) {
	var done CheckedEvidence
	if l.files == nil {
		return done, filesOff
	}
	progress := func(stage EvidenceStage, n, total uint64) {
		if c.Progress != nil {
			c.Progress(stage, n, total)
		}
	}
	head, err := l.Head(ctx)
	if err != nil {
		return done, err
	}
	named := map[files.Digest]*namedFile{}
	var order []files.Digest
	for r, err := range l.store.ReadAll(ctx, 0) {
		if err != nil {
			return done, err
		}
		done.Position = uint64(r.Position)
		if done.Position%1024 == 0 {
			progress(EvidenceRecords, done.Position, max(head, done.Position))
		}
		if !bytes.Contains(r.Metadata, namesFiles) {
			continue
		}
		d, err := Read(l.catalogue, r)
		if err != nil {
			return done, err
		}
		if len(d.Attachments) > 0 {
			done.Events++
		}
		for _, a := range d.Attachments {
			digest, err := files.ParseDigest(a.Digest)
			if err != nil {
				return done, err
			}
			f := named[digest]
			if f == nil {
				f = &namedFile{Attachment: a}
				named[digest], order = f, append(order, digest)
			}
			f.by = append(f.by, domain.Ref{Stream: d.Stream, Revision: d.Revision})
		}
	}
	tell := func(p FileProblem) {
		if c.Found != nil {
			c.Found(p)
		}
	}
	done.Files = len(order)
	for i, digest := range order {
		f := named[digest]
		done.Bytes += f.Size
		err := l.checkFile(ctx, digest, f.Attachment)
		kind, err := problemOf(err)
		switch kind {
		case FileMissing:
			done.Missing++
		case FileAltered:
			done.Altered++
		case FileUnreadable:
			done.Unreadable++
		case erasedFile:
			done.Erased++
		}
		switch {
		case kind == "" && err != nil:
			return done, err
		case kind != "" && kind != erasedFile:
			tell(FileProblem{digest.String(), kind, f.by, err.Error()})
		}
		progress(EvidenceFiles, uint64(i+1), uint64(len(order)))
	}
	// One that was taken meanwhile may be named by an event that was not read.
	seen := eventstore.Position(done.Position)
	for digest, err := range l.files.All() {
		if err != nil {
			return done, err
		}
		if named[digest] != nil {
			continue
		}
		if later, err := l.namedAfter(ctx, seen, digest); err != nil {
			return done, err
		} else if later {
			continue
		}
		done.Unnamed++
		tell(FileProblem{Digest: digest.String(), Kind: FileUnnamed})
	}
	return done, nil
}

var namesFiles = []byte(`"attachments":[`)

// erasedFile is no problem: it is what was asked for.
const erasedFile FileProblemKind = "erased"

// checkFile reads a file, and opens it where that can be done.
func (l *Ledger) checkFile(ctx context.Context, d files.Digest, a domain.Attachment) error {
	if err := l.files.Check(ctx, d); err != nil {
		return err
	}
	var f files.File
	var err error
	switch {
	case a.Key == uuid.Nil:
		f, err = l.files.Describe(d)
	case l.keys == nil:
		return nil
	default:
		f, err = l.files.DescribeSealed(d, l.keys)
	}
	if err == nil && (f.Size != a.Size || f.MediaType != a.MediaType || f.Key != a.Key) {
		return &files.AlteredError{Digest: d, Reason: "the event that names it describes another file"}
	}
	return err
}

// problemOf sorts what is wrong with a file; "" is what says nothing of it.
func problemOf(err error) (FileProblemKind, error) {
	var altered *files.AlteredError
	var unknown *keyring.UnknownOwnerError
	var other *keyring.AlteredError
	switch {
	case errors.Is(err, files.ErrMissing):
		return FileMissing, err
	case errors.As(err, &altered):
		return FileAltered, err
	case domain.IsErased(err):
		return erasedFile, nil
	case errors.As(err, &unknown), errors.As(err, &other), domain.CodeOf(err) != "":
		return FileUnreadable, err
	}
	return "", err
}

// namedAfter reports whether an event after a position names a file.
func (l *Ledger) namedAfter(ctx context.Context, after eventstore.Position, d files.Digest) (bool, error) {
	for r, err := range l.Events(ctx, uint64(after)) {
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(r.Attachments, func(a domain.Attachment) bool { return a.Digest == d.String() }) {
			return true, nil
		}
	}
	return false, nil
}
