package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
	"sre-challenge/apps/money"
)

// createInvoice takes {"InvoiceId", "Value", "Currency"} and answers 201 with the invoice; 200 if
// it was created before with the same amount, so that a caller in doubt can ask again.
func createInvoice(invoices Invoices, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, amount, problem := readInvoice(r)
		if problem != nil {
			httpservice.Refuse(w, r, *problem)
			return
		}
		stored, created, err := invoices.Create(r.Context(), id, amount)
		wrong, isRefused := errors.AsType[*money.Error](err)
		switch {
		case isRefused:
			httpservice.Refuse(w, r, invalidAmount(wrong))
		case errors.Is(err, store.ErrExists):
			httpservice.Refuse(w, r, invoiceExists)
		case err != nil:
			storeFailed(w, r, logger, err)
		case created:
			httpservice.Answer(w, http.StatusCreated, stored)
		default:
			httpservice.Answer(w, http.StatusOK, stored)
		}
	}
}

const (
	expectedID = "must be a string of 1 to 128 visible ASCII characters"
	// To clients these are steps in a path: to pay such a one would pay all.
	noNewID = ", and neither . nor .."
)

func readInvoice(r *http.Request) (id string, amount money.Amount, problem *httpservice.Problem) {
	var body struct {
		InvoiceID *string `json:"InvoiceId"`
		Value     json.RawMessage
		Currency  *string
	}
	if problem := httpservice.ReadJSON(r, &body); problem != nil {
		return "", amount, problem
	}
	refuse := func(field, expected string) (string, money.Amount, *httpservice.Problem) {
		problem := httpservice.InvalidField(field, field+" "+expected)
		return "", money.Amount{}, &problem
	}
	switch {
	case body.InvoiceID == nil || !invoice.IsID(*body.InvoiceID) || *body.InvoiceID == "." || *body.InvoiceID == "..":
		return refuse("InvoiceId", expectedID+noNewID)
	case body.Value == nil:
		return refuse("Value", "must be a number")
	case body.Currency == nil:
		return refuse("Currency", "must be a string")
	}
	amount, err := money.Parse(string(body.Value), *body.Currency)
	if wrong, ok := errors.AsType[*money.Error](err); ok {
		problem := invalidAmount(wrong)
		return "", money.Amount{}, &problem
	}
	return *body.InvoiceID, amount, nil
}

func invalidAmount(wrong *money.Error) httpservice.Problem {
	field := map[string]string{"value": "Value", "currency": "Currency"}[wrong.Field]
	return httpservice.InvalidField(field, field+" "+wrong.Problem)
}
