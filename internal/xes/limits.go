package xes

// Limits bound the memory that one log can claim, however it is compressed. The
// size of a whole log is not limited: traces are read one at a time. What is read
// takes up to about ten times its bytes while it is held, where attributes are small.
type Limits struct {
	// TraceBytes is the most that one trace may take, in uncompressed bytes
	// with the white space and comments before it. All of the header
	// together may take as much.
	TraceBytes int
	// Attributes is the most that one trace with its events may have,
	// children counted. All of the header together may have as many.
	Attributes int
	// ValueBytes is the most that one key or value may take, in UTF-8 bytes.
	ValueBytes int
	// Depth is how deep attributes may nest; 1 allows no children.
	Depth int
}

// DefaultLimits are far above what published logs need, and what the Writer
// holds itself to.
var DefaultLimits = Limits{
	TraceBytes: 64 << 20,
	Attributes: 500_000,
	ValueBytes: 1 << 20,
	Depth:      32,
}
