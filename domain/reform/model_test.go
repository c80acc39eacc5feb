package reform_test

import (
	"maps"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
)

// model is who holds what, kept by another way: from the events alone, one share
// after another.
type model struct {
	held       map[int]int64
	member     map[int]bool
	collective int64
	issued     int64
	declared   map[int]domain.Money
	paid       map[int]domain.Money
	// due is what of a year's dividend is not paid to who held shares then.
	due map[int]map[int]domain.Money
}

func modelOf(facts []domain.Fact) model {
	m := model{held: map[int]int64{}, member: map[int]bool{}, declared: map[int]domain.Money{}, paid: map[int]domain.Money{}, due: map[int]map[int]domain.Money{}}
	for _, f := range facts {
		switch e := f.Event.(type) {
		case reform.RosterConfirmed:
			for n := range e.Members {
				m.member[n+1] = true
			}
		case reform.SharesQuantified:
			m.issued, m.collective = e.Issued, e.CollectiveShares
			for _, a := range e.MemberShares {
				for n := a.From; n <= a.To; n++ {
					if m.member[n] {
						m.held[n] = a.Shares
					}
				}
			}
		case reform.MemberJoined:
			m.member[e.Number] = true
			m.collective -= e.Shares
			m.held[e.Number] += e.Shares
		case reform.MemberLeft:
			delete(m.member, e.Number)
			m.held[e.Number] -= e.Returned
			m.collective += e.Returned
		case reform.MemberInherited:
			m.held[e.From] -= e.Shares
			m.held[e.To] += e.Shares
		case reform.MemberTransferred:
			m.held[e.From] -= e.Shares
			m.held[e.To] += e.Shares
		case reform.DividendDeclared:
			m.declared[e.Year] = e.ToHolders
			m.due[e.Year] = map[int]domain.Money{}
			for number, shares := range m.held {
				for range shares {
					m.due[e.Year][number] += e.PerShare
				}
			}
		case reform.DividendPaid:
			m.paid[e.Year] += e.Total
			for _, span := range e.To {
				for number := span.From; number <= span.To; number++ {
					delete(m.due[e.Year], number)
				}
			}
		}
	}
	return m
}

// conserved holds a state against the model and against what must always be.
func conserved(t *rapid.T, r reform.Reform, m model) {
	sum := new(big.Int)
	members, holders := 0, 0
	for number, p := range r.Persons() {
		sum.Add(sum, big.NewInt(p.Shares))
		if p.Member {
			members++
		}
		if p.Shares > 0 {
			holders++
		}
		if p.Shares < 0 || p.Shares != m.held[number] || p.Member != m.member[number] {
			t.Fatalf("number %d holds %d, member %t; the model has %d, %t", number, p.Shares, p.Member, m.held[number], m.member[number])
		}
	}
	if sum.Cmp(big.NewInt(r.Issued-r.CollectiveShares)) != 0 || r.HeldByPersons() != r.Issued-r.CollectiveShares {
		t.Fatalf("persons hold %s, and of %d issued the collective has %d", sum, r.Issued, r.CollectiveShares)
	}
	if r.Stage != reform.Posted && (members != r.Members || holders != r.Holders || members != len(m.member)) {
		t.Fatalf("members %d and holders %d are counted as %d and %d", members, holders, r.Members, r.Holders)
	}
	if r.CollectiveShares != m.collective || r.CollectiveShares < 0 || r.Issued != m.issued || exceeds(r.CollectiveShares, r.Issued) {
		t.Fatalf("the collective holds %d of %d, the model has %d of %d", r.CollectiveShares, r.Issued, m.collective, m.issued)
	}
	if r.Issued > 0 {
		exact(t, r.Sum, r.Value, r.Issued, r.Remainder)
	}
	for _, y := range r.Years {
		if y.Declared {
			exact(t, y.Total, y.PerShare, r.Issued, y.Total-domain.Money(r.Issued)*y.PerShare)
		}
		if y.Total > y.Left || y.Paid > y.ToHolders || y.ToHolders > y.Total || y.HoldersPaid > y.Holders || y.ToHolders != m.declared[y.Year] || y.Paid != m.paid[y.Year] {
			t.Fatalf("year %+v; the model declared %d and paid %d", y, m.declared[y.Year], m.paid[y.Year])
		}
		left := domain.Money(0)
		for _, due := range m.due[y.Year] {
			left += due
		}
		if left != y.ToHolders-y.Paid || len(m.due[y.Year]) != y.Holders-y.HoldersPaid {
			t.Fatalf("year %+v; %d are to get %d yet", y, len(m.due[y.Year]), left)
		}
	}
}

