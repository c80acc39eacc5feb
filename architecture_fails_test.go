package sunledger_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestArchitectureCanFail feeds made-up sources to the policy: each breaks one
// line of it, and the answer names the file and the reason.
func TestArchitectureCanFail(t *testing.T) {
	const domain, uuid = `"github.com/sunledger/sunledger/domain"`, `"github.com/google/uuid"`
	ours := func(folder string) string { return fmt.Sprintf("import _ %q", module+"/"+folder) }
	for _, c := range []struct {
		name, path, text string
		says             string
	}{
		{"the kernel imports an aggregate", "domain/x.go", ours("domain/request"), "stands on nothing of ours"},
		{"an aggregate imports another", "domain/request/x.go", ours("domain/asset"), "aggregates never import each other"},
		{"an aggregate imports the catalogue", "domain/request/x.go", ours("domain/catalogue"), "aggregates never import each other"},
		{"rules import an aggregate", "domain/rules/x.go", ours("domain/request"), "rule sets are data"},
		{"the log imports the domain", "eventstore/x.go", ours("domain"), "opaque bytes"},
		{"a store imports another", "eventstore/pebble/x.go", ours("eventstore/esdb"), "take the place of another"},
		{"a view sees the executor", "projections/x.go", ours("internal/ledger"), "an input to a decision"},
		{"a view names a store", "projections/x.go", ours("eventstore/pebble"), "computed from the log"},
		{"the executor names a store", "internal/ledger/x.go", ours("eventstore/pebble"), "neither a concrete store"},
		{"the executor knows the web", "internal/ledger/x.go", ours("internal/web"), "neither a concrete store"},
		{"a page names an aggregate", "internal/web/x.go", ours("domain/request"), "needs no new handler"},
		{"the keyring reads the log", "internal/keyring/x.go", ours("eventstore"), "knows no event and no store"},
		{"a package that no rule names", "internal/extra/x.go", "", "no dependency rule names the package internal/extra"},
		{"a command names a store", "cmd/sunledger/serve.go", ours("eventstore/pebble"), "only cmd/sunledger/wire.go"},
		{"a program uses a test-only package", "internal/web/x.go", ours("domain/domaintest"), "imported by tests only"},
		{"a program uses package testing", "projections/x.go", `import _ "testing"`, "for tests and test-only packages"},
		{"a test of an aggregate opens a keyring", "domain/request/x_test.go", ours("internal/keyring/keyringtest"), "without a log, a keyring or a clock"},
		{"a test of a store knows the domain", "eventstore/pebble/x_test.go", ours("domain"), "records that mean nothing"},

		{"Pebble outside its store", "projections/x.go", `import _ "github.com/cockroachdb/pebble/v2"`, "a detail of one store"},
		{"EventStoreDB outside its adapter", "internal/ledger/x.go", `import _ "github.com/EventStore/EventStore-Client-Go/v4/esdb"`, "traps"},
		{"SQLite outside views and keyring", "internal/ledger/x.go", `import _ "modernc.org/sqlite"`, "nothing else keeps state"},
		{"an unknown module", "cmd/sunledger/x.go", `import _ "example.org/clever"`, "every dependency is a decision"},
		{"a module whose name only begins alike", "eventstore/pebble/x.go", `import _ "github.com/cockroachdb/pebbles"`, "every dependency is a decision"},
		{"a module for tests in the program", "internal/web/x.go", `import _ "pgregory.net/rapid"`, "a module for tests"},

		{"a clock in the domain", "domain/request/x.go", "import \"time\"\nvar _ = time.Now()", "times come with the act"},
		{"a clock under another name", "domain/x.go", "import clock \"time\"\nvar now = clock.Now", "times come with the act"},
		{"the machine's zone in the domain", "domain/x.go", "import \"time\"\nvar _ = time.Local", "the ledger's zone"},
		{"a random id in the domain", "domain/request/x.go", "import " + uuid + "\nvar _ = uuid.New()", "derive from the command's"},
		{"randomness in the domain", "domain/x.go", `import _ "math/rand/v2"`, "derive from the command's"},
		{"a file in the domain", "domain/catalogue/x.go", `import _ "os"`, "no input or output"},
		{"a network in the domain", "domain/x.go", `import _ "net/http"`, "no input or output"},
		{"a context in the domain", "domain/x.go", `import _ "context"`, "neither waits nor is cancelled"},
		{"another JSON in the domain", "domain/catalogue/x.go", `import _ "encoding/json"`, "one encoding"},

		{"a long file", "domain/x.go", strings.Repeat("\n", maxLines), "a file is about one thing"},
		{"a file that says nothing", "internal/web/util.go", "", `"util" says nothing`},
		{"a test that says nothing", "internal/web/helper_test.go", "", `"helper" says nothing`},
		{"a folder that says nothing", "internal/common/x.go", "", `"common" says nothing`},
		{"a package without a comment", "domain/asset/x.go", "", "domain/asset has no package comment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parsed(t, c.path, "package x\n"+c.text+"\n")
			broken := strings.Join(judge([]source{s}), "\n")
			if !strings.Contains(broken, c.says) || !strings.Contains(broken, strings.TrimSuffix(c.path, "/x.go")) {
				t.Errorf("the policy says of it:\n%s\nand not %q", broken, c.says)
			}
		})
	}

	// What is in order is not refused.
	clean := []source{
		parsed(t, "domain/request/doc.go", "// Package request is an example.\npackage request\nimport _ "+domain+"\nimport _ "+uuid+"\nfunc f(time struct{ Now int }) int { return time.Now }"),
		parsed(t, "domain/request/x_test.go", "package request_test\nimport (\n_ \"os\"\n_ \"pgregory.net/rapid\"\n_ \""+module+"/domain/domaintest\"\n)"),
		parsed(t, "cmd/sunledger/main.go", "// Command sunledger is an example.\npackage main\nimport _ \""+module+"/internal/keyring\""),
		parsed(t, wiring, "package main\nimport _ \""+module+"/eventstore/pebble\""),
		parsed(t, "domain/codes_gen.go", "// Code generated by a test. DO NOT EDIT.\n\n// Package domain is an example.\npackage domain\n"+strings.Repeat("\n", maxLines)),
	}
	for _, v := range judge(clean) {
		t.Errorf("refused, though it is in order: %s", v)
	}
}

func parsed(t *testing.T, name, text string) source {
	t.Helper()
	s, err := readSource(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
