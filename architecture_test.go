// Package sunledger_test is the policy of this repository as a test: who may
// import whom and why, what the rules of the domain may not do, and how files
// are kept. A broken line prints its reason.
//
// The tables come first. To allow something new, change the line here, give
// the reason, and copy the dependency rule that the test prints into
// docs/architecture.md.
package sunledger_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// A dependencyRule says which packages of ours some packages may import. The
// first rule that matches a package is its rule, and every package has one.
type dependencyRule struct {
	packages string
	may      []string
	why      string
}

// In a pattern '*' stands for one folder.
var dependencyRules = []dependencyRule{
	{"domain", nil,
		"the kernel stands on nothing of ours, so that it can be read first and alone"},
	{"domain/rules", []string{"domain"},
		"rule sets are data about the kernel's own kinds of value"},
	{"domain/catalogue", []string{"domain", "domain/*"},
		"the catalogue is the one table of all aggregates, so it names them all"},
	{"domain/domaintest", []string{"domain", "domain/*"},
		"Given / When / Then drives any aggregate, through the catalogue"},
	{"domain/*", []string{"domain", "domain/rules"},
		"aggregates never import each other: what one offers to those who rest on it is a small value that package domain names"},
	{"eventstore", nil,
		"the log knows nothing of what it keeps: records are opaque bytes"},
	{"eventstore/*", []string{"eventstore"},
		"a store knows the contract and nothing else, so that one can take the place of another"},
	{"projections", []string{"domain", "domain/*", "eventstore"},
		"views are computed from the log; they never see the executor, so that a view cannot become an input to a decision"},
	{"internal/keyring", []string{"domain"},
		"the keyring implements domain.Sealer and knows no event and no store"},
	{"internal/keyring/keyringtest", []string{"domain", "internal/keyring"},
		"it makes keyrings for the tests of other packages"},
	{"internal/files", []string{"domain"},
		"evidence files are bytes under a digest, whatever event names them"},
	{"internal/ledger", []string{"domain", "domain/*", "eventstore", "projections", "internal/keyring", "internal/files"},
		"the executor knows the rules and the log, but neither a concrete store nor who asks"},
	{"internal/ledger/ledgertest", []string{"domain", "domain/*", "internal/ledger"},
		"it signs accounts in for the tests of other packages"},
	{"internal/archive", []string{"eventstore"},
		"a backup is a log in a file: records are opaque bytes there too"},
	{"internal/xes", []string{"domain", "domain/*", "eventstore", "internal/ledger"},
		"foreign histories come in through the executor, like any command, and go out from the log; no page and no view takes part"},
	{"internal/load", nil,
		"it is a client like any other, on the other side of the network"},
	{"internal/hledger", []string{"domain", "domain/*"},
		"a journal is made from histories that are handed over, so that it says what the log says and nothing else"},
	{"internal/demo", []string{"domain", "domain/*", "internal/ledger"},
		"the made-up county goes through the executor like any other history"},
	{"internal/web", []string{"domain", "domain/catalogue", "projections", "internal/ledger"},
		"pages are made from views and from the catalogue, so that a new aggregate needs no new handler"},
	{"cmd/sunledger", []string{"*", "*/*", "*/*/*"},
		"the command puts the parts together; wire.go alone names a concrete store"},
}

// testRules narrows what the tests of a folder may import of ours, besides the
// test-only packages of that folder. Tests elsewhere import what they like.
var testRules = []dependencyRule{
	{"domain", []string{"domain", "domain/*"},
		"the rules are tested without a log, a keyring or a clock"},
	{"domain/*", []string{"domain", "domain/*"},
		"the rules are tested without a log, a keyring or a clock"},
	{"eventstore/*", []string{"eventstore", "eventstore/*"},
		"a store is tested against the contract, with records that mean nothing"},
}

// A moduleRule says where a module of others may be used. Modules are given by
// the beginning of their import paths; what no line names is not used at all.
type moduleRule struct {
	module string
	in     []string
	why    string
}

var everywhere = []string{"*", "*/*", "*/*/*"}

