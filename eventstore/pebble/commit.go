package pebble

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	engine "github.com/cockroachdb/pebble/v2"

	"github.com/sunledger/sunledger/eventstore"
)

const (
	// maxGroup and maxGroupBytes bound what is written with one fsync, and so
	// how long an append can wait for its neighbours. One append may be larger.
	maxGroup      = 1024
	maxGroupBytes = 8 << 20
	// tailSyncPause is how long TAIL may wait for its own sync; see tail.go.
	tailSyncPause = time.Second
)

// commitLoop is the one writer of the log. It ends when the queue is closed.
func (s *Store) commitLoop() {
	defer close(s.committed)
	defer func() {
		if p := recover(); p != nil {
			s.log.fail(fmt.Errorf("commit: %v", p))
		}
	}()
	var syncDue <-chan time.Time
	var group []*request
	for {
		select {
		case r, ok := <-s.queue:
			if !ok {
				return
			}
			group = s.gather(append(group[:0], r))
			if !s.commit(group) {
				return
			}
			if syncDue == nil {
				syncDue = time.After(tailSyncPause)
			}
		case <-syncDue:
			syncDue = nil
			if err := s.tail.sync(); err != nil {
				s.log.fail(err)
				return
			}
		}
	}
}

// gather adds the requests that wait already; it waits for none.
func (s *Store) gather(group []*request) []*request {
	bytes := group[0].bytes
	for len(group) < maxGroup && bytes < maxGroupBytes {
		select {
		case r, ok := <-s.queue:
			if !ok {
				return group
			}
			group = append(group, r)
			bytes += r.bytes
		default:
			return group
		}
	}
	return group
}

// commit decides a group, writes it with one fsync and answers. It reports
// false when the store has broken; who waits is told through s.log.broken.
func (s *Store) commit(group []*request) bool {
	batch := s.db.NewBatch()
	answers := make([]answer, len(group))
	created := time.Now()
	before := s.last
	clear(s.moving)
	var sum uint64
	for i, r := range group {
		h, err := s.headOf(r)
		switch {
		case err != nil:
			answers[i].err = err
		case h.standing() != r.expected:
			answers[i].conflict, answers[i].actual = true, h.standing()
		default:
			sum, err = s.add(batch, r, h, created)
			if err != nil {
				s.log.fail(fmt.Errorf("add to the commit: %w", err))
				return false
			}
			answers[i].position = s.last
		}
	}
	if s.last > before {
		if err := s.makeDurable(batch, mark{s.last, sum}); err != nil {
			s.log.fail(err)
			return false
		}
		s.keepLate(group, answers)
		s.ends.moved(s.moving, s.last)
		s.grow(s.last)
	}
	// Answers come last: a conflict may rest on an event of this very group.
	for i, r := range group {
		r.answer <- answers[i]
	}
	return true
}

// keepLate keeps the records of a group that was committed.
func (s *Store) keepLate(group []*request, answers []answer) {
	for i, r := range group {
		for n := range r.records {
			if last := answers[i].position; last > 0 {
				s.late.put(last-eventstore.Position(len(r.records)-1-n), r.records[n])
			}
		}
	}
}

// headOf returns where the stream of a request ends, with all appends counted
// that were decided before.
func (s *Store) headOf(r *request) (head, error) {
	if h, ok := s.heads.find(r.stream, r.head, r.asOf); ok {
		return h, nil
	}
	return getHead(s.db, r.stream)
}

// add puts the records of a request and their keys into the batch and returns
// the last one's checksum.
func (s *Store) add(batch *engine.Batch, r *request, h head, created time.Time) (sum uint64, err error) {
	before := s.last
	if h.number == 0 {
		s.streams++
		h.number = s.streams
	}
	h.revision = r.expected
	var errs error
	var pos [8]byte
	for _, record := range r.records {
		s.last++
		h.revision++
		sum = seal(record, s.last, created)
		binary.BigEndian.PutUint64(pos[:], uint64(s.last))
		errs = errors.Join(errs,
			batch.Set(eventKey(s.last), record, nil),
			batch.Set(indexKey(h.number, h.revision), pos[:], nil))
	}
	h.position = s.last
	errs = errors.Join(errs, batch.Set(streamKey(r.stream), h.encode(r.stream), nil))
	s.heads.put(r.stream, h, before)
	s.moving[r.stream] = h
	return sum, errs
}

// makeDurable writes the batch, waits for the disk, and notes in TAIL how far
// the log reaches.
func (s *Store) makeDurable(batch *engine.Batch, m mark) error {
	if err := batch.Commit(engine.Sync); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := batch.Close(); err != nil {
		return fmt.Errorf("release the commit: %w", err)
	}
	return s.tail.write(m)
}
