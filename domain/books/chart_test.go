package books_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// The charts as the two accounting systems print them. A chart never changes:
// books are kept by its name.
func TestCharts(t *testing.T) {
	for _, c := range []struct {
		name     string
		from     string
		accounts string
	}{
		{"village-collectives-2005", "2005-01-01", "101 现金 102 银行存款 111 短期投资 112 应收款 113 内部往来 121 库存物资 131 牲畜（禽）资产 132 林木资产 141 长期投资 " +
			"151 固定资产 152 累计折旧 153 固定资产清理 154 在建工程 201 短期借款 202 应付款 211 应付工资 212 应付福利费 221 长期借款及应付款 231 一事一议资金 " +
			"301 资本 311 公积公益金 321 本年收益 322 收益分配 401 生产（劳务）成本 501 经营收入 502 经营支出 511 发包及上交收入 521 农业税附加返还收入 522 补助收入 " +
			"531 其他收入 541 管理费用 551 其他支出 561 投资收益 "},
		{"rural-collectives-2024", "2024-01-01", "101 库存现金 102 银行存款 111 短期投资 112 应收款 113 内部往来 121 库存物资 131 消耗性生物资产 132 生产性生物资产 " +
			"133 生产性生物资产累计折旧 134 公益性生物资产 141 长期投资 151 固定资产 152 累计折旧 153 在建工程 154 固定资产清理 161 无形资产 162 累计摊销 171 长期待摊费用 " +
			"181 待处理财产损溢 201 短期借款 211 应付款 212 应付工资 213 应付劳务费 214 应交税费 221 长期借款及应付款 231 一事一议资金 241 专项应付款 301 资本 311 公积公益金 " +
			"321 本年收益 322 收益分配 401 生产（劳务）成本 501 经营收入 502 投资收益 503 补助收入 504 其他收入 511 经营支出 512 税金及附加 513 管理费用 514 公益支出 " +
			"515 其他支出 521 所得税费用 "},
	} {
		chart, known := books.ChartNamed(c.name)
		require.True(t, known)
		require.Equal(t, day(c.from), chart.From)
		text := ""
		for _, a := range chart.Accounts {
			text += fmt.Sprintf("%d %s ", a.Code, a.Chinese)
			require.Equal(t, a.Class == books.Income, a.Category == books.IncomeCategory, a.Chinese)
			require.Equal(t, a.Class == books.Expense, a.Category == books.ExpenditureCategory, a.Chinese)
			require.NotContains(t, []books.Category{books.Plan, books.Resources}, a.Category, a.Chinese)
		}
		require.Equal(t, c.accounts, text)
		for code, name := range map[int]string{chart.Surplus: "本年收益", chart.Distribution: "收益分配"} {
			a, known := chart.Account(code)
			require.True(t, known)
			require.Equal(t, name, a.Name(domain.Chinese))
		}
		cash, _ := chart.Account(101)
		bank, _ := chart.Account(102)
		require.Equal(t, []books.Money{books.Cash, books.Bank}, []books.Money{cash.Money, bank.Money})
	}
	require.Len(t, books.Charts(), 2)
	_, known := books.ChartNamed("other")
	require.False(t, known)
}

// The books of a year have the chart that is in force on its first day.
func TestChartOfAYear(t *testing.T) {
	for year, want := range map[int]string{
		2004: "", 2005: "village-collectives-2005", 2016: "village-collectives-2005", 2023: "village-collectives-2005",
		2024: "rural-collectives-2024", 2030: "rural-collectives-2024",
	} {
		chart, known := books.ChartOf(year)
		require.Equal(t, want != "", known, year)
		if known {
			require.Equal(t, want, chart.Name, year)
		}
	}
}
