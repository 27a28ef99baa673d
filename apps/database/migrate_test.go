package database

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"sre-challenge/apps/database/databasetest"
)

var quiet = slog.New(slog.DiscardHandler)

// The second migration fails where it runs twice.
var twoMigrations = fstest.MapFS{
	"migrations/0001_books.up.sql":   {Data: []byte("CREATE TABLE books (id int); GRANT SELECT ON books TO service;")},
	"migrations/0002_a_book.up.sql":  {Data: []byte("SELECT pg_sleep(0.2); ALTER TABLE books ADD COLUMN pages int; INSERT INTO books VALUES (1, 99)")},
	"README.md":                      {Data: []byte("not a migration")},
	"migrations/0003_comment.up.sql": {Data: []byte("COMMENT ON TABLE books IS 'b' -- no semicolon")},
}

func expectOneBook(t *testing.T, database *databasetest.Database) {
	t.Helper()
	var books, pages int
	err := database.Connect(t, databasetest.Service).QueryRow(t.Context(), "SELECT count(*), sum(pages) FROM books").Scan(&books, &pages)
	if err != nil || books != 1 || pages != 99 {
		t.Errorf("%d books of %d pages, %v", books, pages, err)
	}
	var version int
	err = database.Connect(t, databasetest.Owner).QueryRow(t.Context(), "SELECT version FROM schema_migrations").Scan(&version)
	if err != nil || version != 3 {
		t.Errorf("version %d, %v", version, err)
	}
}

func TestMigrateManyAtOnce(t *testing.T) {
	database := databasetest.Shared(t).NewDatabase(t)
	settings := settingsOf(t, database.Env(databasetest.Owner))
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if err := Migrate(t.Context(), settings, twoMigrations, quiet); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	expectOneBook(t, database)
	if err := Migrate(t.Context(), settings, twoMigrations, quiet); err != nil {
		t.Errorf("once more: %v", err)
	}
	expectOneBook(t, database)
}

func TestMigrateWaitsForTheDatabase(t *testing.T) {
	server := databasetest.Start(t)
	server.Stop(t)
	ended := make(chan error)
	go func() {
		ended <- Migrate(t.Context(), settingsOf(t, server.Env(databasetest.Owner)), twoMigrations, quiet)
	}()
	server.Start(t)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestMigrateEndsWithItsContext(t *testing.T) {
	database := databasetest.Shared(t).NewDatabase(t)
	settings := settingsOf(t, database.Env(databasetest.Owner))
	absent := settings
	absent.Port = 1
	slow := fstest.MapFS{"migrations/0001_slow.up.sql": {Data: []byte("SELECT pg_sleep(60)")}}
	for name, run := range map[string]func(context.Context) error{
		"database away":  func(ctx context.Context) error { return Migrate(ctx, absent, twoMigrations, quiet) },
		"slow migration": func(ctx context.Context) error { return Migrate(ctx, settings, slow, quiet) },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if err := run(ctx); err == nil || !strings.Contains(err.Error(), context.DeadlineExceeded.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMigrateBeginsAgainWhatWasKilled(t *testing.T) {
	for name, killed := range map[string]fstest.MapFS{
		"in the first":  {"migrations/0001_books.up.sql": {Data: []byte("CREATE TABLE books (id int); SELECT pg_sleep(60)")}},
		"in the second": {"migrations/0001_books.up.sql": twoMigrations["migrations/0001_books.up.sql"], "migrations/0002_a_book.up.sql": {Data: []byte("ALTER TABLE books ADD COLUMN pages int; SELECT pg_sleep(60)")}},
	} {
		t.Run(name, func(t *testing.T) {
			database := databasetest.Shared(t).NewDatabase(t)
			settings := settingsOf(t, database.Env(databasetest.Owner))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := Migrate(ctx, settings, killed, quiet); err == nil {
				t.Fatal("it ended")
			}
			// The server may still run what its client left.
			_, err := database.Connect(t, databasetest.Superuser).Exec(t.Context(),
				"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'owner'")
			if err != nil {
				t.Fatal(err)
			}
			if err := Migrate(t.Context(), settings, twoMigrations, quiet); err != nil {
				t.Fatal(err)
			}
			expectOneBook(t, database)
		})
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	database := databasetest.Shared(t).NewDatabase(t)
	settings := settingsOf(t, database.Env(databasetest.Owner))
	wrong := fstest.MapFS{"migrations/0001_books.up.sql": {Data: []byte("CREATE TABLE books (id int); SELECT 1/0")}}
	for range 2 {
		if err := Migrate(t.Context(), settings, wrong, quiet); err == nil || !strings.Contains(err.Error(), "division by zero") {
			t.Errorf("got %v", err)
		}
	}
	if err := Migrate(t.Context(), settings, twoMigrations, quiet); err != nil {
		t.Fatal(err)
	}
	expectOneBook(t, database)
}

func TestMigrateDoesNotWaitForWhatWillNotCome(t *testing.T) {
	settings := settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Owner))
	settings.PassFile = filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(settings.PassFile, []byte("*:*:*:*:wrong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Migrate(t.Context(), settings, twoMigrations, quiet); err == nil || !strings.Contains(err.Error(), "28P01") {
		t.Errorf("wrong password: %v", err)
	}
}
