package domaintest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// dump writes a value field by field, unexported and sealed ones too: two
// values are the same where their dumps are.
func dump(v any) string {
	w := walker{}
	w.value("", reflect.ValueOf(v))
	return strings.Join(w.lines, "\n")
}

// difference is the lines of two dumps that the other does not have.
func difference(got, want any) string {
	g, w := strings.Split(dump(got), "\n"), strings.Split(dump(want), "\n")
	var out []string
	for _, line := range g {
		if !slices.Contains(w, line) {
			out = append(out, "got  "+line)
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			out = append(out, "want "+line)
		}
	}
	return strings.Join(out, "\n")
}

// walker visits everything that a value consists of. It reads unexported
// fields, which reflection allows, and never sets any.
type walker struct {
	lines  []string
	slices map[string]array
	depth  int
}

// array is where a slice keeps its elements.
type array struct {
	start uintptr
	len   int
}

// maxDepth stops at values that hold themselves.
const maxDepth = 50

func (w *walker) line(path string, v any) {
	w.lines = append(w.lines, fmt.Sprintf("%s = %v", path, v))
}

func (w *walker) value(path string, v reflect.Value) {
	w.depth++
	defer func() { w.depth-- }()
	if !v.IsValid() || w.depth > maxDepth {
		w.line(path, "nothing")
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		w.structure(path, v)
	case reflect.Slice:
		if w.slices != nil && v.Cap() > 0 {
			w.slices[path] = array{v.Pointer(), v.Len()}
		}
		w.line(path, fmt.Sprintf("%s of %d", v.Type(), v.Len()))
		w.items(path, v)
	case reflect.Array:
		w.items(path, v)
	case reflect.Map:
		w.entries(path, v)
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			w.line(path, "nil")
			return
		}
		if v.Kind() == reflect.Interface {
			w.line(path, v.Elem().Type())
		}
		w.value(path, v.Elem())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		w.line(path, v.Type())
	default:
		w.line(path, v)
	}
}

func (w *walker) structure(path string, v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		// The zone is left out: it is shared by all times, and leads far.
		w.line(path, fmt.Sprint(v.Field(0).Uint(), " ", v.Field(1).Int()))
		return
	}
	if v.NumField() == 0 {
		w.line(path, v.Type())
	}
	for i := range v.NumField() {
		w.value(path+"."+v.Type().Field(i).Name, v.Field(i))
	}
}

func (w *walker) items(path string, v reflect.Value) {
	for i := range v.Len() {
		w.value(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
	}
}

// entries visits a map in the order of its keys' dumps.
func (w *walker) entries(path string, v reflect.Value) {
	w.line(path, fmt.Sprintf("%s of %d", v.Type(), v.Len()))
	type entry struct {
		key   string
		value reflect.Value
	}
	var entries []entry
	for _, k := range v.MapKeys() {
		name := walker{depth: w.depth}
		name.value("", k)
		entries = append(entries, entry{strings.Join(name.lines, ","), v.MapIndex(k)})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	for _, e := range entries {
		w.value(fmt.Sprintf("%s{%s}", path, e.key), e.value)
	}
}
