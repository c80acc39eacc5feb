package projections_test

import (
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/projections"
)

// receipt is the real, public log of a permit desk (CoSeLoG project,
// doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6).
const receipt = "../../shared/data/receipt.xes.gz"

type xesTrace struct {
	Strings []xesAttribute `xml:"string"`
	Dates   []xesAttribute `xml:"date"`
	Events  []xesTrace     `xml:"event"`
}

type xesAttribute struct {
	Key   string `xml:"key,attr"`
	Value string `xml:"value,attr"`
}

func (x xesTrace) text(key string) string {
	for _, a := range x.Strings {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

func (x xesTrace) date(t *testing.T, key string) time.Time {
	for _, a := range x.Dates {
		if a.Key == key {
			at, err := time.Parse(time.RFC3339, a.Value)
			if err != nil {
				t.Fatal(err)
			}
			return at.UTC()
		}
	}
	return time.Time{}
}

func realTraces(t *testing.T) []xesTrace {
	t.Helper()
	file, err := os.Open(receipt)
	if os.IsNotExist(err) {
		lacking := t.Skipf
		if os.Getenv("CI") == "true" {
			lacking = t.Fatalf // what is never run is never noticed
		}
		lacking("NOT TESTED AGAINST THE REAL LOG: %s is not there; download receipt.xes.gz (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) and put it there", receipt)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Traces []xesTrace `xml:"trace"`
	}
	if err := xml.NewDecoder(plain).Decode(&log); err != nil {
		t.Fatal(err)
	}
	return log.Traces
}

// The figures of the real log, each of which is also the length of a list.
func TestRealLog(t *testing.T) {
	log := newLog()
	for i, trace := range realTraces(t) {
		stream := fmt.Sprintf("request-%04d", i+1)
		log.add(t, stream, request.Imported{
			Source: "import-receipt", Number: i + 1, Channel: trace.text("channel"),
			StartedAt: trace.date(t, "startdate"), Due: trace.date(t, "deadline"), EndedAt: trace.date(t, "enddate"),
		}, monday)
		for _, step := range trace.Events {
			log.add(t, stream, request.StepRecorded{Name: step.text("concept:name"), At: step.date(t, "time:timestamp")}, monday)
		}
	}
	v := running(t, config(t, log))
	waitFor(t, v, log.last())
	today := domain.NewDate(2012, 3, 1)
	b := read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Board(today) })
	choices := read(t, v, func(q *projections.Query) (projections.Board, error) { return q.Choices(today) })
	if !reflect.DeepEqual(untimed(b), choices) {
		t.Errorf("choices: got %+v, want %+v", choices, untimed(b))
	}
	got := []int{b.Total, b.Open, b.Closed, b.ClosedLate, log.length()}
	if want := []int{1434, 105, 1329, 377, 1434 + 8577}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("total, open, closed, late, events: got %v, want %v", got, want)
	}
	channels := map[string]int{}
	for _, g := range b.ByChannel {
		channels[g.Key] = g.Total
	}
	if want := map[string]int{"Internet": 1250, "Desk": 109, "Post": 53, "e-mail": 21, "Intern": 1}; fmt.Sprint(channels) != fmt.Sprint(want) {
		t.Errorf("channels: got %v, want %v", channels, want)
	}
	steps := 0
	page := read(t, v, func(q *projections.Query) (projections.RequestPage, error) {
		return q.Requests(projections.Filter{Source: projections.Is("import-receipt")}, projections.InOrder, projections.Page{Size: projections.MaxPage})
	})
	for _, r := range page.Requests {
		steps += r.Steps
	}
	if steps != 8577 {
		t.Errorf("%d steps", steps)
	}
	for what, c := range map[string]struct {
		want   int
		filter projections.Filter
	}{
		"open":     {105, projections.Filter{Phase: projections.OpenPhase}},
		"late":     {377, projections.Filter{Timing: projections.ClosedLate}},
		"overdue":  {b.Overdue, projections.Filter{Timing: projections.Overdue, Today: today}},
		"Internet": {1250, projections.Filter{Channel: projections.Is("Internet")}},
		"number":   {1, projections.Filter{Text: "1434"}},
	} {
		n := read(t, v, func(q *projections.Query) (int, error) { return q.CountRequests(c.filter) })
		if n != c.want {
			t.Errorf("%s: the list has %d, want %d", what, n, c.want)
		}
	}
}

// untimed is a board without how long anything took.
func untimed(b projections.Board) projections.Board {
	b.Days = projections.Days{}
	for _, groups := range []*[]projections.Group{&b.ByList, &b.ByChannel, &b.ByStatus, &b.ByOutcome, &b.ByPlace, &b.ByMatter, &b.BySource} {
		*groups = slices.Clone(*groups)
		for i := range *groups {
			(*groups)[i].Days = projections.Days{}
		}
	}
	return b
}
