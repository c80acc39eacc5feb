package web_test

import "testing"

// Places on a screen and on a phone, in both languages.
func TestPlacesInABrowser(t *testing.T) {
	s := settled(t)
	tabs := openTabs(t, s)
	for _, c := range screens {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for what, path := range map[string]string{
				"communities": "/communities", "community": "/communities/c0", "community-merged": "/communities/c3",
				"collectives": "/collectives", "collective": "/collectives/yue", "collective-merged": "/collectives/group",
				"villages": "/villages", "village": "/villages/yue",
			} {
				b.open(path)
				b.lookedOn(c, "places-"+what)
			}
		})
	}
}