// exact says that a total is its parts and a remainder that is smaller than one
// fen a share.
func exact(t *rapid.T, total, each domain.Money, shares int64, remainder domain.Money) {
	product := new(big.Int).Mul(big.NewInt(int64(each)), big.NewInt(shares))
	if product.Add(product, big.NewInt(int64(remainder))).Cmp(big.NewInt(int64(total))) != 0 || remainder < 0 || int64(remainder) >= shares || each < 1 {
		t.Fatalf("%d × %d + %d is not %d", each, shares, remainder, total)
	}
}

// exceeds is more than 30%, in fractions.
func exceeds(shares, issued int64) bool {
	return issued > 0 && big.NewRat(shares, issued).Cmp(big.NewRat(3, 10)) > 0
}

// quantities draws a quantification of a roster, whole or with a mistake.
func quantities(members int) *rapid.Generator[reform.QuantifyShares] {
	return rapid.Custom(func(t *rapid.T) reform.QuantifyShares {
		c := reform.QuantifyShares{Decision: "decision-shares", Sum: domain.Money(rapid.Int64Range(0, 1_000_000_02).Draw(t, "sum"))}
		total := int64(0)
		for from := 1; from <= members; {
			to := rapid.IntRange(from, members).Draw(t, "to")
			a := reform.Allotment{From: from, To: to, Shares: rapid.Int64Range(0, 1000).Draw(t, "shares")}
			c.MemberShares = append(c.MemberShares, a)
			total += a.Shares * int64(to-from+1)
			from = to + 1
		}
		// Around 30% of all: three sevenths of what the members have.
		c.CollectiveShares = max(0, total*3/7+rapid.Int64Range(-3, 3).Draw(t, "around the limit"))
		return c
	})
}

// Over every quantification that is accepted: exact to the fen, and never above
// what the collective may hold.
func TestQuantificationIsExact(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		s := reached(t, reform.Quantification)
		c := quantities(7).Draw(t, "command")
		result := s.When(at("2016-10-21"), c)
		switch domain.CodeOf(result.Err()) {
		case "":
			accepted++
			s := result.Accepted()
			s.State(func(r reform.Reform) { conserved(t, r, modelOf(s.Facts())) })
		case "collective_share_too_large":
			total := c.CollectiveShares
			for _, a := range c.MemberShares {
				total += a.Shares * int64(a.To-a.From+1)
			}
			if !exceeds(c.CollectiveShares, total) {
				t.Fatalf("%d of %d is refused", c.CollectiveShares, total)
			}
		case "beyond_net_operating", "shares_out_of_range":
		default:
			t.Fatalf("%v", result.Err())
		}
	})
	if accepted == 0 {
		t.Error("nothing was accepted")
	}
}

// Over any sequence of joining, leaving, inheriting, transferring and sharing out,
// no share and no fen comes or goes.
func TestNothingComesOrGoes(t *testing.T) {
	kinds := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := reached(t, reform.Certification).
			Evidence("decision-admission", decided(domain.Quantification, "2016-11-19")).
			Evidence("decision-dividend", decided(domain.Dividend, "2016-11-20")).
			Evidence("decision-dividend-2017", decided(domain.Dividend, "2016-11-20")).
			When(at("2017-01-10"), aside).Accepted()
		now := at("2018-02-01")
		number := rapid.IntRange(0, 12)
		some := rapid.Int64Range(-1, 150)
		for range rapid.IntRange(10, 40).Draw(t, "commands") {
			result := s.When(now, movement(number, some).Draw(t, "command"))
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				continue
			}
			s = result.Accepted()
			for _, e := range result.Events() {
				kinds[e.EventType()]++
			}
			s.State(func(r reform.Reform) { conserved(t, r, modelOf(s.Facts())) })
			now.Time = now.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "days"))
		}
	})
	if want := 7; len(kinds) != want {
		t.Errorf("of %d kinds of events only these came about: %v", want, slices.Sorted(maps.Keys(kinds)))
	}
}

