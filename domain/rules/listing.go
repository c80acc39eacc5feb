package rules

import (
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// Entry is one rule of a set for people to read.
type Entry struct {
	// Name is the rule as section.rule, as in the files.
	Name string
	// Section and Title name it for people.
	Section domain.Code
	Title   domain.Code
	// Value is the value as text.
	Value string
	// Basis says what the rule rests on, in both languages.
	BasisEnglish string
	BasisChinese string
	// Assumed says that there is no article.
	Assumed bool
	// Set is the name of the set that gives the rule: the listed one, or the
	// one that it is inherited from.
	Set string
}

// List is every rule of the set, in the order of the sections.
func (s *Set) List() []Entry {
	sections := s.Sections // rules are read through pointers: not through the shared set
	var list []Entry
	for at := range slots(&sections) {
		rule := at.rule.plain()
		section, title := code(at.section.Tag), code(at.field.Tag)
		section.Code, title.Code = jsonName(at.section), jsonName(at.field)
		list = append(list, Entry{
			Name:         section.Code + "." + title.Code,
			Section:      section,
			Title:        title,
			Value:        fmt.Sprint(rule.value),
			BasisEnglish: rule.english,
			BasisChinese: rule.chinese,
			Assumed:      rule.assumed,
			Set:          rule.set,
		})
	}
	return list
}

// code is the two names in a struct tag.
func code(tag interface{ Get(string) string }) domain.Code {
	return domain.Code{English: tag.Get("en"), Chinese: tag.Get("zh")}
}
