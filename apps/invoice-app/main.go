// Invoice-app keeps invoices and has them paid by payment-provider, each exactly once.
//
//	invoice-app          serves
//	invoice-app migrate  brings the invoices' database up to date, as its owner, and ends
//	invoice-app schema   waits until it is, as the service, and ends
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
		return fmt.Errorf("invoice-app: %q is not known; expected no argument, to serve, migrate or schema", arguments)
	}
}
