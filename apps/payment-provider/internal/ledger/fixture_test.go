package ledger

import (
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/database"
	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/money"
)

func settingsOf(t testing.TB, getenv func(string) string) database.Settings {
	t.Helper()
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// migrated is a database with the ledger's table, and a pool of the service's.
func migrated(t testing.TB) (*databasetest.Database, *pgxpool.Pool) {
	t.Helper()
	team := databasetest.Shared(t).NewDatabase(t)
	if err := database.Migrate(t.Context(), settingsOf(t, team.Env(databasetest.Owner)), Migrations, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	pool, err := database.Open(t.Context(), settingsOf(t, team.Env(databasetest.Service)), "ledger-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return team, pool
}

func amount(t testing.TB, value, currency string) money.Amount {
	t.Helper()
	amount, err := money.Parse(value, currency)
	if err != nil {
		t.Fatal(err)
	}
	return amount
}

func countRows(t testing.TB, pool *pgxpool.Pool) int {
	t.Helper()
	var rows int
	if err := pool.QueryRow(t.Context(), "SELECT count(*) FROM payments").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
