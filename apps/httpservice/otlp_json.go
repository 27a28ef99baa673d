package httpservice

import (
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// The types below are the part of OTLP's ExportTraceServiceRequest that spans of these services
// fill, by protobuf's JSON mapping: 64-bit numbers are strings, ids are hexadecimal, enumerations
// are numbers.
type (
	otlpRequest struct {
		ResourceSpans []otlpResourceSpans `json:"resourceSpans"`
	}
	otlpResourceSpans struct {
		Resource   otlpResource     `json:"resource"`
		ScopeSpans []otlpScopeSpans `json:"scopeSpans"`
	}
	otlpResource struct {
		Attributes []otlpAttribute `json:"attributes"`
	}
	otlpScopeSpans struct {
		Scope otlpScope  `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpScope struct {
		Name string `json:"name"`
	}
	otlpSpan struct {
		TraceID      string          `json:"traceId"`
		SpanID       string          `json:"spanId"`
		ParentSpanID string          `json:"parentSpanId,omitempty"`
		TraceState   string          `json:"traceState,omitempty"`
		Flags        uint32          `json:"flags"`
		Name         string          `json:"name"`
		Kind         trace.SpanKind  `json:"kind"` // the same numbers as OTLP's
		Start        string          `json:"startTimeUnixNano"`
		End          string          `json:"endTimeUnixNano"`
		Attributes   []otlpAttribute `json:"attributes,omitempty"`
		Status       otlpStatus      `json:"status"`
	}
	otlpStatus struct {
		Code    int    `json:"code,omitempty"`
		Message string `json:"message,omitempty"`
	}
	otlpAttribute struct {
		Key   string         `json:"key"`
		Value map[string]any `json:"value"`
	}
)

// otlpStatusCodes turns OpenTelemetry's API numbers into OTLP's, where OK and ERROR change places.
var otlpStatusCodes = map[codes.Code]int{codes.Unset: 0, codes.Ok: 1, codes.Error: 2}

// otlpRequestOf takes at least one span; all are of one provider and so of one resource.
func otlpRequestOf(spans []sdktrace.ReadOnlySpan) otlpRequest {
	byScope := map[string][]otlpSpan{}
	for _, span := range spans {
		name := span.InstrumentationScope().Name
		byScope[name] = append(byScope[name], otlpSpanOf(span))
	}
	var scopes []otlpScopeSpans
	for name, ofScope := range byScope {
		scopes = append(scopes, otlpScopeSpans{otlpScope{name}, ofScope})
	}
	resource := otlpResource{otlpAttributes(spans[0].Resource().Attributes())}
	return otlpRequest{[]otlpResourceSpans{{resource, scopes}}}
}

func otlpSpanOf(span sdktrace.ReadOnlySpan) otlpSpan {
	context := span.SpanContext()
	encoded := otlpSpan{
		TraceID:    context.TraceID().String(),
		SpanID:     context.SpanID().String(),
		TraceState: context.TraceState().String(),
		Flags:      uint32(context.TraceFlags()),
		Name:       span.Name(),
		Kind:       span.SpanKind(),
		Start:      unixNano(span.StartTime()),
		End:        unixNano(span.EndTime()),
		Attributes: otlpAttributes(span.Attributes()),
		Status:     otlpStatus{otlpStatusCodes[span.Status().Code], span.Status().Description},
	}
	if parent := span.Parent().SpanID(); parent.IsValid() {
		encoded.ParentSpanID = parent.String()
	}
	return encoded
}

func unixNano(at time.Time) string { return strconv.FormatInt(at.UnixNano(), 10) }

func otlpAttributes(attributes []attribute.KeyValue) (encoded []otlpAttribute) {
	for _, each := range attributes {
		encoded = append(encoded, otlpAttribute{string(each.Key), otlpValue(each.Value)})
	}
	return encoded
}

// otlpValue writes lists as text: no span here has one.
func otlpValue(value attribute.Value) map[string]any {
	switch value.Type() {
	case attribute.BOOL:
		return map[string]any{"boolValue": value.AsBool()}
	case attribute.INT64:
		return map[string]any{"intValue": strconv.FormatInt(value.AsInt64(), 10)}
	case attribute.FLOAT64:
		return map[string]any{"doubleValue": value.AsFloat64()}
	default:
		return map[string]any{"stringValue": value.Emit()}
	}
}
