package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestRunListensUntilToldToStop(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	env := map[string]string{"PORT": "0", "DRAIN_DELAY": "0s"}
	var log bytes.Buffer
	if err := run(stopped, func(key string) string { return env[key] }, &log); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"service":"payment-provider"`, `"msg":"listening"`, `"msg":"stopped"`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("log lacks %s: %s", part, &log)
		}
	}
}

func TestRunRefusesWrongSettings(t *testing.T) {
	env := map[string]string{"PORT": "http"}
	var log bytes.Buffer
	err := run(t.Context(), func(key string) string { return env[key] }, &log)
	if err == nil || !strings.Contains(err.Error(), `PORT: "http" is not a port`) {
		t.Errorf("got %v", err)
	}
	if log.Len() != 0 {
		t.Errorf("it started all the same: %s", &log)
	}
}
