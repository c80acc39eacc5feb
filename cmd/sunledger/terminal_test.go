package main

import (
	"io"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
)

// What is important is marked for who watches, and for nobody else.
func TestStyles(t *testing.T) {
	for name, c := range map[string]struct {
		terminal bool
		env      map[string]string
		want     string
	}{
		"on a terminal":   {true, nil, "\x1b[1mx\x1b[0m"},
		"in a pipe":       {false, nil, "x"},
		"NO_COLOR":        {true, map[string]string{"NO_COLOR": "1"}, "x"},
		"empty NO_COLOR":  {true, map[string]string{"NO_COLOR": ""}, "\x1b[1mx\x1b[0m"},
		"a dumb terminal": {true, map[string]string{"TERM": "dumb"}, "x"},
	} {
		a := &app{getenv: func(k string) string { return c.env[k] }, watched: func(io.Writer) bool { return c.terminal }}
		if got := a.styled(bold, "x"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Progress is shown to who watches, and taken away at its end.
func TestProgress(t *testing.T) {
	var out strings.Builder
	a := &app{lang: domain.English, stderr: &out, watched: func(io.Writer) bool { return false }}
	p := a.progress()
	p.to("records", 1, 2)
	p.end()
	if out.Len() > 0 {
		t.Errorf("nobody watches, and it shows %q", out.String())
	}
	a.watched = func(io.Writer) bool { return true }
	p = a.progress()
	p.to("records", 1, 2)
	p.to("streams", 1, 3)
	p.end()
	for _, want := range []string{"records", "1/2", "streams", "1/3"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q does not show %q", out.String(), want)
		}
	}
}

// A Chinese character takes two places.
func TestTable(t *testing.T) {
	var out strings.Builder
	tab := table{right: []bool{false, true}}
	tab.row("窗口", "7", "x")
	tab.row("visit", "12", "y")
	tab.write(&out)
	if want := "窗口    7  x\nvisit  12  y\n"; out.String() != want {
		t.Errorf("it shows\n%swant\n%s", out.String(), want)
	}
}
