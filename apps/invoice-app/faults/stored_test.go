package faults

import (
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"sre-challenge/apps/database/databasetest"
)

// Two invoices that today's rules refuse: neither keeps a list or another invoice back. The one that
// was paid under the rules of before is found to be paid, the other is told apart, with its reason.
func TestInvoicesOfOtherRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	w.callers.stop()
	run(t, w.payments, databasetest.Service, "INSERT INTO payments (id, key, value, currency) VALUES ('paid', 'paid', 1.005, 'EUR')")
	run(t, w.invoices, databasetest.Owner, "INSERT INTO invoices (id, value, currency) VALUES ('paid', 1.005, 'EUR'), ('mark', 1, 'DEM'), ('last', 1, 'EUR')")
	status, read := call(t, http.MethodPost, w.replicas[0].url+"/invoices/pay")
	const want = `"failed":[{"id":"mark","error":"payment-provider refused the payment"}],"inDoubt":[],"more":false}`
	if status != http.StatusBadGateway || !strings.HasSuffix(strings.TrimSpace(read), want) {
		t.Errorf("pay: %d %s", status, read)
	}
	status, read = call(t, http.MethodGet, w.replicas[1].url+"/invoices")
	if status != http.StatusOK || strings.Count(read, `"InvoiceId"`) != 6 || strings.Count(read, `"IsPaid":false`) != 1 ||
		!strings.Contains(read, `{"InvoiceId":"mark","Value":1,"Currency":"DEM","IsPaid":false}`) {
		t.Errorf("list: %d %s", status, read)
	}
	w.replicas[0].end(syscall.SIGTERM)
	if log := w.replicas[0].log.String(); !strings.Contains(log, `"invoice":"mark"`) || !strings.Contains(log, "must be an active ISO 4217 code") {
		t.Errorf("logged:\n%s", log)
	}
}

func run(t *testing.T, database *databasetest.Database, role, sql string) {
	t.Helper()
	if _, err := database.Connect(t, role).Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func call(t *testing.T, method, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := newClient().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(read)
}
