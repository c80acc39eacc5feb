package domain_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

// Whatever is done to it, it holds what a plain slice would hold, and no list
// that was made before is changed by it.
func TestSheets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := []domain.Sheets[int]{nil}
		plain := [][]int{nil}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			at := rapid.IntRange(0, len(lists)-1).Draw(t, "list")
			list, want := lists[at], slices.Clone(plain[at])
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				more := make([]int, rapid.SampledFrom([]int{0, 1, 2, 63, 64, 65, 200}).Draw(t, "more"))
				for i := range more {
					more[i] = len(want) + i
				}
				list, want = list.Plus(more...), append(want, more...)
				if len(more) > 0 {
					more[0] = -1 // nothing of what was given is kept
				}
			case 1:
				if len(want) == 0 {
					continue
				}
				n := rapid.IntRange(1, len(want)).Draw(t, "number")
				list = list.With(n, -n)
				want[n-1] = -n
			case 2:
				list = list.Each(func(number, item int) int { return item + number })
				for i := range want {
					want[i] += i + 1
				}
			}
			lists, plain = append(lists, list), append(plain, want)
		}
		for i, list := range lists {
			require.Equal(t, len(plain[i]), list.Count())
			next := 1
			for number, item := range list.All() {
				require.Equal(t, next, number)
				require.Equal(t, plain[i][number-1], item)
				require.Equal(t, item, list.At(number))
				next++
			}
			require.Equal(t, len(plain[i])+1, next)
		}
	})
}

func TestSheetsEndWhenTheyAreTold(t *testing.T) {
	seen := 0
	for range (domain.Sheets[int]{}).Plus(make([]int, 100)...).All() {
		if seen++; seen == 65 {
			break
		}
	}
	require.Equal(t, 65, seen)
}
