package rules_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain/rules"
)

// setOf is a set in a file of its own, x.json, with more members or others.
func setOf(members string) string {
	return `{"name": "x", "en": "X", "zh": "某县", "from": "2016-01-01", "county": "370700",
"extends": "organic-law-2010",
` + members + `}`
}

func TestRefusedSets(t *testing.T) {
	people := func(rule string) string { return setOf(`"service": {"maxPeoplePerRequest": ` + rule + `}`) }
	for _, test := range []struct{ why, set, want string }{
		{"not JSON", setOf(`"service": {]}`), `sets/x.json:3: /service: not valid JSON`},
		{"nothing", ``, `sets/x.json:1: not valid JSON`},
		{"more than one value", setOf(`"service": {}`) + `{}`, `sets/x.json:3: not valid JSON`},
		{"unknown member", setOf(`"note": 1`), `sets/x.json:3: /note: there is no "note" here: correct or remove it; known are name, en, zh, from, county, extends, service, publication, personal`},
		{"unknown rule", setOf(`"publication": {"day": {"value": 9, "article": "assumed"}}`), `/publication/day: there is no "day" here: correct or remove it; known are smallCountBelow, disclosureDayOfMonth, activityWeekOfMonth`},
		{"unknown member of a rule", people(`{"value": 1, "article": "assumed", "note": ""}`), `/service/maxPeoplePerRequest/note: there is no "note" here: correct or remove it; known are value, article, zh`},
		{"unknown member of a value", setOf(`"service": {"ratingScale": {"value": {"from": 1, "til": 5}, "article": "assumed"}}`), `/service/ratingScale/value/til: there is no "til" here: correct or remove it; known are from, to`},
		{"case of a name", setOf(`"Service": {}`), `/Service: there is no "Service" here`},
		{"a name twice", setOf(`"service": {}, "service": {}`), `sets/x.json:3: /service: the name is given twice: keep one`},
		{"no value", people(`{"article": "assumed"}`), `sets/x.json:3: /service/maxPeoplePerRequest: the rule has no value`},
		{"null for a rule", people(`null`), `/service/maxPeoplePerRequest: the rule has no value`},
		{"no basis", people(`{"value": 1}`), `/service/maxPeoplePerRequest: the rule has no basis: name its article, or write "article": "assumed"`},
		{"empty basis", people(`{"value": 1, "article": ""}`), `/service/maxPeoplePerRequest: the rule has no basis`},
		{"no Chinese", people(`{"value": 1, "article": "Rule 7"}`), `/service/maxPeoplePerRequest: the article has no Chinese`},
		{"assumed with Chinese", people(`{"value": 1, "article": "assumed", "zh": "第七条"}`), `/service/maxPeoplePerRequest: the rule is assumed and has an article in Chinese`},
		{"long article", people(`{"value": 1, "article": "` + strings.Repeat("a", 301) + `", "zh": "第七条"}`), `the article is longer than 300 characters`},
		{"control character", people(`{"value": 1, "article": "a\u0007", "zh": "第七条"}`), `the article holds a control character`},
		{"wrong type", people(`{"value": "many", "article": "assumed"}`), `/service/maxPeoplePerRequest/value: a JSON string does not fit here: write an integer`},
		{"a fraction", people(`{"value": 1.5, "article": "assumed"}`), `/service/maxPeoplePerRequest/value: `},
		{"a negative value", people(`{"value": -1, "article": "assumed"}`), `/service/maxPeoplePerRequest/value: -1 is not from 1 to 10000000: correct the value: most people that one request may serve`},
		{"a day that not every month has", setOf(`"publication": {"disclosureDayOfMonth": {"value": 29, "article": "assumed"}}`), `29 is not from 1 to 28`},
		{"a century of keeping", setOf(`"personal": {"retentionMonths": {"value": 1201, "article": "assumed"}}`), `/personal/retentionMonths/value: 1201 is not from 0 to 1200: correct the value: months for which what is held on a person is kept`},
		{"a bound within a value", setOf(`"service": {"ratingScale": {"value": {"from": -1, "to": 5}, "article": "assumed"}}`), `/service/ratingScale/value: -1 is not from 0 to 100`},
		{"a range the wrong way round", setOf(`"service": {"ratingScale": {"value": {"from": 5, "to": 1}, "article": "assumed"}}`), `/service/ratingScale/value: from is 5 and to is 1`},
		{"half a range", setOf(`"service": {"ratingScale": {"value": {"to": 5}, "article": "assumed"}}`), `/service/ratingScale/value: a range has from and to`},
		{"a name of the file", strings.Replace(setOf(`"service": {}`), `"x"`, `"y"`, 1), `/name: the file of the set y has another name: call it y.json`},
		{"a bad name", strings.Replace(setOf(`"service": {}`), `"x"`, `"X 1"`, 1), `/name: "X 1" is not a name of a rule set`},
		{"no title", strings.Replace(setOf(`"service": {}`), `"X"`, `""`, 1), `/en: the title is missing`},
		{"no day", strings.Replace(setOf(`"service": {}`), `"from": "2016-01-01", `, ``, 1), `/from: the day from which the set holds is missing: write it as 2016-09-09`},
		{"no such day", strings.Replace(setOf(`"service": {}`), `2016-01-01`, `2016-02-30`, 1), `/from: "2016-02-30" is not a date`},
		{"a bad county", strings.Replace(setOf(`"service": {}`), `370700`, `Weifang`, 1), `/county: "Weifang" is not the division code of a county`},
		{"an unknown parent", strings.Replace(setOf(`"service": {}`), `organic-law-2010`, `organic-law`, 1), `/extends: there is no set "organic-law"`},
		{"itself as a parent", strings.Replace(setOf(`"service": {}`), `organic-law-2010`, `x`, 1), `/extends: the set extends itself`},
		{"no parent", strings.Replace(setOf(`"service": {}`), `"extends": "organic-law-2010",`, ``, 1), `/service/passOnWithinWorkdays: the rule is missing: working days within which an errand agent passes a request on: give it, or extend a set that does`},
		{"the day of another", strings.Replace(strings.Replace(setOf(`"service": {}`), `370700`, `370782`, 1), `2016-01-01`, `2015-01-01`, 1), `/from: zhucheng-2015 holds from 2015-01-01 as well`},
		{"a later parent", strings.Replace(strings.Replace(setOf(`"service": {}`), `organic-law-2010`, `zhucheng-2015`, 1), `2016-01-01`, `2014-01-01`, 1), `/extends: zhucheng-2015 holds only from 2015-01-01, later than 2014-01-01`},
	} {
		_, err := rules.Load(folder("sets/x.json", test.set))
		var at *rules.FileError
		if !errors.As(err, &at) || at.File != "sets/x.json" || at.Remedy == "" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: refused with %v\nwant %s", test.why, err, test.want)
		}
	}
	if _, err := rules.Load(folder("sets/x.json", setOf(`"service": {}`))); err != nil {
		t.Errorf("the set that all of these derive from is refused: %v", err)
	}
}

