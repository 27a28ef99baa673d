// Package api is invoice-app's HTTP interface; openapi.json describes it.
package api

import (
	"context"
	_ "embed"
	"iter"
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
	"sre-challenge/apps/money"
)

//go:embed openapi.json
var openAPI []byte

// Invoices is what the handlers need of store.Store, which documents it.
type Invoices interface {
	List(context.Context, store.Filter) iter.Seq2[invoice.Invoice, error]
	Find(ctx context.Context, id string) (invoice.Dated, bool, error)
	Create(ctx context.Context, id string, amount money.Amount) (invoice.Invoice, bool, error)
}

// Payer is what they need of invoice.Payer.
type Payer interface {
	PayUnpaid(context.Context) (invoice.Outcome, error)
	PayOne(ctx context.Context, id string) (invoice.Outcome, error)
}

// Routes are the service's endpoints.
func Routes(invoices Invoices, payer Payer, logger *slog.Logger) httpservice.Routes {
	return httpservice.Routes{
		"/invoices": {
			http.MethodGet:  listInvoices(invoices, logger),
			http.MethodPost: createInvoice(invoices, logger),
		},
		"/invoices/{id}":     {http.MethodGet: findInvoice(invoices, logger)},
		"/invoices/{id}/pay": {http.MethodPost: payInvoice(invoices, payer, logger)},
		// Before the path above: the invoice with the id "pay" is not found.
		"/invoices/pay": {http.MethodPost: payInvoices(payer, logger)},
		"/openapi.json": {http.MethodGet: httpservice.APIDocument(openAPI)},
		"/openapi.html": {http.MethodGet: httpservice.APIPage(openAPI)},
	}
}
