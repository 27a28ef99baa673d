package faults

import (
	"context"
	"fmt"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

func TestDatabaseGoneAndBack(t *testing.T) {
	for _, which := range []string{"invoices", "payments"} {
		t.Run(which, func(t *testing.T) {
			t.Parallel()
			server, p := databasetest.Start(t), plan{}
			if which == "invoices" {
				p.invoicesServer = server
			} else {
				p.paymentsServer = server
			}
			w := newWorld(t, p)
			w.add(t, 200)
			until(t, "some are paid", func() bool { return w.unpaid(t) < 200 })
			server.Kill(t)
			before := w.callers.trouble.Load()
			until(t, "the fault is felt", func() bool { return w.callers.trouble.Load() > before })
			server.Start(t)
			w.add(t, 10)
			w.rest(t)
		})
	}
}

func TestConnectionsToADatabaseBreak(t *testing.T) {
	for _, direction := range []string{"up", "down"} { // before and after each commit
		t.Run(direction, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, plan{})
			endure(t, w, func() {
				w.toInvoices.add(t, "reset_peer", direction, `"timeout":0`)
				w.toPayments.add(t, "reset_peer", direction, `"timeout":0`)
			}, func() {
				w.toInvoices.heal(t)
				w.toPayments.heal(t)
			}, func() bool { return w.callers.trouble.Load() > 0 })
		})
	}
}

func TestSlowDatabases(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	endure(t, w, func() {
		w.toInvoices.add(t, "latency", "down", `"latency":400,"jitter":200`)
		w.toPayments.add(t, "latency", "down", `"latency":400,"jitter":200`)
	}, func() {
		w.toInvoices.heal(t)
		w.toPayments.heal(t)
	}, func() bool { return w.unpaid(t) < 20 })
}

// The ledger takes longer than invoice-app waits: each first try ends in doubt.
func TestDatabaseSlowerThanDeadlines(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	endure(t, w,
		func() { w.toPayments.add(t, "latency", "down", `"latency":2500`) },
		func() { w.toPayments.heal(t) },
		func() bool { return w.callers.trouble.Load() > 0 })
}

func TestPoolExhausted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{variables: map[string]string{"DATABASE_MAX_CONNECTIONS": "1"}})
	admin := w.invoices.Connect(t, databasetest.Superuser)
	lock := func() context.CancelFunc {
		transaction, err := admin.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		// Who waits for the table keeps the only connection, and the others wait for that.
		if _, err := transaction.Exec(t.Context(), "LOCK TABLE invoices"); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := transaction.Rollback(context.Background()); err != nil {
				t.Error(err)
			}
		}
	}
	w.add(t, 300)
	until(t, "some are paid", func() bool { return w.unpaid(t) < 300 })
	unlock := lock()
	until(t, "the fault is felt", func() bool { return w.callers.trouble.Load() > 0 })
	unlock()
	w.rest(t)
}

func TestNoConnectionsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{invoicesServer: databasetest.Start(t), paymentsServer: databasetest.Start(t)}) // roles are a server's
	limit := func(connections int) {
		for _, database := range []*databasetest.Database{w.invoices, w.payments} {
			admin := database.Connect(t, databasetest.Superuser)
			for _, sql := range []string{
				fmt.Sprintf("ALTER ROLE service CONNECTION LIMIT %d", connections),
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'service'",
			} {
				if _, err := admin.Exec(t.Context(), sql); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	endure(t, w, func() { limit(0) }, func() { limit(-1) }, func() bool { return w.callers.trouble.Load() > 0 })
}
