package contract

import (
	"slices"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/rules"
)

// deal is a contract as a whole, as it is signed or as amended: what is held
// against rules, decision and tender.
type deal struct {
	owner            string
	kind             domain.ContractKind
	named            []string
	from, to         domain.Date
	total            domain.Money
	decision, tender string
	// earlier are the decisions that a contract rested on before it is amended,
	// the latest first.
	earlier      []string
	stream       string // whose own claims do not stand in its way
	party        domain.Subject
	organisation string
	appraised    domain.Money
	judged       rules.Weighing
}

func dealOf(e Signed) deal {
	return deal{
		owner: e.Owner, kind: e.Kind, named: e.Assets, from: e.From, to: e.To, total: e.Total, decision: e.Decision, tender: e.Tender,
		party: e.Party.Subject, organisation: e.Organisation, appraised: e.Appraised, judged: e.Judged,
	}
}

func (c Contract) amended(act domain.Act, e Amended) deal {
	return deal{
		owner: c.Owner, kind: c.Kind, named: c.Assets, from: c.From, to: e.To, total: e.Total, decision: e.Decision, tender: c.Tender,
		earlier: c.decisions(), stream: act.Stream, party: c.Party, organisation: c.Organisation, appraised: e.Appraised, judged: e.Judged,
	}
}

// assets are those that it names, which are free for it. A contract that is
// amended may have sold its assets, or outlived them: only a lease needs them
// still.
func (d deal) assets(act domain.Act) ([]domain.CollectiveAsset, error) {
	if d.stream != "" && d.kind != domain.LeaseContract {
		return d.onRecord(act)
	}
	assets, err := domain.AssetsOf(act, d.owner, d.named)
	if err != nil {
		return nil, err
	}
	for i, a := range assets {
		if err := d.free(d.named[i], a); err != nil {
			return nil, err
		}
	}
	return assets, nil
}

