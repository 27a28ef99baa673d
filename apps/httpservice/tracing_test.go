package httpservice

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

const (
	callersTrace = "0af7651916cd43dd8448eb211c80319c"
	callersSpan  = "b7ad6b7169203331"
)

type roundTripperFunc func(*http.Request) (*http.Response, error)

func (f roundTripperFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// lendThrough serves one request with the caller's traceparent; its handler calls another service.
// It returns the traceparent that that service saw.
func lendThrough(t *testing.T, tracing tracing, log *bytes.Buffer) (passedOn string) {
	t.Helper()
	transport := TracingTransport(roundTripperFunc(func(r *http.Request) (*http.Response, error) {
		passedOn = r.Header.Get("Traceparent")
		if id := r.Header.Get(RequestIDHeader); id != "r-1" {
			t.Errorf("the called service got request id %q", id)
		}
		return &http.Response{StatusCode: 503, Body: http.NoBody}, nil
	}))
	handler := withRequestID(tracing.withSpan(withAccessLog(NewLogger("library", log), Routes{
		"/books/{isbn}": {http.MethodPost: func(w http.ResponseWriter, r *http.Request) {
			request, _ := http.NewRequestWithContext(r.Context(), "POST", "http://stock/lend", nil)
			if _, err := transport.RoundTrip(request); err != nil || len(request.Header) > 0 {
				t.Errorf("%v, headers %v", err, request.Header)
			}
			Refuse(w, r, Overloaded())
		}},
	})))
	r := httptest.NewRequest("POST", "/books/978?reader=jane", nil)
	r.Header.Set("Traceparent", "00-"+callersTrace+"-"+callersSpan+"-01")
	r.Header.Set(RequestIDHeader, "r-1")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	return passedOn
}

func TestSpansAreExported(t *testing.T) {
	collector := startCollector(t)
	var log bytes.Buffer
	tracing := openTracing("library", collector.URL+"/", NewLogger("library", t.Output()))
	passedOn := lendThrough(t, tracing, &log)
	if spans := collector.spans(); len(spans) > 0 {
		t.Errorf("a request waited for the export of %v", spans)
	}
	tracing.flush(t.Context())

	spans := collector.spans()
	served, called := spans["POST /books/{isbn}"], spans["POST"]
	if served.TraceID != callersTrace || served.ParentSpanID != callersSpan || served.Kind != 2 || served.Status.Code != 2 {
		t.Errorf("served: %+v", served)
	}
	for key, want := range map[string]any{
		"http.request.method": "POST", "http.route": "/books/{isbn}", "http.response.status_code": int64(503), "request.id": "r-1",
	} {
		if got := served.attribute(key); got != want {
			t.Errorf("%s: got %v, want %v", key, got, want)
		}
	}
	if called.TraceID != callersTrace || called.ParentSpanID != served.SpanID || called.Kind != 3 || called.Status.Code != 2 ||
		called.attribute("server.address") != "stock" {
		t.Errorf("called: %+v", called)
	}
	if want := "00-" + callersTrace + "-" + called.SpanID + "-01"; passedOn != want {
		t.Errorf("passed on %s, want %s", passedOn, want)
	}
	if service := collector.requests[0].ResourceSpans[0].Resource.Attributes[0]; service.Key != "service.name" || service.Value.GetStringValue() != "library" {
		t.Errorf("service: %+v", service)
	}
	if len(strconv.FormatUint(served.StartTimeUnixNano, 10)) != 19 || served.StartTimeUnixNano > served.EndTimeUnixNano {
		t.Errorf("from %d to %d", served.StartTimeUnixNano, served.EndTimeUnixNano)
	}
	if line := logLine(t, &log); line["trace_id"] != callersTrace || line["request_id"] != "r-1" {
		t.Errorf("logged %v", line)
	}
}

func TestWithoutEndpointTheTraceIsPassedOn(t *testing.T) {
	var log bytes.Buffer
	tracing := openTracing("library", "", NewLogger("library", t.Output()))
	passedOn := lendThrough(t, tracing, &log)
	tracing.flush(t.Context())
	if want := "00-" + callersTrace + "-" + callersSpan + "-01"; passedOn != want {
		t.Errorf("passed on %s, want %s", passedOn, want)
	}
	if line := logLine(t, &log); line["trace_id"] != callersTrace {
		t.Errorf("logged %v", line)
	}
}

func TestProbesAreNotTraced(t *testing.T) {
	collector := startCollector(t)
	tracing := openTracing("library", collector.URL, NewLogger("library", t.Output()))
	var health health
	tracing.withSpan(health.routes()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/healthz", nil))
	tracing.flush(t.Context())
	if spans := collector.spans(); len(spans) > 0 {
		t.Errorf("got %v", spans)
	}
}

func TestCollectorInTroubleDisturbsNothing(t *testing.T) {
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "full", 507) }))
	defer failing.Close()
	elsewhere := httptest.NewServer(http.RedirectHandler(failing.URL, http.StatusTemporaryRedirect))
	defer elsewhere.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	for name, test := range map[string]struct{ endpoint, want string }{
		"failing":   {failing.URL, `answered 507: \"full`},
		"elsewhere": {elsewhere.URL, "answered 307"},
		"gone":      {gone.URL, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			tracing := openTracing("library", test.endpoint, NewLogger("library", &log))
			lendThrough(t, tracing, &bytes.Buffer{})
			tracing.flush(t.Context())
			line := log.String()
			if !strings.Contains(line, `"level":"WARN","msg":"spans are lost","service":"library","spans":2`) || !strings.Contains(strings.ReplaceAll(line, `\\`, `\`), test.want) {
				t.Errorf("logged %s", line)
			}
		})
	}
}

func TestFlushGivesUpOnACollectorThatHangs(t *testing.T) {
	release := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer hanging.Close()
	defer close(release)
	var log bytes.Buffer
	tracing := openTracing("library", hanging.URL, NewLogger("library", &log))
	lendThrough(t, tracing, &bytes.Buffer{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tracing.flush(ctx)
	if !strings.Contains(log.String(), "the last spans are lost") {
		t.Errorf("logged %s", &log)
	}
}

func TestCallWithoutAnswerIsAnErrorOfTheSpan(t *testing.T) {
	collector := startCollector(t)
	tracing := openTracing("library", collector.URL, NewLogger("library", t.Output()))
	ctx, parent := tracing.provider.Tracer("test").Start(t.Context(), "parent")
	broken := errors.New("reset")
	transport := TracingTransport(roundTripperFunc(func(*http.Request) (*http.Response, error) { return nil, broken }))
	if _, err := transport.RoundTrip(httptest.NewRequestWithContext(ctx, "GET", "http://stock/", nil)); err != broken {
		t.Errorf("got %v", err)
	}
	parent.End()
	tracing.flush(t.Context())
	if span := collector.spans()["GET"]; span.Status != (otlpStatus{2, "no answer"}) || span.ParentSpanID == "" {
		t.Errorf("got %+v", span)
	}
}

func TestStatusOfASpan(t *testing.T) {
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		want  otlpStatus
	}{
		"answered":   {func(w http.ResponseWriter, _ *http.Request) { Answer(w, 200, "") }, otlpStatus{}},
		"refused":    {func(w http.ResponseWriter, r *http.Request) { Refuse(w, r, NotFound("")) }, otlpStatus{}},
		"failed":     {func(w http.ResponseWriter, r *http.Request) { Refuse(w, r, Internal()) }, otlpStatus{Code: 2}},
		"broken off": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, otlpStatus{2, "the answer was broken off"}},
	} {
		t.Run(name, func(t *testing.T) {
			collector := startCollector(t)
			tracing := openTracing("library", collector.URL, NewLogger("library", t.Output()))
			func() {
				defer func() { _ = recover() }()
				tracing.withSpan(test.serve).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
			}()
			tracing.flush(t.Context())
			if span, made := collector.spans()["GET"]; !made || span.Status != test.want || span.ParentSpanID != "" {
				t.Errorf("got %+v", span)
			}
		})
	}
}
