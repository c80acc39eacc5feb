package xes

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Writer writes one log, trace by trace, indented, in UTF-8. It refuses what a
// Reader would refuse, so whatever it wrote can be read. It is not safe for
// concurrent use.
type Writer struct {
	w      *bufio.Writer
	buf    []byte // one trace, reused
	traces int
	err    error // of the header or of w; nothing is written after it
	closed bool
}

// NewWriter starts a log with a header. It never closes w. An error, of w or in
// the header, is answered by each later call.
func NewWriter(w io.Writer, h Header) *Writer {
	out := &Writer{w: bufio.NewWriter(w)}
	e := encoder{limits: DefaultLimits}
	e.header(h)
	if e.err != nil {
		out.err = fmt.Errorf("xes: cannot write the header: %w", e.err)
		return out
	}
	_, out.err = out.w.Write(e.buf)
	return out
}

// WriteTrace appends a trace. Nothing of a trace that it refuses is written,
// and the next may follow. The log is complete only after Close.
func (w *Writer) WriteTrace(t Trace) error {
	switch {
	case w.err != nil:
		return w.err
	case w.closed:
		return errClosed
	}
	e := encoder{limits: DefaultLimits, buf: w.buf[:0]}
	e.trace(t)
	w.buf = e.buf
	if e.err == nil && len(e.buf) > e.limits.TraceBytes {
		e.err = fmt.Errorf("it takes more than %s", size(e.limits.TraceBytes))
	}
	if e.err != nil {
		return fmt.Errorf("xes: cannot write trace %d: %w", w.traces+1, e.err)
	}
	if _, w.err = w.w.Write(e.buf); w.err == nil {
		w.traces++
	}
	return w.err
}

// Close ends the log and flushes it to the underlying writer, which stays open.
// Closing twice does nothing.
func (w *Writer) Close() error {
	if w.err != nil || w.closed {
		return w.err
	}
	w.closed = true
	if _, w.err = w.w.WriteString("</log>\n"); w.err == nil {
		w.err = w.w.Flush()
	}
	return w.err
}

var errClosed = errors.New("xes: the log is closed")

func (e *encoder) header(h Header) {
	e.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log")
	names := []string{"xes.version", "xes.features", "xmlns"}
	e.optional("xes.version", h.Version)
	e.optional("xes.features", h.Features)
	for _, a := range h.Other {
		if !isXMLName(a.Name) || slices.Contains(names, a.Name) {
			e.fail(fmt.Errorf("%s cannot name one more XML attribute of <log>", quote(a.Name)))
		}
		names = append(names, a.Name)
		e.field(a.Name, a.Value)
	}
	e.optional("xmlns", h.Namespace)
	e.text(">\n")
	for _, x := range h.Extensions {
		e.text("\t<extension")
		e.field("name", x.Name)
		e.field("prefix", x.Prefix)
		e.field("uri", x.URI)
		e.text("/>\n")
	}
	for _, g := range h.Globals {
		e.text("\t<global")
		e.optional("scope", g.Scope)
		e.text(">\n")
		e.siblings(g.Attributes, 2, 1)
		e.text("\t</global>\n")
	}
	for _, c := range h.Classifiers {
		e.text("\t<classifier")
		e.field("name", c.Name)
		e.optional("scope", c.Scope)
		e.field("keys", c.Keys)
		e.text("/>\n")
	}
	e.siblings(h.Attributes, 1, 1)
	if len(e.buf) > e.limits.TraceBytes {
		e.fail(fmt.Errorf("it takes more than %s", size(e.limits.TraceBytes)))
	}
}

func (e *encoder) trace(t Trace) {
	e.text("\t<trace>\n")
	e.siblings(t.Attributes, 2, 1)
	for i, event := range t.Events {
		if e.err != nil {
			return
		}
		e.text("\t\t<event>\n")
		e.siblings(event.Attributes, 3, 1)
		if !named(event.Attributes) {
			e.fail(fmt.Errorf("it has no %s", keyName))
		}
		e.text("\t\t</event>\n")
		if e.err != nil {
			e.err = fmt.Errorf("event %d: %w", i+1, e.err)
		}
	}
	e.text("\t</trace>\n")
}
