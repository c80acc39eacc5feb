package catalogue_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// The made-up aggregate of these tests: a parcel whose event changed its shape
// once, from grams in a field to grams and a label.
type (
	weighed struct {
		Grams int `json:"grams" audience:"public" en:"grams" zh:"克"`
	}
	weighedV2 struct {
		Grams  int         `json:"grams" audience:"public" en:"grams" zh:"克"`
		Scale  string      `json:"scale" audience:"public" en:"scale" zh:"秤"`
		Remark domain.Text `json:"remark,omitzero" audience:"restricted" en:"remark" zh:"备注"`
	}
	weigh struct {
		Grams  int         `json:"grams" en:"grams" zh:"克"`
		Scale  scale       `json:"scale" en:"scale" zh:"秤"`
		Remark domain.Text `json:"remark,omitzero" en:"remark" zh:"备注"`
		Tags   []string    `json:"tags,omitempty" en:"tags" zh:"标签"`
		On     domain.Date `json:"on,omitzero" en:"on" zh:"日期"`

		Sender    domain.Personal   `json:"sender,omitzero" en:"sender" zh:"寄件人"`
		Witnesses []domain.Personal `json:"witnesses,omitempty" en:"witnesses" zh:"见证人"`
		Seen      time.Time         `json:"seen,omitzero" en:"seen" zh:"时间"`
		By        string            `json:"by,omitzero" max:"4" en:"by" zh:"经手"`
		Parts     []part            `json:"parts,omitempty" en:"parts" zh:"部件"`
	}
	part struct {
		Name string `json:"name" en:"name" zh:"名称"`
	}
	scale  string
	parcel struct{ grams int }
)

func (weighed) EventType() string   { return "parcel.weighed" }
func (weighedV2) EventType() string { return "parcel.weighed.v2" }
func (weigh) CommandType() string   { return "parcel.weigh" }
func (scale) Codes() []domain.Code {
	return []domain.Code{{Code: "spring", English: "spring scale", Chinese: "弹簧秤"}, {Code: "beam", English: "beam", Chinese: "杆秤"}}
}

func (p parcel) Evolve(f domain.Fact) (parcel, error) {
	e, ok := f.Event.(weighedV2)
	if !ok {
		return p, domain.Unknown(f.Event)
	}
	p.grams = e.Grams
	return p, nil
}
func (parcel) Judge(domain.Event, domain.Act) error { return nil }
func (c weigh) Decide(parcel, domain.Act) ([]domain.Event, error) {
	return []domain.Event{weighedV2{Grams: c.Grams, Scale: string(c.Scale), Remark: c.Remark}}, nil
}

var parcels = catalogue.New(domain.Define("parcel",
	domain.Records[parcel](domain.Says(weighedV2{}, "{grams} g on the {scale}[: {remark}]", "{scale}称重 {grams} 克[:{remark}]")),
	domain.Retired[parcel](func(old weighed) weighedV2 { return weighedV2{Grams: old.Grams, Scale: "unknown"} }),
	domain.Opens[parcel, weigh]("weigh a parcel", "称重", domain.WindowClerk.At(domain.CommunityLevel)),
))

// reversing is a sealer that only turns the bytes around.
type reversing struct{}

func (reversing) Seal(_ domain.Place, text []byte) (domain.Envelope, error) {
	out := make([]byte, 0, len(text))
	for i := range text {
		out = append(out, text[len(text)-1-i])
	}
	return out, nil
}
func (r reversing) Open(at domain.Place, e domain.Envelope) ([]byte, error) { return r.Seal(at, e) }
func (r reversing) Fingerprint(at domain.Place, text []byte) ([]byte, error) {
	return r.Seal(at, text)
}

var someEvent = uuid.MustParse("7b1f7c5e-0000-4000-8000-00000000000e")

func TestARetiredVersionIsReadAsTheCurrentOne(t *testing.T) {
	e, err := parcels.Decode("parcel.weighed", []byte(`{"grams":12}`))
	require.NoError(t, err)
	require.Equal(t, weighedV2{Grams: 12, Scale: "unknown"}, e)

	_, err = parcels.Encode(weighed{Grams: 12}, reversing{}, "parcel-1", someEvent)
	require.Error(t, err, "a retired version is recorded no more")
	_, err = parcels.Encode(impostor{}, reversing{}, "parcel-1", someEvent)
	require.Error(t, err, "another type under the same wire name")
}

