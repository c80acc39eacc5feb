package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the collectives of a community own is added up by class, with how much of
// it is let and idle.
func TestPropertyByCommunity(t *testing.T) {
	e := owning(t)
	found := func(query string) (rows []string) {
		var body struct {
			Total    int
			Property []struct {
				Community, Town, Class               string
				Assets, Let                          int
				OriginalValue, NetValue, LetNetValue int64
			}
		}
		e.json(t, "/property.json"+query, &body)
		require.Len(t, body.Property, body.Total)
		for _, p := range body.Property {
			require.Equal(t, "town-shunwang", p.Town)
			rows = append(rows, fmt.Sprint(p.Community, " ", p.Class, " ", p.Assets, " ", p.OriginalValue/100, " ", p.NetValue/100, " ", p.Let, " ", p.LetNetValue/100))
		}
		return rows
	}
	yjzOperating, yjzResource, lc := "community-c0 operating 2 150000 100000 1 80000", "community-c0 resource 1 0 0 0 0", "community-c1 non-operating 1 200000 40000 0 0"
	require.Equal(t, []string{yjzOperating, yjzResource, lc}, found("?sort=idle"), "the truck, the pump and the hall are gone from there")
	require.Equal(t, []string{yjzOperating, lc, yjzResource}, found("?sort=netValue"))
	require.Equal(t, []string{lc}, found("?class=non-operating"))
	require.Equal(t, []string{lc}, found("?community=community-c1"))
	require.Empty(t, found("?town=town-none"))
	require.Equal(t, http.StatusBadRequest, e.get("/property?class=none").Code)

	page := e.get("/property?lang=en").Body.String()
	for _, want := range []string{
		`<a href="/assets?class=operating&amp;community=community-c0&amp;status=owned">2</a>`,
		`¥80,000.00</span> <span class="note">57.1%</span>`, `¥20,000.00</span> <span class="note">14.3%</span>`,
		`<th role="rowheader" scope="row">Yuejiazhuang</th>`, `¥100,000.00`,
	} {
		require.Contains(t, page, want)
	}
	require.Contains(t, e.get("/property.csv?lang=zh").Body.String(), "岳家庄社区,舜王街道,经营性资产,2,\"150,000.00\",\"100,000.00\",1,\"80,000.00\",1,\"20,000.00\"")
}

// The pages of a collective and of its community lead to what is decided, agreed
// and owed there.
func TestAffairs(t *testing.T) {
	e := owning(t)
	own := e.get("/collectives/yjz?lang=en").Body.String()
	for _, want := range []string{
		`<a class="n" href="/decisions?owner=collective-yjz" data-count="4">4</a>`,
		`<a class="n" href="/contracts?collective=collective-yjz" data-count="3">3</a>`,
		`href="/debts?collective=collective-yjz&amp;direction=payable&amp;standing=open" data-count="1">¥9,000.00</a>`,
		`¥15,000.00`, `href="/contracts?arrears=yes&amp;collective=collective-yjz&amp;kind=lease"`,
	} {
		require.Contains(t, own, want)
	}
	there := e.get("/communities/c0?lang=zh").Body.String()
	require.Contains(t, there, `href="/decisions?community=community-c0" data-count="4"`)
	require.Contains(t, there, `href="/obligations?community=community-c0" data-count="3"`)
	require.Contains(t, there, `其中 3 项逾期`)
	other := e.get("/collectives/lc?lang=en").Body.String()
	require.NotContains(t, other, "/contracts?", "which has none")
	require.NotContains(t, other, "/debts?collective", "and no debt that is open")

	s := reformed(t)
	require.Contains(t, s.get("/collectives/lian?lang=en").Body.String(), `<a class="n" href="/reforms/lian">`)
	require.Contains(t, s.get("/communities/c1?lang=en").Body.String(), `<a class="n" href="/reforms?community=community-c1" data-count="1">1</a>`)
}
