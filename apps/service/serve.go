package service

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/VictoriaMetrics/metrics"
	"github.com/jackc/pgx/v5/pgxpool"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/identity"
)

// Parts are what a service is made with.
type Parts struct {
	Settings httpservice.Settings
	Logger   *slog.Logger
	// Metrics is for the service's own figures, beside those of its requests, callers and pool.
	Metrics *metrics.Set
	// Pool outlives the context that the service serves by: what is under way ends in the database too.
	// It closes when Serve returns. nil without Service.Migrations.
	Pool  *pgxpool.Pool
	name  string
	guard *identity.Guard
}

// Run serves routes to the callers that are known, as httpservice.Service does.
func (p Parts) Run(ctx context.Context, routes httpservice.Routes) error {
	return httpservice.Service{
		Name:           p.name,
		Settings:       p.Settings,
		Routes:         p.guard.Protect(routes),
		Ready:          p.guard.Ready,
		OversizedField: p.guard.Oversized,
		Logger:         p.Logger,
		Metrics:        p.Metrics,
	}.Run(ctx)
}

func (s Service) serve(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	common, commonErr := httpservice.ReadSettings(getenv, s.DefaultPort)
	databaseSettings, databaseErr := s.readDatabaseSettings(getenv)
	serve, ownErr := s.Configure(getenv)
	identitySettings, identityErr := s.Callers(getenv)
	if err := errors.Join(commonErr, databaseErr, ownErr, identityErr); err != nil {
		return err
	}
	parts := Parts{Settings: common, Logger: httpservice.NewLogger(s.Name, stdout), Metrics: metrics.NewSet(), name: s.Name}
	if s.Migrations != nil {
		pool, err := database.Open(context.WithoutCancel(ctx), databaseSettings, s.Name)
		if err != nil {
			return err
		}
		defer pool.Close()
		database.RegisterPoolMetrics(parts.Metrics, pool)
		parts.Pool = pool
	}
	parts.guard = identity.NewGuard(identitySettings, parts.Metrics, parts.Logger)
	return serve(ctx, parts)
}

func (s Service) readDatabaseSettings(getenv func(string) string) (database.Settings, error) {
	if s.Migrations == nil {
		return database.Settings{}, nil
	}
	return database.ReadSettings(getenv)
}
