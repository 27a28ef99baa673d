package api

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
)

func TestPay(t *testing.T) {
	// padded is a valid request of exactly size bytes.
	padded := func(size int) string {
		const request = `{"id":"I1","value":12.15,"currency":"EUR"}`
		return request + strings.Repeat(" ", size-len(request))
	}
	tests := map[string]struct {
		method     string
		body       io.Reader
		wantStatus int
		wantBody   string
	}{
		"paid":            {"POST", strings.NewReader(`{"id":"I1","value":12.15,"currency":"EUR"}`), 200, `{"id":"I1"}`},
		"bad request":     {"POST", strings.NewReader(`{"value":12.15,"currency":"EUR"}`), 400, `{"error":"id is missing; expected a non-empty string"}`},
		"largest body":    {"POST", strings.NewReader(padded(64 << 10)), 200, `{"id":"I1"}`},
		"body too large":  {"POST", strings.NewReader(padded(64<<10 + 1)), 413, `{"error":"body is larger than 65536 bytes"}`},
		"body breaks off": {"POST", iotest.ErrReader(errors.New("connection reset")), 400, `{"error":"body ended too early"}`},
		"wrong method":    {"GET", nil, 405, `{"error":"method not allowed; allowed: POST"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			Routes().ServeHTTP(w, httptest.NewRequest(test.method, "/payments/pay", test.body))
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}
