package ledger

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Reader opens sealed fields for one account, as far as its roles and their
// places let it see them. It belongs to one request and one goroutine.
type Reader struct {
	ledger    *Ledger
	ctx       context.Context
	identity  Identity
	authority domain.Authority
	sees      map[string]seeing // by stream
	opened    func(category string, audience domain.Audience)
}

// Reader is what an account may read today. Each field that is opened is told to
// opened, which may be nil: the category of its stream and its audience, and
// nothing else.
func (l *Ledger) Reader(ctx context.Context, who Actor, opened func(category string, audience domain.Audience)) (*Reader, error) {
	if l.keys == nil {
		return nil, domain.Reject("read_only",
			"this ledger was opened without its keyring, and nothing sealed can be opened: ask a server that has it",
			"账本以只读方式打开（无密钥库），无法开启封存内容：请使用有密钥库的服务器")
	}
	standing, err := l.Check(ctx, who)
	if err != nil {
		return nil, err
	}
	id, err := l.Identity(ctx)
	if err != nil {
		return nil, err
	}
	r := &Reader{ledger: l, ctx: ctx, identity: id, sees: map[string]seeing{}, opened: opened}
	if r.authority, _, err = l.authority(ctx, standing.Account, l.Today(id)); err != nil {
		return nil, err
	}
	return r, l.withheld.follow(ctx, l)
}

// seeing is what an account may read in one stream.
type seeing struct{ facts, corrections map[domain.Audience]bool }

// May reports whether the account may read an audience's fields of an event of a
// stream. A refusal says what it lacks.
func (r *Reader) May(stream string, e domain.Event, audience domain.Audience) bool {
	if audience == domain.Public {
		return true
	}
	sees, ok := r.sees[stream]
	if !ok {
		// Of a stream that cannot be folded nothing is shown.
		sees, _ = r.of(stream)
		r.sees[stream] = sees
	}
	if domain.IsCorrection(e) {
		return sees.corrections[audience]
	}
	return sees.facts[audience]
}

// Lacks says why the account may not read what is restricted in a stream, nil
// where it may.
func (r *Reader) Lacks(stream string) error {
	_, err := r.of(stream)
	return err
}

func (r *Reader) of(stream string) (seeing, error) {
	sees := seeing{map[domain.Audience]bool{}, map[domain.Audience]bool{}}
	a, err := r.ledger.catalogue.Aggregate(stream)
	if err != nil {
		return sees, err
	}
	f, _, err := r.ledger.foldCached(r.ctx, stream)
	if err != nil {
		return sees, err
	}
	place := f.PlacedAt()
	if f.Facts == 0 {
		history, err := r.ledger.historyOrNone(r.ctx, stream)
		if err != nil {
			return sees, err
		}
		place = a.PlaceOf(history)
	}
	places, err := r.ledger.within(r.ctx, place)
	if err != nil {
		return sees, err
	}
	var why error
	for audience, permits := range a.Readers {
		_, err := r.authority.Allow(permits, domain.Scope{Places: places})
		if sees.facts[audience] = err == nil; err != nil {
			why = err
		}
	}
	for audience, permits := range r.ledger.catalogue.Corrections().Readers {
		_, err := r.authority.Allow(permits, domain.Scope{Places: places})
		sees.corrections[audience] = err == nil
	}
	return sees, why
}

// Reading is how the account reads the records of a stream, those that are hidden
// from everybody aside: see [Reader.ReadingOf].
func (r *Reader) Reading(stream string, lang domain.Lang) catalogue.Reading {
	category, _ := domain.SplitStream(stream)
	return catalogue.Reading{
		Lang: lang, Zone: r.identity.Location, Open: unused{r.ledger.keys, &r.ledger.withheld, r.ledger.Today(r.identity)},
		May: func(e domain.Event, audience domain.Audience) bool {
			may := r.May(stream, e, audience)
			if may && r.opened != nil {
				r.opened(category, audience)
			}
			return may
		},
	}
}

// ReadingOf is how the account reads one record: nothing sealed of it where a
// correction for privacy took its place.
func (r *Reader) ReadingOf(record domain.Recorded, lang domain.Lang) catalogue.Reading {
	as := r.Reading(record.Stream, lang)
	if _, hidden := r.ledger.withheld.hides(record.Stream, record.Revision); hidden {
		as.May = func(domain.Event, domain.Audience) bool { return false }
	}
	return as
}

// ReadingEffect is what stands for a record now, as a record to be read, and how
// the account reads it.
func (r *Reader) ReadingEffect(e domain.Effect, lang domain.Lang) (domain.Recorded, catalogue.Reading) {
	as := r.ReadingOf(*e.Holder, lang)
	as.Path = e.Path
	return recordOf(e), as
}

// unused opens nothing of people whose records are kept and not used.
type unused struct {
	domain.Sealer
	withheld *withheld
	today    domain.Date
}

// Open opens a field of somebody whose records may be used.
func (u unused) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	if at.Subject != uuid.Nil && u.withheld.keeps(at.Subject, u.today) {
		return nil, domain.ErrProcessingRestricted
	}
	return u.Sealer.Open(at, e)
}

// Seal is not for readers.
func (unused) Seal(domain.Place, []byte) (domain.Envelope, error) { return nil, errReading }

// Fingerprint is not for readers.
func (unused) Fingerprint(domain.Place, []byte) ([]byte, error) { return nil, errReading }

var errReading = errors.New("a reader seals nothing")

// personReaders are those who may look people up.
func (l *Ledger) personReaders() []domain.Permit {
	a, err := l.catalogue.Aggregate("subject-x")
	if err != nil {
		return nil
	}
	return slices.Clone(a.Readers[domain.Restricted])
}
