package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/sunledger/sunledger/domain"
)

// WriteMarkdown writes docs/events.md: every event with its fields, and every
// command with who may issue it.
func (c *Catalogue) WriteMarkdown(w io.Writer) error {
	m := markdown{w: w}
	m.line("# Events and commands")
	m.line("")
	m.line("Generated from `domain/catalogue` by `go test ./domain/catalogue -update`, and checked by the same test.")
	m.line("")
	m.line("A stream is named `category-id`. A field is *public*, or it is sealed: for the *village* or *restricted*,")
	m.line("with the key of its stream or of the person that it is about. Optional fields are marked with `?`.")
	m.line("Money is a whole number of fen, a hundredth of a yuan each. Of the line that people read of an event, what stands in")
	m.line("brackets is left out where a field in it is absent.")
	for _, a := range c.aggregates {
		m.line("")
		m.line("## %s", a.Category)
		for _, e := range a.Events {
			m.event(c, e)
		}
		m.commands(c, a.Commands)
	}
	m.line("")
	m.line("## %s (in every stream)", domain.CorrectionCategory)
	for _, e := range c.corrections.Events {
		m.event(c, e)
	}
	m.commands(c, c.corrections.Commands)
	return m.err
}

// markdown writes lines and keeps the first error.
type markdown struct {
	w   io.Writer
	err error
}

func (m *markdown) line(format string, args ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format+"\n", args...)
	}
}

func (m *markdown) event(c *Catalogue, e domain.EventSpec) {
	name := e.Prototype.EventType()
	m.line("")
	m.line("### %s", name)
	m.line("")
	if e.Upcast != nil {
		m.line("Recorded no more. It is read as the newer version.")
	} else {
		m.line("> %s  ", e.English)
		m.line("> %s", e.Chinese)
	}
	fields := c.Fields(e.Prototype)
	if len(fields) == 0 {
		return
	}
	m.line("")
	m.line("| field | holds | audience | meaning | 含义 |")
	m.line("|---|---|---|---|---|")
	m.fields("", fields, func(f Field) string { return " " + f.audience() + " |" })
}

func (m *markdown) commands(c *Catalogue, commands []domain.CommandSpec) {
	if len(commands) == 0 {
		return
	}
	m.line("")
	m.line("### Commands")
	for _, s := range commands {
		roles := make([]string, len(s.Permits))
		for i, r := range s.Permits {
			roles[i] = r.String()
		}
		begins := ""
		if s.Opens {
			begins = " Begins a new stream."
		}
		m.line("")
		m.line("`%s`: %s (%s).%s By: %s.", s.Name, s.English, s.Chinese, begins, strings.Join(roles, ", "))
		if fields := c.Fields(s.Prototype); len(fields) > 0 {
			m.line("")
			m.line("| field | holds | meaning | 含义 |")
			m.line("|---|---|---|---|")
			m.fields("", fields, func(Field) string { return "" })
		}
	}
}

func (m *markdown) fields(prefix string, fields []Field, audience func(Field) string) {
	for _, f := range fields {
		optional := ""
		if f.Optional {
			optional = "?"
		}
		m.line("| `%s%s`%s | %s |%s %s | %s |", prefix, f.Name, optional, f.holds(), audience(f), f.English, f.Chinese)
		if f.Kind == KindObject && f.Seal == Unsealed && len(f.Fields) > 0 && f.Fields[0].Name != "type" {
			m.fields(prefix+f.Name+".", f.Fields, audience)
		}
	}
}

func (f Field) holds() string {
	text := string(f.Kind)
	if f.Kind == KindCoded {
		codes := make([]string, len(f.Codes))
		for i, c := range f.Codes {
			codes[i] = "`" + c.Code + "`"
		}
		text = strings.Join(codes, ", ")
	}
	if f.List {
		text = "list of " + text
	}
	return text
}

func (f Field) audience() string {
	if f.Seal == Unsealed {
		return string(f.Audience)
	}
	return fmt.Sprintf("%s (key of the %s)", f.Audience, f.Seal)
}
