package contract_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func pay(amount domain.Money) contract.PayRent {
	return contract.PayRent{Amount: amount, Voucher: "2016-09-15"}
}

func TestRentDueFollowsFromTheSchedule(t *testing.T) {
	s := signed(t).When(at("2016-09-10"), pay(2_000*yuan)).Accepted()
	s.State(func(c contract.Contract) {
		for on, want := range map[string]contract.Account{
			"2016-08-31": {},
			"2016-09-01": {Due: 5_000 * yuan},                        // due today is not in arrears
			"2016-09-02": {Due: 5_000 * yuan, Arrears: 5_000 * yuan}, // nothing was paid then
			"2016-09-09": {Due: 5_000 * yuan, Arrears: 5_000 * yuan},
			"2016-09-10": {Due: 5_000 * yuan, Paid: 2_000 * yuan, Arrears: 3_000 * yuan},
			"2017-02-28": {Due: 5_000 * yuan, Paid: 2_000 * yuan, Arrears: 3_000 * yuan},
			"2017-03-01": {Due: 999_999, Paid: 2_000 * yuan, Arrears: 3_000 * yuan},
			"2017-03-02": {Due: 999_999, Paid: 2_000 * yuan, Arrears: 799_999},
			"2030-01-01": {Due: 999_999, Paid: 2_000 * yuan, Arrears: 799_999},
		} {
			if got := c.On(day(on)); got != want {
				t.Errorf("%s: %+v, want %+v", on, got, want)
			}
		}
	})
}

func TestPaying(t *testing.T) {
	s := signed(t)
	s.When(at("2016-09-10"), contract.PayRent{Amount: 1, Voucher: "v", On: day("2016-09-09")}).
		Then(contract.RentPaid{Amount: 1, Voucher: "v", On: day("2016-09-09")})
	s.When(at("2016-09-10"), pay(999_999)).When(pay(1)).Rejected("more_than_is_due") // ahead of time is no fault
	s.When(at("2016-09-10"), pay(1_000_000)).Rejected("more_than_is_due")
	s.When(pay(0)).Rejected("amount_out_of_range")
	s.When(pay(-1)).Rejected("amount_out_of_range")
	s.When(contract.PayRent{Amount: 1}).Rejected("field_missing")
	s.When(at("2016-09-10"), contract.PayRent{Amount: 1, Voucher: "v", On: day("2016-09-11")}).Rejected("not_yet")
	s.When(at("2016-09-10"), contract.PayRent{Amount: 1, Voucher: "v", On: day("2016-08-19")}).Rejected("paid_before_signed")
	s.When(at("2016-09-10"), contract.PayRent{Amount: 1, Voucher: "v", On: day("2016-08-20")}).Accepted()
	s.Evidence("asset-1", workshop()).When(at("2016-09-10"), pay(1)).Rejected("not_claimed")
	for name, change := range map[string]func(*domain.LeaseClaim){
		"another contract": func(l *domain.LeaseClaim) { l.Contract = "contract-2" },
		"other first day":  func(l *domain.LeaseClaim) { l.From = l.From.AddDays(1) },
		"other last day":   func(l *domain.LeaseClaim) { l.To = l.To.AddDays(-1) },
		"other rent":       func(l *domain.LeaseClaim) { l.Rent-- },
	} {
		t.Run(name, func(*testing.T) {
			l := claim("2016-09-01", "2017-08-31", 999_999)
			change(&l)
			s.Evidence("asset-1", claimed(l)).When(at("2016-09-10"), pay(1)).Rejected("not_claimed")
		})
	}
	// An amended lease is paid once it is claimed anew; one that was ended, where the
	// days on which it ran are claimed.
	amended := s.Evidence("decision-2", resolution(domain.Leasing, 0)).
		When(at("2016-09-10"), contract.Amend{From: day("2017-01-01"), To: day("2018-08-31"), Amount: 7_000 * yuan, Decision: "decision-2", Reason: "续租"}).Accepted()
	amended.When(pay(1)).Rejected("not_claimed")
	anew := claim("2016-09-01", "2018-08-31", 12_000*yuan)
	amended.Evidence("asset-1", claimed(anew)).When(pay(1)).Accepted()
	amended.When(at("2017-08-31"), contract.End{Why: domain.EndAgreed}).When(pay(1)).Accepted()
	amended.When(at("2017-09-01"), contract.End{Why: domain.EndAgreed}).When(pay(1)).Rejected("not_claimed")
	anew.To = day("2017-09-01") // as the asset has it once the lease has ended there
	amended.When(at("2017-09-01"), contract.End{Why: domain.EndAgreed}).Accepted().Evidence("asset-1", claimed(anew)).When(pay(1)).Accepted()
	county(t).When(pay(1)).Rejected("not_found")

	// The price of a sale is paid once the asset has gone by it, and by no other.
	gone := workshop()
	gone.Closed, gone.SoldBy = true, "contract-1"
	sold := county(t).Evidence("decision-1", resolution(domain.Disposal, 0)).When(sale()).Accepted()
	sold.When(at("2016-09-10"), pay(1)).Rejected("not_sold")
	sold.Evidence("asset-1", gone).When(at("2016-09-10"), pay(49_999*yuan)).Accepted()
	gone.SoldBy = "contract-2"
	sold.Evidence("asset-1", gone).When(at("2016-09-10"), pay(1)).Rejected("not_sold")
}

