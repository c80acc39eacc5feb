package keyring_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/keyring"
)

// The ID numbers are examples of GB 11643 and made up.
const (
	idWithX   = "11010519491231002X"
	idOfToday = "440524188001010014"
)

func mustParse(t testing.TB, kind keyring.TermKind, text string) keyring.Term {
	t.Helper()
	term, err := keyring.ParseTerm(kind, text)
	if err != nil {
		t.Fatalf("%s %q: %v", kind, text, err)
	}
	return term
}

func TestNumbersInText(t *testing.T) {
	phone := func(s string) keyring.Term { return mustParse(t, keyring.PhoneNumber, s) }
	id := func(s string) keyring.Term { return mustParse(t, keyring.IDNumber, s) }
	for text, want := range map[string][]keyring.Term{
		"13800001234":                 {phone("13800001234")},
		"王松滨13800001234王五":            {phone("13800001234")},
		"+8613800001234":              {phone("13800001234")},
		"+86 138-0000-1234":           {phone("13800001234")},
		"0086 138 0000 1234":          {phone("13800001234")},
		"8613800001234":               {phone("13800001234")},
		"１３８０００　０１２３４":                {phone("13800001234")},
		"138 0000 1234，139–0000–5678": {phone("13800001234"), phone("13900005678")},
		"13800001234 13900005678":     {phone("13800001234"), phone("13900005678")},
		"13800001234/13900005678":     {phone("13800001234"), phone("13900005678")},
		"2016 13810101234":            {phone("13810101234")}, // 15 digits together, with a date among them
		"13800001234x":                {phone("13800001234")},
		"138000012345":                nil, // a digit more
		"1380000123":                  nil,
		"12800001234":                 nil,
		"0536-6012345":                {phone("05366012345")},
		"（0536）6012345转801":           {phone("05366012345")},
		"+86 536 6012345":             {phone("05366012345")},
		"010 6601 2345":               {phone("01066012345")},
		"021-12345678":                nil, // no local number begins with 1
		"6012345":                     nil,
		"身份证" + idWithX:               {id(idWithX)},
		"11010519491231002x":          {id(idWithX)},
		"１１０１０５１９４９１２３１００２Ｘ": {id(idWithX)},
		"110105 19491231 002X":             {id(idWithX)},
		"110105491231002":                  {id(idWithX)}, // the same, as it was before 1999
		"110105499931002":                  nil,
		"110105194912310021":               nil, // another check digit
		"11010519491231002":                nil,
		idOfToday + "13800001234":          nil, // where one ends, nobody knows
		idOfToday + "，13800001234":         {id(idOfToday), phone("13800001234")},
		"no number, 12, 3-4 and + or +x (": nil,
	} {
		var got []keyring.Term
		for _, term := range keyring.Terms(text) {
			if term.Kind() != keyring.PersonName {
				got = append(got, term)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %d numbers %v, want %d %v", text, len(got), got, len(want), want)
		}
	}
}

func TestNamesInText(t *testing.T) {
	for text, want := range map[string]string{
		"王松滨":             "王松滨",
		"王松滨 13800001234": "王松滨",
		"王松滨，岳家庄；李四":      "王松滨 岳家庄 李四",
		"王　五":             "王 五 王五",
		"姓名：王松滨 联系电话13800001234":   "王松滨",
		"王松滨电话0536-6012345":        "王松滨",
		"Wang Songbin":             "wang songbin wangsongbin",
		"ＷＡＮＧ":                     "wang",
		"买买提·艾力":                   "买买提 艾力 买买提艾力",
		"O'Brien":                  "o brien obrien",
		"李\u200b四":                 "李四",
		"a b c d e f":              "a b c d e f", // a sentence is no name
		strings.Repeat("长", 61):    "",
		"110105194912310021 李四 12": "李四",
		"":                         "",
	} {
		var wanted []keyring.Term
		for name := range strings.FieldsSeq(want) {
			wanted = append(wanted, mustParse(t, keyring.PersonName, name))
		}
		var got []keyring.Term
		for _, term := range keyring.Terms(text) {
			if term.Kind() == keyring.PersonName {
				got = append(got, term)
			}
		}
		if !slices.Equal(got, wanted) {
			t.Errorf("%q gives %d names, want %d: %s", text, len(got), len(wanted), want)
		}
	}
}

func TestParseTerm(t *testing.T) {
	if mustParse(t, keyring.PersonName, " Wang  Songbin, ") != mustParse(t, keyring.PersonName, "WANG SONGBIN") {
		t.Error("a name depends on spaces and capitals")
	}
	if mustParse(t, keyring.PersonName, "王 五") != mustParse(t, keyring.PersonName, "王五") {
		t.Error("a name depends on a space in it")
	}
	for _, no := range []struct {
		kind       keyring.TermKind
		text, code string
	}{
		{keyring.PersonName, "", "not_a_name"},
		{keyring.PersonName, " · ", "not_a_name"},
		{keyring.PersonName, "王五，李四", "not_a_name"},
		{keyring.PersonName, "王五 13800001234", "not_a_name"},
		{keyring.PersonName, strings.Repeat("长", 61), "not_a_name"},
		{keyring.PhoneNumber, "王五 13800001234", "not_a_phone_number"},
		{keyring.PhoneNumber, "13800001234 13900005678", "not_a_phone_number"},
		{keyring.PhoneNumber, idWithX, "not_a_phone_number"},
		{keyring.PhoneNumber, strings.Repeat(" ", keyring.MaxTermText) + "13800001234", "not_a_phone_number"},
		{keyring.IDNumber, "110105194912310021", "not_an_id_number"},
		{keyring.IDNumber, "13800001234", "not_an_id_number"},
		{"address", "东井边", "not_a_kind_of_term"},
	} {
		_, err := keyring.ParseTerm(no.kind, no.text)
		refusal, ok := errors.AsType[*domain.Rejection](err)
		if !ok || refusal.Code != no.code || refusal.Chinese == "" {
			t.Errorf("%s %q: %v, want %s", no.kind, no.text, err, no.code)
			continue
		}
		if word := strings.TrimSpace(no.text); len(word) > 5 && strings.Contains(refusal.Error()+refusal.Chinese, word) {
			t.Errorf("the refusal repeats what was asked for: %v", refusal)
		}
	}
}

func TestTermsDoNotPrint(t *testing.T) {
	terms := keyring.Terms("王松滨 13800001234")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, what := range []any{terms, terms[0], &terms[0], struct{ T []keyring.Term }{terms}} {
			if s := fmt.Sprintf(verb, what); strings.Contains(s, "1234") || strings.Contains(s, "王") || strings.Contains(s, fmt.Sprintf("%x", "1234")) {
				t.Errorf("%s of %T prints %s", verb, what, s)
			}
		}
	}
}

