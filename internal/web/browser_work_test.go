package web_test

import "testing"

// What is done in communities, on a screen and on a phone, in both languages.
func TestWorkInABrowser(t *testing.T) {
	s := organised(t)
	tabs := openTabs(t, s)
	for _, c := range screens {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for what, path := range map[string]string{
				"towns": "/towns", "community": "/communities/c0", "posts": "/posts", "sites": "/sites", "improvements": "/improvements",
				"partyorgs": "/partyorgs", "partyorg": "/partyorgs/nyj", "activities": "/activities", "activity": "/activities/2016-03.sunshine-day.community-c0",
			} {
				b.open(path)
				b.lookedOn(c, "work-"+what)
				if c.name == "desktop-zh" {
					b.print("work-" + what + "-" + c.name)
				}
			}
		})
	}
}
