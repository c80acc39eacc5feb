package ledger_test

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// doctored is a store whose records are changed on their way to the reader.
type doctored struct {
	eventstore.Store
	all    func(eventstore.Recorded) []any // a Recorded or an error each
	stream func(eventstore.Recorded) bool  // whether ReadStream still has it
}

func (s doctored) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range s.Store.ReadAll(ctx, after) {
			if err != nil || s.all == nil {
				if !yield(r, err) {
					return
				}
				continue
			}
			for _, item := range s.all(r) {
				if err, failed := item.(error); failed {
					yield(eventstore.Recorded{}, err)
					return
				}
				if !yield(item.(eventstore.Recorded), nil) {
					return
				}
			}
		}
	}
}

func (s doctored) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range s.Store.ReadStream(ctx, stream, from) {
			if err == nil && s.stream != nil && !s.stream(r) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// reopened is the same log through a doctored store.
func (b *bench) reopened(s doctored) *ledger.Ledger {
	s.Store = b.Store()
	book, err := rules.Load()
	require.NoError(b.t, err)
	l, err := ledger.Open(b.t.Context(), ledger.Config{Store: s, Catalogue: catalogue.Standard, Rules: book})
	require.NoError(b.t, err)
	return l
}

func problems(t *testing.T, l *ledger.Ledger) ([]ledger.Problem, ledger.Verified) {
	var found []ledger.Problem
	result, err := l.Verify(t.Context(), ledger.Verifying{Found: func(p ledger.Problem) { found = append(found, p) }})
	require.NoError(t, err)
	require.Equal(t, len(found), result.Problems)
	return found, result
}

// withRequest is a ledger with a request of two events.
func withRequest(t *testing.T) (*bench, string) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: request.Submit{Matter: "B07", Place: "qiaozhuang", Channel: request.Window, People: 1}})
	b.must(ledger.Request{ID: strings.TrimPrefix(receipt.Stream, "request-"), Command: request.Accept{}})
	return b, receipt.Stream
}

func TestVerifyFindsNothingInASoundLog(t *testing.T) {
	b, _ := withRequest(t)
	var stages []ledger.VerifyStage
	result, err := b.Verify(t.Context(), ledger.Verifying{
		Found: func(p ledger.Problem) { t.Errorf("%s", p) },
		Progress: func(stage ledger.VerifyStage, done, total uint64) {
			if done == total {
				stages = append(stages, stage)
			}
		},
	})
	require.NoError(t, err)
	head, err := b.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, ledger.Verified{Position: head, Events: 21, Streams: 6}, result)
	require.Equal(t, []ledger.VerifyStage{ledger.VerifyRecords, ledger.VerifyStreams}, stages)
}

// Each way in which a log can be wrong is found, once, and where it is.
func TestVerifyFinds(t *testing.T) {
	b, stream := withRequest(t)
	accepted := func(r eventstore.Recorded) bool { return r.Type == "request.accepted" }
	change := func(how func(*eventstore.Recorded)) func(eventstore.Recorded) []any {
		return func(r eventstore.Recorded) []any {
			if accepted(r) {
				how(&r)
			}
			return []any{r}
		}
	}
	replaced := func(b []byte, old, new string) []byte { return []byte(strings.Replace(string(b), old, new, 1)) }
	for name, c := range map[string]struct {
		store doctored
		kind  ledger.ProblemKind
	}{
		"a missing revision": {doctored{all: change(func(r *eventstore.Recorded) { r.Revision = 2 })}, ledger.OutOfPlace},
		"a lower position":   {doctored{all: change(func(r *eventstore.Recorded) { r.Position = 3 })}, ledger.OutOfPlace},
		"a repeated record": {doctored{all: func(r eventstore.Recorded) []any {
			if accepted(r) {
				return []any{r, r}
			}
			return []any{r}
		}}, ledger.OutOfPlace},
		"an unknown type":     {doctored{all: change(func(r *eventstore.Recorded) { r.Type = "request.dreamt" })}, ledger.Undecodable},
		"a missing field":     {doctored{all: change(func(r *eventstore.Recorded) { r.Data = []byte(`{}`) })}, ledger.Undecodable},
		"no metadata":         {doctored{all: change(func(r *eventstore.Recorded) { r.Metadata = nil })}, ledger.Undecodable},
		"a space in the data": {doctored{all: change(func(r *eventstore.Recorded) { r.Data = append(r.Data, ' ') })}, ledger.NotCanonical},
		"another zone": {doctored{all: change(func(r *eventstore.Recorded) {
			r.Metadata = replaced(r.Metadata, `Z","recordedAt`, `+00:00","recordedAt`)
		})}, ledger.NotCanonical},
		"another id": {doctored{all: change(func(r *eventstore.Recorded) { r.ID = uuid.New() })}, ledger.Unfounded},
		"an actor without an account": {doctored{all: change(func(r *eventstore.Recorded) {
			r.Metadata = replaced(r.Metadata, `"actor":"`, `"actor":"x`)
		})}, ledger.Unfounded},
		"evidence that did not stand": {doctored{all: change(func(r *eventstore.Recorded) {
			r.Metadata = replaced(r.Metadata, `matter-B07@0`, `matter-B07@1`)
		})}, ledger.Unfounded},
		"a stream that the index has not whole": {doctored{stream: func(r eventstore.Recorded) bool { return !accepted(r) }}, ledger.IndexDiffers},
	} {
		t.Run(name, func(t *testing.T) {
			found, _ := problems(t, b.reopened(c.store))
			require.NotEmpty(t, found)
			require.Equal(t, c.kind, found[0].Kind, "%v", found)
			require.Equal(t, stream, found[0].Stream)
			if name != "a repeated record" && name != "a lower position" {
				require.Len(t, found, 1, "%v", found)
			}
		})
	}
}

// A damaged record does not hide the next one, and its consequences are not
// reported as if they were damage of their own.
func TestVerifyGoesPastDamage(t *testing.T) {
	b, _ := withRequest(t)
	l := b.reopened(doctored{all: func(r eventstore.Recorded) []any {
		if r.Type == "request.submitted" || r.Type == "matter.listed" {
			return []any{&eventstore.CorruptError{Position: r.Position, Reason: "checksum"}}
		}
		return []any{r}
	}})
	found, result := problems(t, l)
	require.Len(t, found, 2)
	require.Equal(t, ledger.Damaged, found[0].Kind)
	require.EqualValues(t, 19, found[0].Position)
	require.EqualValues(t, 20, found[1].Position)
	require.EqualValues(t, 21, result.Position)
}

func TestVerifyFindsWhatDoesNotFollow(t *testing.T) {
	b, stream := withRequest(t)
	b.doctored = true
	// What the executor would refuse is written past it: an acceptance of
	// what was accepted already.
	var last eventstore.Recorded
	for r, err := range b.Store().ReadStream(t.Context(), stream, 1) {
		require.NoError(t, err)
		last = r
	}
	history, err := b.History(t.Context(), stream)
	require.NoError(t, err)
	again := history[1]
	again.CommandID = uuid.New()
	last.ID = uuid.NewSHA1(again.CommandID, []byte(stream+"/0"))
	last.Metadata, err = catalogue.Standard.EncodeMetadata(again)
	require.NoError(t, err)
	_, err = b.Store().Append(t.Context(), stream, 1, last.Event)
	require.NoError(t, err)

	found, _ := problems(t, b.Ledger)
	require.Len(t, found, 1)
	require.Equal(t, ledger.Inadmissible, found[0].Kind)
	require.EqualValues(t, 2, found[0].Revision)
	require.Contains(t, found[0].String(), "accepted already")
}
