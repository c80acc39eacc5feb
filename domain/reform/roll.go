package reform

import (
	"iter"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// Person is somebody with a number.
type Person struct {
	Subject domain.Subject
	Shares  int64
	// Member says that they are a member; others hold shares only, or did.
	Member bool
}

// roll is persons by their numbers, in sheets of sheetSize; the last may be
// shorter. No sheet is ever written to: who changes a person makes another sheet,
// so that the thousands who stay as they are need not be copied.
type roll [][]Person

const sheetSize = 256

// count is the highest number.
func (l roll) count() int {
	if len(l) == 0 {
		return 0
	}
	return (len(l)-1)*sheetSize + len(l[len(l)-1])
}

// at is who has a number, from 1 to the count.
func (l roll) at(number int) Person {
	return l[(number-1)/sheetSize][(number-1)%sheetSize]
}

// with is the roll with another person under a number, from 1 to the count.
func (l roll) with(number int, p Person) roll {
	l = slices.Clone(l)
	sheet := &l[(number-1)/sheetSize]
	*sheet = slices.Clone(*sheet)
	(*sheet)[(number-1)%sheetSize] = p
	return l
}

// plus is the roll with more people, who get the next numbers.
func (l roll) plus(people ...Person) roll {
	l = slices.Clone(l)
	if last := len(l) - 1; last >= 0 && len(l[last]) < sheetSize {
		n := min(sheetSize-len(l[last]), len(people))
		l[last] = slices.Concat(l[last], people[:n])
		people = people[n:]
	}
	for sheet := range slices.Chunk(people, sheetSize) {
		l = append(l, slices.Clone(sheet))
	}
	return l
}

// all yields everybody by number.
func (l roll) all() iter.Seq2[int, Person] {
	return func(yield func(int, Person) bool) {
		for i, sheet := range l {
			for j := range sheet {
				if !yield(i*sheetSize+j+1, sheet[j]) {
					return
				}
			}
		}
	}
}

// each is the roll with everybody as change has them.
func (l roll) each(change func(number int, p Person) Person) roll {
	changed := make(roll, len(l))
	for i, sheet := range l {
		changed[i] = make([]Person, len(sheet))
		for j := range sheet {
			changed[i][j] = change(i*sheetSize+j+1, sheet[j])
		}
	}
	return changed
}
