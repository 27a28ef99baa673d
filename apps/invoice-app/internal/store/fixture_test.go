package store

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/database"
	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// long is a lease that no test outlives; it ends by expire.
const long = time.Hour

func settingsOf(t testing.TB, getenv func(string) string) database.Settings {
	t.Helper()
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// emptied is a migrated database without the seed.
func emptied(t testing.TB) *databasetest.Database {
	t.Helper()
	team := databasetest.Shared(t).NewDatabase(t)
	if err := database.Migrate(t.Context(), settingsOf(t, team.Env(databasetest.Owner)), Migrations, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	change(t, team, "DELETE FROM invoices")
	return team
}

// poolOf is what one replica has.
func poolOf(t testing.TB, team *databasetest.Database) *pgxpool.Pool {
	t.Helper()
	pool, err := database.Open(t.Context(), settingsOf(t, team.Env(databasetest.Service)), "store-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// change does as the owner what the service must not.
func change(t testing.TB, team *databasetest.Database, sql string, arguments ...any) {
	t.Helper()
	if _, err := team.Connect(t, databasetest.Owner).Exec(t.Context(), sql, arguments...); err != nil {
		t.Fatal(err)
	}
}

const expireAll = "UPDATE invoices SET claimed_until = now() WHERE claimed_until IS NOT NULL"

// addInvoices makes n invoices, N000001 and so on, of 1 EUR.
func addInvoices(t testing.TB, team *databasetest.Database, n int) {
	t.Helper()
	change(t, team, "INSERT INTO invoices (id, value, currency) SELECT format('N%s', lpad(i::text, 6, '0')), 1, 'EUR' FROM generate_series(1, $1) AS i", n)
}

func column(t testing.TB, team *databasetest.Database, sql string) []string {
	t.Helper()
	rows, err := team.Connect(t, databasetest.Owner).Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func claimed(t testing.TB, store *Store, n int) []invoice.Claim {
	t.Helper()
	claims, err := store.ClaimUnpaid(t.Context(), 0, n)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func idsOf(claims []invoice.Claim) string {
	var ids []string
	for _, claim := range claims {
		ids = append(ids, claim.ID)
	}
	return fmt.Sprint(ids)
}

func record(t testing.TB, store *Store, state invoice.State, claims ...invoice.Claim) {
	t.Helper()
	var results []invoice.Result
	for _, claim := range claims {
		reason := ""
		if state != invoice.Paid {
			reason = "no luck"
		}
		results = append(results, invoice.Result{Claim: claim, State: state, Reason: reason})
	}
	if err := store.Record(t.Context(), results); err != nil {
		t.Fatal(err)
	}
}

func amount(t testing.TB, value, currency string) money.Amount {
	t.Helper()
	amount, err := money.Parse(value, currency)
	if err != nil {
		t.Fatal(err)
	}
	return amount
}
