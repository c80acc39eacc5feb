package debt_test

import (
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// debts is the aggregate without the wording and the roles of the catalogue.
var debts = domain.Define("debt",
	domain.Records[debt.Debt](
		domain.Says(debt.Incurred{}, "", ""), domain.Says(debt.Repaid{}, "", ""),
		domain.Says(debt.Collected{}, "", ""), domain.Says(debt.WrittenOff{}, "", ""),
	),
	domain.Opens[debt.Debt, debt.Incur]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.Repay]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.Collect]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.WriteOff]("", "", domain.Accountant.At(domain.CommunityLevel)),
)

var at = domaintest.At

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

const (
	owner = "collective-c1"
	yuan  = domain.Yuan
)

func resolution(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount, Concerns: []string{"debt-1"},
		Adopted: day("2016-07-20"), Disclosed: day("2016-07-20"), Binds: day("2016-08-01"),
	}
}

func county(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, debts).
		Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence("decision-1", resolution(domain.Borrowing, 10_000*yuan)).
		Evidence("decision-2", resolution(domain.WriteOff, 0))
}

func loan() debt.Incur {
	return debt.Incur{
		Owner: owner, Direction: debt.Payable, Nature: debt.Loan, Organisation: "农商银行", Amount: 10_000 * yuan,
		Due: day("2017-09-01"), Purpose: "修路", Decision: "decision-1",
	}
}

func owed() debt.Incur {
	c := loan()
	c.Direction, c.Nature, c.Decision = debt.Receivable, debt.Unpaid, ""
	return c
}

func TestIncurring(t *testing.T) {
	county(t).When(loan()).Then(debt.Incurred{
		Owner: owner, Direction: debt.Payable, Nature: debt.Loan, Organisation: "农商银行", Amount: 1_000_000,
		Due: day("2017-09-01"), Purpose: "修路", Decision: "decision-1", Rules: "zhucheng-2015",
	})
	county(t).When(loan()).When(loan()).Rejected("already_exists")
	for name, c := range map[string]struct {
		code   string
		change func(*debt.Incur)
	}{
		"owner":              {"not_a_collective", func(c *debt.Incur) { c.Owner = "village-1" }},
		"direction":          {"code_unknown", func(c *debt.Incur) { c.Direction = "" }},
		"nature":             {"code_unknown", func(c *debt.Incur) { c.Nature = "" }},
		"nothing":            {"amount_out_of_range", func(c *debt.Incur) { c.Amount = 0 }},
		"purpose":            {"field_missing", func(c *debt.Incur) { c.Purpose = " " }},
		"nobody":             {"counterparty_unclear", func(c *debt.Incur) { c.Organisation = "" }},
		"both":               {"counterparty_unclear", func(c *debt.Incur) { c.Counterparty = domain.About(domain.Subject{}, "张三") }},
		"a person":           {"", func(c *debt.Incur) { c.Organisation, c.Counterparty = "", domain.About(domain.Subject{}, "张三") }},
		"undecided":          {"decision_missing", func(c *debt.Incur) { c.Decision = "" }},
		"a fen, undecided":   {"decision_missing", func(c *debt.Incur) { c.Decision, c.Amount = "", 1 }},
		"lent, undecided":    {"decision_missing", func(c *debt.Incur) { c.Decision, c.Direction = "", debt.Receivable }},
		"a fen beyond":       {"beyond_the_decision", func(c *debt.Incur) { c.Amount++ }},
		"decided otherwise":  {"decision_of_another_kind", func(c *debt.Incur) { c.Decision = "decision-2" }},
		"never due":          {"", func(c *debt.Incur) { c.Due = domain.Date{} }},
		"unpaid works":       {"", func(c *debt.Incur) { c.Decision, c.Nature = "", debt.Unpaid }},
		"owed before":        {"", func(c *debt.Incur) { c.Decision, c.Nature = "", debt.Before }},
		"no decision at all": {"no_such_evidence", func(c *debt.Incur) { c.Decision = "decision-9" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := loan()
			c.change(&command)
			if c.code == "" {
				county(t).When(command).Accepted()
			} else {
				county(t).When(command).Rejected(c.code)
			}
		})
	}
	// Where the rules ask for a decision from an amount on, that is the first.
	set := domaintest.RuleSet(t, "zhucheng-2015")
	from := *set
	from.Property.BorrowingFrom.Value = 5_000 * yuan
	small := loan()
	small.Decision, small.Amount = "", 5_000*yuan-1
	county(t).Rules(&from).When(small).Accepted()
	small.Amount++
	county(t).Rules(&from).When(small).Rejected("decision_missing")
	person := owed()
	person.Organisation, person.Counterparty = "", domain.About(domain.Subject{}, "张三")
	county(t).When(person).State(func(d debt.Debt) {
		if d.Counterparty == uuid.Nil {
			t.Error("a person of whom nothing is held becomes a subject")
		}
	})
}

