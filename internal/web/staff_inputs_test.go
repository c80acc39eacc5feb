package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// Every command of the catalogue has a form with an input for every field, and
// what is typed into it in the right form is a command.
func TestEveryCommandHasAForm(t *testing.T) {
	for _, lang := range []domain.Lang{domain.English, domain.Chinese} {
		v := newVoice(lang, time.UTC)
		for _, spec := range catalogue.Standard.Commands() {
			fields := catalogue.Standard.Fields(spec.Prototype)
			typed := url.Values{}
			fillIn(t, typed, fields, v.commandInputs(fields, inputPrefix, nil, ""))
			data, err := typedObject(fields, inputPrefix, typed, time.UTC)
			require.NoError(t, err, spec.Name)
			_, _, err = catalogue.Standard.DecodeCommand(spec.Name, data)
			require.NoError(t, err, "%s %s", spec.Name, data)

			// Shown again, it holds what was typed; and what is left out is said.
			again := url.Values{}
			collect(again, v.commandInputs(fields, inputPrefix, typed, ""))
			same, err := typedObject(fields, inputPrefix, again, time.UTC)
			require.NoError(t, err, spec.Name)
			require.JSONEq(t, string(data), string(same), spec.Name)
			for _, f := range fields {
				if f.Optional || f.List {
					continue
				}
				less := url.Values{}
				for name, values := range typed {
					if name != inputPrefix+f.Name && !strings.HasPrefix(name, inputPrefix+f.Name+".") {
						less[name] = values
					}
				}
				data, err := typedObject(fields, inputPrefix, less, time.UTC)
				require.NoError(t, err)
				_, _, err = catalogue.Standard.DecodeCommand(spec.Name, data)
				require.Equal(t, "field_missing", domain.CodeOf(err), "%s without %s", spec.Name, f.Name)
				in := blame(v.commandInputs(fields, inputPrefix, less, ""), err)
				require.NotNil(t, in, "%s: %v", spec.Name, err)
				require.Equal(t, f.Name, in.Code, spec.Name)
				require.True(t, in.Wrong)
			}
		}
	}
}

// fillIn types a value into every input.
func fillIn(t *testing.T, typed url.Values, fields []catalogue.Field, all []formField) {
	require.Len(t, all, len(fields))
	for i, in := range all {
		f := fields[i]
		require.NotEmpty(t, in.Label)
		switch in.Kind {
		case "group", "groups":
			fillIn(t, typed, f.Fields, in.Groups[0].Fields)
		case "area":
			typed.Set(in.Name, map[bool]string{true: "{}", false: "text"}[f.HasParts()])
		case "choice":
			typed.Set(in.Name, in.Options[len(in.Options)-1].Value)
		default:
			sample := f.Sample()
			if f.HasParts() && !f.InShort() {
				sample = "{}"
			}
			typed.Set(in.Name, sample)
		}
	}
}

// collect is what a browser sends of a form.
func collect(typed url.Values, fields []formField) {
	for _, in := range fields {
		switch in.Kind {
		case "several":
			typed[in.Name] = in.Values
		case "choice":
			typed[in.Name] = nil
			for _, o := range in.Options {
				if o.Selected {
					typed.Add(in.Name, o.Value)
				}
			}
		case "group", "groups":
			for _, g := range in.Groups {
				collect(typed, g.Fields)
			}
		default:
			typed.Set(in.Name, in.Value)
		}
	}
}

// Objects in lists are rows of inputs; empty ones are none, and more are asked for.
func TestRowsOfObjects(t *testing.T) {
	spec, err := catalogue.Standard.Command("request.import")
	require.NoError(t, err)
	fields := catalogue.Standard.Fields(spec.Prototype)
	i := slices.IndexFunc(fields, func(f catalogue.Field) bool { return f.Name == "steps" })
	steps := fields[i : i+1]
	v := newVoice(domain.English, time.UTC)
	in := v.commandInputs(steps, inputPrefix, nil, "")[0]
	require.Equal(t, "groups", in.Kind)
	require.Len(t, in.Groups, 3)
	require.Equal(t, "f-steps.0.at", in.Groups[0].Fields[1].Name)

	typed := url.Values{
		"f-steps.0.name": {""}, "f-steps.1.name": {"受理"}, "f-steps.1.at": {"2016-09-09T10:00"},
		"f-steps.3.attributes.0.type": {"string"}, "f-steps.3.attributes.0.key": {"org"}, "f-steps.4.name": {" "},
		"f-steps.x.name": {"x"}, "f-steps.-1.name": {"x"}, "f-steps.99999.name": {"x"},
	}
	value, err := typedObject(steps, inputPrefix, typed, time.UTC)
	require.NoError(t, err)
	require.JSONEq(t, `{"steps":[{"name":"受理","at":"2016-09-09T10:00:00Z"},{"attributes":[{"type":"string","key":"org"}]}]}`, string(value))
	require.Len(t, v.commandInputs(steps, inputPrefix, typed, "")[0].Groups, 5)
	require.Len(t, v.commandInputs(steps, inputPrefix, typed, "f-steps")[0].Groups, 8)

	typed.Set("f-steps.1.at", "ten")
	_, err = typedObject(steps, inputPrefix, typed, time.UTC)
	all := v.commandInputs(steps, inputPrefix, typed, "")
	require.Equal(t, "f-steps.1.at", blame(all, err).Name)
	require.True(t, all[0].Groups[1].Fields[1].Wrong)
}

// A refusal speaks of the fields as the form does.
func TestRefusalsAreLabelled(t *testing.T) {
	spec, err := catalogue.Standard.Command("asset.register")
	require.NoError(t, err)
	inputs := newVoice(domain.English, time.UTC).commandInputs(catalogue.Standard.Fields(spec.Prototype), inputPrefix, nil, "")
	require.Equal(t, "“Value when it was acquired” is less than myValue", labelled("asset.register: originalValue is less than myValue", spec.Name, inputs))
	require.Equal(t, "“Net value”有误", labelled("asset.register：netValue有误", spec.Name, inputs))
}

func TestADescriptionBeginsWithAName(t *testing.T) {
	for description, want := range map[string][2]string{
		"name":                     {"name", ""},
		"reserve price: the least": {"reserve price", "the least"},
		"why; it is public":        {"why", "it is public"},
		"合同内容（公开；未列资产时必填）":             {"合同内容（公开；未列资产时必填）", ""},
		"付款计划（按日期；升序）；也可只填每期金额":        {"付款计划（按日期；升序）", "也可只填每期金额"},
		"决策单位：collective-<编号>、village": {"决策单位", "collective-<编号>、village"},
	} {
		name, rest := namedAs(description)
		require.Equal(t, want, [2]string{name, rest}, description)
	}
}
