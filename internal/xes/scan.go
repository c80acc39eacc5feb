package xes

import "io"

// Summary is what a first pass over a log finds out.
type Summary struct {
	// SHA256 is the digest of the uncompressed bytes of the file, a byte order
	// mark included, so that it is the same whether or how it was
	// compressed.
	SHA256 [32]byte
	Bytes  int64 // uncompressed
	Header Header
	Traces int
	Events int
}

// Scan reads a whole log, judges all of it, and keeps none of its traces. Errors
// are those of [Reader.Traces]; when it answers without one, a Reader of the
// same bytes yields every trace.
func Scan(name string, r io.Reader) (Summary, error) {
	return scan(NewReader(name, r), func(int, Trace) {})
}

// scan also shows each trace, with its number from 1, before the next is read.
func scan(r *Reader, look func(number int, t Trace)) (Summary, error) {
	var s Summary
	for trace, err := range r.Traces() {
		if err != nil {
			return Summary{}, err
		}
		look(s.Traces+1, trace)
		s.Traces++
		s.Events += len(trace.Events)
	}
	s.Header = r.Header()
	s.Bytes = r.cursor.src.bytes
	r.cursor.src.sum.Sum(s.SHA256[:0])
	return s, nil
}
