package httpservice

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

const (
	livenessPath  = "/healthz"
	readinessPath = "/readyz"
)

// readinessDeadline is less than the second that Kubernetes waits for a probe by default.
const readinessDeadline = 800 * time.Millisecond

// health is alive as long as it answers, and ready until it drains if the service agrees.
type health struct {
	draining atomic.Bool
	// ask is the service's own readiness; nil agrees.
	ask    func(context.Context) error
	logger *slog.Logger
}

func (h *health) drain() { h.draining.Store(true) }

func (h *health) routes() Routes {
	return Routes{
		livenessPath:  {http.MethodGet: alive},
		readinessPath: {http.MethodGet: h.ready},
	}
}

func isProbe(path string) bool { return path == livenessPath || path == readinessPath }

func alive(w http.ResponseWriter, _ *http.Request) {
	Answer(w, http.StatusOK, map[string]string{"status": "alive"})
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	status, word := http.StatusOK, "ready"
	switch {
	case h.draining.Load():
		status, word = http.StatusServiceUnavailable, "draining"
	case !h.agrees(r.Context()):
		status, word = http.StatusServiceUnavailable, "not ready"
	}
	Answer(w, status, map[string]string{"status": word})
}

// agrees logs why the service does not: the answer tells no internals.
func (h *health) agrees(ctx context.Context) bool {
	if h.ask == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, readinessDeadline)
	defer cancel()
	err := h.ask(ctx)
	if err != nil {
		h.logger.WarnContext(ctx, "not ready", "error", err)
	}
	return err == nil
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
