package httpservice

import (
	"io"
	"log/slog"
	"net/http"
	"time"
)

// NewLogger writes one JSON object a line, each with the service's name.
func NewLogger(service string, out io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(out, nil)).With("service", service)
}

// withAccessLog writes a line for each request: method, path without query, status, duration in
// milliseconds. Probes are logged at debug level: they come every few seconds.
func withAccessLog(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		written := &statusWriter{ResponseWriter: w}
		defer func() {
			logger.Log(r.Context(), accessLevel(r.URL.Path, written.Status()), "request",
				"request_id", RequestID(r.Context()),
				"method", r.Method,
				"path", r.URL.Path,
				"status", written.Status(),
				"duration_ms", float64(time.Since(start).Microseconds())/1000)
		}()
		next.ServeHTTP(written, r)
	})
}

func accessLevel(path string, status int) slog.Level {
	switch {
	case path == livenessPath || path == readinessPath:
		return slog.LevelDebug
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	default:
		return slog.LevelInfo
	}
}
