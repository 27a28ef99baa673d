package ledger

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"sre-challenge/apps/database/databasetest"
)

func TestPaymentsAreAppendOnly(t *testing.T) {
	team, pool := migrated(t)
	if _, _, err := New(pool).Pay(t.Context(), "I1", "K1", amount(t, "1", "EUR")); err != nil {
		t.Fatal(err)
	}
	// Insufficient privilege for the service; the trigger's restrict violation for the owner.
	for role, wantCode := range map[string]string{databasetest.Service: "42501", databasetest.Owner: "23001"} {
		connection := team.Connect(t, role)
		for _, statement := range []string{
			"UPDATE payments SET value = 2", "UPDATE payments SET value = 2 WHERE false",
			"DELETE FROM payments", "TRUNCATE payments",
			"INSERT INTO payments (id, key, value, currency) VALUES ('I1', 'K1', 2, 'EUR') ON CONFLICT (id) DO UPDATE SET value = 2",
			"MERGE INTO payments USING (VALUES ('I1')) AS p(id) ON payments.id = p.id WHEN MATCHED THEN DELETE",
		} {
			_, err := connection.Exec(t.Context(), statement)
			refusal, ok := errors.AsType[*pgconn.PgError](err)
			if !ok || refusal.Code != wantCode {
				t.Errorf("%s as %s: %v", statement, role, err)
			}
		}
	}
	connection := team.Connect(t, databasetest.Service)
	for _, statement := range []string{
		"DROP TABLE payments", "ALTER TABLE payments DISABLE TRIGGER ALL", "DROP TRIGGER payments_append_only ON payments",
		"CREATE TABLE mine (id int)", "SET session_replication_role = replica", "SET ROLE owner",
		"UPDATE schema_migrations SET version = 99",
	} {
		if _, err := connection.Exec(t.Context(), statement); err == nil {
			t.Errorf("%s: no error", statement)
		}
	}
	if rows := countRows(t, pool); rows != 1 {
		t.Errorf("%d rows", rows)
	}
}

func TestTableRefusesWhatTheServiceShould(t *testing.T) {
	team, _ := migrated(t)
	connection := team.Connect(t, databasetest.Service)
	for _, values := range []string{"('I1', 'K1', 0, 'EUR')", "('I1', 'K1', -1, 'EUR')", "('I1', 'K1', 'NaN', 'EUR')", "('I1', 'K1', 1, 'eu')", "(NULL, 'K1', 1, 'EUR')", "('I1', 'K1', 1e16, 'EUR')"} {
		if _, err := connection.Exec(t.Context(), "INSERT INTO payments (id, key, value, currency) VALUES "+values); err == nil {
			t.Errorf("%s: no error", values)
		}
	}
}
