package web

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/sunledger/sunledger/projections"
)

// metrics are what /metrics says. Labels come from closed lists, so that no
// client can make new ones.
type metrics struct {
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	commands  *prometheus.CounterVec
	signIns   *prometheus.CounterVec
	openings  *prometheus.CounterVec
}

func newMetrics(c Config, l *live, open *sessions) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sunledger_http_requests_total", Help: "Requests answered.",
		}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "sunledger_http_request_duration_seconds", Help: "How long requests took, streams of events left out.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route", "method"}),
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sunledger_commands_total", Help: "Commands received, by what became of them.",
		}, []string{"command", "outcome"}),
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sunledger_sign_ins_total", Help: "Attempts to sign in to the pages, by what became of them.",
		}, []string{"outcome"}),
		openings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sunledger_openings_total", Help: "Fields opened that are not public, by who may see them and the kind of stream.",
		}, []string{"audience", "category"}),
	}
	c.Registry.MustRegister(m.requests, m.durations, m.commands, m.signIns, m.openings, viewsCollector{c.Views},
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "sunledger_live_clients", Help: "Readers that follow the board live.",
		}, func() float64 { return float64(l.clients.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "sunledger_sessions", Help: "Sessions of those who signed in to the pages.",
		}, func() float64 { return float64(open.count()) }),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

func (m *metrics) observe(route, method string, status int, took time.Duration) {
	method = knownMethod(method)
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	if route != liveRoute {
		m.durations.WithLabelValues(route, method).Observe(took.Seconds())
	}
}

// viewsCollector reads how the views stand once for each scrape.
type viewsCollector struct{ views *projections.Views }

var (
	viewsPosition = prometheus.NewDesc("sunledger_views_position", "Position of the last event in the views that are served.", nil, nil)
	viewsHead     = prometheus.NewDesc("sunledger_log_position", "Position of the last event in the log.", nil, nil)
	viewsBehind   = prometheus.NewDesc("sunledger_views_behind", "How many positions the views lag behind the log.", nil, nil)
	viewsBuilt    = prometheus.NewDesc("sunledger_views_built_events", "Events in the file that is being built, 0 for none.", nil, nil)
	viewsState    = prometheus.NewDesc("sunledger_views_state", "1 for what the views are doing.", []string{"state"}, nil)
)

// Describe lists what is collected.
func (viewsCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{viewsPosition, viewsHead, viewsBehind, viewsBuilt, viewsState} {
		to <- d
	}
}

// Collect reads the status.
func (c viewsCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s := c.views.Status(ctx)
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(viewsPosition, float64(s.Position))
	gauge(viewsHead, float64(s.Head))
	gauge(viewsBehind, float64(s.Behind))
	gauge(viewsBuilt, float64(s.BuiltEvents))
	for _, state := range []projections.State{projections.Building, projections.Ready, projections.Stopped} {
		is := 0.0
		if s.State == state {
			is = 1
		}
		gauge(viewsState, is, string(state))
	}
}
