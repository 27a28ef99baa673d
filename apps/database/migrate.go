package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	driver "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// migrationLock is any number that nothing else in a team's database locks.
	migrationLock       = 4217
	waitBetweenAttempts = 250 * time.Millisecond
)

// Migrate brings the database to the newest of migrations, whose root holds files named
// 0001_name.up.sql. It waits until the database answers. Any number may run at once: one migrates,
// the others wait for it and find nothing to do. Each file is done whole or not at all, so one that
// was killed in the middle is begun again; files hold no BEGIN, COMMIT or CONCURRENTLY.
func Migrate(ctx context.Context, settings Settings, migrations fs.FS) error {
	config, err := settings.connection("migrate")
	if err != nil {
		return err
	}
	closeAtEnd(ctx, config)
	// The lock is held by a connection of its own and ends with it, however this process ends.
	lock, err := connectWhenUp(ctx, config)
	if err != nil {
		return err
	}
	defer lock.Close(context.WithoutCancel(ctx))
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("migrate: wait for the lock: %w", err)
	}
	if err := migrateLocked(config, migrations); err != nil {
		return fmt.Errorf("migrate: %w", errors.Join(err, ctx.Err()))
	}
	return nil
}

func migrateLocked(config *pgx.ConnConfig, migrations fs.FS) (err error) {
	files, err := newAtomicSource(migrations)
	if err != nil {
		return err
	}
	pool := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, pool.Close()) }()
	target, err := driver.WithInstance(pool, &driver.Config{MigrationsTable: versionTable})
	if err != nil {
		return err
	}
	migration, err := migrate.NewWithInstance("files", files, config.Database, target)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, errors.Join(migration.Close())) }()
	if err := forgetUnfinished(migration, files); err != nil {
		return err
	}
	if err := migration.Up(); !errors.Is(err, migrate.ErrNoChange) {
		return err
	}
	return nil
}

// forgetUnfinished goes back to the version before a migration that was begun and is not done.
func forgetUnfinished(migration *migrate.Migrate, files *atomicSource) error {
	version, unfinished, err := migration.Version()
	if errors.Is(err, migrate.ErrNilVersion) || err == nil && !unfinished {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := files.Prev(version)
	if errors.Is(err, fs.ErrNotExist) {
		return migration.Force(database.NilVersion)
	}
	if err != nil {
		return err
	}
	return migration.Force(int(before))
}

func connectWhenUp(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	for {
		connection, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			return connection, nil
		}
		if !IsUnavailable(err) {
			return nil, fmt.Errorf("migrate: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("migrate: wait for the database: %w", errors.Join(ctx.Err(), err))
		case <-time.After(waitBetweenAttempts):
		}
	}
}

// closeAtEnd breaks config's connections when ctx is done: the library takes no context.
func closeAtEnd(ctx context.Context, config *pgx.ConnConfig) {
	dial := config.DialFunc
	config.DialFunc = func(dialCtx context.Context, network, address string) (net.Conn, error) {
		connection, err := dial(dialCtx, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { connection.Close() })
		}
		return connection, err
	}
}