var moduleRules = []moduleRule{
	{"github.com/google/uuid", everywhere,
		"ids of events, commands and subjects are UUIDs in every package"},
	{"github.com/go-json-experiment/json", []string{"domain", "domain/*", "projections", "internal/*", "cmd/sunledger"},
		"one JSON library, strict and ordered; the log does not look into its records (docs/decisions/0002)"},
	{"github.com/cockroachdb/pebble", []string{"eventstore/pebble"},
		"the engine is a detail of one store"},
	{"github.com/cespare/xxhash", []string{"eventstore/pebble"},
		"the checksum of a record is a detail of one store's format"},
	{"github.com/EventStore/EventStore-Client-Go", []string{"eventstore/esdb", "eventstore/node"},
		"its client has traps that one adapter keeps from everybody else"},
	{"google.golang.org/grpc", []string{"eventstore/esdb", "eventstore/node"},
		"the protocol of EventStoreDB ends at its adapter and at its server"},
	{"google.golang.org/protobuf", []string{"eventstore/esdb", "eventstore/node"},
		"the protocol of EventStoreDB ends at its adapter and at its server"},
	{"modernc.org/sqlite", []string{"projections", "internal/keyring"},
		"SQL is a detail of the views and of the keyring; nothing else keeps state (docs/decisions/0004)"},
	{"github.com/gofrs/flock", []string{"projections"},
		"a folder of views belongs to one process at a time"},
	{"golang.org/x/sys", []string{"eventstore/pebble", "internal/keyring"},
		"locks and durable names are the business of who owns a folder"},
	{"golang.org/x/crypto", []string{"internal/ledger", "internal/web", "cmd/sunledger"},
		"only who authenticates an account hashes a password"},
	{"golang.org/x/text", []string{"projections", "internal/web", "cmd/sunledger"},
		"languages are a matter of who shows something"},
	{"golang.org/x/term", []string{"cmd/sunledger"},
		"only the command line has a terminal"},
	{"github.com/mattn/go-isatty", []string{"cmd/sunledger"},
		"only the command line has a terminal"},
	{"github.com/schollz/progressbar", []string{"cmd/sunledger"},
		"only the command line has a terminal"},
	{"github.com/spf13/cobra", []string{"cmd/sunledger"},
		"only the command line has commands and flags"},
	{"github.com/spf13/pflag", []string{"cmd/sunledger"},
		"only the command line has commands and flags"},
	{"github.com/nicksnyder/go-i18n", []string{"internal/web", "cmd/sunledger"},
		"languages are a matter of who shows something"},
	{"github.com/prometheus/client_golang", []string{"internal/web", "cmd/sunledger"},
		"metrics are served, and gathered from numbers that the packages offer themselves"},
}

// testModules are used by tests and test-only packages, anywhere.
var testModules = []string{
	"pgregory.net/rapid",
	"go.uber.org/goleak",
	"github.com/stretchr/testify",
	"go.yaml.in/yaml/v3",
	"github.com/rogpeppe/go-internal",
	"github.com/chromedp/",
	"github.com/prometheus/common",
}

// impure is what the rules of the domain may not reach for, in packages of the
// standard library and in single functions. A prefix ends in '/'.
var impure = []struct{ name, why string }{
	{"os", noInputOrOutput},
	{"os/", noInputOrOutput},
	{"net", noInputOrOutput},
	{"net/", noInputOrOutput},
	{"log", noInputOrOutput},
	{"log/", noInputOrOutput},
	{"syscall", noInputOrOutput},
	{"database/", noInputOrOutput},
	{"fmt.Print", noInputOrOutput},
	{"fmt.Printf", noInputOrOutput},
	{"fmt.Println", noInputOrOutput},
	{"context", "a rule neither waits nor is cancelled; whatever it needs is handed to it"},
	{"math/rand", noRandomness},
	{"math/rand/", noRandomness},
	{"crypto/rand", noRandomness},
	{"github.com/google/uuid.New", noRandomness},
	{"github.com/google/uuid.NewString", noRandomness},
	{"github.com/google/uuid.NewRandom", noRandomness},
	{"github.com/google/uuid.NewUUID", noRandomness},
	{"github.com/google/uuid.NewV6", noRandomness},
	{"github.com/google/uuid.NewV7", noRandomness},
	{"time.Now", noClock},
	{"time.Since", noClock},
	{"time.Until", noClock},
	{"time.Sleep", noClock},
	{"time.After", noClock},
	{"time.AfterFunc", noClock},
	{"time.Tick", noClock},
	{"time.NewTicker", noClock},
	{"time.NewTimer", noClock},
	{"time.Local", "a day is a day in the ledger's zone, not in the machine's"},
	{"encoding/json", "events have one encoding, that of github.com/go-json-experiment/json (docs/decisions/0002)"},
	{"unsafe", "a rule reads what it is given, and nothing behind it"},
}

