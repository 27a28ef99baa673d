// Package httpservice is what every HTTP service here is made of: settings, routes, probes,
// logs, JSON answers, and the way from the first connection to an orderly end.
package httpservice

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Main runs a service until SIGTERM or SIGINT and ends the process: with 0 after an orderly
// shutdown, else with 1 and the error on stderr. A second signal ends it at once.
func Main(run func(ctx context.Context, getenv func(string) string, stdout io.Writer) error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
