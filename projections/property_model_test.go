package projections_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/asset"
	"github.com/sunledger/sunledger/domain/books"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/tender"
	"github.com/sunledger/sunledger/projections"
)

// stateOf folds a stream of a log, false where nothing of it stands.
func stateOf[T any](t reporter, log *memoryLog, stream string) (T, bool) {
	t.Helper()
	var none T
	history := log.history(stream)
	if len(history) == 0 {
		return none, false
	}
	a, err := catalogue.Standard.Aggregate(stream)
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.Fold(history, domain.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Facts == 0 {
		return none, false
	}
	return f.State.(T), true
}

// checkProperty compares the rows and the sums of property with the folds of its
// streams, on some day.
func checkProperty(t *rapid.T, v *projections.Views, w *writer) {
	today := firstDay.AddDays(rapid.IntRange(-2, 16).Draw(t, "day of property"))
	checkAssets(t, v, w, today)
	checkContracts(t, v, w, today)
	for _, stream := range propertyStreams {
		if s, ok := stateOf[any](t, w.log, stream); ok {
			switch s := s.(type) {
			case tender.Tender:
				row := read(t, v, func(q *projections.Query) (projections.Tender, error) { return q.Tender(stream) })
				if row.Status != s.Status || row.Bids != len(s.Bids) || row.Winner != s.Winner || row.AwardedOn != s.AwardedOn || row.Owner.Owner != s.Owner {
					t.Fatalf("%s: got %+v, want %+v", stream, row, s)
				}
			case debt.Debt:
				row := read(t, v, func(q *projections.Query) (projections.Debt, error) { return q.Debt(stream) })
				if row.Left != s.Left() || row.Late(today) != s.Late(today) || row.Direction != s.Direction || row.Owner.Owner != s.Owner {
					t.Fatalf("%s: got %+v, want %+v", stream, row, s)
				}
			case books.Books:
				checkBooks(t, v, stream, s)
			}
		}
	}
}

func checkAssets(t *rapid.T, v *projections.Views, w *writer, today domain.Date) {
	type group struct {
		class  domain.AssetClass
		status asset.Status
	}
	want, assets := map[group]projections.AssetTotal{}, 0
	for _, stream := range propertyStreams {
		if category, _ := domain.SplitStream(stream); category != "asset" {
			continue
		}
		s, ok := stateOf[asset.Asset](t, w.log, stream)
		if !ok {
			continue
		}
		assets++
		lease, let := s.LetOn(today)
		row := read(t, v, func(q *projections.Query) (projections.Asset, error) { return q.Asset(stream, today) })
		if row.Net != s.Net || row.Status != s.Status || row.ClosedOn != s.ClosedOn || row.Decision != s.Decision || row.LetBy != lease.Contract || row.Owner.Owner != s.Owner {
			t.Fatalf("%s on %s: got %+v, want %+v", stream, today, row, s)
		}
		steps := read(t, v, func(q *projections.Query) ([]projections.AssetStep, error) { return q.AssetSteps(stream) })
		if n := len(steps); (n > len(s.Leases)) != s.Closed() || n > 0 && s.Closed() && steps[n-1].Net != s.GivenUp {
			t.Fatalf("%s: got %+v, want %+v", stream, steps, s)
		}
		for i, l := range s.Leases {
			if p := steps[i]; p.From != l.From || p.To != l.To || p.Contract != l.Contract || p.Decision != l.Decision || p.Judged != l.Judged || p.Ended != l.Ended {
				t.Fatalf("%s: got %+v, want %+v", stream, p, l)
			}
		}
		k := group{s.Class, s.Status}
		sum := want[k]
		sum.Class, sum.Status, sum.Assets, sum.Original, sum.Net = k.class, k.status, sum.Assets+1, sum.Original+s.Original, sum.Net+s.Net
		if let {
			sum.Let, sum.LetNet = sum.Let+1, sum.LetNet+s.Net
		}
		want[k] = sum
	}
	totals := read(t, v, func(q *projections.Query) ([]projections.AssetTotal, error) {
		return q.AssetTotals(projections.AssetFilter{Today: today})
	})
	if len(totals) != len(want) {
		t.Fatalf("totals: got %+v, want %+v", totals, want)
	}
	for _, got := range totals {
		if got != want[group{got.Class, got.Status}] {
			t.Fatalf("totals: got %+v, want %+v", got, want)
		}
	}
	together := map[group]projections.AssetTotal{}
	communities := read(t, v, func(q *projections.Query) ([]projections.CommunityAssets, error) {
		rows, n, err := q.PropertyByCommunity(projections.AssetFilter{Today: today}, "idle", projections.Page{})
		if n != len(rows) {
			t.Fatalf("by community: got %d of %d", len(rows), n)
		}
		return rows, err
	})
	for _, c := range communities {
		sum := together[group{c.Class, c.Status}]
		sum.Class, sum.Status, sum.Assets, sum.Original, sum.Net = c.Class, c.Status, sum.Assets+c.Assets, sum.Original+c.Original, sum.Net+c.Net
		sum.Let, sum.LetNet = sum.Let+c.Let, sum.LetNet+c.LetNet
		together[group{c.Class, c.Status}] = sum
	}
	for k, sum := range want {
		if k.status == asset.Owned && together[k] != sum {
			t.Fatalf("by community: got %+v, want %+v", together[k], sum)
		}
	}
	for k := range together {
		if k.status != asset.Owned {
			t.Fatalf("by community: got %+v", communities)
		}
	}
	let, idle := 0, 0
	for k, sum := range want {
		let += sum.Let
		if k.status == asset.Owned && k.class == domain.OperatingAsset {
			idle += sum.Assets - sum.Let
		}
	}
	for letting, n := range map[projections.Letting]int{projections.AnyLetting: assets, projections.Let: let, projections.Idle: idle} {
		f := projections.AssetFilter{Letting: letting, Today: today}
		got := read(t, v, func(q *projections.Query) (int, error) {
			_, n, err := q.Assets(f, "netValue", projections.Page{})
			return n, err
		})
		if got != n {
			t.Fatalf("%q on %s: got %d, want %d", letting, today, got, n)
		}
	}
}

func checkContracts(t *rapid.T, v *projections.Views, w *writer, today domain.Date) {
	from := domain.NewDate(today.Year, 1, 1)
	sides := map[projections.ContractSide]projections.ContractTotal{}
	var leases projections.ContractTotal
	late, inYear := 0, 0
	for _, stream := range propertyStreams {
		if category, _ := domain.SplitStream(stream); category != "contract" {
			continue
		}
		s, ok := stateOf[contract.Contract](t, w.log, stream)
		if !ok {
			continue
		}
		row := read(t, v, func(q *projections.Query) (projections.Contract, error) { return q.Contract(stream, today) })
		want := s.On(today)
		if (contract.Account{Due: row.Due, Paid: row.Paid, Arrears: row.Arrears}) != want || row.Total != s.Total || row.Ended != s.Ended || row.Judged != s.Judged || len(row.Assets) != len(s.Assets) {
			t.Fatalf("%s on %s: got %+v, want %+v of %+v", stream, today, row, want, s)
		}
		if want.Arrears > 0 {
			late++
		}
		before := s.On(from.AddDays(-1))
		due, paid := want.Due-before.Due, want.Paid-before.Paid
		if row.Year != today.Year || row.DueInYear != due || row.PaidInYear != paid {
			t.Fatalf("%s on %s: got %+v, want %s due and %s paid in the year", stream, today, row, due, paid)
		}
		if due > 0 || paid > 0 {
			inYear++
		}
		side := projections.GoesOut
		if s.Kind.BringsIn() {
			side = projections.ComesIn
		}
		add := func(sum projections.ContractTotal) projections.ContractTotal {
			sum.Side, sum.Year, sum.Contracts, sum.Total = side, today.Year, sum.Contracts+1, sum.Total+s.Total
			sum.Due, sum.Paid, sum.Arrears = sum.Due+want.Due, sum.Paid+want.Paid, sum.Arrears+want.Arrears
			sum.DueInYear, sum.PaidInYear = sum.DueInYear+due, sum.PaidInYear+paid
			if want.Arrears > 0 {
				sum.Late++
			}
			return sum
		}
		sides[side] = add(sides[side])
		if s.Kind == domain.LeaseContract {
			leases = add(leases)
		}
	}
	for name, c := range map[string]struct {
		of   projections.ContractFilter
		want []projections.ContractTotal
	}{
		"all":    {projections.ContractFilter{Today: today}, []projections.ContractTotal{sides[projections.ComesIn], sides[projections.GoesOut]}},
		"in":     {projections.ContractFilter{Today: today, Side: projections.ComesIn}, []projections.ContractTotal{sides[projections.ComesIn]}},
		"leases": {projections.ContractFilter{Today: today, Kind: projections.Is(string(domain.LeaseContract))}, []projections.ContractTotal{leases}},
	} {
		got := read(t, v, func(q *projections.Query) ([]projections.ContractTotal, error) { return q.ContractTotals(c.of) })
		want := slices.DeleteFunc(c.want, func(s projections.ContractTotal) bool { return s.Contracts == 0 })
		if !slices.Equal(got, want) {
			t.Fatalf("%s on %s: got %+v, want %+v", name, today, got, want)
		}
	}
	if got := read(t, v, func(q *projections.Query) (int, error) {
		_, n, err := q.Contracts(projections.ContractFilter{Year: today.Year, Today: today}, "signed", projections.Page{})
		return n, err
	}); got != inYear {
		t.Fatalf("in the year of %s: got %d, want %d", today, got, inYear)
	}
	all := read(t, v, func(q *projections.Query) ([]projections.Contract, error) {
		all, _, err := q.Contracts(projections.ContractFilter{Arrears: true, Today: today}, "arrears", projections.Page{})
		return all, err
	})
	sorted := slices.IsSortedFunc(all, func(a, b projections.Contract) int { return int(b.Arrears - a.Arrears) })
	if len(all) != late || !sorted {
		t.Fatalf("in arrears on %s: got %+v, want %d", today, all, late)
	}
}

// The rows and sums of property are those of the folds of its streams.
func TestPropertyIsModel(t *testing.T) {
	base := t.TempDir()
	folders := 0
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		w.writeTo(propertyStreams, rapid.IntRange(20, 120).Draw(t, "events"))
		v, stop := started(t, projections.Config{Dir: filepath.Join(base, strconv.Itoa(folders)), Store: w.log, Catalogue: catalogue.Standard})
		defer stop()
		waitFor(t, v, w.log.last())
		for range 3 {
			checkProperty(t, v, w)
		}
		checkRebuilt(t, v)
	})
}
