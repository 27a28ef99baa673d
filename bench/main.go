// Bench measures how fast invoices are paid by both real services over real databases, with a wire
// of 10 ms between the services, against paying one after another in the same run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const (
	leastRatio = 20
	// mostGrowth is by how many times the services' memory may grow with ten times the invoices.
	mostGrowth = 1.5

	oneByOne  = 1
	asDefault = 0
)

// Exit codes.
const (
	enough       = 0
	notEnough    = 1
	notMeasured  = 2
	sourceFolder = "../apps"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code, err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	os.Exit(code)
}

// sizes are numbers of invoices.
type sizes struct{ sequential, concurrent, large int }

func run(ctx context.Context, args []string, out io.Writer) (int, error) {
	flags := flag.NewFlagSet("bench:pay", flag.ContinueOnError)
	memory := flags.Bool("memory", false, "also pay ten times as many invoices and compare the peak memory")
	invoices := flags.Int("invoices", 10_000, "invoices to pay at once; the verdict is about 10,000")
	sequential := flags.Int("sequential", 500, "invoices to pay one after another")
	if err := flags.Parse(args); err != nil {
		return notMeasured, err
	}
	if flags.NArg() > 0 || *invoices < 1 || *sequential < 1 {
		return notMeasured, errors.New("usage: npm run bench:pay [-- --memory] [--invoices 10000] [--sequential 500]")
	}
	n := sizes{sequential: *sequential, concurrent: *invoices}
	if *memory {
		n.large = 10 * *invoices
	}
	return bench(ctx, n, out)
}

func bench(ctx context.Context, n sizes, out io.Writer) (code int, err error) {
	folder, err := os.MkdirTemp("", "bench-programs-")
	if err != nil {
		return notMeasured, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	built, err := buildPrograms(ctx, sourceFolder, folder)
	if err != nil {
		return notMeasured, err
	}
	sequential, err := measure(ctx, built, n.sequential, oneByOne)
	if err != nil {
		return notMeasured, err
	}
	printRound(out, "one after another", sequential)
	concurrent, err := measure(ctx, built, n.concurrent, asDefault)
	if err != nil {
		return notMeasured, err
	}
	printRound(out, "as deployed", concurrent)
	constant := true
	if n.large > 0 {
		large, err := measure(ctx, built, n.large, asDefault)
		if err != nil {
			return notMeasured, err
		}
		printRound(out, "as deployed, ten times as many", large)
		constant = printGrowth(out, concurrent, large)
	}
	ratio := concurrent.rate() / sequential.rate()
	fmt.Fprintf(out, "bench:pay: %.1f times the sequential rate\n", ratio)
	if ratio < leastRatio || !constant {
		return notEnough, nil
	}
	return enough, nil
}
