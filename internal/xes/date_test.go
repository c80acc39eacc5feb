package xes_test

import (
	"strings"
	"testing"
	"time"

	"github.com/sunledger/sunledger/internal/xes"
	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	tests := []struct{ text, utc string }{
		{"2011-10-18T09:06:20.547+02:00", "2011-10-18T07:06:20.547Z"},
		{"2011-10-18T09:06:20+02:00", "2011-10-18T07:06:20Z"},
		{"2011-10-18T09:06:20Z", "2011-10-18T09:06:20Z"},
		{"2011-10-18T09:06:20.5Z", "2011-10-18T09:06:20.5Z"},
		{"2011-10-18T00:06:20.123456789999-14:00", "2011-10-18T14:06:20.123456789Z"},
		{"2011-10-18T09:06:20", "2011-10-18T09:06:20Z"}, // no zone: UTC
		{"2011-10-18T09:06:20.25", "2011-10-18T09:06:20.25Z"},
		{"\n2011-10-18T09:06:20Z ", "2011-10-18T09:06:20Z"},
		{"2012-02-29T00:00:00+05:45", "2012-02-28T18:15:00Z"},
		{"2011-12-31T24:00:00Z", "2012-01-01T00:00:00Z"},
		{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
	}
	for _, test := range tests {
		got, err := xes.ParseDate(test.text)
		if err != nil || got.UTC().Format(time.RFC3339Nano) != test.utc {
			t.Errorf("%q is %v, %v; want %s", test.text, got, err, test.utc)
		}
	}
	at, _ := xes.ParseDate("2011-10-18T09:06:20+02:00")
	if _, seconds := at.Zone(); seconds != 7200 || at.Hour() != 9 {
		t.Errorf("the offset of the text is lost: %v", at)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, text := range []string{
		"", "today", "2011-10-18", "2011-10-18T09:06", "2011-10-18 09:06:20Z", "2011-10-18t09:06:20Z",
		"2011-10-18T09:06:20z", "2011-10-18T09:06:20+0200", "2011-10-18T09:06:20+02", "2011-10-18T09:06:20+14:01",
		"2011-10-18T09:06:20+02:60", "2011-10-18T09:06:20.Z", "2011-10-18T09:06:20,5Z", "2011-10-18T9:06:20Z",
		"2011-13-01T00:00:00Z", "2011-00-01T00:00:00Z", "2011-01-00T00:00:00Z", "2011-02-29T00:00:00Z", "2011-04-31T00:00:00Z",
		"2011-01-01T24:00:01Z", "2011-01-01T24:00:00.1Z", "2011-01-01T25:00:00Z", "2011-01-01T00:60:00Z", "2011-01-01T23:59:60Z",
		"0000-01-01T00:00:00Z", "-0044-03-15T00:00:00Z", "12011-01-01T00:00:00Z", "9999-12-31T24:00:00Z",
		"18/10/2011 09:06", "1318921580", "２０１１-10-18T09:06:20Z", "2011-10-18T09:06:20ZZ", "2011-10-18T09:06:20+-2:00",
	} {
		if got, err := xes.ParseDate(text); err == nil {
			t.Errorf("%q is read as %v, want a refusal", text, got)
		}
	}
}

// Whatever time.Time writes in RFC 3339 is read as the same instant and offset.
func TestParseDateReadsRFC3339(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offset := rapid.IntRange(-14*60, 14*60).Draw(t, "offset in minutes")
		at := time.Unix(rapid.Int64Range(-62_000_000_000, 253_000_000_000).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).
			In(time.FixedZone("", offset*60))
		got, err := xes.ParseDate(at.Format(time.RFC3339Nano))
		if err != nil || got.Format(time.RFC3339Nano) != at.Format(time.RFC3339Nano) {
			t.Fatalf("%v is read as %v, %v", at, got, err)
		}
	})
}

// TestValues tries each type's values through the reader.
func TestValues(t *testing.T) {
	valid := map[string][]string{
		"string":  {"", " ", "any\u0085thing"},
		"int":     {"0", "-9223372036854775808", "9223372036854775807", "+7", "007", " 7 "},
		"float":   {"0", "-0.0", "1.", ".5", "2.3832541524E7", "1e-300", "1E+999", "INF", "-INF", "+INF", "NaN", " 4.50"},
		"boolean": {"true", "false", "1", "0", " true "},
		"id":      {"3f2b8a7e-52c1-4b0e-9d3c-0a1f6e7d8c90", "3F2B8A7E-52C1-4B0E-9D3C-0A1F6E7D8C90"},
	}
	invalid := map[string][]string{
		"int":     {"", "1.0", "1e3", "0x10", "1_000", "9223372036854775808", "-9223372036854775809", "１", "--1"},
		"float":   {"", ".", "1,5", "nan", "inf", "Infinity", "0x1p-2", "1_0.5", "1e", "e5", "1e+", "--1", "1 000", "1.5.2", "+-1"},
		"boolean": {"", "True", "FALSE", "yes", "2"},
		"id":      {"", "7", "3f2b8a7e-52c1-4b0e-9d3c-0a1f6e7d8c901", "3f2b8a7e52c14b0e9d3c0a1f6e7d8c90", "{3f2b8a7e-52c1-4b0e-9d3c-0a1f6e7d8c90}", "3f2b8a7e-52c1-4b0e-9d3c-0a1f6e7d8c9g", "3f2b8a7e-52c1-4b0e-9d3c+0a1f6e7d8c90"},
	}
	attribute := func(typ, value string) string {
		return inLog("<" + typ + ` key="k" value="` + value + `"/>`)
	}
	for typ, values := range valid {
		for _, v := range values {
			if l := mustRead(t, attribute(typ, v)); l.Header.Attributes[0].Value != v {
				t.Errorf("%s %q became %q", typ, v, l.Header.Attributes[0].Value)
			}
		}
	}
	for typ, values := range invalid {
		for _, v := range values {
			if _, err := read([]byte(attribute(typ, v))); err == nil || !strings.Contains(err.Error(), typ) {
				t.Errorf("%s %q: got %v, want a refusal that names the type", typ, v, err)
			}
		}
	}
}