func TestDecodingIsStrict(t *testing.T) {
	for name, data := range map[string]string{
		"not JSON":                        `grams`,
		"empty":                           ``,
		"not an object":                   `[12]`,
		"null":                            `null`,
		"null member":                     `{"grams":null,"scale":"x"}`,
		"null and broken":                 `{"grams":1,"scale":"null"`,
		"missing member":                  `{"grams":12}`,
		"missing, though named in a text": `{"grams":12,"remark":{"sealed":"AA=="}}`,
		"none at all":                     `{}`,
		"unknown member":                  `{"grams":12,"scale":"x","colour":"red"}`,
		"repeated member":                 `{"grams":12,"grams":13,"scale":"x"}`,
		"other case":                      `{"Grams":12,"scale":"x"}`,
		"a fraction":                      `{"grams":12.5,"scale":"x"}`,
		"text for number":                 `{"grams":"12","scale":"x"}`,
		"too much":                        `{"grams":12,"scale":"x"} {}`,
		"overflow":                        `{"grams":99999999999999999999,"scale":"x"}`,
		"not UTF-8":                       "{\"grams\":1,\"scale\":\"\xff\"}",
		"clear for sealed":                `{"grams":12,"scale":"x","remark":"hello"}`,
	} {
		_, err := parcels.Decode("parcel.weighed.v2", []byte(data))
		var decodeError *catalogue.DecodeError
		require.ErrorAs(t, err, &decodeError, name)
		require.Equal(t, "parcel.weighed.v2", decodeError.Type, name)
	}
}

func TestAnUnknownTypeIsNeverSkipped(t *testing.T) {
	_, err := parcels.Read(catalogue.Stored{Stream: "parcel-1", Revision: 4, Position: 19, Type: "parcel.weighed.v3", Data: []byte(`{}`)})
	require.ErrorIs(t, err, catalogue.ErrUnknownType)
	require.ErrorContains(t, err, "parcel-1@4 (position 19)")
	require.ErrorContains(t, err, "parcel.weighed.v3")
}

func TestMetadata(t *testing.T) {
	in := domain.Recorded{
		Fact:          domain.Fact{OccurredAt: time.Date(2016, 9, 9, 8, 0, 0, 5000, time.FixedZone("", 8*3600)), Actor: "a", Role: domain.WindowClerk},
		RecordedAt:    time.Date(2016, 9, 9, 1, 0, 0, 0, time.UTC),
		CommandID:     uuid.New(),
		CommandDigest: []byte{1, 2, 3},
		CorrelationID: uuid.New(),
		CausationID:   uuid.New(),
		Evidence:      []domain.Ref{{Stream: "matter-7", Revision: 3}},
	}
	meta, err := parcels.EncodeMetadata(in)
	require.NoError(t, err)
	require.Contains(t, string(meta), `"occurredAt":"2016-09-09T00:00:00.000005Z"`)
	require.Contains(t, string(meta), `"evidence":["matter-7@3"]`)

	s := catalogue.Stored{ID: someEvent, Stream: "parcel-1", Revision: 1, Position: 2, Type: "parcel.weighed.v2", Data: []byte(`{"grams":12,"scale":"x"}`), Metadata: meta}
	out, err := parcels.Read(s)
	require.NoError(t, err)
	in.Event, in.ID, in.Stream, in.Revision, in.Position = weighedV2{Grams: 12, Scale: "x"}, someEvent, "parcel-1", 1, 2
	in.OccurredAt = in.OccurredAt.UTC()
	require.Equal(t, in, out)

	s.Metadata = bytes.Replace(meta, []byte("2016-09-09T00:00:00.000005Z"), []byte("2016-09-09T08:00:00.000005+08:00"), 1)
	zoned, err := parcels.Read(s)
	require.NoError(t, err)
	require.Equal(t, in, zoned, "in UTC, however it was written")

	bad := []string{``, `{}`, `{"schema":2}`, string(meta[:len(meta)-1]) + `,"colour":"red"}`}
	for _, member := range []string{"actor", "commandId", "occurredAt", "recordedAt", "schema"} {
		lacks := regexp.MustCompile(`,"` + member + `":("[^"]*"|\d+)`)
		require.Regexp(t, lacks, string(meta))
		bad = append(bad, lacks.ReplaceAllString(string(meta), ""), lacks.ReplaceAllString(string(meta), `,"`+member+`":null`))
	}
	for _, bad := range bad {
		s.Metadata = []byte(bad)
		_, err := parcels.Read(s)
		require.ErrorContains(t, err, "parcel-1@1 (position 2)", bad)
	}
}

