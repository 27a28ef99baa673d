package database

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/database/databasetest"
)

func settingsOf(t testing.TB, getenv func(string) string) Settings {
	t.Helper()
	settings, err := ReadSettings(getenv)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

func openPool(t testing.TB, settings Settings) *pgxpool.Pool {
	t.Helper()
	pool, err := Open(t.Context(), settings, "database-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func TestServerIsDurable(t *testing.T) {
	pool := openPool(t, settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service)))
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := pool.QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&value); err != nil || value != "on" {
			t.Errorf("%s: %q, %v", name, value, err)
		}
	}
}

func TestSessionSettings(t *testing.T) {
	pool := openPool(t, settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service)))
	for name, want := range map[string]string{
		"statement_timeout": "5s", "idle_in_transaction_session_timeout": "5s", "application_name": "database-test", "session_authorization": "service",
	} {
		var value string
		if err := pool.QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&value); err != nil || value != want {
			t.Errorf("%s: %q, %v; want %s", name, value, err, want)
		}
	}
}

func TestDatabaseGoneAndBack(t *testing.T) {
	server := databasetest.Start(t)
	pool := openPool(t, settingsOf(t, server.Env(databasetest.Service)))
	for name, takeDown := range map[string]func(testing.TB){"stopped": server.Stop, "killed": server.Kill} {
		if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
			t.Fatalf("before it is %s: %v", name, err)
		}
		takeDown(t)
		for range 3 {
			if _, err := pool.Exec(t.Context(), "SELECT 1"); !IsUnavailable(err) {
				t.Errorf("while it is %s: %v", name, err)
			}
		}
		server.Start(t)
		if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
			t.Errorf("after it was %s: %v", name, err)
		}
	}
}

func TestPasswordIsReadAgain(t *testing.T) {
	server := databasetest.Start(t)
	settings := settingsOf(t, server.Env(databasetest.Service))
	current, err := os.ReadFile(settings.PassFile)
	if err != nil {
		t.Fatal(err)
	}
	settings.PassFile = filepath.Join(t.TempDir(), "pgpass")
	mount := func(content []byte) {
		if err := os.WriteFile(settings.PassFile, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mount(current)
	pool := openPool(t, settings)
	if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Connect(t, databasetest.Superuser).Exec(t.Context(), "ALTER ROLE service PASSWORD 'another'"); err != nil {
		t.Fatal(err)
	}
	pool.Reset()
	if _, err := pool.Exec(t.Context(), "SELECT 1"); !IsUnavailable(err) {
		t.Errorf("with the password of before: %v", err)
	}
	mount([]byte("*:*:*:*:another\n"))
	if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Errorf("with the new password: %v", err)
	}
}

func TestOpenNeedsNoDatabase(t *testing.T) {
	server := databasetest.Start(t)
	server.Stop(t)
	pool := openPool(t, settingsOf(t, server.Env(databasetest.Service)))
	if _, err := pool.Exec(t.Context(), "SELECT 1"); !IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
}

func TestExhaustedPoolIsUnavailable(t *testing.T) {
	settings := settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service))
	settings.MaxConnections = 1
	pool := openPool(t, settings)
	held, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := pool.Exec(ctx, "SELECT 1"); !IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
}

func TestTooManyConnectionsIsUnavailable(t *testing.T) {
	server := databasetest.Start(t, "max_connections=4", "superuser_reserved_connections=1", "max_wal_senders=0")
	pool := openPool(t, settingsOf(t, server.Env(databasetest.Service)))
	for range 8 {
		connection, err := pool.Acquire(t.Context())
		if err != nil {
			if !IsUnavailable(err) {
				t.Errorf("got %v", err)
			}
			return
		}
		defer connection.Release()
	}
	t.Error("all 8 connected")
}

func TestCallerThatGoesAwayEndsItsQueryAndKeepsTheConnection(t *testing.T) {
	settings := settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service))
	settings.MaxConnections = 1
	pool := openPool(t, settings)
	process := func() (id int) {
		t.Helper()
		if err := pool.QueryRow(t.Context(), "SELECT pg_backend_pid()").Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	before := process()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := pool.Exec(ctx, "SELECT pg_sleep(60)"); !IsUnavailable(err) {
		t.Errorf("got %v", err)
	}
	if after := process(); after != before {
		t.Errorf("process %d became %d", before, after)
	}
}
