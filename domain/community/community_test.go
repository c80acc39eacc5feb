package community_test

import (
	"reflect"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/domaintest"
)

var communities = domain.Define("community",
	domain.Records[community.Community](domain.Says(community.Registered{}, "", ""), domain.Says(community.Renamed{}, "", "")),
	domain.Opens[community.Community, community.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[community.Community, community.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
)

func TestCommunity(t *testing.T) {
	begin := domaintest.For(t, communities).Stream("community-lc").
		Evidence("town-xz", domain.PlaceName{ID: "xz", Name: "相州镇"})
	register := community.Register{ID: "lc", Town: "town-xz", Code: "370782102201", Name: "莲池社区", NameEnglish: "Lianchi"}
	s := begin.When(register).Then(community.Registered(register))
	s.When(register).Rejected("already_exists")
	s.When(community.Rename{Name: "莲池社区", NameEnglish: "Lianchi"}).Rejected("same_name")
	s.When(community.Rename{}).Rejected("name_missing")
	s = s.When(community.Rename{Name: "莲花社区"}).Then(community.Renamed{Name: "莲花社区"})
	s.State(func(c community.Community) {
		if want := (domain.PlaceName{ID: "lc", Name: "莲花社区", Within: []string{"town-xz"}}); !reflect.DeepEqual(c.Offers(), want) || c.Town != "town-xz" {
			t.Errorf("offers %v", c.Offers())
		}
	})
	domaintest.CheckFold(t, communities, s.Facts()...)

	for name, c := range map[string]struct {
		code   string
		change func(*community.Register)
	}{
		"unknown town":    {"no_such_evidence", func(c *community.Register) { c.Town = "town-other" }},
		"not a town":      {"not_a_town", func(c *community.Register) { c.Town = "xz" }},
		"no town":         {"not_a_town", func(c *community.Register) { c.Town = "" }},
		"name":            {"name_missing", func(c *community.Register) { c.Name = "" }},
		"id":              {"id_invalid", func(c *community.Register) { c.ID = "other" }},
		"code":            {"code_invalid", func(c *community.Register) { c.Code = "370782" }},
		"no code is fine": {"", func(c *community.Register) { c.Code = "" }},
	} {
		t.Run(name, func(t *testing.T) {
			command := register
			c.change(&command)
			result := begin.When(command)
			if got := domain.CodeOf(result.Err()); got != c.code {
				t.Errorf("%q (%v), want %q", got, result.Err(), c.code)
			}
		})
	}
	begin.When(community.Rename{Name: "a"}).Rejected("not_found")
	if (community.Community{}).Offers() != nil {
		t.Error("a community that was not registered offers something")
	}
}
