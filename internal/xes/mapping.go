package xes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/imports"
)

// Mapping says which attributes of a log mean what, by their keys. Only the
// attributes of a case or a step themselves are looked at, never their
// children. Everything that came in is kept, sealed; what a mapping names, and
// nothing else, is also shown to everybody. A public attribute is shown with
// its children; the case's concept:name, where it is public, becomes the name
// of the request.
type Mapping = imports.Mapping

const (
	keyTimestamp  = "time:timestamp"       // of the Time extension
	keyTransition = "lifecycle:transition" // of the Lifecycle extension
)

// PermitDesk fits the log of the permit desk (receipt phase, WABO, CoSeLoG
// project). Who handled a case, department, group and the case's own number
// stay restricted.
func PermitDesk() Mapping {
	return Mapping{
		Name: "permit-desk",
		Case: imports.CaseMapping{
			Channel: "channel", StartedAt: "startdate", Due: "deadline",
			PlannedEnd: "enddate_planned", EndedAt: "enddate",
		},
		Step: imports.StepMapping{Name: keyName, At: keyTimestamp, Public: []string{keyTransition}},
	}
}

// Generic fits every log: a step has a name and, in most, a time.
func Generic() Mapping {
	return Mapping{Name: "generic", Step: imports.StepMapping{Name: keyName, At: keyTimestamp}}
}

// ParseMapping reads a mapping from JSON, such as
//
//	{
//	  "name": "helpdesk",
//	  "case": {"channel": "via", "startedAt": "opened", "endedAt": "closed", "public": ["calls"]},
//	  "step": {"name": "concept:name", "at": "time:timestamp"}
//	}
//
// Everything but name and step.name may be left out. An error names the field,
// the rule and the way out.
func ParseMapping(data []byte) (Mapping, error) {
	var m Mapping
	if err := json.Unmarshal(data, &m, json.RejectUnknownMembers(true)); err != nil {
		return Mapping{}, unreadable(err)
	}
	return m, CheckMapping(m)
}

// CheckMapping says what is wrong with a mapping, naming the field, the rule
// and the way out.
func CheckMapping(m Mapping) error {
	for _, f := range []struct{ name, value, use string }{
		{"name", m.Name, `say what it is called, "name": "helpdesk"`},
		{"step.name", m.Step.Name, `say which attribute names a step, usually "name": "concept:name"`},
	} {
		if f.value == "" {
			return badMapping(f.name, "it is missing: %s", f.use)
		}
	}
	for _, part := range mappingParts(m) {
		for _, k := range part.keys {
			if err := checkMappingText(k.field, k.key); err != nil {
				return err
			}
		}
		for i, key := range part.public {
			field := fmt.Sprintf("%s.public.%d", part.name, i)
			at := slices.IndexFunc(part.keys, func(k mappedKey) bool { return k.key == key })
			switch {
			case key == "":
				return badMapping(field, "it is empty: name an attribute, or leave it out")
			case slices.Contains(part.public[:i], key):
				return badMapping(field, "%s stands there twice: name it once", quote(key))
			case at >= 0:
				return badMapping(field, "%s is public already, as %s: leave it out here", quote(key), part.keys[at].field)
			}
			if err := checkMappingText(field, key); err != nil {
				return err
			}
		}
	}
	return checkMappingText("name", m.Name)
}

// checkMappingText holds a text to what the ledger accepts in a public one, so
// that it is not refused after a whole file has been read.
func checkMappingText(field, text string) error {
	if len(text) > catalogue.MaxNameBytes {
		return badMapping(field, "it has %d bytes, and at most %d are accepted: shorten it", len(text), catalogue.MaxNameBytes)
	}
	if !catalogue.OneLine(text) {
		return badMapping(field, "%s is not plain text on one line: write it as that", quote(text))
	}
	return nil
}

// mappedKey is a field of a mapping and the attribute that it names, or "".
type mappedKey struct{ field, key string }

// mappingPart is the half of a mapping that is about cases, or about steps.
type mappingPart struct {
	name   string
	keys   []mappedKey
	public []string
}

func mappingParts(m Mapping) [2]mappingPart {
	return [2]mappingPart{
		{"case", []mappedKey{
			{"case.channel", m.Case.Channel}, {"case.startedAt", m.Case.StartedAt}, {"case.due", m.Case.Due},
			{"case.plannedEnd", m.Case.PlannedEnd}, {"case.endedAt", m.Case.EndedAt},
		}, m.Case.Public},
		{"step", []mappedKey{{"step.name", m.Step.Name}, {"step.at", m.Step.At}}, m.Step.Public},
	}
}

// equalMappings is equality, whatever is nil and whatever is empty.
func equalMappings(a, b Mapping) bool {
	p, q := mappingParts(a), mappingParts(b)
	return a.Name == b.Name &&
		slices.Equal(p[0].keys, q[0].keys) && slices.Equal(p[0].public, q[0].public) &&
		slices.Equal(p[1].keys, q[1].keys) && slices.Equal(p[1].public, q[1].public)
}

func badMapping(field, format string, args ...any) error {
	return fmt.Errorf("mapping: %s: %w", field, fmt.Errorf(format, args...))
}

// unreadable says where in the JSON of a mapping something is wrong.
func unreadable(err error) error {
	const way = `a mapping is one JSON object with "name", "case" and "step"; case may have channel, startedAt, due, plannedEnd, endedAt and public, step may have name, at and public`
	if at, ok := errors.AsType[*json.SemanticError](err); ok && at.JSONPointer != "" {
		field := strings.ReplaceAll(strings.TrimPrefix(string(at.JSONPointer), "/"), "/", ".")
		if errors.Is(err, json.ErrUnknownName) {
			return badMapping(field, "there is no such field: %s", way)
		}
		return badMapping(field, "a %s does not belong there: write the key of an attribute in quotes, or under public a list of them", at.JSONKind)
	}
	if at, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("mapping: byte %d: %w: %s", at.ByteOffset, at.Err, way)
	}
	return fmt.Errorf("mapping: %w: %s", err, way)
}
