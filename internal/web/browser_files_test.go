package web_test

import (
	"strconv"
	"testing"
)

// The files of an event, as its page and its stream show them, to everybody and to
// staff.
func TestFilesInABrowser(t *testing.T) {
	s, r, _, _, _ := evidenced(t)
	tabs := openTabs(t, s)
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
			b.open("/events/" + strconv.FormatUint(r.Position, 10))
			b.accessible("an event with files")
			b.shoot("files-event-" + c.name)
			b.open("/streams/" + r.Stream)
			b.accessible("a stream with files")
			b.shoot("files-stream-" + c.name)
			b.open("/sign-in")
			b.fill("#login", operatorLogin)
			b.fill("#password", operatorPassword)
			b.click(".entry-form button")
			b.open("/staff/streams/" + r.Stream)
			b.accessible("a stream with files, for staff")
			b.shoot("files-staff-" + c.name)
		})
	}
}
