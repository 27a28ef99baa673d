package store

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

func expectCode(t *testing.T, team *databasetest.Database, role, statement, wantCode string) {
	t.Helper()
	_, err := team.Connect(t, role).Exec(t.Context(), statement)
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || refusal.Code != wantCode {
		t.Errorf("%s as %s: %v, want code %s", statement, role, err, wantCode)
	}
}

func TestServiceMayDoTheLeast(t *testing.T) {
	const insufficientPrivilege = "42501"
	team := emptied(t)
	addInvoices(t, team, 1)
	for _, statement := range []string{
		"UPDATE invoices SET id = 'I9'", "UPDATE invoices SET value = 2", "UPDATE invoices SET currency = 'USD'",
		"UPDATE invoices SET created_at = now()", "UPDATE invoices SET position = DEFAULT",
		"DELETE FROM invoices", "TRUNCATE invoices", "DROP TABLE invoices", "ALTER TABLE invoices DISABLE TRIGGER ALL",
		"INSERT INTO invoices (id, value, currency, paid_at) VALUES ('I9', 1, 'EUR', now())",
		"CREATE TABLE mine (id int)", "SET session_replication_role = replica", "SET ROLE owner",
	} {
		expectCode(t, team, databasetest.Service, statement, insufficientPrivilege)
	}
}

func TestPaidNeverReverts(t *testing.T) {
	const restrictViolation = "23001"
	team := emptied(t)
	addInvoices(t, team, 1)
	store := New(poolOf(t, team), long)
	record(t, store, invoice.Paid, claimed(t, store, 1)...)
	for _, role := range []string{databasetest.Service, databasetest.Owner} {
		for _, change := range []string{"NULL", "now() + interval '1 second'"} {
			expectCode(t, team, role, "UPDATE invoices SET paid_at = "+change, restrictViolation)
		}
	}
	for _, change := range []string{"id = 'I9'", "value = 2", "currency = 'USD'"} {
		expectCode(t, team, databasetest.Owner, "UPDATE invoices SET "+change, restrictViolation)
	}
	expectCode(t, team, databasetest.Service, "UPDATE invoices SET claim = gen_random_uuid(), claimed_until = now()", "23514")
}

func TestTableRefusesWhatTheServiceShould(t *testing.T) {
	team := emptied(t)
	for _, values := range []string{
		"('I1', 0, 'EUR')", "('I1', -1, 'EUR')", "('I1', 'NaN', 'EUR')", "('I1', 1, 'eur')", "('I1', 1e16, 'EUR')",
		"('', 1, 'EUR')", "(repeat('x', 129), 1, 'EUR')", "('a b', 1, 'EUR')", "(E'a\\nb', 1, 'EUR')", "('ä', 1, 'EUR')", "(NULL, 1, 'EUR')",
	} {
		_, err := team.Connect(t, databasetest.Service).Exec(t.Context(), "INSERT INTO invoices (id, value, currency) VALUES "+values)
		if err == nil {
			t.Errorf("%s: no error", values)
		}
	}
}