func TestEnding(t *testing.T) {
	s := signed(t)
	s.When(at("2017-02-28"), contract.End{Why: domain.EndAgreed}).Then(contract.Ended{On: day("2017-02-28"), Why: domain.EndAgreed})
	s.When(at("2017-09-10"), contract.End{Why: domain.EndExpired}).Then(contract.Ended{On: day("2017-08-31"), Why: domain.EndExpired})
	s.When(at("2017-08-30"), contract.End{Why: domain.EndExpired}).Rejected("not_yet")
	s.When(at("2017-09-10"), contract.End{On: day("2017-08-30"), Why: domain.EndExpired}).Rejected("not_run_out")
	s.When(at("2017-09-10"), contract.End{Why: domain.EndAgreed}).Rejected("ends_later")
	s.When(at("2016-09-10"), contract.End{On: day("2016-08-19"), Why: domain.EndAgreed}).Rejected("ended_before_signed")
	s.When(at("2016-08-31"), contract.End{On: day("2016-08-20"), Why: domain.EndAgreed}).Accepted()
	s.When(at("2016-09-10"), contract.End{}).Rejected("code_unknown")
	s.When(at("2016-09-10"), contract.End{Why: domain.EndGoesOver}).Accepted()
	county(t).Evidence("decision-1", resolution(domain.Disposal, 0)).When(sale()).When(contract.End{Why: domain.EndGoesOver}).Rejected("not_a_lease")

	// What would have been due later is not, and arrears may still be paid.
	over := s.When(at("2017-02-28"), contract.End{Why: domain.EndBreach}).Accepted()
	over.State(func(c contract.Contract) {
		o := c.Offers().(domain.ContractTerms)
		if c.On(day("2017-08-31")).Due != 5_000*yuan || c.Payable() != 5_000*yuan || o.Ended != day("2017-02-28") || o.Why != domain.EndBreach {
			t.Errorf("%+v, offers %+v", c, o)
		}
	})
	over.When(pay(5_000*yuan + 1)).Rejected("more_than_is_due")
	over.When(pay(5_000 * yuan)).Accepted()
	over.When(contract.End{Why: domain.EndAgreed}).Rejected("contract_ended")
	over.When(contract.Amend{From: day("2017-03-01"), Reason: "a"}).Rejected("contract_ended")
	s.When(at("2017-03-01"), contract.End{Why: domain.EndBreach}).State(func(c contract.Contract) {
		if c.Payable() != 999_999 {
			t.Errorf("what is due on the last day is due: %s", c.Payable())
		}
	})
	// More was paid ahead than was due when it ended: nothing more is paid.
	s.When(at("2016-09-10"), pay(6_000*yuan)).When(at("2017-02-28"), contract.End{Why: domain.EndAgreed}).When(pay(1)).Rejected("more_than_is_due")
}

