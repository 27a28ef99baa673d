// Invoice-app keeps invoices and has them paid by payment-provider.
package main

import (
	"context"
	"errors"
	"io"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/api"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/provider"
)

const (
	defaultPort = 8081
	// maxPaymentsAtOnce bounds the calls to payment-provider, over all requests together.
	maxPaymentsAtOnce = 8
)

func main() { httpservice.Main(run) }

func run(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, settingsErr := httpservice.ReadSettings(getenv, defaultPort)
	providerURL, providerErr := readProviderURL(getenv("PAYMENT_PROVIDER_URL"))
	if err := errors.Join(settingsErr, providerErr); err != nil {
		return err
	}
	logger := httpservice.NewLogger("invoice-app", stdout)
	store := invoice.NewMemory(invoice.Seed())
	client := provider.NewClient(providerURL, provider.NewTransport(maxPaymentsAtOnce))
	return httpservice.Service{
		Settings: settings,
		Routes:   api.Routes(store, invoice.NewPayer(store, client, maxPaymentsAtOnce, logger), logger),
		Logger:   logger,
	}.Run(ctx)
}
