package xes

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// SyntaxError says that a file is refused: it is not a XES log, is damaged, or
// exceeds the Limits. A file that cannot be read at all (the disk fails, it is a
// directory) is another error.
type SyntaxError struct {
	File   string // as the caller named it
	Line   int    // in the uncompressed file, from 1; 0 where no line is to blame
	Reason string // what is wrong, and the way out
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
}

// quote shows foreign text in a message: escaped, and cut to a readable length.
func quote(s string) string {
	const most = 60
	if len(s) <= most {
		return strconv.Quote(s)
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut]) + "…"
}

// size shows a limit: 64 MiB, 1 MiB, 512 bytes.
func size(bytes int) string {
	if bytes >= 1<<20 && bytes%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
