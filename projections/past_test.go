package projections_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/catalogue"
	"github.com/sunledger/sunledger/domain/request"
	"github.com/sunledger/sunledger/eventstore"
	"github.com/sunledger/sunledger/projections"
)

// Views as of a position are those of a log that ended there, and views as of a
// time are those that Build makes; both say what the folds say.
func TestPastIsWhatWasShownThen(t *testing.T) {
	base := t.TempDir()
	folders := 0
	rapid.Check(t, func(t *rapid.T) {
		folders++
		w := &writer{t, newLog(), monday}
		w.write(rapid.IntRange(1, 25).Draw(t, "events"))
		c := projections.Config{Dir: filepath.Join(base, fmt.Sprint(folders)), Store: w.log, Catalogue: catalogue.Standard, CacheStates: rapid.IntRange(1, 8).Draw(t, "cache")}
		v, err := projections.Open(t.Context(), c)
		require.NoError(t, err)
		defer v.Close()
		for range rapid.IntRange(1, 2).Draw(t, "questions") {
			known := uint64(rapid.IntRange(0, w.log.length()*positionStep).Draw(t, "known"))
			asOf := domain.KnownAt(known)

			if rapid.Bool().Draw(t, "all that was known") {
				then, err := projections.Build(t.Context(), projections.Config{Dir: base, Store: w.log.until(known), Catalogue: catalogue.Standard})
				require.NoError(t, err)
				samePast(t, v, asOf, then)
				require.NoError(t, then.Close())
				continue
			}
			asOf.Stood = monday.Add(time.Duration(rapid.IntRange(-10, 900).Draw(t, "stood")) * time.Hour)
			c := c
			c.Dir, c.AsOf, c.CacheStates = base, asOf, 0
			stood, err := projections.Build(t.Context(), c)
			require.NoError(t, err)
			samePast(t, v, asOf, stood)
			require.NoError(t, stood.Close())
			checkFolds(t, v, w, asOf)
		}
	})
}

// until is a log that ends at a position.
func (l *memoryLog) until(position uint64) *memoryLog {
	ended := newLog()
	for i := 0; ; i++ {
		r, ok := l.at(i)
		if !ok || uint64(r.Position) > position {
			return ended
		}
		ended.append(r.Stream, r.Event)
	}
}

