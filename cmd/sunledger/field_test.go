package main

import (
	"errors"
	"fmt"
	"os"
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
				if err := f.Set(valueOf(f)); err != nil {
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

// valueOf is a value for any flag, as JSON where it has parts.
func valueOf(f *fieldFlag) string {
	if !f.isJSON() {
		return f.field.Sample()
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

// Lists of a few plain parts are typed without JSON: flag by flag, with commas, or
// from a file, one in each line.
func TestListsInShort(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"shares.txt": "1-40=10\r\n\n41 = 5,42-43=7\n",
		"names.txt":  "周一\n\n吴二\n",
		"found.txt":  "1=白条, 无凭证\n2 = a=b\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := &app{lang: domain.English}
	for _, c := range []struct {
		command, flag string
		typed         []string
		json          string
	}{
		{"contract.sign", "schedule", []string{"2017-01-01=5000", "2018-01-01=5000.50,2019-01-01=1"},
			`[{"due":"2017-01-01","amount":500000},{"due":"2018-01-01","amount":500050},{"due":"2019-01-01","amount":100}]`},
		{"reform.quantify-shares", "member-shares", []string{"1-3=10,4=0"}, `[{"from":1,"to":3,"shares":10},{"from":4,"to":4,"shares":0}]`},
		{"reform.quantify-shares", "member-shares", []string{"@shares.txt"},
			`[{"from":1,"to":40,"shares":10},{"from":41,"to":41,"shares":5},{"from":42,"to":43,"shares":7}]`},
		{"reform.draft-roster", "members", []string{"@names.txt", "郑三", "@@home"}, `["周一","吴二","郑三","@home"]`},
		{"audit.disclose", "findings", []string{"@found.txt", "3=“x”"}, `[{"finding":1,"text":"白条, 无凭证"},{"finding":2,"text":"a=b"},{"finding":3,"text":"“x”"}]`},
		{"audit.archive", "open", []string{"2=无力偿还"}, `[{"finding":2,"reason":"无力偿还"}]`},
		{"reform.elect-bodies", "board", []string{"王,四"}, `["王,四"]`},
	} {
		f := flagOf(t, a, c.command, c.flag)
		for _, s := range c.typed {
			if err := f.Set(s); err != nil {
				t.Fatal(err)
			}
		}
		if data, err := f.json(); err != nil || string(data) != c.json {
			t.Errorf("--%s %v is %s, %v; want %s", c.flag, c.typed, data, err, c.json)
		}
	}
	for typed, want := range map[string]string{
		"2017-01-01":          `--schedule: "2017-01-01" is not of the form due=yuan, such as 2016-09-09=12.50`,
		"":                    `--schedule: "" is not of the form due=yuan, such as 2016-09-09=12.50`,
		"2017-01-01=5000,":    `--schedule: "" is not of the form due=yuan, such as 2016-09-09=12.50`,
		"2017-01-01=a lot":    `--schedule: `,
		"@no-such-file.txt":   `--schedule: open no-such-file.txt`,
		"2017-01-01=1=2":      `--schedule: `,
		"2017-01-01=1.001":    `--schedule: `,
		"2017-01-01=5000;x=1": `--schedule: `,
	} {
		f := flagOf(t, a, "contract.sign", "schedule")
		if err := f.Set(typed); err != nil {
			t.Fatal(err)
		}
		if data, err := f.json(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("--schedule %s is %s, %v; want %s", typed, data, err, want)
		}
	}
}

// People hear of a flag, and programs of a field.
func TestRefusalsNameFlags(t *testing.T) {
	spec, err := catalogue.Standard.Command("asset.register")
	if err != nil {
		t.Fatal(err)
	}
	refused := domain.Reject("amount_invalid", "asset.register: originalValue is less than myValue", "asset.register：originalValue有误")
	a := &app{lang: domain.English}
	for asJSON, want := range map[bool][2]string{
		false: {"here: asset.register: --original-value is less than myValue", "asset.register：--original-value有误"},
		true:  {"here: asset.register: originalValue is less than myValue", "asset.register：originalValue有误"},
	} {
		a.json = asJSON
		r := a.refusalOf(a.fieldFlags(spec).named(fmt.Errorf("here: %w", refused)))
		if got := [2]string{r.Message, r.Chinese}; got != want || r.Code != refused.Code {
			t.Errorf("with JSON %t it says %q; want %q", asJSON, got, want)
		}
	}
	a.json = false
	var usage *usageError
	if err := a.fieldFlags(spec).named(&usageError{"sunledger", refused}); !errors.As(err, &usage) || !strings.Contains(err.Error(), "--original-value") {
		t.Errorf("a wrong command line became %v", err)
	}
	if err := a.fieldFlags(spec).named(errReported); err != errReported {
		t.Errorf("another error became %v", err)
	}
}

func flagOf(t *testing.T, a *app, command, name string) *fieldFlag {
	t.Helper()
	spec, err := catalogue.Standard.Command(command)
	if err != nil {
		t.Fatal(err)
	}
	flags := a.fieldFlags(spec)
	i := slices.IndexFunc(flags, func(f *fieldFlag) bool { return f.name == name })
	if i < 0 {
		t.Fatalf("%s has no flag --%s", command, name)
	}
	return flags[i]
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
