package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

// payDeadline is for all payments of a request; it leaves time to write the answer.
const payDeadline = 10 * time.Second

// payInvoices answers with an invoice.Outcome: 200 if nothing failed, else 502. A caller that
// hangs up does not stop payments that are under way.
func payInvoices(payer *invoice.Payer, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), payDeadline)
		defer cancel()
		outcome, err := payer.PayUnpaid(ctx)
		if err != nil {
			storeFailed(w, r, logger, err)
			return
		}
		status := http.StatusOK
		if len(outcome.Failed) > 0 {
			status = http.StatusBadGateway
		}
		httpservice.Answer(w, status, outcome)
	}
}
