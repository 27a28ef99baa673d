// Package provider talks to payment-provider.
package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

const (
	// callDeadline is for one payment, from the connection to the end of the answer.
	callDeadline   = 2 * time.Second
	maxAnswerBytes = 4 << 10
)

// Client pays invoices by POST /payments/pay. It never retries.
type Client struct {
	endpoint string
	http     *http.Client
}

// NewClient sends to base/payments/pay and follows no redirect: a payment goes where it was
// configured to go.
func NewClient(base *url.URL, transport http.RoundTripper) Client {
	return Client{
		endpoint: base.JoinPath("payments", "pay").String(),
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Pay returns nil only if the provider answered with a 2xx status and the invoice's id, else a
// *Failure.
func (c Client) Pay(ctx context.Context, due invoice.Invoice) error {
	ctx, cancel := context.WithTimeout(ctx, callDeadline)
	defer cancel()
	status, answer, err := c.post(ctx, due)
	switch {
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Failure{"payment-provider did not answer in time", err}
	case err != nil:
		return &Failure{"payment-provider cannot be reached", err}
	case status/100 == 4:
		return &Failure{"payment-provider refused the payment", fmt.Errorf("status %d: %.200q", status, answer)}
	case status/100 != 2:
		return &Failure{"payment-provider failed", fmt.Errorf("status %d: %.200q", status, answer)}
	}
	id, err := parseAnswer(answer)
	if err == nil && id != due.ID {
		err = fmt.Errorf("answer is for %q", id)
	}
	if err != nil {
		return &Failure{"payment-provider did not confirm the payment", err}
	}
	return nil
}

// post reads the answer to its end where it is not too long, so that the connection can be used
// again.
func (c Client) post(ctx context.Context, due invoice.Invoice) (status int, answer []byte, err error) {
	body, err := json.Marshal(payment{due.ID, due.Value, due.Currency})
	if err != nil {
		return 0, nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	// With this header net/http sends a request anew if a kept connection was closed by a
	// provider on its way down before it answered.
	request.Header.Set("Idempotency-Key", due.ID)
	if id := httpservice.RequestID(ctx); id != "" {
		request.Header.Set(httpservice.RequestIDHeader, id)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	return response.StatusCode, answer, err
}

type payment struct {
	ID       string      `json:"id"`
	Value    json.Number `json:"value"`
	Currency string      `json:"currency"`
}
