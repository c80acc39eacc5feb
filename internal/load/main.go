// Command load reads the board and lists of a running server while commands are
// accepted, as a county does at its busiest, and says how long the answers took.
//
//	sunledger --ledger file:./demo demo &
//	SUNLEDGER_TOKEN=… go run ./internal/load --for 60s
//
// The token is that of an account that may submit and accept requests; without one
// nothing is written. The requests stay in the ledger: it is meant for a
// demonstration. It speaks to this machine alone and ends by itself.
//
// A reader opens a page, reads for a while, and opens the next. What is measured is
// the time from asking to the last byte.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
)

// plan is what is to be done.
type plan struct {
	board   string
	token   string
	matter  string
	readers int
	pause   time.Duration
	rate    int
	length  time.Duration
}

func main() {
	var p plan
	flag.StringVar(&p.board, "board", "http://127.0.0.1:8080", "the server, on this machine")
	flag.StringVar(&p.matter, "matter", "JB01", "matter of the requests, on the immediate list")
	flag.IntVar(&p.readers, "readers", 32, "readers at once")
	flag.DurationVar(&p.pause, "pause", time.Second, "how long a reader reads a page, on average")
	flag.IntVar(&p.rate, "rate", 200, "commands a second")
	flag.DurationVar(&p.length, "for", 30*time.Second, "how long, 10 minutes at most")
	flag.Parse()
	p.token = os.Getenv("SUNLEDGER_TOKEN")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, p, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// run carries a plan out and writes what came of it.
func run(ctx context.Context, p plan, out io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: p.readers + p.rate}}
	places, err := placesOf(ctx, client, p.board)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, p.length)
	defer cancel()
	reads, writes := newTimes(), newTimes()
	var all sync.WaitGroup
	for range p.readers {
		all.Go(func() { p.read(ctx, client, places, reads) })
	}
	if p.token != "" {
		all.Go(func() { p.write(ctx, client, places, writes) })
	}
	began := time.Now()
	all.Wait()
	took := time.Since(began)
	fmt.Fprintf(out, "%d readers, %s for a page, %.0f s\n", p.readers, p.pause, took.Seconds())
	reads.tell(out, took)
	fmt.Fprintln(out)
	writes.tell(out, took)
	return nil
}

func (p plan) check() error {
	at, err := url.Parse(p.board)
	switch {
	case err != nil:
		return err
	case !net.ParseIP(at.Hostname()).IsLoopback() && at.Hostname() != "localhost":
		return fmt.Errorf("--board %s is not this machine: it makes as much traffic as it can answer", p.board)
	case p.length <= 0 || p.length > 10*time.Minute:
		return fmt.Errorf("--for %s: up to 10 minutes", p.length)
	case p.readers < 1 || p.readers > 1000, p.rate < 1 || p.rate > 5000, p.pause < 0:
		return fmt.Errorf("--readers is 1 to 1000, --rate 1 to 5000, --pause not negative")
	}
	return nil
}

// placesOf are the communities of the board.
func placesOf(ctx context.Context, client *http.Client, board string) ([]string, error) {
	body, err := get(ctx, client, board+"/board.json")
	if err != nil {
		return nil, err
	}
	var value struct {
		Requests struct {
			ByPlace map[string]int `json:"byPlace"`
		} `json:"requests"`
	}
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, err
	}
	var places []string
	for place := range value.Requests.ByPlace {
		if place != "" {
			places = append(places, place)
		}
	}
	if len(places) == 0 {
		return nil, fmt.Errorf("%s has no requests of any community", board)
	}
	slices.Sort(places)
	return places, nil
}

func get(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return do(client, r)
}

// do sends a request and reads the whole answer, which must be one of success.
func do(client *http.Client, r *http.Request) ([]byte, error) {
	w, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	if err == nil && w.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.200s", r.Method, r.URL.Path, w.Status, body)
	}
	return body, err
}

// lists are the pages that readers open beside the board; %s is a community.
var lists = []string{
	"/requests", "/requests?place=%s", "/requests?place=%s&timing=closed-late", "/requests.json?place=%s", "/requests?list=agent&closed=2016-06&timing=closed-late",
	"/decisions", "/decisions?community=community-%s", "/assets", "/assets?community=community-%s", "/contracts", "/contracts?community=community-%s",
	"/reforms", "/audits", "/obligations", "/obligations?community=community-%s", "/books", "/communities", "/matters",
	"/enterprises", "/projects", "/activities", "/trainings", "/tenders", "/debts",
}

