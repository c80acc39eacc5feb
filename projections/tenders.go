package projections

import (
	"cmp"
	"slices"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/tender"
)

// tendersView is what collectives put out to public bidding. A bidder who is a
// person has no name here.
var tendersView = &view{
	name:       "tenders",
	version:    2,
	categories: []string{"tender"},
	tables: []table{{
		name: "tender",
		columns: []column{
			{"owner", textColumn}, {"kind", textColumn}, {"what", textColumn}, {"reserve", integerColumn}, {"method", textColumn},
			{"listed", integerColumn}, {"opening", integerColumn}, {"bids", integerColumn},
			{"highest", integerColumn}, {"lowest", integerColumn},
			{"awarded_on", optionColumn}, {"winner", integerColumn}, {"winner_name", textColumn}, {"amount", integerColumn},
			{"decision", textColumn}, {"status", textColumn},
		},
		indexes: []string{"owner, status", "decision"},
	}, {
		name:    "tender_asset",
		columns: []column{{"asset", textColumn}},
		indexes: []string{"asset"},
	}, {
		name:    "tender_bid",
		columns: []column{{"day", integerColumn}, {"amount", integerColumn}, {"interest", textColumn}, {"bidder", textColumn}, {"invalid", textColumn}},
	}},
	rows: func(state any, _ *time.Location, to *rowSet) {
		t := state.(tender.Tender)
		byAmount := func(a, b tender.Bid) int { return cmp.Compare(a.Amount, b.Amount) }
		var winner, highest, lowest tender.Bid
		offered := slices.DeleteFunc(slices.Clone(t.Bids), func(b tender.Bid) bool { return b.Amount == 0 })
		if len(offered) > 0 {
			highest, lowest = slices.MaxFunc(offered, byAmount), slices.MinFunc(offered, byAmount)
		}
		if t.Winner > 0 {
			winner = t.Bids[t.Winner-1]
		}
		to.put(0,
			t.Owner, string(t.Kind), t.What, int64(t.Reserve), string(t.Method),
			dayNumber(t.Listed), dayNumber(t.Opening), storedInt(len(t.Bids)),
			int64(highest.Amount), int64(lowest.Amount),
			storedDay(t.AwardedOn), storedInt(t.Winner), winner.Organisation, int64(winner.Amount),
			t.Decision, string(t.Status),
		)
		for _, a := range t.Assets {
			to.put(1, a)
		}
		for _, b := range t.Bids {
			to.put(2, dayNumber(b.On), int64(b.Amount), string(b.Interest), b.Organisation, string(b.Invalid))
		}
	},
}

// Tender is one tender as it stands.
type Tender struct {
	Origin
	ID string `json:"id"`
	Owner
	Kind    domain.TenderKind `json:"kind"`
	What    string            `json:"what"`
	Assets  AssetRefs         `json:"assets,omitempty"`
	Reserve domain.Money      `json:"reserve"`
	Method  tender.Method     `json:"method"`
	// Listed is the first day of the listing, Opening that of opening the bids.
	Listed  domain.Date `json:"listed"`
	Opening domain.Date `json:"opening"`
	// Bids counts the bids; Highest and Lowest are 0 before they are opened.
	Bids    int          `json:"bids"`
	Highest domain.Money `json:"highest,omitzero"`
	Lowest  domain.Money `json:"lowest,omitzero"`
	// Winner is the number of the bid that won, 0 for none, and WinnerName the
	// organisation; "" where a person won, whose name is not public.
	AwardedOn  domain.Date   `json:"awardedOn,omitzero"`
	Winner     int           `json:"winner,omitzero"`
	WinnerName string        `json:"winnerName,omitzero"`
	Amount     domain.Money  `json:"amount,omitzero"`
	Decision   string        `json:"decision"`
	Status     tender.Status `json:"status"`
	// Contract is the one that was signed on it, or "".
	Contract string `json:"contract,omitzero"`
}

// Bid is a bid of a tender.
type Bid struct {
	Number int         `json:"number"`
	On     domain.Date `json:"on"`
	// Amount is absent before the bids are opened, and of a bid that does not count,
	// for the reason that is in Invalid.
	Amount   domain.Money    `json:"amount,omitzero"`
	Interest tender.Interest `json:"interest"`
	// Bidder is an organisation, "" for a person.
	Bidder  string        `json:"bidder,omitzero"`
	Invalid tender.Defect `json:"invalid,omitzero"`
}

// TenderFilter chooses tenders; its zero value is all of them.
type TenderFilter struct {
	Owners
	Kind, Status Match
	// Text is looked for in what is put out, as a part.
	Text string
}

var tenderOrders = map[string]string{
	"listed":     `t.listed DESC, t.begun DESC`,
	"opening":    `t.opening DESC, t.begun DESC`,
	"reserve":    `t.reserve DESC, t.begun`,
	"collective": `COALESCE(o.name, t.owner), t.owner, t.begun`,
}

var tenderTables = joined{`tender t`, placeTables(`t.owner`)}

var tenderColumns = `t.stream, t.revision, t.position, t.recorded_at, t.corrections, t.owner, ` + placeColumns + `,
	t.kind, t.what, ` + assetRefs("tender_asset", "t") + `, t.reserve, t.method, t.listed, t.opening, t.bids, t.highest, t.lowest,
	t.awarded_on, t.winner, t.winner_name, t.amount, t.decision, t.status,
	COALESCE((SELECT k.stream FROM contract k WHERE k.tender = t.stream AND k.tender <> '' ORDER BY k.begun DESC LIMIT 1), '')`

func scanTender(s scan) (t Tender, err error) {
	err = s(slices.Concat([]any{&t.Origin}, t.Owner.scanned(), []any{
		&t.Kind, &t.What, &t.Assets, &t.Reserve, &t.Method, &t.Listed, &t.Opening, &t.Bids, &t.Highest, &t.Lowest,
		&t.AwardedOn, &t.Winner, &t.WinnerName, &t.Amount, &t.Decision, &t.Status, &t.Contract,
	})...)
	_, t.ID = domain.SplitStream(t.Stream)
	return t, err
}

// Tenders is a page of the tenders that a filter gives, in an order: listed or
// opening (the last first), reserve (the greatest first), or collective; and how many
// there are in all.
func (q *Query) Tenders(f TenderFilter, order string, p Page) ([]Tender, int, error) {
	by, err := orderOf("tenders", tenderOrders, order)
	if err != nil {
		return nil, 0, err
	}
	var c conditions
	f.Owners.add(&c, "t")
	c.match("t.kind", f.Kind)
	c.match("t.status", f.Status)
	c.search(f.Text, "t.what")
	return pagedOf(q, tenderTables, tenderColumns, c, by, p, scanTender)
}

// Tender is the tender of a stream, or [ErrNotFound].
func (q *Query) Tender(stream string) (Tender, error) {
	return only(list(q, `SELECT `+tenderColumns+` FROM `+tenderTables.all()+` WHERE t.stream = ?`, []any{stream}, scanTender))
}

// Bids are those of a tender, in the order of their numbers.
func (q *Query) Bids(tender string) ([]Bid, error) {
	return list(q, `SELECT b.n, b.day, b.amount, b.interest, b.bidder, b.invalid FROM tender t JOIN tender_bid b ON b.begun = t.begun WHERE t.stream = ? ORDER BY b.n`,
		[]any{tender}, func(s scan) (b Bid, err error) {
			err = s(&b.Number, &b.On, &b.Amount, &b.Interest, &b.Bidder, &b.Invalid)
			b.Number++ // rows count from 0
			return b, err
		})
}
