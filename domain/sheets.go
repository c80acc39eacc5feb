package domain

import (
	"iter"
	"slices"
)

// Sheets is a numbered list in sheets of sheetSize, of which the last may be
// shorter. No sheet is ever written to: whoever changes an item makes another
// sheet, so that of a list in a state the thousands of items that stay as they are
// need not be copied. Numbers are from 1. The zero Sheets is empty.
type Sheets[T any] [][]T

const sheetSize = 64

// Count is the highest number.
func (l Sheets[T]) Count() int {
	if len(l) == 0 {
		return 0
	}
	return (len(l)-1)*sheetSize + len(l[len(l)-1])
}

// At is the item of a number, from 1 to the count.
func (l Sheets[T]) At(number int) T {
	return l[(number-1)/sheetSize][(number-1)%sheetSize]
}

// With is the list with another item under a number, from 1 to the count.
func (l Sheets[T]) With(number int, item T) Sheets[T] {
	l = slices.Clone(l)
	sheet := &l[(number-1)/sheetSize]
	*sheet = slices.Clone(*sheet)
	(*sheet)[(number-1)%sheetSize] = item
	return l
}

// Plus is the list with more items, which get the next numbers.
func (l Sheets[T]) Plus(items ...T) Sheets[T] {
	l = slices.Clone(l)
	if last := len(l) - 1; last >= 0 && len(l[last]) < sheetSize {
		n := min(sheetSize-len(l[last]), len(items))
		l[last] = slices.Concat(l[last], items[:n])
		items = items[n:]
	}
	for sheet := range slices.Chunk(items, sheetSize) {
		l = append(l, slices.Clone(sheet))
	}
	return l
}

// All yields every item by number.
func (l Sheets[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i, sheet := range l {
			for j := range sheet {
				if !yield(i*sheetSize+j+1, sheet[j]) {
					return
				}
			}
		}
	}
}

// Each is the list with every item as change has it.
func (l Sheets[T]) Each(change func(number int, item T) T) Sheets[T] {
	changed := make(Sheets[T], len(l))
	for i, sheet := range l {
		changed[i] = make([]T, len(sheet))
		for j := range sheet {
			changed[i][j] = change(i*sheetSize+j+1, sheet[j])
		}
	}
	return changed
}