func TestTermsAreBounded(t *testing.T) {
	many := strings.Repeat("王五，", 1000)
	for i := range 1000 {
		many += fmt.Sprintf("1380000%04d，n%c%c，", i, 'a'+i%26, 'a'+i/26%26)
	}
	terms := keyring.Terms(many)
	if len(terms) != keyring.MaxTerms || terms[0].Kind() != keyring.PhoneNumber || terms[len(terms)-1].Kind() != keyring.PhoneNumber {
		t.Errorf("%d terms of %d bytes, not all of them numbers", len(terms), len(many))
	}
	cut := strings.Repeat("，", keyring.MaxTermText/3) + "王五"
	if terms := keyring.Terms(cut); len(terms) != 0 {
		t.Errorf("%d terms from beyond %d bytes", len(terms), keyring.MaxTermText)
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{"王松滨 13800001234", "+86 (0536) 6012345", idWithX, "11010519491231002x1x", "Jean-Luc O’Brien", "+", "0086+86", "\xff１Ｘ", strings.Repeat("1 ", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		terms := keyring.Terms(text)
		if len(terms) > keyring.MaxTerms {
			t.Fatalf("%d terms", len(terms))
		}
		for i, term := range terms {
			if term.Kind() == "" || slices.Contains(terms[:i], term) {
				t.Fatalf("term %d of %q is none, or given twice", i, text)
			}
		}
		// What one asks for by itself is also found in a text with others.
		for _, kind := range []keyring.TermKind{keyring.PersonName, keyring.PhoneNumber, keyring.IDNumber} {
			asked, err := keyring.ParseTerm(kind, text)
			if err != nil || kind == keyring.PersonName {
				continue
			}
			if !slices.Contains(keyring.Terms("，"+text+"，李四"), asked) {
				t.Fatalf("%s %q is not found in a text", kind, text)
			}
		}
	})
}