const (
	noInputOrOutput = "the domain is pure: it does no input or output, so that a history gives the same answer everywhere"
	noRandomness    = "the domain is pure: ids derive from the command's, so that a repeated command gives the same events"
	noClock         = "the domain is pure: times come with the act, so that a history gives the same answer for ever"
)

// concreteStores may be named by one file of the program.
var concreteStores = []string{"eventstore/pebble", "eventstore/esdb"}

const wiring = "cmd/sunledger/wire.go"

// emptyNames say nothing of what is in a file or a folder.
var emptyNames = []string{
	"util", "utils", "common", "helper", "helpers", "manager", "managers", "data", "misc", "shared",
}

// maxLines is the longest that a source file may be. Around 150 is usual.
const maxLines = 600

func TestArchitecture(t *testing.T) {
	sources, err := readSources(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 50 {
		t.Fatalf("only %d source files were found: the test reads the wrong folder", len(sources))
	}
	for _, v := range judge(sources) {
		t.Error(v)
	}
}

// TestDocumentedRule holds docs/architecture.md to the table above.
func TestDocumentedRule(t *testing.T) {
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := "```\n" + drawRules() + "```\n"; !strings.Contains(string(text), want) {
		t.Errorf("docs/architecture.md does not show the dependency rule as it is; put this into it:\n\n%s", want)
	}
}

// drawRules is the dependency rule as people read it.
func drawRules() string {
	var b strings.Builder
	for _, r := range dependencyRules {
		may := strings.Join(r.may, ", ")
		switch {
		case slices.Equal(r.may, everywhere):
			may = "everything"
		case may == "":
			may = "nothing of ours"
		}
		fmt.Fprintf(&b, "%-28s -> %s\n", r.packages, may)
	}
	return b.String()
}

// judge lists everything in which the sources break the policy.
func judge(sources []source) []string {
	var broken []string
	for _, s := range sources {
		broken = append(broken, judgeImports(s)...)
		broken = append(broken, judgePurity(s)...)
		broken = append(broken, judgeForm(s)...)
	}
	return append(broken, judgeComments(sources)...)
}

func judgeImports(s source) (broken []string) {
	rule, found := ruleOf(dependencyRules, s.folder())
	if !found && s.folder() != "." {
		broken = append(broken, fmt.Sprintf(
			"%s: no dependency rule names the package %s\n\tadd a line to dependencyRules in architecture_test.go, with its reason", s.path, s.folder()))
	}
	testing := s.test || testOnly(s.folder())
	for _, imported := range s.imports {
		ours, isOurs := ourPackage(imported)
		switch {
		case isOurs && testOnly(ours) && !testing:
			broken = append(broken, refused(s, imported, "test-only packages are imported by tests only",
				"what a test may do with a ledger, a program may not"))
		case isOurs && slices.Contains(concreteStores, ours) && path.Dir(s.path) == path.Dir(wiring) && s.path != wiring && !s.test:
			broken = append(broken, refused(s, imported, "only "+wiring+" names a concrete store",
				"every command works with every store, so the choice is made in one place"))
		case isOurs && s.test:
			if r, narrowed := ruleOf(testRules, s.folder()); narrowed && !allowed(ours, r.may) {
				broken = append(broken, refused(s, imported, fmt.Sprintf("tests of %s may import %s", r.packages, strings.Join(r.may, ", ")), r.why))
			}
		case isOurs && found && !allowed(ours, rule.may):
			may := strings.Join(rule.may, ", ")
			if may == "" {
				may = "nothing of ours"
			}
			broken = append(broken, refused(s, imported, fmt.Sprintf("%s may import %s", rule.packages, may), rule.why))
		case !isOurs && imported == "testing" && !testing:
			broken = append(broken, refused(s, imported, "package testing is for tests and test-only packages",
				"it brings flags and a way to end the program"))
		case !isOurs && !standard(imported):
			broken = append(broken, judgeModule(s, imported, testing)...)
		}
	}
	return broken
}

func judgeModule(s source, imported string, testing bool) []string {
	inModule := func(module string) bool {
		return imported == module || strings.HasPrefix(imported, strings.TrimSuffix(module, "/")+"/")
	}
	if slices.ContainsFunc(testModules, inModule) {
		if testing {
			return nil
		}
		return []string{refused(s, imported, "it is a module for tests", "what only tests need does not go into the program")}
	}
	for _, r := range moduleRules {
		if !inModule(r.module) {
			continue
		}
		if testing || allowed(s.folder(), r.in) {
			return nil
		}
		return []string{refused(s, imported, r.module+" may be used in "+strings.Join(r.in, ", "), r.why)}
	}
	return []string{refused(s, imported, "no line of moduleRules in architecture_test.go names this module",
		"every dependency is a decision: add a line that says where it may be used and why")}
}

// judgePurity holds what is under domain to its purity. Tests may do as they
// like.
func judgePurity(s source) (broken []string) {
	if s.test || testOnly(s.folder()) || s.folder() != "domain" && !strings.HasPrefix(s.folder(), "domain/") {
		return nil
	}
	for _, name := range slices.Concat(s.imports, s.uses) {
		for _, i := range impure {
			if name == i.name || strings.HasSuffix(i.name, "/") && strings.HasPrefix(name, i.name) {
				broken = append(broken, fmt.Sprintf("%s uses %s\n\twhy not: %s", s.path, name, i.why))
			}
		}
	}
	return broken
}

func judgeForm(s source) (broken []string) {
	if s.lines > maxLines && !s.generated {
		broken = append(broken, fmt.Sprintf("%s has %d lines, at most %d are allowed\n\twhy: a file is about one thing; divide it by what its parts are about", s.path, s.lines, maxLines))
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.path), ".go"), "_test")
	words := append(strings.Split(stem, "_"), strings.Split(s.folder(), "/")...)
	for _, word := range words {
		if slices.Contains(emptyNames, word) {
			broken = append(broken, fmt.Sprintf("%s: %q says nothing\n\twhy: a file is named after what it is about, so that it is found", s.path, word))
		}
	}
	return broken
}

