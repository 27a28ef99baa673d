package main

import (
	"net/http"
	"strings"
	"testing"

	"sre-challenge/apps/database/databasetest"
	"sre-challenge/apps/httpservice/httpservicetest"
	"sre-challenge/apps/identity/identitytest"
)

const invoiceApp = "system:serviceaccount:invoices:invoice-app"

var (
	ofInvoiceApp = map[string]any{"sub": invoiceApp}
	ofAnother    = map[string]any{"sub": "system:serviceaccount:invoices:default"}
)

// guarded takes payments of invoice-app only.
func guarded(t *testing.T, team *databasetest.Database, issuer *identitytest.Issuer) *app {
	t.Helper()
	s := launch(t, team.Variables(databasetest.Service), issuer.Variables(), map[string]string{"IDENTITY_SUBJECT": invoiceApp})
	s.document = start(t, team.Variables(databasetest.Service)).document
	return s
}

func bearer(t *testing.T, issuer *identitytest.Issuer, claims map[string]any) []string {
	t.Helper()
	return []string{"Authorization", "Bearer " + issuer.Sign(t, identitytest.Claims(claims))}
}

// expectIdentity has each documented refusal of a caller.
func expectIdentity(t *testing.T, working *app, team *databasetest.Database) {
	t.Helper()
	issuer, broken := identitytest.New(t), identitytest.New(t)
	broken.WriteKeys(t, "")
	s, noKeys := guarded(t, team, issuer), guarded(t, team, broken)
	s.document, noKeys.document = working.document, working.document
	for service, want := range map[*app]int{s: 200, noKeys: 503} {
		if got := service.do(t, "GET", "/readyz", ""); got.StatusCode != want {
			t.Errorf("/readyz: %d; want %d", got.StatusCode, want)
		}
	}
	for path, body := range map[string]string{"/payments/pay": onePayment, "/payments/I1": "", "/openapi.json": "", "/openapi.html": ""} {
		method := http.MethodGet
		if body != "" {
			method = http.MethodPost
		}
		for _, test := range []struct {
			service *app
			headers []string
			want    int
			problem string
		}{
			{s, nil, 401, "unauthenticated"},
			{s, []string{"Authorization", "Bearer x"}, 401, "invalid-token"},
			{s, bearer(t, issuer, ofAnother), 403, "insufficient-scope"},
			{noKeys, bearer(t, broken, ofInvoiceApp), 503, "keys-unavailable"},
			{s, bearer(t, issuer, ofInvoiceApp), 200, ""},
		} {
			if got := test.service.do(t, method, path, body, append(test.headers, "Idempotency-Key", "K1")...); got.StatusCode != test.want || got.problem() != test.problem {
				t.Errorf("%s: %d %s; want %d %s", path, got.StatusCode, got.body, test.want, test.problem)
			}
		}
	}
}

func TestOnlyInvoiceAppPays(t *testing.T) {
	team, issuer := migrated(t), identitytest.New(t)
	s := guarded(t, team, issuer)
	refusals := issuer.Refusals(t, ofInvoiceApp, ofAnother)
	for name, refused := range refusals {
		t.Run(name, func(t *testing.T) {
			answer, body := refused.Send(t, "POST", s.URL+"/payments/pay", onePayment)
			refused.Check(t, answer, body)
		})
	}
	if rows := countPayments(t, team); rows != 0 {
		t.Errorf("%d payments are stored", rows)
	}
	_, figures := httpservicetest.Get(t, s.MetricsURL)
	counted := 0
	for _, reason := range []string{"no-token", "malformed", "too-long", "algorithm", "unknown-key", "signature", "issuer", "audience", "expired", "too-lasting", "not-yet-valid", "claim", "no-keys"} {
		counted += figure(t, string(figures), `callers_refused_total{reason="`+reason+`"}`)
	}
	if counted != len(refusals) {
		t.Errorf("counted %d of %d", counted, len(refusals))
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if response, body := httpservicetest.Get(t, s.URL+path); response.StatusCode != 200 {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
	for range 2 {
		if got := s.pay(t, onePayment, bearer(t, issuer, ofInvoiceApp)...); got.StatusCode != 200 {
			t.Errorf("invoice-app: %d %s", got.StatusCode, got.body)
		}
	}
	if rows := countPayments(t, team); rows != 1 {
		t.Errorf("%d payments are stored", rows)
	}
}

// A payment goes on under the same key, whichever key has signed the caller's tokens.
func TestKeysAreRenewedWhilePaymentsAreMade(t *testing.T) {
	team, issuer := migrated(t), identitytest.New(t)
	s := guarded(t, team, issuer)
	expect := func(when, token string, want int) {
		t.Helper()
		if got := s.pay(t, onePayment, "Authorization", "Bearer "+token); got.StatusCode != want {
			t.Errorf("%s: %d %s, want %d", when, got.StatusCode, got.body, want)
		}
	}
	mine := identitytest.Claims(ofInvoiceApp)
	expect("before", issuer.Sign(t, mine), 200)
	old := issuer.Rotate(t)
	expect("new key", issuer.Sign(t, mine), 200)
	expect("old key", old.Sign(t, mine), 401)
	for name, takeAway := range map[string]func(){
		"gone":   func() { issuer.RemoveKeys(t) },
		"empty":  func() { issuer.WriteKeys(t, "") },
		"broken": func() { issuer.WriteKeys(t, `{"keys":[`) },
	} {
		takeAway()
		expect(name+", a stranger", identitytest.NewKey(t, "stranger").Sign(t, mine), 401)
		expect(name, issuer.Sign(t, mine), 200)
		issuer.Rotate(t)
		expect(name+" and back", issuer.Sign(t, mine), 200)
	}
	if rows := countPayments(t, team); rows != 1 {
		t.Errorf("%d payments are stored", rows)
	}
}

func TestIdentityIsSetWholeOrNotAtAll(t *testing.T) {
	env := map[string]string{"IDENTITY_SUBJECT": invoiceApp}
	err := paymentProvider.Run(t.Context(), nil, func(name string) string { return env[name] }, t.Output())
	for _, name := range []string{"IDENTITY_ISSUER", "IDENTITY_AUDIENCE", "IDENTITY_KEYS_FILE"} {
		if err == nil || !strings.Contains(err.Error(), name+`: "" is not valid; expected `) {
			t.Errorf("got %v", err)
		}
	}
}
