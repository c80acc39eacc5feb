package web

import "slices"

// navigation is what the ledger shows, grouped as the county thinks: the names of
// listings, and of the other pages that stand by themselves. A new listing is one
// name here.
var navigation = []struct {
	group   string
	entries []string
}{
	{"overview", []string{"board", "obligations"}},
	{"service", []string{"requests", "matters"}},
	{"governance", []string{"decisions", "communities", "villages", "collectives"}},
	{"property", []string{"assets", "property", "contracts", "tenders", "debts", "reforms"}},
	{"finance", []string{"books", "finances", "balances", "audits", "townaudits"}},
	{"income", []string{"enterprises", "trainings"}},
	{"organisation", []string{"partyorgs", "activities", "projects", "posts", "postings", "deeds", "sites", "improvements", "towns"}},
	{"sunshine", []string{"events", "corrections", "about"}},
}

// menu is the navigation over a page: all groups, and the entries of the one that
// the page belongs to, which there may be none of.
type menu struct {
	Groups []menuEntry
	// Group is what the entries are of.
	Group   string
	Entries []menuEntry
}

// menuEntry is a link. Current is "page" where it is to the page that it stands
// on, "true" where that only belongs to it, as aria-current says it.
type menuEntry struct{ Text, Link, Current string }

// menuOf is the navigation over a page at a path, which belongs to an entry or to
// none.
func (v voice) menuOf(entry, path string) (m menu) {
	for _, g := range navigation {
		group := menuEntry{Text: v.of("nav.group", g.group), Link: entryPath(g.entries[0])}
		if slices.Contains(g.entries, entry) {
			group.Current, m.Group = "true", group.Text
			for _, name := range g.entries {
				e := menuEntry{Text: v.of("nav", name), Link: entryPath(name)}
				switch {
				case name == entry && path == e.Link:
					e.Current = "page"
				case name == entry:
					e.Current = "true"
				}
				m.Entries = append(m.Entries, e)
			}
		}
		m.Groups = append(m.Groups, group)
	}
	return m
}

// entryPath is where an entry leads.
func entryPath(name string) string {
	if name == "board" {
		return "/"
	}
	return "/" + name
}
