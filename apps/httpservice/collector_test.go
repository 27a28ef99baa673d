package httpservice

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collector is an OTLP collector that keeps what it is sent.
type collector struct {
	*httptest.Server
	mutex    sync.Mutex
	requests []*tracepb.TracesData
}

func startCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := &tracepb.TracesData{}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = proto.Unmarshal(body, request)
		}
		if err != nil || len(request.ProtoReflect().GetUnknown()) > 0 {
			t.Errorf("%v, %v", err, request)
		}
		if r.Method != "POST" || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/x-protobuf" {
			t.Errorf("%s %s %s", r.Method, r.URL.Path, r.Header.Get("Content-Type"))
		}
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.requests = append(c.requests, request)
	}))
	t.Cleanup(c.Close)
	return c
}

// otlpSpan is a span with its ids as a traceparent has them.
type otlpSpan struct {
	*tracepb.Span
	TraceID, SpanID, ParentSpanID string
	Status                        otlpStatus
}

type otlpStatus struct {
	Code    tracepb.Status_StatusCode
	Message string
}

// spans are those collected so far, by name.
func (c *collector) spans() map[string]otlpSpan {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	spans := map[string]otlpSpan{}
	for _, request := range c.requests {
		for _, ofResource := range request.ResourceSpans {
			for _, ofScope := range ofResource.ScopeSpans {
				for _, span := range ofScope.Spans {
					spans[span.Name] = otlpSpan{span,
						hex.EncodeToString(span.TraceId), hex.EncodeToString(span.SpanId), hex.EncodeToString(span.ParentSpanId),
						otlpStatus{span.GetStatus().GetCode(), span.GetStatus().GetMessage()}}
				}
			}
		}
	}
	return spans
}

// attribute is a string or an int64, and nil where there is none.
func (span otlpSpan) attribute(key string) any {
	for _, each := range span.GetAttributes() {
		if each.Key == key {
			switch value := each.Value.Value.(type) {
			case *commonpb.AnyValue_StringValue:
				return value.StringValue
			case *commonpb.AnyValue_IntValue:
				return value.IntValue
			}
		}
	}
	return nil
}
