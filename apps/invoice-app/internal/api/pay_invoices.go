package api

import (
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
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
		answerOutcome(w, outcome)
	}
}

// payInvoice does the same with the invoice of the path alone. One that is paid is in no list of the
// answer; one that is just being paid gets a 409.
func payInvoice(invoices Invoices, payer Payer, logger *slog.Logger) http.HandlerFunc {
	return withID(func(w http.ResponseWriter, r *http.Request, id string) {
		outcome, err := payer.PayOne(r.Context(), id)
		httpservice.Prolong(w, r)
		if err != nil {
			storeFailed(w, r, logger, err)
			return
		}
		if outcome.IsEmpty() {
			found, exists, err := invoices.Find(r.Context(), id)
			switch {
			case err != nil:
				storeFailed(w, r, logger, err)
				return
			case !exists:
				httpservice.Refuse(w, r, noInvoice)
				return
			case !found.IsPaid && outcome.More:
				httpservice.Refuse(w, r, httpservice.Overloaded())
				return
			case !found.IsPaid:
				httpservice.Refuse(w, r, beingPaid)
				return
			}
		}
		answerOutcome(w, outcome)
	})
}

func answerOutcome(w http.ResponseWriter, outcome invoice.Outcome) {
	status := http.StatusOK
	if len(outcome.Failed)+len(outcome.InDoubt) > 0 {
		status = http.StatusBadGateway
	}
	httpservice.Answer(w, status, outcome)
}
