package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/tender"
)

// Assets is what collectives own.
var Assets = domain.Define("asset",
	domain.Records[asset.Asset](
		domain.Says(asset.Registered{}, "Registered: {name} ({kind}), net value {netValue}; {origin}", "登记资产：{name}（{kind}），净值{netValue}，{origin}"),
		domain.Says(asset.Verified{}, "Counted on {on}: {quantity}, {condition}, net value {netValue}", "清产核资（{on}）：数量{quantity}，{condition}，净值{netValue}"),
		domain.Says(asset.Appraised{}, "Appraised at {value} on {on} by {appraiser}", "评估值{value}（{on}，{appraiser}）"),
		domain.Says(asset.Revalued{}, "Net value {netValue}, by the {basis} of {basisOn}: {reason}", "净值调整为{netValue}，依据{basisOn}的{basis}：{reason}"),
		domain.Says(asset.Leased{}, "Let from {from} to {to} by {contract}; rent {rent}", "出租：{from}至{to}，合同{contract}，租金{rent}"),
		domain.Says(asset.LeaseEnded{}, "Lease by {contract} ended on {on}: {reason}", "{contract}的租约于{on}终止：{reason}"),
		domain.Says(asset.Transferred{}, "Transferred to {to} at a net value of {netValue}, by {decision}", "划转给{to}，净值{netValue}，依据{decision}"),
		domain.Says(asset.Disposed{}, "Sold for {price} by {contract}, at a net value of {netValue}, by {decision}", "以{price}转让，合同{contract}，净值{netValue}，依据{decision}"),
		domain.Says(asset.WrittenOff{}, "Written off at a net value of {netValue}, by {decision}: {reason}", "核销净值{netValue}，依据{decision}：{reason}"),
		domain.Says(asset.Damaged{}, "{condition} on {on}: {what}", "记录{condition}（{on}）：{what}"),
		domain.Says(asset.Found{}, "Found again, or fit for use again, on {on}: {what}", "{on}找回或修复：{what}"),
	),
	domain.Opens[asset.Asset, asset.Register]("register an asset", "登记资产", domain.Accountant.At(domain.CommunityLevel)),
	domain.Opens[asset.Asset, asset.Receive]("receive what another collective transferred", "接收划入资产", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Verify]("record a count on the spot", "登记清产核资", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Appraise]("record an appraisal", "登记评估", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Revalue]("give the asset another net value", "调整净值", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Lease]("let the asset by a contract", "登记出租", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.EndLease]("end a lease with its contract", "登记租约终止", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Transfer]("transfer the asset to another collective", "划转资产", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Dispose]("sell the asset by a contract", "处置资产", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.WriteOff]("write the asset off", "核销资产", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Damage]("record damage or loss", "登记毁损灭失", domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[asset.Asset, asset.Find]("record what was found or repaired", "登记找回或修复", domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
)

// Tenders is what is put out to public bidding.
var Tenders = domain.Define("tender",
	domain.Records[tender.Tender](
		domain.Says(tender.Listed{}, "Put out to tender ({kind}): {what}; reserve {reserve}, bids opened on {opening}", "招标公告（{kind}）：{what}，底价或控制价{reserve}，开标日{opening}"),
		domain.Says(tender.BidReceived{}, "Bid {number} came in on {on}; interest: {interest}", "{on}收到第{number}号投标，利害关系：{interest}"),
		domain.Says(tender.BidsOpened{}, "Bids opened on {on}", "于{on}开标"),
		domain.Says(tender.Awarded{}, "Awarded to bid {bid} for {amount}; bidders: {bidders}", "定标：第{bid}号，{amount}，有效竞价人{bidders}名"),
		domain.Says(tender.Failed{}, "Failed: {reason}", "流标：{reason}"),
		domain.Says(tender.Cancelled{}, "Cancelled: {reason}", "取消招标：{reason}"),
	),
	domain.Opens[tender.Tender, tender.List]("put something out to tender", "发布招标公告", domain.Accountant.At(domain.CommunityLevel), domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.ReceiveBid]("record a bid", "登记投标", domain.Recorder.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.OpenBids]("open the bids", "开标", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Award]("award a tender", "定标", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Fail]("let a tender fail", "流标", domain.Recorder.At(domain.CommunityLevel)),
	domain.Accepts[tender.Tender, tender.Cancel]("cancel a tender", "取消招标", domain.Recorder.At(domain.CommunityLevel)),
	domain.Shows[tender.Tender](domain.Village, propertyReaders...),
)

// Contracts is what collectives sign.
var Contracts = domain.Define("contract",
	domain.Records[contract.Contract](
		domain.Says(contract.Signed{}, "Signed ({kind}), from {from}[ to {to}], {total} in all", "签订合同（{kind}），{from}[至{to}]，总额{total}"),
		domain.Says(contract.Amended{}, "Amended from {from}[, last day {to}], {total} in all; {reason}", "自{from}变更[，终止日{to}]，总额{total}；{reason}"),
		domain.Says(contract.RentPaid{}, "Paid {amount} on {on}, voucher {voucher}", "{on}付款{amount}，凭证{voucher}"),
		domain.Says(contract.Breached{}, "Not kept, {on}: {what}", "违约（{on}）：{what}"),
		domain.Says(contract.Ended{}, "Ended on {on}: {why}", "于{on}终止：{why}"),
		domain.Says(contract.PutRight{}, "Put right on {on}: {what}", "两清理（{on}）：{what}"),
	),
	domain.Opens[contract.Contract, contract.Sign]("record a contract that is signed", "登记签订合同", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.Amend]("amend a contract", "变更合同", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.PayRent]("record a payment under a contract", "登记合同付款", domain.Accountant.At(domain.CommunityLevel), domain.ReportingClerk.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.Breach]("record a breach", "登记违约", domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.End]("end a contract", "终止合同", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[contract.Contract, contract.SetRight]("record that a contract was put right", "登记合同清理", domain.Accountant.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel)),
	domain.Shows[contract.Contract](domain.Village, propertyReaders...),
	domain.Shows[contract.Contract](domain.Restricted, propertyReaders...),
)

// Debts is what collectives owe, and what is owed to them.
var Debts = domain.Define("debt",
	domain.Records[debt.Debt](
		domain.Says(debt.Incurred{}, "{direction}: {amount}, {nature}[, due {due}]; {purpose}", "{direction}：{amount}，{nature}[，到期日{due}]；{purpose}"),
		domain.Says(debt.Repaid{}, "Repaid {amount} on {on}, voucher {voucher}", "{on}偿还{amount}，凭证{voucher}"),
		domain.Says(debt.Collected{}, "Collected {amount} on {on}, voucher {voucher}", "{on}收回{amount}，凭证{voucher}"),
		domain.Says(debt.WrittenOff{}, "Written off: {amount}, by {decision}; {reason}", "核销{amount}，依据{decision}；{reason}"),
	),
	domain.Opens[debt.Debt, debt.Incur]("record a debt", "登记债权债务", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.Repay]("record a repayment", "登记偿还", domain.Accountant.At(domain.CommunityLevel), domain.ReportingClerk.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.Collect]("record a collection", "登记收回", domain.Accountant.At(domain.CommunityLevel), domain.ReportingClerk.At(domain.CommunityLevel)),
	domain.Accepts[debt.Debt, debt.WriteOff]("write a debt off", "核销债权债务", domain.Accountant.At(domain.CommunityLevel)),
	domain.Shows[debt.Debt](domain.Village, propertyReaders...),
)

// propertyReaders may read who a collective deals with.
var propertyReaders = []domain.Permit{
	domain.Accountant.At(domain.CommunityLevel), domain.Recorder.At(domain.CommunityLevel), domain.ReportingClerk.At(domain.CommunityLevel),
	domain.FinanceReviewGroup.At(domain.CommunityLevel), domain.SupervisionCommittee.At(domain.CommunityLevel),
	domain.Auditor.At(domain.CommunityLevel), domain.RecordsCorrector.At(domain.CommunityLevel),
}
