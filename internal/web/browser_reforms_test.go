package web_test

import "testing"

// The reforms and one of them, on a desk and on phones.
func TestReformsInABrowser(t *testing.T) {
	tabs := openTabs(t, reformed(t))
	for _, c := range screens {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for name, path := range map[string]string{"list": "/reforms", "completed": "/reforms/yue", "behind": "/reforms/lian"} {
				b.open(path)
				b.lookedOn(c, "reforms-"+name)
			}
		})
	}
}