func (d deal) onRecord(act domain.Act) ([]domain.CollectiveAsset, error) {
	var all []domain.CollectiveAsset
	for _, s := range d.named {
		a, err := domain.Evidence[domain.CollectiveAsset](act, s)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// free refuses an asset that is let to another on a day of a lease, or when it is
// sold, and one that the decision has let before. The asset itself decides when the lease is claimed; this says it while
// the contract may still be changed.
func (d deal) free(stream string, a domain.CollectiveAsset) error {
	period := domain.LeaseClaim{From: d.from, To: d.to}
	switch d.kind {
	case domain.LeaseContract:
	case domain.SaleContract:
		period.To = domain.NewDate(9999, 12, 31)
	default:
		return nil
	}
	for _, l := range a.Leases {
		if l.Contract != d.stream && l.Overlaps(period) {
			return domain.Reject("let",
				"%s is let by %s from %s to %s: end that lease first, or choose other days",
				"%s 已由 %s 出租（%s 至 %s）：请先终止该租约，或另选日期", stream, l.Contract, l.From, l.To)
		}
		if l.Contract != d.stream && l.Decision != "" && l.Decision == d.decision {
			return domain.LetAlready(d.decision, l)
		}
	}
	return nil
}

// weigh is what the rule set makes of it, and the appraised value of its assets
// where they have to be appraised.
func (d deal) weigh(set *rules.Set, act domain.Act, assets []domain.CollectiveAsset) (w rules.Weighing, appraised domain.Money, err error) {
	switch d.kind {
	case domain.LeaseContract:
		w = set.WeighLease(d.from, d.to, d.total, resources(assets))
	case domain.SaleContract:
		var net domain.Money
		for _, a := range assets {
			net += set.CountingNet(a.Nets, act)
		}
		w = set.WeighSale(d.total, net)
	default:
		w = set.WeighSpending(d.total)
	}
	for i, a := range assets {
		appraisal, err := set.Appraised(w, d.named[i], a.Appraisals, act.Day())
		if err != nil {
			return w, 0, err
		}
		appraised += appraisal.Value
	}
	return w, appraised, nil
}

func resources(assets []domain.CollectiveAsset) bool {
	return !slices.ContainsFunc(assets, func(a domain.CollectiveAsset) bool { return a.Class != domain.ResourceAsset })
}

// judge holds it against the rules of the day and the decision.
func (d deal) judge(act domain.Act, assets []domain.CollectiveAsset) error {
	set, err := rules.Of(act)
	if err != nil {
		return err
	}
	w, appraised, err := d.weigh(set, act, assets)
	if err != nil {
		return err
	}
	if d.judged != w || d.appraised != appraised {
		return domain.Reject("numbers_differ",
			"%s yuan count, and the assets are appraised at %s: record that, and what the rule set makes of it",
			"计算金额 %s 元，评估值合计 %s 元：请按此及规则集的判定登记", w.Value, appraised)
	}
	if err := set.Allow(w, d.kind == domain.LeaseContract && resources(assets), d.decision, d.tender); err != nil {
		return err
	}
	if d.decision == "" {
		return nil
	}
	return d.decided(act)
}

// decided rests it on its decision, also where the rules would not ask for one.
func (d deal) decided(act domain.Act) error {
	need := domain.Reliance{Decision: d.decision, Owner: d.owner, Kinds: d.matters()}
	bringsIn := d.kind.BringsIn()
	if !bringsIn {
		need.Amount = d.total
	}
	r, err := domain.RestOn(act, need)
	if err != nil {
		return err
	}
	if bringsIn {
		if err := r.AsDelegated(d.decision, d.judged.Value); err != nil {
			return err
		}
	}
	by, r, err := d.binding(r, act)
	if err != nil {
		return err
	}
	if !bringsIn {
		return r.AtMost(by, d.total)
	}
	for _, need.Concerns = range d.named {
		if _, err := domain.RestOn(act, need); err != nil {
			return err
		}
	}
	return r.AtLeast(by, d.named, d.total)
}

// binding is the decision whose amount binds: where that of an amendment names
// none, the last one before it that did.
func (d deal) binding(r domain.Resolution, act domain.Act) (string, domain.Resolution, error) {
	by := d.decision
	for _, earlier := range d.earlier {
		if r.Amount > 0 {
			break
		}
		var err error
		if r, err = domain.Evidence[domain.Resolution](act, earlier); err != nil {
			return by, r, err
		}
		by = earlier
	}
	return by, r, nil
}

func (d deal) matters() []domain.MatterKind {
	switch d.kind {
	case domain.LeaseContract:
		return []domain.MatterKind{domain.Leasing, domain.LandContracting}
	case domain.SaleContract:
		return []domain.MatterKind{domain.Disposal}
	}
	return []domain.MatterKind{domain.PublicWorks, domain.CollectiveWorks, domain.Expenditure}
}

func (d deal) tenderKind() domain.TenderKind {
	switch d.kind {
	case domain.LeaseContract:
		return domain.TenderLease
	case domain.SaleContract:
		return domain.TenderSale
	}
	return domain.TenderWorks
}

// awarded holds it against the tender that it rests on: the same owner, assets and
// decision, with who won, for what was bid.
func (d deal) awarded(act domain.Act) error {
	if d.tender == "" {
		return nil
	}
	if category, _ := domain.SplitStream(d.tender); category != "tender" || domain.CheckStream(d.tender) != nil {
		return domain.Reject("not_a_tender", "%q is not the stream of a tender: write tender-<id>", "%q 不是招标：请写 tender-<编号>", d.tender)
	}
	a, err := domain.Evidence[domain.Award](act, d.tender)
	switch {
	case err != nil:
		return err
	case a.Awarded.IsZero() || a.Awarded.After(act.Day()):
		return domain.Reject("not_awarded", "%s is not awarded: award it first", "%s 尚未定标：请先定标", d.tender)
	case a.Owner != d.owner || a.Kind != d.tenderKind() || !sameStreams(a.Assets, d.named):
		return domain.Reject("tender_of_another",
			"%s was for something else: the contract is of the owner, the kind and the assets that were put out",
			"%s 的招标内容不同：合同的集体、种类、资产须与招标一致", d.tender)
	case d.decision != "" && d.decision != a.Decision:
		return domain.Reject("decision_of_another_tender",
			"%s rests on %s: name that decision, not %s", "%s 的依据为 %s：请填写该决议，不能是 %s", d.tender, a.Decision, d.decision)
	case a.Winner != d.party && a.WinnerName == "" || a.WinnerName != "" && domain.PlainName(a.WinnerName) != domain.PlainName(d.organisation):
		return domain.Reject("party_did_not_win",
			"%s was won by another: sign with the winner", "%s 的中标人不是此相对人：请与中标人签订", d.tender)
	}
	return d.asBid(a.Amount)
}

// asBid: a lease brings in the rent of a year that was bid for each of its years,
// in parts by the month; a sale the price, and other contracts cost no more.
func (d deal) asBid(bid domain.Money) error {
	const code = "not_as_awarded"
	months := domain.Money(d.from.MonthsTo(d.to))
	switch {
	case d.kind == domain.LeaseContract && 12*d.total < bid*months:
		return domain.Reject(code,
			"%[3]s was awarded for %[1]s yuan a year, which is %[5]s for %[4]d months, and the contract brings in %[2]s: sign for what was bid",
			"%[3]s 的中标价为每年 %[1]s 元，%[4]d 个月计 %[5]s 元，合同仅 %[2]s 元：请按中标价签订", bid, d.total, d.tender, months, bid*months/12)
	case d.kind == domain.SaleContract && d.total < bid:
		return domain.Reject(code,
			"%[3]s was awarded for %[1]s yuan, and the contract brings in %[2]s: sign for what was bid",
			"%[3]s 的中标价为 %[1]s 元，合同仅 %[2]s 元：请按中标价签订", bid, d.total, d.tender)
	case d.tenderKind() == domain.TenderWorks && d.total > bid:
		return domain.Reject(code,
			"%[3]s was awarded for %[1]s yuan, and the contract comes to %[2]s: sign for what was bid",
			"%[3]s 的中标价为 %[1]s 元，合同为 %[2]s 元：请按中标价签订", bid, d.total, d.tender)
	}
	return nil
}

func sameStreams(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
