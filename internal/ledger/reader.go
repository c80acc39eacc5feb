package ledger

import (
	"context"
	"errors"
	"slices"
	"strings"

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
	sees      map[string]map[domain.Audience]bool // by stream, and whether of its corrections
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
	r := &Reader{ledger: l, ctx: ctx, identity: id, sees: map[string]map[domain.Audience]bool{}, opened: opened}
	if r.authority, _, err = l.authority(ctx, standing.Account, l.Today(id)); err != nil {
		return nil, err
	}
	return r, l.withheld.follow(ctx, l)
}

// May reports whether the account may read an audience's fields of a stream.
func (r *Reader) May(stream string, audience domain.Audience) (bool, error) {
	a, err := r.ledger.catalogue.Aggregate(stream)
	if err != nil {
		return false, err
	}
	return r.may(stream, a, audience)
}

// mayOf is May for one event of a stream: why something is corrected is for
// those who propose and decide corrections there, whatever else they may read.
func (r *Reader) mayOf(stream string, e domain.Event, audience domain.Audience) (bool, error) {
	if category, _, _ := strings.Cut(e.EventType(), "."); category == domain.CorrectionCategory {
		may, err := r.may(stream, r.ledger.catalogue.Corrections(), audience)
		if may || err != nil {
			return may, err
		}
	}
	return r.May(stream, audience)
}

func (r *Reader) may(stream string, a domain.Aggregate, audience domain.Audience) (bool, error) {
	if audience == domain.Public {
		return true, nil
	}
	key := stream + " " + a.Category
	sees := r.sees[key]
	if sees == nil {
		var err error
		if sees, err = r.of(stream, a); err != nil {
			return false, err
		}
		r.sees[key] = sees
	}
	return sees[audience], nil
}

func (r *Reader) of(stream string, a domain.Aggregate) (map[domain.Audience]bool, error) {
	f, _, err := r.ledger.foldCached(r.ctx, stream)
	if err != nil {
		return nil, err
	}
	places, err := r.ledger.within(r.ctx, f.PlacedAt())
	if err != nil {
		return nil, err
	}
	sees := map[domain.Audience]bool{}
	for audience, permits := range a.Readers {
		_, err := r.authority.Allow(permits, domain.Scope{Places: places})
		sees[audience] = err == nil
	}
	return sees, nil
}

// Reading is how the account reads one record. What it may not see, what nobody
// may see any more and what is kept and not used shows as such.
func (r *Reader) Reading(record domain.Recorded, lang domain.Lang) catalogue.Reading {
	_, hidden := r.ledger.withheld.hides(record.Stream, record.Revision)
	category, _ := domain.SplitStream(record.Stream)
	return catalogue.Reading{
		Lang: lang, Zone: r.identity.Location, Open: unused{r.ledger.keys, &r.ledger.withheld, r.ledger.Today(r.identity)},
		May: func(e domain.Event, audience domain.Audience) bool {
			// A stream that cannot be folded is one of which nothing is shown.
			may, err := r.mayOf(record.Stream, e, audience)
			if err != nil || !may || hidden {
				return false
			}
			if r.opened != nil {
				r.opened(category, audience)
			}
			return true
		},
	}
}

// ReadingOf is [Reader.Reading] for what stands for a record now.
func (r *Reader) ReadingOf(e domain.Effect, lang domain.Lang) (domain.Recorded, catalogue.Reading) {
	record := recordOf(e)
	as := r.Reading(*e.Holder, lang)
	as.Path = e.Path
	return record, as
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
