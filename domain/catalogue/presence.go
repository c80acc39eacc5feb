package catalogue

import "fmt"

// refuseAbsent looks for the fields that an event must have. The decoder
// refused unknown and repeated members before; what it cannot see is that a
// member is not there, and would read as zero.
//
// The data is valid JSON, so a walk over its bytes is enough: the members of
// the outer object are the strings at depth one before a colon.
func refuseAbsent(data []byte, fields []Field) error {
	left := 0
	for _, f := range fields {
		if !f.Optional {
			left++
		}
	}
	depth, start := 0, 0
	for i := 0; i < len(data) && left > 0; i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			start = i + 1
			for i++; data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
			if depth == 1 && data[i+1] == ':' && isRequired(data[start:i], fields) {
				left--
			}
		}
	}
	if left == 0 {
		return nil
	}
	return fmt.Errorf("%d of the fields that every such event has are missing", left)
}

func isRequired(name []byte, fields []Field) bool {
	for i := range fields {
		if f := &fields[i]; !f.Optional && f.Name == string(name) {
			return true
		}
	}
	return false
}
