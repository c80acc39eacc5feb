package demo

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/audit"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/collective"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/decision"
	"github.com/sunledger/sunledger/domain/enterprise"
	"github.com/sunledger/sunledger/domain/partyorg"
	"github.com/sunledger/sunledger/domain/project"
	"github.com/sunledger/sunledger/domain/reform"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/domain/rules"
	"github.com/sunledger/sunledger/domain/training"
)

func newWorld(t testing.TB, seed uint64) *world {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return &world{
		seed: seed, id: uuid.NewSHA1(uuid.NameSpaceOID, []byte("world")), operator: "operator",
		calendar: book.Calendar(), book: book.In("370782"), zone: zone,
	}
}

// FiguresOf counts what the communities of a demonstration are to do, and holds it to
// what nobody may do: what is out of time, money that is not there.
func FiguresOf(t testing.TB, seed uint64, communities, requests int) map[string]int {
	t.Helper()
	w := newWorld(t, seed)
	counts, ids := map[string]int{}, map[string]bool{}
	for _, p := range newRegion(seed, communities, requests).communities {
		if ids[p.id] {
			t.Errorf("there are two communities %s", p.id)
		}
		ids[p.id] = true
		f := figures{TB: t, counts: counts, people: map[string]int{}, owners: map[string]string{}, money: map[string]domain.Money{}}
		last := w.at(firstDay, 0)
		for _, s := range newPlan(w, p).steps {
			if s.at.Before(last) || s.at.After(w.lastMoment()) {
				t.Fatalf("%s is done at %s, after %s", s.key, s.at, last)
			}
			last = s.at
			f.count(s, domain.DateOf(s.at, w.zone).Year)
		}
	}
	return counts
}

// figures are those of a community while they are counted.
type figures struct {
	testing.TB
	counts map[string]int
	people map[string]int          // by request
	owners map[string]string       // kinds of them, by project
	money  map[string]domain.Money // by books
}

func (f figures) count(s step, year int) {
	counts := f.counts
	switch c := s.command.(type) {
	case community.Register:
		counts["communities"]++
	case collective.Register:
		counts["collectives"]++
	case reform.Finish:
		if counts["reforms"]++; year != 2016 {
			f.Errorf("%s is done in %d", s.key, year)
		}
	case reform.AdoptPlan:
		counts["reforms begun"]++
	case community.OpenCentre:
		counts["centres"]++
	case community.UpgradeCentre:
		counts["upgrades"]++
	case community.CompletePlatform:
		counts["platforms"]++
	case community.PostStaff:
		counts["posted"]++
	case community.CountSocialWorkers:
		if c.Number > 0 {
			counts["with social workers"]++
		}
	case community.CompleteCleanUp:
		counts["clean-ups"]++
	case community.GrantAward:
		counts["awards"] += int(c.Amount / domain.Yuan)
	case community.DesignateSite:
		counts[string(c.Kind)]++
	case community.Appoint:
		counts[string(c.Post)]++
	case community.ListForImprovement:
		counts["listed"]++
	case community.Improve:
		counts["improved"]++
	case enterprise.Register:
		counts[string(c.Kind)]++
		if c.Kind != enterprise.PovertyRelief {
			counts["new entities"]++
		}
	case enterprise.Contribute:
		if c.From != "" {
			counts["put in by collectives"] += int(c.Amount / domain.Yuan)
		}
	case training.Hold:
		counts["farmers"] += c.People
	case project.Plan:
		kind, _ := domain.SplitStream(c.Owner)
		counts["projects of a "+kind]++
		f.owners[beganBy(s)] = kind
	case project.Complete:
		counts["completed of a "+f.owners[s.id]]++
	case audit.Plan:
		counts["audits"]++
	case audit.IssueReport:
		counts["audit reports"]++
	case books.Open:
		counts["books"]++
		f.money[c.StreamID()] = moneyIn(c.Debits) - moneyIn(c.Credits)
		if c.Year == 2016 {
			f.money[c.StreamID()] = f.money[strings.TrimSuffix(c.StreamID(), "6")+"5"]
		}
	case books.Post:
		if f.money[s.id] += moneyIn(c.Debits) - moneyIn(c.Credits); f.money[s.id] < 0 {
			f.Errorf("%s spends %s yuan that it does not have", s.key, -f.money[s.id])
		}
	case partyorg.Register:
		counts["Party organisations"]++
	case decision.Propose:
		counts["decisions"]++
	case request.Submit:
		counts["requests"]++
		f.people[beganBy(s)] = c.People
		if c.People > 5 {
			f.Errorf("%s is for %d people", s.key, c.People)
		}
	case request.Complete:
		if year == 2016 && c.Outcome == request.Solved {
			counts["served"] += f.people[s.id]
			f.people[s.id] = 0
		}
	}
	if s.request {
		counts["told"]++
	}
}

