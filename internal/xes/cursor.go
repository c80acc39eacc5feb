package xes

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// cursor walks the elements of one log. It takes raw tokens, so that names keep
// their prefixes, and therefore matches end tags itself.
type cursor struct {
	name       string // of the file
	limits     Limits
	src        *source
	dec        *xml.Decoder
	attributes int    // counted against limits.Attributes
	encoding   string // declared by the file, when it is not UTF-8
}

var errEncoding = errors.New("xes: not UTF-8")

// element is an open start tag.
type element struct {
	name  string
	attrs []xml.Attr
	line  int
}

func newCursor(name string, r io.Reader, limits Limits) (*cursor, error) {
	c := &cursor{name: name, limits: limits}
	src, reason, err := openSource(r, limits.TraceBytes)
	if err != nil {
		return nil, c.unreadable(err)
	}
	if reason != "" {
		return nil, c.refuse(0, "%s", reason)
	}
	c.src = src
	c.dec = xml.NewDecoder(src)
	c.dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		c.encoding = charset
		return nil, errEncoding
	}
	return c, nil
}

func (c *cursor) refuse(line int, format string, args ...any) error {
	return &SyntaxError{File: c.name, Line: line, Reason: fmt.Sprintf(format, args...)}
}

func (c *cursor) unreadable(err error) error {
	return fmt.Errorf("read %s: %w", c.name, err)
}

// child returns the next element inside parent, and false at its end tag. The
// zero parent is the file: it ends where the bytes do.
func (c *cursor) child(parent element) (element, bool, error) {
	for {
		line, _ := c.dec.InputPos()
		token, err := c.dec.RawToken()
		if err == io.EOF && parent.name == "" && c.src.failure == nil {
			return element{}, false, nil
		}
		if err != nil {
			return element{}, false, c.failed(err, parent)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space != "" {
				return element{}, false, c.refuse(line, "<%s> has a prefix: declare the XES namespace as the default one, xmlns=\"…\", and write the elements without prefixes", xmlName(t.Name))
			}
			return element{t.Name.Local, t.Attr, line}, true, nil
		case xml.EndElement:
			if xmlName(t.Name) != parent.name || parent.name == "" {
				return element{}, false, c.refuse(line, "</%s> closes nothing that is open in %s: the XML is damaged; export the log again", xmlName(t.Name), parent)
			}
			return element{}, false, nil
		case xml.CharData:
			if text := bytes.TrimSpace(t); len(text) > 0 {
				return element{}, false, c.refuse(line, "text %s stands between the elements of %s: XES keeps all text in key and value; move it there", quote(string(text)), parent)
			}
		case xml.Directive:
			if strings.HasPrefix(strings.ToLower(string(t)), "doctype html") {
				return element{}, false, c.refuse(line, "this is an HTML page, not a XES log: download the log itself")
			}
			return element{}, false, c.refuse(line, "the file has a DTD (<!…>): DTDs and entities are never read; remove it")
		}
	}
}

// end reads to the end tag of an element that has no children.
func (c *cursor) end(el element) error {
	child, ok, err := c.child(el)
	if err == nil && ok {
		err = c.unknown(child, el, "nothing stands inside it")
	}
	return err
}

func (c *cursor) unknown(el, parent element, expected string) error {
	return c.refuse(el.line, "<%s> is no XES element inside %s: %s; remove it, or write it as an attribute", el.name, parent, expected)
}

// failed turns a failure of the decoder into one sentence.
func (c *cursor) failed(err error, inside element) error {
	line, _ := c.dec.InputPos()
	if c.src.file.fault != nil {
		return c.unreadable(c.src.file.fault)
	}
	if reason := c.src.damage(); reason != "" {
		return c.refuse(line, "%s", reason)
	}
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errBudget):
		return c.refuse(line, "one trace, or the header, takes more than %s: split it into smaller traces", size(c.limits.TraceBytes))
	case err == io.EOF, errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return c.refuse(line, "the file ends inside %s: it was cut short; fetch or export it again", inside)
	case syntax != nil && strings.HasPrefix(syntax.Msg, "invalid character entity"):
		return c.refuse(line, "%s: only &lt; &gt; &amp; &quot; &apos; and character references are read; write the character itself", syntax.Msg)
	case syntax != nil && syntax.Msg == "invalid UTF-8":
		return c.refuse(line, "the text is not UTF-8: convert the file to UTF-8 and try again")
	case errors.Is(err, errEncoding):
		return c.refuse(line, "the file declares the encoding %s: convert it to UTF-8, and the declaration with it", quote(c.encoding))
	case strings.HasPrefix(err.Error(), "xml: unsupported version"):
		return c.refuse(line, "the file declares another version of XML than 1.0: export it as XML 1.0")
	case syntax != nil:
		return c.refuse(line, "not well-formed XML (%s): correct the line, or export the log again", syntax.Msg)
	}
	return c.refuse(line, "not readable as XML (%v): export the log again", err)
}

func (el element) String() string {
	if el.name == "" {
		return "the file"
	}
	return fmt.Sprintf("<%s> of line %d", el.name, el.line)
}

// fields takes the named XML attributes of an element; what it does not name,
// or finds twice, is refused. A nil pointer in the answer: it is missing.
func (c *cursor) fields(el element, names ...string) ([]*string, error) {
	found := make([]*string, len(names))
next:
	for i := range el.attrs {
		name := xmlName(el.attrs[i].Name)
		for j := range names {
			if names[j] != name {
				continue
			}
			if found[j] != nil {
				return nil, c.refuse(el.line, "<%s> has %s twice: remove one", el.name, quote(name))
			}
			if len(el.attrs[i].Value) > c.limits.ValueBytes {
				return nil, c.refuse(el.line, "the %s of <%s> takes more than %s: keep the text elsewhere and refer to it", name, el.name, size(c.limits.ValueBytes))
			}
			found[j] = &el.attrs[i].Value
			continue next
		}
		if len(names) == 0 {
			return nil, c.refuse(el.line, "<%s> has the XML attribute %s, and XES gives it none: write it as an element with key and value", el.name, quote(name))
		}
		return nil, c.refuse(el.line, "<%s> has the XML attribute %s: XES knows %s there; remove it", el.name, quote(name), strings.Join(names, ", "))
	}
	return found, nil
}

func xmlName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
