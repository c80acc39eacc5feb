package catalogue

import (
	"bytes"
	"fmt"
)

// refuseAbsent looks for the fields that an event must have, those of the
// objects in it too. The decoder refused unknown and repeated members before;
// what it cannot see is that a member is not there, and would read as zero.
func refuseAbsent(data []byte, fields []Field) error {
	s := scanner{data: data}
	s.value(fields)
	if s.missing == "" {
		return nil
	}
	return fmt.Errorf("%s is missing, which every such event has", s.missing)
}

// scanner walks over valid JSON and remembers the first field that is missing.
type scanner struct {
	data    []byte
	at      int
	missing string
}

// value walks over a value: an object of the given fields, a list of them, or
// anything at all where there are none.
func (s *scanner) value(fields []Field) {
	s.space()
	switch c := s.data[s.at]; {
	case c == '{' && fields != nil:
		s.object(fields)
	case c == '[' && fields != nil:
		s.list(fields)
	case c == '{', c == '[':
		s.skip()
	case c == '"':
		s.text()
	default:
		for s.at < len(s.data) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(s.data[s.at])) {
			s.at++
		}
	}
	s.space()
}

func (s *scanner) object(fields []Field) {
	var seen uint64 // of the first 64 fields, more than any event has
	for s.next('}') {
		name := s.text()
		s.space()
		s.at++ // the colon
		i := indexOf(fields, name)
		if i < 0 { // written with escapes: it counts as missing
			s.value(nil)
			continue
		}
		seen |= 1 << i
		s.value(fields[i].parts(fields))
	}
	for i := range fields {
		if !fields[i].Optional && seen&(1<<i) == 0 && s.missing == "" {
			s.missing = fields[i].Name
		}
	}
}

func indexOf(fields []Field, name []byte) int {
	for i := range fields {
		if fields[i].Name == string(name) {
			return i
		}
	}
	return -1
}

// parts is the fields of an object that is not sealed. A foreign attribute
// inside another has those of the one that it stands in.
func (f *Field) parts(outer []Field) []Field {
	switch {
	case f.Kind != KindObject || f.Seal != Unsealed:
		return nil
	case f.Fields == nil:
		return outer
	}
	return f.Fields
}

func (s *scanner) list(fields []Field) {
	for s.next(']') {
		s.value(fields)
	}
}

// next goes to the next member or item, past what opens or separates them, and
// past the end where there is none.
func (s *scanner) next(end byte) bool {
	if s.data[s.at] == end {
		s.at++
		return false
	}
	s.at++
	if s.space(); s.data[s.at] == end { // an empty one
		s.at++
		return false
	}
	return true
}

// skip walks over an object or a list, whatever is in it.
func (s *scanner) skip() {
	for depth := 0; ; s.at++ {
		switch s.data[s.at] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			s.text()
			s.at--
		}
		if depth == 0 {
			s.at++
			return
		}
	}
}

// text walks over a string and gives what is between its quotes.
func (s *scanner) text() []byte {
	start := s.at + 1
	for s.at++; s.data[s.at] != '"'; s.at++ {
		if s.data[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
	return s.data[start : s.at-1]
}

func (s *scanner) space() {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\t' || s.data[s.at] == '\n' || s.data[s.at] == '\r') {
		s.at++
	}
}
