package keyring_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

var benchText = []byte(strings.Repeat("a note ", 10))

func BenchmarkSeal(b *testing.B) {
	k := newFolder(b).create(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Seal(ofStream, benchText); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for name, size := range map[string]int{"warm": 100, "cold": 0} {
		b.Run(name, func(b *testing.B) {
			k := newFolder(b).create(b, keyring.CacheSize(size))
			e := mustSeal(b, k, ofStream, string(benchText))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := k.Open(ofStream, e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEnsure1000(b *testing.B) {
	k := newFolder(b).create(b)
	n := 0
	for b.Loop() {
		owners := make([]string, 1000)
		for i := range owners {
			owners[i] = numbered(n).Stream
			n++
		}
		if err := k.Ensure(b.Context(), owners...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "keys/s")
}

func BenchmarkSealNewOwners128(b *testing.B) {
	k := newFolder(b).create(b)
	var (
		next atomic.Int64
		wg   sync.WaitGroup
	)
	b.ResetTimer()
	for range 128 {
		wg.Go(func() {
			for i := int(next.Add(1)); i <= b.N; i = int(next.Add(1)) {
				if _, err := k.Seal(numbered(i), benchText); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	c, err := k.Counts(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "keys/s")
	b.ReportMetric(float64(c.Made)/float64(c.Transactions), "keys/transaction")
}

func BenchmarkSealNewOwnersAlone(b *testing.B) {
	k := newFolder(b).create(b)
	i := 0
	for b.Loop() {
		i++
		if _, err := k.Seal(numbered(i), benchText); err != nil {
			b.Fatal(err)
		}
	}
}

// Ten thousand people with three terms each.
func BenchmarkIndex10000(b *testing.B) {
	k := newFolder(b).create(b)
	for b.Loop() {
		err := k.IndexAll(b.Context(), func(yield func(domain.Subject, []keyring.Term) bool) {
			for i := range 10_000 {
				if !yield(uuid.New(), keyring.Terms(fmt.Sprintf("王松滨 138%08d 0536-601%04d", i, i))) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
