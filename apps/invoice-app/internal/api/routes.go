// Package api is invoice-app's HTTP interface.
package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

// Routes are the service's endpoints.
func Routes(store invoice.Store, payer *invoice.Payer, logger *slog.Logger) httpservice.Routes {
	return httpservice.Routes{
		"/invoices":     {http.MethodGet: listInvoices(store, logger)},
		"/invoices/pay": {http.MethodPost: payInvoices(payer, logger)},
	}
}
