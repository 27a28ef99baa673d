package faults

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"sre-challenge/apps/database/databasetest"
)

// patience is for the system to come to rest; it is never waited out where all is well.
const patience = 90 * time.Second

// add makes n unpaid invoices, behind the back of the services.
func (w *world) add(t *testing.T, n int) {
	t.Helper()
	_, err := w.invoices.Connect(t, databasetest.Superuser).Exec(t.Context(), `
		INSERT INTO invoices (id, value, currency)
		SELECT 'N' || gen_random_uuid(), (random() * 1000 + 1)::numeric(20, 2), 'EUR' FROM generate_series(1, $1)`, n)
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) unpaid(t *testing.T) int {
	t.Helper()
	return len(entries(t, w.invoices, "SELECT id, '' FROM invoices WHERE paid_at IS NULL"))
}

// until waits for what must come.
func until(t *testing.T, what string, came func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !came(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %s", what, patience)
		}
	}
}

// rest waits until every invoice is paid, and sees that the books agree.
func (w *world) rest(t *testing.T) {
	t.Helper()
	until(t, "none is stuck", func() bool { return w.unpaid(t) == 0 })
	w.callers.stop()
	if difference := w.difference(t); difference != "" {
		t.Error(difference)
	}
}

const (
	paidInvoices = "SELECT id, trim_scale(value)::text || ' ' || currency FROM invoices WHERE paid_at IS NOT NULL ORDER BY id"
	allPayments  = "SELECT id, trim_scale(value)::text || ' ' || currency FROM payments ORDER BY id"
)

// sizes of the two books; the second is read later.
func (w *world) sizes(t *testing.T) (paid, ledger int) {
	t.Helper()
	return len(entries(t, w.invoices, paidInvoices)), len(entries(t, w.payments, allPayments))
}

// difference compares the set of paid invoices, with their amounts, to that of ledger rows; equal
// sets have equal sums.
func (w *world) difference(t *testing.T) string {
	t.Helper()
	paid, ledger := entries(t, w.invoices, paidInvoices), entries(t, w.payments, allPayments)
	if reflect.DeepEqual(paid, ledger) {
		return ""
	}
	return fmt.Sprintf("%d invoices are paid and %d payments are in the ledger: %.2000v\n%.2000v", len(paid), len(ledger), paid, ledger)
}

func entries(t *testing.T, database *databasetest.Database, sql string) [][2]string {
	t.Helper()
	connection := database.Connect(t, databasetest.Superuser)
	rows, err := connection.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.Background())
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (entry [2]string, err error) {
		return entry, row.Scan(&entry[0], &entry[1])
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
