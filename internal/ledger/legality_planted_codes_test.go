package ledger_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusing is the source of what the design says of decisions and of collective
// property, by files below domain.
var refusing = []string{
	"community/*.go", "village/*.go", "collective/*.go", "decision/*.go",
	"asset/*.go", "tender/*.go", "contract/*.go", "debt/*.go", "reform/*.go", "books/*.go", "audit/*.go",
	"deciding.go", "property.go", "units.go", "unit_rules.go", "places.go", "bookkeeping.go", "auditing.go", "rules/weighing.go",
}

// notPlanted are refusals that no record alone can call for, each with the reason.
var notPlanted = map[string]string{
	"identity_stays":   "asked of corrections, which have tests of their own",
	"schedule_twice":   "asked of the command: the event has the schedule alone",
	"every_what":       "asked of the command: the event has the schedule alone",
	"auditors_unclear": "asked of the command: the event has them one by one",
	"no_procedure":     "a rule set that was loaded has a way for every kind of matter",
	"trial_balance":    "every entry balances, or is refused itself",
	"books_missing":    "what does not exist is no evidence of a record, which is evidence_not_named",
	"person_missing":   "an event that leaves out whom a text is about cannot be written",
}

// Every code with which a rule on decisions and property refuses is that of a
// violation in the tables, so that none is left out when it is added.
func TestEveryRefusalIsPlanted(t *testing.T) {
	planted := map[string]bool{}
	for _, table := range slices.Concat(slices.Collect(maps.Values(ofTheDesign)), [][]violation{members, audits}) {
		for _, v := range table {
			planted[v.rule] = true
		}
	}
	refused := refusals(t)
	require.Greater(t, len(refused), 200)
	for code, at := range refused {
		_, excepted := notPlanted[code]
		assert.NotEqual(t, planted[code], excepted, "%s (%s): plant a violation, or say why it cannot be", code, at)
	}
	for code := range notPlanted {
		assert.Contains(t, refused, code, "no rule refuses with it any more")
	}
}

// refusals are the codes with which the source refuses, and a place where it does.
func refusals(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	packages := map[string][]*ast.File{}
	set := token.NewFileSet()
	for _, pattern := range refusing {
		names, err := filepath.Glob(filepath.Join("..", "..", "domain", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, names, pattern)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			packages[filepath.Dir(name)] = append(packages[filepath.Dir(name)], f)
		}
	}
	for _, files := range packages {
		takes := takingCodes(files)
		for _, f := range files {
			consts := map[string]string{}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					if s, ok := literal(n.Values...); ok {
						consts[n.Names[0].Name] = s
					}
				case *ast.CallExpr:
					i, takesCode := takes[called(n)]
					if !takesCode || len(n.Args) <= i {
						break
					}
					if s, ok := literal(n.Args[i]); ok {
						all[s] = set.Position(n.Pos()).String()
						break
					}
					name, ok := n.Args[i].(*ast.Ident)
					require.True(t, ok && name.Name == "code", "%s: no code is to be read here", set.Position(n.Pos()))
					if s := consts["code"]; s != "" { // or it is one that was handed in
						all[s] = set.Position(n.Pos()).String()
					}
				}
				return true
			})
		}
	}
	return all
}

// takingCodes are the functions that take the code of a refusal, and as which
// argument: Reject, and those of the package that hand it on.
func takingCodes(files []*ast.File) map[string]int {
	takes := map[string]int{"Reject": 0}
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			var names []string
			for _, p := range fn.Type.Params.List {
				for _, name := range p.Names {
					names = append(names, name.Name)
				}
			}
			if i := slices.Index(names, "code"); i >= 0 && slices.Contains(names, "chinese") {
				takes[fn.Name.Name] = i
			}
		}
	}
	return takes
}

func called(n *ast.CallExpr) string {
	switch f := n.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(all ...ast.Expr) (string, bool) {
	if len(all) != 1 {
		return "", false
	}
	b, ok := all[0].(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(b.Value)
	return s, err == nil
}
