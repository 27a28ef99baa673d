package main

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/invoice-app/internal/api"
	"sre-challenge/apps/invoice-app/internal/figures"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/provider"
	"sre-challenge/apps/invoice-app/internal/store"
)

const (
	name        = "invoice-app"
	defaultPort = 8081
	// sweepsPerLease: what a killed replica left is taken up this part of a lease after it expired.
	sweepsPerLease = 6
)

func serve(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	common, commonErr := httpservice.ReadSettings(getenv, defaultPort)
	databaseSettings, databaseErr := database.ReadSettings(getenv)
	own, ownErr := readSettings(getenv)
	identitySettings, identityErr := identity.ReadRightSettings(getenv)
	if err := errors.Join(commonErr, databaseErr, ownErr, identityErr); err != nil {
		return err
	}
	// The pool outlives ctx: payments under way are recorded.
	pool, err := database.Open(context.WithoutCancel(ctx), databaseSettings, name)
	if err != nil {
		return err
	}
	defer pool.Close()
	logger, counts := httpservice.NewLogger(name, stdout), metrics.NewSet()
	invoices := store.New(pool, own.claimLease)
	transport := httpservice.TracingTransport(provider.NewTransport(own.paymentsAtOnce))
	client := provider.NewClient(own.providerURL, own.tokenFile, transport, figures.Retries(counts))
	payer := invoice.NewPayer(invoices, client, own.paymentsAtOnce, logger, figures.Payments(counts))
	guard := identity.NewGuard(identitySettings, counts, logger)
	database.RegisterPoolMetrics(counts, pool)
	figures.Breaker(counts, client.BreakerState)
	figures.Invoices(counts, invoices.CountByState, logger)

	ctx, cancel := context.WithCancel(ctx)
	var sweeping sync.WaitGroup
	sweeping.Go(func() { payer.Sweep(ctx, own.claimLease/sweepsPerLease) })
	// Callers are served during the drain delay; what is claimed after it might not end in time.
	context.AfterFunc(ctx, func() { time.AfterFunc(common.DrainDelay, payer.Stop) })
	defer func() {
		cancel()
		payer.Stop()
		sweeping.Wait()
	}()
	return httpservice.Service{
		Name:           name,
		Settings:       common,
		Routes:         guard.Protect(api.Routes(invoices, payer, logger)),
		Ready:          guard.Ready,
		OversizedField: guard.Oversized,
		Logger:         logger,
		Metrics:        counts,
	}.Run(ctx)
}
