package main

import (
	"context"
	"io"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/ledger"
)

// schema has no deadline: whoever migrates may come hours later, and the old pods serve meanwhile.
func schema(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		return err
	}
	return database.AwaitSchema(ctx, settings, ledger.Migrations(), httpservice.NewLogger(name, stdout))
}
