package api

import (
	"bytes"
	"net/http/httptest"
	"testing"

	"sre-challenge/apps/httpservice/openapitest"
)

// What the document takes of a new invoice, the service takes, and the other way round: else callers
// who go by the document are refused, and a fuzzer hardly ever gets further than a refusal.
func TestTheDocumentIsAsStrictAsTheService(t *testing.T) {
	var requests []map[string]any
	request := func(id string, value float64, currency string) {
		requests = append(requests, map[string]any{"InvoiceId": id, "Value": value, "Currency": currency})
	}
	for char := range rune(0x300) {
		request(string(char), 1, "EUR")
		request("a"+string(char)+"b", 1, "EUR")
	}
	for _, id := range []string{"", ".", "..", "...", "\u2003", "\U0001F600"} {
		request(id, 1, "EUR")
	}
	for _, value := range openapitest.Numbers {
		request("I1", value, "EUR")
	}
	for _, code := range openapitest.Codes() {
		request("I1", 1, code)
	}
	openapitest.ExpectSame(t, openAPI, "NewInvoice", requests, func(body []byte) bool {
		asked := httptest.NewRequestWithContext(t.Context(), "POST", "/invoices", bytes.NewReader(body))
		asked.Header.Set("Content-Type", "application/json")
		_, amount, problem := readInvoice(asked)
		return problem == nil && amount.Check() == nil
	})
}
