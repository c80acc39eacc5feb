package town_test

import (
	"reflect"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/town"
)

var towns = domain.Define("town",
	domain.Records[town.Town](domain.Says(town.Registered{}, "", ""), domain.Says(town.Renamed{}, "", "")),
	domain.Opens[town.Town, town.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[town.Town, town.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
)

func TestTown(t *testing.T) {
	begin := domaintest.For(t, towns).Stream("town-xz")
	register := town.Register{ID: "xz", Code: "370782102", Name: "相州镇", NameEnglish: "Xiangzhou"}
	s := begin.When(register).Then(town.Registered(register))
	s.When(register).Rejected("already_exists")
	s.When(town.Rename{Name: "相州镇", NameEnglish: "Xiangzhou"}).Rejected("same_name")
	s.When(town.Rename{}).Rejected("name_missing")
	s = s.When(town.Rename{Name: "相州街道"}).Then(town.Renamed{Name: "相州街道"})
	s.State(func(s town.Town) {
		if want := (domain.PlaceName{ID: "xz", Name: "相州街道", Within: []string{domain.WholeCounty}}); !reflect.DeepEqual(s.Offers(), want) || s.Code != "370782102" {
			t.Errorf("offers %v", s.Offers())
		}
	})
	domaintest.CheckFold(t, towns, s.Facts()...)
	begin.When(town.Rename{Name: "a"}).Rejected("not_found")
	if (town.Town{}).Offers() != nil {
		t.Error("a town that was not registered offers something")
	}
}

func TestTownIsNamedAndCoded(t *testing.T) {
	begin := domaintest.For(t, towns).Stream("town-xz")
	for code, c := range map[string]string{"": "", "370782102": "", "370782102000": "", "37078210": "code_invalid", "37078210a": "code_invalid", "3707821020": "code_invalid"} {
		result := begin.When(town.Register{ID: "xz", Code: code, Name: "相州镇"})
		if got := domain.CodeOf(result.Err()); got != c {
			t.Errorf("code %q: %q, want %q", code, got, c)
		}
	}
	begin.When(town.Register{ID: "xz", Name: " "}).Rejected("name_missing")
	begin.When(town.Register{ID: "other", Name: "相州镇"}).Rejected("id_invalid")
	begin.When(town.Register{Name: "相州镇"}).Rejected("id_invalid")
}
