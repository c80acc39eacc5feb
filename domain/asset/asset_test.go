package asset_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/domaintest"
)

// assets is the aggregate without the wording and the roles of the catalogue.
var assets = domain.Define("asset",
	domain.Records[asset.Asset](
		domain.Says(asset.Registered{}, "", ""), domain.Says(asset.Verified{}, "", ""), domain.Says(asset.Appraised{}, "", ""),
		domain.Says(asset.Revalued{}, "", ""), domain.Says(asset.Leased{}, "", ""), domain.Says(asset.LeaseEnded{}, "", ""),
		domain.Says(asset.Transferred{}, "", ""), domain.Says(asset.Disposed{}, "", ""), domain.Says(asset.WrittenOff{}, "", ""),
		domain.Says(asset.Damaged{}, "", ""), domain.Says(asset.Found{}, "", ""),
	),
	domain.Opens[asset.Asset, asset.Register]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Opens[asset.Asset, asset.Receive]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Verify]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Appraise]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Revalue]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Lease]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.EndLease]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Transfer]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Dispose]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.WriteOff]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Damage]("", "", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Find]("", "", domain.Accountant.At(domain.CommunityLevel)),
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
	other = "collective-c2"
	yuan  = domain.Yuan
)

func workshop() asset.Register {
	return asset.Register{
		Owner: owner, Class: domain.OperatingAsset, Kind: domain.Building, Name: "村东厂房", Location: "村东", Quantity: 600,
		Unit: domain.SquareMetres, OriginalValue: 80_000 * yuan, NetValue: 50_000 * yuan, AcquiredOn: day("2008-05-01"), Origin: asset.OnBooks,
	}
}

