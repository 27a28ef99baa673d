// Command killer ends the processes of containers as a crash does: by SIGKILL, with no time to end
// anything. It sees them from a pod in the node's PID namespace.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

var (
	errUsage    = errors.New("usage: killer wait | killer kill CONTAINER-ID…")
	errNotFired = errors.New("stdin ended without a line: nothing is killed")
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], "/proc", os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "killer:", err)
		os.Exit(1)
	}
}

// run waits to be used, or kills on a line from stdin: whoever aims has the time that it takes to get
// here behind him, and hits the moment. It says when it is ready, and how many processes it hit.
func run(ctx context.Context, args []string, proc string, stdin io.Reader, stdout io.Writer) error {
	switch {
	case len(args) == 1 && args[0] == "wait":
		<-ctx.Done()
		return nil
	case len(args) > 1 && args[0] == "kill":
		return killWhenTold(proc, args[1:], stdin, stdout)
	default:
		return errUsage
	}
}

func killWhenTold(proc string, ids []string, stdin io.Reader, stdout io.Writer) error {
	if err := checkIDs(ids); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(stdout, "ready"); err != nil {
		return err
	}
	if _, err := bufio.NewReader(stdin).ReadString('\n'); err != nil {
		return errNotFired
	}
	killed, err := kill(proc, ids)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%d processes\n", killed)
	return err
}
