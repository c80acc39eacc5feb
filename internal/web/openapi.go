package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
)

// object is a JSON object in the making.
type object = map[string]any

// serveOpenAPI describes the API (OpenAPI 3.1), made from the catalogue: a new
// command describes itself.
func (h *Handler) serveOpenAPI(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return writeJSON(w, http.StatusOK, h.openAPI())
}

func (h *Handler) openAPI() object {
	paths := object{}
	for _, route := range readRoutes() {
		h.describeRead(paths, route)
	}
	schemas := object{"refusal": refusalSchema, "receipt": receiptSchema, "people": peopleSchema, "attachment": attachmentSchema}
	for _, spec := range h.cfg.Ledger.Catalogue().Commands() {
		schemas[spec.Name] = objectSchema(h.cfg.Ledger.Catalogue().Fields(spec.Prototype))
		paths["/api/commands/"+spec.Name] = object{"post": describeCommand(spec)}
	}
	describeFiles(paths)
	for path, says := range map[string]string{
		"/healthz": "whether the process answers",
		"/readyz":  "whether the log can be reached and the views have caught up with it; 503 while that is not so",
	} {
		paths[path] = object{"get": object{
			"operationId": strings.TrimPrefix(path, "/"), "summary": says, "tags": []string{"operations"},
			"responses": object{"200": jsonResponse("yes", object{"type": "object"}), "503": jsonResponse("not yet", object{"type": "object"})},
		}}
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Sunledger", "version": "1",
			"description": "The public ledger of a county: what anyone may read, and the commands that a program may send with the token of an account.",
			"license":     object{"name": "Apache-2.0", "identifier": "Apache-2.0"},
		},
		"tags": []object{
			{"name": "read", "description": "Everything that the pages show. Figures, rows and events name the stream and revision that they come from. While the log cannot be reached, what the views hold is answered with logAway.since, and 503 what only the log has."},
			{"name": "commands", "description": "Each is decided against the history of one stream; its events are durable when it is answered."},
			{"name": "operations"},
		},
		"paths": paths,
		"components": object{
			"schemas": schemas,
			"securitySchemes": object{"bearer": object{
				"type": "http", "scheme": "bearer",
				"description": "the token of an account, in the header Authorization; one in the address is refused, and the session of a browser is not taken",
			}},
		},
	}
}

func (h *Handler) describeRead(paths object, route readRoute) {
	base := route.path
	if route.alias != "" {
		base = route.alias
	}
	var params []object
	for name := range strings.SplitSeq(base, "/") {
		if strings.HasPrefix(name, "{") {
			params = append(params, object{"name": strings.Trim(name, "{}"), "in": "path", "required": true, "schema": object{"type": "string"}})
		}
	}
	for _, p := range slices.Concat(route.params, momentParams, []param{{"after", "wait until the views have taken in the event at this position", true, nil}, param{"lang", "language of texts", false, []string{"zh", "en"}}}) {
		schema := object{"type": "string"}
		switch {
		case p.integer:
			schema["type"] = "integer"
		case p.choices != nil:
			schema["enum"] = p.choices
		}
		params = append(params, object{"name": p.name, "in": "query", "description": p.english, "schema": schema})
	}
	describe := func(suffix, media string, schema object) object {
		return object{"get": object{
			"operationId": "get" + strings.NewReplacer("/", "_", "{", "", "}", "").Replace(base) + "_" + suffix,
			"summary":     route.english, "tags": []string{"read"}, "parameters": params,
			"responses": object{
				"200":     object{"description": route.english, "content": object{media: object{"schema": schema}}},
				"304":     object{"description": "nothing has changed since the entity tag"},
				"default": jsonResponse("refused", object{"$ref": "#/components/schemas/refusal"}),
			},
		}}
	}
	value := object{"type": "object"}
	if route.counts != nil {
		value = route.counts
	}
	if route.path == "/"+feedPage {
		paths[base+".atom"] = describe("atom", "application/atom+xml", object{"type": "string", "description": "Atom 1.0 (RFC 4287), the newest 100"})
	}
	paths[base+".json"] = describe("json", "application/json", value)
	if route.list {
		paths[base+".csv"] = describe("csv", "text/csv", object{"type": "string"})
	}
}

