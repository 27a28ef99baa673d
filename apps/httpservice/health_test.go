package httpservice

import (
	"net/http/httptest"
	"testing"
)

func TestHealth(t *testing.T) {
	var serving, draining health
	draining.drain()
	tests := []struct {
		name           string
		health         *health
		path           string
		wantStatus     int
		wantBody       string
		wantConnection string
	}{
		{"alive", &serving, "/healthz", 200, `{"status":"alive"}`, ""},
		{"ready", &serving, "/readyz", 200, `{"status":"ready"}`, ""},
		{"alive while draining", &draining, "/healthz", 200, `{"status":"alive"}`, "close"},
		{"not ready while draining", &draining, "/readyz", 503, `{"status":"draining"}`, "close"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			test.health.sendAway(test.health.routes()).ServeHTTP(w, httptest.NewRequest("GET", test.path, nil))
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if connection := w.Header().Get("Connection"); connection != test.wantConnection {
				t.Errorf("Connection: %q", connection)
			}
		})
	}
}
