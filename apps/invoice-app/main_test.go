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
	env := map[string]string{"PORT": "0", "DRAIN_DELAY": "0s", "PAYMENT_PROVIDER_URL": "http://localhost:8082"}
	var log bytes.Buffer
	if err := run(stopped, func(key string) string { return env[key] }, &log); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"service":"invoice-app"`, `"msg":"listening"`, `"msg":"stopped"`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("log lacks %s: %s", part, &log)
		}
	}
}

func TestRunNamesEveryWrongSetting(t *testing.T) {
	env := map[string]string{"PORT": "http", "DRAIN_DELAY": "soon"}
	var log bytes.Buffer
	err := run(t.Context(), func(key string) string { return env[key] }, &log)
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{`PORT: "http"`, `DRAIN_DELAY: "soon"`, `PAYMENT_PROVIDER_URL: ""`} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %s", err, part)
		}
	}
	if log.Len() != 0 {
		t.Errorf("it started all the same: %s", &log)
	}
}