func describeCommand(spec domain.CommandSpec) object {
	body := object{
		"type": "object", "additionalProperties": false, "required": []string{"command"},
		"properties": object{
			"id":               object{"type": "string", "maxLength": domain.MaxIDBytes, "description": "id of the " + spec.Category + " that it acts on, without the category"},
			"occurredAt":       object{"type": "string", "format": "date-time", "description": "when it happened; now unless given"},
			"expectedRevision": object{"type": "integer", "minimum": -1, "description": "revision that the author saw; where the stream has moved on the command is refused"},
			"attachments": object{
				"type": "array", "maxItems": domain.MaxAttachments, "description": "files that are evidence of it, sent ahead to /api/files under the same account; each file for one command",
				"items": attachSchema,
			},
			"command": object{"$ref": "#/components/schemas/" + spec.Name},
		},
	}
	if spec.Category == domain.CorrectionCategory {
		body["properties"].(object)["id"] = object{
			"type":        "string",
			"description": "the whole name of the stream that is corrected, such as request-5f0c…: every stream can be",
		}
	}
	if spec.Opens {
		delete(body["properties"].(object), "id")
	} else {
		body["required"] = []string{"id", "command"}
	}
	roles := make([]string, len(spec.Permits))
	for i, r := range spec.Permits {
		roles[i] = r.String()
	}
	refused := jsonResponse("refused, and nothing was recorded", object{"$ref": "#/components/schemas/refusal"})
	receipt := object{"$ref": "#/components/schemas/receipt"}
	return object{
		"operationId": spec.Name, "tags": []string{"commands"},
		"summary": spec.English, "description": spec.Chinese + ". For: " + strings.Join(roles, ", ") + ".",
		"security": []object{{"bearer": []string{}}},
		"parameters": []object{{
			"name": "Idempotency-Key", "in": "header", "schema": object{"type": "string", "maxLength": 200},
			"description": "makes the command safe to repeat: the same key and command give the first answer again",
		}},
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": body}}},
		"responses": object{
			"201": jsonResponse("recorded", receipt), "200": jsonResponse("recorded before, or nothing was to be done", receipt),
			"400": refused, "401": refused, "403": refused, "404": refused, "409": refused, "413": refused, "415": refused, "422": refused, "429": refused, "503": refused,
		},
	}
}

func jsonResponse(says string, schema object) object {
	return object{"description": says, "content": object{"application/json": object{"schema": schema}}}
}

