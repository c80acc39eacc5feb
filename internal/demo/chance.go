package demo

import (
	"hash/fnv"
	"math/rand/v2"
)

// chance draws for one part of the county. It depends on the seed and on the
// name of the part alone, so that it does not matter who writes first, or what
// else there is.
type chance struct{ *rand.Rand }

func chanceOf(seed uint64, part string) chance {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part)) // a hash takes everything
	return chance{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// percent is true that often in a hundred.
func (c chance) percent(p int) bool { return c.IntN(100) < p }

// between is one of from to to, both included.
func (c chance) between(from, to int) int { return from + c.IntN(to-from+1) }

// weighted is an index, each as often as its weight says.
func (c chance) weighted(n int, weight func(i int) int) int {
	total := 0
	for i := range n {
		total += weight(i)
	}
	at := c.IntN(total)
	for i := range n {
		if at -= weight(i); at < 0 {
			return i
		}
	}
	return n - 1
}

// share is a choice and how often it is taken.
type share[T any] struct {
	weight int
	value  T
}

func pick[T any](c chance, of []share[T]) T {
	return of[c.weighted(len(of), func(i int) int { return of[i].weight })].value
}

func one[T any](c chance, of []T) T { return of[c.IntN(len(of))] }
