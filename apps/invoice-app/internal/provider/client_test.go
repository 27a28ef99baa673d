package provider

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

var due = invoice.Invoice{ID: "I1", Value: "12.10", Currency: "EUR"}

// roundTrip is a transport without a network.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func clientOf(t *testing.T, base string, transport http.RoundTripper) Client {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return NewClient(address, transport)
}

func TestPayOnTheWire(t *testing.T) {
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if got := r.Method + " " + r.URL.String(); got != "POST http://pay:8082/base/payments/pay" {
			t.Error(got)
		}
		if want := `{"id":"I1","value":12.10,"currency":"EUR"}`; string(body) != want {
			t.Errorf("sent %s, want %s", body, want)
		}
		if r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Idempotency-Key") != "I1" {
			t.Errorf("sent %v", r.Header)
		}
		w := httptest.NewRecorder()
		io.WriteString(w, `{"id":"I1"}`)
		return w.Result(), nil
	})
	if err := clientOf(t, "http://pay:8082/base/", transport).Pay(t.Context(), due); err != nil {
		t.Error(err)
	}
}

func TestPaidOnlyByA2xxWithTheInvoicesID(t *testing.T) {
	const (
		refused     = "payment-provider refused the payment"
		failed      = "payment-provider failed"
		unconfirmed = "payment-provider did not confirm the payment"
	)
	tests := map[string]struct {
		status   int
		body     string
		wantText string
	}{
		"ok":                  {200, `{"id":"I1"}`, ""},
		"created":             {201, `{"id":"I1"}`, ""},
		"no content":          {204, "", unconfirmed},
		"other id":            {200, `{"id":"I2"}`, unconfirmed},
		"no id":               {200, `{}`, unconfirmed},
		"not JSON":            {200, `paid`, unconfirmed},
		"answer too long":     {200, `{"id":"I1"}` + strings.Repeat(" ", 1<<20), unconfirmed},
		"redirect":            {307, `{"id":"I1"}`, failed},
		"bad request":         {400, `{"id":"I1"}`, refused},
		"too many":            {429, `{"id":"I1"}`, refused},
		"internal error":      {500, `{"id":"I1"}`, failed},
		"unavailable, no end": {503, strings.Repeat("x", 1<<20), failed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(test.status)
				io.WriteString(w, test.body)
			}))
			defer server.Close()
			err := clientOf(t, server.URL, NewTransport(1)).Pay(t.Context(), due)
			if test.wantText == "" && err == nil {
				return
			}
			if err == nil || err.Error() != test.wantText || errors.Unwrap(err) == nil {
				t.Errorf("got %v (cause %v), want %q", err, errors.Unwrap(err), test.wantText)
			}
		})
	}
}

func TestPayToNobody(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	err = clientOf(t, "http://"+listener.Addr().String(), NewTransport(1)).Pay(t.Context(), due)
	if err == nil || err.Error() != "payment-provider cannot be reached" || errors.Unwrap(err) == nil {
		t.Errorf("got %v", err)
	}
}

// slowBody never comes to its end.
type slowBody struct{ ctx context.Context }

func (b slowBody) Read([]byte) (int, error) {
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

func (slowBody) Close() error { return nil }

func TestPayHasADeadline(t *testing.T) {
	tests := map[string]roundTrip{
		"no answer": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"answer without end": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: slowBody{r.Context()}, Request: r}, nil
		},
	}
	for name, transport := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				err := clientOf(t, "http://pay:8082", transport).Pay(t.Context(), due)
				if err == nil || err.Error() != "payment-provider did not answer in time" {
					t.Errorf("got %v", err)
				}
				if took := time.Since(start); took != 2*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// watchedBody tells whether it was closed.
type watchedBody struct {
	io.Reader
	closed bool
}

func (b *watchedBody) Close() error {
	b.closed = true
	return nil
}

func TestAnswerIsClosed(t *testing.T) {
	for name, answer := range map[string]string{"paid": `{"id":"I1"}`, "too long": strings.Repeat("x", 1<<20)} {
		t.Run(name, func(t *testing.T) {
			body := &watchedBody{Reader: strings.NewReader(answer)}
			_ = clientOf(t, "http://pay:8082", roundTrip(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: body, Request: r}, nil
			})).Pay(t.Context(), due)
			if !body.closed {
				t.Error("left open")
			}
		})
	}
}

func TestAnswerAtTheLastMomentCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		transport := roundTrip(func(*http.Request) (*http.Response, error) {
			time.Sleep(3 * time.Second) // answered all the same
			w := httptest.NewRecorder()
			io.WriteString(w, `{"id":"I1"}`)
			return w.Result(), nil
		})
		if err := clientOf(t, "http://pay:8082", transport).Pay(t.Context(), due); err != nil {
			t.Errorf("a confirmed payment counts as %v", err)
		}
	})
}
