package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// pageEvents and pageBytes bound what is fetched at once, and so what a
	// read holds in memory: two pages, each of so many bytes and the event that
	// goes beyond them.
	pageEvents = 2048
	pageBytes  = 4 << 20
	// firstPage is the size of the first page of a stream. Most are short.
	firstPage = 256
	// fresh is how old a page may be to stand for what the log holds now.
	fresh = 10 * time.Millisecond
)

// errOldServer is of a server that says of an event of a stream no place among
// all. EventStoreDB does from 22.6 on.
var errOldServer = &eventstore.InvalidError{What: "server", Reason: "it gives no positions of events in streams: EventStoreDB 22.6 or later is needed"}

// page is what one call fetched. It may hold fewer records than were asked for
// because some belong to the server itself.
type page struct {
	records []eventstore.Recorded
	// full says that more may follow.
	full bool
	// next is where the next page begins: a revision, or a position.
	next uint64
}

// ReadStream implements [eventstore.Reader].
func (s *Store) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	if err := eventstore.CheckRead(stream, from); err != nil {
		return failed(err)
	}
	return s.pages(ctx, uint64(from), true, func(ctx context.Context, c *client.Client, from uint64, first bool) (page, error) {
		count := pageEvents
		if first {
			count = firstPage
		}
		return s.streamPage(ctx, c, stream, client.Forwards, eventstore.Revision(from), count, true)
	})
}

// ReadStreamBackward implements [eventstore.Reader].
func (s *Store) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	if err := eventstore.CheckRead(stream, from); err != nil {
		return failed(err)
	}
	return s.pages(ctx, uint64(from), false, func(ctx context.Context, c *client.Client, from uint64, first bool) (page, error) {
		count := pageEvents
		if first {
			count = 16 // most want the last event alone
		}
		p, err := s.streamPage(ctx, c, stream, client.Backwards, eventstore.Revision(from), count, !first)
		if first && err == nil && len(p.records) == 0 {
			// A server may answer nothing where the stream ends before that.
			p, err = s.streamPage(ctx, c, stream, client.Backwards, eventstore.End, count, false)
			if err == nil && len(p.records) > 0 && p.records[0].Revision > eventstore.Revision(from) {
				// It does not, or not any more.
				return s.streamPage(ctx, c, stream, client.Backwards, eventstore.Revision(from), count, true)
			}
		}
		return p, err
	})
}

// ReadAll implements [eventstore.Reader]. It cannot notice what the server has
// forgotten, as a read of a stream does: positions have gaps between them.
func (s *Store) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.pages(ctx, uint64(after), true, func(ctx context.Context, c *client.Client, after uint64, _ bool) (page, error) {
		// The server begins with the event at the position, if there is one.
		return s.allPage(ctx, c, client.Forwards, after, pageEvents)
	})
}

// ReadAllBackward implements [eventstore.Reader].
func (s *Store) ReadAllBackward(ctx context.Context, before eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return s.pages(ctx, uint64(before), false, func(ctx context.Context, c *client.Client, before uint64, first bool) (page, error) {
		count := pageEvents
		if first {
			count = 16
		}
		return s.allPage(ctx, c, client.Backwards, before, count)
	})
}

func failed(err error) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) { yield(eventstore.Recorded{}, err) }
}

// fetch fetches the page that begins at a place.
type fetch func(ctx context.Context, c *client.Client, from uint64, first bool) (page, error)

// pages yields what is fetched. While one page is yielded the next is fetched:
// from the second on all the time, so that a read that goes on never waits for
// both itself and the server.
func (s *Store) pages(ctx context.Context, from uint64, forward bool, fetch fetch) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		from := from // each time is a new read
		fail := func(err error) { yield(eventstore.Recorded{}, err) }
		fetching, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(s.closing, stop)()
		begin := func(from uint64, first bool) <-chan fetched { return s.fetch(fetching, from, first, fetch) }

		next := begin(from, true)
		yielded := time.Now() // when the last record was
		for first, some := true, false; ; first = false {
			got := <-next
			if err := s.over(ctx); err != nil {
				fail(err)
				return
			}
			if some && errors.Is(got.err, eventstore.ErrNotFound) {
				return
			}
			if got.err != nil {
				fail(got.err)
				return
			}
			some = true
			from, next = got.page.next, nil
			for i, r := range got.page.records {
				// Not before half of the first is wanted: many want one record
				// alone, and who stops while a page comes costs a client.
				if next == nil && got.page.full && (!first || i > 0 && i >= len(got.page.records)/2) {
					next = begin(from, false)
				}
				if err := s.over(ctx); err != nil {
					fail(err)
					return
				}
				if !yield(r, nil) {
					return
				}
			}
			if len(got.page.records) > 0 {
				yielded = time.Now()
			}
			if next == nil {
				// What was appended meanwhile belongs to a forward read, too: it
				// ends with a page that was asked for after its last record was
				// yielded, or just now.
				if !got.page.full && (!forward || s.isFresh(got) || got.asked.After(yielded)) {
					if err := s.over(ctx); err != nil {
						fail(err)
					}
					return
				}
				next = begin(from, false)
			}
		}
	}
}

