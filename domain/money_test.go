package domain_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
)

func TestParseMoney(t *testing.T) {
	good := map[string]domain.Money{
		"0": 0, "1": 100, "1.5": 150, "1.05": 105, "-3": -300, "¥12.34": 1234,
		"1,234.50": 123450, "12,345,678": 1234567800, "-¥0.01": -1,
		"92233720368547758.07": math.MaxInt64, "-92233720368547758.08": math.MinInt64,
	}
	for text, want := range good {
		got, err := domain.ParseMoney(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "-", ".", "1.", ".5", "1.234", "1,23", "12,34,567", ",123", "1234,567", "1e3", "１", "--1", "1 2", "¥"} {
		_, err := domain.ParseMoney(text)
		require.Error(t, err, text)
	}
	_, err := domain.ParseMoney("92233720368547758.08")
	require.ErrorIs(t, err, domain.ErrOverflow)
}

func TestMoneyReadsWhatItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := domain.Money(rapid.Int64().Draw(t, "fen"))
		got, err := domain.ParseMoney(m.String())
		require.NoError(t, err)
		require.Equal(t, m, got)
	})
}

func TestMoneyIsConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := domain.Money(rapid.Int64().Draw(t, "fen"))
		n := rapid.Int64Range(1, math.MaxInt64).Draw(t, "shares")
		each, rest := m.Share(n)
		product, err := each.Times(n)
		require.NoError(t, err)
		sum, err := product.Plus(rest)
		require.NoError(t, err)
		require.Equal(t, m, sum)
		require.Less(t, max(rest, -rest), domain.Money(n))
	})
}

func TestMoneyOverflowIsAnError(t *testing.T) {
	const top, bottom = domain.Money(math.MaxInt64), domain.Money(math.MinInt64)
	for _, pair := range [][2]domain.Money{{top, 1}, {bottom, -1}, {top, top}, {bottom, bottom}} {
		_, err := pair[0].Plus(pair[1])
		require.ErrorIs(t, err, domain.ErrOverflow, "%v", pair)
	}
	for _, c := range []struct {
		m domain.Money
		k int64
	}{{top, 2}, {bottom, -1}, {bottom, 2}, {-1, math.MinInt64}, {1 << 40, 1 << 40}} {
		_, err := c.m.Times(c.k)
		require.ErrorIs(t, err, domain.ErrOverflow, "%v", c)
	}
	zero, err := top.Plus(bottom + 1)
	require.NoError(t, err)
	require.Equal(t, domain.Money(0), zero)
}
