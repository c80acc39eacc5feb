package reform_test

import (
	"math"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/reform"
)

func TestQuantification(t *testing.T) {
	s := reached(t, reform.Quantification)
	s.When(at("2016-10-21"), quantify).Then(reform.SharesQuantified{
		Decision: "decision-shares", Operating: 1_200_000_01, Debts: 200_000_00, Sum: 1_000_000_01,
		Issued: 1000, Value: 1_000_00, Remainder: 1, CollectiveShares: 300, CollectiveMost: 300,
		MemberShares: quantify.MemberShares, Rules: "zhucheng-2015",
	}).State(func(r reform.Reform) {
		if r.HeldByPersons() != 700 || r.Holders != 7 || person(r, 7).Shares != 100 {
			t.Errorf("state %+v", r)
		}
	})
	each := func(shares ...int64) (all []reform.Allotment) {
		for i, n := range shares {
			all = append(all, reform.Allotment{From: i + 1, To: i + 1, Shares: n})
		}
		return all
	}
	for name, c := range map[string]struct {
		code   string
		change func(*reform.QuantifyShares)
	}{
		"30% and one share more issued": {"collective_share_too_large", func(c *reform.QuantifyShares) { c.CollectiveShares = 301 }},
		"30% and one share of as many": {"collective_share_too_large", func(c *reform.QuantifyShares) {
			c.CollectiveShares, c.MemberShares = 301, each(100, 100, 100, 100, 100, 100, 99)
		}},
		"just below 30%":    {"", func(c *reform.QuantifyShares) { c.CollectiveShares = 299 }},
		"no collective":     {"", func(c *reform.QuantifyShares) { c.CollectiveShares = 0 }},
		"less than none":    {"shares_out_of_range", func(c *reform.QuantifyShares) { c.CollectiveShares = -1 }},
		"one gets none":     {"", func(c *reform.QuantifyShares) { c.MemberShares = each(100, 0, 200, 100, 100, 100, 100) }},
		"one gets a debt":   {"shares_out_of_range", func(c *reform.QuantifyShares) { c.MemberShares = each(100, -1, 201, 100, 100, 100, 100) }},
		"nobody gets any":   {"shares_out_of_range", func(c *reform.QuantifyShares) { c.CollectiveShares, c.MemberShares = 0, each(0, 0, 0, 0, 0, 0, 0) }},
		"too many to count": {"shares_out_of_range", func(c *reform.QuantifyShares) { c.MemberShares = each(math.MaxInt64, 1, 0, 0, 0, 0, 0) }},
		"too many with it": {"shares_out_of_range", func(c *reform.QuantifyShares) {
			c.CollectiveShares, c.MemberShares = math.MaxInt64, each(1, 1, 1, 1, 1, 1, 1)
		}},
		"a fen a share":      {"", func(c *reform.QuantifyShares) { c.Sum = 1000 }},
		"less than a fen":    {"shares_out_of_range", func(c *reform.QuantifyShares) { c.Sum = 999 }},
		"nothing":            {"beyond_net_operating", func(c *reform.QuantifyShares) { c.Sum = 0 }},
		"a fen beyond net":   {"beyond_net_operating", func(c *reform.QuantifyShares) { c.Sum++ }},
		"without debts":      {"beyond_net_operating", func(c *reform.QuantifyShares) { c.Sum = 1_200_000_01 }},
		"nobody named":       {"member_left_out", func(c *reform.QuantifyShares) { c.MemberShares = nil }},
		"the first left out": {"member_left_out", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{From: 2, To: 7, Shares: 100}} }},
		"the last left out":  {"member_left_out", func(c *reform.QuantifyShares) { c.MemberShares = each(100, 100, 100, 100, 100, 100) }},
		"one in the middle":  {"member_left_out", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{1, 3, 100}, {5, 7, 100}} }},
		"one twice":          {"allotment_out_of_order", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{1, 4, 100}, {4, 7, 100}} }},
		"backwards":          {"allotment_out_of_order", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{7, 1, 100}} }},
		"number 0":           {"allotment_out_of_order", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{0, 7, 100}} }},
		"one too many":       {"allotment_out_of_order", func(c *reform.QuantifyShares) { c.MemberShares = []reform.Allotment{{1, 8, 100}} }},
		"no decision":        {"decision_missing", func(c *reform.QuantifyShares) { c.Decision = "" }},
		"the roster's":       {"decision_used", func(c *reform.QuantifyShares) { c.Decision = "decision-roster" }},
	} {
		command := quantify
		c.change(&command)
		if err := s.When(at("2016-10-21"), command).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	// A decision that names a sum is a limit to the fen.
	limited := decided(domain.Quantification, "2016-10-20")
	limited.Amount = 1_000_000_00
	s.Evidence("decision-shares", limited).When(at("2016-10-21"), quantify).Rejected("beyond_the_decision")
	limited.Amount++
	s.Evidence("decision-shares", limited).When(at("2016-10-21"), quantify).Accepted()

	// Who left before gets nothing, and is not missed.
	left := s.When(at("2016-10-20"), reform.Leave{Number: 3, Reason: reform.Death, Document: domain.Note("死亡证明")}).Accepted()
	command := quantify
	command.CollectiveShares, command.MemberShares = 200, []reform.Allotment{{1, 2, 100}, {4, 7, 100}}
	left.When(at("2016-10-21"), command).State(func(r reform.Reform) {
		if r.Issued != 800 || person(r, 3).Shares != 0 || r.Holders != 6 || r.Members != 6 {
			t.Errorf("issued %d, holders %d", r.Issued, r.Holders)
		}
	})
	command.MemberShares = []reform.Allotment{{1, 7, 100}}
	left.When(at("2016-10-21"), command).State(func(r reform.Reform) {
		if r.Issued != 800 || person(r, 3).Shares != 0 {
			t.Errorf("issued %d, of who left %d", r.Issued, person(r, 3).Shares)
		}
	})
}

