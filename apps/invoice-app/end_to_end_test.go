package main

import (
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

func TestEndToEnd(t *testing.T) {
	paymentProvider := start(t, build(t, "../payment-provider"), "PORT=0", "DRAIN_DELAY=0s")
	invoiceApp := start(t, build(t, "."), "PORT=0", "DRAIN_DELAY=0s", "PAYMENT_PROVIDER_URL="+paymentProvider.url)

	expect := func(method, address, body string, wantStatus int, want string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Request-Id", "end-to-end")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		got, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != wantStatus || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s %s: %d %s, %v; want %d %s", method, address, response.StatusCode, got, err, wantStatus, want)
		}
	}
	invoices := func(paid string) string {
		return `[{"InvoiceId":"I1","Value":12.15,"Currency":"EUR","IsPaid":` + paid + `},` +
			`{"InvoiceId":"I2","Value":10.25,"Currency":"GBP","IsPaid":` + paid + `},` +
			`{"InvoiceId":"I3","Value":66.13,"Currency":"DKK","IsPaid":` + paid + `}]`
	}

	for _, service := range []*process{paymentProvider, invoiceApp} {
		expect("GET", service.url+"/healthz", "", 200, `{"status":"alive"}`)
		expect("GET", service.url+"/readyz", "", 200, `{"status":"ready"}`)
		expect("GET", service.url+"/absent", "", 404, `{"error":"no such path"}`)
	}
	expect("POST", paymentProvider.url+"/payments/pay", `{"id":"I9","value":1,"currency":"EUR"}`, 200, `{"id":"I9"}`)
	expect("POST", paymentProvider.url+"/payments/pay", "", 400, `{"error":"body is empty; expected {\"id\": string, \"value\": number, \"currency\": string}"}`)
	expect("GET", invoiceApp.url+"/invoices", "", 200, invoices("false"))
	expect("POST", invoiceApp.url+"/invoices/pay", "", 200, `{"paid":["I1","I2","I3"],"failed":[]}`)
	expect("GET", invoiceApp.url+"/invoices", "", 200, invoices("true"))
	expect("POST", invoiceApp.url+"/invoices/pay", "", 200, `{"paid":[],"failed":[]}`)
	http.DefaultClient.CloseIdleConnections()

	invoiceApp.stop(t)
	log := paymentProvider.stop(t)
	const call = `"request_id":"end-to-end","method":"POST","path":"/payments/pay","status":200`
	if paid := strings.Count(log, call); paid != 1+3 {
		t.Errorf("%d payments are logged under the caller's request id; want one of the caller's own and three invoices:\n%s", paid, log)
	}
}

func TestProviderDownLeavesInvoicesUnpaid(t *testing.T) {
	paymentProvider := start(t, build(t, "../payment-provider"), "PORT=0", "DRAIN_DELAY=0s")
	paymentProvider.stop(t)
	invoiceApp := start(t, build(t, "."), "PORT=0", "DRAIN_DELAY=0s", "PAYMENT_PROVIDER_URL="+paymentProvider.url)
	defer invoiceApp.stop(t)

	response, err := http.Post(invoiceApp.url+"/invoices/pay", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(response.Body)
	if response.StatusCode != 502 || strings.Count(string(answer), `"error":"payment-provider cannot be reached"`) != 3 {
		t.Errorf("got %d %s", response.StatusCode, answer)
	}
	list, err := http.Get(invoiceApp.url + "/invoices")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Body.Close()
	if answer, _ := io.ReadAll(list.Body); strings.Count(string(answer), `"IsPaid":false`) != 3 {
		t.Errorf("got %s", answer)
	}
}

func TestProcessEndsWith1OnWrongSettings(t *testing.T) {
	command := exec.CommandContext(t.Context(), build(t, "."))
	command.Env = []string{"PORT=0"}
	out, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "PAYMENT_PROVIDER_URL") {
		t.Errorf("got %v: %s", err, out)
	}
}