// empty is an asset that is not on record, in a county with two collectives.
func empty(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return domaintest.For(t, assets).
		Evidence(owner, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence(other, domain.Unit{Level: domain.VillageUnit, Collective: true}).
		Evidence("collective-c3", domain.Unit{Level: domain.VillageUnit, Collective: true, Merged: owner}).
		Evidence("collective-c4", domain.Unit{Level: domain.VillageUnit})
}

func registered(t domaintest.TB) domaintest.Scenario {
	t.Helper()
	return empty(t).When(at("2016-01-10"), workshop()).Accepted().Given(at("2016-09-01"))
}

// resolution is a decision of the owner that names the asset, binding from 1
// August 2016.
func resolution(kind domain.MatterKind, amount domain.Money) domain.Resolution {
	return domain.Resolution{
		Owner: owner, Kind: kind, Amount: amount, Concerns: []string{"asset-1"},
		Adopted: day("2016-07-20"), Disclosed: day("2016-07-20"), Binds: day("2016-08-01"),
	}
}

func TestRegistering(t *testing.T) {
	c := workshop()
	empty(t).When(c).Then(asset.Registered{
		Owner: owner, Class: domain.OperatingAsset, Kind: domain.Building, Name: "村东厂房", Location: "村东", Quantity: 600,
		Unit: domain.SquareMetres, OriginalValue: 8_000_000, NetValue: 5_000_000, AcquiredOn: day("2008-05-01"), Origin: asset.OnBooks,
	})
	registered(t).When(workshop()).Rejected("already_exists")
	empty(t).When(asset.Damage{}).Rejected("not_found")
	if c.PlacedAt() != owner {
		t.Errorf("placed at %s", c.PlacedAt())
	}
	for name, c := range map[string]struct {
		code   string
		change func(*asset.Register)
	}{
		"a village owns nothing":      {"not_a_collective", func(c *asset.Register) { c.Owner = "village-v1" }},
		"unknown collective":          {"no_such_evidence", func(c *asset.Register) { c.Owner = "collective-c9" }},
		"merged collective":           {"owner_merged", func(c *asset.Register) { c.Owner = "collective-c3" }},
		"no collective at all":        {"not_a_collective", func(c *asset.Register) { c.Owner = "collective-c4" }},
		"class":                       {"code_unknown", func(c *asset.Register) { c.Class = "x" }},
		"kind":                        {"code_unknown", func(c *asset.Register) { c.Kind = "x" }},
		"unit":                        {"code_unknown", func(c *asset.Register) { c.Unit = "acre" }},
		"origin":                      {"code_unknown", func(c *asset.Register) { c.Origin = "x" }},
		"nameless":                    {"field_missing", func(c *asset.Register) { c.Name = " " }},
		"negative":                    {"amount_out_of_range", func(c *asset.Register) { c.OriginalValue = -1 }},
		"net negative":                {"amount_out_of_range", func(c *asset.Register) { c.NetValue = -1 }},
		"worth nothing":               {"", func(c *asset.Register) { c.NetValue = 0 }},
		"beyond all money":            {"amount_out_of_range", func(c *asset.Register) { c.NetValue = domain.MaxAmount + 1 }},
		"all the money":               {"", func(c *asset.Register) { c.NetValue = domain.MaxAmount }},
		"nothing of it":               {"quantity_missing", func(c *asset.Register) { c.Quantity = 0 }},
		"one of it":                   {"", func(c *asset.Register) { c.Quantity = 1 }},
		"acquired tomorrow":           {"not_yet", func(c *asset.Register) { c.AcquiredOn = day("2016-09-02") }},
		"acquired today":              {"", func(c *asset.Register) { c.AcquiredOn = day("2016-09-01") }},
		"nobody knows when":           {"", func(c *asset.Register) { c.AcquiredOn = domain.Date{} }},
		"land is a resource":          {"class_of_another_kind", func(c *asset.Register) { c.Kind = domain.Land }},
		"a resource is land":          {"class_of_another_kind", func(c *asset.Register) { c.Class = domain.ResourceAsset }},
		"land":                        {"", func(c *asset.Register) { c.Class, c.Kind = domain.ResourceAsset, domain.Land }},
		"transferred is not typed in": {"origin_unclear", func(c *asset.Register) { c.Origin = asset.TakenOver }},
	} {
		t.Run(name, func(t *testing.T) {
			command := workshop()
			c.change(&command)
			if c.code == "" {
				empty(t).When(command).Accepted()
			} else {
				empty(t).When(command).Rejected(c.code)
			}
		})
	}
}

func TestVerifying(t *testing.T) {
	s := registered(t)
	count := asset.Verify{On: day("2016-08-31"), Quantity: 590, NetValue: 48_000 * yuan, Condition: asset.IsDamaged, Document: "清产核资表3号"}
	s.When(count).Then(asset.Verified(count)).State(func(a asset.Asset) {
		if a.Quantity != 590 || a.Condition != asset.IsDamaged || a.Net != 50_000*yuan {
			t.Errorf("a count changes the quantity and leaves the net value: %+v", a)
		}
	})
	for name, c := range map[string]struct {
		code   string
		change func(*asset.Verify)
	}{
		"tomorrow":           {"not_yet", func(c *asset.Verify) { c.On = day("2016-09-02") }},
		"today":              {"", func(c *asset.Verify) { c.On = day("2016-09-01") }},
		"condition":          {"code_unknown", func(c *asset.Verify) { c.Condition = "" }},
		"document":           {"field_missing", func(c *asset.Verify) { c.Document = "" }},
		"value":              {"amount_out_of_range", func(c *asset.Verify) { c.NetValue = -1 }},
		"there is none":      {"quantity_missing", func(c *asset.Verify) { c.Quantity = 0 }},
		"lost, and counted":  {"lost_is_nothing", func(c *asset.Verify) { c.Condition, c.NetValue = asset.IsLost, 0 }},
		"lost, and of value": {"lost_is_nothing", func(c *asset.Verify) { c.Condition, c.Quantity = asset.IsLost, 0 }},
		"lost":               {"", func(c *asset.Verify) { c.Condition, c.Quantity, c.NetValue = asset.IsLost, 0, 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			command := count
			c.change(&command)
			if c.code == "" {
				registered(t).When(at("2016-09-01"), command).Accepted()
			} else {
				registered(t).When(at("2016-09-01"), command).Rejected(c.code)
			}
		})
	}
}

func TestNetValueRestsOnWhatIsOnRecord(t *testing.T) {
	s := registered(t)
	s.When(asset.Revalue{Basis: asset.OnAppraisal, Reason: "评估"}).Rejected("no_basis")
	s.When(asset.Revalue{Basis: "guess", Reason: "评估"}).Rejected("code_unknown")
	appraisal := asset.Appraise{On: day("2016-08-30"), Value: 52_000 * yuan, Appraiser: "正信评估", Report: "2016-118"}
	s.When(at("2016-08-29"), appraisal).Rejected("not_yet")
	appraised := s.When(at("2016-09-01"), appraisal).Then(asset.Appraised(appraisal))
	for _, bad := range []asset.Appraise{
		{On: day("2016-08-30"), Value: 0, Appraiser: "a", Report: "b"}, {On: day("2016-08-30"), Value: 1, Report: "b"}, {On: day("2016-08-30"), Value: 1, Appraiser: "a"},
	} {
		if s.When(at("2016-09-01"), bad).Err() == nil {
			t.Errorf("accepted %+v", bad)
		}
	}
	appraised.When(asset.Revalue{Basis: asset.OnVerification, Reason: "清查"}).Rejected("no_basis")
	appraised.When(asset.Revalue{Basis: asset.OnAppraisal}).Rejected("field_missing")
	revalued := appraised.When(asset.Revalue{Basis: asset.OnAppraisal, Reason: "评估增值"}).
		Then(asset.Revalued{NetValue: 52_000 * yuan, Basis: asset.OnAppraisal, BasisOn: day("2016-08-30"), Reason: "评估增值"})
	revalued.State(func(a asset.Asset) {
		if a.Net != 52_000*yuan || a.Original != 80_000*yuan {
			t.Errorf("values %s and %s", a.Net, a.Original)
		}
	})
	again := asset.Revalue{Basis: asset.OnAppraisal, Reason: "评估"}
	revalued.When(again).Rejected("same_value")

	// An appraisal gives a net value for 365 days, and the latest gives it.
	appraised.When(at("2017-08-30"), again).Accepted()
	appraised.When(at("2017-08-31"), again).Rejected("appraisal_too_old")
	for on, net := range map[string]domain.Money{"2016-08-29": 52_000 * yuan, "2016-08-30": 10_000 * yuan} {
		appraised.When(at("2016-09-02"), asset.Appraise{On: day(on), Value: 10_000 * yuan, Appraiser: "a", Report: "b"}).When(again).Accepted().
			State(func(a asset.Asset) {
				if a.Net != net {
					t.Errorf("with a later record of %s it is worth %s", on, a.Net)
				}
			})
	}
}

func TestDamageAndFinding(t *testing.T) {
	s := registered(t)
	on := day("2016-01-12")
	s.When(at("2016-01-12"), asset.Find{On: on, Quantity: 1, What: "a"}).Rejected("nothing_to_find")
	s.When(at("2016-01-12"), asset.Damage{On: on, Condition: asset.IsSound, What: "a"}).Rejected("code_unknown")
	s.When(at("2016-01-12"), asset.Damage{On: on, Condition: asset.IsDamaged}).Rejected("field_missing")
	s.When(at("2016-01-11"), asset.Damage{On: on, Condition: asset.IsDamaged, What: "火灾"}).Rejected("not_yet")
	lost := s.When(at("2016-01-12"), asset.Damage{On: on, Condition: asset.IsDamaged, What: "火灾"}).
		When(asset.Damage{On: on, Condition: asset.IsLost, What: "倒塌"}).Accepted()
	lost.State(func(a asset.Asset) {
		if a.Quantity != 0 || a.Net != 50_000*yuan {
			t.Errorf("what is lost is not counted, and its value stands until it is written off: %+v", a)
		}
	})
	lost.When(asset.Damage{On: on, Condition: asset.IsDamaged, What: "a"}).Rejected("already_lost")
	lost.When(asset.Find{On: on, Quantity: 0, What: "a"}).Rejected("quantity_missing")
	lost.When(asset.Find{On: on, Quantity: 1}).Rejected("field_missing")
	lost.When(asset.Find{On: on, Quantity: 300, What: "修复"}).Then(asset.Found{On: on, Quantity: 300, What: "修复"}).
		State(func(a asset.Asset) {
			if a.Quantity != 300 || a.Condition != asset.IsSound {
				t.Errorf("found: %+v", a)
			}
		})
}

func TestWhoseItIsIsNotAmended(t *testing.T) {
	e := asset.Registered{Owner: owner, Name: "a"}
	if e.Amends(asset.Registered{Owner: owner, Name: "b", Quantity: 3}) != nil {
		t.Error("a name may be amended")
	}
	for _, to := range []domain.Event{asset.Registered{Owner: other}, asset.Registered{Owner: owner, From: "asset-2"}, asset.Found{}} {
		if domain.CodeOf(e.Amends(to)) != "identity_stays" {
			t.Errorf("amended to %+v", to)
		}
	}
	if (asset.Asset{}).Offers() != nil {
		t.Error("nothing is offered before it is on record")
	}
}
