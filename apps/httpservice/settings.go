package httpservice

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

const (
	defaultDrainDelay  = 5 * time.Second
	maxDrainDelay      = time.Minute
	defaultMetricsPort = 9090
	defaultMaxInFlight = 256
	greatestInFlight   = 100_000
)

// Settings are what every service reads from its environment.
type Settings struct {
	// Port to listen on; 0 takes any free one. From PORT.
	Port int
	// DrainDelay is how long a service that was told to stop is still served, not ready any
	// more, so that every proxy takes it off its list first. From DRAIN_DELAY, default 5s.
	DrainDelay time.Duration
	// MetricsPort serves GET /metrics, apart from the callers; 0 takes any free port. From
	// METRICS_PORT, default 9090.
	MetricsPort int
	// MaxInFlight is how many requests may be at work at once, those aside whose caller is waited
	// for; more are shed with 503. From MAX_IN_FLIGHT, default 256. 0, which the environment cannot
	// set, is no limit.
	MaxInFlight int
	// TracesEndpoint is the base URL of an OTLP/HTTP collector; "" records no traces. From
	// OTEL_EXPORTER_OTLP_ENDPOINT.
	TracesEndpoint string
}

// ReadSettings reads PORT, DRAIN_DELAY, METRICS_PORT, MAX_IN_FLIGHT and
// OTEL_EXPORTER_OTLP_ENDPOINT; an unset one has its default. The error names every wrong
// variable, its value and what is expected.
func ReadSettings(getenv func(string) string, defaultPort int) (Settings, error) {
	port, portErr := readPort("PORT", getenv, defaultPort)
	delay, delayErr := readDrainDelay(getenv("DRAIN_DELAY"))
	metricsPort, metricsErr := readPort("METRICS_PORT", getenv, defaultMetricsPort)
	maxInFlight, inFlightErr := readMaxInFlight(getenv("MAX_IN_FLIGHT"))
	endpoint, endpointErr := readTracesEndpoint(getenv("OTEL_EXPORTER_OTLP_ENDPOINT"))
	return Settings{port, delay, metricsPort, maxInFlight, endpoint},
		errors.Join(portErr, delayErr, metricsErr, inFlightErr, endpointErr)
}

func readPort(variable string, getenv func(string) string, defaultPort int) (int, error) {
	text := getenv(variable)
	if text == "" {
		return defaultPort, nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%s: %q is not a port; expected a number from 0 (any free port) to 65535", variable, text)
	}
	return int(port), nil
}

func readMaxInFlight(text string) (int, error) {
	if text == "" {
		return defaultMaxInFlight, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > greatestInFlight {
		return 0, fmt.Errorf("MAX_IN_FLIGHT: %q is not a limit; expected a number from 1 to %d", text, greatestInFlight)
	}
	return limit, nil
}

// readTracesEndpoint leaves the value out of its error: a URL may hold a password.
func readTracesEndpoint(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	base, err := url.Parse(text)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Hostname() == "" ||
		base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return "", errors.New("OTEL_EXPORTER_OTLP_ENDPOINT: not the base URL of a collector; expected one such as http://collector:4318, without user, query or fragment")
	}
	return text, nil
}

func readDrainDelay(text string) (time.Duration, error) {
	if text == "" {
		return defaultDrainDelay, nil
	}
	delay, err := time.ParseDuration(text)
	if err != nil || delay < 0 || delay > maxDrainDelay {
		return 0, fmt.Errorf("DRAIN_DELAY: %q is not a delay; expected a duration from 0s to %s, such as 5s", text, maxDrainDelay)
	}
	return delay, nil
}
