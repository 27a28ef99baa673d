package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sre-challenge/apps/identity/identitytest"
)

// An operator has to act: the answer and the log say so, and no invoice is taken for paid.
func TestPaymentsWithoutAnIdentityFailForThatReason(t *testing.T) {
	tests := map[string]struct {
		answer         int
		tokenFile      string
		reason, logged string
		wantCalls      bool
	}{
		"not known":   {401, "", "payment-provider does not accept invoice-app's identity", "status 401", true},
		"not allowed": {403, "", "payment-provider does not accept invoice-app's identity", "status 403", true},
		"no token":    {200, filepath.Join(t.TempDir(), "token"), "the token for payment-provider cannot be read", "no such file", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var lock sync.Mutex
			calls := map[string]int{}
			provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				lock.Lock()
				defer lock.Unlock()
				calls[r.Header.Get("Idempotency-Key")]++
				w.WriteHeader(test.answer)
			}))
			defer provider.Close()
			a := startApp(t, map[string]string{"PAYMENT_PROVIDER_URL": provider.URL, "PAYMENT_PROVIDER_TOKEN_FILE": test.tokenFile})
			status, body := a.ask(t, "POST", "/invoices/pay")
			if status != 502 || !strings.Contains(body, `"paid":[]`) || !strings.Contains(body, test.reason) || strings.Contains(body, test.logged) {
				t.Errorf("got %d %s", status, body)
			}
			a.expectUnpaid(t)
			if !strings.Contains(a.Log.String(), test.reason) || !strings.Contains(a.Log.String(), test.logged) {
				t.Errorf("logged %s", a.Log)
			}
			lock.Lock()
			defer lock.Unlock()
			if (len(calls) > 0) != test.wantCalls {
				t.Errorf("calls: %v", calls)
			}
			for key, times := range calls {
				if times != 1 {
					t.Errorf("%s was tried %d times", key, times)
				}
			}
		})
	}
}

var (
	readers = map[string]any{"sub": "alice", "groups": []string{"everybody", "invoices:readers"}}
	writers = map[string]any{"sub": "alice", "groups": "invoices:writers"}
	others  = map[string]any{"sub": "alice", "groups": []string{"everybody"}}
	rights  = map[string]string{"IDENTITY_READ": "groups=invoices:readers", "IDENTITY_WRITE": "groups=invoices:writers"}
)

func TestOnlyCallersWithARightAreServed(t *testing.T) {
	issuer := identitytest.New(t)
	a := startApp(t, issuer.Variables(), rights)
	bearer := func(claims map[string]any) string { return "Bearer " + issuer.Sign(t, identitytest.Claims(claims)) }
	for _, route := range []struct {
		method, path, body string
		allowed            map[string]any
	}{
		{"GET", "/invoices", "", readers},
		{"GET", "/openapi.json", "", readers},
		{"GET", "/openapi.html", "", readers},
		{"POST", "/invoices", `{"InvoiceId":"I4","Value":1,"Currency":"EUR"}`, writers},
		{"POST", "/invoices/pay", "", writers},
	} {
		for name, refused := range issuer.Refusals(t, route.allowed, others) {
			t.Run(route.method+" "+route.path+" "+name, func(t *testing.T) {
				answer, body := refused.Send(t, route.method, a.URL+route.path, route.body)
				refused.Check(t, answer, body)
			})
		}
	}
	for _, test := range []struct {
		method, path, authorization string
		want                        int
	}{
		{"GET", "/invoices", bearer(readers), 200},
		{"HEAD", "/invoices", bearer(readers), 200},
		{"GET", "/invoices", bearer(writers), 403},
		{"POST", "/invoices/pay", bearer(readers), 403},
		{"POST", "/invoices", bearer(readers), 403},
		{"GET", "/healthz", "", 200},
		{"GET", "/readyz", "", 200},
		{"GET", "/healthz", "Bearer x", 200},
	} {
		if status, body := a.ask(t, test.method, test.path, test.authorization); status != test.want {
			t.Errorf("%s %s: %d %s, want %d", test.method, test.path, status, body, test.want)
		}
	}
	a.expectUnpaid(t, bearer(readers))
	if status, body := a.ask(t, "POST", "/invoices/pay", bearer(writers)); status != 502 {
		t.Errorf("a writer: %d %s", status, body)
	}
	answer, err := http.Get(a.MetricsURL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	figures, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(figures), `callers_refused_total{reason="claim"} 8`+"\n") ||
		!strings.Contains(string(figures), `callers_refused_total{reason="no-keys"} 0`+"\n") {
		t.Errorf("%s, %v", figures, err)
	}
}

func TestKeysOfCallersAreRenewed(t *testing.T) {
	issuer := identitytest.New(t)
	a := startApp(t, issuer.Variables(), rights)
	expect := func(when, token string, want int) {
		t.Helper()
		if status, body := a.ask(t, "GET", "/invoices", "Bearer "+token); status != want {
			t.Errorf("%s: %d %s, want %d", when, status, body, want)
		}
	}
	claims := identitytest.Claims(readers)
	expect("before", issuer.Sign(t, claims), 200)
	old := issuer.Rotate(t)
	expect("new key", issuer.Sign(t, claims), 200)
	expect("old key", old.Sign(t, claims), 401)
	for name, takeAway := range map[string]func(){
		"gone":   func() { issuer.RemoveKeys(t) },
		"empty":  func() { issuer.WriteKeys(t, "") },
		"broken": func() { issuer.WriteKeys(t, `{"keys":[`) },
	} {
		takeAway()
		expect(name+", a stranger", identitytest.NewKey(t, "stranger").Sign(t, claims), 401)
		expect(name, issuer.Sign(t, claims), 200)
		issuer.Rotate(t)
		expect(name+" and back", issuer.Sign(t, claims), 200)
	}
}

func TestCallersWait503ForTheFirstKeys(t *testing.T) {
	issuer := identitytest.New(t)
	issuer.RemoveKeys(t)
	a := startApp(t, issuer.Variables(), rights)
	for range 3 {
		if status, body := a.ask(t, "GET", "/invoices", "Bearer "+issuer.Sign(t, identitytest.Claims(readers))); status != 503 || !strings.Contains(body, "keys-unavailable") {
			t.Errorf("got %d %s", status, body)
		}
	}
	if times := strings.Count(a.Log.String(), "identity keys cannot be read"); times != 1 {
		t.Errorf("logged %d times: %s", times, a.Log)
	}
	expectReady := func(when string, want int) {
		t.Helper()
		if status, body := a.ask(t, "GET", "/readyz"); status != want {
			t.Errorf("%s: %d %s", when, status, body)
		}
	}
	expectReady("before the first keys", 503)
	issuer.Rotate(t)
	expectReady("with keys", 200)
	issuer.RemoveKeys(t)
	expectReady("with the keys of before", 200)
	issuer.Rotate(t)
	if status, body := a.ask(t, "GET", "/invoices", "Bearer "+issuer.Sign(t, identitytest.Claims(readers))); status != 200 {
		t.Errorf("got %d %s", status, body)
	}
}
