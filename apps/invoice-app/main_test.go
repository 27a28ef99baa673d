package main

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func databaseEnv(t *testing.T) map[string]string {
	t.Helper()
	passFile := filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(passFile, []byte("*:*:*:*:secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"PGHOST": "127.0.0.1", "PGPORT": "1", "PGDATABASE": "invoices", "PGUSER": "service", "PGSSLMODE": "disable", "PGPASSFILE": passFile,
	}
}

// It needs no database to start: who calls is told 503 until there is one.
func TestServesUntilToldToStop(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	env := map[string]string{"PORT": "0", "METRICS_PORT": "0", "DRAIN_DELAY": "0s", "PAYMENT_PROVIDER_URL": "http://localhost:8082"}
	maps.Copy(env, databaseEnv(t))
	var log bytes.Buffer
	if err := invoiceApp.Run(stopped, nil, func(key string) string { return env[key] }, &log); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"service":"invoice-app"`, `"msg":"listening"`, `"msg":"stopped"`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("log lacks %s: %s", part, &log)
		}
	}
}

func TestServeEndsWhereItCannotListen(t *testing.T) {
	env := map[string]string{"PORT": "0", "METRICS_PORT": "1", "DRAIN_DELAY": "0s", "PAYMENT_PROVIDER_URL": "http://localhost:8082"}
	maps.Copy(env, databaseEnv(t))
	blocked := listen(t)
	env["METRICS_PORT"] = blocked
	if err := invoiceApp.Run(t.Context(), nil, func(key string) string { return env[key] }, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "METRICS_PORT") {
		t.Errorf("got %v", err)
	}
}

func TestServeNamesEveryWrongSetting(t *testing.T) {
	env := map[string]string{"PORT": "http", "DRAIN_DELAY": "soon", "PAYMENTS_AT_ONCE": "0", "PGPASSWORD": "secret", "IDENTITY_READ": "groups=readers"}
	var log bytes.Buffer
	err := invoiceApp.Run(t.Context(), nil, func(key string) string { return env[key] }, &log)
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{`PORT: "http"`, `DRAIN_DELAY: "soon"`, `PAYMENT_PROVIDER_URL: ""`, `PAYMENTS_AT_ONCE: "0"`, `IDENTITY_WRITE: ""`, `IDENTITY_ISSUER: ""`, "PGHOST", "PGPASSWORD"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %s", err, part)
		}
	}
	if log.Len() != 0 || strings.Contains(err.Error(), "secret") {
		t.Errorf("it started all the same, or told a secret: %v %s", err, &log)
	}
}

func TestSchemaIsThereOnceItWasMigrated(t *testing.T) {
	team := databasetest.Shared(t).NewDatabase(t)
	for _, step := range []struct{ argument, role string }{{"migrate", databasetest.Owner}, {"schema", databasetest.Service}} {
		if err := invoiceApp.Run(t.Context(), []string{step.argument}, team.Env(step.role), &bytes.Buffer{}); err != nil {
			t.Errorf("%s: %v", step.argument, err)
		}
	}
}

func TestOtherArgumentsAreRefused(t *testing.T) {
	for _, arguments := range [][]string{{"help"}, {"migrate", "down"}, {""}} {
		if err := invoiceApp.Run(t.Context(), arguments, os.Getenv, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "migrate") {
			t.Errorf("%q: %v", arguments, err)
		}
	}
}
