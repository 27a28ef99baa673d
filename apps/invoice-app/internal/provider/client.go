// Package provider talks to payment-provider.
package provider

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

const (
	// tryDeadline is for one try, from the connection to the end of the answer.
	tryDeadline = 2 * time.Second
	// callDeadline is for one payment with all its tries.
	callDeadline   = 8 * time.Second
	maxAnswerBytes = 4 << 10
)

// Client pays invoices by POST /payments/pay. It retries with the same key where another try may
// do better, a limited share of the time, and leaves a provider in trouble alone for a while.
type Client struct {
	payments  *url.URL
	tokenFile string
	http      *http.Client
	breaker   circuitbreaker.CircuitBreaker[any]
	executor  failsafe.Executor[any]
}

// NewClient sends to base/payments/pay and follows no redirect: a payment goes where it was
// configured to go. It says who it is by the token that tokenFile has at the time; "" is by none.
// OnRetry is told each retry.
func NewClient(base *url.URL, tokenFile string, transport http.RoundTripper, onRetry func()) *Client {
	breaker := newBreaker()
	return &Client{
		payments:  base.JoinPath("payments"),
		tokenFile: tokenFile,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		breaker:  breaker,
		executor: failsafe.With[any](newRetry(onRetry), breaker),
	}
}

// BreakerState is "closed" (payments go through), "half-open" (a few do) or "open" (none does).
func (c *Client) BreakerState() string { return c.breaker.State().String() }

// Pay returns nil only if the provider answered with a 2xx status and the invoice's id, or has the
// payment in its books, else a *Failure.
func (c *Client) Pay(ctx context.Context, due invoice.Invoice) error {
	ctx, cancel := context.WithTimeout(ctx, callDeadline)
	defer cancel()
	failure := c.try(ctx, due)
	if failure != nil && failure.status == http.StatusConflict {
		failure = c.lookUp(ctx, due, failure)
	}
	if failure != nil {
		return failure
	}
	return nil
}

// try returns what the last try came to, but ErrNotSent only if no try was sent. It goes by what
// the tries said, not by what the policies made of it: a payment confirmed at the last moment is
// confirmed.
func (c *Client) try(ctx context.Context, due invoice.Invoice) *Failure {
	var last *Failure
	confirmed, sent := false, false
	err := c.executor.WithContext(ctx).Run(func() error {
		if last = c.pay(ctx, due); last == nil {
			confirmed = true
			return nil
		}
		sent = sent || last.is != invoice.ErrNotSent
		return last
	})
	switch {
	case confirmed:
		return nil
	case last == nil:
		return unreachable(err) // the breaker is open
	case sent && last.is == invoice.ErrNotSent:
		return last.afterOthers()
	default:
		return last
	}
}

// pay is one try; nil means confirmed.
func (c *Client) pay(ctx context.Context, due invoice.Invoice) *Failure {
	response, body, failure := c.exchange(ctx, http.MethodPost, c.payments.JoinPath("pay"), paymentOf(due))
	switch {
	case failure != nil:
		return failure
	case response.StatusCode/100 != 2:
		failure := judge(response, body)
		deadline, _ := ctx.Deadline()
		failure.again = failure.again && failure.after < time.Until(deadline)
		return failure
	}
	id, err := parseAnswer(body)
	if err == nil && id != due.ID {
		err = errors.New("answer is for another payment")
	}
	if err != nil {
		return unconfirmed(response.StatusCode, err)
	}
	return nil
}

// lookUp asks the provider's books about an invoice that was paid under another key.
func (c *Client) lookUp(ctx context.Context, due invoice.Invoice, conflict *Failure) *Failure {
	response, body, failure := c.exchange(ctx, http.MethodGet, c.payments.JoinPath(url.PathEscape(due.ID)), nil)
	switch {
	case failure != nil:
		return failure
	case response.StatusCode/100 == 4 && !refusesCaller(response.StatusCode):
		return conflict
	case response.StatusCode/100 != 2:
		return judge(response, body)
	}
	if err := parsePayment(body, due); err != nil {
		conflict.cause = err
		return conflict
	}
	return nil
}
