package service

import (
	"context"
	"io"
	"time"

	"sre-challenge/apps/database"
	"sre-challenge/apps/httpservice"
)

// migrateDeadline is how long a database may take to come up; who started this starts it again.
const migrateDeadline = 2 * time.Minute

func (s Service) migrate(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, migrateDeadline)
	defer cancel()
	return database.Migrate(ctx, settings, s.Migrations, httpservice.NewLogger(s.Name, stdout))
}

// awaitSchema has no deadline: whoever migrates may come hours later, and the old pods serve meanwhile.
func (s Service) awaitSchema(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, err := database.ReadSettings(getenv)
	if err != nil {
		return err
	}
	return database.AwaitSchema(ctx, settings, s.Migrations, httpservice.NewLogger(s.Name, stdout))
}
