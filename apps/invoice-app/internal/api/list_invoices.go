package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

// listInvoices answers 200 with a list of invoice.Invoice.
func listInvoices(store invoice.Store, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		invoices, err := store.List(r.Context())
		if err != nil {
			storeFailed(w, r, logger, err)
			return
		}
		httpservice.Answer(w, http.StatusOK, append([]invoice.Invoice{}, invoices...))
	}
}

func storeFailed(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	logger.ErrorContext(r.Context(), "store failed", "request_id", httpservice.RequestID(r.Context()), "error", err)
	httpservice.Refuse(w, http.StatusInternalServerError, "invoices cannot be read")
}
