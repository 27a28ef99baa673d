package main

import (
	"context"
	"io"
	"time"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/ledger"
)

// migrateDeadline is how long a database may take to come up; who started this starts it again.
const migrateDeadline = 2 * time.Minute

func migrate(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, migrateDeadline)
	defer cancel()
	return database.Migrate(ctx, settings, ledger.Migrations(), httpservice.NewLogger(name, stdout))
}
