package xes

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// encoder renders elements into memory and remembers the first reason why one
// cannot be written.
type encoder struct {
	limits     Limits
	buf        []byte
	attributes int
	err        error
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

func (e *encoder) text(s string) { e.buf = append(e.buf, s...) }

func (e *encoder) field(name, value string) {
	if len(value) > e.limits.ValueBytes {
		e.fail(fmt.Errorf("the %s %s takes more than %s", name, quote(value), size(e.limits.ValueBytes)))
		return
	}
	e.text(" " + name + `="`)
	var err error
	if e.buf, err = appendValue(e.buf, value); err != nil {
		e.fail(err)
	}
	e.text(`"`)
}

func (e *encoder) optional(name, value string) {
	if value != "" {
		e.field(name, value)
	}
}

// siblings renders attributes whose keys must differ.
func (e *encoder) siblings(attributes []domain.Attribute, indent, depth int) {
	var keys keySet
	for i := range attributes {
		if !keys.add(attributes[i].Key) {
			e.fail(fmt.Errorf("the key %s stands twice in one element", quote(attributes[i].Key)))
		}
		e.attribute(&attributes[i], indent, depth)
	}
}

func (e *encoder) attribute(a *domain.Attribute, indent, depth int) {
	e.attributes++
	switch {
	case e.err != nil:
		return
	case !isType(a.Type):
		e.fail(fmt.Errorf("%s has the type %s, which XES does not have there", quote(a.Key), quote(a.Type)))
	case a.Key == "":
		e.fail(fmt.Errorf("a %s has no key", a.Type))
	case !hasValue(a.Type) && a.Value != "":
		e.fail(fmt.Errorf("%s is a %s and has a value", quote(a.Key), a.Type))
	case depth > e.limits.Depth:
		e.fail(fmt.Errorf("%s nests deeper than %d", quote(a.Key), e.limits.Depth))
	case e.attributes > e.limits.Attributes:
		e.fail(fmt.Errorf("there are more than %d attributes", e.limits.Attributes))
	}
	if err := checkValue(a.Type, a.Value); err != nil {
		e.fail(fmt.Errorf("%s: %w", quote(a.Key), err))
	}
	e.open(a.Type, indent)
	e.field("key", a.Key)
	if hasValue(a.Type) {
		e.field("value", a.Value)
	}
	if len(a.Children) == 0 && a.Type != TypeList {
		e.text("/>\n")
		return
	}
	e.text(">\n")
	if a.Type == TypeList {
		e.list(a.Children, indent+1, depth+1)
	} else {
		e.siblings(a.Children, indent+1, depth+1)
	}
	e.close(a.Type, indent)
}

// list renders the inside of a list: one <values>, which the schema demands
// even when there are no items. The items are all the children, unless one
// child says that it holds them.
func (e *encoder) list(children []domain.Attribute, indent, depth int) {
	own := -1
	for i := range children {
		if children[i].Type != TypeValues {
			continue
		}
		if own >= 0 || children[i].Value != "" || len(children) == 1 && children[i].Key == "" {
			e.fail(fmt.Errorf("a list has misplaced %s: its items are its children, see TypeValues", TypeValues))
		}
		own = i
	}
	if own < 0 {
		e.values("", children, indent, depth)
		return
	}
	for i := range children {
		if i == own {
			e.values(children[i].Key, children[i].Children, indent, depth)
		} else {
			e.attribute(&children[i], indent, depth)
		}
	}
}

func (e *encoder) values(key string, items []domain.Attribute, indent, depth int) {
	e.open(TypeValues, indent)
	e.optional("key", key)
	if len(items) == 0 {
		e.text("/>\n")
		return
	}
	e.text(">\n")
	for i := range items {
		e.attribute(&items[i], indent+1, depth)
	}
	e.close(TypeValues, indent)
}

func (e *encoder) open(name string, indent int) {
	e.indent(indent)
	e.text("<" + name)
}

func (e *encoder) close(name string, indent int) {
	e.indent(indent)
	e.text("</" + name + ">\n")
}

func (e *encoder) indent(n int) {
	for range n {
		e.buf = append(e.buf, '\t')
	}
}
