package rules

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FileError says what is wrong with a file of rules or of the calendar.
type FileError struct {
	// File is the path in the folder that was given.
	File string
	// Line is counted from 1; 0 where the fault is not on one line.
	Line int
	// Pointer is the place in the document, a JSON pointer (RFC 6901); empty
	// where it is the whole.
	Pointer string
	// Problem says what is wrong, Remedy what to do.
	Problem string
	Remedy  string
}

// Error is file:line: pointer: problem: remedy.
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	for _, part := range []string{e.Pointer, e.Problem, e.Remedy} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	return b.String()
}

// fault is what a decoder of ours finds wrong with a value.
type fault struct {
	problem, remedy string
	at              jsontext.Pointer
}

func (f fault) Error() string { return f.problem + ": " + f.remedy }

// decodeStrictly reads one JSON value into a pointer to a struct. It refuses
// unknown and repeated names and whatever follows the value; the error is a
// *FileError.
func decodeStrictly(file string, data []byte, into any) error {
	err := json.Unmarshal(data, into, json.RejectUnknownMembers(true))
	if err == nil {
		return nil
	}
	out := &FileError{File: file, Problem: err.Error(), Remedy: "correct it"}
	offset := int64(0)
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &syntax):
		out.Pointer, offset = string(syntax.JSONPointer), syntax.ByteOffset
		out.Problem, out.Remedy = "not valid JSON: "+syntax.Err.Error(), "correct it there"
		if errors.Is(err, jsontext.ErrDuplicateName) {
			out.Problem, out.Remedy = "the name is given twice", "keep one"
		}
	case errors.As(err, &semantic):
		out.Pointer, offset = string(semantic.JSONPointer), semantic.ByteOffset
		out.describe(semantic, reflect.TypeOf(into))
	}
	if n := int64(len(data)); 0 <= offset && offset <= n {
		rest := bytes.TrimLeft(data[offset:], " \t\r\n,:") // the fault is at the next value
		out.Line = 1 + bytes.Count(data[:n-int64(len(rest))], []byte("\n"))
	}
	return out
}

func (e *FileError) describe(err *json.SemanticError, into reflect.Type) {
	var f fault
	switch {
	case errors.As(err, &f):
		e.Pointer, e.Problem, e.Remedy = string(f.at), f.problem, f.remedy
	case errors.Is(err, json.ErrUnknownName):
		parent := err.JSONPointer.Parent()
		e.Problem = fmt.Sprintf("there is no %q here", err.JSONPointer.LastToken())
		e.Remedy = "correct or remove it; known are " + strings.Join(membersAt(into, parent), ", ")
	case err.Err != nil:
		e.Problem = err.Err.Error()
	case err.GoType != nil:
		e.Problem = fmt.Sprintf("a JSON %s does not fit here", err.JSONKind)
		e.Remedy = "write " + wanted(err.GoType)
	}
}

func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "an integer"
	case reflect.Bool:
		return "true or false"
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "an array"
	}
	return "a string"
}
