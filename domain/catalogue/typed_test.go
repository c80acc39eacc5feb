package catalogue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
)

// field is a field of a command of the table.
func field(t *testing.T, command, name string) catalogue.Field {
	t.Helper()
	spec, err := catalogue.Standard.Command(command)
	if err != nil {
		t.Fatal(err)
	}
	fields := catalogue.Standard.Fields(spec.Prototype)
	i := slices.IndexFunc(fields, func(f catalogue.Field) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("%s has no field %s", command, name)
	}
	return fields[i]
}

func TestTyped(t *testing.T) {
	zone := time.FixedZone("UTC+8", 8*3600)
	const who = "5f0c9a52-0f5e-4f1c-9c9e-2b1d8f3f6a10"
	for _, c := range []struct {
		command, field, typed, json string
	}{
		{"decision.propose", "amount", "12.5", `1250`},
		{"decision.propose", "amount", "¥3", `300`},
		{"decision.propose", "title", "安装\"路灯\"", `"安装\"路灯\""`},
		{"decision.vote", "issued", "007", `7`},
		{"decision.answer-objection", "upheld", "true", `true`},
		{"asset.verify", "on", "2016-02-29", `"2016-02-29"`},
		{"request.import", "due", "2016-09-09T10:00", `"2016-09-09T02:00:00Z"`},
		{"request.import", "due", "2016-09-09 10:00:01", `"2016-09-09T02:00:01Z"`},
		{"request.import", "due", "2016-09-09T10:00:00+02:00", `"2016-09-09T08:00:00Z"`},
		{"contract.sign", "schedule", "2017-01-01 = 5000", `{"due":"2017-01-01","amount":500000}`},
		{"contract.sign", "schedule", "2017-01-01＝5000.01", `{"due":"2017-01-01","amount":500001}`},
		{"reform.quantify-shares", "memberShares", "1-40=10", `{"from":1,"to":40,"shares":10}`},
		{"reform.quantify-shares", "memberShares", "7=10", `{"from":7,"to":7,"shares":10}`},
		{"request.submit", "requester", "张三", `"张三"`},
		{"request.submit", "requester", "subject-" + who + "=张三 a=b", `{"subject":"` + who + `","text":"张三 a=b"}`},
		{"request.submit", "requester", "subject-" + who + " ＝ 张三", `{"subject":"` + who + `","text":"张三"}`},
		{"reform.draft-roster", "members", "subject-" + who + "=张三", `{"subject":"` + who + `","text":"张三"}`},
	} {
		got, err := field(t, c.command, c.field).Typed(c.typed, zone)
		if err != nil || string(got) != c.json {
			t.Errorf("%s %s: %q is %s, %v; want %s", c.command, c.field, c.typed, got, err, c.json)
		}
	}
	for _, c := range []struct{ command, field, typed, says string }{
		{"decision.propose", "amount", "much", `"much" is not an amount of money`},
		{"decision.vote", "issued", "1.5", `"1.5" is not a whole number`},
		{"decision.vote", "issued", "", `"" is not a whole number`},
		{"decision.answer-objection", "upheld", "perhaps", `"perhaps" is not true or false`},
		{"asset.verify", "on", "2015-02-29", `"2015-02-29" is not a date`},
		{"request.import", "due", "ten", `"ten" is not a time`},
		{"contract.sign", "schedule", "2017-01-01", `"2017-01-01" is not of the form due=yuan, such as 2016-09-09=12.50`},
		{"contract.sign", "schedule", "2017-01-01=x", `"x" is not an amount of money`},
		{"reform.quantify-shares", "memberShares", "1-x=2", `"x" is not a whole number`},
		{"import.open", "mapping", `{"a":1,"a":2}`, `this is not JSON`},
		{"request.submit", "requester", "subject-" + who, `write a person who is on record as subject-<id>=name`},
		{"request.submit", "requester", "subject-" + who + "=", `write a person who is on record as subject-<id>=name`},
		{"request.submit", "requester", "subject-12=张三", `write a person who is on record as subject-<id>=name`},
		{"request.submit", "requester", "subject-urn:uuid:" + who + "=张三", `write a person who is on record as subject-<id>=name`},
	} {
		got, err := field(t, c.command, c.field).Typed(c.typed, zone)
		if domain.CodeOf(err) != "field_invalid" || !strings.HasPrefix(err.Error(), c.says) || strings.Contains(err.Error(), "张三") {
			t.Errorf("%s %s: %q is %s, %v; want %s", c.command, c.field, c.typed, got, err, c.says)
		}
	}
	if _, err := field(t, "request.import", "due").Typed("2016-09-09T10:00", nil); err == nil {
		t.Error("a time without a zone was taken where none is known")
	}
}

// A sample is a value that is taken, of every field of every command that is typed
// without JSON.
func TestSamplesAreTyped(t *testing.T) {
	for _, spec := range catalogue.Standard.Commands() {
		for _, f := range catalogue.Standard.Fields(spec.Prototype) {
			if f.HasParts() && !f.InShort() {
				continue
			}
			for _, item := range f.ItemsIn(f.Sample()) {
				if _, err := f.Typed(item, nil); err != nil {
					t.Errorf("%s: the sample of %s: %v", spec.Name, f.Name, err)
				}
			}
		}
	}
}

func TestWhatFieldsReferTo(t *testing.T) {
	for _, c := range []struct {
		command, field string
		want           []string
	}{
		{"decision.propose", "owner", []string{"collective", "village", "community"}},
		{"decision.propose", "concerns", []string{"asset"}},
		{"decision.propose", "title", nil},
		{"reform.raise-objection", "text", nil},
	} {
		if got := field(t, c.command, c.field).Refers(); !slices.Equal(got, c.want) {
			t.Errorf("%s %s refers to %v; want %v", c.command, c.field, got, c.want)
		}
	}
}
