package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain/request"
)

// Counts of people that point at somebody show as bands, in every form.
func TestSmallCountsOfPeople(t *testing.T) {
	s := founded(t)
	submit := func(place string, people int) string {
		return s.must("", request.Submit{Matter: "A01", Place: place, Channel: request.Window, People: people})
	}
	few := submit("c0", 3)
	s.settle()
	require.Equal(t, "<10", s.peopleServed(t))
	require.Contains(t, s.get("/?lang=en").Body.String(), "under 10")
	require.Contains(t, s.get("/?lang=zh").Body.String(), "不足10")

	many := submit("c1", 1234)
	submit("c2", 5678)
	s.settle()
	require.EqualValues(t, 6915, s.peopleServed(t))
	require.Contains(t, s.get("/?lang=en").Body.String(), "6,915")
	places := map[string]any{}
	for _, g := range s.boardJSON(t)["requests"].(schema)["groups"].(schema)["place"].([]any) {
		places[g.(schema)["key"].(string)] = g.(schema)["people"]
	}
	// 3 would follow from the total and the two others.
	require.Equal(t, map[string]any{"c0": "<10", "c1": ">=10", "c2": 5678.0}, places)

	facts := regexp.MustCompile(`<dt>(?:People served|服务人数)</dt><dd>([^<]*)</dd>`)
	for _, test := range []struct{ id, lang, page, field string }{
		{few, "en", "under 10", `"<10"`}, {few, "zh", "不足10", `"<10"`},
		{many, "en", "1,234", "1234"},
	} {
		found := facts.FindStringSubmatch(s.get("/requests/" + test.id + "?lang=" + test.lang).Body.String())
		require.Len(t, found, 2)
		require.Equal(t, test.page, found[1])
		require.Contains(t, s.get("/requests/"+test.id+".json").Body.String(), `"people": `+test.field+",")
	}
	list := s.get("/requests.json").Body.String()
	require.Contains(t, list, `"people": "<10"`)
	require.Contains(t, list, `"people": 1234`)
	require.NotContains(t, list, `"people": 3`)
	csv := s.get("/requests.csv?lang=en").Body.String()
	require.Contains(t, csv, ",<10,")
	require.Contains(t, csv, ",1234,")

	// The national base holds from 28 October 2010. Before it nothing says
	// what is a small count.
	s.clock.Set("2010-10-27 09:00")
	require.Contains(t, s.get("/requests/"+few+".json").Body.String(), `"people": 3,`)
	s.clock.Set("2010-10-28 09:00")
	require.Contains(t, s.get("/requests/"+few+".json").Body.String(), `"people": "<10",`)
}

func (s *site) boardJSON(t *testing.T) (board schema) {
	t.Helper()
	w := s.get("/board.json")
	require.Equal(t, http.StatusOK, w.Code)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &board))
	return board
}

func (s *site) peopleServed(t *testing.T) any {
	t.Helper()
	return s.boardJSON(t)["requests"].(schema)["peopleServed"]
}
