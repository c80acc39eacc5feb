package xes

import "github.com/sunledger/sunledger/domain"

// attribute reads one attribute with its children. Depth is its own, from 1.
func (c *cursor) attribute(el element, depth int) (domain.Attribute, error) {
	if err := c.claim(el, depth); err != nil {
		return domain.Attribute{}, err
	}
	f, err := c.fields(el, "key", "value")
	if err != nil {
		return domain.Attribute{}, err
	}
	a := domain.Attribute{Type: typeName(el.name), Value: orEmpty(f[1])}
	if f[0] == nil || *f[0] == "" {
		return a, c.refuse(el.line, "<%s> has no key: name the attribute, key=\"…\"", el.name)
	}
	a.Key = *f[0]
	switch {
	case hasValue(a.Type) && f[1] == nil:
		return a, c.refuse(el.line, "%s has no value: give one, value=\"…\", or remove the attribute", quote(a.Key))
	case !hasValue(a.Type) && a.Value != "":
		return a, c.refuse(el.line, "%s is a %s and has a value: only its children hold values; move it there", quote(a.Key), a.Type)
	case hasValue(a.Type):
		if err := checkValue(a.Type, a.Value); err != nil {
			return a, c.refuse(el.line, "%s: %v", quote(a.Key), err)
		}
	}
	if a.Type == TypeList {
		a.Children, err = c.list(el, depth)
	} else {
		a.Children, err = c.children(el, depth)
	}
	return a, err
}

// claim counts an attribute against the limits.
func (c *cursor) claim(el element, depth int) error {
	if depth > c.limits.Depth {
		return c.refuse(el.line, "attributes nest deeper than %d: flatten them", c.limits.Depth)
	}
	c.attributes++
	if c.attributes > c.limits.Attributes {
		return c.refuse(el.line, "one trace, or the header, has more than %d attributes: split it into smaller traces", c.limits.Attributes)
	}
	return nil
}

func (c *cursor) children(el element, depth int) ([]domain.Attribute, error) {
	var children []domain.Attribute
	var keys keySet
	for {
		child, ok, err := c.child(el)
		if err != nil || !ok {
			return children, err
		}
		if !isType(child.name) {
			return nil, c.unknown(child, el, "only attributes nest in an attribute")
		}
		a, err := c.attribute(child, depth+1)
		if err != nil {
			return nil, err
		}
		if !keys.add(a.Key) {
			return nil, c.twice(child, a.Key, el)
		}
		children = append(children, a)
	}
}

// list reads what is inside a list: items, whose keys may repeat, bare or in
// <values>. A bare <values> that is all there is disappears, see [TypeValues].
func (c *cursor) list(el element, depth int) ([]domain.Attribute, error) {
	var children []domain.Attribute
	wrapped := false
	for {
		child, ok, err := c.child(el)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		var a domain.Attribute
		switch {
		case child.name == TypeValues && wrapped:
			return nil, c.refuse(child.line, "%s has a second <values>: join the two", el)
		case child.name == TypeValues:
			wrapped = true
			a, err = c.values(child, depth)
		case isType(child.name):
			a, err = c.attribute(child, depth+1)
		default:
			err = c.unknown(child, el, "a list holds <values> with the items in it")
		}
		if err != nil {
			return nil, err
		}
		children = append(children, a)
	}
	if wrapped && len(children) == 1 && children[0].Key == "" {
		return children[0].Children, nil
	}
	return children, nil
}

// values reads the wrapper of a list's items. It counts neither as an attribute
// nor as a level, so that a bare list and a wrapped one meet the same limits.
func (c *cursor) values(el element, depth int) (domain.Attribute, error) {
	f, err := c.fields(el, "key")
	if err != nil {
		return domain.Attribute{}, err
	}
	a := domain.Attribute{Type: TypeValues, Key: orEmpty(f[0])}
	for {
		child, ok, err := c.child(el)
		if err != nil || !ok {
			return a, err
		}
		if !isType(child.name) {
			return a, c.unknown(child, el, "the items of the list stand there")
		}
		item, err := c.attribute(child, depth+1)
		if err != nil {
			return a, err
		}
		a.Children = append(a.Children, item)
	}
}

// typeName returns the constant equal to name, so that a million attributes
// share nine strings.
func typeName(name string) string {
	for _, t := range [...]string{TypeString, TypeDate, TypeInt, TypeFloat, TypeBoolean, TypeID, TypeList, TypeContainer} {
		if t == name {
			return t
		}
	}
	return name
}
