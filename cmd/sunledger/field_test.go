package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Every command of the catalogue has a command with a flag for every field, and
// what the flags make of values of the right form is what the catalogue takes.
func TestEveryCommandCanBeTyped(t *testing.T) {
	a := &app{lang: domain.English, getenv: func(string) string { return "" }}
	root := a.rootCommand()
	for _, spec := range catalogue.Standard.Commands() {
		t.Run(spec.Name, func(t *testing.T) {
			c, rest, err := root.Find(strings.Split(spec.Name, "."))
			if err != nil || len(rest) > 0 {
				t.Fatalf("there is no command %s: %v", spec.Name, err)
			}
			flags := a.fieldFlags(spec)
			for _, f := range flags {
				found := c.Flags().Lookup(f.name)
				if found == nil {
					t.Fatalf("field %s has no flag --%s", f.field.Name, f.name)
				}
				if _, required := found.Annotations[cobra.BashCompOneRequiredFlag]; required == f.field.Optional {
					t.Errorf("--%s: required %t, and the field is optional %t", f.name, required, f.field.Optional)
				}
				if err := f.Set(sampleOf(f)); err != nil {
					t.Fatal(err)
				}
			}
			data, err := flags.json()
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := catalogue.Standard.DecodeCommand(spec.Name, data); err != nil {
				t.Errorf("%s: %v", data, err)
			}
		})
	}
}

// sampleOf is a value for any flag, as JSON where it has parts.
func sampleOf(f *fieldFlag) string {
	if !f.isJSON() {
		return f.sample()
	}
	if f.field.List {
		return `[]`
	}
	return jsonSample(f.field.Fields)
}

func jsonSample(fields []catalogue.Field) string {
	var parts []string
	for _, f := range fields {
		switch {
		case f.Optional:
		case f.Kind == catalogue.KindObject:
			parts = append(parts, `"`+f.Name+`":`+jsonSample(f.Fields))
		default:
			parts = append(parts, `"`+f.Name+`":"x"`)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// A field may have any name: one that a flag of every command has already gets
// the category before it.
func TestFlagNamesDoNotCollide(t *testing.T) {
	a := &app{lang: domain.English}
	for _, spec := range catalogue.Standard.Commands() {
		for _, f := range a.fieldFlags(spec) {
			if slices.Contains(taken, f.name) {
				t.Errorf("%s: --%s is taken", spec.Name, f.name)
			}
		}
	}
	spec, err := catalogue.Standard.Command("county.register")
	if err != nil {
		t.Fatal(err)
	}
	if name := a.fieldFlags(spec)[0].name; name != "county-ledger" {
		t.Errorf("the field ledger has the flag --%s", name)
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"file:./data": "./data", "file:/srv/x": "/srv/x", "file:///srv/x": "/srv/x", "data": "data", "./a:b": "./a:b",
	} {
		if at, err := parseAddress(text); err != nil || at.dir != want {
			t.Errorf("%s is %q, %v; want %q", text, at.dir, err, want)
		}
	}
	for _, text := range []string{"", "file:", "file://srv/x", "http://x", "esdb://", "esdb://u:secret@x?tls=false", "esdb://u:secret@x?tsl=true",
		"esdb:u:secret@x", "esdb//u:secret@x", "kurrentdb:/u:secret@x", "u:secret@x", "esdb://u:se/secret@x"} {
		at, err := parseAddress(text)
		if err == nil {
			t.Errorf("%q is taken for the folder %q", text, at.dir)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, shown := range map[string]string{
		"esdb://x:2113": "esdb://x:2113", "esdb+discover://x": "esdb+discover://x", "kurrentdb://u:secret@x,y,z": "kurrentdb://u:…@x,y,z",
	} {
		if at, err := parseAddress(text); err != nil || at.server != text || at.dir != "" || at.String() != shown {
			t.Errorf("%s is %+v, shown as %s, %v", text, at, at, err)
		}
	}
}
