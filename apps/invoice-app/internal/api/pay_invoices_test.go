package api

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

func TestPayInvoices(t *testing.T) {
	paysButI2 := func(_ context.Context, invoice invoice.Invoice) error {
		if invoice.ID == "I2" {
			return errors.New("closed")
		}
		return nil
	}
	tests := map[string]struct {
		method     string
		store      invoice.Store
		provider   providerFunc
		wantStatus int
		wantBody   string
	}{
		"all paid":       {"POST", invoice.NewMemory(invoice.Seed()), paysAll, 200, `{"paid":["I1","I2","I3"],"failed":[]}`},
		"nothing to pay": {"POST", invoice.NewMemory(nil), paysNothing, 200, `{"paid":[],"failed":[]}`},
		"one failed": {"POST", invoice.NewMemory(invoice.Seed()), paysButI2, 502,
			`{"paid":["I1","I3"],"failed":[{"id":"I2","error":"closed"}]}`},
		"all failed": {"POST", invoice.NewMemory(invoice.Seed()[:1]), paysNothing, 502,
			`{"paid":[],"failed":[{"id":"I1","error":"closed"}]}`},
		"store broken": {"POST", brokenStore{}, paysAll, 500, `{"error":"invoices cannot be read"}`},
		"wrong method": {"GET", invoice.NewMemory(nil), paysAll, 405, `{"error":"method not allowed; allowed: POST"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			routes(test.store, test.provider).ServeHTTP(w, httptest.NewRequest(test.method, "/invoices/pay", nil))
			if w.Code != test.wantStatus || w.Body.String() != test.wantBody+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestPayInvoicesHasADeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := func(ctx context.Context, _ invoice.Invoice) error {
			<-ctx.Done()
			return errors.New("too slow")
		}
		w := httptest.NewRecorder()
		start := time.Now()
		routes(invoice.NewMemory(invoice.Seed()), never).ServeHTTP(w, httptest.NewRequest("POST", "/invoices/pay", nil))
		if took := time.Since(start); took != payDeadline || w.Code != 502 {
			t.Errorf("took %s, answered %d %s", took, w.Code, w.Body)
		}
	})
	if payDeadline >= httpservice.WriteTimeout {
		t.Errorf("payments may take %s, but the answer must be written after %s", payDeadline, httpservice.WriteTimeout)
	}
}

func TestPaymentsGoOnWhenTheCallerHangsUp(t *testing.T) {
	pays := func(ctx context.Context, _ invoice.Invoice) error { return ctx.Err() }
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	w := httptest.NewRecorder()
	routes(invoice.NewMemory(invoice.Seed()), pays).ServeHTTP(w, httptest.NewRequestWithContext(gone, "POST", "/invoices/pay", nil))
	if w.Code != 200 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