func TestRefusedTogether(t *testing.T) {
	circle := func(name, county, parent string) string {
		return fmt.Sprintf(`{"name": %q, "en": "C", "zh": "圈", "from": "2016-01-01", "county": %q, "extends": %q}`, name, county, parent)
	}
	many := folder()
	for i := range rules.MaxFiles {
		for name, f := range folder(fmt.Sprintf("sets/x%d.json", i), fmt.Sprintf(
			`{"name": "x%d", "en": "X", "zh": "某", "from": "2016-01-01", "county": "%06d", "extends": "organic-law-2010"}`, i, i)) {
			many[name] = f
		}
	}
	for _, test := range []struct {
		why   string
		files []string
		want  string
	}{
		{"a circle of three", []string{"sets/a.json", circle("a", "000001", "b"), "sets/b.json", circle("b", "000002", "c"), "sets/c.json", circle("c", "000003", "a")},
			"sets/c.json: /extends: a extends itself by way of c: break the circle"},
		{"the name of a built-in set", []string{"sets/zhucheng-2015.json", strings.Replace(setOf(`"service": {}`), `"x"`, `"zhucheng-2015"`, 1)},
			"sets/zhucheng-2015.json: /name: there is a set zhucheng-2015 already, in built-in sets/zhucheng-2015.json"},
		{"a file at the root", []string{"x.json", setOf(`"service": {}`)}, "x.json: not in a folder that is read: move it to sets/"},
		{"a file of another kind", []string{"sets/x.JSON", setOf(`"service": {}`)}, "sets/x.JSON: neither .json nor .md"},
		{"a folder in the folder", []string{"sets/x.json/x.json", setOf(`"service": {}`)}, "sets/x.json: neither"},
		{"a large file", []string{"sets/x.json", setOf(`"service": {}`) + strings.Repeat(" ", rules.MaxFileSize)}, "sets/x.json: larger than 1048576 bytes"},
	} {
		if _, err := rules.Load(folder(test.files...)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: refused with %v\nwant %s", test.why, err, test.want)
		}
	}
	// Five files are built in.
	delete(many, "sets/x0.json")
	delete(many, "sets/x1.json")
	delete(many, "sets/x2.json")
	delete(many, "sets/x3.json")
	if _, err := rules.Load(many); err == nil || !strings.Contains(err.Error(), "more than 100 files") {
		t.Errorf("one file too many is refused with %v", err)
	}
	delete(many, "sets/x4.json")
	if b, err := rules.Load(many); err != nil || len(b.Sets()) != 99 {
		t.Errorf("as many files as there may be are refused with %v", err)
	}
	if _, err := rules.Load(nil, folder("sets/README.md", "notes", "sets/.keep", "")); err != nil {
		t.Errorf("no folder, and notes beside the sets, are refused with %v", err)
	}
}

