package main

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	keys       = `{"keys":[{"use":"sig","kty":"RSA","kid":"new","alg":"RS256","n":"q83v","e":"AQAB"}]}`
	token      = "a-secret-token"
	issuer     = "https://issuer.example"
	ofPayments = "/api/v1/namespaces/payments/configmaps/issuer-keys"
	ofInvoices = "/api/v1/namespaces/invoices/configmaps/issuer-keys"
)

// request is one that the API server was sent.
type request struct{ what, token, contentType, body string }

// cluster is an API server with a ConfigMap, and the account of a pod.
type cluster struct {
	account serviceAccount
	env     map[string]string
	// answers go before the usual ones, by path, each once.
	answers map[string][]http.HandlerFunc
	sent    []request
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{answers: map[string][]http.HandlerFunc{}}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.sent = append(c.sent, request{r.Method + " " + r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)})
		if answers := c.answers[r.URL.Path]; len(answers) > 0 {
			c.answers[r.URL.Path] = answers[1:]
			answers[0](w, r)
			return
		}
		answer(200, map[string]string{keysPath: keys, issuerPath: `{"issuer":"` + issuer + `"}`, ofPayments: "{}", ofInvoices: "{}"}[r.URL.Path])(w, r)
	}))
	t.Cleanup(server.Close)
	folder := t.TempDir()
	c.account = serviceAccount{filepath.Join(folder, "token"), filepath.Join(folder, "ca.crt")}
	write(t, c.account.tokenFile, token+"\n")
	write(t, c.account.caFile, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(address.Host)
	c.env = map[string]string{
		"KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": port,
		"KEYS_ISSUER": issuer, "KEYS_NAMESPACES": "payments,invoices", "KEYS_CONFIG_MAP": "issuer-keys",
	}
	return c
}

func (c *cluster) getenv(variable string) string { return c.env[variable] }

