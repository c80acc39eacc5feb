package web

import (
	"context"
	"strings"
)

// form is how an answer is written.
type form int

const (
	asHTML form = iota
	asJSON
	asCSV
	asAtom
)

// suffix is what the address of a form ends in.
func (f form) suffix() string { return [...]string{"", ".json", ".csv", ".atom"}[f] }

// formOf is the form that a path asks for.
func formOf(path string) form {
	for _, f := range []form{asJSON, asCSV, asAtom} {
		if strings.HasSuffix(path, f.suffix()) {
			return f
		}
	}
	return asHTML
}

type formKey struct{}

// formIn is the form that was asked for.
func formIn(ctx context.Context) form {
	f, _ := ctx.Value(formKey{}).(form)
	return f
}
