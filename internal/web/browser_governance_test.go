package web_test

import (
	"strings"
	"testing"
)

// screens are those that pages are looked at on.
var screens = []struct {
	name         string
	width        int64
	lang, scheme string
}{
	{"desktop-en", 1280, "en", "light"},
	{"desktop-zh", 1280, "zh", "dark"},
	{"phone-en", 390, "en", "dark"},
	{"phone-zh", 390, "zh", "light"},
	{"smallest-phone-en", 320, "en", "light"},
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
				b.looked("decisions-"+what, screen.name)
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
				b.looked("property-"+what, screen.name)
			}
		})
	}
}
