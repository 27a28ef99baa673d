//go:build nonidempotent

package ledger

import "testing"

func TestEachAttemptIsARow(t *testing.T) {
	_, pool := migrated(t)
	for range 2 {
		if _, _, err := New(pool).Pay(t.Context(), "I1", "K1", amount(t, "1", "EUR")); err != nil {
			t.Fatal(err)
		}
	}
	var sum string
	if err := pool.QueryRow(t.Context(), "SELECT sum(value)::text FROM payments WHERE id LIKE 'I1#%'").Scan(&sum); err != nil || sum != "2.0000" {
		t.Errorf("%s, %v", sum, err)
	}
}
