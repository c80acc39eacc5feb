package projections_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/eventstore/pebble"
	"github.com/sunledger/sunledger/projections"
)

// BenchmarkRebuild builds all views of 1,000,000 events in 200,000 streams of
// requests, picked at random, from an embedded store. It reports events/s and
// MB-anon, the most anonymous memory that the process had meanwhile. Set
// SUNLEDGER_BENCH_EVENTS for another size.
func BenchmarkRebuild(b *testing.B) {
	events := 1_000_000
	if s := os.Getenv("SUNLEDGER_BENCH_EVENTS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		events = n
	}
	dir := os.Getenv("SUNLEDGER_BENCH_LOG")
	if dir == "" {
		dir = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(dir, "FORMAT")); err != nil {
		writeBenchLog(b, dir, events, events/5)
	}
	store, err := pebble.Open(dir, pebble.WithCacheBytes(16<<20))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	debug.FreeOSMemory() // of what writing the log took
	b.Logf("%d MB-anon before", anonymous(b)/1024)
	peak := watchAnonymous(b)
	views, before := b.TempDir(), processorTime(b)
	for b.Loop() {
		v, err := projections.Build(b.Context(), projections.Config{Dir: views, Store: store, Catalogue: catalogue.Standard})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		checkBenchViews(b, v, events)
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(peak())/1024, "MB-anon")
	b.ReportMetric((processorTime(b)-before).Seconds()*1e6/float64(events)/float64(b.N), "cpu-µs/event")
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func checkBenchViews(b *testing.B, v *projections.Views, events int) {
	err := v.Read(b.Context(), func(q *projections.Query) error {
		board, err := q.Board(domain.NewDate(2016, 12, 31))
		if err == nil && (board.Total != events/5 || q.Events() != uint64(events)) {
			err = fmt.Errorf("%d requests of %d events", board.Total, q.Events())
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// writeBenchLog fills a store with lawful histories of requests, interleaved.
func writeBenchLog(b *testing.B, dir string, events, streams int) {
	store, err := pebble.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	random := rand.New(rand.NewPCG(1, 2))
	names := make([]string, streams)
	written := make([]int, streams)
	for i := range names {
		names[i] = "request-" + uuid.NewSHA1(uuid.NameSpaceOID, []byte(strconv.Itoa(i))).String()
	}
	// Five events a stream on average, in any order of streams.
	order := make([]int32, events)
	for i := range order {
		order[i] = int32(i % streams)
	}
	random.Shuffle(events, func(i, j int) { order[i], order[j] = order[j], order[i] })
	const writers = 64
	work := make([]chan appended, writers)
	done := make(chan error, writers)
	for i := range work {
		work[i] = make(chan appended, 64)
		go func() { done <- appendAll(store, work[i]) }()
	}
	bytes := 0
	for n, i := range order {
		e, at := benchEvent(int(i), written[i], random)
		a := appended{names[i], eventstore.Revision(written[i] - 1), stored(b, names[i], n, e, at)}
		written[i]++
		bytes += len(a.event.Data)
		work[int(i)%writers] <- a
	}
	for _, w := range work {
		close(w)
	}
	for range work {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d events, %d bytes of data each", events, bytes/events)
}

type appended struct {
	stream   string
	expected eventstore.Revision
	event    eventstore.Event
}

func appendAll(store *pebble.Store, work <-chan appended) (err error) {
	for a := range work {
		if err == nil {
			_, err = store.Append(context.Background(), a.stream, a.expected, a.event)
		}
	}
	return err
}

var benchNote = strings.Repeat("申请材料已核对,符合条件。", 4)

// benchEvent is the n-th event of a request on the agent list.
func benchEvent(stream, n int, random *rand.Rand) (domain.Event, time.Time) {
	start := time.Date(2016, 1, 1, 1, 0, 0, 0, time.UTC).Add(time.Duration(stream%300) * 24 * time.Hour)
	at := start.Add(time.Duration(n)*26*time.Hour + time.Duration(random.IntN(3600))*time.Second)
	who := uuid.NewSHA1(uuid.NameSpaceOID, []byte(strconv.Itoa(stream)))
	switch n {
	case 0:
		return request.Submitted{
			Matter: fmt.Sprintf("matter-%03d", stream%150), Place: fmt.Sprintf("community-%03d", stream%208),
			Channel: []request.Channel{request.Window, request.Phone, request.Online, request.Visit}[stream%4],
			People:  1 + stream%4, Requester: domain.About(who, "王秀英,诸城市密州街道"), Summary: domain.Note(benchNote),
		}, at
	case 1:
		return request.Accepted{List: domain.AgentList, LimitDays: 5, Due: domain.DateOf(start, time.UTC).AddDays(2 + stream%7), TermsFrom: domain.NewDate(2016, 1, 1), Rules: "zhucheng-2015"}, at
	case 2:
		return request.Entrusted{Agent: fmt.Sprintf("agent-%03d", stream%208), Originals: []string{"身份证", "户口簿", "结婚证"}}, at
	case 3:
		return request.PassedOn{To: "卫生和计划生育局办证窗口", WorkdaysTaken: 1, WorkdaysAllowed: 3, Rules: "zhucheng-2015"}, at
	case 4:
		return request.Completed{Outcome: request.Solved, On: domain.DateOf(at, time.UTC), Note: domain.Note(benchNote)}, at
	}
	panic("five events a stream")
}

// watchAnonymous samples the anonymous memory of the process until the answer
// is asked for: the peak in kB.
func watchAnonymous(b *testing.B) func() int64 {
	var peak atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	sample := func() { peak.Store(max(peak.Load(), anonymous(b))) }
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				sample()
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-stopped
		return peak.Load()
	}
}

func anonymous(b *testing.B) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Error(err)
		return 0
	}
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "RssAnon:"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
			if err != nil {
				b.Error(err)
			}
			return n
		}
	}
	b.Error("no RssAnon in /proc/self/status")
	return 0
}
