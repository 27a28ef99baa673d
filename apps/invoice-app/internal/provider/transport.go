package provider

import (
	"net/http"
	"time"
)

// NewTransport keeps a connection for each of callsAtOnce. It never goes through a proxy: the
// provider is a neighbour.
func NewTransport(callsAtOnce int) *http.Transport {
	return &http.Transport{
		MaxIdleConns:           callsAtOnce,
		MaxIdleConnsPerHost:    callsAtOnce,
		IdleConnTimeout:        30 * time.Second, // less than the provider's, so that it seldom closes first
		MaxResponseHeaderBytes: 16 << 10,
	}
}
