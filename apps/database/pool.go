package database

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	connectTimeout = 3 * time.Second
	// statementTimeout is less than a caller waits, so that no answer comes from a query that
	// still runs.
	statementTimeout = 5 * time.Second
	// idleInTransactionTimeout frees the locks of a client that vanished in the middle.
	idleInTransactionTimeout = 5 * time.Second
	cancelDeadline           = time.Second
	maxConnectionIdle        = 5 * time.Minute
	maxConnectionLifetime    = 30 * time.Minute
)

// Open makes a pool that connects when it is first used: a database that is away is no error here.
// The application's name is what the server's own views and logs call its connections.
func Open(ctx context.Context, settings Settings, application string) (*pgxpool.Pool, error) {
	connection, err := settings.connection(application)
	if err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig("")
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	connection.Tracer = queryTracer{}
	connection.BuildContextWatcherHandler = cancelQuery
	connection.RuntimeParams["statement_timeout"] = milliseconds(statementTimeout)
	connection.RuntimeParams["idle_in_transaction_session_timeout"] = milliseconds(idleInTransactionTimeout)
	config.ConnConfig = connection
	// The password file is another once the password was changed; what is connected stays so.
	config.BeforeConnect = func(_ context.Context, connection *pgx.ConnConfig) error {
		current, err := settings.connection(application)
		if err == nil {
			connection.Password = current.Password
		}
		return err
	}
	config.MaxConns = int32(settings.MaxConnections)
	config.MaxConnIdleTime = maxConnectionIdle
	config.MaxConnLifetime = maxConnectionLifetime
	config.MaxConnLifetimeJitter = maxConnectionLifetime / 10
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return pool, nil
}

// connection reads the password file too.
func (s Settings) connection(application string) (*pgx.ConnConfig, error) {
	words := []string{
		"host", s.Host, "port", fmt.Sprint(s.Port), "dbname", s.Database, "user", s.User,
		"sslmode", s.SSLMode, "passfile", s.PassFile, "application_name", application,
	}
	if s.SSLRootCert != "" {
		words = append(words, "sslrootcert", s.SSLRootCert)
	}
	var text strings.Builder
	for at := 0; at < len(words); at += 2 {
		fmt.Fprintf(&text, "%s='%s' ", words[at], escaped.Replace(words[at+1]))
	}
	config, err := pgx.ParseConfig(text.String())
	if err != nil {
		return nil, fmt.Errorf("database: PG variables: %w", err)
	}
	config.ConnectTimeout = connectTimeout
	return config, nil
}

// cancelQuery tells the server to end a query whose caller has gone, and keeps the connection; only
// one that does not answer to that either is closed.
func cancelQuery(connection *pgconn.PgConn) ctxwatch.Handler {
	return &pgconn.CancelRequestContextWatcherHandler{Conn: connection, DeadlineDelay: cancelDeadline}
}

var escaped = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func milliseconds(duration time.Duration) string { return fmt.Sprint(duration.Milliseconds()) }
