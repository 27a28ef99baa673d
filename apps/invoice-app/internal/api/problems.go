package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
)

var invoiceExists = httpservice.Problem{
	Status: http.StatusConflict, Type: "invoice-exists", Title: "Invoice exists",
	Detail: "an invoice with this id has another value or currency; choose another id",
}

// storeFailed logs why, and tells the caller only whether to come again.
func storeFailed(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	logger.ErrorContext(r.Context(), "store failed", "request_id", httpservice.RequestID(r.Context()), "error", err)
	if database.IsUnavailable(err) {
		httpservice.Refuse(w, r, httpservice.DatabaseUnavailable())
		return
	}
	httpservice.Refuse(w, r, httpservice.Internal())
}
