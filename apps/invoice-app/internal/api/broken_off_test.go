package api

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"testing"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/invoice-app/internal/store"
	"sre-challenge/apps/money"
)

// endingList fails after so many invoices.
type endingList struct {
	Invoices
	after int
}

func (l endingList) List(context.Context, store.Filter) iter.Seq2[invoice.Invoice, error] {
	return func(yield func(invoice.Invoice, error) bool) {
		amount, _ := money.Parse("1", "EUR")
		for range l.after {
			if !yield(invoice.Invoice{ID: "I1", Amount: amount}, nil) {
				return
			}
		}
		yield(invoice.Invoice{}, errors.New("disk on fire"))
	}
}

// full is a Payer without a free place, and the unpaid invoice that it was asked to pay.
type full struct {
	Invoices
	Payer
}

func (full) PayOne(context.Context, string) (invoice.Outcome, error) {
	return invoice.Outcome{More: true}, nil
}

func (full) Find(context.Context, string) (invoice.Dated, bool, error) {
	return invoice.Dated{}, true, nil
}

func TestOneThatWasNotLookedAtIsToBeAskedAgain(t *testing.T) {
	url := listen(t, Routes(full{}, full{}, httpservice.NewLogger("test", io.Discard)))
	response, err := http.Post(url+"/invoices/I1/pay", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 503 || response.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
}

func TestListThatFailsIsNeverTakenForWhole(t *testing.T) {
	for name, after := range map[string]int{"at once": 0, "in the first chunk": 5, "later": 5000} {
		t.Run(name, func(t *testing.T) {
			url := listen(t, Routes(endingList{after: after}, nil, httpservice.NewLogger("test", io.Discard)))
			response, err := http.Get(url + "/invoices")
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			_, err = io.Copy(io.Discard, response.Body)
			if (response.StatusCode == http.StatusOK) != (err != nil) {
				t.Errorf("status %d, read with %v", response.StatusCode, err)
			}
		})
	}
}
