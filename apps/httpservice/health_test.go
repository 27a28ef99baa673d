package httpservice

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"testing"
	"testing/synctest"
)

func TestHealth(t *testing.T) {
	var serving, draining health
	draining.drain()
	starting := health{logger: NewLogger("library", io.Discard), ask: func(context.Context) error { return errors.New("secret") }}
	started := health{ask: func(context.Context) error { return nil }}
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
		{"not ready by itself", &starting, "/readyz", 503, `{"status":"not ready"}`, ""},
		{"alive while not ready", &starting, "/healthz", 200, `{"status":"alive"}`, ""},
		{"ready by itself", &started, "/readyz", 200, `{"status":"ready"}`, ""},
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

func TestReadinessIsAskedWithADeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hanging := health{logger: NewLogger("library", io.Discard), ask: func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		w := httptest.NewRecorder()
		hanging.routes().ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
		if w.Code != 503 {
			t.Errorf("got %d", w.Code)
		}
	})
}
