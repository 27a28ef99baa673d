package httpservice

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

const (
	instrumentation = "sre-challenge/apps/httpservice"
	// flushDeadline, the drain delay's default and shutdownDeadline together are less than
	// Kubernetes' default grace period of 30 s.
	flushDeadline = 3 * time.Second
)

// traceContext reads and writes the header traceparent of W3C Trace Context.
var traceContext propagation.TraceContext

// tracing makes spans. Without an endpoint it makes none and only passes on the trace that a
// caller is in.
type tracing struct {
	provider trace.TracerProvider
	shutdown func(context.Context) error
	logger   *slog.Logger
}

// openTracing exports spans in the background, some seconds' worth at a time. Its queue is
// bounded: spans that a collector does not take are lost, and requests never wait for it.
func openTracing(service, endpoint string, logger *slog.Logger) tracing {
	if endpoint == "" {
		return tracing{noop.NewTracerProvider(), func(context.Context) error { return nil }, logger}
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(newOTLPExporter(endpoint, logger), sdktrace.WithExportTimeout(exportDeadline)),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", service))))
	return tracing{provider, provider.Shutdown, logger}
}

// flush exports what is left.
func (t tracing) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, flushDeadline)
	defer cancel()
	if err := t.shutdown(ctx); err != nil {
		t.logger.Warn("the last spans are lost", "error", err)
	}
}

// withSpan makes a span of each request except probes, under the caller's if there is one. Its
// name is the method and the route's pattern: paths hold what callers made up.
func (t tracing) withSpan(next http.Handler) http.Handler {
	tracer := t.provider.Tracer(instrumentation)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isProbe(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		ctx := traceContext.Extract(r.Context(), tracestateWithin(r.Header))
		ctx, span := tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
		r = r.WithContext(ctx)
		written := &statusWriter{ResponseWriter: w}
		ended := false
		defer func() {
			describe(span, r, written.Status(), ended)
			span.End()
		}()
		next.ServeHTTP(written, r)
		ended = true
	})
}

// maxTracestate is what W3C Trace Context asks to pass on at least.
const maxTracestate = 512

// tracestateWithin has no longer tracestate: spans wait with it for their export.
func tracestateWithin(header http.Header) propagation.HeaderCarrier {
	if len(header.Get("Tracestate")) > maxTracestate {
		header = header.Clone()
		header.Del("Tracestate")
	}
	return propagation.HeaderCarrier(header)
}

func describe(span trace.Span, r *http.Request, status int, ended bool) {
	span.SetAttributes(
		attribute.String("http.request.method", knownMethod(r.Method)),
		attribute.Int("http.response.status_code", status),
		attribute.String("request.id", RequestID(r.Context())))
	span.SetName(knownMethod(r.Method))
	if r.Pattern != "" {
		span.SetName(knownMethod(r.Method) + " " + r.Pattern)
		span.SetAttributes(attribute.String("http.route", r.Pattern))
	}
	if !ended {
		span.SetStatus(codes.Error, "the answer was broken off")
	} else if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
}
