package httpservice

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRequestID(t *testing.T) {
	longest := strings.Repeat("a", 64)
	tests := map[string]struct {
		sent string
		kept bool
	}{
		"plain":         {"abc-123_X.y", true},
		"longest":       {longest, true},
		"too long":      {longest + "a", false},
		"absent":        {"", false},
		"line break":    {"abc\ndef", false},
		"trailing line": {"abc\n", false},
		"quote":         {`a"b`, false},
		"not ASCII":     {"ä", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var seen string
			handler := withRequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				seen = RequestID(r.Context())
			}))
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set(RequestIDHeader, test.sent)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if (seen == test.sent) != test.kept || !acceptableRequestID.MatchString(seen) {
				t.Errorf("sent %q, handler saw %q", test.sent, seen)
			}
			if answered := w.Header().Get(RequestIDHeader); answered != seen {
				t.Errorf("answered %q, handler saw %q", answered, seen)
			}
		})
	}
}

func TestMadeRequestIDsDiffer(t *testing.T) {
	ids := map[string]bool{}
	handler := withRequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ids[RequestID(r.Context())] = true
	}))
	for range 100 {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	}
	if len(ids) != 100 {
		t.Errorf("%d ids for 100 requests", len(ids))
	}
}

func TestRequestIDOutsideARequest(t *testing.T) {
	if id := RequestID(t.Context()); id != "" {
		t.Errorf("got %q", id)
	}
}