// TestFiguresOfTheCounty counts what the whole county is to do, with a tenth of the
// requests: how many people each serves does not depend on how many they are.
func TestFiguresOfTheCounty(t *testing.T) {
	counts := FiguresOf(t, 1, whole(), SmallRequests)
	for what, want := range map[string]int{
		"communities": 208, "collectives": 410, "reforms begun": 208, "reforms": 152,
		"centres": 208, "upgrades": 30, "platforms": 19, "with social workers": 42, "clean-ups": 208,
		"characteristic-industry": 132, "three-societies": 12, "first-secretary": 74, "listed": 21, "improved": 21, "Party organisations": 245,
		"new entities": 1201, "projects of a community": 656, "completed of a community": 396,
		string(enterprise.PovertyRelief): 15, "put in by collectives": 15 * 20_000,
		"audits": 410, "audit reports": 285, "books": 820, "projects of a partyorg": 1621, "completed of a partyorg": 871,
		"requests": SmallRequests, "told": SmallRequests,
	} {
		if counts[what] != want {
			t.Errorf("%s: %d, want %d", what, counts[what], want)
		}
	}
	for what, about := range map[string]int{"awards": 800_000, "farmers": 17_000} {
		if n := counts[what]; n < about*95/100 || n > about*105/100 {
			t.Errorf("%s: %d, want about %d", what, n, about)
		}
	}
	if wholeRequests < 60_000 || counts["served"] < 120_000*SmallRequests/wholeRequests || counts["decisions"] < 3_000 {
		t.Errorf("%d people served by %d requests, %d decisions", counts["served"], SmallRequests, counts["decisions"])
	}
}

// moneyIn is what some amounts have on cash and bank deposits.
func moneyIn(amounts []books.Amount) (sum domain.Money) {
	for _, a := range amounts {
		if a.Account == cash || a.Account == bank {
			sum += a.Amount
		}
	}
	return sum
}

// TestClassesOfTheCounty counts whom the county's own classes are for.
func TestClassesOfTheCounty(t *testing.T) {
	classes, people, days := map[string]int{}, map[string]int{}, map[string]int{}
	of := ""
	for _, s := range newWorld(t, 1).classSteps() {
		switch c := s.command.(type) {
		case training.Plan:
			of = string(c.Programme) + string(c.Province)
			classes[of]++
			days[of] = c.Days
		case training.Hold:
			people[of] += c.People
		}
	}
	if people["accountants"] != 1370 || classes["cadres"] != 10 || people["cadres"] < 2300 || classes["cadreszhejiang"] != 3 || days["cadreszhejiang"] != 10 {
		t.Errorf("classes %v, people %v, days %v", classes, people, days)
	}
}

// TestPlansAreOfTheirSeed: the same seed gives the same plan, and another seed
// another one of as much.
func TestPlansAreOfTheirSeed(t *testing.T) {
	of := func(seed uint64) []step {
		return newPlan(newWorld(t, seed), newRegion(seed, 2, 60).communities[1]).steps
	}
	if !reflect.DeepEqual(of(1), of(1)) {
		t.Error("a plan is not the same the second time")
	}
	keys := map[string]bool{}
	for _, s := range of(1) {
		if keys[s.key] {
			t.Errorf("two steps have the key %s", s.key)
		}
		keys[s.key] = true
	}
	if one, two := of(1), of(2); reflect.DeepEqual(one, two) || len(two) < len(one)/2 {
		t.Errorf("plans of %d and %d steps", len(one), len(two))
	}
}

// A name is that of one community.
func TestCommunitiesHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, town := range towns {
		for n := range town.communities {
			c := town.community(n)
			for _, name := range []string{c.id, c.chinese, c.english} {
				if seen[name] {
					t.Errorf("%s is the name of two communities", name)
				}
				seen[name] = true
			}
		}
	}
}
