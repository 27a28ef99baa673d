// Payment-provider takes payments over HTTP.
package main

import (
	"context"
	"io"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/payment-provider/internal/api"
)

const defaultPort = 8082

func main() { httpservice.Main(run) }

func run(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	settings, err := httpservice.ReadSettings(getenv, defaultPort)
	if err != nil {
		return err
	}
	return httpservice.Service{
		Settings: settings,
		Routes:   api.Routes(),
		Logger:   httpservice.NewLogger("payment-provider", stdout),
	}.Run(ctx)
}
