package provider

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"sre-challenge/apps/invoice-app/internal/invoice"
	"sre-challenge/apps/money"
)

var due = dueOf("12.1")

func dueOf(value string) invoice.Invoice {
	amount, err := money.Parse(value, "EUR")
	if err != nil {
		panic(err)
	}
	return invoice.Invoice{ID: "I1", Amount: amount}
}

// roundTrip is a transport without a network.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(status int, body string, header ...string) (*http.Response, error) {
	w := httptest.NewRecorder()
	for i := 0; i < len(header); i += 2 {
		w.Header().Set(header[i], header[i+1])
	}
	w.WriteHeader(status)
	io.WriteString(w, body)
	return w.Result(), nil
}

const paid = `{"id":"I1"}`

func clientOf(t *testing.T, base string, transport http.RoundTripper) *Client {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return NewClient(address, "", transport, func() {})
}

// kindOf is what a payment's error means.
func kindOf(err error) string {
	switch {
	case err == nil:
		return "paid"
	case errors.Is(err, invoice.ErrRefused):
		return "refused"
	case errors.Is(err, invoice.ErrNotSent):
		return "not sent"
	default:
		return "in doubt"
	}
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
		if want := `{"id":"I1","value":12.1,"currency":"EUR"}`; string(body) != want {
			t.Errorf("sent %s, want %s", body, want)
		}
		if r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Idempotency-Key") != "I1" {
			t.Errorf("sent %v", r.Header)
		}
		return answer(200, paid)
	})
	if err := clientOf(t, "http://pay:8082/base/", transport).Pay(t.Context(), due); err != nil {
		t.Error(err)
	}
}

func TestPaidOnlyByA2xxWithTheInvoicesID(t *testing.T) {
	tests := map[string]struct {
		status    int
		body      string
		wantKind  string
		wantTries int
	}{
		"ok":                  {200, paid, "paid", 1},
		"created":             {201, paid, "paid", 1},
		"no content":          {204, "", "in doubt", 1},
		"other id":            {200, `{"id":"I2"}`, "in doubt", 1},
		"no id":               {200, `{}`, "in doubt", 1},
		"not JSON":            {200, `paid`, "in doubt", 1},
		"answer too long":     {200, paid + strings.Repeat(" ", 1<<20), "in doubt", 1},
		"redirect":            {307, paid, "in doubt", 1},
		"bad request":         {400, paid, "refused", 1},
		"key reused":          {422, paid, "refused", 1},
		"unauthenticated":     {401, paid, "not sent", 1},
		"forbidden":           {403, paid, "not sent", 1},
		"time-out":            {408, paid, "in doubt", 1 + maxRetries},
		"too many":            {429, paid, "in doubt", 1 + maxRetries},
		"internal error":      {500, paid, "in doubt", 1},
		"bad gateway":         {502, paid, "in doubt", 1 + maxRetries},
		"unavailable, no end": {503, strings.Repeat("x", 1<<20), "in doubt", 1 + maxRetries},
		"gateway time-out":    {504, paid, "in doubt", 1 + maxRetries},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				transport := roundTrip(func(*http.Request) (*http.Response, error) {
					tries++
					return answer(test.status, test.body, "Location", "/elsewhere")
				})
				err := clientOf(t, "http://pay", transport).Pay(t.Context(), due)
				if got := kindOf(err); got != test.wantKind || tries != test.wantTries {
					t.Errorf("got %s (%v) after %d tries, want %s after %d", got, err, tries, test.wantKind, test.wantTries)
				}
				if err != nil && (errors.Unwrap(err) == nil || strings.Contains(err.Error(), "I2")) {
					t.Errorf("%v has cause %v", err, errors.Unwrap(err))
				}
			})
		})
	}
}

func TestPayToNobodyWasNotSent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	err = clientOf(t, "http://"+listener.Addr().String(), NewTransport(1)).Pay(t.Context(), due)
	if kindOf(err) != "not sent" || err.Error() != "payment-provider cannot be reached" || errors.Unwrap(err) == nil {
		t.Errorf("got %v", err)
	}
}

// What the books have was judged when it was paid.
func TestBooksAreNotJudgedByTheRulesOfToday(t *testing.T) {
	for currency, value := range map[string]string{"DEM": "1", "EUR": "1.005", "XXX": "9999999999999999.9999"} {
		transport := roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost {
				return answer(409, `{}`)
			}
			return answer(200, `{"id":"I1","value":`+value+`,"currency":"`+currency+`"}`)
		})
		stored := invoice.Invoice{ID: "I1", Amount: money.Stored(value, currency)}
		if err := clientOf(t, "http://pay", transport).Pay(t.Context(), stored); err != nil {
			t.Errorf("%s %s: %v, %v", value, currency, err, errors.Unwrap(err))
		}
	}
}

func TestConflictIsSettledByTheProvidersBooks(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"same amount":    {200, `{"id":"I1","value":12.10,"currency":"EUR","key":"other"}`, "paid"},
		"other value":    {200, `{"id":"I1","value":12.11,"currency":"EUR"}`, "refused"},
		"other currency": {200, `{"id":"I1","value":12.1,"currency":"USD"}`, "refused"},
		"other id":       {200, `{"id":"I2","value":12.1,"currency":"EUR"}`, "refused"},
		"unknown":        {404, `{}`, "refused"},
		"no answer":      {503, `{}`, "in doubt"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			transport := roundTrip(func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPost {
					return answer(409, `{}`)
				}
				if r.URL.Path != "/payments/I1" || r.Header.Get("Idempotency-Key") != "" {
					t.Errorf("asked for %s with %v", r.URL, r.Header)
				}
				return answer(test.status, test.body)
			})
			if got := kindOf(clientOf(t, "http://pay", transport).Pay(t.Context(), due)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
