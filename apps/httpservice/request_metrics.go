package httpservice

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// durationBuckets are in seconds; they end where the server's time-outs do.
var durationBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 15}

var knownMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions}

// withMetrics counts and times requests by route, which is the pattern and never the path sent:
// "none" where no pattern matches. An answer that was broken off has the status "aborted".
func withMetrics(set *metrics.Set, next http.Handler) http.Handler {
	var inFlight atomic.Int64
	set.NewGauge("http_requests_in_flight", func() float64 { return float64(inFlight.Load()) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		inFlight.Add(1)
		written := &statusWriter{ResponseWriter: w}
		status := "aborted"
		defer func() {
			inFlight.Add(-1)
			count(set, r, status, time.Since(start))
		}()
		next.ServeHTTP(written, r)
		status = strconv.Itoa(written.Status())
	})
}

// knownMethod is "other" for a method that a caller made up, so that labels stay few.
func knownMethod(method string) string {
	if slices.Contains(knownMethods, method) {
		return method
	}
	return "other"
}

func count(set *metrics.Set, r *http.Request, status string, duration time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	labels := fmt.Sprintf("route=%q,method=%q", route, knownMethod(r.Method))
	set.GetOrCreateCounter(fmt.Sprintf("http_requests_total{%s,status=%q}", labels, status)).Inc()
	set.GetOrCreatePrometheusHistogramExt("http_request_duration_seconds{"+labels+"}", durationBuckets).
		Update(duration.Seconds())
}
