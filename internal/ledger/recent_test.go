package ledger_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/internal/ledger"
)

// countingStore counts the records that are read of single streams.
type countingStore struct {
	eventstore.Store
	read atomic.Int64
}

func (s *countingStore) ReadStream(ctx context.Context, stream string, from eventstore.Revision) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range s.Store.ReadStream(ctx, stream, from) {
			s.read.Add(1)
			if !yield(r, err) {
				return
			}
		}
	}
}

// A command on a long stream reads what came since the last one, and what it decides
// is the same: each number follows, whoever else writes, and a repeated command is
// known for one.
func TestLongStreamsAreNotReadAgain(t *testing.T) {
	s := newStory(t, "370782", "2016-03-01")
	s.do("collective g1", s.actor, "", collective.Register{ID: "g1", Level: domain.GroupUnit, Community: "community-lc", Name: "莲池"})
	s.do("opened", s.accountant, "", books.Open{Collective: "collective-g1", Year: 2016, Document: "账簿"})
	store := &countingStore{Store: s.store.Store}
	s.store.Store = store
	post := func(key string) (ledger.Receipt, error) {
		one := []books.Amount{{Account: 102, Amount: 100}}
		other := []books.Amount{{Account: 511, Amount: 100}}
		return s.Do(t.Context(), ledger.Request{
			Actor: s.accountant, ID: "g1-2016", Key: key, Command: books.Post{Summary: key, Debits: one, Credits: other},
		})
	}
	const long = 200
	for i := range long {
		r, err := post(fmt.Sprint(i))
		require.NoError(t, err)
		require.EqualValues(t, i+1, r.Revision)
		require.Equal(t, i+1, r.Events[0].Event.(books.Posted).Number)
	}
	store.read.Store(0)
	_, err := post("one more")
	require.NoError(t, err)
	require.Less(t, store.read.Load(), int64(20), "records read for one command on a stream of %d", long)
	again, err := post("7")
	require.NoError(t, err)
	require.True(t, again.Repeated)
	require.EqualValues(t, 8, again.Revision)

	// Several at once, two under each key.
	var together sync.WaitGroup
	for i := range 6 {
		together.Go(func() {
			for j := range 10 {
				if _, err := post(fmt.Sprint("together ", i/2, " ", j)); err != nil && domain.CodeOf(err) != "stream_busy" {
					t.Error(err)
				}
			}
		})
	}
	together.Wait()
	history, err := s.History(t.Context(), "books-g1-2016")
	require.NoError(t, err)
	require.LessOrEqual(t, len(history), 1+long+1+30)
	commands := map[string]bool{}
	for i, r := range history {
		require.EqualValues(t, i, r.Revision)
		require.False(t, commands[r.CommandID.String()], "a command was carried out twice")
		commands[r.CommandID.String()] = true
	}
}
