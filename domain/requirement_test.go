package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

func TestRequire(t *testing.T) {
	require.NoError(t, domain.Require(domain.Said("a", "name", "名称"), domain.Given(true, "day", "日期")))
	err := domain.Require(domain.Given(true, "day", "日期"), domain.Said(" \t", "name", "名称"), domain.Given(false, "day", "日期"))
	require.Equal(t, "field_missing", domain.CodeOf(err))
	require.ErrorContains(t, err, "name is missing")
}

func TestCheckAmount(t *testing.T) {
	for m, code := range map[domain.Money]string{
		-1: "amount_out_of_range", 0: "amount_out_of_range", 1: "", domain.MaxAmount: "", domain.MaxAmount + 1: "amount_out_of_range",
	} {
		require.Equal(t, code, domain.CodeOf(domain.CheckAmount(m, "amount", "金额")), "%d", m)
		if m == 0 {
			code = ""
		}
		require.Equal(t, code, domain.CodeOf(domain.CheckValue(m, "amount", "金额")), "%d", m)
	}
}

func TestCheckPast(t *testing.T) {
	// Ten in the evening in UTC is the next day in the county.
	act := domain.Act{Zone: time.FixedZone("", 8*60*60), OccurredAt: time.Date(2016, 8, 31, 22, 0, 0, 0, time.UTC)}
	for on, code := range map[domain.Date]string{
		{}: "not_yet", domain.NewDate(2016, 9, 1): "", domain.NewDate(2016, 9, 2): "not_yet", domain.NewDate(1990, 1, 1): "",
	} {
		err := domain.CheckPast(act, on, "on", "日期")
		require.Equal(t, code, domain.CodeOf(err), "%s", on)
		if err != nil {
			require.NotContains(t, err.Error(), "%!")
		}
	}
}
