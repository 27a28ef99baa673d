package api

import (
	"context"
	"net/http"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/payment"
)

// ledgerDeadline is for the ledger's part of an answer. Who waits for a connection any longer is
// told to come again.
const ledgerDeadline = 3 * time.Second

// pay takes a payment.Request, records it under the header Idempotency-Key, else under its id, and
// answers {"id": …} with the id it was sent: also to each repetition. Refusals are problems:
// 422 idempotency-key-reused, 409 already-paid, and those of every service.
func (e endpoints) pay(w http.ResponseWriter, r *http.Request) {
	var members payment.Members
	if problem := httpservice.ReadJSON(r, &members); problem != nil {
		e.refusePayment(w, r, *problem)
		return
	}
	request, err := payment.ParseRequest(members)
	if err != nil {
		e.refusePayment(w, r, e.problemOf(r, err))
		return
	}
	key, err := payment.ParseKey(r.Header.Values(payment.KeyHeader), request.ID)
	if err != nil {
		e.refusePayment(w, r, e.problemOf(r, err))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), ledgerDeadline)
	defer cancel()
	_, isNew, err := e.payments.Pay(ctx, request.ID, key, request.Amount)
	if err != nil {
		e.refusePayment(w, r, e.problemOf(r, err))
		return
	}
	e.results.answered(isNew)
	httpservice.Answer(w, http.StatusOK, map[string]string{"id": request.ID})
}

func (e endpoints) refusePayment(w http.ResponseWriter, r *http.Request, problem httpservice.Problem) {
	e.results.refused(problem)
	httpservice.Refuse(w, r, problem)
}
