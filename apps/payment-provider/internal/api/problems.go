package api

import (
	"errors"
	"net/http"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/money"
	"sre-challenge/apps/payment-provider/internal/ledger"
	"sre-challenge/apps/payment-provider/internal/payment"
)

var (
	keyReused = httpservice.Problem{
		Status: http.StatusUnprocessableEntity, Type: "idempotency-key-reused", Title: "Idempotency key reused",
		Detail: "the key stands for a payment with another id, value or currency; use a new key for a new payment",
	}
	alreadyPaid = httpservice.Problem{
		Status: http.StatusConflict, Type: "already-paid", Title: "Already paid",
		Detail: "the id was paid under another key; GET /payments/{id} tells what was paid",
	}
)

// problemOf is what the caller is told of err. What it cannot help is logged.
func (e endpoints) problemOf(r *http.Request, err error) httpservice.Problem {
	if wrong, ok := errors.AsType[*payment.FieldError](err); ok {
		return httpservice.InvalidField(wrong.Field, wrong.Error())
	}
	if wrong, ok := errors.AsType[*money.Error](err); ok {
		return httpservice.InvalidField(wrong.Field, wrong.Error())
	}
	switch {
	case errors.Is(err, ledger.ErrKeyReused):
		return keyReused
	case errors.Is(err, ledger.ErrAlreadyPaid):
		return alreadyPaid
	case errors.Is(err, ledger.ErrNotFound):
		return httpservice.NotFound("no payment has this id")
	case r.Context().Err() != nil:
		// Nobody is left to read this answer.
		return httpservice.DatabaseUnavailable()
	case database.IsUnavailable(err):
		e.logger.WarnContext(r.Context(), "database unavailable", "error", err.Error())
		return httpservice.DatabaseUnavailable()
	}
	e.logger.ErrorContext(r.Context(), "ledger failed", "error", err.Error())
	return httpservice.Internal()
}
