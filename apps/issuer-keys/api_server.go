package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	maxAnswer     = 1 << 20
	answerTimeout = 10 * time.Second
)

// serviceAccount is how a pod calls the API server.
type serviceAccount struct{ tokenFile, caFile string }

// mounted is where Kubernetes puts a pod's service account.
var mounted = serviceAccount{
	tokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
	caFile:    "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
}

type apiServer struct {
	base, token string
	client      http.Client
}

// newAPIServer trusts the account's CA alone, and neither proxies nor redirects: what is sent has a token.
func newAPIServer(base string, account serviceAccount) (*apiServer, error) {
	certificates, err := os.ReadFile(account.caFile)
	if err != nil {
		return nil, fmt.Errorf("the cluster's CA cannot be read: %w", err)
	}
	token, err := os.ReadFile(account.tokenFile)
	if err != nil {
		return nil, fmt.Errorf("the service account's token cannot be read: %w", err)
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(certificates) {
		return nil, fmt.Errorf("%s: holds no certificate; expected the cluster's CA as PEM", account.caFile)
	}
	return &apiServer{
		base:  base,
		token: strings.TrimSpace(string(token)),
		client: http.Client{
			Timeout:       answerTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DisableKeepAlives: true,
				TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: authorities},
			},
		},
	}, nil
}

// ask sends a request, with a merge patch as its body if there is one. An answer other than 200 is an
// error, with the API server's own words.
func (s *apiServer) ask(ctx context.Context, method, path string, patch []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.base+path, bytes.NewReader(patch))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	if patch != nil {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s %s: %s%s", method, path, response.Status, wordsIn(body))
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("%s %s: the answer has more than %d bytes", method, path, maxAnswer)
	}
	return body, nil
}

// wordsIn is the message of a Kubernetes Status, bounded.
func wordsIn(body []byte) string {
	var status struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &status) != nil || status.Message == "" {
		return ""
	}
	return ": " + strings.ToValidUTF8(status.Message[:min(len(status.Message), 1024)], "")
}
