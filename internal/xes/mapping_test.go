package xes_test

import (
	"strings"
	"testing"

	"github.com/sunledger/sunledger/internal/xes"
)

func TestMappingsThatAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		``:                                      "a mapping is one JSON object",
		`[]`:                                    "a mapping is one JSON object",
		`{"name": "m", "step": {"name": "n"},}`: "byte",
		`{"name": "m", "step": {"name": "n"}} {}`: "byte",
		`{"name": "m"}`:           "step.name: it is missing",
		`{"step": {"name": "n"}}`: `name: it is missing: say what it is called`,
		`{"name": "m", "step": {"name": "n"}, "trace": {}}`:                    "trace: there is no such field",
		`{"name": "m", "step": {"name": "n", "when": "t"}}`:                    "step.when: there is no such field",
		`{"name": "m", "step": {"name": 3}}`:                                   "step.name: a number does not belong there",
		`{"name": "m", "step": {"name": "n", "public": "t"}}`:                  "step.public: a string does not belong there",
		`{"name": "m", "step": {"name": "n", "public": ["t", "t"]}}`:           `step.public.1: "t" stands there twice`,
		`{"name": "m", "step": {"name": "n", "public": [""]}}`:                 "step.public.0: it is empty",
		`{"name": "m", "step": {"name": "n", "public": ["n"]}}`:                `step.public.0: "n" is public already, as step.name`,
		`{"name": "m", "case": {"due": "d\n"}, "step": {"name": "n"}}`:         "case.due: \"d\\n\" is not plain text on one line",
		`{"name": "` + strings.Repeat("m", 1001) + `", "step": {"name": "n"}}`: "name: it has 1001 bytes, and at most 1000",
		`{"name": "m", "name": "o", "step": {"name": "n"}}`:                    "byte",
	} {
		_, err := xes.ParseMapping([]byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), "mapping: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: got %v, want %q", text, err, want)
		}
	}
}

func TestBuiltInMappingsAreSound(t *testing.T) {
	for _, m := range []xes.Mapping{xes.PermitDesk(), xes.Generic()} {
		if err := xes.CheckMapping(m); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParseMapping(f *testing.F) {
	f.Add([]byte(`{"name": "m", "case": {"channel": "c", "public": ["p"]}, "step": {"name": "n", "at": "t"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if m, err := xes.ParseMapping(text); err == nil && xes.CheckMapping(m) != nil {
			t.Errorf("%+v was read and is refused", m)
		}
	})
}
