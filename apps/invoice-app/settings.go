package main

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPaymentsAtOnce = 64
	maxPaymentsAtOnce     = 256
	defaultClaimLease     = 30 * time.Second
	minClaimLease         = time.Second
	maxClaimLease         = 10 * time.Minute
)

// settings are the service's own.
type settings struct {
	// providerURL from PAYMENT_PROVIDER_URL.
	providerURL *url.URL
	// tokenFile has the bearer token for payment-provider, which the kubelet renews; "" sends none.
	// From PAYMENT_PROVIDER_TOKEN_FILE.
	tokenFile string
	// paymentsAtOnce bounds the calls to payment-provider, over all requests together. From
	// PAYMENTS_AT_ONCE, default 64.
	paymentsAtOnce int
	// claimLease is when others take over what this replica began and did not end. Shorter than a
	// payment takes at worst, it costs calls and nothing else. From CLAIM_LEASE, default 30s.
	claimLease time.Duration
}

func readSettings(getenv func(string) string) (settings, error) {
	providerURL, providerErr := readProviderURL(getenv("PAYMENT_PROVIDER_URL"))
	tokenFile, tokenErr := readTokenFile(getenv("PAYMENT_PROVIDER_TOKEN_FILE"))
	atOnce, atOnceErr := readPaymentsAtOnce(getenv("PAYMENTS_AT_ONCE"))
	lease, leaseErr := readClaimLease(getenv("CLAIM_LEASE"))
	return settings{providerURL, tokenFile, atOnce, lease}, errors.Join(providerErr, tokenErr, atOnceErr, leaseErr)
}

// readTokenFile does not look for the file: a payment does, each time.
func readTokenFile(path string) (string, error) {
	if path != "" && !filepath.IsAbs(path) {
		return "", fmt.Errorf("PAYMENT_PROVIDER_TOKEN_FILE: %q is not an absolute path; expected that of a projected service account token, or none", path)
	}
	return path, nil
}

func readPaymentsAtOnce(text string) (int, error) {
	if text == "" {
		return defaultPaymentsAtOnce, nil
	}
	atOnce, err := strconv.Atoi(text)
	if err != nil || atOnce < 1 || atOnce > maxPaymentsAtOnce {
		return 0, fmt.Errorf("PAYMENTS_AT_ONCE: %q is not a number from 1 to %d", text, maxPaymentsAtOnce)
	}
	return atOnce, nil
}

func readClaimLease(text string) (time.Duration, error) {
	if text == "" {
		return defaultClaimLease, nil
	}
	lease, err := time.ParseDuration(text)
	if err != nil || lease < minClaimLease || lease > maxClaimLease {
		return 0, fmt.Errorf("CLAIM_LEASE: %q is not a duration from %s to %s, such as 30s", text, minClaimLease, maxClaimLease)
	}
	return lease, nil
}

// readProviderURL checks PAYMENT_PROVIDER_URL, which has no default: an absolute http or https
// URL, a path allowed.
func readProviderURL(text string) (*url.URL, error) {
	if strings.Contains(text, "@") {
		return nil, errors.New("PAYMENT_PROVIDER_URL: holds credentials, which logs would show; expected http://<host>:<port>")
	}
	address, err := url.Parse(text)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Hostname() == "" ||
		address.RawQuery != "" || address.Fragment != "" {
		return nil, fmt.Errorf("PAYMENT_PROVIDER_URL: %q is not an absolute http(s) URL; expected for example "+
			"http://payment-provider.payments.svc.cluster.local:8082", text)
	}
	return address, nil
}
