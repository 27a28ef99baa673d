package httpservice

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/VictoriaMetrics/metrics"
)

func TestMetricsServer(t *testing.T) {
	set := metrics.NewSet()
	set.NewCounter("books_lent_total").Inc()
	handler := metricsServer(set, NewLogger("library", t.Output())).Handler
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if contentType := w.Header().Get("Content-Type"); w.Code != 200 || contentType != "text/plain; version=0.0.4; charset=utf-8" {
		t.Errorf("got %d %s", w.Code, contentType)
	}
	for _, part := range []string{
		"# TYPE books_lent_total counter\nbooks_lent_total 1\n", `build_info{goversion="go1.`,
		"\ngo_goroutines ", "\nprocess_cpu_seconds_total ",
	} {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("%q is missing in\n%s", part, w.Body)
		}
	}
	w = httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	expectProblem(t, w, NotFound("no such path"))
}