func TestJoining(t *testing.T) {
	s := reached(t, reform.Certification)
	birth := reform.Join{Person: villager(8), Basis: reform.Birth, Document: domain.Note("出生证明")}
	born := s.When(birth).Then(reform.MemberJoined{Number: 8, Person: villager(8), Basis: reform.Birth, CollectiveShares: 300, Document: domain.Note("出生证明")})
	born.State(func(r reform.Reform) {
		if r.Members != 8 || r.Holders != 7 || person(r, 8).Subject != villager(8).Subject {
			t.Errorf("members %d, holders %d", r.Members, r.Holders)
		}
	})
	born.When(birth).Rejected("has_a_number")
	born.When(reform.Join{Number: 8, Basis: reform.Birth, Document: domain.Note("a")}).Rejected("already_a_member")
	s.When(reform.Join{Number: 8, Basis: reform.Birth, Document: domain.Note("a")}).Rejected("no_such_member")
	s.When(reform.Join{Number: 9, Person: villager(8), Basis: reform.Birth, Document: domain.Note("a")}).Rejected("not_the_next_number")
	s.When(reform.Join{Basis: reform.Birth, Document: domain.Note("a")}).Rejected("no_such_member")
	s.When(reform.Join{Person: villager(8), Document: domain.Note("a")}).Rejected("code_unknown")
	s.When(reform.Join{Person: villager(8), Basis: reform.Birth}).Rejected("field_missing")

	// The collective gives of its own shares by decision, and so is admitted who
	// has no other basis.
	admit := reform.Join{Person: villager(8), Basis: reform.Admitted, Decision: "decision-admission", Document: domain.Note("决议")}
	s = s.Evidence("decision-admission", decided(domain.Roster, "2016-11-19"))
	admitted := s.When(admit).Accepted()
	admit.Person = villager(9)
	admitted.When(admit).Rejected("decision_used") // each is admitted by a decision of their own
	admit.Decision = ""
	s.When(admit).Rejected("decision_missing")
	admit.Decision = "decision-roster"
	s.When(admit).Rejected("decision_used")
	give := reform.Join{Person: villager(8), Basis: reform.Birth, Shares: 300, Decision: "decision-admission", Document: domain.Note("决议")}
	s.When(give).State(func(r reform.Reform) {
		if r.CollectiveShares != 0 || person(r, 8).Shares != 300 || r.HeldByPersons() != 1000 || r.Holders != 8 {
			t.Errorf("collective %d", r.CollectiveShares)
		}
	})
	give.Shares = 301
	s.When(give).Rejected("not_enough_shares")
	give.Shares = -1
	s.When(give).Rejected("not_enough_shares")
	give.Shares, give.Decision = 1, ""
	s.When(give).Rejected("decision_missing")
	reached(t, reform.Quantification).When(give).Rejected("shares_not_quantified")
}

