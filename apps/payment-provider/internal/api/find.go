package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/payment"
)

// paymentDocument is a payment on the wire.
type paymentDocument struct {
	ID       string      `json:"id"`
	Value    json.Number `json:"value"`
	Currency string      `json:"currency"`
	Key      string      `json:"key"`
	PaidAt   time.Time   `json:"paidAt"`
}

// find answers what is known of the payment with the path's id, or the problem not-found: for a
// caller in doubt about its attempt to pay.
func (e endpoints) find(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if err := payment.CheckID(id); err != nil {
		httpservice.Refuse(w, r, e.problemOf(r, err))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), ledgerDeadline)
	defer cancel()
	found, err := e.payments.Find(ctx, id)
	if err != nil {
		httpservice.Refuse(w, r, e.problemOf(r, err))
		return
	}
	httpservice.Answer(w, http.StatusOK, paymentDocument{
		ID: found.ID, Value: json.Number(found.Value), Currency: found.Currency, Key: found.Key, PaidAt: found.PaidAt.UTC(),
	})
}