func TestRefusedCalendars(t *testing.T) {
	year := func(old, new string) string {
		return strings.Replace(`{"years": [{"year": 2019, "sources": ["notice"],
"off": [{"from": "2018-12-30", "to": "2019-01-01", "en": "New Year's Day", "zh": "元旦"}],
"work": ["2018-12-29"]}]}`, old, new, 1)
	}
	for _, test := range []struct{ why, file, want string }{
		{"no year", `{"years": []}`, "/years: there is no year"},
		{"unknown member", year(`"year"`, `"jahr"`), "/years/0/jahr: there is no \"jahr\" here: correct or remove it; known are year, sources, off, work"},
		{"unknown member of a holiday", year(`"to"`, `"til"`), "/years/0/off/0/til: there is no \"til\" here: correct or remove it; known are from, to, en, zh"},
		{"a year too far", year(`2019`, `20190`), "/years/0/year: 20190 is not from 1949 to 2199"},
		{"no source", year(`"notice"`, ``), "/years/0/sources: the source is missing"},
		{"an empty source", year(`"notice"`, `""`), "/years/0/sources/0: the source is empty"},
		{"no name", year(`"元旦"`, `""`), "/years/0/off/0: the name of the holiday is missing"},
		{"no end", year(`"to": "2019-01-01", `, ``), "/years/0/off/0: \"2018-12-30\" to \"\" are not days of 2019"},
		{"an end before the beginning", year(`2019-01-01`, `2018-12-29`), "/years/0/off/0: 2018-12-30 ends before it begins"},
		{"another year's day", year(`2018-12-30`, `2018-11-30`), "/years/0/off/0: \"2018-11-30\" to"},
		{"a long holiday", year(`2019-01-01`, `2019-02-01`), "34 days off in a row are more than 31"},
		{"a worked day that is a Friday", year(`2018-12-29`, `2018-12-28`), "/years/0/work/0: 2018-12-28 is a Friday, which is worked anyway"},
		{"a worked day of another year", year(`2018-12-29`, `2020-01-04`), "/years/0/work/0: 2020-01-04 is not a day of 2019"},
		{"a day off and worked", year(`["2018-12-29"]`, `["2018-12-30"]`), "calendar/2019.json: 2018-12-30 is named twice, the second time for 2019"},
		{"a day worked twice", year(`["2018-12-29"]`, `["2018-12-29", "2018-12-29"]`), "2018-12-29 is named twice"},
		{"a year that is built in", `{"years": [{"year": 2016, "sources": ["n"], "off": [{"from": "2016-01-01", "to": "2016-01-01", "en": "a", "zh": "a"}]}]}`, "calendar/2019.json: the year 2016 is given twice, also in built-in calendar/cn.json"},
	} {
		if _, err := rules.Load(folder("calendar/2019.json", test.file)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: refused with %v\nwant %s", test.why, err, test.want)
		}
	}
	b, err := rules.Load(folder("calendar/2019.json", year("", "")))
	if err != nil {
		t.Fatal(err)
	}
	c := b.Calendar()
	if got := c.AddWorkdays(day(t, "2018-12-28"), 2); got != day(t, "2019-01-02") {
		t.Errorf("with the notice of 2019, the second working day after 2018-12-28 is %s", got)
	}
	if !c.Published(2019) || c.Published(2018) || !c.Assumed(day(t, "2017-01-01"), day(t, "2018-03-01")) ||
		!c.Assumed(day(t, "2017-01-01"), day(t, "2019-03-01")) {
		t.Error("the year 2018, of which nothing is known, counts as published")
	}
}
