// Package api is payment-provider's HTTP interface; openapi.json describes it.
package api

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/money"
	"sre-challenge/apps/payment-provider/internal/ledger"
)

//go:embed openapi.json
var openAPI []byte

// Ledger is where payments are kept; its errors are those of ledger.Ledger.
type Ledger interface {
	Pay(ctx context.Context, id, key string, amount money.Amount) (payment ledger.Payment, isNew bool, err error)
	Find(ctx context.Context, id string) (ledger.Payment, error)
}

// Routes are the service's endpoints. They count payments_total in figures.
func Routes(payments Ledger, figures *metrics.Set, logger *slog.Logger) httpservice.Routes {
	endpoints := endpoints{payments, newResults(figures), logger}
	return httpservice.Routes{
		"/payments/pay":  {http.MethodPost: endpoints.pay},
		"/payments/{id}": {http.MethodGet: endpoints.find},
		"/openapi.json":  {http.MethodGet: httpservice.APIDocument(openAPI)},
		"/openapi.html":  {http.MethodGet: httpservice.APIPage(openAPI)},
	}
}

type endpoints struct {
	payments Ledger
	results  results
	logger   *slog.Logger
}
