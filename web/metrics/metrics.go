// Package metrics serves the engine's counters to Prometheus, on a listener of its own.
package metrics

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"

	"upgrade101/web/live"
)

var (
	sessions   = prometheus.NewDesc("upgrade101_sessions", "WebSocket sessions that are open.", nil, nil)
	handshakes = prometheus.NewDesc("upgrade101_handshakes_total", "Opening handshakes answered.", []string{"status"}, nil)
	frames     = prometheus.NewDesc("upgrade101_frames_total", "Frames received in sessions; a session is added every few seconds and when it ends.", nil, nil)
	bytes      = prometheus.NewDesc("upgrade101_bytes_total", "Bytes of sessions, likewise.", []string{"direction"}, nil)
	refusals   = prometheus.NewDesc("upgrade101_refusals_total", "Connections, sessions and calls refused or ended because of a limit.", []string{"limit"}, nil)
	tries      = prometheus.NewDesc("upgrade101_tries_total", "Tries of /api/try.", nil, nil)
	build      = prometheus.NewDesc("upgrade101_build_info", "Always 1; version is the content hash of what is served.", []string{"version", "go"}, nil)
)

// collector reads the counters at each scrape.
type collector struct {
	counts  func() live.Counts
	version string
}

func (c *collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{sessions, handshakes, frames, bytes, refusals, tries, build} {
		out <- d
	}
}

func (c *collector) Collect(out chan<- prometheus.Metric) {
	counter := func(d *prometheus.Desc, n int64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
	}
	now := c.counts()
	out <- prometheus.MustNewConstMetric(sessions, prometheus.GaugeValue, float64(now.Sessions))
	for status, n := range now.Handshakes {
		counter(handshakes, n, strconv.Itoa(status))
	}
	counter(frames, now.Frames)
	counter(bytes, now.Received, "received")
	counter(bytes, now.Sent, "sent")
	for limit, n := range now.Refused {
		counter(refusals, n, limit)
	}
	counter(tries, now.Tries)
	out <- prometheus.MustNewConstMetric(build, prometheus.GaugeValue, 1, c.version, runtime.Version())
}

// Handler serves GET /metrics.
func Handler(counts func() live.Counts, version string) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(&collector{counts, version}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes}))
	return mux
}

// Bounds of the listener, for a few scrapers.
const (
	maxConnections = 32
	maxScrapes     = 4
)

// Serve listens on an address and serves there until ctx is done. It returns once it listens, or with the fault of the address.
func Serve(ctx context.Context, address string, h http.Handler) (net.Addr, error) {
	l, err := live.Listen(address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the metrics cannot be served at %s: another program, or the server itself, listens there; give -metrics another address", address)
	case err != nil:
		return nil, fmt.Errorf("the metrics cannot be served at %q: %w", address, err)
	}
	server := &http.Server{Handler: h, ReadTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	context.AfterFunc(ctx, func() { server.Close() })
	go server.Serve(netutil.LimitListener(l, maxConnections))
	return l.Addr(), nil
}
