package database

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sre-challenge/apps/database/databasetest"
)

// granted is twoMigrations with the one by which the service sees the schema's version.
var granted = with(twoMigrations, "migrations/0004_schema_version.up.sql", "GRANT SELECT ON schema_migrations TO service")

func with(migrations fstest.MapFS, name, statements string) fstest.MapFS {
	more := fstest.MapFS{name: {Data: []byte(statements)}}
	for each, file := range migrations {
		more[each] = file
	}
	return more
}

// lines hands on each line of a log as it is written.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

func TestAwaitSchema(t *testing.T) {
	team := databasetest.Shared(t).NewDatabase(t)
	owner, service := settingsOf(t, team.Env(databasetest.Owner)), settingsOf(t, team.Env(databasetest.Service))
	fifth := with(granted, "migrations/0005_a_page.up.sql", "UPDATE books SET pages = 100")
	log, ended := make(lines, 100), make(chan error)
	go func() { ended <- AwaitSchema(t.Context(), service, fifth, slog.New(slog.NewJSONHandler(log, nil))) }()
	expect := func(part string) {
		t.Helper()
		if line := <-log; !strings.Contains(line, part) {
			t.Errorf("the log lacks %q: %s", part, line)
		}
	}
	expect("no schema can be read, 5 is needed")
	// Without the grant, and so in the database of a program that did not know of it.
	if err := Migrate(t.Context(), owner, twoMigrations, quiet); err != nil {
		t.Fatal(err)
	}
	if err := Migrate(t.Context(), owner, granted, quiet); err != nil {
		t.Fatal(err)
	}
	expect("schema 4 is there, 5 is needed: the platform's `pulumi up` migrates")
	if err := Migrate(t.Context(), owner, fifth, quiet); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	expect(`"schema":5`)
}

func TestOlderProgramOnANewerSchema(t *testing.T) {
	team := databasetest.Shared(t).NewDatabase(t)
	owner, service := settingsOf(t, team.Env(databasetest.Owner)), settingsOf(t, team.Env(databasetest.Service))
	if err := Migrate(t.Context(), owner, granted, quiet); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	if err := Migrate(t.Context(), owner, twoMigrations, slog.New(slog.NewJSONHandler(&log, nil))); err != nil {
		t.Errorf("migrate: %v", err)
	}
	for _, part := range []string{`"level":"WARN"`, `"schema":4`, `"known":3`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log lacks %s: %s", part, &log)
		}
	}
	if err := AwaitSchema(t.Context(), service, twoMigrations, quiet); err != nil {
		t.Errorf("schema: %v", err)
	}
	var version int
	err := team.Connect(t, databasetest.Service).QueryRow(t.Context(), "SELECT version FROM schema_migrations").Scan(&version)
	if err != nil || version != 4 {
		t.Errorf("version %d, %v", version, err)
	}
}

func TestAwaitSchemaWaitsForTheDatabase(t *testing.T) {
	server := databasetest.Start(t)
	if err := Migrate(t.Context(), settingsOf(t, server.Env(databasetest.Owner)), granted, quiet); err != nil {
		t.Fatal(err)
	}
	server.Stop(t)
	log, ended := make(lines, 100), make(chan error)
	go func() {
		ended <- AwaitSchema(t.Context(), settingsOf(t, server.Env(databasetest.Service)), granted, slog.New(slog.NewJSONHandler(log, nil)))
	}()
	if line := <-log; !strings.Contains(line, "the database cannot be asked, schema 4 is needed") {
		t.Errorf("got %s", line)
	}
	server.Start(t)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAwaitSchemaEndsWithItsContext(t *testing.T) {
	settings := settingsOf(t, databasetest.Shared(t).NewDatabase(t).Env(databasetest.Service))
	ctx, cancel := context.WithCancel(t.Context())
	log, ended := make(lines, 100), make(chan error)
	go func() { ended <- AwaitSchema(ctx, settings, granted, slog.New(slog.NewJSONHandler(log, nil))) }()
	<-log
	cancel()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
		t.Errorf("got %v", err)
	}
}

func TestReminder(t *testing.T) {
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	var reminder reminder
	for _, step := range []struct {
		after time.Duration
		text  string
		isDue bool
	}{
		{0, "3 is there", true},
		{time.Second, "3 is there", false},
		{2 * time.Second, "4 is there", true},
		{61 * time.Second, "4 is there", false},
		{62 * time.Second, "4 is there", true},
		{63 * time.Second, "4 is there", false},
	} {
		if got := reminder.isDue(step.text, start.Add(step.after)); got != step.isDue {
			t.Errorf("%q after %s: %t", step.text, step.after, got)
		}
	}
}
