// Template-keeping keeps entries in its team's database and answers them over HTTP.
//
//	without an argument  serves
//	migrate              brings the database up to date, as its owner, and ends
//	schema               waits until it is, as the service, and ends
package main

import (
	"context"

	"sre-challenge/apps/identity"
	"sre-challenge/apps/service"

	"sre-challenge/apps/template/keeping/internal/api"
	"sre-challenge/apps/template/keeping/internal/store"
)

var program = service.Service{
	Name:        "template-keeping",
	DefaultPort: 8099,
	Migrations:  store.Migrations,
	Callers:     identity.ReadSubjectSettings,
	Configure:   func(func(string) string) (service.Serve, error) { return serve, nil },
}

func main() { program.Main() }

func serve(ctx context.Context, parts service.Parts) error {
	return parts.Run(ctx, api.Routes(store.New(parts.Pool), parts.Logger))
}
