// Package servicetest runs a whole service.Service in the process of a test.
package servicetest

import (
	"context"
	"io"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/service"
)

// Start serves until the test ends, as httpservicetest.Start does.
func Start(t *testing.T, tested service.Service, variables ...map[string]string) *httpservicetest.Service {
	t.Helper()
	serve := func(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
		return tested.Run(ctx, nil, getenv, stdout)
	}
	return httpservicetest.Start(t, serve, variables...)
}

// Migrated is a database of the test's own that the service has migrated.
func Migrated(t *testing.T, tested service.Service) *databasetest.Database {
	t.Helper()
	team := databasetest.Shared(t).NewDatabase(t)
	if err := tested.Run(t.Context(), []string{"migrate"}, team.Env(databasetest.Owner), io.Discard); err != nil {
		t.Fatal(err)
	}
	return team
}