// A lease that has begun, by the day on which its end is on record, does not end before
// it began, and what fell due until the day before stays due.
func TestEndingALeaseInThePast(t *testing.T) {
	s := signed(t) // 5,000 yuan are due on 2016-09-01, and 4,999.99 on 2017-03-01
	end := func(on string) contract.End { return contract.End{On: day(on), Why: domain.EndAgreed} }
	paid := s.When(at("2016-09-01"), pay(999_999)).Accepted()
	s.When(at("2016-08-31"), end("2016-08-31")).Accepted()
	paid.When(at("2016-09-01"), end("2016-08-31")).Rejected("ended_before_it_began")
	s.When(at("2016-09-01"), end("2016-09-01")).Accepted()
	// It is the day of recording that counts.
	s.RecordedLater(24*time.Hour).When(at("2016-08-31"), end("2016-08-31")).Rejected("ended_before_it_began")

	s.When(at("2017-03-01"), end("2017-02-28")).Accepted() // due today is not in arrears
	s.When(at("2017-03-02"), end("2017-02-28")).Rejected("rent_was_due")
	s.RecordedLater(24*time.Hour).When(at("2017-02-28"), contract.End{Why: domain.EndAgreed}).Accepted()
	s.RecordedLater(48*time.Hour).When(at("2017-02-28"), contract.End{Why: domain.EndAgreed}).Rejected("rent_was_due")
	s.When(at("2017-03-02"), end("2017-03-01")).Accepted()
	paid.When(at("2017-03-02"), end("2017-02-28")).Accepted() // nothing of it is unpaid
	s.When(at("2016-09-10"), pay(999_998)).When(at("2017-03-02"), end("2017-02-28")).Rejected("rent_was_due")
}

// What has gone by a sale is paid before the sale is ended; what has not, or has gone
// by another, is not in the way.
func TestEndingASale(t *testing.T) {
	gone := func(by string) domain.CollectiveAsset {
		a := workshop()
		a.Closed, a.SoldBy = true, by
		return a
	}
	end := contract.End{Why: domain.EndAgreed}
	two := sale()
	two.Assets = []string{"asset-1", "asset-2"}
	both := resolution(domain.Disposal, 0)
	both.Concerns = two.Assets
	cart := workshop()
	cart.Nets = domain.NetValues{{Value: 9_000 * yuan}}
	s := county(t).Evidence("decision-1", both).Evidence("asset-2", cart).When(two).Accepted()
	s.When(end).Accepted()
	s.Evidence("asset-2", gone("contract-2")).When(end).Accepted()
	s.Evidence("asset-2", gone("contract-1")).When(end).Rejected("sold_and_unpaid")
	s = s.Evidence("asset-1", gone("contract-1")).Evidence("asset-2", gone("contract-1"))
	s.When(end).Rejected("sold_and_unpaid")
	short := s.When(pay(49_998*yuan + 99)).Accepted()
	short.When(end).Rejected("sold_and_unpaid")
	short.When(pay(1)).When(end).Accepted()
}

func TestBreachAndPuttingRight(t *testing.T) {
	s := signed(t)
	on := day("2016-09-10")
	s.When(at("2016-09-10"), contract.Breach{On: on, What: "逾期未付"}).When(contract.Breach{On: on, What: "转租"}).
		State(func(c contract.Contract) {
			if c.Breaches != 2 {
				t.Errorf("%d breaches", c.Breaches)
			}
		})
	s.When(contract.Breach{On: on}).Rejected("not_yet")
	s.When(at("2016-09-10"), contract.Breach{On: on}).Rejected("field_missing")
	right := contract.SetRight{On: on, What: "补签合同", Document: "两清理台账7号"}
	s.When(at("2016-09-10"), right).Then(contract.PutRight(right)).State(func(c contract.Contract) {
		if !c.PutRight {
			t.Error("not put right")
		}
	})
	s.When(at("2016-09-10"), contract.SetRight{On: on, What: "a"}).Rejected("field_missing")
	s.When(at("2016-09-10"), contract.SetRight{On: on, Document: "a"}).Rejected("field_missing")
	s.When(at("2016-09-09"), right).Rejected("not_yet")
	s.When(at("2016-09-10"), contract.End{Why: domain.EndBreach}).When(right).Accepted()
}

