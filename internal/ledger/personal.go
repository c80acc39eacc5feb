package ledger

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/subject"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/keyring"
)

// HeldOn is every record that holds something of a person, in the order of the
// log: a text about them, whoever may read it. It reads the whole log.
func (l *Ledger) HeldOn(ctx context.Context, who domain.Subject) iter.Seq2[domain.Recorded, error] {
	return func(yield func(domain.Recorded, error) bool) {
		named := []byte(`"subject":"` + who.String() + `"`)
		for r, err := range l.store.ReadAll(ctx, 0) {
			if err != nil {
				yield(domain.Recorded{}, err)
				return
			}
			if !bytes.Contains(r.Data, named) {
				continue
			}
			d, err := Read(l.catalogue, r)
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// holding is what an erasure is judged by.
func (l *Ledger) holding(ctx context.Context, id string) (domain.Holding, error) {
	var h domain.Holding
	who, err := uuid.Parse(id)
	if err != nil {
		return h, domain.Reject("id_invalid", "%q is not the id of a person", "%q 不是人员编号", id)
	}
	identity, err := l.Identity(ctx)
	if err != nil {
		return h, err
	}
	for r, err := range l.HeldOn(ctx, who) {
		if err != nil {
			return h, err
		}
		h.Records++
		if day := identity.dayOf(r.OccurredAt, r.RecordedAt); day.After(h.Last) {
			h.Last = day
		}
	}
	return h, nil
}

// erasing adds to an erasure the streams that are about the person and nobody
// else, each with a new key: what was sealed in them before ends with the
// person's own key. Free texts of a request are about who made it.
func (l *Ledger) erasing(ctx context.Context, stream string, events []domain.Event) error {
	for i := range events {
		erased, ok := events[i].(subject.Erased)
		if !ok {
			continue
		}
		_, id := domain.SplitStream(stream)
		who, err := uuid.Parse(id)
		if err != nil {
			return err
		}
		streams, err := l.aboutNobodyElse(ctx, who)
		if err != nil {
			return err
		}
		for _, s := range streams {
			generation, err := l.keys.Renew(ctx, s)
			if domain.IsErased(err) {
				continue
			}
			if err != nil {
				return err
			}
			erased.Streams = append(erased.Streams, subject.Stream{Stream: s, Generation: generation})
		}
		events[i] = erased
	}
	return nil
}

// aboutNobodyElse lists the streams that hold something of a person and of no
// other.
func (l *Ledger) aboutNobodyElse(ctx context.Context, who domain.Subject) ([]string, error) {
	var streams []string
	for r, err := range l.HeldOn(ctx, who) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(streams, r.Stream) {
			streams = append(streams, r.Stream)
		}
	}
	var all []string
	for _, stream := range streams {
		history, err := l.History(ctx, stream)
		if err != nil {
			return nil, err
		}
		alone := true
		for _, r := range history {
			for _, p := range l.catalogue.People(r) {
				if !alone || p.Text.Subject == who {
					continue
				}
				_, err := p.Text.Open(l.keys, p.At)
				if err != nil && !unreadable(err) {
					return nil, err
				}
				alone = err != nil // whoever was erased is nobody any more
			}
		}
		if alone {
			all = append(all, stream)
		}
	}
	return all, nil
}

// Held is one text about a person, and where it stands.
type Held struct {
	Record domain.Recorded
	// Shown is the text, in clear, and what it means.
	catalogue.Shown
}

// ShowPerson lists what is held on a person, for who may look people up, wherever
// it stands: in a record, or in what a proposal would put in its place. What may
// not be opened shows as such. While records of the person are kept and not used
// only a copy for themselves is made of them, with forThem.
func (l *Ledger) ShowPerson(ctx context.Context, by Actor, who domain.Subject, forThem bool, lang domain.Lang, opened func(category string, audience domain.Audience)) ([]Held, error) {
	if err := l.May(ctx, by, l.personReaders(), domain.WholeCounty); err != nil {
		return nil, err
	}
	reader, err := l.Reader(ctx, by, opened)
	if err != nil {
		return nil, err
	}
	var all []Held
	for r, err := range l.HeldOn(ctx, who) {
		if err != nil {
			return nil, err
		}
		as := reader.ReadingOf(r, lang)
		if forThem {
			as.Open = l.keys
		}
		for _, p := range l.catalogue.People(r) {
			if p.Text.Subject == who {
				all = append(all, Held{r, l.catalogue.ShownPerson(r, p, as)})
			}
		}
	}
	return all, nil
}

// FindPerson looks people up by a name, a phone or an ID number, for who may. It
// brings the index of the keyring up to date first, which takes a while the
// first time; progress, if not nil, is told of it.
func (l *Ledger) FindPerson(ctx context.Context, by Actor, kind keyring.TermKind, text string, progress func(done, total uint64)) ([]domain.Subject, error) {
	if err := l.May(ctx, by, l.personReaders(), domain.WholeCounty); err != nil {
		return nil, err
	}
	term, err := keyring.ParseTerm(kind, text)
	if err != nil {
		return nil, err
	}
	if err := l.indexPeople(ctx, progress); err != nil {
		return nil, err
	}
	return l.keys.Find(ctx, term)
}

// indexed and enforced are the marks of how far the keyring has followed the log.
const (
	indexedMark  = "people indexed"
	enforcedMark = "destructions carried out"
)

// indexPeople brings the index of people to where the log ends.
func (l *Ledger) indexPeople(ctx context.Context, progress func(done, total uint64)) error {
	after, err := l.markedTo(ctx, indexedMark)
	if err != nil {
		return err
	}
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	var last eventstore.Recorded
	var failed error
	err = l.keys.IndexAll(ctx, func(yield func(domain.Subject, []keyring.Term) bool) {
		failed = func() error {
			for r, err := range l.store.ReadAll(ctx, eventstore.Position(after)) {
				if err != nil {
					return err
				}
				more, err := l.indexRecord(r, yield)
				if err != nil {
					return err
				}
				if last = r; !more {
					return nil
				}
				if progress != nil && uint64(r.Position)%1024 == 0 {
					progress(uint64(r.Position), max(head, uint64(r.Position)))
				}
			}
			return nil
		}()
	})
	if err = errors.Join(failed, err); err != nil || last.Position == 0 {
		return err
	}
	return l.keys.SetMark(ctx, indexedMark, uint64(last.Position), last.ID)
}

var namesSubject = []byte(`"subject":"`)

func (l *Ledger) indexRecord(r eventstore.Recorded, yield func(domain.Subject, []keyring.Term) bool) (more bool, err error) {
	if !bytes.Contains(r.Data, namesSubject) {
		return true, nil
	}
	d, err := Read(l.catalogue, r)
	if err != nil {
		return false, err
	}
	more = true
	for _, p := range l.catalogue.People(d) {
		text, err := p.Text.Open(l.keys, p.At)
		if unreadable(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		if more = yield(p.Text.Subject, keyring.Terms(text)); !more {
			return false, nil
		}
	}
	return more, nil
}

// unreadable reports whether what was sealed is gone with its key, or was sealed
// after the backup was made that the keyring was restored from.
func unreadable(err error) bool {
	_, lost := errors.AsType[*keyring.UnknownOwnerError](err)
	return lost || domain.IsErased(err)
}

// markedTo is the position of a mark in this log, 0 where it has none: a mark of
// another log, or of one that was restored otherwise, counts for nothing.
func (l *Ledger) markedTo(ctx context.Context, name string) (uint64, error) {
	position, event, err := l.keys.Mark(ctx, name)
	if err != nil || position == 0 {
		return 0, err
	}
	for r, err := range l.store.ReadAllBackward(ctx, eventstore.Position(position+1)) {
		if err != nil {
			return 0, err
		}
		if uint64(r.Position) == position && r.ID == event {
			return position, nil
		}
		break
	}
	return 0, nil
}

// reconcile destroys the keys that the log says are destroyed and the keyring
// still has: it was restored from a backup, or a process died in between. It is
// done whenever a ledger is opened with its keys, from where it was done last.
func (l *Ledger) reconcile(ctx context.Context) error {
	after, err := l.markedTo(ctx, enforcedMark)
	if err != nil {
		return err
	}
	var last eventstore.Recorded
	seen, destroyed := 0, false
	for r, err := range l.store.ReadAll(ctx, eventstore.Position(after)) {
		if err != nil {
			return err
		}
		last = r
		seen++
		if r.Type != (subject.Erased{}).EventType() && r.Type != (domain.CorrectionApproved{}).EventType() {
			continue
		}
		d, err := Read(l.catalogue, r)
		if err != nil {
			return err
		}
		if err := l.enforceOne(ctx, &d); err != nil {
			return err
		}
		destroyed = true
	}
	// A mark costs a write to the disk; a few records are looked at again sooner.
	const often = 5000
	if seen < often && !destroyed {
		return nil
	}
	return l.keys.SetMark(ctx, enforcedMark, uint64(last.Position), last.ID)
}
