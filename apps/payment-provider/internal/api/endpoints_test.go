package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/jackc/pgx/v5/pgconn"

	"sre-challenge/apps/httpservice"
	"sre-challenge/apps/money"
	"sre-challenge/apps/payment-provider/internal/ledger"
)

// fakeLedger answers err, or what it was asked to pay.
type fakeLedger struct {
	err   error
	isNew bool
	asked []ledger.Payment
}

func (f *fakeLedger) Pay(_ context.Context, id, key string, amount money.Amount) (ledger.Payment, bool, error) {
	payment := ledger.Payment{ID: id, Key: key, Value: amount.Value(), Currency: amount.Currency()}
	f.asked = append(f.asked, payment)
	return payment, f.isNew, f.err
}

func (f *fakeLedger) Find(_ context.Context, id string) (ledger.Payment, error) {
	paidAt := time.Date(2026, 11, 24, 4, 5, 6, 0, time.FixedZone("", 3600))
	return ledger.Payment{ID: id, Key: "K", Value: "12.15", Currency: "EUR", PaidAt: paidAt}, f.err
}

func TestPayRecordsWhatWasAsked(t *testing.T) {
	// padded is a valid request of exactly size bytes.
	padded := func(size int) string {
		const request = `{"id":"I1","value":12.15,"currency":"EUR"}`
		return request + strings.Repeat(" ", size-len(request))
	}
	tests := map[string]struct {
		body, key  string
		isNew      bool
		want       ledger.Payment
		wantResult string
	}{
		"by its key":   {padded(42), "K1", true, ledger.Payment{ID: "I1", Key: "K1", Value: "12.15", Currency: "EUR"}, "paid"},
		"by its id":    {padded(42), "", true, ledger.Payment{ID: "I1", Key: "I1", Value: "12.15", Currency: "EUR"}, "paid"},
		"once more":    {padded(42), "", false, ledger.Payment{ID: "I1", Key: "I1", Value: "12.15", Currency: "EUR"}, "repeated"},
		"largest body": {padded(httpservice.MaxBodyBytes), "", true, ledger.Payment{ID: "I1", Key: "I1", Value: "12.15", Currency: "EUR"}, "paid"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			payments, figures := &fakeLedger{isNew: test.isNew}, metrics.NewSet()
			request := httptest.NewRequest("POST", "/payments/pay", strings.NewReader(test.body))
			if test.key != "" {
				request.Header.Set("Idempotency-Key", test.key)
			}
			w := httptest.NewRecorder()
			Routes(payments, figures, httpservice.NewLogger("test", io.Discard)).ServeHTTP(w, request)
			if w.Code != 200 || w.Body.String() != `{"id":"I1"}`+"\n" {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if len(payments.asked) != 1 || payments.asked[0] != test.want {
				t.Errorf("recorded %+v", payments.asked)
			}
			expectCount(t, figures, test.wantResult, 1)
		})
	}
}

func TestPayRefuses(t *testing.T) {
	const good = `{"id":"I1","value":12.15,"currency":"EUR"}`
	internals := &pgconn.PgError{Code: "42P01", Message: "relation payments"}
	tests := map[string]struct {
		body       io.Reader
		ledgerErr  error
		wantStatus int
		wantType   string
	}{
		"bad member":          {strings.NewReader(`{"value":12.15,"currency":"EUR"}`), nil, 400, "invalid-field"},
		"no JSON":             {strings.NewReader("x"), nil, 400, "malformed-json"},
		"body breaks off":     {iotest.ErrReader(errors.New("connection reset")), nil, 400, "malformed-json"},
		"body too large":      {strings.NewReader(good + strings.Repeat(" ", httpservice.MaxBodyBytes)), nil, 413, "body-too-large"},
		"key reused":          {strings.NewReader(good), ledger.ErrKeyReused, 422, "idempotency-key-reused"},
		"already paid":        {strings.NewReader(good), ledger.ErrAlreadyPaid, 409, "already-paid"},
		"database away":       {strings.NewReader(good), io.ErrUnexpectedEOF, 503, "database-unavailable"},
		"deadline":            {strings.NewReader(good), context.DeadlineExceeded, 503, "database-unavailable"},
		"ledger is not there": {strings.NewReader(good), internals, 500, "internal"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			figures := metrics.NewSet()
			var log bytes.Buffer
			w := httptest.NewRecorder()
			Routes(&fakeLedger{err: test.ledgerErr}, figures, httpservice.NewLogger("test", &log)).
				ServeHTTP(w, httptest.NewRequest("POST", "/payments/pay", test.body))
			expectProblem(t, w, test.wantStatus, test.wantType)
			expectCount(t, figures, test.wantType, 1)
			if (w.Header().Get("Retry-After") != "") != (test.wantStatus == 503) {
				t.Errorf("Retry-After: %q", w.Header().Get("Retry-After"))
			}
			if (log.Len() > 0) != (test.wantStatus >= 500) || strings.Contains(w.Body.String(), "relation") {
				t.Errorf("answered %s, logged %s", w.Body, &log)
			}
		})
	}
}

func TestCallerThatLeftIsNoFault(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	leave()
	var log bytes.Buffer
	w := httptest.NewRecorder()
	Routes(&fakeLedger{err: context.Canceled}, metrics.NewSet(), httpservice.NewLogger("test", &log)).
		ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/payments/I1", nil))
	if expectProblem(t, w, 503, "database-unavailable"); log.Len() > 0 {
		t.Errorf("logged %s", &log)
	}
}

func TestFind(t *testing.T) {
	routes := Routes(&fakeLedger{}, metrics.NewSet(), httpservice.NewLogger("test", io.Discard))
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, httptest.NewRequest("GET", "/payments/%C3%9C%2F1", nil))
	const want = `{"id":"Ü/1","value":12.15,"currency":"EUR","key":"K","paidAt":"2026-11-24T03:05:06Z"}` + "\n"
	if w.Code != 200 || w.Body.String() != want {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	for name, path := range map[string]string{"too long": strings.Repeat("x", 129), "zero byte": "a%00", "no UTF-8": "%ff"} {
		w := httptest.NewRecorder()
		routes.ServeHTTP(w, httptest.NewRequest("GET", "/payments/"+path, nil))
		t.Log(name)
		expectProblem(t, w, 400, "invalid-field")
	}
	w = httptest.NewRecorder()
	Routes(&fakeLedger{err: ledger.ErrNotFound}, metrics.NewSet(), httpservice.NewLogger("test", io.Discard)).
		ServeHTTP(w, httptest.NewRequest("GET", "/payments/I1", nil))
	expectProblem(t, w, 404, "not-found")
}

func expectProblem(t *testing.T, w *httptest.ResponseRecorder, wantStatus int, wantType string) {
	t.Helper()
	var problem struct{ Type string }
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || w.Code != wantStatus || problem.Type != "urn:sre-challenge:problem:"+wantType ||
		w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %s; want %d %s", w.Code, w.Body, wantStatus, wantType)
	}
}

func expectCount(t *testing.T, figures *metrics.Set, result string, want uint64) {
	t.Helper()
	if got := figures.GetOrCreateCounter(`payments_total{result="` + result + `"}`).Get(); got != want {
		t.Errorf("%s: counted %d", result, got)
	}
}
