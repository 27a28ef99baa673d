// Payment-provider takes payments over HTTP and records each exactly once in its ledger.
//
//	payment-provider          serves
//	payment-provider migrate  brings the ledger's database up to date, as its owner, and ends
//	payment-provider schema   waits until it is, as the service, and ends
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"sre-challenge/apps/httpservice"
)

type program func(ctx context.Context, getenv func(string) string, stdout io.Writer) error

func main() { httpservice.Main(choose(os.Args[1:])) }

func choose(arguments []string) program {
	switch {
	case len(arguments) == 0:
		return serve
	case len(arguments) == 1 && arguments[0] == "migrate":
		return migrate
	case len(arguments) == 1 && arguments[0] == "schema":
		return schema
	}
	return func(context.Context, func(string) string, io.Writer) error {
		return fmt.Errorf("payment-provider: %q is not known; expected no argument, to serve, migrate or schema", arguments)
	}
}