// over says why a read cannot go on, if it cannot.
func (s *Store) over(ctx context.Context) error {
	if s.closed() {
		return eventstore.ErrClosed
	}
	return ctx.Err()
}

// fetched is a page, when it was asked for, and how many appends of this store
// were acknowledged by then.
type fetched struct {
	page     page
	err      error
	asked    time.Time
	appended uint64
}

func (s *Store) fetch(ctx context.Context, from uint64, first bool, fetch fetch) <-chan fetched {
	answers := make(chan fetched, 1)
	f := fetched{asked: time.Now(), appended: s.appended.Load()}
	go func() {
		f.page, _, f.err = again(ctx, s, func(ctx context.Context, c *client.Client) (page, error) {
			return fetch(ctx, c, from, first)
		})
		if code(f.err) == client.ErrorCodeResourceNotFound {
			f.err = eventstore.ErrNotFound
		}
		answers <- f
	}()
	return answers
}

// isFresh reports whether a page still stands for what the log holds: it was
// asked for just now, and this store has appended nothing since.
func (s *Store) isFresh(f fetched) bool {
	return s.appended.Load() == f.appended && time.Since(f.asked) < fresh
}

// streamPage is a page of a stream, all of which is there: a server that has
// forgotten a part of it is an error. It may begin after the stream's end, going
// backward, unless it is to begin at from.
func (s *Store) streamPage(ctx context.Context, c *client.Client, stream string, direction client.Direction, from eventstore.Revision, count int, atFrom bool) (page, error) {
	var at client.StreamPosition = client.Revision(uint64(from))
	if from == eventstore.End {
		if direction == client.Forwards {
			// Past every event there is nothing, but the stream may not be there.
			_, err := s.streamPage(ctx, c, stream, client.Backwards, from, 1, false)
			return page{next: uint64(from)}, err
		}
		at = client.End{}
	}
	read, err := c.ReadStream(ctx, stream, client.ReadStreamOptions{Direction: direction, From: at}, uint64(count))
	if err != nil {
		return page{}, err
	}
	defer read.Close()
	expected, exactly := uint64(from), atFrom
	p, last, err := collect(read, count, func(e *client.RecordedEvent) (bool, error) {
		if err := inPlace(e, stream, direction, expected, exactly); err != nil {
			return false, err
		}
		exactly = true
		if expected = e.EventNumber + 1; direction == client.Backwards {
			expected = e.EventNumber - 1 // after 0 nothing comes
		}
		return true, nil
	})
	switch {
	case direction == client.Backwards && atFrom && code(err) == client.ErrorCodeResourceNotFound:
		return page{}, fmt.Errorf("stream %s is not found, though a later part of it was read: it was deleted, or this server lags behind", stream)
	case direction == client.Backwards && atFrom && err == nil && last == nil:
		return page{}, forgotten(stream, 0, uint64(from))
	case err != nil || last == nil:
		p.next = uint64(from)
		return p, err
	case direction == client.Backwards && !p.full && last.EventNumber > 0:
		return page{}, forgotten(stream, 0, last.EventNumber-1)
	case direction == client.Backwards && last.EventNumber == 0:
		p.full = false
	default:
		p.next = expected
	}
	return p, nil
}

// inPlace says what lies between the event that was expected next and the one
// that came. What is expected not exactly may lie after the end of the stream.
func inPlace(e *client.RecordedEvent, stream string, direction client.Direction, expected uint64, exactly bool) error {
	came := e.EventNumber
	switch {
	case came == expected || came < expected && !exactly:
		return nil
	case direction == client.Forwards && came > expected:
		return forgotten(stream, expected, came-1)
	case direction == client.Backwards && came < expected:
		return forgotten(stream, came+1, expected)
	}
	return &eventstore.CorruptError{Position: eventstore.Position(e.Position.Commit), Reason: fmt.Sprintf("the server answered revision %d of stream %s in the place of %d", came, stream, expected)}
}

