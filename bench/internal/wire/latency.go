// Package wire stands between the two services and slows down or watches what they say.
package wire

import (
	"fmt"
	"strings"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Latency is a proxy in front of a server that hands each answer on only after a while.
type Latency struct{ proxy *toxiproxy.Proxy }

// StartLatency listens on a free port of the loopback address; upstream is host:port.
func StartLatency(upstream string, latency time.Duration) (*Latency, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "latency", "127.0.0.1:0", upstream)
	if err := proxy.Start(); err != nil {
		return nil, err
	}
	toxic := fmt.Sprintf(`{"type":"latency","stream":"downstream","attributes":{"latency":%d}}`, latency.Milliseconds())
	if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		proxy.Stop()
		return nil, err
	}
	return &Latency{proxy}, nil
}

// Address is host:port.
func (l *Latency) Address() string { return l.proxy.Listen }

// Close stops listening and breaks every connection.
func (l *Latency) Close() { l.proxy.Stop() }
