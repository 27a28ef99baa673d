// Command killer ends the processes of containers as a crash does: by SIGKILL, with no time to end
// anything. It sees them from a pod in the node's PID namespace.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

var errUsage = errors.New("usage: killer wait | killer kill CONTAINER-ID…")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], "/proc", os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "killer:", err)
		os.Exit(1)
	}
}

// run waits to be used, or kills and says how many processes it hit.
func run(ctx context.Context, args []string, proc string, stdout io.Writer) error {
	switch {
	case len(args) == 1 && args[0] == "wait":
		<-ctx.Done()
		return nil
	case len(args) > 1 && args[0] == "kill":
		killed, err := kill(proc, args[1:])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "%d processes\n", killed)
		return err
	default:
		return errUsage
	}
}
