package rules_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// weifang is a set of another county, from 2014.
const weifang = `{"name": "weifang-2014", "en": "Weifang", "zh": "潍坊", "from": "2014-06-01", "county": "370700",
	"extends": "organic-law-2010", "service": {"maxPeoplePerRequest": {"value": 50, "article": "Rule 7", "zh": "第七条"}}}`

// national is a later national base.
const national = `{"name": "organic-law-2018", "en": "Later", "zh": "新法", "from": "2018-12-29", "extends": "organic-law-2010"}`

func folder(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

func TestOn(t *testing.T) {
	later, err := rules.Load(folder("sets/organic-law-2018.json", national))
	if err != nil {
		t.Fatal(err)
	}
	both, err := rules.Load(folder("sets/weifang-2014.json", weifang), folder("sets/organic-law-2018.json", national))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		why       string
		book      *rules.Book
		day, want string
	}{
		{"first day of all", builtIn(t), "2010-10-28", "organic-law-2010"},
		{"day before the county's own", builtIn(t), "2014-12-31", "organic-law-2010"},
		{"first day of the county's own", builtIn(t), "2015-01-01", "zhucheng-2015"},
		{"last day of the county's first", builtIn(t), "2025-04-30", "zhucheng-2015"},
		{"the county's own with the national rules of 2025", builtIn(t), "2025-05-01", "zhucheng-2025"},
		{"for ever after", builtIn(t), "2030-01-01", "zhucheng-2025"},
		{"national rules of 2025", builtIn(t).In("370700"), "2025-05-01", "collectives-law-2025"},
		{"a county of no own set", builtIn(t).In("370700"), "2016-09-09", "organic-law-2010"},
		{"the county's own goes before a later national one", later, "2019-01-01", "zhucheng-2015"},
		{"a later national one", later.In("370700"), "2018-12-29", "organic-law-2018"},
		{"before a later national one", later.In("370700"), "2018-12-28", "organic-law-2010"},
		{"one county of several", both.In("370700"), "2016-09-09", "weifang-2014"},
		{"the other county", both.In("370782"), "2016-09-09", "zhucheng-2015"},
		{"none of several", both.In(""), "2016-09-09", "organic-law-2010"},
	} {
		set, err := test.book.On(day(t, test.day))
		if err != nil {
			t.Errorf("%s: %v", test.why, err)
		} else if set.Name() != test.want {
			t.Errorf("%s: on %s holds %s, want %s", test.why, test.day, set.Name(), test.want)
		}
	}
	if set, err := both.On(day(t, "2016-09-09")); err == nil || !strings.Contains(err.Error(), "370700, 370782") {
		t.Errorf("a book of two counties answers with %v, %v", set, err)
	}
}

func TestBeforeAllRules(t *testing.T) {
	_, err := builtIn(t).On(day(t, "2010-10-27"))
	var no *domain.Rejection
	if !errors.As(err, &no) || no.Code != "no_rules_in_force" {
		t.Fatalf("the day before all rules gives %v", err)
	}
	for _, sentence := range []string{no.Message, no.Chinese} {
		for _, part := range []string{"2010-10-27", "organic-law-2010", "2010-10-28"} {
			if !strings.Contains(sentence, part) {
				t.Errorf("%q does not say %s", sentence, part)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	b := builtIn(t)
	for _, s := range b.Sets() {
		if got, err := b.In("").Named(s.Name()); got != s || err != nil {
			t.Errorf("Named(%s) = %v, %v", s.Name(), got, err)
		}
	}
	_, err := b.Named("zhucheng")
	if domain.CodeOf(err) != "unknown_rule_set" || !strings.Contains(err.Error(), "organic-law-2010, zhucheng-2015") {
		t.Errorf("an unknown name gives %v", err)
	}
}

func TestOf(t *testing.T) {
	set, err := builtIn(t).On(day(t, "2016-09-09"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := rules.Of(domain.Act{Rules: set}); got != set || err != nil {
		t.Errorf("Of gives %v, %v", got, err)
	}
	act := domain.Act{OccurredAt: time.Date(2009, 5, 3, 20, 0, 0, 0, time.UTC), Zone: time.FixedZone("", 8*3600)}
	if _, err := rules.Of(act); domain.CodeOf(err) != "no_rules_in_force" || !strings.Contains(err.Error(), "2009-05-04") {
		t.Errorf("an act without rules gives %v", err)
	}
	var none *rules.Set
	if _, err := rules.Of(domain.Act{Rules: none}); domain.CodeOf(err) != "no_rules_in_force" {
		t.Errorf("an act with a nil set gives %v", err)
	}
	if _, err := rules.Of(domain.Act{Rules: foreign{}}); err == nil || domain.CodeOf(err) != "" {
		t.Errorf("rules of another make give %v", err)
	}
}

type foreign struct{}

func (foreign) Name() string { return "foreign" }
