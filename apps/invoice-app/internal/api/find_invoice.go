package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

// findInvoice answers 200 with an invoice.Dated, or the problem not-found.
func findInvoice(invoices Invoices, logger *slog.Logger) http.HandlerFunc {
	return withID(func(w http.ResponseWriter, r *http.Request, id string) {
		found, exists, err := invoices.Find(r.Context(), id)
		switch {
		case err != nil:
			storeFailed(w, r, logger, err)
		case !exists:
			httpservice.Refuse(w, r, noInvoice)
		default:
			httpservice.Answer(w, http.StatusOK, found)
		}
	})
}

// withID refuses a path whose id no invoice can have.
func withID(handle func(w http.ResponseWriter, r *http.Request, id string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if !invoice.IsID(id) {
			httpservice.Refuse(w, r, httpservice.InvalidField("id", "id "+expectedID))
			return
		}
		handle(w, r, id)
	}
}
