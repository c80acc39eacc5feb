package town_test

import (
	"reflect"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/domaintest"
	"github.com/sunledger/sunledger/domain/town"
)

var towns = domain.Define("town",
	domain.Records[town.Town](domain.Says(town.Registered{}, "", ""), domain.Says(town.Renamed{}, "", ""), domain.Says(town.StaffCounted{}, "", "")),
	domain.Opens[town.Town, town.Register]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[town.Town, town.Rename]("", "", domain.SystemOperator.At(domain.CommunityLevel)),
	domain.Accepts[town.Town, town.CountStaff]("", "", domain.Recorder.At(domain.TownLevel)),
)

func day(s string) domain.Date {
	d, err := domain.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

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

func TestCountingTheStaff(t *testing.T) {
	count := func(total int, on string) town.CountStaff {
		return town.CountStaff{Total: total, AsOf: day(on), Document: "花名册"}
	}
	begin := domaintest.For(t, towns).Stream("town-xz")
	begin.When(count(1, "2016-09-01")).Rejected("not_found")
	s := begin.When(town.Register{ID: "xz", Name: "相州镇"}).Accepted()
	s.When(count(1, "2016-09-01")).Accepted()
	s.When(count(0, "2016-09-01")).Rejected("count_out_of_range")
	s.When(count(10_000_001, "2016-09-01")).Rejected("count_out_of_range")
	s.When(count(120, "2016-09-02")).Rejected("not_yet")
	s.When(town.CountStaff{Total: 120}).Rejected("field_missing")
	s.When(town.CountStaff{Total: 120, Document: "花名册"}).Then(town.StaffCounted{Total: 120, AsOf: day("2016-09-01"), Document: "花名册"})
	s = s.When(count(120, "2016-06-30")).Accepted()
	s.When(count(121, "2016-06-30")).Rejected("counted_already")
	s.When(count(121, "2016-06-29")).Rejected("counted_already")
	s = s.When(count(121, "2016-07-01")).When(town.Rename{Name: "相州街道"}).Accepted()
	domaintest.CheckFold(t, towns, s.Facts()...)
	for _, e := range []domain.Event{town.Renamed{}, town.StaffCounted{}} {
		if _, err := (town.Town{}).Evolve(domain.Fact{Event: e}); domain.CodeOf(err) != "not_registered" {
			t.Errorf("%T of no town: %v", e, err)
		}
	}
}
