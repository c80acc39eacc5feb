package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/internal/ledger"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAsOf(t *testing.T) {
	b := furnished(t) // on 2016-09-01 09:00, up to position 19
	b.clock.Set("2016-09-05 10:00")
	r := b.must(ledger.Request{Command: submit, OccurredAt: at("2016-09-02T08:00:00+08:00")})
	require.EqualValues(t, 20, r.Position)
	b.clock.Set("2016-09-07 11:30")
	_, id := domain.SplitStream(r.Stream)
	b.must(ledger.Request{Command: request.Accept{}, ID: id})

	day := func(n int) domain.Date { return domain.NewDate(2016, 9, n) }
	end := at("2016-09-02T23:59:59.999999999+08:00")
	for _, c := range []struct {
		marks ledger.Marks
		known uint64
		stood time.Time
		today domain.Date
	}{
		{ledger.Marks{Known: "20"}, 20, time.Time{}, day(5)},
		{ledger.Marks{Known: "21"}, 21, time.Time{}, day(7)},
		{ledger.Marks{Known: "0"}, 0, time.Time{}, day(7)},
		{ledger.Marks{Known: "2016-09-05"}, 20, time.Time{}, day(5)},
		{ledger.Marks{Known: "2016-09-04"}, 19, time.Time{}, day(4)},
		{ledger.Marks{Known: "2016-09-05 10:00"}, 20, time.Time{}, day(5)},
		{ledger.Marks{Known: "2016-09-05 09:59"}, 19, time.Time{}, day(5)},
		{ledger.Marks{Known: "2016-09-05T02:00:00Z"}, 20, time.Time{}, day(5)},
		{ledger.Marks{Known: "2016-09-05T09:59:59.9+08:00"}, 19, time.Time{}, day(5)},
		{ledger.Marks{Known: "2016-09-07"}, 21, time.Time{}, day(7)}, // what is left of today is no future
		{ledger.Marks{Known: "2015-01-01"}, 0, time.Time{}, domain.NewDate(2015, 1, 1)},
		{ledger.Marks{Stood: "2016-09-02"}, 21, end, day(2)},
		{ledger.Marks{Stood: "20"}, 21, at("2016-09-02T08:00:00+08:00"), day(2)},
		{ledger.Marks{Known: "19", Stood: "2016-09-02"}, 19, end, day(2)},
	} {
		got, err := b.AsOf(t.Context(), c.marks)
		require.NoError(t, err, "%+v", c.marks)
		require.NotNil(t, got.Known, "%+v", c.marks)
		require.Equal(t, c.known, *got.Known, "%+v", c.marks)
		require.True(t, c.stood.Equal(got.Stood), "%+v: %s", c.marks, got.Stood)
		require.Equal(t, c.today, got.Today, "%+v", c.marks)
		require.Equal(t, c.known == 0, got.RecordedAt.IsZero(), "%+v", c.marks)
	}
	now, err := b.AsOf(t.Context(), ledger.Marks{})
	require.NoError(t, err)
	require.True(t, now.IsNow())
	require.Equal(t, day(7), now.Today)

	for _, c := range []struct {
		marks ledger.Marks
		code  string
	}{
		{ledger.Marks{Known: "22"}, "as_of_ahead"},
		{ledger.Marks{Known: "99999999999999999999999"}, "as_of_ahead"},
		{ledger.Marks{Known: "2016-09-08"}, "as_of_ahead"},
		{ledger.Marks{Stood: "22"}, "as_of_ahead"},
		{ledger.Marks{Stood: "2016-09-08 00:00"}, "as_of_ahead"},
		{ledger.Marks{Stood: "0"}, "as_of_no_event"},
	} {
		_, err := b.AsOf(t.Context(), c.marks)
		require.Equal(t, c.code, domain.CodeOf(err), "%+v: %v", c.marks, err)
	}
	for _, text := range []string{"soon", "-1", "+7", "2016-13-01", "2016-9-1", "0001-01-01T00:00:00Z", " ", "2016-09-05T10:00:00+08:00                      "} {
		var mark *ledger.MarkError
		_, err := b.AsOf(t.Context(), ledger.Marks{Known: text})
		require.ErrorAs(t, err, &mark, text)
		require.Equal(t, ledger.MarkError{Text: text}, *mark)
		_, err = b.AsOf(t.Context(), ledger.Marks{Stood: text})
		require.ErrorAs(t, err, &mark, text)
		require.True(t, mark.Stood)
	}
}
