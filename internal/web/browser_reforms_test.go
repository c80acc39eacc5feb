package web_test

import "testing"

// The reforms and one of them, on a desk and on phones.
func TestReformsInABrowser(t *testing.T) {
	tabs := openTabs(t, reformed(t))
	for _, c := range []struct {
		name         string
		width        int64
		lang, scheme string
	}{
		{"desktop-en", 1280, "en", "light"},
		{"desktop-zh", 1280, "zh", "dark"},
		{"phone-en", 390, "en", "dark"},
		{"phone-zh", 390, "zh", "light"},
		{"smallest-phone-en", 320, "en", "light"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := tabs(t, c.width, c.lang, c.scheme)
			for name, path := range map[string]string{"list": "/reforms", "completed": "/reforms/yue", "behind": "/reforms/lian"} {
				b.open(path)
				b.accessible(path)
				b.shoot("reforms-" + name + "-" + c.name)
			}
		})
	}
}
