package projections

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What a statement gave is given again for as long as no view changed whose tables it
// names.
func TestAnswersKnowTheirViews(t *testing.T) {
	a := newAnswers(allViews)
	for _, want := range []struct {
		query string
		views []string
	}{
		{`SELECT COUNT(*) FROM "request" r`, []string{"requests"}},
		{`SELECT n FROM request_sum`, []string{"requests"}},
		{`SELECT d.stream FROM decision d` + placeTables(`d.owner`), []string{"decisions", "places"}},
		{`SELECT 1 FROM correction c JOIN unsettled u ON u.begun = c.begun`, []string{correctionsName}},
		{`SELECT 1`, nil},
	} {
		if got := a.viewsOf(want.query); !slices.Equal(got, want.views) && len(got)+len(want.views) > 0 {
			t.Errorf("%s: got %v, want %v", want.query, got, want.views)
		}
	}
	// Every table of every view is known, so that no statement is kept for too long.
	for _, v := range allViews {
		for _, table := range v.tables {
			if got := a.viewsOf(`SELECT * FROM ` + quoted(table.name) + ` x`); !slices.Equal(got, []string{v.name}) {
				t.Errorf("%s: got %v, want %s", table.name, got, v.name)
			}
		}
	}
}

func TestAnswersAreOfTheirMoment(t *testing.T) {
	a := newAnswers(allViews)
	const query = `SELECT name FROM place WHERE id = ?`
	key := keyOf(query, []any{"a"})
	before, after := map[string]uint64{"places": 3, "requests": 3}, map[string]uint64{"places": 9, "requests": 3}
	_, views := a.get(key, query, before, map[string]bool{})
	a.keep(key, &answered{rows: []row{{"before"}}, views: views})
	if got, _ := a.get(key, query, map[string]uint64{"places": 3, "requests": 12}, map[string]bool{}); got == nil || got.rows[0][0] != "before" {
		t.Error("it was forgotten, although another view changed")
	}
	if got, _ := a.get(keyOf(query, []any{"b"}), query, before, map[string]bool{}); got != nil {
		t.Error("it was given for another value")
	}
	if keyOf(query, []any{int64(1)}) == keyOf(query, []any{"1"}) {
		t.Error("a number and a text are the same value")
	}
	if keyOf(query, []any{"a\x00string 1 b", "c"}) == keyOf(query, []any{"a", "b\x00string 1 c"}) {
		t.Error("two texts are one")
	}
	got, views := a.get(key, query, after, map[string]bool{})
	if got != nil {
		t.Error("it was given although its view changed")
	}
	a.keep(key, &answered{rows: []row{{"after"}}, views: views})
	if got, _ := a.get(key, query, before, map[string]bool{}); got != nil {
		t.Error("a reader of an older moment was given what came later")
	}
}

func TestAnswersAreBounded(t *testing.T) {
	a := newAnswers(allViews)
	const query = `SELECT name FROM place WHERE id = ?`
	text := strings.Repeat("x", 100_000)
	held := func() (bytes int) {
		for _, generation := range []map[string]*answered{a.young, a.old} {
			for _, r := range generation {
				bytes += r.bytes
			}
		}
		return bytes
	}
	for n := range 2000 {
		a.keep(keyOf(query, []any{n}), &answered{rows: []row{{text}}})
		if held() > 2*(maxAnswersBytes+maxAnswerBytes) {
			t.Fatalf("%d bytes are held after %d answers", held(), n+1)
		}
	}
	if held() < maxAnswersBytes {
		t.Errorf("%d bytes are held", held())
	}
	large := keyOf(query, []any{"large"})
	a.keep(large, &answered{rows: []row{{strings.Repeat("x", maxAnswerBytes)}}})
	if got, _ := a.get(large, query, nil, map[string]bool{}); got != nil {
		t.Error("an answer that is too large was kept")
	}
	for n := range 3 * maxNamed {
		a.viewsOf(fmt.Sprintf(`SELECT %d`, n))
	}
	if len(a.named) > maxNamed {
		t.Errorf("the views of %d statements are held", len(a.named))
	}
}

func TestScan(t *testing.T) {
	var (
		text   string
		code   PlaceKind
		n      int
		small  uint8
		yes    bool
		option *int64
	)
	r := row{"a", "town", int64(-7), int64(255), int64(1), nil}
	if err := r.scan(&text, &code, &n, &small, &yes, &option); err != nil || text != "a" || code != TownPlace || n != -7 || small != 255 || !yes || option != nil {
		t.Errorf("%v: %q %q %d %d %t %v", err, text, code, n, small, yes, option)
	}
	if err := (row{int64(8)}).scan(&option); err != nil || option == nil || *option != 8 {
		t.Errorf("%v: %v", err, option)
	}
	for _, bad := range []struct {
		row  row
		into []any
	}{
		{row{}, []any{&text}},
		{row{"a", "b"}, []any{&text}},
		{row{nil}, []any{&text}},
		{row{int64(1)}, []any{&text}},
		{row{"1"}, []any{&n}},
		{row{nil}, []any{&n}},
		{row{int64(256)}, []any{&small}},
		{row{int64(-1)}, []any{&small}},
		{row{int64(2)}, []any{&yes}},
		{row{"a", int64(1)}, []any{&Origin{}}},
	} {
		if err := bad.row.scan(bad.into...); err == nil {
			t.Errorf("%v was scanned into %T", bad.row, bad.into[0])
		}
	}
}

// What is joined is named where it is needed, and left out elsewhere.
func TestNeeded(t *testing.T) {
	from := joined{`decision d`, placeTables(`d.owner`)}
	if got := from.needed(`d.title = 'to.do'`, `d.begun`); got != from.table {
		t.Errorf("got %s", got)
	}
	for _, part := range []string{`o.name`, `COALESCE(oc.stream, '')`, `d.begun, ot.name`} {
		if got := from.needed(` WHERE 1`, part); got != from.all() {
			t.Errorf("%s: got %s", part, got)
		}
	}
	if from.key() != `d.begun` {
		t.Errorf("got %s", from.key())
	}
}
