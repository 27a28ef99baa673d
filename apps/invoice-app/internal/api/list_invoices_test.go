package api

import (
	"net/http/httptest"
	"testing"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

func TestListInvoices(t *testing.T) {
	two := []invoice.Invoice{{ID: "I1", Value: "10.10", Currency: "EUR"}, {ID: "I2", Value: "2", Currency: "GBP", IsPaid: true}}
	tests := map[string]struct {
		method     string
		store      invoice.Store
		wantStatus int
		wantBody   string
	}{
		"two": {"GET", invoice.NewMemory(two), 200,
			`[{"InvoiceId":"I1","Value":10.10,"Currency":"EUR","IsPaid":false},{"InvoiceId":"I2","Value":2,"Currency":"GBP","IsPaid":true}]`},
		"none":         {"GET", invoice.NewMemory(nil), 200, `[]`},
		"store broken": {"GET", brokenStore{}, 500, `{"error":"invoices cannot be read"}`},
		"wrong method": {"POST", invoice.NewMemory(nil), 405, `{"error":"method not allowed; allowed: GET, HEAD"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			routes(test.store, paysNothing).ServeHTTP(w, httptest.NewRequest(test.method, "/invoices", nil))
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}
