package ledger

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// started is the time from which the seconds of these tests count.
var started = time.Date(2016, 9, 1, 1, 0, 0, 0, time.UTC)

func timesOf(seconds ...int) (c clocks) {
	for _, s := range seconds {
		c.add(started.Add(time.Duration(s) * time.Second))
	}
	return c
}

// The times of most agree, and it is not they who are at fault.
func TestWhoseTimeIsAstray(t *testing.T) {
	now := started.Add(1000 * time.Second)
	for name, c := range map[string]struct {
		at   clocks
		want map[int]int
	}{
		"none":                            {nil, map[int]int{}},
		"in order":                        {timesOf(0, 10, 10, 500, 1000), map[int]int{}},
		"as far as clocks are apart":      {timesOf(0, 100, 40, 100, 1060), map[int]int{}},
		"dated back":                      {timesOf(0, 100, 39), map[int]int{2: 1}},
		"dated back, and others since":    {timesOf(0, 100, 39, 110, 120), map[int]int{2: 1}},
		"dated ahead":                     {timesOf(0, 10, 171, 110, 120), map[int]int{2: 3}},
		"dated ahead as far as clocks":    {timesOf(0, 10, 170, 110, 120), map[int]int{}},
		"dated ahead by more than others": {timesOf(0, 10, 900, 110, 120, 930), map[int]int{2: 3}},
		"one against one":                 {timesOf(0, 900, 110), map[int]int{2: 1}},
		"not come yet":                    {timesOf(0, 1061, 10), map[int]int{1: ahead}},
		"not come yet, and dated back":    {timesOf(0, 500, 9000, 10, 510), map[int]int{2: ahead, 3: 1}},
		"all to come":                     {timesOf(2000, 3000), map[int]int{0: ahead, 1: ahead}},
		// Each of the two agrees with those between which it stands, and not with the
		// other one.
		"two that contradict each other": {timesOf(100, 160, 99, 100, 100, 100), map[int]int{2: 1}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.at.astray(now)) })
	}
}

// Whatever few records are dated back or ahead among many, they are found, and no
// others; and the backbone is as long as any run.
func TestWhoeverIsAstrayIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seconds []int
		n := rapid.IntRange(12, 60).Draw(t, "records")
		for i := range n {
			seconds = append(seconds, 100*i+rapid.IntRange(0, 30).Draw(t, "skew"))
		}
		moved := map[int]bool{}
		for range rapid.IntRange(0, 2).Draw(t, "moved") {
			i := rapid.IntRange(4, n-5).Draw(t, "which")
			seconds[i] = 100*i + rapid.SampledFrom([]int{-350, 350}).Draw(t, "by") // beyond three others
			moved[i] = true
		}
		at := timesOf(seconds...)
		found := slices.Sorted(maps.Keys(at.astray(started.Add(24 * time.Hour))))
		want := slices.Sorted(maps.Keys(moved))
		if !slices.Equal(found, want) {
			t.Fatalf("%v are astray, found %v in %v", want, found, seconds)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.SliceOfN(rapid.IntRange(0, 20), 0, 40).Draw(t, "seconds")
		at := timesOf(seconds...)
		run := at.backbone(started.Add(15 * time.Second).UnixMicro())
		longest := make([]int, len(seconds))
		most := 0
		for i, s := range seconds {
			if s > 15 {
				continue
			}
			longest[i] = 1
			for j := range i {
				if seconds[j] <= s && longest[j] >= longest[i] {
					longest[i] = longest[j] + 1
				}
			}
			most = max(most, longest[i])
		}
		if len(run) != most {
			t.Fatalf("a run of %d, and there is one of %d: %v", len(run), most, seconds)
		}
		for n, i := range run {
			if seconds[i] > 15 || n > 0 && (i <= run[n-1] || seconds[i] < seconds[run[n-1]]) {
				t.Fatalf("%v is no run of %v", run, seconds)
			}
		}
	})
}
