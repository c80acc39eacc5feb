package catalogue_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

var update = flag.Bool("update", false, "write frozen files of new events, the table of permits, and docs/events.md")

const frozenDir = "testdata/events"

// A frozen file is the data of an event of one version, as it stands in logs.
// It is written once and never changed: a test that fails here has found a
// change that would make recorded history unreadable. Give the new shape a new
// wire name and an upcaster instead.
func TestEveryEventVersionIsFrozen(t *testing.T) {
	for _, spec := range catalogue.Standard.Events() {
		name := spec.Prototype.EventType()
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(frozenDir, name+".json")
			frozen, err := os.ReadFile(path)
			if os.IsNotExist(err) && *update {
				frozen, err = catalogue.Standard.Reencode(sample(spec.Prototype))
				require.NoError(t, err)
				require.NoError(t, os.MkdirAll(frozenDir, 0o755))
				require.NoError(t, os.WriteFile(path, append(frozen, '\n'), 0o644))
			}
			require.NoError(t, err, "a new event needs its frozen file: go test ./domain/catalogue -update")
			frozen = bytes.TrimSuffix(frozen, []byte("\n"))

			decoded, err := catalogue.Standard.Decode(name, frozen)
			require.NoError(t, err)
			if spec.Upcast == nil {
				again, err := catalogue.Standard.Reencode(decoded)
				require.NoError(t, err)
				require.Equal(t, string(frozen), string(again), "the event no longer encodes as it was recorded")
				requireAllFieldsSet(t, catalogue.Standard, decoded)
			}
		})
	}
}

// Frozen files whose events left the catalogue would be history that nobody
// can read.
func TestNoFrozenEventIsForgotten(t *testing.T) {
	files, err := os.ReadDir(frozenDir)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".json")
		require.True(t, catalogue.Standard.KnowsEvent(name), "%s was recorded and must stay readable: retire it with an upcaster", name)
	}
}

func TestEventsDocumentIsUpToDate(t *testing.T) {
	const path = "../../docs/events.md"
	var want bytes.Buffer
	require.NoError(t, catalogue.Standard.WriteMarkdown(&want))
	if *update {
		require.NoError(t, os.WriteFile(path, want.Bytes(), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want.String(), string(got), "docs/events.md is generated: go test ./domain/catalogue -update")
}

// requireAllFieldsSet sees to it that a frozen file shows every field.
func requireAllFieldsSet(t *testing.T, c *catalogue.Catalogue, e domain.Event) {
	data, err := c.Reencode(e)
	require.NoError(t, err)
	for _, f := range c.Fields(e) {
		require.Contains(t, string(data), `"`+f.Name+`":`, "the frozen file lacks a field")
	}
}

// sample is an event of the prototype's type with every field set.
func sample(prototype domain.Event) domain.Event {
	v := reflect.New(reflect.TypeOf(prototype)).Elem()
	fill(v, prototype.EventType())
	return v.Interface().(domain.Event)
}

func mustDecode(text string, into any) {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		panic(err)
	}
}

func fill(v reflect.Value, name string) {
	switch p := v.Addr().Interface().(type) {
	case *domain.Personal:
		mustDecode(`{"subject":"7b1f7c5e-0000-4000-8000-000000000001","sealed":"c2VhbGVk"}`, p)
		return
	case *domain.Date:
		*p = domain.NewDate(2016, 9, 9)
		return
	case *time.Time:
		*p = time.Date(2016, 9, 9, 1, 2, 3, 456789000, time.UTC)
		return
	case *uuid.UUID:
		*p = uuid.NewSHA1(uuid.Nil, []byte(name))
		return
	case *domain.Payload:
		*p = domain.Payload{Event: sample(catalogue.Standard.Events()[0].Prototype)}
		return
	case *domain.Attribute:
		*p = domain.Attribute{Type: "string", Key: name, Value: "text", Children: []domain.Attribute{{Type: "int", Key: "n", Value: "1"}}}
		return
	case interface{ Holds() any }:
		mustDecode(`{"sealed":"c2VhbGVk"}`, p)
		return
	}
	if c, ok := v.Interface().(domain.Coded); ok {
		v.SetString(c.Codes()[0].Code)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text of " + name)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), strings.Split(v.Type().Field(i).Tag.Get("json"), ",")[0])
		}
	}
}