func TestLeaving(t *testing.T) {
	s := reached(t, reform.Certification)
	s.When(reform.Leave{Number: 1, Reason: reform.MovedAway, Document: domain.Note("迁出证明")}).Then(reform.MemberLeft{
		Number: 1, Reason: reform.MovedAway, CollectiveShares: 300, CollectiveMost: 300, Document: domain.Note("迁出证明"), Rules: "zhucheng-2015",
	}).State(func(r reform.Reform) {
		if r.Members != 6 || r.Holders != 7 || person(r, 1).Shares != 100 || person(r, 1).Member {
			t.Errorf("members %d, holders %d", r.Members, r.Holders)
		}
	})
	// At exactly 30% the collective takes no share more.
	s.When(reform.Leave{Number: 1, Reason: reform.Withdrew, Returned: 1, Document: domain.Note("申请")}).Rejected("collective_share_too_large")
	s = s.Evidence("decision-admission", decided(domain.Quantification, "2016-11-19")).
		When(reform.Join{Person: villager(8), Basis: reform.Birth, Shares: 100, Decision: "decision-admission", Document: domain.Note("决议")}).Accepted()
	s.When(reform.Leave{Number: 1, Reason: reform.Withdrew, Returned: 101, Document: domain.Note("申请")}).Rejected("not_enough_shares")
	s.When(reform.Leave{Number: 1, Reason: reform.Withdrew, Returned: -1, Document: domain.Note("申请")}).Rejected("not_enough_shares")
	s = s.When(reform.Leave{Number: 1, Reason: reform.Withdrew, Returned: 100, Document: domain.Note("申请")}).Then(reform.MemberLeft{
		Number: 1, Reason: reform.Withdrew, Returned: 100, CollectiveShares: 300, CollectiveMost: 300, Document: domain.Note("申请"), Rules: "zhucheng-2015",
	})
	s.When(reform.Leave{Number: 1, Reason: reform.Withdrew, Document: domain.Note("申请")}).Rejected("not_a_member")
	s.When(reform.Leave{Number: 9, Reason: reform.Withdrew, Document: domain.Note("申请")}).Rejected("no_such_member")
	s.When(reform.Leave{Number: 2, Document: domain.Note("申请")}).Rejected("code_unknown")
	s.When(reform.Leave{Number: 2, Reason: reform.Withdrew}).Rejected("field_missing")
	// Who comes back keeps their number.
	s.When(reform.Join{Number: 1, Basis: reform.Return, Document: domain.Note("迁入证明")}).State(func(r reform.Reform) {
		if count(r) != 8 || r.Members != 8 || !person(r, 1).Member || person(r, 1).Shares != 0 {
			t.Errorf("persons %+v", r)
		}
	})
	reached(t, reform.Quantification).When(reform.Leave{Number: 1, Reason: reform.Withdrew, Returned: 1, Document: domain.Note("申请")}).Rejected("not_enough_shares")
}

