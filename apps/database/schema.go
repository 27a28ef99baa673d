package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// waitBetweenReminders is how often a log says again what is waited for.
const waitBetweenReminders = time.Minute

// AwaitSchema waits until the database's schema is the newest of migrations, or a later one, and says
// in the log what it waits for. It asks as any role that the migrations let see the schema's version.
func AwaitSchema(ctx context.Context, settings Settings, migrations fs.FS, log *slog.Logger) error {
	needed, err := newestOf(migrations)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	var reminder reminder
	for {
		version, err := schemaVersion(ctx, settings)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("schema: %w", ctx.Err())
		case err != nil && !isNotYet(err):
			return fmt.Errorf("schema: %w", err)
		case err == nil && version >= needed:
			log.Info("the schema is there", "schema", version, "needed", needed)
			return nil
		}
		if text := waitingFor(version, needed, err); reminder.isDue(text, time.Now()) {
			log.Info(text, "database", settings.Database, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(waitBetweenAttempts):
		}
	}
}

// schemaVersion asks by a connection of its own, with the password that the file has by now.
func schemaVersion(ctx context.Context, settings Settings) (version int, err error) {
	config, err := settings.connection("schema")
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, connectTimeout+statementTimeout)
	defer cancel()
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return 0, err
	}
	defer connection.Close(ctx)
	err = connection.QueryRow(ctx, "SELECT version FROM schema_migrations").Scan(&version)
	return version, err
}

// unreadable are the SQLSTATEs of a version that no migration has noted, or none has shown to the role.
var unreadable = []string{"42P01", "42501"}

func isUnreadable(err error) bool {
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	return errors.Is(err, pgx.ErrNoRows) || (ok && slices.Contains(unreadable, refusal.Code))
}

func isNotYet(err error) bool { return isUnreadable(err) || IsUnavailable(err) }

func waitingFor(version, needed int, err error) string {
	found := fmt.Sprintf("schema %d is there, %d is needed", version, needed)
	if isUnreadable(err) {
		found = fmt.Sprintf("no schema can be read, %d is needed", needed)
	} else if err != nil {
		return fmt.Sprintf("the database cannot be asked, schema %d is needed", needed)
	}
	return found + ": the platform's `pulumi up` migrates"
}

// reminder tells when a text is to be said: when it is another one, and then rarely.
type reminder struct {
	said string
	at   time.Time
}

func (r *reminder) isDue(text string, now time.Time) bool {
	if text == r.said && now.Sub(r.at) < waitBetweenReminders {
		return false
	}
	r.said, r.at = text, now
	return true
}
