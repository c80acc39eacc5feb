package rules

import "fmt"

// resolve makes sets of files: it refuses names and days that are given twice,
// and gives every set the rules that it inherits. Afterwards each has every rule.
func resolve(files []setFile, calendar *Calendar) ([]*Set, error) {
	heirs := map[string]*heir{}
	var sets []*Set
	for _, in := range files {
		set := &Set{Sections: in.Sections, head: in.head, file: in.file, calendar: calendar}
		if err := set.clash(sets); err != nil {
			return nil, err
		}
		for s := range slots(&set.Sections) {
			s.rule.stamp(set.Name())
		}
		heirs[set.Name()] = &heir{Set: set}
		sets = append(sets, set)
	}
	for _, set := range sets {
		if err := heirs[set.Name()].inherit(heirs); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// clash refuses what no two sets may have in common.
func (s *Set) clash(others []*Set) error {
	for _, other := range others {
		if other.Name() == s.Name() {
			return &FileError{File: s.file, Pointer: "/name",
				Problem: fmt.Sprintf("there is a set %s already, in %s", s.Name(), other.file),
				Remedy:  "give one another name"}
		}
		if other.From() == s.From() && other.County() == s.County() {
			return &FileError{File: s.file, Pointer: "/from",
				Problem: fmt.Sprintf("%s holds from %s as well", other.Name(), s.From()),
				Remedy:  "let the sets of one county begin on different days"}
		}
	}
	return nil
}

// heir is a set that may still lack the rules that it inherits.
type heir struct {
	*Set
	begun, done bool
}

// inherit fills in what the set does not give, its parents first.
func (h *heir) inherit(heirs map[string]*heir) error {
	if h.done {
		return nil
	}
	h.begun = true
	var base Sections
	if h.Extends() != "" {
		parent := heirs[h.Extends()]
		if err := h.accept(parent); err != nil {
			return err
		}
		if err := parent.inherit(heirs); err != nil {
			return err
		}
		base = parent.Sections
	}
	h.done = true
	return h.fill(&base)
}

// accept refuses a parent that the set cannot extend; nil is an unknown one.
func (h *heir) accept(parent *heir) error {
	bad := func(remedy, problem string, args ...any) error {
		return &FileError{File: h.file, Pointer: "/extends", Problem: fmt.Sprintf(problem, args...), Remedy: remedy}
	}
	switch {
	case parent == nil:
		return bad("name one that is built in or in a folder that is loaded", "there is no set %q", h.Extends())
	case parent.From().After(h.From()):
		return bad("extend a set that holds by then: no rule applies before its day",
			"%s holds only from %s, later than %s", parent.Name(), parent.From(), h.From())
	case parent.begun && !parent.done:
		return bad("break the circle", "%s extends itself by way of %s", parent.Name(), h.Name())
	}
	return nil
}

// fill takes from base what the set does not give; what neither gives is
// missing.
func (h *heir) fill(base *Sections) error {
	given := map[string]slot{}
	for s := range slots(base) {
		given[s.pointer()] = s
	}
	for s := range slots(&h.Sections) {
		if s.rule.IsZero() {
			s.value.Set(given[s.pointer()].value)
		}
		if s.rule.IsZero() {
			return &FileError{File: h.file, Pointer: s.pointer(),
				Problem: "the rule is missing: " + s.field.Tag.Get("en"),
				Remedy:  "give it, or extend a set that does"}
		}
	}
	return nil
}
