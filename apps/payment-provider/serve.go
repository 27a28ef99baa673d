package main

import (
	"context"
	"errors"
	"io"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
	"sre-challenge/apps/payment-provider/internal/api"
	"sre-challenge/apps/payment-provider/internal/ledger"
)

const (
	name        = "payment-provider"
	defaultPort = 8082
)

func serve(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, settingsErr := httpservice.ReadSettings(getenv, defaultPort)
	databaseSettings, databaseErr := database.ReadSettings(getenv)
	identitySettings, identityErr := identity.ReadSubjectSettings(getenv)
	if err := errors.Join(settingsErr, databaseErr, identityErr); err != nil {
		return err
	}
	// The pool outlives ctx: requests under way end in the database too.
	pool, err := database.Open(context.WithoutCancel(ctx), databaseSettings, name)
	if err != nil {
		return err
	}
	defer pool.Close()
	logger := httpservice.NewLogger(name, stdout)
	figures := metrics.NewSet()
	database.RegisterPoolMetrics(figures, pool)
	guard := identity.NewGuard(identitySettings, figures, logger)
	return httpservice.Service{
		Name:           name,
		Settings:       settings,
		Routes:         guard.Protect(api.Routes(ledger.New(pool), figures, logger)),
		Ready:          guard.Ready,
		OversizedField: guard.Oversized,
		Logger:         logger,
		Metrics:        figures,
	}.Run(ctx)
}
