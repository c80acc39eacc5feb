package xes_test

import (
	"fmt"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/xes"
	"pgregory.net/rapid"
)

// TestReadIsInverseOfWrite: any log that the model can hold reads as it was
// written.
func TestReadIsInverseOfWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l log
		l.Header = xes.Header{
			Version: text.Draw(t, "version"), Features: text.Draw(t, "features"), Namespace: text.Draw(t, "xmlns"),
			Attributes: attributes(t, 1),
		}
		for i := range few(t) {
			l.Header.Other = append(l.Header.Other, xes.LogAttribute{Name: fmt.Sprintf("p%d:名.x-", i), Value: text.Draw(t, "other")})
		}
		for range few(t) {
			l.Header.Extensions = append(l.Header.Extensions, xes.Extension{Name: text.Draw(t, "name"), Prefix: text.Draw(t, "prefix"), URI: text.Draw(t, "uri")})
		}
		for range few(t) {
			l.Header.Globals = append(l.Header.Globals, xes.Global{Scope: text.Draw(t, "scope"), Attributes: attributes(t, 1)})
		}
		for range few(t) {
			l.Header.Classifiers = append(l.Header.Classifiers, xes.Classifier{Name: text.Draw(t, "name"), Scope: text.Draw(t, "scope"), Keys: text.Draw(t, "keys")})
		}
		for range few(t) {
			trace := xes.Trace{Attributes: attributes(t, 1)}
			for range few(t) {
				name := str("concept:name", text.Draw(t, "step"))
				trace.Events = append(trace.Events, xes.Event{Attributes: append(attributes(t, 1), name)})
			}
			l.Traces = append(l.Traces, trace)
		}
		roundTrip(t, l)
	})
}

// text is what an XML attribute can hold, with what is likely to get lost.
var text = rapid.StringOfN(rapid.OneOf(
	rapid.SampledFrom([]rune(" \t\n\r\"'<>&;#]\u0085\u00a0\u2028\ufeff\ufffd受理😀")),
	rapid.RuneFrom([]rune("abc")),
	rapid.Rune().Filter(func(r rune) bool { return r >= ' ' && r != 0xfffe && r != 0xffff }),
), 0, 12, -1)

func few(t *rapid.T) int { return rapid.IntRange(0, 3).Draw(t, "how many") }

func attributes(t *rapid.T, depth int) []domain.Attribute {
	var all []domain.Attribute
	for i := range few(t) {
		all = append(all, attribute(t, fmt.Sprintf("%d%s", i, text.Draw(t, "key")), depth))
	}
	return all
}

func attribute(t *rapid.T, key string, depth int) domain.Attribute {
	typ := rapid.SampledFrom([]string{"string", "date", "int", "float", "boolean", "id", "list", "container"}).Draw(t, "type")
	a := domain.Attribute{Type: typ, Key: key, Value: value(t, typ)}
	switch {
	case depth == 3:
	case typ == xes.TypeList:
		a.Children = items(t, depth+1)
		if rapid.IntRange(0, 3).Draw(t, "own attributes") == 0 {
			wrapped := domain.Attribute{Type: xes.TypeValues, Key: "v" + text.Draw(t, "values key"), Children: a.Children}
			a.Children = append(attributes(t, depth+1), wrapped)
		}
	default:
		a.Children = attributes(t, depth+1)
	}
	return a
}

// items are a list's: their keys repeat.
func items(t *rapid.T, depth int) []domain.Attribute {
	var all []domain.Attribute
	for range few(t) {
		all = append(all, attribute(t, "item", depth))
	}
	return all
}

func value(t *rapid.T, typ string) string {
	switch typ {
	case xes.TypeString:
		return text.Draw(t, "string")
	case xes.TypeDate:
		return rapid.StringMatching(`[12][0-9]{3}-0[1-9]-(1[0-9]|2[0-8])T0[0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,12})?(Z|[+-]0[0-9]:[0-5][0-9])?`).Draw(t, "date")
	case xes.TypeInt:
		return fmt.Sprint(rapid.Int64().Draw(t, "int"))
	case xes.TypeFloat:
		return rapid.StringMatching(`[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,4})?|-?INF|NaN`).Draw(t, "float")
	case xes.TypeBoolean:
		return rapid.SampledFrom([]string{"true", "false", "1", "0", " 1\n"}).Draw(t, "boolean")
	case xes.TypeID:
		return rapid.StringMatching(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`).Draw(t, "id")
	}
	return ""
}
