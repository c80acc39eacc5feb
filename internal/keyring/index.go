package keyring

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"iter"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// indexBatch is how many subjects one transaction takes: enough that the sync
// of the disk does not count, and few enough that other writers do not wait.
const indexBatch = 1000

// Index lets a person be found by terms, besides those given before; the same
// term again changes nothing. It is durable when Index returns. A person who
// was erased is left out: nothing is held on them any more.
func (k *Keyring) Index(ctx context.Context, subject domain.Subject, terms ...Term) error {
	return k.IndexAll(ctx, func(yield func(domain.Subject, []Term) bool) { yield(subject, terms) })
}

// IndexAll is [Keyring.Index] for many people, in few transactions. The
// sequence may give a person more than once, and may use the keyring while it
// is asked for the next one. After an error some of them may be indexed; to
// repeat it does no harm.
func (k *Keyring) IndexAll(ctx context.Context, people iter.Seq2[domain.Subject, []Term]) error {
	var batch []indexed
	for subject, terms := range people {
		if subject == uuid.Nil {
			return errNoOwner
		}
		batch = append(batch, indexed{subject, terms})
		if len(batch) < indexBatch {
			continue
		}
		if err := k.index(ctx, batch); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return k.index(ctx, batch)
}

type indexed struct {
	subject domain.Subject
	terms   []Term
}

func (k *Keyring) index(ctx context.Context, batch []indexed) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if len(batch) == 0 {
		return nil
	}
	if err := k.insertTerms(ctx, batch); err != nil {
		return k.failure("indexing people", err)
	}
	return nil
}

func (k *Keyring) insertTerms(ctx context.Context, batch []indexed) error {
	tx, err := k.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	// Both statements end with their transaction.
	erased, err := tx.PrepareContext(ctx, `SELECT count(*) > 0 AND count(*) FILTER (WHERE destroyed_at IS NULL) = 0 FROM key WHERE owner = ?`)
	if err != nil {
		return err
	}
	// By the subject, who has few terms: a name may have very many subjects.
	insert, err := tx.PrepareContext(ctx, `INSERT INTO term (digest, subject) SELECT ?1, ?2
		WHERE NOT EXISTS (SELECT 1 FROM term INDEXED BY term_subject WHERE subject = ?2 AND digest = ?1)`)
	if err != nil {
		return err
	}
	for _, in := range batch {
		var gone bool
		if err := erased.QueryRowContext(ctx, ownerOf(in.subject)).Scan(&gone); err != nil {
			return err
		}
		if gone {
			continue
		}
		for _, t := range in.terms {
			if t.text == "" {
				continue
			}
			if _, err := insert.ExecContext(ctx, k.wrap.termDigest(t), in.subject[:]); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// Find is everybody who is indexed by a term, in the order of their ids. It may
// be nobody, and of a name it is often many.
func (k *Keyring) Find(ctx context.Context, t Term) ([]domain.Subject, error) {
	if k.closed.Load() {
		return nil, ErrClosed
	}
	if t.text == "" {
		return nil, nil
	}
	found, err := k.subjectsWith(ctx, k.wrap.termDigest(t))
	if err != nil {
		return nil, k.failure("finding a person", err)
	}
	return found, nil
}

func (k *Keyring) subjectsWith(ctx context.Context, digest []byte) (found []domain.Subject, err error) {
	rows, err := k.read.QueryContext(ctx, `SELECT subject FROM term WHERE substr(digest, 1, 2) = substr(?1, 1, 2) AND digest = ?1 ORDER BY subject`, digest)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		subject, err := uuid.FromBytes(raw)
		if err != nil {
			return nil, err
		}
		found = append(found, subject)
	}
	return found, rows.Err()
}

// Forget removes every term of a person, who keeps the key. When it returns
// nil, that is durable and no file of the keyring holds a digest of them;
// copies made before do. After an error the digests may still be in the files:
// call it again. It waits while another process reads.
func (k *Keyring) Forget(ctx context.Context, subject domain.Subject) error {
	if k.closed.Load() {
		return ErrClosed
	}
	if err := k.forget(ctx, subject); err != nil {
		return k.failure("forgetting a person", err)
	}
	if err := k.scrub(ctx); err != nil {
		return k.failure("the person is forgotten, but the write-ahead log may still hold terms: repeat this", err)
	}
	return nil
}

func (k *Keyring) forget(ctx context.Context, subject domain.Subject) error {
	if subject == uuid.Nil { // which forgotten terms have
		return errNoOwner
	}
	tx, err := k.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := forget(ctx, tx, subject); err != nil {
		return err
	}
	return tx.Commit()
}

// forget writes over the terms of a person in place. A random digest is that of
// no term, and spreads over the index as others do.
func forget(ctx context.Context, tx *sql.Tx, subject domain.Subject) error {
	rows, err := termsOf(ctx, tx, subject)
	if err != nil {
		return err
	}
	for _, id := range rows {
		var nothing [sha256.Size]byte
		_, _ = rand.Read(nothing[:]) // never fails
		if _, err := tx.ExecContext(ctx, `UPDATE term SET digest = ?, subject = zeroblob(16) WHERE id = ?`, nothing[:], id); err != nil {
			return err
		}
	}
	return nil
}

func termsOf(ctx context.Context, tx *sql.Tx, subject domain.Subject) (ids []int64, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM term WHERE subject = ?`, subject[:])
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// termDigest is what stands for a term in the file. The kind is part of it, so
// that a name that looks like a number is no number.
func (w *wrapper) termDigest(t Term) []byte {
	h := hmac.New(sha256.New, w.terms[:])
	h.Write([]byte(t.kind))
	h.Write([]byte{0}) // which no kind holds
	h.Write([]byte(t.text))
	return h.Sum(nil)
}

func ownerOf(subject domain.Subject) string { return domain.Place{Subject: subject}.Owner() }

// subjectOf is the subject that an owner is, if it is one.
func subjectOf(owner string) (domain.Subject, bool) {
	text, found := strings.CutPrefix(owner, "subject-")
	subject, err := uuid.Parse(text)
	return subject, found && err == nil && subject != uuid.Nil
}