// The made-up survey of these tests has all that the parcel has not.
type (
	survey struct {
		At     time.Time `json:"at" audience:"public" en:"at" zh:"时间"`
		Found  []finding `json:"found" audience:"public" en:"found" zh:"发现"`
		Tags   []string  `json:"tags,omitempty" audience:"public" en:"tags" zh:"标签"`
		Closed bool      `json:"closed,omitzero" audience:"public" en:"closed" zh:"关闭"`
	}
	finding struct {
		Name  string             `json:"name" audience:"public" en:"name" zh:"名称"`
		Seen  time.Time          `json:"seen,omitzero" audience:"public" en:"seen" zh:"时间"`
		Note  domain.Text        `json:"note,omitzero" audience:"restricted" en:"note" zh:"备注"`
		Marks []domain.Attribute `json:"marks,omitempty" audience:"public" en:"marks" zh:"标记"`
	}
)

func (survey) EventType() string { return "odd.surveyed" }

var surveys = catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(survey{}, "", ""))))

// Equal events are equal bytes: whatever the zone of a time, and whether a list
// is nil or empty.
func TestAnEventIsTheSameBytesEverywhere(t *testing.T) {
	at := time.Date(2016, 9, 9, 1, 2, 3, 0, time.UTC)
	for _, e := range []survey{
		{At: at, Found: []finding{{Name: "a", Seen: at}}},
		{At: at.In(time.FixedZone("", 8*3600)), Found: []finding{{Name: "a", Seen: at.In(time.FixedZone("", -3600))}}, Tags: []string{}},
	} {
		data, err := surveys.Encode(e, reversing{}, "odd-1", someEvent)
		require.NoError(t, err)
		require.Equal(t, `{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","seen":"2016-09-09T01:02:03Z"}]}`, string(data))
	}
}

func TestDecodingIsStrictInDepth(t *testing.T) {
	for data, says := range map[string]string{
		`{"at":"2016-09-09T01:02:03Z","found":[]}`: "",
		` { "at" : "2016-09-09T01:02:03Z" , "closed" : true , "found" : [ { "name" : "\"}]" } , { "marks" : [ { "children" : [ { "type" : "a" , "key" : "b" } ] , "type" : "a" , "key" : "b" } ] , "name" : "" } ] } `: "",
		`{"at":"2016-09-09T01:02:03Z","found":[{}]}`:                                                                     "name is missing",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a"},{"seen":"2016-09-09T01:02:03Z"}]}`:                           "name is missing",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","marks":[{"type":"a"}]}]}`:                                    "key is missing",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","marks":[{"type":"a","key":"b","children":[{"key":"b"}]}]}]}`: "type is missing",
		`{"found":[{"name":"at"}],"tags":["at"]}`:                                                                        "at is missing",
		`{"at":"2016-09-09T01:02:03Z","fo\u0075nd":[]}`:                                                                  "found is missing",
		`{"at":"2016-09-09T01:02:03Z"}`:                                                                                  "found is missing",
		`{"at":"2016-09-09T09:02:03+08:00","found":[]}`:                                                                  "at is not in UTC",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","seen":"2016-09-09T09:02:03+08:00"}]}`:                        "seen is not in UTC",
		`{"at":"2016-09-09T01:02:03Z","found":[],"tags":[]}`:                                                             "tags is empty",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","marks":[]}]}`:                                                "marks is empty",
		`{"at":"2016-09-09T01:02:03Z","found":[{"name":"a","marks":[{"type":"a","key":"b","children":[]}]}]}`:            "children is empty",
		`{"at":"09.09.2016","found":[]}`:                                                                                 "at",
	} {
		_, err := surveys.Decode("odd.surveyed", []byte(data))
		if says == "" {
			require.NoError(t, err, data)
			continue
		}
		require.ErrorContains(t, err, says, data)
	}
}

