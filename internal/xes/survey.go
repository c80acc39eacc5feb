package xes

import (
	"hash/maphash"
	"io"
	"slices"

	"github.com/sunledger/sunledger/domain"
)

// survey is what the first pass over a log finds out: that the file is whole,
// and all that has to be known before anything is written. It keeps eight bytes
// a case and no case.
type survey struct {
	Summary
	caseKeys, stepKeys keyCensus
	// prints tells whether the second pass reads the same cases.
	prints []uint64
	seed   maphash.Seed
	// suspects are the numbers of cases that may be too large for the ledger.
	suspects []int
}

// surveyLog reads a whole log. Asked are the mappings that may come to be used.
func surveyLog(name string, r io.Reader, asked ...Mapping) (*survey, error) {
	s := &survey{seed: maphash.MakeSeed(), caseKeys: keyCensus{wanted: map[string]bool{}}, stepKeys: keyCensus{wanted: map[string]bool{}}}
	for _, m := range asked {
		parts := mappingParts(m)
		s.caseKeys.ask(parts[0])
		s.stepKeys.ask(parts[1])
	}
	var err error
	s.Summary, err = scan(NewReader(name, r), func(number int, t Trace) {
		s.caseKeys.count(t.Attributes)
		for _, e := range t.Events {
			s.stepKeys.count(e.Attributes)
		}
		s.prints = append(s.prints, printOf(s.seed, t))
		if maybeTooLarge(t) {
			s.suspects = append(s.suspects, number)
		}
	})
	if err != nil {
		return nil, err
	}
	for _, g := range s.Header.Globals {
		switch g.Scope {
		case "trace":
			s.caseKeys.count(g.Attributes)
		case "event":
			s.stepKeys.count(g.Attributes)
		}
	}
	return s, nil
}

// same reports whether a case of the second pass is the one of the first.
func (s *survey) same(number int, t Trace) bool {
	return number <= len(s.prints) && s.prints[number-1] == printOf(s.seed, t)
}

// missing is the first key of a mapping that the log does not have, neither in
// a case nor in what it declares of all cases; the zero key where it has all.
func (s *survey) missing(m Mapping) (mappedKey, keyCensus) {
	for i, part := range mappingParts(m) {
		census := [...]keyCensus{s.caseKeys, s.stepKeys}[i]
		for _, k := range part.keys {
			if k.key != "" && !census.wanted[k.key] {
				return k, census
			}
		}
		for _, key := range part.public {
			if !census.wanted[key] {
				return mappedKey{part.name + ".public", key}, census
			}
		}
	}
	return mappedKey{}, keyCensus{}
}

// keyCensus says which keys occur. It knows every wanted one, and a few others
// to show to somebody who looks for the right one.
type keyCensus struct {
	wanted map[string]bool // those asked for, and whether they were seen
	some   []string
}

const someKeys = 30

func (c *keyCensus) ask(part mappingPart) {
	for _, k := range part.keys {
		c.wanted[k.key] = false
	}
	for _, key := range part.public {
		c.wanted[key] = false
	}
}

func (c *keyCensus) count(attributes []domain.Attribute) {
	for i := range attributes {
		key := attributes[i].Key
		if seen, asked := c.wanted[key]; asked && !seen {
			c.wanted[key] = true
		}
		if len(c.some) < someKeys && !slices.Contains(c.some, key) {
			c.some = append(c.some, key)
		}
	}
}

// printOf is a digest of a case within this process.
func printOf(seed maphash.Seed, t Trace) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	printAttributes(&h, t.Attributes)
	for _, e := range t.Events {
		h.WriteByte(1)
		printAttributes(&h, e.Attributes)
	}
	return h.Sum64()
}

func printAttributes(h *maphash.Hash, attributes []domain.Attribute) {
	for i := range attributes {
		a := &attributes[i]
		for _, text := range [...]string{a.Type, a.Key, a.Value} {
			h.WriteString(text)
			h.WriteByte(0) // in no text of XML
		}
		printAttributes(h, a.Children)
		h.WriteByte(2)
	}
}
