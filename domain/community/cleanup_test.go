package community_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

func TestCleaningUp(t *testing.T) {
	clean := community.CompleteCleanUp{Contracts: 20, PutRight: 20, Recovered: 1, Receivables: 2, Payables: 3, Document: "验收单"}
	s := registered(t)
	s.When(clean).Then(community.CleanUpCompleted{
		On: day("2016-09-01"), Contracts: 20, PutRight: 20, Recovered: 1, Receivables: 2, Payables: 3, Document: "验收单",
	})
	for name, c := range map[string]struct {
		code   string
		change func(*community.CompleteCleanUp)
	}{
		"nothing to put right": {"", func(c *community.CompleteCleanUp) { *c = community.CompleteCleanUp{Document: "验收单"} }},
		"more than there were": {"counts_contradict", func(c *community.CompleteCleanUp) { c.PutRight = 21 }},
		"fewer than none":      {"counts_contradict", func(c *community.CompleteCleanUp) { c.PutRight = -1 }},
		"rent":                 {"amount_out_of_range", func(c *community.CompleteCleanUp) { c.Recovered = -1 }},
		"receivables":          {"amount_out_of_range", func(c *community.CompleteCleanUp) { c.Receivables = -1 }},
		"payables":             {"amount_out_of_range", func(c *community.CompleteCleanUp) { c.Payables = -1 }},
		"no document":          {"field_missing", func(c *community.CompleteCleanUp) { c.Document = " " }},
		"tomorrow":             {"not_yet", func(c *community.CompleteCleanUp) { c.On = day("2016-09-02") }},
	} {
		t.Run(name, func(t *testing.T) {
			command := clean
			c.change(&command)
			require.Equal(t, c.code, domain.CodeOf(s.When(command).Err()))
		})
	}
}

// Clean-ups and standards are completed once a year.
func TestOnceAYear(t *testing.T) {
	for code, command := range map[string]func(on domain.Date) any{
		"cleaned_up_already":   func(on domain.Date) any { return community.CompleteCleanUp{On: on, Document: "验收单"} },
		"standardised_already": func(on domain.Date) any { return community.Standardise{On: on, Document: "验收单"} },
	} {
		s := registered(t).When(command(day("2016-06-30"))).Accepted()
		s.When(command(day("2016-06-30"))).Rejected(code)
		s.When(command(day("2016-08-31"))).Rejected(code)
		s.When(command(day("2015-12-31"))).Rejected(code)
		s.When(domaintest.At("2016-12-31"), command(day("2016-12-31"))).Rejected(code)
		s.When(domaintest.At("2017-01-01"), command(day("2017-01-01"))).Accepted()
	}
	registered(t).When(community.Standardise{}).Rejected("field_missing")
	registered(t).When(community.Standardise{Document: "验收单", On: day("2016-09-02")}).Rejected("not_yet")
	registered(t).When(community.Standardise{Document: "验收单"}).Then(community.Standardised{On: day("2016-09-01"), Document: "验收单"})
}
