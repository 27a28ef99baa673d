package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"sre-challenge/bench/internal/postgres"
	"sre-challenge/bench/internal/service"
	"sre-challenge/bench/internal/wire"
)

// providerLatency is what the wire adds to each answer of payment-provider.
const providerLatency = 10 * time.Millisecond

// programs are the paths of both services' built programs.
type programs struct{ invoiceApp, paymentProvider string }

func buildPrograms(ctx context.Context, apps, folder string) (programs, error) {
	invoiceApp, invoiceErr := service.Build(ctx, apps, "invoice-app", folder)
	provider, providerErr := service.Build(ctx, apps, "payment-provider", folder)
	return programs{invoiceApp, provider}, errors.Join(invoiceErr, providerErr)
}

// world is one of everything, new for each round: no round profits from another's memory or rows.
//
//	invoice-app → stopwatch → latency → payment-provider
type world struct {
	invoicesDatabase, paymentsDatabase *postgres.Server
	invoiceApp, paymentProvider        *service.Process
	latency                            *wire.Latency
	stopwatch                          *wire.Stopwatch
	folder                             string
}

// raise starts it all; paymentsAtOnce is invoice-app's setting, 0 for its default. Whatever started has
// to be taken down with fall, also after an error.
func raise(ctx context.Context, built programs, paymentsAtOnce int) (*world, error) {
	folder, err := os.MkdirTemp("", "bench-pay-")
	if err != nil {
		return nil, err
	}
	w := &world{folder: folder}
	// The databases' own user has to pass through it.
	if err := os.Chmod(folder, 0o711); err != nil {
		return w, err
	}
	if w.invoicesDatabase, err = postgres.Start(ctx, folder, "invoices"); err != nil {
		return w, err
	}
	if w.paymentsDatabase, err = postgres.Start(ctx, folder, "payments"); err != nil {
		return w, err
	}
	if err := service.Migrate(ctx, built.paymentProvider, w.paymentsDatabase.Env("owner")); err != nil {
		return w, err
	}
	if err := service.Migrate(ctx, built.invoiceApp, w.invoicesDatabase.Env("owner")); err != nil {
		return w, err
	}
	if w.paymentProvider, err = service.Start(ctx, built.paymentProvider, w.paymentsDatabase.Env("service")); err != nil {
		return w, err
	}
	if w.latency, err = wire.StartLatency(w.paymentProvider.Address, providerLatency); err != nil {
		return w, err
	}
	if w.stopwatch, err = wire.StartStopwatch(w.latency.Address()); err != nil {
		return w, err
	}
	env := append(w.invoicesDatabase.Env("service"), "PAYMENT_PROVIDER_URL=http://"+w.stopwatch.Address())
	if paymentsAtOnce > 0 {
		env = append(env, "PAYMENTS_AT_ONCE="+strconv.Itoa(paymentsAtOnce))
	}
	w.invoiceApp, err = service.Start(ctx, built.invoiceApp, env)
	return w, err
}

// fall stops what was started, callers before what they call, and removes its files.
func (w *world) fall() error {
	var errs []error
	for _, process := range []*service.Process{w.invoiceApp, w.paymentProvider} {
		if process != nil {
			errs = append(errs, process.Stop())
		}
	}
	if w.stopwatch != nil {
		w.stopwatch.Close()
	}
	if w.latency != nil {
		w.latency.Close()
	}
	for _, server := range []*postgres.Server{w.invoicesDatabase, w.paymentsDatabase} {
		if server != nil {
			errs = append(errs, server.Stop())
		}
	}
	return errors.Join(append(errs, os.RemoveAll(filepath.Clean(w.folder)))...)
}
