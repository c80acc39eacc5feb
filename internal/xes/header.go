package xes

import "errors"

var (
	errUsed    = errors.New("xes: the traces of a Reader are read once; make a new Reader")
	errStopped = errors.New("xes: the caller stopped")
)

// logAttributes takes the XML attributes of <log>.
func (c *cursor) logAttributes(root element, h *Header) error {
	seen := make(map[string]bool, len(root.attrs))
	for _, a := range root.attrs {
		name := xmlName(a.Name)
		switch {
		case seen[name]:
			return c.refuse(root.line, "<log> has %s twice: remove one", quote(name))
		case len(a.Value) > c.limits.ValueBytes:
			return c.refuse(root.line, "the %s of <log> takes more than %s: shorten it", name, size(c.limits.ValueBytes))
		}
		seen[name] = true
		switch name {
		case "xes.version":
			h.Version = a.Value
		case "xes.features":
			h.Features = a.Value
		case "xmlns":
			h.Namespace = a.Value
		default:
			h.Other = append(h.Other, LogAttribute{name, a.Value})
		}
	}
	return nil
}

// headerItem takes one child of <log> that is not a trace.
func (c *cursor) headerItem(item, root element, h *Header, keys *keySet) error {
	switch {
	case item.name == "extension":
		f, err := c.required(item, "name", "prefix", "uri")
		if err != nil {
			return err
		}
		h.Extensions = append(h.Extensions, Extension{f[0], f[1], f[2]})
		return c.end(item)
	case item.name == "classifier":
		f, err := c.fields(item, "name", "scope", "keys")
		if err != nil {
			return err
		}
		if f[0] == nil || f[2] == nil {
			return c.refuse(item.line, "<classifier> needs a name and keys: add them, or remove it")
		}
		h.Classifiers = append(h.Classifiers, Classifier{*f[0], orEmpty(f[1]), *f[2]})
		return c.end(item)
	case item.name == "global":
		f, err := c.fields(item, "scope")
		if err != nil {
			return err
		}
		attributes, err := c.content(item, nil)
		h.Globals = append(h.Globals, Global{orEmpty(f[0]), attributes})
		return err
	case item.name == "event":
		return c.refuse(item.line, "<event> stands outside a trace, so it belongs to no case: wrap it in a <trace>")
	case isType(item.name):
		attribute, err := c.attribute(item, 1)
		if err != nil {
			return err
		}
		if !keys.add(attribute.Key) {
			return c.twice(item, attribute.Key, root)
		}
		h.Attributes = append(h.Attributes, attribute)
		return nil
	}
	return c.unknown(item, root, "extensions, globals, classifiers, attributes and traces stand there")
}

func (c *cursor) required(el element, names ...string) ([]string, error) {
	fields, err := c.fields(el, names...)
	if err != nil {
		return nil, err
	}
	values := make([]string, len(fields))
	for i, f := range fields {
		if f == nil {
			return nil, c.refuse(el.line, "<%s> has no %s: add it, or remove the element", el.name, names[i])
		}
		values[i] = *f
	}
	return values, nil
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
