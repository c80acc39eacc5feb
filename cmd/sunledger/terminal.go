package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether somebody watches what is written. It is what
// app.watched is outside of tests.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// styled marks text for a terminal, with the SGR code of a style, and leaves it
// as it is anywhere else and where NO_COLOR is set (no-color.org).
func (a *app) styled(style, text string) string {
	if a.getenv("NO_COLOR") != "" || a.getenv("TERM") == "dumb" || !a.watched(a.stdout) {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// The styles.
const (
	bold = "1"
	dim  = "2"
)
