package xes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/imports"
	"github.com/sunledger/sunledger/internal/xes"
)

// TestOddities: times are hours of one day; 0 is none.
func TestOddities(t *testing.T) {
	for name, c := range map[string]struct {
		start, due, end int
		steps           []int
		want            []xes.OddityKind
		late            bool
	}{
		"nothing odd":                {1, 5, 4, []int{1, 2, 2, 4}, nil, false},
		"ends when it is due":        {1, 4, 4, []int{2}, nil, false},
		"ends later":                 {1, 4, 5, []int{2}, nil, true},
		"never ends":                 {1, 4, 0, []int{9}, nil, false},
		"the last is not the latest": {1, 0, 3, []int{4, 2}, []xes.OddityKind{xes.StepsOutOfOrder, xes.EndBeforeLastStep}, false},
		"nor the first the earliest": {3, 0, 9, []int{4, 2}, []xes.OddityKind{xes.StepsOutOfOrder, xes.StartAfterFirstStep}, false},
		"ends before it starts":      {3, 0, 2, []int{3}, []xes.OddityKind{xes.EndBeforeStart, xes.EndBeforeLastStep}, false},
		"due before it starts":       {3, 2, 0, []int{3}, []xes.OddityKind{xes.DueBeforeStart}, false},
		"no start":                   {0, 2, 3, []int{3}, []xes.OddityKind{xes.NoStart}, true},
		"no steps":                   {1, 2, 2, nil, []xes.OddityKind{xes.NoSteps}, false},
		"steps without times":        {1, 2, 2, []int{0, 1, 0}, []xes.OddityKind{xes.StepWithoutTime}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var trace strings.Builder
			date := func(key string, hour int) {
				if hour > 0 {
					fmt.Fprintf(&trace, `<date key="%s" value="2016-03-01T%02d:00:00+08:00"/>`, key, hour)
				}
			}
			date("start", c.start)
			date("due", c.due)
			date("end", c.end)
			for _, at := range c.steps {
				trace.WriteString(`<event><string key="concept:name" value="s"/>`)
				date("time:timestamp", at)
				trace.WriteString(`</event>`)
			}
			// Globals declare the keys that this case lacks.
			file := inLog(`<global scope="trace"><string key="start" value=""/><string key="due" value=""/><string key="end" value=""/></global>`,
				`<global scope="event"><string key="time:timestamp" value=""/><string key="concept:name" value=""/></global>`,
				"<trace>"+trace.String()+"</trace>")
			r := newDesk(t).mustBring("log.xes", []byte(file), &xes.Mapping{
				Name: "m", Case: imports.CaseMapping{StartedAt: "start", Due: "due", EndedAt: "end"},
				Step: imports.StepMapping{Name: "concept:name", At: "time:timestamp"},
			})
			var got []xes.OddityKind
			for _, o := range r.Oddities {
				got = append(got, o.Kind)
				if r.Odd[o.Kind] != 1 || o.Case != 1 || o.Line == 0 {
					t.Errorf("%+v, counted %d", o, r.Odd[o.Kind])
				}
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if (r.Late == 1) != c.late || (r.Ended == 1) != (c.end > 0) {
				t.Errorf("%d ended, %d late", r.Ended, r.Late)
			}
		})
	}
}

func TestOdditiesAreSaidInBothLanguages(t *testing.T) {
	for _, code := range xes.OddityKind("").Codes() {
		o := xes.Oddity{Kind: xes.OddityKind(code.Code), Case: 3, Step: 2, Line: 40}
		if s := o.In(domain.English); !strings.Contains(s, "line 40: case 3 "+code.English) || !strings.Contains(s, "step 2") {
			t.Error(s)
		}
		if s := o.In(domain.Chinese); !strings.Contains(s, code.Chinese) || !strings.Contains(s, "第 40 行，办件 3，步骤 2") {
			t.Error(s)
		}
	}
}
