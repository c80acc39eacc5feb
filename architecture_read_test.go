package sunledger_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

const module = "github.com/sunledger/sunledger"

// source is what the policy needs to know of one Go file.
type source struct {
	// path is relative to the repository, with '/'.
	path string
	pkg  string
	doc  string
	// test says that the file is of a test, by its name.
	test      bool
	generated bool
	lines     int
	imports   []string
	// uses are the names of other packages that the file mentions, as
	// import/path.Name.
	uses []string
}

func (s source) folder() string { return path.Dir(s.path) }

// ourPackage is the folder of an import path of this module.
func ourPackage(imported string) (string, bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

// standard reports whether an import path is of the standard library.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// readSources reads every Go file of the module under root, for whatever
// system it is built. Folders that the go command passes over are passed over.
func readSources(root string) ([]source, error) {
	var sources []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			base := d.Name()
			if name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		s, err := readSource(filepath.ToSlash(relative), text)
		sources = append(sources, s)
		return err
	})
	return sources, err
}

func readSource(name string, text []byte) (source, error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	s := source{
		path:      name,
		pkg:       f.Name.Name,
		doc:       f.Doc.Text(),
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(f),
		lines:     bytes.Count(text, []byte("\n")),
	}
	names := map[string]string{} // what a package is called in the file
	for _, i := range f.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return s, err
		}
		s.imports = append(s.imports, imported)
		if i.Name != nil {
			names[i.Name.Name] = imported
		} else {
			names[path.Base(imported)] = imported
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		// An identifier that the file itself declares is no package.
		if x, ok := selector.X.(*ast.Ident); ok && x.Obj == nil && names[x.Name] != "" {
			s.uses = append(s.uses, names[x.Name]+"."+selector.Sel.Name)
		}
		return true
	})
	return s, nil
}
