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

	file string
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
	in.file = file
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
	for _, title := range []struct{ pointer, text string }{{"/en", h.English}, {"/zh", h.Chinese}} {
		if title.text == "" {
			return bad(title.pointer, "the title is missing", "give it in English as en and in Chinese as zh")
		}
		if err := checkText(title.text); err != nil {
			return bad(title.pointer, "the title "+err.Error(), "shorten or correct it")
		}
	}
	return nil
}
