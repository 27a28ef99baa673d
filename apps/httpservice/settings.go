package httpservice

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

const (
	defaultDrainDelay = 5 * time.Second
	maxDrainDelay     = time.Minute
)

// Settings are what every service reads from its environment.
type Settings struct {
	// Port to listen on; 0 takes any free one. From PORT.
	Port int
	// DrainDelay is how long a service that was told to stop is still served, not ready any
	// more, so that every proxy takes it off its list first. From DRAIN_DELAY, default 5s.
	DrainDelay time.Duration
}

// ReadSettings reads PORT and DRAIN_DELAY; an unset one has its default. The error names every
// wrong variable, its value and what is expected.
func ReadSettings(getenv func(string) string, defaultPort int) (Settings, error) {
	port, portErr := readPort(getenv("PORT"), defaultPort)
	delay, delayErr := readDrainDelay(getenv("DRAIN_DELAY"))
	return Settings{Port: port, DrainDelay: delay}, errors.Join(portErr, delayErr)
}

func readPort(text string, defaultPort int) (int, error) {
	if text == "" {
		return defaultPort, nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("PORT: %q is not a port; expected a number from 0 (any free port) to 65535", text)
	}
	return int(port), nil
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