func TestInheriting(t *testing.T) {
	s := reached(t, reform.Complete)
	s.When(reform.Inherit{From: 1, To: 2, Document: domain.Note("公证书")}).Rejected("still_a_member")
	s = s.When(reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("死亡证明")}).Accepted()
	s.When(reform.Inherit{From: 1, To: 2, Document: domain.Note("公证书")}).
		Then(reform.MemberInherited{From: 1, To: 2, Shares: 100, Document: domain.Note("公证书")}).
		When(reform.Inherit{From: 1, To: 3, Document: domain.Note("公证书")}).Rejected("not_enough_shares")
	// Two heirs share; one is new, holds shares and is no member.
	s = s.When(reform.Inherit{From: 1, To: 2, Shares: 40, Document: domain.Note("公证书")}).
		When(reform.Inherit{From: 1, Person: villager(30), Document: domain.Note("公证书")}).
		Then(reform.MemberInherited{From: 1, To: 8, Person: villager(30), Shares: 60, Document: domain.Note("公证书")}).
		State(func(r reform.Reform) {
			if person(r, 1).Shares != 0 || person(r, 2).Shares != 140 || person(r, 8).Shares != 60 || r.Members != 6 || r.Holders != 7 || person(r, 8).Member {
				t.Errorf("persons %+v", r)
			}
		})
	s.When(reform.Leave{Number: 8, Reason: reform.Withdrew, Document: domain.Note("a")}).Rejected("not_a_member")
	s.When(reform.Transfer{From: 2, To: 8, Shares: 1, Document: domain.Note("a")}).Rejected("not_a_member")
	s.When(reform.Transfer{From: 8, To: 2, Shares: 60, Document: domain.Note("转让协议")}).Accepted()
	s.When(reform.Join{Number: 8, Basis: reform.Marriage, Document: domain.Note("婚姻登记")}).State(func(r reform.Reform) {
		if !person(r, 8).Member || person(r, 8).Shares != 60 || r.Members != 7 {
			t.Errorf("persons %+v", r)
		}
	})
	d := reached(t, reform.Complete).When(reform.Leave{Number: 1, Reason: reform.Death, Document: domain.Note("死亡证明")}).Accepted()
	d.When(reform.Inherit{From: 1, To: 1, Document: domain.Note("a")}).Rejected("to_themselves")
	d.When(reform.Inherit{From: 1, To: 8, Document: domain.Note("a")}).Rejected("no_such_member")
	d.When(reform.Inherit{From: 8, To: 1, Document: domain.Note("a")}).Rejected("no_such_member")
	d.When(reform.Inherit{From: 1, Document: domain.Note("a")}).Rejected("no_such_member")
	d.When(reform.Inherit{From: 1, Person: villager(2), Document: domain.Note("a")}).Rejected("has_a_number")
	d.When(reform.Inherit{From: 1, To: 2, Shares: 101, Document: domain.Note("a")}).Rejected("not_enough_shares")
	d.When(reform.Inherit{From: 1, To: 2}).Rejected("field_missing")
	domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
}

func TestTransferring(t *testing.T) {
	s := reached(t, reform.Complete)
	transfer := reform.Transfer{From: 1, To: 2, Shares: 100, Document: domain.Note("转让协议")}
	s.When(transfer).Then(reform.MemberTransferred(transfer)).State(func(r reform.Reform) {
		if person(r, 1).Shares != 0 || person(r, 2).Shares != 200 || r.Holders != 6 || r.Members != 7 {
			t.Errorf("persons %+v", r)
		}
	})
	for code, change := range map[string]func(*reform.Transfer){
		"not_enough_shares": func(c *reform.Transfer) { c.Shares = 101 },
		"to_themselves":     func(c *reform.Transfer) { c.To = 1 },
		"no_such_member":    func(c *reform.Transfer) { c.To = 0 },
		"field_missing":     func(c *reform.Transfer) { c.Document = domain.Text{} },
	} {
		c := transfer
		change(&c)
		s.When(c).Rejected(code)
	}
	s.When(reform.Transfer{From: 0, To: 2, Shares: 1, Document: domain.Note("a")}).Rejected("no_such_member")
	s.When(reform.Transfer{From: 1, To: 2, Document: domain.Note("a")}).Rejected("not_enough_shares")
}

var aside = reform.SetReservesAside{Year: 2016, Profit: 100_000_00, Reserves: 10_000_00, Document: "2016年度决算"}

