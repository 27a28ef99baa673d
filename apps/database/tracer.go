package database

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// queryTracer makes a span of each query under the caller's span, if that is recorded. The span
// has the query's text, in which parameters are $1, $2: their values are nobody else's business.
type queryTracer struct{}

func (queryTracer) TraceQueryStart(ctx context.Context, connection *pgx.Conn, query pgx.TraceQueryStartData) context.Context {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx
	}
	text := strings.Join(strings.Fields(query.SQL), " ")
	verb, _, _ := strings.Cut(text, " ")
	ctx, _ = parent.TracerProvider().Tracer("sre-challenge/apps/database").Start(ctx, verb,
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(
			attribute.String("db.system.name", "postgresql"),
			attribute.String("db.namespace", connection.Config().Database),
			attribute.String("db.query.text", text)))
	return context.WithValue(ctx, querySpan{}, true)
}

func (queryTracer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, query pgx.TraceQueryEndData) {
	if ctx.Value(querySpan{}) == nil {
		return
	}
	span := trace.SpanFromContext(ctx)
	if query.Err != nil {
		// The error's text may quote values.
		span.SetStatus(codes.Error, "query failed")
	}
	span.End()
}

type querySpan struct{}