// read opens the board and the lists in turn, until the context ends.
func (p plan) read(ctx context.Context, client *http.Client, places []string, took *times) {
	for n := rand.N(p.pause + 1); sleep(ctx, n); n = p.pause/2 + rand.N(p.pause+1) {
		page := "/"
		switch rand.N(4) {
		case 0:
			page = "/board.json"
		case 1, 2:
			page = lists[rand.N(len(lists))]
		}
		name := page
		page = strings.ReplaceAll(page, "%s", url.QueryEscape(places[rand.N(len(places))]))
		began := time.Now()
		_, err := get(ctx, client, p.board+page)
		took.add(ctx, strings.ReplaceAll(name, "%s", "…"), time.Since(began), err)
	}
}

// course is what is done with a request after it was submitted.
var course = []struct {
	name   string
	fields map[string]any
}{
	{"request.accept", map[string]any{}},
	{"request.complete", map[string]any{"outcome": "solved"}},
}

// write submits, accepts and completes requests at the rate of the plan.
func (p plan) write(ctx context.Context, client *http.Client, places []string, took *times) {
	tick := time.NewTicker(time.Duration(1+len(course)) * time.Second / time.Duration(p.rate))
	defer tick.Stop()
	var all sync.WaitGroup
	defer all.Wait()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		place := places[rand.N(len(places))]
		all.Go(func() { p.request(ctx, client, place, took) })
	}
}

func (p plan) request(ctx context.Context, client *http.Client, place string, took *times) {
	began := time.Now()
	body, err := p.command(ctx, client, "request.submit", "", map[string]any{"matter": p.matter, "place": place, "channel": "window", "people": 1})
	took.add(ctx, "request.submit", time.Since(began), err)
	var receipt struct {
		Stream string `json:"stream"`
	}
	if err != nil || json.Unmarshal(body, &receipt) != nil {
		return
	}
	for _, c := range course {
		began := time.Now()
		_, err := p.command(ctx, client, c.name, strings.TrimPrefix(receipt.Stream, "request-"), c.fields)
		if took.add(ctx, c.name, time.Since(began), err); err != nil {
			return
		}
	}
}

func (p plan) command(ctx context.Context, client *http.Client, name, id string, fields map[string]any) ([]byte, error) {
	envelope := map[string]any{"command": fields}
	if id != "" {
		envelope["id"] = id
	}
	body, err := json.Marshal(envelope)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.board+"/api/commands/"+name, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+p.token)
	return do(client, r)
}

// sleep waits, and reports whether the context goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// times are how long answers took, by what was asked.
type times struct {
	mu     sync.Mutex
	by     map[string][]time.Duration
	failed int
	first  error
}

func newTimes() *times { return &times{by: map[string][]time.Duration{}} }

// add takes note of an answer. What the end has cut off is none.
func (t *times) add(ctx context.Context, what string, took time.Duration, err error) {
	if ctx.Err() != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		if t.failed++; t.first == nil {
			t.first = err
		}
		return
	}
	t.by[what] = append(t.by[what], took)
}

// tell writes the median, the 99th percentile and the longest, of all and of each,
// by the nearest rank.
func (t *times) tell(out io.Writer, took time.Duration) {
	var all []time.Duration
	var names []string
	for name, some := range t.by {
		all = append(all, some...)
		names = append(names, name)
	}
	slices.Sort(names)
	row := func(name string, some []time.Duration) {
		if len(some) == 0 {
			return
		}
		slices.Sort(some)
		rank := func(percent int) float64 { return some[(len(some)*percent+99)/100-1].Seconds() * 1000 }
		fmt.Fprintf(out, "%-50s %7d  %6.1f/s  median %6.1f ms  p99 %6.1f ms  longest %6.1f ms\n",
			name, len(some), float64(len(some))/took.Seconds(), rank(50), rank(99), rank(100))
	}
	row("all", all)
	for _, name := range names {
		row("  "+name, t.by[name])
	}
	if t.failed > 0 {
		fmt.Fprintf(out, "failed: %d, the first with: %v\n", t.failed, t.first)
	}
}
