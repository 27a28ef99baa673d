// Command probe is both ends of the reachability check: one pod serves its identity on many ports,
// another asks questions of it and reports what the network let through.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const usage = "usage: probe serve -name NAME -tcp PORT[,PORT…] -udp PORT[,PORT…] | probe ask [QUESTIONS]"

var errUsage = errors.New(usage)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

// run picks the mode. Questions come as one JSON array, from the argument or else from stdin; the
// answers go to stdout as one JSON array.
func run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) == 0 {
		return errUsage
	}
	switch mode, rest := args[0], args[1:]; {
	case mode == "serve":
		return runServe(ctx, rest)
	case mode == "ask" && len(rest) == 0:
		return runAsk(ctx, stdin, stdout)
	case mode == "ask" && len(rest) == 1:
		return runAsk(ctx, strings.NewReader(rest[0]), stdout)
	default:
		return errUsage
	}
}
