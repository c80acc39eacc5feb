package esdb_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/eventstore"
)

// A forgetfulServer does not show every revision of its streams, as one whose
// streams have a limit.
type forgetfulServer struct {
	eventstore.Store
	forgets func(eventstore.Revision) bool
	// deleted says that a stream is not found from which nothing is shown.
	deleted bool
}

func (s forgetfulServer) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.shown(s.Store.ReadStream(ctx, stream, from))
}

func (s forgetfulServer) ReadStreamBackward(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return s.shown(s.Store.ReadStreamBackward(ctx, stream, from))
}

func (s forgetfulServer) shown(seq iter.Seq2[eventstore.Recorded, error]) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		some := false
		for r, err := range seq {
			if err == nil && s.forgets(r.Revision) {
				continue
			}
			some = true
			if !yield(r, err) {
				return
			}
		}
		if !some && s.deleted {
			yield(eventstore.Recorded{}, eventstore.ErrNotFound)
		}
	}
}

// filled is a log of a stream "s" of n events.
func filled(t *testing.T, n int) eventstore.Store {
	log := embedded(t)
	events := make([]eventstore.Event, n)
	for i := range events {
		events[i] = event()
	}
	_, err := log.Append(t.Context(), "s", eventstore.NoStream, events...)
	require.NoError(t, err)
	return log
}

// lengthOf reads a sequence to its end.
func lengthOf(seq iter.Seq2[eventstore.Recorded, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestWhatAServerHasForgotten(t *testing.T) {
	const n = 300 // more than the first page, in either direction
	log := filled(t, n)
	before := func(first eventstore.Revision) func(eventstore.Revision) bool {
		return func(r eventstore.Revision) bool { return r < first }
	}
	only := func(one eventstore.Revision) func(eventstore.Revision) bool {
		return func(r eventstore.Revision) bool { return r == one }
	}
	for name, c := range map[string]struct {
		forgets  func(eventstore.Revision) bool
		from     eventstore.Revision
		forward  string // what is said to be missing
		backward string
	}{
		"the beginning":                 {before(3), 0, "revisions 0 to 2", "revision 0:"},
		"the very first":                {before(1), 0, "revision 0:", "revision 0:"},
		"all but the last five":         {before(n - 5), eventstore.End, "", "revisions 0 to 294"},
		"all but the last page":         {before(n - 16), eventstore.End, "", "revisions 0 to 283"},
		"the beginning, from within":    {before(10), 5, "revisions 5 to 9", "revisions 0 to 5"},
		"the beginning, from its end":   {before(10), 10, "", "revisions 0 to 9"},
		"one within a page":             {only(295), 290, "revision 295:", ""},
		"one within a page, backward":   {only(295), eventstore.End, "", "revision 295:"},
		"one between pages":             {only(256), 0, "revision 256:", ""},
		"one between pages, backward":   {only(283), eventstore.End, "", "revision 283:"},
		"nothing":                       {before(0), 0, "", ""},
		"nothing, from the end":         {before(0), eventstore.End, "", ""},
		"nothing, from after the end":   {before(0), n + 5, "", ""},
		"nothing, from within":          {before(0), 150, "", ""},
		"what lies before, so not seen": {before(10), 20, "", "revisions 0 to 9"},
		"what lies after, so not seen":  {only(280), 270, "revision 280:", ""},
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := serve(t, forgetfulServer{Store: log, forgets: c.forgets}, "127.0.0.1:0")
			store := open(t, address)
			for want, seq := range map[*string]iter.Seq2[eventstore.Recorded, error]{
				&c.forward:  store.ReadStream(t.Context(), "s", c.from),
				&c.backward: store.ReadStreamBackward(t.Context(), "s", c.from),
			} {
				_, err := lengthOf(seq)
				if *want == "" {
					require.NoError(t, err)
					continue
				}
				var corrupt *eventstore.CorruptError
				require.ErrorAs(t, err, &corrupt)
				require.ErrorContains(t, err, "stream s lacks "+*want)
			}
			// Positions tell nothing.
			all, err := lengthOf(store.ReadAll(t.Context(), 0))
			require.NoError(t, err)
			require.Equal(t, n, all)
		})
	}
}

// A stream that is not found in the middle of a read is not there yet, on a
// server that lags behind: forward it ends there. What came before cannot be
// missing.
func TestStreamThatIsNotFoundInTheMiddle(t *testing.T) {
	log := filled(t, 300)
	behind := forgetfulServer{Store: log, deleted: true, forgets: func(r eventstore.Revision) bool { return r >= 256 }}
	address, _ := serve(t, behind, "127.0.0.1:0")
	n, err := lengthOf(open(t, address).ReadStream(t.Context(), "s", 0))
	require.NoError(t, err)
	require.Equal(t, 256, n)

	before := forgetfulServer{Store: log, deleted: true, forgets: func(r eventstore.Revision) bool { return r < 300-16 }}
	address, _ = serve(t, before, "127.0.0.1:0")
	store := open(t, address, "maxDiscoverAttempts=2", "discoveryInterval=1")
	n, err = lengthOf(store.ReadStreamBackward(t.Context(), "s", eventstore.End))
	require.ErrorIs(t, err, eventstore.ErrUnavailable)
	require.ErrorContains(t, err, "stream s is not found, though a later part of it was read")
	require.Equal(t, 16, n)
}
