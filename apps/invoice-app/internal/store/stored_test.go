package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

// The table may hold what a new invoice must not be, since rules change and rows do not: whatever
// it holds is listed and claimed as it stands, amid the others.
func TestStoredInvoicesAreReadAsTheyAre(t *testing.T) {
	team := emptied(t)
	store, owner := New(poolOf(t, team), long), team.Connect(t, databasetest.Owner)
	rapid.Check(t, func(t *rapid.T) {
		if _, err := owner.Exec(t.Context(), "DELETE FROM invoices"); err != nil {
			t.Fatal(err)
		}
		var want []string
		for at := range rapid.IntRange(1, 4).Draw(t, "rows") {
			id := fmt.Sprint("S", at)
			value := storedValue.Draw(t, "value")
			currency := rapid.StringMatching(`[A-Z]{3}`).Draw(t, "currency")
			if _, err := owner.Exec(t.Context(), "INSERT INTO invoices (id, value, currency) VALUES ($1, $2::text::numeric, $3)", id, value, currency); err != nil {
				t.Fatal(err)
			}
			want = append(want, id+" "+canonical(value)+" "+currency)
		}
		var listed []string
		for each, err := range store.List(t.Context(), Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			listed = append(listed, written(each))
		}
		claims, err := store.ClaimUnpaid(t.Context(), 0, len(want))
		if err != nil {
			t.Fatal(err)
		}
		var claimed []string
		for _, claim := range claims {
			claimed = append(claimed, written(claim.Invoice))
		}
		if !slices.Equal(listed, want) || !slices.Equal(claimed, want) {
			t.Errorf("listed %q and claimed %q, stored %q", listed, claimed, want)
		}
	})
}

// storedValue is any that numeric(20, 4) holds and is positive.
var storedValue = rapid.StringMatching(`[0-9]{1,16}\.[0-9]{4}`).Filter(func(text string) bool {
	return strings.Trim(text, "0.") != ""
})

func canonical(value string) string {
	integer, fraction, _ := strings.Cut(value, ".")
	if integer = strings.TrimLeft(integer, "0"); integer == "" {
		integer = "0"
	}
	return strings.TrimSuffix(integer+"."+strings.TrimRight(fraction, "0"), ".")
}

func written(each invoice.Invoice) string {
	return strings.Join([]string{each.ID, each.Amount.Value(), each.Amount.Currency()}, " ")
}

// Asked for again, an invoice of before is answered, and none is made that the rules refuse today.
func TestCreateOfWhatWouldBeRefusedToday(t *testing.T) {
	team := emptied(t)
	change(t, team, "INSERT INTO invoices (id, value, currency) VALUES ('mark', 1, 'DEM'), ('mill', 1.005, 'EUR')")
	store := New(poolOf(t, team), long)
	for _, test := range []struct{ id, value, currency, want string }{
		{"mark", "1.0", "DEM", "<nil>"},
		{"mill", "1.0050", "EUR", "<nil>"},
		{"mill", "1.006", "EUR", ErrExists.Error()},
		{"new", "1", "DEM", "currency must be an active ISO 4217 code such as EUR"},
		{"new", "1.005", "EUR", "value must have at most 2 decimals in EUR"},
	} {
		asked, err := money.Parse(test.value, test.currency)
		if err != nil {
			t.Fatal(err)
		}
		stored, created, err := store.Create(t.Context(), test.id, asked)
		if fmt.Sprint(err) != test.want || created || err == nil && (stored.ID != test.id || !stored.Amount.Equal(asked)) {
			t.Errorf("%+v: got %+v, %t, %v", test, stored, created, err)
		}
	}
	if got := column(t, team, "SELECT id FROM invoices ORDER BY position"); fmt.Sprint(got) != "[mark mill]" {
		t.Errorf("stored: %s", got)
	}
}