func (c *cluster) target(t *testing.T) target {
	t.Helper()
	to, err := readTarget(c.getenv)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func (c *cluster) copyOnce(t *testing.T) error {
	t.Helper()
	return copyOnce(t.Context(), c.target(t), c.account)
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func refusal(status int, message string) http.HandlerFunc {
	return answer(status, fmt.Sprintf(`{"kind":"Status","message":%q}`, message))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheKeysAreCopiedAsTheyAre(t *testing.T) {
	c := newCluster(t)
	if err := c.copyOnce(t); err != nil {
		t.Fatal(err)
	}
	patch := `{"data":{"jwks.json":"` + strings.ReplaceAll(keys, `"`, `\"`) + `"}}`
	want := []request{
		{"GET " + issuerPath, "Bearer " + token, "", ""},
		{"GET " + keysPath, "Bearer " + token, "", ""},
		{"PATCH " + ofPayments + "?fieldManager=issuer-keys", "Bearer " + token, "application/merge-patch+json", patch},
		{"PATCH " + ofInvoices + "?fieldManager=issuer-keys", "Bearer " + token, "application/merge-patch+json", patch},
	}
	if fmt.Sprint(c.sent) != fmt.Sprint(want) {
		t.Errorf("sent %v", c.sent)
	}
}

// Whoever reads the keys skips those as well: RFC 7517, section 5.
func TestAKeyKeepsNoOtherFromBeingCopied(t *testing.T) {
	for _, other := range []string{`{"kty":"new"}`, `{"kty":1}`, `{}`, `null`, `"key"`, `[]`} {
		c := newCluster(t)
		c.answers[keysPath] = []http.HandlerFunc{answer(200, strings.Replace(keys, "[", "["+other+",", 1))}
		err := c.copyOnce(t)
		if last := c.sent[len(c.sent)-1]; err != nil || !strings.Contains(last.body, strings.ReplaceAll(`[`+other+`,{"use":"sig"`, `"`, `\"`)) {
			t.Errorf("%s: %v, sent %v", other, err, c.sent)
		}
	}
}

func TestItTriesAgain(t *testing.T) {
	c := newCluster(t)
	c.answers[keysPath] = []http.HandlerFunc{refusal(403, "not yet"), answer(503, ""), brokenOff}
	c.answers[ofInvoices] = []http.HandlerFunc{refusal(404, "not yet")}
	if err := copyKeys(t.Context(), c.target(t), c.account, time.Minute, time.Millisecond); err != nil || len(c.sent) != 14 {
		t.Errorf("%v after %v", err, c.sent)
	}
}

func TestItGivesUpWithTheLastError(t *testing.T) {
	c := newCluster(t)
	write(t, c.account.caFile, "none")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := copyKeys(ctx, c.target(t), c.account, time.Minute, time.Minute); err == nil || !strings.Contains(err.Error(), "holds no certificate") {
		t.Errorf("got %v", err)
	}
}

// brokenOff ends the connection within the answer.
func brokenOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"keys":`)
}

func TestNothingIsCopied(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"where the token is not known":  {refusal(401, "Unauthorized"), "GET /openid/v1/jwks: 401 Unauthorized: Unauthorized"},
		"where no keys are served":      {answer(404, "404 page not found\n"), "GET /openid/v1/jwks: 404 Not Found"},
		"of a redirection":              {http.RedirectHandler("/elsewhere", 302).ServeHTTP, "302 Found"},
		"of more than 1 MiB":            {answer(200, strings.Repeat(" ", maxAnswer)+keys), "the answer has more than 1048576 bytes"},
		"of HTML":                       {answer(200, "<html>"), "/openid/v1/jwks: is no JSON Web Key Set"},
		"of an empty set":               {answer(200, `{"keys":[]}`), `has no key with "kty"; expected one at least; nothing was copied`},
		"of keys without a kind":        {answer(200, `{"keys":[{},{"kty":1},null,"RSA"]}`), `has no key with "kty"`},
		"of a list":                     {answer(200, `[]`), "is no JSON Web Key Set"},
		"of half an answer":             {brokenOff, "unexpected EOF"},
		"and a long message is cut off": {refusal(403, strings.Repeat("x", 4096)), ": " + strings.Repeat("x", 1024)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCluster(t)
			c.answers[keysPath] = []http.HandlerFunc{test.answer}
			err := c.copyOnce(t)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), token) || len(err.Error()) > 2048 {
				t.Errorf("got %v", err)
			}
			if len(c.sent) != 2 {
				t.Errorf("asked on: %v", c.sent)
			}
		})
	}
}

func TestTheTokenGoesToTheClustersOwnServerOnly(t *testing.T) {
	for name, test := range map[string]struct {
		change func(t *testing.T, c *cluster)
		want   string
	}{
		"the token is gone":   {func(t *testing.T, c *cluster) { remove(t, c.account.tokenFile) }, "token cannot be read"},
		"the CA is gone":      {func(t *testing.T, c *cluster) { remove(t, c.account.caFile) }, "CA cannot be read"},
		"the CA is none":      {func(t *testing.T, c *cluster) { write(t, c.account.caFile, "none") }, "holds no certificate"},
		"the CA is another's": {func(t *testing.T, c *cluster) { c.account.caFile = otherCA(t) }, "certificate signed by unknown authority"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCluster(t)
			test.change(t, c)
			if err := c.copyOnce(t); err == nil || !strings.Contains(err.Error(), test.want) || len(c.sent) != 0 {
				t.Errorf("got %v, sent %v", err, c.sent)
			}
		})
	}
}

func TestWhatIsNotSetIsSaid(t *testing.T) {
	err := run(t.Context(), []string{"once"}, func(string) string { return "" })
	for _, variable := range []string{"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "KEYS_ISSUER", "KEYS_NAMESPACES", "KEYS_CONFIG_MAP"} {
		if err == nil || !strings.Contains(err.Error(), variable+": is not set; expected ") {
			t.Errorf("%s: got %v", variable, err)
		}
	}
}

func TestOnlyTwoArgumentsAreKnown(t *testing.T) {
	c := newCluster(t)
	for _, args := range [][]string{nil, {""}, {"often"}, {"once", "forever"}} {
		if err := run(t.Context(), args, c.getenv); err == nil || !strings.Contains(err.Error(), "expected once or forever") {
			t.Errorf("%q: got %v", args, err)
		}
	}
}

func TestItGoesOnUntilItFails(t *testing.T) {
	times, failed := 0, errors.New("failed")
	err := again(t.Context(), time.Millisecond, func(context.Context) error {
		if times++; times == 3 {
			return failed
		}
		return nil
	})
	if err != failed {
		t.Errorf("%v after %d times", err, times)
	}
}

func TestItEndsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := again(ctx, time.Minute, func(context.Context) error {
		cancel()
		return context.Canceled
	})
	if err != nil {
		t.Error(err)
	}
}

func TestOneConfigMapIsNotAnothersFault(t *testing.T) {
	c := newCluster(t)
	c.answers[ofPayments] = []http.HandlerFunc{refusal(422, "it is immutable")}
	err := c.copyOnce(t)
	if err == nil || !strings.Contains(err.Error(), "payments/configmaps/issuer-keys?fieldManager=issuer-keys: 422 Unprocessable Entity: it is immutable") {
		t.Errorf("got %v", err)
	}
	if last := c.sent[len(c.sent)-1]; !strings.Contains(last.what, ofInvoices) {
		t.Errorf("sent %v", c.sent)
	}
}

func TestAnotherIssuerIsSaid(t *testing.T) {
	for answered, want := range map[string]string{
		`{"issuer":"https://issuer.example/"}`: `the cluster's issuer is "https://issuer.example/", not "https://issuer.example"; set cluster.issuer`,
		`{}`:                                   `the cluster's issuer is ""`,
		`<html>`:                               "is no OpenID configuration",
	} {
		c := newCluster(t)
		c.answers[issuerPath] = []http.HandlerFunc{answer(200, answered)}
		if err := c.copyOnce(t); err == nil || !strings.Contains(err.Error(), want) || len(c.sent) != 1 {
			t.Errorf("got %v, sent %v", err, c.sent)
		}
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// otherCA is a file with the certificate of a CA that has signed nobody's.
func otherCA(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true}
	certificate, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.crt")
	write(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})))
	return file
}