func movement(number *rapid.Generator[int], some *rapid.Generator[int64]) *rapid.Generator[any] {
	person := rapid.Map(rapid.IntRange(0, 15), func(n int) domain.Personal {
		if n == 0 {
			return none
		}
		return villager(n)
	})
	year := rapid.SampledFrom([]int{2016, 2017, 2016, 2017, 2015})
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) any {
			c := reform.Join{Person: person.Draw(t, "person"), Basis: reform.Birth, Document: domain.Note("a")}
			if c.Person.IsZero() {
				c.Number = number.Draw(t, "number")
			}
			if rapid.Bool().Draw(t, "given shares") {
				c.Shares, c.Decision = some.Draw(t, "shares"), "decision-admission"
			}
			return c
		}),
		rapid.Custom(func(t *rapid.T) any {
			return reform.Leave{Number: number.Draw(t, "number"), Reason: reform.Death, Returned: max(0, some.Draw(t, "returned")-50), Document: domain.Note("a")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			c := reform.Inherit{From: number.Draw(t, "from"), Person: person.Draw(t, "person"), Shares: max(0, some.Draw(t, "shares")-50), Document: domain.Note("a")}
			if c.Person.IsZero() {
				c.To = number.Draw(t, "to")
			}
			return c
		}),
		rapid.Custom(func(t *rapid.T) any {
			return reform.Transfer{From: number.Draw(t, "from"), To: number.Draw(t, "to"), Shares: some.Draw(t, "shares"), Document: domain.Note("a")}
		}),
		rapid.Custom(func(t *rapid.T) any {
			c := reform.SetReservesAside{Year: year.Draw(t, "year"), Document: "a"}
			surplus := map[int]domain.Money{2016: 100_000_00, 2017: 100_000_00}[c.Year]
			c.Profit = rapid.SampledFrom([]domain.Money{0, 0, surplus, surplus + 1}).Draw(t, "profit")
			c.Losses = domain.Money(rapid.Int64Range(0, int64(surplus)).Draw(t, "losses"))
			c.Reserves = (surplus - c.Losses) / 4
			return c
		}),
		rapid.Custom(func(t *rapid.T) any {
			return reform.DeclareDividend{
				Year: year.Draw(t, "year"), Decision: rapid.SampledFrom([]string{"decision-dividend", "decision-dividend-2017"}).Draw(t, "decision"),
				Total: domain.Money(rapid.Int64Range(0, 6_000_00).Draw(t, "total")),
			}
		}),
		rapid.Custom(func(t *rapid.T) any {
			return reform.PayDividend{
				Year: year.Draw(t, "year"), On: day("2017-02-01"), Document: "a",
				To: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) reform.Span {
					from := number.Draw(t, "from")
					return reform.Span{From: from, To: from + rapid.IntRange(0, 2).Draw(t, "more")}
				}), 0, 3).Draw(t, "to"),
			}
		}),
	)
}

// Any commands, in any order, sensible or not: a refusal always has a code, an
// accepted history folds again to the same state (which the scenario checks),
// nothing comes or goes, and no fold aliases another.
func TestAnyCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := begin(t)
		for _, d := range []string{"roster", "shares", "charter", "bodies", "dividend", "admission"} {
			kind := map[string]domain.MatterKind{
				"roster": domain.Roster, "shares": domain.Quantification, "charter": domain.Charter,
				"bodies": domain.BodiesElection, "dividend": domain.Dividend, "admission": domain.Roster,
			}[d]
			s = s.Evidence("decision-"+d, decided(kind, "2016-10-13"))
		}
		now := at("2016-03-01")
		next := 0
		for range rapid.IntRange(1, 20).Draw(t, "commands") {
			now.Time = now.Add(time.Duration(rapid.IntRange(-1, 48).Draw(t, "hours")) * time.Hour)
			var command any
			if rapid.IntRange(0, 3).Draw(t, "sensible") > 0 && next < len(story) {
				command = story[next].command
				now.Time = later(now.Time, at(story[next].when).Time)
			} else {
				command = anything.Draw(t, "command")
			}
			result := s.When(now, command)
			if result.Err() != nil {
				s = result.Rejected(domain.CodeOf(result.Err()))
				continue
			}
			s = result.Accepted()
			s.State(func(r reform.Reform) {
				conserved(t, r, modelOf(s.Facts()))
				next = stepAfter(r)
			})
		}
		domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
	})
}

// stepAfter is the step of the story that comes next in a state.
func stepAfter(r reform.Reform) int {
	if r.Stage == reform.Inventory {
		return 2 + r.StepsDone
	}
	if r.Stage == reform.Drafting && count(r) > 0 {
		return 7
	}
	for i, step := range story {
		if step.stage == r.Stage && (i+1 == len(story) || story[i+1].stage != r.Stage) {
			if r.Stage == reform.Drafting {
				return 6
			}
			return i + 1
		}
	}
	return 0
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

var anything = rapid.OneOf(
	rapid.Map(rapid.SampledFrom(story), func(s struct {
		when    string
		command any
		stage   reform.Stage
	}) any {
		return s.command
	}),
	rapid.Custom(func(t *rapid.T) any {
		return reform.DraftRoster{Members: villagers(1, rapid.IntRange(0, 9).Draw(t, "members")), Continues: rapid.Bool().Draw(t, "continues")}
	}),
	rapid.Just[any](reform.RaiseObjection{Text: why}),
	rapid.Custom(func(t *rapid.T) any {
		return reform.SettleObjection{Number: rapid.IntRange(0, 4).Draw(t, "number"), Accepted: rapid.Bool().Draw(t, "accepted"), Text: answer}
	}),
	rapid.Map(quantities(7), func(c reform.QuantifyShares) any { return c }),
	movement(rapid.IntRange(0, 9), rapid.Int64Range(-1, 150)),
)
