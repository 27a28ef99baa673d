package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
)

// payInvoices answers with an invoice.Outcome: 200 if nothing failed or is in doubt, else 502.
// When the caller hangs up, what is under way is still paid, and no more.
func payInvoices(payer Payer, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		outcome, err := payer.PayUnpaid(r.Context())
		httpservice.Prolong(w, r)
		if err != nil {
			storeFailed(w, r, logger, err)
			return
		}
		status := http.StatusOK
		if len(outcome.Failed)+len(outcome.InDoubt) > 0 {
			status = http.StatusBadGateway
		}
		httpservice.Answer(w, status, outcome)
	}
}
