//go:build !nonidempotent

package ledger

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sre-challenge/apps/database/databasetest"
)

func TestPay(t *testing.T) {
	_, pool := migrated(t)
	ledger := New(pool)
	before := time.Now().Add(-time.Minute)
	first, isNew, err := ledger.Pay(t.Context(), "I1", "K1", amount(t, "12.50", "EUR"))
	want := Payment{ID: "I1", Key: "K1", Value: "12.5", Currency: "EUR", PaidAt: first.PaidAt}
	if err != nil || !isNew || first != want || first.PaidAt.Before(before) {
		t.Fatalf("got %+v, %v", first, err)
	}
	tests := map[string]struct {
		id, key, value, currency string
		wantErr                  error
	}{
		"the same again":                    {"I1", "K1", "12.5", "EUR", nil},
		"the same written otherwise":        {"I1", "K1", "1.250e1", "EUR", nil},
		"same key, other value":             {"I1", "K1", "12.51", "EUR", ErrKeyReused},
		"same key, other currency":          {"I1", "K1", "12.5", "USD", ErrKeyReused},
		"same key, other id":                {"I2", "K1", "12.5", "EUR", ErrKeyReused},
		"other key, same content":           {"I1", "K2", "12.5", "EUR", ErrAlreadyPaid},
		"other key, same id, other content": {"I1", "K2", "99", "USD", ErrAlreadyPaid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, isNew, err := ledger.Pay(t.Context(), test.id, test.key, amount(t, test.value, test.currency))
			if !errors.Is(err, test.wantErr) || isNew || err == nil && got != first {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if rows := countRows(t, pool); rows != 1 {
		t.Errorf("%d rows", rows)
	}
}

func TestKeyAndIDOfTwoPayments(t *testing.T) {
	_, pool := migrated(t)
	ledger := New(pool)
	for _, name := range []string{"1", "2"} {
		if _, _, err := ledger.Pay(t.Context(), "I"+name, "K"+name, amount(t, "1", "EUR")); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := ledger.Pay(t.Context(), "I1", "K2", amount(t, "1", "EUR")); !errors.Is(err, ErrKeyReused) {
		t.Errorf("got %v", err)
	}
}

func TestFind(t *testing.T) {
	_, pool := migrated(t)
	ledger := New(pool)
	paid, _, err := ledger.Pay(t.Context(), "Ü/1", "K", amount(t, "999999999999999.99", "EUR"))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := ledger.Find(t.Context(), "Ü/1"); err != nil || found != paid || found.Value != "999999999999999.99" {
		t.Errorf("got %+v, %v; want %+v", found, err, paid)
	}
	if found, err := ledger.Find(t.Context(), "K"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestSamePaymentManyTimesAtOnce(t *testing.T) {
	_, pool := migrated(t)
	ledger := New(pool)
	one := amount(t, "1", "EUR")
	for round := range 8 {
		id := fmt.Sprint("I", round)
		answers := make([]Payment, 64)
		var made atomic.Int32
		begin := make(chan struct{})
		var all sync.WaitGroup
		for at := range answers {
			all.Go(func() {
				<-begin
				answer, isNew, err := ledger.Pay(t.Context(), id, id, one)
				if err != nil {
					t.Error(err)
				}
				if isNew {
					made.Add(1)
				}
				answers[at] = answer
			})
		}
		close(begin)
		all.Wait()
		for _, answer := range answers {
			if answer != answers[0] || answer.ID != id {
				t.Fatalf("got both %+v and %+v", answer, answers[0])
			}
		}
		if rows := countRows(t, pool); rows != round+1 || made.Load() != 1 {
			t.Fatalf("%d rows after %d payments, %d made the last", rows, round+1, made.Load())
		}
	}
}

// Of many that want the same id under keys of their own, one pays.
func TestRivalsForOnePayment(t *testing.T) {
	_, pool := migrated(t)
	ledger := New(pool)
	results := make([]error, 64)
	var all sync.WaitGroup
	for at := range results {
		all.Go(func() {
			_, _, results[at] = ledger.Pay(t.Context(), "I1", fmt.Sprint("K", rand.Int()), amount(t, "1", "EUR"))
		})
	}
	all.Wait()
	paid := 0
	for _, err := range results {
		if err == nil {
			paid++
		} else if !errors.Is(err, ErrAlreadyPaid) {
			t.Error(err)
		}
	}
	if rows := countRows(t, pool); paid != 1 || rows != 1 {
		t.Errorf("%d paid, %d rows", paid, rows)
	}
}

// The first attempt is under way, not committed: the second waits and then gets the same answer,
// or pays itself if the first is taken back.
func TestSecondAttemptWaitsForTheFirst(t *testing.T) {
	for _, end := range []string{"COMMIT", "ROLLBACK"} {
		t.Run(end, func(t *testing.T) {
			team, pool := migrated(t)
			first := team.Connect(t, databasetest.Service)
			if _, err := first.Exec(t.Context(), "BEGIN; INSERT INTO payments (id, key, value, currency) VALUES ('I1', 'K1', 1, 'EUR')"); err != nil {
				t.Fatal(err)
			}
			second := make(chan error)
			go func() {
				_, _, err := New(pool).Pay(t.Context(), "I1", "K1", amount(t, "1", "EUR"))
				second <- err
			}()
			waitForLock(t, team)
			if _, err := first.Exec(t.Context(), end); err != nil {
				t.Fatal(err)
			}
			if err := <-second; err != nil || countRows(t, pool) != 1 {
				t.Errorf("%v, %d rows", err, countRows(t, pool))
			}
		})
	}
}

func waitForLock(t *testing.T, team *databasetest.Database) {
	t.Helper()
	watcher := team.Connect(t, databasetest.Superuser)
	for waiting := 0; waiting == 0; {
		err := watcher.QueryRow(t.Context(),
			"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
}
