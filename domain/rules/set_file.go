package rules

import (
	"fmt"
	"path"
	"regexp"
)

// setFile is a file of sets/: what one set gives itself.
type setFile struct {
	head
	Sections
}

var (
	setName    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,63}$`)
	countyCode = regexp.MustCompile(`^[0-9]{6}$`)
)

// decodeSet reads one set, without what it inherits. Every rule that it gives
// has a basis and a value within bounds.
func decodeSet(file string, data []byte) (setFile, error) {
	var in setFile
	if err := decodeStrictly(file, data, &in); err != nil {
		return setFile{}, err
	}
	if err := in.head.check(file); err != nil {
		return setFile{}, err
	}
	for s := range slots(&in.Sections) {
		if s.rule.IsZero() {
			continue
		}
		if err := s.check(); err != nil {
			return setFile{}, &FileError{File: file, Pointer: s.pointer() + "/value",
				Problem: err.Error(), Remedy: "correct the value: " + s.field.Tag.Get("en")}
		}
	}
	return in, nil
}

func (h head) check(file string) error {
	bad := func(pointer, problem, remedy string) error {
		return &FileError{File: file, Pointer: pointer, Problem: problem, Remedy: remedy}
	}
	switch {
	case !setName.MatchString(h.Name):
		return bad("/name", fmt.Sprintf("%q is not a name of a rule set", h.Name),
			"use a-z, 0-9 and '-', beginning with a letter, at most 64")
	case path.Base(file) != h.Name+".json":
		return bad("/name", fmt.Sprintf("the file of the set %s has another name", h.Name), "call it "+h.Name+".json")
	case h.From.IsZero():
		return bad("/from", "the day from which the set holds is missing", "write it as 2016-09-09")
	case h.County != "" && !countyCode.MatchString(h.County):
		return bad("/county", fmt.Sprintf("%q is not the division code of a county", h.County), "write six digits, such as 370782")
	case h.Extends == h.Name:
		return bad("/extends", "the set extends itself", "name another, or leave it out")
	}
	for pointer, title := range map[string]string{"/en": h.English, "/zh": h.Chinese} {
		if title == "" {
			return bad(pointer, "the title is missing", "give it in English as en and in Chinese as zh")
		}
		if err := checkText(title); err != nil {
			return bad(pointer, "the title "+err.Error(), "shorten or correct it")
		}
	}
	return nil
}

// loaded is a set of which the rules that it inherits may still be missing.
type loaded struct {
	*Set
	done, busy bool
}

// resolve gives every set the rules that it inherits. Afterwards each has every
// rule.
func resolve(files map[string]setFile, order []string, calendar *Calendar) ([]*Set, error) {
	sets := map[string]*loaded{}
	var all []*Set
	for _, file := range order {
		in := files[file]
		if other := sets[in.Name]; other != nil {
			return nil, &FileError{File: file, Pointer: "/name", Problem: fmt.Sprintf("there is a set %s already, in %s", in.Name, other.file), Remedy: "give one another name"}
		}
		set := &Set{Sections: in.Sections, head: in.head, file: file, calendar: calendar}
		for s := range slots(&set.Sections) {
			s.rule.stamp(in.Name)
		}
		for _, other := range all {
			if other.head.From == in.From && other.head.County == in.County {
				return nil, &FileError{File: file, Pointer: "/from", Problem: fmt.Sprintf("%s holds from %s as well", other.Name(), in.From), Remedy: "two sets of one county begin on different days"}
			}
		}
		sets[in.Name] = &loaded{Set: set}
		all = append(all, set)
	}
	for _, set := range all {
		if err := sets[set.Name()].inherit(sets); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// inherit fills in what the set does not give, its parents first.
func (l *loaded) inherit(sets map[string]*loaded) error {
	bad := func(problem, remedy string) error {
		return &FileError{File: l.file, Pointer: "/extends", Problem: problem, Remedy: remedy}
	}
	switch {
	case l.done:
		return nil
	case l.busy:
		return bad(fmt.Sprintf("%s extends itself, by way of others", l.Name()), "break the circle")
	}
	l.busy = true
	base := &Sections{}
	if l.Extends() != "" {
		parent := sets[l.Extends()]
		if parent == nil {
			return bad(fmt.Sprintf("there is no set %q", l.Extends()), "name one that is built in or in the same folder")
		}
		if parent.From().After(l.From()) {
			return bad(fmt.Sprintf("%s holds only from %s, which is later than %s", parent.Name(), parent.From(), l.From()),
				"extend a set that holds by then: rules never apply before their day")
		}
		if err := parent.inherit(sets); err != nil {
			return err
		}
		base = &parent.Sections
	}
	if err := l.fill(base); err != nil {
		return err
	}
	l.done = true
	return nil
}

func (l *loaded) fill(base *Sections) error {
	given := map[string]slot{}
	for s := range slots(base) {
		given[s.pointer()] = s
	}
	for s := range slots(&l.Sections) {
		if s.rule.IsZero() {
			s.value.Set(given[s.pointer()].value)
		}
		if s.rule.IsZero() {
			return &FileError{File: l.file, Pointer: s.pointer(), Problem: "the rule is missing: " + s.field.Tag.Get("en"),
				Remedy: "give it, or extend a set that does"}
		}
	}
	return nil
}
