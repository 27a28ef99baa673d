//go:build !nonidempotent

package ledger

import (
	"fmt"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/money"
)

// A payment was judged when it was made. Who asks again gets it, whatever the rules are by now;
// they are for new payments only.
func TestStoredPaymentIsNotJudgedAgain(t *testing.T) {
	team, pool := migrated(t)
	ledger := New(pool)
	stored := []struct{ value, currency string }{
		{"1.5", "DEM"}, {"1.005", "EUR"}, {"1.5", "JPY"}, {"9999999999999999.9999", "EUR"}, {"0.0001", "XXX"},
	}
	for at, each := range stored {
		_, err := team.Connect(t, databasetest.Service).Exec(t.Context(),
			"INSERT INTO payments (id, key, value, currency) VALUES ($1, $2, $3::text::numeric, $4)", fmt.Sprint("I", at), fmt.Sprint("K", at), each.value, each.currency)
		if err != nil {
			t.Fatal(err)
		}
	}
	for at, each := range stored {
		id, key := fmt.Sprint("I", at), fmt.Sprint("K", at)
		asked, err := money.Parse(each.value, each.currency)
		if err != nil {
			t.Fatal(err)
		}
		expect := func(what, id, key, want string) {
			t.Helper()
			got, isNew, err := ledger.Pay(t.Context(), id, key, asked)
			if fmt.Sprint(err) != want || isNew || err == nil && (got.ID != id || got.Value != each.value || got.Currency != each.currency) {
				t.Errorf("%s of %v: got %+v, %v", what, each, got, err)
			}
		}
		expect("repetition", id, key, "<nil>")
		expect("another key", id, "other", ErrAlreadyPaid.Error())
		expect("another id", "other", key, ErrKeyReused.Error())
		expect("new payment", "other", "other", fmt.Sprint(asked.Check()))
		if found, err := ledger.Find(t.Context(), id); err != nil || found.Value != each.value || found.Currency != each.currency {
			t.Errorf("found %+v, %v", found, err)
		}
	}
	if rows := countRows(t, pool); rows != len(stored) {
		t.Errorf("%d rows", rows)
	}
}
