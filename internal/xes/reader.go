package xes

import (
	"io"
	"iter"
)

// Reader yields the traces of one log. Memory is bounded by its Limits, not by
// the size of the file. It is not safe for concurrent use.
type Reader struct {
	// Limits start as DefaultLimits; change them before the first trace.
	Limits Limits

	name   string
	file   io.Reader
	used   bool
	header Header
	cursor *cursor
}

// NewReader returns a Reader of a log, plain or compressed with gzip, which is
// told by the first bytes and not by the name. The name stands in errors only.
// The Reader reads ahead and never closes r.
func NewReader(name string, r io.Reader) *Reader {
	return &Reader{Limits: DefaultLimits, name: name, file: r}
}

// Traces yields each trace of the log in order, once: a second call yields an
// error. A trace belongs to the caller. An error is the last item: a
// [*SyntaxError] where the file is to blame, otherwise the failure to read it.
// What comes before an error has been judged only by itself, so an importer
// first lets [Scan] judge the whole file.
func (r *Reader) Traces() iter.Seq2[Trace, error] {
	return func(yield func(Trace, error) bool) {
		if r.used {
			yield(Trace{}, errUsed)
			return
		}
		r.used = true
		if err := r.read(yield); err != nil && err != errStopped {
			yield(Trace{}, err)
		}
	}
}

// Header returns what has been read of the header so far. Some producers put
// log attributes behind the traces, so it is complete only after the last trace;
// [Scan] knows it beforehand.
func (r *Reader) Header() Header { return r.header }

func (r *Reader) read(yield func(Trace, error) bool) error {
	c, err := newCursor(r.name, r.file, r.Limits)
	if err != nil {
		return err
	}
	r.cursor = c
	root, ok, err := c.child(element{})
	switch {
	case err != nil:
		return err
	case !ok:
		return c.refuse(0, "the file holds no element: give the log itself, as .xes or .xes.gz")
	case root.name != "log":
		return c.wrongRoot(root)
	}
	if err := c.logAttributes(root, &r.header); err != nil {
		return err
	}
	if err := r.items(root, yield); err != nil {
		return err
	}
	c.src.allow(c.limits.TraceBytes)
	if extra, ok, err := c.child(element{}); err != nil {
		return err
	} else if ok {
		return c.refuse(extra.line, "<%s> stands after </log>: a file holds one log; split it", extra.name)
	}
	return nil
}

// items reads the children of <log>. Each gets a fresh budget; those of the
// header are also counted together.
func (r *Reader) items(root element, yield func(Trace, error) bool) error {
	c := r.cursor
	var keys keySet
	headerBytes, headerAttributes := c.limits.TraceBytes-c.src.left(), 0
	for {
		c.src.allow(c.limits.TraceBytes)
		item, ok, err := c.child(root)
		if err != nil || !ok {
			return err
		}
		if item.name == "trace" {
			c.attributes = 0
			trace, err := c.trace(item)
			if err != nil {
				return err
			}
			if !yield(trace, nil) {
				return errStopped
			}
			continue
		}
		c.attributes = headerAttributes
		if err := c.headerItem(item, root, &r.header, &keys); err != nil {
			return err
		}
		headerAttributes = c.attributes
		headerBytes += c.limits.TraceBytes - c.src.left()
		if headerBytes > c.limits.TraceBytes {
			return c.refuse(item.line, "the header takes more than %s: keep long texts elsewhere and refer to them", size(c.limits.TraceBytes))
		}
	}
}

func (c *cursor) wrongRoot(root element) error {
	switch root.name {
	case "html", "HTML":
		return c.refuse(root.line, "this is an HTML page, not a XES log: download the log itself")
	case "WorkflowLog":
		return c.refuse(root.line, "this is a MXML log, the format before XES: convert it to XES")
	}
	return c.refuse(root.line, "the root element is <%s>, and that of a XES log is <log>: export the log as XES", root.name)
}
