// Package figures are the metrics of invoice-app's own.
package figures

import (
	"fmt"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// Payments makes payments_total by result, which the returned function counts.
func Payments(set *metrics.Set) func(invoice.State) {
	counters := map[invoice.State]*metrics.Counter{}
	for _, state := range []invoice.State{invoice.Paid, invoice.Failed, invoice.InDoubt} {
		counters[state] = set.NewCounter(fmt.Sprintf("payments_total{result=%q}", snake[state]))
	}
	return func(state invoice.State) { counters[state].Inc() }
}

var snake = map[invoice.State]string{invoice.Paid: "paid", invoice.Failed: "failed", invoice.InDoubt: "in_doubt"}

// Retries makes payment_retries_total, which the returned function counts.
func Retries(set *metrics.Set) func() {
	return set.NewCounter("payment_retries_total").Inc
}

// Breaker makes payment_breaker_state: 1 for the state that the breaker is in, 0 for the others.
func Breaker(set *metrics.Set, current func() string) {
	for _, state := range []string{"closed", "half-open", "open"} {
		set.NewGauge(fmt.Sprintf("payment_breaker_state{state=%q}", state), func() float64 {
			if current() == state {
				return 1
			}
			return 0
		})
	}
}
