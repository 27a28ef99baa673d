package httpservice

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	// WriteTimeout is how long a request may take from its header to the end of its answer.
	WriteTimeout   = 15 * time.Second
	idleTimeout    = 60 * time.Second
	maxHeaderBytes = 16 << 10
	// shutdownDeadline is more than the slowest request may take; with the default drain delay
	// it ends before Kubernetes' default grace period of 30 s.
	shutdownDeadline = 20 * time.Second
)

// Service is an HTTP service, from listening to its orderly end.
type Service struct {
	Settings Settings
	// Routes besides /healthz and /readyz, which every service has.
	Routes Routes
	Logger *slog.Logger
}

// Run listens and serves until ctx is done. Then readiness drops, the service stays open for the
// drain delay, closes, and finishes the requests under way. The error is nil only if no request
// was cut off.
func (s Service) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(s.Settings.Port))
	if err != nil {
		return fmt.Errorf("PORT: cannot listen on %d: %w; choose a free port", s.Settings.Port, err)
	}
	return s.serve(ctx, listener)
}

func (s Service) serve(ctx context.Context, listener net.Listener) error {
	var health health
	server := s.server(&health)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	s.Logger.Info("listening", "address", listener.Addr().String())
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}

	health.drain()
	s.Logger.Info("draining", "delay", s.Settings.DrainDelay.String())
	time.Sleep(s.Settings.DrainDelay)

	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownDeadline)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		server.Close()
		return fmt.Errorf("shutdown: requests were cut off after %s: %w", shutdownDeadline, err)
	}
	s.Logger.Info("stopped")
	return nil
}

func (s Service) server(health *health) *http.Server {
	routes := health.routes()
	maps.Copy(routes, s.Routes)
	handler := withRecovery(s.Logger, routes)
	handler = withAccessLog(s.Logger, handler)
	handler = withRequestID(handler)
	return &http.Server{
		Handler:           health.sendAway(handler),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      WriteTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.Logger.Handler(), slog.LevelWarn),
	}
}