func TestEventsAreSealedForTheirPlace(t *testing.T) {
	data, err := parcels.Encode(weighedV2{Grams: 1, Scale: "x", Remark: domain.Note("hush")}, reversing{}, "parcel-1", someEvent)
	require.NoError(t, err)
	e, err := parcels.Decode("parcel.weighed.v2", data)
	require.NoError(t, err)
	again, err := parcels.Reencode(e)
	require.NoError(t, err)
	require.Equal(t, string(data), string(again))

	r := domain.Recorded{Fact: domain.Fact{Event: e}, ID: someEvent, Stream: "parcel-1"}
	masked, err := parcels.Mask(e)
	require.NoError(t, err)
	require.Equal(t, `{"grams":1,"scale":"x","remark":"[sealed]"}`, string(masked))
	revealed, err := parcels.Reveal(r, reversing{})
	require.NoError(t, err)
	require.Equal(t, `{"grams":1,"scale":"x","remark":"hush"}`, string(revealed))

	require.Equal(t, "1 g on the x: [not public]", parcels.Sentence(r, catalogue.Reading{Lang: domain.English}))
	require.Equal(t, "x称重 1 克:hush", parcels.Sentence(r, catalogue.Reading{Lang: domain.Chinese, Open: reversing{}}))
	r.Event = weighedV2{Grams: 1, Scale: "x"}
	require.Equal(t, "1 g on the x", parcels.Sentence(r, catalogue.Reading{Lang: domain.English}))
}