func TestAmending(t *testing.T) {
	less := contract.Amend{From: day("2017-01-01"), Schedule: []contract.Due{{Due: day("2017-03-01"), Amount: 4_000 * yuan}}, Reason: "减租"}
	s := signed(t).Evidence("decision-2", resolution(domain.Leasing, 0)).Given(at("2017-01-01"))
	s.When(less).Then(contract.Amended{
		On: day("2017-01-01"), From: day("2017-01-01"), To: day("2017-08-31"),
		Schedule: []contract.Instalment{{Due: day("2017-03-01"), Amount: 4_000 * yuan}}, Total: 9_000 * yuan, Reason: "减租", Judged: weighed(9_000*yuan, 12),
	})
	for name, c := range map[string]struct {
		code   string
		change func(*contract.Amend)
	}{
		"no reason":                  {"field_missing", func(c *contract.Amend) { c.Reason = "" }},
		"from yesterday":             {"amends_what_was_due", func(c *contract.Amend) { c.From = day("2016-12-31") }},
		"due before it":              {"due_outside", func(c *contract.Amend) { c.Schedule[0].Due = day("2016-12-31") }},
		"due after the end":          {"due_outside", func(c *contract.Amend) { c.Schedule[0].Due = day("2017-09-01") }},
		"ends before it begins":      {"ends_before_it_begins", func(c *contract.Amend) { c.To = day("2016-12-31") }},
		"ends that day":              {"", func(c *contract.Amend) { c.To, c.Schedule = day("2017-01-01"), nil }},
		"nothing new":                {"changes_nothing", func(c *contract.Amend) { c.Schedule[0].Amount = 4_999*yuan + 99 }},
		"below the threshold":        {"changes_nothing", func(c *contract.Amend) { c.Schedule[0].Amount = 499_999 }},
		"at the threshold":           {"decision_missing", func(c *contract.Amend) { c.Schedule[0].Amount = 500_000 }},
		"at the threshold, decided":  {"", func(c *contract.Amend) { c.Schedule[0].Amount = 500_000; c.Decision = "decision-2" }},
		"a day longer":               {"decision_missing", func(c *contract.Amend) { c.To = day("2017-09-01") }},
		"a day longer, decided":      {"", func(c *contract.Amend) { c.To = day("2017-09-01"); c.Decision = "decision-2" }},
		"longer than is allowed":     {"lease_too_long", func(c *contract.Amend) { c.To = day("2036-09-01"); c.Decision = "decision-2" }},
		"so much that it is bid for": {"bidding_missing", func(c *contract.Amend) { c.Schedule[0].Amount = 45_000 * yuan; c.Decision = "decision-2" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := less
			command.Schedule = append([]contract.Due(nil), less.Schedule...)
			c.change(&command)
			if c.code == "" {
				s.When(command).Accepted()
			} else {
				s.When(command).Rejected(c.code)
			}
		})
	}
	// Before the lease begins it is amended from its first day on.
	early := less
	early.From = day("2016-09-01")
	signed(t).When(at("2016-08-25"), early).Accepted()
	early.From = day("2016-08-31")
	signed(t).When(at("2016-08-25"), early).Rejected("amends_what_was_due")

	// It cannot take back what was paid.
	paid := s.When(pay(9_000 * yuan)).Accepted()
	paid.When(less).Accepted()
	less.Schedule[0].Amount--
	paid.When(less).Rejected("paid_already")

	// An amendment rests on a decision of its own, not on one that allowed what was.
	first := lease()
	first.Schedule[1].Amount++
	first.Decision = "decision-1"
	longer := contract.Amend{From: day("2017-01-01"), To: day("2018-08-31"), Amount: 5_000 * yuan, Every: 6, Reason: "续租"}
	d := county(t).Evidence("decision-2", resolution(domain.Leasing, 20_000*yuan)).When(first).Accepted().Given(at("2017-01-01"))
	longer.Decision = "decision-1"
	d.When(longer).Rejected("decision_of_its_own")
	longer.Decision = "decision-2"
	again := d.When(longer).State(func(c contract.Contract) {
		if c.Total != 25_000*yuan || c.To != day("2018-08-31") || len(c.Schedule) != 5 || c.Decision != "decision-1" {
			t.Errorf("%+v", c)
		}
	})
	longer.To = day("2019-08-31")
	again.When(longer).Rejected("decision_of_its_own")
	d.Evidence("decision-2", resolution(domain.Leasing, 25_000*yuan+1)).When(longer).Accepted()
	longer.To = day("2018-08-31")
	d.Evidence("decision-2", resolution(domain.Leasing, 25_000*yuan+1)).When(longer).Rejected("below_the_decision")

	// What was decided or bid for is amended by a decision alone, however little is
	// left of it, and the amount that was decided binds where that one names none.
	short := contract.Amend{From: day("2017-01-01"), To: day("2017-06-30"), Reason: "减租"}
	least := first
	least.Schedule = []contract.Due{{Due: day("2016-09-01"), Amount: 6_000 * yuan}, {Due: day("2017-03-01"), Amount: 6_000 * yuan}}
	least.To = day("2017-09-01")
	floor := county(t).Evidence("decision-1", resolution(domain.Leasing, 12_000*yuan)).Evidence("decision-2", resolution(domain.Leasing, 0)).
		Evidence("decision-3", resolution(domain.Leasing, 6_000*yuan)).When(least).Accepted().Given(at("2017-01-01"))
	floor.When(short).Rejected("decision_missing")
	short.Decision = "decision-2"
	floor.When(short).Rejected("below_the_decision")
	longer.Decision, longer.Amount = "decision-2", 2_000*yuan // 6,000 and four times as much
	lower := floor.When(longer).Accepted()
	longer.Amount = 1_499*yuan + 99
	floor.When(longer).Rejected("below_the_decision")
	longer.Amount = 5_000 * yuan
	short.Decision = "decision-3"
	floor.When(short).Accepted()
	lower.When(short).Accepted()
	lower.Evidence("decision-3", resolution(domain.Leasing, 6_000*yuan+1)).When(short).Rejected("below_the_decision")
	won := first
	won.Schedule, won.Amount, won.Decision, won.Tender = nil, 60_000*yuan, "decision-1", "tender-1"
	short.Decision = ""
	county(t).Evidence("tender-1", leaseAward()).When(won).Accepted().Given(at("2017-01-01")).When(short).Rejected("decision_missing")

	// A decision that let the asset to somebody else does not carry an amendment.
	taken := claimed(claim("2016-09-01", "2017-08-31", 12_000*yuan))
	taken.Leases = append(taken.Leases, domain.LeaseClaim{Contract: "contract-2", From: day("2030-01-01"), To: day("2030-12-31"), Decision: "decision-3"})
	short.Decision = "decision-3"
	floor.Evidence("asset-1", taken).When(short).Rejected("decision_used")
	taken.Leases[1].Decision = "decision-4"
	floor.Evidence("asset-1", taken).When(short).Accepted()

	// A contract that spends keeps to the most that was decided.
	works := contract.Sign{
		Owner: owner, Kind: domain.WorksContract, About: "修路", Organisation: "路桥公司", From: day("2016-09-01"), Amount: 20_000 * yuan, Decision: "decision-1",
	}
	more := contract.Amend{From: day("2016-09-01"), Amount: 30_000 * yuan, Reason: "加宽"}
	spent := county(t).Evidence("decision-1", resolution(domain.PublicWorks, 30_000*yuan)).Evidence("decision-2", resolution(domain.PublicWorks, 0)).When(works).Accepted()
	spent.When(more).Rejected("decision_missing")
	more.Decision = "decision-2"
	spent.When(more).Accepted()
	more.Amount++
	spent.When(more).Rejected("beyond_the_decision")

	// One that rested on no decision, and rests on one since, is that decision's.
	longer.Decision = "decision-2"
	s.When(longer).State(func(c contract.Contract) {
		if o := c.Offers().(domain.ContractTerms); o.Decision != "decision-2" {
			t.Errorf("offers %+v", o)
		}
	})

	// Nor does it run into the lease of another.
	busy := workshop()
	busy.Leases = []domain.LeaseClaim{
		{Contract: "contract-1", From: day("2016-09-01"), To: day("2017-08-31")}, {Contract: "contract-2", From: day("2018-08-31"), To: day("2019-08-31")},
	}
	d.Evidence("asset-1", busy).When(longer).Rejected("let")
	longer.To = day("2018-08-30")
	d.Evidence("asset-1", busy).When(longer).Accepted()
}

