package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/internal/web"
)

// A listing is a page, JSON and CSV of the same rows, and can be narrowed,
// searched, sorted and paged.
func TestListing(t *testing.T) {
	s := furnished(t)
	names := func(address string) []string {
		var body struct {
			Communities []struct{ NameEnglish string }
			Total       int
		}
		s.json(t, address, &body)
		var all []string
		for _, c := range body.Communities {
			all = append(all, c.NameEnglish)
		}
		return all
	}
	require.Equal(t, 4, len(names("/communities.json")))
	require.Equal(t, []string{"Lianchi"}, names("/communities.json?q=莲池"))
	require.Equal(t, []string{"Lianchi"}, names("/communities.json?q=lianchi"))
	require.Empty(t, names("/communities.json?q=%25"))
	require.Empty(t, names("/communities.json?town=town-none"))
	first := names("/communities.json?size=3")
	require.Len(t, first, 3)
	require.NotContains(t, first, names("/communities.json?size=3&page=2")[0])

	page := s.get("/communities?lang=en&sort=requests").Body.String()
	require.Contains(t, page, `<a href="/communities/c1">Lianchi</a>`)
	require.Contains(t, page, `<a href="/requests?place=c1">`)
	require.Contains(t, page, `<a href="/communities" aria-current="page">`)
	csv := s.get("/communities.csv?lang=zh").Body.String()
	require.Contains(t, csv, "社区,镇街,")
	require.Contains(t, csv, "莲池社区,舜王街道,")
	require.Equal(t, 5, strings.Count(csv, "\r\n"))

	for _, bad := range []string{"?sort=size", "?page=0", "?size=501", "?size=x", "?q=" + strings.Repeat("a", 1001)} {
		require.Equal(t, http.StatusBadRequest, s.get("/communities"+bad).Code, bad)
	}
}

// Any list can be narrowed to what lies in no town, or in no community, with its sums.
func TestListingOfNoPlace(t *testing.T) {
	s := owning(t).site
	asked := 0
	for _, path := range web.LonePaths() {
		for _, query := range []string{"?town=-", "?community=-"} {
			for _, suffix := range []string{"", ".json"} {
				code := s.get(path + suffix + query).Code
				require.Less(t, code, http.StatusInternalServerError, path+suffix+query)
				if code == http.StatusOK {
					asked++
				}
			}
		}
	}
	require.Greater(t, asked, 60)
	var body struct{ Total int }
	for _, query := range []string{"?town=-", "?community=-"} {
		s.json(t, "/assets.json"+query, &body)
		require.Zero(t, body.Total, "each lies in one")
	}
}

// An item is one thing with its history.
func TestItem(t *testing.T) {
	s := furnished(t)
	page := s.get("/communities/c1?lang=en").Body.String()
	require.Contains(t, page, "<h1>Lianchi</h1>")
	require.Contains(t, page, `<a href="/communities?town=town-shunwang">Shunwang Street</a>`)
	require.Contains(t, page, `<a href="/streams/community-c1#r0">`)
	var body struct {
		Community struct{ Name, Town, TownName string }
		History   []struct{ Stream string }
	}
	s.json(t, "/communities/c1.json", &body)
	require.Equal(t, "莲池社区", body.Community.Name)
	require.Equal(t, "舜王街道", body.Community.TownName)
	require.Len(t, body.History, 1)
	require.Equal(t, http.StatusNotFound, s.get("/communities/none").Code)
	require.Equal(t, http.StatusNotFound, s.get("/communities/"+strings.Repeat("a", 200)).Code)
}
