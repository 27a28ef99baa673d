//go:build schemathesis

package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"sre-challenge/apps/httpservice/openapitest"
)

func TestBySchemathesis(t *testing.T) {
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var payment struct {
			ID string `json:"id"`
		}
		if err := json.NewDecoder(r.Body).Decode(&payment); err != nil {
			t.Errorf("the payment: %v", err)
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(payment); err != nil {
			t.Errorf("the answer: %v", err)
		}
	}))
	t.Cleanup(provider.Close)
	openapitest.Fuzz(t, startApp(t, map[string]string{"PAYMENT_PROVIDER_URL": provider.URL}).URL)
}
