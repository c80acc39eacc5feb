package ledger_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/account"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
)

// foreign is a case with so many steps, out of a source that was never opened.
func foreign(steps int) request.Import {
	return request.Import{
		ID: uuid.MustParse("6f1e2d3c-0000-4000-8000-000000000001"), Source: "import-1", Number: 1,
		StartedAt: time.Date(2010, 10, 2, 0, 0, 0, 0, time.FixedZone("", 2*3600)),
		Steps:     make([]request.ImportedStep, steps),
	}
}

func TestAReceiptShowsEveryEventOfItsCommand(t *testing.T) {
	b := founded(t)
	first := b.must(ledger.Request{Command: foreign(2), Key: "k"})
	require.Len(t, first.Events, 3)
	require.Equal(t, int64(2), first.Revision)
	require.Equal(t, first.Events[2].Position, first.Position)
	require.Equal(t, time.UTC, first.Events[0].OccurredAt.Location())

	_, id := domain.SplitStream(first.Stream)
	b.must(ledger.Request{Command: request.RecordStep{Name: "回访"}, ID: id})
	again := b.must(ledger.Request{Command: foreign(2), Key: "k"})
	require.True(t, again.Repeated)
	again.Repeated = false
	require.Equal(t, first, again, "all that followed from the command, and nothing more")
}

func TestWhatBelongsTogetherIsRecorded(t *testing.T) {
	b := founded(t)
	alone := b.must(ledger.Request{Command: account.Open{Name: "窗口"}}).Events[0]
	require.Equal(t, alone.CommandID, alone.CorrelationID)
	require.Equal(t, alone.CommandID, alone.CausationID)

	undertaking, cause := uuid.New(), uuid.New()
	part := b.must(ledger.Request{Command: account.Open{Name: "会计"}, Correlation: undertaking, Causation: cause}).Events[0]
	require.Equal(t, undertaking, part.CorrelationID)
	require.Equal(t, cause, part.CausationID)
	require.NotEqual(t, cause, part.CommandID)
}

func TestACommandLargerThanTheStoreTakes(t *testing.T) {
	b := founded(t)
	_, err := b.do(ledger.Request{Command: foreign(10_000)})
	require.Equal(t, "too_large", domain.CodeOf(err), "%v", err)
}

// A store that acknowledges what it did not keep is found out at once.
func TestAStoreThatKeepsNothing(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	b.store.idle = true
	_, err := b.do(ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: id})
	require.Error(t, err)
	require.Empty(t, domain.CodeOf(err))
}

// Nothing new is recorded of a person who was erased, and a repeat of what was
// said of them tells nothing.
func TestNothingIsRecordedOfWhoWasErased(t *testing.T) {
	b := furnished(t)
	first := b.must(ledger.Request{Command: submit, Key: "k"})
	who := first.Events[0].Event.(request.Submitted).Requester.Subject
	require.NoError(t, b.keys.Destroy(t.Context(), "subject-"+who.String()))

	known := submit
	known.Requester = domain.About(who, "居民 0001")
	_, err := b.do(ledger.Request{Command: known})
	require.Equal(t, "erased", domain.CodeOf(err))
	_, err = b.do(ledger.Request{Command: submit, Key: "k"})
	require.Equal(t, "erased", domain.CodeOf(err), "the digest went with the key")
	b.must(ledger.Request{Command: submit, Key: "another"})
}

// Clocks of two writers may differ by a little, and no more than that.
func TestAClockThatIsFarBehind(t *testing.T) {
	b := furnished(t)
	receipt := b.must(ledger.Request{Command: submit})
	_, id := domain.SplitStream(receipt.Stream)
	supervise := ledger.Request{Command: request.Supervise{By: "镇政府"}, ID: id}

	b.clock.now = b.clock.now.Add(-time.Minute)
	late := b.must(supervise).Events[0]
	require.Equal(t, receipt.Events[0].OccurredAt, late.OccurredAt)
	require.Equal(t, late.OccurredAt, late.RecordedAt)

	b.clock.now = b.clock.now.Add(-time.Second)
	_, err := b.do(supervise)
	require.Equal(t, "before_the_last_event", domain.CodeOf(err))
	b.clock.now = b.clock.now.Add(time.Minute + time.Second) // whoever judges has the right time
}
