package figures

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

func expectFigures(t *testing.T, set *metrics.Set, want ...string) {
	t.Helper()
	var text bytes.Buffer
	set.WritePrometheus(&text)
	for _, line := range want {
		if !strings.Contains("\n"+text.String(), "\n"+line+"\n") {
			t.Errorf("%s is not in\n%s", line, &text)
		}
	}
}

func TestPaymentsRetriesAndBreaker(t *testing.T) {
	set := metrics.NewSet()
	count, retried, state := Payments(set), Retries(set), "closed"
	Breaker(set, func() string { return state })
	expectFigures(t, set, `payments_total{result="paid"} 0`, `payment_retries_total 0`, `payment_breaker_state{state="closed"} 1`)
	for _, end := range []invoice.State{invoice.Paid, invoice.Paid, invoice.Failed, invoice.InDoubt} {
		count(end)
	}
	retried()
	state = "open"
	expectFigures(t, set, `payments_total{result="paid"} 2`, `payments_total{result="failed"} 1`, `payments_total{result="in_doubt"} 1`,
		`payment_retries_total 1`, `payment_breaker_state{state="closed"} 0`, `payment_breaker_state{state="open"} 1`, `payment_breaker_state{state="half-open"} 0`)
}

func TestInvoicesAreCountedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, counts := metrics.NewSet(), 0
		var broken error
		Invoices(set, func(context.Context) (map[string]int, error) {
			counts++
			return map[string]int{"open": counts, "paid": 7}, broken
		}, httpservice.NewLogger("test", &bytes.Buffer{}))
		for range 3 {
			expectFigures(t, set, `invoices{state="open"} 1`, `invoices{state="claimed"} 0`, `invoices{state="paid"} 7`)
		}
		time.Sleep(countEvery)
		expectFigures(t, set, `invoices{state="open"} 2`)
		time.Sleep(countEvery)
		broken = errors.New("disk on fire")
		expectFigures(t, set, `invoices{state="open"} NaN`)
		if counts != 3 {
			t.Errorf("counted %d times", counts)
		}
	})
}
