package store

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"testing"

	"sre-challenge/apps/database"
	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

func listed(t *testing.T, store *Store, filter Filter) []invoice.Invoice {
	t.Helper()
	var found []invoice.Invoice
	for each, err := range store.List(t.Context(), filter) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, each)
	}
	return found
}

func TestSeedIsListedInOrder(t *testing.T) {
	team := databasetest.Shared(t).NewDatabase(t)
	for range 2 { // a second migration changes nothing
		if err := database.Migrate(t.Context(), settingsOf(t, team.Env(databasetest.Owner)), Migrations, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
	}
	got := fmt.Sprint(listed(t, New(poolOf(t, team), long), Filter{}))
	if want := "[{I1 {12.15 EUR} false} {I2 {10.25 GBP} false} {I3 {66.13 DKK} false}]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestListHasEveryInvoiceOnce(t *testing.T) {
	for _, n := range []int{0, 1, pageSize - 1, pageSize, pageSize + 1, 3*pageSize + 7} {
		team := emptied(t)
		addInvoices(t, team, n)
		found := listed(t, New(poolOf(t, team), long), Filter{})
		for i, each := range found {
			if want := fmt.Sprintf("N%06d", i+1); each.ID != want {
				t.Fatalf("%d: %s is where %s belongs", n, each.ID, want)
			}
		}
		if len(found) != n {
			t.Errorf("%d of %d", len(found), n)
		}
	}
}

func TestListFilters(t *testing.T) {
	team := emptied(t)
	change(t, team, "INSERT INTO invoices (id, value, currency, paid_at) VALUES ('A', 1, 'EUR', now()), ('B', 2, 'EUR', NULL), ('C', 3, 'USD', now()), ('D', 4, 'USD', NULL)")
	store := New(poolOf(t, team), long)
	yes, no := true, false
	for want, filter := range map[string]Filter{
		"ABCD": {}, "AC": {IsPaid: &yes}, "BD": {IsPaid: &no}, "AB": {Currency: "EUR"}, "": {Currency: "JPY"},
		"CD": {After: "B"}, "D": {After: "B", IsPaid: &no}, "C": {IsPaid: &yes, Currency: "USD"},
	} {
		got := ""
		for _, each := range listed(t, store, filter) {
			got += each.ID
		}
		if got != want {
			t.Errorf("%+v: got %q, want %q", filter, got, want)
		}
	}
}

func TestListBehindNoInvoice(t *testing.T) {
	for _, err := range New(poolOf(t, emptied(t)), long).List(t.Context(), Filter{After: "I9"}) {
		if !errors.Is(err, ErrUnknownInvoice) {
			t.Errorf("got %v", err)
		}
	}
}

func TestListHoldsNoConnectionBetweenPages(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 2*pageSize)
	pool := poolOf(t, team)
	for range New(pool, long).List(t.Context(), Filter{}) {
		if held := pool.Stat().AcquiredConns(); held != 0 {
			t.Fatalf("%d connections are held", held)
		}
	}
}

func TestCreate(t *testing.T) {
	team := emptied(t)
	store := New(poolOf(t, team), long)
	expect := func(value string, wantPaid, wantCreated bool) {
		t.Helper()
		stored, created, err := store.Create(t.Context(), "I7", amount(t, value, "EUR"))
		want := invoice.Invoice{ID: "I7", Amount: amount(t, "1.5", "EUR"), IsPaid: wantPaid}
		if err != nil || stored != want || created != wantCreated {
			t.Errorf("got %+v, %t, %v", stored, created, err)
		}
	}
	expect("1.50", false, true)
	expect("1.5", false, false)
	for _, other := range []struct{ value, currency string }{{"1.51", "EUR"}, {"1.5", "USD"}} {
		if _, _, err := store.Create(t.Context(), "I7", amount(t, other.value, other.currency)); !errors.Is(err, ErrExists) {
			t.Errorf("%v: got %v", other, err)
		}
	}
	record(t, store, invoice.Paid, claimed(t, store, 1)...)
	expect("1.5", true, false)
}

func TestCountByState(t *testing.T) {
	team := emptied(t)
	addInvoices(t, team, 6)
	store := New(poolOf(t, team), long)
	claims := claimed(t, store, 3)
	record(t, store, invoice.Paid, claims[0])
	got, err := store.CountByState(t.Context())
	if want := map[string]int{"open": 3, "claimed": 2, "paid": 1}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}