func TestPaying(t *testing.T) {
	for name, c := range map[string]struct {
		begin debt.Incur
		pay   func(domain.Money) any
		wrong any
	}{
		"repaid":    {loan(), func(m domain.Money) any { return debt.Repay{Amount: m, Voucher: "v"} }, debt.Collect{Amount: 1, Voucher: "v"}},
		"collected": {owed(), func(m domain.Money) any { return debt.Collect{Amount: m, Voucher: "v"} }, debt.Repay{Amount: 1, Voucher: "v"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := county(t).When(c.begin).Accepted()
			s.When(c.wrong).Rejected("the_other_way")
			s.When(c.pay(0)).Rejected("amount_out_of_range")
			s.When(c.pay(10_000*yuan + 1)).Rejected("more_than_is_left")
			part := s.When(c.pay(10_000*yuan - 1)).Accepted()
			part.When(c.pay(2)).Rejected("more_than_is_left")
			part.State(func(d debt.Debt) {
				if !d.Late(day("2017-09-02")) || d.Late(day("2017-09-01")) || d.Offers() != (domain.Indebtedness{Owner: owner, Left: 1}) {
					t.Errorf("a fen is left: %+v", d)
				}
			})
			part.When(c.pay(1)).State(func(d debt.Debt) {
				if d.Left() != 0 || d.Late(day("2030-01-01")) {
					t.Errorf("all is settled: %+v", d)
				}
			})
		})
	}
	s := county(t).When(loan()).Accepted()
	s.When(debt.Repay{Amount: 1}).Rejected("field_missing")
	s.When(debt.Repay{Amount: 1, Voucher: "v", On: day("2016-09-02")}).Rejected("not_yet")
	s.When(at("2016-09-03"), debt.Repay{Amount: 1, Voucher: "v", On: day("2016-08-31")}).Rejected("paid_before_incurred")
	s.When(at("2016-09-03"), debt.Repay{Amount: 1, Voucher: "v", On: day("2016-09-01")}).Accepted()
	s.When(debt.Repay{Amount: 1, Voucher: "v"}).Then(debt.Repaid{On: day("2016-09-01"), Amount: 1, Voucher: "v"})
	county(t).When(debt.Repay{Amount: 1, Voucher: "v"}).Rejected("not_found")
}

func TestWritingOff(t *testing.T) {
	off := debt.WriteOff{Decision: "decision-2", Reason: "债务人失踪"}
	s := county(t).When(owed()).When(debt.Collect{Amount: 4_000 * yuan, Voucher: "v"}).Accepted()
	s.When(off).Then(debt.WrittenOff{On: day("2016-09-01"), Amount: 6_000 * yuan, Decision: "decision-2", Reason: "债务人失踪"})
	s.When(off).When(off).Rejected("amount_out_of_range") // nothing is left
	s.When(debt.WriteOff{Decision: "decision-2"}).Rejected("field_missing")
	s.When(debt.WriteOff{Reason: "a"}).Rejected("decision_missing")
	s.When(debt.WriteOff{Decision: "decision-1", Reason: "a"}).Rejected("decision_of_another_kind")
	s.When(debt.WriteOff{Amount: 6_000*yuan + 1, Decision: "decision-2", Reason: "a"}).Rejected("more_than_is_left")
	other := resolution(domain.WriteOff, 0)
	other.Concerns = []string{"debt-2"}
	s.Evidence("decision-2", other).When(off).Rejected("decision_not_about_it")

	// What a decision allows is allowed once, in however many steps.
	capped := s.Evidence("decision-2", resolution(domain.WriteOff, 5_000*yuan))
	capped.When(off).Rejected("beyond_the_decision")
	step := debt.WriteOff{Amount: 2_500 * yuan, Decision: "decision-2", Reason: "a"}
	capped.When(step).When(step).When(debt.WriteOff{Amount: 1, Decision: "decision-2", Reason: "a"}).Rejected("beyond_the_decision")
}

func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := county(t).When(owed()).Accepted()
		left := 10_000 * yuan
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			amount := domain.Money(rapid.IntRange(-10, 600_000).Draw(t, "amount"))
			var command any = debt.Collect{Amount: amount, Voucher: "v"}
			if rapid.Bool().Draw(t, "off") {
				command = debt.WriteOff{Amount: amount, Decision: "decision-2", Reason: "a"}
				if amount == 0 {
					amount = left
				}
			}
			r := s.When(command)
			if (r.Err() == nil) != (amount > 0 && amount <= left) {
				t.Fatalf("%s of %s: %v", amount, left, r.Err())
			}
			if r.Err() == nil {
				s, left = r.Accepted(), left-amount
			}
			s.State(func(d debt.Debt) {
				if d.Left() != left || d.Settled+d.WrittenOff+left != 10_000*yuan {
					t.Fatalf("%s left, want %s", d.Left(), left)
				}
			})
		}
		domaintest.CheckFold(t, debts, s.Facts()...)
	})
}

func TestWhoseItIsIsNotAmended(t *testing.T) {
	e := debt.Incurred{Owner: owner}
	if e.Amends(debt.Incurred{Owner: owner, Amount: 1}) != nil || domain.CodeOf(e.Amends(debt.Incurred{Owner: "collective-c2"})) != "identity_stays" {
		t.Error("all but the owner is amended")
	}
	if (debt.Debt{}).Offers() != nil {
		t.Error("nothing is offered before it is incurred")
	}
	county(t).When(at("2009-01-01"), loan()).Rejected("no_rules_in_force")
}
