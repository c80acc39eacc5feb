package enterprise

import "github.com/sunledger/sunledger/domain"

// Kind says what an enterprise is.
type Kind string

// The kinds.
const (
	Cooperative        Kind = "farmers-cooperative"
	SupplyAndMarketing Kind = "supply-and-marketing"
	CommunityRun       Kind = "community-run"
	FamilyFarm         Kind = "family-farm"
	PovertyRelief      Kind = "poverty-alleviation-company"
)

// Codes lists the kinds with their names.
func (Kind) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Cooperative), English: "farmers' cooperative", Chinese: "农民专业合作社"},
		{Code: string(SupplyAndMarketing), English: "supply-and-marketing cooperative", Chinese: "供销合作社"},
		{Code: string(CommunityRun), English: "community-run business", Chinese: "社区领办经营实体"},
		{Code: string(FamilyFarm), English: "family farm", Chinese: "家庭农场"},
		{Code: string(PovertyRelief), English: "poverty-alleviation development company", Chinese: "扶贫开发公司"},
	}
}

// NewEntity reports whether an enterprise of the kind counts among the new
// business entities (新型经营主体): all do but the poverty-alleviation companies,
// which are founded for another end.
func (k Kind) NewEntity() bool { return k != PovertyRelief }

// Source is whose money is put in, or to whom a dividend goes. It follows from
// the stream that is named for it.
type Source string

// The sources.
const (
	FromCollective Source = "collective"
	FromTown       Source = "town-treasury"
	FromCounty     Source = "county-treasury"
	FromMembers    Source = "members"
)

// Codes lists the sources with their names.
func (Source) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(FromCollective), English: "collective", Chinese: "集体经济组织"},
		{Code: string(FromTown), English: "treasury of the town", Chinese: "镇街财政"},
		{Code: string(FromCounty), English: "treasury of the county", Chinese: "市县财政"},
		{Code: string(FromMembers), English: "members", Chinese: "成员"},
	}
}

// sourceOf is the source that a stream is: none is the members. It is "" for any
// other stream.
func sourceOf(stream string) Source {
	switch {
	case stream == "":
		return FromMembers
	case stream == domain.WholeCounty:
		return FromCounty
	case domain.OfCategory(stream, "town"):
		return FromTown
	case domain.OfCategory(stream, "collective"):
		return FromCollective
	}
	return ""
}

// Purpose is what capital is put in as.
type Purpose string

// The purposes.
const (
	StartUp  Purpose = "start-up"
	Increase Purpose = "increase"
)

// Codes lists the purposes with their names.
func (Purpose) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(StartUp), English: "start-up capital", Chinese: "启动资金"},
		{Code: string(Increase), English: "increase of capital", Chinese: "增资"},
	}
}
