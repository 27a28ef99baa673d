package main

import (
	"fmt"
	"io"
	"time"
)

const mebibyte = 1 << 20

func printRound(out io.Writer, name string, r round) {
	fmt.Fprintf(out, "%s: %d invoices in %.1f s by %d calls\n", name, r.invoices, r.took.Seconds(), r.calls)
	fmt.Fprintf(out, "  rate                 %8.1f payments/s\n", r.rate())
	fmt.Fprintf(out, "  each payment         p50 %s, p99 %s, as invoice-app sees it\n", milliseconds(r.p50), milliseconds(r.p99))
	if len(r.unsure) > 0 {
		fmt.Fprintf(out, "  on the way           %8d failed or in doubt, and made after all; the first: %s\n", len(r.unsure), firstOf(r.unsure))
	}
	for _, peak := range r.peaks {
		fmt.Fprintf(out, "  peak memory          %6.1f MiB %s\n", float64(peak.bytes)/mebibyte, peak.process)
	}
}

// printGrowth compares the peaks of two rounds, and says whether those that must not grow did not.
func printGrowth(out io.Writer, small, large round) bool {
	constant := true
	for i, peak := range large.peaks {
		growth := float64(peak.bytes) / float64(small.peaks[i].bytes)
		verdict := "not judged"
		if peak.constant {
			verdict = "constant"
			if growth > mostGrowth {
				verdict, constant = fmt.Sprintf("grows by more than %.1f", mostGrowth), false
			}
		}
		fmt.Fprintf(out, "  memory at %d against %d invoices: %.2f times, %s: %s\n",
			large.invoices, small.invoices, growth, peak.process, verdict)
	}
	return constant
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
