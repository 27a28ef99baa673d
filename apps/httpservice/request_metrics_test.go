package httpservice

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// expectFigures finds each line in the set's text.
func expectFigures(t *testing.T, set *metrics.Set, want ...string) {
	t.Helper()
	var text strings.Builder
	set.WritePrometheus(&text)
	for _, line := range want {
		if !strings.Contains("\n"+text.String(), "\n"+line+"\n") {
			t.Errorf("no line %s in\n%s", line, &text)
		}
	}
}

func TestRequestsAreCountedByPattern(t *testing.T) {
	set := metrics.NewSet()
	handler := withMetrics(set, withRecovery(NewLogger("library", t.Output()), Routes{
		"/books/{isbn}": {http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "") }},
		"/panic":        {http.MethodGet: func(http.ResponseWriter, *http.Request) { panic("lost") }},
	}))
	for _, request := range []struct{ method, path string }{
		{"GET", "/books/1"}, {"GET", "/books/2"}, {"HEAD", "/books/2"}, {"POST", "/books/2"}, {"BREW", "/books/2"},
		{"GET", "/what/ever"}, {"GET", `/"}{`}, {"GET", "/panic"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Method, r.URL.Path = request.method, request.path
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	expectFigures(t, set,
		`http_requests_total{route="/books/{isbn}",method="GET",status="200"} 2`,
		`http_requests_total{route="/books/{isbn}",method="HEAD",status="200"} 1`,
		`http_requests_total{route="/books/{isbn}",method="POST",status="405"} 1`,
		`http_requests_total{route="/books/{isbn}",method="other",status="405"} 1`,
		`http_requests_total{route="none",method="GET",status="404"} 2`,
		`http_requests_total{route="/panic",method="GET",status="500"} 1`,
		`http_request_duration_seconds_count{route="/books/{isbn}",method="GET"} 2`,
		`http_requests_in_flight 0`)
}

func TestRequestsAreTimedAndCountedWhileUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := metrics.NewSet()
		handler := withMetrics(set, Routes{"/": {http.MethodGet: func(http.ResponseWriter, *http.Request) {
			expectFigures(t, set, "http_requests_in_flight 1")
			time.Sleep(75 * time.Millisecond)
		}}})
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		expectFigures(t, set,
			`http_request_duration_seconds_bucket{route="/",method="GET",le="0.05"} 0`,
			`http_request_duration_seconds_bucket{route="/",method="GET",le="0.1"} 1`,
			`http_request_duration_seconds_bucket{route="/",method="GET",le="+Inf"} 1`,
			`http_request_duration_seconds_sum{route="/",method="GET"} 0.075`)
	})
}

func TestAnswerBrokenOffIsNoSuccess(t *testing.T) {
	set := metrics.NewSet()
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler {
			t.Errorf("recovered %v", cause)
		}
		expectFigures(t, set, `http_requests_total{route="none",method="GET",status="aborted"} 1`, "http_requests_in_flight 0")
	}()
	withMetrics(set, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		Answer(w, 200, "half")
		panic(http.ErrAbortHandler)
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