// A sale that is amended has sold its asset already.
func TestAmendingASale(t *testing.T) {
	sold := workshop()
	sold.Closed = true
	s := county(t).Evidence("decision-1", resolution(domain.Disposal, 0)).Evidence("decision-2", resolution(domain.Disposal, 0)).
		When(sale()).Accepted().Evidence("asset-1", sold)
	halves := []contract.Due{{Due: day("2016-09-01"), Amount: 20_000 * yuan}, {Due: day("2017-09-01"), Amount: 29_999 * yuan}}
	s.When(contract.Amend{From: day("2016-09-01"), Schedule: halves, Reason: "分期"}).Rejected("decision_missing")
	s.When(contract.Amend{From: day("2016-09-01"), Schedule: halves, Reason: "分期", Decision: "decision-2"}).Accepted()
	s.When(contract.Amend{From: day("2016-09-01"), To: day("2017-09-01"), Schedule: halves, Reason: "分期", Decision: "decision-2"}).Rejected("ends_before_it_begins")
}

// Whatever is signed, amended, paid and ended: the schedule adds up to the total,
// what is paid is never more than that, what was due stays due, and what is due
// grows by the day.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := signed(t).Evidence("decision-1", resolution(domain.Leasing, 0))
		now := day("2016-08-20")
		paid := domain.Money(0)
		for i := range rapid.IntRange(1, 8).Draw(t, "steps") {
			now = now.AddDays(rapid.IntRange(0, 60).Draw(t, "days"))
			moment := domaintest.Moment{Time: now.Start(domaintest.Zone).Add(9 * time.Hour)}
			var command any
			switch rapid.SampledFrom([]string{"pay", "pay", "pay", "amend", "end"}).Draw(t, "step") {
			case "pay":
				command = pay(domain.Money(rapid.IntRange(1, 400_000).Draw(t, "amount")))
			case "amend":
				decision := "decision-" + string(rune('a'+i))
				s = s.Evidence(decision, resolution(domain.Leasing, 0))
				command = contract.Amend{
					From: now.AddDays(rapid.IntRange(-1, 90).Draw(t, "from")), To: now.AddDays(rapid.IntRange(0, 400).Draw(t, "to")),
					Amount: domain.Money(rapid.IntRange(1, 300_000).Draw(t, "amount")), Every: rapid.IntRange(0, 6).Draw(t, "every"),
					Decision: decision, Reason: "变更",
				}
			default:
				command = contract.End{Why: domain.EndAgreed}
			}
			var was contract.Contract
			s.State(func(c contract.Contract) { was = c })
			r := s.When(moment, command)
			if r.Err() != nil {
				s = r.Rejected(domain.CodeOf(r.Err()))
				continue
			}
			s = r.Accepted()
			s.State(func(c contract.Contract) {
				s = s.Evidence("asset-1", claimed(domain.LeaseClaim{Contract: "contract-1", From: c.From, To: c.To, Rent: c.Total}))
			})
			if p, ok := command.(contract.PayRent); ok {
				paid += p.Amount
			}
			s.State(func(c contract.Contract) {
				var sum domain.Money
				for _, i := range c.Schedule {
					sum += i.Amount
				}
				last := c.On(day("2030-01-01"))
				switch {
				case sum != c.Total:
					t.Fatalf("the schedule adds up to %s, the total is %s", sum, c.Total)
				case c.Paid != paid || last.Paid != paid || paid > c.Total:
					t.Fatalf("%s paid, on record %s of %s", paid, c.Paid, c.Total)
				case last.Arrears != max(0, last.Due-paid):
					t.Fatalf("arrears %+v", last)
				case c.On(now.AddDays(-1)).Due != was.On(now.AddDays(-1)).Due:
					t.Fatalf("what was due before %s changed", now)
				case c.On(now).Due > c.On(now.AddDays(30)).Due:
					t.Fatalf("less is due later")
				}
			})
		}
		domaintest.CheckFold(t, contracts, s.Facts()...)
	})
}

