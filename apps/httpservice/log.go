package httpservice

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// NewLogger writes one JSON object a line, each with the service's name and, when logged with a
// request's context, request_id and trace_id. A text has at most 1 KiB (a stack 8 KiB). Of lines
// below WARN, and of the others, 64 KiB a second are written after a burst of 1 MiB; a line
// "log lines left out" counts the rest.
func NewLogger(service string, out io.Writer) *slog.Logger {
	limited := newLimitedLog(service, out)
	lines := slog.NewJSONHandler(limited, &slog.HandlerOptions{ReplaceAttr: cutField})
	return slog.New(contextHandler{lines, limited}).With("service", service)
}

// contextHandler adds what ties the lines of one request together.
type contextHandler struct {
	slog.Handler
	log *limitedLog
}

func (h contextHandler) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record.AddAttrs(slog.String("request_id", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()))
	}
	return h.log.at(record.Level, func() error { return h.Handler.Handle(ctx, record) })
}

func (h contextHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return contextHandler{h.Handler.WithAttrs(attributes), h.log}
}

func (h contextHandler) WithGroup(name string) slog.Handler {
	return contextHandler{h.Handler.WithGroup(name), h.log}
}

// withAccessLog writes a line for each request: method, path without query, status, duration in
// milliseconds. Probes are logged at debug level: they come every few seconds.
func withAccessLog(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		written := &statusWriter{ResponseWriter: w}
		defer func() {
			logger.Log(r.Context(), accessLevel(r.URL.Path, written.Status()), "request",
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
	case isProbe(path):
		return slog.LevelDebug
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	default:
		return slog.LevelInfo
	}
}
