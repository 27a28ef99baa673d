package database

import (
	"context"
	"errors"
	"io"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/jackc/pgx/v5"
)

// target is where golang-migrate runs migrations. The library's own driver notes that a version is
// begun, runs it, and notes that it is done, each by itself, so that a human must clean up after
// one that was killed; and with database/sql it takes a quarter of a megabyte. Here the three are
// one transaction. Who uses a target holds the lock.
type target struct {
	ctx        context.Context
	connection *pgx.Conn
	// underway is the transaction of a version that is begun.
	underway pgx.Tx
}

func newTarget(ctx context.Context, connection *pgx.Conn) (*target, error) {
	_, err := connection.Exec(ctx, "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY)")
	return &target{ctx: ctx, connection: connection}, err
}

// SetVersion is called with isBegun before a version is run, and without after.
func (t *target) SetVersion(version int, isBegun bool) (err error) {
	if isBegun {
		t.underway, err = t.connection.Begin(t.ctx)
		return err
	}
	if _, err := t.underway.Exec(t.ctx, "DELETE FROM schema_migrations"); err != nil {
		return err
	}
	if _, err := t.underway.Exec(t.ctx, "INSERT INTO schema_migrations (version) VALUES ($1)", version); err != nil {
		return err
	}
	return t.underway.Commit(t.ctx)
}

// Run runs a whole file. What fails is taken back when its connection closes.
func (t *target) Run(migration io.Reader) error {
	statements, err := io.ReadAll(migration)
	if err != nil {
		return err
	}
	_, err = t.underway.Exec(t.ctx, string(statements))
	return err
}

func (t *target) Version() (version int, isBegun bool, err error) {
	err = t.connection.QueryRow(t.ctx, "SELECT version FROM schema_migrations").Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		return database.NilVersion, false, nil
	}
	return version, false, err
}

func (t *target) Lock() error   { return nil }
func (t *target) Unlock() error { return nil }
func (t *target) Close() error  { return nil }

func (t *target) Drop() error                          { return errUnused }
func (t *target) Open(string) (database.Driver, error) { return nil, errUnused }

var errUnused = errors.New("migrations only go up, on a connection that is open")
