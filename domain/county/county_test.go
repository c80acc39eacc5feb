package county_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/county"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var counties = domain.Define("county",
	domain.Records[county.County](domain.Says(county.Registered{}, "", "")),
	domain.Opens[county.County, county.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
)

var register = county.Register{
	Ledger: uuid.MustParse("7b1f7c5e-0000-4000-8000-000000000001"),
	Name:   "诸城市", NameEnglish: "Zhucheng", Code: "370782",
}

func TestCounty(t *testing.T) {
	begin := domaintest.For(t, counties).Stream(county.Stream)
	want := county.Registered(register)
	want.Zone = county.DefaultZone
	s := begin.When(register).Then(want)
	s.When(register).Rejected("already_exists")
	domaintest.CheckFold(t, counties, s.Facts()...)

	demonstration := register
	demonstration.Demonstration, demonstration.Today, demonstration.Zone = true, domain.NewDate(2016, 12, 31), "Asia/Urumqi"
	begin.When(demonstration).Then(county.Registered(demonstration))
}

func TestWhatALedgerNeeds(t *testing.T) {
	for name, test := range map[string]struct {
		code   string
		change func(*county.Register)
	}{
		"a name":                      {"name_missing", func(c *county.Register) { c.Name = "" }},
		"an id":                       {"name_missing", func(c *county.Register) { c.Ledger = uuid.Nil }},
		"a zone that is one":          {"zone_unknown", func(c *county.Register) { c.Zone = "China/Zhucheng" }},
		"not the machine's zone":      {"zone_unknown", func(c *county.Register) { c.Zone = "Local" }},
		"no way out of the zone data": {"zone_unknown", func(c *county.Register) { c.Zone = "../../etc/passwd" }},
		"a today that moves":          {"today_fixed", func(c *county.Register) { c.Today = domain.NewDate(2016, 12, 31) }},
	} {
		t.Run(name, func(t *testing.T) {
			c := register
			test.change(&c)
			domaintest.For(t, counties).Stream(county.Stream).When(c).Rejected(test.code)
		})
	}
}
