package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/source/iofs"
	"github.com/jackc/pgx/v5"
)

const (
	// migrationLock is any number that nothing else in a team's database locks.
	migrationLock       = 4217
	waitBetweenAttempts = 250 * time.Millisecond
	migrationsFolder    = "migrations"
)

// Migrate brings the database to the newest of migrations, whose files are named
// migrations/0001_name.up.sql. It waits until the database answers. Any number may run at once: one migrates,
// the others wait for it and find nothing to do. Each file is one transaction, so one that was
// killed in the middle is begun again; files hold no BEGIN, COMMIT or CONCURRENTLY. A schema that is
// newer stays as it is: the program before it goes on with that.
func Migrate(ctx context.Context, settings Settings, migrations fs.FS, log *slog.Logger) error {
	config, err := settings.connection("migrate")
	if err != nil {
		return err
	}
	connection, err := connectWhenUp(ctx, config)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// The lock ends with its connection, however this process ends.
	defer connection.Close(context.WithoutCancel(ctx))
	if _, err := connection.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("migrate: wait for the lock: %w", err)
	}
	if err := migrateLocked(ctx, connection, migrations, log); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func migrateLocked(ctx context.Context, connection *pgx.Conn, migrations fs.FS, log *slog.Logger) error {
	files, err := iofs.New(migrations, migrationsFolder)
	if err != nil {
		return err
	}
	newest, err := newestOf(migrations)
	if err != nil {
		return err
	}
	target, err := newTarget(ctx, connection)
	if err != nil {
		return err
	}
	version, _, err := target.Version()
	if err != nil {
		return err
	}
	if version > newest {
		log.Warn("the schema is newer than this program, and stays so", "schema", version, "known", newest)
		return nil
	}
	migration, err := migrate.NewWithInstance("files", files, "database", target)
	if err != nil {
		return err
	}
	if err := migration.Up(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		return err
	}
	log.Info("migrated", "schema", newest)
	return nil
}

// newestOf is the greatest version among migrations.
func newestOf(migrations fs.FS) (int, error) {
	files, err := iofs.New(migrations, migrationsFolder)
	if err != nil {
		return 0, err
	}
	version, err := files.First()
	if err != nil {
		return 0, err
	}
	for {
		next, err := files.Next(version)
		if err != nil { // there is none after it
			return int(version), nil
		}
		version = next
	}
}

// connectWhenUp does not wait for another password: config has the one that was read.
func connectWhenUp(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	for {
		connection, err := pgx.ConnectConfig(ctx, config)
		if err == nil || !IsUnavailable(err) || isPasswordRefused(err) {
			return connection, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the database: %w", errors.Join(ctx.Err(), err))
		case <-time.After(waitBetweenAttempts):
		}
	}
}
