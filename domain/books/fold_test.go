package books_test

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// busy is the history of books with so many entries, of which each twentieth is
// reversed by the next.
func busy(entries int) []domain.Fact {
	at := at("2016-01-04").UTC()
	facts := []domain.Fact{{OccurredAt: at, Event: books.Opened{
		Collective: owner, Year: 2016, Chart: "village-collectives-2005", On: day("2016-01-04"),
	}}}
	accounts := []int{101, 102, 112, 121, 151, 202, 311, 501, 511, 522, 541, 551}
	month := time.January
	var before books.Posted
	for n := 1; n <= entries; n++ {
		if now := time.Month(1 + 12*(n-1)/entries); now > month {
			facts = append(facts, domain.Fact{OccurredAt: at, Event: books.MonthClosed{Month: int(month)}})
			month = now
		}
		on := domain.NewDate(2016, month, 28)
		p := books.Posted{Number: n, On: on, Summary: "摘要" + strconv.Itoa(n), Decision: "decision-" + strconv.Itoa(n%40), Paid: 1, Lines: []books.Line{
			{Account: accounts[n%12], Debit: 300}, {Account: accounts[(n+3)%12], Credit: 100}, {Account: accounts[(n+7)%12], Credit: 200},
		}}
		var e domain.Event = p
		if n%20 == 0 {
			e = books.Reversed{Number: n, On: on, Entry: n - 1, Lines: before.Lines}
		}
		before = p
		facts = append(facts, domain.Fact{OccurredAt: at, Event: e})
	}
	return facts
}

func fold(t testing.TB, facts []domain.Fact) books.Books {
	var b books.Books
	var err error
	for _, f := range facts {
		if b, err = b.Evolve(f); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// What an entry takes does not grow with those before it: four times as many take
// about four times as much memory, and not sixteen times.
func TestFoldingIsNotQuadratic(t *testing.T) {
	allocated := func(entries int) float64 {
		facts := busy(entries)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b := fold(t, facts)
		runtime.ReadMemStats(&after)
		require.Equal(t, entries, b.Entries())
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	require.Less(t, allocated(4_000)/allocated(1_000), 6.0)
}

func BenchmarkFold(b *testing.B) {
	for _, entries := range []int{100, 1_000, 3_000} {
		b.Run(strconv.Itoa(entries), func(b *testing.B) {
			facts := busy(entries)
			b.ReportAllocs()
			for b.Loop() {
				fold(b, facts)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(facts)), "ns/event")
		})
	}
}

// The closing of months and of the year, and what is offered, at the end of a busy
// year.
func BenchmarkOffers(b *testing.B) {
	state := fold(b, busy(3_000))
	b.ReportAllocs()
	for b.Loop() {
		state.Offers()
	}
}