// Nobody joins behind the posting: until shares are allotted by the roster, joining
// takes a decision that was voted on after it.
func TestJoiningBehindThePosting(t *testing.T) {
	s := reached(t, reform.Quantification)
	for _, basis := range []reform.JoinBasis{reform.Birth, reform.Marriage, reform.Admitted} {
		join := reform.Join{Person: villager(8), Basis: basis, Document: domain.Note("证明")}
		s.When(at("2016-10-20"), join).Rejected("decision_missing")
		join.Decision = "decision-shares" // another decision than the one about who is a member
		s.When(at("2016-10-20"), join).Rejected("decision_of_another_kind")
		join.Decision = "decision-roster" // carried one act already
		s.When(at("2016-10-20"), join).Rejected("decision_used")
		join.Decision = "decision-join"
		s.Evidence("decision-join", decided(domain.Roster, "2016-10-12")).When(at("2016-10-20"), join).Rejected("decided_before_posting_ended")
		s.Evidence("decision-join", decided(domain.Roster, "2016-10-13")).When(at("2016-10-20"), join).Accepted()
	}
}

func TestReserves(t *testing.T) {
	s := reached(t, reform.Complete)
	s.When(at("2016-12-31"), aside).Rejected("year_not_closed")
	s.When(at("2017-01-01"), aside).Accepted()
	for name, c := range map[string]struct {
		code   string
		change func(*reform.SetReservesAside)
	}{
		"a tenth":                {"", func(*reform.SetReservesAside) {}},
		"a fen below":            {"reserves_out_of_range", func(c *reform.SetReservesAside) { c.Reserves-- }},
		"the tenth rounded up":   {"", func(c *reform.SetReservesAside) { c.Profit, c.Reserves = 101, 11 }},
		"the tenth rounded down": {"reserves_out_of_range", func(c *reform.SetReservesAside) { c.Profit, c.Reserves = 101, 10 }},
		"of what losses leave":   {"", func(c *reform.SetReservesAside) { c.Losses, c.Reserves = 50_000_00, 5_000_00 }},
		"all":                    {"", func(c *reform.SetReservesAside) { c.Losses, c.Reserves = 60_000_00, 40_000_00 }},
		"more than all":          {"reserves_out_of_range", func(c *reform.SetReservesAside) { c.Losses, c.Reserves = 60_000_00, 40_000_01 }},
		"the losses take it all": {"", func(c *reform.SetReservesAside) { c.Losses, c.Reserves = 100_000_00, 0 }},
		"the losses take more":   {"beyond_the_profit", func(c *reform.SetReservesAside) { c.Losses = 100_000_01 }},
		"losses below nothing":   {"beyond_the_profit", func(c *reform.SetReservesAside) { c.Losses = -1 }},
		"a year of loss":         {"beyond_the_profit", func(c *reform.SetReservesAside) { c.Profit = -1 }},
		"the largest sum":        {"", func(c *reform.SetReservesAside) { c.Profit, c.Reserves = math.MaxInt64, math.MaxInt64/10+1 }},
		"the largest sum less 1": {"reserves_out_of_range", func(c *reform.SetReservesAside) { c.Profit, c.Reserves = math.MaxInt64, math.MaxInt64/10 }},
		"before the reform":      {"year_not_closed", func(c *reform.SetReservesAside) { c.Year = 2015 }},
		"the year that still is": {"year_not_closed", func(c *reform.SetReservesAside) { c.Year = 2017 }},
		"no document":            {"field_missing", func(c *reform.SetReservesAside) { c.Document = "" }},
	} {
		command := aside
		c.change(&command)
		s := s.Evidence("books-c1-2016", closedBooks(2016, command.Profit)).Evidence("books-c1-2015", closedBooks(2015, command.Profit))
		if err := s.When(at("2017-01-10"), command).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	s.When(at("2017-01-10"), aside).When(aside).Rejected("reserves_set_aside")
}

// What a year left is what its books say, once they are closed.
func TestReservesRestOnTheBooks(t *testing.T) {
	s := reached(t, reform.Complete)
	left := aside
	left.Profit = 0
	s.When(at("2017-01-10"), left).Then(reform.ReservesSetAside{
		Year: 2016, Profit: 100_000_00, LeastPart: 1000, Least: 10_000_00, Reserves: 10_000_00, Left: 90_000_00, Document: "2016年度决算", Rules: "zhucheng-2015",
	})
	for _, profit := range []domain.Money{99_999_99, 100_000_01} {
		other := aside
		other.Profit = profit
		s.When(at("2017-01-10"), other).Rejected("not_as_in_the_books")
	}
	s.Evidence("books-c1-2016", nil).When(at("2017-01-10"), aside).Rejected("books_missing")
	open := closedBooks(2016, 100_000_00)
	open.Closed = domain.Date{}
	s.Evidence("books-c1-2016", open).When(at("2017-01-10"), aside).Rejected("books_open")
	open.Closed = day("2017-01-11")
	s.Evidence("books-c1-2016", open).When(at("2017-01-10"), aside).Rejected("books_open")
	open.Closed = day("2017-01-10")
	s.Evidence("books-c1-2016", open).When(at("2017-01-10"), aside).Accepted()
	s.Evidence("books-c1-2016", closedBooks(2016, -1)).When(at("2017-01-10"), left).Rejected("beyond_the_profit")
}

// Losses that stand in the books come first: a year covers as much of them as it
// can, whatever is typed in, and more where its accounts say so.
func TestLossesOfTheBooksComeFirst(t *testing.T) {
	s := reached(t, reform.Complete)
	for _, c := range []struct{ profit, uncovered, least domain.Money }{
		{100_000_00, 0, 0}, {100_000_00, 1, 1}, {100_000_00, 40_000_00, 40_000_00}, {100_000_00, 100_000_00, 100_000_00},
		{100_000_00, 120_000_00, 100_000_00}, {0, 30_000_00, 0},
	} {
		books := closedBooks(2016, c.profit)
		books.Uncovered = c.uncovered
		s := s.Evidence("books-c1-2016", books)
		set := func(losses domain.Money) reform.SetReservesAside {
			return reform.SetReservesAside{Year: 2016, Losses: losses, Reserves: c.profit - max(losses, c.least), Document: "决算"}
		}
		s.When(at("2017-01-10"), set(0)).State(func(r reform.Reform) {
			if got := r.Years[0].Losses; got != c.least {
				t.Errorf("%+v: %s of losses are filled in", c, got)
			}
		})
		if c.least > 1 {
			s.When(at("2017-01-10"), set(c.least-1)).Rejected("losses_not_covered")
		}
		if c.least < c.profit {
			s.When(at("2017-01-10"), set(c.least+1)).Accepted()
		}
	}
	loss := closedBooks(2016, -1)
	loss.Uncovered = 5
	s.Evidence("books-c1-2016", loss).When(at("2017-01-10"), reform.SetReservesAside{Year: 2016, Document: "决算"}).Rejected("beyond_the_profit")
}

func TestDividends(t *testing.T) {
	s := reached(t, reform.Complete)
	declare := reform.DeclareDividend{Year: 2016, Decision: "decision-dividend", Total: 90_000_00}
	s.When(at("2017-01-25"), declare).Rejected("reserves_not_set_aside")
	s = s.When(at("2017-01-10"), aside).Accepted()
	s.When(at("2017-01-25"), reform.PayDividend{Year: 2016, On: day("2017-01-25"), Document: "凭证"}).Rejected("dividend_not_declared")
	for name, c := range map[string]struct {
		code   string
		change func(*reform.DeclareDividend)
	}{
		"all that is left":  {"", func(*reform.DeclareDividend) {}},
		"a fen more":        {"beyond_what_is_left", func(c *reform.DeclareDividend) { c.Total++ }},
		"nothing":           {"beyond_what_is_left", func(c *reform.DeclareDividend) { c.Total = 0 }},
		"a fen a share":     {"", func(c *reform.DeclareDividend) { c.Total = 1000 }},
		"less than a fen":   {"nothing_a_share", func(c *reform.DeclareDividend) { c.Total = 999 }},
		"no decision":       {"decision_missing", func(c *reform.DeclareDividend) { c.Decision = "" }},
		"another kind":      {"decision_of_another_kind", func(c *reform.DeclareDividend) { c.Decision = "decision-admission" }},
		"of a year unknown": {"reserves_not_set_aside", func(c *reform.DeclareDividend) { c.Year = 2015 }},
		"the plan's":        {"decision_used", func(c *reform.DeclareDividend) { c.Decision = "decision-plan" }},
	} {
		command := declare
		c.change(&command)
		if err := s.When(at("2017-01-25"), command).Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	limited := decided(domain.Dividend, "2017-01-20")
	limited.Amount = 89_999_99
	s.Evidence("decision-dividend", limited).When(at("2017-01-25"), declare).Rejected("beyond_the_decision")

	s = s.When(at("2017-01-25"), declare).Accepted()
	s.When(declare).Rejected("dividend_declared")
	// A share that moves afterwards takes nothing with it that was declared.
	s = s.When(reform.Transfer{From: 1, To: 2, Shares: 100, Document: domain.Note("转让协议")}).Accepted()
	pay := reform.PayDividend{Year: 2016, To: []reform.Span{{1, 2}, {4, 7}}, On: day("2017-01-25"), Document: "凭证1"}
	s = s.When(pay).Then(reform.DividendPaid{Year: 2016, To: pay.To, Total: 54_000_00, Holders: 6, On: pay.On, Document: pay.Document})
	rest := reform.DividendPaid{Year: 2016, To: []reform.Span{{3, 3}}, Total: 9_000_00, Holders: 1, On: day("2017-01-25"), Document: "凭证2"}
	for name, c := range map[string]struct {
		code   string
		change func(*reform.PayDividend)
	}{
		"the rest":           {"", func(c *reform.PayDividend) {}},
		"all who are left":   {"", func(c *reform.PayDividend) { c.To = nil }},
		"one who is paid":    {"nothing_due", func(c *reform.PayDividend) { c.To = []reform.Span{{3, 4}} }},
		"one twice":          {"holders_out_of_order", func(c *reform.PayDividend) { c.To = []reform.Span{{3, 3}, {3, 3}} }},
		"backwards":          {"holders_out_of_order", func(c *reform.PayDividend) { c.To = []reform.Span{{3, 2}} }},
		"number 0":           {"holders_out_of_order", func(c *reform.PayDividend) { c.To = []reform.Span{{0, 3}} }},
		"a number too large": {"holders_out_of_order", func(c *reform.PayDividend) { c.To = []reform.Span{{3, 8}} }},
		"no voucher":         {"field_missing", func(c *reform.PayDividend) { c.Document = "" }},
		"tomorrow":           {"date_out_of_range", func(c *reform.PayDividend) { c.On = day("2017-01-26") }},
		"of another year":    {"dividend_not_declared", func(c *reform.PayDividend) { c.Year = 2017 }},
	} {
		command := reform.PayDividend{Year: 2016, To: rest.To, On: rest.On, Document: rest.Document}
		c.change(&command)
		result := s.When(command)
		if err := result.Err(); domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		} else if err == nil {
			result.Then(rest)
		}
	}
	s = s.When(reform.PayDividend{Year: 2016, On: day("2017-01-25"), Document: "凭证2"}).Accepted()
	s.When(reform.PayDividend{Year: 2016, On: day("2017-01-25"), Document: "凭证3"}).Rejected("nobody_paid")

	// The next year has a dividend of its own, on a decision of its own.
	next := aside
	next.Year = 2017
	s = s.When(at("2018-01-10"), next).Accepted()
	declare.Year = 2017
	s.When(at("2018-01-25"), declare).Rejected("decision_used")
	declare.Decision = "decision-dividend-2017"
	s = s.When(at("2018-01-25"), declare).Accepted()
	s.State(func(r reform.Reform) {
		if len(r.Years) != 2 || r.Years[0].Paid != 63_000_00 || r.Years[1].Paid != 0 || r.Years[1].Holders != 6 {
			t.Errorf("years %+v", r.Years)
		}
	})
	domaintest.CheckFold(t, catalogue.Reforms, s.Facts()...)
}
