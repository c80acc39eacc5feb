package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

func (a *app) catalogueCommand() *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:   "catalogue",
		Short: a.say("List all events and commands", "列出全部事件和命令"),
		Long: a.say("List every event that the ledger records and every command that it accepts, with\ntheir fields. It needs no ledger.",
			"列出账本登记的全部事件、接受的全部命令及其字段。无需账本。"),
		Example: "  sunledger catalogue\n  sunledger catalogue --json\n  sunledger catalogue --markdown > events.md",
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case markdown && a.json:
				return misused(c, "--json and --markdown exclude each other: choose one", "--json 与 --markdown 只能选一")
			case markdown:
				return catalogue.Standard.WriteMarkdown(a.stdout)
			case a.json:
				return a.printJSON(describeCatalogue(catalogue.Standard))
			}
			return a.showCatalogue(catalogue.Standard)
		},
	}
	a.arguments(c)
	c.Flags().BoolVar(&markdown, "markdown", false, a.say("as docs/events.md", "以 Markdown 输出"))
	a.jsonFlag(c)
	return c
}

func (a *app) showCatalogue(c *catalogue.Catalogue) error {
	for _, aggregate := range c.Aggregates() {
		fmt.Fprintln(a.stdout, a.styled(bold, aggregate.Category))
		for _, e := range aggregate.Events {
			if e.Upcast == nil {
				fmt.Fprintf(a.stdout, "  %-28s %s\n", e.Prototype.EventType(), a.say(e.English, e.Chinese))
			}
		}
		for _, s := range aggregate.Commands {
			fmt.Fprintf(a.stdout, "  > %-26s %s%s\n", s.Name, a.say(s.English, s.Chinese), a.styled(dim, fieldList(c.Fields(s.Prototype))))
		}
	}
	return nil
}

func fieldList(fields []catalogue.Field) string {
	if len(fields) == 0 {
		return ""
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
		if f.Optional {
			names[i] += "?"
		}
	}
	return " (" + strings.Join(names, ", ") + ")"
}

type catalogueJSON struct {
	Events   []eventSpecJSON   `json:"events"`
	Commands []commandSpecJSON `json:"commands"`
}

type eventSpecJSON struct {
	Type    string      `json:"type"`
	English string      `json:"english,omitzero"`
	Chinese string      `json:"chinese,omitzero"`
	Retired bool        `json:"retired,omitzero"`
	Fields  []fieldJSON `json:"fields"`
}

type commandSpecJSON struct {
	Name    string          `json:"name"`
	Opens   bool            `json:"opens"`
	English string          `json:"english"`
	Chinese string          `json:"chinese"`
	Permits []domain.Permit `json:"permits"`
	Fields  []fieldJSON     `json:"fields"`
}

type fieldJSON struct {
	Name     string          `json:"name"`
	Kind     catalogue.Kind  `json:"kind"`
	List     bool            `json:"list,omitzero"`
	Optional bool            `json:"optional,omitzero"`
	Audience domain.Audience `json:"audience,omitzero"`
	Sealed   catalogue.Seal  `json:"sealed,omitzero"`
	English  string          `json:"english"`
	Chinese  string          `json:"chinese"`
	Codes    []codeJSON      `json:"codes,omitzero"`
	Fields   []fieldJSON     `json:"fields,omitzero"`
}

type codeJSON struct {
	Code    string `json:"code"`
	English string `json:"english"`
	Chinese string `json:"chinese"`
}

func describeCatalogue(c *catalogue.Catalogue) catalogueJSON {
	var out catalogueJSON
	for _, e := range c.Events() {
		out.Events = append(out.Events, eventSpecJSON{
			e.Prototype.EventType(), e.English, e.Chinese, e.Upcast != nil, describeFields(c.Fields(e.Prototype)),
		})
	}
	for _, s := range c.Commands() {
		out.Commands = append(out.Commands, commandSpecJSON{
			s.Name, s.Opens, s.English, s.Chinese, s.Permits, describeFields(c.Fields(s.Prototype)),
		})
	}
	return out
}

func describeFields(fields []catalogue.Field) []fieldJSON {
	out := make([]fieldJSON, len(fields))
	for i, f := range fields {
		out[i] = fieldJSON{
			Name: f.Name, Kind: f.Kind, List: f.List, Optional: f.Optional,
			Audience: f.Audience, Sealed: f.Seal, English: f.English, Chinese: f.Chinese,
		}
		for _, code := range f.Codes {
			out[i].Codes = append(out[i].Codes, codeJSON(code))
		}
		if len(f.Fields) > 0 {
			out[i].Fields = describeFields(f.Fields)
		}
	}
	return out
}
