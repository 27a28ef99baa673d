package provider

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"sre-challenge/apps/invoice-app/internal/invoice"
)

// judge turns an answer other than 2xx into what it means for the payment.
func judge(response *http.Response, body []byte) *Failure {
	failure := &Failure{status: response.StatusCode, cause: fmt.Errorf("status %d: %.200q", response.StatusCode, body)}
	switch response.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		failure.again, failure.after = true, retryAfter(response.Header)
	}
	switch {
	case refusesCaller(response.StatusCode):
		failure.reason, failure.is = "payment-provider does not accept invoice-app's identity", invoice.ErrNotSent
	case failure.again && response.StatusCode < 500:
		failure.reason = "payment-provider is too busy"
	case response.StatusCode/100 == 4:
		failure.reason, failure.is = "payment-provider refused the payment", invoice.ErrRefused
	default:
		failure.reason = "payment-provider failed"
	}
	return failure
}

// refusesCaller tells whether the provider did not even look at the payment, so that its answer says
// nothing about an earlier try.
func refusesCaller(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// retryAfter reads Retry-After, seconds or a date; 0 if there is none to be understood. A date is
// counted from the provider's own Date, so that no clock of ours matters.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	then, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return max(0, then.Sub(now))
}
