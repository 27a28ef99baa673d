package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
)

// listInvoices answers 200 with a list of invoice.Invoice, in constant memory however long it is.
// With a limit, a Link header leads to the next page where there is one.
func listInvoices(invoices Invoices, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		query, problem := parseListQuery(r.URL.RawQuery)
		if problem != nil {
			httpservice.Refuse(w, r, *problem)
			return
		}
		list := invoices.List(r.Context(), query.filter)
		if query.limit > 0 {
			page, more, err := firstOf(list, query.limit)
			if err != nil {
				listFailed(w, r, logger, err)
				return
			}
			if more {
				w.Header().Set("Link", fmt.Sprintf(`</invoices?%s>; rel="next"`, query.next(page[len(page)-1].ID)))
			}
			httpservice.Answer(w, http.StatusOK, page)
			return
		}
		stream(w, r, logger, list)
	}
}

func firstOf(list iter.Seq2[invoice.Invoice, error], limit int) (page []invoice.Invoice, more bool, err error) {
	page = []invoice.Invoice{}
	for each, err := range list {
		if err != nil {
			return nil, false, err
		}
		if len(page) == limit {
			return page, true, nil
		}
		page = append(page, each)
	}
	return page, false, nil
}

// chunk is how much of a stream is written at once.
const chunk = 32 << 10

// stream writes the list as it comes. An error before the first chunk is answered; later the
// answer is broken off, so that nobody takes a part of it for the whole.
func stream(w http.ResponseWriter, r *http.Request, logger *slog.Logger, list iter.Seq2[invoice.Invoice, error]) {
	var pending bytes.Buffer
	encoder := json.NewEncoder(&pending)
	separator, begun := byte('['), false
	flush := func() error {
		if !begun {
			httpservice.PrepareAnswer(w, "application/json")
			begun = true
		}
		httpservice.Prolong(w, r)
		_, err := pending.WriteTo(w)
		return err
	}
	for each, err := range list {
		if err == nil {
			pending.WriteByte(separator)
			separator = ','
			if err = encoder.Encode(each); err == nil {
				pending.Truncate(pending.Len() - 1) // Encode ends with a line break
			}
		}
		if err == nil && pending.Len() >= chunk {
			err = flush()
		}
		switch {
		case err == nil:
		case begun:
			logger.WarnContext(r.Context(), "list broken off", "error", err)
			panic(http.ErrAbortHandler)
		default:
			listFailed(w, r, logger, err)
			return
		}
	}
	if separator == '[' {
		pending.WriteByte('[')
	}
	pending.WriteString("]\n")
	_ = flush() // a caller that has gone away cannot be told so
}

func listFailed(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	if errors.Is(err, store.ErrUnknownInvoice) {
		httpservice.Refuse(w, r, httpservice.InvalidField("after", "after must be the id of an invoice that exists"))
		return
	}
	storeFailed(w, r, logger, err)
}
