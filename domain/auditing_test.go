package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

func TestInOffice(t *testing.T) {
	d := domain.NewDate
	term := domain.Officer{From: d(2016, 3, 1), Until: d(2016, 8, 31)}
	for _, c := range []struct {
		o        domain.Officer
		from, to domain.Date
		want     bool
	}{
		{term, d(2016, 1, 1), d(2016, 2, 29), false},
		{term, d(2016, 1, 1), d(2016, 3, 1), true},
		{term, d(2016, 8, 31), d(2016, 12, 31), true},
		{term, d(2016, 9, 1), d(2016, 12, 31), false},
		{domain.Officer{From: d(2016, 3, 1)}, d(2020, 1, 1), d(2020, 1, 1), true},
	} {
		require.Equal(t, c.want, c.o.InOffice(c.from, c.to), "%+v", c)
	}
}

func TestHeld(t *testing.T) {
	d := domain.NewDate
	s := domain.Standing{Grants: []domain.Grant{
		{Role: domain.Recorder, Place: "community-lc", From: d(2016, 1, 1)},
		{Role: domain.Accountant, Place: "community-lc", From: d(2016, 3, 1), To: d(2016, 8, 31), By: "a"},
	}}
	books, here := []domain.Role{domain.Accountant, domain.Cashier}, []string{"collective-c", "community-lc", "town-xz"}
	for _, c := range []struct {
		places   []string
		from, to domain.Date
		want     bool
	}{
		{here, d(2016, 1, 1), d(2016, 2, 29), false},
		{here, d(2016, 1, 1), d(2016, 3, 1), true},
		{here, d(2016, 8, 31), d(2017, 1, 1), true},
		{here, d(2016, 9, 1), d(2017, 1, 1), false},
		{[]string{"community-other"}, d(2016, 1, 1), d(2017, 1, 1), false},
	} {
		g, held := s.Held(books, c.places, c.from, c.to)
		require.Equal(t, c.want, held, "%+v", c)
		require.Equal(t, c.want, g.Role == domain.Accountant)
	}
}

func TestNamingFindings(t *testing.T) {
	audit, number, ok := domain.ParseFinding(domain.FindingOf("audit-5f0c", 12))
	require.True(t, ok)
	require.Equal(t, "audit-5f0c", audit)
	require.Equal(t, 12, number)
	for _, s := range []string{"", "audit-5f0c", "audit-5f0c#", "audit-5f0c#0", "audit-5f0c#-1", "audit-5f0c#01", "audit-5f0c#+1", "audit-5f0c#1#2", "decision-5f0c#1", "audit-#1", "audit#1", "#1"} {
		_, _, ok := domain.ParseFinding(s)
		require.False(t, ok, s)
	}
}

func TestWhatABasisNames(t *testing.T) {
	for _, c := range []struct {
		kind        domain.CorrectionBasis
		basis, want string
	}{
		{domain.OnDocument, "decision-7", ""}, {domain.OnDocument, "诸政办〔2016〕9号", ""},
		{domain.OnDecision, "decision-7", "decision-7"}, {domain.OnDecision, "minutes", ""}, {domain.OnDecision, "audit-7#1", ""},
		{domain.OnFinding, "audit-7#1", "audit-7"}, {domain.OnFinding, "audit-7", ""},
	} {
		require.Equal(t, c.want, c.kind.Stream(c.basis), "%+v", c)
	}
}
