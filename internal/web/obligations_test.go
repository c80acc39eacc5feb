package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/contract"
	"github.com/sunledger/sunledger/domain/debt"
	"github.com/sunledger/sunledger/domain/request"
)

// What is due is listed with the rule that says so, and what is done is not.
func TestObligations(t *testing.T) {
	c := deciding(t)
	c.clock.Set("2016-06-01 09:00")
	id := c.must("", request.Submit{Matter: "B07", Place: "c1", Channel: request.Window, People: 1})
	c.must(id, request.Accept{}) // due on 8 June
	done := c.must("", request.Submit{Matter: "A01", Place: "c1", Channel: request.Window, People: 1})
	c.must(done, request.Accept{})
	c.must(done, request.Complete{Outcome: request.Solved})
	c.clock.Set("2016-07-15 09:00")
	c.settle()

	type owed struct {
		Kind, Stream, Unit, Community, Town, Due string
		Amount                                   int64
	}
	due := func(query string) (all []owed) {
		var body struct {
			Total       int
			Obligations []owed
		}
		c.json(t, "/obligations.json"+query, &body)
		require.Len(t, body.Obligations, body.Total)
		return body.Obligations
	}
	byKind := map[string][]owed{}
	for _, o := range due("") {
		byKind[o.Kind] = append(byKind[o.Kind], o)
	}
	require.Equal(t, []owed{{"request", "request-" + id, "community-c1", "community-c1", "town-shunwang", "2016-06-08", 0}}, byKind["request"])
	require.Equal(t, []owed{{"objection", c.objected, "collective-lc", "community-c1", "town-shunwang", "2016-06-21", 0}}, byKind["objection"],
		"one of its two objections was answered; 9 to 11 June were holidays, and 12 June was worked")
	require.Equal(t, []owed{{"results", c.unpublished, "community-c2", "community-c2", "town-shunwang", "2016-05-17", 0}}, byKind["results"])

	require.Len(t, due("?timing=overdue"), len(due("")))
	require.Empty(t, due("?timing=upcoming"))
	require.Equal(t, byKind["results"], due("?community=community-c2"))
	require.Equal(t, byKind["request"], due("?obligation=request"))
	require.Empty(t, due("?town=town-none"))
	require.Equal(t, "results", due("?sort=due")[0].Kind, "the longest overdue first")
	for _, bad := range []string{"?obligation=all", "?timing=late", "?sort=rule"} {
		require.Equal(t, http.StatusBadRequest, c.get("/obligations"+bad).Code, bad)
	}

	page := c.get("/obligations?lang=en").Body.String()
	require.Contains(t, page, "results are disclosed within 10 working days (assumed, rule set organic-law-2010)")
	require.Contains(t, page, `<a href="/requests/`+id+`">Senior citizen card</a>`)
	require.Contains(t, page, "37 days late")
	require.Contains(t, c.get("/obligations?lang=zh").Body.String(), "实施结果须在10个工作日内公开")
	require.Contains(t, c.get("/obligations.csv?lang=zh").Body.String(), "修缮办公用房,实施结果待公开,")
	require.NotContains(t, page, secret)
}

// Of a contract all that is due by the day is owed, since the earliest day of
// which something is unpaid.
func TestPaymentsDue(t *testing.T) {
	e := owning(t)
	var body struct {
		Obligations []struct {
			Stream, Title, Due string
			Amount             int64
		}
	}
	e.json(t, "/obligations.json?obligation=receivable", &body)
	require.Len(t, body.Obligations, 2)
	sale, lease := body.Obligations[0], body.Obligations[1]
	require.Equal(t, "contract-"+e.sale, sale.Stream)
	require.Equal(t, "农用货车 2016-10-31 1650000", fmt.Sprint(sale.Title, " ", sale.Due, " ", sale.Amount))
	require.Equal(t, "contract-"+e.lease, lease.Stream, "the ended lease of the field owes nothing")
	require.Equal(t, "沿街商铺 2017-06-01 1500000", fmt.Sprint(lease.Title, " ", lease.Due, " ", lease.Amount), "of the second year 5,000 is paid")

	e.onDay(domain.NewDate(2017, 6, 16))
	e.must(e.lease, contract.PayRent{Amount: 15000 * domain.Yuan, Voucher: "记-41"})
	e.settle()
	e.json(t, "/obligations.json?obligation=receivable", &body)
	require.Len(t, body.Obligations, 1)
	e.onDay(domain.NewDate(2018, 6, 1))
	e.json(t, "/obligations.json?obligation=receivable", &body)
	require.Len(t, body.Obligations, 2, "the third year is due on its day")
}

// What a collective has to pay is never added to what it is owed: contracts and
// debts are told apart by who pays.
func TestPaymentsAreOfTwoSides(t *testing.T) {
	e := owning(t)
	e.must("", contract.Sign{
		Owner: yuejiazhuang, Kind: domain.ServiceContract, About: "路灯维护", Organisation: factory,
		From: domain.NewDate(2017, 6, 15), To: domain.NewDate(2018, 6, 14), Amount: 800 * domain.Yuan, Every: 12,
	})
	e.must("", debt.Incur{
		Owner: lianchi, Direction: debt.Receivable, Nature: debt.Unpaid, Organisation: factory, Amount: 700 * domain.Yuan, Due: domain.NewDate(2017, 7, 1), Purpose: "材料款",
	})
	e.must("", debt.Incur{
		Owner: lianchi, Direction: debt.Receivable, Nature: debt.Unpaid, Organisation: factory, Amount: 600 * domain.Yuan, Purpose: "无到期日",
	})
	e.settle()
	var body struct {
		Obligations []struct {
			Kind, Title, Due string
			Amount           int64
		}
	}
	e.json(t, "/obligations.json", &body)
	var got []string
	for _, o := range body.Obligations {
		if o.Kind != "reform" {
			got = append(got, fmt.Sprint(o.Kind, " ", o.Title, " ", o.Due, " ", o.Amount))
		}
	}
	require.ElementsMatch(t, []string{
		"receivable 农用货车 2016-10-31 1650000", "receivable 沿街商铺 2017-06-01 1500000",
		"payable 路灯维护 2017-06-15 80000",
		"repayment 修渠工程款 2016-12-31 900000", "collection 材料款 2017-07-01 70000",
	}, got)
	page := e.get("/obligations?lang=zh").Body.String()
	require.Contains(t, page, "¥31,500.00")
	require.Contains(t, page, "合同应付款")
	require.Contains(t, page, "债权债务约定的到期日")
	require.NotContains(t, page, secret)
}