func TestWhoseItIsIsNotAmended(t *testing.T) {
	e := contract.Signed{Owner: owner}
	if e.Amends(contract.Signed{Owner: owner, Total: 1}) != nil || domain.CodeOf(e.Amends(contract.Signed{Owner: "collective-c2"})) != "identity_stays" {
		t.Error("all but the owner is amended")
	}
	if (contract.Contract{}).Offers() != nil {
		t.Error("nothing is offered before it is signed")
	}
}

func TestFolding(t *testing.T) {
	s := signed(t).Evidence("decision-2", resolution(domain.Leasing, 0)).
		When(at("2016-09-10"), pay(2_000*yuan)).
		When(pay(1_000*yuan)).
		When(contract.Breach{On: day("2016-09-10"), What: "a"}).
		When(at("2017-01-01"), contract.Amend{From: day("2017-01-01"), To: day("2018-08-31"), Amount: 1_000 * yuan, Every: 6, Decision: "decision-2", Reason: "a"}).
		When(at("2017-02-01"), contract.Amend{From: day("2017-02-01"), Amount: 1_000 * yuan, Every: 3, Reason: "a", Decision: "decision-1"}).
		When(contract.End{Why: domain.EndAgreed}).
		When(contract.SetRight{On: day("2017-02-01"), What: "a", Document: "b"}).Accepted()
	domaintest.CheckFold(t, contracts, s.Facts()...)
}
