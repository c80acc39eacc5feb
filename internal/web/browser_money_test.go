package web_test

import "testing"

// The books, the audits and what is done so that farmers earn more, on a desk and
// on a phone, each in one language.
func TestMoneyInABrowser(t *testing.T) {
	books, audits, income := shelved(t), auditing(t), harvested(t)
	for _, look := range []struct {
		name  string
		at    *site
		pages map[string]string
	}{
		{"books", books.site, map[string]string{
			"list": "/books", "finances": "/finances", "balances": "/balances?year=2016", "one": "/books/yjz-2016", "collective": "/collectives/yjz",
		}},
		{"audits", audits.site, map[string]string{
			"list": "/audits", "towns": "/townaudits", "whole": "/audits/" + audits.whole, "next": "/audits/" + audits.next, "due": "/obligations",
			"collective": "/collectives/yjz",
		}},
		{"income", income.site, map[string]string{
			"enterprises": "/enterprises", "enterprise": "/enterprises/" + income.fruit, "trainings": "/trainings", "training": "/trainings/" + income.experts,
			"projects": "/projects", "project": "/projects/" + income.road, "community": "/communities/c1",
		}},
	} {
		tabs := openTabs(t, look.at)
		for _, screen := range []screen{screens[1], screens[4]} {
			t.Run(look.name+"-"+screen.name, func(t *testing.T) {
				b := tabs(t, screen.width, screen.lang, screen.scheme)
				for what, path := range look.pages {
					b.open(path)
					b.lookedOn(screen, look.name+"-"+what)
				}
			})
		}
	}
}
