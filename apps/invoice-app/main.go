// Invoice-app keeps invoices and has them paid by payment-provider, each exactly once.
//
//	invoice-app          serves
//	invoice-app migrate  brings the invoices' database up to date, as its owner, and ends
//	invoice-app schema   waits until it is, as the service, and ends
package main

import (
	"context"
	"sync"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/invoice-app/internal/api"
	"sre-challenge/apps/invoice-app/internal/figures"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/provider"
	"sre-challenge/apps/invoice-app/internal/store"
	"sre-challenge/apps/service"
)

// sweepsPerLease: what a killed replica left is taken up this part of a lease after it expired.
const sweepsPerLease = 6

var invoiceApp = service.Service{
	Name:        "invoice-app",
	DefaultPort: 8081,
	Migrations:  store.Migrations,
	Callers:     identity.ReadRightSettings,
	Configure: func(getenv func(string) string) (service.Serve, error) {
		own, err := readSettings(getenv)
		return own.serve, err
	},
}

func main() { invoiceApp.Main() }

func (s settings) serve(ctx context.Context, parts service.Parts) error {
	invoices := store.New(parts.Pool, s.claimLease)
	transport := httpservice.TracingTransport(provider.NewTransport(s.paymentsAtOnce))
	client := provider.NewClient(s.providerURL, s.tokenFile, transport, figures.Retries(parts.Metrics))
	payer := invoice.NewPayer(invoices, client, s.paymentsAtOnce, parts.Logger, figures.Payments(parts.Metrics))
	figures.Breaker(parts.Metrics, client.BreakerState)
	figures.Invoices(parts.Metrics, invoices.CountByState, parts.Logger)

	ctx, cancel := context.WithCancel(ctx)
	var sweeping sync.WaitGroup
	sweeping.Go(func() { payer.Sweep(ctx, s.claimLease/sweepsPerLease) })
	// Callers are served during the drain delay; what is claimed after it might not end in time.
	context.AfterFunc(ctx, func() { time.AfterFunc(parts.Settings.DrainDelay, payer.Stop) })
	// What is claimed by then is recorded before the pool closes.
	defer func() {
		cancel()
		payer.Stop()
		sweeping.Wait()
	}()
	return parts.Run(ctx, api.Routes(invoices, payer, parts.Logger))
}