func TestDecodeCommand(t *testing.T) {
	_, command, err := parcels.DecodeCommand("parcel.weigh", []byte(`{"grams":3,"scale":"beam","remark":"two\nlines","tags":["a"],"on":"2016-09-09"}`))
	require.NoError(t, err)
	require.Equal(t, weigh{Grams: 3, Scale: "beam", Remark: domain.Note("two\nlines"), Tags: []string{"a"}, On: domain.NewDate(2016, 9, 9)}, command)

	long := make([]byte, catalogue.MaxNameBytes+1)
	for i := range long {
		long[i] = 'x'
	}
	for data, want := range map[string]struct{ code, says string }{
		`{}`:                                       {"field_missing", "grams"},
		`{"grams":3}`:                              {"field_missing", "scale is missing (scale)"},
		`{"grams":3,"scale":""}`:                   {"field_missing", "scale"},
		`{"grams":3,"scale":"beam","weight":1}`:    {"field_unknown", `no field "weight": it takes grams, scale, remark, tags, on,`},
		`{"grams":"3","scale":"beam"}`:             {"command_invalid", "grams"},
		`{"grams":3,"scale":"steel"}`:              {"code_unknown", `scale is "steel": choose one of spring, beam`},
		`{"grams":3,"scale":"beam","on":"9.9.16"}`: {"command_invalid", "on: \"9.9.16\" is not a date"},
		`{"grams":3,"scale":"beam","tags":["` + string(long) + `"]}`:                                       {"too_long", "tags.0 has 1001 bytes"},
		`{"grams":3,"scale":"beam","tags":["a\u0007"]}`:                                                    {"control_character", "tags.0"},
		`{"grams":3,"scale":"beam","b":1,"a":2}`:                                                           {"field_unknown", `no field "a"`},
		`{"grams":3,"scale":"beam","tags":["a"," "]}`:                                                      {"field_missing", "tags.1 is missing"},
		`{"grams":3,"scale":"beam","tags":["a\u202eb"]}`:                                                   {"control_character", "tags.0"},
		`{"grams":3,"scale":"beam","tags":["a\u2066b"]}`:                                                   {"control_character", "tags.0"},
		`{"grams":3,"scale":"beam","tags":["a\u2028b"]}`:                                                   {"control_character", "tags.0"},
		`{"grams":3,"scale":"beam","tags":["a\nb"]}`:                                                       {"control_character", "tags.0"},
		`{"grams":3,"scale":"beam","remark":"a\u0007"}`:                                                    {"control_character", "remark"},
		`{"grams":3,"scale":"beam","remark":"a\u202e"}`:                                                    {"control_character", "remark"},
		`{"grams":3,"scale":"beam","parts":[{"name":"a"},{"name":""}]}`:                                    {"field_missing", "parts.1.name"},
		`{"grams":3,"scale":"beam","by":"12345"}`:                                                          {"too_long", "by has 5 bytes, at most 4"},
		`{"grams":3,"scale":"beam","sender":{"subject":"7b1f7c5e-0000-4000-8000-000000000001","text":""}}`: {"field_missing", "sender"},
		`{"grams":3,"scale":"beam","sender":{"text":""}}`:                                                  {"", ""},
		`{"grams":3,"scale":"beam","witnesses":["a",""]}`:                                                  {"field_missing", "witnesses.1"},
		`{"grams":3,"scale":"beam","witnesses":["a","b\u0007"]}`:                                           {"control_character", "witnesses.1"},
		`{"grams":3,"scale":"beam","seen":"0000-12-31T23:00:00Z"}`:                                         {"time_out_of_range", "seen"},
		`{"grams":3,"scale":"beam","seen":"9999-01-01T00:00:00Z"}`:                                         {"time_out_of_range", "seen"},
		`{"grams":3,"scale":"beam","seen":"9.9.2016"}`:                                                     {"command_invalid", "seen"},
		`{"grams":3,"scale":"beam","remark":null}`:                                                         {"command_invalid", "null"},
		`{"grams":3,"scale":"beam","grams":4}`:                                                             {"command_invalid", "grams"},
		`not JSON`:                                                                                         {"command_invalid", "parcel.weigh"},
		`[]`:                                                                                               {"command_invalid", "parcel.weigh"},
		`null`:                                                                                             {"command_invalid", "parcel.weigh"},
	} {
		_, _, err := parcels.DecodeCommand("parcel.weigh", []byte(data))
		require.Equal(t, want.code, domain.CodeOf(err), "%s: %v", data, err)
		if want.code != "" {
			require.ErrorContains(t, err, want.says, data)
		}
	}
	many := weigh{Grams: 1, Scale: "beam", Tags: slices.Repeat([]string{"x"}, catalogue.MaxItems+1)}
	spec, err := parcels.Command("parcel.weigh")
	require.NoError(t, err)
	require.Equal(t, "too_long", domain.CodeOf(parcels.CheckCommand(spec, many)))
	many.Tags = many.Tags[1:]
	require.NoError(t, parcels.CheckCommand(spec, many))
	require.Equal(t, "too_long", domain.CodeOf(parcels.CheckCommand(spec, weigh{Grams: 1, Scale: "beam", Remark: domain.Note(strings.Repeat("x", catalogue.MaxTextBytes+1))})))
	require.NoError(t, parcels.CheckCommand(spec, weigh{Grams: 1, Scale: "beam", Remark: domain.Note(strings.Repeat("x", catalogue.MaxTextBytes))}))
	_, _, err = parcels.DecodeCommand("parcel.eat", []byte(`{}`))
	require.Equal(t, "command_unknown", domain.CodeOf(err))
}

func TestCommandDigest(t *testing.T) {
	spec, err := parcels.Command("parcel.weigh")
	require.NoError(t, err)
	digest := func(c weigh, at time.Time, stream string) string {
		d, err := parcels.Digest(spec, c, someEvent, at, reversing{}, stream)
		require.NoError(t, err)
		return string(d)
	}
	base := weigh{Grams: 1, Scale: "beam", Remark: domain.Note("a")}
	other := base
	other.Remark = domain.Note("b")
	at := time.Date(2016, 9, 9, 0, 0, 0, 0, time.UTC)
	require.Equal(t, digest(base, at, "parcel-1"), digest(base, at.In(time.FixedZone("", 3600)), "parcel-1"))
	require.NotEqual(t, digest(base, at, "parcel-1"), digest(other, at, "parcel-1"), "what is sealed counts")
	require.NotEqual(t, digest(base, at, "parcel-1"), digest(base, at.Add(1), "parcel-1"))
	require.NotEqual(t, digest(base, at, "parcel-1"), digest(base, at, "parcel-2"))
	before := digest(base, at, "parcel-1")
	spec.Name = "parcel.weigh-again"
	require.NotEqual(t, before, digest(base, at, "parcel-1"), "another command with the same fields")
}

