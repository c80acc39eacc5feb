// Package rules holds what differs from place to place and from year to year:
// dated rule sets, and the working days of China, both as data.
//
// A rule set is a JSON file. It holds from a day, for one county or, as the
// national base, for all; it inherits the rules that it does not give from the
// set that it extends. Every rule carries its value and its basis: an article,
// or the word "assumed". [Load] reads the sets that are built in and those of
// the ledger's own, [Book.In] chooses the county, and [Book.On] gives the set of
// a day. An aggregate reaches its rules through the act:
//
//	set, err := rules.Of(act)
//	if err != nil {
//		return err
//	}
//	due := set.Calendar().AddWorkdays(act.Day(), set.Service.PassOnWithinWorkdays.Value)
//
// A new rule is one field of a section in sections.go, with its tags, and one
// line in the files of sets/. A new section is a struct and one field of
// [Sections]. Reading, inheriting, checking and listing follow from the tags.
//
// Folders of rules, the built-in one and a ledger's own, look alike:
//
//	sets/<name of the set>.json
//	calendar/<any name>.json
//
// The package reads no clock and no file but those it is given. What it returns
// is shared and must not be changed.
package rules
