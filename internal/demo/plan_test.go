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

// TestFiguresOfTheCounty counts what the whole county of some seeds is to do.
func TestFiguresOfTheCounty(t *testing.T) {
	for seed, requests := range map[uint64]int{1: wholeRequests, 2: SmallRequests} {
		w := newWorld(t, seed)
		r := newRegion(seed, whole(), requests)
		counts, served, ids := map[string]int{}, 0, map[string]bool{}
		for _, p := range r.communities {
			if ids[p.id] {
				t.Errorf("there are two communities %s", p.id)
			}
			ids[p.id] = true
			people, owners := map[string]int{}, map[string]string{} // by request and by project
			money := map[string]domain.Money{}                      // by books
			plan := newPlan(w, p)
			for i, s := range plan.steps {
				if s.at.Before(w.at(firstDay, 0)) || s.at.After(w.lastMoment()) || i > 0 && s.at.Before(plan.steps[i-1].at) {
					t.Fatalf("%s is done at %s, after %s", s.key, s.at, plan.steps[max(0, i-1)].at)
				}
				in2016 := domain.DateOf(s.at, w.zone).Year == 2016
				switch c := s.command.(type) {
				case community.Register:
					counts["communities"]++
				case collective.Register:
					counts["collectives"]++
				case reform.Finish:
					if counts["reforms"]++; !in2016 {
						t.Errorf("%s is done in 2015", s.key)
					}
				case reform.AdoptPlan:
					counts["reforms begun"]++
				case community.OpenCentre:
					counts["centres"]++
				case community.UpgradeCentre:
					counts["upgrades"]++
				case community.CompletePlatform:
					counts["platforms"]++
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
					if counts["new entities"]++; c.Kind == enterprise.PovertyRelief {
						counts["new entities"]--
						counts["relief companies"]++
					}
				case training.Hold:
					counts["farmers"] += c.People
				case project.Plan:
					kind, _ := domain.SplitStream(c.Owner)
					counts["projects of a "+kind]++
					owners[beganBy(s)] = kind
				case project.Complete:
					counts["completed of a "+owners[s.id]]++
				case audit.Plan:
					counts["audits"]++
				case audit.IssueReport:
					counts["audit reports"]++
				case books.Open:
					counts["books"]++
					money[c.StreamID()] = moneyIn(c.Debits) - moneyIn(c.Credits)
					if c.Year == 2016 {
						money[c.StreamID()] = money[strings.TrimSuffix(c.StreamID(), "6")+"5"]
					}
				case books.Post:
					if money[s.id] += moneyIn(c.Debits) - moneyIn(c.Credits); money[s.id] < 0 {
						t.Errorf("seed %d: %s spends %s yuan that it does not have", seed, s.key, -money[s.id])
					}
				case partyorg.Register:
					counts["Party organisations"]++
				case decision.Propose:
					counts["decisions"]++
				case request.Submit:
					counts["requests"]++
					people[beganBy(s)] = c.People
					if c.People > 5 {
						t.Errorf("%s is for %d people", s.key, c.People)
					}
				case request.Complete:
					if in2016 && c.Outcome == request.Solved {
						served += people[s.id]
						people[s.id] = 0
					}
				}
			}
		}
		for what, want := range map[string]int{
			"communities": 208, "collectives": 410, "reforms begun": 208, "reforms": 152,
			"centres": 208, "upgrades": 30, "platforms": 19, "with social workers": 42, "clean-ups": 208,
			"characteristic-industry": 132, "three-societies": 12, "first-secretary": 74, "listed": 21, "improved": 21, "Party organisations": 245,
			"new entities": 1201, "relief companies": 15, "projects of a community": 656, "completed of a community": 396,
			"audits": 410, "audit reports": 285, "books": 820, "projects of a partyorg": 1621, "completed of a partyorg": 871,
		} {
			if counts[what] != want {
				t.Errorf("seed %d: %s: %d, want %d", seed, what, counts[what], want)
			}
		}
		if n := counts["awards"]; n < 760_000 || n > 840_000 {
			t.Errorf("seed %d: awards of %d yuan", seed, n)
		}
		if n := counts["farmers"]; n < 16_150 || n > 17_850 {
			t.Errorf("seed %d: %d farmers trained", seed, n)
		}
		if counts["requests"] < 60_000*requests/wholeRequests || served < 120_000*requests/wholeRequests || counts["decisions"] < 3_000 {
			t.Errorf("seed %d: %v, %d people served", seed, counts, served)
		}
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
