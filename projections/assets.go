package projections

import (
	"database/sql/driver"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/rules"
)

// assetsView is what collectives own, with every step that moved its use or its
// value: leases first, in the order of their claims, and last what it left by.
var assetsView = &view{
	name:       "assets",
	version:    2,
	categories: []string{"asset"},
	tables: []table{{
		name: "asset",
		columns: []column{
			{"owner", textColumn}, {"class", textColumn}, {"kind", textColumn}, {"name", textColumn}, {"location", textColumn},
			{"quantity", integerColumn}, {"unit", textColumn}, {"original", integerColumn}, {"net", integerColumn},
			{"acquired", optionColumn}, {"certificate", textColumn}, {"origin", textColumn}, {"taken_from", textColumn},
			{"condition", textColumn}, {"appraised", integerColumn}, {"appraised_on", optionColumn},
			{"status", textColumn}, {"closed_on", optionColumn}, {"decision", textColumn},
		},
		indexes: []string{"class, status, owner, kind, net, original", "owner", "net", "taken_from WHERE taken_from <> ''"},
	}, {
		name: "asset_step",
		columns: append([]column{
			{"step", textColumn}, {"first_day", integerColumn}, {"last_day", integerColumn},
			{"ended", integerColumn}, {"why", textColumn}, {"contract", textColumn}, {"decision", textColumn}, {"tender", textColumn},
			{"receiver", textColumn}, {"amount", integerColumn}, {"net", integerColumn},
			{"appraised", integerColumn}, {"appraised_on", optionColumn}, {"reason", textColumn},
		}, weighingColumns...),
		indexes: []string{"step, last_day, first_day", "contract WHERE contract <> ''", "decision WHERE decision <> ''"},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		a := state.(asset.Asset)
		var last domain.Appraisal
		if n := len(a.Appraisals); n > 0 {
			last = a.Appraisals[n-1]
		}
		to.put(0,
			a.Owner, string(a.Class), string(a.Kind), a.Name, a.Location,
			storedInt(a.Quantity), string(a.Unit), int64(a.Original), int64(a.Net),
			storedDay(a.AcquiredOn), a.Certificate, string(a.Origin), a.From,
			string(a.Condition), int64(last.Value), storedDay(last.On),
			string(a.Status), storedDay(a.ClosedOn), a.Decision,
		)
		for _, l := range a.Leases {
			to.put(1, slices.Concat([]driver.Value{
				string(Leased), dayNumber(l.From), dayNumber(l.To),
				storedFlag(l.Ended), string(l.Why), l.Contract, l.Decision, l.Tender,
				"", int64(l.Rent), int64(0), int64(0), nil, "",
			}, storedWeighing(l.Judged))...)
		}
		if a.Closed() {
			day := dayNumber(a.ClosedOn)
			to.put(1, slices.Concat([]driver.Value{
				string(a.Status), day, day,
				storedFlag(false), "", a.Contract, a.Decision, a.Tender,
				a.To, int64(a.Price), int64(a.GivenUp), int64(a.Appraisal.Value), storedDay(a.Appraisal.On), a.Reason,
			}, storedWeighing(a.Judged))...)
		}
	},
}

// Weighing is what a deal in collective property was held against.
type Weighing = rules.Weighing

// weighingColumns hold what a deal was held against.
var weighingColumns = []column{
	{"counted", integerColumn}, {"months", integerColumn}, {"max_months", integerColumn}, {"decision_months", integerColumn},
	{"decision_from", integerColumn}, {"appraisal_from", integerColumn}, {"bidding_from", integerColumn},
	{"needs_decision", integerColumn}, {"needs_appraisal", integerColumn}, {"needs_bidding", integerColumn}, {"rules", textColumn},
}

func storedWeighing(w rules.Weighing) []driver.Value {
	return []driver.Value{
		int64(w.Value), storedInt(w.Months), storedInt(w.MaxMonths), storedInt(w.DecisionMonths),
		int64(w.DecisionFrom), int64(w.AppraisalFrom), int64(w.BiddingFrom),
		storedFlag(w.NeedsDecision), storedFlag(w.NeedsAppraisal), storedFlag(w.NeedsBidding), w.Rules,
	}
}

// scannedWeighing is where a weighing is read into, in the order of its columns.
func scannedWeighing(w *rules.Weighing) []any {
	return []any{
		&w.Value, &w.Months, &w.MaxMonths, &w.DecisionMonths, &w.DecisionFrom, &w.AppraisalFrom, &w.BiddingFrom,
		&w.NeedsDecision, &w.NeedsAppraisal, &w.NeedsBidding, &w.Rules,
	}
}

// Step is what moved the use or the value of an asset.
type Step string

// Leased is a lease; all other steps are the statuses of an asset that left its
// owner.
const Leased Step = "leased"

// Codes lists the steps with their names.
func (Step) Codes() []domain.Code {
	all := []domain.Code{{Code: string(Leased), English: "let", Chinese: "出租"}}
	for _, c := range asset.Owned.Codes() {
		if c.Code != string(asset.Owned) {
			all = append(all, c)
		}
	}
	return all
}

// Asset is one asset as it stands.
type Asset struct {
	Origin
	ID string `json:"id"`
	Owner
	Class    domain.AssetClass `json:"class"`
	Kind     domain.AssetKind  `json:"kind"`
	Name     string            `json:"name"`
	Location string            `json:"location,omitzero"`
	Quantity int               `json:"quantity"`
	Unit     domain.AssetUnit  `json:"unit"`
	// Original is its value when it was acquired, Net its net value on record;
	// of one that left its owner, the one that it had.
	Original domain.Money `json:"originalValue"`
	Net      domain.Money `json:"netValue"`
	// AcquiredOn may be no date.
	AcquiredOn  domain.Date  `json:"acquiredOn,omitzero"`
	Certificate string       `json:"certificate,omitzero"`
	CameBy      asset.Origin `json:"cameBy"`
	// From is the asset of another collective whose place it takes, and
	// Successor the one that takes its place, or "".
	From      string          `json:"from,omitzero"`
	Successor string          `json:"successor,omitzero"`
	Condition asset.Condition `json:"condition"`
	// Appraised is the last appraisal on record, if there is one.
	Appraised   domain.Money `json:"appraised,omitzero"`
	AppraisedOn domain.Date  `json:"appraisedOn,omitzero"`
	Status      asset.Status `json:"status"`
	// ClosedOn and Decision are of what it left its owner by.
	ClosedOn domain.Date `json:"closedOn,omitzero"`
	Decision string      `json:"decision,omitzero"`
	// LetBy is the contract by which it is let on the day of the query, until
	// LetTo; "" where it is not.
	LetBy string      `json:"letBy,omitzero"`
	LetTo domain.Date `json:"letTo,omitzero"`
}

// Owned reports whether it is owned still.
func (a Asset) Owned() bool { return a.Status == asset.Owned }

// Idle reports whether it is there to be let and is not.
func (a Asset) Idle() bool {
	return a.Owned() && a.Class == domain.OperatingAsset && a.LetBy == ""
}

// AssetStep is a step of an asset, with what it was held against.
type AssetStep struct {
	Step Step `json:"step"`
	// From and To are the first and the last day of a lease, and the day of
	// any other step.
	From domain.Date `json:"from"`
	To   domain.Date `json:"to"`
	// Ended says that a lease ended with its contract, and Why for which reason.
	Ended    bool             `json:"ended,omitzero"`
	Why      domain.EndReason `json:"why,omitzero"`
	Contract string           `json:"contract,omitzero"`
	Decision string           `json:"decision,omitzero"`
	Tender   string           `json:"tender,omitzero"`
	// Receiver is the collective that takes what is transferred.
	Receiver string `json:"receiver,omitzero"`
	// Amount is the rent of the whole contract, or the price of a sale.
	Amount domain.Money `json:"amount,omitzero"`
	// Net is the net value that left the owner.
	Net         domain.Money `json:"netValue,omitzero"`
	Appraised   domain.Money `json:"appraised,omitzero"`
	AppraisedOn domain.Date  `json:"appraisedOn,omitzero"`
	// Reason is why it was written off.
	Reason string `json:"reason,omitzero"`
	// Judged is what a lease, a sale or a transfer was held against.
	Judged Weighing `json:"judged,omitzero"`
}

// Letting is whether an asset is let on a day.
type Letting string

// The values of Letting. Idle are operating assets that are owned and not let.
const (
	AnyLetting Letting = ""
	Let        Letting = "let"
	Idle       Letting = "idle"
)

// Codes lists the values with their names.
func (Letting) Codes() []domain.Code {
	return []domain.Code{
		{Code: string(Let), English: "let", Chinese: "出租中"},
		{Code: string(Idle), English: "idle", Chinese: "闲置"},
	}
}

// AssetFilter chooses assets; its zero value is all of them.
type AssetFilter struct {
	Owners
	Class, Kind, Status Match
	Letting             Letting
	// Today is the day of the query.
	Today domain.Date
	// Text is looked for in names, places and certificates, as a part.
	Text string
}

// letToday is the assets that are let on the day of a query, runningLease joins the
// lease of one. The signs keep SQLite from looking through the leases of all.
const (
	letToday     = `(SELECT begun FROM asset_step WHERE step = 'leased' AND last_day >= ?1 AND first_day <= ?1)`
	runningLease = `asset_step l ON l.begun = a.begun AND +l.step = 'leased' AND +l.last_day >= ?1 AND +l.first_day <= ?1`
)

func (f AssetFilter) conditions() conditions {
	c := onDay(f.Today)
	f.Owners.add(&c, "a")
	c.match("a.class", f.Class)
	c.match("a.kind", f.Kind)
	c.match("a.status", f.Status)
	switch f.Letting {
	case Let:
		c.add(`a.begun IN ` + letToday)
	case Idle:
		c.add(`a.class = 'operating' AND a.status = 'owned' AND a.begun NOT IN ` + letToday)
	}
	c.search(f.Text, "a.name", "a.location", "a.certificate")
	return c
}

var assetOrders = map[string]string{
	"netValue":   `a.net DESC, a.begun DESC`,
	"name":       `a.name, a.begun`,
	"collective": `COALESCE(o.name, a.owner), a.owner, a.name, a.begun`,
}

var assetTables = joined{`asset a`, placeTables(`a.owner`) + ` LEFT JOIN ` + runningLease}

const assetColumns = `a.stream, a.revision, a.position, a.recorded_at, a.corrections, a.owner, ` + placeColumns + `,
	a.class, a.kind, a.name, a.location, a.quantity, a.unit, a.original, a.net, a.acquired, a.certificate, a.origin,
	a.taken_from, COALESCE((SELECT s.stream FROM asset s WHERE s.taken_from = a.stream AND s.taken_from <> ''), ''),
	a.condition, a.appraised, a.appraised_on, a.status, a.closed_on, a.decision,
	COALESCE(l.contract, ''), l.last_day`

func scanAsset(s scan) (a Asset, err error) {
	err = s(slices.Concat([]any{&a.Origin}, a.Owner.scanned(), []any{
		&a.Class, &a.Kind, &a.Name, &a.Location, &a.Quantity, &a.Unit, &a.Original, &a.Net, &a.AcquiredOn, &a.Certificate, &a.CameBy,
		&a.From, &a.Successor, &a.Condition, &a.Appraised, &a.AppraisedOn, &a.Status, &a.ClosedOn, &a.Decision, &a.LetBy, &a.LetTo,
	})...)
	_, a.ID = domain.SplitStream(a.Stream)
	return a, err
}

// Assets is a page of the assets that a filter gives, in an order: netValue (the
// greatest first), name, or collective; and how many there are in all.
func (q *Query) Assets(f AssetFilter, order string, p Page) ([]Asset, int, error) {
	by, err := orderOf("assets", assetOrders, order)
	if err != nil {
		return nil, 0, err
	}
	return pagedOf(q, assetTables, assetColumns, f.conditions(), by, p, scanAsset)
}

// Asset is the asset of a stream on a day, or [ErrNotFound].
func (q *Query) Asset(stream string, today domain.Date) (Asset, error) {
	c := AssetFilter{Today: today}.conditions()
	c.add(`a.stream = ?`, stream)
	return only(list(q, `SELECT `+assetColumns+` FROM `+assetTables.all()+c.sql(), c.args, scanAsset))
}

// AssetSteps are the steps of an asset: its leases in the order of their claims,
// and what it left its owner by.
func (q *Query) AssetSteps(stream string) ([]AssetStep, error) {
	return list(q, `SELECT p.step, p.first_day, p.last_day, p.ended, p.why, p.contract, p.decision, p.tender, p.receiver,
			p.amount, p.net, p.appraised, p.appraised_on, p.reason, `+names(weighingColumns)+`
		FROM asset a JOIN asset_step p ON p.begun = a.begun WHERE a.stream = ? ORDER BY p.n`, []any{stream},
		func(s scan) (p AssetStep, err error) {
			err = s(append([]any{
				&p.Step, &p.From, &p.To, &p.Ended, &p.Why, &p.Contract, &p.Decision, &p.Tender, &p.Receiver,
				&p.Amount, &p.Net, &p.Appraised, &p.AppraisedOn, &p.Reason,
			}, scannedWeighing(&p.Judged)...)...)
			return p, err
		})
}

// AssetTotal is some assets together.
type AssetTotal struct {
	Class    domain.AssetClass `json:"class"`
	Status   asset.Status      `json:"status"`
	Assets   int               `json:"assets"`
	Original domain.Money      `json:"originalValue"`
	Net      domain.Money      `json:"netValue"`
	// Let is how many of them are let on the day, and LetNet their net value.
	Let    int          `json:"let"`
	LetNet domain.Money `json:"letNetValue"`
}

// Owned reports whether they are owned still.
func (t AssetTotal) Owned() bool { return t.Status == asset.Owned }

// AssetTotals are the assets that a filter gives together, by class and status,
// those that are owned first.
func (q *Query) AssetTotals(f AssetFilter) ([]AssetTotal, error) {
	c := f.conditions()
	return list(q, `SELECT a.class, a.status, `+assetSums+`
		FROM asset a LEFT JOIN `+runningLease+c.sql()+`
		GROUP BY a.class, a.status ORDER BY a.status = 'owned' DESC, a.class = 'resource', a.class = 'non-operating', a.status`, c.args,
		func(s scan) (t AssetTotal, err error) {
			err = s(&t.Class, &t.Status, &t.Assets, &t.Original, &t.Net, &t.Let, &t.LetNet)
			return t, err
		})
}

// CommunityAssets is what the collectives of a community own of one class,
// together.
type CommunityAssets struct {
	// Community is "" for those whose collective lies in no known one.
	Within
	AssetTotal
}

var communityAssetsOrders = map[string]string{
	"community": `g.town_name, g.community_name, g.community, g.class_order`,
	"netValue":  `g.net DESC, g.community, g.class_order`,
	"idle":      `g.idle DESC, g.community, g.class_order`,
}

// PropertyByCommunity is a page of the assets that a filter gives and that are
// owned, together by community and class, in an order: community, netValue, or
// idle (the greatest net value of what is to be let and is not first); and how many
// there are in all.
func (q *Query) PropertyByCommunity(f AssetFilter, order string, p Page) ([]CommunityAssets, int, error) {
	by, err := orderOf("property by community", communityAssetsOrders, order)
	if err != nil {
		return nil, 0, err
	}
	f.Status = Is(string(asset.Owned))
	inner := f.conditions()
	from := `(SELECT COALESCE(oc.stream, '') AS community, COALESCE(oc.name, '') AS community_name, COALESCE(oc.name_english, '') AS community_english,
		COALESCE(ot.stream, '') AS town, COALESCE(ot.name, '') AS town_name, COALESCE(ot.name_english, '') AS town_english,
		a.class, ` + assetSums + `, SUM(CASE WHEN a.class = 'operating' AND l.begun IS NULL THEN a.net ELSE 0 END) AS idle,
		CASE a.class WHEN 'operating' THEN 0 WHEN 'non-operating' THEN 1 ELSE 2 END AS class_order
		FROM ` + assetTables.all() + inner.sql() + ` GROUP BY COALESCE(oc.stream, ''), a.class) g`
	return paged(q, from, `g.community, g.community_name, g.community_english, g.town, g.town_name, g.town_english, g.class, g.assets, g.original, g.net, g.let, g.let_net`,
		conditions{args: inner.args}, by, p, func(s scan) (t CommunityAssets, err error) {
			t.Status = asset.Owned
			err = s(append(t.Within.scanned(), &t.Class, &t.Assets, &t.Original, &t.Net, &t.Let, &t.LetNet)...)
			return t, err
		})
}

// assetSums are the numbers of an [AssetTotal], of assets with their running
// leases.
const assetSums = `COUNT(*) AS assets, SUM(a.original) AS original, SUM(a.net) AS net, COUNT(l.begun) AS let, SUM(CASE WHEN l.begun IS NULL THEN 0 ELSE a.net END) AS let_net`