// objectSchema is the JSON Schema of an object with some fields.
func objectSchema(fields []catalogue.Field) object {
	properties, required := object{}, []string{}
	for _, f := range fields {
		properties[f.Name] = fieldSchema(f)
		if !f.Optional {
			required = append(required, f.Name)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func fieldSchema(f catalogue.Field) object {
	item := itemSchema(f)
	if f.List {
		item = object{"type": "array", "items": item, "maxItems": catalogue.MaxItems}
	}
	item["description"] = f.English + " · " + f.Chinese
	if f.Kind == catalogue.KindMoney {
		item["description"] = f.English + ", in fen · " + f.Chinese + "（分）"
	}
	return item
}

func itemSchema(f catalogue.Field) object {
	switch f.Kind {
	case catalogue.KindCoded:
		codes := make([]string, len(f.Codes))
		for i, c := range f.Codes {
			codes[i] = c.Code
		}
		return object{"type": "string", "enum": codes}
	case catalogue.KindInteger:
		return object{"type": "integer"}
	case catalogue.KindMoney:
		return object{"type": "integer", "format": "int64"}
	case catalogue.KindBoolean:
		return object{"type": "boolean"}
	case catalogue.KindDate:
		return object{"type": "string", "format": "date"}
	case catalogue.KindTime:
		return object{"type": "string", "format": "date-time"}
	case catalogue.KindUUID:
		return object{"type": "string", "format": "uuid"}
	case catalogue.KindJSON:
		return object{"type": "object"}
	case catalogue.KindObject:
		if f.Fields == nil {
			return object{"type": "object"} // a foreign attribute inside another
		}
		return objectSchema(f.Fields)
	case catalogue.KindEvent:
		return object{"type": "object", "required": []string{"type", "data"}, "properties": object{"type": object{"type": "string"}, "data": object{"type": "object"}}}
	}
	text := object{"type": "string", "maxLength": f.MaxBytes}
	if f.Seal == catalogue.SealedPersonal {
		return object{"oneOf": []object{text, {
			"type": "object", "additionalProperties": false, "required": []string{"text"},
			"properties": object{"subject": object{"type": "string", "format": "uuid", "description": "the person, where something is held of them already"}, "text": text},
		}}}
	}
	return text
}

// peopleSchema is a count of people.
var peopleSchema = object{
	"description": "a count of people: the number, or a band in its place where it is small enough to point at somebody (<10), or would tell such a number (>=10); the minimum is that of the rule set in force",
	"oneOf":       []object{{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^(<|>=)[0-9]+$"}},
}

// What pages with counts of people answer with, as far as those go.
var (
	people = object{"$ref": "#/components/schemas/people"}

	boardSchema = with(
		"requests", with("peopleServed", people, "groups", object{"type": "object", "additionalProperties": listOf(with("people", people))}),
		"county", countySchema,
	)
	countySchema = with(
		"source", text, "county", text, "year", integer,
		"service", with("communities", integer, "townStaffPostedToCommunitiesPercent", integer, "communitiesWithSocialWorkersPercent", integer,
			"centresUpgraded", integer, "smartPlatformsCompleted", integer, "peopleServed", people),
		"governance", with("cleanUpsCompleted", integer, "disclosureDayOfMonth", integer, "partyActivityWeekOfMonth", integer, "boardSubsidyYuan", integer),
		"economy", with("auditsPlanned", integer, "auditsCompleted", integer, "accountantsTrained", people,
			"propertyReformsCompleted", integer, "povertyReliefCompanyStartUpYuanPerCommunity", integer),
		"income", with("characteristicIndustryCommunities", integer, "newBusinessEntities", integer, "farmersTrained", people,
			"threeSocietyDemonstrationSites", integer, "threeSocietyTowns", listOf(text)),
		"organisation", with("firstSecretaries", integer, "firstSecretaryProjects", doneSchema, "backwardCommunities", with("listed", integer, "rectified", integer),
			"partyOrganisations", integer, "partyOrganisationProjects", doneSchema,
			"cadreClasses", with("held", integer, "people", people), "trainingsInZhejiang", with("held", integer, "daysEach", integer)),
	)
	doneSchema = with("planned", integer, "completed", integer, "percent", object{"type": "string", "description": "to one decimal; empty where nothing was planned"})

	requestsSchema = with("requests", listOf(with("people", people)))
	requestSchema  = with("request", with("people", people), "history", listOf(with(
		"corrected", with("changes", changesSchema),
		"proposes", listOf(with("revision", integer, "changes", changesSchema)),
	)))

	changesSchema = listOf(with(
		"field", text,
		"before", object{"description": "as it was recorded, or stood when the correction was proposed; absent where the field was"},
		"after", object{"description": "as the correction makes it; absent where the field is"},
	))

	correctionsSchema = with(
		"totals", with("all", integer, "waiting", integer, "unsettled", integer), "total", integer,
		"corrections", listOf(with(
			"stream", text, "place", text, "kind", codedSchema(domain.CorrectionKind("")), "restsOn", codedSchema(domain.CorrectionBasis("")), "basis", text,
			"status", codedSchema(domain.CorrectionStatus("")), "correctedAt", moment, "days", object{"type": "integer", "minimum": 0, "description": "whole days from the record to the decision"},
			"proposed", integer, "proposedAt", moment, "proposedBy", text, "decided", integer, "decidedAt", moment, "decidedBy", text,
			"unsettled", listOf(object{"type": "string", "description": "stream@revision that rests on it"}), "more", integer,
		)),
	)
)

// The schemas of single values.
var (
	text    = object{"type": "string"}
	integer = object{"type": "integer"}
	moment  = object{"type": "string", "format": "date-time"}
)

// codedSchema is the schema of a coded value.
func codedSchema(c domain.Coded) object { return object{"type": "string", "enum": codesOf(c)} }

// with is the schema of an object with some properties among others.
func with(pairs ...any) object {
	properties := object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		properties[pairs[i].(string)] = pairs[i+1]
	}
	return object{"type": "object", "properties": properties}
}

func listOf(item object) object { return object{"type": "array", "items": item} }

var refusalSchema = object{
	"type": "object", "required": []string{"error"},
	"properties": object{"error": object{
		"type": "object", "required": []string{"code", "message", "messageZh", "request"},
		"properties": object{
			"code":      object{"type": "string", "description": "stable; programs decide by it"},
			"message":   object{"type": "string", "description": "what is wrong, which rule says so, and what to do"},
			"messageZh": object{"type": "string", "description": "the same in Chinese"},
			"request":   object{"type": "string", "description": "number of the request in the log of the server"},
		},
	}},
}

var receiptSchema = object{
	"type": "object", "required": []string{"stream", "revision", "position", "repeated", "events"},
	"properties": object{
		"stream":   object{"type": "string"},
		"revision": object{"type": "integer", "minimum": -1},
		"position": object{"type": "integer", "minimum": 0, "description": "give it to ?after= to read what was written"},
		"repeated": object{"type": "boolean", "description": "the command was carried out before"},
		"events": object{"type": "array", "items": object{
			"type": "object", "required": []string{"id", "type", "revision", "position", "occurredAt", "recordedAt", "data"},
			"properties": object{
				"id": object{"type": "string", "format": "uuid"}, "type": object{"type": "string"},
				"revision": object{"type": "integer", "minimum": 0}, "position": object{"type": "integer", "minimum": 0},
				"occurredAt": object{"type": "string", "format": "date-time"}, "recordedAt": object{"type": "string", "format": "date-time"},
				"data":        object{"type": "object", "description": "what is public of the event"},
				"attachments": listOf(object{"$ref": "#/components/schemas/attachment"}),
			},
		}},
	},
}

// describeFiles describes how files are sent and had.
func describeFiles(paths object) {
	refused := jsonResponse("refused", object{"$ref": "#/components/schemas/refusal"})
	bearer := []object{{"bearer": []string{}}}
	bytes := object{"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}}}
	paths[filesPath] = object{"post": object{
		"operationId": "takeFile", "tags": []string{"commands"}, "security": bearer,
		"summary":     "send an evidence file ahead, for a command of the same account to name",
		"description": "The bytes of one file are the body. Its size is bounded, and its type found from its bytes. Nothing is recorded by it; nobody can read a file that no event names.",
		"parameters": []object{{
			"name": "audience", "in": "query", "description": "who may read it, restricted unless given; what is not public is encrypted", "schema": object{"type": "string", "enum": audiences},
		}},
		"requestBody": object{"required": true, "content": bytes},
		"responses": object{"201": jsonResponse("taken", with(
			"digest", object{"type": "string", "pattern": digestPattern, "description": "SHA-256 of the bytes that are stored, by which a command names it"},
			"mediaType", text, "size", integer, "audience", object{"type": "string", "enum": audiences},
		)), "default": refused},
	}}
	params := []object{
		{"name": "position", "in": "path", "required": true, "schema": integer, "description": "of an event that names the file"},
		{"name": "digest", "in": "path", "required": true, "schema": object{"type": "string", "pattern": digestPattern}},
	}
	describe := func(id, says string) object {
		return object{
			"operationId": id, "summary": says, "tags": []string{"read"}, "parameters": params,
			"responses": object{"200": object{"description": "the file", "content": bytes}, "default": refused},
		}
	}
	paths[publicFilePattern] = object{"get": describe("getFile", "a public file that an event names")}
	sealed := describe("openFile", "a file that an event names, for an account that may read it there")
	sealed["security"] = bearer
	paths["/api"+publicFilePattern] = object{"get": sealed}
}

const digestPattern = "^[0-9a-f]{64}$"

var audiences = []string{string(domain.Public), string(domain.Village), string(domain.Restricted)}

// attachSchema is a file as a command names it, attachmentSchema as an event does.
var (
	attachSchema = object{
		"type": "object", "additionalProperties": false, "required": []string{"kind", "digest"},
		"properties": object{
			"kind":     codedSchema(domain.AttachmentKind("")),
			"digest":   object{"type": "string", "pattern": digestPattern},
			"title":    object{"type": "string", "maxLength": ledger.MaxTitleBytes, "description": "sealed unless the file is public"},
			"audience": object{"type": "string", "enum": audiences, "description": "restricted unless given"},
		},
	}
	attachmentSchema = with(
		"kind", codedSchema(domain.AttachmentKind("")), "digest", text, "mediaType", text, "size", integer,
		"audience", object{"type": "string", "enum": audiences}, "title", object{"type": "string", "description": "where it is public"},
	)
)
