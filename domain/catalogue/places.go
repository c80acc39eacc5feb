package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/community"
	"github.com/sunledger/sunledger/domain/town"
)

// Towns is the towns and streets of the county.
var Towns = domain.Define("town",
	domain.Records[town.Town](
		domain.Says(town.Registered{}, "Town registered: {name}", "登记镇街：{name}"),
		domain.Says(town.Renamed{}, "Renamed to {name}", "更名为{name}"),
	),
	domain.Opens[town.Town, town.Register]("register a town", "登记镇街", domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[town.Town, town.Rename]("rename a town", "镇街更名", domain.SystemOperator.At(domain.TownLevel)),
)

// Communities is the rural communities of the county.
var Communities = domain.Define("community",
	domain.Records[community.Community](
		domain.Says(community.Registered{}, "Community registered: {name}", "登记社区：{name}"),
		domain.Says(community.Renamed{}, "Renamed to {name}", "更名为{name}"),
	),
	domain.Opens[community.Community, community.Register]("register a community", "登记社区", domain.SystemOperator.At(domain.TownLevel)),
	domain.Accepts[community.Community, community.Rename]("rename a community", "社区更名", domain.SystemOperator.At(domain.TownLevel)),
)
