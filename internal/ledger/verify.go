package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/eventstore"
)

// Problem is something in the log that is not as it should be.
type Problem struct {
	// Stream, Revision and Position say where. A record that cannot be read
	// has a position only: its stream is "" and its revision -1.
	Stream   string      `json:"stream,omitzero"`
	Revision int64       `json:"revision"`
	Position uint64      `json:"position"`
	Kind     ProblemKind `json:"kind"`
	Message  string      `json:"message"`
}

// ProblemKind says which check was not passed. The kinds are stable.
type ProblemKind string

// The checks.
const (
	Damaged      ProblemKind = "damaged"       // not the bytes that were appended
	OutOfPlace   ProblemKind = "out-of-place"  // positions descend, or a revision is missing or double
	OutOfTime    ProblemKind = "out-of-time"   // not recorded when it says
	Undecodable  ProblemKind = "undecodable"   // no event of its type, or no metadata
	NotCanonical ProblemKind = "not-canonical" // encodes to other bytes than it has
	Unfounded    ProblemKind = "unfounded"     // id, actor or evidence that cannot be
	Inadmissible ProblemKind = "inadmissible"  // does not follow from what came before it
	IndexDiffers ProblemKind = "index-differs" // the stream by itself is not what the log has of it
)

func (p Problem) String() string {
	if p.Stream == "" {
		return fmt.Sprintf("position %d: %s: %s", p.Position, p.Kind, p.Message)
	}
	return fmt.Sprintf("%s@%d (position %d): %s: %s", p.Stream, p.Revision, p.Position, p.Kind, p.Message)
}

// Verifying says what is told while a log is verified. Either may be nil.
type Verifying struct {
	// Found is called for every problem: of the records in the order of the log, then
	// of their times, then of the streams.
	Found func(Problem)
	// Progress is called now and then: first for the records, then for the
	// streams.
	Progress func(stage VerifyStage, done, total uint64)
}

// VerifyStage is a part of the work.
type VerifyStage string

// The stages.
const (
	VerifyRecords VerifyStage = "records"
	VerifyStreams VerifyStage = "streams"
)

// Verified is what a verification looked at, and how many problems it found.
type Verified struct {
	Position uint64 `json:"position"` // of the last record
	Events   uint64 `json:"events"`
	Streams  int    `json:"streams"`
	Problems int    `json:"problems"`
}

// maxDamages bounds how many damaged records are looked past: where there are
// more, the log is lost and each further one says nothing new.
const maxDamages = 1000

// Verify reads the whole log and says what is not as it should be. First every
// record in the order of the log: its checksum (which the store checks), its
// place, that it decodes, that it encodes to the very bytes that it has, and
// that its metadata can be. Then every stream by itself, as the executor reads
// it: that it is what the log has of it, and that each event follows from the
// history before it.
//
// It goes past a damaged record and names all that it finds. The error is that
// of the context, or of a store that does not answer; a log with problems is no
// error. It takes memory by the number of streams, and sixteen bytes a record, and
// changes nothing.
func (l *Ledger) Verify(ctx context.Context, v Verifying) (Verified, error) {
	w := verifier{ledger: l, tell: v, streams: map[string]*verifiedStream{}}
	var err error
	if w.head, err = l.Head(ctx); err != nil && !isCorrupt(err) {
		return w.result, err
	}
	if err := w.records(ctx); err != nil {
		return w.result, err
	}
	if err := w.outOfTime(ctx); err != nil {
		return w.result, err
	}
	w.accounts()
	err = w.all(ctx)
	return w.result, err
}

// verifier is a verification under way.
type verifier struct {
	ledger  *Ledger
	tell    Verifying
	result  Verified
	head    uint64
	streams map[string]*verifiedStream
	order   []string // of the streams, as they begin
	actors  []actorSeen
	damages int
	times   clocks
}

// verifiedStream is what the log has of one stream so far.
type verifiedStream struct {
	revision int64
	position uint64
	// command and index are the last event's, for the id of the next.
	command uuid.UUID
	index   int
	// unsound says that a problem was found already: what follows from it is
	// not reported again.
	unsound bool
}

type actorSeen struct {
	account string
	at      domain.Recorded
}

func (w *verifier) found(kind ProblemKind, stream string, revision int64, position uint64, format string, args ...any) {
	w.result.Problems++
	if s := w.streams[stream]; s != nil {
		s.unsound = true
	}
	if w.tell.Found != nil {
		w.tell.Found(Problem{stream, revision, position, kind, fmt.Sprintf(format, args...)})
	}
}

func (w *verifier) progress(stage VerifyStage, done, total uint64) {
	const often = 1 << 10
	if w.tell.Progress != nil && (done%often == 0 || done == total) {
		w.tell.Progress(stage, done, total)
	}
}

// records goes through the log, past what is damaged.
func (w *verifier) records(ctx context.Context) error {
	for w.damages < maxDamages {
		damaged, err := w.recordsAfter(ctx, w.result.Position)
		if err != nil || damaged == 0 {
			return err
		}
		w.damages++
		w.result.Position = damaged
	}
	return nil
}

// recordsAfter reads until the end, and answers 0, or until a damaged record.
func (w *verifier) recordsAfter(ctx context.Context, after uint64) (damaged uint64, err error) {
	for r, err := range w.ledger.store.ReadAll(ctx, eventstore.Position(after)) {
		var corrupt *eventstore.CorruptError
		switch {
		case errors.As(err, &corrupt):
			w.found(Damaged, "", -1, uint64(corrupt.Position), "%s", firstLine(corrupt.Reason))
			if uint64(corrupt.Position) <= w.result.Position {
				return 0, nil // it does not say where it is, so there is no going past it
			}
			return uint64(corrupt.Position), nil
		case err != nil:
			return 0, err
		}
		w.record(r)
		w.progress(VerifyRecords, uint64(r.Position), max(w.head, uint64(r.Position)))
	}
	return 0, nil
}

// accounts looks for the account of every actor. It comes after the records,
// because the first account opens itself.
func (w *verifier) accounts() {
	for _, a := range w.actors {
		if w.streams[domain.StreamOf("account", a.account)] == nil && w.damages == 0 {
			w.found(Unfounded, a.at.Stream, a.at.Revision, a.at.Position, "its actor, %q, is no account of this ledger", a.account)
		}
	}
}

func (w *verifier) saw(account string, at domain.Recorded) {
	if !slices.ContainsFunc(w.actors, func(a actorSeen) bool { return a.account == account }) {
		w.actors = append(w.actors, actorSeen{account, at})
	}
}

// firstLine leaves out what an engine adds for those who work on it.
func firstLine(reason string) string {
	line, _, _ := strings.Cut(reason, "\n")
	return line
}

func isCorrupt(err error) bool {
	var corrupt *eventstore.CorruptError
	return errors.As(err, &corrupt)
}