func samePast(t *rapid.T, v *projections.Views, asOf domain.AsOf, want *projections.Views) {
	err := v.Past().Read(t.Context(), asOf, func(got *projections.Query) error {
		return want.Read(t.Context(), func(want *projections.Query) error {
			compared, err := projections.CompareQueries(got, want)
			if err == nil && len(compared.Differences) > 0 {
				err = fmt.Errorf("as of %d, stood %s: %+v", *asOf.Known, asOf.Stood, compared.Differences)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFolds(t *rapid.T, v *projections.Views, w *writer, asOf domain.AsOf) {
	err := v.Past().Read(t.Context(), asOf, func(q *projections.Query) error {
		for _, stream := range streams {
			a, err := catalogue.Standard.Aggregate(stream)
			if err != nil {
				return err
			}
			f, err := a.Fold(w.log.history(stream), asOf)
			if err != nil {
				return err
			}
			stood := f.AsStood(asOf).(request.Request)
			_, id := domain.SplitStream(stream)
			got, err := q.Request(id)
			switch {
			case f.Facts == 0:
				if !errors.Is(err, projections.ErrNotFound) {
					return fmt.Errorf("%s: got %+v, want none", stream, got)
				}
			case err != nil:
				return err
			case got.Status != stood.Status || got.People != projections.PeopleOf(stood.People):
				return fmt.Errorf("%s: got %+v, want %+v", stream, got, stood)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// gatedLog counts the passes over a log and can hold them up.
type gatedLog struct {
	*memoryLog
	passes atomic.Int64
	mu     sync.Mutex
	gate   chan struct{}
}

func (l *gatedLog) hold() (open func()) {
	gate := make(chan struct{})
	l.mu.Lock()
	l.gate = gate
	l.mu.Unlock()
	return func() {
		l.mu.Lock()
		l.gate = nil
		l.mu.Unlock()
		close(gate)
	}
}

func (l *gatedLog) ReadAll(ctx context.Context, after eventstore.Position) iter.Seq2[eventstore.Recorded, error] {
	return func(yield func(eventstore.Recorded, error) bool) {
		l.passes.Add(1)
		l.mu.Lock()
		gate := l.gate
		l.mu.Unlock()
		if gate != nil {
			select {
			case <-gate:
			case <-ctx.Done():
				yield(eventstore.Recorded{}, ctx.Err())
				return
			}
		}
		l.memoryLog.ReadAll(ctx, after)(yield)
	}
}

// pastBench is a log of n requests and the views of it, which are not built.
func pastBench(t *testing.T, n int) (*gatedLog, projections.Config) {
	log := &gatedLog{memoryLog: newLog()}
	for i := range n {
		log.add(t, fmt.Sprintf("request-%d", i), request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, monday.Add(time.Duration(i)*time.Hour))
	}
	return log, projections.Config{Dir: t.TempDir(), Store: log, Catalogue: catalogue.Standard}
}

func openViews(t *testing.T, c projections.Config) *projections.Views {
	t.Helper()
	v, err := projections.Open(t.Context(), c)
	require.NoError(t, err)
	return v
}

// totalAt is how many requests there are as of the n-th event.
func totalAt(t *testing.T, v *projections.Views, n int) int {
	t.Helper()
	total, err := totalOf(t.Context(), v, n)
	require.NoError(t, err)
	return total
}

func totalOf(ctx context.Context, v *projections.Views, n int) (total int, err error) {
	err = v.Past().Read(ctx, domain.KnownAt(uint64(n*positionStep)), func(q *projections.Query) error {
		b, err := q.Board(domain.NewDate(2016, 9, 30))
		total = b.Total
		return err
	})
	return total, err
}

func pastFiles(t *testing.T, c projections.Config) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(c.Dir, "past", "*"))
	require.NoError(t, err)
	return found
}

func TestPastIsFoundAgain(t *testing.T) {
	log, c := pastBench(t, 5)
	v := openViews(t, c)
	require.Equal(t, 3, totalAt(t, v, 3))
	require.Equal(t, 3, totalAt(t, v, 3))
	require.EqualValues(t, 1, log.passes.Load(), "built once")
	require.NoError(t, v.Close())
	v = openViews(t, c)
	require.Equal(t, 3, totalAt(t, v, 3))
	require.EqualValues(t, 1, log.passes.Load(), "and found by the next process")
	require.Len(t, pastFiles(t, c), 1)
	require.NoError(t, v.Close())

	// Another log in the same folder is not mistaken for it.
	other := newLog()
	for i := range 4 {
		other.add(t, fmt.Sprintf("request-%d", i/2), []domain.Event{request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, request.Withdrawn{}}[i%2], monday)
	}
	for i := range other.records {
		other.records[i].ID = numbered(i + 100)
	}
	c.Store = other
	v = openViews(t, c)
	require.Equal(t, 2, totalAt(t, v, 3))
	require.NoError(t, v.Close())
}

func TestPastOfOtherDefinitionsIsSwept(t *testing.T) {
	log, c := pastBench(t, 5)
	v := openViews(t, c)
	require.Equal(t, 2, totalAt(t, v, 2))
	require.NoError(t, v.Close())
	for _, left := range []string{"past-0123456789abcdef-01234567-0123456789abcdef.sqlite.building", "past-0123456789abcdef-01234567-0123456789abcdef.sqlite", "else"} {
		require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "past", left), []byte("left"), 0o600))
	}
	v = openViews(t, c)
	require.Len(t, pastFiles(t, c), 1, "what is half built or foreign is gone")
	require.NoError(t, v.Close())

	c.Zone = time.UTC // days are other days, so that these are other views
	v = openViews(t, c)
	require.Empty(t, pastFiles(t, c))
	require.Equal(t, 2, totalAt(t, v, 2))
	require.NoError(t, v.Close())
	require.EqualValues(t, 2, log.passes.Load())

}

func TestPastIsBounded(t *testing.T) {
	log, c := pastBench(t, 9)
	c.Past.Files = 3
	v := openViews(t, c)
	for n := 1; n <= 3; n++ {
		require.Equal(t, n, totalAt(t, v, n))
	}
	totalAt(t, v, 1) // so that 2 is the oldest
	passes := log.passes.Load()

	// What is being read stays, and is read to its end.
	require.NoError(t, v.Past().Read(t.Context(), domain.KnownAt(2*positionStep), func(q *projections.Query) error {
		for n := 4; n <= 7; n++ {
			require.Equal(t, n, totalAt(t, v, n))
		}
		require.Len(t, pastFiles(t, c), 3)
		b, err := q.Board(domain.NewDate(2016, 9, 30))
		require.Equal(t, 2, b.Total)
		return err
	}))
	require.EqualValues(t, passes+4, log.passes.Load())
	for _, n := range []int{2, 6, 7} {
		totalAt(t, v, n)
	}
	require.EqualValues(t, passes+4, log.passes.Load(), "the last ones used are there")
	totalAt(t, v, 1)
	require.EqualValues(t, passes+5, log.passes.Load(), "and the others are not")
	require.NoError(t, v.Close())

	c.Past.Files, c.Past.Bytes = 100, 1
	v = openViews(t, c)
	require.Empty(t, pastFiles(t, c), "the bound in bytes holds at once")
	totalAt(t, v, 1)
	totalAt(t, v, 2)
	require.Len(t, pastFiles(t, c), 1, "the last one stays, however large")
	require.Equal(t, 2, totalAt(t, v, 2))
	require.NoError(t, v.Close())
}

func TestPastOrderOfUseOutlivesTheProcess(t *testing.T) {
	log, c := pastBench(t, 9)
	v := openViews(t, c)
	for n := 1; n <= 3; n++ {
		totalAt(t, v, n)
	}
	require.NoError(t, v.Close())
	// As if 1 had been used last.
	v = openViews(t, c)
	totalAt(t, v, 1)
	require.NoError(t, v.Close())
	c.Past.Files = 1
	v = openViews(t, c)
	passes := log.passes.Load()
	require.Len(t, pastFiles(t, c), 1)
	totalAt(t, v, 1)
	require.EqualValues(t, passes, log.passes.Load())
	require.NoError(t, v.Close())
}

func TestPastBuildsAreShared(t *testing.T) {
	log, c := pastBench(t, 5)
	v := openViews(t, c)
	open := log.hold()
	var readers sync.WaitGroup
	for i := range 10 {
		readers.Go(func() {
			if got, err := totalOf(t.Context(), v, 2+i%2); got != 2+i%2 || err != nil {
				t.Errorf("got %d, %v", got, err)
			}
		})
	}
	// One that will not wait leaves the build to the others.
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, v.Past().Prepare(impatient, domain.KnownAt(4*positionStep)), context.Canceled)
	open()
	readers.Wait()
	require.LessOrEqual(t, log.passes.Load(), int64(3), "one build each")
	require.NoError(t, v.Close())
}

func TestPastBuildSaysHowFarItIs(t *testing.T) {
	log, c := pastBench(t, 2100)
	told := make(chan projections.Status, 100)
	c.Progress = func(s projections.Status) { told <- s }
	v := openViews(t, c)
	asOf := domain.KnownAt(2050 * positionStep)
	_, building := v.Past().Building(asOf)
	require.False(t, building)
	open := log.hold()
	ended := make(chan error)
	go func() { ended <- v.Past().Prepare(context.Background(), asOf) }()
	for !building {
		_, building = v.Past().Building(asOf)
	}
	_, other := v.Past().Building(domain.KnownAt(3))
	require.False(t, other)
	open()
	require.NoError(t, <-ended)
	s := <-told
	require.EqualValues(t, 2050*positionStep, s.Head, "of where it ends")
	require.EqualValues(t, 1024*positionStep, s.Built)
	_, building = v.Past().Building(asOf)
	require.False(t, building)
	require.NoError(t, v.Close())
}

func TestPastBuildEndsWithTheViews(t *testing.T) {
	log, c := pastBench(t, 5)
	v := openViews(t, c)
	log.hold()
	ended := make(chan error)
	asOf := domain.KnownAt(2 * positionStep)
	go func() { ended <- v.Past().Prepare(context.Background(), asOf) }()
	for building := false; !building; {
		_, building = v.Past().Building(asOf)
	}
	require.NoError(t, v.Close())
	require.Error(t, <-ended)
	require.Empty(t, pastFiles(t, c), "nothing half built is left")
	require.Error(t, v.Past().Prepare(t.Context(), asOf))
}

func TestPastIsNotAhead(t *testing.T) {
	log, c := pastBench(t, 5)
	v := openViews(t, c)
	err := v.Past().Prepare(t.Context(), domain.KnownAt(5*positionStep+1))
	require.ErrorIs(t, err, projections.ErrAhead)
	require.Equal(t, 0, totalAt(t, v, 0))
	require.Equal(t, 5, totalAt(t, v, 5))
	log.add(t, "request-9", request.Submitted{Matter: "m", Place: "p", Channel: request.Phone, People: 1}, monday)
	require.Equal(t, 5, totalAt(t, v, 5))
	require.NoError(t, v.Close())
}

// A moment at which nothing is cut is served from the views of now.
func TestPastOfNowIsNow(t *testing.T) {
	log, c := pastBench(t, 5)
	v := running(t, c)
	waitFor(t, v, log.last())
	require.Equal(t, 5, totalAt(t, v, 5))
	require.NoError(t, v.Past().Prepare(t.Context(), domain.AsOf{}))
	require.Empty(t, pastFiles(t, c))
	require.NoError(t, v.Past().Prepare(t.Context(), domain.AsOf{Stood: monday}))
	require.Len(t, pastFiles(t, c), 1)
}

func TestDamagedPastIsBuiltAgain(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"a byte":   func(t *testing.T, path string) { spoil(t, path, 5000) },
		"the head": func(t *testing.T, path string) { spoil(t, path, 0) },
		"cut short": func(t *testing.T, path string) {
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.NoError(t, os.Truncate(path, info.Size()-4096))
		},
		"empty": func(t *testing.T, path string) { require.NoError(t, os.Truncate(path, 0)) },
	} {
		t.Run(name, func(t *testing.T) {
			log, c := pastBench(t, 300)
			v := openViews(t, c)
			totalAt(t, v, 200)
			require.NoError(t, v.Close())
			damage(t, pastFiles(t, c)[0])
			v = openViews(t, c)
			require.NoError(t, v.Past().Prepare(t.Context(), domain.KnownAt(200*positionStep)))
			if name == "cut short" {
				require.EqualValues(t, 2, log.passes.Load(), "whatever is read of it")
			}
			require.NoError(t, v.Past().Read(t.Context(), domain.KnownAt(200*positionStep), func(q *projections.Query) error {
				page, err := q.Requests(projections.Filter{}, projections.InOrder, projections.Page{})
				if err == nil && page.Total != 200 {
					err = fmt.Errorf("%d requests", page.Total)
				}
				return err
			}))
			require.EqualValues(t, 2, log.passes.Load(), "it was built again")
			require.NoError(t, v.Close())
		})
	}
}

// spoil overwrites a stretch of every page of a file, from a byte on.
func spoil(t *testing.T, path string, from int) {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	for at := from; at < len(data); at += 4096 {
		for i := at; i < min(at+64, len(data)); i++ {
			data[i] ^= 0xff
		}
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
}

// Two damaged reads at once do not harm what is built in the place of the file.
func TestDamageFoundByReadersOfThePast(t *testing.T) {
	log, c := pastBench(t, 300)
	v := openViews(t, c)
	totalAt(t, v, 200)
	var readers sync.WaitGroup
	spoil(t, pastFiles(t, c)[0], 8)
	for range 8 {
		readers.Go(func() {
			for range 5 {
				if got, err := totalOf(t.Context(), v, 200); got != 200 || err != nil {
					t.Errorf("got %d, %v", got, err)
				}
			}
		})
	}
	readers.Wait()
	require.LessOrEqual(t, log.passes.Load(), int64(2))
	require.NoError(t, v.Close())
}
