package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"sre-challenge/apps/identity"
	"sre-challenge/apps/invoice-app/internal/invoice"
)

type payment struct {
	ID       string      `json:"id"`
	Value    json.Number `json:"value"`
	Currency string      `json:"currency"`
}

func paymentOf(due invoice.Invoice) *payment {
	return &payment{due.ID, json.Number(due.Amount.Value()), due.Amount.Currency()}
}

// exchange sends one request and reads the answer to its end where it is not too long, so that the
// connection can be used again.
func (c *Client) exchange(ctx context.Context, method string, address *url.URL, body *payment) (*http.Response, []byte, *Failure) {
	ctx, cancel := context.WithTimeout(ctx, tryDeadline)
	defer cancel()
	var connection connectionWatch
	request, err := newRequest(connection.watch(ctx), method, address, body)
	if err != nil {
		return nil, nil, unreachable(err)
	}
	if c.tokenFile != "" {
		token, err := identity.ReadToken(c.tokenFile)
		if err != nil {
			return nil, nil, withoutToken(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, nil, explain(ctx, err, &connection)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, nil, explain(ctx, err, &connection)
	}
	return response, answer, nil
}

func newRequest(ctx context.Context, method string, address *url.URL, body *payment) (*http.Request, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, address.String(), content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", body.ID)
		// With this key net/http would send a request anew when a kept connection breaks, beside
		// our own retries. It cannot send a body twice that it cannot get twice.
		request.GetBody = nil
	}
	return request, nil
}

func explain(ctx context.Context, err error, connection *connectionWatch) *Failure {
	switch {
	case connection.neverGot():
		return unreachable(err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return tooLate(err)
	default:
		return brokenOff(err)
	}
}

// connectionWatch knows whether a request got a connection: one that got none was not sent.
type connectionWatch struct{ asked, got atomic.Bool }

func (w *connectionWatch) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { w.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.got.Store(true) },
	})
}

func (w *connectionWatch) neverGot() bool { return w.asked.Load() && !w.got.Load() }
