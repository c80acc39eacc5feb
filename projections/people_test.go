package projections_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/projections"
)

func TestSmallCountsOfPeopleAreBands(t *testing.T) {
	for _, test := range []struct {
		n, below               int
		json, english, chinese string
	}{
		{0, 10, `0`, "", ""},
		{1, 10, `"<10"`, "under 10", "不足10"},
		{9, 10, `"<10"`, "under 10", "不足10"},
		{10, 10, `10`, "", ""},
		{1434, 10, `1434`, "", ""},
		{1, 0, `1`, "", ""},
		{1, 1, `1`, "", ""},
		{1, 2, `"<2"`, "under 2", "不足2"},
	} {
		p := projections.PeopleOf(test.n).Show(test.below)
		got, err := json.Marshal(p)
		if err != nil || string(got) != test.json || p.Band(domain.English) != test.english || p.Band(domain.Chinese) != test.chinese {
			t.Errorf("%d, below %d: %s %v %q %q", test.n, test.below, got, err, p.Band(domain.English), p.Band(domain.Chinese))
		}
		if n, shown := p.Exact(); shown != (test.english == "") || shown && n != test.n || !shown && n != 0 {
			t.Errorf("%d, below %d: exactly %d, %t", test.n, test.below, n, shown)
		}
	}
}

// What nobody decided to show gets out in no form.
func TestUndecidedPeople(t *testing.T) {
	p := projections.PeopleOf(17)
	if b, err := json.Marshal(p); err == nil {
		t.Errorf("encodes as %s", b)
	}
	if _, err := json.Marshal(projections.Request{People: p}); err == nil {
		t.Error("a request encodes it")
	}
	n, shown := p.Exact()
	for _, s := range []string{p.String(), p.Band(domain.English), fmt.Sprint(p), fmt.Sprint(n)} {
		if shown || strings.Contains(s, "17") {
			t.Errorf("shows as %q", s)
		}
	}
}

func TestSmallCountBelow(t *testing.T) {
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[domain.Date]int{domain.NewDate(2016, 9, 9): 10, domain.NewDate(2009, 9, 9): 0} {
		if got := projections.SmallCountBelow(book, "370782", day); got != want {
			t.Errorf("on %s it is %d, want %d", day, got, want)
		}
	}
}

func boardOf(people ...int) *projections.Board {
	total := 0
	b := &projections.Board{}
	for i, n := range people {
		total += n
		b.ByPlace = append(b.ByPlace, projections.Group{Key: fmt.Sprint(i), Figures: projections.Figures{People: projections.PeopleOf(n)}})
	}
	b.People = projections.PeopleOf(total)
	return b
}

func shownPeople(b *projections.Board) string {
	shown := []string{b.People.String() + ":"}
	for _, g := range b.ByPlace {
		shown = append(shown, g.People.String())
	}
	return strings.Join(shown, " ")
}

// No band follows from the total and the other groups.
func TestABandIsNotBetrayed(t *testing.T) {
	for want, people := range map[string][]int{
		"60: 20 40":                   {20, 40},
		"63: <10 >=10 40":             {3, 20, 40}, // the next smallest goes with the only one
		"63: 0 <10 >=10 40":           {0, 3, 20, 40},
		"45: <10 <10 40":              {2, 3, 40},
		"42: <10 <10 >=10":            {1, 1, 40}, // two that add up to 2 are 1 each
		"31: <10 >=10 >=10":           {1, 10, 20},
		"49: <10 >=10 >=10":           {9, 20, 20}, // what is kept back is at most 20, so that the first would be 9
		"<10: <10 <10":                {4, 5},
		"10: <10 <10":                 {1, 9},
		"<10: <10":                    {3},
		"18: <10 <10":                 {9, 9},                // nothing else could be kept back
		"133: <10 <10 <10 50 >=10 40": {1, 1, 1, 50, 40, 40}, // of equal ones the first
	} {
		b := boardOf(people...)
		b.ShowPeople(10)
		if got := shownPeople(b); got != want {
			t.Errorf("%v shows as %s, want %s", people, got, want)
		}
	}
	b := boardOf(1, 2)
	b.ShowPeople(0)
	if got := shownPeople(b); got != "3: 1 2" {
		t.Errorf("without a rule set: %s", got)
	}
}

// Whatever the numbers: who knows the total, the bands and the numbers that are
// shown finds another number that fits, for every band; unless all are bands.
func TestBandsHoldMoreThanOneNumber(t *testing.T) {
	const below = 4
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.IntRange(0, 7), 1, 5).Draw(t, "people")
		b := boardOf(people...)
		b.ShowPeople(below)
		shown := shownPeople(b)
		if !slices.ContainsFunc(b.ByPlace, func(g projections.Group) bool { n, exactly := g.People.Exact(); return exactly && n > 0 }) {
			return
		}
		if _, exactly := b.People.Exact(); !exactly {
			return
		}
		sum := 0
		for _, n := range people {
			sum += n
		}
		fits := make([]map[int]bool, len(people))
		for i := range fits {
			fits[i] = map[int]bool{}
		}
		var try func(i, left int, all []int)
		try = func(i, left int, all []int) {
			switch {
			case i == len(people):
				if left == 0 {
					for j, n := range all {
						fits[j][n] = true
					}
				}
				return
			}
			n, exactly := b.ByPlace[i].People.Exact()
			least, most := n, n
			if !exactly {
				least, most = 1, below-1
				if b.ByPlace[i].People.String() == fmt.Sprint(">=", below) {
					least, most = below, sum
				}
			}
			for n := least; n <= min(most, left); n++ {
				try(i+1, left-n, append(all, n))
			}
		}
		try(0, sum, nil)
		for i, n := range people {
			if n > 0 && n < below && len(fits[i]) < 2 {
				t.Fatalf("%v shows as %s, from which number %d follows", people, shown, i)
			}
		}
	})
}

// A total is shown beside the numbers that it adds up, unless a small one of them
// follows from it.
func TestTotalBesideItsParts(t *testing.T) {
	for _, c := range []struct {
		parts  []int
		want   string
		chosen bool // they are some of all
	}{
		{parts: []int{30, 12}, want: "42", chosen: true},
		{parts: []int{3, 4, 30}, want: ">=10", chosen: true},
		{parts: []int{30, 0}, want: "30", chosen: true},
		{parts: []int{30, 12}, want: "42"},
		{parts: []int{30, 5, 5}, want: "40"},
		{parts: []int{30, 6}, want: ">=10"},
		{parts: []int{30, 0, 2}, want: ">=10"},
		{parts: []int{30, 1, 1}, want: ">=10"},
		{parts: []int{30, 9, 9}, want: ">=10"},
		{parts: []int{4, 3}, want: "<10"},
		{parts: []int{0, 0}, want: "0"},
	} {
		all, of := 0, []projections.People(nil)
		for _, n := range c.parts {
			all, of = all+n, append(of, projections.PeopleOf(n))
		}
		total := projections.PeopleOf(all)
		projections.ShowTotal(10, &total, !c.chosen, of...)
		if total.String() != c.want {
			t.Errorf("%v: got %s, want %s", c.parts, total, c.want)
		}
	}
}
