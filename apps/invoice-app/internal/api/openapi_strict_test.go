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
	ids := []string{"", ".", "..", "...", "\u2003", "\U0001F600"}
	for char := range rune(0x300) {
		ids = append(ids, string(char), "a"+string(char)+"b")
	}
	requests := openapitest.Amounts("InvoiceId", "Value", "Currency", ids)
	openapitest.ExpectSame(t, openAPI, "NewInvoice", requests, func(body []byte) bool {
		asked := httptest.NewRequestWithContext(t.Context(), "POST", "/invoices", bytes.NewReader(body))
		asked.Header.Set("Content-Type", "application/json")
		_, amount, problem := readInvoice(asked)
		return problem == nil && amount.Check() == nil
	})
}
