package httpservice

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// logLine decodes the only line of a log.
func logLine(t *testing.T, log *bytes.Buffer) map[string]any {
	t.Helper()
	var line map[string]any
	decoder := json.NewDecoder(log)
	if err := decoder.Decode(&line); err != nil {
		t.Fatalf("log line: %v", err)
	}
	if rest, _ := io.ReadAll(decoder.Buffered()); len(bytes.TrimSpace(rest)) > 0 {
		t.Fatalf("more than one line: %s", rest)
	}
	return line
}

func TestAccessLogLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		handler := withRequestID(withAccessLog(NewLogger("library", &log), http.HandlerFunc(
			func(w http.ResponseWriter, _ *http.Request) {
				time.Sleep(1500 * time.Microsecond)
				Answer(w, http.StatusCreated, "secret")
			})))
		r := httptest.NewRequest("POST", "/books?reader=jane@example.org", strings.NewReader("secret"))
		r.Header.Set(RequestIDHeader, "r-1")
		handler.ServeHTTP(httptest.NewRecorder(), r)

		line := logLine(t, &log)
		delete(line, "time")
		want := map[string]any{
			"level": "INFO", "msg": "request", "service": "library", "request_id": "r-1",
			"method": "POST", "path": "/books", "status": 201.0, "duration_ms": 1.5,
		}
		if !reflect.DeepEqual(line, want) {
			t.Errorf("got  %v\nwant %v", line, want)
		}
	})
}

func TestAccessLogStatusAndLevel(t *testing.T) {
	tests := map[string]struct {
		path       string
		handler    http.HandlerFunc
		wantStatus float64
		wantLevel  string
	}{
		"nothing written": {"/", func(http.ResponseWriter, *http.Request) {}, 200, "INFO"},
		"only a body":     {"/", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "x") }, 200, "INFO"},
		"first status counts": {"/", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(404)
			w.WriteHeader(500)
		}, 404, "INFO"},
		"server's fault":  {"/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }, 502, "ERROR"},
		"liveness probe":  {"/healthz", func(http.ResponseWriter, *http.Request) {}, 200, "DEBUG"},
		"readiness probe": {"/readyz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, 503, "DEBUG"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			withAccessLog(logger, test.handler).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", test.path, nil))
			line := logLine(t, &log)
			if line["status"] != test.wantStatus || line["level"] != test.wantLevel {
				t.Errorf("got %v", line)
			}
		})
	}
}

func TestProbesAreNotLoggedByDefault(t *testing.T) {
	var log bytes.Buffer
	handler := withAccessLog(NewLogger("library", &log), http.NotFoundHandler())
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/healthz", nil))
	if log.Len() != 0 {
		t.Errorf("logged %s", &log)
	}
}
