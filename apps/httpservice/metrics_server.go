package httpservice

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"

	"github.com/VictoriaMetrics/metrics"
)

// metricsServer answers GET /metrics with set and the Go runtime's figures, in Prometheus' text
// format.
func metricsServer(set *metrics.Set, logger *slog.Logger) *http.Server {
	metrics.ExposeMetadata(true)
	set.NewGauge(fmt.Sprintf("build_info{goversion=%q}", runtime.Version()), func() float64 { return 1 })
	serve := func(w http.ResponseWriter, _ *http.Request) {
		PrepareAnswer(w, "text/plain; version=0.0.4; charset=utf-8")
		set.WritePrometheus(w)
		metrics.WriteProcessMetrics(w)
	}
	return server(withRecovery(logger, Routes{"/metrics": {http.MethodGet: serve}}), newCallers(maxScrapers, set), logger)
}
