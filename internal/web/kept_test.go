package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/domain"
)

const keptBusy = time.Second

// maker makes copies, of which each is another.
type maker struct {
	mu   sync.Mutex
	made int
	size int
	err  error
	wait chan struct{} // where it is not nil the making goes on when it is closed
}

func (m *maker) fresh() (*copied, error) {
	if m.wait != nil {
		<-m.wait
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made++; m.err != nil {
		return nil, m.err
	}
	return &copied{tag: strconv.Itoa(m.made), body: append([]byte(strconv.Itoa(m.made)), make([]byte, m.size)...)}, nil
}

func keptForTest(t *testing.T) (*kept, func(key string, want wanted, m *maker) string) {
	k := newKept(time.Now, func(...string) uint64 { return math.MaxUint64 }, keptBusy)
	return k, func(key string, want wanted, m *maker) string {
		c, err := k.get(t.Context(), keptKey{address: key}, want, m.fresh)
		require.NoError(t, err)
		return c.tag
	}
}

func TestKeptWhileNothingIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, get := keptForTest(t)
		m := &maker{}
		at := wanted{views: 7, today: domain.NewDate(2016, 12, 31)}
		require.Equal(t, "1", get("/", at, m))
		require.Equal(t, "1", get("/", at, m))
		require.Equal(t, "2", get("/requests", at, m), "another page")
		at.views++
		require.Equal(t, "3", get("/", at, m), "something was recorded, and nobody else asks")
		at.today = at.today.AddDays(1)
		require.Equal(t, "4", get("/", at, m), "another day")
		time.Sleep(keptUnchanged - 1)
		require.Equal(t, "4", get("/", at, m))
		time.Sleep(1 * time.Nanosecond)
		require.Equal(t, "5", get("/", at, m), "not for ever")
	})
}

// A list is kept for as long as nothing changes that it was read from.
func TestKeptWhileItsViewsStand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		changed := map[string]uint64{"assets": 5, "places": 6}
		k := newKept(time.Now, func(views ...string) (last uint64) {
			for _, view := range views {
				last = max(last, changed[view])
			}
			return last
		}, keptBusy)
		made := 0
		get := func(key string, views []string, want wanted) int {
			c, err := k.get(t.Context(), keptKey{address: key}, want, func() (*copied, error) {
				made++
				return &copied{position: want.views, views: views, body: []byte(strconv.Itoa(made))}, nil
			})
			require.NoError(t, err)
			n, err := strconv.Atoi(string(c.body))
			require.NoError(t, err)
			return n
		}
		assets := []string{"assets", "places"}
		require.Equal(t, 1, get("/assets", assets, wanted{views: 7}))
		require.Equal(t, 2, get("/", nil, wanted{views: 7}), "it depends on more than views")
		changed["requests"] = 9
		require.Equal(t, 1, get("/assets", assets, wanted{views: 9}), "something else changed")
		require.Equal(t, 3, get("/", nil, wanted{views: 9}))
		require.Equal(t, 4, get("/assets", assets, wanted{views: 9, least: 8}), "a later one is asked for")
		require.Equal(t, 5, get("/assets", assets, wanted{views: 9, today: domain.NewDate(2016, 12, 31)}), "another day")
		changed["places"] = 12
		require.Equal(t, 6, get("/assets", assets, wanted{views: 12}), "its view changed")
		time.Sleep(keptStanding - 1)
		require.Equal(t, 6, get("/assets", assets, wanted{views: 20}))
		time.Sleep(1 * time.Nanosecond)
		require.Equal(t, 7, get("/assets", assets, wanted{views: 20}), "not for ever")
	})
}

func TestKeptWhileOthersAreMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, get := keptForTest(t)
		m, slow := &maker{}, &maker{wait: make(chan struct{})}
		require.Equal(t, "1", get("/", wanted{views: 7}, m))
		go get("/requests", wanted{views: 8}, slow)
		synctest.Wait()
		time.Sleep(keptBusy - 1)
		require.Equal(t, "1", get("/", wanted{views: 8}, m), "while another is made one of the last second will do")
		require.Equal(t, "2", get("/", wanted{views: 8, least: 0, today: domain.NewDate(2016, 1, 1)}, m))
		time.Sleep(keptBusy)
		require.Equal(t, "3", get("/", wanted{views: 8}, m))
		require.Equal(t, "3", get("/", wanted{views: 9}, m))
		close(slow.wait)
		synctest.Wait()
		require.Equal(t, "4", get("/", wanted{views: 9}, m), "nobody makes any")
	})
}

// Nobody waits for the next copy while the last one is of the last two seconds.
func TestKeptWhileItIsMadeAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, get := keptForTest(t)
		m, slow := &maker{}, &maker{wait: make(chan struct{})}
		require.Equal(t, "1", get("/", wanted{views: 7}, m))
		time.Sleep(keptBusy)
		go get("/", wanted{views: 8}, slow)
		synctest.Wait()
		require.Equal(t, "1", get("/", wanted{views: 8}, m))
		time.Sleep(keptBusy - 1)
		require.Equal(t, "1", get("/", wanted{views: 9}, m))
		time.Sleep(1 * time.Nanosecond)
		waited := make(chan string)
		go func() { waited <- get("/", wanted{views: 9}, m) }()
		synctest.Wait()
		select {
		case <-waited:
			t.Error("a copy of three seconds ago was given")
		default:
		}
		close(slow.wait)
		require.Equal(t, "1", <-waited, "what the other made")
		require.Equal(t, 1, slow.made)
		require.Equal(t, 1, m.made)
	})
}

func TestKeptWhereManyAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, get := keptForTest(t)
		m := &maker{}
		for n := range keptOften + 1 {
			require.Equal(t, strconv.Itoa(n+1), get("/", wanted{views: uint64(n)}, m), "few ask")
		}
		last := strconv.Itoa(keptOften + 1)
		require.Equal(t, last, get("/", wanted{views: 100}, m))
		require.Equal(t, "6", get("/requests", wanted{views: 100}, m))
		time.Sleep(keptBusy - 1)
		require.Equal(t, last, get("/", wanted{views: 200}, m))
		time.Sleep(1 * time.Nanosecond)
		require.Equal(t, "7", get("/", wanted{views: 300}, m), "not older than a second")
		time.Sleep(time.Second)
		require.Equal(t, "8", get("/", wanted{views: 301}, m), "few ask again")
	})
}

// Who has written something and names its position reads it.
func TestKeptIsNotOlderThanAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, get := keptForTest(t)
		slow := &maker{wait: make(chan struct{})}
		at := func(position uint64) func() (*copied, error) {
			return func() (*copied, error) { return &copied{position: position, body: []byte("x")}, nil }
		}
		c, err := k.get(t.Context(), keptKey{}, wanted{views: 7}, at(7))
		require.NoError(t, err)
		require.EqualValues(t, 7, c.position)
		go get("/requests", wanted{}, slow)
		synctest.Wait()
		c, err = k.get(t.Context(), keptKey{}, wanted{views: 8, least: 8}, at(8))
		require.NoError(t, err)
		require.EqualValues(t, 8, c.position)
		close(slow.wait)
	})
}

func TestKeptIsMadeByOneForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, get := keptForTest(t)
		m := &maker{wait: make(chan struct{})}
		var all sync.WaitGroup
		for range 9 {
			all.Go(func() { require.Equal(t, "1", get("/", wanted{views: 1}, m)) })
		}
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		all.Go(func() {
			_, err := k.get(ctx, keptKey{address: "/"}, wanted{views: 1}, m.fresh)
			require.ErrorIs(t, err, context.Canceled)
		})
		synctest.Wait()
		cancel()
		close(m.wait)
		all.Wait()
		require.Equal(t, 1, m.made)
	})
}

// What fails is not kept, and whoever waited tries by themselves.
func TestKeptIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, get := keptForTest(t)
		failing := &maker{wait: make(chan struct{}), err: errors.New("broken")}
		panicking := func() (*copied, error) { <-failing.wait; panic("broken") }
		go func() {
			_, err := k.get(t.Context(), keptKey{address: "/"}, wanted{}, failing.fresh)
			require.ErrorIs(t, err, failing.err)
		}()
		go func() {
			defer func() { require.NotNil(t, recover()) }()
			_, _ = k.get(t.Context(), keptKey{address: "/requests"}, wanted{}, panicking)
		}()
		synctest.Wait()
		m := &maker{}
		var all sync.WaitGroup
		all.Go(func() { get("/", wanted{}, m) })
		all.Go(func() { get("/requests", wanted{}, m) })
		synctest.Wait()
		close(failing.wait)
		all.Wait()
		require.Equal(t, 2, m.made)
		require.Empty(t, k.making)
	})
}

func TestKeptIsBounded(t *testing.T) {
	k, get := keptForTest(t)
	m := &maker{size: 1 << 20}
	for n := range 100 {
		get(strconv.Itoa(n), wanted{views: 1}, m)
		get("/", wanted{views: 1}, m) // used again and again, and kept for that
	}
	require.Equal(t, 101, m.made)
	bytes := 0
	for _, generation := range []map[keptKey]*keptCopy{k.young, k.old} {
		for _, c := range generation {
			bytes += c.size()
		}
	}
	require.LessOrEqual(t, bytes, 2*(maxKeptBytes+2<<20))
}

func TestCopiedIsSentAsAsked(t *testing.T) {
	c := &copied{tag: `W/"7"`, header: http.Header{"Content-Type": {"text/plain"}}, body: bytes.Repeat([]byte("sun"), 1000)}
	c.small = func() ([]byte, error) { return packed(c.body) }
	send := func(header ...string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		require.NoError(t, c.send(w, r))
		return w
	}
	plain, small, held := send(), send("Accept-Encoding", "gzip"), send("If-None-Match", `W/"6", W/"7"`)
	for _, w := range []*httptest.ResponseRecorder{plain, small} {
		require.Equal(t, []string{"Accept-Encoding"}, w.Header().Values("Vary"))
		require.Equal(t, "text/plain", w.Header().Get("Content-Type"))
		require.Equal(t, c.tag, w.Header().Get("ETag"))
		require.Equal(t, strconv.Itoa(w.Body.Len()), w.Header().Get("Content-Length"))
	}
	require.Equal(t, c.body, plain.Body.Bytes())
	require.Equal(t, "gzip", small.Header().Get("Content-Encoding"))
	z, err := unpacked(small.Body)
	require.NoError(t, err)
	require.Equal(t, c.body, z)
	require.Equal(t, http.StatusNotModified, held.Code)
	require.Empty(t, held.Body.Bytes())
}

func unpacked(r io.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
