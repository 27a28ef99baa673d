package httpservice

import (
	"net/http"
	"sync/atomic"
)

const (
	livenessPath  = "/healthz"
	readinessPath = "/readyz"
)

// health is alive as long as it answers, and ready until it drains.
type health struct{ draining atomic.Bool }

func (h *health) drain() { h.draining.Store(true) }

func (h *health) routes() Routes {
	return Routes{
		livenessPath:  {http.MethodGet: alive},
		readinessPath: {http.MethodGet: h.ready},
	}
}

func alive(w http.ResponseWriter, _ *http.Request) {
	Answer(w, http.StatusOK, map[string]string{"status": "alive"})
}

func (h *health) ready(w http.ResponseWriter, _ *http.Request) {
	if h.draining.Load() {
		Answer(w, http.StatusServiceUnavailable, map[string]string{"status": "draining"})
		return
	}
	Answer(w, http.StatusOK, map[string]string{"status": "ready"})
}

// sendAway makes callers with a kept connection come back by a new one while this instance
// drains: leaving the endpoints of a Kubernetes Service stops new connections only.
func (h *health) sendAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
