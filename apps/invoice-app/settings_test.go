package main

import (
	"strings"
	"testing"
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
