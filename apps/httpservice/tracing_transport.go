package httpservice

import (
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// TracingTransport sends requests by base, tells the called service which trace and which request
// (RequestIDHeader, unless set) they belong to, and makes a span of each under that of the
// request's context. A span ends when the answer's header has come.
func TracingTransport(base http.RoundTripper) http.RoundTripper { return tracingTransport{base} }

type tracingTransport struct{ base http.RoundTripper }

func (t tracingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	tracer := trace.SpanFromContext(r.Context()).TracerProvider().Tracer(instrumentation)
	ctx, span := tracer.Start(r.Context(), r.Method, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(
			attribute.String("http.request.method", r.Method),
			attribute.String("server.address", r.URL.Host)))
	defer span.End()
	// A RoundTripper must leave the caller's request as it is.
	r = r.Clone(ctx)
	traceContext.Inject(ctx, propagation.HeaderCarrier(r.Header))
	if id := RequestID(ctx); id != "" && r.Header.Get(RequestIDHeader) == "" {
		r.Header.Set(RequestIDHeader, id)
	}
	response, err := t.base.RoundTrip(r)
	if err != nil {
		span.SetStatus(codes.Error, "no answer")
		return nil, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", response.StatusCode))
	if response.StatusCode >= http.StatusBadRequest {
		span.SetStatus(codes.Error, "")
	}
	return response, nil
}
