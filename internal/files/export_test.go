package files

import "time"

// Sweep removes uploads that were last written to before a time.
func (s *Store) Sweep(before time.Time) error { return s.sweep(before) }

// ChunkSize is how much of a document is sealed at once.
const ChunkSize = chunkSize

// Magic is how a sealed file begins.
const Magic = magic
