package main

import (
	"strings"
	"testing"
	"time"
)

func TestReadProviderURL(t *testing.T) {
	for _, text := range []string{
		"http://payment-provider.payments.svc.cluster.local:8082",
		"https://pay.example.org",
		"http://[::1]:8082/base",
	} {
		if got, err := readProviderURL(text); err != nil || got.String() != text {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}

func TestReadProviderURLNamesTheFault(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"unset":       {"", `PAYMENT_PROVIDER_URL: "" is not an absolute http(s) URL; expected for example http://`},
		"no scheme":   {"payment-provider:8082", `"payment-provider:8082" is not`},
		"only a path": {"/payments", `"/payments" is not`},
		"other":       {"ftp://payment-provider", `"ftp://payment-provider" is not`},
		"no host":     {"http://", `"http://" is not`},
		"only a port": {"http://:8082", `"http://:8082" is not`},
		"bad port":    {"http://pay:port", `"http://pay:port" is not`},
		"query":       {"http://pay?x=1", `"http://pay?x=1" is not`},
		"fragment":    {"http://pay#x", `"http://pay#x" is not`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := readProviderURL(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestReadProviderURLKeepsCredentialsToItself(t *testing.T) {
	_, err := readProviderURL("http://user:secret@pay:8082")
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "PAYMENT_PROVIDER_URL") {
		t.Errorf("got %v", err)
	}
}

func TestReadSettings(t *testing.T) {
	read := func(variables map[string]string) (settings, error) {
		variables["PAYMENT_PROVIDER_URL"] = "http://pay:8082"
		return readSettings(func(name string) string { return variables[name] })
	}
	if got, err := read(map[string]string{}); err != nil || got.paymentsAtOnce != 64 || got.claimLease != 30*time.Second {
		t.Errorf("defaults: %+v, %v", got, err)
	}
	got, err := read(map[string]string{"PAYMENTS_AT_ONCE": "256", "CLAIM_LEASE": "1m30s", "PAYMENT_PROVIDER_TOKEN_FILE": "/var/run/token"})
	if err != nil || got.tokenFile != "/var/run/token" || got.paymentsAtOnce != 256 || got.claimLease != 90*time.Second {
		t.Errorf("set: %+v, %v", got, err)
	}
	for name, values := range map[string][]string{
		"PAYMENTS_AT_ONCE":            {"0", "-1", "257", "many", "1.5"},
		"PAYMENT_PROVIDER_TOKEN_FILE": {"token", "./token"},
		"CLAIM_LEASE":                 {"0s", "999ms", "11m", "30", "soon", "-30s"},
	} {
		for _, value := range values {
			if _, err := read(map[string]string{name: value}); err == nil || !strings.Contains(err.Error(), name+`: "`+value+`"`) {
				t.Errorf("%s=%s: %v", name, value, err)
			}
		}
	}
}
