package rules_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// The numbers that the county's procedures state, as shared/data and the
// domain's description give them.
func TestZhucheng(t *testing.T) {
	set, err := builtIn(t).Named("zhucheng-2015")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []struct {
		name      string
		got, want any
		assumed   bool
		isAssumed bool
	}{
		{"pass on", set.Service.PassOnWithinWorkdays.Value, 3, false, set.Service.PassOnWithinWorkdays.Assumed()},
		{"rating", set.Service.RatingScale.Value, rules.Range{From: 1, To: 5}, true, set.Service.RatingScale.Assumed()},
		{"people", set.Service.MaxPeoplePerRequest.Value, 10_000, true, set.Service.MaxPeoplePerRequest.Assumed()},
		{"small count", set.Publication.SmallCountBelow.Value, 10, true, set.Publication.SmallCountBelow.Assumed()},
		{"disclosure day", set.Publication.DisclosureDayOfMonth.Value, 9, false, set.Publication.DisclosureDayOfMonth.Assumed()},
		{"activity week", set.Publication.ActivityWeekOfMonth.Value, 2, false, set.Publication.ActivityWeekOfMonth.Assumed()},
		{"retention", set.Personal.RetentionMonths.Value, 36, true, set.Personal.RetentionMonths.Assumed()},
	} {
		if rule.got != rule.want || rule.assumed != rule.isAssumed {
			t.Errorf("%s is %v (assumed: %t), want %v (%t)", rule.name, rule.got, rule.isAssumed, rule.want, rule.assumed)
		}
	}
	national, err := builtIn(t).Named("organic-law-2010")
	if err != nil {
		t.Fatal(err)
	}
	if keep := national.Personal.RetentionMonths; keep.Value != 0 || !keep.Assumed() {
		t.Errorf("the national base holds back the erasing of people for %d months", keep.Value)
	}
	if set.County() != "370782" || set.From() != day(t, "2015-01-01") || set.Extends() != "organic-law-2010" ||
		set.Title(domain.English) != "Zhucheng, as of 2015" || set.Title(domain.Chinese) != "诸城市规则（2015年起）" {
		t.Errorf("it says of itself %q, %s, %q, %q", set.County(), set.From(), set.Extends(), set.Title(domain.English))
	}
	if !set.Calendar().Published(2016) {
		t.Error("it has no calendar of 2016")
	}
}

func TestBasisSaysWhereARuleStands(t *testing.T) {
	b, err := rules.Load(folder("sets/weifang-2014.json", weifang))
	if err != nil {
		t.Fatal(err)
	}
	set, err := b.Named("weifang-2014")
	if err != nil {
		t.Fatal(err)
	}
	own := set.Service.MaxPeoplePerRequest
	no := own.Reject("too_many_people", "%d people are too many", "%d 人过多", 51)
	if no.Code != "too_many_people" ||
		no.Message != "51 people are too many (Rule 7, rule set weifang-2014)" ||
		no.Chinese != "51 人过多（第七条，规则集 weifang-2014）" {
		t.Errorf("it refuses with %+v", no)
	}
	inherited := set.Service.PassOnWithinWorkdays
	if got := inherited.Basis(domain.English); got != "assumed, rule set organic-law-2010" {
		t.Errorf("an inherited rule rests on %q", got)
	}
	if got := inherited.Basis(domain.Chinese); got != "暂定，尚无依据条文，规则集 organic-law-2010" {
		t.Errorf("an inherited rule rests in Chinese on %q", got)
	}
}

func TestList(t *testing.T) {
	set, err := builtIn(t).Named("zhucheng-2015")
	if err != nil {
		t.Fatal(err)
	}
	list := set.List()
	i := slices.IndexFunc(list, func(e rules.Entry) bool { return e.Name == "service.ratingScale" })
	if i < 0 {
		t.Fatal("service.ratingScale is not listed")
	}
	want := rules.Entry{
		Name:         "service.ratingScale",
		Section:      domain.Code{Code: "service", English: "Requests", Chinese: "党群服务"},
		Title:        domain.Code{Code: "ratingScale", English: "worst and best mark of a rating", Chinese: "评价分值范围"},
		Value:        "1–5",
		BasisEnglish: "assumed, rule set organic-law-2010",
		BasisChinese: "暂定，尚无依据条文，规则集 organic-law-2010",
		Assumed:      true,
		Set:          "organic-law-2010",
	}
	if list[i] != want {
		t.Errorf("it is listed as %+v", list[i])
	}
	if j := slices.IndexFunc(list, func(e rules.Entry) bool { return e.Name == "service.passOnWithinWorkdays" }); j != 0 || list[j].Set != "zhucheng-2015" {
		t.Errorf("the first rule is not listed first, as one of zhucheng-2015: %+v", list[0])
	}
}

// A rule that lacks a tag would be read, but not checked or not explained.
func TestEveryRuleIsTagged(t *testing.T) {
	sections := reflect.TypeFor[rules.Sections]()
	total := 0
	for _, section := range reflect.VisibleFields(sections) {
		if section.Tag.Get("en") == "" || section.Tag.Get("zh") == "" || !strings.HasSuffix(section.Tag.Get("json"), ",omitzero") {
			t.Errorf("%s lacks json with omitzero, en or zh", section.Name)
		}
		for _, f := range reflect.VisibleFields(section.Type) {
			total++
			name := section.Name + "." + f.Name
			if !strings.HasPrefix(f.Type.Name(), "Rule[") {
				t.Errorf("%s is a %s, not a Rule: it would have no basis", name, f.Type)
				continue
			}
			if f.Tag.Get("en") == "" || f.Tag.Get("zh") == "" || !strings.HasSuffix(f.Tag.Get("json"), ",omitzero") {
				t.Errorf("%s lacks json with omitzero, en or zh", name)
			}
			if holdsIntegers(f.Type.Field(0).Type) && (f.Tag.Get("min") == "" || f.Tag.Get("max") == "") {
				t.Errorf("%s is made of integers and lacks min or max", name)
			}
		}
	}
	for _, s := range builtIn(t).Sets() {
		if got := len(s.List()); got != total {
			t.Errorf("%s lists %d rules of %d", s.Name(), got, total)
		}
	}
}

func holdsIntegers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice:
		return holdsIntegers(t.Elem())
	case reflect.Struct:
		return slices.ContainsFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return holdsIntegers(f.Type) })
	}
	return reflect.Zero(t).CanInt()
}
