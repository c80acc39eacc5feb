package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// Reader opens sealed fields for one account, as far as its roles and their
// places let it see them. It belongs to one request and one goroutine.
type Reader struct {
	ledger    *Ledger
	ctx       context.Context
	authority domain.Authority
	today     domain.Date
	sees      map[string]map[domain.Audience]bool // by stream
	opened    func(domain.Audience)
}

// Reader is what an account may read today. Each field that is opened is told to
// opened, which may be nil, by its audience and nothing else.
func (l *Ledger) Reader(ctx context.Context, who Actor, opened func(domain.Audience)) (*Reader, error) {
	if who.IsZero() {
		return nil, notSignedIn
	}
	if l.keys == nil {
		return nil, domain.Reject("read_only",
			"this ledger was opened without its keyring, and nothing sealed can be opened: ask a server that has it",
			"账本以只读方式打开（无密钥库），无法开启封存内容：请使用有密钥库的服务器")
	}
	id, err := l.Identity(ctx)
	if err != nil {
		return nil, err
	}
	r := &Reader{ledger: l, ctx: ctx, today: l.Today(id), sees: map[string]map[domain.Audience]bool{}, opened: opened}
	if r.authority, _, err = l.authority(ctx, who.account, r.today); err != nil {
		return nil, err
	}
	if err := r.authority.Standings[0].MayAct(); err != nil {
		return nil, err
	}
	return r, l.withheld.follow(ctx, l)
}

// May reports whether the account may read an audience's fields of a stream.
func (r *Reader) May(stream string, audience domain.Audience) (bool, error) {
	if audience == domain.Public {
		return true, nil
	}
	sees := r.sees[stream]
	if sees == nil {
		var err error
		if sees, err = r.of(stream); err != nil {
			return false, err
		}
		r.sees[stream] = sees
	}
	return sees[audience], nil
}

func (r *Reader) of(stream string) (map[domain.Audience]bool, error) {
	a, err := r.ledger.catalogue.Aggregate(stream)
	if err != nil {
		return nil, err
	}
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

// Opener opens the sealed fields of one record, or gives [domain.ErrNotShown]
// for those that the account may not see, that nobody may see any more, or that
// are kept and not used.
func (r *Reader) Opener(record domain.Recorded) domain.Sealer {
	return opener{r, record}
}

type opener struct {
	reader *Reader
	record domain.Recorded
}

// Open opens a field where it may be seen.
func (o opener) Open(at domain.Place, e domain.Envelope) ([]byte, error) {
	audience := o.audience(at.Field)
	may, err := o.reader.May(at.Stream, audience)
	if err != nil {
		return nil, err
	}
	w := &o.reader.ledger.withheld
	_, hidden := w.hides(o.record.Stream, o.record.Revision)
	switch {
	case !may || hidden:
		return nil, domain.ErrNotShown
	case at.Subject != uuid.Nil && w.keeps(at.Subject, o.reader.today):
		return nil, domain.ErrProcessingRestricted
	}
	text, err := o.reader.ledger.keys.Open(at, e)
	if err == nil && o.reader.opened != nil {
		o.reader.opened(audience)
	}
	return text, err
}

// audience is that of the field at a path. What stands within a proposal of a
// correction is for those who may see what is restricted.
func (o opener) audience(path string) domain.Audience {
	name, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	fields := o.reader.ledger.catalogue.Fields(o.record.Event)
	for i := range fields {
		if fields[i].Name == name && fields[i].Audience != domain.Public {
			return fields[i].Audience
		}
	}
	return domain.Restricted
}

// Seal is not for readers.
func (o opener) Seal(domain.Place, []byte) (domain.Envelope, error) { return nil, errReading }

// Fingerprint is not for readers.
func (o opener) Fingerprint(domain.Place, []byte) ([]byte, error) { return nil, errReading }

var errReading = fmt.Errorf("a reader seals nothing")

// shownPlaces are the permits of those who may look people up.
func (l *Ledger) personReaders() []domain.Permit {
	a, err := l.catalogue.Aggregate("subject-x")
	if err != nil {
		return nil
	}
	return slices.Clone(a.Readers[domain.Restricted])
}
