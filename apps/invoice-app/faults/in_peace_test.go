package faults

import (
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// The wire contract, and the id that ties the lines of both logs together.
func TestInPeace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	w.rest(t) // the callers pay the seed
	expect := func(method, url, body string, wantStatus int, want string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Request-Id", "in-peace")
		response, err := newClient().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		got, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != wantStatus || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s %s: %d %s, %v; want %d %s", method, url, response.StatusCode, got, err, wantStatus, want)
		}
	}
	const seed = `{"InvoiceId":"I1","Value":12.15,"Currency":"EUR","IsPaid":true},` +
		`{"InvoiceId":"I2","Value":10.25,"Currency":"GBP","IsPaid":true},{"InvoiceId":"I3","Value":66.13,"Currency":"DKK","IsPaid":true}`
	first, second := w.replicas[0], w.replicas[1]
	expect("GET", first.url+"/invoices", "", 200, "["+seed+"]")
	expect("POST", first.url+"/invoices", `{"InvoiceId":"I4","Value":10.50,"Currency":"EUR"}`, 201, `{"InvoiceId":"I4","Value":10.5,"Currency":"EUR","IsPaid":false}`)
	expect("POST", second.url+"/invoices/pay", "", 200, `{"paid":["I4"],"failed":[],"inDoubt":[],"more":false}`)
	expect("POST", first.url+"/invoices/pay", "", 200, `{"paid":[],"failed":[],"inDoubt":[],"more":false}`)
	for _, replica := range w.replicas {
		expect("GET", replica.url+"/invoices", "", 200, "["+seed+`,{"InvoiceId":"I4","Value":10.5,"Currency":"EUR","IsPaid":true}]`)
	}
	if state := w.provider.end(syscall.SIGTERM); !state.Success() {
		t.Errorf("payment-provider ended with %s", state)
	}
	const call = `"request_id":"in-peace"`
	if log := w.provider.log.String(); strings.Count(log, call) != 1 || !strings.Contains(log, `"path":"/payments/pay","status":200`) {
		t.Errorf("the caller's request id is logged %d times:\n%s", strings.Count(log, call), tail(log, 2000))
	}
}