// forgotten is the error of revisions that a stream must have and does not.
func forgotten(stream string, first, last uint64) error {
	missing := fmt.Sprintf("revisions %d to %d", first, last)
	if first == last {
		missing = fmt.Sprintf("revision %d", first)
	}
	return &eventstore.CorruptError{Reason: fmt.Sprintf("stream %s lacks %s: the server has forgotten what a ledger never forgets, by a limit on the stream ($maxCount, $maxAge, $tb: lift it and see) or its deletion", stream, missing)}
}

func (s *Store) allPage(ctx context.Context, c *client.Client, direction client.Direction, from uint64, count int) (page, error) {
	var at client.AllPosition = client.Position{Commit: from, Prepare: from}
	switch eventstore.Position(from) {
	case 0:
		if direction == client.Backwards {
			return page{}, nil
		}
		at = client.Start{}
	case eventstore.EndPosition:
		if direction == client.Forwards {
			return page{next: from}, nil
		}
		at = client.End{}
	}
	if direction == client.Forwards {
		count++ // one of them is that at the position
	}
	read, err := c.ReadAll(ctx, client.ReadAllOptions{Direction: direction, From: at}, uint64(count))
	if err != nil {
		return page{}, err
	}
	defer read.Close()
	p, last, err := collect(read, count, func(e *client.RecordedEvent) (bool, error) {
		return direction == client.Backwards || e.Position.Commit > from, nil
	})
	if direction == client.Backwards && notAPlace(err) {
		return s.pageBefore(ctx, c, from, count)
	}
	if last != nil {
		p.next = last.Position.Commit
	} else {
		p.next = from
	}
	return p, err
}

// pageBefore is a page backward from a position at which no record begins, such
// as one more than that of an event: positions of a server are places in its
// files, and it reads from no other. What is asked for then is nearly always the
// event just before, which is found from its own place.
func (s *Store) pageBefore(ctx context.Context, c *client.Client, before uint64, count int) (page, error) {
	at := client.Position{Commit: before - 1, Prepare: before - 1}
	read, err := c.ReadAll(ctx, client.ReadAllOptions{Direction: client.Forwards, From: at}, 1)
	if err != nil {
		return page{}, err
	}
	defer read.Close()
	p, last, err := collect(read, 1, func(e *client.RecordedEvent) (bool, error) { return e.Position.Commit == before-1, nil })
	if notAPlace(err) || err == nil && (last == nil || last.Position.Commit != before-1) {
		err = &eventstore.InvalidError{What: "before", Reason: fmt.Sprintf("no event of the server lies at position %d or just before it", before)}
	}
	p.full, p.next = true, before-1
	if err != nil || count == 1 {
		return p, err
	}
	rest, err := s.allPage(ctx, c, client.Backwards, before-1, count-1)
	rest.records = append(p.records, rest.records...)
	return rest, err
}

// collect receives a page. It ends early where enough bytes have come. It
// answers the last event that came, wanted or not.
func collect(read *client.ReadStream, count int, wanted func(*client.RecordedEvent) (bool, error)) (p page, last *client.RecordedEvent, err error) {
	size := 0
	for n := 0; ; n++ {
		resolved, err := read.Recv()
		if errors.Is(err, io.EOF) {
			p.full = n >= count
			return p, last, nil
		}
		if err != nil {
			return page{}, nil, err
		}
		e := resolved.Event
		if e == nil {
			return page{}, nil, fmt.Errorf("the server answered an event without content")
		}
		last = e
		want, err := wanted(e)
		if err != nil {
			return page{}, nil, err
		}
		if !want || isOwn(e) {
			continue
		}
		if e.Position.Commit > math.MaxInt64 {
			return page{}, nil, errOldServer
		}
		if e.EventID == uuid.Nil {
			return page{}, nil, &eventstore.CorruptError{Position: eventstore.Position(e.Position.Commit), Reason: "the event has no id"}
		}
		if len(p.records) == firstPage {
			p.records = slices.Grow(p.records, count-firstPage) // it is a long one
		}
		p.records = append(p.records, recorded(e))
		if size += len(e.Data) + len(e.UserMetadata); size >= pageBytes {
			p.full = true
			return p, last, nil
		}
	}
}

// isOwn reports whether an event is one of the server itself.
func isOwn(e *client.RecordedEvent) bool {
	return strings.HasPrefix(e.StreamID, "$") || strings.HasPrefix(e.EventType, "$")
}

func recorded(e *client.RecordedEvent) eventstore.Recorded {
	return eventstore.Recorded{
		Event:    eventstore.Event{ID: e.EventID, Type: e.EventType, Data: e.Data, Metadata: e.UserMetadata},
		Stream:   e.StreamID,
		Revision: eventstore.Revision(e.EventNumber),
		Position: eventstore.Position(e.Position.Commit),
		Created:  e.CreatedDate,
	}
}
