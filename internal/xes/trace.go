package xes

import "github.com/sunledger/sunledger/domain"

// keyName is the key of the name of a trace or event, in the Concept extension.
const keyName = "concept:name"

func (c *cursor) trace(el element) (Trace, error) {
	trace := Trace{Line: el.line}
	if _, err := c.fields(el); err != nil {
		return Trace{}, err
	}
	var err error
	trace.Attributes, err = c.content(el, func(child element) (bool, error) {
		if child.name != "event" {
			return false, nil
		}
		event, err := c.event(child)
		trace.Events = append(trace.Events, event)
		return true, err
	})
	return trace, err
}

func (c *cursor) event(el element) (Event, error) {
	if _, err := c.fields(el); err != nil {
		return Event{}, err
	}
	attributes, err := c.content(el, nil)
	if err != nil {
		return Event{}, err
	}
	if !named(attributes) {
		return Event{}, c.refuse(el.line, "the event has no %s: say which step it is, <string key=%q value=\"…\"/>", keyName, keyName)
	}
	return Event{attributes, el.line}, nil
}

func named(attributes []domain.Attribute) bool {
	for i := range attributes {
		if attributes[i].Key == keyName {
			return true
		}
	}
	return false
}

// content reads the attributes inside el, up to its end tag. What special takes
// (it answers true) may stand between them; special may be nil.
func (c *cursor) content(el element, special func(element) (bool, error)) ([]domain.Attribute, error) {
	var attributes []domain.Attribute
	var keys keySet
	for {
		child, ok, err := c.child(el)
		if err != nil || !ok {
			return attributes, err
		}
		if special != nil {
			taken, err := special(child)
			if err != nil {
				return nil, err
			}
			if taken {
				continue
			}
		}
		if !isType(child.name) {
			return nil, c.unknown(child, el, "attributes such as <string> or <date> stand there, and events in a trace")
		}
		attribute, err := c.attribute(child, 1)
		if err != nil {
			return nil, err
		}
		if !keys.add(attribute.Key) {
			return nil, c.twice(child, attribute.Key, el)
		}
		attributes = append(attributes, attribute)
	}
}

func (c *cursor) twice(el element, key string, parent element) error {
	return c.refuse(el.line, "the key %s stands twice in %s, and nobody could say which counts: rename or remove one, or make them items of a <list>", quote(key), parent)
}

// keySet finds a repeated key among siblings. Few are compared one by one; many
// get a map.
type keySet struct {
	few  []string
	many map[string]struct{}
}

// add reports whether the key is new.
func (s *keySet) add(key string) bool {
	if s.many == nil {
		for _, k := range s.few {
			if k == key {
				return false
			}
		}
		if s.few = append(s.few, key); len(s.few) > 16 {
			s.many = make(map[string]struct{}, 64)
			for _, k := range s.few {
				s.many[k] = struct{}{}
			}
			s.few = nil
		}
		return true
	}
	_, found := s.many[key]
	s.many[key] = struct{}{}
	return !found
}
