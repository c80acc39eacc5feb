package web

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Whatever an event holds is put into a form and read from it as it was, for
// every event that there is.
func TestFormsHoldWhatEventsHold(t *testing.T) {
	files, err := filepath.Glob("../../domain/catalogue/testdata/events/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	zone := time.FixedZone("UTC+8", 8*3600)
	v := newVoice(domain.English, zone)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		event, err := catalogue.Standard.Decode(name, data)
		require.NoError(t, err, name)
		shown, err := catalogue.Standard.Mask(event)
		require.NoError(t, err)
		fields := catalogue.Standard.Fields(event)
		present, withheld, err := presentTexts(fields, shown, zone)
		require.NoError(t, err)
		var members map[string]jsontext.Value
		require.NoError(t, json.Unmarshal(shown, &members))

		typed := url.Values{}
		for _, in := range formFields(v, fields, present, withheld, nil) {
			typed.Set(in.Name, strings.ReplaceAll(in.Value, "\n", "\r\n"))
			require.Equal(t, seals(fields, in.Code) && members[in.Code] != nil, in.Withheld, "%s %s", name, in.Code)
		}
		set, remove, err := changesOf(fields, present, typed, zone)
		require.NoError(t, err, name)
		require.Empty(t, set, "%s: nothing was changed", name)
		require.Empty(t, remove, name)
		for _, f := range fields {
			raw, has := members[f.Name]
			if !has || withheld[f.Name] || present[f.Name] == "" {
				continue
			}
			again, err := jsonOf(f, present[f.Name], zone)
			require.NoError(t, err, "%s %s", name, f.Name)
			if f.Kind == catalogue.KindTime { // to the second; what is not changed is not sent
				raw = jsontext.Value(strings.Replace(string(raw), ".456789", "", 1))
			}
			require.JSONEq(t, string(raw), string(again), "%s %s", name, f.Name)
		}
	}
}

func TestWhatIsTypedWrongIsSaid(t *testing.T) {
	for _, c := range []struct {
		kind       catalogue.Kind
		text, want string
	}{
		{catalogue.KindInteger, "12", "12"},
		{catalogue.KindInteger, "1.5", ""},
		{catalogue.KindMoney, "12.5", "1250"},
		{catalogue.KindMoney, "¥3", "300"},
		{catalogue.KindMoney, "much", ""},
		{catalogue.KindDate, "2016-02-29", `"2016-02-29"`},
		{catalogue.KindDate, "2015-02-29", ""},
		{catalogue.KindTime, "2016-09-09T10:00", `"2016-09-09T10:00:00Z"`},
		{catalogue.KindTime, "2016-09-09 10:00:01", `"2016-09-09T10:00:01Z"`},
		{catalogue.KindTime, "ten", ""},
		{catalogue.KindBoolean, "true", "true"},
		{catalogue.KindObject, `{"a": 1`, ""},
		{catalogue.KindText, `"quoted"`, `"\"quoted\""`},
	} {
		got, err := jsonOf(catalogue.Field{Name: "f", Kind: c.kind, English: "field", Chinese: "字段", Audience: domain.Public}, c.text, time.UTC)
		if c.want == "" {
			require.Equal(t, "field_invalid", domain.CodeOf(err), c.text)
			continue
		}
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, string(got))
	}
	_, err := jsonOf(catalogue.Field{Kind: catalogue.KindDate, Seal: catalogue.SealedStream}, "王某某", time.UTC)
	require.NotContains(t, err.Error(), "王", "what is not public is not said again")
}

// seals says that a field is sealed, or a part of it.
func seals(fields []catalogue.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f catalogue.Field) bool {
		return (f.Name == name || name == "") && (f.Seal != catalogue.Unsealed || seals(f.Fields, ""))
	})
}
