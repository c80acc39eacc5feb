package demo_test

import (
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// viewsShow holds what the views count in the log against what was planned: the
// figures of the county follow from events, and from nothing else.
func viewsShow(t *testing.T, l *ledger.Ledger, planned map[string]int) {
	views, err := projections.Build(t.Context(), projections.Config{Dir: t.TempDir(), Store: l.Store(), Catalogue: catalogue.Standard})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := views.Close(); err != nil {
			t.Error(err)
		}
	}()
	err = views.Read(t.Context(), func(q *projections.Query) error {
		counted, err := countedBy(t, q)
		if err != nil {
			return err
		}
		for what, n := range counted {
			if n != planned[what] {
				t.Errorf("%s: the views have %d, and %d were planned", what, n, planned[what])
			}
		}
		return balanced(t, q)
	})
	if err != nil {
		t.Error(err)
	}
}

func countedBy(t *testing.T, q *projections.Query) (map[string]int, error) {
	today := domain.NewDate(2016, 12, 31)
	_, work, err := q.WorkByTown(projections.WorkPeriod{Since: domain.NewDate(2016, 1, 1), Until: today})
	if err != nil {
		return nil, err
	}
	if work.Posted*100 < work.Staff*60 || work.Posted > work.Staff {
		t.Errorf("%d of %d who work for towns are posted to communities", work.Posted, work.Staff)
	}
	audits, err := q.AuditsOf(projections.AuditFilter{Year: projections.Is("2016"), Today: today})
	if err != nil {
		return nil, err
	}
	if audits.Findings == 0 || audits.Open == 0 || audits.PutRight == 0 {
		t.Errorf("nothing shows what becomes of findings: %+v", audits)
	}
	_, reforms, err := q.ReformsByTown(projections.ReformFilter{}, today, 0)
	if err != nil {
		return nil, err
	}
	income, err := q.Income(2016)
	if err != nil {
		return nil, err
	}
	farmers, _ := income.Farmers.Show(0).Exact()
	accountants, _ := income.Accountants.Show(0).Exact()
	if cadres, _ := income.CadreClasses.People.Show(0).Exact(); accountants != 1370 || income.CadreClasses.Held != 10 || cadres < 2300 {
		t.Errorf("the county's own classes are %d for accountants, and %+v for cadres", accountants, income.CadreClasses)
	}
	if away := income.CadreClassesAway; len(away) != 1 || away[0].Key != "zhejiang" || away[0].Held != 3 || away[0].LeastDays != 10 || away[0].MostDays != 10 {
		t.Errorf("classes elsewhere are %+v", away)
	}
	requests, err := q.CountRequests(projections.Filter{})
	if err != nil {
		return nil, err
	}
	return map[string]int{
		"communities": work.Communities, "posted": work.Posted, "with social workers": work.WithSocialWorkers,
		"upgrades": work.Upgraded, "platforms": work.Platforms, "clean-ups": work.CleanedUp, "awards": int(work.SignsAwards / domain.Yuan),
		"first-secretary": work.FirstSecretaries, "listed": work.Listed, "improved": work.Improved,
		"characteristic-industry": work.Industries, "three-societies": work.ThreeSocieties, "Party organisations": work.Paired,
		"audits": audits.Planned, "audit reports": audits.Completed, "reforms begun": reforms.Reforms, "reforms": reforms.Completed,
		"new entities": income.NewEntities, "farmers": farmers, "poverty-alleviation-company": income.PovertyRelief.Enterprises,
		"put in by collectives":   int(income.PovertyRelief.PaidIn / domain.Yuan),
		"projects of a community": income.FirstSecretaries.Planned, "completed of a community": income.FirstSecretaries.Completed,
		"projects of a partyorg": income.PartyOrganisations.Planned, "completed of a partyorg": income.PartyOrganisations.Completed,
		"requests": requests,
	}, nil
}

// balanced holds the trial balance of each month of all books to zero.
func balanced(t *testing.T, q *projections.Query) error {
	all, n, err := q.Books(projections.BooksFilter{}, "collective", projections.Page{Size: projections.MaxPage})
	if err != nil {
		return err
	}
	if len(all) != n || n == 0 {
		t.Errorf("%d of %d books", len(all), n)
	}
	for _, b := range all {
		d, err := q.BooksDetail(b.Stream, 0)
		if err != nil {
			return err
		}
		for _, m := range d.Months {
			if m.Debits != m.Credits || m.Debits == 0 || m.Entries == 0 {
				t.Errorf("%s, month %d: %s debit and %s credit after %d entries", b.Stream, m.Month, m.Debits, m.Credits, m.Entries)
			}
		}
	}
	return nil
}
