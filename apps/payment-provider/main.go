// Payment-provider takes payments over HTTP and records each exactly once in its ledger.
//
//	payment-provider          serves
//	payment-provider migrate  brings the ledger's database up to date, as its owner, and ends
//	payment-provider schema   waits until it is, as the service, and ends
package main

import (
	"context"

	"sre-challenge/apps/identity"
	"sre-challenge/apps/payment-provider/internal/api"
	"sre-challenge/apps/payment-provider/internal/ledger"
	"sre-challenge/apps/service"
)

var paymentProvider = service.Service{
	Name:        "payment-provider",
	DefaultPort: 8082,
	Migrations:  ledger.Migrations,
	Callers:     identity.ReadSubjectSettings,
	Configure:   func(func(string) string) (service.Serve, error) { return serve, nil },
}

func main() { paymentProvider.Main() }

func serve(ctx context.Context, parts service.Parts) error {
	return parts.Run(ctx, api.Routes(ledger.New(parts.Pool), parts.Metrics, parts.Logger))
}
