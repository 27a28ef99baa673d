// Template-plain answers over HTTP who it is.
package main

import (
	"context"

	"sre-challenge/apps/identity"
	"sre-challenge/apps/service"

	"sre-challenge/apps/template/plain/internal/api"
)

var program = service.Service{
	Name:        "template-plain",
	DefaultPort: 8099,
	Callers:     identity.ReadSubjectSettings,
	Configure:   func(func(string) string) (service.Serve, error) { return serve, nil },
}

func main() { program.Main() }

func serve(ctx context.Context, parts service.Parts) error { return parts.Run(ctx, api.Routes()) }
