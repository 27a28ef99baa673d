package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

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