// judgeComments looks for the package comment in one file of every package.
func judgeComments(sources []source) (broken []string) {
	commented := map[string]bool{}
	var folders []string
	for _, s := range sources {
		folder := s.folder()
		if s.test && folder != "." {
			continue
		}
		if !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
		start := "Package " + s.pkg + " "
		if s.pkg == "main" {
			start = "Command " + path.Base(folder) + " "
		}
		commented[folder] = commented[folder] || strings.HasPrefix(strings.Join(strings.Fields(s.doc), " ")+" ", start)
	}
	for _, folder := range folders {
		if !commented[folder] {
			broken = append(broken, fmt.Sprintf("%s has no package comment\n\twhy: it says what the package is for, how it is used and what it never does; begin it with \"Package %s \", or \"Command %[2]s \" for a program", folder, path.Base(folder)))
		}
	}
	return broken
}

func refused(s source, imported, rule, why string) string {
	return fmt.Sprintf("%s imports %s\n\trule: %s\n\twhy: %s", s.path, imported, rule, why)
}

// ruleOf is the first rule that matches a package.
func ruleOf(rules []dependencyRule, folder string) (dependencyRule, bool) {
	for _, r := range rules {
		if allowed(folder, []string{r.packages}) {
			return r, true
		}
	}
	return dependencyRule{}, false
}

func allowed(folder string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		matched, err := path.Match(p, folder)
		return err == nil && matched
	})
}

// testOnly reports whether a package is made for tests, by the convention of
// its name: domaintest, storetest, keyringtest.
func testOnly(folder string) bool { return strings.HasSuffix(folder, "test") }
