package invoice

import (
	"context"
	"encoding/json"
	"reflect"
	"sync"
	"testing"
)

func ids(t *testing.T, list func(context.Context) ([]Invoice, error)) []string {
	t.Helper()
	invoices, err := list(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, invoice := range invoices {
		found = append(found, invoice.ID)
	}
	return found
}

func expectIDs(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(got, append([]string{}, want...)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestSeedOnTheWire(t *testing.T) {
	got, err := json.Marshal(Seed())
	want := `[{"InvoiceId":"I1","Value":12.15,"Currency":"EUR","IsPaid":false},` +
		`{"InvoiceId":"I2","Value":10.25,"Currency":"GBP","IsPaid":false},` +
		`{"InvoiceId":"I3","Value":66.13,"Currency":"DKK","IsPaid":false}]`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestMemoryClaims(t *testing.T) {
	store := NewMemory(Seed())
	expectIDs(t, "first claim", ids(t, store.ClaimUnpaid), "I1", "I2", "I3")
	expectIDs(t, "second claim", ids(t, store.ClaimUnpaid))
	if err := store.Release(t.Context(), "I2"); err != nil {
		t.Error(err)
	}
	if err := store.MarkPaid(t.Context(), "I3"); err != nil {
		t.Error(err)
	}
	expectIDs(t, "claim of what was released", ids(t, store.ClaimUnpaid), "I2")
	invoices, _ := store.List(t.Context())
	for _, invoice := range invoices {
		if invoice.IsPaid != (invoice.ID == "I3") {
			t.Errorf("%s: paid is %t", invoice.ID, invoice.IsPaid)
		}
	}
}

func TestMemoryEndsOnlyClaims(t *testing.T) {
	store := NewMemory(Seed())
	expectIDs(t, "claim", ids(t, store.ClaimUnpaid), "I1", "I2", "I3")
	if err := store.MarkPaid(t.Context(), "I1"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"I1", "I9"} {
		if err := store.MarkPaid(t.Context(), id); err == nil {
			t.Errorf("%s was marked paid without a claim", id)
		}
		if err := store.Release(t.Context(), id); err == nil {
			t.Errorf("%s was released without a claim", id)
		}
	}
	if invoices, _ := store.List(t.Context()); !invoices[0].IsPaid {
		t.Error("releasing a paid invoice made it unpaid")
	}
}

func TestMemorySharesNothingWithItsCallers(t *testing.T) {
	seed := Seed()
	store := NewMemory(seed)
	seed[0].IsPaid = true
	listed, _ := store.List(t.Context())
	listed[1].IsPaid = true
	expectIDs(t, "claim", ids(t, store.ClaimUnpaid), "I1", "I2", "I3")
}

func TestMemoryGivesEachInvoiceToOneOfManyClaimants(t *testing.T) {
	store := NewMemory(Seed())
	var mutex sync.Mutex
	claims := map[string]int{}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			invoices, _ := store.ClaimUnpaid(context.Background())
			mutex.Lock()
			defer mutex.Unlock()
			for _, invoice := range invoices {
				claims[invoice.ID]++
			}
		})
	}
	group.Wait()
	if want := map[string]int{"I1": 1, "I2": 1, "I3": 1}; !reflect.DeepEqual(claims, want) {
		t.Errorf("got %v", claims)
	}
}
