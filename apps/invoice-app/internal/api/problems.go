package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
)

var (
	invoiceExists = httpservice.Problem{
		Status: http.StatusConflict, Type: "invoice-exists", Title: "Invoice exists",
		Detail: "an invoice with this id has another value or currency; choose another id",
	}
	beingPaid = httpservice.Problem{
		Status: http.StatusConflict, Type: "invoice-being-paid", Title: "Invoice is being paid",
		Detail: "nothing was done; somebody else is paying this invoice, or its end is not known yet; look at it again later",
	}
	noInvoice = httpservice.NotFound("no invoice has this id")
)

// storeFailed logs why, and tells the caller only whether to come again. A caller that has gone
// away is told nothing: that it left is no fault.
func storeFailed(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	logger.ErrorContext(r.Context(), "store failed", "error", err)
	if database.IsUnavailable(err) {
		httpservice.Refuse(w, r, httpservice.DatabaseUnavailable())
		return
	}
	httpservice.Refuse(w, r, httpservice.Internal())
}
