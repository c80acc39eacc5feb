package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/matter"
)

// Matters is the three lists of services.
var Matters = domain.Define("matter",
	domain.Records[matter.Matter](
		domain.Says(matter.Listed{}, "Listed from {from} ({list}): {title}; working days: {limitDays}; fee: {fee}", "自{from}起列入{list}清单：{title}，时限{limitDays}个工作日，收费{fee}"),
		domain.Says(matter.Changed{}, "Changed from {from} ({list}): {title}; working days: {limitDays}; fee: {fee}", "自{from}起变更（{list}）：{title}，时限{limitDays}个工作日，收费{fee}"),
		domain.Says(matter.Delisted{}, "Taken off its list from {from}: {reason}", "自{from}起取消：{reason}"),
	),
	domain.Opens[matter.Matter, matter.List]("put a matter on a list", "事项列入清单", domain.WindowClerk.At(domain.CountyLevel), domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[matter.Matter, matter.Change]("change the terms of a matter", "变更事项", domain.WindowClerk.At(domain.CountyLevel), domain.SystemOperator.At(domain.CountyLevel)),
	domain.Accepts[matter.Matter, matter.Delist]("take a matter off its list", "取消事项", domain.WindowClerk.At(domain.CountyLevel), domain.SystemOperator.At(domain.CountyLevel)),
)