func TestATableThatContradictsItselfDoesNotStart(t *testing.T) {
	for name, define := range map[string]func(){
		"a field without an audience": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(untagged{}, "", ""))))
		},
		"a public text that is sealed": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(sealedPublic{}, "", ""))))
		},
		"a restricted text that is not sealed": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(clearRestricted{}, "", ""))))
		},
		"a floating point number": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(fraction{}, "", ""))))
		},
		"a map": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(mapped{}, "", ""))))
		},
		"a field that is not written": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(unwritten{}, "", ""))))
		},
		"a list of sealed texts": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(sealedItems{}, "", ""))))
		},
		"sealed within sealed": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(sealedTwice{}, "", ""))))
		},
		"a person within sealed": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(sealedPeople{}, "", ""))))
		},
		"an optional list that may be empty": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(emptyList{}, "", ""))))
		},
		"an optional text that is no list": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(emptyText{}, "", ""))))
		},
		"an object that holds nothing": func() {
			catalogue.New(domain.Define("odd", domain.Records[oddState](domain.Says(hollow{}, "", ""))))
		},
		"upcasters in a circle": func() {
			catalogue.New(domain.Define("parcel",
				domain.Retired[oddState](func(weighed) weighedV2 { return weighedV2{} }),
				domain.Retired[oddState](func(weighedV2) weighed { return weighed{} })))
		},
		"an upcaster to what nobody records": func() {
			catalogue.New(domain.Define("parcel", domain.Retired[oddState](func(weighed) weighedV2 { return weighedV2{} })))
		},
		"the same category twice": func() { a := domain.Define("odd", domain.Records[oddState]()); catalogue.New(a, a) },
		"a command that nobody may issue": func() {
			domain.Define("parcel", domain.Opens[parcel, weigh]("", ""))
		},
	} {
		require.Panics(t, define, name)
	}
}

type oddState struct{}

func (s oddState) Evolve(domain.Fact) (oddState, error) { return s, errors.New("never") }
func (oddState) Judge(domain.Event, domain.Act) error   { return nil }

type (
	untagged struct {
		A string `json:"a" en:"a" zh:"a"`
	}
	sealedPublic struct {
		A domain.Text `json:"a" audience:"public" en:"a" zh:"a"`
	}
	clearRestricted struct {
		A string `json:"a" audience:"restricted" en:"a" zh:"a"`
	}
	fraction struct {
		A float64 `json:"a" audience:"public" en:"a" zh:"a"`
	}
	mapped struct {
		A map[string]string `json:"a" audience:"public" en:"a" zh:"a"`
	}
	unwritten struct {
		A string `json:"-" audience:"public" en:"a" zh:"a"`
	}
	sealedItems struct {
		A []domain.Text `json:"a" audience:"public" en:"a" zh:"a"`
	}
	sealedTwice struct {
		A domain.Sealed[struct {
			B domain.Text `json:"b" audience:"restricted" en:"b" zh:"b"`
		}] `json:"a" audience:"restricted" en:"a" zh:"a"`
	}
	sealedPeople struct {
		A domain.Sealed[[]domain.Personal] `json:"a" audience:"restricted" en:"a" zh:"a"`
	}
	emptyList struct {
		A []string `json:"a,omitzero" audience:"public" en:"a" zh:"a"`
	}
	emptyText struct {
		A string `json:"a,omitempty" audience:"public" en:"a" zh:"a"`
	}
	hollow struct {
		A struct{} `json:"a" audience:"public" en:"a" zh:"a"`
	}
)

// impostor takes the wire name of another type.
type impostor struct{}

func (impostor) EventType() string     { return "parcel.weighed.v2" }
func (unwritten) EventType() string    { return "odd.f" }
func (sealedItems) EventType() string  { return "odd.g" }
func (sealedTwice) EventType() string  { return "odd.h" }
func (sealedPeople) EventType() string { return "odd.i" }
func (emptyList) EventType() string    { return "odd.j" }
func (emptyText) EventType() string    { return "odd.k" }
func (hollow) EventType() string       { return "odd.l" }

func (untagged) EventType() string        { return "odd.a" }
func (sealedPublic) EventType() string    { return "odd.b" }
func (clearRestricted) EventType() string { return "odd.c" }
func (fraction) EventType() string        { return "odd.d" }
func (mapped) EventType() string          { return "odd.e" }
