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

	"github.com/VictoriaMetrics/metrics"
)

const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	// WriteTimeout is how long a request may take from its header to the end of its answer.
	WriteTimeout = 15 * time.Second
	idleTimeout  = 60 * time.Second
	// maxHeaderBytes, to which net/http adds 4 KiB, has room for a bearer token of 8 KiB.
	maxHeaderBytes = 9 << 10
	// shutdownDeadline is more than the slowest request may take; with the default drain delay
	// it ends before Kubernetes' default grace period of 30 s.
	shutdownDeadline = 20 * time.Second
)

// Service is an HTTP service, from listening to its orderly end.
type Service struct {
	// Name is what traces call the service.
	Name     string
	Settings Settings
	// Routes besides /healthz and /readyz, which every service has.
	Routes Routes
	Logger *slog.Logger
	// Ready tells why the service cannot take requests yet, within the context's deadline; nil
	// is always ready. It must not ask what all replicas share: they would all leave at once.
	Ready func(context.Context) error
	// OversizedField answers a header that is larger than is read: field is the name of the one that
	// did not end, and nil, also of the function itself, leaves it to net/http (431, as plain text).
	OversizedField func(field string) *Problem
	// Metrics holds the service's own figures; those of its requests are added. nil makes one.
	// A set serves one Service only.
	Metrics *metrics.Set
}

// Run listens and serves until ctx is done. Then readiness drops, the service stays open for the
// drain delay, closes, and finishes the requests under way. The error is nil only if no request
// was cut off. Metrics are served until the end.
func (s Service) Run(ctx context.Context) error {
	if s.Metrics == nil {
		s.Metrics = metrics.NewSet()
	}
	listener, err := listen("PORT", s.Settings.Port)
	if err != nil {
		return err
	}
	metricsListener, err := listen("METRICS_PORT", s.Settings.MetricsPort)
	if err != nil {
		listener.Close()
		return err
	}
	figures := metricsServer(s.Metrics, s.Logger)
	defer figures.Close()
	go func() { _ = figures.Serve(metricsListener) }()
	s.Logger.Info("metrics", "address", metricsListener.Addr().String())
	return s.serve(ctx, listener)
}

func listen(variable string, port int) (net.Listener, error) {
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(port))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot listen on %d: %w; choose a free port", variable, port, err)
	}
	return listener, nil
}

func (s Service) serve(ctx context.Context, listener net.Listener) error {
	health := health{ask: s.Ready, logger: s.Logger}
	tracing := openTracing(s.Name, s.Settings.TracesEndpoint, s.Logger)
	defer tracing.flush(context.WithoutCancel(ctx))
	callers := newCallers(maxAwaited, s.Metrics)
	server := server(s.handler(&health, tracing), callers, s.Logger)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(callerListener{listener, callers, s.OversizedField}) }()
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

// handler is what each request goes through, from the outside in.
func (s Service) handler(health *health, tracing tracing) http.Handler {
	routes := health.routes()
	maps.Copy(routes, s.Routes.shedding(s.Settings.MaxInFlight))
	handler := withRecovery(s.Logger, routes)
	handler = withMetrics(s.Metrics, handler)
	handler = withAccessLog(s.Logger, handler)
	handler = tracing.withSpan(handler)
	handler = withRequestID(handler)
	return health.sendAway(renewConnections(handler))
}

// server has every limit that net/http knows, and that of callers.
func server(handler http.Handler, callers *callers, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      WriteTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnState:         callers.follow,
		ConnContext:       callers.remember,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}
