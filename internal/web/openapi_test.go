package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/catalogue"
)

type schema = map[string]any

func TestOpenAPI(t *testing.T) {
	s := founded(t)
	s.settle()
	w := s.get("/api/openapi.json")
	require.Equal(t, http.StatusOK, w.Code)
	var doc schema
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &doc))
	require.Equal(t, "3.1.0", doc["openapi"])
	require.NotEmpty(t, doc["info"].(schema)["title"])
	require.NotEmpty(t, doc["info"].(schema)["version"])

	paths := doc["paths"].(schema)
	ids := map[string]bool{}
	for path, item := range paths {
		for method, op := range item.(schema) {
			require.Contains(t, []string{"get", "post"}, method)
			checkOperation(t, path, op.(schema))
			id := op.(schema)["operationId"].(string)
			require.False(t, ids[id], "operationId %s twice", id)
			ids[id] = true
		}
	}
	for _, spec := range catalogue.Standard.Commands() {
		require.Contains(t, paths, "/api/commands/"+spec.Name)
	}
	for _, path := range []string{"/board.json", "/requests.json", "/requests.csv", "/requests/{id}.json", "/events/{position}.json", "/streams/{stream}.csv", "/healthz"} {
		require.Contains(t, paths, path)
	}
	schemas := doc["components"].(schema)["schemas"].(schema)
	for name, v := range schemas {
		checkSchema(t, name, v.(schema))
	}
	for _, ref := range regexp.MustCompile(`"\$ref": "#/components/schemas/([^"]+)"`).FindAllStringSubmatch(w.Body.String(), -1) {
		require.Contains(t, schemas, ref[1], "a reference that leads nowhere")
	}

	// What a correction changes is an object of the event's own fields, and what
	// it acts on is a whole stream.
	change := schemas["correction.propose"].(schema)["properties"].(schema)["amend"].(schema)["items"].(schema)["properties"].(schema)
	require.Equal(t, "object", change["set"].(schema)["type"])
	described, err := json.Marshal(paths["/api/commands/correction.propose"])
	require.NoError(t, err)
	require.Contains(t, string(described), "the whole name of the stream")

	require.Len(t, schemas["people"].(schema)["oneOf"], 2)
	for _, path := range []string{"/board.json", "/requests.json", "/requests/{id}.json"} {
		described, err := json.Marshal(paths[path])
		require.NoError(t, err)
		require.Contains(t, string(described), "#/components/schemas/people", path)
	}

	list := schemas["matter.list"].(schema)
	require.Equal(t, []any{"immediate", "agent", "guided"}, list["properties"].(schema)["list"].(schema)["enum"])
	require.Equal(t, "date", list["properties"].(schema)["from"].(schema)["format"])
	require.Contains(t, list["required"], "basis")
	require.NotContains(t, list["required"], "fee")
	require.Contains(t, list["properties"].(schema)["basis"].(schema)["description"], "办理依据")
}

func checkOperation(t *testing.T, path string, op schema) {
	t.Helper()
	require.NotEmpty(t, op["summary"], path)
	require.NotEmpty(t, op["responses"], path)
	var inPath []string
	for _, p := range asList(op["parameters"]) {
		p := p.(schema)
		require.Contains(t, []any{"query", "path", "header"}, p["in"], path)
		require.NotEmpty(t, p["name"], path)
		checkSchema(t, path, p["schema"].(schema))
		if p["in"] == "path" {
			require.Equal(t, true, p["required"], path)
			inPath = append(inPath, "{"+p["name"].(string)+"}")
		}
	}
	want := regexp.MustCompile(`\{\w+\}`).FindAllString(path, -1)
	slices.Sort(want)
	slices.Sort(inPath)
	require.Equal(t, want, inPath, path)
	for status, response := range op["responses"].(schema) {
		require.Regexp(t, `^(default|[1-5]\d\d)$`, status)
		require.NotEmpty(t, response.(schema)["description"], path)
	}
	if body, ok := op["requestBody"].(schema); ok {
		require.NotEmpty(t, body["content"], path)
		for _, content := range body["content"].(schema) {
			checkSchema(t, path, content.(schema)["schema"].(schema))
		}
	}
}

var keywords = strings.Fields("type properties required additionalProperties items maxItems maxLength minimum enum format description oneOf pattern $ref")

// checkSchema is what JSON Schema 2020-12 asks of the keywords that are used
// here; any other keyword is a mistake.
func checkSchema(t *testing.T, where string, s schema) {
	t.Helper()
	for key := range s {
		require.Contains(t, keywords, key, where)
	}
	if s["$ref"] != nil || s["oneOf"] != nil {
		for _, part := range asList(s["oneOf"]) {
			checkSchema(t, where, part.(schema))
		}
		return
	}
	kind := s["type"]
	require.Contains(t, []any{"object", "array", "string", "integer", "boolean"}, kind, "%s: %v", where, s)
	properties, _ := s["properties"].(schema)
	for name, p := range properties {
		checkSchema(t, where+"."+name, p.(schema))
	}
	for _, name := range asList(s["required"]) {
		require.Contains(t, properties, name, where)
	}
	if kind == "array" {
		checkSchema(t, where+"[]", s["items"].(schema))
	}
	if s["enum"] != nil {
		require.NotEmpty(t, s["enum"], where)
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}
