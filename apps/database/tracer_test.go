package database

import (
	"fmt"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"sre-challenge/apps/database/databasetest"
)

func TestQueriesAreSpansWithoutValues(t *testing.T) {
	pool := openPool(t, settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service)))
	spans := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	ctx, parent := provider.Tracer("test").Start(t.Context(), "request")
	if _, err := pool.Exec(ctx, "SELECT\n\t$1::text", "hush"); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(ctx, "SELECT $1::text::int", "hush"); err == nil {
		t.Fatal("no error")
	}
	if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	ended := spans.Ended()
	if len(ended) != 2 {
		t.Fatalf("%d spans", len(ended))
	}
	for at, want := range []struct {
		text   string
		status codes.Code
	}{{"SELECT $1::text", codes.Unset}, {"SELECT $1::text::int", codes.Error}} {
		span := ended[at]
		all := fmt.Sprint(span.Attributes(), span.Events(), span.Status())
		if span.Name() != "SELECT" || span.Parent().SpanID() != parent.SpanContext().SpanID() || span.Status().Code != want.status ||
			!strings.Contains(all, want.text) || strings.Contains(all, "hush") {
			t.Errorf("got %s %s", span.Name(), all)
		}
	}
}
