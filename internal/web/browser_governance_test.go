package web_test

import (
	"strings"
	"testing"
)

// A screen is one that pages are looked at on.
type screen struct {
	name         string
	width        int64
	lang, scheme string
	// axe says that axe-core looks, too. It sees the same elements on every screen of
	// a language, and the same colours in every scheme: two screens that differ in
	// both, and are the widest and the narrowest, have all that it can find. Whether a
	// page fits is seen on each.
	axe bool
}

var screens = []screen{
	{"desktop-en", 1280, "en", "light", false},
	{"desktop-zh", 1280, "zh", "dark", true},
	{"phone-en", 390, "en", "dark", false},
	{"phone-zh", 390, "zh", "light", false},
	{"smallest-phone-en", 320, "en", "light", true},
}

// lookedOn is looked, on one of the screens.
func (b *tab) lookedOn(s screen, what string) {
	b.t.Helper()
	b.unseen = !s.axe
	b.looked(what, s.name)
}

// Decisions in many states, and what is due, on a desk and on phones.
func TestDecisionsInABrowser(t *testing.T) {
	c := deciding(t)
	tabs := openTabs(t, c.site)
	for _, screen := range screens {
		t.Run(screen.name, func(t *testing.T) {
			b := tabs(t, screen.width, screen.lang, screen.scheme)
			for what, path := range map[string]string{
				"list": "/decisions", "closed": pageID(c.closed), "household": pageID(c.household), "objected": pageID(c.objected),
				"delegation": pageID(c.delegation), "failed": pageID(c.failed), "proposed": pageID(c.proposed), "due": "/obligations",
			} {
				b.open(path)
				b.lookedOn(screen, "decisions-"+what)
			}
		})
	}
}

// What collectives own, let, sell and owe, on a desk and on phones.
func TestPropertyInABrowser(t *testing.T) {
	e := owning(t)
	tabs := openTabs(t, e.site)
	for _, screen := range screens {
		t.Run(screen.name, func(t *testing.T) {
			b := tabs(t, screen.width, screen.lang, screen.scheme)
			for what, path := range map[string]string{
				"assets": "/assets", "shop": "/assets/" + e.shop, "truck": "/assets/" + e.truck, "hall": "/assets/" + e.hall, "mill": "/assets/" + e.mill,
				"contracts": "/contracts", "lease": "/contracts/" + e.lease, "sale": "/contracts/" + e.sale,
				"tenders": "/tenders", "tender": "/tenders/" + e.tender, "debts": "/debts", "owed": "/debts/" + e.owed, "by-community": "/property", "community": "/communities/c0",
				"decision": "/decisions/" + strings.TrimPrefix(e.letting, "decision-"), "due": "/obligations", "collective": "/collectives/yjz",
			} {
				b.open(path)
				b.lookedOn(screen, "property-"+what)
			}
		})
	}
}
